"""Prospects: what an answer does once it is done, worked out by hand and against the points it promises."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from planner.core.answers import answer_gaps
from planner.core.columns import from_records
from planner.core.coverage import coverage
from planner.core.deeds import Choice, deed, fit_in, refreshed
from planner.core.findings import Answer, Finding
from planner.core.gaps import gaps
from planner.core.model import FrequencyRule, Item, Placement, Workspace
from planner.core.prospect import Prospect, prospect
from tests.builders import AS_OF, UNTIL, fmt, item, placement, segment, target, workspace
from tests.core import worlds


def prospects(space: Workspace, items: tuple[Item, ...]) -> list[tuple[Finding, Answer, Prospect]]:
    """Every gap with each of its answers and what that answer would do, with a placement where the gap names one."""
    held = from_records(space, items)
    found = coverage(space, held, AS_OF, UNTIL)
    asked = answer_gaps(space, held, found, gaps(space, held, AS_OF, UNTIL, found))
    by_id = {one.id: one for one in items}
    told = []
    for gap in asked:
        for answer in gap.answers:
            source = by_id.get(answer.item or "")
            new = Placement(uid="new", channel=answer.channel, on=AS_OF) if answer.channel else None
            review, ends = refreshed(source, AS_OF) if source else (None, None)
            first = by_id.get(answer.source or "")
            choice = Choice(
                title="New", format=answer.format or (source.format if source else None), placement=new,
                language=answer.language or (source.language if source else None), review_on=review, expires_on=ends,
                fit=fit_in(gap, first) if first else "secondary",
            )  # fmt: skip
            made = deed(space, gap, answer, source, choice, "zz-new")
            told.append((gap, answer, prospect(found, gap, made, asked)))
    return told


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds.worlds())
def test_an_answer_takes_off_the_points_it_promises(world: tuple[Workspace, tuple[Item, ...]]) -> None:
    for gap, answer, told in prospects(*world):
        lost = told.before.severity - told.after.severity
        assert lost == pytest.approx(answer.points, abs=1e-6), (gap.key, answer)


def test_a_new_item_halves_the_gap_and_lifts_the_index() -> None:
    # two asked, none there: score 0, then 1 of 2; the only cell, so the index is its score
    ((gap, answer, told),) = prospects(workspace(coverage_targets=(target(2),)), ())
    assert (gap.kind, answer.action) == ("empty", "create")
    assert (told.before.severity, told.before.usable, told.before.index) == (100.0, 0.0, 0.0)
    assert (told.after.severity, told.after.usable, told.after.index) == (50.0, 1.0, 0.5)
    assert (told.closes, told.opens) == ((), ())


def test_a_refresh_closes_a_gap_and_may_pile_up_elsewhere() -> None:
    # due for review, the item weighs 0.5 of the 1 that is asked; fresh it weighs 1, above the 0.75 allowed for others
    space = workspace(
        segments=(segment("parents"), segment("grandparents")),
        coverage_targets=(target(1, segment="parents"), target(0, segment="grandparents", maximum=0.75)),
    )
    stale = item(map=("parents/reach/awareness", "grandparents/reach/awareness"), review_on=AS_OF)
    told = next(t for _, a, t in prospects(space, (stale,)) if a.action == "refresh")
    assert (told.before.usable, told.after.usable, told.after.severity) == (0.5, 1.0, 0.0)
    assert [f.kind for f in told.opens] == ["pile_up"]


def test_the_placement_of_an_answer_is_judged_as_it_is_planned() -> None:
    space = workspace(
        formats=(fmt(),), coverage_targets=(target(1, channel="email"),),
        frequency_rules=(FrequencyRule(name="One a week", maximum=1, window="rolling:7", warn_at=1.0),),
    )  # fmt: skip
    sent = item("b", map=("parents/reach/awareness",), placements=(placement("mail", on=AS_OF + timedelta(days=1)),))
    told = next(t for g, a, t in prospects(space, (sent, item())) if a.action == "place" and a.item == "a")
    assert told.after.severity == 0.0
    assert [f.kind for f in told.opens] == ["pressure"]  # AS_OF and the day after: 2 contacts where 1 is allowed
