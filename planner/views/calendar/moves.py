"""Moving one placement from the calendar: by drag, by key and by a plain form, all by the same rule and one route."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import Form

from planner.core.model import Item, Placement
from planner.core.moving import Aim, Span, column_of, day_of, moved, step_of
from planner.core.parse import N_, Refused
from planner.storage import changes
from planner.storage import placements as store
from planner.storage.errors import LostRace
from planner.views import fields, placement_form, undo
from planner.views.access import role
from planner.views.calendar.consequences import Would, would
from planner.views.lost import Difference, lost_page
from planner.views.placements import found, said_when
from planner.views.site import database, labels, render, say, today, who, wording, workspace

room = Blueprint("moves", __name__, url_prefix="/placements")

Given = MultiDict[str, str]


class MoveForm(Form):
    """Where a placement should go."""

    day = fields.day(lazy("On which day?"), description=lazy("left empty, it waits in the tray"))
    clock = fields.Typed(lazy("At what time?"), placement_form.parse_clock, kind="time", show="{:%H:%M}".format,
                         description=lazy("left empty, it takes the whole day"))  # fmt: skip
    channel = fields.choice(lazy("On which channel?"))
    stage = fields.choice(lazy("In which stage?"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A placement with the form that moves it, as a page or the calendar draws it."""

    item: Item
    placement: Placement
    form: MoveForm
    back: str
    would: Would | None = None
    faults: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Its own title, else its item's."""
        return self.placement.title or self.item.title


def opened(uid: str, back: str, given: Given | None = None) -> Opened:
    """Return the placement of an address with its form, filled with what was `given`, else as it stands."""
    item, placement = found(uid)
    return Opened(item=item, placement=placement, form=_form(item, placement, given), back=back)


@room.get("/<path:uid>/move")
@role("editor")
def show(uid: str) -> Any:
    """Show the form alone, and what the move it holds would open and close."""
    asked = request.args if "day" in request.args else None
    one = opened(uid, request.args.get("back", ""), asked)
    if asked is None or not one.form.validate():
        return render("calendar/moving.html", opened=one)
    return render("calendar/moving.html", opened=changed(one, would=_would(one, asked)))


@room.get("/<path:uid>/consequence")
@role("editor")
def consequence(uid: str) -> str:
    """Say in words what a move would open and close, as a part of a page."""
    one = opened(uid, "", request.args if "day" in request.args else None)
    readable = "day" not in request.args or one.form.validate()
    return render("calendar/would.html", would=_would(one, request.args) if readable else Would())


@room.post("/<path:uid>/move")
@role("editor")
def move(uid: str) -> Any:
    """Move a placement; one that stays says why, and a lost race shows where it stands now."""
    one = opened(uid, request.form.get("back", ""), request.form if "day" in request.form else None)
    if "day" in request.form and not one.form.validate():
        return render("calendar/moving.html", opened=one), 400
    try:
        after = moved(workspace(), one.item, one.placement, _aim(one.form, request.form), today())
    except Refused as why:
        return _stays(one, say(why))
    try:
        version = _seen(one.placement)
        with database().writing(who()) as writing:
            store.update_placement(writing, changed(after, version=version))
            revision = changes.revision_of(writing)
    except LostRace as lost:
        return _lost(one, after, lost)
    if revision is not None:
        undo.done(_done(one, after), revision)
    return back_to_calendar(one.back)


def back_to_calendar(query: str) -> Response:
    """Go back to the calendar as its query string says it."""
    return redirect(calendar_at(query), 303)


def calendar_at(query: str) -> str:
    """Return the address of the calendar with a query string, nothing standing open in it."""
    kept = {name: values for name, values in parse_qs(query).items() if name[0] != "_" and name != "open"}
    return url_for("calendar.index", **kept)  # type: ignore[arg-type]


def said_place(placement: Placement) -> str:
    """Return where a placement stands: E-mail, Tue 8 Dec 2026, 09:30 · W50."""
    return f"{labels().of('channel', placement.channel)}, {said_when(placement)}"


