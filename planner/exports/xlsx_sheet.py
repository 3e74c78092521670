"""XlsxWriter's sheet with a shorter way for the cells that fill planner's workbooks.

A year is a quarter of a million cells. XlsxWriter looks at each as if it could be anything, which was two thirds of the
time of a workbook. A subclass is its own way to extend it; should a newer one name `_write_rows` otherwise, its rows
are written by itself: slower, and the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellDatetimeTuple,
    CellNumberTuple,
    CellRichStringTuple,
    CellStringTuple,
    Worksheet,
)

Value = str | float | date | None
Run = tuple[str, str]  # the properties of its font (`font`; "" for those of the cell) and its text


class Sheet(Worksheet):  # type: ignore[misc]  # XlsxWriter says no types
    """A sheet; rows and columns count from 0, texts are as `workbook.fit` leaves them."""

    def line(self, row: int, values: Sequence[Value], styles: Sequence[Any]) -> None:
        """Write a row of typed cells from the first column on; None and "" leave a cell out."""
        if self._check_dimensions(row, 0) or self._check_dimensions(row, len(values) - 1):
            return  # beyond what a sheet holds
        cells, index = self.table[row], self.str_table._get_shared_string_index
        for column, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                cells[column] = CellStringTuple(index(_held(value)), styles[column])
            elif isinstance(value, date):
                self.write_datetime(row, column, value, styles[column])
            else:
                self.write_number(row, column, value, styles[column])

    def runs(self, row: int, column: int, runs: Iterable[Run], style: Any) -> None:
        """Write a text of several fonts."""
        if self._check_dimensions(row, column):
            return
        said = tuple(runs)
        index = self.str_table._get_shared_string_index(_runs(said))
        self.table[row][column] = CellRichStringTuple(index, style, "".join(text for _, text in said))

    def blanks(self, row: int, columns: Iterable[int], style: Any) -> None:
        """Write cells that only have a look."""
        blank, cells = CellBlankTuple(style), self.table[row]
        for column in columns:
            if not self._check_dimensions(row, column):
                cells[column] = blank

    def _write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> int:
        return int(super()._write_string(row, col, _held(string), cell_format))

    def _write_rows(self) -> None:
        names = [xl_col_to_name(column) for column in range(self.dim_colmax + 1)]
        looks: dict[Any, str] = {None: ""}
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            cells, info = self.table.get(row), self.row_info.get(row)
            if not cells:
                if info:
                    self._write_empty_row(row, None, info)
                continue
            self._write_row(row, None, info)
            written = []
            for column, cell in sorted(cells.items()):
                style = cell.format
                if style not in looks:
                    looks[style] = f' s="{style._get_xf_index()}"'
                written.append(f'<c r="{names[column]}{row + 1}"{looks[style]}{_inside(cell)}')
            self.fh.write("".join(written))
            self._xml_end_tag("row")


def _inside(cell: Any) -> str:
    """Return the rest of a cell's element after its place and its look."""
    kind = type(cell)
    if kind is CellStringTuple or kind is CellRichStringTuple:
        return f' t="s"><v>{cell.string}</v></c>'
    if kind is CellNumberTuple or kind is CellDatetimeTuple:
        return f"><v>{cell.number:.16G}</v></c>"
    if kind is CellBlankTuple:
        return "/>"
    raise TypeError(f"no sheet of planner has cells of the kind {kind.__name__}")


def font(name: str, size: float, colour: str) -> str:
    """Return the properties of a run's font; `colour` is #rrggbb."""
    return f'<rPr><sz val="{size}"/><color rgb="FF{colour[1:]}"/><rFont val="{name}"/><family val="2"/></rPr>'


def _runs(runs: Iterable[Run]) -> str:
    return "".join(f'<r>{look}<t xml:space="preserve">{escape(text, quote=False)}</t></r>' for look, text in runs)


def _held(text: str) -> str:
    """Return text that looks like runs as a run: XlsxWriter takes everything from <r> to </r> for markup of its own."""
    return _runs([("", text)]) if text.startswith("<r>") and text.endswith("</r>") else text
