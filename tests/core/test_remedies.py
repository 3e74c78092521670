"""Repairs: the cheapest changes that make a finding go and break nothing, worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.findings import Finding
from planner.core.model import (
    Campaign,
    CapacityException,
    FrequencyRule,
    Item,
    Period,
    Placement,
    SegmentOverlap,
    User,
    Workspace,
)
from planner.core.overload import overload, silent
from planner.core.remedies import MOST_CHANGES, REPAIRED, Remedy, remedies
from planner.core.what_if import Change, changed, closed, opened
from tests.builders import AS_OF, channel, inventory, item, placement, segment, target, workspace
from tests.core.random_plans import UNTIL_SHORT, plans

DAY = timedelta(days=1)
END = AS_OF + 27 * DAY  # four weeks
MAIL, PUSH, BLOG = channel("email", pressure=1.0), channel("push", pressure=1.5), channel("blog")


def day(n: int) -> date:
    """The day n days after as_of, Monday 23 November 2026."""
    return AS_OF + n * DAY


def rule(**fields: Any) -> FrequencyRule:
    return FrequencyRule(**({"name": "Limit"} | fields))


def space(*rules: FrequencyRule, **fields: Any) -> Workspace:
    return workspace(frequency_rules=rules, **({"channels": (MAIL, PUSH, BLOG)} | fields))


def one(uid: str, on: date | None, channel: str = "email", **fields: Any) -> Item:
    """An item with one placement, both named `uid`."""
    own = ("map", "owner", "effort_hours", "expires_on")
    of_item = {key: fields.pop(key) for key in own if key in fields}
    status = fields.pop("item_status", "published")
    return item(uid, status=status, placements=(placement(uid, channel, on=on, **fields),), **of_item)


def repairs(kind: str, place: Workspace, *items: Item, until: date = END) -> list[tuple[Remedy, ...]]:
    plan = inventory(place, *items)
    findings = [f for f in overload(place, plan, AS_OF, until) if f.kind == kind]
    return [remedies(place, plan, f, AS_OF, until) for f in sorted(findings, key=lambda f: f.start or AS_OF)]


def told(remedy: Remedy) -> list[tuple[str, str, date | str | None]]:
    return [(c.action, c.placement, c.day or c.into) for c in remedy.changes]


def test_two_mails_on_a_day_one_of_them_moves_to_the_next() -> None:
    # 1 day x (1 + 5) = 6; merging would cost 7 x 6; of two equal moves the later day is taken
    ((best,),) = repairs("spacing", space(rule(min_gap_days=1)), one("a", day(3)), one("b", day(3)))
    assert (told(best), best.cost) == ([("move", "a", day(4))], 6)
    assert (best.before.value, best.after.value) == (0, None)
    assert ([f.kind for f in best.before.findings], best.after.findings) == (["spacing"], ())


def test_the_placement_of_lower_priority_moves() -> None:
    ((best,),) = repairs("spacing", space(rule(min_gap_days=1)), one("a", day(3)), one("b", day(3), priority=2))
    assert (told(best), best.cost) == ([("move", "b", day(4))], 3)


def test_published_and_service_placements_and_those_of_the_past_are_never_touched() -> None:
    place = space(rule(min_gap_days=1))
    ((best,),) = repairs("spacing", place, one("a", day(3), status="published", priority=0), one("b", day(3)))
    assert told(best) == [("move", "b", day(4))]
    both = one("a", day(3), status="published"), one("b", day(3), status="published")
    assert repairs("spacing", place, *both) == [()]
    late = space(rule(min_gap_days=2))
    ((best,),) = repairs("spacing", late, one("a", day(-1), priority=0), one("b", day(0)))
    assert told(best) == [("move", "b", day(1))]


def test_a_move_into_a_slot_that_breaks_something_is_not_taken() -> None:
    # day 4 is contact-free, day 2 has a mail, day 5 is free: 2 x 6
    place = space(rule(min_gap_days=1), segments=(segment(contact_free=(Period(day(4), day(4)),)),))
    ((best,),) = repairs("spacing", place, one("a", day(3)), one("b", day(3)), one("c", day(2)))
    assert (told(best), best.cost) == ([("move", "a", day(5))], 12)


def test_a_full_week_of_the_channel_is_not_taken() -> None:
    # Sunday the 29th and Monday the 30th: the next week is full, so one moves back to Saturday
    full = CapacityException(start=day(7), until=day(7), capacity=0)
    mail = channel("email", pressure=1.0, capacity_exceptions=(full,))
    ((best,),) = repairs("spacing", space(rule(min_gap_days=1), channels=(mail,)), one("a", day(6)), one("b", day(6)))
    assert told(best) == [("move", "a", day(5))]


def test_pressure_moves_one_out_of_the_window() -> None:
    # days 10, 11, 12 in windows of 3, at most 2: only the window 10-12 is over. One day later for the last, or one
    # day earlier for the first, is enough; the later day is taken: 6
    ((best,),) = repairs(
        "pressure", space(rule(maximum=2, window="rolling:3")), *(one(f"p{n}", day(n)) for n in (10, 11, 12))
    )
    assert (told(best), best.cost) == ([("move", "p12", day(13))], 6)
    assert (best.before.value, best.after.value) == (3, 2)
    assert (best.before.share_over, best.after.share_over) == (1, 0)


def test_pressure_takes_several_changes_where_one_is_not_enough() -> None:
    # five on day 10 in windows of 1 day, at most 2: three must go to days 9, 11 and 12, or 8: two at 1 day, and a
    # third that shares day 9 or 11 (two fit there): 3 x 6
    plan = [one(f"p{n}", day(10)) for n in range(5)]
    ((best,),) = repairs("pressure", space(rule(maximum=2, window="rolling:1")), *plan)
    assert (best.cost, best.after.value) == (18, 2)
    assert sorted(c.day for c in best.changes if c.day) in ([day(9), day(11), day(11)], [day(9), day(9), day(11)])


@pytest.mark.parametrize(("mails", "changes"), [(MOST_CHANGES + 1, [MOST_CHANGES]), (MOST_CHANGES + 2, [])])
def test_a_longer_list_of_changes_is_no_repair(mails: int, changes: list[int]) -> None:
    # all but one must leave the day; four weeks have room for each of them
    plan = [one(f"p{n:02}", day(13)) for n in range(mails)]
    (found,) = repairs("pressure", space(rule(maximum=1, window="rolling:1")), *plan)
    assert [len(remedy.changes) for remedy in found] == changes


def test_merging_is_cheaper_than_a_move_of_more_than_a_week() -> None:
    # a limit of 0 from day 7 to day 20, a mail on day 14: out means 7 days back (42) or, for another such, a merge
    closed = rule(maximum=0, window="rolling:1", active_from=day(5), active_to=day(23))
    place = space(closed)
    ((best,), *_) = repairs("pressure", place, one("a", day(6)))
    assert (told(best), best.cost) == ([("move", "a", day(4))], 12)
    weekly = rule(name="Week", maximum=1, window="week")
    # two mails in every week but the last: W48 full, W49 holds two, W50 full; nearest free slot is W51 (day 21)
    others = [one("w48", day(0)), one("w50", day(14))]
    ((merged, moved),) = repairs("pressure", space(weekly), *others, one("a", day(10)), one("b", day(12)))
    assert (told(merged), merged.cost) == ([("merge", "a", "b")], 42)
    assert (told(moved), moved.cost) == ([("move", "b", day(21))], 54)


def test_a_placement_is_skipped_when_nothing_else_is_left() -> None:
    # nowhere to go in a single day, and nothing to merge into: 28 x 6
    ((best,),) = repairs("pressure", space(rule(maximum=0, window="rolling:1")), one("a", day(0)), until=AS_OF)
    assert (told(best), best.cost) == ([("skip", "a", None)], 168)


def test_skipping_does_not_make_a_segment_silent() -> None:
    rules = rule(maximum=0, window="rolling:1"), rule(name="Some", minimum=1, window="rolling:1")
    assert repairs("pressure", space(*rules), one("a", day(0)), until=AS_OF) == [()]


def test_merging_needs_a_placement_that_reaches_the_same_people() -> None:
    weekly = rule(maximum=1, window="week", segment="parents")
    place = space(weekly, segments=(segment(), segment("elders")))
    wide = one("a", day(1), map=("parents//", "elders//"))
    end = day(6)  # no other week to move to
    ((best,),) = repairs("pressure", place, wide, one("b", day(2)), until=end)
    assert (told(best), best.cost) == ([("merge", "b", "a")], 42)  # a reaches all that b does; not the other way
    pushed = one("b", day(2), "push", map=("parents//", "elders//"))
    ((best,),) = repairs("pressure", place, wide, pushed, until=end)
    assert best.changes[0].action == "skip"  # another item on another channel takes nothing in


def test_overlap_is_repaired_for_the_people_in_both() -> None:
    place = space(
        rule(maximum=1, window="rolling:1"),
        segments=(segment(), segment("elders")),
        overlaps=(SegmentOverlap(a="parents", b="elders", share=0.5),),
    )
    ((best,),) = repairs("overlap", place, one("a", day(3)), one("b", day(3), map=("elders//",)))
    assert (told(best), best.cost, best.after.value) == ([("move", "a", day(4))], 6, 1)


def test_relieving_a_segment_does_not_uncover_an_overlap() -> None:
    # parents get 2 (a, b), elders 1 (c), at most 1 a day: with a gone the union is still 2, which was masked before
    place = space(
        rule(maximum=1, window="rolling:1"),
        segments=(segment(), segment("elders")),
        overlaps=(SegmentOverlap(a="parents", b="elders", share=0.5),),
    )
    plan = one("a", day(3)), one("b", day(3)), one("c", day(3), map=("elders//",))
    ((best,),) = repairs("pressure", place, *plan)
    assert {c.placement for c in best.changes} == {"a", "b"}
    assert best.cost == 12


def test_capacity_moves_what_is_too_much_to_another_week() -> None:
    # three posts in W49 against 2; the one on Sunday is a day from W50
    blog = channel("blog", weekly_capacity=2)
    plan = [one("a", day(7), "blog"), one("b", day(10), "blog"), one("c", day(13), "blog")]
    ((best,),) = repairs("capacity", space(channels=(blog,)), *plan)
    assert (told(best), best.cost) == ([("move", "c", day(14))], 6)
    assert (best.before.value, best.after.value) == (3, 2)


def test_workload_moves_a_first_placement_to_a_week_with_room() -> None:
    # 8 hours in W49 against 6; W50 is full, W48 has room: the item of Monday goes a day back, 1 x 6
    place = space(users=(User(email="jo@x.be", hours_per_week=6),))
    mine: dict[str, Any] = {"item_status": "briefed", "owner": "jo@x.be"}
    plan = [
        one("a", day(7), "blog", **mine),
        one("b", day(13), "blog", **mine),
        one("c", day(15), "blog", effort_hours=6, **mine),
    ]
    ((best,),) = repairs("workload", place, *plan)
    assert (told(best), best.cost) == ([("move", "a", day(6))], 6)
    assert (best.before.value, best.after.value) == (8, 4)


def test_blackout_moves_out_of_the_contact_free_period() -> None:
    place = space(segments=(segment(contact_free=(Period(day(5), day(9)),)),))
    ((best,),) = repairs("blackout", place, one("a", day(6)))
    assert (told(best), best.cost) == ([("move", "a", day(4))], 12)


def test_repetition_moves_the_later_one_away_or_merges() -> None:
    # 10 days apart: five more make 15, 5 x 6 = 30 < 42
    twice = item("a", placements=(placement("a1", "blog", on=day(1)), placement("a2", "blog", on=day(11))))
    ((best,),) = repairs("repetition", space(), twice)
    assert (told(best), best.cost) == ([("move", "a2", day(16))], 30)
    # 3 days apart: twelve more would cost 72, merging costs 42
    soon = item("a", placements=(placement("a1", "blog", on=day(1)), placement("a2", "blog", on=day(4))))
    ((merged, moved),) = repairs("repetition", space(), soon)
    assert (told(merged), merged.cost) == ([("merge", "a1", "a2")], 42)
    assert (told(moved), moved.cost) == ([("move", "a2", day(16))], 72)


def test_a_campaign_keeps_its_placements_and_an_item_its_expiry() -> None:
    sale = Campaign(slug="sale", start=day(1), end=day(3))
    place = space(rule(min_gap_days=1), campaigns=(sale,))
    mails = one("a", day(3), campaign="sale"), one("b", day(3), status="published", campaign="sale")
    ((best,),) = repairs("spacing", place, *mails)
    assert told(best) == [("move", "a", day(2))]
    ending = one("a", day(3), expires_on=day(3)), one("b", day(3), status="published")
    ((best,),) = repairs("spacing", space(rule(min_gap_days=1)), *ending)
    assert told(best) == [("move", "a", day(2))]


def test_what_a_channel_target_asks_for_is_neither_skipped_nor_merged() -> None:
    # as in the first test of skipping, but a target asks for content by mail: this is the item's only one
    place = space(rule(maximum=0, window="rolling:1"), coverage_targets=(target(1, channel="email"),))
    assert repairs("pressure", place, one("a", day(0)), until=AS_OF) == [()]


def test_findings_that_no_change_of_days_repairs_have_no_remedy() -> None:
    place = space(coverage_targets=(target(1, maximum=1),))
    assert repairs("pile_up", place, item("a"), item("b")) == [()]


def test_a_finding_that_is_gone_has_no_remedy() -> None:
    place = space(rule(maximum=0))
    (finding,) = [f for f in overload(place, inventory(place, one("a", day(3))), AS_OF, END) if f.kind == "pressure"]
    assert remedies(place, inventory(place, one("b", day(3))), finding, AS_OF, END) == ()
    assert remedies(place, inventory(place, one("a", None)), finding, AS_OF, END) == ()


def all_findings(place: Workspace, items: tuple[Item, ...]) -> tuple[Finding, ...]:
    plan = inventory(place, *items)
    found = (*overload(place, plan, AS_OF, UNTIL_SHORT), *silent(place, plan, AS_OF, UNTIL_SHORT))
    return tuple(f for f in found if f.kind in (*REPAIRED, "silent"))


def applied(items: tuple[Item, ...], changes: tuple[Change, ...]) -> tuple[Item, ...]:
    by_uid = {change.placement: change for change in changes}

    def moved(p: Placement) -> Placement:
        change = by_uid.get(p.uid)
        if change is None:
            return p
        return replace(p, on=change.day) if change.day else replace(p, status="cancelled")

    return tuple(replace(i, placements=tuple(moved(p) for p in i.placements)) for i in items)


@given(plan=plans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_after_a_remedy_the_finding_is_gone_and_nothing_new_has_come(plan: tuple[Workspace, tuple[Item, ...]]) -> None:
    place, items = plan
    before = all_findings(place, items)
    for finding in [f for f in before if f.kind in REPAIRED][:6]:
        for remedy in remedies(place, inventory(place, *items), finding, AS_OF, UNTIL_SHORT):
            after = all_findings(place, applied(items, remedy.changes))
            assert finding.key not in {f.key for f in after}
            assert opened(before, after) == ()
            assert remedy.cost > 0
            assert [c for c in remedy.changes if c.day and not AS_OF <= c.day <= UNTIL_SHORT] == []


@given(plan=plans())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_remedies_leave_published_and_service_placements_alone(plan: tuple[Workspace, tuple[Item, ...]]) -> None:
    place, items = plan
    fixed = {p.uid for i in items for p in i.placements if p.status == "published" or p.service}
    for finding in [f for f in all_findings(place, items) if f.kind in REPAIRED][:6]:
        for remedy in remedies(place, inventory(place, *items), finding, AS_OF, UNTIL_SHORT):
            assert {c.placement for c in remedy.changes} & fixed == set()
            assert {c.into for c in remedy.changes} & fixed == set()


def test_a_changed_inventory_moves_and_cancels_and_leaves_the_first_as_it_was() -> None:
    place = space()
    plan = inventory(place, one("a", day(1)), one("b", day(2), until=day(4)), one("c", day(3)))
    then = changed(
        plan,
        [
            Change(action="move", placement="a", day=day(9)),
            Change(action="move", placement="b", day=day(5)),
            Change(action="skip", placement="c"),
        ],
    )
    assert [n - AS_OF.toordinal() for n in then.place_day.tolist()] == [9, 5, 3]
    assert then.place_until[1] - AS_OF.toordinal() == 7  # a run keeps its length
    assert then.counted.tolist() == [True, True, False]
    assert [n - AS_OF.toordinal() for n in plan.place_day.tolist()] == [1, 2, 3]


def every_way(
    items: tuple[Item, ...], days: range, touched: tuple[str, ...]
) -> Iterator[tuple[float, tuple[Change, ...]]]:
    """Every way to change the placements `touched` (one an item), cheapest first: days to move to, merge, or skip."""
    ways = []
    for each in items:
        (p,) = each.placements
        assert p.on is not None
        weight = 1 + p.priority
        options: list[tuple[float, Change | None]] = [(0, None), (28 * weight, Change(action="skip", placement=p.uid))]
        options += [(7 * weight, Change(action="merge", placement=p.uid, into=o.id)) for o in items if o.id != p.uid]
        options += [
            (abs(day(n) - p.on).days * weight, Change(action="move", placement=p.uid, day=day(n)))
            for n in days if day(n) != p.on
        ]  # fmt: skip
        ways.append(options if p.uid in touched else options[:1])
    plans = ((sum(cost for cost, _ in way), tuple(c for _, c in way if c)) for way in product(*ways))
    whole = (way for way in plans if not {c.into for c in way[1]} & {c.placement for c in way[1]})
    yield from sorted(whole, key=lambda way: way[0])


def first(finding: Finding, window: str) -> date:
    """The first day of the first window of a run."""
    assert finding.start is not None
    return finding.start - (int(window.removeprefix("rolling:")) - 1) * DAY


@given(
    days=st.lists(st.integers(0, 4), min_size=2, max_size=3),
    priorities=st.lists(st.integers(0, 2), min_size=3, max_size=3),
    maximum=st.integers(0, 2),
    window=st.sampled_from(["rolling:1", "rolling:2", "rolling:3"]),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_first_remedy_is_the_cheapest_of_all(
    days: list[int], priorities: list[int], maximum: int, window: str
) -> None:
    place = space(rule(maximum=maximum, window=window))
    items = tuple(one(f"p{n}", day(d), priority=priorities[n]) for n, d in enumerate(days))
    before = tuple(f for f in overload(place, inventory(place, *items), AS_OF, day(4)) if f.kind == "pressure")
    for finding in before[:1]:
        found = remedies(place, inventory(place, *items), finding, AS_OF, day(4))
        cheapest = None
        inside = tuple(  # what lies in any window of the run
            i.id for i, d in zip(items, days, strict=True) if first(finding, window) <= day(d) <= (finding.until or END)
        )
        for cost, changes in every_way(items, range(5), inside):
            after = overload(place, inventory(place, *applied(items, changes)), AS_OF, day(4))
            left = tuple(f for f in after if f.kind == "pressure")
            if finding in closed(before, left) and not opened(before, left):
                cheapest = cost
                break
        assert (found[0].cost if found else None) == cheapest
