from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import xlsxwriter

from planner.imports.context import Limits
from tests.imports.reading import read, refused, told


def book(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as made:
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            for number, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    sheet.write(number, column, value)
    return out.getvalue()


def changed(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The same workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for one in before.namelist():
            text = before.read(one)
            after.writestr(one, change(text.decode()) if one == name else text)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SMALL = book(("Plan", [["title", "owner"], ["A", "An"]]))


def test_dates_and_numbers_come_as_what_they_are() -> None:
    rows = [
        ["Titel", "Kanaal", "Datum", "Inspanning", "Id"],
        ["A", "blog", datetime(2026, 11, 21, 9, 30), 2.5, 7],  # noqa: DTZ001 -- a cell has no zone
        ["B", "blog", date(2026, 11, 22), 4.0, 8],
        ["C", "blog", 46349, "2,5", 9],
    ]
    batch = read(("plan.xlsx", book(("Plan", rows))))
    assert [(row.where, row.id, row.fields["effort_hours"]) for row in batch.rows] == [
        ("plan.xlsx#Plan:2", "7", 2.5), ("plan.xlsx#Plan:3", "8", 4.0), ("plan.xlsx#Plan:4", "9", 2.5),
    ]  # fmt: skip
    assert [(p.fields["on"], p.fields["at"]) for row in batch.rows for p in row.placements] == [
        (None, datetime(2026, 11, 21, 8, 30, tzinfo=UTC)), (date(2026, 11, 22), None), (date(2026, 11, 23), None),
    ]  # fmt: skip


def test_every_sheet_with_heads_is_read_and_the_others_are_told() -> None:
    data = book(("Blog", [["title"], ["A"]]), ("Mail", [["Titel"], ["B"]]), ("Empty", []), ("Sums", [["x"], [1]]))
    batch = read(("plan.xlsx", data))
    assert [row.where for row in batch.rows] == ["plan.xlsx#Blog:2", "plan.xlsx#Mail:2"]
    assert [(one.where, one.why()) for one in batch.skipped] == [
        ("plan.xlsx#Empty", "There is nothing in it."),
        ("plan.xlsx#Sums", "No column is known as a title, nor as channel and date."),
    ]


def test_of_planners_own_workbook_the_placements_are_read() -> None:
    rows = [["uid", "id", "date", "channel"], ["u", "a", "2026-11-21", "blog"]]
    data = book(("Gaps", [["title", "id"], ["x", "y"]]), ("Placements", rows))
    batch = read(("calendar.xlsx", data))
    assert ([row.where for row in batch.rows], [one.where for one in batch.skipped]) == (
        ["calendar.xlsx#Placements:2"], ["calendar.xlsx#Gaps"],
    )  # fmt: skip


def test_a_hidden_sheet_is_left_aside() -> None:
    data = changed(
        book(("Plan", [["title"], ["A"]]), ("Old", [["title"], ["B"]])), "xl/workbook.xml",
        lambda text: text.replace('name="Old"', 'name="Old" state="hidden"'),
    )  # fmt: skip
    batch = read(("plan.xlsx", data))
    assert ([row.fields["title"] for row in batch.rows], [one.why() for one in batch.skipped]) == (
        ["A"], ["This sheet is hidden; it was not read."],
    )  # fmt: skip


def test_title_rows_above_the_heads_are_told() -> None:
    batch = read(("plan.xlsx", book(("Plan", [["Content plan"], [], ["Title", "Owner"], ["A", "An"]]))))
    assert ([row.where for row in batch.rows], told(batch)) == (
        ["plan.xlsx#Plan:4"], [("plan.xlsx#Plan", "The lines above the heads in line 3 were not read.")],
    )  # fmt: skip


def test_a_text_that_looks_like_a_formula_is_a_text() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as made:
        made.add_worksheet().write_column(0, 0, ["title", "=1+1", "'=1+1"])
    assert [row.fields["title"] for row in read(("plan.xlsx", out.getvalue())).rows] == ["=1+1", "'=1+1"]


def test_a_workbook_by_another_name_is_known_by_its_bytes() -> None:
    assert [row.fields["title"] for row in read(("plan.csv", SMALL)).rows] == ["A"]


BROKEN = "This is no workbook that can be read; save it again as .xlsx or as CSV."
OLD = "This workbook is of an older kind or has a password; save it as plain .xlsx."
BOMB = "This workbook unpacks to far more than it should; it was not opened."
ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
SWOLLEN = changed(SMALL, SHEET, lambda text: text + " " * 30_000_000)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04 and nothing more", BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), OLD),
        (changed(SMALL, SHEET, lambda text: text[: len(text) // 2]), BROKEN),
        (changed(SMALL, SHEET, lambda text: ENTITIES + text[text.index("<worksheet") :]), BROKEN),
        (changed(SMALL, SHEET, lambda text: text.replace("<sheetData>", "<x>" * 200_000 + "<sheetData>")), BROKEN),
        (SWOLLEN, BOMB),
    ],
    ids=["broken zip", "old or locked", "cut off", "entities", "nested", "zip bomb"],
)
def test_a_hostile_workbook_gets_a_sentence(data: bytes, sentence: str) -> None:
    assert refused(read(("plan.xlsx", data))) == [("plan.xlsx", "", sentence)]


def test_a_zip_whose_directory_lies_is_measured_while_it_is_read() -> None:
    data = bytearray(SWOLLEN)
    for place in range(len(data) - 46):  # the unpacked size in the directory entry of the sheet
        if data[place : place + 4] == b"PK\x01\x02" and data[place + 46 :].startswith(SHEET.encode()):
            data[place + 24 : place + 28] = (2_000).to_bytes(4, "little")
    assert [sentence for _, _, sentence in refused(read(("plan.xlsx", bytes(data))))] == [BROKEN]


def test_a_sheet_of_two_far_cells_is_read_in_no_time() -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
    data = changed(SMALL, SHEET, lambda text: text.replace("</sheetData>", far))
    assert [row.fields["title"] for row in read(("plan.xlsx", data)).rows] == ["A"]


def test_a_sheet_that_lies_about_its_size_is_read_whole() -> None:
    data = changed(SMALL, SHEET, lambda text: text.replace('ref="A1:B2"', 'ref="A1"'))
    assert [row.fields for row in read(("plan.xlsx", data)).rows] == [{"title": "A", "owner": "An"}]


def test_one_long_token_is_stopped_by_the_clock_of_the_processor_or_read() -> None:
    data = changed(SMALL, SHEET, lambda text: text.replace("<sheetData>", f"<!--{'-x' * 400_000}--><sheetData>"))
    batch = read(("plan.xlsx", data))
    assert batch.read == 1


def test_a_long_text_that_all_cells_share_counts_each_time() -> None:
    data = book(("Plan", [["title"], *([["x" * 30_000] * 50] * 50)]))
    assert refused(read(("plan.xlsx", data), limits=Limits(bytes=1024**2))) == [
        ("plan.xlsx", "", "This workbook is too large to be read; save the sheet you need as CSV.")
    ]


def test_more_rows_than_fit_are_refused() -> None:
    data = book(("Plan", [["title"], *([f"Title {n}"] for n in range(30))]))
    assert refused(read(("plan.xlsx", data), limits=Limits(rows=20))) == [
        ("plan.xlsx", "", "This workbook is too large to be read; save the sheet you need as CSV.")
    ]
