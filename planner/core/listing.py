"""The order of the content list: what each column sorts by, for all items at once.

A column is a number for each item; texts get their place in the order of all texts. What has no value stands last
whichever way round, and equals stand by title, so that a page never changes between two looks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from planner.core import parse
from planner.core.columns import NO_DAY, PLACEMENT_STATUS, Bools, Floats, Ints, Inventory

_fold = lru_cache(maxsize=2**18)(parse.fold)  # after an edit all titles are asked again, and few are new
FAR = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False, slots=True)
class Sortable:
    """What a column sorts by: a number for each item, and whether it has none."""

    key: Ints | Floats
    empty: Bools


def ordered(by: Sortable, tie: Ints | Floats, *, descending: bool = False) -> Ints:
    """Return the rows of all items in the order of a column; equals by `tie`, a number for each, then by id."""
    return np.lexsort((tie, -by.key if descending else by.key, by.empty))


def by_number(values: Ints | Floats, none: int | None = None) -> Sortable:
    """Return what numbers sort by; `none` (for fractions: NaN) is no value."""
    if none is not None:
        return Sortable(values, values == none)
    empty = np.isnan(values)
    return Sortable(np.where(empty, 0, values), empty)


def by_text(texts: Sequence[str]) -> Sortable:
    """Return what texts sort by: their place in the order without case and accents; "" is no value."""
    folded = [_fold(text) for text in texts]
    place = {text: n for n, text in enumerate(sorted(set(folded)))}
    key = np.fromiter((place[text] for text in folded), np.int64, len(folded))
    return Sortable(key, np.fromiter((not text for text in folded), np.bool_, len(folded)))


def by_names(indices: Ints, names: Sequence[str]) -> Sortable:
    """Return what indices into a few names sort by; -1 is no value."""
    place = by_text([*names, ""]).key  # -1 picks the last
    return Sortable(place[indices], indices < 0)


def by_values(values: Sequence[object]) -> Sortable:
    """Return what values of any kind sort by: as numbers where all are numbers, else as texts."""
    said = [value for value in values if value not in (None, "", [], {})]
    if said and all(isinstance(value, int | float) and not isinstance(value, bool) for value in said):
        return by_number(np.array([v if isinstance(v, int | float) else np.nan for v in values], float))
    return by_text(["; ".join(texts_of(value)) for value in values])


def texts_of(value: object) -> tuple[str, ...]:
    """Return a value from front matter as the texts it is shown, counted and filtered by; a list is several."""
    if value is None or value == "":
        return ()
    if isinstance(value, list | tuple):
        return tuple(dict.fromkeys(text for one in value for text in texts_of(one)))
    if isinstance(value, dict):
        return (json.dumps(value, ensure_ascii=False),)
    return (str(value).lower() if isinstance(value, bool) else str(value),)


def cell_of(value: object) -> str:
    """Return a value from front matter as the text of one cell, which an import knows again."""
    return "; ".join(texts_of(value))


def mappings_of(inventory: Inventory) -> Ints:
    """Return how many mappings each item has."""
    return np.bincount(inventory.map_item, minlength=len(inventory.item_ids)).astype(np.int64)


def placements_of(inventory: Inventory) -> Ints:
    """Return how many placements each item has, cancelled ones left out."""
    open_ = inventory.place_item[inventory.place_status != PLACEMENT_STATUS["cancelled"]]
    return np.bincount(open_, minlength=len(inventory.item_ids)).astype(np.int64)


def next_placement_of(inventory: Inventory, today: date) -> Ints:
    """Return the day of the next placement of each item, today for a run that goes on; `NO_DAY` without one."""
    first = today.toordinal()
    coming = inventory.counted & (inventory.place_last >= first)
    days = np.full(len(inventory.item_ids), FAR, np.int64)
    np.minimum.at(days, inventory.place_item[coming], np.maximum(inventory.place_day[coming], first))
    return np.where(days == FAR, NO_DAY, days)


def tags_of(inventory: Inventory) -> list[str]:
    """Return the tags of each item as one text."""
    texts: list[list[str]] = [[] for _ in inventory.item_ids]
    for item, tag in zip(inventory.tagged_item.tolist(), inventory.tagged_tag.tolist(), strict=True):
        texts[item].append(inventory.tags[tag])
    return ["; ".join(tags) for tags in texts]


def rows_by_text(values: Sequence[object]) -> dict[str, Ints]:
    """Return the rows of the items that say each text, the texts said most first."""
    pairs = [(row, text) for row, value in enumerate(values) if value for text in _said(value)]
    names = {text: n for n, text in enumerate(dict.fromkeys(text for _row, text in pairs))}
    codes = np.fromiter((names[text] for _row, text in pairs), np.int64, len(pairs))
    rows = np.fromiter((row for row, _text in pairs), np.int64, len(pairs))
    by_code = np.split(rows[np.argsort(codes, kind="stable")], np.cumsum(np.bincount(codes, minlength=len(names)))[:-1])
    found = dict(zip(names, by_code, strict=False))
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), _fold(pair[0]))))


def _said(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else texts_of(value)  # most are one text


def having(rows: Mapping[str, Ints], wanted: Iterable[str], number: int) -> Bools:
    """Return which of `number` items say one of the texts wanted, whatever its case and accents."""
    folded = {_fold(text) for text in wanted}
    mask = np.zeros(number, bool)
    for text, found in rows.items():
        if _fold(text) in folded:
            mask[found] = True
    return mask
