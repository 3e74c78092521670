"""What one does in the content list itself: choose its columns, and edit title, status and owner in a row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import Form

from planner.core.model import Item
from planner.core.status import ITEM_STATUSES, item_moves, remembered
from planner.storage import people
from planner.storage.errors import LostRace
from planner.views import cancelling, content_columns, content_list, fields, limits, undo
from planner.views.access import role
from planner.views.content import found_item
from planner.views.content_file import FORMATS, content_file
from planner.views.lost import Difference, lost_page
from planner.views.selection import list_address
from planner.views.site import attachment, database, labels, who

room = Blueprint("listing", __name__, url_prefix="/list")

SHOWN = ("title", "status", "owner")


class RowForm(Form):
    """What can be edited in a row of the list."""

    title = fields.line(lazy("Title"), needed=lazy("Give it a title; that is how people will find it."))
    status = fields.choice(lazy("Status"))
    owner = fields.line(lazy("Owner"))


@room.get("/file")
@role("viewer")
def take() -> Response:
    """Hand out exactly the list of the address: `as` says which file (`format` is a filter of items)."""
    form = request.args.get("as", "")
    if form not in FORMATS:
        abort(400, _("There is no export “%(kind)s” as %(form)s.", kind=_("Content"), form=form[:10]))
    limits.count("export")
    made = content_file(content_list.ordered(request.args), content_columns.chosen(), form)
    return attachment(made.name, made.media_type, made.body)


@room.post("/columns")
@role("viewer")
def keep_columns() -> Response:
    """Show these columns from now on, for this person on every device."""
    chosen = () if "usual" in request.form else content_columns.known(request.form.getlist("column"))
    with database().writing(who()) as writing:
        people.keep_columns(writing, who(), chosen)
    query = request.form.get("query", "")
    return redirect(list_address(query, without=("column", "edit"), column=chosen), 303)


@room.post("/row")
@role("editor")
def save_row() -> Any:
    """Save title, status and owner of one item; what the form does not name stays."""
    item = found_item(request.form.get("id", ""))
    form = row_form(item, request.form)
    form.validate()
    if form.errors:
        told = [f"{form[name].label.text}: {' '.join(errors)}" for name, errors in form.errors.items()]
        abort(400, " ".join(told))
    said = {name: form[name].data for name in SHOWN if name in request.form}
    if said.get("status", item.status) != item.status:
        said["status_before"] = remembered(item.status, item.status_before, said["status"])
    changed = replace(item, **said, version=fields.seen_version())
    back = list_address(request.form.get("query", ""), without=("edit",))
    if cancelling.must_ask(item, changed.status):
        return cancelling.ask(item, back)
    gone = cancelling.ticked(item)
    try:
        revision = cancelling.write(changed, gone)
    except LostRace as lost:
        return _lost(changed, lost, back)
    undo.done(cancelling.told(_("“%(title)s” was saved.", title=changed.title), gone), revision)
    return redirect(back, 303)


def row_form(item: Item, given: Any = None) -> RowForm:
    """Return the form of a row: what is not in `given` stays as it is."""
    form = RowForm(None if given is None else _whole(item, given), obj=item)
    moves = {item.status, *item_moves(item.status, item.status_before)}
    form.status.choices = [(name, labels().status(name)) for name in ITEM_STATUSES if name in moves]
    return form


def _whole(item: Item, given: MultiDict[str, str]) -> MultiDict[str, str]:
    return MultiDict({name: given.get(name, getattr(item, name)) for name in SHOWN})


def _lost(yours: Item, lost: LostRace, back: str) -> tuple[str, int]:
    theirs = lost.current
    if not isinstance(theirs, Item):
        raise lost
    form = row_form(theirs)
    differences = [
        Difference(str(form[name].label.text), _shown(theirs, name), _shown(yours, name))
        for name in SHOWN
        if getattr(theirs, name) != getattr(yours, name)
    ]
    return lost_page(theirs.title, differences, version=theirs.version, back=back, frame="base.html")


def _shown(item: Item, name: str) -> str:
    return labels().status(item.status) if name == "status" else str(getattr(item, name))
