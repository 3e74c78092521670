"""Signing in by a one-time link, and signing out. The link opens a page; only its button uses the link up."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, abort, g, make_response, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from planner.storage import people
from planner.views import limits
from planner.views.access import role
from planner.views.site import database, person, render, see, site

room = Blueprint("login", __name__, url_prefix="/login")
log = logging.getLogger("planner.web")


@room.get("")
@role("anyone")
def index() -> str | AnyResponse:
    """Say how to get in."""
    return see("overview.index") if person() else render("login/index.html")


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
        key = people.open_session(writing, email, now=now) if email else None
    if key is None:
        log.warning("request %s: login refused", g.request_id)
        abort(403, _("This link has been used or is too old. Ask for a new one."))
    session.clear()
    session["id"] = key
    return see("overview.index")


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
