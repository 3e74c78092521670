"""What a preset adds: the rows that are missing, and nothing that names what would not be there."""

from __future__ import annotations

import pytest

from planner.core.model import Workspace
from planner.core.preset_rows import PARTS, missing_rows
from planner.core.presets import MODELS, preset
from planner.core.validate import workspace_problems
from tests import builders as b


@pytest.mark.parametrize("name", MODELS)
def test_into_an_empty_workspace_comes_the_whole_preset(name: str) -> None:
    assert missing_rows(Workspace(), preset(name)) == preset(name)


@pytest.mark.parametrize("name", MODELS)
def test_a_workspace_that_has_all_of_it_gets_nothing(name: str) -> None:
    assert missing_rows(preset(name), preset(name)) == Workspace()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_alone_names_nothing_that_is_not_there(part: str) -> None:
    assert workspace_problems(missing_rows(Workspace(), preset("b2c"), (part,))) == ()


def test_targets_of_stages_that_are_there_come_along() -> None:
    space = b.workspace(stages=(b.stage("reach"),), phases=(b.phase("awareness"),), coverage_targets=())
    (target,) = missing_rows(space, preset("b2c"), ("coverage_targets",)).coverage_targets
    assert (target.stage, target.phase, target.minimum) == ("reach", "awareness", 2)
