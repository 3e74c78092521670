"""What a placement must be on its channel: adapted parts, else the inherited ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from planner.core.findings import Fault, Finding
from planner.core.model import ChannelRules, Item
from planner.core.overload import overload
from tests.builders import AS_OF, UNTIL, channel, fmt, inventory, item, placement, workspace

DAY = timedelta(days=1)


def found(rules: ChannelRules, *items: Item) -> list[Finding]:
    space = workspace(channels=(channel("social", rules=rules),), formats=(fmt(), fmt("reel")))
    return [f for f in overload(space, inventory(space, *items), AS_OF, UNTIL) if f.kind == "channel_rule"]


def post(place: dict[str, Any] | None = None, **fields: Any) -> Item:
    return item(placements=(placement("p", "social", **({"on": AS_OF + DAY} | (place or {}))),), **fields)


def faults(rules: ChannelRules, *items: Item) -> tuple[Fault, ...]:
    return tuple(fault for f in found(rules, *items) for fault in f.faults)


def test_a_finding_per_placement_holds_all_its_faults() -> None:
    rules = ChannelRules(formats=("reel",), title_max=5, text_max=3, needs=("image", "alt", "link", "call_to_action"))
    (f,) = found(rules, post(title="Sleep well", summary="Rest", format="article"))
    assert f.faults == (
        Fault(part="format"),
        Fault(part="title", value=10, limit=5),
        Fault(part="text", value=4, limit=3),
        Fault(part="image"),
        Fault(part="alt"),
        Fault(part="link"),
        Fault(part="call_to_action"),
    )
    assert (f.value, f.limit, f.severity) == (10, 5, 40)
    assert (f.channel, f.segment, f.start, f.until) == ("social", None, AS_OF + DAY, AS_OF + DAY)
    assert (f.items, f.placements) == (("a",), ("p",))
    assert f.key == "channel_rule:channel=social,placement=p"


def test_without_a_length_there_is_no_limit() -> None:
    (f,) = found(ChannelRules(needs=("link",)), post())
    assert (f.value, f.limit) == (0, None)


def test_adapted_parts_come_before_inherited_ones() -> None:
    rules = ChannelRules(title_max=5, text_max=5)
    assert faults(rules, post({"title": "Sleep", "text": "Rest."}, title="Sleep well", summary="Rest well")) == ()
    assert faults(rules, post({"title": "Sleep well"}, title="Sleep")) == (Fault(part="title", value=10, limit=5),)


def test_a_length_that_just_fits_is_no_fault_and_letters_count_once() -> None:
    assert faults(ChannelRules(title_max=5), post(title="Créme")) == ()


@pytest.mark.parametrize(
    ("need", "inherited", "adapted"),
    [
        ("image", {"image": "/a.png"}, {"image": "/b.png"}),
        ("alt", {"image_alt": "A cot"}, {"image_alt": "A bed"}),
        ("link", {"url": "/sleep"}, {"link": "/rest"}),
    ],
)
def test_image_alt_and_link_are_the_items_unless_adapted(need: str, inherited: Any, adapted: Any) -> None:
    rules = ChannelRules(needs=(need,))
    assert faults(rules, post()) == (Fault(part=need),)
    assert faults(rules, post(**inherited)) == ()
    assert faults(rules, post(adapted)) == ()


def test_a_call_to_action_is_never_inherited() -> None:
    rules = ChannelRules(needs=("call_to_action",))
    assert faults(rules, post(url="/x")) == (Fault(part="call_to_action"),)
    assert faults(rules, post({"call_to_action": "Read on"})) == ()


def test_an_item_without_format_is_not_judged_on_it() -> None:
    rules = ChannelRules(formats=("reel",))
    assert faults(rules, post()) == ()
    assert faults(rules, post(format="reel")) == ()
    assert faults(rules, post(format="article")) == (Fault(part="format"),)


def test_placements_of_the_period_are_judged_those_in_the_tray_and_cancelled_ones_are_not() -> None:
    rules = ChannelRules(needs=("link",))
    assert found(rules, post({"on": None})) == []
    assert found(rules, post({"status": "cancelled"})) == []
    assert found(rules, post({"on": AS_OF - DAY})) == []
    assert found(rules, post({"on": UNTIL + DAY})) == []
    (run,) = found(rules, post({"on": AS_OF - 9 * DAY, "until": AS_OF}))
    assert (run.start, run.until) == (AS_OF - 9 * DAY, AS_OF)
    assert len(found(rules, post({"service": True}))) == 1
