"""Presets: what one would add to the workspace is shown part by part; nothing that is there changes."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from planner.core.model import Workspace
from planner.core.preset_rows import PARTS, missing_rows
from planner.core.presets import MODELS, preset
from planner.storage import workspace as store
from planner.views.access import role
from planner.views.settings.kinds import KINDS
from planner.views.settings.room import room
from planner.views.settings.sentences import cell_name
from planner.views.site import database, language, render, see, who, workspace
from planner.wording.names import Names

ABOUT = {
    "b2c": lazy(
        "You sell to people: seven stages from Reach to Advocate, families, starters and seniors to begin with."
    ),
    "b2b": lazy("You sell to companies: the same seven stages, with decision makers, specialists and users."),
    "race": lazy("Reach, Act, Convert, Engage: four stages, known from digital marketing plans."),
    "see-think-do-care": lazy("See, Think, Do, Care: four audiences by what they intend."),
    "hubspot": lazy("Subscriber, lead, qualified lead, opportunity, customer: the stages a CRM counts."),
    "blank": lazy("Nothing at all: you add every stage, phase and channel yourself."),
}


@room.get("/presets")
@role("manager")
def presets() -> str:
    """Show the presets, and what the chosen one would add."""
    chosen = request.args.get("preset", "")
    if chosen and chosen not in MODELS:
        abort(404)
    found = missing_rows(workspace(), preset(chosen, language=language())) if chosen else None
    titles = {kind.noun: kind.title for kind in KINDS.values()}
    parts = [(part, titles[part], _names(part, found)) for part in PARTS] if found else []
    return render("settings/presets.html", chosen=chosen, about={name: ABOUT[name] for name in MODELS}, parts=parts)


@room.post("/presets")
@role("manager")
def add_preset() -> Any:
    """Add the rows of the ticked parts that are missing."""
    chosen = request.args.get("preset", "")
    if chosen not in MODELS:
        abort(404)
    parts = tuple(part for part in PARTS if part in request.form.getlist("parts"))
    new = missing_rows(workspace(), preset(chosen, language=language()), parts)
    with database().writing(who()) as writing:
        store.add_all(writing, new)
    rows = sum(len(getattr(new, part)) for part in PARTS)
    flash(_("%(rows)s rows were added.", rows=rows) if rows else _("Nothing was added."))
    return see("settings.index")


def _names(part: str, found: Workspace) -> list[str]:
    rows = getattr(found, part)
    if part == "coverage_targets":  # they name rows that are there and rows that would come
        space = workspace()
        both: dict[str, Any] = {
            noun: (*getattr(space, noun), *getattr(found, noun)) for noun in ("segments", "stages", "phases")
        }
        names = Names(Workspace(**both), language())
        return [cell_name(row, names) for row in rows]
    if part == "frequency_rules":
        return [row.name for row in rows]
    return [row.name.text(language()) or row.slug for row in rows]
