"""The placements of a calendar as CSV, a row each, with the column names that an import reads back.

`stage`, `segments` and `phases` are what the calendar shows (the column it stands in, whom and what it serves);
`phase` and `narrowed_segments` are the placement's own. `campaign`, `owner` and `language` are the placement's, where
empty its item's. `title` to `image_alt` are the adapted parts, empty where they are the item's.
"""

from __future__ import annotations

import csv
import io

from planner.core.escape import escape_cell
from planner.exports.entries import CalendarExport, Entry
from planner.exports.file import File, file

COLUMNS = (
    "uid", "id", "date", "time", "until", "week", "channel", "stage", "phase", "phases", "segments",
    "narrowed_segments", "item_title", "title", "text", "call_to_action", "link", "image", "image_alt", "format",
    "status", "item_status", "campaign", "owner", "language", "url", "priority", "service", "series",
)  # fmt: skip


def calendar_csv(export: CalendarExport) -> File:
    """Return the placements as CSV in UTF-8 with CRLF line ends; `delimiter` and `bom` as the export says."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=export.delimiter)
    writer.writerow(COLUMNS)
    writer.writerows([escape_cell(cell) for cell in cells(entry)] for entry in export.entries)
    return file(export.stem, "csv", ("\ufeff" if export.bom else "") + out.getvalue())


def cells(entry: Entry) -> tuple[str, ...]:
    """Return the cells of a placement, in the order of COLUMNS, not yet escaped."""
    row, item, placement, _ = entry
    return (
        row.uid,
        row.item,
        row.day.isoformat() if row.day else "",
        entry.time,
        placement.until.isoformat() if placement.until else "",
        entry.week,
        row.channel,
        row.stage or "",
        placement.phase or "",
        ";".join(row.phases),
        ";".join(row.segments),
        ";".join(placement.segments),
        item.title,
        placement.title,
        placement.text,
        placement.call_to_action,
        placement.link,
        placement.image,
        placement.image_alt,
        item.format or "",
        row.status,
        item.status,
        row.campaign or "",
        row.owner,
        row.language or "",
        item.url,
        str(placement.priority),
        "yes" if row.service else "no",
        placement.series or "",
    )
