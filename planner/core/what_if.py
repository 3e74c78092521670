"""What if: a plan with a few placements changed, and which findings that opens and closes.

Only what the changed placements can touch is judged: the segments they serve, their channels, items and owners.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from planner.core.columns import PLACEMENT_STATUS, Ints, Inventory
from planner.core.findings import Finding
from planner.core.load import capacity, workload
from planner.core.model import Workspace
from planner.core.pressing import blackout, overlap, pressure, shared_pairs, silence, spacing
from planner.core.pressure import Outlook
from planner.core.repetition import repetition
from planner.core.windows import EPSILON

# a run of windows is known again by what it is about, as a change may make it begin on another day
RUN_KINDS = ("pressure", "pressure_warning", "overlap", "silent")
PAIR_KINDS = ("spacing", "repetition")
LESS_IS_WORSE = ("silent", "spacing", "repetition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change to a placement: `move` to a `day`, `merge` `into` another placement, or `skip` it."""

    action: str
    placement: str
    day: date | None = None
    into: str | None = None


def changed(inventory: Inventory, changes: Iterable[Change]) -> Inventory:
    """Return the inventory as it would be after `changes`; merged and skipped placements are cancelled there."""
    day, status = inventory.place_day.copy(), inventory.place_status.copy()
    until = inventory.place_until.copy()
    for change in changes:
        row = inventory.place_row[change.placement]
        if change.day is None:
            status[row] = PLACEMENT_STATUS["cancelled"]
        else:
            until[row] += (change.day.toordinal() - day[row]) * bool(until[row])
            day[row] = change.day.toordinal()
    after = replace(inventory, place_day=day, place_status=status, place_until=until)
    # neither dates nor statuses say whom a placement serves, and finding that out is the slowest part
    after.__dict__["serves"] = inventory.serves
    after.__dict__["place_row"] = inventory.place_row
    return after


def served_by(inventory: Inventory, places: Ints | Sequence[int]) -> frozenset[int]:
    """Return the segment rows that any of the placement rows serve."""
    place, segment = inventory.serves
    wanted = np.unique(np.asarray(places, np.int64))
    low, high = np.searchsorted(place, wanted), np.searchsorted(place, wanted, side="right")
    return frozenset(
        n for start, end in zip(low.tolist(), high.tolist(), strict=True) for n in segment[start:end].tolist()
    )


def with_partners(workspace: Workspace, segments: frozenset[int]) -> frozenset[int]:
    """Return segment rows and those they share people with."""
    return segments | {n for pair in shared_pairs(workspace) if segments & set(pair) for n in pair}


def local_findings(  # noqa: PLR0917 -- the order that every report takes
    workspace: Workspace,
    inventory: Inventory,
    as_of: date,
    until: date,
    places: Sequence[int],
    channels: Collection[int] | None = None,
    days: Collection[int] | None = None,
    segments: frozenset[int] | None = None,
) -> tuple[Finding, ...]:
    """Return the findings that moving or dropping the placement rows `places` can touch.

    Pressure and its warnings, silent, spacing, overlap and blackout of the segments they serve (or of the rows
    `segments`); capacity of their channels (or of the rows `channels`), workload of the owners of their items,
    repetition of their items. `days` are the ordinals on which the plan may differ from the one it is compared with:
    what they cannot touch is left out.
    """
    segments = served_by(inventory, places) if segments is None else segments
    near = None if days is None else frozenset(days)
    partners = with_partners(workspace, segments)
    look = Outlook(workspace, inventory, as_of, until, partners, shares=False, asked=segments, near=near)
    items = inventory.place_item[list(places)]
    plan = workspace, inventory, as_of, until
    loaded = inventory.place_channel[list(places)].tolist() if channels is None else channels
    owners = frozenset(inventory.item_owner[items].tolist())
    return (
        *pressure(look),
        *silence(look),
        *spacing(look),
        *blackout(look),
        *overlap(look),
        *capacity(*plan, frozenset(loaded)),
        *workload(*plan, owners),
        *repetition(*plan, np.isin(inventory.place_item, items)),
    )


def opened(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of `after` that `before` did not have, or had less badly.

    A run that grew shorter or fell apart is not new, nor is a pair that moved further apart.
    """
    known: dict[tuple[object, ...], list[Finding]] = {}
    for finding in before:
        known.setdefault(_identity(finding), []).append(finding)
    return tuple(f for f in after if not any(_covers(old, f) for old in known.get(_identity(f), ())))


def closed(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of `before` of which nothing is left in `after`."""
    left: dict[tuple[object, ...], list[Finding]] = {}
    for finding in after:
        left.setdefault(_identity(finding), []).append(finding)
    return tuple(f for f in before if not any(_touches(f, new) for new in left.get(_identity(f), ())))


def _identity(finding: Finding) -> tuple[object, ...]:
    scope = (finding.kind, finding.rule, finding.segment, finding.other_segment, finding.channel)
    if finding.kind in RUN_KINDS:
        return scope
    if finding.kind in PAIR_KINDS:
        return (*scope, frozenset(finding.placements))
    return (finding.key,)


def _covers(old: Finding, new: Finding) -> bool:
    if new.kind in RUN_KINDS and not (_first(old) <= _first(new) and _last(new) <= _last(old)):
        return False
    worse = old.value - new.value if new.kind in LESS_IS_WORSE else new.value - old.value
    return worse <= EPSILON


def _touches(old: Finding, new: Finding) -> bool:
    return new.kind not in RUN_KINDS or (_first(new) <= _last(old) and _first(old) <= _last(new))


def _first(finding: Finding) -> date:
    return finding.start or date.min


def _last(finding: Finding) -> date:
    return finding.until or date.max
