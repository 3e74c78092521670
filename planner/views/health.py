"""Whether planner answers and its database too: for those who watch over it. Says nothing else."""

from __future__ import annotations

from flask import Blueprint, Response

from planner.storage.errors import StorageRefused
from planner.views.access import role
from planner.views.site import database

room = Blueprint("health", __name__)


@room.get("/healthz")
@role("anyone")
def index() -> Response:
    """Answer 200 "ok" when the database can be read, else 503."""
    try:
        database().revision()
    except StorageRefused:
        return Response("database\n", 503, mimetype="text/plain")
    return Response("ok\n", 200, mimetype="text/plain")
