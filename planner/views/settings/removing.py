"""Deleting a row, or merging it into another: first what names it is counted, then a person decides."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, request
from flask_babel import gettext as _

from planner.storage import dimensions
from planner.storage.errors import InUse
from planner.views import fields
from planner.views.access import role
from planner.views.settings.kinds import KINDS, Kind, name_of
from planner.views.settings.room import room
from planner.views.settings.rows import KIND, found
from planner.views.site import database, render, see, who, wording

PARTS = ("views", "overlaps")  # they go with a row, or follow it; they never keep it
SHOWN_AT = {"touchpoints": "touchpoints", "coverage_targets": "targets", "frequency_rules": "rules",
            "segments": "segments", "channels": "channels", "formats": "formats", "overlaps": "overlaps"}  # fmt: skip


@room.get(f"{KIND}/remove")
@role("manager")
def leaving(path: str) -> str:
    """Show what names a row, and the ways to let it go."""
    return _page(KINDS[path], request.args.get("key", ""))


@room.post(f"{KIND}/remove")
@role("manager")
def remove(path: str) -> Any:
    """Delete a row that nothing names, or merge it into another."""
    kind, key = KINDS[path], request.args.get("key", "")
    record, _version = found(kind, key)
    if request.form.get("do") == "merge":
        return _merge(kind, key, record)
    if request.form.get("do") != "delete":
        abort(400)
    seen = fields.seen_version()
    try:
        with database().writing(who()) as writing:
            dimensions.delete_record(writing, kind.noun, key, version=seen)
    except InUse:
        return _page(kind, key, fault=_("Something names it by now, so it was not deleted.")), 400
    flash(_("“%(name)s” was deleted.", name=name_of(record)))
    return see("settings.rows", path=path)


def _merge(kind: Kind, key: str, record: Any) -> Any:
    into = request.form.get("into", "")
    others = {kind.key(row): row for row in kind.rows if kind.key(row) != key}
    if kind.noun not in dimensions.MERGEABLE or into not in others:
        return _page(kind, key, fault=_("Choose what it should be merged into.")), 400
    with database().writing(who()) as writing:
        moved = dimensions.merge(writing, kind.noun, key, into)
    told = _("“%(name)s” was merged into “%(into)s”.", name=name_of(record), into=name_of(others[into]))
    flash(f"{told} {_said(moved)}".strip())
    return see("settings.rows", path=kind.path)


def _said(counts: dict[str, int]) -> str:
    words = wording()
    parts = [f"{words.text(dimensions.COUNTED.get(name, name))} {words.number(n, 0)}" for name, n in counts.items()]
    return _("It took along: %(what)s.", what=", ".join(parts)) if parts else ""


def _page(kind: Kind, key: str, fault: str = "") -> str:
    record, version = found(kind, key)
    with database().reading() as reading:
        uses = dimensions.count_uses(reading, kind.noun, key)
    words = wording()
    counts = [(n, words.text(dimensions.COUNTED.get(name, name)), SHOWN_AT.get(name)) for name, n in uses.items()]
    return render(
        "settings/remove.html", kind=kind, key=key, record=record, version=version, counts=counts, fault=fault,
        name=name_of(record), is_free=not set(uses) - set(PARTS), can_merge=kind.noun in dimensions.MERGEABLE,
        others=[(kind.key(row), name_of(row)) for row in kind.rows if kind.key(row) != key],
    )  # fmt: skip
