"""Free day: the first working day on which a placement breaks nothing.

What is planned is laid out once, window by window and week by week; a day is tried by adding the placement to these
numbers, so that a month of days takes no longer than judging one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

import numpy as np

from planner.core.columns import Bools, Floats, Ints, Inventory, effort_hours
from planner.core.load import channel_load, first_placements, limited_owners, unfinished
from planner.core.model import Workspace
from planner.core.pressing import contact_free, shared_pairs
from planner.core.pressure import AppliedRule, Outlook, contacts, union_extra, union_on
from planner.core.repetition import TOO_SOON, repeatable
from planner.core.what_if import Change, changed, served_by, with_partners
from planner.core.windows import EPSILON, Windows, monday

MOST_TRIES = 30  # working days looked at for a free one
_NEVER = 10**7  # a day beyond all, of an item that does not appear


def free_day(workspace: Workspace, plan: Inventory, uid: str, first: date, until: date) -> date | None:
    """Return the first working day from `first` on which a placement (`uid`, undated in `plan`) breaks nothing.

    Where there is none, the first that only comes near a limit. None when every one of the first `MOST_TRIES`, up to
    `until` or the day its item expires, breaks something.
    """
    last, expires = until.toordinal(), int(plan.item_expires[plan.place_item[plan.place_row[uid]]])
    days = _working_days(first, min(last, expires or last))
    if not days:
        return None
    breaks, warns = verdicts(workspace, plan, uid, days, first, until)
    free = ~breaks & ~warns
    good = free if free.any() else ~breaks
    return days[int(np.argmax(good))] if good.any() else None


def _working_days(first: date, last: int) -> list[date]:
    days = (first + timedelta(days=n) for n in range(last - first.toordinal() + 1))
    return list(islice((day for day in days if day.isoweekday() <= 5), MOST_TRIES))


def verdicts(  # noqa: PLR0917 -- the order that every report takes
    workspace: Workspace, plan: Inventory, uid: str, days: list[date], as_of: date, until: date
) -> tuple[Bools, Bools]:
    """Return on which of some days in [as_of, until] the placement breaks something, and on which it comes near.

    It breaks what a report over [as_of, until] would find, new or worse than without it; near is such a warning.
    """
    trial = _trial(workspace, plan, uid, days, as_of, until)
    breaks, warns = np.zeros((2, len(days)), bool)
    if trial.counts:
        for over, close in _pressed(trial):
            breaks |= over
            warns |= close
        for broken in (*_shared(trial), *_spaced(trial), *_resting(trial), *_loaded(trial), *_repeated(trial)):
            breaks |= broken
    return breaks, warns


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Trial:
    """A placement (by its row) on trial: the days to try as ordinals, and the plan as it is without it.

    `weight` are its contacts per segment row; `counts` and `repeats` say whether it counts at all, and as a repetition.
    """

    look: Outlook
    row: int
    item: int
    channel: int
    segments: frozenset[int]
    days: Ints
    weight: dict[int, float]
    counts: bool
    repeats: bool


def _trial(  # noqa: PLR0917 -- the order that every report takes
    workspace: Workspace, plan: Inventory, uid: str, days: list[date], as_of: date, until: date
) -> _Trial:
    row, at = plan.place_row[uid], np.array([day.toordinal() for day in days], np.int64)
    segments = served_by(plan, [row])
    then = changed(plan, [Change(action="move", placement=uid, day=days[0])])
    there = contacts(workspace, then, int(at[0]), int(at[0]), segments)
    mine = there.place == row
    look = Outlook(workspace, plan, as_of, until, with_partners(workspace, segments), shares=False)
    return _Trial(
        look=look, row=row, item=int(plan.place_item[row]), channel=int(plan.place_channel[row]), segments=segments,
        days=at, weight=dict(zip(there.segment[mine].tolist(), there.weight[mine].tolist(), strict=True)),
        counts=bool(then.counted[row]), repeats=bool(repeatable(then)[row]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Laid:
    """The windows of a rule with a maximum, and which of the shown ones (columns) holds which day (rows)."""

    applied: AppliedRule
    windows: Windows
    values: dict[int, Floats]  # contacts per segment row, window by window
    held: Bools
    maximum: float

    def before(self, value: Floats) -> tuple[Floats, Bools]:
        """Return the shown ones of these values, and which of them are above the limit."""
        return self.over(value[self.windows.shown :])

    def after(self, value: Floats, weight: float) -> tuple[Floats, Bools]:
        """Return the same with a placement of this weight on each of the days."""
        return self.over(value[self.windows.shown :] + weight * self.held)

    def over(self, value: Floats) -> tuple[Floats, Bools]:
        """Return values and which of them are above the limit in a window that is judged."""
        return value, self.judged & (value > self.maximum + EPSILON)

    @property
    def judged(self) -> Bools:
        """Which of the shown windows are judged."""
        return self.windows.judged[self.windows.shown :]


def _laid(trial: _Trial) -> Iterator[_Laid]:
    """Yield the rules with a maximum that the placement counts for; windows before the shown ones hold no day."""
    look, days = trial.look, trial.days[:, None]
    for applied, windows, values in zip(look.rules, look.windows, look.values, strict=True):
        if applied.rule.maximum is None or not applied.channels[trial.channel]:
            continue
        first, last = windows.first[windows.shown :], windows.last[windows.shown :]
        yield _Laid(
            applied=applied, windows=windows, maximum=applied.rule.maximum, held=(first <= days) & (days <= last),
            values=dict(zip(applied.segments.tolist(), values, strict=True)),
        )  # fmt: skip


def _pressed(trial: _Trial) -> Iterator[tuple[Bools, Bools]]:
    """Yield per rule and segment on which days it is pressed above the limit, and on which close to it."""
    for laid in _laid(trial):
        near = laid.applied.rule.warn_at * laid.maximum + EPSILON
        for segment in trial.weight.keys() & laid.values.keys():
            value = laid.values[segment]
            (old, over), (new, above) = laid.before(value), laid.after(value, trial.weight[segment])
            close, closer = laid.judged & ~over & (old > near), laid.judged & ~above & (new > near)
            yield _worse(old, over, new, above), _worse(old, close, new, closer)


def _shared(trial: _Trial) -> Iterator[Bools]:
    """Yield per rule and pair of segments on which days only the people in both are pressed above the limit."""
    look = trial.look
    pairs = [pair for pair in shared_pairs(look.workspace, look.only) if not trial.weight.keys().isdisjoint(pair)]
    added = {pair: union_extra(look.contact, *pair) for pair in pairs}
    for laid in _laid(trial):
        if laid.applied.rule.segment is not None:
            continue
        for pair in pairs:
            weights = [trial.weight.get(segment, 0.0) for segment in pair]
            union = union_on(look.contact, laid.applied, laid.windows, laid.values[pair[0]], added[pair])
            (old, over), (new, above) = laid.before(union), laid.after(union, max(weights))
            for segment, weight in zip(pair, weights, strict=True):  # where one breaks it alone, that is the finding
                over &= ~laid.before(laid.values[segment])[1]
                above &= ~laid.after(laid.values[segment], weight)[1]
            yield _worse(old, over, new, above)


def _worse(before: Floats, was: Bools, after: Floats, now: Bools) -> Bools:
    """Return on which days (rows of `after` and `now`) a run of windows is longer or reaches higher than before."""
    worse = np.asarray((now & ~was).any(axis=1))
    starts = np.flatnonzero(np.diff(was, prepend=False) & was)
    if len(starts):
        peak = np.maximum.reduceat(np.where(was, before, -np.inf), starts)
        peaks = np.maximum.reduceat(np.where(now, after, -np.inf), starts, axis=1)
        worse |= (peaks > peak + EPSILON).any(axis=1)
    return worse


def _spaced(trial: _Trial) -> Iterator[Bools]:
    """Yield per rule and segment on which days another contact is too near."""
    (start, end), contact = trial.look.days, trial.look.contact
    for applied in trial.look.rules:
        gap, rule = applied.rule.min_gap_days or 0, applied.rule
        if gap <= 0 or not applied.channels[trial.channel]:
            continue
        opens = max(start, rule.active_from.toordinal() if rule.active_from else start)
        closes = min(end, rule.active_to.toordinal() if rule.active_to else end)
        for segment in trial.weight.keys() & set(applied.segments.tolist()):
            rows = contact.between(segment, int(trial.days[0]) - gap, int(trial.days[-1]) + gap)
            rows = rows[applied.channels[contact.channel[rows]]]
            later = np.maximum(trial.days[:, None], contact.day[rows])
            near = np.abs(trial.days[:, None] - contact.day[rows]) < gap
            yield (near & (later >= opens) & (later <= closes)).any(axis=1)


def _resting(trial: _Trial) -> Iterator[Bools]:
    """Yield per segment on which days it wants no contact."""
    workspace = trial.look.workspace
    for segment in trial.weight:
        if not workspace.segments[segment].archived:
            yield contact_free(workspace, segment)(trial.days)


def _loaded(trial: _Trial) -> Iterator[Bools]:
    """Yield on which days the week of the channel is full, and on which that of the item's owner."""
    look = trial.look
    plan = look.workspace, look.inventory
    weeks = (trial.days - monday(look.days[0])) // 7
    if trial.channel >= 0:
        load = channel_load(*plan, look.as_of, look.until)
        yield load.count[trial.channel, weeks] + 1 > load.capacity[trial.channel, weeks] + EPSILON
    owner = int(look.inventory.item_owner[trial.item])
    person = limited_owners(*plan).get(owner)
    if person is None or not unfinished(look.inventory)[trial.item]:
        return
    firsts = first_placements(look.inventory, unfinished(look.inventory) & (look.inventory.item_owner == owner))
    appears, hours = np.where(firsts >= 0, look.inventory.place_day[firsts], _NEVER), effort_hours(*plan)
    week = (appears - monday(look.days[0])) // 7
    own = float(hours[trial.item])
    due = np.array([hours[week == n].sum() for n in weeks.tolist()])
    earlier = (trial.days < appears[trial.item]) & (weeks != week[trial.item])
    yield earlier & (own > EPSILON) & (due + own > (person.hours_per_week or 0.0) + EPSILON)


def _repeated(trial: _Trial) -> Iterator[Bools]:
    """Yield per other placement of the item on the channel on which days the two repeat each other too soon."""
    plan, (start, end) = trial.look.inventory, trial.look.days
    if not trial.repeats:
        return
    live = {n for n in trial.segments if not trial.look.workspace.segments[n].archived}
    series = int(plan.place_series[trial.row])
    others = repeatable(plan) & (plan.place_item == trial.item) & (plan.place_channel == trial.channel)
    others &= (plan.place_day >= start - TOO_SOON) & (plan.place_day <= end)
    for row in np.flatnonzero(others & ((plan.place_series != series) | (series < 0))).tolist():
        if live & served_by(plan, [row]):
            yield np.abs(trial.days - plan.place_day[row]) <= TOO_SOON
