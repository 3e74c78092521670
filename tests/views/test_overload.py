"""The overload report: three e-mails in a week where two are allowed."""

from __future__ import annotations

import re

from planner.storage import placements
from planner.storage.database import Database
from tests.views.conftest import Browser


def test_the_page_shows_curve_load_and_findings(viewer: Browser) -> None:
    text = viewer.get("/overload")
    assert "Parents over their limit in 1 run" in text  # 24, 25 and 26 November: 3 contacts in 7 days, 2 allowed
    assert "1 run over" in text
    assert "E-mail, W48: 3" not in text
    assert re.search(r'aria-label="Email, W48: 3">3 ▲', text)  # capacity 2


def test_a_finding_opens_with_its_placements(viewer: Browser) -> None:
    found = re.search(r'href="([^"]*open=pressure[^"]*)#evidence"', viewer.get("/overload"))
    assert found is not None
    text = viewer.get(found[1].replace("&amp;", "&"))
    assert text.count('href="/placements/mail-') >= 3


def test_a_repair_moves_or_skips_what_is_ticked(editor: Browser, database: Database) -> None:
    text = editor.get("/overload")
    key = re.search(r'name="key" value="(pressure[^"]+)"', text)
    assert key is not None
    ticked = re.findall(r'name="change" value="([^"]+)"', text)
    with database.reading() as reading:
        before = {place.uid: place for _item, place in placements.load_placements(reading)}
    editor.post("/overload/repair", key=key[1], option="0", change=ticked[:1])
    with database.reading() as reading:
        after = {place.uid: place for _item, place in placements.load_placements(reading)}
    assert [uid for uid in before if before[uid] != after[uid]] == ticked[:1]


def test_a_repair_that_no_longer_fits_is_refused(editor: Browser) -> None:
    assert "no longer fits" in editor.post("/overload/repair", 409, key="pressure:gone", option="0").text


def test_a_segment_filter_leaves_one_curve(viewer: Browser) -> None:
    text = viewer.get("/overload?segment=grandparents")
    assert "room left" in text
    assert "Parents over" not in text
