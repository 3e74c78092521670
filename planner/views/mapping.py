"""Mapping several items at once: how many have each cell, what a change would do, and one write with one undo."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as MappingOf
from dataclasses import replace

from planner.core.mapping import Cell, FitOrOff, remapped
from planner.storage import changes
from planner.storage import items as store
from planner.views.site import database, who, workspace


def map_items(ids: Collection[str], asked: MappingOf[Cell, FitOrOff]) -> tuple[int, int | None]:
    """Give items the cells asked for, whatever else they are mapped to; returns how many changed and the revision."""
    space = workspace()
    with database().writing(who()) as writing:
        changes.hold(writing)
        items = store.load_items(writing, ids, placed=False)
        number = store.update_items(writing, [replace(item, map=remapped(space, item.map, asked)) for item in items])
        return number, changes.revision_of(writing)
