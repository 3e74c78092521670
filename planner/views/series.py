"""Series: repeat a placement, change several occurrences at once, leave one out, and say until when it goes on.

Every change of several is shown before it is made: how many, which, and which stay as they are and why.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext
from wtforms import Form

from planner.core import series as core
from planner.core.consequence import Rewrite
from planner.core.model import Item, Placement, Series
from planner.core.parse import N_, Refused, parse_day, unique_slug
from planner.core.series import Change, Plan
from planner.storage import changes
from planner.storage import items as item_store
from planner.storage import placements as placement_store
from planner.storage import series as store
from planner.storage.errors import LostRace
from planner.views import fields, undo
from planner.views.access import role
from planner.views.calendar import days
from planner.views.calendar.consequences import Would, would_rewrite
from planner.views.site import database, labels, render, say, see, state, who, wording, workspace

room = Blueprint("series", __name__, url_prefix="/series")

PREFIX = "repeat-"
_PARTS = {
    "channel": N_("channel"), "status": N_("status"), "stage": N_("stage"), "phase": N_("phase"),
    "segments": N_("segments"), "campaign": N_("campaign"), "language": N_("language"), "owner": N_("owner"),
    "priority": N_("priority"), "service": N_("service message"), "title": N_("title"), "text": N_("text"),
    "call_to_action": N_("call to action"), "link": N_("link"), "image": N_("image"), "image_alt": N_("image text"),
}  # fmt: skip


class RepeatForm(Form):
    """What planner asks to repeat a placement."""

    unit = fields.choice(lazy("Does it repeat?"))
    every = fields.whole(lazy("Every how many?"), 1, 366, description=lazy("1 = each, 2 = every other"))
    until = fields.day(lazy("Until which day?"))
    count = fields.whole(lazy("Or how many times?"), 2, core.MOST, description=lazy("the first counts too"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One placement of a series as its page lists it."""

    placement: Placement
    title: str
    day: date | None
    when: str
    why: str = ""  # why it stays as it is
    then: str = ""  # when it stands after the change


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A series in words: its id, its rule, its occurrences."""

    id: str
    series: Series | None
    rule: str
    occurrences: tuple[Occurrence, ...]

    @property
    def standing(self) -> tuple[Occurrence, ...]:
        """Those that are not cancelled."""
        return tuple(one for one in self.occurrences if one.placement.status != "cancelled")

    @property
    def dated(self) -> tuple[Occurrence, ...]:
        """Those that stand on a day, in order."""
        return tuple(one for one in self.standing if one.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What the page of a placement says of repeating: the form, or the series it belongs to."""

    form: RepeatForm
    told: Told | None = None
    can_repeat: bool = True


def panel(placement: Placement, *, given: Any = None, is_new: bool = False) -> Panel:
    """Return the panel of a placement; a new one may also stand alone."""
    told = None
    if placement.series:
        with database().reading() as reading:
            told = _told(placement.series, *store.load_series(reading, placement.series))
    return Panel(form=_form(given, may_stand_alone=is_new), told=told, can_repeat=bool(placement.on or placement.at))


def is_asked() -> bool:
    """Return whether the form of a new placement asks to repeat it."""
    return bool(request.form.get(f"{PREFIX}unit"))


def scope() -> core.Scope:
    """Return what a saved form is for: this occurrence, it and the following, or all."""
    said = request.form.get("scope", "one")
    return next((known for known in core.SCOPES if known == said), "one")


def start(item: Item, first: Placement, *, is_new: bool) -> Any:
    """Propose, or when confirmed make, a series from its first placement."""
    form = _form(request.form, may_stand_alone=is_new)
    back = url_for("content.show", id=item.id) if is_new else url_for("placements.show", uid=first.uid)
    title = first.title or item.title
    if not form.validate():
        faults = [error for one in form for error in one.errors]
        return _refused(title, back, faults), 400
    taken = {*state().inventory.series, *(known.id for known in workspace().series)}
    rule = Series(
        id=unique_slug(title, taken, "series"), every=form.every.data or 1, unit=form.unit.data or "week",
        until=form.until.data, count=form.count.data,
    )  # fmt: skip
    try:
        plan = core.plan_repeat(rule, first, _uids(), _zone(), is_new=is_new)
    except Refused as refused:
        return _refused(title, back, [say(refused)]), 400
    number = len(core.days(plan.series or rule))
    heading = ngettext("“%(title)s” %(num)s time", "“%(title)s” %(num)s times", number, title=title)
    done = ngettext("“%(title)s” repeats %(num)s time.", "“%(title)s” repeats %(num)s times.", number, title=title)
    return _settle(item, plan, heading=heading, done=done, back=back, notes=[_rule_text(plan.series)])


