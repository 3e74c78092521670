"""Contacts, windows, values and the share of people above a limit, worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.model import FrequencyRule, Item, Placement, Segment, SegmentOverlap, Workspace
from planner.core.pressure import (
    Outlook,
    contact_table,
    pressure_curve,
    union_curve,
    union_values,
    weekly_peaks,
    window_sums,
)
from planner.core.shares import share_over
from planner.core.windows import Windows, rule_windows
from tests.builders import AS_OF, UNTIL, channel, inventory, item, placement, segment, workspace
from tests.core.random_plans import UNTIL_SHORT, plans

DAY = timedelta(days=1)
WEEKLY = FrequencyRule(name="All", maximum=5, window="rolling:7")


def day(n: int) -> date:
    """The day n days after as_of."""
    return AS_OF + n * DAY


def curve(space: Workspace, *items: Item, rule: FrequencyRule = WEEKLY, until: date = UNTIL) -> list[float]:
    return pressure_curve(space, inventory(space, *items), rule, "parents", AS_OF, until).value.tolist()


def mails(*days: int, **fields: object) -> Item:
    return item(placements=tuple(placement(f"p{n}", on=day(n), **fields) for n in days))


def test_a_contact_is_pressure_times_reach_and_half_when_tentative() -> None:
    space = workspace(
        segments=(segment(reach={"push": 0.6}),),
        channels=(channel("email", pressure=1.0), channel("push", pressure=1.5), channel("blog")),
    )
    plan = item(
        placements=(
            placement("a", on=AS_OF),  # 1 x 1
            placement("b", "push", on=AS_OF),  # 1.5 x 0.6 = 0.9
            placement("c", "push", on=AS_OF, status="tentative"),  # 0.9 x 0.5 = 0.45
            placement("d", "blog", on=AS_OF),  # pull: 0
        )
    )
    assert curve(space, plan, until=AS_OF) == pytest.approx([2.35])


def test_service_messages_runs_cancelled_and_undated_placements_press_nobody() -> None:
    plan = item(
        placements=(
            placement("a", on=AS_OF, service=True),
            placement("b", on=AS_OF, until=day(3)),
            placement("c", on=AS_OF, status="cancelled"),
            placement("d"),
        )
    )
    assert curve(workspace(), plan, until=AS_OF) == [0.0]


def test_a_placement_that_ends_on_its_first_day_is_no_run() -> None:
    assert curve(workspace(), item(placements=(placement("a", on=AS_OF, until=AS_OF),)), until=AS_OF) == [1.0]


def test_a_placement_serves_every_mapped_segment_unless_it_is_narrowed() -> None:
    space = workspace(segments=(segment(), segment("elders")))
    plan = item(
        map=("parents/reach/awareness", ("elders//", "secondary")),
        placements=(placement("a", on=AS_OF), placement("b", on=AS_OF, segments=("elders",))),
    )
    assert curve(space, plan, until=AS_OF) == [1.0]
    elders = pressure_curve(space, inventory(space, plan), WEEKLY, "elders", AS_OF, AS_OF)
    assert elders.value.tolist() == [2.0]


def test_placements_on_an_archived_channel_stay_contacts() -> None:
    space = workspace(channels=(channel("email", pressure=1.0, archived=True),))
    assert curve(space, mails(0), until=AS_OF) == [1.0]


def test_rolling_windows_end_on_every_day_and_hold_the_days_before() -> None:
    # contacts 6 days before, on the day itself and 3 days later; windows of 7 days
    values = curve(workspace(), mails(-6, 0, 3), until=day(10))
    assert values == [2.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 0.0]


def test_weeks_and_months_that_touch_the_period_are_counted_whole() -> None:
    # as_of is Monday 23 November 2026: the week is 23-29, the month 1-30 November
    week, month = FrequencyRule(name="w", window="week"), FrequencyRule(name="m", window="month")
    plan = mails(-1, 0, 6, 7, 8)  # 22, 23, 29, 30 November and 1 December
    assert curve(workspace(), plan, rule=week, until=day(2)) == [2.0]
    assert curve(workspace(), plan, rule=week, until=day(7)) == [2.0, 2.0]
    assert curve(workspace(), plan, rule=month, until=day(2)) == [4.0]
    assert curve(workspace(), plan, rule=month, until=day(8)) == [4.0, 1.0]


def test_a_rule_counts_its_own_channels() -> None:
    space = workspace(channels=(channel("email", pressure=1.0), channel("push", pressure=1.5)))
    plan = item(placements=(placement("a", on=AS_OF), placement("b", "push", on=AS_OF)))
    only = FrequencyRule(name="push", channels=("push",), window="rolling:1")
    assert curve(space, plan, rule=only, until=AS_OF) == [1.5]


def test_the_curve_names_its_windows_its_limit_and_the_runs_over_it() -> None:
    rule = FrequencyRule(name="r", maximum=1, minimum=1, window="rolling:2", warn_at=0.5)
    found = pressure_curve(workspace(), inventory(workspace(), mails(1, 2, 5)), rule, "parents", AS_OF, day(5))
    assert found.value.tolist() == [0.0, 1.0, 2.0, 1.0, 0.0, 1.0]
    assert (found.first[2], found.last[2]) == (day(1), day(2))
    assert (found.limit, found.warn_from, found.minimum) == (1, 0.5, 1)
    assert (found.over, found.peak) == (((2, 2),), 2)


def test_windows_outside_the_active_period_are_not_judged() -> None:
    rolling = FrequencyRule(name="r", active_from=day(1), active_to=day(2))
    assert rule_windows(rolling, AS_OF, day(3), back=0).judged.tolist() == [False, True, True, False]
    # weeks of 23, 30 November and 7 December; active on Sunday 29 November only
    week = FrequencyRule(name="w", window="week", active_from=day(6), active_to=day(6))
    assert rule_windows(week, AS_OF, day(14), back=0).judged.tolist() == [True, False, False]


def test_the_union_takes_each_placement_once_with_the_larger_reach() -> None:
    space = workspace(
        segments=(segment(reach={"email": 0.5}), segment("elders", reach={"email": 0.8})),
        overlaps=(SegmentOverlap(a="parents", b="elders", share=0.2),),
    )
    both = item("x", map=("parents//", "elders//"), placements=(placement("x1", on=AS_OF),))  # max(0.5, 0.8)
    one = item("y", map=("parents//",), placements=(placement("y1", on=AS_OF),))  # 0.5
    other = item("z", map=("elders//",), placements=(placement("z1", on=AS_OF),))  # 0.8
    plan = inventory(space, both, one, other)
    found = union_curve(space, plan, WEEKLY, "parents", "elders", AS_OF, AS_OF)
    assert found.value.tolist() == pytest.approx([2.1])
    turned = union_curve(space, plan, WEEKLY, "elders", "parents", AS_OF, AS_OF)
    assert turned.value.tolist() == pytest.approx([2.1])


def test_share_over_of_two_mails_that_reach_half() -> None:
    # more than 1 contact means both: 0.5 x 0.5
    assert share_over(np.array([0.5, 0.5]), np.array([1.0, 1.0]), 1.0) == pytest.approx(0.25)
    # more than 0: all but those whom neither reaches
    assert share_over(np.array([0.5, 0.5]), np.array([1.0, 1.0]), 0.0) == pytest.approx(0.75)


def test_share_over_rounds_pressure_to_tenths_and_keeps_the_maximum_exact() -> None:
    one = np.array([1.0])
    assert share_over(one, np.array([0.25]), 0.29) == 1.0  # 0.25 weighs 0.3
    assert share_over(one, np.array([0.24]), 0.2) == 0.0  # 0.24 weighs 0.2, which is not more than 0.2
    assert share_over(one, np.array([0.04]), 0.0) == 0.0  # 0.04 weighs nothing
    assert share_over(one, np.array([1.15]), 1.19) == 1.0  # 1.15 weighs 1.2
    assert share_over(one, np.array([1.0]), 0.95) == 1.0  # 0.95 is no tenth, and 1.0 is more


chance = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0])
weight = st.sampled_from([0.0, 0.2, 0.35, 1.0, 1.5, 3.0])


@given(st.lists(st.tuples(chance, weight), max_size=8), st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.0, 4.9, 7.0]))
@settings(deadline=None)
def test_share_over_equals_a_brute_force_enumeration(pairs: list[tuple[float, float]], maximum: float) -> None:
    over = 0.0
    for reached in product([False, True], repeat=len(pairs)):
        chance, tenths = 1.0, 0
        for hit, (p, pressure) in zip(reached, pairs, strict=True):
            chance *= p if hit else 1 - p
            tenths += int(round(pressure * 100) + 5) // 10 if hit else 0  # .05 up
        over += chance if tenths / 10 > maximum + 1e-9 else 0.0
    chances, pressures = np.array([p for p, _ in pairs]), np.array([w for _, w in pairs])
    assert share_over(chances, pressures, maximum) == pytest.approx(over, abs=1e-9)


def test_share_over_of_many_placements_is_the_binomial_tail() -> None:
    few = sum(comb(400, k) * 0.01**k * 0.99 ** (400 - k) for k in range(11))  # at most 10 of 400 reach the person
    assert share_over(np.full(400, 0.01), np.ones(400), 10.0) == pytest.approx(1 - few, abs=1e-9)


@given(st.lists(st.integers(0, 9), min_size=40, max_size=40), st.integers(1, 12))
def test_a_rolling_sum_equals_the_naive_one(contacts: list[int], size: int) -> None:
    last = np.arange(size - 1, 40)
    windows = Windows(first=last - size + 1, last=last, opens=last, judged=np.ones(len(last), bool), shown=0)
    naive = [float(sum(contacts[end - size + 1 : end + 1])) for end in range(size - 1, 40)]
    assert window_sums(np.array([contacts], float), windows)[0].tolist() == naive


@given(plan=plans())
@settings(max_examples=50, deadline=None)
def test_the_union_of_two_segments_is_never_below_either(plan: tuple[Workspace, tuple[Item, ...]]) -> None:
    space, items = plan
    outlook = Outlook(space, inventory(space, *items), AS_OF, UNTIL_SHORT)
    for applied, windows, values in zip(outlook.rules, outlook.windows, outlook.values, strict=True):
        for n, a in enumerate(applied.segments.tolist()):
            for m, b in enumerate(applied.segments.tolist()):
                union = union_values(outlook.contact, applied, windows, a, b)
                assert (union >= np.maximum(values[n], values[m]) - 1e-9).all()


@given(plan=plans(), service=st.integers(0, 3))
@settings(max_examples=50, deadline=None)
def test_a_service_placement_never_adds_pressure(plan: tuple[Workspace, tuple[Item, ...]], service: int) -> None:
    space, items = plan
    extra = tuple(Placement(uid=f"s{n}", channel="email", on=day(n), service=True) for n in range(service))
    more = Item(id="service", title="", placements=extra, map=item(map=("a//", "b//", "c//")).map)
    before = Outlook(space, inventory(space, *items), AS_OF, UNTIL_SHORT)
    after = Outlook(space, inventory(space, *items, more), AS_OF, UNTIL_SHORT)
    assert [v.tolist() for v in after.values] == [v.tolist() for v in before.values]


def test_an_archived_segment_keeps_no_rows_in_a_rule() -> None:
    space = Workspace(segments=(Segment(slug="parents", archived=True),), frequency_rules=(WEEKLY,))
    assert [applied.segments.tolist() for applied in Outlook(space, inventory(space), AS_OF, UNTIL).rules] == [[]]


def test_the_table_sums_the_contacts_of_each_week() -> None:
    space = workspace(segments=(segment(), segment("elders", reach={"email": 0.5})))
    plan = item(map=("parents//", "elders//"), placements=tuple(placement(f"p{n}", on=day(n)) for n in (-1, 0, 6, 7)))
    found = contact_table(space, inventory(space, plan), day(2), day(8))
    assert found.weeks == (AS_OF, day(7))
    assert found.value.tolist() == [[2.0, 1.0], [1.0, 0.5]]


def test_weekly_peaks_are_the_highest_judged_windows_of_each_week() -> None:
    space = workspace(segments=(segment(), segment("elders")))
    rolling = FrequencyRule(name="r", segment="parents", window="rolling:2", active_to=day(9))
    # windows of 2 days: 2 on day 1, 1 on day 2; 1 on days 8 and 9, and 2 on day 10, which is not judged
    found = weekly_peaks(space, inventory(space, mails(0, 1, 8, 10, 10)), rolling, AS_OF, day(15))
    assert found.value[0].tolist()[:2] == [2.0, 1.0]
    assert np.isnan(found.value[0, 2])
    assert np.isnan(found.value[1]).all()
    month = FrequencyRule(name="m", window="month")
    found = weekly_peaks(space, inventory(space, mails(0, 1, 8)), month, AS_OF, day(8))
    assert found.value[0].tolist() == [2.0, 2.0]  # the week of 30 November touches both months
