"""The overload report after an edit is the one that judging everything anew gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.again import Told, changed_places, overload_again
from planner.core.columns import Inventory, from_records
from planner.core.coverage import coverage
from planner.core.findings import Finding
from planner.core.model import FrequencyRule, Item, Placement, SegmentOverlap, Workspace
from planner.core.overload import overload
from planner.core.pressure import Outlook
from planner.core.splice import splice
from tests.builders import AS_OF, channel, inventory, item, placement, segment, workspace
from tests.core.random_plans import UNTIL_SHORT, items, plans

SPACE = workspace(
    segments=(segment("a"), segment("b"), segment("c")),
    channels=(channel("email", kind="email", pressure=1.0),),
    frequency_rules=(FrequencyRule(name="Two a week", maximum=2, min_gap_days=2),),
)


def mails(letter: str, *days: int) -> Item:
    """An item for one segment that goes out on these days after AS_OF."""
    places = tuple(placement(f"{letter}{n}", "email", AS_OF + timedelta(day)) for n, day in enumerate(days))
    return item(letter, map=(f"{letter}//",), placements=places)


def again(space: Workspace, now: Inventory, before: Inventory) -> tuple[Finding, ...]:
    told = Told(inventory=before, findings=overload(space, before, AS_OF, UNTIL_SHORT))
    outlook = Outlook(space, now, AS_OF, UNTIL_SHORT)
    return overload_again(outlook, coverage(space, now, AS_OF, UNTIL_SHORT), told)


@st.composite
def edits(draw: Any) -> tuple[Workspace, tuple[Item, ...], tuple[Item, ...]]:
    """A workspace with its items before and after: some stay as they are, others are drawn anew, come or go."""
    space, before = draw(plans())
    later = [one if draw(st.booleans()) else draw(items(one.id)) for one in before if draw(st.integers(0, 4))]
    return space, before, tuple(later) + ((draw(items("a")),) if draw(st.booleans()) else ())


@given(edit=edits())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_it_says_what_judging_everything_anew_says(edit: tuple[Workspace, tuple[Item, ...], tuple[Item, ...]]) -> None:
    space, *plans = edit
    before, now = (from_records(space, sorted(plan, key=lambda one: one.id)) for plan in plans)
    assert again(space, now, before) == overload(space, now, AS_OF, UNTIL_SHORT)


def test_what_no_changed_placement_touches_is_not_judged_again() -> None:
    before = inventory(SPACE, mails("a", 0, 1, 2), mails("b", 0, 1, 2), mails("c", 9))
    now = splice(before, inventory(SPACE, mails("b", 0, 1, 20)))
    told = Told(inventory=before, findings=overload(SPACE, before, AS_OF, UNTIL_SHORT))
    found = overload_again(Outlook(SPACE, now, AS_OF, UNTIL_SHORT), coverage(SPACE, now, AS_OF, UNTIL_SHORT), told)
    known = {id(finding) for finding in told.findings}
    assert {(f.segment, id(f) in known) for f in found if f.kind in ("pressure", "spacing")} == {
        ("a", True), ("b", False),
    }  # fmt: skip
    assert not [f for f in found if f.segment == "b" and f.kind == "pressure"]


def test_a_change_for_one_segment_is_one_for_the_people_it_shares() -> None:
    shared = replace(SPACE, overlaps=(SegmentOverlap(a="a", b="c", share=0.5),))
    before = inventory(shared, mails("a", 0, 3), mails("b", 0), mails("c", 9))
    now = splice(before, inventory(shared, mails("c", 5)))
    assert [f.kind for f in again(shared, now, before) if f.other_segment] == ["overlap"]
    assert again(shared, now, before) == overload(shared, now, AS_OF, UNTIL_SHORT)


def first(one: Item, **changed: Any) -> Item:
    """The item with its first placement changed."""
    place: Placement = one.placements[0]
    return replace(one, placements=(replace(place, **changed), *one.placements[1:]))


@pytest.mark.parametrize(
    ("edit", "rows"),
    [
        (lambda one: first(one, on=AS_OF), [1]),
        (lambda one: first(one, status="cancelled"), [1]),
        (lambda one: first(one, title="Longer"), [1]),
        (lambda one: first(one, segments=("c",)), [1]),
        (lambda one: replace(one, title="Longer"), [1, 2]),
        (lambda one: replace(one, map=mails("c").map), [1, 2]),
        (lambda one: replace(one, placements=one.placements[1:]), [1]),
        (lambda one: replace(one, body="Another", title="B"), []),
    ],
)
def test_it_knows_which_placements_changed(edit: Callable[[Item], Item], rows: list[int]) -> None:
    before = inventory(SPACE, mails("a", 1), replace(mails("b", 2, 3), title="b"))
    changed = changed_places(before, splice(before, inventory(SPACE, edit(replace(mails("b", 2, 3), title="b")))))
    assert changed is not None
    assert changed.old.tolist() == rows


def test_a_new_placement_moves_no_other() -> None:
    before = inventory(SPACE, mails("b", 2, 3))
    changed = changed_places(before, splice(before, inventory(SPACE, mails("a", 1))))
    assert changed is not None
    assert (changed.old.tolist(), changed.new.tolist()) == ([], [0])


def test_other_texts_are_not_compared() -> None:
    before, now = (inventory(SPACE, item("a", owner=name)) for name in ("an", "bo"))
    assert changed_places(before, now) is None
    assert again(SPACE, now, before) == overload(SPACE, now, AS_OF, UNTIL_SHORT)


def test_a_horizon_that_has_passed_says_nothing() -> None:
    now = inventory(SPACE, mails("a", 0, 1, 2))
    outlook = Outlook(SPACE, now, AS_OF, AS_OF - timedelta(1))
    told = Told(inventory=now, findings=())
    assert overload_again(outlook, coverage(SPACE, now, AS_OF, AS_OF), told) == ()