def change(item: Item, after: Placement) -> Any:
    """Propose, or when confirmed make, an edit of one occurrence for those that follow or for all; may lose a race."""
    series, pairs = _load(after.series or "")
    now = next((one for _item, one in pairs if one.uid == after.uid), None)
    if now is None or now.version != after.version:
        raise LostRace(now)
    occurrences = [one for _item, one in pairs]
    plan = core.plan_change(series, occurrences, after, scope(), _zone())
    title = after.title or item.title
    heading = _("Change all of “%(title)s”", title=title)
    if scope() == "following":
        heading = _("Change “%(title)s” from this one on", title=title)
    number = len(plan.changed)
    done = ngettext("%(num)s placement of the series changed.", "%(num)s placements of the series changed.", number)
    back = url_for("placements.show", uid=after.uid)
    return _settle(item, plan, heading=heading, done=done, back=back,
                   notes=_said_change(core.change_between(now, after, _zone())))  # fmt: skip


@room.post("")
@role("editor")
def repeat() -> Any:
    """Repeat the placement that the address names."""
    item, placement = _found(request.args.get("placement", ""))
    if placement.series:
        flash(_("It belongs to a series already."), "bad")
        return see("series.show", id=placement.series)
    return start(item, placement, is_new=False)


@room.get("/<path:id>")
@role("viewer")
def show(id: str) -> str:
    """Show a series with all its occurrences."""
    series, pairs = _load(id)
    told = _told(id, series, pairs)
    dated = [one.day for one in told.occurrences if one.day]
    marked = days.marks(min(dated), max(dated)) if dated else {}
    return render("series/show.html", told=told, item=pairs[0][0] if pairs else None, named_days=marked)


@room.post("/<path:id>")
@role("editor")
def save(id: str) -> Any:
    """Leave one out, bring one back, or say until which day the series goes on."""
    series, pairs = _load(id)
    todo: dict[str, Callable[[], Any]] = {
        "skip": lambda: _one(id, core.plan_skip, _("Left out. It is cancelled and can come back.")),
        "back": lambda: _one(id, core.plan_return, _("It is back in the series.")),
        "end": lambda: _end(id, series, pairs),
    }
    done = todo.get(request.form.get("do", ""))
    if done is None:
        abort(400, _("Choose what to do with the series."))
    return done()


def _one(id: str, planned: Callable[..., Plan], done: str) -> Any:
    """Do to one occurrence what needs no second look: it is one change, and one press undoes it."""
    item, placement = _found(request.form.get("placement", ""))
    series, _pairs = _load(id)
    plan = planned(series, placement, _zone())
    if placement.series != id or not plan.changed:
        flash(_("It stays as it is: it is published, or no part of this series."), "bad")
        return see("series.show", id=id)
    return _write(item, plan, done, url_for("series.show", id=id))


def _end(id: str, series: Series | None, pairs: list[tuple[Item, Placement]]) -> Any:
    back = url_for("series.show", id=id)
    try:
        until = parse_day(request.form.get("until", ""))
        plan = core.plan_end(series, [one for _item, one in pairs], until, _uids(), _zone())
    except Refused as refused:
        return _refused(id, back, [say(refused)]), 400
    if not pairs:
        return see("series.show", id=id)
    last = core.ordered([one for _item, one in pairs if one.status != "cancelled"], _zone())
    owner = next((item for item, one in pairs if last and one.uid == last[-1].uid), pairs[0][0])
    day = wording().day(until, "EEE d MMM y")
    heading = _("The series goes on until %(day)s", day=day)
    return _settle(owner, plan, heading=heading, done=_("The series now goes on until %(day)s.", day=day), back=back,
                   notes=[])  # fmt: skip


def _settle(item: Item, plan: Plan, *, heading: str, done: str, back: str, notes: list[str]) -> Any:
    """Write a plan that was seen as it is now; else show it, with a button that does exactly this."""
    mark, sent = _mark(plan), request.form.get("sure")
    if sent == mark and (plan.size or plan.series):
        there = url_for("series.show", id=plan.series.id) if plan.series else back
        return _write(item, plan, done, there)
    shown = {
        "made": [_occurrence(item, one) for one in plan.made],
        "changed": [_occurrence(item, old, then=_when(new)) for old, new in plan.changed],
        "gone": [_occurrence(item, one) for one in plan.gone],
        "left": [_occurrence(item, one, why=wording().text(why)) for one, why in plan.left],
    }
    dated = [one.day for rows in shown.values() for one in rows if one.day]
    return render(
        "series/preview.html", heading=heading, notes=notes, back=back, mark=mark, stale=bool(sent), size=plan.size,
        starts=any(old.series != new.series for old, new in plan.changed),
        sent=fields.sent("sure"),
        named_days=days.marks(min(dated), max(dated)) if dated else {}, faults=[], would=_would(item, plan), **shown,
    )  # fmt: skip


