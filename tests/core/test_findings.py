"""What all findings share: the level of a severity."""

from __future__ import annotations

import pytest

from planner.core.findings import level
from planner.core.gaps import gaps
from tests.builders import AS_OF, UNTIL, inventory, item, segment, stage, target, workspace


@pytest.mark.parametrize(
    ("severity", "said"),
    [(0.0, "low"), (33.999, "low"), (34.0, "medium"), (66.999, "medium"), (67.0, "high"), (100.0, "high")],
)
def test_the_level_begins_at_its_severity(severity: float, said: str) -> None:
    assert level(severity) == said


def test_a_severity_that_is_67_but_for_its_last_bits_is_high() -> None:
    space = workspace(
        segments=(segment(priority=5), segment("grandparents", priority=5)),
        stages=(stage(weight=8.2), stage("retain", weight=10)),
        coverage_targets=(target(4.1, stage="reach", segment="parents"), target(0, maximum=9, stage="retain")),
    )
    stock = inventory(space, item("a", map=[("parents/reach/awareness", "secondary")]), item("b", status="idea"),
                      item("c", map=[("parents/reach/awareness", "secondary")], quality=1))  # fmt: skip
    (gap,) = gaps(space, stock, AS_OF, UNTIL)
    # usable 0.5 + 0.25; w 5 x 8.2 x 3 of the largest 5 x 10 x 3: 100 x (1 - 0.75/4.1) x 0.82 = 67
    assert (gap.value, gap.level) == (0.75, "high")
