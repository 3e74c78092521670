"""How a workspace begins: asked in the browser, by a preset or the sample; and how one begins anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from planner import begin, pipeline
from planner.config import Config
from planner.core.model import Settings, User
from planner.core.presets import preset
from planner.server import welcome
from planner.storage.backup import restore
from planner.storage.database import Database
from planner.storage.launcher import launch, make

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OURS = Settings(name="Ours", language="nl", timezone="Europe/Amsterdam")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(instance=tmp_path, url="http://localhost")


@pytest.fixture
def database(config: Config) -> Iterator[Database]:
    opened = make(config.database)
    yield opened
    opened.close()


def test_a_first_start_without_sample_makes_an_admin_and_asks(database: Database, config: Config) -> None:
    assert any("/login/" in line for line in welcome(database, config, sample=False))
    space = pipeline.state(database).workspace
    assert [user.role for user in space.users] == ["admin"]
    assert begin.is_unbegun(database)


def test_a_first_start_with_the_sample_loads_it_and_asks_nothing(database: Database, config: Config) -> None:
    begin.first_start(database, config, sample=True, now=NOW)
    assert not begin.is_unbegun(database)
    assert len(pipeline.state(database).inventory.item_ids) >= 80


@pytest.mark.parametrize("name", ["b2c", "blank"])
def test_a_workspace_has_begun_once_somebody_chose_even_nothing(database: Database, config: Config, name: str) -> None:
    begin.first_start(database, config, sample=False, now=NOW)
    begin.begin_own(database, name, settings=OURS, who="ann")
    space = pipeline.state(database).workspace
    assert not begin.is_unbegun(database)
    assert replace(space, users=()) == replace(preset(name, language="nl", timezone="Europe/Amsterdam"), settings=OURS)


def test_a_blank_preset_by_command_has_begun_too(database: Database, config: Config) -> None:
    begin.begin_preset(database, "blank", config=config)
    assert not begin.is_unbegun(database)


def test_the_sample_comes_in_beside_the_people_who_are_there(database: Database, config: Config) -> None:
    begin.first_start(database, config, sample=False, now=NOW)
    before = pipeline.state(database)  # what a process remembers must not hide what comes in
    begin.begin_sample(database, today=date(2026, 11, 23))
    now = pipeline.state(database)
    assert now.revision > before.revision
    assert now.workspace.users[0] == User(email=begin.FIRST_ADMIN, name="Admin", role="admin")
    assert [len(now.inventory.item_ids) >= 80, len(now.workspace.users) > 1] == [True, True]


@pytest.mark.parametrize("name", [None, "race", "blank"])
def test_starting_anew_empties_after_a_backup_that_brings_all_back(
    database: Database, config: Config, name: str | None
) -> None:
    begin.first_start(database, config, sample=True, now=NOW)
    before = pipeline.state(database).workspace
    held = "".join(pipeline.dump_workspace(database))
    kept = begin.begin_anew(database, config, name, who="ann")
    state = pipeline.state(database)
    assert (list(state.inventory.item_ids), list(state.inventory.uids)) == ([], [])
    assert state.workspace.users == before.users
    assert replace(state.workspace.settings, default_view=None) == replace(before.settings, default_view=None)
    stages = preset(name).stages if name else before.stages
    assert [row.slug for row in state.workspace.stages] == [row.slug for row in stages]
    assert (state.workspace.waivers, state.workspace.series) == ((), ())
    assert kept.parent == config.instance / "backups"
    database.close()
    restore(config.database, config.instance, kept)
    again = launch(config.database, config.instance)
    assert "".join(pipeline.dump_workspace(again)) == held
    again.close()
