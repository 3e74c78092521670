"""Mapping: what an item serves, changed cell by cell; the order in which cells stand; how many items have each cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from typing import Literal

from planner.core.model import Fit, Mapping, Workspace

Cell = tuple[str | None, str | None, str | None]  # segment, stage, phase
FitOrOff = Literal["primary", "secondary", "off"]


def cell_of(mapping: Mapping) -> Cell:
    """Return the cell that a mapping names."""
    return mapping.segment, mapping.stage, mapping.phase


def remapped(
    workspace: Workspace, before: tuple[Mapping, ...], asked: MappingOf[Cell, FitOrOff]
) -> tuple[Mapping, ...]:
    """Return the mappings of an item with some cells as `asked`; every other cell stays.

    The very tuple that was given comes back when nothing changes.
    """
    fits: dict[Cell, Fit] = {cell_of(m): m.fit for m in before}
    after = dict(fits)
    for cell, fit in asked.items():
        if fit == "off":
            after.pop(cell, None)
        else:
            after[cell] = fit
    if after == fits:
        return before
    return in_order(workspace, (Mapping(segment=a, stage=b, phase=c, fit=fit) for (a, b, c), fit in after.items()))


def in_order(workspace: Workspace, cells: Iterable[Mapping]) -> tuple[Mapping, ...]:
    """Return mappings in the order of segments, stages and phases; what a dimension does not know stands last."""
    places = [
        {row.slug: n for n, row in enumerate(rows)}
        for rows in (workspace.segments, workspace.stages, workspace.phases)
    ]  # fmt: skip
    return tuple(sorted(cells, key=lambda m: [p.get(s or "", len(p)) for p, s in zip(places, cell_of(m), strict=True)]))


def counted(maps: Iterable[tuple[Mapping, ...]]) -> dict[Cell, tuple[int, int]]:
    """Return, for each cell, how many items are mapped to it as primary and as secondary."""
    found = Counter((cell_of(m), m.fit) for cells in maps for m in cells)
    return {cell: (found[cell, "primary"], found[cell, "secondary"]) for cell, _fit in found}
