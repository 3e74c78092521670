"""Month and week: a run is one bar in each week, "+n more" is true, and all layouts hold the same placements."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from planner.core.model import Placement
from planner.storage import placements
from planner.storage.database import Database
from tests.views.conftest import Browser

PLAN = (
    Placement(uid="sun", channel="blog", on=date(2026, 12, 27)),
    Placement(uid="mon", channel="blog", on=date(2026, 12, 28)),
    Placement(uid="eve", channel="email", at=datetime(2026, 12, 31, 22, 59, tzinfo=UTC)),  # 23:59 in Brussels
    Placement(uid="year", channel="email", at=datetime(2026, 12, 31, 23, 0, tzinfo=UTC)),  # 00:00 on 1 January
    Placement(uid="last", channel="store", on=date(2027, 1, 3)),  # the Sunday of week 53
    Placement(uid="next", channel="store", on=date(2027, 1, 4)),
    Placement(uid="run", channel="store", on=date(2026, 12, 30), until=date(2027, 1, 5)),
    Placement(uid="long", channel="blog", on=date(2026, 12, 1), until=date(2027, 2, 1)),
    Placement(uid="gone", channel="blog", on=date(2026, 12, 30), status="cancelled"),
    Placement(uid="dst", channel="email", at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # 02:30, which comes twice
    Placement(uid="dst-sunday", channel="email", at=datetime(2026, 10, 25, 22, 30, tzinfo=UTC)),  # 23:30
    Placement(uid="dst-monday", channel="email", at=datetime(2026, 10, 25, 23, 30, tzinfo=UTC)),  # 00:30 on Monday
)
W53 = {"mon", "eve", "year", "last", "run", "long"}


@pytest.fixture
def planned(viewer: Browser, database: Database) -> Browser:
    with database.writing("test") as writing:
        placements.add_placements(writing, [("crib", place) for place in PLAN])
    return viewer


def opened(text: str) -> Counter[str]:
    return Counter(re.findall(r'data-uid="([\w-]+)"', text.split('id="tray"', maxsplit=1)[0]))


@pytest.mark.parametrize(
    ("week", "span", "held"),
    [
        ("2026-W53", "from=2026-12-28&until=2027-01-03", W53),
        ("2027-W01", "from=2027-01-04&until=2027-01-10", {"next", "run", "long"}),
        ("2026-W43", "from=2026-10-19&until=2026-10-25", {"dst", "dst-sunday"}),
        ("2026-W44", "from=2026-10-26&until=2026-11-01", {"dst-monday"}),
    ],
)
def test_week_list_and_grid_show_the_same_once(planned: Browser, week: str, span: str, held: set[str]) -> None:
    for address in (f"layout=week&week={week}", f"layout=list&{span}", f"layout=grid&{span}"):
        text = planned.get(f"/calendar?{address}")
        assert opened(text) == dict.fromkeys(held, 1), address
        assert f"{len(held)} placement" in text


@pytest.mark.parametrize("month", ["2026-12", "2027-01", "2026-10"])
def test_the_month_shows_what_the_list_of_its_weeks_shows(planned: Browser, month: str) -> None:
    text = planned.get(f"/calendar?month={month}")
    dates = sorted(re.findall(r'data-day="([\d-]+)"', text))
    listed = planned.get(f"/calendar?layout=list&from={dates[0]}&until={dates[-1]}")
    assert set(opened(text)) == set(opened(listed)) != set()
    assert f"{len(set(opened(listed)))} placements" in text


def test_a_run_is_one_bar_in_each_week_with_marks_where_it_goes_on(planned: Browser) -> None:
    text = planned.get("/calendar?month=2027-01")
    assert opened(text)["run"] == 2  # weeks 53 and 1
    bars = re.findall(
        r'<td colspan="(\d)">\s*<a class="ev run k0 ?([^"]*)" [^>]*data-uid="run">(.*?)</a>', text, re.DOTALL
    )
    assert [(int(width), ends.strip()) for width, ends, _ in bars] == [(5, "from"), (2, "to")]
    assert ["goes on after" in inside for _, _, inside in bars] == [True, False]
    assert ["began before" in inside for _, _, inside in bars] == [False, True]


def test_the_week_number_counts_what_its_link_opens(planned: Browser) -> None:
    text = planned.get("/calendar?month=2026-12")
    link, count = re.findall(r'<b>W53</b><a class="n" href="([^"]+)">(\d+) placed', text)[0]
    assert int(count) == len(W53)
    assert set(opened(planned.get(link.replace("&amp;", "&")))) == W53


def test_more_counts_cards_and_bars_that_are_not_drawn(viewer: Browser, database: Database) -> None:
    day = date(2026, 12, 9)
    many = [Placement(uid=f"one-{n}", channel="blog", on=day) for n in range(8)]
    runs = [Placement(uid=f"run-{n}", channel="blog", on=day, until=date(2026, 12, 10)) for n in range(7)]
    with database.writing("test") as writing:
        placements.add_placements(writing, [("crib", place) for place in (*many, *runs)])
    text = viewer.get("/calendar?month=2026-12")
    link = re.search(r'<a class="more" href="([^"]+)">\+(\d+) more', text)
    assert link is not None
    assert int(link[2]) == (8 - 6) + (7 - 5)
    assert len(opened(viewer.get(link[1].replace("&amp;", "&")))) == 15
    assert len(opened(text)) == 15 - 4
