"""A few edits put into the arrays give what reading everything anew gives."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.generate import generate
from planner.core.columns import Inventory, from_records
from planner.core.model import Item, Workspace
from planner.core.splice import DERIVED, splice
from tests.builders import inventory, item, placement, workspace


@cache
def versions() -> tuple[Workspace, tuple[Item, ...], tuple[Item, ...]]:
    """A workspace and two states of each of its items."""
    first, second = generate(40, 100), generate(40, 100, seed=2)
    later = tuple(
        replace(one, placements=tuple(replace(place, uid=f"later-{place.uid}") for place in one.placements))
        for one in second.items
    )
    return first.workspace, related(first.items, 7), related(later, 11)


def related(items: tuple[Item, ...], step: int) -> tuple[Item, ...]:
    """Every second item made from another, every third a translation."""
    ids = [one.id for one in items]
    return tuple(
        replace(
            one,
            derived_from=ids[(n + step) % len(ids)] if n % 2 else None,
            translation_of=ids[n * step % len(ids)] if n % 3 == 0 else None,
        )
        for n, one in enumerate(items)
    )


def without(one: Item, ids: set[str]) -> Item:
    """The item, naming none of `ids`."""
    kin = {name: getattr(one, name) for name in ("derived_from", "translation_of")}
    return replace(one, **{name: None if key in ids else key for name, key in kin.items()})


def part_of(space: Workspace, items: list[Item]) -> Inventory:
    """The arrays of a part, as storage reads it: the items it names and does not hold stand beyond."""
    here = from_records(space, items, 2)
    named = {key for one in items for key in (one.derived_from, one.translation_of) if key}
    beyond = sorted(named - set(here.item_ids))
    row = here.item_row | {key: -2 - n for n, key in enumerate(beyond)}
    return replace(
        here, beyond=tuple(beyond),
        item_derived_from=np.array([row.get(one.derived_from or "", -1) for one in items], np.int64),
        item_translation_of=np.array([row.get(one.translation_of or "", -1) for one in items], np.int64),
    )  # fmt: skip


def seen(inventory: Inventory) -> dict[str, Any]:
    """The arrays as plain lists, texts in the place of their index."""
    texts = {
        "item_language": "languages", "place_language": "languages", "item_owner": "owners",
        "place_owner": "owners", "tagged_tag": "tags", "place_series": "series",
    }  # fmt: skip
    found: dict[str, Any] = {}
    for field in fields(Inventory):
        value = getattr(inventory, field.name)
        if field.name in texts:
            known = getattr(inventory, texts[field.name])
            found[field.name] = [None if n < 0 else known[n] for n in value]
        elif isinstance(value, np.ndarray):
            found[field.name] = [repr(x) for x in value.tolist()]  # NaN is not equal to itself
        elif field.name not in texts.values():
            found[field.name] = list(value) if field.name != "revision" else value
    return found


@given(st.lists(st.sampled_from(["kept", "changed", "gone", "new"]), min_size=40, max_size=40))
def test_it_equals_reading_everything_anew(fates: list[str]) -> None:
    space, first, later = versions()
    fresh = {one.id for one, fate in zip(first, fates, strict=True) if fate == "new"}
    first = tuple(without(one, fresh) for one in first)  # nothing names an item that is not there yet
    old = [one for one in first if one.id not in fresh]
    part = [two for two, fate in zip(later, fates, strict=True) if fate in ("changed", "new")]
    whole = [
        two if fate in ("changed", "new") else one
        for one, two, fate in zip(first, later, fates, strict=True)
        if fate != "gone"
    ]
    gone = [one.id for one, fate in zip(first, fates, strict=True) if fate == "gone"]
    spliced = splice(from_records(space, old, 1), part_of(space, part), gone=gone)
    assert seen(spliced) == seen(from_records(space, whole, 2))


def reworded(one: Item, two: Item) -> Item:
    """The first item with the fields of the second, its rows as many as they were."""
    places = tuple(
        replace(place, on=date(2026, 12, 24), at=None, title=two.title, owner="eve", segments=place.segments[::-1])
        for place in one.placements
    )
    return replace(two, id=one.id, map=one.map[::-1], tags=(*one.tags[:-1], "new"), owner="eve", placements=places)


@given(st.lists(st.booleans(), min_size=40, max_size=40))
def test_it_equals_reading_everything_anew_where_no_row_comes_or_goes(fates: list[bool]) -> None:
    space, first, later = versions()
    changed = [reworded(one, two) for one, two, fate in zip(first, later, fates, strict=True) if fate]
    new = {one.id: one for one in changed}
    old = from_records(space, first, 1)
    known = [repr(getattr(old, name)) for name in DERIVED]  # worked out, so that some of it may be kept
    spliced = splice(old, part_of(space, changed))
    whole = from_records(space, [new.get(one.id, one) for one in first], 2)
    assert seen(spliced) == seen(whole)
    for name in DERIVED:
        assert repr(getattr(spliced, name)) == repr(getattr(whole, name))
    assert [repr(getattr(old, name)) for name in DERIVED] == known


def test_a_move_leaves_whom_placements_serve() -> None:
    space = workspace()
    old = inventory(space, item("a", placements=(placement("p"),)))
    served, counted = old.serves, old.counted
    later = splice(old, inventory(space, item("a", placements=(placement("p", on=date(2026, 12, 24)),))))
    assert later.serves is served
    assert later.counted is not counted
    assert later.uids is old.uids


@pytest.mark.parametrize("empty", [True, False])
def test_nothing_changed_is_the_same(empty: bool) -> None:
    space = workspace()
    old = inventory(space, *(() if empty else (item("a", placements=(placement("p"),)),)))
    assert seen(splice(old, inventory(space))) == seen(old)


def test_an_item_comes_whole_with_what_hangs_on_it() -> None:
    space = workspace()
    old = inventory(space, item("b", owner="an", tags=("x",), placements=(placement("p"), placement("q", "blog"))))
    part = inventory(space, item("a", owner="bo"), item("b", owner="bo", map=(), placements=(placement("q", "blog"),)))
    whole = splice(old, part)
    assert (whole.item_ids, whole.uids, whole.place_item.tolist()) == (["a", "b"], ["q"], [1])
    assert (whole.owners, whole.item_owner.tolist()) == (("an", "bo"), [1, 1])
    assert (whole.map_item.tolist(), whole.tagged_item.tolist()) == ([0], [])
