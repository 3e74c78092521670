"""The content list and the page of one item."""

from __future__ import annotations

import math
import secrets
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from planner.core.model import Item, Mapping
from planner.core.parse import unique_slug
from planner.core.validate import record_problems
from planner.storage import items as store
from planner.storage.errors import LostRace
from planner.views import cancelling, content_columns, content_list, fields, item_form, undo
from planner.views.access import role
from planner.views.family import family
from planner.views.item_form import ItemForm
from planner.views.lost import Difference, lost_page
from planner.views.markdown import to_html
from planner.views.placements import placement_cards
from planner.views.reports import today_reports
from planner.views.selection import list_query
from planner.views.site import database, is_allowed, labels, render, see, state, today, who, workspace

room = Blueprint("content", __name__, url_prefix="/content")

KIN = ("derived_from", "translation_of")  # what a new item is made from stands in its address


@room.get("")
@role("viewer")
def index() -> str:
    """List the items the filters leave, sorted, with their true number."""
    columns, sort = content_columns.chosen(), request.args.get("sort", "title")
    found = content_list.ordered(request.args)
    pages = max(1, math.ceil(len(found) / content_list.PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    here = found[(page - 1) * content_list.PAGE : page * content_list.PAGE]
    editing = request.args.get("edit", "") if is_allowed("editor") else ""
    return render(
        "content/index.html", rows=content_list.shown(here, columns, editing), columns=columns, total=len(found),
        offered=content_columns.offered(), sort=sort, page=page, pages=pages, query=(query := list_query()),
        edit_at=f"{url_for('content.index')}?{query}{'&' if query else ''}edit=",
        bar=content_list.bar(columns), people=[user.email for user in workspace().users if user.active],
        verdicts=item_form.VERDICT, rot=item_form.ROT,
    )  # fmt: skip


@room.get("/new")
@role("editor")
def new() -> str:
    """Show the empty form; a cell named in the address is ticked already."""
    item = _blank(request.args.get("title", ""))
    wanted = {name: request.args.get(name) or None for name in ("segment", "stage", "phase")}
    cells = (Mapping(**wanted),) if any(wanted.values()) else ()  # type: ignore[arg-type]
    said: dict[str, Any] = {name: request.args.get(f"item_{name}") or None for name in ("format", "language")}
    item = replace(item, map=cells, brief=request.args.get("brief", ""), **said)
    return _page(item, item_form.item_form(workspace(), labels(), item), is_new=True)


@room.post("/new")
@role("editor")
def add() -> Any:
    """Save a new item."""
    blank = _blank(request.form.get("title", ""))
    form = item_form.item_form(workspace(), labels(), blank, request.form)
    item = _said(blank, form)
    if _only_looks():
        return _page(item, form, is_new=True)
    if (faults := _faults(item, form)) is not None:
        return _page(item, form, is_new=True, faults=faults), 400
    with database().writing(who()) as writing:
        store.add_item(writing, item)
    flash(_("“%(title)s” was added.", title=item.title))
    return see("content.show", id=item.id)


@room.get("/<path:id>")
@role("viewer")
def show(id: str) -> str:
    """Show an item with its mapping, placements and text."""
    item = found_item(id)
    return _page(item, item_form.item_form(workspace(), labels(), item))


@room.post("/<path:id>")
@role("editor")
def save(id: str) -> Any:
    """Save or delete an item, or lay out its text without saving."""
    item = found_item(id)
    if request.form.get("do") == "delete":
        return _delete(item)
    form = item_form.item_form(workspace(), labels(), item, request.form)
    changed = replace(_said(item, form), version=fields.seen_version())
    if _only_looks():
        return _page(changed, form)
    if (faults := _faults(changed, form)) is not None:
        return _page(changed, form, faults=faults), 400
    if cancelling.must_ask(item, changed.status):
        return cancelling.ask(item, url_for("content.show", id=item.id))
    gone = cancelling.ticked(item)
    try:
        revision = cancelling.write(changed, gone)
    except LostRace as lost:
        return _lost(changed, lost)
    undo.done(cancelling.told(_("“%(title)s” was saved.", title=changed.title), gone), revision)
    return see("content.show", id=item.id)


def _only_looks() -> bool:
    """Return whether the button shows the form anew: a preview, or the grid of one more segment."""
    return request.form.get("do") == "preview" or "more" in request.form


def _delete(item: Item) -> Response:
    version = fields.seen_version()
    with database().writing(who()) as writing:
        store.delete_item(writing, item.id, version=version)
    flash(_("“%(title)s” was deleted.", title=item.title))
    return see("content.index")


def found_item(id: str) -> Item:
    """Return the item of an address; 404 where there is none."""
    with database().reading() as reading:
        item = store.get_item(reading, id)
    if item is None:
        abort(404, _("There is no item “%(id)s” here.", id=id[:80]))
    return item


def _blank(title: str) -> Item:
    known = state().inventory.item_row
    slug = unique_slug(title[:60], known, otherwise=f"item-{secrets.token_hex(4)}")
    kin: dict[str, Any] = {name: source for name in KIN if (source := request.args.get(name)) in known}
    return Item(id=slug, slug=slug, title="", **kin)


def _said(item: Item, form: ItemForm) -> Item:
    form.validate()
    return item_form.filled(item, form, item_form.read_cells(workspace(), request.form, item.map))


def _faults(item: Item, form: ItemForm) -> list[str] | None:
    """Return what the form cannot hang on a field (an empty list: all of it hangs there); None when all is well."""
    if form.errors:
        return []
    if strays := item_form.strays(workspace(), request.form):
        return strays
    problems = record_problems(replace(item, placements=()))
    if not problems:
        return None
    return fields.blame(form, problems)


def _page(item: Item, form: ItemForm, *, is_new: bool = False, faults: list[str] | None = None) -> str:
    reports = today_reports()
    space, inventory = workspace(), state().inventory
    asked = [*request.form.getlist("also"), *request.form.getlist("more")]
    sheets, aside = item_form.sheets(space, reports.coverage, item.map, asked)
    return render(
        "content/item.html", item=item, form=form, is_new=is_new, faults=faults, sheets=sheets, aside=aside,
        asked=asked, unseen=item_form.unseen(space, item.map),
        field_of=item_form.field_of, html=to_html(item.body) if item.body.strip() else "",
        cards=placement_cards(item), people=[user.email for user in space.users if user.active],
        family=family(inventory, item),
        gaps=[gap for gap in reports.bare_gaps if item.id in gap.items], today=today(),
    )  # fmt: skip


def _lost(yours: Item, lost: LostRace) -> tuple[str, int]:
    theirs = lost.current
    if not isinstance(theirs, Item):
        raise lost
    form = item_form.item_form(workspace(), labels(), theirs)
    names = [*item_form.TEXTS, *item_form.FACTS]
    differences = [
        Difference(str(form[name].label.text), _shown(getattr(theirs, name)), _shown(getattr(yours, name)))
        for name in names
        if getattr(theirs, name) != getattr(yours, name)
    ]
    if theirs.map != yours.map:
        differences.append(Difference(_("Who it helps, and when"), _mapped(theirs), _mapped(yours)))
    back = url_for("content.show", id=theirs.id)
    return lost_page(theirs.title, differences, version=theirs.version, back=back, frame="base.html")


def _shown(value: object) -> str:
    if value is None or value == ():
        return ""
    return "; ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


def _mapped(item: Item) -> str:
    names = labels()
    return "\n".join(f"{names.of('segment', m.segment)} · {names.cell(m.stage, m.phase)}: {m.fit}" for m in item.map)
