"""Moving a placement: to another day, week or month, to another channel or stage, into the tray and out of it.

What may not move is refused with a sentence. The rule is the same for a drag, a key, a form and a change of many.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from planner.core.consequence import Step
from planner.core.model import Dimension, Item, Placement, Workspace
from planner.core.parse import N_, Refused
from planner.core.placing import best_stage
from planner.core.query import monday

Span = Literal["day", "week", "month"]
KEEP = "keep"  # of a time of day: as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Where a placement should go; what is left out stays as it is.

    `to` is a day, or the first day of an ISO week or a month (`span`): then the weekday, or the day of the month,
    stays. `since` is the day or period it was taken from, for a run that was taken by a later day than its first.
    `by` are days on from where it stands. `stage` "" is the column "no stage". `tray` takes its day away.
    """

    to: date | None = None
    span: Span = "day"
    since: date | None = None
    by: int = 0
    clock: time | str | None = KEEP
    channel: str | None = None
    stage: str | None = None
    tray: bool = False


class Stays(Refused):
    """A placement that may not go where it was sent, and why."""


def moved(workspace: Workspace, item: Item, placement: Placement, aim: Aim, today: date) -> Placement:
    """Return the placement where the aim sends it: a run keeps its length, a time its place on the clock.

    Raises `Stays`. From the tray into a week or month it gets its first day, or `today` where that is in it.
    """
    after = replace(placement, **_when(workspace, placement, aim, today))
    if aim.channel is not None and aim.channel != placement.channel:
        _live(workspace.channels, aim.channel, N_("There is no channel “%(slug)s”."),
              N_("The channel “%(slug)s” is archived: nothing new goes there."))  # fmt: skip
        after = replace(after, channel=aim.channel)
    if aim.stage is not None:
        after = replace(after, stage=_own_stage(workspace, item, placement, aim.stage))
    if after != placement and placement.status == "published":
        raise Stays(N_("It has been published, so it stays where it is."))
    return after


def column_of(workspace: Workspace, item: Item, placement: Placement) -> str | None:
    """Return the stage a placement stands in: its own, else that of its item's best mapping."""
    return placement.stage or best_stage(item, {row.slug: n for n, row in enumerate(workspace.stages)})


def day_of(workspace: Workspace, placement: Placement) -> date | None:
    """Return the day of a placement in the workspace's zone, None in the tray."""
    if placement.at is None:
        return placement.on
    return placement.at.astimezone(ZoneInfo(workspace.settings.timezone)).date()


def step_of(workspace: Workspace, before: Placement, after: Placement) -> Step:
    """Return what becomes of a placement as a step whose consequence can be asked."""
    day = day_of(workspace, after)
    return Step(
        placement=before.uid, day=day, tray=day is None,
        channel=after.channel if after.channel != before.channel else None,
        stage=(after.stage or "") if after.stage != before.stage else None,
        status=after.status if after.status != before.status else None,
    )  # fmt: skip


def _when(workspace: Workspace, placement: Placement, aim: Aim, today: date) -> dict[str, Any]:
    """Return `on`, `at` and `until` of the placement there."""
    zone = ZoneInfo(workspace.settings.timezone)
    clock = placement.at.astimezone(zone).time() if placement.at else None
    before = day_of(workspace, placement)
    if aim.tray:
        return {"on": None, "at": None, "until": None}
    if before is None and aim.by:
        raise Stays(N_("It has no day yet: give it one first."))
    try:
        day = _from_tray(aim, today) if before is None else _day(before, aim)
        until = placement.until and before and day and placement.until + (day - before)
    except OverflowError:
        raise Stays(N_("That day is too far away.")) from None
    clock = clock if isinstance(aim.clock, str) else aim.clock
    if day is None or clock is None:
        return {"on": day, "at": None, "until": until}
    return {"on": None, "at": datetime.combine(day, clock, zone).astimezone(UTC), "until": until}


def _day(before: date, aim: Aim) -> date:
    if aim.to is None:
        return before + timedelta(days=aim.by)
    since = aim.since or before
    if aim.span == "month":
        months = (aim.to.year - since.year) * 12 + aim.to.month - since.month
        return months_on(before, months)
    if aim.span == "week":
        return before + (monday(aim.to) - monday(since))
    return before + (aim.to - since)


def _from_tray(aim: Aim, today: date) -> date | None:
    if aim.to is None or aim.span == "day":
        return aim.to
    inside = monday(today) == monday(aim.to) if aim.span == "week" else (today.replace(day=1) == aim.to.replace(day=1))
    return max(today, aim.to) if inside else aim.to


def months_on(day: date, months: int) -> date:
    """Return the same day of the month so many months on, or the last one of a shorter month."""
    at = day.year * 12 + day.month - 1 + months
    first = _first(at)
    return min(first + timedelta(days=day.day - 1), _first(at + 1) - timedelta(days=1))


def _first(month: int) -> date:
    if not date.min.year * 12 <= month < date.max.year * 12:
        raise OverflowError
    return date(month // 12, month % 12 + 1, 1)


def _own_stage(workspace: Workspace, item: Item, placement: Placement, column: str) -> str | None:
    """Return the stage a placement must name to stand in a column; None where it stands there by its item anyway."""
    if column == (column_of(workspace, item, placement) or ""):
        return placement.stage
    of_item = column_of(workspace, item, replace(placement, stage=None))
    if not column:
        if of_item is not None:
            raise Stays(N_("Its item is mapped to a stage, so without a stage of its own it stands there."))
        return None
    _live(workspace.stages, column, N_("There is no stage “%(slug)s”."),
          N_("The stage “%(slug)s” is archived: nothing new goes there."))  # fmt: skip
    return None if column == of_item else column


def _live(rows: tuple[Dimension, ...], slug: str, unknown: str, archived: str) -> None:
    row = next((row for row in rows if row.slug == slug), None)
    if row is None or row.archived:
        raise Stays(archived if row else unknown, slug=slug[:80])
