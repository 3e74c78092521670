"""What a row of the calendar's own export says of mappings: mostly what is known already.

Such a row names its placement by uid and shows, for people, what that placement serves: the segments and phases of its
item's mappings (or its own narrowing) and the stage it stands in. Read back as it was, that is no news; changed, or on
a new placement, it is what any other row means: every combination is mapped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from planner.core.model import Item, Placement
from planner.core.model import Mapping as CellMapping
from planner.core.placing import best_stage
from planner.core.rows import ItemRow


def without_echo(row: ItemRow, item: Item | None, stages: Mapping[str, int]) -> ItemRow:
    """Return the row with the mappings that it really means; `stages` are the positions of the stages."""
    uids = {place.uid: place for place in item.placements} if item else {}
    if row.map is None or not row.placements or any(one.uid is None for one in row.placements):
        return row
    if item and all(
        one.uid in uids and _shows(row.map, one.inherited.get("stage"), item, uids[one.uid], stages)
        for one in row.placements
    ):
        return replace(row, map=item.map)
    said = {one.inherited["stage"] for one in row.placements if one.inherited.get("stage")}
    if len(said) == 1 and all(cell.stage is None for cell in row.map):
        (stage,) = said
        return replace(row, map=tuple(replace(cell, stage=str(stage)) for cell in row.map))
    return row


def _shows(
    cells: Iterable[CellMapping], stage: object, item: Item, place: Placement, stages: Mapping[str, int]
) -> bool:
    """Whether the cells and the stage of a row are what an export shows of this placement."""
    cells = tuple(cells)
    said = {cell.stage for cell in cells if cell.stage} | ({stage} if stage else set())
    segments = set(place.segments) or {cell.segment for cell in item.map if cell.segment}
    phases = {place.phase} if place.phase else {cell.phase for cell in item.map if cell.phase}
    return (
        {cell.segment for cell in cells if cell.segment} == segments
        and {cell.phase for cell in cells if cell.phase} == phases
        and said <= {place.stage or best_stage(item, stages)}
    )
