"""Change many items at once: choose what, see what it would do, save it as one write with one undo."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from wtforms import Form

from planner.core.bulk import FIELDS, BulkPlan, Edit, Refusal, cancelled, is_open, plan_edit
from planner.core.model import VERDICTS, Item, Placement
from planner.core.status import ITEM_STATUSES
from planner.storage import changes
from planner.storage import items as store
from planner.storage import placements as places
from planner.views import fields, undo
from planner.views.access import role
from planner.views.content_columns import column
from planner.views.item_form import VERDICT
from planner.views.selection import Selection, list_address, read_selection
from planner.views.site import database, labels, render, who, wording, workspace

room = Blueprint("bulk", __name__, url_prefix="/bulk")

CLEARED = tuple(name for name in FIELDS if name != "status")  # fields that may be emptied
SHOWN = 50  # changes and refusals that the preview lists


class BulkForm(Form):
    """What can be changed for many items; left empty, a field stays as it is."""

    status = fields.choice(lazy("Status"))
    owner = fields.line(lazy("Owner"))
    department = fields.line(lazy("Department"))
    format = fields.choice(lazy("Format"))
    language = fields.content_language(lazy("Language"), description=lazy("nl, en, fr"))
    campaign = fields.choice(lazy("Campaign"))
    verdict = fields.choice(lazy("Verdict"))
    due_on = fields.day(lazy("Due on"))
    review_on = fields.day(lazy("Review on"))
    expires_on = fields.day(lazy("Expires on"))
    add_tags = fields.several(lazy("Add tags"), description=lazy("separated by ;"))
    remove_tags = fields.several(lazy("Remove tags"), description=lazy("separated by ;"))


@dataclass(frozen=True, slots=True)
class Step:
    """One field of one item in the preview: as it is, as it would be."""

    name: str
    before: str
    after: str


@room.post("")
@role("editor")
def choose() -> Any:
    """Show the form for the chosen items, what it would do, or save it."""
    chosen = read_selection()
    form = bulk_form(request.form)
    todo = request.form.get("do")
    if todo not in ("preview", "save"):
        return _page(chosen, bulk_form())
    form.validate()
    edit = said(form)
    if form.errors or not edit:
        return _page(chosen, form, faults=[] if form.errors else [_("Choose at least one thing to change.")]), 400
    if todo == "preview":
        with database().reading() as reading:
            items = store.load_outlines(reading, chosen.ids, with_open=_cancels(edit))
        return _page(chosen, form, items=items, plan=plan_edit(items, edit))
    return _save(chosen, form, edit)


def _save(chosen: Selection, form: BulkForm, edit: Edit) -> Any:
    with database().writing(who()) as writing:
        items = store.load_items(writing, chosen.ids, placed=_cancels(edit))
        plan = plan_edit(items, edit)
        if (fresh := digest(items) == request.form.get("seen")) and plan.changed:
            renewed = [new for _old, new in plan.pairs()]
            number = store.update_items(writing, renewed)
            if "placements" in request.form:
                places.update_placements(writing, left_open(renewed))
        revision = changes.revision_of(writing)
    if not fresh:
        told = _("Some of these items changed meanwhile, so nothing was saved. Look once more at what it would do.")
        return _page(chosen, form, items=items, plan=plan, faults=[told]), 409
    if plan.changed:
        undo.done(ngettext("%(num)s item was changed.", "%(num)s items were changed.", number), revision)
    return redirect(list_address(chosen.query), 303)


def left_open(items: Iterable[Item]) -> list[Placement]:
    """Return the open placements of cancelled items as they are once called off."""
    return [place for item in items if item.status == "cancelled" for place in cancelled(item.placements)]


def bulk_form(given: MultiDict[str, str] | None = None) -> BulkForm:
    """Return the form, filled with what was `given`."""
    form, keep = BulkForm(given), _("leave as it is")
    fields.offer(form.format, workspace().formats, partial(labels().of, "format"), none=keep)
    fields.offer(form.campaign, workspace().campaigns, partial(labels().of, "campaign"), none=keep)
    form.status.choices = [("", keep), *((name, labels().status(name)) for name in ITEM_STATUSES)]
    form.verdict.choices = [("", keep), *((name, VERDICT[name]) for name in VERDICTS)]
    return form


def said(form: BulkForm) -> Edit:
    """Return the edit that the form says: what is filled, and what is ticked to be emptied."""
    values = {name: form[name].data for name in FIELDS if form[name].data}
    empty = {name: "" if name in ("owner", "department") else None for name in request.form.getlist("clear")}
    values |= {name: value for name, value in empty.items() if name in CLEARED}
    return Edit(values=values, add_tags=form.add_tags.data or (), remove_tags=form.remove_tags.data or ())


def _cancels(edit: Edit) -> bool:
    return edit.values.get("status") == "cancelled"


def digest(items: Iterable[Item]) -> str:
    """Return what tells whether any of these items, or their open placements, changed since the preview."""
    open_ones = ((i, (f"{p.uid}:{p.version}" for p in i.placements if is_open(p))) for i in items)
    told = "\n".join(f"{i.id}:{i.version}:{','.join(stamps)}" for i, stamps in open_ones)
    return hashlib.sha256(told.encode()).hexdigest()


def _page(
    chosen: Selection,
    form: BulkForm,
    *,
    items: tuple[Item, ...] = (),
    plan: BulkPlan | None = None,
    faults: list[str] | None = None,
) -> str:
    called_off = (
        [p for item in plan.changed for p in item.placements if is_open(p)] if plan and _cancels(plan.edit) else []
    )
    return render(
        "content/bulk.html", chosen=chosen, form=form, plan=plan, faults=faults, cleared=CLEARED,
        clear=request.form.getlist("clear"), seen=digest(items), back=list_address(chosen.query), shown=SHOWN,
        refused=[(one.item, why(one)) for one in (plan.refused if plan else ())[:SHOWN]],
        steps=[(new, steps(old, new)) for old, new in (plan.pairs(SHOWN) if plan else ())],
        open=len(called_off), people=[u.email for u in workspace().users if u.active],
        calls_off="placements" in request.form or request.form.get("do") != "save",
    )  # fmt: skip


def why(refusal: Refusal) -> str:
    """Return why an item does not change."""
    moves = ", ".join(labels().status(status) for status in refusal.moves)
    now = labels().status(refusal.item.status)
    return str(_("it is %(status)s, and from there it can only become: %(moves)s.", status=now, moves=moves))


def steps(old: Item, new: Item) -> list[Step]:
    """Return what changes in an item, in words."""
    names = [name for name in (*FIELDS, "tags") if getattr(old, name) != getattr(new, name)]
    return [Step(_label(name), _told(name, getattr(old, name)), _told(name, getattr(new, name))) for name in names]


def _label(name: str) -> str:
    found = column(name)
    return found.label if found else name


def _told(name: str, value: Any) -> str:
    if value in (None, "", ()):
        return "–"
    if name == "verdict":
        return str(VERDICT[value])
    if name in ("status", "format", "campaign", "language", "owner"):
        return str(labels().of(name, value))
    if name.endswith("_on"):
        return str(wording().day(value, "d MMM y"))
    return "; ".join(value) if isinstance(value, tuple) else str(value)
