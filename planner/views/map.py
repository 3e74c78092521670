"""The map: what is there of what should be, as a matrix of any two dimensions, small multiples and one open cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from planner.core.columns import Bools
from planner.core.coverage import Cell
from planner.core.findings import CellKey, Finding
from planner.core.matrix import AXES, CELL_AXES, ITEM_AXES, Square, matrix
from planner.core.model import Touchpoint
from planner.core.status import ITEM_STATUSES
from planner.views import charts, filters
from planner.views.access import role
from planner.views.answers import AnswerRow, answer_rows
from planner.views.gaps import shown_mask, week_name
from planner.views.reports import Seen, seen, sentence
from planner.views.site import labels, render, state, wording

room = Blueprint("map", __name__, url_prefix="/map")

OWN = ("rows", "columns", "per", "missing")
ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A square as the page draws it: figures, the class of its heat, what it says, and where it leads."""

    usable: float
    planned: float
    minimum: float
    heat: str
    says: str
    href: str
    current: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a matrix with its total."""

    value: str | None
    tiles: tuple[Tile, ...]
    total: Tile


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One matrix of the page: all cells, or those of one segment (or another value of `per`)."""

    value: str | None
    index: float | None
    gaps: int
    columns: tuple[str | None, ...]
    lines: tuple[Line, ...]
    totals: tuple[Tile, ...]


@room.get("")
@role("viewer")
def index() -> str:
    """Show the matrix, and beside it the cell that the address opens."""
    view = seen()
    rows, columns = _axis("rows", "stage"), _axis("columns", "phase")
    if columns == rows:
        columns = next(axis for axis in ("phase", "stage") if axis != rows)
    per = request.args.get("per", "segment")
    per = per if per in CELL_AXES and per not in (rows, columns) else ""
    judged = [cell for cell in view.cells if cell.minimum > 0]
    return render(
        "map/index.html", bar=filters.bar(view.query, own=OWN), rows=rows, columns=columns, per=per, axes=_axes(view),
        sheets=_sheets(view, rows, columns, per), index=view.index, judged=len(judged),
        nothing=sum(cell.usable == 0 for cell in judged), missing=_only_missing(), opened=_opened(view),
    )  # fmt: skip


def _axis(name: str, otherwise: str) -> str:
    value = request.args.get(name, otherwise)
    return value if value in AXES else otherwise


def _only_missing() -> bool:
    return request.args.get("missing") == "1"


def _axes(view: Seen) -> list[tuple[str, str, bool]]:
    """Return the axes of this workspace: name, title, and whether a matrix may be drawn for each of its values."""
    titles = {
        "segment": _("Segments"), "stage": _("Stages"), "phase": _("Phases"), "channel": _("Channels"),
        "format": _("Formats"), "language": _("Languages"), "owner": _("Owners"),
    }  # fmt: skip
    space = view.reports.workspace
    return [(a, titles[a], a in CELL_AXES) for a in AXES if a in ("language", "owner") or getattr(space, f"{a}s")]


def _sheets(view: Seen, rows: str, columns: str, per: str) -> tuple[Sheet, ...]:
    """Return the matrices of the page; cells that nobody expects anything in are shown quietly beside the others."""
    grid = view.reports.coverage.grid
    shown = shown_mask(view) | (~grid.expected & _scope(view))
    if not per:
        return (_sheet(view, (rows, columns), None, shown),)
    at = {row.slug: n for n, row in enumerate(getattr(view.reports.workspace, f"{per}s"))}
    wanted = getattr(view.query, f"{per}s")
    live = [r.slug for r in getattr(view.reports.workspace, f"{per}s") if not r.archived]
    values = [slug for slug in live if not wanted or slug in wanted]
    position = getattr(grid, per)
    sheets = tuple(_sheet(view, (rows, columns), (per, slug), shown & (position == at[slug])) for slug in values)
    return tuple(sheet for sheet in sheets if per != "channel" or sheet.index is not None)


def _scope(view: Seen) -> Bools:
    """Return the cells whose segment, stage, phase and channel the filters leave."""
    grid = view.reports.coverage.grid
    mask = np.ones(len(grid), bool)
    for axis in CELL_AXES:
        wanted = getattr(view.query, f"{axis}s")
        rows = getattr(view.reports.workspace, f"{axis}s")
        if wanted:
            mask &= np.array([row.slug in wanted for row in rows] + [axis == "channel"])[getattr(grid, axis)]
    return mask


