"""The tables and the migrations say the same, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from planner.storage import schema, tables
from planner.storage.database import Database
from planner.storage.errors import Cannot


def test_migrations_make_the_tables(db: Database) -> None:
    with db.engine.connect() as connection:
        assert schema.differences(connection) == []
        assert schema.current(connection) == schema.head()


def test_the_first_migration_is_known_and_a_later_one_is_not() -> None:
    assert schema.known("0001")
    assert not schema.known("9999")


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "nonsense"},
        {"quality": 6},
        {"effort_hours": -1.0},
        {"verdict": "burn"},
        {"format_pk": 77},
    ],
    ids=str,
)
def test_the_database_itself_refuses_what_no_item_may_be(db: Database, wrong: dict[str, object]) -> None:
    row = {"id": "a", "title": "A", "keywords": (), "rot": (), "extra": {}}
    with pytest.raises(Cannot), db.writing("test") as session:
        session.execute(insert(tables.items).values(**(row | wrong)))
