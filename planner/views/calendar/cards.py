"""A placement of the calendar as a card: all that a macro draws of it, in every layout."""

from __future__ import annotations

from dataclasses import dataclass

from planner.core.calendar import Calendar, Row
from planner.views import filters
from planner.views.calendar.colours import Colours
from planner.views.site import labels, state, wording


@dataclass(frozen=True, slots=True)
class Card:
    """A placement as a card; `code` are the letters of what its colour means, `tinted` the whole name."""

    uid: str
    href: str
    title: str
    when: str
    status: str
    language: str | None
    segments: tuple[str, ...]
    campaign: str | None
    classes: str
    icon: str = ""
    why: str = ""
    stage_named: str | None = None
    code: str = ""
    tinted: str = ""
    repeats: bool = False  # whether it belongs to a series
    pick: bool = False  # whether a box to tick stands beside it


@dataclass(frozen=True, slots=True)
class Showing:
    """What all layouts share; `why` says which rule a placement breaks by itself, `selecting` puts boxes on cards."""

    calendar: Calendar
    layout: str
    colours: Colours
    why: dict[str, str]
    selecting: bool = False


def card(row: Row, showing: Showing, *, channel: bool = False, clock: bool = False) -> Card:
    """Return a row of the calendar as a card; `channel` names its channel, `clock` its time alone, not its day."""
    names, words, by = labels(), wording(), showing.colours.by
    parts = [] if clock or row.day is None else [words.day(row.day, "EEE d")]
    parts += [row.time] if row.time else []
    when = " · ".join(parts)
    if row.until:
        when += f" → {words.day(row.until, 'd MMM')}"
    tint = showing.colours.of(row)
    why = showing.why.get(row.uid, "")
    marks = [tint.classes, row.status if row.status in ("tentative", "cancelled") else "", "alarm" if why else ""]
    marks.append("done" if row.status == "published" else "")
    return Card(
        uid=row.uid, href=filters.opened(row.uid), title=row.title,
        when=when or (names.of("channel", row.channel) if channel else ""), status=row.status, language=row.language,
        segments=tuple(slug for slug in row.segments if by != "segment" or slug != tint.value),
        campaign=None if by == "campaign" else row.campaign, classes=" ".join(filter(None, marks)),
        icon=names.channel_icon(row.channel) if channel else "", why=why,
        stage_named=row.stage if channel and by != "stage" else None, code=tint.code, tinted=tint.name,
        repeats=bool(state().inventory.place_series[row.place] >= 0), pick=showing.selecting,
    )  # fmt: skip