def _sheet(view: Seen, axes: tuple[str, str], lead: tuple[str, str] | None, shown: Bools) -> Sheet:
    made = matrix(view.reports.coverage, axes[0], axes[1], shown=shown)
    kept = [n for n, value in enumerate(made.columns.values) if _in_sight(view, axes[1], value, made.column_totals[n])]
    where: dict[str, str | None] = dict([lead] if lead else [])
    lines = []
    for n, value in enumerate(made.rows.values):
        if not _in_sight(view, axes[0], value, made.row_totals[n]):
            continue
        here = where | {axes[0]: value}
        tiles = tuple(
            _tile(made.squares[n][c], here | {axes[1]: made.columns.values[c]}, neutral=made.neutral) for c in kept
        )
        if not _only_missing() or any(tile.missing for tile in tiles):
            lines.append(Line(value=value, tiles=tiles, total=_tile(made.row_totals[n], here, neutral=made.neutral)))
    gaps = sum(gap.waived is None and (lead is None or getattr(gap, lead[0]) == lead[1]) for gap in view.gaps)
    return Sheet(
        value=lead[1] if lead else None, index=made.total.index, gaps=gaps, lines=tuple(lines),
        columns=tuple(made.columns.values[c] for c in kept),
        totals=tuple(
            _tile(made.column_totals[c], where | {axes[1]: made.columns.values[c]}, neutral=made.neutral) for c in kept
        ),
    )  # fmt: skip


def _in_sight(view: Seen, axis: str, value: str | None, total: Square) -> bool:
    wanted = getattr(view.query, f"{axis}s", ())
    if axis == "channel":
        return bool(total.expected)
    return not wanted or value in wanted


def _tile(square: Square, where: dict[str, str | None], *, neutral: bool = False) -> Tile:
    minimum = square.minimum or 0.0
    return Tile(
        usable=square.usable, planned=square.planned, minimum=minimum, heat=_heat(square, neutral), href=_opens(where),
        says=_says(square, neutral), current=request.args.get("cell") == _name(where),
        missing=square.index is not None and square.index < 1 - 1e-9,
    )  # fmt: skip


def _heat(square: Square, neutral: bool) -> str:
    if neutral:
        return "hn" if square.usable or square.planned else "hx"
    if not square.expected:
        return "hx"
    score = square.index if square.index is not None else 1.0
    return "h5" if square.above and score > 1 - 1e-9 else charts.heat(score, 1)


def _says(square: Square, neutral: bool) -> str:
    words = wording()
    usable, planned = words.number(square.usable, 2), words.number(square.planned, 2)
    if neutral:
        return words.text("%(usable)s usable, %(planned)s planned", usable=usable, planned=planned)
    if not square.expected:
        return words.text("not expected") + (f", {usable}" if square.usable else "")
    said = words.text("%(usable)s of %(minimum)s", usable=usable, minimum=words.number(square.minimum or 0, 2))
    said += ", " + words.text("%(planned)s planned", planned=planned) if square.planned else ""
    return said + (", " + words.text("above the maximum") if square.above else "")


def _name(where: dict[str, str | None]) -> str:
    """Return the cells behind a square as the address names them: segment/stage/phase[/channel], * = any."""
    parts = [(where.get(axis) or "") if axis in where else ANY for axis in CELL_AXES]
    return "/".join(parts if "channel" in where else parts[:3])


