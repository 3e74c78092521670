"""An Inventory after a few edits: the old arrays with the changed items put in, instead of everything read anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from itertools import compress
from typing import Any

import numpy as np

from planner.core.columns import Bools, Ints, Inventory

# Columns that point into the texts of the inventory.
_TEXTS = {
    "item_language": "languages", "place_language": "languages", "item_owner": "owners", "place_owner": "owners",
    "tagged_tag": "tags", "place_series": "series",
}  # fmt: skip

# What an Inventory works out once, and the columns it does so from.
DERIVED = {
    "item_row": ("item_ids",), "place_row": ("uids",), "folded_titles": ("item_titles", "place_titles"),
    "serves": ("item_ids", "uids", "place_item", "map_item", "map_segment", "narrow_place", "narrow_segment"),
    "counted": ("place_day", "place_status"), "runs": ("place_day", "place_until"),
    "place_last": ("place_day", "place_until"),
}  # fmt: skip

_KIN = ("item_derived_from", "item_translation_of")  # rows of items that an item names


def splice(old: Inventory, part: Inventory, *, gone: Collection[str] = ()) -> Inventory:
    """Return `old` with the items of `part` in the place of those with the same id, and without the ids `gone`.

    An item comes whole: with its mappings, tags and placements. Both must be of the same workspace; rows are in the
    order of the ids, as storage reads them. Texts keep their index, new ones stand behind them.
    """
    rows = None if gone else _same_rows(old, part)
    if rows is not None:
        return _put_in(old, part, rows)
    joint = _Joint(old, part, gone)
    columns: dict[str, Any] = {noun: tuple(known) for noun, known in joint.texts.items()}
    for field in fields(Inventory):
        if field.name not in ("revision", "beyond", *_TEXTS.values()):
            columns[field.name] = joint.column(field.name)
    return Inventory(revision=part.revision, **columns)


def _same_rows(old: Inventory, part: Inventory) -> dict[str, Ints] | None:
    """Return the old row of each row of `part` by group; None where rows came, went or changed hands.

    So it is after most edits: a date, a status, a word.
    """
    if not all(key in old.item_row for key in part.item_ids) or not all(uid in old.place_row for uid in part.uids):
        return None
    rows = {
        "item": np.array([old.item_row[key] for key in part.item_ids], np.int64),
        "place": np.array([old.place_row[uid] for uid in part.uids], np.int64),
    }
    for group, owner, of in (("map", "map_item", "item"), ("tagged", "tagged_item", "item"),
                             ("place", "place_item", "item"), ("narrow", "narrow_place", "place")):  # fmt: skip
        before = getattr(old, owner)
        there = np.flatnonzero(np.isin(before, rows[of]))
        if not np.array_equal(before[there], rows[of][getattr(part, owner)]):
            return None
        if not np.array_equal(rows.setdefault(group, there), there):
            return None
    return rows


def _put_in(old: Inventory, part: Inventory, rows: dict[str, Ints]) -> Inventory:
    """Return `old` with the values of `part` in the same rows."""
    texts, text_of = _join_texts(old, part)
    columns: dict[str, Any] = {noun: tuple(known) for noun, known in texts.items()}
    far = [old.item_row.get(key, -1) for key in reversed(part.beyond)]  # -2 is the last but one
    kin = np.concatenate([rows["item"], np.array([*far, -1], np.int64)])
    for field in fields(Inventory):
        name = field.name
        if name in ("revision", "beyond", *_TEXTS.values()):
            continue
        before, after = getattr(old, name), getattr(part, name)
        if name in ("item_ids", "uids", "map_item", "place_item", "tagged_item", "narrow_place"):
            columns[name] = before
            continue
        at = rows[name.split("_", maxsplit=1)[0]]
        if name in _TEXTS:
            after = text_of[_TEXTS[name]][1][after]
        elif name in _KIN:
            after = kin[after]
        columns[name] = _changed(before, at, after)
    made = Inventory(revision=part.revision, **columns)
    for name, sources in DERIVED.items():
        if name in vars(old) and all(columns[source] is getattr(old, source) for source in sources):
            vars(made)[name] = vars(old)[name]
    return made


def _changed(before: Any, at: Ints, after: Any) -> Any:
    """Return a column with these values in these rows: itself where it has them already."""
    if isinstance(before, np.ndarray):
        if np.array_equal(before[at], after, equal_nan=before.dtype.kind == "f"):
            return before
        column = before.copy()
        column[at] = after
        return column
    if all(before[row] == value for row, value in zip(at.tolist(), after, strict=True)):
        return before
    listed = list(before)
    for row, value in zip(at.tolist(), after, strict=True):
        listed[row] = value
    return listed


def _join_texts(*sides: Inventory) -> tuple[dict[str, dict[str, int]], dict[str, list[Ints]]]:
    """Return all texts of both sides by noun, and where each side's stand among them; the last entry is for none."""
    texts: dict[str, dict[str, int]] = {}
    for noun in dict.fromkeys(_TEXTS.values()):
        known = texts.setdefault(noun, {})
        for side in sides:
            for text in getattr(side, noun):
                known.setdefault(text, len(known))
    places = {
        noun: [np.array([*(known[text] for text in getattr(side, noun)), -1], np.int64) for side in sides]
        for noun, known in texts.items()
    }
    return texts, places


