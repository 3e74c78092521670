"""What an export says, an import takes back without changing anything: import(export(x)) = x."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import pipeline
from planner.core.model import Dump, Item, Query, Workspace
from planner.core.parse import parse_line, parse_text
from planner.storage import dump
from planner.storage.database import Database, open_database
from planner.storage.launcher import make
from tests import strategies
from tests.builders import item, placement
from tests.exports.plan import ITEMS, MONDAY, SPACE, naughty

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ALWAYS = Query(start=date(2025, 1, 1), until=date(2029, 12, 31))
KINDS: dict[str, dict[str, Any]] = {"csv": {}, "dutch": {"delimiter": ";", "bom": True}, "xlsx": {}}
NOTHING = {"created": 0, "updated": 0, "skipped": 0, "refused": 0, "warnings": 0}


@pytest.fixture(scope="module")
def holding(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Database]]:
    """A maker of databases that hold these items."""
    folder = tmp_path_factory.mktemp("round-trip")
    make(f"sqlite:///{folder / 'empty.db'}").close()
    opened: list[Database] = []

    def hold(items: tuple[Item, ...], space: Workspace = SPACE) -> Database:
        while opened:
            opened.pop().close()
        shutil.copy(folder / "empty.db", folder / "planner.db")
        opened.append(open_database(f"sqlite:///{folder / 'planner.db'}"))
        pipeline.load_dump(opened[0], Dump(workspace=space, items=items))
        return opened[0]

    yield hold
    while opened:
        opened.pop().close()


def content(database: Database) -> tuple[Item, ...]:
    with database.reading() as session:
        return dump.read_dump(session).items


def taken_back(database: Database, kind: str = "csv") -> dict[str, int]:
    """Export the calendar, import the file, and return what the import did besides finding rows unchanged."""
    form = "xlsx" if kind == "xlsx" else "csv"
    file = pipeline.export_calendar(database, ALWAYS, form=form, language="en", now=NOW, **KINDS[kind])
    result = pipeline.import_files(database, [(file.name, file.body)], who="test", now=NOW)
    told = {name: getattr(result, name) for name in NOTHING}
    return {name: value if isinstance(value, int) else len(value) for name, value in told.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_read_back_changes_nothing(holding: Callable[..., Database], kind: str) -> None:
    database = holding(ITEMS)
    before = content(database)
    expected = NOTHING | ({"skipped": 4} if kind == "xlsx" else {})  # the other sheets are told
    assert taken_back(database, kind) == expected
    assert content(database) == before


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_comes_back_as_it_was(holding: Callable[..., Database], kind: str) -> None:
    lines = [parse_line(re.sub("[\ufffe\uffff]", "", text[:400])) for text in naughty()]  # no XML can hold these two
    items = tuple(
        item(
            f"i{n}", title=line, owner=line, map=("parents/reach/awareness", ("grandparents/convert/", "secondary")),
            placements=(placement(f"u{n}", "email", MONDAY, title=line, text=parse_text(line), call_to_action=line),),
        )
        for n, line in enumerate(dict.fromkeys(filter(None, lines)))
    )  # fmt: skip
    database = holding(items)
    before = content(database)
    told = taken_back(database, kind)
    after = content(database)
    assert [(a.title, b.title) for a, b in zip(before, after, strict=True) if a != b] == []
    assert (told["created"], told["updated"], told["refused"]) == (0, 0, 0)


def test_an_export_fills_an_empty_workspace_with_the_same_calendar(holding: Callable[..., Database]) -> None:
    full = holding(tuple(replace(one, campaign="black-friday") for one in ITEMS))
    grid = pipeline.calendar_of(full, ALWAYS)
    file = pipeline.export_calendar(full, ALWAYS, form="csv", language="en", now=NOW)
    empty = holding(())
    pipeline.import_files(empty, [(file.name, file.body)], who="test", now=NOW)
    again = pipeline.calendar_of(empty, ALWAYS)
    assert [row[1:] for row in again.rows] == [row[1:] for row in grid.rows]
    assert {cell for period in again.periods for cell in _places(period)} == {
        cell for period in grid.periods for cell in _places(period)
    }


def _places(period: Any) -> list[tuple[str, str, str | None, str]]:
    return [(period.label, cell.channel, cell.stage, row.uid) for cell in period.cells for row in cell.rows]


def test_a_changed_cell_changes_just_that(holding: Callable[..., Database]) -> None:
    database = holding(ITEMS)
    file = pipeline.export_calendar(database, ALWAYS, form="csv", language="en", now=NOW)
    body = file.body.replace(b"sleep-run,sleep,2026-12-28", b"sleep-run,sleep,2026-12-29")
    result = pipeline.import_files(database, [(file.name, body)], who="test", now=NOW)
    assert (result.updated, result.unchanged) == (1, 3)
    before = {place.uid: place for one in ITEMS for place in one.placements}
    after = {place.uid: place for one in content(database) for place in one.placements}
    moved = after.pop("sleep-run")
    assert moved == replace(before.pop("sleep-run"), on=date(2026, 12, 29), sequence=1, version=2)
    assert after == before


near = st.integers(0, 400).map(lambda n: MONDAY + timedelta(days=n))


@st.composite
def plans(draw: st.DrawFn) -> tuple[Workspace, tuple[Item, ...]]:
    """A workspace with up to three items that are in the calendar, mapped and narrowed in every way."""
    space = draw(strategies.workspaces().filter(lambda space: bool(space.channels and space.segments)))
    count = iter(range(1000))
    items = []
    for n in range(draw(st.integers(1, 3))):
        made = draw(strategies.items(space))
        places = tuple(
            _dated(draw, draw(strategies.placements(space)), next(count)) for _ in range(draw(st.integers(0, 3)))
        )
        kin = {"derived_from": None, "translation_of": None}
        items.append(replace(made, id=f"i{n}", slug=f"i{n}", url="", source_path="", placements=places, **kin))
    return space, tuple(items)


def _dated(draw: st.DrawFn, place: Any, n: int) -> Any:
    on = draw(near)
    at = draw(st.none() | st.times(datetime(2026, 1, 1).time()).map(lambda time: datetime.combine(on, time, UTC)))  # noqa: DTZ001
    until = draw(st.none() | st.integers(0, 20).map(lambda days: on + timedelta(days=days + 1)))
    at = at.replace(second=0, microsecond=0) if at else None
    return replace(place, uid=f"u{n}", on=None if at else on, at=at, until=until)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=plans())
def test_any_plan_survives_its_export(
    holding: Callable[..., Database], plan: tuple[Workspace, tuple[Item, ...]]
) -> None:
    space, items = plan
    database = holding(items, replace(space, touchpoints=()))
    before = content(database)
    told = taken_back(database)
    assert (told["created"], told["updated"], told["refused"]) == (0, 0, 0)
    assert content(database) == before