def _opens(where: dict[str, str | None]) -> str:
    items = {axis: value for axis, value in where.items() if axis in ITEM_AXES}
    if items:  # a square of formats, languages or owners opens the items in it
        return filters.there("content.index", **where)
    return filters.here(cell=_name(where), _anchor="cell")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellItem:
    """An item that counts in a cell, and with how much."""

    id: str
    title: str
    status: str
    weight: float
    meta: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The cell beside the matrix: figures, finding, items, answers and what the person asks there."""

    cell: Cell | None
    name: str
    segment: str
    heat: str
    finding: Finding | None
    sentence: str
    closes: str | None
    items: tuple[CellItem, ...]
    answers: tuple[AnswerRow, ...]
    questions: tuple[Touchpoint, ...]
    behind: tuple[tuple[str, str, Tile], ...]
    new: str
    content: str
    largest: bool


def _opened(view: Seen) -> Opened | None:
    parts = (request.args.get("cell") or "").split("/")
    if len(parts) not in (3, 4):
        return None
    wanted = dict(zip(CELL_AXES, parts, strict=False))
    if ANY in parts:
        return _several(view, wanted)
    key = CellKey(**{axis: value or None for axis, value in wanted.items()})
    cell = view.reports.coverage.find(key)
    if cell is None:
        return None
    names = labels()
    finding = next((gap for gap in view.reports.gaps if _is_about(gap, cell)), None)
    closes = week_name(view.reports.forecast.closes(finding.key)) if finding else None
    items = _items(view, key)
    return Opened(
        cell=cell, name=names.cell(cell.stage, cell.phase, cell.channel), segment=names.of("segment", cell.segment),
        heat=charts.heat(cell.usable, cell.minimum, cell.maximum), finding=finding,
        sentence=sentence(finding) if finding else "", closes=closes, items=items,
        answers=answer_rows(finding) if finding else (), questions=_questions(view, cell), behind=(),
        new=url_for("content.new", segment=cell.segment, stage=cell.stage, phase=cell.phase),
        content=url_for(
            "content.index", segment=cell.segment, stage=cell.stage, phase=cell.phase, channel=cell.channel
        ),
        largest=cell.weight > 0 and cell.weight == view.reports.coverage.grid.largest,
    )  # fmt: skip


def _is_about(gap: Finding, cell: Cell) -> bool:
    same = (gap.segment, gap.stage, gap.phase, gap.channel) == (cell.segment, cell.stage, cell.phase, cell.channel)
    return same and gap.kind not in ("silent", "unanswered")


def _several(view: Seen, wanted: dict[str, str]) -> Opened:
    """Return the list of the cells behind a square or a total."""
    names = labels()
    cells = [
        cell for cell in view.cells
        if all(value == ANY or (getattr(cell, axis) or "") == value for axis, value in wanted.items())
    ]  # fmt: skip
    scope: dict[str, Any] = {axis: value for axis, value in wanted.items() if value not in (ANY, "")}
    return Opened(
        cell=None, name=" · ".join(names.of(axis, value) for axis, value in scope.items()) or _("Everything"),
        segment=ngettext("%(num)s expected cell", "%(num)s expected cells", len(cells)), heat="", finding=None,
        sentence="", closes=None, items=(), answers=(), questions=(), largest=False,
        behind=tuple((names.of("segment", c.segment), names.cell(c.stage, c.phase, c.channel), _one(c)) for c in cells),
        new=url_for("content.new", **scope), content=url_for("content.index", **scope),
    )  # fmt: skip


def _one(cell: Cell) -> Tile:
    square = Square(
        usable=cell.usable, planned=cell.planned, minimum=cell.minimum, index=cell.score if cell.minimum else None,
        expected=1, above=int(cell.maximum is not None and cell.usable > cell.maximum),
    )  # fmt: skip
    where = {axis: getattr(cell, axis) for axis in CELL_AXES[:3]}
    return _tile(square, where | ({"channel": cell.channel} if cell.channel else {}))


def _items(view: Seen, key: CellKey) -> tuple[CellItem, ...]:
    coverage, inventory = view.reports.coverage, view.reports.inventory
    rows = coverage.rows_of(coverage.grid.find(key))
    weights = coverage.count.weight[rows].tolist()
    names, formats = labels(), state().workspace.formats
    made = []
    for item, weight, fit in zip(
        coverage.links.item[rows].tolist(), weights, coverage.links.fit[rows].tolist(), strict=True
    ):
        status = ITEM_STATUSES[inventory.item_status[item]]
        owner = inventory.owners[inventory.item_owner[item]] if inventory.item_owner[item] >= 0 else ""
        form = formats[inventory.item_format[item]].slug if inventory.item_format[item] >= 0 else None
        parts = [
            names.of("status", status), _("primary") if fit >= 1 else _("secondary"), names.of("format", form).lower(),
            names.of("owner", owner),
        ]  # fmt: skip
        meta = " · ".join(part for part in parts if part)
        title = inventory.item_titles[item]
        made.append(CellItem(id=inventory.item_ids[item], title=title, status=status, weight=weight, meta=meta))
    return tuple(sorted(made, key=lambda one: (-one.weight, one.title)))


def _questions(view: Seen, cell: Cell) -> tuple[Touchpoint, ...]:
    return tuple(
        moment for moment in view.reports.workspace.touchpoints
        if (moment.segment, moment.stage, moment.phase) == (cell.segment, cell.stage, cell.phase) and moment.need
    )  # fmt: skip
