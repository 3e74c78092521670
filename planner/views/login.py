"""Signing in by a one-time link or a password, and signing out. Only the button of a link's page uses the link up."""

from __future__ import annotations

import logging
from dataclasses import replace

from flask import Blueprint, Response, abort, flash, g, make_response, redirect, request, session, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as AnyResponse

from planner import begin
from planner.config import LANGUAGES
from planner.core.model import START_PAGES, User
from planner.core.saved import seen_by
from planner.storage import people
from planner.storage import workspace as frame
from planner.views import limits
from planner.views.access import role
from planner.views.password_login import try_password
from planner.views.site import database, person, render, see, site, workspace
from planner.views.view_menu import address

room = Blueprint("login", __name__, url_prefix="/login")
log = logging.getLogger("planner.web")


@room.get("")
@role("anyone")
def index() -> str | AnyResponse:
    """Say how to get in."""
    return see("overview.index") if person() else render("login/index.html", email="", fault="")


@room.post("")
@role("anyone")
def password() -> tuple[str, int] | AnyResponse:
    """Begin a session where address and password belong together."""
    email = request.form.get("email", "").strip()
    key = try_password(email, request.form.get("password", ""))
    if key is None:
        log.warning("request %s: login refused", g.request_id)
        fault = _("That address and password do not belong together.")
        return render("login/index.html", email=email[:254], fault=fault), 403
    return _begin(key)


def _begin(key: str) -> AnyResponse:
    """Put a new session into the cookie and open the page that was asked for, else the one this person sees first."""
    asked = session.get("asked", "/")
    session.clear()
    session["id"] = key
    if asked != url_for("overview.index"):
        return redirect(asked, 303)
    return redirect(_first_page(people.session_user(database(), key, now=site().now())), 303)


def _first_page(user: User | None) -> str:
    """Return what a person sees first: the page they chose, else the workspace's default view, else the overview."""
    if user is None or user.start != START_PAGES[0]:
        return url_for(f"{user.start if user else START_PAGES[0]}.index")
    first = workspace().settings.default_view
    view = next((view for view in seen_by(workspace().views, user.email) if view.slug == first), None)
    return address(view) if view else url_for("overview.index")


@room.get("/<token>")
@role("anyone")
def link(token: str) -> str:
    """Show the button that signs in; opening the link alone (a mail scanner does) changes nothing."""
    return render("login/link.html", token=token)


@room.post("/<token>")
@role("anyone")
def enter(token: str) -> AnyResponse:
    """Use the link up and begin a session under a new id."""
    limits.count("login")
    now = site().now()
    with database().writing("login") as writing:
        email = people.use_link(writing, token, now=now)
        agent, address = str(request.user_agent), request.remote_addr or ""
        key = people.open_session(writing, email, now=now, agent=agent, address=address) if email else None
        has_password = bool(email and people.password_hash(writing, email))
    if key is None:
        log.warning("request %s: login refused", g.request_id)
        abort(403, _("This link has been used or is too old. Ask for a new one."))
    _learn_language(email or "")
    answer = _begin(key)
    session["linked"] = now.timestamp()  # so long may a password be set without the old one
    if not has_password:
        where = Markup('<a href="%s">%s</a>') % (url_for("settings.account"), _("Set a password"))
        flash(escape(_("You came in by a link that works once.")) + " " + where)
    return answer


def _learn_language(email: str) -> None:
    """Speak to the first admin as their browser does: nobody could choose a language before there was a workspace."""
    spoken = request.accept_languages.best_match(LANGUAGES)
    user = next((user for user in workspace().users if user.email == email), None)
    if user and spoken and spoken != user.language and begin.is_unbegun(database()):
        with database().writing(email) as writing:
            frame.update_record(writing, replace(user, language=spoken))


@room.post("/out")
@role("viewer")
def leave() -> Response:
    """End this session here and in the database, and have the browser forget what it kept."""
    with database().writing("login") as writing:
        people.end_session(writing, session["id"])
    session.clear()
    response = make_response(see("login.index"))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
