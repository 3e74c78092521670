"""How often a person may sign in, import and export; beyond that 429 with the time to wait."""

from __future__ import annotations

from datetime import timedelta

from flask import request
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from planner.storage import limits as store
from planner.views.site import database, site, who

LIMITS = {
    "login": (20, timedelta(hours=1)),
    "import": (10, timedelta(minutes=10)),
    "export": (30, timedelta(minutes=10)),
}


def count(what: str) -> None:
    """Count one try of this person (signing in: of this address); one too many is answered with 429."""
    most, span = LIMITS[what]
    by = request.remote_addr or "" if what == "login" else who()
    with database().writing("limits") as writing:
        wait = store.take(writing, f"{what}:{by}", most=most, span=span, now=site().now())
    if wait is not None:
        minutes = max(1, round(wait.total_seconds() / 60))
        told = _(
            "At most %(most)s are possible in this time. Try again in %(minutes)s minutes.", most=most, minutes=minutes
        )
        raise TooManyRequests(told, retry_after=round(wait.total_seconds()))
