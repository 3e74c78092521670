"""A selection of items: those ticked in the list, or all that its filters find. Every bulk change begins with one.

A form names it by `id` fields, or by `all=1` with the `query` of the list; `content/selected.html` carries it on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from flask import abort, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from planner.core.parse import N_, Refused
from planner.views import content_list
from planner.views.site import state

MOST = 10_000  # items in one change: a person can still look at what it does, and the write takes seconds
QUERY_MAX = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The ids of the chosen items, in the order of the list; `query` is the list they were chosen in."""

    ids: tuple[str, ...]
    query: str
    everything: bool

    def __len__(self) -> int:
        """Return how many items are chosen."""
        return len(self.ids)


def read_selection() -> Selection:
    """Return what a form chose; 400 when it chose nothing that is there, and `Refused` for too many."""
    query, everything = request.form.get("query", "")[:QUERY_MAX], "all" in request.form
    there = state().inventory.item_row
    ids = found_ids(query) if everything else tuple(dict.fromkeys(i for i in request.form.getlist("id") if i in there))
    if not ids:
        abort(400, _("Nothing is ticked. Go back, tick the items to change, or choose all that were found."))
    if len(ids) > MOST:
        raise Refused(N_("These are %(number)s items; at most %(most)s can be changed at once. Filter them further."),
                      number=len(ids), most=MOST)  # fmt: skip
    return Selection(ids=ids, query=query, everything=everything)


def found_ids(query: str) -> tuple[str, ...]:
    """Return the ids of all items that a list shows, in its order."""
    ids = state().inventory.item_ids
    return tuple(ids[row] for row in content_list.ordered(arguments(query)).tolist())


def arguments(query: str) -> MultiDict[str, str]:
    """Return the parts of a query string."""
    return MultiDict(parse_qsl(query[:QUERY_MAX]))


def list_address(query: str, without: Collection[str] = (), **more: Sequence[str]) -> str:
    """Return the address of the list with a query string that came back in a form; parts can be left out and added."""
    pairs: dict[str, list[str]] = {name: [*values] for name, values in more.items() if values}
    for name, value in parse_qsl(query[:QUERY_MAX]):
        if name not in without and not name.startswith("_") and name != "endpoint":  # words of url_for itself
            pairs.setdefault(name, []).append(value)
    return url_for("content.index", **pairs)  # type: ignore[arg-type]


def list_query() -> str:
    """Return the query string of this request, for the forms of the list."""
    return urlsplit(list_address(request.query_string.decode("utf-8", "replace"), without=("edit",))).query
