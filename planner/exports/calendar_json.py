"""The calendar as JSON: periods, cells and placements in the shape that other programs hold on to."""

from __future__ import annotations

import json
from datetime import date

from planner.core.calendar import CalendarPeriod
from planner.exports.entries import CalendarExport, Entry
from planner.exports.file import File, file

Json = dict[str, object]


def calendar_json(export: CalendarExport) -> File:
    """Return the calendar as JSON; `at` carries its offset, a run its last day as `until`; empty cells are left out."""
    calendar = export.calendar
    placements = {entry.row.uid: _placement(entry) for entry in export.entries}
    shape: Json = {
        "from": calendar.start.isoformat(),
        "to": calendar.until.isoformat(),
        "group": calendar.group,
        "channels": list(calendar.channels),
        "stages": list(calendar.stages),
        "periods": [_period(period, placements) for period in calendar.periods],
        "total": calendar.total,
    }
    return file(export.stem, "json", json.dumps(shape, ensure_ascii=False, indent=1) + "\n")


def _period(period: CalendarPeriod, placements: dict[str, Json]) -> Json:
    return {
        "label": period.label,
        "from": period.start.isoformat(),
        "to": period.until.isoformat(),
        "cells": [
            {"channel": cell.channel, "stage": cell.stage, "placements": [placements[row.uid] for row in cell.rows]}
            for cell in period.cells
        ],
    }


def _placement(entry: Entry) -> Json:
    row, item, placement, at = entry
    return {
        "uid": row.uid,
        "id": row.item,
        **({"at": at.isoformat()} if at else {"on": _day(row.day)}),
        "until": _day(row.until),
        "title": row.title,
        "item_title": item.title,
        "status": row.status,
        "item_status": item.status,
        "channel": row.channel,
        "stage": row.stage,
        "phase": placement.phase,
        "phases": list(row.phases),
        "segments": list(row.segments),
        "narrowed_segments": list(placement.segments),
        "campaign": row.campaign,
        "language": row.language,
        "owner": row.owner,
        "format": item.format,
        "url": item.url,
        "text": placement.text,
        "call_to_action": placement.call_to_action,
        "link": placement.link,
        "image": placement.image,
        "image_alt": placement.image_alt,
        "priority": placement.priority,
        "service": row.service,
        "series": placement.series,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
