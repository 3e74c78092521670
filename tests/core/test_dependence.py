"""Leaning on one channel, the loss test, and cells with more than enough; worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from planner.core.findings import CellKey, Finding
from planner.core.model import Item, Workspace
from planner.core.overload import overload
from tests.builders import AS_OF, UNTIL, channel, inventory, item, phase, placement, segment, stage, target, workspace

DAY = timedelta(days=1)
CHANNELS = ("email", "blog", "push", "shop")
ids = iter(range(10**6))


def day(n: int) -> date:
    return AS_OF + n * DAY


def space(**fields: Any) -> Workspace:
    return workspace(**({"channels": tuple(channel(slug) for slug in CHANNELS)} | fields))


def on(channel: str, count: int, *, first: int = 20, **fields: Any) -> Item:
    """An item of its own with placements 20 days apart, so that nothing else is found."""
    name = f"i{next(ids)}"
    places = (placement(f"{name}-{n}", channel, on=day(first), series="s", **fields) for n in range(count))
    return item(name, map=("parents//",), placements=tuple(places))


def found(place: Workspace, *items: Item, kind: str = "dependence") -> list[Finding]:
    return [f for f in overload(place, inventory(place, *items), AS_OF, UNTIL) if f.kind == kind]


def test_dependence_is_more_than_half_of_the_placements_on_one_channel() -> None:
    mails = on("email", 6)
    (f,) = found(space(), on("blog", 3), mails, on("push", 1))
    assert (f.segment, f.channel, f.value, f.limit) == ("parents", "email", 0.6, 0.5)
    assert f.severity == pytest.approx(34 + 66 * 0.1 / 0.5)  # 47.2
    assert (f.start, f.until) == (day(-90), UNTIL)
    assert f.shares == (("email", 0.6), ("blog", 0.3), ("push", 0.1))
    assert f.effective_channels == pytest.approx(1 / 0.46)  # 0.36 + 0.09 + 0.01
    assert f.items == (mails.id,)
    assert f.placements == tuple(p.uid for p in mails.placements)
    assert f.key == "dependence:segment=parents,channel=email"


def test_half_is_not_more_than_half() -> None:
    assert found(space(), on("email", 5), on("blog", 3), on("push", 2)) == []


def test_dependence_needs_ten_placements_and_three_channels_in_use() -> None:
    assert found(space(), on("email", 6), on("blog", 2), on("push", 1)) == []
    assert found(space(), on("email", 8), on("blog", 3)) == []
    elsewhere = item("x", map=("elders//",), placements=(placement("x", "push", on=day(1)),))
    two = space(segments=(segment(), segment("elders")))
    assert [f.segment for f in found(two, on("email", 8), on("blog", 3), elsewhere)] == ["parents"]


def test_service_messages_are_left_out_and_so_is_what_lies_outside_the_period() -> None:
    assert found(space(), on("email", 6, service=True), on("blog", 3), on("push", 1)) == []
    assert found(space(), on("email", 6, first=-91), on("blog", 3), on("push", 1)) == []
    assert len(found(space(), on("email", 6, first=-90), on("blog", 3), on("push", 1))) == 1
    assert found(space(), on("email", 6, first=91), on("blog", 3), on("push", 1)) == []


def test_a_run_is_in_the_period_when_any_of_its_days_is() -> None:
    assert len(found(space(), on("email", 6, first=-200, until=day(-90)), on("blog", 3), on("push", 1))) == 1


def test_archived_segments_depend_on_nothing() -> None:
    assert found(space(segments=(segment(archived=True),)), on("email", 6), on("blog", 3), on("push", 1)) == []


def test_the_loss_test_lists_the_cells_that_fall_below_their_minimum_without_the_channel() -> None:
    # reach: one item by mail alone, 1 of 1 -> 0. acquire: one by mail and blog, one never placed: stays 2 of 2.
    # convert: 0 of 1 already. retain: by mail alone, but more than a year ago: it has none, and stays.
    place = space(
        stages=tuple(stage(slug) for slug in ("reach", "acquire", "convert", "retain")),
        coverage_targets=(target(1), target(2, stage="acquire")),
    )
    mail = item("m", placements=(placement("m1", "email", on=day(-300)),))
    both = item(
        "b",
        map=("parents/acquire/awareness",),
        placements=(placement("b1", "email", on=day(20)), placement("b2", "blog", on=day(20))),
    )
    bare = item("n", map=("parents/acquire/awareness",))
    old = item("o", map=("parents/retain/awareness",), placements=(placement("o1", "email", on=day(-366)),))
    (f,) = found(place, mail, both, bare, old, on("email", 8), on("blog", 1), on("push", 1))
    assert f.lost == (CellKey(segment="parents", stage="reach", phase="awareness"),)


def test_the_loss_test_looks_at_placements_that_serve_the_cell_and_leaves_the_channels_own_cells_out() -> None:
    # the blog placement is narrowed to another phase: in the awareness cell the mail is the only one left
    place = space(
        phases=(phase(), phase("decision")),
        coverage_targets=(target(1, phase="awareness"), target(1, phase="awareness", channel="email")),
    )
    plan = item(
        "a",
        map=("parents/reach/awareness", "parents/reach/decision"),
        placements=(placement("a1", "email", on=day(-5)), placement("a2", "blog", on=day(-5), phase="decision")),
    )
    (f,) = found(place, plan, on("email", 8), on("blog", 1), on("push", 1))
    assert f.lost == (CellKey(segment="parents", stage="reach", phase="awareness"),)


def test_the_loss_test_is_told_for_the_segment_that_leans() -> None:
    place = space(segments=(segment(), segment("elders")), coverage_targets=(target(1),))
    other = item("e", map=("elders/reach/awareness",), placements=(placement("e1", "email", on=day(-5)),))
    (f,) = found(place, other, on("email", 8), on("blog", 1), on("push", 1))
    assert f.lost == ()


# pile_up


def test_pile_up_is_more_usable_than_the_maximum_of_the_target() -> None:
    # 1 + 1 + 0.5 = 2.5 usable against at most 2: 34 + 66 x 0.5 / 2
    place = space(coverage_targets=(target(1, maximum=2),))
    plan = item("a"), item("b"), item("c", map=(("parents/reach/awareness", "secondary"),))
    (f,) = found(place, *plan, kind="pile_up")
    assert (f.segment, f.stage, f.phase, f.channel) == ("parents", "reach", "awareness", None)
    assert (f.value, f.limit, f.severity) == (2.5, 2, 50.5)
    assert (f.start, f.until) == (AS_OF, UNTIL)
    assert f.key == "pile_up:segment=parents,stage=reach,phase=awareness"


def test_pile_up_names_the_least_leverage_first_then_the_longest_published() -> None:
    place = space(coverage_targets=(target(1, maximum=2),))
    plan = (
        item("long", effort_hours=8),  # half the worth per hour of the others
        item("new", published_on=day(-3)),
        item("old", published_on=day(-9)),
        item("draft", status="approved"),  # planned, no part of what is usable
    )
    (f,) = found(place, *plan, kind="pile_up")
    assert f.items == ("long", "old", "new")


def test_what_equals_the_maximum_is_no_pile_up_and_a_maximum_alone_is_enough() -> None:
    assert found(space(coverage_targets=(target(1, maximum=2),)), item("a"), item("b"), kind="pile_up") == []
    (f,) = found(space(coverage_targets=(target(0, maximum=0),)), item("a"), kind="pile_up")
    assert f.severity == 100
