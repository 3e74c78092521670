"""The sample workspace: what its README promises is what the product says of it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner import begin, pipeline
from planner.config import Config
from planner.core.findings import GAP_KINDS, OVERLOAD_KINDS
from planner.core.model import Item
from planner.imports.result import ImportResult
from planner.pipeline import Reports
from planner.storage.database import Database
from planner.storage.items import load_items

MONDAY = date(2026, 11, 23)
SAMPLE = Path(__file__).resolve().parent.parent / "content" / "sample"

Loaded = tuple[Database, ImportResult]


def load(instance: Path, today: date) -> Loaded:
    database = pipeline.open_database(Config(instance=instance), create=True)
    return database, begin.begin_sample(database, today=today)


def reports(database: Database, as_of: date) -> Reports:
    return pipeline.reports(database, as_of=as_of, until=as_of + timedelta(days=90))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    database, account = load(tmp_path_factory.mktemp("sample"), MONDAY)
    yield database, account
    database.close()


@pytest.fixture(scope="module")
def said(loaded: Loaded) -> Reports:
    return reports(loaded[0], MONDAY)


@pytest.fixture(scope="module")
def items(loaded: Loaded) -> tuple[Item, ...]:
    with loaded[0].reading() as session:
        return load_items(session)


def test_every_row_of_the_sample_comes_in(loaded: Loaded) -> None:
    account = loaded[1]
    rows = sum(len((SAMPLE / name).read_text().splitlines()) - 1 for name in ("calendar.csv", "newsletters.csv"))
    files = len(list((SAMPLE / "items").rglob("*.md")))
    assert (account.read, account.created) == (rows + files, rows + files)
    assert (account.refused, account.warnings, account.skipped) == ((), (), ())


def test_two_thirds_are_dutch_and_one_third_is_english(items: tuple[Item, ...]) -> None:
    languages = Counter(item.language for item in items)
    assert set(languages) == {"nl", "en"}
    assert len(items) >= 80
    assert 0.3 <= languages["en"] / len(items) <= 0.37


def test_fifty_items_have_a_text_worth_reading(items: tuple[Item, ...]) -> None:
    lengths = [len(re.findall(r"\w+", item.body)) for item in items]
    assert sum(150 <= length <= 450 for length in lengths) >= 50
    assert all(item.body for item in items)


def test_three_hundred_placements_stand_around_the_monday(items: tuple[Item, ...]) -> None:
    days = [place.on or place.at.date() for item in items for place in item.placements if place.on or place.at]
    assert len(days) >= 300
    assert min(days) == MONDAY - timedelta(weeks=10, days=1)
    assert max(days) == MONDAY + timedelta(weeks=13, days=5)


def test_every_status_and_every_channel_is_used(loaded: Loaded, items: tuple[Item, ...]) -> None:
    assert {item.status for item in items} == {
        "idea", "briefed", "in_production", "in_review", "changes_requested", "approved", "published", "archived",
        "on_hold", "cancelled",
    }  # fmt: skip
    places = [place for item in items for place in item.placements]
    assert {place.status for place in places} == {"tentative", "planned", "approved", "published", "cancelled"}
    assert {place.channel for place in places} == {row.slug for row in pipeline.state(loaded[0]).workspace.channels}


def test_nothing_in_the_past_is_still_planned(items: tuple[Item, ...]) -> None:
    late = [
        place.uid
        for item in items
        for place in item.placements
        if (day := place.on or (place.at and place.at.date())) and day < MONDAY
        if place.status not in ("published", "cancelled")
    ]
    assert late == []


def test_every_kind_of_gap_occurs(said: Reports) -> None:
    assert {finding.kind for finding in said.gaps} == set(GAP_KINDS)
    assert 25 <= len(said.gaps) <= 40
    assert Counter(finding.level for finding in said.gaps)["high"] == 4


def test_every_kind_of_overload_occurs(said: Reports) -> None:
    assert {finding.kind for finding in said.overload} == set(OVERLOAD_KINDS)
    assert 10 <= len(said.overload) <= 20


def test_the_readme_names_every_kind() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| (\w+?)(?:, accepted)? \|", readme, re.MULTILINE))
    assert named >= {*GAP_KINDS, *OVERLOAD_KINDS}


def test_the_index_rises_by_plan(said: Reports) -> None:
    weeks = said.forecast.weeks
    assert said.coverage.index == pytest.approx(0.61, abs=0.005)
    assert weeks[-1].index == pytest.approx(0.75, abs=0.005)


def test_the_heaviest_gap_closes_by_plan(said: Reports) -> None:
    worst = said.gaps[0]
    assert worst.key == "planned_only:segment=young-parents,stage=onboard,phase=post-purchase"
    assert {row.key: row.closes for row in said.forecast.gaps}[worst.key] == "2026-W49"


def test_an_accepted_gap_stays_in_the_report(said: Reports) -> None:
    accepted = [finding.key for finding in said.gaps if finding.waived]
    assert accepted == ["empty:segment=grandparents,stage=advocate,phase=post-purchase"]


def test_every_gap_of_a_cell_has_an_answer(said: Reports) -> None:
    assert [f.key for f in said.gaps if f.kind not in ("silent", "unanswered") and not f.answers] == []


@pytest.mark.parametrize("today", [date(2027, 3, 24), date(2024, 2, 29)])
def test_shifting_by_whole_weeks_keeps_the_findings(said: Reports, tmp_path: Path, today: date) -> None:
    database, _ = load(tmp_path, today)
    moved = reports(database, today - timedelta(days=today.weekday()))
    database.close()
    assert _figures(moved) == _figures(said)


@pytest.mark.parametrize("days", range(1, 7))
def test_every_kind_occurs_on_every_day_of_the_week(loaded: Loaded, days: int) -> None:
    later = reports(loaded[0], MONDAY + timedelta(days=days))
    found = {finding.kind for finding in (*later.gaps, *later.overload)}
    assert found == {*GAP_KINDS, *OVERLOAD_KINDS}


def test_the_items_that_answer_a_touchpoint_are_there(items: tuple[Item, ...]) -> None:
    linked = tomllib.loads((SAMPLE / "sample.toml").read_text(encoding="utf-8"))["touchpoint_items"]
    assert {id for ids in linked.values() for id in ids} <= {item.id for item in items}


def _figures(said: Reports) -> list[tuple[object, ...]]:
    """What a finding says but for its days; the key of some holds one."""
    rows = [
        (f.kind, round(f.severity, 6), f.segment, f.stage, f.phase, f.channel, round(f.value, 6), f.items, f.placements)
        for f in (*said.gaps, *said.overload)
    ]
    return sorted(rows, key=repr)


def test_what_holds_one_text_is_said_in_dutch_and_english(loaded: Loaded) -> None:
    space = pipeline.state(loaded[0]).workspace
    texts = [campaign.goal for campaign in space.campaigns] + [one.reason for one in space.coverage_targets]
    texts += [waiver.reason for waiver in space.waivers]
    assert [text for text in texts if text and " · " not in text] == []
    names = [rule.name for rule in space.frequency_rules]
    assert [name for name in names if " · " not in name and not re.search(r": (max\. )?\d", name)] == []
