"""The sheet Calendar of the workbook: per period a band, then channels down and stages across, as people print it."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Any

from planner.core.calendar import CalendarPeriod, Row
from planner.core.model import Campaign, Workspace
from planner.exports.entries import CalendarExport
from planner.exports.labels import SHAPES, Labels
from planner.exports.measure import column_points, height
from planner.exports.workbook import ACCENT, ACCENT_WEAK, FONT, INDENT, INK, INK_2, LINE, PAPER_A3, SUNKEN, Book
from planner.exports.xlsx_sheet import fit, font

STAGE_COLOURS = ("#42307D", "#34549B", "#1F7398", "#14897F", "#4B9A50", "#93A02A", "#C79A1B")
NO_STAGE_COLOUR = "#7B8887"
STATUS_STYLES: dict[str, dict[str, object]] = {
    "tentative": {"italic": True, "border": 3, "border_color": "#7B8887"},
    "planned": {"bg_color": SUNKEN, "border": 1, "border_color": LINE},
    "approved": {"bg_color": "#D8EBE9", "border": 1, "border_color": LINE},
    "published": {"bg_color": "#86C3BF", "border": 1, "border_color": LINE},
    "cancelled": {"font_strikeout": True, "font_color": "#586665", "border": 1, "border_color": LINE},
}
TITLE, TAIL = font(FONT, 9, INK), font(FONT, 8, INK_2)
TITLE_MAX = 500
HEAD = 3  # the row of the grid's column heads, counted from 0
SIDE = 2  # the columns before the stages: period and channel
PERIOD_WIDTH, CHANNEL_WIDTH, PAGE_WIDTH = 5.5, 16, 218  # in characters; the page is A3 landscape
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def stage_colours(workspace: Workspace) -> dict[str | None, str]:
    """Return the colour of every stage: an ordered ramp over those that are not archived, grey for the others."""
    shown = [row.slug for row in workspace.stages if not row.archived]
    return {slug: STAGE_COLOURS[min(n, len(STAGE_COLOURS) - 1)] for n, slug in enumerate(shown)}


def edge(campaign: Campaign) -> dict[str, object]:
    """Return the thick left edge in the campaign's colour, nothing for one without a colour."""
    return {"left": 5, "left_color": campaign.colour} if _HEX.fullmatch(campaign.colour) else {}


