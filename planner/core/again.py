"""Overload after an edit: what the changed placements cannot touch is taken from what was said before.

A finding about contacts rests on the placements that serve its segments, a repetition on those of its item, a broken
channel rule on one placement. The other kinds are quick and are judged anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from planner.core.channel_rules import channel_rule
from planner.core.columns import Bools, Ints, Inventory
from planner.core.coverage import Coverage
from planner.core.findings import Finding
from planner.core.overload import in_order, of_contacts, of_plan, overload_in
from planner.core.pressure import Outlook
from planner.core.repetition import repetition
from planner.core.what_if import served_by

TEXTS = ("languages", "owners", "series")
NOT_READ = ("item_ids", "item_titles", "item_derived_from", "item_translation_of", "place_item", "place_titles")
SHARED = ("rules", "windows", "touched", "contact", "values")  # of an outlook: the same whoever is asked about
KINDS_OF_CONTACTS = ("pressure", "pressure_warning", "spacing", "blackout", "overlap")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Told:
    """What the overload report said of an earlier `inventory`, in the same workspace, day and horizon."""

    inventory: Inventory
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Changed:
    """The placement rows that differ between two inventories: those that are no more (`old`), those that are now."""

    old: Ints
    new: Ints


def overload_again(outlook: Outlook, coverage: Coverage, told: Told | None) -> tuple[Finding, ...]:
    """Return what `overload_in` does, given what the report `told` of an earlier inventory, if it did."""
    workspace, inventory = outlook.workspace, outlook.inventory
    changed = changed_places(told.inventory, inventory) if told else None
    if told is None or changed is None or outlook.until < outlook.as_of:
        return overload_in(outlook, coverage)
    plan = workspace, inventory, outlook.as_of, outlook.until
    segments = served_by(told.inventory, changed.old) | served_by(inventory, changed.new)
    asked = replace(outlook, asked=segments)
    vars(asked).update((name, getattr(outlook, name)) for name in SHARED)
    items = _items(told.inventory, changed.old) | _items(inventory, changed.new)
    rows = [inventory.item_row[key] for key in items if key in inventory.item_row]
    uids = {told.inventory.uids[row] for row in changed.old.tolist()}
    return in_order(outlook, [
        *_untouched(told.findings, {workspace.segments[n].slug for n in segments}, items, uids),
        *of_contacts(asked), *of_plan(outlook, coverage),
        *repetition(*plan, np.isin(inventory.place_item, rows)), *channel_rule(*plan, changed.new),
    ])  # fmt: skip


def _items(inventory: Inventory, rows: Ints) -> set[str]:
    return {inventory.item_ids[n] for n in inventory.place_item[rows].tolist()}


def _untouched(
    findings: Iterable[Finding], segments: Collection[str], items: Collection[str], uids: Collection[str]
) -> Iterator[Finding]:
    """Yield the findings that rest on none of these."""
    for finding in findings:
        if finding.kind in KINDS_OF_CONTACTS:
            same = finding.segment not in segments and finding.other_segment not in segments
        elif finding.kind == "repetition":
            same = finding.items[0] not in items
        else:
            same = finding.kind == "channel_rule" and finding.placements[0] not in uids
        if same:
            yield finding


def changed_places(old: Inventory, new: Inventory) -> Changed | None:
    """Return the placements that differ in what overload reads: their own, their item's, or whom they serve.

    None where the texts that indices point into are others. A title counts by its length.
    """
    if any(getattr(new, name)[: len(getattr(old, name))] != getattr(old, name) for name in TEXTS):
        return None
    item_at, place_at = _rows(old.item_row, old.item_ids, new.item_ids), _rows(old.place_row, old.uids, new.uids)
    same_item = _equal(old, new, "item_", item_at)
    same = _equal(old, new, "place_", place_at)
    if same.any():  # else there may be no old row to look at
        same &= same_item[new.place_item] & (item_at[new.place_item] == old.place_item[place_at])
    if old.serves is not new.serves:
        same &= ~np.isin(place_at, _served_otherwise(old, new, place_at))
    kept = np.zeros(len(old.uids), bool)
    kept[place_at[same]] = True
    return Changed(old=np.flatnonzero(~kept), new=np.flatnonzero(~same))


def _rows(row: dict[str, int], old: Sequence[str], new: Sequence[str]) -> Ints:
    """Return the old row of each new key, -1 where it is new."""
    if old is new:
        return np.arange(len(new))
    return np.array([row.get(key, -1) for key in new], np.int64)


def _equal(old: Inventory, new: Inventory, group: str, at: Ints) -> Bools:
    """Return the new rows of which no column read differs from that of their old row `at`."""
    there, same_rows = at >= 0, np.array_equal(at, np.arange(len(at)))
    for field in fields(Inventory):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if not field.name.startswith(group) or field.name in NOT_READ or (before is after and same_rows):
            continue
        if len(before):
            equal = before[at] == after
            there &= equal | (np.isnan(before[at]) & np.isnan(after)) if before.dtype.kind == "f" else equal
    return there


def _served_otherwise(old: Inventory, new: Inventory, place_at: Ints) -> Ints:
    """Return the old rows that serve other segments now."""
    width = int(max(old.serves[1].max(initial=0), new.serves[1].max(initial=0))) + 1
    known = place_at[new.serves[0]] >= 0
    now = place_at[new.serves[0][known]] * width + new.serves[1][known]
    rows: Ints = np.setxor1d(old.serves[0] * width + old.serves[1], now) // width
    return rows
