"""Who may do what: every route declares a role, sessions live in the database, and without either nothing opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from planner.core.model import ROLES, User
from planner.storage import people
from planner.views.site import database, site

View = TypeVar("View", bound=Callable[..., Any])
ANYONE = "anyone"
ASKED_MOST = 1000  # characters of an address that the cookie keeps


def role(name: str) -> Callable[[View], View]:
    """Declare the least role a view asks for: viewer, editor, manager, admin, or anyone."""
    if name != ANYONE and name not in ROLES:
        raise ValueError(name)

    def mark(view: View) -> View:
        view.role = name  # type: ignore[attr-defined]
        return view

    return mark


def may(person: User | None, name: str) -> bool:
    """Return whether a person holds at least the role; an unknown role or none at all never does."""
    if name == ANYONE:
        return True
    if person is None or not person.active or person.role not in ROLES or name not in ROLES:
        return False
    return ROLES.index(person.role) >= ROLES.index(name)


def declared(endpoint: str | None) -> str | None:
    """Return the role an endpoint declares; None for one that does not, which nobody may open."""
    if endpoint == "static":
        return ANYONE
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "role", None)


def install(app: Flask) -> None:
    """Look at session and role before every view."""
    app.before_request(_admit)


def _admit() -> Response | None:
    if request.endpoint == "static":
        return None
    g.person = _signed_in()
    if request.endpoint is None:  # the router has its own answer, mostly 404
        return None
    asked = declared(request.endpoint)
    if asked is None:
        abort(403)
    if g.person is None and asked != ANYONE and request.method in ("GET", "HEAD"):
        _remember_where()
        return redirect(url_for("login.index"))
    if g.person is None and asked != ANYONE:
        abort(403, _("You are not signed in, or no longer. Sign in and do it again."))
    if not may(g.person, asked):
        abort(403, _("Your role in this workspace is %(role)s; this needs %(asked)s.", role=g.person.role, asked=asked))
    return None


def _remember_where() -> None:
    """Keep the page that was asked for until its reader has signed in: it matched a route, so it is one of ours."""
    page = request.full_path.rstrip("?")
    if request.headers.get("Sec-Fetch-Dest", "document") == "document" and len(page) <= ASKED_MOST:
        session["asked"] = page


def _signed_in() -> User | None:
    key = session.get("id")
    if not isinstance(key, str):
        return None
    return people.session_user(database(), key, now=site().now())
