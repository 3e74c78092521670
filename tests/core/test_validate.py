"""Rules over several fields and records, each told with its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from planner.core.model import (
    Campaign,
    CapacityException,
    ChannelRules,
    Comment,
    Dump,
    FrequencyRule,
    KpiValue,
    Mapping,
    Period,
    Query,
    SavedView,
    SegmentOverlap,
    Settings,
    Touchpoint,
    Waiver,
)
from planner.core.validate import dump_problems, known, record_problems, reference_problems, workspace_problems
from tests.builders import channel, fmt, item, placement, segment, target, workspace
from tests.strategies import dumps

MONDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 22)


def told(problems: object) -> list[tuple[str, str]]:
    return [(p.where, p.sentence()) for p in problems]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("record", "where", "sentence"),
    [
        (segment(priority=6), "priority", "6 is out of range: from 1 to 5."),
        (segment(reach={"email": 1.5}), "reach.email", "1.5 is out of range: from 0 to 1."),
        (segment("No Slug"), "slug", "“No Slug” is no slug: use a-z, 0-9 and - (at most 80)."),
        (segment(contact_free=(Period(MONDAY, SUNDAY),)), "contact_free[0]",
         "2026-11-22 lies before the first day, 2026-11-23."),
        (channel(capacity_exceptions=(CapacityException(start=MONDAY, until=SUNDAY),)),
         "capacity_exceptions[0].until", "2026-11-22 lies before the first day, 2026-11-23."),
        (SegmentOverlap(a="x", b="x", share=0.5), "b", "A segment overlaps with another one, not with itself."),
        (Campaign(slug="c", start=MONDAY, end=SUNDAY), "end", "2026-11-22 lies before the first day, 2026-11-23."),
        (target(2.0, maximum=1.0), "maximum", "The maximum, 1, is below the minimum, 2."),
        (FrequencyRule(name="r", window="rolling:0"), "window",
         "“rolling:0” is no window: write rolling:7, week or month."),
        (FrequencyRule(name="r", minimum=3, maximum=2), "maximum", "The maximum, 2, is below the minimum, 3."),
        (item(quality=0), "quality", "0 is out of range: from 1 to 5."),
        (item(map=("a/b/c", ("a/b/c", "secondary"))), "map[1]", "“a/b/c” is mapped twice."),
        (placement("p", priority=11), "priority", "11 is out of range: from 0 to 10."),
        (placement("p", on=MONDAY, until=SUNDAY), "until", "2026-11-22 lies before the first day, 2026-11-23."),
        (placement("p", on=MONDAY, at=datetime(2026, 11, 23, 9, tzinfo=UTC)), "at",
         "A placement has a day (on) or a time (at), not both."),
        (Touchpoint(slug="t", emotion=3), "emotion", "3 is out of range: from -2 to 2."),
        (SavedView(slug="v", name="V", relative="week", query=Query(start=MONDAY)), "period.relative",
         "A period is relative or has dates, not both."),
        (KpiValue(kpi="k", day=MONDAY, value=float("nan")), "value", "“nan” is no number."),
        (Settings(timezone="Mars"), "timezone", "“Mars” is no time zone: write one like Europe/Brussels."),
    ],
)  # fmt: skip
def test_one_record_is_judged_by_itself(record: object, where: str, sentence: str) -> None:
    assert told(record_problems(record)) == [(where, sentence)]


def test_references_are_told_where_they_stand() -> None:
    names = known(workspace(), items=["a"])
    promo = item("b", format="film", derived_from="z", placements=(placement("p", "fax", segments=("parents", "x")),))
    assert told(reference_problems(promo, names)) == [
        ("format", "There is no “film” among the formats."),
        ("derived_from", "There is no “z” among the items."),
        ("placements[0].channel", "There is no “fax” among the channels."),
        ("placements[0].segments[1]", "There is no “x” among the segments."),
    ]
    assert told(reference_problems(replace(promo, format="article", derived_from="a", placements=()), names)) == []
    email = channel("email", rules=ChannelRules(formats=("film",)))
    assert told(reference_problems(email, names)) == [("rules.formats[0]", "There is no “film” among the formats.")]
    assert told(reference_problems(segment(reach={"fax": 1.0}), names)) == [
        ("reach.fax", "There is no “fax” among the channels.")
    ]


def test_what_stands_twice_is_told_with_its_first_place() -> None:
    space = workspace(
        segments=(segment(), segment()),
        coverage_targets=(target(stage="reach"), target(2.0, stage="reach")),
        frequency_rules=(FrequencyRule(name="r"), FrequencyRule(name="r")),
        waivers=(Waiver(key="k", reason="a"), Waiver(key="k", reason="b")),
    )
    twins = (item("a", placements=(placement("p"),)), item("a", placements=(placement("p"),)))
    second = "stands here for the second time; the first is"
    assert told(dump_problems(Dump(workspace=space, items=twins))) == [
        ("segments[1].slug", f"“parents” {second} segments[0]."),
        ("coverage_targets[1].segment", f"“*, reach, *, *” {second} coverage_targets[0]."),
        ("frequency_rules[1].name", f"“r” {second} frequency_rules[0]."),
        ("waivers[1].key", f"“k” {second} waivers[0]."),
        ("items[1].id", f"“a” {second} items[0]."),
        ("items[1].placements[0].uid", f"“p” {second} items[0].placements[0]."),
    ]


def test_parts_of_a_dump_outside_the_workspace_are_judged_too() -> None:
    dump = Dump(
        workspace=workspace(),
        items=(item("a", map=(Mapping(segment="nobody"),)),),
        kpi_values=(KpiValue(kpi="k", day=MONDAY, value=1, placement="p"),),
        comments=(Comment(item="z", author="x", at=datetime(2026, 11, 23, tzinfo=UTC), text="t"),),
    )
    assert told(dump_problems(dump)) == [
        ("items[0].map[0].segment", "There is no “nobody” among the segments."),
        ("kpi_values[0].kpi", "There is no “k” among the kpis."),
        ("kpi_values[0].placement", "There is no “p” among the placements."),
        ("comments[0].item", "There is no “z” among the items."),
    ]


def test_a_workspace_is_judged_with_the_limits_of_its_fields() -> None:
    space = workspace(formats=(fmt(effort_hours=-1.0), fmt("film", derivable_from=("book",))))
    assert told(workspace_problems(space, (item(status="done"),))) == [
        ("formats[0].effort_hours", "-1 is out of range: from 0 to 10000."),
        ("items[0].status", "“done” is not one of: idea, briefed, in_production, in_review, changes_requested, "
         "approved, published, archived, on_hold, cancelled."),
        ("formats[1].derivable_from[0]", "There is no “book” among the formats."),
    ]  # fmt: skip


def test_an_end_before_the_first_day_can_be_held_it_makes_no_run() -> None:
    held = item("a", placements=(placement("p", "email", on=MONDAY, until=SUNDAY),))
    assert dump_problems(Dump(workspace=workspace(), items=(held,))) == ()


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(dumps())
def test_what_the_strategies_make_is_in_order(dump: Dump) -> None:
    assert workspace_problems(dump.workspace, dump.items) == ()
