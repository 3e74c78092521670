"""Capacity per channel and week, hours per owner and week, and the strips of the page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from planner.core.findings import Finding
from planner.core.load import channel_load
from planner.core.model import CapacityException, Item, User, Workspace
from planner.core.overload import overload
from tests.builders import AS_OF, channel, fmt, inventory, item, placement, workspace

DAY = timedelta(days=1)
NEXT_WEEK = AS_OF + 13 * DAY  # the Sunday of W49


def day(n: int) -> date:
    return AS_OF + n * DAY


def space(capacity: int | None = None, *exceptions: CapacityException, **fields: Any) -> Workspace:
    blog = channel("blog", weekly_capacity=capacity, capacity_exceptions=exceptions)
    return workspace(channels=(blog,), **fields)


def posts(*days: int, **fields: Any) -> Item:
    return item(placements=tuple(placement(f"p{n}", "blog", on=day(d), **fields) for n, d in enumerate(days)))


def found(kind: str, place: Workspace, *items: Item, until: date = NEXT_WEEK) -> list[Finding]:
    return [f for f in overload(place, inventory(place, *items), AS_OF, until) if f.kind == kind]


def closed(start: int, until: int, capacity: int | None) -> CapacityException:
    return CapacityException(start=day(start), until=day(until), capacity=capacity)


def test_capacity_counts_the_placements_of_an_iso_week_from_monday_to_sunday() -> None:
    (f,) = found("capacity", space(2), posts(-1, 0, 3, 6, 7, 8))
    assert (f.channel, f.start, f.until) == ("blog", AS_OF, day(6))
    assert (f.value, f.limit, f.severity) == (3, 2, pytest.approx(34 + 66 / 2))
    assert (f.placements, f.items) == (("p1", "p2", "p3"), ("a",))
    assert f.key == "capacity:channel=blog,from=2026-11-23"


def test_a_week_that_touches_the_period_counts_whole() -> None:
    place, plan = space(1), posts(1, 5)
    (f,) = [f for f in overload(place, inventory(place, plan), day(3), day(4)) if f.kind == "capacity"]
    assert (f.start, f.value) == (AS_OF, 2)


def test_service_and_tentative_placements_count_and_a_run_on_its_first_day() -> None:
    assert found("capacity", space(1), posts(1, 2, service=True))[0].value == 2
    assert found("capacity", space(1), posts(1, 2, status="tentative"))[0].value == 2
    run = found("capacity", space(1), posts(1, 2, until=day(13)))
    assert [(f.start, f.value) for f in run] == [(AS_OF, 2)]


def test_cancelled_and_undated_placements_do_not_count() -> None:
    assert (
        found("capacity", space(0), posts(1, status="cancelled"), item("b", placements=(placement("x", "blog"),))) == []
    )


def test_no_capacity_is_no_limit_and_0_allows_nothing() -> None:
    assert found("capacity", space(None), posts(1, 1, 1)) == []
    assert found("capacity", space(0), posts(1))[0].severity == 100


def test_an_exception_replaces_the_capacity_of_every_week_it_touches() -> None:
    # it touches Sunday of W48 and Monday of W49
    place = space(5, closed(6, 7, 1))
    assert [f.limit for f in found("capacity", place, posts(1, 2, 8, 9, 15, 16), until=day(20))] == [1, 1]


def test_an_exception_holds_where_there_was_no_limit_and_may_lift_one() -> None:
    assert [f.limit for f in found("capacity", space(None, closed(0, 0, 1)), posts(1, 2))] == [1]
    assert found("capacity", space(1, closed(0, 0, None)), posts(1, 2)) == []


def test_of_several_exceptions_the_lowest_holds() -> None:
    assert [f.limit for f in found("capacity", space(9, closed(0, 0, 2), closed(3, 3, 1)), posts(1, 2))] == [1]
    assert [f.limit for f in found("capacity", space(9, closed(0, 0, None), closed(3, 3, 1)), posts(1, 2))] == [1]


def test_the_strip_shows_counts_and_capacities_per_week() -> None:
    place = space(2, closed(7, 7, None))
    load = channel_load(place, inventory(place, posts(0, 6, 7)), AS_OF, NEXT_WEEK)
    assert load.weeks == (AS_OF, day(7))
    assert load.count.tolist() == [[2, 1]]
    assert load.capacity.tolist() == [[2.0, float("inf")]]


# workload

JONAS = User(email="jonas@linde.be", hours_per_week=6)


def work(id: str, *days: int, **fields: Any) -> Item:
    places = tuple(placement(f"{id}{n}", "blog", on=day(d)) for n, d in enumerate(days))
    return item(id, placements=places, **({"status": "in_production", "owner": "jonas@linde.be"} | fields))


def team(*users: User) -> Workspace:
    return space(users=users or (JONAS,))


def test_workload_sums_the_effort_of_unfinished_items_by_the_week_of_their_first_placement() -> None:
    # 3 of its own, 4 by default; the third appears first in W49
    (f,) = found("workload", team(), work("a", 5, effort_hours=3), work("b", 2, 9), work("c", 8, 20, effort_hours=6))
    assert (f.owner, f.start, f.until) == ("jonas@linde.be", AS_OF, day(6))
    assert (f.value, f.limit, f.severity) == (7, 6, pytest.approx(34 + 66 / 6))
    assert (f.items, f.placements) == (("b", "a"), ("b0", "a0"))
    assert f.key == "workload:owner=jonas@linde.be,from=2026-11-23"


def test_workload_takes_the_formats_effort() -> None:
    place = space(users=(JONAS,), formats=(fmt(effort_hours=7),))
    assert [f.value for f in found("workload", place, work("a", 1, format="article"))] == [7]


def test_hours_that_just_fit_are_no_overload() -> None:
    assert found("workload", team(), work("a", 1, effort_hours=6)) == []


def test_an_item_that_appeared_before_is_not_due_again() -> None:
    assert found("workload", team(), work("a", -8, 1, effort_hours=9)) == []


def test_a_cancelled_first_placement_leaves_the_next_as_the_first() -> None:
    places = (placement("x", "blog", on=day(1), status="cancelled"), placement("y", "blog", on=day(8)))
    late = item("a", status="briefed", owner="jonas@linde.be", effort_hours=9, placements=places)
    assert [f.start for f in found("workload", team(), late)] == [day(7)]


@pytest.mark.parametrize("status", ["approved", "published", "archived", "on_hold", "cancelled"])
def test_items_that_take_no_work_now_do_not_count(status: str) -> None:
    assert found("workload", team(), work("a", 1, effort_hours=9, status=status)) == []


@pytest.mark.parametrize("status", ["idea", "briefed", "in_production", "in_review", "changes_requested"])
def test_unfinished_items_count(status: str) -> None:
    assert [f.value for f in found("workload", team(), work("a", 1, effort_hours=9, status=status))] == [9]


def test_people_without_hours_and_owners_who_are_no_user_have_no_limit() -> None:
    assert found("workload", team(User(email="jonas@linde.be")), work("a", 1, effort_hours=99)) == []
    assert found("workload", team(), work("a", 1, effort_hours=99, owner="Wout")) == []


def test_the_address_of_an_owner_is_the_same_in_capitals() -> None:
    plan = work("a", 1), work("b", 2, owner="Jonas@Linde.be")
    assert [(f.owner, f.value) for f in found("workload", team(), *plan)] == [("jonas@linde.be", 8)]
