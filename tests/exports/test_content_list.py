"""The content list as CSV and as a workbook."""

from __future__ import annotations

import io
from datetime import date

import openpyxl

from planner.core.model import Mapping
from planner.exports.content_list import ListColumn, cell_text, content_csv, content_xlsx
from planner.exports.xlsx_sheet import Value

COLUMNS = ListColumn("id", "Id"), ListColumn("title", "Title"), ListColumn("due_on", "Due", "day")
ROWS: list[list[Value]] = [["a", "=SUM(1)", date(2026, 12, 1)], ["b", "Ël, “b”", None]]


def test_mappings_are_written_as_an_import_reads_them() -> None:
    maps = Mapping(segment="parents", stage="reach"), Mapping(phase="decision", fit="secondary")
    assert cell_text(maps) == "parents/reach/;//decision:secondary"


def test_a_cell_of_the_csv_never_is_a_formula() -> None:
    made = content_csv(COLUMNS, ROWS, stem="content")
    assert made.name == "content.csv"
    assert made.body.decode() == 'id,title,due_on\r\na,\'=SUM(1),2026-12-01\r\nb,"Ël, “b”",\r\n'


def test_a_number_in_the_csv_keeps_every_digit() -> None:
    made = content_csv([ListColumn("effort_hours", "Hours")], [[10.123456789], [6.0]], stem="content")
    assert made.body.decode() == "effort_hours\r\n10.123456789\r\n6\r\n"


def test_a_workbook_has_typed_cells_under_heads_for_people() -> None:
    made = content_xlsx(COLUMNS, ROWS, stem="content", title="Content")
    sheet = openpyxl.load_workbook(io.BytesIO(made.body)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["Id", "Title", "Due"]
    assert sheet["B2"].value == "=SUM(1)"
    assert sheet["B2"].data_type == "s"
    assert sheet["C2"].value.date() == date(2026, 12, 1)
