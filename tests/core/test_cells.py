"""Cells: their order, how they are found, and which target wins."""

from __future__ import annotations

import numpy as np
import pytest

from planner.core.cells import cell_factor, grid, position_of, target_positions
from planner.core.findings import CellKey
from tests.builders import channel, phase, segment, stage, target, workspace

SPACE = workspace(
    segments=(segment("a", priority=2), segment("b", archived=True)), stages=(stage("s", weight=3), stage("t")),
    phases=(phase("p", weight=0.5),), channels=(channel("x"), channel("y")),
    coverage_targets=(
        target(2, importance=4), target(1, stage="t", channel="y"), target(1, stage="t", channel="x", importance=5)
    ),
)  # fmt: skip


def test_cells_stand_by_segment_stage_phase_each_before_its_channels() -> None:
    cells = grid(SPACE)
    assert [(k.segment, k.stage, k.phase, k.channel) for k in cells.keys] == [
        ("a", "s", "p", None), ("a", "t", "p", None), ("a", "t", "p", "x"), ("a", "t", "p", "y"),
    ]  # fmt: skip
    assert cells.target.tolist() == [0, 0, 2, 1]
    assert cells.plain_of.tolist() == [0, 1, 1, 1]
    # 2 x 3 x 0.5 x 4, 2 x 1 x 0.5 x 4, x 5, x 3
    assert (cells.weight.tolist(), cells.largest) == ([12.0, 4.0, 5.0, 3.0], 12.0)
    assert (cells.share(3.0), grid(workspace()).share(3.0)) == (0.25, 0.0)


def test_a_cell_is_found_by_positions_and_by_slugs() -> None:
    cells = grid(SPACE)
    one = np.array([0, 0, 0, 1, -1])
    assert cells.at(one, np.array([0, 1, -1, 0, 0]), np.zeros(5, int)).tolist() == [0, 1, -1, -1, -1]
    channels = np.array([0, 1, 0, -1, 0])
    assert cells.at(np.zeros(5, int), np.array([1, 1, 0, 1, 1]), np.zeros(5, int), channels).tolist() == [
        2,
        3,
        -1,
        -1,
        2,
    ]
    assert [cells.find(key) for key in cells.keys] == [0, 1, 2, 3]
    assert cells.find(CellKey(segment="b", stage="s", phase="p")) == -1
    assert cells.find(CellKey(segment="a", stage="s", phase="p", channel="gone")) == -1


def test_a_slug_on_a_dimension_without_rows_finds_nothing() -> None:
    cells = grid(workspace(phases=(), coverage_targets=(target(1),)))
    assert cells.find(CellKey(segment="parents", stage="reach")) == 0
    assert cells.find(CellKey(segment="parents", stage="reach", phase="x")) == -1


@pytest.mark.parametrize(
    ("named", "positions"),
    [({}, (None, None, None, None)), ({"stage": "t", "channel": "y"}, (None, 1, None, 1)),
     ({"segment": "b"}, None), ({"phase": "nowhere"}, None)],
)  # fmt: skip
def test_a_target_names_positions_unless_one_rests(named: dict[str, str], positions: object) -> None:
    assert target_positions(SPACE, target(1, **named)) == positions


def test_a_null_part_counts_one() -> None:
    null = np.array([-1])
    assert cell_factor(SPACE, np.array([0]), np.array([0]), null).tolist() == [6.0]
    assert cell_factor(SPACE, null, null, null).tolist() == [1.0]


def test_position_of_a_slug() -> None:
    assert [position_of(SPACE.stages, slug) for slug in ("s", "t", "u", None)] == [0, 1, -1, -1]
