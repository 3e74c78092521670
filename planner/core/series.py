"""Recurring placements: the days of a rule, the placements made from it, and changes of several of them at once.

Placements are facts: each keeps its own day, time and texts once it is made. The rule says how they came about and
where more would follow. A series keeps its id when a part of it moves, because two of the same series are meant to
repeat; a split would make findings out of nothing. Published occurrences never change.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from planner.core.model import Placement, Series
from planner.core.parse import LAST_YEAR, N_, Refused
from planner.core.shift import shift_days
from planner.core.status import placement_moves

MOST = 200
Scope = Literal["one", "following", "all"]
SCOPES: tuple[Scope, ...] = ("one", "following", "all")
_OWN = frozenset({"uid", "on", "at", "until", "status_before", "series", "sequence", "version"})  # never copied
PUBLISHED = N_("It is published, so it stays as it is.")
CANCELLED = N_("It is cancelled, so it rests.")
UNDATED = N_("It has no day that could move.")
SAME = N_("It says so already.")
NO_MOVE = N_("Its status cannot become this one.")


def rule_days(series: Series) -> Iterator[date]:
    """Yield the days of a rule without end, skipped ones too: a month without the 31st has it on its last day."""
    start, n = series.start, 0
    while start is not None:
        day = _step(start, series.unit, n * series.every)
        if day is None:
            return
        yield day
        n += 1


def _step(start: date, unit: str, n: int) -> date | None:
    if unit != "month":
        day = start.toordinal() + n * (7 if unit == "week" else 1)
        return date.fromordinal(day) if day <= date(LAST_YEAR, 12, 31).toordinal() else None
    year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
    if year > LAST_YEAR:
        return None
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def days(series: Series) -> tuple[date, ...]:
    """Return the days of a series without the skipped ones; a skipped day counts for `count` all the same.

    Refuses a rule without a first day or an end, and one of more than 200 days.
    """
    if series.start is None:
        raise Refused(N_("It needs a first day to repeat from."))
    if series.until is None and series.count is None:
        raise Refused(N_("Say until which day it repeats, or how many times."))
    found: list[date] = []
    for day in rule_days(series):
        if (series.until and day > series.until) or (series.count is not None and len(found) >= series.count):
            break
        if len(found) == MOST:
            raise Refused(N_("This makes more than %(most)s placements. Choose an earlier end or a longer interval."),
                          most=MOST)  # fmt: skip
        found.append(day)
    return tuple(day for day in found if day not in series.skipped)


def local(placement: Placement, zone: ZoneInfo) -> tuple[date | None, time | None]:
    """Return day and time of a placement on the clock of the wall."""
    if placement.at is None:
        return placement.on, None
    there = placement.at.astimezone(zone)
    return there.date(), there.time()


def ordered(occurrences: Sequence[Placement], zone: ZoneInfo) -> list[Placement]:
    """Return placements by day, time and uid, those without a day last."""

    def place(one: Placement) -> tuple[date, time, str]:
        day, clock = local(one, zone)
        return day or date.max, clock or time.min, one.uid

    return sorted(occurrences, key=place)


def copies(first: Placement, days: Sequence[date], uids: Iterator[str], zone: ZoneInfo) -> tuple[Placement, ...]:
    """Return a copy of a placement for each day: same time on the wall, same length of a run, not published."""
    start, _clock = local(first, zone)
    status = first.status if first.status in ("tentative", "planned", "approved") else "planned"
    blank = replace(first, status=status, status_before=None, sequence=0, version=1)
    return tuple(
        replace(shift_days(blank, (day - start).days, zone), uid=next(uids)) for day in days if start and day != start
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an edit of one occurrence means for others: moved by `days`, another time, another length, other fields."""

    days: int = 0
    clock: tuple[time | None] | None = None  # (None,) = the whole day from now on
    length: tuple[int] | None = None  # days a run lasts after its first
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def moves(self) -> bool:
        """Whether it asks for a day to be there."""
        return bool(self.days or self.clock or self.length)


def change_between(before: Placement, after: Placement, zone: ZoneInfo) -> Change:
    """Return what changed from one version of an occurrence to the next."""
    (old, old_clock), (new, new_clock) = local(before, zone), local(after, zone)
    lengths = _length(before, old), _length(after, new)
    return Change(
        days=(new - old).days if old and new else 0,
        clock=(new_clock,) if old_clock != new_clock else None,
        length=(lengths[1],) if lengths[0] != lengths[1] else None,
        fields={
            f.name: getattr(after, f.name)
            for f in fields(Placement)
            if f.name not in _OWN and getattr(before, f.name) != getattr(after, f.name)
        },
    )


def _length(placement: Placement, day: date | None) -> int:
    return max(0, (placement.until - day).days) if placement.until and day else 0


