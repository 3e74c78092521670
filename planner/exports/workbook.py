"""Writing workbooks: typed cells only, text that Excel can hold, tables with a filter and a frozen head, print set-up.

XlsxWriter is asked never to read formulas or addresses into text; it drops longer text than Excel takes without a
word, so every text goes through `fit`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import xlsxwriter

from planner.exports.measure import column_points, height
from planner.exports.xlsx_sheet import Sheet, Value, fit

PAPER_A3, PAPER_A4 = 8, 9
FONT = "Arial"
INDENT = 8.0  # points that one step of indent takes
INK, INK_2, LINE, SUNKEN = "#14201F", "#41504F", "#C2CCCB", "#F1F4F4"
ACCENT, ACCENT_WEAK = "#0A6166", "#DCEEED"

Kind = Literal["text", "wrap", "day", "number", "whole"]

_SHEET_SIGNS = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its width in characters and what its cells are."""

    head: str
    width: float = 14
    kind: Kind = "text"


class Book:
    """A workbook in the making; formats with the same properties are made once."""

    def __init__(self) -> None:
        self.out = io.BytesIO()
        self.workbook = xlsxwriter.Workbook(
            self.out,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": FONT, "font_size": 9, "font_color": INK},
            },
        )
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self.names: set[str] = set()

    def format(self, **properties: object) -> Any:
        """Return the format with these properties on top of the book's font."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            base = {"font_name": FONT, "font_size": 9, "font_color": INK, "valign": "top"}
            self.formats[key] = self.workbook.add_format(base | properties)
        return self.formats[key]

    def sheet(self, name: str) -> Sheet:
        """Add a sheet; a name Excel would refuse is made safe and unique."""
        safe = sheet_name(name, self.names)
        self.names.add(safe.lower())
        made: Sheet = self.workbook.add_worksheet(safe, worksheet_class=Sheet)
        return made

    def table(
        self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, paper: int = PAPER_A4
    ) -> Sheet:
        """Add a sheet that is one table: frozen head, filter, typed cells, landscape on the width of a page."""
        sheet = self.sheet(name)
        head = self.format(bold=True, bg_color=ACCENT_WEAK, bottom=1, bottom_color=ACCENT, text_wrap=True)
        kinds = {
            "text": self.format(),
            "wrap": self.format(text_wrap=True, align="left", indent=1),
            "day": self.format(num_format="yyyy-mm-dd", align="left"),
            "number": self.format(num_format="0.##"),
            "whole": self.format(num_format="0"),
        }
        for n, column in enumerate(columns):
            sheet.set_column(n, n, column.width)
            sheet.write_string(0, n, fit(column.head), head)
        formats = [kinds[column.kind] for column in columns]
        wraps = [(n, column_points(column.width) - INDENT) for n, column in enumerate(columns) if column.kind == "wrap"]
        last = 0
        for last, row in enumerate(rows, start=1):
            sheet.line(last, row, formats)
            if wraps:
                sheet.set_row(last, max(height((fit(str(row[n] or "")), 9), room=room) for n, room in wraps))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        self.set_up_page(sheet, paper=paper, first=0, last=0)
        return sheet

    def set_up_page(self, sheet: Any, *, paper: int, first: int | None = None, last: int = 0, footer: str = "") -> None:
        """Landscape, one page wide, the rows `first` to `last` repeated, page numbers in the foot."""
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.6)
        if first is not None:
            sheet.repeat_rows(first, last)
        sheet.set_footer(f"&L{fit(footer).replace('&', '&&')[:120]}&R&P / &N")

    def body(self) -> bytes:
        """Close the book and return it."""
        self.workbook.close()
        return self.out.getvalue()


def sheet_name(text: str, taken: Collection[str]) -> str:
    r"""Return a name for a sheet: at most 31 characters, none of `[]:*?/\`, not in `taken` (lower case)."""
    base = _SHEET_SIGNS.sub(" ", fit(text)).strip().strip("'")[:31].strip() or "Sheet"
    name, n = base, 2
    while name.lower() in taken or name.lower() == "history":  # Excel keeps that one for itself
        name, n = f"{base[:27]} {n}", n + 1
    return name
