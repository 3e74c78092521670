"""What leaves the house without an account: a feed for calendar programs, a page for guests, both of one saved view."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, flash, make_response, request
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from planner import pipeline
from planner.core.calendar import CalendarPeriod, Row
from planner.core.model import Query, SavedView
from planner.core.parse import Refused, parse_day
from planner.core.query import calendar_period, report_period
from planner.core.saved import seen_by
from planner.storage import limits as limit_store
from planner.storage import people
from planner.storage import sharing as store
from planner.storage.database import Database
from planner.views import filters
from planner.views.access import may, role
from planner.views.reports import sentence
from planner.views.site import database, is_allowed, person, render, say, see, site, state, today, who, workspace

room = Blueprint("sharing", __name__)

FEEDS_AN_HOUR = 60
LONGEST = timedelta(days=730)
PAGES = ("calendar", "gaps", "overload")  # the pages a guest can be shown
MOST = 300  # placements of a period, and findings, on a guest's page


@dataclass(frozen=True, slots=True)
class Line:
    """A channel of a period with what stands in each stage."""

    channel: str
    squares: tuple[tuple[str | None, tuple[Row, ...]], ...]


@room.get("/feeds/<token>.ics")
@role("anyone")
def feed(token: str) -> AnyResponse:
    """Hand out the calendar of a feed; what the address asks for beside its token changes nothing."""
    way, view = _opened("feed", token)
    now = site().now()
    _count(database(), way, now)
    query = calendar_period(view.query, today(), view.relative)
    language = _language_of(way)
    made = f"{state().revision} {query.start} {query.until} {language} {way.number}"
    etag = hashlib.sha256(made.encode()).hexdigest()[:32]
    response = make_response("")
    if etag in request.if_none_match:
        response.status_code = 304
    else:
        file = pipeline.export_calendar(database(), query, form="ics", language=language, now=now, cancelled=True)
        response = make_response(file.body)
        response.headers["Content-Type"] = file.media_type
        response.headers.set("Content-Disposition", "attachment", filename=f"{view.slug}.ics")
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, max-age=300"
    store.note_use(database(), way, now=now)
    return response


@room.get("/share/<token>")
@role("anyone")
def guest(token: str) -> Response | str:
    """Show a saved view to whoever has its link; what the address asks for beside its token changes nothing."""
    way, view = _opened("share", token)
    store.note_use(database(), way, now=site().now())
    shown = _calendar(view) if view.page == "calendar" else _findings(view)
    return render("sharing/guest.html", bare=True, wide=True, view=view, way=way, **shown)


@room.get("/settings/sharing")
@role("viewer")
def index() -> str:
    """List the feeds and links one made; a manager sees everyone's."""
    return _page()


@room.post("/settings/sharing")
@role("viewer")
def add() -> Any:
    """Make a feed or, as an editor, a link for guests; its address is shown this once."""
    kind: store.Kind = "share" if request.form.get("kind") == "share" else "feed"
    if kind == "share" and not is_allowed("editor"):
        abort(403, _("A link for guests is made by an editor."))
    view = next((view for view in _mine() if view.slug == request.form.get("view")), None)
    try:
        ends = _ends(request.form.get("expires", ""))
    except Refused as refused:
        return _page(fault=say(refused)), 400
    if view is None or view.page not in (PAGES if kind == "share" else ("calendar",)):
        return _page(fault=_("Choose the view it shows.")), 400
    with database().writing(who()) as writing:
        token = store.make_way(writing, kind, view.slug, who(), now=site().now(), expires_at=ends)
    path = f"feeds/{token}.ics" if kind == "feed" else f"share/{token}"
    return _page(made=(kind, f"{site().config.url.rstrip('/')}/{path}", view.name))


@room.post("/settings/sharing/revoke")
@role("viewer")
def revoke() -> AnyResponse:
    """Close a feed or link: one's own, or as a manager anyone's."""
    number = request.form.get("number", 0, type=int)
    with database().writing(who()) as writing:
        closed = store.revoke_way(writing, number, now=site().now(), by=_only())
    flash(_("It is closed: its address opens nothing from now on.") if closed else _("It was closed already."))
    return see("sharing.index")


def _page(*, fault: str = "", made: tuple[str, str, str] | None = None) -> str:
    with database().reading() as reading:
        ways = store.list_ways(reading, now=site().now(), by=_only())
    return render(
        "sharing/index.html", ways=ways, fault=fault, made=made, views=[v for v in _mine() if v.page in PAGES],
        everyones=may(person(), "manager"),
    )  # fmt: skip


def _mine() -> tuple[SavedView, ...]:
    return seen_by(workspace().views, who())


def _only() -> str | None:
    return None if may(person(), "manager") else who()


def _ends(said: str) -> datetime | None:
    """Return the moment a way ends, the last of the day that was said; None where none was."""
    if not said.strip():
        return None
    day = parse_day(said)
    if not today() <= day <= today() + LONGEST:
        raise Refused(_("Choose a day from today, within two years, or none."))
    zone = ZoneInfo(workspace().settings.timezone)
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _opened(kind: store.Kind, token: str) -> tuple[store.Way, SavedView]:
    """Return a way and its view; whatever is wrong with it is answered alike, by 404."""
    with database().reading() as reading:
        way = store.find_way(reading, kind, token, now=site().now()) if len(token) <= 100 else None
    view = next((v for v in workspace().views if way and v.slug == way.view), None)
    if way is None or view is None or view.page not in PAGES:
        abort(404, _("This address opens nothing, or no longer. Ask for a new one where you got it."))
    return way, view


def _count(db: Database, way: store.Way, now: datetime) -> None:
    with db.writing("limits") as writing:
        bucket = f"feed:{way.number}"
        wait = limit_store.take(writing, bucket, most=FEEDS_AN_HOUR, span=timedelta(hours=1), now=now)
    if wait is not None:
        raise TooManyRequests(retry_after=round(wait.total_seconds()))


def _language_of(way: store.Way) -> str:
    with database().reading() as reading:
        user = people.get_user(reading, way.by)
    return user.language if user else workspace().settings.language


def _calendar(view: SavedView) -> dict[str, Any]:
    query = calendar_period(view.query, today(), view.relative)
    calendar = pipeline.calendar_of(database(), query, now=state())
    blocks = [(period, _lines(period, calendar.columns, calendar.channels)) for period in calendar.periods]
    return {"kind": "calendar", "calendar": calendar, "blocks": [block for block in blocks if block[1]],
            "period": filters.period_text(calendar.start, calendar.until)}  # fmt: skip


def _lines(period: CalendarPeriod, columns: tuple[str | None, ...], channels: tuple[str, ...]) -> tuple[Line, ...]:
    cells = {(cell.channel, cell.stage): cell.rows for cell in period.cells}
    lines = (Line(one, tuple((stage, cells.get((one, stage), ())) for stage in columns)) for one in channels)
    return tuple(line for line in lines if any(rows for _stage, rows in line.squares))


def _findings(view: SavedView) -> dict[str, Any]:
    query: Query = report_period(view.query, today(), view.relative)
    shown = pipeline.show(database(), query, now=state())
    found = shown.gaps if view.page == "gaps" else shown.overload
    return {
        "kind": view.page, "total": len(found), "index": shown.index, "most": MOST,
        "findings": [(finding, sentence(finding)) for finding in found[:MOST]],
        "period": filters.period_text(shown.reports.as_of, shown.reports.until),
    }  # fmt: skip
