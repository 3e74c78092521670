"""Standing: how much an item counts on a day, by its status, its dates and its quality."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.core.columns import ITEM_STATUS, NO_DAY, Bools, Floats, Ints, Inventory
from planner.core.model import DEFAULT_REVIEW_DAYS, Workspace
from planner.core.status import ITEM_STATUSES, STATUS_WEIGHT

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False, kw_only=True)
class Standing:
    """Every item of an Inventory on one day: whether it counts, is published, and its factors.

    An item that does not count (archived, on hold, cancelled) has status 0.
    """

    counted: Bools
    published: Bools
    idea: Bools
    status: Floats
    freshness: Floats
    quality: Floats

    @property
    def weight(self) -> Floats:
        """Status x freshness x quality; the fit of a mapping comes on top."""
        return self.status * self.freshness * self.quality


def standing(workspace: Workspace, inventory: Inventory, day: int, *, planned_from: Ints | None = None) -> Standing:
    """Return how every item stands on `day` (an ordinal).

    `planned_from` (see `planned_from`) is the day from which a counted item is taken as published, by plan; without
    it only items whose status is published are, from their published_on.
    """
    table = np.array([STATUS_WEIGHT.get(name, -1.0) for name in ITEM_STATUSES])
    weight = table[inventory.item_status]
    counted = weight >= 0
    said = inventory.item_status == ITEM_STATUS["published"]
    since = inventory.item_published if planned_from is None else planned_from
    published = counted & (since <= day) if planned_from is not None else said & (since <= day)
    status = np.where(published, 1.0, np.where(said, STATUS_WEIGHT["approved"], np.maximum(weight, 0.0)))
    return Standing(
        counted=counted,
        published=published,
        idea=inventory.item_status == ITEM_STATUS["idea"],
        status=status,
        freshness=np.where(published, _freshness(workspace, inventory, day, since), 1.0),
        quality=np.where((inventory.item_quality == 1) | (inventory.item_quality == 2), 0.5, 1.0),
    )


def planned_from(inventory: Inventory) -> Ints:
    """Return the day from which every item counts as published by plan, `NEVER` where it does not.

    A published item: its published_on (`NO_DAY` = always). Any other: its published_on, else its earliest dated
    placement that is not cancelled, else never.
    """
    said = inventory.item_status == ITEM_STATUS["published"]
    earliest = np.full(len(inventory.item_ids), NEVER)
    rows = np.flatnonzero(inventory.counted)
    np.minimum.at(earliest, inventory.place_item[rows], inventory.place_day[rows])
    return np.where(said | (inventory.item_published != NO_DAY), inventory.item_published, earliest)


def _freshness(workspace: Workspace, inventory: Inventory, day: int, since: Ints) -> Floats:
    """0 from the day after expires_on, 0.5 from the review on, else 1.

    Without a review_on the review falls its format's review_after_days behind the day of publication (`since`).
    """
    days = np.array([f.review_after_days for f in workspace.formats] + [DEFAULT_REVIEW_DAYS])[inventory.item_format]
    known = (since != NO_DAY) & (since != NEVER)
    otherwise = np.where(known, np.where(known, since, 0) + days, NEVER)
    review = np.where(inventory.item_review != NO_DAY, inventory.item_review, otherwise)
    expired = (inventory.item_expires != NO_DAY) & (day > inventory.item_expires)
    return np.where(expired, 0.0, np.where(day >= review, 0.5, 1.0))
