"""The view menu of the filter bar: the saved views of this page, and what it takes to save what one sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from planner.core.model import Query, SavedView
from planner.core.query import FIELDS, Asked, query_pairs, query_string
from planner.core.saved import PAGES, may_change, seen_by
from planner.storage import workspace as frame
from planner.views.site import database, labels, person, wording, workspace

PASSING = ("month", "week", "compare")  # where one happens to be on a page; a view does not keep it
PERIODS = ("this-week", "next:28", "next:90", "this-month", "this-quarter", "next-quarter", "this-year")


@dataclass(frozen=True, slots=True)
class Choice:
    """One saved view in the menu; `by` names who shares it, "" for one's own."""

    name: str
    href: str
    chosen: bool
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The views of a page, the one that is open, and what a new one would keep."""

    choices: tuple[Choice, ...]
    page: str | None  # None: a page that views are not of
    query: str  # what is shown, as a query string
    look: str
    dates: tuple[str, str]  # the period shown, for a view that keeps it fixed
    period: str  # as a new view would keep it: a relative one, "fixed", or "" for the page's own
    periods: tuple[tuple[str, str], ...]
    opened: SavedView | None
    version: int  # of the opened one, 0 where it cannot be changed
    changed: bool


def my_views() -> tuple[SavedView, ...]:
    """Return the views that the person of this request may open."""
    found = person()
    return seen_by(workspace().views, found.email if found else "")


def view_menu(asked: Asked, query: Query, own: Iterable[tuple[str, str]]) -> Menu:
    """Return the menu of a page that shows `query`; `own` are (name, value) pairs of its settings."""
    page = request.blueprint if request.blueprint in PAGES else None
    look = urlencode([(name, value) for name, value in own if name not in PASSING])
    opened = next((view for view in my_views() if view.slug == asked.view), None)
    views = tuple(view for view in my_views() if page in (None, view.page) or view == opened)
    return Menu(
        choices=tuple(Choice(v.name, address(v, page), v == opened, _by(v)) for v in views), page=page,
        query=query_string(asked.query, asked.relative), look=look, dates=_dates(query),
        period=asked.relative or ("fixed" if asked.query.start or asked.query.until else ""),
        periods=period_choices(asked.relative), opened=opened, version=_version(opened),
        changed=opened is not None and _differs(opened, asked, look),
    )  # fmt: skip


def address(view: SavedView, page: str | None = None) -> str:
    """Return where a view opens, as it was set; on `page` where it is given."""
    kept: dict[str, list[str]] = {}
    for name, value in parse_qsl(view.look) if page in (None, view.page) else ():
        kept.setdefault(name, []).append(value)
    there = page or (view.page if view.page in PAGES else "calendar")
    return url_for(f"{there}.index", **kept | {"view": [view.slug]})  # type: ignore[arg-type]


def described(view: SavedView) -> tuple[tuple[str, str], ...]:
    """Return what a view shows, in words: pairs of a filter and its values."""
    names = facet_names()
    found = [(_("Period"), period_name(view.relative) if view.relative else _fixed(view.query))]
    for name, field in FIELDS.items():
        if values := getattr(view.query, field):
            found.append((names[name], ", ".join(labels().of(name, value) for value in values)))
    if view.query.text:
        found.append((_("Text"), view.query.text))
    return tuple((name, said) for name, said in found if said)


def facet_names() -> dict[str, str]:
    """Return what each filter is called."""
    return {
        "segment": _("Segment"), "stage": _("Stage"), "phase": _("Phase"), "channel": _("Channel"),
        "status": _("Status"), "campaign": _("Campaign"), "owner": _("Owner"), "language": _("Language"),
        "format": _("Format"), "tag": _("Tag"),
    }  # fmt: skip


def period_choices(now: str | None) -> tuple[tuple[str, str], ...]:
    """Return the relative periods that are offered, with the one in use."""
    return tuple((value, period_name(value)) for value in dict.fromkeys((*PERIODS, *((now,) if now else ()))))


def period_name(relative: str) -> str:
    """Return what a relative period is called."""
    names = {
        "today": _("Today"), "this-week": _("This week"), "next-week": _("Next week"), "last-week": _("Last week"),
        "this-month": _("This month"), "next-month": _("Next month"), "last-month": _("Last month"),
        "this-quarter": _("This quarter"), "next-quarter": _("Next quarter"), "last-quarter": _("Last quarter"),
        "this-year": _("This year"), "next-year": _("Next year"), "last-year": _("Last year"),
        "next:28": _("Next four weeks"),
    }  # fmt: skip
    unit, _colon, number = relative.partition(":")
    if relative in names or not number.isdigit():
        return str(names.get(relative, relative))
    counted = {
        "next": ngettext("Next %(num)s day", "Next %(num)s days", int(number)),
        "last": ngettext("Last %(num)s day", "Last %(num)s days", int(number)),
        "weeks": ngettext("%(num)s week from this one", "%(num)s weeks from this one", int(number)),
        "months": ngettext("%(num)s month from this one", "%(num)s months from this one", int(number)),
    }
    return str(counted.get(unit, relative))


def _fixed(query: Query) -> str:
    ends = (wording().day(day, "d MMM y") if day else "…" for day in (query.start, query.until))
    return " – ".join(ends) if query.start or query.until else ""


def _by(view: SavedView) -> str:
    me = person()
    mine = me is not None and view.owner.casefold() == me.email.casefold()
    return "" if mine or not view.owner else labels().of("owner", view.owner)


def _dates(query: Query) -> tuple[str, str]:
    return tuple(day.isoformat() if day else "" for day in (query.start, query.until))  # type: ignore[return-value]


def _version(view: SavedView | None) -> int:
    """Return the version of a view that the person may change, else 0."""
    me = person()
    if view is None or me is None or not may_change(view, me):
        return 0
    with database().reading() as reading:
        found = frame.find(reading, "views", view.slug)
    return found[1] if found else 0


def _differs(view: SavedView, asked: Asked, look: str) -> bool:
    """Return whether the page shows something else than the view says."""
    same = query_pairs(view.query, view.relative) == query_pairs(asked.query, asked.relative)
    return not same or (view.page == request.blueprint and sorted(parse_qsl(view.look)) != sorted(parse_qsl(look)))
