"""Contacts: how often each segment is pressed, per day and per window of a frequency rule, and by what.

A contact of a placement for a segment it serves weighs channel.pressure x reach (x 0.5 if tentative). Service
placements and runs give none. Segments, channels and placements are rows of the Workspace and the Inventory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from planner.core.columns import PLACEMENT_STATUS, Bools, Floats, Ints, Inventory
from planner.core.model import FrequencyRule, Workspace
from planner.core.parse import unique_slug
from planner.core.windows import EPSILON, Windows, rule_windows, runs, weeks_touching

LONGEST_WINDOW = 366


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Contacts:
    """Pressing placements, one row a (placement, segment), sorted by segment, day, placement.

    `weight` is in contacts, `chance` the probability that it reaches a person of the segment, `begins` the first row
    of every segment (and the end of the last).
    """

    place: Ints
    segment: Ints
    day: Ints
    channel: Ints
    weight: Floats
    chance: Floats
    begins: Ints

    def rows(self, segment: int) -> slice:
        """Return the rows of a segment."""
        return slice(int(self.begins[segment]), int(self.begins[segment + 1]))

    def between(self, segment: int, first: int, last: int) -> Ints:
        """Return the rows of a segment dated in [first, last]."""
        part = self.rows(segment)
        low, high = np.searchsorted(self.day[part], [first, last + 1]) + part.start
        return np.arange(low, high)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AppliedRule:
    """A frequency rule with the rows it holds for; `channels` says per channel row (last: unknown) whether it counts.

    `key` tells it apart in the keys of findings, also from a rule of the same name; `channel` is the one it names.
    """

    rule: FrequencyRule
    key: str
    segments: Ints
    channels: Bools
    channel: str | None


@dataclass(frozen=True, eq=False)
class Outlook:
    """A workspace and its inventory over [as_of, until], with what findings about contacts share; each made once.

    `only` limits it to some segment rows, for a quick look at a part of the plan; None = all. `shares` says whether
    the share of people above a limit is worked out. `asked` are the segment rows whose findings are wanted; the
    others only share people with them. `near` are ordinals: findings that no change on these days could make or end
    are left out. None = all of them.
    """

    workspace: Workspace
    inventory: Inventory
    as_of: date
    until: date
    only: frozenset[int] | None = None
    shares: bool = True
    asked: frozenset[int] | None = None
    near: frozenset[int] | None = None

    @property
    def days(self) -> tuple[int, int]:
        """The first and last day as ordinals."""
        return self.as_of.toordinal(), self.until.toordinal()

    @cached_property
    def rules(self) -> tuple[AppliedRule, ...]:
        """The rules that are applied, each with its segments among `only`."""
        rules = applied_rules(self.workspace)
        if self.only is None:
            return rules
        return tuple(replace(r, segments=r.segments[np.isin(r.segments, list(self.only))]) for r in rules)

    @cached_property
    def windows(self) -> tuple[Windows, ...]:
        """The windows of every rule."""
        return tuple(rule_windows(applied.rule, self.as_of, self.until) for applied in self.rules)

    @cached_property
    def touched(self) -> tuple[Bools | None, ...]:
        """Per rule which windows hold one of the days `near`, or stand beside one that does; None = all count."""
        return tuple(None if self.near is None else _holding(windows, self.near) for windows in self.windows)

    @cached_property
    def wanted(self) -> Bools:
        """Per segment row whether its findings are asked."""
        return np.array([self.asked is None or n in self.asked for n in range(len(self.workspace.segments))], bool)

    def about(self, days: Ints) -> Bools:
        """Return which days are among `near`."""
        return np.ones(len(days), bool) if self.near is None else np.isin(days, list(self.near))

    @cached_property
    def contact(self) -> Contacts:
        """The contacts that any window or spacing can ask about."""
        back = max([LONGEST_WINDOW, *(r.rule.min_gap_days or 0 for r in self.rules)])
        first = min([self.days[0] - back, *(w.days[0] for w in self.windows)])
        last = max([self.days[1], *(w.days[1] for w in self.windows)])
        return contacts(self.workspace, self.inventory, first, last, self.only)

    @cached_property
    def values(self) -> tuple[Floats, ...]:
        """The contacts per segment and window of every rule."""
        return tuple(window_values(self.contact, *pair) for pair in zip(self.rules, self.windows, strict=True))


def _holding(windows: Windows, days: Collection[int]) -> Bools:
    """Return the windows that hold one of the days, and their neighbours: there a run begins or ends by it."""
    at = np.array(sorted(days), np.int64)
    low, high = np.searchsorted(windows.last, at), np.searchsorted(windows.first, at, side="right")
    held = np.zeros(len(windows.last) + 1, np.int64)
    np.add.at(held, np.maximum(low - 1, 0), 1)
    np.add.at(held, np.minimum(high + 1, len(windows.last)), -1)
    return np.cumsum(held)[:-1] > 0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ContactTable:
    """Contacts per segment (rows of the Workspace) and ISO week; NaN where a rule does not hold for the segment."""

    weeks: tuple[date, ...]  # Mondays
    value: Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Curve:
    """The contacts of a segment (or of the people in two) window by window, and the runs over the limit.

    `first` and `last` are the days of each window, `over` the runs as positions (first, last) in them; a window that
    is not `judged` lies outside the rule's active period. `limit`, `warn_from` and `minimum` are None where not set.
    """

    first: tuple[date, ...]
    last: tuple[date, ...]
    value: Floats
    judged: Bools
    limit: float | None
    warn_from: float | None
    minimum: float | None
    over: tuple[tuple[int, int], ...]

    @property
    def peak(self) -> int:
        """Position of the earliest window with the highest value."""
        return earliest_peak(self.value)


def contacts(
    workspace: Workspace, inventory: Inventory, first: int, last: int, segments: Collection[int] | None = None
) -> Contacts:
    """Return the contacts of placements dated in [first, last] (ordinals), of `segments` only where given."""
    pressing = (
        inventory.counted & ~inventory.place_service & ~inventory.runs
        & (inventory.place_day >= first) & (inventory.place_day <= last)
        & (channel_pressure(workspace)[inventory.place_channel] > 0)
    )  # fmt: skip
    place, segment = inventory.serves
    picked = pressing[place]
    if segments is not None:
        wanted = np.zeros(len(workspace.segments) + 1, bool)  # the last stands for -1: not said
        wanted[list(segments)] = True
        picked &= wanted[segment]
    place, segment = place[picked], segment[picked]
    weight, chance = contact_weights(workspace, inventory, place, segment)
    kept = np.flatnonzero(weight > 0)
    kept = kept[np.lexsort((place[kept], inventory.place_day[place[kept]], segment[kept]))]
    segment, place = segment[kept], place[kept]
    return Contacts(
        place=place, segment=segment, day=inventory.place_day[place], channel=inventory.place_channel[place],
        weight=weight[kept], chance=chance[kept],
        begins=np.searchsorted(segment, np.arange(len(workspace.segments) + 1)),
    )  # fmt: skip


def contact_weights(workspace: Workspace, inventory: Inventory, place: Ints, segment: Ints) -> tuple[Floats, Floats]:
    """Return the contacts of each pair (placement, segment) by channel, reach and status, and its chance to reach."""
    channel = inventory.place_channel[place]
    tentative = inventory.place_status[place] == PLACEMENT_STATUS["tentative"]
    chance = reach_table(workspace)[segment, channel] * np.where(tentative, 0.5, 1.0)
    return channel_pressure(workspace)[channel] * chance, chance


def channel_pressure(workspace: Workspace) -> Floats:
    """Return the pressure of every channel, and 0 behind them for an unknown one (row -1)."""
    return np.array([channel.pressure for channel in workspace.channels] + [0.0])


def reach_table(workspace: Workspace) -> Floats:
    """Return the reach (0..1) per segment and channel, 1 where not set; the last column is an unknown channel."""
    return np.array(
        [[segment.reach.get(channel.slug, 1.0) for channel in workspace.channels] + [1.0]
         for segment in workspace.segments]
    ).reshape(len(workspace.segments), len(workspace.channels) + 1)  # fmt: skip


def applied_rules(workspace: Workspace) -> tuple[AppliedRule, ...]:
    """Return the frequency rules that are applied: none that names an archived segment or channel."""
    segments = {row.slug: n for n, row in enumerate(workspace.segments) if not row.archived}
    channels = {row.slug: n for n, row in enumerate(workspace.channels) if not row.archived}
    applied: list[AppliedRule] = []
    for rule, key in zip(workspace.frequency_rules, _keys(workspace.frequency_rules), strict=True):
        if (rule.segment is not None and rule.segment not in segments) or not channels.keys() >= set(rule.channels):
            continue
        rows = segments.values() if rule.segment is None else [segments[rule.segment]]
        applied.append(AppliedRule(
            rule=rule, key=key, segments=np.array(sorted(rows), np.int64), channels=_channel_mask(workspace, rule),
            channel=rule.channels[0] if len(set(rule.channels)) == 1 else None,
        ))  # fmt: skip
    return tuple(applied)


def _keys(rules: Iterable[FrequencyRule]) -> tuple[str, ...]:
    """Return the name of every rule as the keys of findings have it, numbered where names read alike there."""
    keys: list[str] = []
    for rule in rules:
        keys.append(unique_slug(rule.name, keys, otherwise=rule.name))
    return tuple(keys)


def _channel_mask(workspace: Workspace, rule: FrequencyRule) -> Bools:
    named = [not rule.channels or channel.slug in rule.channels for channel in workspace.channels]
    return np.array([*named, not rule.channels])


def window_values(contact: Contacts, applied: AppliedRule, windows: Windows) -> Floats:
    """Return the contacts per segment of the rule (rows, in its order) and window (columns)."""
    first, last = windows.days
    wanted = applied.channels[contact.channel] & (contact.day >= first) & (contact.day <= last)
    row = np.full(len(contact.begins) - 1, -1)
    row[applied.segments] = np.arange(len(applied.segments))
    at = row[contact.segment]
    wanted &= at >= 0
    days = last - first + 1
    slot = at[wanted] * days + contact.day[wanted] - first
    daily: Floats = np.bincount(slot, contact.weight[wanted], len(applied.segments) * days).astype(float)
    return window_sums(daily.reshape(len(applied.segments), days), windows)


def window_sums(daily: Floats, windows: Windows) -> Floats:
    """Return the sums per window of daily figures (columns from the windows' first day on), one row a row."""
    first = windows.days[0]
    total = np.zeros((len(daily), daily.shape[1] + 1))
    np.cumsum(daily, axis=1, out=total[:, 1:])
    sums: Floats = total[:, windows.last - first + 1] - total[:, windows.first - first]
    return sums


def union_extra(contact: Contacts, a: int, b: int) -> tuple[Ints, Floats]:
    """Return the rows of segment b and what each adds for the people who are in a as well (the larger reach)."""
    of_a, of_b = contact.rows(a), contact.rows(b)
    order = np.argsort(contact.place[of_a])
    places = contact.place[of_a][order]
    at = np.searchsorted(places, contact.place[of_b])
    shared = np.zeros(of_b.stop - of_b.start, bool)
    if len(places):
        shared = places[np.minimum(at, len(places) - 1)] == contact.place[of_b]
    have = np.zeros(len(shared))
    have[shared] = contact.weight[of_a][order][at[shared]]
    return np.arange(of_b.start, of_b.stop), np.maximum(contact.weight[of_b] - have, 0.0)


def union_values(contact: Contacts, applied: AppliedRule, windows: Windows, a: int, b: int) -> Floats:
    """Return the contacts per window of the people who are in both segments: the union, with the larger reach."""
    own = replace(applied, segments=np.array([a]))
    return union_on(contact, applied, windows, window_values(contact, own, windows)[0], union_extra(contact, a, b))


def union_on(
    contact: Contacts, applied: AppliedRule, windows: Windows, alone: Floats, added: tuple[Ints, Floats]
) -> Floats:
    """Return the same from what is known: the values of the first segment `alone`, and what `union_extra` adds."""
    rows, extra = added
    first, last = windows.days
    day, channel = contact.day[rows], contact.channel[rows]
    wanted = applied.channels[channel] & (day >= first) & (day <= last)
    daily: Floats = np.bincount(day[wanted] - first, extra[wanted], last - first + 1).astype(float)
    both: Floats = alone + window_sums(daily[None, :], windows)[0]
    return both


def earliest_peak(values: Floats) -> int:
    """Return the position of the first value that equals the highest."""
    return int(np.argmax(values >= values.max() - EPSILON))


def pressure_curve(  # noqa: PLR0917 -- the order that every report takes
    workspace: Workspace, inventory: Inventory, rule: FrequencyRule, segment: str, as_of: date, until: date
) -> Curve:
    """Return the contacts of a segment in every window of `rule` that a report over [as_of, until] shows."""
    row = _segment_row(workspace, segment)
    applied, windows = _applied_alone(workspace, rule, row), rule_windows(rule, as_of, until, back=0)
    contact = contacts(workspace, inventory, *windows.days, segments=[row])
    return _curve(rule, windows, window_values(contact, applied, windows)[0])


def union_curve(  # noqa: PLR0917 -- the order that every report takes
    workspace: Workspace, inventory: Inventory, rule: FrequencyRule, a: str, b: str, as_of: date, until: date
) -> Curve:
    """Return the same for the people who are in both segments `a` and `b`."""
    rows = _segment_row(workspace, a), _segment_row(workspace, b)
    applied, windows = _applied_alone(workspace, rule, rows[0]), rule_windows(rule, as_of, until, back=0)
    contact = contacts(workspace, inventory, *windows.days, segments=rows)
    return _curve(rule, windows, union_values(contact, applied, windows, *rows))


def _segment_row(workspace: Workspace, slug: str) -> int:
    return [segment.slug for segment in workspace.segments].index(slug)


def _applied_alone(workspace: Workspace, rule: FrequencyRule, segment: int) -> AppliedRule:
    mask = _channel_mask(workspace, rule)
    return AppliedRule(rule=rule, key=rule.name, segments=np.array([segment]), channels=mask, channel=None)


def _curve(rule: FrequencyRule, windows: Windows, value: Floats) -> Curve:
    over = np.zeros(len(value), bool)
    if rule.maximum is not None:
        over = windows.judged & (value > rule.maximum + EPSILON)
    return Curve(
        first=tuple(map(date.fromordinal, windows.first.tolist())),
        last=tuple(map(date.fromordinal, windows.last.tolist())),
        value=value, judged=windows.judged, limit=rule.maximum,
        warn_from=None if rule.maximum is None else rule.warn_at * rule.maximum,
        minimum=rule.minimum, over=tuple((first, last) for _, _, first, last in runs(over[None, :])),
    )  # fmt: skip


def contact_table(workspace: Workspace, inventory: Inventory, as_of: date, until: date) -> ContactTable:
    """Return the contacts of every segment in the ISO weeks that touch [as_of, until], all channels together."""
    first, last = weeks_touching(as_of.toordinal(), until.toordinal())
    found = contacts(workspace, inventory, int(first[0]), int(last[-1]))
    slot = found.segment * len(first) + (found.day - first[0]) // 7
    value: Floats = np.bincount(slot, found.weight, len(workspace.segments) * len(first)).astype(float)
    weeks = tuple(map(date.fromordinal, first.tolist()))
    return ContactTable(weeks=weeks, value=value.reshape(len(workspace.segments), len(first)))


def weekly_peaks(
    workspace: Workspace, inventory: Inventory, rule: FrequencyRule, as_of: date, until: date
) -> ContactTable:
    """Return the highest value of a rule per segment and ISO week.

    Of a rolling rule that of the judged windows that end in the week, else of the periods that touch it; NaN where
    there is none.
    """
    windows, mask = rule_windows(rule, as_of, until, back=0), _channel_mask(workspace, rule)
    live = [n for n, s in enumerate(workspace.segments) if not s.archived and rule.segment in (None, s.slug)]
    applied = AppliedRule(rule=rule, key=rule.name, segments=np.array(live, np.int64), channels=mask, channel=None)
    values = window_values(contacts(workspace, inventory, *windows.days, live), applied, windows)
    first, last = weeks_touching(as_of.toordinal(), until.toordinal())
    starts = windows.opens  # of a rolling window its end
    table = np.full((len(workspace.segments), len(first)), np.nan)
    for n, (monday, sunday) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        there = windows.judged & (starts <= sunday) & (windows.last >= monday)
        if there.any():
            table[live, n] = values[:, there].max(axis=1)
    return ContactTable(weeks=tuple(map(date.fromordinal, first.tolist())), value=table)
