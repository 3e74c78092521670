"""Start your own: the content goes, after a backup; people and settings stay."""

from __future__ import annotations

from typing import Any

from flask import flash, request
from flask_babel import gettext as _

from planner import begin
from planner.core.parse import fold
from planner.core.presets import PRESETS
from planner.views.access import role
from planner.views.settings.presets import ABOUT
from planner.views.settings.room import room
from planner.views.site import database, render, see, site, state, who, workspace

KEEP = "keep"


@room.get("/own")
@role("admin")
def own() -> str:
    """Show what would go and what would stay."""
    return _page()


@room.post("/own")
@role("admin")
def start_own() -> Any:
    """Empty the workspace after a backup, once its name was typed."""
    chosen = request.form.get("with", "")
    if chosen not in (KEEP, *PRESETS):
        return _page(_("Choose what should stay or come.")), 400
    if fold(request.form.get("sure", "")) != fold(_word()):
        return _page(_("Type “%(word)s” to say that you are sure. Nothing was changed.", word=_word())), 400
    kept = begin.begin_anew(database(), site().config, None if chosen == KEEP else chosen, who=who())
    flash(_("The workspace is empty now. What was there is kept: %(file)s", file=kept))
    return see("imports.index")


def _word() -> str:
    return workspace().settings.name or "planner"


def _page(fault: str = "") -> str:
    now = state()
    return render(
        "settings/own.html", fault=fault, about=ABOUT, word=_word(), chosen=request.form.get("with", KEEP),
        items=len(now.inventory.item_ids), placements=len(now.inventory.uids),
    )  # fmt: skip
