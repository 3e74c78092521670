"""Undo: the changes people made, newest first, each taken back by one button where it can be."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, get_flashed_messages, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from planner.core.parse import N_
from planner.storage import changes
from planner.storage import undo as store
from planner.storage.errors import CannotUndo
from planner.views.access import may, role
from planner.views.site import back_to, database, person, render, say, who

room = Blueprint("undo", __name__, url_prefix="/changes")

MOST = 50
KEPT, LONGEST = 8, 120  # of what was done last, in the session: how many, how long their texts
_DID = {"create": N_("made"), "update": N_("changed"), "delete": N_("deleted"), "empty": N_("emptied")}
_NOUNS = {  # one, several
    "items": (N_("item"), N_("items")), "placements": (N_("placement"), N_("placements")),
    "series": (N_("series"), N_("series")), "waivers": (N_("accepted finding"), N_("accepted findings")),
    "settings": (N_("settings"), N_("settings")), "segments": (N_("segment"), N_("segments")),
    "stages": (N_("stage"), N_("stages")), "phases": (N_("phase"), N_("phases")),
    "channels": (N_("channel"), N_("channels")), "formats": (N_("format"), N_("formats")),
    "campaigns": (N_("campaign"), N_("campaigns")), "touchpoints": (N_("touchpoint"), N_("touchpoints")),
    "coverage_targets": (N_("target"), N_("targets")), "frequency_rules": (N_("rule"), N_("rules")),
    "overlaps": (N_("overlap"), N_("overlaps")), "users": (N_("person"), N_("people")),
    "views": (N_("saved view"), N_("saved views")), "kpis": (N_("KPI"), N_("KPIs")),
    "workspace": (N_("workspace"), N_("workspace")), "view_tokens": (N_("feed or link"), N_("feeds and links")),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A write as the page lists it; `said` is a list of parts like “3 placements changed”."""

    write: store.Write
    said: tuple[str, ...]
    mine: bool


def done(text: str, revision: int | None, *, again: bool = True) -> None:
    """Tell what was done, with a button that takes it back; `revision` is `changes.revision_of` the writing block.

    The last few stay at hand in the session, so that several can be taken back one after the other; an undo itself
    (`again` False) does not.
    """
    flash(text, "message" if revision is None else f"undo:{revision}")
    if revision is not None and again:
        session["undo"] = [*session.get("undo", ()), [revision, text[:LONGEST]]][-KEPT:]


def last() -> tuple[int, str] | None:
    """Return revision and text of what was done last; None where the page tells it with its button already."""
    kept = session.get("undo")
    told = [str(category) for category, _text in get_flashed_messages(with_categories=True)]  # type: ignore[str-unpack]
    if not kept or any(category.startswith("undo:") for category in told):
        return None
    return int(kept[-1][0]), str(kept[-1][1])


@room.get("")
@role("viewer")
def index() -> str:
    """List the newest changes."""
    with database().reading() as reading:
        writes = store.recent_writes(reading, limit=MOST, who=who() if request.args.get("whose") == "mine" else None)
    shown = [Change(write=write, said=_said(write), mine=write.who == who()) for write in writes]
    return render("undo/index.html", changes=shown, mine=request.args.get("whose") == "mine")


@room.post("")
@role("editor")
def undo() -> Response:
    """Take back one change: one's own, or as a manager anyone's."""
    revision = request.form.get("revision", type=int)
    if revision is None or not 0 < revision < 2**63:
        abort(400, _("Choose the change to undo."))
    with database().reading() as reading:
        author = store.writer_of(reading, revision)
    if author not in (None, who()) and not may(person(), "manager"):
        abort(403, _("This change was made by %(who)s. A manager can undo it.", who=author))
    try:
        with database().writing(who()) as writing:
            number = store.undo(writing, revision)
            made = changes.revision_of(writing)
    except CannotUndo as refused:
        flash(say(refused), "bad")
    else:
        told = ngettext("Undone: %(num)s change was taken back.", "Undone: %(num)s changes were taken back.", number)
        done(told, made, again=False)
    session["undo"] = [one for one in session.get("undo", ()) if one[0] != revision]
    return redirect(back_to(url_for("undo.index")), 303)


def _said(write: store.Write) -> tuple[str, ...]:
    return tuple(_part(action, noun, number) for action, noun, number in write.counts)


def _part(action: str, noun: str, number: int) -> str:
    one, several = _NOUNS.get(noun, (noun, noun))
    said = {"number": number, "noun": _(one if number == 1 else several), "did": _(_DID.get(action, action))}
    return str(_("%(number)s %(noun)s %(did)s", **said))
