"""The order of the content list, worked out by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core import listing
from planner.core.columns import NO_DAY, day_of
from planner.core.model import Placement
from tests import builders as b

ITEMS = [
    b.item("a", tags=("winter", "new"), map=("parents/reach/awareness", "parents//"), placements=(
        b.placement("a1", on=date(2026, 11, 20)), b.placement("a2", on=date(2026, 12, 1)),
        b.placement("a3", on=date(2026, 11, 24), status="cancelled"))),
    b.item("b", map=(), placements=(
        Placement(uid="b1", channel="blog", on=date(2026, 11, 1), until=date(2026, 12, 1)), b.placement("b2"))),
    b.item("c"),
]  # fmt: skip
INVENTORY = b.inventory(b.workspace(), *ITEMS)


def order(by: listing.Sortable, descending: bool = False) -> list[int]:
    return listing.ordered(by, np.arange(len(by.key)), descending=descending).tolist()


def test_texts_stand_without_case_and_accents_and_what_says_nothing_last() -> None:
    by = listing.by_text(["zee", "", "École", "echt"])
    assert order(by) == [3, 2, 0, 1]
    assert order(by, descending=True) == [0, 2, 3, 1]


def test_numbers_stand_by_size_and_equals_by_the_tie() -> None:
    assert order(listing.by_number(np.array([3, 0, 1, 3]), 0)) == [2, 0, 3, 1]
    assert order(listing.by_number(np.array([3, 0, 1, 3]), 0), descending=True) == [0, 3, 2, 1]
    assert order(listing.by_number(np.array([np.nan, 2.5, -1.0]))) == [2, 1, 0]


def test_front_matter_sorts_as_numbers_where_all_are_numbers() -> None:
    assert order(listing.by_values([10, 9, None, 2.5])) == [3, 1, 0, 2]
    assert order(listing.by_values([10, 9, "x"])) == [0, 1, 2]
    assert order(listing.by_values([["b", "a"], "a", True])) == [1, 0, 2]


@pytest.mark.parametrize(
    ("value", "texts"),
    [(None, ()), ("", ()), ("calm", ("calm",)), (3, ("3",)), (True, ("true",)), (["a", 1, None, "a"], ("a", "1")),
     ({"x": 1}, ('{"x": 1}',))],
)  # fmt: skip
def test_a_value_of_front_matter_is_shown_as_texts(value: object, texts: tuple[str, ...]) -> None:
    assert listing.texts_of(value) == texts


def test_values_are_counted_and_filtered_whatever_their_case_and_accents() -> None:
    rows = listing.rows_by_text(["Café", ["cafe", "bar"], None, 3, "bar"])
    assert {text: found.tolist() for text, found in rows.items()} == {
        "bar": [1, 4], "3": [3], "Café": [0], "cafe": [1],
    }  # fmt: skip
    assert next(iter(rows)) == "bar"  # said most
    assert listing.having(rows, ["CAFE", "3"], 5).tolist() == [True, True, False, True, False]


def test_figures_of_items_are_counted_from_the_arrays() -> None:
    assert listing.mappings_of(INVENTORY).tolist() == [2, 0, 1]
    assert listing.placements_of(INVENTORY).tolist() == [2, 2, 0]
    coming = [day_of(day) for day in listing.next_placement_of(INVENTORY, date(2026, 11, 23))]
    assert coming == [date(2026, 12, 1), date(2026, 11, 23), None]
    assert listing.next_placement_of(INVENTORY, date(2027, 1, 1)).tolist() == [NO_DAY] * 3
    assert listing.tags_of(INVENTORY) == ["winter; new", "", ""]


@given(st.lists(st.sampled_from(["", "a", "B", "á", "z"])))
def test_both_ways_round_are_the_same_but_for_equals_and_what_says_nothing(texts: list[str]) -> None:
    by = listing.by_text(texts)
    up, down = order(by), order(by, descending=True)
    filled = sum(bool(text) for text in texts)
    assert sorted(up) == list(range(len(texts)))
    assert up[filled:] == down[filled:]
    assert [by.key[row] for row in up[:filled]] == [by.key[row] for row in down[:filled]][::-1]