def _would(item: Item, plan: Plan) -> Would | None:
    """Say what a plan opens and closes; new ones are of `item`, the others each of their own."""
    if not plan.size:
        return None
    there = state().inventory
    rows = {one.uid: there.place_row.get(one.uid) for one in (*(old for old, _new in plan.changed), *plan.gone)}
    of = {uid: there.item_ids[there.place_item[row]] for uid, row in rows.items() if row is not None}
    rewrites = [Rewrite(of[old.uid], old, new) for old, new in plan.changed if old.uid in of]
    rewrites += [Rewrite(of[one.uid], one, None) for one in plan.gone if one.uid in of]
    rewrites += [Rewrite(item.id, None, one) for one in plan.made]
    with database().reading() as reading:
        items = item_store.load_items(reading, sorted({one.item for one in rewrites}))
    return would_rewrite(items, rewrites)


def _refused(heading: str, back: str, faults: list[str]) -> str:
    return render(
        "series/preview.html", heading=heading, notes=[], back=back, mark="", stale=False, size=0, sent=[],
        starts=False, named_days={}, faults=faults, made=[], changed=[], gone=[], left=[],
    )  # fmt: skip


def _write(item: Item, plan: Plan, done: str, there: str) -> Any:
    try:
        with database().writing(who()) as writing:
            store.save_plan(writing, item.id, plan)
            revision = changes.revision_of(writing)
    except LostRace as lost:
        flash(say(lost), "bad")
    else:
        undo.done(done, revision)
    return redirect(there, 303)


def _mark(plan: Plan) -> str:
    """Return what tells one plan from another: what it touches, as it stood when it was shown."""
    told = [
        [(old.uid, old.version) for old, _new in plan.changed], [(one.uid, one.version) for one in plan.gone],
        [(one.uid, one.version) for one, _why in plan.left], [(one.on, one.at) for one in plan.made],
    ]  # fmt: skip
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _form(given: Any = None, *, may_stand_alone: bool) -> RepeatForm:
    form = RepeatForm(given, prefix=PREFIX, data={"every": 1})
    names = {"day": _("every day or so many days"), "week": _("every week or so many weeks"),
             "month": _("every month or so many months")}  # fmt: skip
    form.unit.choices = [("", _("no"))] if may_stand_alone else []
    form.unit.choices += [(unit, names[unit]) for unit in ("week", "month", "day")]
    return form


def _load(id: str) -> tuple[Series | None, list[tuple[Item, Placement]]]:
    with database().reading() as reading:
        series, pairs = store.load_series(reading, id)
    if series is None and not pairs:
        abort(404, _("There is no series “%(id)s” here.", id=id[:80]))
    return series, pairs


def _found(uid: str) -> tuple[Item, Placement]:
    with database().reading() as reading:
        pairs = placement_store.load_placements(reading, [uid])
    if not pairs:
        abort(404, _("There is no placement “%(uid)s” here.", uid=uid[:80]))
    return pairs[0]


def _told(id: str, series: Series | None, pairs: Iterable[tuple[Item, Placement]]) -> Told:
    of = {one.uid: item for item, one in pairs}
    row = core.ordered([one for _item, one in pairs], _zone())
    rule = _rule_text(series) if series else _("named by a sheet, without a rule")
    return Told(id=id, series=series, rule=rule, occurrences=tuple(_occurrence(of[one.uid], one) for one in row))


def _occurrence(item: Item, one: Placement, *, why: str = "", then: str = "") -> Occurrence:
    day, _clock = core.local(one, _zone())
    return Occurrence(placement=one, title=one.title or item.title, day=day, when=_when(one), why=why, then=then)


def _when(place: Placement) -> str:
    day, clock = core.local(place, _zone())
    if day is None:
        return wording().text("no date yet")
    text = wording().day(day, "EEE d MMM y") + (f", {clock:%H:%M}" if clock else "")
    return text + (f" – {wording().day(place.until, 'd MMM y')}" if place.until and place.until > day else "")


def _rule_text(series: Series | None) -> str:
    if series is None:
        return ""
    n = series.every
    rules = {
        "day": ngettext("every day", "every %(num)s days", n),
        "week": ngettext("every week", "every %(num)s weeks", n),
        "month": ngettext("every month", "every %(num)s months", n),
    }
    return str(rules[series.unit])


def _said_change(change: Change) -> list[str]:
    """Return in words what an edit means for each occurrence."""
    told = []
    if change.days:
        later = ngettext("%(num)s day later", "%(num)s days later", change.days)
        earlier = ngettext("%(num)s day earlier", "%(num)s days earlier", -change.days)
        told.append(later if change.days > 0 else earlier)
    if change.clock:
        clock = change.clock[0]
        told.append(_("at %(time)s", time=f"{clock:%H:%M}") if clock else _("the whole day"))
    if change.length:
        told.append(ngettext("%(num)s day long", "%(num)s days long", change.length[0] + 1))
    for name, value in change.fields.items():
        part = wording().text(_PARTS.get(name, name))
        said = labels().of(name, value) if name in ("channel", "stage", "phase", "campaign", "status", "owner") else ""
        told.append(f"{part}: {said}" if said else part)
    return told


def _zone() -> ZoneInfo:
    return ZoneInfo(workspace().settings.timezone)


def _uids() -> Iterator[str]:
    while True:
        yield secrets.token_hex(8)