def _form(item: Item, placement: Placement, given: Given | None) -> MoveForm:
    space, names = workspace(), labels()
    day, clock = placement_form.local(space, placement)
    column = column_of(space, item, placement)
    form = MoveForm(given, day=day, clock=clock, channel=placement.channel, stage=column)
    fields.offer(form.channel, space.channels, partial(names.of, "channel"), none="–")
    fields.offer(form.stage, space.stages, partial(names.of, "stage"), none=lazy("No stage"))
    if column_of(space, item, changed(placement, stage=None)):  # its item gives it one
        form.stage.choices = [choice for choice in form.stage.choices if choice[0]]
    return form


def _aim(form: MoveForm, given: Given) -> Aim:
    """Return where a request sends a placement: a form says the `day`, a drag a day, week or month `to` go to."""
    common: dict[str, Any] = {name: given[name] for name in ("channel", "stage") if name in given}
    if given.get("do") == "tray" or ("day" in given and form.day.data is None):
        return Aim(tray=True, **common)
    if "day" in given:
        return Aim(to=form.day.data, clock=form.clock.data, **common)
    to, span = _period(given.get("to", ""))
    since, _span = _period(given.get("since", ""))
    return Aim(to=to, span=span, since=since, by=given.get("by", 0, type=int), **common)


def _period(said: str) -> tuple[date | None, Span]:
    """Read 2026-12-08, 2026-W50 or 2026-12; nothing said is no day."""
    span: Span = "week" if "W" in said else "month" if len(said) == len("2026-12") else "day"
    try:
        return (date.fromisoformat(f"{said}-01" if span == "month" else said) if said else None), span
    except ValueError:
        raise Refused(N_("“%(value)s” is no day, week or month."), value=said[:80]) from None


def _would(one: Opened, given: Given) -> Would:
    try:
        after = moved(workspace(), one.item, one.placement, _aim(one.form, given), today())
    except Refused as why:
        return Would(stays=say(why))
    notes, day = [], day_of(workspace(), after)
    if after.stage and after.stage not in {cell.stage for cell in one.item.map}:
        stage = labels().of("stage", after.stage)
        notes.append(_("Its item is not mapped to %(stage)s, so it fills no cell there.", stage=stage))
    if day and day < today() and day != day_of(workspace(), one.placement):
        notes.append(_("That day is past."))
    return would([step_of(workspace(), one.placement, after)], said_place(after), tuple(notes))


def _stays(one: Opened, why: str) -> Any:
    if "day" in request.form:
        return render("calendar/moving.html", opened=changed(one, faults=(why,))), 400
    flash(_("“%(title)s” stays: %(why)s", title=one.title, why=why), "bad")
    return back_to_calendar(one.back)


def _seen(placement: Placement) -> int:
    """Return the version the person saw: that of the form, or that of a calendar drawn at some revision."""
    if "revision" not in request.form:
        return fields.seen_version()
    with database().reading() as reading:
        written = store.written_at(reading, placement.uid)
    if written is None or written > request.form.get("revision", -1, type=int):
        raise LostRace(placement if written is not None else None)
    return placement.version


def _lost(one: Opened, after: Placement, lost: LostRace) -> Any:
    if not isinstance(lost.current, Placement):
        raise lost
    differences = [Difference(_("Placement"), said_place(lost.current), said_place(after))]
    return lost_page(
        one.title, differences, version=lost.current.version, back=calendar_at(one.back), frame="base.html",
        kept=fields.sent("version", "revision"),
    )  # fmt: skip


def _done(one: Opened, after: Placement) -> str:
    if day_of(workspace(), after) is None:
        return str(_("“%(title)s” lies in the tray now.", title=one.title))
    told = said_when(after) if after.channel == one.placement.channel else said_place(after)
    if after.stage != one.placement.stage:
        told = f"{labels().of('stage', column_of(workspace(), one.item, after)) or wording().text('No stage')}, {told}"
    return str(_("“%(title)s” now stands on %(when)s.", title=one.title, when=told))
