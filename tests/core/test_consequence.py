"""What one step in the plan opens and closes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.consequence import Rewrite, Step, consequence, consequences, consequences_of
from planner.core.findings import Finding
from planner.core.gaps import gaps
from planner.core.model import ChannelRules, FrequencyRule, Item, Placement, Workspace
from planner.core.overload import overload, silent
from planner.core.what_if import closed, opened
from tests.builders import AS_OF, channel, inventory, item, placement, segment, stage, target, workspace
from tests.core.random_plans import CHANNELS, UNTIL_SHORT, days, plans

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


def test_a_channel_whose_rules_it_breaks_is_told_before_it_goes_there() -> None:
    strict = space(channels=(channel("blog"), channel("email", rules=ChannelRules(title_max=3))))
    long = item("a", title="Four", placements=(placement("a", "blog", on=day(3)),))
    assert told(strict, (long,), Step(placement="a", channel="email")) == (["channel_rule"], [])
    adapted = item("a", title="Four", placements=(placement("a", "blog", on=day(3), title="Two"),))
    assert told(strict, (adapted,), Step(placement="a", channel="email")) == ([], [])


def test_going_to_the_tray_takes_it_out_of_the_plan() -> None:
    assert told(space(DAILY), (one("a", day(3)), one("b", day(3))), Step(placement="b", tray=True)) == (
        [],
        ["pressure"],
    )


def test_a_tentative_one_weighs_half() -> None:
    step = Step(placement="b", status="tentative")
    # 1 + 0.5 contacts are still more than 1; 0.5 + 0.5 are not
    assert told(space(DAILY), (one("a", day(3)), one("b", day(3))), step) == ([], [])
    half = item("a", placements=(placement("a", on=day(3), status="tentative"),))
    assert told(space(DAILY), (half, one("b", day(3))), step) == ([], ["pressure"])


def test_another_stage_leaves_the_cell_of_the_channel() -> None:
    place = space(
        stages=(stage("reach"), stage("retain")), coverage_targets=(target(1, channel="blog", stage="reach"),)
    )
    there = item("a", placements=(placement("a", "blog", on=AS_OF),))
    assert told(place, (there,), Step(placement="a", stage="retain")) == (["not_on_channel"], [])
    away = item("a", placements=(placement("a", "blog", on=AS_OF, stage="retain"),))
    assert told(place, (away,), Step(placement="a", stage="")) == ([], ["not_on_channel"])


def test_steps_are_judged_together() -> None:
    items = one("a", day(3)), one("b", day(3)), one("c", day(9))
    both = Step(placement="a", day=day(9)), Step(placement="c", day=day(3))
    plan = inventory(space(DAILY), *items)
    alone = [consequence(space(DAILY), plan, step, AS_OF, END) for step in both]
    # a to the day of c: the pressure goes from day 3 to day 9; c to day 3: three on that day instead of two
    assert [[f.value for f in found.opens] for found in alone] == [[2.0], [3.0]]
    together = consequences(space(DAILY), plan, both, AS_OF, END)  # a and c change places, and all is as it was
    assert (together.opens, together.closes) == ((), ())


def test_two_new_placements_are_told_as_two() -> None:
    plan = inventory(space(DAILY), item("a"), item("b"))
    steps = [Step(item=id, channel="email", day=day(3)) for id in ("a", "b")]
    assert [f.value for f in consequences(space(DAILY), plan, steps, AS_OF, END).opens] == [2.0]


def findings(place: Workspace, items: tuple[Item, ...]) -> list[Finding]:
    """What reports made anew say, of the kinds that a step can touch."""
    plan = place, inventory(place, *items), AS_OF, UNTIL_SHORT
    near = [f for f in gaps(*plan) if f.channel is not None]
    return [*silent(*plan), *near, *(f for f in overload(*plan) if f.kind not in ("pile_up", "dependence"))]


@given(plan=plans(), data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_it_says_what_whole_reports_before_and_after_say(plan: tuple[Workspace, tuple[Item, ...]], data: Any) -> None:
    place, items = plan
    uids = [p.uid for i in items for p in i.placements]
    chosen = data.draw(st.lists(st.sampled_from(uids), max_size=3, unique=True) if uids else st.just([]))
    steps = [
        Step(placement=uid, day=data.draw(days), channel=data.draw(st.none() | st.sampled_from(CHANNELS)))
        for uid in chosen
    ]
    by_uid = {step.placement: step for step in steps}
    after = tuple(
        replace(i, placements=tuple(stepped(p, by_uid[p.uid]) if p.uid in by_uid else p for p in i.placements))
        for i in items
    )
    whole = findings(place, items), findings(place, after)
    found = consequences(place, inventory(place, *items), steps, AS_OF, UNTIL_SHORT)
    assert sorted(f.key for f in found.opens) == sorted(f.key for f in opened(*whole))
    assert sorted(f.key for f in found.closes) == sorted(f.key for f in closed(*whole))


def stepped(place: Placement, step: Step) -> Placement:
    assert step.day is not None
    until = place.until and place.on and place.until + (step.day - place.on)
    return replace(place, on=step.day, until=until, channel=step.channel or place.channel)


def test_a_copy_presses_only_those_it_is_narrowed_to() -> None:
    both = item("a", map=("parents/reach/awareness", "grandparents/reach/awareness"))
    place = space(DAILY, segments=(segment("parents"), segment("grandparents")))
    there = replace(both, placements=(placement("one", on=day(3)),))
    narrowed = placement("two", on=day(3), segments=("parents",))
    found = consequences_of(place, inventory(place, there), [there], [Rewrite("a", None, narrowed)], AS_OF, END)
    assert [(f.kind, f.segment) for f in found.opens] == [("pressure", "parents"), ("repetition", "parents")]
    service = replace(narrowed, service=True)
    assert (
        consequences_of(place, inventory(place, there), [there], [Rewrite("a", None, service)], AS_OF, END).opens == ()
    )


@given(plan=plans(), data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rewrites_say_what_whole_reports_say(plan: tuple[Workspace, tuple[Item, ...]], data: Any) -> None:
    place, items = plan
    pairs = [(i, p) for i in items for p in i.placements]
    chosen = (
        data.draw(st.lists(st.sampled_from(pairs), max_size=4, unique_by=lambda pair: pair[1].uid)) if pairs else []
    )
    slugs = [row.slug for row in place.segments]
    rewrites = []
    for owner, one in chosen:
        to = {"on": data.draw(days), "until": None, "segments": tuple(data.draw(st.sets(st.sampled_from(slugs))))}
        what = data.draw(st.sampled_from(["changed", "made", "gone"]))
        other = None if what == "gone" else replace(one, **to, uid=f"{one.uid}-new" if what == "made" else one.uid)
        rewrites.append(Rewrite(owner.id, None if what == "made" else one, other))
    after = tuple(replace(i, placements=rewritten(i, rewrites)) for i in items)
    whole = findings(place, items), findings(place, after)
    named = [i for i in items if i.id in {one.item for one in rewrites}]
    found = consequences_of(place, inventory(place, *items), named, rewrites, AS_OF, UNTIL_SHORT)
    assert sorted(f.key for f in found.opens) == sorted(f.key for f in opened(*whole))
    assert sorted(f.key for f in found.closes) == sorted(f.key for f in closed(*whole))


def rewritten(owner: Item, rewrites: list[Rewrite]) -> tuple[Placement, ...]:
    mine = [one for one in rewrites if one.item == owner.id]
    gone = {one.before.uid for one in mine if one.before}
    return (*(p for p in owner.placements if p.uid not in gone), *(one.after for one in mine if one.after))
