"""The arrows: what a process remembers is true of the revision it is asked for, and is worked out once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner import pipeline
from planner.core.model import Dump, FrequencyRule, Query
from planner.storage import items, placements, workspace
from planner.storage.database import Database
from planner.storage.dump import write_dump
from planner.storage.launcher import make
from tests import builders as b

MONDAY = date(2026, 11, 23)
UNTIL = MONDAY + timedelta(days=90)
SPACE = b.workspace(
    segments=(b.segment("parents"),),
    channels=(b.channel("email", kind="email", pressure=1.0),),
    frequency_rules=(FrequencyRule(name="Two a week", maximum=2),),
)
MAILS = tuple(b.placement(f"m{n}", "email", MONDAY + timedelta(days=n)) for n in range(3))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = make(f"sqlite:///{tmp_path / 'planner.db'}")
    with made.writing("test") as session:
        write_dump(session, Dump(workspace=SPACE, items=(b.item("a", map=("parents//",), placements=MAILS),)))
    yield made
    made.close()


def contacts(reports: pipeline.Reports) -> list[float | None]:
    return [finding.value for finding in reports.overload if finding.kind == "pressure"]


def move(database: Database, uid: str, day: date) -> None:
    with database.writing("test") as session:
        place = placements.get_placement(session, uid)
        assert place is not None
        placements.update_placement(session, replace(place, on=day))


def test_reports_are_of_the_state_they_are_asked_for(database: Database) -> None:
    before = pipeline.state(database)
    move(database, "m2", MONDAY + timedelta(days=30))
    assert contacts(pipeline.reports(database, as_of=MONDAY, until=UNTIL)) == []
    assert contacts(pipeline.reports(database, as_of=MONDAY, until=UNTIL, now=before)) == [3.0]
    assert contacts(pipeline.reports(database, as_of=MONDAY, until=UNTIL)) == []


def test_a_page_begun_before_a_write_works_its_reports_out_once(database: Database) -> None:
    before = pipeline.state(database)
    move(database, "m2", MONDAY + timedelta(days=30))
    first, _newest, again = (
        pipeline.reports(database, as_of=MONDAY, until=UNTIL, now=now) for now in (before, None, before)
    )
    assert first is again


def test_a_calendar_is_of_the_state_it_is_asked_for(database: Database) -> None:
    before = pipeline.state(database)
    move(database, "m0", MONDAY - timedelta(days=30))
    week = Query(start=MONDAY, until=MONDAY + timedelta(days=6))
    assert [pipeline.calendar_of(database, week, now=now).total for now in (before, None)] == [3, 2]


def test_what_no_report_reads_leaves_the_reports(database: Database) -> None:
    found = pipeline.reports(database, as_of=MONDAY, until=UNTIL).overload
    with database.writing("test") as session:
        items.change_items(session, ["a"], {"title": "b", "body": "Long"})  # as many letters: rules count them
    after = pipeline.reports(database, as_of=MONDAY, until=UNTIL)
    assert (after.state.titles, after.overload is found) == ({"a": "b"}, True)


def test_a_longer_title_makes_the_reports_anew(database: Database) -> None:
    found = pipeline.reports(database, as_of=MONDAY, until=UNTIL).overload
    with database.writing("test") as session:
        items.change_items(session, ["a"], {"title": "longer"})
    assert pipeline.reports(database, as_of=MONDAY, until=UNTIL).overload is not found


def test_an_edit_keeps_the_findings_it_does_not_touch(database: Database) -> None:
    found = pipeline.reports(database, as_of=MONDAY, until=UNTIL).overload
    with database.writing("test") as session:
        items.add_item(session, b.item("b", map=(), placements=(b.placement("n0", "email", MONDAY),)))
    later = pipeline.reports(database, as_of=MONDAY, until=UNTIL)
    assert next(finding for finding in later.overload if finding.kind == "pressure") is found[0]
    move(database, "m2", MONDAY + timedelta(days=30))
    assert contacts(pipeline.reports(database, as_of=MONDAY, until=UNTIL)) == []


def test_gaps_are_the_same_with_and_without_their_answers(database: Database) -> None:
    with database.writing("test") as session:
        workspace.add(session, FrequencyRule(name="One a week", minimum=1))
    reports = pipeline.reports(database, as_of=MONDAY, until=UNTIL)
    assert [gap.kind for gap in reports.bare_gaps] == ["silent"]
    assert tuple(replace(gap, answers=()) for gap in reports.gaps) == reports.bare_gaps


def test_another_rule_makes_the_reports_anew(database: Database) -> None:
    assert contacts(pipeline.reports(database, as_of=MONDAY, until=UNTIL)) == [3.0]
    with database.writing("test") as session:
        workspace.update_record(session, FrequencyRule(name="Two a week", maximum=5))
    assert contacts(pipeline.reports(database, as_of=MONDAY, until=UNTIL)) == []
