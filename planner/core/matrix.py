"""Matrix: coverage over any two of segment, stage, phase, channel, format, language and owner.

Over segment, stage, phase and channel a square sums the expected cells behind it, plain and channel cells together;
with channel on an axis the plain cells stand under None, the last. With format, language or owner on an axis it is
neutral: usable and planned weight of the items of that kind in those cells, without minimum or index.
A square without any expected cell shows the weight in its plain cells, quietly: it enters no total.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.core.columns import Bools, Floats, Ints
from planner.core.coverage import UNIT, Coverage

CELL_AXES = ("segment", "stage", "phase", "channel")
ITEM_AXES = ("format", "language", "owner")
AXES = CELL_AXES + ITEM_AXES


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A square, or a total: `expected` and `above` count its cells, above = those over their target's maximum.

    `minimum` and `index` are None in a neutral matrix and where nothing is expected; `index` also where no weight
    lies behind it.
    """

    usable: float
    planned: float
    minimum: float | None
    index: float | None
    expected: int
    above: int


@dataclass(frozen=True, eq=False)
class Axis:
    """One side of a matrix: its values, and the position of each cell (None: it has none) and of each link there."""

    name: str
    values: tuple[str | None, ...]
    of_cell: Ints | None
    of_link: Ints


@dataclass(frozen=True, eq=False, kw_only=True)
class Matrix:
    """Rows and columns as slugs or texts (None = null, or not said) and their squares; totals of what is expected."""

    coverage: Coverage
    rows: Axis
    columns: Axis
    squares: tuple[tuple[Square, ...], ...]
    row_totals: tuple[Square, ...]
    column_totals: tuple[Square, ...]
    total: Square
    neutral: bool
    links: Ints  # the rows of coverage.links that are shown

    def square(self, row: str | None, column: str | None) -> Square:
        """Return the square of two values."""
        return self.squares[self.rows.values.index(row)][self.columns.values.index(column)]

    def items(self, row: str | None, column: str | None) -> tuple[str, ...]:
        """Return the ids of the counted items behind a square, of its expected cells, else of its plain ones."""
        found, grid = self.coverage, self.coverage.grid
        inside = self.rows.of_link == self.rows.values.index(row)
        inside &= self.columns.of_link == self.columns.values.index(column)
        cell = found.links.cell[self.links]
        wanted = grid.expected if self.square(row, column).expected else grid.channel < 0
        items = np.unique(found.links.item[self.links[inside & wanted[cell]]])
        return tuple(sorted(found.inventory.item_ids[n] for n in items.tolist()))


def matrix(coverage: Coverage, rows: str = "segment", columns: str = "stage", *, shown: Bools | None = None) -> Matrix:
    """Return the matrix of two axes (of `AXES`) over the cells in the mask `shown`, by default all.

    Archived rows are left out; formats stand in their order, languages and owners that are in use by name.
    """
    cells = np.ones(len(coverage.grid), bool) if shown is None else shown
    links = np.flatnonzero(coverage.count.present & cells[coverage.links.cell])
    down, across = axis(coverage, rows, links), axis(coverage, columns, links)
    every = Axis("", ("",), np.zeros(len(coverage.grid), np.int64), np.zeros(len(links), np.int64))
    neutral = rows in ITEM_AXES or columns in ITEM_AXES
    table = _Table(coverage, cells, links, neutral)
    return Matrix(
        coverage=coverage, rows=down, columns=across, neutral=neutral, links=links,
        squares=table.squares(down, across, quiet=True),
        row_totals=tuple(row[0] for row in table.squares(down, every)),
        column_totals=table.squares(every, across)[0], total=table.squares(every, every)[0][0],
    )  # fmt: skip


def behind(coverage: Coverage, where: Mapping[str, str | None], *, shown: Bools | None = None) -> Ints:
    """Return the rows of the coverage's links that are summed in a square or a total of a matrix.

    `where` says the value of each axis that the square has one on; an axis it does not name takes in every value.
    """
    mask = np.ones(len(coverage.grid), bool) if shown is None else shown.copy()
    links = np.flatnonzero(coverage.count.present & mask[coverage.links.cell])
    inside = np.ones(len(links), bool)
    for name, value in where.items():
        found = axis(coverage, name, links)
        if value not in found.values:
            return links[:0]
        at = found.values.index(value)
        inside &= found.of_link == at
        if found.of_cell is not None:
            mask &= found.of_cell == at
    expected = mask & coverage.grid.expected
    wanted = expected if expected.any() else coverage.grid.channel < 0
    return links[inside & wanted[coverage.links.cell[links]]]


