"""Series: repeat a placement, change several after a look at what changes, leave one out, end it, undo it all."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest

from planner.core.model import Placement, Series
from planner.storage import placements, series, workspace
from planner.storage.database import Database
from tests.views.conftest import Browser

FORM = {"channel": "blog", "day": "2026-12-01", "clock": "", "until": "", "status": "planned", "priority": "5"}


@pytest.fixture
def weekly(database: Database) -> Database:
    """Four Tuesdays of December; the first is published."""
    days = (date(2026, 12, day) for day in (1, 8, 15, 22))
    row = [Placement(uid=f"n{n}", channel="blog", on=day, series="news") for n, day in enumerate(days)]
    row[0] = Placement(uid="n0", channel="blog", on=date(2026, 12, 1), series="news", status="published")
    with database.writing("test") as writing:
        workspace.add(writing, Series(id="news", unit="week", start=date(2026, 12, 1), count=4))
        placements.add_placements(writing, [("crib", one) for one in row])
    return database


def standing(database: Database, id: str) -> list[tuple[str, str, str]]:
    """(day or time, status, title) of a series in order."""
    with database.reading() as reading:
        _rule, pairs = series.load_series(reading, id)
    return sorted((f"{one.on or one.at:%m-%d %H:%M}", one.status, one.title) for _item, one in pairs)


def confirmed(browser: Browser, path: str, **form: Any) -> str:
    """Send a form, press the button of the preview; returns the text of the preview."""
    text = browser.post(path, 200, **form).text
    mark = re.search(r'name="sure" value="([^"]*)"', text)
    assert mark is not None
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
    kept.pop("csrf_token")
    browser.post(path, 303, sure=mark[1], **{name: unescape(value) for name, value in kept.items()})
    return text


def test_a_placement_repeats_after_a_look(editor: Browser, database: Database) -> None:
    form = {"repeat-unit": "week", "repeat-every": "2", "repeat-until": "", "repeat-count": "3"}
    preview = confirmed(editor, "/series?placement=mail-24", **form)
    assert "2 placements are made." in preview
    assert "This placement becomes the first of the series." in preview
    assert standing(database, "winter-sale") == [
        ("11-24 00:00", "planned", ""), ("12-08 00:00", "planned", ""), ("12-22 00:00", "planned", ""),
    ]  # fmt: skip
    text = editor.get("/series/winter-sale")
    assert "every 2 weeks" in text
    revision = re.search(r'name="revision" value="(\d+)"', text)
    assert revision is not None
    editor.post("/changes", revision=revision[1])
    assert standing(database, "winter-sale") == []


def test_a_new_placement_and_its_series_are_made_together(editor: Browser, database: Database) -> None:
    form = FORM | {"clock": "09:30", "title": "Tip", "repeat-unit": "month", "repeat-count": "3", "repeat-every": "1"}
    preview = confirmed(editor, "/placements/new?item=crib", **form | {"day": "2027-01-31"})
    assert "3 placements are made." in preview
    assert standing(database, "tip") == [
        ("01-31 08:30", "planned", "Tip"), ("02-28 08:30", "planned", "Tip"), ("03-31 07:30", "planned", "Tip"),
    ]  # fmt: skip


def test_repeating_says_first_what_it_opens(editor: Browser, weekly: Database) -> None:
    form = {"repeat-unit": "day", "repeat-every": "1", "repeat-until": "", "repeat-count": "6"}
    text = editor.post("/series?placement=mail-26", 200, **form).text
    # 24, 25 and 26 November, then a mail each day until 1 December: six e-mails in W48, where two are feasible
    assert "Opens:" in text
    assert re.sub(r"<[^>]+>", "", text).count("the limit is 2 (Not too much)") == 1
    text = editor.post("/series/news", 200, do="end", until="2026-12-08").text
    assert "2 placements are taken away." in text
    assert "Opens and closes no finding." in text


def test_nothing_is_made_before_the_button_is_pressed(editor: Browser, database: Database) -> None:
    editor.post("/series?placement=mail-24", 200, **{"repeat-unit": "day", "repeat-every": "1", "repeat-count": "5"})
    with database.reading() as reading:
        assert len(placements.load_placements(reading)) == 5


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"repeat-count": "", "repeat-until": ""}, "until which day it repeats"),
        ({"repeat-count": "900"}, "200"),
        ({"repeat-until": "2029-12-01"}, "more than 200"),
        ({"repeat-until": "2026-11-24"}, "no second placement"),
        ({"repeat-until": "soon"}, "soon"),
    ],
)
def test_a_rule_that_cannot_be_is_told(editor: Browser, form: dict[str, str], words: str) -> None:
    text = editor.post("/series?placement=mail-24", 400, **{"repeat-unit": "day", "repeat-every": "1"} | form).text
    assert words in text


def test_a_placement_in_the_tray_is_asked_for_a_day_first(editor: Browser) -> None:
    assert "Give it a day first" in editor.get("/placements/idea-store")


def test_an_edit_for_the_following_leaves_the_earlier_and_the_published(editor: Browser, weekly: Database) -> None:
    form = FORM | {"version": "1", "day": "2026-12-17", "title": "News", "scope": "following"}
    preview = confirmed(editor, "/placements/n2", **form)
    assert "2 placements change." in preview
    assert "2 days later" in preview
    assert standing(weekly, "news") == [
        ("12-01 00:00", "published", ""), ("12-08 00:00", "planned", ""), ("12-17 00:00", "planned", "News"),
        ("12-24 00:00", "planned", "News"),
    ]  # fmt: skip


def test_an_edit_for_all_says_which_stay_and_why(editor: Browser, weekly: Database) -> None:
    form = FORM | {"version": "1", "day": "2026-12-08", "clock": "10:00", "scope": "all"}
    preview = confirmed(editor, "/placements/n1", **form)
    assert "3 placements change." in preview
    assert "1 stays as it is." in preview
    assert "It is published, so it stays as it is." in preview
    assert [when for when, _status, _title in standing(weekly, "news")] == [
        "12-01 00:00", "12-08 09:00", "12-15 09:00", "12-22 09:00",
    ]  # fmt: skip


def test_an_edit_for_one_needs_no_second_look(editor: Browser, weekly: Database) -> None:
    editor.post("/placements/n1", **FORM | {"version": "1", "day": "2026-12-09", "scope": "one"})
    assert "12-09 00:00" in [when for when, _status, _title in standing(weekly, "news")]


def test_who_saved_in_between_is_not_overwritten(editor: Browser, weekly: Database) -> None:
    form = FORM | {"version": "1", "day": "2026-12-09", "scope": "all"}
    mark = re.search(r'name="sure" value="([^"]*)"', editor.post("/placements/n1", 200, **form).text)
    assert mark is not None
    with weekly.writing("other") as writing:
        placements.change_placements(writing, ["n3"], {"title": "Theirs"})
    text = editor.post("/placements/n1", 200, **form | {"sure": mark[1]}).text
    assert "Something changed since you looked." in text
    with weekly.writing("other") as writing:
        placements.change_placements(writing, ["n1"], {"title": "Theirs"})
    assert "Someone changed this" in editor.post("/placements/n1", 409, **form).text


def test_one_is_left_out_and_comes_back(editor: Browser, weekly: Database) -> None:
    editor.post("/series/news", do="skip", placement="n2")
    assert ("12-15 00:00", "cancelled", "") in standing(weekly, "news")
    text = editor.get("/series/news")
    assert "left out" in text
    assert "3 placements" in text
    editor.post("/series/news", do="back", placement="n2")
    assert ("12-15 00:00", "planned", "") in standing(weekly, "news")
    with weekly.reading() as reading:
        rule, _pairs = series.load_series(reading, "news")
    assert rule == Series(id="news", unit="week", start=date(2026, 12, 1), count=4)


def test_a_published_one_is_not_left_out(editor: Browser, weekly: Database) -> None:
    editor.post("/series/news", do="skip", placement="n0")
    assert "It stays as it is" in editor.get("/series/news")
    assert standing(weekly, "news")[0] == ("12-01 00:00", "published", "")


def test_an_earlier_end_takes_away_and_a_later_one_makes(editor: Browser, weekly: Database) -> None:
    assert "1 placement is taken away." in confirmed(editor, "/series/news", do="end", until="2026-12-20")
    assert len(standing(weekly, "news")) == 3
    assert "2 placements are made." in confirmed(editor, "/series/news", do="end", until="2026-12-31")
    assert [when for when, _status, _title in standing(weekly, "news")][3:] == ["12-22 00:00", "12-29 00:00"]


def test_the_page_of_a_placement_tells_its_series(viewer: Browser, editor: Browser, weekly: Database) -> None:
    text = editor.get("/placements/n1")
    assert "every week" in text
    assert 'name="scope" value="following" form="placement"' in text
    assert 'name="scope"' not in viewer.get("/placements/n1")


def test_a_series_that_a_sheet_named_has_a_page_without_a_rule(editor: Browser, database: Database) -> None:
    moment = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with database.writing("test") as writing:
        placements.add_placements(writing, [("crib", Placement(uid="x", channel="blog", at=moment, series="sheet/1"))])
    assert "named by a sheet, without a rule" in editor.get("/series/sheet/1")
    confirmed(editor, "/series/sheet/1", do="end", until="2026-11-30")
    assert standing(database, "sheet/1") == []


def test_an_unknown_series_or_placement_is_told(editor: Browser) -> None:
    editor.get("/series/none", 404)
    editor.post("/series?placement=none", 404)
    editor.post("/series/none", 404, do="end")


@pytest.mark.parametrize("layout", ["month", "week"])
def test_cards_of_a_series_say_that_they_repeat(viewer: Browser, layout: str) -> None:
    text = viewer.get(f"/calendar?layout={layout}&month=2026-11&week=2026-W45")  # one placement of a series
    assert text.count('class="again" title="repeats"') == 1
