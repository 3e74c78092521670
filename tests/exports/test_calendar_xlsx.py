"""The workbook, read back with openpyxl and opened with LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.findings import Finding
from planner.core.model import Query, Waiver
from planner.exports.calendar_csv import COLUMNS
from planner.exports.calendar_xlsx import calendar_xlsx
from tests.builders import channel, item, placement, workspace
from tests.exports.plan import MONDAY, export_of, hostile, naughty

GAP = Finding(
    key="empty:stage=reach", kind="empty", severity=88.25, segment="parents", stage="reach", phase="awareness",
    start=MONDAY, until=date(2027, 2, 21), value=0.0, limit=2.0, items=("a", "b"),
)  # fmt: skip
PRESSURE = Finding(
    key="pressure:rule=all", kind="pressure", severity=40.0, rule="All", segment="parents", value=7.0, limit=5.0,
    start=MONDAY, until=MONDAY, placements=("sleep-mail",), waived=Waiver(key="x", reason="Sale week"),
)  # fmt: skip
SENTENCES = {GAP.key: "Parents find nothing at Reach.", PRESSURE.key: "Parents get 7 contacts; at most 5."}


def day(*parts: int) -> datetime:
    """A day as openpyxl reads it."""
    return datetime.combine(date(*parts), time())


def read(export: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(calendar_xlsx(export).body), rich_text=False)


def texts(sheet: Any) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def test_the_sheets_have_their_fixed_names() -> None:
    names = ["Calendar", "Placements", "Gaps", "Overload", "Legend"]
    assert read(export_of()).sheetnames == names
    assert read(export_of(language="nl")).sheetnames == names


def test_the_grid_has_a_block_a_period_with_channels_down_and_stages_across() -> None:
    sheet = read(export_of(query=Query(start=MONDAY, until=date(2026, 12, 6))))["Calendar"]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "Huis Linde · Calendar: channel by stage"
    assert rows[1][0] == "23 Nov – 6 Dec 2026 · 3 placements"
    assert rows[2][2:6] == ["□ Tentative", "◧ Planned", "☑ Approved", "■ Published"]
    assert rows[3:] == [
        ["Week", "Channel", "Reach", "Convert", "Retain", "No stage"],
        ["W48 2026 · 23 – 29 Nov 2026 · 3 placements", "", "", "", "", ""],
        ["W48", "Blog", "■ Mon 23 Nov\nSlaapritme: één goed begin [P, G]", "", "", ""],
        ["W48", "Email", "", "◧ Tue 24 Nov 07:30\nSleep, at last [P] BF", "", "□ Mon 23 Nov\nNewsletter"],
        ["W48", "Store", "", "", "", ""],
        ["W49 2026 · 30 Nov – 6 Dec 2026 · 0 placements", "", "", "", "", ""],
        ["W49", "Blog", "", "", "", ""],
        ["W49", "Email", "", "", "", ""],
        ["W49", "Store", "", "", "", ""],
    ]


def test_placements_of_one_cell_stand_under_each_other() -> None:
    places = [placement(f"p{n}", "email", MONDAY, title=f"T{n}", stage="reach") for n in range(3)]
    places.append(placement("q", "email", MONDAY, title="Q", stage="retain", status="cancelled"))
    query = Query(start=MONDAY, until=MONDAY, channels=("email",), statuses=("planned", "cancelled"))
    sheet = read(export_of(item(placements=tuple(places)), query=query))["Calendar"]
    rows = [[cell.value or "" for cell in row][1:5] for row in sheet.iter_rows(min_row=6)]
    assert rows == [
        ["Email", "◧ Mon 23 Nov\nT0 [P]", "", "☒ Mon 23 Nov\nQ [P]"],
        ["", "◧ Mon 23 Nov\nT1 [P]", "", ""],
        ["", "◧ Mon 23 Nov\nT2 [P]", "", ""],
    ]


def test_the_grid_prints_a_period_a_page_on_the_width_of_an_a3() -> None:
    sheet = read(export_of())["Calendar"]
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    bands = [row[0].row for row in sheet.iter_rows() if re.match(r"W\d+ \d{4} · ", str(row[0].value))]
    assert len(bands) == 13
    assert [mark.id for mark in sheet.row_breaks.brk] == [row - 1 for row in bands[1:]]


def test_a_cell_is_coloured_by_its_status() -> None:
    sheet = read(export_of(query=Query(start=MONDAY, until=date(2026, 11, 29))))["Calendar"]
    fills = {
        str(c.value)[0]: c.fill.fgColor.rgb for row in sheet.iter_rows(min_row=6, min_col=3) for c in row if c.value
    }
    assert fills == {"■": "FF86C3BF", "◧": "FFF1F4F4", "□": "00000000"}


def test_the_placements_are_typed_rows_with_a_filter() -> None:
    sheet = read(export_of())["Placements"]
    head, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert tuple(head) == COLUMNS
    assert [row[0] for row in rows] == ["news-maybe", "sleep-blog", "sleep-mail", "sleep-run"]
    run = dict(zip(head, rows[3], strict=True))
    assert (run["date"], run["until"], run["priority"]) == (day(2026, 12, 28), day(2027, 1, 6), 5)
    assert {name: value for name, value in run.items() if value is not None} == {
        "uid": "sleep-run", "id": "sleep", "date": run["date"], "until": run["until"], "week": "2026-W53",
        "channel": "store", "stage": "reach", "phases": "awareness;decision", "segments": "parents;grandparents",
        "item_title": "Slaapritme: één goed begin", "format": "article", "status": "approved",
        "item_status": "published", "owner": "Lotte", "language": "nl", "url": "https://example.org/sleep",
        "priority": 5, "service": "no",
    }  # fmt: skip
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:AC5")


def test_gaps_and_overload_are_told_in_sentences() -> None:
    book = read(export_of(gaps=(GAP,), overload=(PRESSURE,), sentences=SENTENCES))
    gap, pressure = ([cell.value for cell in book[name][2]] for name in ("Gaps", "Overload"))
    monday = day(2026, 11, 23)
    assert gap == [
        "◆ High", 88.25, "Parents find nothing at Reach.", "Parents", "Reach", "Awareness", None, monday,
        day(2027, 2, 21), 0, 2, None, "a; b", None, None, "empty:stage=reach",
    ]  # fmt: skip
    assert pressure == [
        "◈ Medium", 40, "Parents get 7 contacts; at most 5.", "Parents", None, None, None, monday, monday, 7, 5, "All",
        None, "sleep-mail", "Sale week", "pressure:rule=all",
    ]  # fmt: skip


def test_the_legend_names_signs_and_letters() -> None:
    said = texts(read(export_of())["Legend"])
    assert [said[n + 1] for n, text in enumerate(said) if text in ("P", "G", "BF")] == [
        "Parents", "Grandparents", "Black Friday",
    ]  # fmt: skip


def test_hostile_text_stays_text_and_no_cell_is_a_formula() -> None:
    export = export_of(*hostile(naughty()))
    book = read(export)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    rows = list(book["Placements"].iter_rows(min_row=2))
    assert [row[0].value for row in rows] == [entry.row.uid for entry in export.entries]
    column = COLUMNS.index("text")
    plain = {e.row.uid: e.placement.text for e in export.entries if e.placement.text.isprintable()}
    assert {row[0].value: row[column].value or "" for row in rows if row[0].value in plain} == plain


def test_text_that_no_cell_holds_is_cut_and_the_row_stays() -> None:
    long = item("a", title="t" * 40_000, placements=(placement("p", on=MONDAY, text="x" * 100_000),))
    book = read(export_of(long))
    row = [cell.value for cell in book["Placements"][2]]
    assert (row[0], len(row[COLUMNS.index("text")]), len(row[COLUMNS.index("item_title")])) == ("p", 32_767, 32_767)
    assert [len(text) for text in texts(book["Calendar"]) if text.endswith("[P]")] == [13 + 500 + 4]


@pytest.mark.parametrize("text", ["<r>&</r>", "<r><t>no</t></r>", "_x0041_", " a ", "<b>&amp;</b>"])
def test_text_like_the_markup_of_a_workbook_stays_text(text: str) -> None:
    book = read(export_of(item("a", title=text, placements=(placement("p", on=MONDAY),))))
    assert book["Placements"].cell(2, COLUMNS.index("item_title") + 1).value == text
    shown = f"{text.strip()} [P]"
    assert [said.partition("\n")[2] for said in texts(book["Calendar"]) if said.endswith("[P]")] == [shown]


def test_an_empty_calendar_is_a_whole_workbook() -> None:
    bare = workspace(channels=(channel("a&b[*]"),), stages=(), segments=(), phases=())
    book = read(export_of(item(map=()), space=bare, query=Query(start=MONDAY, until=MONDAY)))
    assert [cell.value for cell in book["Calendar"][4]] == ["Week", "Channel", "No stage"]
    assert book["Placements"].max_row == 1


def test_libreoffice_opens_it(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine")
    export = export_of(*hostile(naughty()), gaps=(GAP,), overload=(PRESSURE,), sentences=SENTENCES)
    (tmp_path / "calendar.xlsx").write_bytes(calendar_xlsx(export).body)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    told = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        told,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "calendar.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (sheet,) = tmp_path.glob("*.csv")
    uids = re.findall(r"^(u\d+),", sheet.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(uids) == sorted(entry.row.uid for entry in export.entries)
