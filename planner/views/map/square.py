"""A square of the map as the page draws it: its figures, the class of its heat, what it says, and what it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import g, request

from planner.core.coverage import Cell
from planner.core.matrix import AXES, CELL_AXES, ITEM_AXES, Square
from planner.views import charts, filters
from planner.views.site import wording

ANY = "*"
Where = Mapping[str, str | None]  # the value of each axis a square has one on; None = not said, or of no channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A square as the page draws it: figures, the class of its heat, what it says, and where it leads."""

    usable: float
    planned: float
    minimum: float
    of: float  # what its bar is measured by: the minimum, without one the largest weight in its matrix, 0 for no bar
    heat: str
    says: str
    href: str
    current: bool = False
    missing: bool = False


def tile(square: Square, where: Where, *, neutral: bool = False, largest: float = 0.0) -> Tile:
    """Return a square that stands at `where`; a neutral one has no minimum, its bar is a part of the `largest`."""
    several = square.expected > 1
    return Tile(
        usable=square.usable, planned=square.planned, minimum=square.minimum or 0.0,
        of=square.minimum or (largest if neutral else 0.0), heat=_heat(square, neutral),
        says=_says(square, neutral), href=_opens(where, several),
        current=(request.args.get("cell"), request.args.getlist("of")) == (_name(where, several), _kinds(where)),
        missing=square.index is not None and square.index < 1 - 1e-9,
    )  # fmt: skip


def tile_of(cell: Cell) -> Tile:
    """Return one cell as a square."""
    square = Square(
        usable=cell.usable, planned=cell.planned, minimum=cell.minimum, index=cell.score if cell.minimum else None,
        expected=1, above=int(cell.maximum is not None and cell.usable > cell.maximum),
    )  # fmt: skip
    where = {axis: getattr(cell, axis) for axis in CELL_AXES[:3]}
    return tile(square, where | ({"channel": cell.channel} if cell.channel else {}))


def read_where() -> dict[str, str | None] | None:
    """Return what the address opens, as `_opens` wrote it; None when it opens nothing."""
    parts = (request.args.get("cell") or "").split("/")
    if len(parts) not in (3, 4):
        return None
    where = {axis: value or None for axis, value in zip(CELL_AXES, parts, strict=False) if value != ANY}
    pairs = (said.partition(":") for said in request.args.getlist("of"))
    return where | {axis: value or None for axis, _colon, value in pairs if axis in ITEM_AXES}


def is_one_cell(where: Where) -> bool:
    """Return whether the address of this request opens one cell and not a sum of several."""
    return all(axis in where for axis in CELL_AXES[:3]) and ANY not in (request.args.get("cell") or "").split("/")


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


def _name(where: Where, several: bool) -> str:
    """Return the cells behind a square as the address names them: segment/stage/phase[/channel], * = any."""
    parts = [(where.get(axis) or "") if axis in where else ANY for axis in CELL_AXES]
    return "/".join(parts if "channel" in where or several else parts[:3])


def _kinds(where: Where) -> list[str]:
    return [f"{axis}:{where[axis] or ''}" for axis in AXES if axis in where and axis in ITEM_AXES]


def _opens(where: Where, several: bool) -> str:
    if "map_address" not in g:  # a page of hundreds of squares asks for it as often
        g.map_address = filters.here(cell=None, of=None, find=None)
    kept: str = g.map_address
    asked = urlencode([("cell", _name(where, several)), *(("of", kind) for kind in _kinds(where))], safe="/*:@")
    return f"{kept}{'&' if '?' in kept else '?'}{asked}#cell"
