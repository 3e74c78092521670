"""Columns of items beyond the arrays: read once, then only where something changed."""

from __future__ import annotations

from dataclasses import replace

from planner.core.model import Item
from planner.storage.database import Database
from planner.storage.items import add_items, delete_item, get_item, update_item
from planner.storage.listing import read_column
from planner.storage.workspace import add_all
from tests import builders as b

ITEMS = (
    b.item("a", department="Marketing", verdict="keep", extra={"mood": ["calm", 1]}),
    b.item("b", keywords=("sleep",)),
)


def fill(db: Database) -> None:
    with db.writing("test") as session:
        add_all(session, b.workspace())
        add_items(session, ITEMS)


def test_a_column_stands_in_the_order_asked_for(db: Database) -> None:
    fill(db)
    assert read_column(db, "department", ["b", "a", "gone"]) == ["", "Marketing", None]
    assert read_column(db, "verdict", ["a", "b"]) == ["keep", None]
    assert read_column(db, "extra", ["a", "b"]) == [{"mood": ["calm", 1]}, {}]
    assert read_column(db, "keywords", ["a", "b"]) == [(), ("sleep",)]


def test_a_column_follows_what_is_changed_added_and_deleted(db: Database) -> None:
    fill(db)
    assert read_column(db, "department", ["a", "b"]) == ["Marketing", ""]
    with db.writing("test") as session:
        item = get_item(session, "b")
        assert isinstance(item, Item)
        update_item(session, replace(item, department="Care"))
        add_items(session, [b.item("c", department="Sales")])
        delete_item(session, "a")
    assert read_column(db, "department", ["b", "c"]) == ["Care", "Sales"]