def changed(placement: Placement, change: Change, zone: ZoneInfo) -> Placement:
    """Return a placement with a change made to it; what the change leaves alone stays its own."""
    moved = shift_days(placement, change.days, zone)
    day, _clock = local(moved, zone)
    if day and change.clock:
        at = None if change.clock[0] is None else datetime.combine(day, change.clock[0], zone).astimezone(UTC)
        moved = replace(moved, on=None if at else day, at=at)
    if day and change.length:
        moved = replace(moved, until=day + timedelta(days=change.length[0]) if change.length[0] else None)
    said = dict(change.fields)
    if said.get("status", moved.status) != moved.status:
        said["status_before"] = moved.status if said["status"] == "cancelled" else None
    return replace(moved, **said)


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen to a series: changed (before, after), made anew, taken away, and left alone with the reason."""

    series: Series | None = None
    changed: tuple[tuple[Placement, Placement], ...] = ()
    made: tuple[Placement, ...] = ()
    gone: tuple[Placement, ...] = ()
    left: tuple[tuple[Placement, str], ...] = ()

    @property
    def size(self) -> int:
        """How many placements it touches."""
        return len(self.changed) + len(self.made) + len(self.gone)


def within(occurrences: Sequence[Placement], uid: str, scope: Scope, zone: ZoneInfo) -> list[Placement]:
    """Return the occurrences that a change of one of them is for; those without a day belong to "all" alone."""
    row = ordered(occurrences, zone)
    at = next(n for n, one in enumerate(row) if one.uid == uid)
    if scope == "one":
        return [row[at]]
    return row if scope == "all" else [row[at], *(one for one in row[at + 1 :] if local(one, zone)[0])]


def plan_change(
    series: Series | None, occurrences: Sequence[Placement], after: Placement, scope: Scope, zone: ZoneInfo
) -> Plan:
    """Return what saving `after` for its scope does; the rule moves along when all of the series do."""
    before = next(one for one in occurrences if one.uid == after.uid)
    change = change_between(before, after, zone)
    done: list[tuple[Placement, Placement]] = []
    left: list[tuple[Placement, str]] = []
    for one in within(occurrences, after.uid, scope, zone):
        made = after if one.uid == after.uid else changed(one, change, zone)
        why = _refusal(one, made, movable=local(one, zone)[0] is not None or made is after or not change.moves)
        if why:
            left.append((one, why))
        else:
            done.append((one, made))
    moves = series is not None and scope == "all" and change.days and done
    return Plan(shift_days(series, change.days, zone) if moves else series, tuple(done), left=tuple(left))


def _refusal(before: Placement, after: Placement, *, movable: bool) -> str:
    if before.status == "published":
        return PUBLISHED
    if before.status == "cancelled":
        return CANCELLED
    if not movable:
        return UNDATED
    if after == before:
        return SAME
    known = (before.status, *placement_moves(before.status, before.status_before))
    return "" if after.status in known else NO_MOVE


def plan_repeat(series: Series, first: Placement, uids: Iterator[str], zone: ZoneInfo, *, is_new: bool) -> Plan:
    """Return what repeating a placement makes; a placement that is there already becomes the first of the series."""
    start, _clock = local(first, zone)
    rule = replace(series, start=start)
    listed = days(rule)
    if len(listed) < 2:
        raise Refused(N_("This makes no second placement. Choose a later end or a shorter interval."))
    named = replace(first, series=series.id)
    made = copies(named, listed, uids, zone)
    return Plan(rule, made=(named, *made)) if is_new else Plan(rule, changed=((first, named),), made=made)


def plan_skip(series: Series | None, placement: Placement, zone: ZoneInfo) -> Plan:
    """Return what leaving one out does: it is cancelled, and its day joins the skipped ones.

    Cancelled, not deleted: it keeps its texts, can come back, and leaves the calendars of those who subscribed.
    """
    day, _clock = local(placement, zone)
    if placement.status in ("published", "cancelled"):
        return Plan(series, left=((placement, PUBLISHED if placement.status == "published" else CANCELLED),))
    off = replace(placement, status="cancelled", status_before=placement.status)
    skipped = {*series.skipped, day} - {None} if series else set()
    rule = replace(series, skipped=tuple(sorted(d for d in skipped if d))) if series else None
    return Plan(rule, changed=((placement, off),))


def plan_return(series: Series | None, placement: Placement, zone: ZoneInfo) -> Plan:
    """Return what bringing a skipped one back does: it has the status that it had."""
    day, _clock = local(placement, zone)
    back = placement_moves("cancelled", placement.status_before)[0]
    rule = replace(series, skipped=tuple(d for d in series.skipped if d != day)) if series else None
    return Plan(rule, changed=((placement, replace(placement, status=back, status_before=None)),))


def plan_end(
    series: Series | None, occurrences: Sequence[Placement], until: date, uids: Iterator[str], zone: ZoneInfo
) -> Plan:
    """Return what a new last day does: later ones are taken away, published ones stay; missing ones are made.

    New ones are copies of the last that stands, as far from the rule's days as that one is.
    """
    dated = [one for one in ordered(occurrences, zone) if local(one, zone)[0]]
    beyond = [one for one in dated if (local(one, zone)[0] or until) > until]
    left = tuple((one, PUBLISHED) for one in beyond if one.status == "published")
    gone = tuple(one for one in beyond if one.status != "published")
    rule = replace(series, until=until, count=None) if series else None
    stands = [one for one in dated if one.status != "cancelled"]
    if rule is None or beyond or not stands or (rule.start and rule.start > until):
        return Plan(_ended(rule), gone=gone, left=left)
    last = local(stands[-1], zone)[0] or until
    latest = max(local(one, zone)[0] or last for one in dated)
    return Plan(rule, made=copies(stands[-1], _further(rule, last, latest, len(dated)), uids, zone))


def _ended(rule: Series | None) -> Series | None:
    return replace(rule, until=rule.start) if rule and rule.start and rule.until and rule.until < rule.start else rule


def _further(rule: Series, last: date, latest: date, there: int) -> list[date]:
    """Return the days after `latest` up to the rule's end, moved as far as `last` stands from its day of the rule."""
    nearest, found = last, []
    distance = timedelta.max
    for day in rule_days(rule):
        if abs(day - last) < distance:
            nearest, distance = day, abs(day - last)
        moved = day + (last - nearest)
        if rule.until and moved > rule.until:
            break
        if moved > latest and day > nearest and day not in rule.skipped:
            found.append(moved)
        if there + len(found) > MOST:
            raise Refused(N_("This makes more than %(most)s placements. Choose an earlier end or a longer interval."),
                          most=MOST)  # fmt: skip
    return found
