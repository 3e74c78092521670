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
    """What an edit would do: items that change (as they are), items that are so already, items refused whole."""

    edit: Edit
    changed: tuple[Item, ...] = ()
    same: tuple[Item, ...] = ()
    refused: tuple[Refusal, ...] = ()

    def pairs(self, most: int | None = None) -> tuple[tuple[Item, Item], ...]:
        """Return what changes as pairs (as it is, as it would be), the first `most` of them: each takes its time."""
        return tuple((item, edited(item, self.edit)) for item in self.changed[:most])


def plan_edit(items: Iterable[Item], edit: Edit) -> BulkPlan:
    """Return what an edit does to each item; one whose status is refused keeps its other fields too."""
    changed: list[Item] = []
    same: list[Item] = []
    refused: list[Refusal] = []
    for item in items:
        to = edit.values.get("status", item.status)
        moves = item_moves(item.status, item.status_before)
        if to != item.status and to not in moves:
            refused.append(Refusal(item, moves))
            continue
        so_already = all(getattr(item, name) == value for name, value in edit.values.items())
        (same if so_already and _tags(item, edit) == item.tags else changed).append(item)
    return BulkPlan(edit=edit, changed=tuple(changed), same=tuple(same), refused=tuple(refused))


def edited(item: Item, edit: Edit) -> Item:
    """Return an item after an edit; tags keep their order, new ones stand behind."""
    values = dict(edit.values)
    if values.get("status", item.status) != item.status:
        values["status_before"] = remembered(item.status, item.status_before, values["status"])
    return replace(item, **values, tags=_tags(item, edit))


def _tags(item: Item, edit: Edit) -> tuple[str, ...]:
    if not edit.add_tags and not edit.remove_tags:
        return item.tags
    gone = {tag.casefold() for tag in edit.remove_tags}
    kept = [tag for tag in item.tags if tag.casefold() not in gone]
    there = {tag.casefold() for tag in kept}
    return (*kept, *(tag for tag in edit.add_tags if tag.casefold() not in there))


def is_open(placement: Placement) -> bool:
    """Return whether a placement can still be called off."""
    return "cancelled" in placement_moves(placement.status, placement.status_before)


def cancelled(placements: Iterable[Placement]) -> tuple[Placement, ...]:
    """Return those of the placements that can still be called off, as they are then."""
    return tuple(
        replace(place, status="cancelled", status_before=place.status) for place in placements if is_open(place)
    )
