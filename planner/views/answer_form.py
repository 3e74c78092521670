"""The form behind an answer's button: only the fields its action has a use for, filled so that one press does it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form

from planner.core.deeds import COPIES, MADE, Choice, fit_in, refreshed
from planner.core.findings import Answer, Finding
from planner.core.model import Item, Placement
from planner.core.status import item_moves
from planner.views import fields, placement_form
from planner.views.reports import sentence
from planner.views.site import labels, today, who, workspace

DUE_DAYS = 14
FIELDS = {
    "refresh": ("review_on", "expires_on", "owner", "due_on"),
    "publish": ("status", "owner", "due_on"),
    "place": (),
    "extend": ("fit",),
    "adapt": ("title", "format", "language", "owner", "due_on", "brief"),
    "translate": ("title", "format", "language", "owner", "due_on", "brief"),
    "create": ("title", "format", "language", "owner", "due_on", "brief"),
}
PLACED = ("channel", "day", "clock", "only")  # where and when it appears


class AnswerForm(Form):
    """What planner asks before it carries out an answer."""

    title = fields.line(lazy("Title"), needed=lazy("Give it a title; that is how people will find it."))
    format = fields.choice(lazy("Format"))
    language = fields.content_language(lazy("Language"), description=lazy("nl, en, fr"))
    status = fields.choice(lazy("How far is it?"))
    fit = fields.choice(lazy("How well does it fit here?"))
    review_on = fields.day(lazy("Review again on"))
    expires_on = fields.day(lazy("Expires on"), description=lazy("only when it ends by itself"))
    owner = fields.line(lazy("Who does it?"))
    due_on = fields.day(lazy("Due on"))
    brief = fields.text(lazy("Brief"), rows=7)
    channel = fields.choice(lazy("On which channel?"))
    day = fields.day(lazy("On which day?"), description=lazy("left empty, it waits in the tray"))
    clock = fields.Typed(lazy("At what time?"), placement_form.parse_clock, kind="time",
                         show=lambda t: t.strftime("%H:%M"), description=lazy("left empty, the whole day"))  # fmt: skip
    only = BooleanField(lazy("Only for them"))


def answer_form(gap: Finding, answer: Answer, source: Item | None, given: MultiDict[str, str] | None = None) -> Any:
    """Return the form of an answer, filled with what was `given`, else with what the answer proposes."""
    form: Any = AnswerForm(given, data=None if given else proposal(gap, answer, source))
    for name in {*form._fields} - {*shown(answer)}:
        del form[name]
    space, names = workspace(), labels()
    for noun, blank in (("format", "–"), ("channel", lazy("not yet"))):
        if noun in form:
            fields.offer(form[noun], getattr(space, f"{noun}s"), partial(names.of, noun), none=blank)
    if "status" in form and source:
        moves = (source.status, *item_moves(source.status, source.status_before))
        form["status"].choices = [(name, names.status(name)) for name in moves if name not in ("on_hold", "cancelled")]
    if "fit" in form:
        form["fit"].choices = [("secondary", _("secondary 0.5")), ("primary", _("primary 1.0"))]
    return form


def shown(answer: Answer) -> tuple[str, ...]:
    """Return the fields an answer asks for."""
    placed = answer.channel is not None or answer.action in MADE
    return FIELDS[answer.action] + (PLACED if placed else ())


def proposal(gap: Finding, answer: Answer, source: Item | None) -> dict[str, Any]:
    """Return what the form says before anybody touches it."""
    due = _working(today() + timedelta(days=DUE_DAYS))
    said: dict[str, Any] = {"owner": source.owner if source and source.owner else who(), "due_on": due,
                            "channel": answer.channel, "fit": "secondary"}  # fmt: skip
    if answer.action == "refresh" and source:
        said["review_on"], said["expires_on"] = refreshed(source, max(today(), gap.start or today()))
    if answer.action == "publish" and source:
        said["status"] = "published" if source.status == "approved" else source.status
        said["due_on"] = source.due_on or due
    if answer.action in MADE:
        said |= {"title": _title(gap, answer, source), "brief": _brief(gap, answer, source),
                 "format": answer.format or (source.format if source else None),
                 "language": answer.language or (source.language if source else None)}  # fmt: skip
    return said


def _working(day: date) -> date:
    """Return a day, the Monday after it in a weekend."""
    return day + timedelta(days=max(0, 8 - day.isoweekday())) if day.isoweekday() > 5 else day


def _title(gap: Finding, answer: Answer, source: Item | None) -> str:
    names = labels()
    if source is None:
        where = f"{names.segment(gap.segment)}, {names.place(gap.stage, gap.phase)}"
        return answer.question or where
    if answer.action == "adapt" and answer.format and answer.format != source.format:
        return f"{source.title} ({names.of('format', answer.format)})"
    if answer.action == "adapt" and answer.channel:
        return f"{source.title} ({names.of('channel', answer.channel)})"
    return source.title


def _brief(gap: Finding, answer: Answer, source: Item | None) -> str:
    """Return what the maker needs to know: for whom, the person's question, why, and what it is made from."""
    names = labels()
    place = names.place(gap.stage, gap.phase, gap.channel)
    lines = [_("For: %(segment)s, %(place)s", segment=names.segment(gap.segment), place=place)]
    if answer.question:
        lines.append(_("The person asks: “%(question)s”", question=answer.question))
    lines.append(_("Why: %(sentence)s", sentence=sentence(gap).striptags()))
    if source and answer.action in COPIES:
        lines.append(_("Made from: %(title)s", title=source.title) + (f" ({source.url})" if source.url else ""))
        if source.key_message:
            lines.append(_("What should people remember? %(message)s", message=source.key_message))
    return "\n".join(lines)


def chosen(gap: Finding, answer: Answer, form: Any, uid: str, first: Item | None) -> Choice:
    """Return what the form says; `first` is what an item to finish was made from, `uid` names the placement."""
    said = {name: form[name].data for name in FIELDS[answer.action]}
    if answer.action == "publish":
        said["published_on"] = today()
        said["fit"] = fit_in(gap, first) if first else "secondary"
    return Choice(**said, placement=_placement(gap, answer, form, uid))


def _placement(gap: Finding, answer: Answer, form: Any, uid: str) -> Placement | None:
    if "channel" not in form or not form["channel"].data:
        return None
    narrowed = (gap.segment,) if form["only"].data and gap.segment else ()
    when = placement_form.when(workspace(), form["day"].data, form["clock"].data)
    return Placement(uid=uid, channel=form["channel"].data, status="planned", segments=narrowed, **when)
