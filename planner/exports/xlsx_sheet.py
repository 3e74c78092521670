"""XlsxWriter's sheet with a shorter way for the cells that fill planner's workbooks.

A year is a quarter of a million cells. XlsxWriter looks at each as if it could be anything, which was two thirds of the
time of a workbook. A subclass is its own way to extend it; should a newer one name `_write_rows` otherwise, its rows
are written by itself: slower, and the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
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

CELL_MAX = 32_767  # UTF-16 units in a cell
CUT = " … ✂"

Value = str | float | date | None
Run = tuple[str, str]  # the properties of its font (`font`; "" for those of the cell) and its text

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Sheet(Worksheet):  # type: ignore[misc]  # XlsxWriter says no types
    """A sheet; rows and columns count from 0, texts are as `fit` leaves them."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[Any, dict[Value, Any]] = defaultdict(dict)  # cells by format and value: most stand often

    def line(self, row: int, values: Sequence[Value], styles: Sequence[Any]) -> None:
        """Write a row of typed cells from the first column on, texts made to fit; None and "" leave a cell out."""
        if self._check_dimensions(row, 0) or self._check_dimensions(row, len(values) - 1):
            return  # beyond what a sheet holds
        cells, made = self.table[row], self._made
        for column, value in enumerate(values):
            if value is None or value == "":
                continue
            known = made[styles[column]]
            if value not in known:
                self._put(row, column, value, styles[column])
                known[value] = cells[column]
            elif isinstance(value, str):
                self.str_table.count += 1
            cells[column] = known[value]

    def _put(self, row: int, column: int, value: str | float | date, style: Any) -> None:
        if isinstance(value, str):
            self.write_string(row, column, fit(value), style)
        elif isinstance(value, date):
            self.write_datetime(row, column, value, style)
        else:
            self.write_number(row, column, value, style)

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
        known: dict[int, str] = {}  # what an element says after its place, by the identity of the cell
        for row in range(self.dim_rowmin, self.dim_rowmax + 1):
            cells, info = self.table.get(row), self.row_info.get(row)
            if not cells:
                if info:
                    self._write_empty_row(row, None, info)
                continue
            self._write_row(row, None, info)
            written = []
            for column, cell in sorted(cells.items()):
                if id(cell) not in known:
                    known[id(cell)] = _after_place(cell)
                written.append(f'<c r="{names[column]}{row + 1}"{known[id(cell)]}')
            self.fh.write("".join(written))
            self._xml_end_tag("row")


def _after_place(cell: Any) -> str:
    kind = type(cell)
    look = f' s="{cell.format._get_xf_index()}"' if cell.format else ""
    if kind is CellStringTuple or kind is CellRichStringTuple:
        return f'{look} t="s"><v>{cell.string}</v></c>'
    if kind is CellNumberTuple or kind is CellDatetimeTuple:
        return f"{look}><v>{cell.number:.16G}</v></c>"
    if kind is CellBlankTuple:
        return f"{look}/>"
    raise TypeError(f"no sheet of planner has cells of the kind {kind.__name__}")


def fit(text: str, longest: int = CELL_MAX) -> str:
    """Return text as a cell can hold it: without control characters, cut with a mark where it is too long."""
    if not text.isprintable():
        text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if 2 * len(text) <= longest or len(text.encode("utf-16-le")) <= 2 * longest:
        return text
    kept = text.encode("utf-16-le")[: 2 * (longest - len(CUT))]
    return kept.decode("utf-16-le", "ignore") + CUT


def font(name: str, size: float, colour: str) -> str:
    """Return the properties of a run's font; `colour` is #rrggbb."""
    return f'<rPr><sz val="{size}"/><color rgb="FF{colour[1:]}"/><rFont val="{name}"/><family val="2"/></rPr>'


def _runs(runs: Iterable[Run]) -> str:
    return "".join(f'<r>{look}<t xml:space="preserve">{escape(text, quote=False)}</t></r>' for look, text in runs)


def _held(text: str) -> str:
    """Return text that looks like runs as a run: XlsxWriter takes everything from <r> to </r> for markup of its own."""
    return _runs([("", text)]) if text.startswith("<r>") and text.endswith("</r>") else text
