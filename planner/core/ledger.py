"""The ledger in which repairs are tried: every limit that a change could break as one row of numbers.

A row is a (rule, segment, window), a (rule, two segments, window), a (channel, week) or an (owner, week); its value
may not rise above `upper` nor fall below `lower`. Trying a change is adding a few numbers; nothing is judged anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.core.columns import Bools, Floats, Ints, Inventory, effort_hours, spread
from planner.core.load import channel_load, limited_owners, unfinished
from planner.core.model import Workspace
from planner.core.pressing import shared_pairs
from planner.core.pressure import Outlook, union_extra, union_on
from planner.core.repetition import TOO_SOON, repeatable
from planner.core.what_if import served_by, with_partners
from planner.core.windows import EPSILON, Windows, monday

_NEVER = 10**7  # a day beyond all, of an item that does not appear
Delta = tuple[Ints, Floats]  # rows and by how much each of them rises, every row once


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """The rows [start, start + length) of a rule and a segment, or of a rule and the people in two (`other`).

    `first` and `last` are the days of each row's window.
    """

    start: int
    length: int
    rule: int
    segment: int
    other: int | None
    first: Ints
    last: Ints


class Ledger:
    """The rows that changing the placement rows `places` can touch, over [as_of, until]."""

    def __init__(
        self, workspace: Workspace, inventory: Inventory, as_of: date, until: date, places: Collection[int]
    ) -> None:
        self.workspace, self.inventory = workspace, inventory
        self.start, self.end = as_of.toordinal(), until.toordinal()
        self.segments = served_by(inventory, list(places))
        self.outlook = Outlook(workspace, inventory, as_of, until, with_partners(workspace, self.segments))
        self.blocks: list[Block] = []
        self._rows: list[tuple[Floats, Floats, Floats]] = []
        self._length = 0
        self._lay_rules()
        self._lay_unions()
        self.channel_start = self._lay_channels(inventory.place_channel[list(places)].tolist())
        self.owner_start = self._lay_owners(inventory.item_owner[inventory.place_item[list(places)]].tolist())
        nothing = (np.zeros(0),) * 3
        self.value, self.upper, self.lower = (
            np.concatenate(column) for column in zip(nothing, *self._rows, strict=True)
        )
        self._rows_at = {
            (b.rule, b.segment): slice(b.start, b.start + b.length) for b in self.blocks if b.other is None
        }
        self._refer_unions()
        self.repeatable = repeatable(inventory)
        self._parts: dict[int, list[tuple[Block, float]]] = {}
        self._contacts: dict[int, dict[int, float]] = {}
        self._gaps: dict[tuple[int, int], int] = {}
        self._held: dict[tuple[int, int], tuple[int, int]] = {}
        sides = [(b.rule, b.segment, _other(b)) for b in self.blocks]
        self._block_sides = np.array(sides, np.int64).reshape(-1, 3).T
        self._rule_channels = np.array([applied.channels for applied in self.outlook.rules])
        self._by_place = np.argsort(self.outlook.contact.place, kind="stable")

    def _lay(self, value: Floats, upper: Floats, lower: Floats | None = None) -> int:
        self._rows.append((value, upper, np.full(len(value), -np.inf) if lower is None else lower))
        self._length += len(value)
        return self._length - len(value)

    def _block(self, start: int, windows: Windows, at: tuple[int, int, int | None]) -> None:
        first, last = windows.first[windows.shown :], windows.last[windows.shown :]
        self.blocks.append(Block(start, len(first), *at, first, last))

    def _lay_rules(self) -> None:
        look = self.outlook
        for n, (applied, windows, values) in enumerate(zip(look.rules, look.windows, look.values, strict=True)):
            judged, rule = windows.judged[windows.shown :], applied.rule
            upper = np.where(judged, np.inf if rule.maximum is None else rule.maximum, np.inf)
            lower = np.where(judged, rule.minimum or -np.inf, -np.inf)
            for row, segment in enumerate(applied.segments.tolist()):
                start = self._lay(values[row, windows.shown :], upper, lower)
                self._block(start, windows, (n, segment, None))

    def _lay_unions(self) -> None:
        look = self.outlook
        pairs = [pair for pair in shared_pairs(self.workspace, look.only) if self.segments & set(pair)]
        added = {pair: union_extra(look.contact, *pair) for pair in pairs}
        for n, (applied, windows) in enumerate(zip(look.rules, look.windows, strict=True)):
            if applied.rule.maximum is None or applied.rule.segment is not None:
                continue
            upper = np.where(windows.judged, applied.rule.maximum, np.inf)[windows.shown :]
            place_of = {segment: row for row, segment in enumerate(applied.segments.tolist())}
            for a, b in pairs:
                union = union_on(look.contact, applied, windows, look.values[n][place_of[a]], added[a, b])
                self._block(self._lay(union[windows.shown :], upper), windows, (n, a, b))

    def _lay_channels(self, channels: Iterable[int]) -> dict[int, int]:
        look = self.outlook
        load = channel_load(self.workspace, self.inventory, look.as_of, look.until)
        self.weeks = len(load.weeks)
        known = sorted({n for n in channels if n >= 0})
        return {n: self._lay(load.count[n].astype(float), load.capacity[n]) for n in known}

    def _lay_owners(self, owners: Iterable[int]) -> dict[int, int]:
        """Lay the hours per week of the people behind the owner rows; two rows of one person share them."""
        bound = limited_owners(self.workspace, self.inventory)
        self.hours = effort_hours(self.workspace, self.inventory)
        self.limited = unfinished(self.inventory) & np.isin(self.inventory.item_owner, list(bound))
        wanted = {bound[n].email: bound[n].hours_per_week or 0.0 for n in owners if n in bound}
        days = np.full(len(self.inventory.item_ids), _NEVER)
        counted = self.inventory.counted
        np.minimum.at(days, self.inventory.place_item[counted], self.inventory.place_day[counted])
        weeks = (days - monday(self.start)) // 7  # in which an item first appears
        laid = {}
        for email, limit in wanted.items():
            same = [n for n, user in bound.items() if user.email == email]
            inside = (weeks >= 0) & (weeks < self.weeks) & self.limited & np.isin(self.inventory.item_owner, same)
            hours: Floats = np.bincount(weeks[inside], self.hours[inside], self.weeks).astype(float)
            start = self._lay(hours, np.full(self.weeks, limit))
            laid.update(dict.fromkeys(same, start))
        return laid

    def _refer_unions(self) -> None:
        """Note which rows tell that one of the two segments breaks the limit alone: then the union is no finding."""
        at = {key: rows.start for key, rows in self._rows_at.items()}
        unions = [block for block in self.blocks if block.other is not None]
        none = [np.zeros(0, np.int64)]
        self.union = np.concatenate(none + [b.start + np.arange(b.length) for b in unions])
        self.union_a = np.concatenate(none + [at[b.rule, b.segment] + np.arange(b.length) for b in unions])
        self.union_b = np.concatenate(none + [at[b.rule, b.other or 0] + np.arange(b.length) for b in unions])

    def rows_of(self, rule: int, segment: int) -> slice:
        """Return the rows of a rule (by its position among the applied ones) and a segment row."""
        return self._rows_at[rule, segment]

    def week(self, day: int) -> int:
        """Return the position of a day's ISO week among the ledger's; it may lie outside them."""
        return (day - monday(self.start)) // 7

    def first_day(self, item: int, but: int = -1) -> int:
        """Return the first day an item appears (leaving out the placement `but`), a day beyond all when it does not."""
        rows = self.placements_of(item)
        days = self.inventory.place_day[rows[rows != but]]
        return int(days.min(initial=_NEVER))

    def placements_of(self, item: int) -> Ints:
        """Return the counted placements of an item."""
        low, high = np.searchsorted(self.inventory.place_item, [item, item + 1]).tolist()
        rows: Ints = low + np.flatnonzero(self.inventory.counted[low:high])
        return rows

    def served(self, place: int) -> Ints:
        """Return the segment rows a placement serves."""
        places, segments = self.inventory.serves
        low, high = np.searchsorted(places, [place, place + 1]).tolist()
        return segments[low:high]

    def contacts(self, place: int) -> dict[int, float]:
        """Return the contacts of a placement per segment row of the ledger; {} when it presses none of them."""
        if place not in self._contacts:
            contact = self.outlook.contact
            low, high = np.searchsorted(contact.place, [place, place + 1], sorter=self._by_place).tolist()
            rows = self._by_place[low:high]
            pairs = zip(contact.segment[rows].tolist(), contact.weight[rows].tolist(), strict=True)
            self._contacts[place] = dict(pairs)
        return self._contacts[place]

    def resting(self, segment: int, day: int) -> bool:
        """Whether a day lies in a contact-free period of a segment row."""
        periods = self.workspace.segments[segment].contact_free
        return any(period.start.toordinal() <= day <= period.until.toordinal() for period in periods)

    def gap(self, a: int, b: int) -> int:
        """Return how many days two placements must keep between them, by the rules that see both or as a repetition."""
        pair = min(a, b), max(a, b)
        if pair not in self._gaps:
            self._gaps[pair] = max(self._asked_gap(a, b), TOO_SOON + 1 if self._repeats(a, b) else 0)
        return self._gaps[pair]

    def _asked_gap(self, a: int, b: int) -> int:
        shared, channels = self.contacts(a).keys() & self.contacts(b).keys(), self.inventory.place_channel[[a, b]]
        both = (r for r in self.outlook.rules if r.channels[channels].all() and shared & set(r.segments.tolist()))
        return max((applied.rule.min_gap_days or 0 for applied in both), default=0)

    def _repeats(self, a: int, b: int) -> bool:
        inventory = self.inventory
        same = all(column[a] == column[b] for column in (inventory.place_item, inventory.place_channel))
        loose = inventory.place_series[a] < 0 or inventory.place_series[a] != inventory.place_series[b]
        return bool(same and loose and self.repeatable[[a, b]].all())

    def parts(self, place: int) -> list[tuple[Block, float]]:
        """Return the blocks a placement weighs on, and how much."""
        if place not in self._parts:
            weight = np.zeros(len(self.workspace.segments) + 1)  # the last stands for -1
            for segment, contacts in self.contacts(place).items():
                weight[segment] = contacts
            rule, one, other = self._block_sides
            counted = self._rule_channels[rule, self.inventory.place_channel[place]] if len(rule) else rule
            much = np.maximum(weight[one], weight[other]) * counted
            at = np.flatnonzero(much > 0)
            self._parts[place] = [(self.blocks[n], c) for n, c in zip(at.tolist(), much[at].tolist(), strict=True)]
        return self._parts[place]

    def holding(self, rule: int, days: Ints) -> tuple[Ints, Ints]:
        """Return the rows [low, high) of each block of a rule whose window holds each day."""
        windows = self.outlook.windows[rule]
        first, last = windows.first[windows.shown :], windows.last[windows.shown :]
        return np.searchsorted(last, days), np.searchsorted(first, days, side="right")

    def held(self, rule: int, day: int) -> tuple[int, int]:
        """Return the same for one day."""
        if (rule, day) not in self._held:
            low, high = self.holding(rule, np.array([day]))
            self._held[rule, day] = int(low[0]), int(high[0])
        return self._held[rule, day]

    def delta(self, place: int, day: int | None) -> Delta:
        """Return what moving a placement to a day, or dropping it (None), does to the rows."""
        old = int(self.inventory.place_day[place])
        changes = [(old, -1.0)] if day is None else [(old, -1.0), (day, 1.0)]
        found: list[tuple[int, int, float]] = []  # rows [start, stop) rise by an amount
        for block, weight in self.parts(place):
            for on, sign in changes:
                low, high = self.held(block.rule, on)
                found.append((block.start + low, block.start + high, sign * weight))
        channel = self.channel_start[int(self.inventory.place_channel[place])]
        found.extend(self._in_week(channel, on, sign) for on, sign in changes if 0 <= self.week(on) < self.weeks)
        found.extend(self._hours_moved(place, day))
        starts, stops, amounts = (np.array(column) for column in zip(*found, strict=True))
        amount, row = spread(amounts, starts, stops)
        rows, at = np.unique(row, return_inverse=True)
        return rows, np.bincount(at, amount, len(rows)).astype(float)

    def _in_week(self, start: int, day: int, amount: float) -> tuple[int, int, float]:
        return start + self.week(day), start + self.week(day) + 1, amount

    def _hours_moved(self, place: int, day: int | None) -> Iterator[tuple[int, int, float]]:
        item = int(self.inventory.place_item[place])
        start = self.owner_start.get(int(self.inventory.item_owner[item]))
        if start is None or not self.limited[item]:
            return
        before, rest = self.first_day(item), self.first_day(item, but=place)
        for on, sign in ((before, -1.0), (rest if day is None else min(rest, day), 1.0)):
            if 0 <= self.week(on) < self.weeks:
                yield self._in_week(start, on, sign * float(self.hours[item]))

    def after(self, deltas: Iterable[Delta]) -> Floats:
        """Return the rows with some changes made."""
        value = self.value.copy()
        for rows, amounts in deltas:
            value[rows] += amounts
        return value

    def breaks(self, value: Floats) -> bool:
        """Whether a row broke its limit that did not before, or is further beyond it."""
        over = (value > self.upper + EPSILON) & (value > self.value + EPSILON)
        over[self.union] &= ~self.masked(value)
        under = (value < self.lower - EPSILON) & (self.value >= self.lower - EPSILON)
        return bool(over.any() or under.any())

    def uncovered(self, value: Floats) -> Ints:
        """Return the union rows that are broken now because a segment no longer breaks the limit alone."""
        over = (value[self.union] > self.upper[self.union] + EPSILON) & ~self.masked(value)
        rows: Ints = self.union[over & self.masked(self.value)]
        return rows

    def masked(self, value: Floats) -> Bools:
        """Return which union rows are no finding, as a segment breaks the limit alone."""
        limit = self.upper[self.union] + EPSILON
        alone: Bools = (value[self.union_a] > limit) | (value[self.union_b] > limit)
        return alone


def _other(block: Block) -> int:
    return -1 if block.other is None else block.other
