"""One change of many placements: who changes, who is so already, and who stays and why."""

from __future__ import annotations

from datetime import date

from planner.core.model import Placement
from planner.core.several import PlacementEdit, PlacementPlan, plan_placements
from tests.builders import AS_OF, channel, item, placement, workspace

SPACE = workspace(channels=(channel("email"),))
DAY = date(2026, 12, 8)
ONES = (
    placement("dated", on=DAY), placement("tray"), placement("out", on=DAY, status="published"),
    placement("off", on=DAY, status="cancelled", status_before="planned"),
)  # fmt: skip


def plan(edit: PlacementEdit, *ones: Placement) -> PlacementPlan:
    return plan_placements(SPACE, [(item("a"), one) for one in ones or ONES], edit, AS_OF)


def told(found: PlacementPlan) -> tuple[list[str], list[str], list[str]]:
    return (
        [after.uid for _item, _before, after in found.changed],
        [one.uid for _item, one in found.same],
        [one.placement.uid for one in found.refused],
    )


def test_a_shift_moves_what_has_a_day_and_says_why_the_rest_stays() -> None:
    found = plan(PlacementEdit(by=-3))
    assert told(found) == (["dated", "off"], [], ["tray", "out"])
    assert [after.on for _item, _before, after in found.changed] == [date(2026, 12, 5)] * 2
    whys = [one.why.message for one in found.refused if one.why]
    assert ["no day yet" in whys[0], "published" in whys[1]] == [True, True]


def test_a_status_goes_by_the_table_of_moves() -> None:
    found = plan(PlacementEdit(status="approved"))
    assert told(found) == (["dated", "tray"], [], ["out", "off"])
    assert [one.moves for one in found.refused] == [(), ("planned",)]
    assert told(plan(PlacementEdit(status="published")))[1] == ["out"]


def test_one_that_is_cancelled_remembers_where_it_may_return_to() -> None:
    found = plan(PlacementEdit(status="cancelled"), placement("p", on=DAY, status="approved"))
    (_item, before, after) = found.changed[0]
    assert (after.status, after.status_before) == ("cancelled", "approved")
    back = plan(PlacementEdit(status="approved"), after)
    assert back.changed[0][2] == before


def test_an_owner_may_be_given_to_all() -> None:
    assert told(plan(PlacementEdit(owner="ann@example.org"))) == (["dated", "tray", "out", "off"], [], [])
    assert told(plan(PlacementEdit(owner=""))) == ([], ["dated", "tray", "out", "off"], [])


def test_the_tray_takes_days_away_and_leaves_what_lies_in_it() -> None:
    assert told(plan(PlacementEdit(tray=True))) == (["dated", "off"], ["tray"], ["out"])


def test_a_plan_is_told_as_steps() -> None:
    (step,) = plan(PlacementEdit(by=1), ONES[0]).steps(SPACE)
    assert (step.placement, step.day, step.status) == ("dated", date(2026, 12, 9), None)
    (step,) = plan(PlacementEdit(status="tentative"), ONES[0]).steps(SPACE)
    assert (step.placement, step.day, step.status) == ("dated", DAY, "tentative")


def test_an_owner_of_its_own_is_no_step_as_no_report_knows_it() -> None:
    assert plan(PlacementEdit(owner="ann@example.org"), ONES[0]).steps(SPACE) == ()
