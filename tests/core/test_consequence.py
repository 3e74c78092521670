"""What one step in the plan opens and closes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from planner.core.consequence import Step, consequence
from planner.core.model import FrequencyRule, Item, Workspace
from tests.builders import AS_OF, channel, inventory, item, placement, target, workspace

DAY = timedelta(days=1)
END = AS_OF + 27 * DAY


def day(n: int) -> date:
    return AS_OF + n * DAY


def space(*rules: FrequencyRule, **fields: Any) -> Workspace:
    channels = channel("email", pressure=1.0), channel("blog", weekly_capacity=1)
    return workspace(frequency_rules=rules, **({"channels": channels} | fields))


def one(uid: str, on: date | None, channel: str = "email") -> Item:
    return item(uid, placements=(placement(uid, channel, on=on),))


def told(place: Workspace, items: tuple[Item, ...], step: Step) -> tuple[list[str], list[str]]:
    found = consequence(place, inventory(place, *items), step, AS_OF, END)
    return sorted(f.kind for f in found.opens), sorted(f.kind for f in found.closes)


DAILY = FrequencyRule(name="Daily", maximum=1, window="rolling:1", warn_at=1)
TWO = one("a", day(3)), one("b", day(5))


def test_moving_onto_another_mail_opens_pressure_and_moving_away_closes_it() -> None:
    assert told(space(DAILY), TWO, Step(placement="b", day=day(3))) == (["pressure"], [])
    assert told(space(DAILY), (one("a", day(3)), one("b", day(3))), Step(placement="b", day=day(4))) == (
        [],
        ["pressure"],
    )


def test_a_step_that_changes_nothing_of_weight_says_nothing() -> None:
    assert told(space(DAILY), TWO, Step(placement="b", day=day(6))) == ([], [])


def test_a_placement_from_the_tray_counts_from_the_day_it_gets() -> None:
    assert told(space(DAILY), (one("a", day(3)), one("b", None)), Step(placement="b", day=day(3))) == (["pressure"], [])


def test_another_channel_takes_pressure_away_and_may_be_full() -> None:
    full = *TWO, one("c", day(2), "blog")
    step = Step(placement="b", day=day(3), channel="blog")
    assert told(space(DAILY), full, step) == (["capacity"], [])
    two = one("a", day(3)), one("b", day(3)), one("c", day(9), "blog")
    assert told(space(DAILY), two, Step(placement="b", channel="blog")) == ([], ["pressure"])


def test_a_week_of_the_other_channel_that_was_full_before_is_not_opened() -> None:
    full = one("a", day(3)), one("b", day(2), "blog"), one("c", day(2), "blog"), one("d", day(9), "blog")
    assert told(space(DAILY), full, Step(placement="a", channel="blog", day=day(16))) == ([], [])


def test_cancelling_may_leave_a_segment_silent() -> None:
    rule = FrequencyRule(name="Some", minimum=1, window="week", active_from=AS_OF, active_to=AS_OF)
    assert told(space(rule), (one("a", day(3)),), Step(placement="a", cancel=True)) == (["silent"], [])


def test_a_new_placement_presses_all_whom_its_item_serves() -> None:
    assert told(space(DAILY), (*TWO, item("c")), Step(item="c", channel="email", day=day(3))) == (["pressure"], [])
    assert told(space(DAILY), TWO, Step(item="b", channel="email", day=day(25))) == ([], [])
    assert told(space(DAILY), TWO, Step(item="b", channel="email", day=day(9))) == (["repetition"], [])


def test_a_new_placement_on_as_of_closes_the_gap_of_its_channel() -> None:
    place = space(coverage_targets=(target(1, channel="blog"),))
    assert told(place, (item("a"),), Step(item="a", channel="blog", day=AS_OF)) == ([], ["not_on_channel"])
    # a later one is planned, not usable: the gap stays, of another type
    assert told(place, (item("a"),), Step(item="a", channel="blog", day=day(3))) == ([], [])


def test_an_unknown_placement_item_or_channel_is_a_key_error() -> None:
    for step in (Step(placement="x"), Step(item="x"), Step(placement="a", channel="x")):
        with pytest.raises(KeyError):
            told(space(), TWO, step)
