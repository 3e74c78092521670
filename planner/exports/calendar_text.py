"""The calendar for reading: a Markdown table, a page of HTML that prints well, and plain text for a terminal.

Each shows the grid per period; channels without placements in a period are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from planner.core.calendar import CalendarPeriod, Row
from planner.exports.entries import CalendarExport
from planner.exports.file import File, file
from planner.exports.labels import SHAPES, Labels
from planner.exports.page import page
from planner.exports.plain import html_text, markdown_text, one_line
from planner.exports.xlsx_grid import stage_colours

Cells = dict[tuple[str, str | None], tuple[Row, ...]]


def calendar_markdown(export: CalendarExport) -> File:
    """Return the grid as Markdown tables, one a period; the placements of a cell stand on lines of their own."""
    labels = Labels(export.workspace, export.language)
    lines = [f"# {markdown_text(_title(export, labels))}", "", _subtitle(export, labels), "", _key(labels), ""]
    lines += [markdown_text(_letters(labels)), ""]
    columns = export.calendar.columns
    for period in export.calendar.periods:
        lines += [f"## {labels.period(period, export.calendar.group)} · {labels.placements(period.total)}", ""]
        if period.cells:
            heads = [labels.text("Channel"), *(labels.stage(stage) for stage in columns)]
            lines += [_table_row(markdown_text(head) for head in heads), "|" + " --- |" * len(heads)]
            lines += [_markdown_line(labels, channel, cells, export) for channel, cells in _lines(export, period)]
            lines.append("")
    return file(export.stem, "md", "\n".join(lines))


def calendar_html(export: CalendarExport) -> File:
    """Return the grid as one page of HTML with its own style, for screen and A3 landscape."""
    labels = Labels(export.workspace, export.language)
    title = _title(export, labels)
    body = [f"<h1>{html_text(title)}</h1>", f"<p>{html_text(_subtitle(export, labels))}</p>", _html_key(labels)]
    body.append(f"<p>{html_text(_letters(labels))}</p>")
    body += [_html_period(export, labels, period) for period in export.calendar.periods]
    return file(export.stem, "html", page(title, "\n".join(body), language=labels.words.language))


def calendar_plain(export: CalendarExport) -> File:
    """Return the placements as indented text: period, channel, then a line each."""
    labels = Labels(export.workspace, export.language)
    lines = [one_line(_title(export, labels)), _subtitle(export, labels), one_line(_letters(labels)), ""]
    for period in export.calendar.periods:
        lines.append(f"{labels.period(period, export.calendar.group)} · {labels.placements(period.total)}")
        for channel, cells in _lines(export, period):
            lines.append(f"  {one_line(labels.name('channel', channel))}")
            for stage in export.calendar.columns:
                lines += [
                    f"    {_plain(labels, row, one_line)} · {one_line(labels.stage(stage))}"
                    for row in cells.get((channel, stage), ())
                ]
        lines.append("")
    return file(export.stem, "txt", "\n".join(lines))


def _title(export: CalendarExport, labels: Labels) -> str:
    title = labels.text("Calendar: channel by stage")
    name = export.workspace.settings.name
    return f"{name} · {title}" if name else title


def _subtitle(export: CalendarExport, labels: Labels) -> str:
    calendar = export.calendar
    return f"{labels.days(calendar.start, calendar.until)} · {labels.placements(calendar.total)}"


def _key(labels: Labels) -> str:
    return " · ".join(f"{SHAPES[status]} {labels.status(status)}" for status in SHAPES)


def _letters(labels: Labels) -> str:
    """Return what the letters behind a title mean: E Expecting parents, BF Black Friday."""
    space = labels.workspace
    named = [(labels.segment_codes[row.slug], labels.name_of(row)) for row in space.segments if not row.archived]
    named += [(labels.campaign_codes[row.slug], labels.name_of(row)) for row in space.campaigns]
    return ", ".join(f"{code} {name}" for code, name in named if code != name)


def _lines(export: CalendarExport, period: CalendarPeriod) -> Iterator[tuple[str, Cells]]:
    """Yield each channel that has placements in the period, with the cells of the period."""
    cells = {(cell.channel, cell.stage): cell.rows for cell in period.cells}
    used = {channel for channel, _ in cells}
    for channel in export.calendar.channels:
        if channel in used:
            yield channel, cells


def _plain(labels: Labels, row: Row, escaped: Callable[[str], str]) -> str:
    """Return a placement in one line: shape, when, title, segments, campaign."""
    code = labels.campaign_codes.get(row.campaign or "", "")
    parts = (SHAPES[row.status], labels.when(row), row.title, labels.segments(row.segments), code)
    return " ".join(filter(None, (escaped(part) for part in parts)))


def _markdown_line(labels: Labels, channel: str, cells: Cells, export: CalendarExport) -> str:
    stacks = (
        "<br>".join(_plain(labels, row, markdown_text) for row in cells.get((channel, stage), ()))
        for stage in export.calendar.columns
    )
    return _table_row([markdown_text(labels.name("channel", channel)), *stacks])


def _table_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _html_key(labels: Labels) -> str:
    signs = (f'<li class="{status}">{SHAPES[status]} {labels.status(status)}</li>' for status in SHAPES)
    return f'<ul class="key">{"".join(signs)}</ul>'


def _html_period(export: CalendarExport, labels: Labels, period: CalendarPeriod) -> str:
    head = f"{labels.period(period, export.calendar.group)} · {labels.placements(period.total)}"
    if not period.cells:
        return f"<section><h2>{html_text(head)}</h2></section>"
    colours = list(stage_colours(export.workspace))
    columns = export.calendar.columns
    heads = "".join(
        f'<th scope="col" class="g{min(colours.index(stage) + 1, 7) if stage in colours else 0}">'
        f"{html_text(labels.stage(stage))}</th>"
        for stage in columns
    )
    rows = "".join(_html_line(labels, channel, cells, columns) for channel, cells in _lines(export, period))
    channel = html_text(labels.text("Channel"))
    return (
        f'<section><h2>{html_text(head)}</h2><table><thead><tr><th scope="col">{channel}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></section>"
    )


def _html_line(labels: Labels, channel: str, cells: Cells, columns: tuple[str | None, ...]) -> str:
    stacks = ("".join(_html_card(labels, row) for row in cells.get((channel, stage), ())) for stage in columns)
    name = html_text(labels.name("channel", channel))
    return f'<tr><th scope="row">{name}</th>{"".join(f"<td>{stack}</td>" for stack in stacks)}</tr>\n'


def _html_card(labels: Labels, row: Row) -> str:
    status = html_text(labels.status(row.status))
    aside = " ".join(filter(None, (labels.segments(row.segments), labels.campaign_codes.get(row.campaign or "", ""))))
    return (
        f'<article class="{row.status}"><small><span role="img" aria-label="{status}">{SHAPES[row.status]}</span> '
        f"{html_text(labels.when(row))}</small><b>{html_text(row.title)}</b>"
        + (f"<small>{html_text(aside)}</small>" if aside else "")
        + "</article>"
    )
