"""Leverage by DOMAIN section 3; every figure is worked out in the test."""

from __future__ import annotations

from datetime import timedelta

import pytest

from planner.core.coverage import Coverage, coverage
from planner.core.leverage import ChannelLeverage, channel_leverage, item_leverage
from planner.core.model import Item, Workspace
from tests.builders import AS_OF, UNTIL, inventory, item, placement, stage, target, workspace

SPACE = workspace(
    stages=(stage(weight=2), stage("retain")), coverage_targets=(target(1, stage="reach", importance=4), target(1))
)  # w: reach 3 x 2 x 1 x 4 = 24, retain 3 x 1 x 1 x 3 = 9
BOTH = ("parents/reach/awareness", ("parents/retain/awareness", "secondary"))


def cover(space: Workspace, *items: Item) -> Coverage:
    return coverage(space, inventory(space, *items), AS_OF, UNTIL)


def test_an_item_holds_its_share_of_each_expected_cell_per_hour() -> None:
    found = cover(SPACE, item("a", map=BOTH, effort_hours=10), item("b", effort_hours=4))
    # reach holds 1 + 1, retain 0.5 of a alone: a = (24 x 1/2 + 9 x 0.5/0.5) / 10, b = 24 x 1/2 / 4
    assert item_leverage(found).tolist() == [2.1, 3.0]


def test_a_planned_item_counts_with_its_weight_where_something_is_usable() -> None:
    found = cover(SPACE, item("a", status="approved", map=BOTH, effort_hours=10), item("b", effort_hours=4))
    # reach: 24 x 0.7/1; retain holds nothing usable: 0
    assert item_leverage(found).tolist() == pytest.approx([1.68, 6.0])


def test_cells_that_nobody_expects_and_items_left_out_give_nothing() -> None:
    space = workspace(coverage_targets=(target(0),))
    assert item_leverage(cover(space, item("a"), item("b", status="archived"))).tolist() == [0.0, 0.0]


def test_an_item_of_no_effort_counts_a_quarter_of_an_hour() -> None:
    assert item_leverage(cover(SPACE, item("a", effort_hours=0))).tolist() == [96.0]  # 24 / 0.25


def test_a_channel_has_the_worth_of_its_items_per_hour_beside_its_contacts() -> None:
    found = cover(
        SPACE,
        item(
            "a", map=BOTH, effort_hours=10, placements=(placement("p", "email", AS_OF), placement("q", "email", AS_OF))
        ),
        item("b", effort_hours=4, placements=(placement("r", "blog", AS_OF), placement("s", "email", AS_OF))),
        item("c", placements=(placement("t", "blog", AS_OF - timedelta(days=366)), placement("u", "blog"))),
    )
    # reach holds 3: a = 24/3 + 9 = 17, b = 8. Blog presses nobody, so e-mail has all the contacts
    assert channel_leverage(found, {"email": 12.0}) == (
        ChannelLeverage(channel="blog", leverage=2.0, worth=8.0, hours=4.0, items=1, contacts=0.0, conversions=None),
        ChannelLeverage(
            channel="email", leverage=25 / 14, worth=25.0, hours=14.0, items=2, contacts=1.0, conversions=12.0
        ),
    )


def test_a_channel_without_placements_has_no_leverage() -> None:
    assert [(c.leverage, c.contacts) for c in channel_leverage(cover(SPACE, item()))] == [(None, 0.0), (None, 0.0)]
