"""The calendar as iCalendar, read back by two readers: icalendar here, ical.js in a browser."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from planner.core.model import Query
from planner.exports.calendar_ics import calendar_ics
from tests.builders import item, placement
from tests.exports.plan import ITEMS, MONDAY, export_of, hostile, naughty

VENDOR = Path(__file__).resolve().parent.parent / "vendor"


def events_of(body: bytes) -> dict[str, dict[str, Any]]:
    """What icalendar reads: uid -> the fields people see."""
    return {
        str(event["uid"]): {
            "summary": str(event["summary"]),
            "start": event["dtstart"].dt.isoformat(),
            "end": event["dtend"].dt.isoformat() if "dtend" in event else None,
            "status": str(event["status"]),
            "sequence": event["sequence"],
            "categories": [str(name) for name in event["categories"].cats],
            "description": str(event.get("description", "")),
            "modified": event["last-modified"].dt.isoformat(),
            "url": str(event.get("url", "")),
        }
        for event in icalendar.Calendar.from_ical(body).walk("VEVENT")
    }


def event(**fields: Any) -> dict[str, Any]:
    modified = "2026-11-20T12:00:00+00:00"
    return {"end": None, "sequence": 0, "description": "", "modified": modified, "url": ""} | fields


def test_an_event_a_placement() -> None:
    site = {"description": "How a rhythm begins", "url": "https://example.org/sleep"}
    assert events_of(calendar_ics(export_of()).body) == {
        "sleep-blog": event(
            summary="Slaapritme: één goed begin", start="2026-11-23", end="2026-11-24", status="CONFIRMED",
            categories=["Blog", "Reach", "Awareness", "Decision"], **site,
        ),
        "news-maybe": event(
            summary="Newsletter", start="2026-11-23", end="2026-11-24", status="TENTATIVE", categories=["Email"],
        ),
        "sleep-mail": event(
            summary="Sleep, at last", start="2026-11-24T06:30:00+00:00", status="CONFIRMED", sequence=3,
            categories=["Email", "Convert", "Decision", "Black Friday"],
            description="Dear parents,\nsleep; well, \\ all\n\nRead on", url="https://example.org/sleep?utm=mail",
        ),
        "sleep-run": event(
            summary="Slaapritme: één goed begin", start="2026-12-28", end="2027-01-07", status="CONFIRMED",
            categories=["Store", "Reach", "Awareness", "Decision"], **site,
        ),
    }  # fmt: skip


def test_names_are_those_of_the_language() -> None:
    read = events_of(calendar_ics(export_of(language="nl")).body)
    assert read["sleep-mail"]["categories"] == ["Email", "Converteren", "Decision", "Black Friday"]


def test_a_feed_carries_cancelled_placements() -> None:
    feed = events_of(calendar_ics(export_of(feed=True)).body)
    assert {uid: read["status"] for uid, read in feed.items() if uid.startswith("news")} == {
        "news-maybe": "TENTATIVE", "news-off": "CANCELLED",
    }  # fmt: skip


def test_last_modified_is_given() -> None:
    export = export_of(modified={"sleep-mail": datetime(2026, 11, 1, 9, 8, 7, 654321, tzinfo=UTC)})
    read = events_of(calendar_ics(export).body)
    assert (read["sleep-mail"]["modified"], read["sleep-blog"]["modified"]) == (
        "2026-11-01T09:08:07+00:00", "2026-11-20T12:00:00+00:00",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "20260329T003000Z"),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "20260329T013000Z"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "20261025T003000Z"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "20261025T013000Z"),
    ],
)
def test_a_time_is_utc_also_when_the_clock_changes(at: datetime, moment: str) -> None:
    export = export_of(
        item(placements=(placement("p", at=at),)), query=Query(start=date(2026, 1, 1), until=date(2026, 12, 31))
    )
    assert f"\r\nDTSTART:{moment}\r\n".encode() in calendar_ics(export).body


def test_lines_are_folded_at_75_bytes_and_end_in_crlf() -> None:
    body = calendar_ics(export_of(*hostile(naughty()))).body
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines[-1] == b""
    assert not set(b"\r\n") & set(b"".join(lines))
    for line in lines:  # no character is cut in two
        line.decode()


def test_no_text_becomes_a_line() -> None:
    texts = naughty()
    body = calendar_ics(export_of(*hostile(texts))).body
    assert body.count(b"\r\nBEGIN:VEVENT\r\n") == body.count(b"\r\nEND:VEVENT\r\n") == len(texts)
    unfolded = body.replace(b"\r\n ", b"")
    names = {line.partition(b":")[0].partition(b";")[0] for line in unfolded.split(b"\r\n")}
    assert names == {
        b"", b"BEGIN", b"END", b"VERSION", b"PRODID", b"CALSCALE", b"X-WR-CALNAME", b"UID", b"SUMMARY", b"DTSTART",
        b"DTEND", b"DTSTAMP", b"LAST-MODIFIED", b"SEQUENCE", b"STATUS", b"TRANSP", b"LOCATION", b"CATEGORIES",
        b"DESCRIPTION", *([b"URL"] if b"\r\nURL:" in body else []),
    }  # fmt: skip
    assert list(events_of(body)) == [entry.row.uid for entry in export_of(*hostile(texts)).entries]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1), min_size=1, max_size=3)
)
def test_titles_come_back_as_they_were(texts: list[str]) -> None:
    read = events_of(calendar_ics(export_of(*hostile(texts))).body)
    assert [read[f"u{n}"]["summary"] for n in range(len(texts))] == texts


@pytest.fixture(scope="module")
def browser_page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.add_script_tag(path=VENDOR / "ical.es5.min.cjs")
    yield page
    page.close()


READ = """text => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map(part => {
  const event = new ICAL.Event(part), value = name => part.getFirstPropertyValue(name);
  return [event.uid, {
    summary: event.summary, start: event.startDate.toString(),
    end: part.hasProperty("dtend") ? event.endDate.toString() : null,
    status: value("status"), sequence: event.sequence,
    categories: part.getFirstProperty("categories").getValues(),
    description: event.description || "", modified: value("last-modified").toString(), url: value("url") || "",
  }];
})"""


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("plan", [ITEMS, hostile(naughty())], ids=["plan", "hostile"])
def test_a_second_reader_sees_the_same_events(browser_page: Page, plan: Any) -> None:
    body = calendar_ics(export_of(*plan, feed=True)).body
    read = dict(browser_page.evaluate(READ, body.decode()))
    assert read == {
        uid: {
            name: value.replace("+00:00", "Z") if name in ("start", "end", "modified") and value else value
            for name, value in fields.items()
        }
        for uid, fields in events_of(body).items()
    }
    assert list(read) == [entry.row.uid for entry in export_of(*plan, feed=True).entries]


def test_the_second_reader_is_the_one_in_the_lock() -> None:
    (package,) = json.loads((VENDOR / "vendor.lock.json").read_text())
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.iterdir()}
    there.pop("vendor.lock.json")
    assert there == package["files"]


def test_a_day_is_a_date_with_the_day_after_as_its_end() -> None:
    export = export_of(item(placements=(placement("p", on=MONDAY),)))
    body = calendar_ics(export).body
    assert b"\r\nDTSTART;VALUE=DATE:20261123\r\nDTEND;VALUE=DATE:20261124\r\n" in body
