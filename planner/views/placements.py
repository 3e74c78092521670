"""One placement: adding, adapting to its channel with a preview, taking it away. All by plain forms."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from planner.core.model import Item, Placement
from planner.core.validate import record_problems
from planner.storage import changes
from planner.storage import items as item_store
from planner.storage import placements as store
from planner.storage.errors import LostRace
from planner.views import adaptation, fields, placement_form, series, undo
from planner.views.access import role
from planner.views.placement_form import PlacementForm
from planner.views.site import database, labels, render, say, see, who, wording, workspace

room = Blueprint("placements", __name__, url_prefix="/placements")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementCard:
    """A placement beside its item: when and where, and what its channel asks of it."""

    placement: Placement
    when: str
    checks: list[adaptation.Check]
    parts: dict[str, adaptation.Part]


def placement_cards(item: Item) -> tuple[PlacementCard, ...]:
    """Return the cards of an item's placements, dated ones first."""
    space, names = workspace(), labels()

    def card(place: Placement) -> PlacementCard:
        return PlacementCard(
            placement=place, when=said_when(place), checks=adaptation.checks(space, names, item, place),
            parts=adaptation.parts(space, item, place),
        )  # fmt: skip

    def order(place: Placement) -> tuple[bool, str, str]:
        day, clock = placement_form.local(space, place)
        return day is None, f"{day} {clock}", place.uid

    return tuple(card(place) for place in sorted(item.placements, key=order))


def said_when(place: Placement) -> str:
    """Return day, time and ISO week of a placement as people write them."""
    words = wording()
    day, clock = placement_form.local(workspace(), place)
    if day is None:
        return words.text("no date yet")
    text = words.day(day, "EEE d MMM y") + (f", {clock:%H:%M}" if clock else "")
    if place.until and place.until > day:
        text += f" – {words.day(place.until, 'd MMM y')}"
    return f"{text} · {words.week(day)}"


@room.get("/new")
@role("editor")
def new() -> str:
    """Show the empty form for an item; channel and day may stand in the address."""
    item = _item(request.args.get("item", ""))
    blank = replace(_blank(), channel=request.args.get("channel", ""), stage=request.args.get("stage") or None)
    form = placement_form.placement_form(workspace(), labels(), blank)
    return _page(item, blank, form, is_new=True)


@room.post("/new")
@role("editor")
def add() -> Any:
    """Save a new placement."""
    item = _item(request.args.get("item", ""))
    blank = _blank()
    form = placement_form.placement_form(workspace(), labels(), blank, request.form)
    placement, faults = _said(blank, form)
    if request.form.get("do") == "preview":
        return _page(item, placement, form, is_new=True)
    if faults is not None:
        return _page(item, placement, form, is_new=True, faults=faults), 400
    if series.is_asked():
        return series.start(item, placement, is_new=True)
    with database().writing(who()) as writing:
        store.add_placement(writing, item.id, placement)
        revision = changes.revision_of(writing)
    channel = labels().of("channel", placement.channel)
    undo.done(_("“%(title)s” was placed on %(channel)s.", title=item.title, channel=channel), revision)
    return see("content.show", id=item.id)


@room.get("/<path:uid>")
@role("viewer")
def show(uid: str) -> str:
    """Show a placement."""
    item, placement = found(uid)
    return _page(item, placement, placement_form.placement_form(workspace(), labels(), placement))


@room.post("/<path:uid>")
@role("editor")
def save(uid: str) -> Any:
    """Save a placement, or take it away."""
    item, placement = found(uid)
    version = fields.seen_version()
    if request.form.get("do") == "delete":
        return _delete(item, replace(placement, version=version))
    form = placement_form.placement_form(workspace(), labels(), placement, request.form)
    changed, faults = _said(placement, form)
    changed = replace(changed, version=version, sequence=placement.sequence)
    if request.form.get("do") == "preview":
        return _page(item, changed, form)
    if faults is not None:
        return _page(item, changed, form, faults=faults), 400
    if _dates(changed) != _dates(placement) and placement.status == "published":
        told = _("It has been published, so its day stays. Take it back to planned at its source, or add a new one.")
        return _page(item, changed, form, faults=[told]), 409
    return _save(item, changed, form)


