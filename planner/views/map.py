"""The map: what is there of what should be, as a matrix of any two dimensions, small multiples and one open cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from planner.core.coverage import Cell
from planner.core.findings import CellKey, Finding
from planner.core.model import Touchpoint
from planner.core.status import ITEM_STATUSES
from planner.views import charts, filters
from planner.views.access import role
from planner.views.answers import AnswerRow, answer_rows
from planner.views.gaps import week_name
from planner.views.reports import Seen, index_of, seen, sentence
from planner.views.site import labels, render, state, wording

room = Blueprint("map", __name__, url_prefix="/map")

AXES = ("segment", "stage", "phase", "channel")
OWN = ("rows", "columns", "per", "missing")
ANY = "*"
Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """The expected cells behind a square, summed; `heat` is the class of their index."""

    usable: float
    planned: float
    minimum: float
    heat: str
    says: str
    href: str
    current: bool
    missing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a matrix with its total."""

    value: str | None
    squares: tuple[Square, ...]
    total: Square


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """One matrix of the page: all cells, or those of one segment (or another value of `per`)."""

    value: str | None
    index: float | None
    gaps: int
    lines: tuple[Line, ...]
    totals: tuple[Square, ...]


@room.get("")
@role("viewer")
def index() -> str:
    """Show the matrix, and beside it the cell that the address opens."""
    view = seen()
    rows, columns = _axis("rows", "stage"), _axis("columns", "phase")
    if columns == rows:
        columns = next(axis for axis in ("phase", "stage") if axis != rows)
    per = request.args.get("per", "segment")
    per = per if per in AXES and per not in (rows, columns) else ""
    judged = [cell for cell in view.cells if cell.minimum > 0]
    return render(
        "map/index.html", bar=filters.bar(view.query, own=OWN), rows=rows, columns=columns, per=per, axes=_axes(view),
        matrices=_matrices(view, rows, columns, per), index=view.index, judged=len(judged),
        nothing=sum(cell.usable == 0 for cell in judged), reached=sum(cell.score >= 1 - 1e-9 for cell in judged),
        missing=request.args.get("missing") == "1", opened=_opened(view), values=_values(view, columns),
        channel_axis="channel" in (rows, columns, per),
    )  # fmt: skip


def _axis(name: str, otherwise: str) -> str:
    value = request.args.get(name, otherwise)
    return value if value in AXES else otherwise


def _axes(view: Seen) -> list[tuple[str, str]]:
    names = {"segment": _("Segments"), "stage": _("Stages"), "phase": _("Phases"), "channel": _("Channels")}
    return [(axis, names[axis]) for axis in AXES if getattr(view.reports.workspace, f"{axis}s")]


def _values(view: Seen, axis: str) -> tuple[str | None, ...]:
    """Return the values of an axis in order: those the filter names, else all that are not archived."""
    wanted = getattr(view.query, f"{axis}s")
    rows = [r.slug for r in getattr(view.reports.workspace, f"{axis}s") if not r.archived]
    kept: list[str | None] = [slug for slug in rows if not wanted or slug in wanted]
    if axis == "channel":  # a cell without a channel asks for the content wherever it stands
        used = {cell.channel for cell in view.cells}
        return tuple([*([None] if None in used else []), *(slug for slug in kept if slug in used)])
    return tuple(kept) or (None,)


def _matrices(view: Seen, rows: str, columns: str, per: str) -> tuple[Matrix, ...]:
    every = view.reports.coverage.cells(expected_only=False)
    if view.query.segments or view.query.stages or view.query.phases or view.query.channels:
        every = tuple(
            c
            for c in every
            if all(
                getattr(c, a) in (None, *getattr(view.query, f"{a}s")) or not getattr(view.query, f"{a}s") for a in AXES
            )
        )
    shown = {_key(cell, AXES) for cell in view.cells}
    behind: dict[Key, list[Cell]] = defaultdict(list)
    quiet: dict[Key, float] = defaultdict(float)
    axes = (per, rows, columns) if per else (rows, columns)
    for cell in every:
        if _key(cell, AXES) in shown:
            behind[_key(cell, axes)].append(cell)
        elif not cell.expected and cell.channel is None:
            quiet[_key(cell, axes)] += cell.usable
    gaps = [gap for gap in view.gaps if gap.waived is None]
    missing = request.args.get("missing") == "1"

    def matrix(value: str | None) -> Matrix:
        lead = (value,) if per else ()
        lines = tuple(line(value, lead, row) for row in _values(view, rows))
        kept = tuple(one for one in lines if not missing or any(square.missing for square in one.squares))
        own = [c for key, cells in behind.items() if not per or key[0] == value for c in cells]
        totals = tuple(
            square([c for c in own if getattr(c, columns) == column], {per: value, columns: column})
            for column in _values(view, columns)
        )
        count = sum(not per or getattr(gap, per) == value for gap in gaps)
        return Matrix(value=value, index=index_of(own), gaps=count, lines=kept, totals=totals)

    def line(value: str | None, lead: Key, row: str | None) -> Line:
        squares = tuple(
            square(
                behind.get((*lead, row, column), []),
                {per: value, rows: row, columns: column},
                quiet[*lead, row, column],
            )
            for column in _values(view, columns)
        )
        own = [c for column in _values(view, columns) for c in behind.get((*lead, row, column), [])]
        return Line(value=row, squares=squares, total=square(own, {per: value, rows: row}))

    square = _square
    return tuple(matrix(value) for value in (_values(view, per) if per else (None,)))


