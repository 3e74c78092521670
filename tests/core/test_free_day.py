"""Free days: by hand, and on random plans what judging every day anew says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.columns import Inventory
from planner.core.free_day import free_day, verdicts
from planner.core.model import FrequencyRule, Item, User, Workspace
from planner.core.what_if import Change, changed, local_findings, opened
from tests.builders import AS_OF, UNTIL, inventory, item, placement, workspace
from tests.core.random_plans import UNTIL_SHORT, placements, plans

ONE_A_WEEK = FrequencyRule(name="One a week", maximum=1, window="rolling:7", warn_at=1.0)


def test_a_free_day_is_a_working_day_that_breaks_no_rule() -> None:
    # a mail on Tuesday 24 and at most one in 7 days: free again on Tuesday 1 December
    space = workspace(frequency_rules=(ONE_A_WEEK,))
    new = item("a", placements=(placement("new"),))
    plan = inventory(space, item("b", placements=(placement("mail", on=date(2026, 11, 24)),)), new)
    assert free_day(space, plan, "new", AS_OF, UNTIL) == date(2026, 12, 1)
    assert free_day(space, plan, "new", AS_OF, date(2026, 11, 30)) is None
    alone = inventory(space, new)
    assert free_day(space, alone, "new", date(2026, 11, 28), UNTIL) == date(2026, 11, 30)  # the 28th is a Saturday


def test_a_day_that_only_comes_near_a_limit_is_the_second_choice() -> None:
    # two in 7 days allowed and a warning from 1.5 on: with a mail on every Tuesday each day makes two
    space = workspace(frequency_rules=(FrequencyRule(name="Two", maximum=2, window="rolling:7", warn_at=0.75),))
    weekly = tuple(placement(f"m{n}", on=date(2026, 11, 24) + timedelta(days=7 * n)) for n in range(14))
    plan = inventory(space, item("b", placements=weekly), item("a", placements=(placement("new"),)))
    assert free_day(space, plan, "new", AS_OF, UNTIL) == AS_OF


def test_a_free_day_lies_before_the_item_expires() -> None:
    space = workspace()
    old = item(expires_on=AS_OF - timedelta(days=1), placements=(placement("new"),))
    assert free_day(space, inventory(space, old), "new", AS_OF, UNTIL) is None


def judged_anew(space: Workspace, plan: Inventory, day: date, first: date) -> tuple[bool, bool]:
    """Whether the placement "new" breaks something on a day, and whether it opens warnings, by the reports."""
    row = plan.place_row["new"]
    then = changed(plan, [Change(action="move", placement="new", day=day)])
    before, after = (local_findings(space, one, first, UNTIL_SHORT, [row]) for one in (plan, then))
    kinds = {finding.kind for finding in opened(before, after)}
    return bool(kinds - {"pressure_warning"}), "pressure_warning" in kinds


def free_day_anew(space: Workspace, plan: Inventory, first: date) -> date | None:
    """The first working day that breaks nothing, else the first that opens warnings alone, each judged anew."""
    near = None
    for day in (first + timedelta(days=n) for n in range((UNTIL_SHORT - first).days + 1)):
        breaks, warns = judged_anew(space, plan, day, first) if day.isoweekday() <= 5 else (True, False)
        if not breaks and not warns:
            return day
        near = near or (None if breaks else day)
    return near


@st.composite
def trials(draw: Any) -> tuple[Workspace, tuple[Item, ...], list[date]]:
    """A plan with people who work a few hours a week, one item with the undated placement "new", and days to try."""
    space, items = draw(plans(3))
    people = tuple(User(email=mail, hours_per_week=draw(st.sampled_from([None, 0, 4, 9]))) for mail in ("x@y", "z@y"))
    effort = st.sampled_from([None, 0.0, 3.0])
    held = [replace(i, owner=draw(st.sampled_from(["", "x@y", "z@y"])), effort_hours=draw(effort)) for i in items]
    mine = draw(st.sampled_from(held)) if held else item("p", title="p", map=("a/reach/awareness",))
    new = replace(draw(placements("new")), on=None, until=None)
    held = [one for one in held if one.id != mine.id]
    days = draw(st.lists(st.dates(AS_OF, UNTIL_SHORT), min_size=4, max_size=4, unique=True))
    items = (*held, replace(mine, placements=(*mine.placements, new)))
    return replace(space, users=people), items, sorted(days)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trials())
def test_trying_days_by_arrays_says_what_judging_each_anew_says(
    world: tuple[Workspace, tuple[Item, ...], list[date]],
) -> None:
    space, items, days = world
    plan = inventory(space, *sorted(items, key=lambda one: one.id))
    breaks, warns = verdicts(space, plan, "new", days, days[0], UNTIL_SHORT)
    anew = [judged_anew(space, plan, day, days[0]) for day in days]
    assert breaks.tolist() == [broke for broke, _ in anew]
    assert (warns & ~breaks).tolist() == [warned and not broke for broke, warned in anew]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trials())
def test_the_free_day_is_the_one_that_judging_day_after_day_finds(
    world: tuple[Workspace, tuple[Item, ...], list[date]],
) -> None:
    space, items, days = world
    plan = inventory(space, *sorted(items, key=lambda one: one.id))
    assert free_day(space, plan, "new", days[0], UNTIL_SHORT) == free_day_anew(space, plan, days[0])
