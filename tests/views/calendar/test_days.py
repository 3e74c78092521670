"""Named days in every layout of the calendar, switched in the address."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.views.conftest import Browser


def named(text: str) -> list[tuple[str, bool]]:
    """The marks of a page: (text, public?)."""
    found = re.findall(r'<span class="hol( pub)?">([^<]*)<span class="vh"> \(([^)]+)\)', text)
    assert all(kind == ("public holiday" if bold else "themed day") for bold, _name, kind in found)
    return [(unescape(name), bool(bold)) for bold, name, _kind in found]


WEEK = {
    "month": "month=2026-11",
    "week": "layout=week&week=2026-W46",
    "list": "layout=list&from=2026-11-09&until=2026-11-15",
    "grid": "layout=grid&from=2026-11-02&until=2026-11-15",
}


@pytest.mark.parametrize("layout", WEEK)
def test_public_holidays_of_both_countries_are_shown_unless_switched(viewer: Browser, layout: str) -> None:
    both = named(viewer.get(f"/calendar?{WEEK[layout]}"))
    assert ("Armistice Day BE", True) in both
    assert all(public for _name, public in both)
    assert named(viewer.get(f"/calendar?{WEEK[layout]}&days=none")) == []
    assert ("Armistice Day", True) in named(viewer.get(f"/calendar?{WEEK[layout]}&days=be"))
    assert named(viewer.get(f"/calendar?{WEEK[layout]}&days=nl")) == []


@pytest.mark.parametrize("layout", ["week", "list"])
def test_themed_days_come_with_their_switch(viewer: Browser, layout: str) -> None:
    themed = named(viewer.get(f"/calendar?{WEEK[layout]}&days=nl,themed"))
    assert themed == [("Singles' Day", False), ("St Martin's Day", False), ("Sinterklaas arrives", False)]


def test_a_day_kept_in_all_that_is_shown_names_no_country(viewer: Browser) -> None:
    text = viewer.get("/calendar?layout=week&week=2026-W53")
    assert named(text) == [("New Year's Day", True)]


def test_names_come_in_the_language_of_the_reader(viewer: Browser) -> None:
    viewer.post("/settings/language", language="nl")
    assert ">Wapenstilstand BE<" in viewer.get("/calendar?month=2026-11")


def test_a_switch_turns_one_and_keeps_the_rest_of_the_address(viewer: Browser) -> None:
    text = viewer.get("/calendar?layout=week&week=2026-W46&channel=email&days=be,themed")
    hrefs = dict(re.findall(r'<a href="([^"]+)" aria-label="([^"]+)" title=', text))
    turned = {name: href.replace("&amp;", "&") for href, name in hrefs.items()}
    kept = "/calendar?layout=week&week=2026-W46&channel=email"
    assert turned == {
        "Public holidays in Belgium": f"{kept}&days=themed",
        "Public holidays in the Netherlands": f"{kept}&days=be,nl,themed",
        "Themed days": f"{kept}&days=be",
        "No named days": f"{kept}&days=none",
    }


def test_a_filter_keeps_the_switches(viewer: Browser) -> None:
    assert '<input type="hidden" name="days" value="be">' in viewer.get("/calendar?days=be")
