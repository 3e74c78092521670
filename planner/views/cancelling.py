"""Cancelling an item: before it is saved, a page asks which of its open placements go with it; then it is one write."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from flask_babel import ngettext

from planner.core.bulk import cancelled
from planner.core.model import Item, Placement
from planner.storage import changes
from planner.storage import items as store
from planner.storage import placements as place_store
from planner.views import fields
from planner.views.placements import said_when
from planner.views.site import database, render, who

ASKED = "asked"  # the field that tells that the person was asked


def must_ask(item: Item, to: str) -> bool:
    """Return whether an item that becomes `to` has open placements that nobody was asked about."""
    return to == "cancelled" != item.status and ASKED not in request.form and bool(cancelled(item.placements))


def ask(item: Item, back: str) -> str:
    """Return the page that asks which open placements go with the item; it sends all that was sent once more."""
    return render(
        "content/cancel.html", item=item, places=[(place, said_when(place)) for place in cancelled(item.placements)],
        kept=fields.sent(), asked=ASKED, back=back,
    )  # fmt: skip


def ticked(item: Item) -> list[Placement]:
    """Return the open placements of an item that the person ticked, as they are once cancelled."""
    uids = set(request.form.getlist("placement"))
    return [place for place in cancelled(item.placements) if place.uid in uids]


def write(item: Item, gone: Sequence[Placement]) -> int | None:
    """Save an item with the placements that go with it; return the revision to take back, raise `LostRace`."""
    with database().writing(who()) as writing:
        store.update_item(writing, item)
        place_store.update_placements(writing, gone)
        return changes.revision_of(writing)


def told(saved: str, gone: Sequence[Placement]) -> str:
    """Return what was saved, and how many placements were cancelled with it."""
    if not gone:
        return saved
    count = ngettext("%(num)s placement was cancelled.", "%(num)s placements were cancelled.", len(gone))
    return f"{saved} {count}"