def _key(cell: Cell, axes: Iterable[str]) -> Key:
    return tuple(getattr(cell, axis) for axis in axes)


def _square(cells: list[Cell], where: dict[str, str | None], quiet: float = 0.0) -> Square:
    usable, planned = sum(c.usable for c in cells), sum(c.planned for c in cells)
    minimum = sum(c.minimum for c in cells)
    over = any(c.maximum is not None and c.usable > c.maximum + 1e-9 for c in cells)
    score = index_of(cells)
    heat = (
        "hx" if not cells else charts.heat(score if score is not None else usable / (minimum or 1), 1 if minimum else 0)
    )
    heat = "h5" if over and heat in ("h4", "hx") else heat
    words = wording()
    if minimum:
        says = _("%(usable)s of %(minimum)s", usable=words.number(usable, 2), minimum=words.number(minimum, 2))
        says += f", {words.number(planned, 2)} {_('planned')}" if planned else ""
        says += f", {_('above the maximum')}" if over else ""
    else:
        says = _("not expected") + (f", {words.number(quiet, 2)}" if quiet else "")
    name = "/".join((where.get(axis) or ("" if axis in where else ANY)) for axis in AXES[:3])
    name += f"/{where['channel'] or ''}" if "channel" in where else ""
    return Square(
        usable=usable if cells else quiet, planned=planned, minimum=minimum, heat=heat, says=says,
        href=filters.here(cell=name, _anchor="cell"), current=request.args.get("cell") == name,
        missing=any(c.score < 1 - 1e-9 for c in cells if c.minimum > 0),
    )  # fmt: skip


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
    behind: tuple[tuple[str, str, Square], ...]
    new: str
    content: str
    largest: bool


def _opened(view: Seen) -> Opened | None:
    parts = (request.args.get("cell") or "").split("/")
    if len(parts) not in (3, 4):
        return None
    wanted = dict(zip(AXES, parts, strict=False))
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
        content=url_for("content.index", segment=cell.segment, stage=cell.stage, phase=cell.phase, channel=cell.channel),
        largest=cell.weight > 0 and cell.weight == view.reports.coverage.grid.largest,
    )  # fmt: skip


def _is_about(gap: Finding, cell: Cell) -> bool:
    same = (gap.segment, gap.stage, gap.phase, gap.channel) == (cell.segment, cell.stage, cell.phase, cell.channel)
    return same and gap.kind not in ("silent", "unanswered")


def _several(view: Seen, wanted: dict[str, str]) -> Opened:
    """Return the list of the cells behind a square or a total."""
    names = labels()
    fits: Callable[[Cell], bool] = lambda c: all(  # noqa: E731 -- a predicate of one line
        value == ANY or (getattr(c, axis) or "") == value for axis, value in wanted.items()
    )
    cells = [cell for cell in view.cells if fits(cell)]
    named = [names.of(axis, value) for axis, value in wanted.items() if value not in (ANY, "")]
    behind = tuple(
        (names.of("segment", c.segment), names.cell(c.stage, c.phase, c.channel), _square([c], _axes_of(c)))
        for c in cells
    )
    scope = {axis: value for axis, value in wanted.items() if value not in (ANY, "")}
    return Opened(
        cell=None, name=" · ".join(named) or _("Everything"), segment=ngettext("%(num)s expected cell", "%(num)s expected cells", len(cells)),
        heat="", finding=None, sentence="", closes=None, items=(), answers=(), questions=(), behind=behind,
        new=url_for("content.new", **scope), content=url_for("content.index", **scope), largest=False,
    )  # fmt: skip


def _axes_of(cell: Cell) -> dict[str, str | None]:
    where = {axis: getattr(cell, axis) for axis in AXES[:3]}
    return where | ({"channel": cell.channel} if cell.channel else {})


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
        made.append(CellItem(id=inventory.item_ids[item], title=inventory.item_titles[item], status=status, weight=weight,
                             meta=" · ".join(part for part in parts if part)))  # fmt: skip
    return tuple(sorted(made, key=lambda one: (-one.weight, one.title)))


def _questions(view: Seen, cell: Cell) -> tuple[Touchpoint, ...]:
    return tuple(
        moment for moment in view.reports.workspace.touchpoints
        if (moment.segment, moment.stage, moment.phase) == (cell.segment, cell.stage, cell.phase) and moment.need
    )  # fmt: skip
