"""Mapping several items at once: how many have each cell, what a change would do, and one write with one undo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from planner.core.mapping import Cell, FitOrOff, cell_of, counted, remapped
from planner.core.model import Item
from planner.storage import changes
from planner.storage import items as store
from planner.views import undo
from planner.views.access import role
from planner.views.bulk import digest
from planner.views.item_form import FEW_SEGMENTS, field_of, live, segments_shown
from planner.views.selection import Selection, list_address, read_selection
from planner.views.site import database, labels, render, who, workspace

room = Blueprint("mapping", __name__, url_prefix="/content/mapping")

FITS: tuple[FitOrOff, ...] = ("primary", "secondary", "off")
KEEP = "keep"
SHOWN = 50  # changing items that the preview names


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """One cell of the grid: how many of the items have it, and what is asked for all of them (`keep` = nothing)."""

    stage: str | None
    phase: str | None
    field: str
    primary: int
    secondary: int
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The grid of one segment: a row a stage, a column a phase."""

    segment: str | None
    rows: tuple[tuple[Square, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What the preview says of one cell: how many items have it now, and how many of them change."""

    name: str
    asked: FitOrOff
    primary: int
    secondary: int
    changes: int


def map_items(ids: Collection[str], asked: MappingOf[Cell, FitOrOff]) -> tuple[int, int | None]:
    """Give items the cells asked for, whatever else they are mapped to; returns how many changed and the revision."""
    with database().writing(who()) as writing:
        changes.hold(writing)
        number = store.update_items(writing, _changed(store.load_items(writing, ids, placed=False), asked))
        return number, changes.revision_of(writing)


@room.post("")
@role("editor")
def choose() -> Any:
    """Show the grid of the chosen items, what a change would do, or save it."""
    chosen, asked, todo = read_selection(), read_asked(), request.form.get("do")
    if todo == "save" and asked and request.form.get("previewed") == _named(asked):
        return _save(chosen, asked)
    with database().reading() as reading:
        items = store.load_items(reading, chosen.ids, placed=False)
    if todo in ("preview", "save") and not asked:
        return _page(chosen, items, asked, fault=_("Choose at least one square to change.")), 400
    return _page(chosen, items, asked, preview=todo in ("preview", "save"))


def _named(asked: MappingOf[Cell, FitOrOff]) -> str:
    """Return in one line what is asked: only what a preview showed is saved."""
    return " ".join(f"{field_of(*cell)}={fit}" for cell, fit in asked.items())


def _save(chosen: Selection, asked: dict[Cell, FitOrOff]) -> Any:
    with database().writing(who()) as writing:
        changes.hold(writing)
        items = store.load_items(writing, chosen.ids, placed=False)
        fresh = digest(items) == request.form.get("seen")
        number = store.update_items(writing, _changed(items, asked)) if fresh else 0
        revision = changes.revision_of(writing)
    if not fresh:
        told = _("Some of these items changed meanwhile, so nothing was saved. Look once more at what it would do.")
        return _page(chosen, items, asked, preview=True, fault=told), 409
    undo.done(ngettext("The mapping of %(num)s item was changed.", "The mapping of %(num)s items was changed.", number),
              revision)  # fmt: skip
    return redirect(_back(chosen), 303)


def _changed(items: Iterable[Item], asked: MappingOf[Cell, FitOrOff]) -> list[Item]:
    space = workspace()
    after = ((item, remapped(space, item.map, asked)) for item in items)
    return [replace(item, map=cells) for item, cells in after if cells != item.map]


def read_asked() -> dict[Cell, FitOrOff]:
    """Return the cells that the form asks to change, and how."""
    given = request.form
    said: dict[str | None, FitOrOff] = {fit: fit for fit in FITS}
    space = workspace()
    return {
        (a, b, c): said[given.get(field_of(a, b, c))]
        for a in live(space.segments)
        for b in live(space.stages)
        for c in live(space.phases)
        if any((a, b, c)) and given.get(field_of(a, b, c)) in said
    }


def _page(
    chosen: Selection, items: tuple[Item, ...], asked: dict[Cell, FitOrOff], *, preview: bool = False, fault: str = ""
) -> str:
    changed = _changed(items, asked) if preview else []
    have = counted(item.map for item in items)
    extra = [*request.form.getlist("also"), *request.form.getlist("more")]
    shown, aside = segments_shown(workspace(), _most_mapped(have) | {cell[0] for cell in asked} | set(extra))
    return render(
        "content/remap.html", chosen=chosen, items=items, preview=preview, fault=fault, seen=digest(items),
        sheets=tuple(_sheet(segment, have, asked) for segment in shown), aside=aside, asked=extra, fits=FITS,
        changed=changed[:SHOWN], number=len(changed), steps=_steps(items, have, asked) if preview else (),
        previewed=_named(asked), back=_back(chosen), to=request.form.get("to", ""),
    )  # fmt: skip


def _most_mapped(have: dict[Cell, tuple[int, int]]) -> set[str | None]:
    found: Counter[str | None] = Counter()
    for (segment, _stage, _phase), fits in have.items():
        found[segment] += sum(fits)
    return {segment for segment, _number in found.most_common(FEW_SEGMENTS)}


def _sheet(segment: str | None, have: dict[Cell, tuple[int, int]], asked: dict[Cell, FitOrOff]) -> Sheet:
    def square(stage: str | None, phase: str | None) -> Square:
        primary, secondary = have.get((segment, stage, phase), (0, 0))
        return Square(
            stage=stage, phase=phase, field=field_of(segment, stage, phase), primary=primary, secondary=secondary,
            asked=asked.get((segment, stage, phase), KEEP),
        )  # fmt: skip

    phases = live(workspace().phases)
    return Sheet(
        segment=segment, rows=tuple(tuple(square(b, c) for c in phases) for b in live(workspace().stages))
    )  # fmt: skip


def _steps(items: tuple[Item, ...], have: dict[Cell, tuple[int, int]], asked: dict[Cell, FitOrOff]) -> tuple[Step, ...]:
    names, steps = labels(), []
    fits = [{cell_of(m): m.fit for m in item.map} for item in items]
    for cell, fit in asked.items():
        primary, secondary = have.get(cell, (0, 0))
        name = " · ".join(filter(None, (names.of("segment", cell[0]), names.cell(cell[1], cell[2]))))
        moved = sum(there.get(cell, "off") != fit for there in fits)
        steps.append(Step(name=name, asked=fit, primary=primary, secondary=secondary, changes=moved))
    return tuple(steps)


def _back(chosen: Selection) -> str:
    """Return where the items were chosen: a cell of the map, or the list."""
    if request.form.get("to") != "map":
        return list_address(chosen.query)
    kept = {name: values for name, values in parse_qs(chosen.query).items() if name.isalpha() and name != "endpoint"}
    return url_for("map.index", **kept, _anchor="cell")  # type: ignore[arg-type]
