"""Texts as cells can hold them, names of sheets, heights of rows."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exports.measure import HIGHEST, height, lines, text_width
from planner.exports.workbook import Book, Column, sheet_name
from planner.exports.xlsx_sheet import CELL_MAX, CUT, fit


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain", "plain"),
        ("a\x00b\x0bc\ud800d\uffff", "abcd"),
        ("a\r\nb\rc\nd\te", "a\nb\nc\nd\te"),
        ("x" * CELL_MAX, "x" * CELL_MAX),
        ("x" * (CELL_MAX + 1), "x" * (CELL_MAX - len(CUT)) + CUT),
    ],
)
def test_text_is_made_to_fit_a_cell(text: str, cell: str) -> None:
    assert fit(text) == cell


@given(st.text(), st.integers(8, 40))
def test_what_fits_is_never_longer_than_asked(text: str, longest: int) -> None:
    assert units(fit(text, longest)) <= longest


def test_a_sign_outside_the_plane_counts_twice() -> None:
    assert units(fit("😀" * CELL_MAX)) == CELL_MAX - 1  # 16,381 whole faces and the mark


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Calendar", "Calendar"), ("a[b]:*?/\\c", "a b      c"), ("'quoted'", "quoted"), ("", "Sheet"),
        ("///", "Sheet"), ("x" * 40, "x" * 31),
        ("taken", "taken 2"), ("TAKEN", "TAKEN 2"), ("History", "History 2"),
    ],
)  # fmt: skip
def test_a_sheet_gets_a_name_that_excel_takes(text: str, name: str) -> None:
    assert sheet_name(text, {"taken"}) == name


def test_a_table_has_typed_cells_a_frozen_head_and_a_filter() -> None:
    book = Book()
    columns = [Column("=what"), Column("on", kind="day"), Column("n", kind="number"), Column("long", 20, "wrap")]
    book.table("T", columns, [("=1+1", date(2026, 11, 23), 2.5, "a " * 40), ("", None, None, None)])
    sheet = openpyxl.load_workbook(io.BytesIO(book.body()))["T"]
    assert [(c.value, c.data_type) for c in sheet[2]][:3] == [
        ("=1+1", "s"), (datetime.combine(date(2026, 11, 23), time()), "d"), (2.5, "n"),
    ]  # fmt: skip
    assert [c.value for c in sheet[3]] == [None, None, None, None]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D3")
    assert sheet.row_dimensions[2].height > 3 * 9
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (
        "landscape", 0, "$1:$1",
    )  # fmt: skip


def test_a_book_counts_its_texts() -> None:
    book = Book()
    book.table("T", [Column("a"), Column("b")], [("same", "same"), ("same", 1.0), ("", "other")])
    texts = zipfile.ZipFile(io.BytesIO(book.body())).read("xl/sharedStrings.xml")
    assert b'count="6" uniqueCount="4"' in texts  # two heads, three times "same", "other"


def test_text_wraps_at_spaces_and_long_words_anywhere() -> None:
    room = text_width("nnnnn nnnnn", 9) + 0.1
    assert [lines(text, 9, room) for text in ("", "nnnnn nnnnn", "nnnnn nnnnn n", "n\nn\nn", "n" * 30)] == [
        1, 1, 2, 3, 3,
    ]  # fmt: skip


def test_a_row_is_never_higher_than_excel_allows() -> None:
    assert height(("word " * 5000, 9), room=100) == HIGHEST


@given(st.text(max_size=200), st.text(max_size=50))
def test_more_text_never_needs_less_height(text: str, more: str) -> None:
    assert height((f"{text} {more}", 9), room=90) >= height((text, 9), room=90)
