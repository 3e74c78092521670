"""How items stand on a day: by status, dates and quality, and by plan."""

from __future__ import annotations

from datetime import timedelta

from planner.core.standing import NEVER, planned_from, standing
from tests.builders import AS_OF, fmt, inventory, item, placement, workspace

DAY = timedelta(days=1)
TODAY = AS_OF.toordinal()


def test_the_factors_of_an_item_multiply() -> None:
    space = workspace()
    arrays = inventory(
        space, item("a"), item("b", status="approved", quality=1), item("c", review_on=AS_OF, quality=2),
        item("d", status="archived"), item("e", status="idea"), item("f", expires_on=AS_OF - DAY),
    )  # fmt: skip
    stands = standing(space, arrays, TODAY)
    assert stands.weight.tolist() == [1.0, 0.35, 0.25, 0.0, 0.0, 0.0]
    assert stands.counted.tolist() == [True, True, True, False, True, True]
    assert stands.published.tolist() == [True, False, True, False, False, True]
    assert stands.idea.tolist() == [False, False, False, False, True, False]


def test_planned_from_is_published_on_else_the_earliest_placement_else_never() -> None:
    space = workspace()
    places = (placement("p", on=AS_OF + 3 * DAY), placement("q", on=AS_OF + DAY), placement("r"),
              placement("s", on=AS_OF, status="cancelled"))  # fmt: skip
    arrays = inventory(
        space, item("a", status="approved", placements=places), item("b", status="idea"),
        item("c", status="approved", published_on=AS_OF + 9 * DAY, placements=(placement("t", on=AS_OF),)),
        item("d"), item("e", published_on=AS_OF - DAY),
    )  # fmt: skip
    assert planned_from(arrays).tolist() == [TODAY + 1, NEVER, TODAY + 9, 0, TODAY - 1]


def test_by_plan_an_item_is_published_from_its_day_and_ages_from_there() -> None:
    space = workspace(formats=(fmt(review_after_days=5),))
    arrays = inventory(
        space, item("a", status="briefed", format="article", placements=(placement("p", on=AS_OF),)),
        item("b", status="on_hold", published_on=AS_OF),
    )  # fmt: skip
    plan = planned_from(arrays)
    weights = [standing(space, arrays, TODAY + n, planned_from=plan).weight.tolist() for n in (-1, 0, 4, 5)]
    assert weights == [[0.1, 0.0], [1.0, 0.0], [1.0, 0.0], [0.5, 0.0]]
