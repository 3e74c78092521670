"""The board: items by status, moved along the row by drag, by key or by a plain form; a move is one write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from planner import pipeline
from planner.core.board import lanes, late, next_places
from planner.core.columns import Ints, day_of
from planner.core.filters import item_mask
from planner.core.model import Item
from planner.core.status import ITEM_STATUSES, item_moves, remembered
from planner.storage import items as store
from planner.storage.errors import LostRace
from planner.views import cancelling, fields, filters, undo
from planner.views.access import role
from planner.views.lost import Difference, lost_page
from planner.views.site import database, labels, render, state, today, wording, workspace

room = Blueprint("board", __name__, url_prefix="/board")

MOST = 20  # cards in a lane before "+n more"
SIDE = ("on_hold", "cancelled", "archived")  # folded away, in this order


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An item on the board: all that its card draws, and where it may go."""

    id: str
    title: str
    language: str | None
    version: int
    format: str
    owner: str
    due: str
    late: bool
    segments: tuple[str, ...]
    next: str
    moves: tuple[str, ...]
    says: str  # where it may go, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A status of the board with its true number of items, the cards that stand on the page, and the list of all."""

    status: str
    total: int
    href: str
    cards: tuple[Card, ...]

    @property
    def more(self) -> int:
        """How many items have no card here."""
        return self.total - len(self.cards)


@room.get("")
@role("viewer")
def index() -> str:
    """Show the items the filters leave, a column a status."""
    query = filters.asked().query
    now = state()
    found = pipeline.found_by_text(database(), query, now.inventory)
    shown = lanes(now.inventory, item_mask(now.workspace, now.inventory, query, found=found))
    drawn = _cards([row for lane in shown for row in lane.rows[:MOST].tolist()])
    columns = {
        lane.status: Column(
            status=lane.status, total=len(lane.rows), href=filters.there("content.index", status=lane.status),
            cards=tuple(drawn[row] for row in lane.rows[:MOST].tolist() if row in drawn),
        )
        for lane in shown
        if not query.statuses or lane.status in query.statuses
    }  # fmt: skip
    return render(
        "board/index.html", bar=filters.bar(filters.report_query(), dateless=True),
        total=sum(column.total for column in columns.values()),
        columns=[column for status, column in columns.items() if status not in SIDE],
        side=[columns[status] for status in SIDE if status in columns],
    )  # fmt: skip


def _cards(rows: list[int]) -> dict[int, Card]:
    """Return the cards of items; one that went since the page was asked for is left out."""
    inventory, names, day = state().inventory, labels(), today().toordinal()
    is_late, ahead = late(inventory, day), next_places(inventory, day)
    with database().reading() as reading:
        standings = store.load_standings(reading, [inventory.item_ids[row] for row in rows])
    cards = {}
    for row in rows:
        id, status = inventory.item_ids[row], ITEM_STATUSES[inventory.item_status[row]]
        if id not in standings:
            continue
        version, before = standings[id]
        due = day_of(inventory.item_due[row])
        moves = item_moves(status, before)
        cards[row] = Card(
            id=id, title=inventory.item_titles[row], version=version, moves=moves, says=_possible(status, moves),
            language=inventory.languages[inventory.item_language[row]] if inventory.item_language[row] >= 0 else None,
            format=names.of("format", _slug("formats", inventory.item_format[row])),
            owner=names.of("owner", inventory.owners[inventory.item_owner[row]])
            if inventory.item_owner[row] >= 0 else "",
            due=wording().day(due, "d MMM") if due else "", late=bool(is_late[row]), segments=_segments(row),
            next=_next(int(ahead[row])),
        )  # fmt: skip
    return cards


def _slug(noun: str, row: int) -> str | None:
    return getattr(workspace(), noun)[row].slug if row >= 0 else None


def _segments(row: int) -> tuple[str, ...]:
    inventory, rows = state().inventory, workspace().segments
    low, high = inventory.map_item.searchsorted([row, row + 1])
    found: Ints = inventory.map_segment[low:high]
    return tuple(rows[n].slug for n in sorted(set(found.tolist())) if n >= 0)


def _next(place: int) -> str:
    if place < 0:
        return ""
    inventory, words = state().inventory, wording()
    day = day_of(inventory.place_day[place])
    channel = labels().of("channel", _slug("channels", inventory.place_channel[place]))
    return f"{channel} {words.day(day, 'EEE d MMM')}" if day else channel


def _possible(status: str, moves: tuple[str, ...]) -> str:
    names = labels()
    named = ", ".join(names.status(one) for one in moves)
    return wording().text("From %(status)s it can go to: %(moves)s.", status=names.status(status), moves=named)


@room.post("")
@role("editor")
def move() -> Any:
    """Give an item another status, where the table of moves allows it."""
    with database().reading() as reading:
        item = store.get_item(reading, request.form.get("id", ""))
    if item is None:
        abort(404, _("This item is not there any more."))
    if request.form.get("to") not in ITEM_STATUSES:
        abort(400, _("Choose the status it should have."))
    to, version = request.form["to"], fields.seen_version()
    moves = item_moves(item.status, item.status_before)
    if version == item.version and to not in moves:
        flash(f"“{item.title}”: {_possible(item.status, moves)}", "bad")
        return _back()
    if version == item.version and cancelling.must_ask(item, to):
        return cancelling.ask(item, filters.here())
    moved = replace(
        item, status=to, status_before=remembered(item.status, item.status_before, to), placements=(), version=version
    )
    gone = cancelling.ticked(item)
    try:
        revision = cancelling.write(moved, gone)
    except LostRace as lost:
        return _lost(lost, to)
    said = _("“%(title)s” is now: %(status)s.", title=item.title, status=labels().status(to))
    undo.done(cancelling.told(said, gone), revision)
    return _back()


def _back() -> Response:
    return redirect(url_for("board.index", **request.args.to_dict(flat=False)), 303)  # type: ignore[arg-type]


def _lost(lost: LostRace, to: str) -> tuple[str, int]:
    theirs = lost.current
    if not isinstance(theirs, Item):
        raise lost
    moves, status = item_moves(theirs.status, theirs.status_before), labels().status
    differences = [Difference(_("Status"), status(theirs.status), status(to))] if theirs.status != to else []
    return lost_page(
        theirs.title, differences, version=theirs.version, back=filters.here(), frame="base.html",
        why_not="" if to in moves else _possible(theirs.status, moves),
    )  # fmt: skip
