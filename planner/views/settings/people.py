"""The people of the workspace: who may do what, how many hours they have, and a new way in for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, SelectField

from planner import begin
from planner.core.model import ROLES, User
from planner.core.validate import record_problems
from planner.storage import limits, people
from planner.storage import workspace as store
from planner.storage.errors import AlreadyThere, LostRace
from planner.views import fields
from planner.views.access import role
from planner.views.lost import lost_page
from planner.views.settings.account import TONGUES
from planner.views.settings.form_tools import differences, hang
from planner.views.settings.room import room
from planner.views.site import database, labels, render, say, see, site, who, workspace

INVITES = 20  # links a day that an admin may make


class PersonForm(Form):
    """What is asked about a person."""

    email = fields.line(lazy("E-mail address"), needed=lazy("Give an e-mail address; it is how they sign in."))
    name = fields.line(lazy("Name"))
    role = SelectField(lazy("What may they do?"), render_kw={"class": "input"})
    language = SelectField(lazy("Which language should planner speak?"), render_kw={"class": "input"})
    hours_per_week = fields.number(
        lazy("Hours a week for content"), 0, 168, description=lazy("empty = no limit on the workload")
    )
    active = BooleanField(lazy("May sign in"))


def _form(user: User, given: MultiDict[str, str] | None = None) -> PersonForm:
    form = PersonForm(given, obj=user)
    form.role.choices = [(name, labels().role(name)) for name in ROLES]
    form.language.choices = list(TONGUES)
    return form


@room.get("/people")
@role("admin")
def persons() -> str:
    """List the people."""
    return render("settings/people.html", people=workspace().users)


@room.get("/people/new")
@role("admin")
def new_person() -> str:
    """Show the empty form."""
    blank = _blank()
    return _page(blank, _form(blank), is_new=True)


@room.post("/people/new")
@role("admin")
def add_person() -> Any:
    """Add a person and show the link that lets them in."""
    form = _form(_blank(), request.form)
    user = replace(_blank(), **fields.said(form, ("email", "name", "role", "language", "hours_per_week")))
    if (faults := _faults(user, form)) is not None:
        return _page(user, form, is_new=True, faults=faults), 400
    try:
        with database().writing(who()) as writing:
            store.add(writing, user)
    except AlreadyThere as refused:
        form.email.errors = [say(refused)]
        return _page(user, form, is_new=True, faults=[]), 400
    return _shown_link(user)


@room.get("/people/row")
@role("admin")
def show_person() -> str:
    """Show the form of a person."""
    user, version = _found()
    return _page(user, _form(user), version=version)


@room.post("/people/row")
@role("admin")
def save_person() -> Any:
    """Save a person; who gets another role or may no longer sign in is signed out."""
    user, _version = _found()
    form, seen = _form(user, request.form), fields.seen_version()
    del form.email  # what they own is told by it
    changed = replace(user, **fields.said(form, ("name", "role", "language", "hours_per_week", "active")))
    faults = _faults(changed, form)
    if faults is None and _is_last_admin(user, changed):
        form.role.errors, faults = [_("Somebody must be administrator; make another person one first.")], []
    if faults is not None:
        return _page(user, form, version=seen, faults=faults), 400
    try:
        with database().writing(who()) as writing:
            store.update_record(writing, changed, version=seen)
            if (changed.role, changed.active) != (user.role, user.active):
                people.end_sessions(writing, user.email)
    except LostRace as lost:
        return _lost(form, lost)
    flash(_("“%(name)s” was saved.", name=changed.name or changed.email))
    return see("settings.persons")


@room.post("/people/link")
@role("admin")
def make_link() -> Any:
    """Show a new link that lets a person in; it is shown this once."""
    user, _version = _found()
    if not user.active:
        abort(400, _("This person may not sign in. Let them first."))
    return _shown_link(user)


def _shown_link(user: User) -> str:
    now = site().now()
    with database().writing("limits") as writing:
        wait = limits.take(writing, f"invite:{who()}", most=INVITES, span=limits.LONGEST, now=now)
    if wait is not None:
        abort(429, _("At most %(most)s links can be made in a day.", most=INVITES))
    link = begin.login_link(database(), site().config, email=user.email, now=now)
    minutes = int(people.LINK_LIFE.total_seconds() // 60)
    return render("settings/link.html", user=user, link=link, minutes=minutes)


def _blank() -> User:
    return User(email="", language=workspace().settings.language)


def _found() -> tuple[User, int]:
    with database().reading() as reading:
        found = store.find(reading, "users", request.args.get("key", ""))
    if found is None:
        abort(404, _("There is nobody with this address."))
    return found


def _faults(user: User, form: PersonForm) -> list[str] | None:
    if not form.validate():
        return []
    problems = record_problems(user)
    return hang(form, problems) if problems else None


def _is_last_admin(before: User, after: User) -> bool:
    others = [one for one in workspace().users if one.email != before.email and one.role == "admin" and one.active]
    return before.role == "admin" and not others and (after.role != "admin" or not after.active)


def _page(
    user: User, form: PersonForm, *, version: int = 0, is_new: bool = False, faults: list[str] | None = None
) -> str:
    return render(
        "settings/person.html", user=user, form=form, version=version, is_new=is_new, faults=faults
    )  # fmt: skip


def _lost(form: PersonForm, lost: LostRace) -> tuple[str, int]:
    if not isinstance(lost.current, User):
        raise lost
    theirs = _form(lost.current)
    del theirs.email
    name = lost.current.name or lost.current.email
    return lost_page(name, differences(theirs, form), version=_found()[1], back=request.full_path)
