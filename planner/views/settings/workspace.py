"""What holds for the whole workspace: its name, time zone, language and the view that opens first."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField

from planner.core.model import SavedView, Settings
from planner.core.parse import parse_zone
from planner.storage import workspace as store
from planner.storage.errors import LostRace
from planner.views import fields
from planner.views.access import role
from planner.views.lost import lost_page
from planner.views.settings.account import TONGUES
from planner.views.settings.form_tools import differences
from planner.views.settings.room import room
from planner.views.site import database, render, see, who, workspace


class WorkspaceForm(Form):
    """What is asked about the workspace."""

    name = fields.line(lazy("What is it called?"))
    timezone = fields.Typed(
        lazy("In which time zone do you plan?"), parse_zone, empty=None, needed=lazy("Give a time zone."),
        description=lazy("Europe/Brussels"),
    )  # fmt: skip
    language = SelectField(
        lazy("Which language do reports and newcomers get?"), render_kw={"class": "input"}
    )  # fmt: skip
    default_view = fields.choice(
        lazy("Which saved view opens first?"), description=lazy("shared ones; a first page of one's own goes before it")
    )


def _form(settings: Settings, given: MultiDict[str, str] | None = None) -> WorkspaceForm:
    form = WorkspaceForm(given, obj=settings)
    form.language.choices = list(TONGUES)
    form.default_view.choices = [
        ("", "–"),
        *((view.slug, view.name) for view in workspace().views if _is_for_all(view)),
    ]
    return form


def _is_for_all(view: SavedView) -> bool:
    """Return whether everyone may open a view; one that opens first already stays on offer."""
    return view.shared or not view.owner or view.slug == workspace().settings.default_view


@room.get("/workspace")
@role("admin")
def general() -> str:
    """Show the settings of the workspace."""
    return _page(_form(workspace().settings), _version())


@room.post("/workspace")
@role("admin")
def save_general() -> Any:
    """Save the settings of the workspace."""
    seen = fields.seen_version()
    form = _form(workspace().settings, request.form)
    if not form.validate():
        return _page(form, seen, faults=[]), 400
    said = fields.said(form, ("name", "timezone", "language", "default_view"))
    try:
        with database().writing(who()) as writing:
            store.save_settings(writing, replace(workspace().settings, **said), version=seen)
    except LostRace as lost:
        return _lost(form, lost)
    flash(_("The settings of the workspace were saved."))
    return see("settings.general")


@cache
def zones() -> tuple[str, ...]:
    """Return the time zones the system knows, in order."""
    return tuple(sorted(available_timezones()))


def _version() -> int:
    with database().reading() as reading:
        return store.load_versions(reading, "settings")[""]


def _page(form: WorkspaceForm, version: int, faults: list[str] | None = None) -> str:
    return render("settings/workspace.html", form=form, version=version, faults=faults, zones=zones())


def _lost(form: WorkspaceForm, lost: LostRace) -> tuple[str, int]:
    if not isinstance(lost.current, Settings):
        raise lost
    changed = differences(_form(lost.current), form)
    return lost_page(_("Workspace"), changed, version=_version(), back=request.path)
