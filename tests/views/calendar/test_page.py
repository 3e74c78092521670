"""The calendar: four layouts, one query, the same placements, and an export of exactly this view."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.views.conftest import Browser


@pytest.mark.parametrize("layout", ["month", "week", "list", "grid", "nonsense"])
def test_every_layout_shows_the_three_mails(viewer: Browser, layout: str) -> None:
    text = viewer.get(f"/calendar?layout={layout}")
    cards = set(re.findall(r"open=(mail-\d+)", text))
    assert cards == {"mail-24", "mail-25", "mail-26"}


def test_screen_and_export_agree(viewer: Browser) -> None:
    text = viewer.get("/calendar?layout=week")
    link = re.search(r'href="(/export\?[^"]*format=csv[^"]*)"', text)
    assert link is not None
    rows = list(csv.DictReader(io.StringIO(viewer.client.get(link[1].replace("&amp;", "&")).text)))
    assert "3 placements" in text
    assert sorted(row["uid"] for row in rows) == ["mail-24", "mail-25", "mail-26"]


def test_the_month_can_be_turned(viewer: Browser) -> None:
    assert "October 2026" in viewer.get("/calendar?month=2026-10")
    assert "November 2026" in viewer.get("/calendar?month=rubbish")
    assert "W53" in viewer.get("/calendar?layout=week&week=2026-W53")


def test_the_tray_holds_what_has_no_day(viewer: Browser) -> None:
    text = viewer.get("/calendar?layout=grid")
    assert "Undated: 1" in text
    assert "An idea" in text


def test_a_card_opens_with_a_form_that_moves_it(editor: Browser) -> None:
    text = editor.get("/calendar?layout=week&open=mail-24")
    assert 'action="/placements/mail-24/move"' in text
    assert 'value="2026-11-24"' in text
    assert 'name="back" value="layout=week"' in text


def test_a_viewer_gets_no_form_to_move(viewer: Browser) -> None:
    assert 'action="/placements/mail-24/move"' not in viewer.get("/calendar?open=mail-24")


def test_filters_by_channel_and_status_of_the_placement(viewer: Browser) -> None:
    assert "0 placements" in viewer.get("/calendar?layout=list&channel=store")
    assert "3 placements" in viewer.get("/calendar?layout=list&status=planned")
    assert "Nothing stands in this period." in viewer.get("/calendar?layout=list&status=approved")


def test_a_cell_of_the_grid_never_hides_without_saying_so(viewer: Browser, crowded: Browser) -> None:
    text = crowded.get("/calendar?layout=grid&from=2026-12-07&until=2026-12-13")
    assert "+3 more" in text  # nine placements in a cell that draws six


def test_a_backward_period_is_told(viewer: Browser) -> None:
    assert "before it begins" in viewer.get("/calendar?layout=grid&from=2026-12-07&until=2026-12-01")


def test_the_grid_has_rows_for_channels_in_use_or_for_all(viewer: Browser) -> None:
    rows = re.compile(r'<tr data-channel="(\w+)"')
    week = "layout=grid&from=2026-11-23&until=2026-11-29"
    assert rows.findall(viewer.get(f"/calendar?{week}")) == ["email"]
    assert rows.findall(viewer.get(f"/calendar?{week}&channels=all")) == ["blog", "email", "store"]
