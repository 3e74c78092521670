"""Signing in by a one-time link or a password, and signing out. Only the button of a link's page uses the link up."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, abort, flash, g, make_response, request, session, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as AnyResponse

from planner.storage import people
from planner.views import limits
from planner.views.access import role
from planner.views.password_login import try_password
from planner.views.site import database, person, render, see, site

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
    """Put a new session into the cookie and open the page this person sees first."""
    session.clear()
    session["id"] = key
    user = people.session_user(database(), key, now=site().now())
    return see(f"{user.start}.index" if user else "overview.index")


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
    answer = _begin(key)
    session["linked"] = now.timestamp()  # so long may a password be set without the old one
    if not has_password:
        where = Markup('<a href="%s">%s</a>') % (url_for("settings.account"), _("Set a password"))
        flash(escape(_("You came in by a link that works once.")) + " " + where)
    return answer


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