class _Joint:
    """How rows of two inventories become rows of one: which are kept, in which order, and where each one went."""

    def __init__(self, old: Inventory, part: Inventory, gone: Collection[str]) -> None:
        self.both = old, part
        self.texts, self.text_of = _join_texts(old, part)
        left = {*part.item_ids, *gone}
        kept = np.fromiter((key not in left for key in old.item_ids), np.bool_, len(old.item_ids))
        ids = [*compress(old.item_ids, kept), *part.item_ids]
        self.keep = {"item": kept, "map": kept[old.map_item], "place": kept[old.place_item]}
        self.keep |= {"tagged": kept[old.tagged_item], "narrow": self.keep["place"][old.narrow_place]}
        self.order = {"item": np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)}
        self.went = {"item": self._went("item")}
        for group in ("map", "place", "tagged"):
            self.order[group] = np.argsort(self._moved(f"{group}_item", group, "item"), kind="stable")
        self.went["place"] = self._went("place")
        self.order["narrow"] = np.argsort(self._moved("narrow_place", "narrow", "place"), kind="stable")

    def column(self, name: str) -> Any:
        """Return a column of the whole, in its order."""
        group = "place" if name == "uids" else name.split("_", maxsplit=1)[0]
        order = self.order[group]
        if name in ("map_item", "place_item", "tagged_item"):
            return self._moved(name, group, "item")[order]
        if name == "narrow_place":
            return self._moved(name, group, "place")[order]
        if name in _KIN:
            return self._kin(name)[order]
        old, part = (getattr(one, name) for one in self.both)
        if name in _TEXTS:
            before, after = self.text_of[_TEXTS[name]]
            old, part = before[old], after[part]
        if not isinstance(old, np.ndarray):
            rows: Sequence[str] = [*compress(old, self.keep[group]), *part]
            return [rows[n] for n in order]
        return np.concatenate([old[self.keep[group]], part])[order]

    def _kin(self, name: str) -> Ints:
        """Return the items that items name as rows of the whole, not yet in order; -1 where one is gone."""
        before, after = self.went["item"]
        old, part = self.both
        kept = before.copy()  # where an old row stands now: itself, or the item of the part with its id
        for row, key in enumerate(part.item_ids):
            if key in old.item_row:
                kept[old.item_row[key]] = after[row]
        rows = {key: int(kept[old.item_row[key]]) for key in part.beyond if key in old.item_row}
        far = np.array([rows.get(key, -1) for key in reversed(part.beyond)], np.int64)  # -2 is the last but one
        said = getattr(old, name)[self.keep["item"]]
        named = getattr(part, name)
        return np.concatenate([np.append(kept, -1)[said], np.concatenate([after, far, [-1]])[named]])

    def _went(self, group: str) -> tuple[Ints, Ints]:
        """Return the new row of each old row (-1: gone) and of each row of the part."""
        kept: Bools = self.keep[group]
        order = self.order[group]
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        n = int(kept.sum())
        before = np.full(len(kept), -1, np.int64)
        before[kept] = place[:n]
        return before, place[n:]

    def _moved(self, name: str, group: str, to: str) -> Ints:
        """Return a column of rows as rows of the whole, the old side's before the part's, not yet in order."""
        before, after = self.went[to]
        old, part = (getattr(one, name) for one in self.both)
        return np.concatenate([before[old[self.keep[group]]], after[part]])
