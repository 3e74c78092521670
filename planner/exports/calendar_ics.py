"""The calendar as iCalendar (RFC 5545): an event a placement, for Outlook, Google, Apple and subscriptions.

Whole days and runs are DATE events with an exclusive DTEND; times are UTC, so that no reader needs a time zone.
Names and texts are values, never lines: control characters go, line ends are escaped, long lines folded.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

from icalendar import Calendar, Event

from planner.exports.entries import CalendarExport, Entry
from planner.exports.file import File, file
from planner.exports.labels import Labels

STATUS = {"tentative": "TENTATIVE", "cancelled": "CANCELLED"}  # everything else is CONFIRMED
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def calendar_ics(export: CalendarExport) -> File:
    """Return the dated placements as events.

    LAST-MODIFIED is `modified` of the uid, else the moment of the export. A feed is the same file over a calendar
    that was made with `cancelled=True`: a calendar without them gives an export without them.
    """
    labels = Labels(export.workspace, export.language)
    calendar = Calendar()
    calendar.add("prodid", f"-//planner//planner//{labels.words.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _clean(export.workspace.settings.name) or "planner")
    for entry in export.entries:
        if entry.row.day is not None:
            modified = export.modified.get(entry.row.uid, export.now).astimezone(UTC).replace(microsecond=0)
            calendar.add_component(_event(entry, labels, modified))
    return file(export.stem, "ics", calendar.to_ical())


def _event(entry: Entry, labels: Labels, modified: datetime) -> Event:
    row, item, placement, _ = entry
    event = Event()
    event.add("uid", _clean(row.uid))
    event.add("summary", _clean(row.title))
    _add_time(event, entry)
    event.add("dtstamp", modified)
    event.add("last-modified", modified)
    event.add("sequence", placement.sequence)
    event.add("status", STATUS.get(row.status, "CONFIRMED"))
    event.add("transp", "TRANSPARENT")  # nobody is busy because a post goes out
    event.add("location", _clean(labels.name("channel", row.channel)))
    event.add("categories", [_clean(name) for name in _categories(entry, labels)])
    parts = (placement.text or item.summary, placement.call_to_action)
    if description := _clean("\n\n".join(part for part in parts if part)):
        event.add("description", description)
    if url := _address(placement.link or item.url):
        event.add("url", url)
    return event


def _add_time(event: Event, entry: Entry) -> None:
    """Add start and end: a run and a whole day as dates, the end being the day after; a time as a moment."""
    row = entry.row
    if row.day is None:
        return
    if row.until is None and entry.at is not None:
        event.add("dtstart", entry.at.astimezone(UTC).replace(microsecond=0))
        return
    event.add("dtstart", row.day)
    event.add("dtend", (row.until or row.day) + timedelta(days=1))


def _categories(entry: Entry, labels: Labels) -> list[str]:
    """Return the names of channel, stage, phases and campaign, each once."""
    row = entry.row
    names = [labels.name("channel", row.channel), labels.name("stage", row.stage)]
    names += [labels.name("phase", phase) for phase in row.phases]
    names.append(labels.name("campaign", row.campaign))
    return list(dict.fromkeys(name for name in names if name))


def _clean(text: str) -> str:
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", text))


def _address(text: str) -> str:
    """Return a whole web address with everything unusual in it quoted, "" for any other."""
    try:
        whole = urlsplit(text).scheme.lower() in ("http", "https", "mailto")
    except ValueError:
        return ""
    return quote(text, safe=":/?#[]@!$&'()*+,;=%~-._") if whole else ""
