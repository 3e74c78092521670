"""One change of many placements: who changes, who is so already, and who stays and why."""

from __future__ import annotations

from datetime import date

from planner.core.model import Placement
from planner.core.several import Deed, DeedPlan, plan_deed
from tests.builders import AS_OF, channel, item, placement, workspace

SPACE = workspace(channels=(channel("email"),))
DAY = date(2026, 12, 8)
ONES = (
    placement("dated", on=DAY), placement("tray"), placement("out", on=DAY, status="published"),
    placement("off", on=DAY, status="cancelled", status_before="planned"),
)  # fmt: skip


def plan(deed: Deed, *ones: Placement) -> DeedPlan:
    return plan_deed(SPACE, [(item("a"), one) for one in ones or ONES], deed, AS_OF)


def told(found: DeedPlan) -> tuple[list[str], list[str], list[str]]:
    return (
        [after.uid for _item, _before, after in found.changed],
        [one.uid for _item, one in found.same],
        [one.placement.uid for one in found.refused],
    )


def test_a_shift_moves_what_has_a_day_and_says_why_the_rest_stays() -> None:
    found = plan(Deed(by=-3))
    assert told(found) == (["dated", "off"], [], ["tray", "out"])
    assert [after.on for _item, _before, after in found.changed] == [date(2026, 12, 5)] * 2
    whys = [one.why.message for one in found.refused if one.why]
    assert ["no day yet" in whys[0], "published" in whys[1]] == [True, True]


def test_a_status_goes_by_the_table_of_moves() -> None:
    found = plan(Deed(status="approved"))
    assert told(found) == (["dated", "tray"], [], ["out", "off"])
    assert [one.moves for one in found.refused] == [(), ("planned",)]
    assert told(plan(Deed(status="published")))[1] == ["out"]


def test_one_that_is_cancelled_remembers_where_it_may_return_to() -> None:
    found = plan(Deed(status="cancelled"), placement("p", on=DAY, status="approved"))
    (_item, before, after) = found.changed[0]
    assert (after.status, after.status_before) == ("cancelled", "approved")
    back = plan(Deed(status="approved"), after)
    assert back.changed[0][2] == before


def test_an_owner_may_be_given_to_all() -> None:
    assert told(plan(Deed(owner="ann@example.org"))) == (["dated", "tray", "out", "off"], [], [])
    assert told(plan(Deed(owner=""))) == ([], ["dated", "tray", "out", "off"], [])


def test_the_tray_takes_days_away_and_leaves_what_lies_in_it() -> None:
    assert told(plan(Deed(tray=True))) == (["dated", "off"], ["tray"], ["out"])


def test_a_plan_is_told_as_steps() -> None:
    (step,) = plan(Deed(by=1), ONES[0]).steps(SPACE)
    assert (step.placement, step.day, step.status) == ("dated", date(2026, 12, 9), None)
    (step,) = plan(Deed(status="tentative"), ONES[0]).steps(SPACE)
    assert (step.placement, step.day, step.status) == ("dated", DAY, "tentative")


def test_an_owner_of_its_own_is_no_step_as_no_report_knows_it() -> None:
    assert plan(Deed(owner="ann@example.org"), ONES[0]).steps(SPACE) == ()
