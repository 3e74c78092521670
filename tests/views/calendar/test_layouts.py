"""Turning from one layout to another keeps the days in sight, and so the placements and their number."""

from __future__ import annotations

import re

import pytest

from tests.views.calendar.test_weeks import opened, planned  # noqa: F401 -- a fixture
from tests.views.conftest import Browser


def links(text: str) -> dict[str, str]:
    """Layout -> address, of the four links above the calendar."""
    found = re.search(r'aria-label="Layout">(.*?)</span>', text, re.DOTALL)
    assert found is not None
    pairs = re.findall(r'<a href="([^"]+)"[^>]*>(\w+)</a>', found[1])
    return {name.lower(): href.replace("&amp;", "&") for href, name in pairs}


def test_from_a_month_to_its_weeks_and_back(viewer: Browser) -> None:
    from_month = links(viewer.get("/calendar?month=2026-12&channel=email"))
    days = "channel=email&from=2026-11-30&until=2027-01-03"
    assert from_month == {
        "month": "/calendar?month=2026-12&channel=email",
        "week": "/calendar?channel=email&layout=week&week=2026-W49",
        "list": f"/calendar?{days.replace('&from', '&layout=list&from')}",
        "grid": f"/calendar?{days.replace('&from', '&layout=grid&from')}",
    }
    assert links(viewer.get(from_month["grid"]))["month"] == "/calendar?channel=email&layout=month&month=2026-12"


def test_a_week_opens_the_month_of_its_thursday(viewer: Browser) -> None:
    turned = links(viewer.get("/calendar?layout=week&week=2026-W53"))
    assert turned["month"] == "/calendar?layout=month&month=2026-12"
    assert turned["grid"] == "/calendar?layout=grid&from=2026-12-28&until=2027-01-03"


def test_without_a_choice_each_layout_has_its_own_period(viewer: Browser) -> None:
    assert links(viewer.get("/calendar")) == {
        "month": "/calendar", "week": "/calendar?layout=week", "list": "/calendar?layout=list",
        "grid": "/calendar?layout=grid",
    }  # fmt: skip


@pytest.mark.parametrize("address", ["month=2026-12", "month=2027-01", "month=2026-10", "layout=week&week=2026-W53"])
def test_the_same_placements_stand_in_list_and_grid(planned: Browser, address: str) -> None:  # noqa: F811
    text = planned.get(f"/calendar?{address}")
    for layout in ("list", "grid"):
        turned = planned.get(links(text)[layout])
        second = planned.get(links(text)[layout] + "&page=2") if 'rel="next" href' in turned else ""
        assert {*opened(turned), *opened(second)} == set(opened(text)) != set()
        assert f"{len(set(opened(text)))} placement" in turned
