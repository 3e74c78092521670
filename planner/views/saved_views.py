"""Saved views: keep what a page shows under a name, change it, share it, delete it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from flask import Blueprint, abort, current_app, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from planner.core.model import Query, SavedView
from planner.core.parse import N_, Refused, parse_line, unique_slug
from planner.core.query import parse_relative, query_string, read_query
from planner.core.saved import PAGES, may_change
from planner.storage import dimensions
from planner.storage import workspace as frame
from planner.storage.errors import LostRace
from planner.views.access import role
from planner.views.site import database, is_allowed, person, render, say, see, who, workspace
from planner.views.view_menu import Menu, address, described, my_views, period_choices

room = Blueprint("views", __name__, url_prefix="/views")

NAME_MAX, LOOK_MAX = 80, 2000


@room.post("")
@role("viewer")
def add() -> Any:
    """Keep what a page shows as a new view."""
    page = request.form.get("page", "")
    if page not in PAGES or f"{page}.index" not in current_app.view_functions:
        abort(400, _("Open the page you want to keep, then save the view from its filter bar."))
    blank = SavedView(slug="", name="", owner=who(), page=page)
    try:
        view = _said(blank)
    except Refused as refused:
        return _page(blank, 0, fault=say(refused)), 400
    view = replace(view, slug=unique_slug(view.name, {v.slug for v in workspace().views}, otherwise="view"))
    with database().writing(who()) as writing:
        frame.add(writing, view)
    flash(_("The view “%(name)s” was saved.", name=view.name))
    return redirect(address(view), 303)


@room.get("/<slug>")
@role("viewer")
def edit(slug: str) -> str:
    """Show a view with its name, its period and who sees it."""
    view, version = _found(slug)
    return _page(view, version)


@room.post("/<slug>")
@role("viewer")
def save(slug: str) -> Any:
    """Save or delete a view."""
    view, now = _found(slug)
    version = request.form.get("version", 0, type=int)
    if request.form.get("do") == "delete":
        return _delete(view, version, now)
    try:
        changed = _said(view)
        with database().writing(who()) as writing:
            frame.update_record(writing, changed, version=version)
    except LostRace as lost:
        if not isinstance(lost.current, SavedView):
            raise
        return _page(changed, now, theirs=lost.current), 409
    except Refused as refused:
        return _page(view, version, fault=say(refused)), 400
    flash(_("The view “%(name)s” was saved.", name=changed.name))
    return redirect(address(changed), 303)


def _delete(view: SavedView, version: int, now: int) -> Response:
    with database().writing(who()) as writing:
        if version != now:
            raise LostRace(view)
        if workspace().settings.default_view == view.slug:
            frame.save_settings(writing, replace(workspace().settings, default_view=None))
        dimensions.delete_record(writing, "views", view.slug)
    flash(_("The view “%(name)s” was deleted.", name=view.name))
    return see(f"{view.page if view.page in PAGES else 'overview'}.index")


def _found(slug: str) -> tuple[SavedView, int]:
    """Return a view and its version; one that this person may not change is not there, seen or not."""
    me = person()
    view = next((v for v in my_views() if v.slug == slug), None)
    if view is None or me is None:
        abort(404, _("There is no saved view “%(view)s”, or it is not shared with you.", view=slug[:80]))
    if not may_change(view, me):
        abort(403, _("This view belongs to %(owner)s. Save one of your own from the filter bar.", owner=view.owner))
    with database().reading() as reading:
        found = frame.find(reading, "views", slug)
    if found is None:
        abort(404)
    return found


def _said(before: SavedView) -> SavedView:
    """Return the view as the form says it; raises `Refused`."""
    form = request.form
    name = parse_line(form.get("name", ""), longest=NAME_MAX)
    if not name:
        raise Refused(N_("Give the view a name; that is how people will find it."))
    shared = "shared" in form if is_allowed("editor") else before.shared
    query, relative = before.query, before.relative
    if "query" in form:
        query = read_query(parse_qs(form["query"]), workspace(), ()).query
    if "period" in form:
        query, relative = _kept(query, form["period"])
    look = form.get("look", before.look)[:LOOK_MAX]
    return replace(before, name=name, shared=shared, query=query, relative=relative, look=look)


def _kept(query: Query, period: str) -> tuple[Query, str | None]:
    """Return the query with its period as chosen: the page's own, fixed days, or one that moves along."""
    bare = replace(query, start=None, until=None)
    if period == "fixed":
        dates = {name: [request.form.get(name, "")] for name in ("from", "until")}
        asked = read_query(dates, workspace(), ())
        if asked.problems:
            raise Refused(asked.problems[0].message, **asked.problems[0].params)
        return replace(bare, start=asked.query.start, until=asked.query.until), None
    return bare, parse_relative(period) if period else None


def _page(view: SavedView, version: int, *, fault: str = "", theirs: SavedView | None = None) -> str:
    menu = _menu(view, version)
    return render(
        "views/edit.html", view=view, menu=menu, fault=fault, theirs=theirs, described=described,
        back=address(view) if view.slug else "",
    )  # fmt: skip


def _menu(view: SavedView, version: int) -> Menu:
    """Return what the fields of the form hold: those of a view, or of a new one that was refused."""
    form, query = request.form, view.query
    dates = (query.start.isoformat() if query.start else "", query.until.isoformat() if query.until else "")
    if not view.slug:
        dates = (form.get("from", ""), form.get("until", ""))
    period = view.relative or ("fixed" if dates[0] and view.slug else "")
    return Menu(
        choices=(), page=view.page, query=form.get("query", query_string(query, view.relative)),
        look=form.get("look", view.look), dates=dates, period=form.get("period", period),
        periods=period_choices(view.relative), opened=view, version=version, changed=False,
    )  # fmt: skip