class Grid:
    """Writes the sheet; a channel is as many rows high as its fullest stage, a placement is a cell."""

    def __init__(self, book: Book, export: CalendarExport, labels: Labels) -> None:
        self.book, self.export, self.labels = book, export, labels
        self.calendar = export.calendar
        self.columns = export.calendar.columns
        self.sheet = book.sheet("Calendar")
        self.edges = {campaign.slug: edge(campaign) for campaign in export.workspace.campaigns}
        self.styles: dict[tuple[str, str | None], Any] = {}
        self.texts: dict[str, tuple[str, str, str, float]] = {}
        room = PAGE_WIDTH - PERIOD_WIDTH - CHANNEL_WIDTH
        self.width = max(20.0, min(42.0, room / max(len(self.columns), 1)))
        self.room = column_points(self.width) - INDENT

    def write(self) -> None:
        """Write head, periods and page set-up."""
        self.head()
        sheet, last, row = self.sheet, len(self.columns) + SIDE - 1, HEAD + 1
        breaks = []
        for period in self.calendar.periods:
            breaks.append(row)
            row = self.period(period, row)
        sheet.freeze_panes(HEAD + 1, SIDE)
        sheet.set_column(0, 0, PERIOD_WIDTH)
        sheet.set_column(1, 1, CHANNEL_WIDTH)
        sheet.set_column(SIDE, last, self.width)
        sheet.print_area(0, 0, row - 1, last)
        self.book.set_up_page(sheet, paper=PAPER_A3, first=HEAD, last=HEAD, footer=self.export.workspace.settings.name)
        sheet.set_h_pagebreaks(breaks[1:1024])  # Excel takes no more
        sheet.hide_gridlines(2)

    def head(self) -> None:
        """Write the title, what the signs mean, and the stages with their colours."""
        labels, sheet, book = self.labels, self.sheet, self.book
        name = self.export.workspace.settings.name
        title = labels.text("Calendar: channel by stage")
        sheet.write_string(0, 0, fit(f"{name} · {title}" if name else title), book.format(bold=True, font_size=15))
        span = labels.days(self.calendar.start, self.calendar.until)
        total = labels.placements(self.calendar.total)
        sheet.write_string(1, 0, f"{span} · {total}", book.format(font_color=INK_2))
        used = {row.status for row in self.calendar.rows}
        signs = [status for status in SHAPES if status in used or status != "cancelled"]
        for n, status in enumerate(signs[: len(self.columns)]):
            sheet.write_string(2, n + SIDE, f"{SHAPES[status]} {labels.status(status)}", self.style(status, None))
        sheet.set_row(0, 24)
        sheet.set_row(2, 15)
        self.column_heads()

    def column_heads(self) -> None:
        """Write the heads of the grid, every stage under a bar of its colour."""
        labels = self.labels
        look = {"bold": True, "font_size": 10, "valign": "vcenter", "bottom": 1, "bottom_color": LINE}
        plain = self.book.format(**look)
        group = labels.text("Week") if self.calendar.group == "week" else labels.text("Month")
        self.sheet.write_string(HEAD, 0, group, plain)
        self.sheet.write_string(HEAD, 1, labels.text("Channel"), plain)
        colours = stage_colours(self.export.workspace)
        for n, stage in enumerate(self.columns, start=SIDE):
            bar = {"top": 5, "top_color": colours.get(stage, NO_STAGE_COLOUR), "indent": 1}
            self.sheet.write_string(HEAD, n, fit(labels.stage(stage)), self.book.format(**(look | bar)))
        self.sheet.set_row(HEAD, 18)

    def period(self, period: CalendarPeriod, row: int) -> int:
        """Write a period from `row` on and return the row after it."""
        band = self.book.format(
            bold=True, font_size=10, bg_color=ACCENT_WEAK, valign="vcenter", bottom=1, bottom_color=ACCENT
        )
        text = f"{self.labels.period(period, self.calendar.group)} · {self.labels.placements(period.total)}"
        self.sheet.set_row(row, 19)
        self.sheet.write_string(row, 0, text, band)
        self.sheet.blanks(row, range(1, len(self.columns) + SIDE), band)
        row += 1
        short = self.labels.period_code(period, self.calendar.group)
        cells = {(cell.channel, cell.stage): cell.rows for cell in period.cells}
        for channel in self.calendar.channels:
            row = self.line(short, channel, [cells.get((channel, stage), ()) for stage in self.columns], row)
        return row

    def line(self, short: str, channel: str, cells: list[tuple[Row, ...]], row: int) -> int:
        """Write a channel from `row` on, one placement under the other in each stage; return the row after it."""
        name = fit(self.labels.name("channel", channel), 200) or "–"
        stacked = list(zip_longest(*cells)) or [(None,) * len(self.columns)]
        for n, across in enumerate(stacked):
            top = {"top": 1, "top_color": LINE} if n == 0 else {}
            aside = self.book.format(font_size=8, font_color=INK_2, **top)
            head = self.book.format(bold=True, text_wrap=True, right=1, right_color=LINE, **top)
            empty = self.book.format(right=1, right_color="#E6EBEA", **top)
            self.sheet.write_string(row, 0, "" if n else short, aside)
            self.sheet.write_string(row, 1, "" if n else name, head)
            tall = [height((name, 9.8), room=column_points(CHANNEL_WIDTH))] if n == 0 else []
            self.sheet.blanks(row, (n for n, placed in enumerate(across, start=SIDE) if placed is None), empty)
            tall += [self.placement(row, n, placed) for n, placed in enumerate(across, start=SIDE) if placed]
            self.sheet.set_row(row, max(tall))
            row += 1
        return row

    def placement(self, row: int, column: int, placed: Row) -> float:
        """Write one placement: shape and date, title, segments and campaign; return the height it needs."""
        if placed.uid not in self.texts:  # a run stands in many periods
            self.texts[placed.uid] = self.text_of(placed)
        when, title, tail, tall = self.texts[placed.uid]
        runs = [("", f"{when}\n"), (TITLE, title), *([(TAIL, f" {tail}")] if tail else [])]
        self.sheet.runs(row, column, runs, self.style(placed.status, placed.campaign))
        return tall

    def text_of(self, placed: Row) -> tuple[str, str, str, float]:
        """Return when, title, for whom, and the height of the three."""
        when = f"{SHAPES[placed.status]} {self.labels.when(placed)}"
        title = fit(" ".join(placed.title.split()), TITLE_MAX) or "–"
        code = self.labels.campaign_codes.get(placed.campaign or "", "")
        tail = fit(" ".join(part for part in (self.labels.segments(placed.segments), code) if part), 200)
        return when, title, tail, height((when, 8), (f"{title} {tail}".rstrip(), 9), room=self.room)

    def style(self, status: str, campaign: str | None) -> Any:
        """Return the format of a placement: its status, and its campaign's colour as a thick left edge."""
        key = (status, campaign)
        if key not in self.styles:
            look = STATUS_STYLES[status] | self.edges.get(campaign or "", {})
            small = {"font_size": 8, "font_color": INK_2, "text_wrap": True, "align": "left", "indent": 1}
            self.styles[key] = self.book.format(**(small | look))
        return self.styles[key]
