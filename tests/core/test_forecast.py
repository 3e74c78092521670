"""Forecast by DOMAIN section 3: as_of is Monday 23 November 2026 (W48), until Sunday 21 February 2027 (W7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from planner.core.columns import from_records
from planner.core.coverage import coverage
from planner.core.findings import Finding
from planner.core.forecast import Closing, Forecast, Reopening, forecast, week_ends
from planner.core.gaps import gaps
from planner.core.model import Item, Touchpoint, Workspace
from tests.builders import AS_OF, UNTIL, fmt, inventory, item, placement, segment, stage, target, workspace
from tests.core.worlds import worlds

DAY = timedelta(days=1)
AT = "segment=parents,stage=reach,phase=awareness"


def ahead(space: Workspace, *items: Item, as_of: date = AS_OF, until: date = UNTIL) -> Forecast:
    return forecast(space, inventory(space, *items), as_of, until)


def closes(*items: Item, minimum: float = 1.0, **fields: Any) -> str | None:
    """The week in which the one gap closes."""
    (gap,) = ahead(workspace(coverage_targets=(target(minimum, **fields),)), *items).gaps
    return gap.closes


# --- weeks ---


def test_the_weeks_are_the_iso_weeks_of_the_horizon_with_their_sundays() -> None:
    weeks = ahead(workspace(coverage_targets=(target(1),))).weeks
    assert [(w.label, w.end) for w in weeks][:2] == [("2026-W48", date(2026, 11, 29)), ("2026-W49", date(2026, 12, 6))]
    assert [w.label for w in weeks][5:7] == ["2026-W53", "2027-W01"]
    assert (weeks[-1].label, weeks[-1].end, len(weeks)) == ("2027-W07", date(2027, 2, 21), 13)


@pytest.mark.parametrize(
    ("as_of", "until", "ends"),
    [
        (date(2026, 11, 29), date(2026, 11, 29), [date(2026, 11, 29)]),  # a Sunday
        (date(2026, 11, 25), date(2026, 11, 26), [date(2026, 11, 29)]),  # Wednesday and Thursday
        (date(2026, 11, 29), date(2026, 11, 30), [date(2026, 11, 29), date(2026, 12, 6)]),  # Sunday and Monday
    ],
)
def test_a_week_that_the_horizon_only_touches_is_one_of_them(as_of: date, until: date, ends: list[date]) -> None:
    assert list(week_ends(as_of, until)) == ends


# --- by plan ---


def test_an_unpublished_item_counts_as_published_from_its_published_on() -> None:
    assert closes(item(status="approved", published_on=date(2026, 12, 6))) == "2026-W49"
    assert closes(item(status="approved", published_on=date(2026, 12, 7))) == "2026-W50"


def test_else_from_its_earliest_placement_else_never() -> None:
    early, late = placement("p", "blog", date(2026, 12, 8)), placement("q", "email", date(2026, 12, 20))
    assert closes(item(status="briefed", placements=(late, early))) == "2026-W50"
    assert closes(item(status="briefed", placements=(early,), published_on=date(2026, 12, 20))) == "2026-W51"
    assert closes(item(status="approved")) is None


def test_a_cancelled_or_undated_placement_plans_nothing() -> None:
    dropped = placement("p", "blog", date(2026, 12, 8), status="cancelled")
    assert closes(item(status="approved", placements=(dropped, placement("q", "blog")))) is None


def test_a_past_day_closes_in_the_first_week_and_a_status_left_out_never() -> None:
    past = (placement("p", "blog", AS_OF - DAY),)
    assert closes(item(status="in_review", placements=past)) == "2026-W48"
    assert closes(item(status="on_hold", placements=past)) is None


def test_a_published_item_dated_ahead_counts_from_that_day() -> None:
    assert closes(item(published_on=date(2026, 12, 7))) == "2026-W50"


def test_a_gap_closes_in_the_first_week_that_reaches_its_minimum() -> None:
    items = [item(f"i{n}", status="approved", published_on=AS_OF + 14 * n * DAY) for n in range(1, 4)]
    assert closes(*items, minimum=2) == "2026-W52"  # 7 December W50, 21 December W52
    assert closes(*items, minimum=4) is None


def test_the_index_follows_the_plan_week_by_week() -> None:
    space = workspace(
        segments=(segment(priority=1), segment("grandparents", priority=3)), coverage_targets=(target(2),)
    )
    found = ahead(
        space, item("a"), item("b", status="approved", published_on=date(2026, 12, 1)),
        item("c", status="approved", published_on=date(2026, 12, 8), map=["grandparents/reach/awareness"]),
        until=date(2026, 12, 13),
    )  # fmt: skip
    # parents 0.5, then 1; grandparents 0, 0, 0.5: (1 x parents + 3 x grandparents) / 4
    assert [(w.label, w.index) for w in found.weeks] == [("2026-W48", 0.125), ("2026-W49", 0.25), ("2026-W50", 0.625)]
    assert found.score.tolist() == [[0.5, 0.0], [1.0, 0.0], [1.0, 0.5]]
    assert found.index_of(found.coverage.grid.segment == 0) == (0.5, 1.0, 1.0)


def test_the_index_is_none_when_nothing_is_expected() -> None:
    assert {w.index for w in ahead(workspace()).weeks} == {None}


def test_a_channel_cell_waits_for_the_placement_too() -> None:
    later = (placement("p", "email", date(2026, 12, 10)),)
    assert closes(item(placements=later), channel="email") == "2026-W50"
    assert (
        closes(item(placements=later, status="approved", published_on=date(2026, 12, 20)), channel="email")
        == "2026-W51"
    )


def test_until_stays_where_it_is() -> None:
    space = workspace(coverage_targets=(target(1, channel="email"),))
    found = ahead(space, item(placements=(placement("p", "email", date(2026, 11, 27)),)), until=date(2026, 11, 26))
    assert found.gaps == (Closing(key=f"not_on_channel:{AT},channel=email", closes=None),)


# --- opening again ---


def test_a_review_date_that_passes_opens_a_cell_again() -> None:
    space = workspace(coverage_targets=(target(2),))
    found = ahead(space, item("a", review_on=date(2026, 12, 14)), item("b"))
    assert (found.gaps, found.reopens) == (
        (),
        (
            Reopening(
                segment="parents", stage="reach", phase="awareness", channel=None, week="2026-W51", because=("a",)
            ),
        ),
    )
    assert [w.index for w in found.weeks][2:4] == [1.0, 0.75]


def test_so_does_an_expiry_from_the_day_after() -> None:
    space = workspace(coverage_targets=(target(1),))
    assert [r.week for r in ahead(space, item(expires_on=date(2026, 12, 13))).reopens] == ["2026-W51"]
    assert [r.week for r in ahead(space, item(expires_on=date(2026, 12, 12))).reopens] == ["2026-W50"]


def test_a_cell_may_close_open_and_close_again() -> None:
    space = workspace(coverage_targets=(target(1),), formats=(fmt(review_after_days=10),))
    found = ahead(
        space, item("a", status="approved", format="article", published_on=date(2026, 12, 1)),
        item("b", status="approved", published_on=date(2026, 12, 21)),
    )  # fmt: skip
    # a: published W49, review due on 11 December W50; b from W52
    assert [gap.closes for gap in found.gaps] == ["2026-W49"]
    assert [(r.week, r.because) for r in found.reopens] == [("2026-W50", ("a",))]
    assert [w.index for w in found.weeks][:5] == [0.0, 1.0, 0.5, 0.5, 1.0]


def test_review_counts_from_the_placement_that_publishes_by_plan() -> None:
    space = workspace(coverage_targets=(target(1),), formats=(fmt(review_after_days=10),))
    planned = item(status="approved", format="article", placements=(placement("p", "blog", date(2026, 12, 1)),))
    assert [r.week for r in ahead(space, planned).reopens] == ["2026-W50"]


def test_a_placement_that_leaves_the_year_opens_a_channel_cell() -> None:
    space = workspace(coverage_targets=(target(1, channel="email"),))
    old = item(placements=(placement("p", "email", AS_OF - 365 * DAY),))
    # on Sunday 29 November the year looks back to 29 November 2025
    assert [(r.week, r.channel, r.because) for r in ahead(space, old).reopens] == [("2026-W48", "email", ("a",))]


# --- the other gaps ---


def test_a_language_gap_closes_when_something_usable_is_in_the_language() -> None:
    space = workspace(segments=(segment(language="nl"),), coverage_targets=(target(1),))
    english = item("a", language="en")
    dutch = item("b", language="nl", status="approved", published_on=date(2026, 12, 7))
    assert ahead(space, english, dutch).gaps == (Closing(key=f"language:{AT}", closes="2026-W50"),)
    assert ahead(space, english).gaps == (Closing(key=f"language:{AT}", closes=None),)


def test_a_touchpoint_is_answered_when_one_of_its_items_is_published() -> None:
    space = workspace(touchpoints=(Touchpoint(slug="t", items=("a",)),))
    assert ahead(space, item(status="approved", published_on=date(2026, 12, 7))).gaps == (
        Closing(key="unanswered:touchpoint=t", closes="2026-W50"),
    )


def test_a_silence_is_over_in_the_week_after_its_last_window() -> None:
    space = workspace()
    quiet = Finding(key="silent:x", kind="silent", severity=30, until=date(2026, 12, 13))
    lasting = Finding(key="silent:y", kind="silent", severity=30, until=UNTIL)
    found = forecast(space, inventory(space), AS_OF, UNTIL, findings=[quiet, lasting])
    assert found.gaps == (Closing(key="silent:x", closes="2026-W51"), Closing(key="silent:y", closes=None))
    assert (found.closes("silent:x"), found.closes("silent:y"), found.closes("other")) == ("2026-W51", None, None)


# --- laws ---


@settings(max_examples=80, deadline=None)
@given(worlds())
def test_each_week_is_the_coverage_of_the_items_as_planned(world: tuple[Workspace, tuple[Item, ...]]) -> None:
    space, items = world
    until = AS_OF + 27 * DAY
    found = forecast(space, from_records(space, items), AS_OF, until)
    for week, score in zip(found.weeks, found.score, strict=True):
        then = [as_planned(i) for i in items]
        judged = coverage(space, from_records(space, then), week.end, until)
        assert score.tolist() == judged.score.tolist()
        assert week.index == judged.index
    keys = [g.key for g in gaps(space, from_records(space, items), AS_OF, until)]
    assert [g.key for g in found.gaps] == keys


def as_planned(given: Item) -> Item:
    """The item as the plan has it: published from its day on, which published_on tells."""
    dated = [p.on for p in given.placements if p.on is not None and p.status != "cancelled"]
    start = given.published_on or min(dated, default=None)
    if given.status in ("published", "archived", "on_hold", "cancelled") or start is None:
        return given
    return replace(given, status="published", published_on=start)


def test_stages_in_order_make_the_rows_of_reopenings() -> None:
    space = workspace(stages=(stage(), stage("retain")), coverage_targets=(target(1),))
    both = item(map=["parents/retain/awareness", "parents/reach/awareness"], expires_on=date(2026, 12, 12))
    assert [(r.stage, r.week) for r in ahead(space, both).reopens] == [("reach", "2026-W50"), ("retain", "2026-W50")]
