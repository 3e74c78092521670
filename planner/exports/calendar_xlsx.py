"""The calendar as a workbook: the grid as people print it, the placements as a table, gaps, overload and a legend.

Sheet names and the heads of Placements are fixed, other programs and the import hold on to them; the rest speaks the
reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from planner.core.model import Campaign, Dimension
from planner.exports.calendar_csv import COLUMNS, cells
from planner.exports.entries import CalendarExport, Entry
from planner.exports.file import File, file
from planner.exports.labels import SHAPES, Labels
from planner.exports.measure import column_points, height
from planner.exports.workbook import ACCENT, PAPER_A3, PAPER_A4, Book, Column
from planner.exports.xlsx_findings import LITTLE, MUCH, findings_sheet
from planner.exports.xlsx_grid import STATUS_STYLES, Grid, edge, stage_colours
from planner.exports.xlsx_sheet import Value, fit

_WIDTHS = {
    "uid": 12, "id": 12, "date": 11, "time": 7, "until": 11, "week": 9.5, "priority": 7, "service": 7, "item_title": 40,
    "title": 30, "text": 30, "segments": 22, "url": 24, "link": 24, "image": 10, "image_alt": 10, "format": 10,
    "status": 10, "language": 8, "series": 10,
}  # fmt: skip
_LEGEND_WIDTHS = (12, 30, 90)


def calendar_xlsx(export: CalendarExport) -> File:
    """Return the workbook with the sheets Calendar, Placements, Gaps, Overload and Legend."""
    labels = Labels(export.workspace, export.language)
    book = Book()
    Grid(book, export, labels).write()
    book.table("Placements", [_column(name) for name in COLUMNS], map(_typed, export.entries), paper=PAPER_A3)
    findings_sheet(book, "Gaps", export.gaps, labels, sentences=export.sentences, colours=LITTLE)
    findings_sheet(book, "Overload", export.overload, labels, sentences=export.sentences, colours=MUCH)
    _legend(book, export, labels)
    return file(export.stem, "xlsx", book.body())


def _column(name: str) -> Column:
    if name in ("date", "until"):
        return Column(name, _WIDTHS[name], "day")
    return Column(name, _WIDTHS.get(name, 14), "whole" if name == "priority" else "text")


def _typed(entry: Entry) -> list[Value]:
    """Return the cells of a placement with real days and numbers where the CSV has text."""
    values: list[Value] = list(cells(entry))
    values[COLUMNS.index("date")] = entry.row.day
    values[COLUMNS.index("until")] = entry.placement.until
    values[COLUMNS.index("priority")] = entry.placement.priority
    return values


def _legend(book: Book, export: CalendarExport, labels: Labels) -> None:
    """Add the sheet that says what shapes, colours and letters mean."""
    sheet = book.sheet("Legend")
    for n, width in enumerate(_LEGEND_WIDTHS):
        sheet.set_column(n, n, width)
    sheet.hide_gridlines(2)
    title, wrap = book.format(bold=True, font_size=12, bottom=1, bottom_color=ACCENT), book.format(text_wrap=True)
    rooms = [column_points(width) for width in _LEGEND_WIDTHS]
    row = 0
    for head, lines in _sections(book, export, labels):
        sheet.write_string(row, 0, head, title)
        sheet.write_blank(row, 1, None, title)
        for sign, name, about, style in lines:
            row += 1
            sheet.write_string(row, 0, fit(sign), style)
            sheet.write_string(row, 1, fit(name), wrap)
            sheet.write_string(row, 2, fit(about), wrap)
            sheet.set_row(row, max(15, height((name, 9), room=rooms[1]), height((about, 9), room=rooms[2])))
        row += 2
    book.set_up_page(sheet, paper=PAPER_A4, footer=export.workspace.settings.name)


Line = tuple[str, str, str, Any]  # sign, name, what it is, format of the sign


def _sections(book: Book, export: CalendarExport, labels: Labels) -> Iterator[tuple[str, list[Line]]]:
    space, text, bold = export.workspace, labels.text, book.format(bold=True)
    yield (
        text("Status of a placement"),
        [(SHAPES[status], labels.status(status), "", book.format(**STATUS_STYLES[status])) for status in SHAPES],
    )
    yield (
        text("Segments"),
        [
            (labels.segment_codes[row.slug], labels.name_of(row), row.description, bold)
            for row in _in_use(space.segments)
        ],
    )
    colours = stage_colours(space)
    yield (
        text("Stages"),
        [
            ("", labels.name_of(row), row.description, book.format(left=5, left_color=colours[row.slug]))
            for row in _in_use(space.stages)
        ],
    )
    yield text("Channels"), [("", labels.name_of(row), row.description, bold) for row in _in_use(space.channels)]
    yield (
        text("Campaigns"),
        [
            (
                labels.campaign_codes[row.slug],
                labels.name_of(row),
                _about(row, labels),
                book.format(bold=True, **edge(row)),
            )
            for row in space.campaigns
        ],
    )


def _in_use(rows: Iterable[Dimension]) -> list[Dimension]:
    return [row for row in rows if not row.archived]


def _about(campaign: Campaign, labels: Labels) -> str:
    days = labels.days(campaign.start, campaign.end) if campaign.start and campaign.end else ""
    return " · ".join(part for part in (days, campaign.goal) if part)
