"""How a new workspace begins: its first admin looks around in the sample, or starts their own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from planner import begin
from planner.core.model import Settings
from planner.core.parse import Refused, parse_line
from planner.core.presets import PRESETS
from planner.views.access import may, role
from planner.views.settings.presets import ABOUT
from planner.views.site import database, language, person, render, say, see, site, state, today, who

room = Blueprint("begin", __name__, url_prefix="/begin")


@room.before_app_request
def _ask_first() -> Response | None:
    """Bring the admin of a workspace nobody began from the overview to the choice."""
    wanted = request.endpoint == "overview.index" and may(person(), "admin") and not state().inventory.item_ids
    return see("begin.index") if wanted and begin.is_unbegun(database()) else None


@room.get("")
@role("admin")
def index() -> str | Response:
    """Show the choice."""
    return _page() if begin.is_unbegun(database()) else see("overview.index")


@room.post("")
@role("admin")
def start() -> Any:
    """Begin as chosen; a workspace that has begun stays as it is."""
    if not begin.is_unbegun(database()):
        flash(_("This workspace has begun already; nothing was changed."))
        return see("overview.index")
    chosen = request.form.get("with", "")
    if chosen == "sample":
        begin.begin_sample(database(), today=today())
        flash(_("This is Huis Linde, made up to look around in. Start your own any time from the settings."))
        return see("overview.index")
    if chosen not in PRESETS:
        return _page(_("Choose one of these.")), 400
    try:
        name = parse_line(request.form.get("name", ""))
    except Refused as refused:
        return _page(say(refused)), 400
    settings = Settings(name=name, language=language(), timezone=site().config.timezone)
    begin.begin_own(database(), chosen, settings=settings, who=who())
    flash(_("Your workspace is ready. Bring in what you have, or write the first item."))
    return see("imports.index")


def _page(fault: str = "") -> str:
    return render("begin/index.html", about=ABOUT, fault=fault, name=request.form.get("name", ""),
                  chosen=request.form.get("with", "b2c"))  # fmt: skip
