"""Touchpoints: which hold, what they weigh, whose question a cell asks."""

from __future__ import annotations

from dataclasses import replace

from planner.core.findings import CellKey
from planner.core.model import Touchpoint
from planner.core.touchpoints import moments, question
from tests.builders import channel, inventory, item, phase, segment, stage, target, workspace

HERE = CellKey(segment="parents", stage="reach", phase="awareness")
ASKS = Touchpoint(slug="here", segment="parents", stage="reach", phase="awareness", need="Is it safe?")
WIDE = Touchpoint(slug="wide", segment="parents", need="Who helps?")


def test_the_touchpoint_that_names_most_of_the_cell_asks_its_question() -> None:
    assert question((WIDE, ASKS), HERE) == "Is it safe?"
    assert question((WIDE, replace(ASKS, phase="decision")), HERE) == "Who helps?"
    assert question((), HERE) == ""


def test_one_that_nobody_answers_goes_before() -> None:
    assert question((WIDE, ASKS), HERE, {"wide"}) == "Who helps?"


def test_the_first_in_the_list_wins_a_tie_and_an_unwritten_need_asks_nothing() -> None:
    other = replace(ASKS, slug="other", need="What now?")
    assert question((other, ASKS), HERE) == "What now?"
    assert question((replace(other, need=""), ASKS), HERE) == "Is it safe?"


def test_its_channels_matter_in_a_channel_cell_only() -> None:
    mail = replace(ASKS, channels=("email",))
    assert question((mail,), HERE) == "Is it safe?"
    assert question((mail,), replace(HERE, channel="email")) == "Is it safe?"
    assert question((mail,), replace(HERE, channel="blog")) == ""


def test_moments_hold_their_weight_and_the_items_that_exist_in_the_order_of_ids() -> None:
    space = workspace(
        segments=(segment(priority=4),), stages=(stage(weight=2),), phases=(phase(weight=0.5),),
        coverage_targets=(target(1, importance=5), target(1, segment="parents", importance=2)),
        touchpoints=(replace(ASKS, items=("c", "a", "gone")), replace(WIDE, segment=None)),
    )  # fmt: skip
    found = list(moments(space, inventory(space, item("a"), item("b"), item("c"))))
    # 4 x 2 x 0.5 x 2 of the target that names the segment; nothing said: 1 x 1 x 1 x 5
    assert [(m.touchpoint.slug, m.weight, m.items.tolist()) for m in found] == [
        ("here", 8.0, [0, 2]),
        ("wide", 5.0, []),
    ]


def test_archived_or_unknown_rows_let_it_rest() -> None:
    space = workspace(segments=(segment(archived=True), segment("grandparents")), channels=(channel(archived=True),))
    resting = (ASKS, replace(WIDE, segment="nobody"), Touchpoint(slug="x", channels=("blog",)))
    held = Touchpoint(slug="y", segment="grandparents")
    space = replace(space, touchpoints=(*resting, held))
    assert [m.touchpoint.slug for m in moments(space, inventory(space))] == ["y"]
