"""Every kind of overload, clause by clause, with figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from planner.core.findings import Finding
from planner.core.model import FrequencyRule, Item, Mapping, Period, SegmentOverlap, Waiver, Workspace
from planner.core.overload import overload, silent
from tests.builders import AS_OF, UNTIL, channel, inventory, item, placement, segment, workspace

DAY = timedelta(days=1)
MAIL, PUSH, BLOG = channel("email", pressure=1.0), channel("push", pressure=1.5), channel("blog")


def day(n: int) -> date:
    """The day n days after as_of, Monday 23 November 2026."""
    return AS_OF + n * DAY


def rule(**fields: Any) -> FrequencyRule:
    return FrequencyRule(**({"name": "Limit"} | fields))


def space(*rules: FrequencyRule, **fields: Any) -> Workspace:
    return workspace(frequency_rules=rules, **({"channels": (MAIL, PUSH, BLOG)} | fields))


def found(kind: str, place: Workspace, *items: Item, until: date = UNTIL) -> list[Finding]:
    return [f for f in overload(place, inventory(place, *items), AS_OF, until) if f.kind == kind]


def quiet(place: Workspace, *items: Item, until: date = UNTIL) -> list[Finding]:
    return list(silent(place, inventory(place, *items), AS_OF, until))


def mails(*days: int, channel: str = "email", id: str = "a", **fields: Any) -> Item:
    """One item per call; its placements a0, a1 ... on these days, meant to repeat."""
    places = (placement(f"{id}{n}", channel, on=day(d), series="s", **fields) for n, d in enumerate(days))
    return item(id, placements=tuple(places))


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1
    return findings[0]


# pressure


def test_pressure_is_one_finding_per_run_with_its_peak() -> None:
    # windows of 3 days; contacts on days 4, 5, 6 and 6: sums on days 4..9 are 1, 2, 4, 3, 2, 0 -> run 6..7
    f = only(found("pressure", space(rule(maximum=2, window="rolling:3")), mails(4, 5, 6, 6)))
    assert (f.rule, f.segment, f.channel) == ("Limit", "parents", None)
    assert (f.start, f.until, f.peak_on) == (day(6), day(7), day(6))
    assert (f.value, f.limit, f.share_over) == (4, 2, 1.0)
    assert f.severity == 100  # 34 + 66 x min(1, (4 - 2) / 2)
    assert (f.items, f.placements) == (("a",), ("a0", "a1", "a2", "a3"))
    assert f.key == "pressure:rule=limit,segment=parents,from=2026-11-29"


def test_pressure_names_the_earliest_of_equal_peaks_and_what_is_in_it() -> None:
    # windows of 1 day: 2 on day 1, 2 on day 2, over 1
    f = only(found("pressure", space(rule(maximum=1, window="rolling:1")), mails(1, 1, 2, 2)))
    assert (f.start, f.until, f.peak_on, f.placements) == (day(1), day(2), day(1), ("a0", "a1"))


def test_two_runs_with_a_window_between_are_two_findings() -> None:
    f = found("pressure", space(rule(maximum=1, window="rolling:1")), mails(1, 1, 3, 3))
    assert sorted((x.start, x.until) for x in f) == [(day(1), day(1)), (day(3), day(3))]


def test_rules_whose_names_read_alike_have_keys_apart() -> None:
    alike = [replace(rule(maximum=0, window="rolling:1"), name=name) for name in ("E-mail", "e mail", "E-mail 2")]
    keys = [f.key.split(",")[0] for f in found("pressure", space(*alike), mails(1))]
    assert sorted(keys) == ["pressure:rule=e-mail", "pressure:rule=e-mail-2", "pressure:rule=e-mail-2-2"]


def test_a_value_that_equals_the_maximum_is_no_pressure_even_in_floats() -> None:
    # ten contacts of 0.1: their sum is 0.9999999999999999 or 1.0000000000000002, the limit is 1
    tenth = segment(reach={"email": 0.1})
    assert found("pressure", space(rule(maximum=1), segments=(tenth,)), mails(*[2] * 10)) == []


def test_severity_grows_with_the_overrun_and_is_100_at_limit_0() -> None:
    # 5 contacts against 4: 34 + 66 x 1/4 = 50.5
    assert only(found("pressure", space(rule(maximum=4)), mails(1, 1, 1, 1, 1))).severity == pytest.approx(50.5)
    assert only(found("pressure", space(rule(maximum=0)), mails(1), until=day(3))).severity == 100


def test_earlier_placements_count_in_a_window_that_ends_in_the_period() -> None:
    f = only(found("pressure", space(rule(maximum=1, window="rolling:7")), mails(-6, 0), until=day(5)))
    assert (f.start, f.until, f.value, f.placements) == (AS_OF, AS_OF, 2, ("a0", "a1"))


def test_a_run_that_began_earlier_starts_on_as_of_but_keeps_its_key_as_days_pass() -> None:
    place = space(rule(maximum=1, window="rolling:7"))
    plan = mails(-3, -2, 0)
    f = only(found("pressure", place, plan))
    assert (f.start, f.key) == (AS_OF, "pressure:rule=limit,segment=parents,from=2026-11-21")
    earlier = overload(place, inventory(place, plan), day(-5), UNTIL)
    assert [x.key for x in earlier if x.kind == "pressure"] == [f.key]


def test_weeks_are_told_from_their_monday_to_their_sunday() -> None:
    # as_of + 3 is Thursday of W48; until Tuesday of W49; both weeks hold 2, over 1
    place = space(rule(maximum=1, window="week"))
    f = only(
        [x for x in overload(place, inventory(place, mails(1, 2, 12, 13)), day(3), day(8)) if x.kind == "pressure"]
    )
    assert (f.start, f.until, f.value, f.peak_on) == (day(0), day(13), 2, day(6))


def test_months_are_told_from_their_first_to_their_last_day() -> None:
    f = only(found("pressure", space(rule(maximum=1, window="month")), mails(8, 9)))  # 1 and 2 December
    assert (f.start, f.until, f.peak_on) == (date(2026, 12, 1), date(2026, 12, 31), date(2026, 12, 31))


def test_all_rules_apply_side_by_side() -> None:
    rules = rule(name="A", maximum=2), rule(name="B", maximum=1, channels=("email",)), rule(name="C", maximum=3)
    f = found("pressure", space(*rules), mails(1, 1, 1))
    assert sorted((x.rule, x.channel) for x in f) == [("A", None), ("B", "email")]


def test_a_rule_of_two_channels_names_none() -> None:
    f = only(found("pressure", space(rule(maximum=1, channels=("email", "push"))), mails(1, 1)))
    assert f.channel is None


def test_rules_of_one_name_have_keys_of_their_own() -> None:
    keys = [x.key for x in found("pressure", space(rule(maximum=1), rule(maximum=1)), mails(1, 1))]
    assert sorted(k.split(",")[0] for k in keys) == ["pressure:rule=limit", "pressure:rule=limit-2"]


def test_a_rolling_window_is_judged_by_its_last_day_and_holds_what_came_before_active_from() -> None:
    active = rule(maximum=1, window="rolling:3", active_from=day(5), active_to=day(5))
    # contacts on days 3 and 4; windows ending on 4, 5: 2, 2 (and 6: 1); only the one ending on day 5 is judged
    f = only(found("pressure", space(active), mails(3, 4)))
    assert (f.start, f.until, f.value) == (day(5), day(5), 2)


def test_a_week_is_judged_when_it_touches_the_active_period() -> None:
    sunday = rule(maximum=1, window="week", active_from=day(6), active_to=day(6))
    f = only(found("pressure", space(sunday), mails(0, 1, 7, 8)))
    assert (f.start, f.until) == (day(0), day(6))


def test_archived_segments_give_no_finding_and_rules_that_name_an_archived_row_rest() -> None:
    elders = segment("elders", archived=True)
    old = channel("push", pressure=1.5, archived=True)
    rules = rule(name="A", segment="elders", maximum=0), rule(name="B", channels=("push",), maximum=0)
    place = space(*rules, rule(name="C", maximum=2), segments=(segment(), elders), channels=(MAIL, old))
    plan = item(
        map=("parents//", "elders//"), placements=(placement("a", "push", on=day(1)), placement("b", on=day(1)))
    )
    f = only(found("pressure", place, plan))
    assert (f.rule, f.segment, f.value) == ("C", "parents", 2.5)  # the push stays a contact


def test_share_over_of_the_peak_window() -> None:
    # three mails that reach half each: 1.5 contacts against 1; more than one reaches 3/8 + 1/8 of the people
    half = segment(reach={"email": 0.5})
    f = only(found("pressure", space(rule(maximum=1), segments=(half,)), mails(1, 1, 1)))
    assert (f.value, f.share_over) == (1.5, pytest.approx(0.5))


def test_share_over_counts_a_tentative_placement_as_half_a_chance() -> None:
    # a tentative mail is there with 1/2: 2 + 1/2 contacts, more than 2 for half of the people
    plan = item(
        placements=(
            placement("a", on=day(1), series="s"),
            placement("b", on=day(1), series="s"),
            placement("c", on=day(1), status="tentative", series="s"),
        )
    )
    f = only(found("pressure", space(rule(maximum=2)), plan))
    assert (f.value, f.share_over) == (2.5, pytest.approx(0.5))


# pressure_warning


def test_a_warning_is_a_run_in_the_band_below_the_maximum() -> None:
    # 4 of 5 is not above 0.8 x 5; 5 of 5 is
    assert found("pressure_warning", space(rule(maximum=5)), mails(1, 1, 1, 1)) == []
    f = only(found("pressure_warning", space(rule(maximum=5)), mails(1, 1, 1, 1, 1)))
    assert (f.severity, f.value, f.limit, f.start, f.until) == (20, 5, 5, day(1), day(7))


def test_a_warning_stands_beside_a_pressure_run() -> None:
    # windows of 2 days over days 1..4: 2, 3, 2, 1 against 2: over on day 2, close to it on days 1 and 3
    f = overload(*_plan(space(rule(maximum=2, window="rolling:2")), mails(1, 1, 2, 3)))
    told = sorted((x.kind, x.start, x.until) for x in f if x.kind.startswith("pressure"))
    assert told == [
        ("pressure", day(2), day(2)),
        ("pressure_warning", day(1), day(1)),
        ("pressure_warning", day(3), day(3)),
    ]


def _plan(place: Workspace, *items: Item) -> Any:
    return place, inventory(place, *items), AS_OF, UNTIL


# silent


def test_silent_is_a_run_below_the_minimum_with_its_lowest_value() -> None:
    # one contact on day 2, windows of 3 days: 0 0 1 1 1 0 for days 0..5
    f = quiet(space(rule(minimum=1, window="rolling:3")), mails(2), until=day(5))
    assert sorted((x.start, x.until, x.value, x.limit) for x in f) == [(day(0), day(1), 0, 1), (day(5), day(5), 0, 1)]
    assert {x.severity for x in f} == {30}  # 50 x 3 / 5


def test_silent_weighs_the_priority_of_the_segment() -> None:
    place = space(rule(minimum=1), segments=(segment(priority=5),))
    assert [x.severity for x in quiet(place)] == [50]


def test_silent_names_what_little_there_is() -> None:
    f = only(quiet(space(rule(minimum=2, window="week")), mails(1), until=day(6)))
    assert (f.value, f.placements) == (1, ("a0",))


def test_a_minimum_of_0_and_no_minimum_are_never_silent() -> None:
    assert quiet(space(rule(minimum=0), rule(name="B", maximum=3))) == []


# spacing


def test_spacing_is_one_finding_per_pair_too_close_together() -> None:
    # days 1, 2 and 4 with a gap of 3 asked: 1-2 are 1 apart, 2-4 are 2 apart, 1-4 keep it
    f = found("spacing", space(rule(min_gap_days=3)), mails(1, 2, 4))
    assert sorted((x.start, x.until, x.value, x.limit, x.placements) for x in f) == [
        (day(1), day(2), 1, 3, ("a0", "a1")),
        (day(2), day(4), 2, 3, ("a1", "a2")),
    ]
    assert sorted(x.severity for x in f) == pytest.approx([34 + 66 / 3, 34 + 66 * 2 / 3])


def test_a_gap_of_one_means_not_on_the_same_day() -> None:
    assert found("spacing", space(rule(min_gap_days=1)), mails(1, 2)) == []
    f = only(found("spacing", space(rule(min_gap_days=1)), mails(1, 1)))
    assert (f.severity, f.value) == (100, 0)  # 34 + 66 x (1 - 0/1)


def test_spacing_is_judged_by_its_later_day() -> None:
    place = space(rule(min_gap_days=2))
    assert len(found("spacing", place, mails(-1, 0))) == 1
    assert found("spacing", place, mails(-2, -1)) == []
    assert found("spacing", place, mails(5, 6), until=day(5)) == []
    late = space(rule(min_gap_days=2, active_from=day(6)))
    assert [f.until for f in found("spacing", late, mails(4, 5, 6))] == [day(6)]
    # 400 days apart, the rule asks 500: once a year at most
    assert [f.value for f in found("spacing", space(rule(min_gap_days=500)), mails(-400, 0))] == [400]
    soon = space(rule(min_gap_days=2, active_to=day(5)))
    assert [f.until for f in found("spacing", soon, mails(4, 5, 6))] == [day(5)]


def test_spacing_looks_at_pressing_placements_on_the_channels_of_the_rule() -> None:
    place = space(rule(min_gap_days=2, channels=("email",)))
    assert found("spacing", place, mails(1), mails(1, channel="push", id="b"), mails(1, channel="blog", id="c")) == []
    assert found("spacing", place, mails(1), mails(1, id="b", service=True)) == []
    both = space(rule(min_gap_days=2))
    assert len(found("spacing", both, mails(1), mails(1, channel="push", id="b"))) == 1


# overlap


def shared(share: float = 0.2, *rules: FrequencyRule) -> Workspace:
    return space(
        *(rules or (rule(maximum=1, window="rolling:1"),)),
        segments=(segment(), segment("elders")),
        overlaps=(SegmentOverlap(a="elders", b="parents", share=share),),
    )


def mail_to(slug: str, on: date, id: str) -> Item:
    return item(id, map=(f"{slug}//",), placements=(placement(f"{id}0", on=on),))


def test_overlap_is_what_only_the_people_in_both_segments_get() -> None:
    f = only(found("overlap", shared(), mail_to("parents", day(1), "a"), mail_to("elders", day(1), "b")))
    assert (f.segment, f.other_segment, f.rule) == ("parents", "elders", "Limit")
    assert (f.value, f.limit, f.severity, f.start, f.until) == (2, 1, 100, day(1), day(1))
    assert f.placements == ("a0", "b0")
    assert f.key == "overlap:rule=limit,segment=parents,other=elders,from=2026-11-24"


def test_overlap_is_silent_where_a_segment_breaks_the_rule_alone() -> None:
    twice = mail_to("parents", day(1), "a"), mail_to("parents", day(1), "c"), mail_to("elders", day(1), "b")
    assert found("overlap", shared(), *twice) == []


def test_overlap_needs_a_share_of_a_twentieth_in_either_direction() -> None:
    plan = mail_to("parents", day(1), "a"), mail_to("elders", day(1), "b")
    assert len(found("overlap", shared(0.05), *plan)) == 1
    assert found("overlap", shared(0.04), *plan) == []
    both = replace(shared(0.04), overlaps=(*shared(0.04).overlaps, SegmentOverlap(a="parents", b="elders", share=0.3)))
    assert len(found("overlap", both, *plan)) == 1


def test_overlap_is_judged_for_rules_of_every_segment_only() -> None:
    named = shared(0.2, rule(maximum=1, window="rolling:1", segment="parents"))
    assert found("overlap", named, mail_to("parents", day(1), "a"), mail_to("elders", day(1), "b")) == []


def test_one_placement_for_both_segments_counts_once_in_the_union() -> None:
    both = item("a", map=("parents//", "elders//"), placements=(placement("a0", on=day(1)),))
    assert found("overlap", shared(), both) == []


# blackout


def test_blackout_is_one_finding_per_placement_and_segment_in_its_contact_free_period() -> None:
    rest = (Period(day(3), day(5)), Period(day(4), day(9)))
    place = space(segments=(segment(contact_free=rest), segment("elders")))
    plan = item(
        map=("parents//", "elders//"),
        placements=(
            placement("a", on=day(2)),
            placement("b", "push", on=day(4), status="tentative"),
            placement("c", "blog", on=day(4)),
            placement("d", on=day(4), service=True),
        ),
    )
    f = only(found("blackout", place, plan))
    assert (f.segment, f.channel, f.placements) == ("parents", "push", ("b",))
    assert (f.value, f.limit, f.severity, f.start, f.until) == (0.75, 0, 80, day(4), day(4))


def test_blackout_looks_at_placements_dated_in_the_period() -> None:
    place = space(segments=(segment(contact_free=(Period(day(-9), day(9)),)),))
    f = found("blackout", place, mails(-1, 0, 5, 6), until=day(5))
    assert [x.placements for x in sorted(f, key=lambda x: x.key)] == [("a1",), ("a2",)]


# repetition


def again(*days: int, **fields: Any) -> Item:
    return item("a", placements=tuple(placement(f"a{n}", "blog", on=day(d), **fields) for n, d in enumerate(days)))


def test_repetition_is_the_same_item_on_a_channel_within_a_fortnight() -> None:
    f = only(found("repetition", space(), again(0, 14)))
    assert (f.value, f.limit, f.severity, f.start, f.until) == (14, 14, 40, day(0), day(14))
    assert (f.segment, f.channel, f.items, f.placements) == ("parents", "blog", ("a",), ("a0", "a1"))
    assert found("repetition", space(), again(0, 15)) == []


def test_repetition_counts_every_pair_whose_later_one_lies_in_the_period() -> None:
    f = found("repetition", space(), again(-15, -1, 3, 40), until=day(30))
    assert [x.placements for x in f] == [("a1", "a2")]


def test_repetition_leaves_out_service_messages_runs_and_series() -> None:
    assert found("repetition", space(), again(1, 2, service=True)) == []
    assert found("repetition", space(), again(1, 2, until=day(9))) == []
    assert found("repetition", space(), again(1, 2, series="s")) == []


def test_two_series_or_a_loose_one_beside_a_series_do_repeat() -> None:
    plan = item("a", placements=(placement("x", "blog", on=day(1), series="s"), placement("y", "blog", on=day(2))))
    assert len(found("repetition", space(), plan)) == 1


def test_repetition_is_told_per_segment_that_both_serve() -> None:
    place = space(segments=(segment(), segment("elders"), segment("old", archived=True)))
    plan = item(
        "a",
        map=("parents//", "elders//", "old//"),
        placements=(placement("x", "blog", on=day(1)), placement("y", "blog", on=day(2), segments=("elders", "old"))),
    )
    assert [f.segment for f in found("repetition", place, plan)] == ["elders"]


# the report


def test_a_waived_finding_stays_marked_until_its_day() -> None:
    place = space(rule(maximum=1))
    key = only(found("pressure", place, mails(1, 1))).key
    waiver = Waiver(key=key, reason="launch", until=AS_OF)
    assert only(found("pressure", replace(place, waivers=(waiver,)), mails(1, 1))).waived == waiver
    past = Waiver(key=key, reason="launch", until=day(-1))
    assert only(found("pressure", replace(place, waivers=(past,)), mails(1, 1))).waived is None


def test_the_report_is_ranked_by_severity() -> None:
    place = space(rule(maximum=4), segments=(segment(contact_free=(Period(day(1), day(1)),)),))
    # contacts in 7 days: 4 on day 4, 5 on days 5 to 7, 4 on day 8
    kinds = [f.kind for f in overload(*_plan(place, mails(1, 2, 3, 4, 5)))]
    assert kinds == ["blackout", "pressure", "pressure_warning", "pressure_warning"]


def test_an_empty_workspace_and_a_period_turned_round_have_no_findings() -> None:
    assert overload(*_plan(Workspace())) == ()
    place = space(rule(maximum=0, minimum=1))
    assert overload(place, inventory(place, mails(1)), AS_OF, day(-1)) == ()
    assert silent(place, inventory(place, mails(1)), AS_OF, day(-1)) == ()


def test_an_item_without_segments_presses_nobody() -> None:
    plan = item(map=(Mapping(stage="reach"),), placements=(placement("a", on=day(1)),))
    assert found("pressure", space(rule(maximum=0)), plan) == []
