"""One query, one set of placements: the grid and every format hold the same, whatever people wrote."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import lxml.html
import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.model import Item, Query, Workspace
from planner.exports.calendar_csv import calendar_csv
from planner.exports.calendar_ics import calendar_ics
from planner.exports.calendar_json import calendar_json
from planner.exports.calendar_text import calendar_html, calendar_markdown, calendar_plain
from planner.exports.calendar_xlsx import calendar_xlsx
from planner.exports.labels import SHAPES
from tests import strategies
from tests.exports.plan import export_of, naughty

FIRST = date(2026, 12, 7)
near = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))
hostile = st.sampled_from([text.encode("utf-8", "replace").decode() for text in naughty()]) | strategies.names


@st.composite
def plans(draw: st.DrawFn) -> tuple[Workspace, tuple[Item, ...], Query]:
    """A workspace as the importer's tests know it, its dates near New Year, its texts hostile."""
    space = draw(strategies.workspaces().filter(lambda space: bool(space.channels)))
    made = draw(st.lists(strategies.items(space), min_size=1, max_size=4))
    items = tuple(replace(item, id=f"i{n}", title=draw(hostile), placements=()) for n, item in enumerate(made))
    start, until = sorted((draw(near), draw(near)))
    query = Query(start=start, until=until, statuses=draw(st.sampled_from([(), ("planned", "cancelled")])))
    count = iter(range(1000))
    return space, tuple(replace(item, placements=draw(_places(space, count))) for item in items), query


def _places(space: Workspace, count: Any) -> st.SearchStrategy[Any]:
    def dated(place: Any, on: date | None, at: datetime | None, run: int, title: str) -> Any:
        first = on if on or not at else at.date()
        until = first + timedelta(days=run) if first and run else None
        return replace(place, uid=f"u{next(count)}", on=None if at else on, at=at, until=until, title=title)

    moments = st.datetimes(datetime(2026, 12, 7), datetime(2027, 2, 1), timezones=st.just(UTC))  # noqa: DTZ001
    runs = st.sampled_from([0, 0, 0, 3, 20])
    one = st.builds(
        dated, strategies.placements(space), st.none() | near, st.none() | moments, runs, hostile | st.just("")
    )
    return st.lists(one, max_size=3).map(tuple)


def uids_of(export: Any) -> dict[str, list[str]]:
    """Format -> the uids in it, sorted."""
    table = csv.DictReader(io.StringIO(calendar_csv(export).body.decode(), newline=""))
    book = openpyxl.load_workbook(io.BytesIO(calendar_xlsx(export).body))
    tree = json.loads(calendar_json(export).body)
    events = icalendar.Calendar.from_ical(calendar_ics(export).body).walk("VEVENT")
    return {
        "csv": sorted(row["uid"] for row in table),
        "xlsx": sorted(str(row[0].value) for row in book["Placements"].iter_rows(min_row=2)),
        "json": sorted({p["uid"] for period in tree["periods"] for c in period["cells"] for p in c["placements"]}),
        "ics": sorted(str(event["uid"]) for event in events),
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plans(), st.sampled_from(["week", "month"]), st.sampled_from(["en", "nl"]))
def test_the_grid_and_every_format_hold_the_same_placements(
    plan: tuple[Workspace, tuple[Item, ...], Query], group: Any, language: str
) -> None:
    space, items, query = plan
    export = export_of(*items, space=space, query=query, group=group, language=language)
    uids = sorted(row.uid for row in export.calendar.rows)
    assert uids_of(export) == dict.fromkeys(("csv", "xlsx", "json", "ics"), uids)
    assert json.loads(calendar_json(export).body)["total"] == len(uids)
    cells = sum(period.total for period in export.calendar.periods)
    assert shown_of(export) == dict.fromkeys(("xlsx", "html", "md", "text"), cells)


def shown_of(export: Any) -> dict[str, int]:
    """Format for reading -> how many placements its grid shows, over all periods."""
    book = openpyxl.load_workbook(io.BytesIO(calendar_xlsx(export).body))
    grid = (c for row in book["Calendar"].iter_rows(min_row=6, min_col=3) for c in row if isinstance(c.value, str))
    rows = [line for line in calendar_markdown(export).body.decode().splitlines() if line.startswith("| ")]
    stacks = (cell for line in rows for cell in line.strip("| ").split(" | ")[1:])
    first = Counter(text[:1] for cell in stacks for text in cell.split("<br>"))
    return {
        "xlsx": sum(c.value[:1] in SHAPES.values() for c in grid),
        "html": len(lxml.html.fromstring(calendar_html(export).body.decode()).xpath("//article")),
        "md": sum(first[shape] for shape in SHAPES.values()),
        "text": sum(line[:5].strip() in SHAPES.values() and line.startswith("    ") for line in _plain(export)),
    }


def _plain(export: Any) -> list[str]:
    return calendar_plain(export).body.decode().splitlines()
