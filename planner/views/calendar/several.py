"""Change several placements at once: what it would do first, then one write with one undo."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from planner.core.model import Item, Placement
from planner.core.parse import N_, Refused, parse_integer, parse_line
from planner.core.several import PlacementEdit, PlacementPlan, Refusal, plan_placements
from planner.core.status import PLACEMENT_STATUSES
from planner.storage import changes
from planner.storage import placements as store
from planner.views import undo
from planner.views.access import role
from planner.views.calendar.consequences import would
from planner.views.calendar.moves import back_to_calendar, said_place
from planner.views.site import database, labels, render, say, today, who, workspace

room = Blueprint("several", __name__, url_prefix="/placements/several")

MOST = 2000  # placements in one change: a person can still look at what it does
SHOWN = 60  # changes and refusals that the preview lists
FARTHEST = 3660  # days

Pairs = Sequence[tuple[Item, Placement]]


@dataclass(frozen=True, slots=True)
class Line:
    """A placement in the preview: as it is and as it would be, or why it stays."""

    item: Item
    placement: Placement
    before: str = ""
    after: str = ""
    why: str = ""


@room.post("")
@role("editor")
def change() -> Any:
    """Show what a change of the chosen placements would do, or make it."""
    uids = chosen()
    edit = asked()
    if "sure" in request.form:
        return _save(uids, edit)
    with database().reading() as reading:
        pairs = _sorted(store.load_shown(reading, uids))
    return _page(pairs, edit, plan_placements(workspace(), pairs, edit, today()))


def _sorted(pairs: Pairs) -> Pairs:
    return sorted(pairs, key=lambda pair: (pair[0].id, pair[1].uid))


def chosen() -> list[str]:
    """Return the placements that are ticked; 400 for none, `Refused` for too many."""
    uids = list(dict.fromkeys(uid for said in request.form.getlist("uid") for uid in said.splitlines() if uid))
    if not uids:
        abort(400, _("Nothing is ticked. Go back and tick the placements to change."))
    if len(uids) > MOST:
        raise Refused(N_("These are %(number)s placements; at most %(most)s can be changed at once."),
                      number=len(uids), most=MOST)  # fmt: skip
    return uids


def asked() -> PlacementEdit:
    """Return what is to be done; `Refused` where that cannot be read."""
    todo, given = request.form.get("do"), request.form
    if todo == "shift":
        days = parse_integer(given.get("days", ""))
        if not days or abs(days) > FARTHEST:
            raise Refused(N_("Say by how many days, as 7 or -3; at most ten years."))
        return PlacementEdit(by=days)
    if todo == "status" and given.get("status") in PLACEMENT_STATUSES:
        return PlacementEdit(status=given["status"])
    if todo == "owner":
        return PlacementEdit(owner=parse_line(given.get("owner", "")) or "")
    if todo == "cancel":
        return PlacementEdit(status="cancelled")
    if todo == "tray":
        return PlacementEdit(tray=True)
    raise Refused(N_("Choose what should change."))


def _save(uids: list[str], edit: PlacementEdit) -> Any:
    with database().writing(who()) as writing:
        pairs = _sorted(store.load_shown(writing, uids))
        plan = plan_placements(workspace(), pairs, edit, today())
        if fresh := digest(pairs) == request.form.get("seen"):
            store.update_placements(writing, [after for _item, _before, after in plan.changed])
        revision = changes.revision_of(writing)
    if not fresh:
        told = _("Some of these placements changed meanwhile, so nothing was saved. Look once more.")
        return _page(pairs, edit, plan, told), 409
    return _done(plan, edit, revision)


def _done(plan: PlacementPlan, edit: PlacementEdit, revision: int | None) -> Response:
    told = ngettext("%(num)s placement: %(what)s.", "%(num)s placements: %(what)s.", len(plan.changed), what=said(edit))
    if plan.changed:
        undo.done(told, revision)
    return back_to_calendar(request.form.get("back", ""))


def digest(pairs: Pairs) -> str:
    """Return what tells whether any of these placements changed since the preview."""
    return hashlib.sha256("\n".join(f"{p.uid}:{p.version}" for _item, p in pairs).encode()).hexdigest()


def said(edit: PlacementEdit) -> str:
    """Return an edit in words."""
    if edit.by > 0:
        told = ngettext("%(num)s day later", "%(num)s days later", edit.by)
    elif edit.by:
        told = ngettext("%(num)s day earlier", "%(num)s days earlier", -edit.by)
    elif edit.tray:
        told = _("to the tray")
    elif edit.status is not None:
        told = _("status %(status)s", status=labels().status(edit.status))
    elif edit.owner:
        told = _("owner %(owner)s", owner=labels().of("owner", edit.owner))
    else:
        told = _("owner as the item’s")
    return str(told)


def _page(pairs: Pairs, edit: PlacementEdit, plan: PlacementPlan, fault: str = "") -> str:
    return render(
        "calendar/several.html", plan=plan, what=said(edit), fault=fault, seen=digest(pairs), shown=SHOWN,
        uids="\n".join(placement.uid for _item, placement in pairs), back=request.form.get("back", ""),
        again={name: request.form.get(name, "") for name in ("do", "days", "status", "owner")},
        changed=[Line(item, before, *_told(edit, before, after)) for item, before, after in plan.changed[:SHOWN]],
        refused=[Line(one.item, one.placement, why=_why(one)) for one in plan.refused[:SHOWN]],
        would=would(plan.steps(workspace())) if plan.changed else None,
    )  # fmt: skip


def _told(edit: PlacementEdit, before: Placement, after: Placement) -> tuple[str, str]:
    if edit.status is not None:
        return labels().status(before.status), labels().status(after.status)
    if edit.owner is not None:
        return labels().of("owner", before.owner) or "–", labels().of("owner", after.owner) or "–"
    return said_place(before), said_place(after)


def _why(refusal: Refusal) -> str:
    if refusal.why is not None:
        return say(refusal.why)
    names = labels()
    status, moves = refusal.placement.status, ", ".join(map(names.status, refusal.moves))
    if not moves:
        return str(_("It is %(status)s, and stays so.", status=names.status(status)))
    return str(_("It is %(status)s, and can only become: %(moves)s.", status=names.status(status), moves=moves))