def _save(item: Item, changed: Placement, form: PlacementForm) -> Any:
    """Save a placement that holds, or show what that means for the others of its series."""
    try:
        if changed.series and series.scope() != "one":
            return series.change(item, changed)
        with database().writing(who()) as writing:
            store.update_placement(writing, changed)
            revision = changes.revision_of(writing)
    except LostRace as lost:
        return _lost(item, changed, form, lost)
    title = changed.title or item.title
    undo.done(_("“%(title)s” now stands on %(when)s.", title=title, when=said_when(changed)), revision)
    return see("content.show", id=item.id)


def _said(before: Placement, form: PlacementForm) -> tuple[Placement, list[str] | None]:
    """Return the placement the form says, and its faults beyond the fields; None when all is well."""
    form.validate()
    placement = placement_form.filled(workspace(), before, form)
    if not placement.channel and "channel" not in form.errors:
        form.channel.errors = [_("Choose the channel it goes to.")]
    if any(field.errors for field in form):
        return placement, []
    problems = record_problems(placement)
    return placement, fields.blame(form, problems) if problems else None


def _delete(item: Item, placement: Placement) -> Response:
    with database().writing(who()) as writing:
        store.delete_placement(writing, placement.uid, version=placement.version)
        revision = changes.revision_of(writing)
    channel = labels().of("channel", placement.channel)
    undo.done(_("The placement on %(channel)s was taken away.", channel=channel), revision)
    return see("content.show", id=item.id)


def _lost(item: Item, yours: Placement, form: PlacementForm, lost: LostRace) -> tuple[str, int]:
    theirs = lost.current
    if not isinstance(theirs, Placement):
        raise lost
    other = placement_form.placement_form(workspace(), labels(), theirs)
    changed = [
        _("%(field)s: it now says “%(theirs)s”.", field=field.label.text, theirs=_plain(other[field.name]))
        for field in form
        if _plain(other[field.name]) != _plain(field)
    ]
    told = [say(lost), *changed, _("Save again to keep yours.")]
    return _page(item, replace(yours, version=theirs.version), form, faults=told), 409


def _plain(field: Any) -> str:
    data = field.data
    return "; ".join(map(str, data)) if isinstance(data, (list, tuple)) else "" if data is None else str(data)


def _dates(placement: Placement) -> tuple[Any, ...]:
    return placement.on, placement.at, placement.until


def _blank() -> Placement:
    return Placement(uid=secrets.token_hex(8), channel="", status="planned")


def _item(id: str) -> Item:
    with database().reading() as reading:
        item = item_store.get_item(reading, id)
    if item is None:
        abort(404, _("There is no item “%(id)s” here.", id=id[:80]))
    return item


def found(uid: str) -> tuple[Item, Placement]:
    """Return a placement of this workspace with its item; 404 where there is none."""
    with database().reading() as reading:
        pairs = store.load_placements(reading, [uid])
    if not pairs:
        abort(404, _("There is no placement “%(uid)s” here.", uid=uid[:80]))
    return pairs[0]


def _page(
    item: Item, placement: Placement, form: PlacementForm, *, is_new: bool = False, faults: list[str] | None = None
) -> str:
    return render(
        "content/placement.html", item=item, placement=placement, form=form, is_new=is_new, faults=faults,
        parts=adaptation.parts(workspace(), item, placement), preview=adaptation.preview(workspace(), item, placement),
        checks=adaptation.checks(workspace(), labels(), item, placement),
        people=[user.email for user in workspace().users if user.active],
        repeats=series.panel(placement, given=request.form or None, is_new=is_new),
    )  # fmt: skip
