"""The matrix by DOMAIN section 3; every figure is worked out in the test."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings

from planner.core.columns import from_records
from planner.core.coverage import Coverage, coverage
from planner.core.matrix import AXES, CELL_AXES, Matrix, Square, behind, matrix
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
from tests.core.worlds import worlds

SPACE = workspace(
    segments=(segment(priority=4), segment("grandparents", priority=2)),
    stages=(stage(), stage("retain"), stage("gone", archived=True)),
    phases=(phase(), phase("decision")),
    formats=(fmt("article"), fmt("video"), fmt("old", archived=True)),
    channels=(channel(), channel("email")),
    coverage_targets=(
        target(2, stage="reach", phase="awareness", maximum=2.5),
        target(1, segment="parents", stage="retain", phase="decision"),
        target(1, segment="parents", stage="reach", phase="awareness", channel="email"),
    ),
)
ITEMS = (
    item("a", format="article", language="nl", owner="Bo", placements=(placement("p", "email", AS_OF),)),
    item(
        "b",
        map=["parents/reach/awareness", "grandparents/reach/awareness"],
        format="video",
        language="en",
        owner="amira",
    ),
    item("c", map=["parents/retain/decision", "parents/retain/awareness"], status="approved", format="article"),
    item("d", map=[("parents/reach/awareness", "secondary"), "grandparents/retain/awareness"], owner="amira"),
    item("e", map=[("parents/reach/awareness", "secondary")]),
)
# parents: reach awareness 1 + 1 + 0.5 + 0.5 = 3 of 2 (above 2.5), on e-mail 1 of 1, retain decision 0.7 planned of 1
# grandparents: reach awareness 1 of 2; not expected: parents retain awareness 0.7 planned, grandparents retain 1


def cover(space: Workspace = SPACE, items: tuple[Item, ...] = ITEMS) -> Coverage:
    return coverage(space, inventory(space, *items), AS_OF, UNTIL)


def square(
    usable: float, planned: float, minimum: float | None, index: float | None, expected: int, *, above: int = 0
) -> Square:
    return Square(usable=usable, planned=planned, minimum=minimum, index=index, expected=expected, above=above)


def figures(table: Matrix) -> dict[tuple[str | None, str | None], tuple[float, float]]:
    pairs = product(table.rows.values, table.columns.values)
    return {pair: (table.square(*pair).usable, table.square(*pair).planned) for pair in pairs}


def test_a_square_sums_the_expected_cells_behind_it_plain_and_channel_together() -> None:
    table = matrix(cover())
    assert (table.rows.values, table.columns.values) == (("parents", "grandparents"), ("reach", "retain"))
    # usable 3 + 1 of 2 + 1; both scores are 1
    assert table.square("parents", "reach") == square(4.0, 0.0, 3.0, 1.0, 2, above=1)
    assert table.square("parents", "retain") == square(0.0, 0.7, 1.0, 0.0, 1)
    assert table.square("grandparents", "reach") == square(1.0, 0.0, 2.0, 0.5, 1)


def test_a_square_where_nothing_is_expected_shows_its_weight_and_enters_no_total() -> None:
    table = matrix(cover())
    assert table.square("grandparents", "retain") == square(1.0, 0.0, None, None, 0)
    assert table.column_totals == (
        # reach: w 12 and 12 of score 1, 6 of 0.5; retain: the expected cell alone
        square(5.0, 0.0, 5.0, 27 / 30, 3, above=1),
        square(0.0, 0.7, 1.0, 0.0, 1),
    )
    assert table.row_totals == (square(4.0, 0.7, 4.0, 24 / 36, 3, above=1), square(1.0, 0.0, 2.0, 0.5, 1))
    assert table.total == square(5.0, 0.7, 6.0, 27 / 42, 4, above=1)
    assert table.total.index == pytest.approx(cover().index)


def test_with_channel_on_an_axis_the_plain_cells_stand_under_none() -> None:
    table = matrix(cover(), "channel", "segment")
    assert table.rows.values == ("blog", "email", None)
    assert table.square("email", "parents") == square(1.0, 0.0, 1.0, 1.0, 1)
    assert table.square("blog", "parents") == square(0.0, 0.0, None, None, 0)
    assert table.square(None, "parents") == square(3.0, 0.7, 3.0, 0.5, 2, above=1)


def test_stage_by_phase_shows_each_plain_cell() -> None:
    assert figures(matrix(cover(), "stage", "phase")) == {
        ("reach", "awareness"): (5.0, 0.0), ("reach", "decision"): (0.0, 0.0),
        ("retain", "awareness"): (1.0, 0.7), ("retain", "decision"): (0.0, 0.7),
    }  # fmt: skip


def test_format_on_an_axis_is_neutral_and_splits_the_same_weight() -> None:
    table = matrix(cover(), "format", "stage")
    assert table.neutral
    assert table.rows.values == ("article", "video", None)
    # reach holds a (1 and 1 on e-mail), b twice, d and e secondary; retain c in the expected cell
    assert figures(table) == {
        ("article", "reach"): (2.0, 0.0), ("article", "retain"): (0.0, 0.7),
        ("video", "reach"): (2.0, 0.0), ("video", "retain"): (0.0, 0.0),
        (None, "reach"): (1.0, 0.0), (None, "retain"): (0.0, 0.0),
    }  # fmt: skip
    assert table.square("article", "reach") == square(2.0, 0.0, None, None, 3)
    assert table.column_totals == (square(5.0, 0.0, None, None, 3), square(0.0, 0.7, None, None, 1))


def test_language_by_owner_stands_by_name_with_not_said_last() -> None:
    table = matrix(cover(), "language", "owner")
    assert (table.rows.values, table.columns.values) == (("en", "nl", None), ("amira", "Bo", None))
    assert {pair: weight for pair, weight in figures(table).items() if weight != (0.0, 0.0)} == {
        ("en", "amira"): (2.0, 0.0), ("nl", "Bo"): (2.0, 0.0), (None, "amira"): (0.5, 0.0), (None, None): (0.5, 0.7),
    }  # fmt: skip
    assert table.total == square(5.0, 0.7, None, None, 4)


def test_the_items_behind_a_square() -> None:
    table = matrix(cover())
    assert table.items("parents", "reach") == ("a", "b", "d", "e")
    assert table.items("grandparents", "retain") == ("d",)
    assert table.items("parents", "retain") == ("c",)
    assert matrix(cover(), "format", "stage").items("video", "reach") == ("b",)


def test_a_filter_leaves_out_cells_and_never_changes_one() -> None:
    found = cover()
    table = matrix(found, "stage", "phase", shown=found.grid.segment == 1)
    assert table.square("reach", "awareness") == square(1.0, 0.0, 2.0, 0.5, 1)
    assert table.total == square(1.0, 0.0, 2.0, 0.5, 1)


def test_a_dimension_without_rows_is_one_row_of_null() -> None:
    space = workspace(stages=(), coverage_targets=(target(2),))
    table = matrix(cover(space, (item(map=["parents//awareness"]),)))
    assert (table.columns.values, table.square("parents", None)) == ((None,), square(1.0, 0.0, 2.0, 0.5, 1))


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_all_matrices_agree_on_the_whole(world: tuple[Workspace, tuple[Item, ...]]) -> None:
    space, items = world
    found = coverage(space, from_records(space, items), AS_OF, UNTIL)
    expected = found.grid.expected
    for rows, columns in product(AXES, AXES):
        table = matrix(found, rows, columns)
        assert table.total.usable == pytest.approx(found.usable[expected].sum())
        assert table.total.planned == pytest.approx(found.planned[expected].sum())
        assert sum(total.usable for total in table.row_totals) == pytest.approx(table.total.usable)
        assert sum(total.planned for total in table.column_totals) == pytest.approx(table.total.planned)
        if rows in CELL_AXES and columns in CELL_AXES:
            assert table.total.index == (None if found.index is None else pytest.approx(found.index))


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_what_stands_behind_a_square_is_what_it_sums(world: tuple[Workspace, tuple[Item, ...]]) -> None:
    found = cover(*world)
    for rows, columns in product(AXES, AXES):
        table = matrix(found, rows, columns)
        for r, row in enumerate(table.rows.values if rows != columns else ()):
            for c, column in enumerate(table.columns.values):
                links = behind(found, {rows: row, columns: column})
                usable = found.count.usable[links]
                weights = [float(found.count.weight[links[part]].sum()) for part in (usable, ~usable)]
                assert weights == pytest.approx([table.squares[r][c].usable, table.squares[r][c].planned])


def test_behind_a_total_stand_the_items_of_all_its_expected_cells() -> None:
    links = behind(cover(), {"segment": "parents"})
    assert sorted(ITEMS[n].id for n in cover().links.item[links].tolist()) == ["a", "a", "b", "c", "d", "e"]


def test_behind_a_value_that_is_not_there_stands_nothing() -> None:
    assert behind(cover(), {"stage": "gone", "format": "article"}).tolist() == []
