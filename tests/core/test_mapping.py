"""Mapping: cells of an item changed one by one, in the order of the workspace; how many items have each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.core.mapping import cell_of, counted, in_order, remapped
from planner.core.model import Mapping
from tests.builders import mapping, phase, segment, stage, workspace

SPACE = workspace(
    segments=(segment(), segment("grandparents")), stages=(stage(), stage("retain")),
    phases=(phase(), phase("decision")),
)  # fmt: skip
HERE = ("parents", "reach", "awareness")
THERE = ("parents", "retain", "decision")


def test_a_cell_is_added_its_fit_is_set_and_it_is_taken_away() -> None:
    before = (mapping("parents/reach/awareness"),)
    after = remapped(SPACE, before, {THERE: "secondary"})
    assert after == (mapping("parents/reach/awareness"), mapping("parents/retain/decision", "secondary"))
    assert remapped(SPACE, after, {HERE: "secondary"})[0] == mapping("parents/reach/awareness", "secondary")
    assert remapped(SPACE, after, {HERE: "off"}) == (mapping("parents/retain/decision", "secondary"),)


def test_nothing_asked_and_nothing_new_give_back_what_was_there() -> None:
    before = (mapping("parents/retain/decision"), mapping("parents/reach/awareness"))
    assert remapped(SPACE, before, {}) is before
    assert remapped(SPACE, before, {HERE: "primary", ("grandparents", "reach", "awareness"): "off"}) is before


def test_an_incomplete_mapping_stays_beside_a_cell() -> None:
    before = (mapping("parents//"),)
    assert remapped(SPACE, before, {HERE: "primary"}) == (mapping("parents/reach/awareness"), mapping("parents//"))


def test_cells_stand_in_the_order_of_the_workspace_and_unknown_ones_last() -> None:
    cells = [mapping(path) for path in ("elsewhere/reach/awareness", "grandparents/reach/awareness",
                                        "parents/retain/awareness", "parents/reach/decision")]  # fmt: skip
    assert in_order(SPACE, cells) == tuple(reversed(cells))


def test_items_are_counted_for_each_cell_by_fit() -> None:
    maps = ((mapping("parents/reach/awareness"),), (mapping("parents/reach/awareness", "secondary"),), ())
    assert counted(maps) == {HERE: (1, 1)}


PATHS = st.sampled_from([f"{a}/{b}/{c}" for a in ("parents", "grandparents") for b in ("reach", "retain")
                         for c in ("awareness", "decision")])  # fmt: skip
FITS = st.sampled_from(["primary", "secondary"])
CELLS = st.dictionaries(PATHS, FITS).map(lambda d: tuple(mapping(path, fit) for path, fit in d.items()))
ASKED = st.dictionaries(
    PATHS.map(lambda path: tuple(path.split("/"))), st.sampled_from(["primary", "secondary", "off"])
)


@given(CELLS, ASKED)
def test_after_it_exactly_what_was_asked_differs(before: tuple[Mapping, ...], asked) -> None:  # type: ignore[no-untyped-def]
    after = {cell_of(m): m.fit for m in remapped(SPACE, before, asked)}
    rest = {cell_of(m): m.fit for m in before if cell_of(m) not in asked}
    assert after == rest | {cell: fit for cell, fit in asked.items() if fit != "off"}
    assert remapped(SPACE, remapped(SPACE, before, asked), asked) == remapped(SPACE, before, asked)
