"""The form of an item: questions to a person, and the grid that maps it to segment, stage and phase."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import MultiDict
from wtforms import Form

from planner.core.coverage import Coverage
from planner.core.findings import CellKey
from planner.core.mapping import in_order
from planner.core.model import FIT_WEIGHT, ROT_FLAGS, VERDICTS, Item, Mapping, Workspace
from planner.core.status import ITEM_STATUSES, item_moves, remembered
from planner.views import fields
from planner.views.labels import Labels

VERDICT = {"keep": lazy("Keep"), "update": lazy("Update"), "merge": lazy("Merge"), "remove": lazy("Remove")}
ROT = {"redundant": lazy("Redundant"), "outdated": lazy("Outdated"), "trivial": lazy("Trivial")}

FEW_SEGMENTS = 6
FITS = tuple(FIT_WEIGHT)
TEXTS = ("title", "summary", "body", "brief", "key_message")
FACTS = (
    "format", "language", "status", "owner", "department", "campaign", "effort_hours", "quality", "tags", "keywords",
    "url", "image", "image_alt", "due_on", "published_on", "review_on", "expires_on", "verdict", "rot",
)  # fmt: skip


class ItemForm(Form):
    """What planner asks about an item."""

    title = fields.line(lazy("Title"), needed=lazy("Give it a title; that is how people will find it."))
    format = fields.choice(lazy("Format"))
    language = fields.content_language(lazy("Language"), description=lazy("nl, en, fr"))
    status = fields.choice(lazy("How far is it?"))
    owner = fields.line(lazy("Who makes it?"))
    department = fields.line(lazy("Department"))
    campaign = fields.choice(lazy("Campaign"))
    effort_hours = fields.number(lazy("Effort, hours"), 0, 10_000)
    quality = fields.whole(lazy("Quality, 1 to 5"), 1, 5)
    tags = fields.several(lazy("Tags"), description=lazy("separated by ;"))
    keywords = fields.several(lazy("Keywords"), description=lazy("separated by ;"))
    url = fields.address(lazy("Where does it stand?"))
    image = fields.address(lazy("Address of its image"))
    image_alt = fields.line(lazy("What the image shows"))
    due_on = fields.day(lazy("Due on"))
    published_on = fields.day(lazy("Published on"))
    review_on = fields.day(lazy("Review on"))
    expires_on = fields.day(lazy("Expires on"))
    verdict = fields.choice(lazy("What to do with it?"))
    rot = fields.choices(lazy("It is"))
    summary = fields.text(lazy("Summary"), rows=2)
    key_message = fields.text(lazy("What should people remember?"), rows=2)
    brief = fields.text(lazy("Brief"), rows=4)
    body = fields.text(lazy("Text, in Markdown"), rows=18)


def item_form(workspace: Workspace, labels: Labels, item: Item, given: MultiDict[str, str] | None = None) -> ItemForm:
    """Return the form of an item, filled with what was `given`, else with the item itself."""
    form = ItemForm(given, obj=item)
    fields.offer(form.format, workspace.formats, lambda slug: labels.of("format", slug))
    fields.offer(form.campaign, workspace.campaigns, lambda slug: labels.of("campaign", slug))
    moves = {item.status, *item_moves(item.status, item.status_before)}
    form.status.choices = [(name, labels.status(name)) for name in ITEM_STATUSES if name in moves]
    form.verdict.choices = [("", lazy("–")), *((name, VERDICT[name]) for name in VERDICTS)]
    form.rot.choices = [(name, ROT[name]) for name in ROT_FLAGS]
    return form


def filled(item: Item, form: ItemForm, cells: tuple[Mapping, ...]) -> Item:
    """Return the item as the form says it, with the cells of the grid as its mappings."""
    said = fields.said(form, (*TEXTS, *FACTS)) | {"rot": tuple(form.rot.data or ())}
    if form.status.data != item.status:
        said["status_before"] = remembered(item.status, item.status_before, str(form.status.data))
    return replace(item, **said, map=cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """One cell of the mapping grid: its field, how the item is mapped, and what the cell has and needs."""

    stage: str | None
    phase: str | None
    field: str
    fit: str  # primary, secondary, off
    usable: float
    minimum: float

    @property
    def wanting(self) -> bool:
        """Whether the cell asks for content that it does not have."""
        return self.minimum > 0 and self.usable < self.minimum - 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The grid of one segment: a row a stage, a column a phase."""

    segment: str | None
    rows: tuple[tuple[Square, ...], ...]

    @property
    def mapped(self) -> int:
        """How many cells the item is mapped to."""
        return sum(square.fit != "off" for row in self.rows for square in row)


