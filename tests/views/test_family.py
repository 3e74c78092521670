"""The family of an item: what it was made from and what was made of it."""

from __future__ import annotations

from planner.core.model import Item
from planner.views.family import family
from tests.builders import inventory, item, workspace


def tree(key: str, *items: Item) -> list[tuple[int, str, str]]:
    held = inventory(workspace(), *items)
    return [(one.depth, one.id, one.relation) for one in family(held, next(i for i in items if i.id == key))]


def test_everyone_stands_below_what_they_were_made_from() -> None:
    cast = (
        item("guide"), item("gids", translation_of="guide"), item("card", derived_from="guide"),
        item("kaart", derived_from="gids"), item("other"),
    )  # fmt: skip
    whole = [(0, "guide", ""), (1, "gids", "translate"), (2, "kaart", "adapt"), (1, "card", "adapt")]
    assert tree("kaart", *cast) == whole
    assert tree("guide", *cast) == whole
    assert tree("other", *cast) == []


def test_a_circle_ends() -> None:
    cast = (item("a", derived_from="b"), item("b", derived_from="a"))
    assert [one[1] for one in tree("a", *cast)] == ["b", "a"]


def test_a_long_chain_is_cut() -> None:
    cast = (item("i000"), *(item(f"i{n:03}", derived_from=f"i{n - 1:03}") for n in range(1, 400)))
    assert len(tree("i000", *cast)) == 40
