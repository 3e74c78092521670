"""The content list: which items the address asks for, in which order, and what its rows say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from planner import pipeline
from planner.core import listing
from planner.core.columns import Bools, Ints, day_of
from planner.core.filters import incomplete_items, item_mask, unmapped_items
from planner.core.model import Item, Query
from planner.core.query import monday, read_query
from planner.core.soon import due_items, stale_days
from planner.core.status import item_moves
from planner.storage import items as store
from planner.views import content_columns, filters
from planner.views.content_columns import EXTRA, Column
from planner.views.filters import MOST_OPTIONS, Bar, Facet, Option
from planner.views.item_form import VERDICT
from planner.views.site import database, state, today, workspace
from planner.views.view_menu import my_views

PAGE = 50
OWN = ("department", "verdict")  # filters of this page alone, beside those of unknown front matter
INCOMPLETE = "incomplete"
SOON = "soon"  # due: due this week; nobody: that without an owner; stale: loses weight in the next sixty days
STALE_DAYS = 60


@dataclass(frozen=True, slots=True)
class Row:
    """An item of the list with the values of the columns, in their order."""

    item: Item
    cells: tuple[Any, ...]
    moves: tuple[str, ...]  # the statuses it may go to, while it is being edited


def own_filters(args: MultiDict[str, str]) -> dict[str, list[str]]:
    """Return the filters of this page alone among the parts of an address: name -> values."""
    names = [
        name
        for name in args
        if name in (*OWN, INCOMPLETE, SOON) or (name.startswith(EXTRA) and content_columns.column(name))
    ]
    return {name: wanted for name in names if (wanted := [value for value in args.getlist(name) if value])}


def found_mask(args: MultiDict[str, str]) -> Bools:
    """Return which items the filters in an address leave; kept, so that sorting and paging do not search again."""
    query = replace(read_query(args.to_dict(flat=False), workspace(), my_views()).query, start=None, until=None)
    own = {name: tuple(values) for name, values in own_filters(args).items()}
    return content_columns.kept(("mask", query, tuple(own.items()), today()), lambda: _mask(query, own))


def _mask(query: Query, own: Mapping[str, tuple[str, ...]]) -> Bools:
    now = state()
    found = pipeline.found_by_text(database(), query, now.inventory)
    mask = item_mask(now.workspace, now.inventory, query, found=found)
    for name, wanted in own.items():
        if name == INCOMPLETE:
            partly = incomplete_items(now.workspace, now.inventory) & ("1" in wanted)
            mask &= partly | (unmapped_items(now.inventory) & ("none" in wanted))
        elif name == SOON:
            mask &= _soon(wanted)
        else:
            mask &= listing.having(content_columns.rows_by_text(name), wanted, len(mask))
    return mask


def _soon(wanted: Collection[str]) -> Bools:
    now, first = state(), monday(today())
    due = due_items(now.inventory, first, first + timedelta(days=6))
    found = due & (("due" in wanted) | (("nobody" in wanted) & (now.inventory.item_owner < 0)))
    if "stale" in wanted:
        found[[*stale_days(now.workspace, now.inventory, today(), STALE_DAYS)]] = True
    return found


def ordered(args: MultiDict[str, str]) -> Ints:
    """Return the rows that an address shows, in its order: `sort` is a column, `-` before it the other way round."""
    sort = args.get("sort", "title")
    name = sort.removeprefix("-")
    if content_columns.column(name) is None:
        name, sort = "title", "title"
    rows = content_columns.order(name, descending=sort.startswith("-"))
    return rows[found_mask(args)[rows]]


def shown(rows: Ints, columns: Iterable[Column], editing: str = "") -> tuple[Row, ...]:
    """Return the rows of one page, read from the database."""
    ids = [state().inventory.item_ids[row] for row in rows.tolist()]
    with database().reading() as reading:
        loaded = {item.id: item for item in store.load_items(reading, ids, placed=False)}
    told = tuple(columns)
    figures = {column.name: _figures(column.name, rows) for column in told}
    return tuple(
        Row(
            item=loaded[id],
            cells=tuple(_value(loaded[id], column.name, figures[column.name], at) for column in told),
            moves=item_moves(loaded[id].status, loaded[id].status_before) if id == editing else (),
        )
        for at, id in enumerate(ids)
        if id in loaded
    )


def _figures(name: str, rows: Ints) -> list[Any] | None:
    """Return what the arrays say of these rows for a column that is no field of an item."""
    if name == "next_placement":
        return [day_of(day) for day in listing.next_placement_of(state().inventory, today())[rows].tolist()]
    if name in ("placements", "mappings", "leverage"):
        return list(content_columns.sortable(name).key[rows].tolist())
    return None


def _value(item: Item, name: str, figures: list[Any] | None, at: int) -> Any:
    if figures is not None:
        return figures[at]
    if name.startswith(EXTRA):
        return listing.texts_of(item.extra.get(name.removeprefix(EXTRA)))
    if name in ("derived_from", "translation_of"):
        key = getattr(item, name)
        return key and (key, state().titles.get(key, key))
    return getattr(item, name)


def bar(columns: tuple[Column, ...]) -> Bar:
    """Return the filter bar of the list; a saved view keeps columns, sort and the filters of this page alone."""
    names = [column.name for column in columns]
    asked = own_filters(request.args)
    look = [("column", name) for name in (names if names != [*content_columns.USUAL] else [])]
    look += [("sort", request.args["sort"])] if request.args.get("sort", "title") != "title" else []
    look += [(name, value) for name, values in asked.items() for value in values]
    own = ("sort", "column", *asked)
    return filters.bar(filters.report_query(), own=own, extra=own_facets(columns), look=look, dateless=True)


def own_facets(columns: Iterable[Column]) -> tuple[Facet, ...]:
    """Return the facets of this page alone: department, verdict, and the unknown front matter shown or filtered."""
    asked = own_filters(request.args)
    extra = [column.name for column in columns if column.name.startswith(EXTRA)]
    names = [name for name in dict.fromkeys((*OWN, *extra, *asked)) if name not in (INCOMPLETE, SOON)]
    facets = (_facet(name, asked.get(name, [])) for name in names)
    soon = _soon_facet(asked[SOON]) if SOON in asked else ()
    return (*filters.incomplete_facet(), *soon, *(facet for facet in facets if facet.options))


def _soon_facet(wanted: Collection[str]) -> tuple[Facet, ...]:
    """Return the facet of what the overview led to; it is not offered unasked, as its numbers take long."""
    names = {"due": _("due this week"), "nobody": _("due this week, of nobody"), "stale": _("goes stale soon")}
    options = (Option(value, name, int(_soon([value]).sum()), value in wanted) for value, name in names.items())
    return (Facet(SOON, _("Soon"), tuple(options)),)


def _facet(name: str, wanted: list[str]) -> Facet:
    counts = {text: len(rows) for text, rows in content_columns.rows_by_text(name).items()}
    texts = dict.fromkeys([*list(counts)[:MOST_OPTIONS], *wanted])
    said = {value: str(text) for value, text in VERDICT.items()} if name == "verdict" else {}
    options = tuple(Option(text, said.get(text, text), counts.get(text, 0), text in wanted) for text in texts)
    column = content_columns.column(name)
    return Facet(name, column.label if column else name, options)
