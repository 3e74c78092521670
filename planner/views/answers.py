"""Answers to a gap: the rows that pages draw, and behind each button what it does and the press that does it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _

from planner.core.columns import Inventory
from planner.core.deeds import Deed, deed
from planner.core.findings import Answer, Finding
from planner.core.free_day import free_day
from planner.core.model import Item, Placement
from planner.core.parse import N_, unique_slug
from planner.core.prospect import Prospect, prospect, waiting
from planner.core.validate import record_problems
from planner.storage import changes, items, placements
from planner.storage import workspace as frame
from planner.storage.errors import LostRace
from planner.views import answer_form, fields, filters, placement_form, undo
from planner.views.access import role
from planner.views.reports import cell_key, seen, sentence
from planner.views.site import database, labels, render, say, state, today, who, wording, workspace

room = Blueprint("answers", __name__, url_prefix="/gaps/answer")

_DO = {
    "create": N_("Make a brief"), "translate": N_("Translate…"), "adapt": N_("Adapt…"), "publish": N_("Finish…"),
    "refresh": N_("Refresh…"), "extend": N_("Extend…"), "place": N_("Plan it…"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer with its item's title, a few words on how, and where its button leads."""

    answer: Answer
    title: str
    href: str
    how: str
    do: str
    do_href: str


def answer_rows(gap: Finding) -> tuple[AnswerRow, ...]:
    """Return the answers to a gap, best hour first."""
    return tuple(_row(gap, answer) for answer in gap.answers)


def _row(gap: Finding, answer: Answer) -> AnswerRow:
    title = _title(answer.item) if answer.item else _("A new item")
    there = address(gap, answer)
    href = url_for("content.show", id=answer.item) if answer.item else there
    return AnswerRow(answer, title, href, _how(gap, answer), _(_DO[answer.action]), there)


def address(gap: Finding, answer: Answer) -> str:
    """Return the page behind an answer's button, under the filters of this one."""
    return filters.there("answers.show", key=gap.key, action=answer.action, item=answer.item, item_format=answer.format)


def _title(id: str) -> str:
    inventory = state().inventory
    row = inventory.item_row.get(id)
    return inventory.item_titles[row] if row is not None else id


