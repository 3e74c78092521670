"""The placements as CSV: the columns, and text that comes back as it was without becoming a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.escape import unescape_cell
from planner.core.model import Query
from planner.exports.calendar_csv import COLUMNS, calendar_csv, cells
from tests.builders import item, placement
from tests.exports.plan import QUARTER, export_of, hostile, naughty


def rows_of(body: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_a_row_is_a_placement_with_what_is_its_own_and_what_it_inherits() -> None:
    head, *rows = rows_of(calendar_csv(export_of()).body)
    assert head == list(COLUMNS)
    assert [dict(zip(head, row, strict=True))["uid"] for row in rows] == [
        "news-maybe", "sleep-blog", "sleep-mail", "sleep-run",
    ]  # fmt: skip
    mail = dict(zip(head, rows[2], strict=True))
    assert mail == {
        "uid": "sleep-mail", "id": "sleep", "date": "2026-11-24", "time": "07:30", "until": "", "week": "2026-W48",
        "channel": "email", "stage": "convert", "phase": "decision", "phases": "decision", "segments": "parents",
        "narrowed_segments": "parents", "item_title": "Slaapritme: één goed begin", "title": "Sleep, at last",
        "text": "Dear parents,\nsleep; well, \\ all", "call_to_action": "Read on",
        "link": "https://example.org/sleep?utm=mail", "image": "", "image_alt": "", "format": "article",
        "status": "planned", "item_status": "published", "campaign": "black-friday", "owner": "Karim",
        "language": "en", "url": "https://example.org/sleep", "priority": "8", "service": "no", "series": "",
    }  # fmt: skip
    run = dict(zip(head, rows[3], strict=True))
    assert (run["date"], run["until"], run["week"], run["stage"]) == ("2026-12-28", "2027-01-06", "2026-W53", "reach")
    assert (run["segments"], run["narrowed_segments"]) == ("parents;grandparents", "")
    assert (run["phase"], run["phases"], run["owner"]) == ("", "awareness;decision", "Lotte")


def test_dutch_excel_gets_semicolons_and_a_mark() -> None:
    plain, dutch = calendar_csv(export_of()), calendar_csv(export_of(delimiter=";", bom=True))
    assert dutch.body.startswith(b"\xef\xbb\xbfuid;id;date;")
    assert rows_of(dutch.body, ";") == rows_of(plain.body)
    assert (plain.name, plain.media_type) == ("calendar-2026-11-23-2027-02-21.csv", "text/csv; charset=utf-8")


def test_the_hour_that_comes_twice_says_which_one_it_is() -> None:
    places = [
        placement("summer", at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        placement("winter", at=datetime(2026, 10, 25, 1, 30, 15, tzinfo=UTC)),
    ]
    query = Query(start=datetime(2026, 10, 25, tzinfo=UTC).date(), until=QUARTER.until)
    _, *rows = rows_of(calendar_csv(export_of(item(placements=tuple(places)), query=query)).body)
    assert [(row[0], row[3]) for row in rows] == [("summer", "02:30"), ("winter", "02:30:15+01:00")]
    assert datetime.fromisoformat(f"2026-10-25T{rows[1][3]}") == places[1].at


def test_no_hostile_text_becomes_a_formula_and_all_come_back() -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in naughty()]
    export = export_of(*hostile(texts))
    _, *rows = rows_of(calendar_csv(export).body)
    active = set("=+-@＝＋－＠\t\r")
    assert [cell for row in rows for cell in row if cell[:1] in active or cell.lstrip()[:1] in active] == []
    assert [tuple(unescape_cell(cell) for cell in row) for row in rows] == [cells(entry) for entry in export.entries]
    assert len(rows) == len(texts)


words = st.text(st.characters(codec="utf-8"), max_size=12) | st.text("'=+-@\t\r\n;,\"", max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=4), st.sampled_from(",;\t"))
def test_escaping_is_undone_exactly_once(texts: list[str], delimiter: str) -> None:
    export = export_of(*hostile(["x", *texts]), delimiter=delimiter)
    _, *rows = rows_of(calendar_csv(export).body, delimiter)
    assert [tuple(unescape_cell(cell) for cell in row) for row in rows] == [cells(entry) for entry in export.entries]
