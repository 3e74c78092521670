"""The board: the order of work in a lane, what is late, and where an item appears next."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from planner.core.board import lanes, late, next_places
from planner.core.status import ITEM_STATUSES
from tests.builders import AS_OF, inventory, item, placement, workspace

SPACE = workspace()


def days(n: int) -> date:
    return AS_OF + timedelta(days=n)


def test_every_status_is_a_lane_in_the_order_of_the_table() -> None:
    content = inventory(SPACE, item("a", status="idea"), item("b", status="cancelled"))
    found = lanes(content, np.array([True, True]))
    assert tuple(lane.status for lane in found) == ITEM_STATUSES
    assert {lane.status: lane.rows.tolist() for lane in found if len(lane.rows)} == {"idea": [0], "cancelled": [1]}


def test_what_the_filters_leave_out_stands_in_no_lane() -> None:
    content = inventory(SPACE, item("a", status="idea"), item("b", status="idea"))
    assert lanes(content, np.array([False, True]))[0].rows.tolist() == [1]


def test_work_stands_by_its_due_day_then_by_title_and_undated_last() -> None:
    content = inventory(
        SPACE, item("a", status="idea", title="Zebra"), item("b", status="idea", title="Éclair", due_on=days(9)),
        item("c", status="idea", title="Apple", due_on=days(9)), item("d", status="idea", due_on=days(2)),
    )  # fmt: skip
    rows = lanes(content, np.ones(4, bool))[0].rows.tolist()
    assert [content.item_ids[row] for row in rows] == ["d", "c", "b", "a"]


def test_what_is_published_stands_newest_first() -> None:
    content = inventory(SPACE, item("a", published_on=days(-9)), item("b", published_on=days(-1)), item("c"))
    rows = lanes(content, np.ones(3, bool))[ITEM_STATUSES.index("published")].rows.tolist()
    assert [content.item_ids[row] for row in rows] == ["b", "a", "c"]


def test_only_unfinished_work_is_late_and_not_on_its_day() -> None:
    content = inventory(
        SPACE, item("a", status="briefed", due_on=days(-1)), item("b", status="briefed", due_on=AS_OF),
        item("c", status="approved", due_on=days(-1)), item("d", status="briefed"),
    )  # fmt: skip
    assert late(content, AS_OF.toordinal()).tolist() == [True, False, False, False]


def test_the_next_placement_is_the_earliest_from_today_on() -> None:
    content = inventory(
        SPACE,
        item("a", placements=(
            placement("gone", on=days(-3)), placement("later", on=days(5)), placement("next", on=days(2)),
            placement("off", on=days(1), status="cancelled"), placement("tray"),
        )),
        item("b", placements=(placement("run", on=days(-3), until=days(1)),)),
        item("c", placements=(placement("old", on=days(-1)),)),
    )  # fmt: skip
    assert [content.uids[n] if n >= 0 else None for n in next_places(content, AS_OF.toordinal())] == [
        "next", "run", None,
    ]  # fmt: skip
