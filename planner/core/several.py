"""One change of many placements: who changes, who is so already, and who stays and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from planner.core.consequence import Step
from planner.core.model import Item, Placement, Workspace
from planner.core.moving import Aim, Stays, moved, step_of
from planner.core.parse import Refused
from planner.core.status import placement_moves


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementEdit:
    """What is done to each: moved by days, into the tray, given a status or an owner ("" = none of its own)."""

    by: int = 0
    tray: bool = False
    status: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A placement that stays as it is: why, or else the statuses it may go to from its own."""

    item: Item
    placement: Placement
    why: Refused | None = None
    moves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementPlan:
    """What an edit would do: triples (item, placement as it is, as it would be), those so already, those that stay."""

    changed: tuple[tuple[Item, Placement, Placement], ...] = ()
    same: tuple[tuple[Item, Placement], ...] = ()
    refused: tuple[Refusal, ...] = ()

    def steps(self, workspace: Workspace) -> tuple[Step, ...]:
        """Return the changes as steps whose consequence can be asked; no report knows the owner of a placement."""
        told = (
            (before, after) for _item, before, after in self.changed if replace(after, owner=before.owner) != before
        )
        return tuple(step_of(workspace, *pair) for pair in told)


def plan_placements(
    workspace: Workspace, pairs: Iterable[tuple[Item, Placement]], edit: PlacementEdit, today: date
) -> PlacementPlan:
    """Return what an edit does to each placement."""
    changed: list[tuple[Item, Placement, Placement]] = []
    same: list[tuple[Item, Placement]] = []
    refused: list[Refusal] = []
    for item, placement in pairs:
        moves = placement_moves(placement.status, placement.status_before)
        if edit.status not in (None, placement.status, *moves):
            refused.append(Refusal(item, placement, moves=moves))
            continue
        try:
            after = done(workspace, item, placement, edit, today)
        except Stays as why:
            refused.append(Refusal(item, placement, why))
            continue
        if after == placement:
            same.append((item, placement))
        else:
            changed.append((item, placement, after))
    return PlacementPlan(changed=tuple(changed), same=tuple(same), refused=tuple(refused))


def done(workspace: Workspace, item: Item, placement: Placement, edit: PlacementEdit, today: date) -> Placement:
    """Return a placement after an edit; raises `Stays` where it may not move."""
    after = moved(workspace, item, placement, Aim(by=edit.by, tray=edit.tray), today)
    if edit.status is not None and edit.status != placement.status:
        before = placement.status if edit.status == "cancelled" else None
        after = replace(after, status=edit.status, status_before=before)
    return after if edit.owner is None else replace(after, owner=edit.owner)
