"""The content list as a file: a row an item, in the order and with the columns of the page, for import to take back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from planner.core.escape import escape_cell
from planner.core.model import Mapping
from planner.core.parse import number_text
from planner.exports.file import File, file
from planner.exports.workbook import PAPER_A3, Book, Column, Kind
from planner.exports.xlsx_sheet import Value

# What planner works out, under names that an import leaves out; every other column has the name of its field.
COUNTED = {"placements": "placement_count", "mappings": "mapping_count"}
LISTS = frozenset({"tags", "keywords", "rot"})
_WIDTHS = {"title": 40.0, "summary": 40.0, "map": 36.0, "id": 26.0, "url": 30.0, "owner": 26.0}


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of the file: the field it is, and the head a person reads in a workbook."""

    name: str
    head: str
    kind: Kind = "text"


def cell_text(mappings: Iterable[Mapping]) -> str:
    """Return mappings as an import reads them: segment/stage/phase, `:secondary` behind it, `;` between them."""
    return ";".join(
        f"{m.segment or ''}/{m.stage or ''}/{m.phase or ''}{'' if m.fit == 'primary' else f':{m.fit}'}"
        for m in mappings
    )


def content_csv(columns: Sequence[ListColumn], rows: Iterable[Sequence[Value]], *, stem: str) -> File:
    """Return the rows as CSV in UTF-8 with CRLF line ends, under the names of the fields."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([escape_cell(column.name) for column in columns])
    writer.writerows([escape_cell(_plain(value)) for value in row] for row in rows)
    return file(stem, "csv", out.getvalue())


def content_xlsx(columns: Sequence[ListColumn], rows: Iterable[Sequence[Value]], *, stem: str, title: str) -> File:
    """Return the rows as a workbook of one sheet, typed, with a filter and a head that stays."""
    book = Book()
    made = [Column(column.head, _WIDTHS.get(column.name, 16.0), column.kind) for column in columns]
    book.table(title, made, rows, paper=PAPER_A3)
    return file(stem, "xlsx", book.body())


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return number_text(value) if isinstance(value, float) else str(value)