def _how(gap: Finding, answer: Answer) -> str:
    names = labels()
    parts = []
    if answer.action == "extend":
        parts.append(_("to %(segment)s, as secondary", segment=names.of("segment", answer.segment or gap.segment)))
    if answer.action == "refresh":
        parts.append(_("look it over and give it a new review date"))
    if answer.source:
        parts.append(_("made from “%(title)s” and not finished: finish it and publish it", title=_title(answer.source)))
    if answer.action == "translate":
        parts.append(_("into %(language)s", language=names.of("language", answer.language)))
    if answer.format and answer.action in ("adapt", "create"):
        parts.append(_("as %(format)s", format=names.of("format", answer.format)))
    if answer.channel:
        parts.append(_("on %(channel)s", channel=names.of("channel", answer.channel)))
    if answer.question:
        parts.append(f"“{answer.question}”")
    return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address of this page names: the gap, its answer, the answer's item and what that was made from.

    `uid` is the one of a new placement.
    """

    gap: Finding
    answer: Answer
    source: Item | None
    first: Item | None
    uid: str


@room.get("")
@role("editor")
def show() -> str:
    """Show what an answer does, before and after, with the fields that matter filled in."""
    asked = _asked()
    form = answer_form.answer_form(asked.gap, asked.answer, asked.source)
    made, plan = _with_day(asked, form, _deed(asked, form))
    return _page(asked, form, made, plan=plan)


@room.post("")
@role("editor")
def make() -> Any:
    """Carry the answer out in one write, or look again at what it would do."""
    asked = _asked()
    form = answer_form.answer_form(asked.gap, asked.answer, asked.source, request.form)
    good = form.validate()
    made = _deed(asked, form)
    if request.form.get("do") == "look" and good:
        has_day = "day" in form and (form["day"].data or form["day"].typed)
        made, plan = (made, None) if has_day else _with_day(asked, form, made)
        return _page(asked, form, made, plan=plan)
    problems = record_problems(replace(made.item, placements=_new(made))) if good else []
    if not good or problems:
        return _page(asked, form, made, fields.blame(form, problems)), 400
    if request.form.get("do") == "ask" and asked.source:
        made = replace(made, item=_asked_for(asked.source, form))
    version = request.form.get("version", 0, type=int)
    try:
        revision = _write(made, version, asked.source)
    except LostRace as lost:
        return _page(_asked(), form, made, [say(lost), _("Look at it again, then press once more.")]), 409
    undo.done(_told(made), revision)
    return redirect(filters.there("gaps.index", open=asked.gap.key), 303)


def _asked() -> Asked:
    """Return what this request asks about; 404 for a gap and 409 for an answer that are there no more."""
    gap = next((f for f in seen().reports.gaps if f.key == request.args.get("key")), None)
    if gap is None:
        abort(404, _("This gap is no longer there: somebody may have closed it."))
    named = tuple(request.args.get(name) or None for name in ("action", "item", "item_format"))
    answer = next((a for a in gap.answers if (a.action, a.item, a.format) == named), None)
    if answer is None:
        abort(409, _("This answer no longer fits the gap: the content has changed. Look at the gap anew."))
    with database().reading() as reading:
        source, first = (items.get_item(reading, id) if id else None for id in (answer.item, answer.source))
    return Asked(
        gap=gap, answer=answer, source=source, first=first, uid=request.form.get("uid") or secrets.token_hex(8)
    )


def _deed(asked: Asked, form: Any) -> Deed:
    choice = answer_form.chosen(asked.gap, asked.answer, form, asked.uid, asked.first)
    id = unique_slug(choice.title[:60], state().inventory.item_row, otherwise=f"item-{asked.uid}")
    return deed(workspace(), asked.gap, asked.answer, asked.source, choice, id)


def _with_day(asked: Asked, form: Any, made: Deed) -> tuple[Deed, Inventory | None]:
    """Put the first day into the form on which the placement breaks nothing, after the work on it is due.

    Return the deed on that day, and the plan in which it was tried.
    """
    if made.placement is None:
        return made, None
    begin = today() if asked.gap.kind == "silent" else today() + timedelta(days=1)
    if made.is_new and made.item.due_on:
        begin = max(begin, made.item.due_on + timedelta(days=1))
    found = seen().reports.coverage
    plan = waiting(found, made)
    day = free_day(workspace(), plan, asked.uid, max(begin, found.as_of), found.until)
    form["day"].data, form["day"].typed = day, None
    return _deed(asked, form), plan


def _asked_for(source: Item, form: Any) -> Item:
    """Return an item with the work on it given to somebody: nothing else changes until that is done."""
    return replace(source, owner=form["owner"].data, due_on=form["due_on"].data, verdict="update")


def _write(made: Deed, version: int, source: Item | None) -> int | None:
    with database().writing(who()) as writing:
        if source is None or made.is_new:
            items.add_item(writing, made.item)
        else:
            if replace(made.item, placements=()) != replace(source, placements=()):
                items.update_item(writing, replace(made.item, version=version))
            if made.placement is not None:
                placements.add_placement(writing, source.id, made.placement)
        if made.touchpoint is not None:
            frame.update_record(writing, made.touchpoint)
        return changes.revision_of(writing)


def _told(made: Deed) -> str:
    title, new = made.item.title, made.placement
    if made.is_new:
        text = _("“%(title)s” was added, with its brief.", title=title)
    elif made.action == "place":
        text = ""
    else:
        text = _("“%(title)s” was saved.", title=title)
    if new is None:
        return str(text)
    names = labels()
    day, _clock = placement_form.local(workspace(), new)
    when = wording().day(day, "EEE d MMM") if day else _("no date yet")
    placed = _("“%(title)s” stands on %(channel)s, %(when)s.", title=title, when=when,
               channel=names.of("channel", new.channel))  # fmt: skip
    return f"{text} {placed}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure before and after."""

    name: str
    before: str
    after: str


def _page(asked: Asked, form: Any, made: Deed, faults: list[str] | None = None, plan: Inventory | None = None) -> str:
    reports = seen().reports
    told = prospect(reports.coverage, asked.gap, made, reports.gaps, plan)
    titles = state().titles | {made.item.id: made.item.title or _("the new item")}
    return render(
        "gaps/answer.html", gap=asked.gap, answer=asked.answer, source=asked.source, first=asked.first, form=form,
        faults=faults, sentence=sentence(asked.gap), how=_how(asked.gap, asked.answer), lines=_lines(asked, told),
        closes=_findings(told.closes, titles), opens=_findings(told.opens, titles), cell=cell_key(asked.gap),
        uid=asked.uid, made=made,
        closed=told.after.severity <= 0, people=[user.email for user in workspace().users if user.active],
        day=made.placement and placement_form.local(workspace(), made.placement)[0],
    )  # fmt: skip


def _new(made: Deed) -> tuple[Placement, ...]:
    return () if made.placement is None else (made.placement,)


def _lines(asked: Asked, told: Prospect) -> list[Line]:
    words = wording()
    before, after = told.before, told.after
    lines = [Line(name=_("Severity of this gap"), before=words.number(before.severity, 0),
                  after=words.number(after.severity, 0))]  # fmt: skip
    if before.usable is not None and after.usable is not None:
        least = words.number(asked.gap.limit or 0, 2)
        usable = (_("%(n)s of %(minimum)s", n=words.number(n, 2), minimum=least) for n in (before.usable, after.usable))
        lines.append(Line(name=_("Usable in the cell"), before=next(usable), after=next(usable)))
    if before.index is not None and after.index is not None:
        lines.append(Line(name=_("Coverage index"), before=_percent(before.index), after=_percent(after.index)))
    return lines


def _percent(share: float) -> str:
    """Return a share with a decimal: one answer rarely moves the index by a whole point."""
    return str(_("%(share)s %%", share=wording().number(100 * share, 1)))


def _findings(found: tuple[Finding, ...], titles: dict[str, str]) -> list[tuple[Finding, str]]:
    return [(finding, sentence(finding, titles)) for finding in found]
