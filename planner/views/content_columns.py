"""The columns of the content list: what each is called, how it is drawn, what it sorts by, which a person sees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from flask import request
from flask_babel import lazy_gettext as lazy

from planner.core import listing
from planner.core.columns import NO_DAY, Ints, Inventory
from planner.core.leverage import item_leverage
from planner.core.listing import Sortable
from planner.storage.listing import COLUMNS, read_column
from planner.views.reports import today_reports
from planner.views.site import database, labels, language, person, state, today, workspace

USUAL = ("title", "status", "format", "map", "owner", "placements", "due_on", "published_on", "review_on")
MOST = 40
EXTRA = "extra."
_EXTRA = re.compile(r"extra\..{1,80}")

# Name -> what it is called, and how it is drawn (a macro of content/cells.html).
_KNOWN = {
    "title": (lazy("Title"), "title"), "status": (lazy("Status"), "status"), "format": (lazy("Format"), "named"),
    "map": (lazy("Who it helps, and when"), "map"), "mappings": (lazy("Mappings"), "whole"),
    "owner": (lazy("Owner"), "owner"), "department": (lazy("Department"), "text"),
    "campaign": (lazy("Campaign"), "named"), "language": (lazy("Language"), "named"), "tags": (lazy("Tags"), "list"),
    "placements": (lazy("Placements"), "placements"), "next_placement": (lazy("Next placement"), "day"),
    "due_on": (lazy("Due"), "day"), "published_on": (lazy("Published"), "day"), "review_on": (lazy("Review"), "day"),
    "expires_on": (lazy("Expires"), "day"), "verdict": (lazy("Verdict"), "verdict"), "rot": (lazy("Marks"), "rot"),
    "quality": (lazy("Quality"), "whole"), "effort_hours": (lazy("Effort, hours"), "figure"),
    "leverage": (lazy("Leverage"), "figure"), "url": (lazy("Address"), "link"), "summary": (lazy("Summary"), "text"),
    "key_message": (lazy("Key message"), "text"), "keywords": (lazy("Keywords"), "list"),
    "brief": (lazy("Brief"), "text"), "image": (lazy("Image"), "link"),
    "image_alt": (lazy("What the image shows"), "text"),
    "derived_from": (lazy("Made from"), "item"), "translation_of": (lazy("Translation of"), "item"),
    "id": (lazy("Id"), "text"), "slug": (lazy("Slug"), "text"), "source_path": (lazy("Source"), "text"),
}  # fmt: skip
RIGHT = ("day", "whole", "figure", "placements")  # kinds that stand at the right
_DAYS = {"due_on": "due", "published_on": "published", "review_on": "review", "expires_on": "expires"}
KEPT = 48  # orders and indices of one revision that stay ready
_memories: WeakKeyDictionary[Inventory, dict[object, Any]] = WeakKeyDictionary()
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the page draws it."""

    name: str
    label: str
    kind: str

    @property
    def right(self) -> bool:
        """Whether its cells stand at the right."""
        return self.kind in RIGHT


def column(name: str) -> Column | None:
    """Return a column by its name, None where there is none."""
    if name in _KNOWN:
        label, kind = _KNOWN[name]
        return Column(name, str(label), kind)
    return Column(name, name.removeprefix(EXTRA), "extra") if _EXTRA.fullmatch(name) else None


def known(names: Sequence[str]) -> tuple[str, ...]:
    """Return those of `names` that are columns, each once; the title always, because it opens the item."""
    found = [name for name in dict.fromkeys(names) if column(name)][:MOST]
    return tuple(found if "title" in found else ("title", *found))


def chosen() -> tuple[Column, ...]:
    """Return the columns of this request: those in the address, else those the person chose last, else the usual."""
    mine = person()
    names = request.args.getlist("column") or (mine.columns if mine else ()) or USUAL
    return tuple(found for name in known(names) if (found := column(name)))


