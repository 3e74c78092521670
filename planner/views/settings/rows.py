"""Lists of rows and the form of one: add, change, order, archive. The same for every kind."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, request
from flask_babel import gettext as _

from planner.core.parse import Refused, parse_integer
from planner.core.validate import record_problems
from planner.storage import workspace as store
from planner.storage.errors import AlreadyThere, LostRace, UnknownReference
from planner.views import fields
from planner.views.access import role
from planner.views.lost import lost_page as both_texts
from planner.views.settings.form_tools import differences, hang
from planner.views.settings.kinds import KINDS, Kind, blank, built, form_of, name_of
from planner.views.settings.room import room
from planner.views.site import database, render, say, see, who

PATHS = ", ".join(KINDS)
KIND = f"/<any({PATHS}):path>"


@room.get(KIND)
@role("viewer")
def rows(path: str) -> str:
    """List the rows of a kind."""
    return render("settings/rows.html", kind=KINDS[path])


@room.post(KIND)
@role("manager")
def order(path: str) -> Any:
    """Put the rows in another order: one up, one down, or all by the numbers beside them."""
    kind = KINDS[path]
    keys = [kind.key(row) for row in kind.rows]
    try:
        ordered = _reordered(keys)
    except Refused as refused:
        abort(400, say(refused))
    with database().writing(who()) as writing:
        store.reorder(writing, kind.noun, ordered)
    return see("settings.rows", path=path)


def _reordered(keys: list[str]) -> list[str]:
    step, _sign, key = request.form.get("do", "").partition(":")
    if step in ("up", "down") and key in keys:
        at = keys.index(key)
        to = max(0, at - 1) if step == "up" else min(len(keys) - 1, at + 1)
        keys.insert(to, keys.pop(at))
        return keys
    places = {}
    for at, name in enumerate(keys, 1):
        place = parse_integer(request.form.get(f"place:{name}", at), least=-9999, most=9999)
        places[name] = (place, (place > at) - (place < at), at)  # one that moves up goes before who stands there
    return sorted(keys, key=lambda name: places[name])


@room.get(f"{KIND}/new")
@role("manager")
def new(path: str) -> str:
    """Show the empty form."""
    kind = KINDS[path]
    record = blank(kind, request.args)
    return page(kind, record, form_of(kind, record), is_new=True)


@room.post(f"{KIND}/new")
@role("manager")
def add(path: str) -> Any:
    """Save a new row."""
    kind = KINDS[path]
    empty = blank(kind)
    form = form_of(kind, empty, request.form)
    record, faults = said(kind, empty, form)
    if faults is not None:
        return page(kind, empty, form, is_new=True, faults=faults), 400
    try:
        with database().writing(who()) as writing:
            store.add(writing, record)
    except (AlreadyThere, UnknownReference) as refused:
        return page(kind, empty, form, is_new=True, faults=blamed(kind, form, refused)), 400
    flash(_("“%(name)s” was added.", name=name_of(record)))
    return see("settings.rows", path=path)


@room.get(f"{KIND}/row")
@role("manager")
def row(path: str) -> str:
    """Show the form of a row."""
    kind = KINDS[path]
    record, version = found(kind, request.args.get("key", ""))
    return page(kind, record, form_of(kind, record), version=version)


@room.post(f"{KIND}/row")
@role("manager")
def save(path: str) -> Any:
    """Save a row, let it rest or wake it."""
    kind = KINDS[path]
    key = request.args.get("key", "")
    record, _version = found(kind, key)
    seen = fields.seen_version()
    if request.form.get("do") in ("archive", "wake") and kind.can_rest:
        return _rest(kind, key, seen, archived=request.form["do"] == "archive")
    form = form_of(kind, record, request.form)
    changed, faults = said(kind, record, form)
    if faults is not None:
        return page(kind, record, form, version=seen, faults=faults), 400
    try:
        with database().writing(who()) as writing:
            store.update_record(writing, changed, key=key, version=seen)
    except (AlreadyThere, UnknownReference) as refused:
        return page(kind, record, form, version=seen, faults=blamed(kind, form, refused)), 400
    except LostRace as lost:
        return lost_page(kind, key, form, lost)
    flash(_("“%(name)s” was saved.", name=name_of(changed)))
    return see("settings.rows", path=path)


def _rest(kind: Kind, key: str, version: int, *, archived: bool) -> Any:
    with database().writing(who()) as writing:
        store.archive(writing, kind.noun, key, archived=archived, version=version)
    flash(_("It rests now: no cells and no findings; its placements stay.") if archived else _("It counts again."))
    return see("settings.rows", path=kind.path)


def found(kind: Kind, key: str) -> tuple[Any, int]:
    """Return a row and its version, or leave with 404."""
    if kind.noun == "coverage_targets" and key.count("/") != 3:
        abort(404)
    with database().reading() as reading:
        there = store.find(reading, kind.noun, key)
    if there is None:
        abort(404, _("There is no “%(key)s” here. It may have been renamed or deleted.", key=key[:80]))
    return there


def said(kind: Kind, record: Any, form: Any) -> tuple[Any, list[str] | None]:
    """Return the record a form says, and what is wrong beside its fields (None: nothing is wrong at all)."""
    if not form.validate():
        return record, []
    try:
        made = built(record, form)
    except Refused as refused:
        return record, [say(refused)]
    problems = record_problems(made)
    return made, hang(form, problems) if problems else None


def blamed(kind: Kind, form: Any, refused: Refused) -> list[str]:
    """Hang a refusal of storage on the field it is about."""
    name = "items" if isinstance(refused, UnknownReference) else "slug" if "slug" in form else "name"
    if name not in form:
        return [_("There is one for this already: change that one.")]
    form[name].errors = [say(refused)]
    return []


def page(
    kind: Kind, record: Any, form: Any, *, version: int = 0, is_new: bool = False, faults: list[str] | None = None
) -> str:
    """Return the page of one row."""
    return render(
        "settings/row.html", kind=kind, record=record, form=form, version=version, is_new=is_new, faults=faults,
        name=kind.new if is_new else name_of(record),
    )  # fmt: skip


def lost_page(kind: Kind, key: str, form: Any, lost: LostRace) -> tuple[str, int]:
    """Return both texts of a row that someone else saved first."""
    if lost.current is None:
        raise lost
    _record, version = found(kind, key)
    changed = differences(form_of(kind, lost.current), form)
    return both_texts(name_of(lost.current), changed, version=version, back=request.full_path)
