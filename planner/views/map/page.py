"""The map: what is there of what should be, as a matrix of any two dimensions, small multiples and one open cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from planner.core.columns import Bools
from planner.core.findings import CellKey
from planner.core.matrix import AXES, CELL_AXES, Square, matrix
from planner.core.model import Fit
from planner.views import filters, undo
from planner.views.access import role
from planner.views.gaps import shown_mask
from planner.views.map.cell import opened
from planner.views.map.square import Tile, is_one_cell, read_where, tile
from planner.views.mapping import map_items
from planner.views.reports import Seen, seen, today_reports
from planner.views.site import labels, render, state

room = Blueprint("map", __name__, url_prefix="/map")

FITS: dict[str, Fit] = {"primary": "primary", "secondary": "secondary"}
OWN = ("rows", "columns", "per", "missing")


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
    total: Tile


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
    where, shown = read_where(), _shown(view)
    return render(
        "map/index.html", bar=filters.bar(view.query, own=OWN), rows=rows, columns=columns, per=per, axes=_axes(view),
        sheets=_sheets(view, (rows, columns), per, shown), index=view.index, judged=len(judged),
        nothing=sum(cell.usable == 0 for cell in judged), missing=_only_missing(),
        opened=None if where is None else opened(view, where, per, shown),
    )  # fmt: skip


@room.post("")
@role("editor")
def add() -> Response:
    """Map an item to the cell that stands open."""
    where, id, fit = read_where() or {}, request.form.get("id", ""), request.form.get("fit", "primary")
    key = CellKey(**{axis: where.get(axis) for axis in CELL_AXES})
    if not is_one_cell(where) or today_reports().coverage.find(key) is None:
        abort(400, _("Open a cell of the map first, then map an item to it."))
    row = state().inventory.item_row.get(id)
    if row is None or fit not in FITS:
        abort(400, _("Choose the item and how well it fits."))
    revision = map_items([id], {(key.segment, key.stage, key.phase): FITS[fit]})[1]
    told = _("“%(title)s” is now mapped to %(segment)s, %(cell)s.", title=state().inventory.item_titles[row],
             segment=labels().of("segment", key.segment), cell=labels().cell(key.stage, key.phase))  # fmt: skip
    undo.done(told, revision)
    kept = {name: values for name, values in request.args.lists() if name != "find"}
    return redirect(url_for("map.index", **kept, _anchor="cell"), 303)  # type: ignore[arg-type]


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


def _shown(view: Seen) -> Bools:
    """Return the cells of the page; those that nobody expects anything in are shown quietly beside the others."""
    return shown_mask(view) | (~view.reports.coverage.grid.expected & _scope(view))


def _sheets(view: Seen, axes: tuple[str, str], per: str, shown: Bools) -> tuple[Sheet, ...]:
    """Return the matrices of the page."""
    if not per:
        return (_sheet(view, axes, None, shown),)
    at = {row.slug: n for n, row in enumerate(getattr(view.reports.workspace, f"{per}s"))}
    wanted = getattr(view.query, f"{per}s")
    live = [r.slug for r in getattr(view.reports.workspace, f"{per}s") if not r.archived]
    values = [slug for slug in live if not wanted or slug in wanted]
    position = getattr(view.reports.coverage.grid, per)
    sheets = tuple(_sheet(view, axes, (per, slug), shown & (position == at[slug])) for slug in values)
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
    largest = max((square.usable + square.planned for row in made.squares for square in row), default=0.0)
    lines = []
    for n, value in enumerate(made.rows.values):
        if not _in_sight(view, axes[0], value, made.row_totals[n]):
            continue
        here = where | {axes[0]: value}
        tiles = tuple(
            tile(made.squares[n][c], here | {axes[1]: made.columns.values[c]}, neutral=made.neutral, largest=largest)
            for c in kept
        )
        if not _only_missing() or any(one.missing for one in tiles):
            lines.append(Line(value=value, tiles=tiles, total=tile(made.row_totals[n], here, neutral=made.neutral)))
    gaps = sum(gap.waived is None and (lead is None or getattr(gap, lead[0]) == lead[1]) for gap in view.bare_gaps)
    return Sheet(
        value=lead[1] if lead else None, index=made.total.index, gaps=gaps, lines=tuple(lines),
        columns=tuple(made.columns.values[c] for c in kept),
        totals=tuple(
            tile(made.column_totals[c], where | {axes[1]: made.columns.values[c]}, neutral=made.neutral) for c in kept
        ),
        total=tile(made.total, where, neutral=made.neutral),
    )  # fmt: skip


def _in_sight(view: Seen, axis: str, value: str | None, total: Square) -> bool:
    wanted = getattr(view.query, f"{axis}s", ())
    if axis == "channel":
        return bool(total.expected)
    return not wanted or value in wanted