def offered() -> tuple[Column, ...]:
    """Return every column there is, with the unknown front matter keys that are in use."""
    return tuple(found for name in (*_KNOWN, *extra_names()) if (found := column(name)))


def extra_names() -> tuple[str, ...]:
    """Return the names of the columns of unknown front matter, those most used first."""
    keys = kept("keys", lambda: Counter(key for extra in _read("extra") if extra for key in extra))
    return tuple(name for key, _n in sorted(keys.items(), key=_most) if column(name := EXTRA + key))


def _most(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def values(name: str) -> list[Any]:
    """Return a column that the arrays do not hold, for all items in their order."""
    if not name.startswith(EXTRA):
        return _read(name)
    key = name.removeprefix(EXTRA)
    return [(extra or {}).get(key) for extra in _read("extra")]


def rows_by_text(name: str) -> dict[str, Ints]:
    """Return the rows of the items that say each text in a column that the arrays do not hold."""
    return kept(("texts", name), lambda: listing.rows_by_text(values(name)))


def sortable(name: str) -> Sortable:
    """Return what a column sorts by."""
    return kept((name, language(), today()), lambda: _sortable(name))


def order(name: str, *, descending: bool = False) -> Ints:
    """Return the rows of all items in the order of a column, those of one value by title."""
    key = "order", name, descending, language(), today()
    return kept(key, lambda: listing.ordered(sortable(name), sortable("title").key, descending=descending))


def kept(key: object, make: Callable[[], Made]) -> Made:
    """Return what was made of the items as they are, anew after each write."""
    memory = _memories.setdefault(state().inventory, {})
    if key not in memory:
        if len(memory) >= KEPT:
            memory.pop(next(iter(memory)), None)
        memory[key] = make()
    found: Made = memory[key]
    return found


def _read(name: str) -> list[Any]:
    return read_column(database(), name, state().inventory.item_ids)


def _sortable(name: str) -> Sortable:
    inventory = state().inventory
    if name in _DAYS:
        return listing.by_number(getattr(inventory, f"item_{_DAYS[name]}"), NO_DAY)
    if name in ("derived_from", "translation_of"):
        rows = getattr(inventory, f"item_{name}")
        return Sortable(sortable("title").key[rows], rows < 0)
    if name in _ARRAYS:
        return _ARRAYS[name](inventory)
    found = values(name if name in COLUMNS or name.startswith(EXTRA) else "slug")
    return listing.by_values(found)


def _named(noun: str, inventory: Inventory) -> Sortable:
    names = [labels().of(noun, row.slug) for row in getattr(workspace(), f"{noun}s")]
    return listing.by_names(getattr(inventory, f"item_{noun}"), names)


_ARRAYS: dict[str, Callable[[Inventory], Sortable]] = {
    "title": lambda i: listing.by_text(i.item_titles),
    "id": lambda i: listing.by_text(i.item_ids),
    "status": lambda i: listing.by_number(i.item_status, -1),
    "format": partial(_named, "format"),
    "campaign": partial(_named, "campaign"),
    "language": lambda i: listing.by_names(i.item_language, [labels().of("language", code) for code in i.languages]),
    "owner": lambda i: listing.by_names(i.item_owner, [labels().of("owner", owner) for owner in i.owners]),
    "quality": lambda i: listing.by_number(i.item_quality, 0),
    "effort_hours": lambda i: listing.by_number(i.item_effort),
    "tags": lambda i: listing.by_text(listing.tags_of(i)),
    "map": lambda i: listing.by_number(listing.mappings_of(i), -1),
    "mappings": lambda i: listing.by_number(listing.mappings_of(i), -1),
    "placements": lambda i: listing.by_number(listing.placements_of(i), -1),
    "next_placement": lambda i: listing.by_number(listing.next_placement_of(i, today()), NO_DAY),
    "leverage": lambda _: listing.by_number(item_leverage(today_reports().coverage)),
}
