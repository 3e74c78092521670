"""Files to take away: every format, under a name, and what is refused."""

from __future__ import annotations

import json

import pytest

from tests.views.conftest import Browser


def test_the_page_offers_every_format(viewer: Browser) -> None:
    text = viewer.get("/export?segment=parents")
    assert [f for f in ("xlsx", "csv", "ics", "html", "md", "json") if f"format={f}" not in text] == []
    assert "segment=parents" in text


@pytest.mark.parametrize("form", ["xlsx", "csv", "ics", "html", "md", "json"])
def test_the_calendar_comes_in_each_format(viewer: Browser, form: str) -> None:
    answer = viewer.client.get(f"/export?format={form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f".{form}")
    assert len(answer.data) > 100


@pytest.mark.parametrize("report", ["coverage", "gaps", "overload", "forecast"])
@pytest.mark.parametrize("form", ["xlsx", "csv", "md", "json"])
def test_each_report_comes_in_each_format(viewer: Browser, report: str, form: str) -> None:
    answer = viewer.client.get(f"/export?report={report}&format={form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


def test_the_filters_decide_what_is_in_the_file(viewer: Browser) -> None:
    told = json.loads(viewer.client.get("/export?format=json&status=planned&from=2026-11-24&until=2026-11-25").text)
    assert told["total"] == 2


def test_dutch_excel_gets_semicolons_and_a_mark(viewer: Browser) -> None:
    body = viewer.client.get("/export?format=csv&delimiter=;&bom=1").data
    assert body.startswith(b"\xef\xbb\xbfuid;")


def test_an_unknown_report_is_refused_in_a_page(viewer: Browser) -> None:
    assert "There is no export" in viewer.get("/export?report=secrets&format=csv", 400)
    assert "There is no export" in viewer.get("/export?report=gaps&format=ics", 400)


def test_an_item_format_is_a_filter_beside_the_file_format(viewer: Browser) -> None:
    told = json.loads(viewer.client.get("/export?format=article&format=json&from=2026-11-01").text)
    assert told["total"] == 1  # the crib on the blog; the e-mails are of no format
