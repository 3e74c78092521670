"""The first page of the settings, and the language of a person."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from planner.config import LANGUAGES
from planner.core.cells import grid
from planner.views.access import role
from planner.views.settings.kinds import KINDS
from planner.views.settings.room import room
from planner.views.settings.sentences import rule_sentence
from planner.views.site import render, site, workspace


@room.get("")
@role("viewer")
def index() -> str:
    """Show what the workspace is made of."""
    space, config = workspace(), site().config
    return render(
        "settings/index.html", space=space, kinds=KINDS.values(), url=config.url,
        rules=[(rule.name, rule_sentence(rule)) for rule in space.frequency_rules],
        expected=int(grid(space).expected.sum()), plain=not config.https and not config.is_local,
    )  # fmt: skip


@room.post("/language")
@role("viewer")
def language() -> Response:
    """Keep the language this person wants, for this session."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400, _("planner speaks English and Dutch."))
    session["language"] = chosen
    came = urlsplit(request.referrer or "")
    ours = came.netloc == request.host and came.path.startswith("/") and not came.path.startswith("//")
    return redirect((came.path + (f"?{came.query}" if came.query else "")) if ours else url_for("overview.index"), 303)


def lists() -> list[tuple[str, str, str]]:
    """Return the pages of the settings for the bar on each: address, name, role."""
    pages = [(url_for("settings.index"), _("All settings"), "viewer")]
    return pages + [(url_for("settings.rows", path=kind.path), str(kind.title), "viewer") for kind in KINDS.values()]
