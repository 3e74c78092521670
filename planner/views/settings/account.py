"""What a person sets for themselves: name, language, first page, password, and where they are signed in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import Form, SelectField

from planner.config import LANGUAGES
from planner.core.model import START_PAGES, User
from planner.core.parse import N_, Refused
from planner.passwords import LARGER, check_password, hash_password, verify_password
from planner.storage import people
from planner.storage import workspace as store
from planner.views import fields
from planner.views.access import role
from planner.views.password_login import count_tries, of_account
from planner.views.settings.room import room
from planner.views.site import back_to, database, person, render, say, see, site, workspace

LINKED = 30 * 60  # seconds after the one-time link in which the old password is not asked for
PAGES = {
    "overview": lazy("Overview"), "content": lazy("Content"), "map": lazy("Map"), "gaps": lazy("Gaps"),
    "overload": lazy("Overload"), "calendar": lazy("Calendar"),
}  # fmt: skip
PROGRAMS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"),
           ("Linux", "Linux"))  # fmt: skip
TONGUES = (("en", "English"), ("nl", "Nederlands"))


class AccountForm(Form):
    """What a person is asked about themselves."""

    name = fields.line(lazy("Your name"))
    language = SelectField(lazy("Which language should planner speak?"), render_kw={"class": "input"})
    start = SelectField(lazy("Which page do you want to see first?"), render_kw={"class": "input"})


def _form(given: MultiDict[str, str] | None = None) -> AccountForm:
    form = AccountForm(given, obj=_me())
    form.language.choices = list(TONGUES)
    form.start.choices = [(name, PAGES[name]) for name in START_PAGES]
    return form


@room.get("/account")
@role("viewer")
def account() -> str:
    """Show what this person set."""
    return _page(_form())


@room.post("/account")
@role("viewer")
def save_account() -> Any:
    """Save name, language and first page."""
    form = _form(request.form)
    if not form.validate():
        return _page(form, faults=[]), 400
    _save(replace(_me(), **fields.said(form, ("name", "language", "start"))))
    session.pop("language", None)
    flash(_("Your settings were saved."))
    return see("settings.account")


@room.post("/language")
@role("viewer")
def language() -> Response:
    """Keep the language this person wants."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400, _("planner speaks English and Dutch."))
    session.pop("language", None)
    _save(replace(_me(), language=chosen))
    return redirect(back_to(url_for("overview.index")), 303)


@room.post("/account/password")
@role("viewer")
def password() -> Any:
    """Set a password; every session of this person ends, and this browser begins a new one."""
    me, now = _me(), site().now()
    count_tries(of_account(me.email))
    try:
        chosen = _chosen(me)
    except Refused as refused:
        return _page(_form(), fault=say(refused)), 400
    hashed = hash_password(chosen)
    with database().writing(me.email) as writing:
        people.set_password(writing, me.email, hashed, now=now)
        agent, address = str(request.user_agent), request.remote_addr or ""
        key = people.open_session(writing, me.email, now=now, agent=agent, address=address)
    session.clear()
    session["id"] = key
    flash(_("Your password is set. You are signed out everywhere else."))
    return see("settings.account")


def _chosen(me: User) -> str:
    """Return the new password; raises `Refused` with what is wrong with it or with the old one."""
    first, again = request.form.get("new", ""), request.form.get("again", "")
    if _asks_old(me):
        with database().reading() as reading:
            hashed = people.password_hash(reading, me.email)
        if not verify_password(hashed, request.form.get("old", "")):
            raise Refused(N_("That is not your present password."))
    if first != again:
        raise Refused(N_("The two do not say the same. Type the new password twice."))
    about = (me.email, me.name, workspace().settings.name)
    return check_password(first, about=about, larger=site().config.instance / LARGER)


def _asks_old(me: User) -> bool:
    """Return whether the present password is asked for: there is one, and nobody came in by a link just now."""
    fresh = 0 <= site().now().timestamp() - float(session.get("linked", 0)) < LINKED
    with database().reading() as reading:
        return people.password_hash(reading, me.email) is not None and not fresh


@room.post("/account/sessions")
@role("viewer")
def end_sessions() -> Response:
    """End one session of this person, or all but this one."""
    one = "number" in request.form
    number = request.form.get("number", type=int) or 0  # none has the number 0
    with database().writing(_me().email) as writing:
        ended = people.end_sessions(writing, _me().email, but=session["id"], number=number if one else None)
    if one:
        flash(_("That session has ended.") if ended else _("There is no such session of yours, or it ended before."))
    else:
        flash(_("You are signed out everywhere else.") if ended else _("You are signed in nowhere else."))
    return see("settings.account")


def browser(agent: str) -> str:
    """Return what a browser calls itself, in few words: Firefox, Linux."""
    program = next((name for sign, name in PROGRAMS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return ", ".join(part for part in (program, system) if part) or agent[:60] or _("a browser")


def _me() -> User:
    me = person()
    if me is None:
        abort(403)
    return me


def _save(changed: User) -> None:
    with database().writing(changed.email) as writing:
        store.update_record(writing, changed)


def _page(form: AccountForm, *, faults: list[str] | None = None, fault: str = "") -> str:
    me = _me()
    with database().reading() as reading:
        opened = people.list_sessions(reading, me.email, now=site().now(), current=session.get("id", ""))
        has_password = people.password_hash(reading, me.email) is not None
    return render(
        "settings/account.html", me=me, form=form, faults=faults, fault=fault, sessions=opened,
        has_password=has_password, browser=browser, asks_old=_asks_old(me),
    )  # fmt: skip