def sheets(
    workspace: Workspace, coverage: Coverage, cells: tuple[Mapping, ...], asked: Collection[str] = ()
) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """Return the grids to show and the segments left aside; a dimension without rows is one nameless row or column.

    With many segments only those that are mapped or `asked` for are shown, and the first ones to fill up.
    """
    fits: MappingOf[tuple[Any, ...], str] = {(m.segment, m.stage, m.phase): m.fit for m in cells}

    def square(segment: str | None, stage: str | None, phase: str | None) -> Square:
        cell = coverage.find(CellKey(segment=segment, stage=stage, phase=phase))
        return Square(
            stage=stage, phase=phase, field=field_of(segment, stage, phase),
            fit=fits.get((segment, stage, phase), "off"),
            usable=cell.usable if cell else 0.0, minimum=cell.minimum if cell else 0.0,
        )  # fmt: skip

    stages, phases = live(workspace.stages), live(workspace.phases)
    shown, aside = segments_shown(workspace, {m.segment for m in cells} | set(asked))
    rows = ((a, tuple(tuple(square(a, b, c) for c in phases) for b in stages)) for a in shown)
    return tuple(Sheet(segment=a, rows=squares) for a, squares in rows), aside


def segments_shown(
    workspace: Workspace, first: Collection[str | None]
) -> tuple[tuple[str | None, ...], tuple[str, ...]]:
    """Return the segments that get a grid and those left aside: with many, only `first` ones and a few to fill up."""
    segments = live(workspace.segments)
    chosen = {a for a in segments if a in first}
    chosen |= set([a for a in segments if a not in first][: max(0, FEW_SEGMENTS - len(chosen))])
    return tuple(a for a in segments if a in chosen), tuple(a for a in segments if a is not None and a not in chosen)


def live(rows: tuple[Any, ...]) -> tuple[str | None, ...]:
    """Return the slugs of rows that are not archived; (None,) where a workspace has none of the kind."""
    return tuple(row.slug for row in rows if not row.archived) or (None,)


def field_of(segment: str | None, stage: str | None, phase: str | None) -> str:
    """Return the name of a cell's field in the form."""
    return f"map:{segment or ''}/{stage or ''}/{phase or ''}"


def read_cells(workspace: Workspace, given: MultiDict[str, str], before: tuple[Mapping, ...]) -> tuple[Mapping, ...]:
    """Return the mappings the grid says; those it cannot show (incomplete, archived) stay as they were.

    An incomplete one goes where its box in the form was ticked.
    """
    shown = {
        (a, b, c)
        for a in live(workspace.segments)
        for b in live(workspace.stages)
        for c in live(workspace.phases)
        if field_of(a, b, c) in given
    }
    kept = [m for m in before if (m.segment, m.stage, m.phase) not in shown]
    dropped = set(given.getlist("unmap"))
    kept = [m for m in kept if field_of(m.segment, m.stage, m.phase) not in dropped]
    chosen = []
    for cell in sorted(shown, key=lambda cell: [part or "" for part in cell]):
        fit = given.get(field_of(*cell))
        if fit in ("primary", "secondary") and any(cell):
            chosen.append(Mapping(segment=cell[0], stage=cell[1], phase=cell[2], fit=fit))  # type: ignore[arg-type]
    return in_order(workspace, (*chosen, *kept))


def strays(workspace: Workspace, given: MultiDict[str, str]) -> list[str]:
    """Return a sentence for each cell the form maps to that is not in the grid, and each fit there is not."""
    known = {
        field_of(a, b, c) for a in live(workspace.segments) for b in live(workspace.stages)
        for c in live(workspace.phases)
    }  # fmt: skip
    told = []
    for name, fit in given.items(multi=True):
        if not name.startswith("map:") or fit == "off":
            continue
        cell = name.removeprefix("map:")[:80]
        if fit not in FITS:
            told.append(_("“%(fit)s” is no way to map to %(cell)s: choose primary, secondary or off.",
                          fit=fit[:80], cell=cell))  # fmt: skip
        elif name not in known:
            told.append(_("The cell %(cell)s is not in this workspace, or no longer. It was left out; save again.",
                          cell=cell))  # fmt: skip
    return told


def unseen(workspace: Workspace, cells: tuple[Mapping, ...]) -> tuple[Mapping, ...]:
    """Return the mappings that the grid has no square for."""
    known = [set(live(rows)) for rows in (workspace.segments, workspace.stages, workspace.phases)]
    return tuple(
        m for m in cells
        if any(part not in there for part, there in zip((m.segment, m.stage, m.phase), known, strict=True))
    )  # fmt: skip
