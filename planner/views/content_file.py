"""Exactly this content list as a file: its filters, order and columns, and the id that an import finds items by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from planner.core.columns import Ints
from planner.core.listing import cell_of
from planner.exports.content_list import COUNTED, LISTS, ListColumn, cell_text, content_csv, content_xlsx
from planner.exports.file import File
from planner.exports.workbook import Kind
from planner.exports.xlsx_sheet import Value
from planner.imports.heads import head
from planner.views import content_list
from planner.views.content_columns import EXTRA, Column, column
from planner.views.site import labels, today, wording

FORMATS = ("xlsx", "csv")
AT_ONCE = 500  # items read together: a list may hold all there is
_NAMED = ("status", "format", "campaign")  # a workbook says their names, which an import knows as well
_KINDS: dict[str, Kind] = {"day": "day", "whole": "whole", "figure": "number", "placements": "whole"}


def content_file(rows: Ints, columns: Sequence[Column], form: str) -> File:
    """Return the rows of a list with these columns as a file in one of FORMATS."""
    shown = [one for name in ("id", *(one.name for one in columns)) if (one := column(name))]
    shown = list({one.name: one for one in shown}.values())
    for_people = form == "xlsx"
    heads = [ListColumn(_name(one), _head(one), _KINDS.get(one.kind, "text")) for one in shown]
    cells = _cells(rows, shown, for_people=for_people)
    stem = f"content-{today().isoformat()}"
    if for_people:
        return content_xlsx(heads, cells, stem=stem, title=wording().text("Content"))
    return content_csv(heads, cells, stem=stem)


def _name(one: Column) -> str:
    return COUNTED.get(one.name, one.name.removeprefix(EXTRA))


def _head(one: Column) -> str:
    """Return what the page calls a column where an import takes that for its field, else the name of the field."""
    return one.label if one.name not in COUNTED and head(one.label).field == one.name else _name(one)


def _cells(rows: Ints, columns: Sequence[Column], *, for_people: bool) -> Iterator[list[Value]]:
    for start in range(0, len(rows), AT_ONCE):
        for row in content_list.shown(rows[start : start + AT_ONCE], columns):
            yield [_cell(one.name, value, for_people) for one, value in zip(columns, row.cells, strict=True)]


def _cell(name: str, value: Any, for_people: bool) -> Value:
    if value is None or value in ((), ""):
        return None
    if name == "map":
        return cell_text(value)
    if name in LISTS or name.startswith(EXTRA):
        return cell_of(value)
    if name in ("derived_from", "translation_of"):
        return str(value[0])
    if name in _NAMED and for_people:
        return labels().of(name, value)
    found: Value = value
    return found
