"""Gaps by DOMAIN section 3; every figure is worked out in the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.columns import from_records
from planner.core.coverage import coverage
from planner.core.findings import Finding
from planner.core.gaps import gaps
from planner.core.model import Item, Touchpoint, Workspace
from tests.builders import AS_OF, UNTIL, channel, inventory, item, phase, placement, segment, stage, target, workspace
from tests.core.worlds import worlds

DAY = timedelta(days=1)
PATH = "parents/reach/awareness"
AT = "segment=parents,stage=reach,phase=awareness"


def judge(space: Workspace, *items: Item) -> tuple[Finding, ...]:
    return gaps(space, inventory(space, *items), AS_OF, UNTIL)


def kinds(*items: Item, minimum: float = 2.0, **fields: Any) -> list[str]:
    space = workspace(coverage_targets=(target(minimum, **fields),))
    return [gap.kind for gap in judge(space, *items)]


# --- the types, in their order ---


def test_enough_is_no_gap_and_one_short_is() -> None:
    assert kinds(item("a"), item("b")) == []
    assert kinds(item("a")) == ["thin"]


def test_empty_when_no_counted_item_is_mapped_ideas_left_aside() -> None:
    assert kinds() == ["empty"]
    assert kinds(item(status="idea"), item("b", status="archived"), item("c", map=["parents//awareness"])) == ["empty"]
    assert kinds(item(status="briefed")) == ["planned_only"]


def test_planned_only_when_nothing_is_usable_and_something_planned() -> None:
    assert kinds(item(status="approved"), item("b", status="in_review")) == ["planned_only"]
    assert kinds(item(status="approved"), item("b", expires_on=AS_OF - DAY)) == ["planned_only"]
    assert kinds(item(status="approved"), item("b")) == ["thin"]


def test_stale_when_the_minimum_would_be_reached_with_every_freshness_one() -> None:
    old = item("b", review_on=AS_OF)
    assert kinds(item("a"), old) == ["stale"]  # 1 + 0.5, fresh 2
    assert kinds(item("a", map=[(PATH, "secondary")]), old) == ["thin"]  # 0.5 + 0.5, fresh 1.5
    assert kinds(item("a", expires_on=AS_OF - DAY), item("b", expires_on=AS_OF - DAY)) == ["stale"]


def test_weak_when_it_would_be_with_every_quality_one_freshness_as_it_is() -> None:
    assert kinds(item("a"), item("b", quality=2)) == ["weak"]  # 1 + 0.5
    assert kinds(item("a", review_on=AS_OF), item("b", quality=1)) == ["thin"]  # fresh 1.5, good 1.5


def test_stale_goes_before_weak() -> None:
    # 0.5 x 0.5 twice: fresh and weak 1, good and stale 1, both reach a minimum of 1
    both = [item(id, quality=1, review_on=AS_OF) for id in "ab"]
    assert kinds(*both, minimum=1) == ["stale"]


def test_not_on_channel_when_items_are_mapped_and_none_is_placed_there() -> None:
    assert kinds(channel="email") == ["empty"]
    assert kinds(item(), channel="email") == ["not_on_channel"]
    assert kinds(item(placements=(placement("p", "blog", AS_OF),)), channel="email") == ["not_on_channel"]
    assert kinds(item(placements=(placement("p", "email", AS_OF - 366 * DAY),)), channel="email") == ["not_on_channel"]
    assert kinds(item(placements=(placement("p", "email", AS_OF),)), channel="email") == ["thin"]


def test_an_idea_on_the_channel_leaves_it_not_on_channel() -> None:
    idea = item("b", status="idea", placements=(placement("p", "email", AS_OF),))
    assert kinds(item("a"), idea, channel="email") == ["not_on_channel"]
    assert kinds(idea, channel="email") == ["empty"]


def test_a_published_item_placed_later_makes_a_channel_cell_planned_only() -> None:
    assert kinds(item(placements=(placement("p", "email", AS_OF + DAY),)), channel="email") == ["planned_only"]


def test_not_expected_and_maximum_alone_are_never_a_gap() -> None:
    assert kinds(minimum=0) == []
    assert kinds(minimum=0, maximum=5) == []
    assert judge(workspace()) == ()


# --- what a finding says ---


def test_a_gap_states_its_figures_its_period_and_its_evidence() -> None:
    space = workspace(coverage_targets=(target(4),))
    (gap,) = judge(space, item("b", status="approved"), item("a", review_on=AS_OF), item("c", status="idea"))
    assert gap == Finding(
        key=f"thin:{AT}", kind="thin", severity=87.5, segment="parents", stage="reach", phase="awareness",
        start=AS_OF, until=UNTIL, value=0.5, limit=4.0, items=("a", "b", "c"),
        weight_missing=3.5, planned=0.7, planned_items=1, published_items=1,
    )  # fmt: skip


def test_a_channel_gap_names_its_placements_by_day() -> None:
    space = workspace(coverage_targets=(target(4, channel="email"),))
    inside = (placement("z", "email", AS_OF - DAY), placement("y", "email", AS_OF), placement("x", "email", AS_OF))
    outside = (placement("w", "blog", AS_OF), placement("v", "email"), placement("u", "email", UNTIL + DAY))
    (gap,) = judge(space, item("a", placements=inside + outside), item("b"))
    assert (gap.key, gap.channel, gap.items) == (f"thin:{AT},channel=email", "email", ("a",))
    assert gap.placements == ("z", "x", "y")


def test_not_on_channel_names_the_items_that_are_mapped() -> None:
    space = workspace(coverage_targets=(target(1, channel="email"),))
    (gap,) = judge(space, item("b"), item("a", status="in_review"))
    assert (gap.kind, gap.items, gap.placements) == ("not_on_channel", ("a", "b"), ())


def test_the_key_does_not_hold_the_day_so_a_waiver_outlives_it() -> None:
    space = workspace(coverage_targets=(target(1),))
    later = gaps(space, inventory(space), AS_OF + DAY, UNTIL)
    assert [g.key for g in later] == [g.key for g in judge(space)] == [f"empty:{AT}"]


# --- severity ---


def test_severity_is_what_is_missing_times_the_weight_over_the_largest() -> None:
    space = workspace(
        segments=(segment(priority=4), segment("grandparents", priority=2), segment("partners", priority=5)),
        coverage_targets=(target(2), target(0, segment="partners")),
    )
    # w: parents 12, grandparents 6; partners 15 is not expected and does not count as the largest
    found = judge(space, item("a"), item("b", map=["grandparents/reach/awareness"], quality=1))
    assert [(g.segment, g.severity, g.level) for g in found] == [
        ("parents", 50.0, "medium"),  # 100 x (1 - 1/2) x 12/12
        ("grandparents", 37.5, "medium"),  # 100 x (1 - 0.5/2) x 6/12
    ]


def test_an_expected_cell_with_a_maximum_alone_counts_for_the_largest_weight() -> None:
    space = workspace(
        segments=(segment(priority=1), segment("grandparents", priority=4)),
        coverage_targets=(target(1, segment="parents"), target(0, maximum=9, segment="grandparents")),
    )
    assert [g.severity for g in judge(space)] == [25.0]


def test_severity_is_zero_when_the_largest_weight_is() -> None:
    space = workspace(
        coverage_targets=(target(1, importance=0),),
        touchpoints=(Touchpoint(slug="t"),),
        segments=(segment(language="nl"),),
    )
    assert [(g.kind, g.severity) for g in judge(space)] == [("empty", 0.0), ("unanswered", 0.0)]


# --- language ---


def language_space(**fields: Any) -> Workspace:
    return workspace(**({"segments": (segment(language="nl"),), "coverage_targets": (target(1),)} | fields))


def test_language_when_a_covered_cell_holds_nothing_usable_in_the_segments_language() -> None:
    (gap,) = judge(language_space(), item("b", language="en"), item("a"), item("c", language="nl", status="approved"))
    assert gap == Finding(
        key=f"language:{AT}", kind="language", severity=30.0, segment="parents", stage="reach", phase="awareness",
        start=AS_OF, until=UNTIL, value=0.0, limit=1.0, items=("a", "b"), language="nl",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "found"), [("nl", []), ("nl-be", ["language"]), ("en", ["language"]), (None, ["language"])]
)
def test_exactly_that_language_is_asked(language: str | None, found: list[str]) -> None:
    assert [g.kind for g in judge(language_space(), item(language=language))] == found


def test_an_expired_item_is_not_usable_in_a_language_and_a_stale_one_is() -> None:
    dutch = item("b", language="nl", expires_on=AS_OF - DAY)
    assert [g.kind for g in judge(language_space(), item("a", language="en"), dutch)] == ["language"]
    stale = item("b", language="nl", review_on=AS_OF)
    assert judge(language_space(), item("a", language="en"), stale) == ()


def test_no_language_gap_beside_a_gap_or_without_a_minimum_a_language_or_in_a_channel_cell() -> None:
    english = item(language="en", placements=(placement("p", "email", AS_OF),))
    assert [g.kind for g in judge(language_space(coverage_targets=(target(2),)), english)] == ["thin"]
    assert judge(language_space(coverage_targets=(target(0, maximum=4),)), english) == ()
    assert judge(language_space(segments=(segment(),)), english) == ()
    assert judge(language_space(coverage_targets=(target(1, channel="email"),)), english) == ()


def test_language_weighs_thirty_times_the_share_of_the_largest_weight() -> None:
    space = language_space(
        segments=(segment(language="nl", priority=2), segment("grandparents", priority=5)),
        coverage_targets=(target(1, segment="parents"), target(0, segment="grandparents", maximum=1)),
    )
    assert [g.severity for g in judge(space, item(language="en"))] == [12.0]  # 30 x 2/5


# --- unanswered ---


def asked(*items: Item, targets: Any = (), **fields: Any) -> list[Finding]:
    named = {"slug": "unboxing", "segment": "parents", "stage": "reach", "phase": "awareness", "items": ("a", "b")}
    space = workspace(
        coverage_targets=targets or (target(0, maximum=9),), channels=(channel(), channel("email", archived=True)),
        stages=(stage(), stage("gone", archived=True)), touchpoints=(Touchpoint(**(named | fields)),),
    )  # fmt: skip
    return list(judge(space, *items))


def test_unanswered_when_none_of_its_items_is_published_and_fresh() -> None:
    (gap,) = asked(item("b", status="approved"), item("c"))
    assert gap == Finding(
        key=f"unanswered:{AT},touchpoint=unboxing", kind="unanswered", severity=60.0,
        segment="parents", stage="reach", phase="awareness", touchpoint="unboxing",
        start=AS_OF, until=UNTIL, value=0.0, limit=1.0, items=("b",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "open_"),
    [
        ({}, False),
        ({"review_on": AS_OF}, False),
        ({"expires_on": AS_OF - DAY}, True),
        ({"published_on": AS_OF + DAY}, True),
        ({"status": "archived"}, True),
    ],
)
def test_one_published_item_with_freshness_answers_it(fields: dict[str, Any], open_: bool) -> None:
    assert bool(asked(item("a", map=[], **fields), item("b", status="idea"))) is open_


def test_a_touchpoint_without_items_is_unanswered() -> None:
    assert [g.items for g in asked(items=())] == [()]


def test_a_touchpoint_that_names_an_archived_row_rests() -> None:
    assert asked(stage="gone") == []
    assert asked(channels=("blog", "email")) == []
    assert len(asked(channels=("blog",))) == 1


def test_unanswered_takes_the_importance_of_the_winning_plain_target_else_three() -> None:
    # the largest w is that of the expected cell: 3 x 4 = 12
    wins = (target(0, maximum=9, importance=4), target(9, importance=1, channel="blog"))
    assert [g.severity for g in asked(targets=wins) if g.kind == "unanswered"] == [60.0]  # 60 x 12/12
    # a part not said counts 1, and only targets that do not name it apply: 1 x 4 of 12
    assert [g.severity for g in asked(targets=wins[:1], segment=None)] == [pytest.approx(20.0)]
    named = (target(0, segment="parents", maximum=9, importance=4),)
    assert [g.severity for g in asked(targets=named, segment=None)] == [pytest.approx(15.0)]  # 60 x (1 x 3)/12


def test_its_weight_over_the_largest_is_at_most_one() -> None:
    # not expected itself: w = 3 x 5 = 15 against the largest expected 3 x 1 = 3
    space = workspace(
        stages=(stage(), stage("retain")),
        coverage_targets=(target(0, stage="reach", importance=5), target(0, maximum=1, stage="retain", importance=1)),
        touchpoints=(Touchpoint(slug="t", segment="parents", stage="reach", phase="awareness"),),
    )
    assert [g.severity for g in judge(space)] == [60.0]


# --- order and laws ---


def test_gaps_come_most_severe_first() -> None:
    space = workspace(
        segments=(segment(priority=2), segment("grandparents", priority=4)), coverage_targets=(target(1),),
        touchpoints=(Touchpoint(slug="t", segment="grandparents"),),
    )  # fmt: skip
    assert [(g.kind, g.segment, g.severity) for g in judge(space)] == [
        ("empty", "grandparents", 100.0), ("unanswered", "grandparents", 60.0), ("empty", "parents", 50.0),
    ]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_laws_of_gaps(world: tuple[Workspace, tuple[Item, ...]], dice: Any) -> None:
    space, items = world
    found = gaps(space, from_records(space, items), AS_OF, UNTIL)
    assert all(0 <= g.severity <= 100 for g in found)
    assert len({g.key for g in found}) == len(found)
    mixed = list(items)
    dice.shuffle(mixed)
    assert gaps(space, from_records(space, mixed), AS_OF, UNTIL) == found
    cells = coverage(space, from_records(space, items), AS_OF, UNTIL).cells()
    open_cells = {(c.segment, c.stage, c.phase, c.channel) for c in cells if c.usable < c.minimum}
    judged = [g for g in found if g.kind not in ("language", "unanswered")]
    assert {(g.segment, g.stage, g.phase, g.channel) for g in judged} == open_cells


def test_dimensions_that_are_absent_stay_out_of_the_key() -> None:
    space = workspace(stages=(), phases=(), coverage_targets=(target(1),))
    assert [g.key for g in judge(replace(space, segments=()))] == ["empty"]
    assert [g.key for g in judge(space)] == ["empty:segment=parents"]
    assert [g.key for g in judge(replace(space, phases=(phase(),)))] == ["empty:segment=parents,phase=awareness"]
