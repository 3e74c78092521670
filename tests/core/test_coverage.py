"""Coverage by DOMAIN section 3; every figure is worked out in the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.columns import from_records
from planner.core.coverage import Cell, Coverage, coverage
from planner.core.findings import CellKey
from planner.core.model import Item, Workspace
from tests.builders import (
    AS_OF,
    UNTIL,
    channel,
    fmt,
    inventory,
    item,
    phase,
    placement,
    segment,
    stage,
    target,
    workspace,
)
from tests.core.reference import reference_cells
from tests.core.worlds import worlds

DAY = timedelta(days=1)


def cover(space: Workspace, *items: Item, as_of: date = AS_OF, until: date = UNTIL) -> Coverage:
    return coverage(space, inventory(space, *items), as_of, until)


def only(space: Workspace, *items: Item) -> Cell:
    """The single expected cell."""
    (cell,) = cover(space, *items).cells()
    return cell


def usable(*items: Item, **fields: object) -> float:
    return only(workspace(coverage_targets=(target(2),), **fields), *items).usable


def planned(*items: Item) -> float:
    return only(workspace(coverage_targets=(target(2),)), *items).planned


# --- the weight of an item ---


@pytest.mark.parametrize(
    ("status", "weight"),
    [
        ("approved", 0.7),
        ("in_review", 0.5),
        ("changes_requested", 0.5),
        ("in_production", 0.3),
        ("briefed", 0.1),
        ("idea", 0.0),
    ],
)
def test_an_unpublished_item_is_planned_with_the_weight_of_its_status(status: str, weight: float) -> None:
    cell = only(workspace(coverage_targets=(target(2),)), item(status=status))
    assert (cell.usable, cell.planned, cell.items) == (0.0, weight, ("a",))


@pytest.mark.parametrize("status", ["archived", "on_hold", "cancelled"])
def test_other_statuses_are_left_out_altogether(status: str) -> None:
    cell = only(workspace(coverage_targets=(target(2),)), item(status=status))
    assert (cell.usable, cell.planned, cell.items) == (0.0, 0.0, ())


def test_a_published_item_is_usable_whole_and_secondary_by_half() -> None:
    assert usable(item("a"), item("b", map=[("parents/reach/awareness", "secondary")])) == 1.5


def test_published_from_tomorrow_counts_as_approved() -> None:
    cell = only(workspace(coverage_targets=(target(2),)), item(published_on=AS_OF + DAY, expires_on=AS_OF - DAY))
    assert (cell.usable, cell.planned) == (0.0, 0.7)
    assert usable(item(published_on=AS_OF)) == 1.0


def test_it_is_worth_nothing_from_the_day_after_it_expires() -> None:
    assert usable(item(expires_on=AS_OF)) == 1.0
    assert usable(item(expires_on=AS_OF - DAY)) == 0.0
    assert usable(item(expires_on=AS_OF - DAY, review_on=AS_OF - DAY)) == 0.0


def test_it_is_worth_half_from_its_review_on() -> None:
    assert usable(item(review_on=AS_OF + DAY)) == 1.0
    assert usable(item(review_on=AS_OF)) == 0.5


def test_without_review_on_the_formats_days_behind_publication_count_else_365() -> None:
    formats = (fmt(review_after_days=10),)
    assert usable(item(format="article", published_on=AS_OF - 9 * DAY), formats=formats) == 1.0
    assert usable(item(format="article", published_on=AS_OF - 10 * DAY), formats=formats) == 0.5
    assert usable(item(published_on=AS_OF - 364 * DAY), formats=formats) == 1.0
    assert usable(item(published_on=AS_OF - 365 * DAY), formats=formats) == 0.5
    assert usable(item(format="article"), formats=formats) == 1.0  # neither review_on nor published_on


def test_a_later_review_on_wins_over_the_format() -> None:
    assert usable(item(published_on=AS_OF - 800 * DAY, review_on=AS_OF + DAY)) == 1.0


def test_freshness_does_not_touch_unpublished_items() -> None:
    assert planned(item(status="approved", review_on=AS_OF - DAY, expires_on=AS_OF - DAY)) == 0.7


def test_quality_one_or_two_halves_every_item() -> None:
    assert [usable(item(quality=q)) for q in (None, 1, 2, 3, 4, 5)] == [1.0, 0.5, 0.5, 1.0, 1.0, 1.0]
    assert planned(item(status="approved", quality=2)) == 0.35
    assert usable(item(quality=1, review_on=AS_OF, map=[("parents/reach/awareness", "secondary")])) == 0.125


def test_sums_are_exact_in_whole_eightieths() -> None:
    # 0.7 + 0.1 + 0.1 + 0.1 + 0.3 is 1.3, though floats say 1.3000000000000003
    items = [
        item(f"i{n}", status=s) for n, s in enumerate(["approved", "briefed", "briefed", "briefed", "in_production"])
    ]
    assert planned(*items) == 1.3


# --- cells and mappings ---


def test_a_mapping_with_an_empty_part_counts_in_no_cell_that_names_it() -> None:
    assert usable(item(map=["parents/reach/", "parents//awareness", "/reach/awareness"])) == 0.0


def test_a_dimension_without_rows_is_null_in_every_cell() -> None:
    space = workspace(phases=(), coverage_targets=(target(1),))
    (cell,) = cover(space, item(map=["parents/reach/"])).cells()
    assert (cell.segment, cell.stage, cell.phase, cell.usable) == ("parents", "reach", None, 1.0)


def test_a_workspace_of_channels_alone_has_one_plain_cell_and_its_channel_cells() -> None:
    space = workspace(segments=(), stages=(), phases=(), coverage_targets=(target(1), target(1, channel="blog")))
    found = cover(space, item(map=["//"], placements=(placement("p", "blog", AS_OF),))).cells()
    assert [(c.segment, c.stage, c.phase, c.channel, c.usable) for c in found] == [
        (None, None, None, None, 1.0),
        (None, None, None, "blog", 1.0),
    ]


def test_an_item_without_any_mapping_counts_nowhere() -> None:
    space = workspace(segments=(), stages=(), phases=(), coverage_targets=(target(1),))
    assert only(space, item(map=[])).usable == 0.0


def test_archived_rows_give_no_cell() -> None:
    space = workspace(
        segments=(segment(), segment("old", archived=True)),
        stages=(stage(), stage("gone", archived=True)),
        phases=(phase(), phase("past", archived=True)),
        channels=(channel(), channel("email", archived=True)),
        coverage_targets=(target(1), target(1, channel="blog"), target(1, channel="email")),
    )
    cells = cover(space).cells(expected_only=False)
    assert [(c.segment, c.stage, c.phase, c.channel) for c in cells] == [
        ("parents", "reach", "awareness", None),
        ("parents", "reach", "awareness", "blog"),
    ]


def test_a_dimension_whose_rows_are_all_archived_leaves_no_cell_and_no_index() -> None:
    cover_of_none = cover(workspace(phases=(phase(archived=True),), coverage_targets=(target(1),)), item())
    assert (cover_of_none.cells(expected_only=False), cover_of_none.index) == ((), None)


def test_a_target_that_names_an_archived_or_unknown_row_is_not_applied() -> None:
    space = workspace(
        stages=(stage(), stage("gone", archived=True)),
        coverage_targets=(target(1), target(5, stage="gone"), target(6, phase="nowhere")),
    )
    assert only(space).minimum == 1.0


# --- targets ---


def grid_of(*targets: object) -> dict[tuple[str | None, ...], float]:
    space = workspace(
        segments=(segment(), segment("grandparents")), stages=(stage(), stage("retain")), coverage_targets=targets
    )
    return {(c.segment, c.stage, c.channel): c.minimum for c in cover(space).cells()}


def test_null_is_every_value_a_cell_each() -> None:
    assert grid_of(target(2, stage="retain")) == {
        ("parents", "retain", None): 2.0,
        ("grandparents", "retain", None): 2.0,
    }


def test_the_target_that_names_most_values_wins() -> None:
    assert grid_of(target(3, segment="parents", stage="reach"), target(2, stage="reach"), target(1)) == {
        ("parents", "reach", None): 3.0, ("parents", "retain", None): 1.0,
        ("grandparents", "reach", None): 2.0, ("grandparents", "retain", None): 1.0,
    }  # fmt: skip


def test_on_a_tie_the_later_in_the_list_wins() -> None:
    tie = grid_of(target(2, stage="reach"), target(3, segment="parents"))
    assert tie[("parents", "reach", None)] == 3.0
    tie = grid_of(target(3, segment="parents"), target(2, stage="reach"))
    assert tie[("parents", "reach", None)] == 2.0


def test_channel_cells_and_plain_cells_are_judged_apart() -> None:
    assert grid_of(
        target(4, segment="parents", stage="reach", channel="blog"), target(1, segment="parents", stage="reach")
    ) == {
        ("parents", "reach", None): 1.0,
        ("parents", "reach", "blog"): 4.0,
    }


def test_minimum_zero_without_maximum_is_not_expected_and_overrides_a_broader_target() -> None:
    assert grid_of(target(1), target(0, segment="grandparents")) == {
        ("parents", "reach", None): 1.0,
        ("parents", "retain", None): 1.0,
    }


def test_a_maximum_alone_is_expected_with_score_one_and_stays_out_of_the_index() -> None:
    space = workspace(coverage_targets=(target(0, maximum=3),))
    found = cover(space)
    (cell,) = found.cells()
    assert (cell.minimum, cell.maximum, cell.score, found.index) == (0.0, 3.0, 1.0, None)


def test_all_cells_adds_those_nobody_expects() -> None:
    space = workspace(stages=(stage(), stage("retain")), coverage_targets=(target(1, stage="reach"),))
    found = cover(space, item(map=["parents/retain/awareness"])).cells(expected_only=False)
    assert [(c.stage, c.expected, c.minimum, c.usable, c.score, c.weight) for c in found] == [
        ("reach", True, 1.0, 0.0, 0.0, 9.0),
        ("retain", False, 0.0, 1.0, 1.0, 0.0),
    ]


# --- score, weight, index ---


def test_score_is_usable_over_minimum_and_at_most_one() -> None:
    space = workspace(coverage_targets=(target(2),))
    assert [only(space, *[item(f"i{n}") for n in range(k)]).score for k in range(4)] == [0.0, 0.5, 1.0, 1.0]


def test_cell_weight_is_priority_times_weights_times_importance() -> None:
    space = workspace(
        segments=(segment(priority=5),), stages=(stage(weight=2),), phases=(phase(weight=1.5),),
        coverage_targets=(target(1, importance=4),),
    )  # fmt: skip
    assert only(space).weight == 60.0  # 5 x 2 x 1.5 x 4
    assert only(replace(space, segments=())).weight == 12.0  # a null dimension counts 1


def test_index_weighs_scores_by_cell_weight_over_plain_and_channel_cells() -> None:
    space = workspace(
        segments=(segment(priority=1), segment("grandparents", priority=4)),
        coverage_targets=(target(2, importance=1), target(1, segment="parents", channel="blog", importance=5)),
    )
    found = cover(space, item(placements=(placement("p", "blog", AS_OF),)))
    # parents: 0.5 with weight 1; parents on blog: 1 with weight 5; grandparents: 0 with weight 4
    assert found.index == pytest.approx((0.5 * 1 + 1 * 5 + 0 * 4) / 10)
    assert found.index_of(found.grid.segment == 0) == pytest.approx(5.5 / 6)
    assert found.index_of(found.grid.segment == 1) == 0.0
    assert found.index_of(found.grid.segment == 7) is None


def test_index_is_none_when_the_weights_sum_to_zero() -> None:
    assert cover(workspace(coverage_targets=(target(1, importance=0),))).index is None
    assert cover(workspace()).index is None


# --- channel cells ---


ON_EMAIL = workspace(coverage_targets=(target(2, channel="email"),))


def on_email(*placements: object, **fields: object) -> tuple[float, float, tuple[str, ...]]:
    cell = only(ON_EMAIL, item(placements=tuple(placements), **fields))
    return cell.usable, cell.planned, cell.items


def test_an_item_counts_in_a_channel_cell_only_through_a_placement_there() -> None:
    assert on_email() == (0.0, 0.0, ())
    assert on_email(placement("p", "blog", AS_OF)) == (0.0, 0.0, ())
    assert on_email(placement("p", "email", AS_OF)) == (1.0, 0.0, ("a",))
    assert on_email(placement("p", "email", AS_OF, status="tentative")) == (1.0, 0.0, ("a",))


def test_cancelled_and_undated_placements_do_not_count() -> None:
    assert on_email(placement("p", "email", AS_OF, status="cancelled")) == (0.0, 0.0, ())
    assert on_email(placement("p", "email")) == (0.0, 0.0, ())


def test_the_placement_lies_between_a_year_before_as_of_and_until() -> None:
    assert on_email(placement("p", "email", AS_OF - 365 * DAY)) == (1.0, 0.0, ("a",))
    assert on_email(placement("p", "email", AS_OF - 366 * DAY)) == (0.0, 0.0, ())
    assert on_email(placement("p", "email", UNTIL)) == (0.0, 1.0, ("a",))
    assert on_email(placement("p", "email", UNTIL + DAY)) == (0.0, 0.0, ())


def test_a_run_is_in_the_period_when_any_of_its_days_is() -> None:
    assert on_email(placement("p", "email", AS_OF - 500 * DAY, until=AS_OF - 365 * DAY)) == (1.0, 0.0, ("a",))
    assert on_email(placement("p", "email", AS_OF - 500 * DAY, until=AS_OF - 366 * DAY)) == (0.0, 0.0, ())


def test_published_but_placed_later_is_planned_with_its_whole_weight() -> None:
    assert on_email(placement("p", "email", AS_OF + DAY), quality=1) == (0.0, 0.5, ("a",))


def test_an_unpublished_item_is_planned_even_through_a_past_placement() -> None:
    assert on_email(placement("p", "email", AS_OF - DAY), status="in_review") == (0.0, 0.5, ("a",))


def test_one_past_placement_is_enough_beside_later_ones() -> None:
    assert on_email(placement("p", "email", AS_OF + DAY), placement("q", "email", AS_OF)) == (1.0, 0.0, ("a",))


def narrowed(**fields: object) -> dict[tuple[str | None, str | None, str | None], float]:
    space = workspace(
        segments=(segment(), segment("grandparents")), stages=(stage(), stage("retain")),
        phases=(phase(), phase("decision")), coverage_targets=(target(1, channel="email"),),
    )  # fmt: skip
    maps = [
        "parents/reach/awareness",
        "grandparents/reach/awareness",
        "parents/retain/awareness",
        "parents/reach/decision",
    ]
    found = cover(space, item(map=maps, placements=(placement("p", "email", AS_OF, **fields),)))
    return {(c.segment, c.stage, c.phase): c.usable for c in found.cells() if c.usable}


def test_a_placement_serves_every_cell_of_its_item_unless_narrowed_away() -> None:
    every = {
        ("parents", "reach", "awareness"): 1.0, ("grandparents", "reach", "awareness"): 1.0,
        ("parents", "retain", "awareness"): 1.0, ("parents", "reach", "decision"): 1.0,
    }  # fmt: skip
    assert narrowed() == every
    assert narrowed(segments=("grandparents",)) == {("grandparents", "reach", "awareness"): 1.0}
    assert narrowed(stage="retain") == {("parents", "retain", "awareness"): 1.0}
    assert narrowed(phase="decision") == {("parents", "reach", "decision"): 1.0}
    assert narrowed(segments=("grandparents",), stage="retain") == {}


def test_a_narrowed_segment_without_mapping_fills_no_cell() -> None:
    space = workspace(segments=(segment(), segment("grandparents")), coverage_targets=(target(1, channel="email"),))
    found = cover(space, item(placements=(placement("p", "email", AS_OF, segments=("grandparents",)),)))
    assert [c.usable for c in found.cells()] == [0.0, 0.0]


def test_placements_make_no_difference_to_a_plain_cell() -> None:
    assert usable(item(placements=(placement("p", "email", AS_OF - 900 * DAY, status="cancelled"),))) == 1.0


def test_find_returns_a_cell_by_its_slugs() -> None:
    found = cover(ON_EMAIL)
    key = CellKey(segment="parents", stage="reach", phase="awareness", channel="email")
    assert found.find(key) == found.cells()[0]
    assert found.find(replace(key, channel="blog")) is None
    assert found.find(replace(key, stage=None)) is None
    assert found.find(replace(key, segment="strangers")) is None


# --- laws ---


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_the_arrays_agree_with_the_words_of_the_law(world: tuple[Workspace, tuple[Item, ...]]) -> None:
    space, items = world
    ours = coverage(space, from_records(space, items), AS_OF, UNTIL)
    cells, index = reference_cells(space, items, AS_OF, UNTIL)
    assert [(c.segment, c.stage, c.phase, c.channel, c.minimum, c.maximum, c.score, c.items, c.expected)
            for c in ours.cells(expected_only=False)] == [
           (c.segment, c.stage, c.phase, c.channel, c.minimum, c.maximum, c.score, c.items, c.expected)
            for c in cells]  # fmt: skip
    assert [(c.usable, c.planned, c.weight) for c in ours.cells(expected_only=False)] == [
        pytest.approx((c.usable, c.planned, c.weight)) for c in cells
    ]
    assert ours.index == (None if index is None else pytest.approx(index))


@settings(max_examples=60, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_items_does_not_matter(world: tuple[Workspace, tuple[Item, ...]], dice: object) -> None:
    space, items = world
    mixed = list(items)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = (coverage(space, from_records(space, given), AS_OF, UNTIL) for given in (items, mixed))
    assert first.cells(expected_only=False) == second.cells(expected_only=False)
    assert first.index == second.index


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_a_usable_item_more_never_lowers_a_score(world: tuple[Workspace, tuple[Item, ...]]) -> None:
    space, items = world
    maps = [m for i in items for m in i.map]
    before = coverage(space, from_records(space, items), AS_OF, UNTIL)
    more = (*items, item("zz", map=tuple(dict.fromkeys(maps)), placements=(placement("zz", "email", AS_OF),)))
    after = coverage(space, from_records(space, more), AS_OF, UNTIL)
    assert (after.score >= before.score).all()
    assert (after.index or 0) >= (before.index or 0)


@settings(max_examples=60, deadline=None)
@given(worlds(), st.integers(0, 2))
def test_a_filter_chooses_cells_and_never_changes_a_figure(world: tuple[Workspace, tuple[Item, ...]], n: int) -> None:
    space, items = world
    found = coverage(space, from_records(space, items), AS_OF, UNTIL)
    shown = found.grid.stage == n
    chosen = {(c.segment, c.stage, c.phase, c.channel): c for c in found.cells(expected_only=False, shown=shown)}
    assert chosen == {
        (c.segment, c.stage, c.phase, c.channel): c
        for c in found.cells(expected_only=False)
        if n < len(space.stages) and c.stage == space.stages[n].slug
    }