def axis(coverage: Coverage, name: str, links: Ints) -> Axis:
    """Return an axis by its name, for these rows of the coverage's links."""
    if name in CELL_AXES:
        return _cell_axis(coverage, name, coverage.links.cell[links])
    item, inventory = coverage.links.item[links], coverage.inventory
    known: dict[str, tuple[Sequence[str], Ints]] = {
        "format": ([f.slug for f in coverage.workspace.formats], inventory.item_format),
        "language": (inventory.languages, inventory.item_language),
        "owner": (inventory.owners, inventory.item_owner),
    }
    texts, at = known[name]
    used = set(at[item].tolist())
    live = {n for n, row in enumerate(coverage.workspace.formats) if not row.archived} if name == "format" else set()
    order: Callable[[int], object] = (lambda n: n) if name == "format" else (lambda n: (texts[n].casefold(), texts[n]))
    kept = [*sorted((used | live) - {-1}, key=order), *([-1] if -1 in used else [])]  # type: ignore[arg-type]
    place = np.zeros(len(texts) + 1, np.int64)
    place[kept] = np.arange(len(kept))
    return Axis(name, tuple(texts[n] if n >= 0 else None for n in kept), None, place[at[item]])


def _cell_axis(coverage: Coverage, name: str, link_cell: Ints) -> Axis:
    rows, at = getattr(coverage.workspace, f"{name}s"), getattr(coverage.grid, name)
    kept = [n for n, row in enumerate(rows) if not row.archived]
    kept += [-1] if name == "channel" or not rows else []
    place = np.zeros(len(rows) + 1, np.int64)
    place[kept] = np.arange(len(kept))
    values = tuple(rows[n].slug if n >= 0 else None for n in kept)
    return Axis(name, values, place[at], place[at[link_cell]])


@dataclass(frozen=True, eq=False)
class _Table:
    """What squares are summed from: the cells shown and the links in them."""

    coverage: Coverage
    shown: Bools
    links: Ints
    neutral: bool

    def squares(self, down: Axis, across: Axis, *, quiet: bool = False) -> tuple[tuple[Square, ...], ...]:
        """Return the squares of two axes; `quiet` shows the plain cells where nothing is expected."""
        grid, found = self.coverage.grid, self.coverage
        expected, judged = grid.expected & self.shown, grid.judged & self.shown
        count = self.of_cells(down, across, expected.astype(float))
        above = self.of_cells(down, across, (expected & (found.usable > grid.maximum)).astype(float))
        minimum = self.of_cells(down, across, np.where(expected, grid.minimum, 0.0))
        weight = self.of_cells(down, across, np.where(judged, grid.weight, 0.0))
        scored = self.of_cells(down, across, np.where(judged, grid.weight * found.score, 0.0))
        usable, planned = (self.of_links(down, across, part, expected) for part in (True, False))
        if quiet:
            plain = (grid.channel < 0) & ~grid.expected
            usable = np.where(count > 0, usable, self.of_links(down, across, True, plain))
            planned = np.where(count > 0, planned, self.of_links(down, across, False, plain))
        return tuple(
            tuple(
                Square(
                    usable=float(usable[r, c]), planned=float(planned[r, c]),
                    minimum=None if self.neutral or not count[r, c] else float(minimum[r, c]),
                    index=None if self.neutral or not weight[r, c] else float(scored[r, c] / weight[r, c]),
                    expected=int(count[r, c]), above=0 if self.neutral else int(above[r, c]),
                )
                for c in range(len(across.values))
            )
            for r in range(len(down.values))
        )  # fmt: skip

    def of_cells(self, down: Axis, across: Axis, value: Floats) -> Floats:
        """Return the sums of a figure of cells; an axis of items holds every cell in each of its values."""
        shape = len(down.values), len(across.values)
        if down.of_cell is not None and across.of_cell is not None:
            slot = down.of_cell * shape[1] + across.of_cell
            return np.bincount(slot, value, minlength=shape[0] * shape[1]).astype(float).reshape(shape)
        if across.of_cell is not None:
            return np.broadcast_to(np.bincount(across.of_cell, value, minlength=shape[1]).astype(float), shape)
        if down.of_cell is not None:
            return np.broadcast_to(np.bincount(down.of_cell, value, minlength=shape[0]).astype(float)[:, None], shape)
        return np.full(shape, value.sum())

    def of_links(self, down: Axis, across: Axis, usable: bool, cells: Bools) -> Floats:
        """Return the usable or the planned weight of the links in a mask of cells."""
        count, shape = self.coverage.count, (len(down.values), len(across.values))
        rows = (count.usable[self.links] == usable) & cells[self.coverage.links.cell[self.links]]
        slot = down.of_link[rows] * shape[1] + across.of_link[rows]
        weight = np.rint(count.weight[self.links][rows] * UNIT)
        return (np.bincount(slot, weight, minlength=shape[0] * shape[1]) / UNIT).reshape(shape)
