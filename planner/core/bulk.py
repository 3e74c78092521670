"""One change of many items: who changes, who is so already, and whom the table of statuses refuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from planner.core.model import Item, Placement
from planner.core.status import item_moves, placement_moves, remembered

FIELDS = (
    "status", "owner", "department", "format", "language", "campaign", "verdict", "due_on", "review_on", "expires_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is to change: fields (of FIELDS) with their new value, tags to add and to take away."""

    values: Mapping[str, Any] = field(default_factory=dict)
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it changes anything at all."""
        return bool(self.values or self.add_tags or self.remove_tags)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An item whose status may not become what was asked, and what it may become."""

    item: Item
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkPlan:
    """What an edit would do: pairs (as it is, as it would be), items that are so already, items refused whole."""

    changed: tuple[tuple[Item, Item], ...] = ()
    same: tuple[Item, ...] = ()
    refused: tuple[Refusal, ...] = ()


def plan_edit(items: Iterable[Item], edit: Edit) -> BulkPlan:
    """Return what an edit does to each item; one whose status is refused keeps its other fields too."""
    changed: list[tuple[Item, Item]] = []
    same: list[Item] = []
    refused: list[Refusal] = []
    for item in items:
        to = edit.values.get("status", item.status)
        moves = item_moves(item.status, item.status_before)
        if to != item.status and to not in moves:
            refused.append(Refusal(item, moves))
            continue
        new = edited(item, edit)
        if new == item:
            same.append(item)
        else:
            changed.append((item, new))
    return BulkPlan(changed=tuple(changed), same=tuple(same), refused=tuple(refused))


def edited(item: Item, edit: Edit) -> Item:
    """Return an item after an edit; tags keep their order, new ones stand behind."""
    values = dict(edit.values)
    if values.get("status", item.status) != item.status:
        values["status_before"] = remembered(item.status, item.status_before, values["status"])
    gone = {tag.casefold() for tag in edit.remove_tags}
    kept = [tag for tag in item.tags if tag.casefold() not in gone]
    there = {tag.casefold() for tag in kept}
    values["tags"] = (*kept, *(tag for tag in edit.add_tags if tag.casefold() not in there))
    return replace(item, **values)


def cancelled(placements: Iterable[Placement]) -> tuple[Placement, ...]:
    """Return those of the placements that can still be called off, as they are then."""
    return tuple(
        replace(place, status="cancelled", status_before=place.status)
        for place in placements
        if "cancelled" in placement_moves(place.status, place.status_before)
    )
