"""dump(load(dump)) is the dump, on each database and from one to the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import delete

from planner.core.model import AuditEvent, Dump, KpiValue, Touchpoint, Workspace
from planner.storage import tables
from planner.storage.database import Database
from planner.storage.dump import is_empty, read_dump, write_dump
from planner.storage.errors import NotEmpty, UnknownReference
from planner.storage.items import add_item
from tests import builders as b
from tests.strategies import dumps


def in_order(dump: Dump) -> Dump:
    """The same dump with items by id and placements by uid, as the database gives them back."""
    items = (replace(i, placements=tuple(sorted(i.placements, key=lambda p: p.uid))) for i in dump.items)
    return replace(dump, items=tuple(sorted(items, key=lambda i: i.id)))


def through(db: Database, dump: Dump) -> Dump:
    """What a database gives back of a dump; it is emptied before."""
    wipe(db)
    with db.writing("test") as session:
        write_dump(session, dump)
    with db.reading() as session:
        return read_dump(session, history=True)


def wipe(db: Database) -> None:
    with db.engine.execution_options(writes=True).begin() as connection:
        for table in reversed(tables.METADATA.sorted_tables):
            if table is not tables.state:
                connection.execute(delete(table))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(dump=dumps())
def test_a_database_gives_back_the_dump_it_was_given(db: Database, dump: Dump) -> None:
    assert through(db, dump) == in_order(dump)


@pytest.mark.postgres
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(dump=dumps())
def test_a_dump_moves_from_sqlite_to_postgresql(sqlite_db: Database, postgres_db: Database, dump: Dump) -> None:
    assert through(postgres_db, through(sqlite_db, dump)) == in_order(dump)


def test_a_dump_without_history_leaves_the_audit_out(db: Database) -> None:
    event = AuditEvent(at=datetime(2026, 11, 23, tzinfo=UTC), who="a", action="update", noun="items", key="a")
    with db.writing("test") as session:
        write_dump(session, Dump(audit=(event,), revision=7))
    with db.reading() as session:
        assert read_dump(session) == Dump(revision=7)
        assert read_dump(session, history=True) == Dump(revision=7, audit=(event,))
    assert db.revision() == 7


def test_a_dump_goes_into_an_empty_database_only(db: Database) -> None:
    with db.writing("test") as session:
        add_item(session, b.item(map=()))
    with pytest.raises(NotEmpty), db.writing("test") as session:
        write_dump(session, Dump())
    with db.reading() as session:
        assert [item.id for item in read_dump(session).items] == ["a"]


@pytest.mark.parametrize(
    "dump",
    [
        Dump(items=(b.item("a", map=()), b.item("b", map=(), format="nowhere"))),
        Dump(items=(b.item("a", map=(), derived_from="gone"),)),
        Dump(workspace=Workspace(touchpoints=(Touchpoint(slug="t", items=("gone",)),))),
        Dump(kpi_values=(KpiValue(kpi="gone", day=b.AS_OF, value=1.0),)),
    ],
    ids=["format", "item", "answer", "kpi"],
)
def test_a_dump_that_names_what_is_not_there_leaves_nothing_behind(db: Database, dump: Dump) -> None:
    with pytest.raises(UnknownReference), db.writing("test") as session:
        write_dump(session, dump)
    with db.reading() as session:
        assert is_empty(session)


def test_items_may_name_one_another_in_any_order(db: Database) -> None:
    first, second = b.item("a", map=(), derived_from="b"), b.item("b", map=(), translation_of="a")
    with db.writing("test") as session:
        write_dump(session, Dump(items=(first, second)))
    with db.reading() as session:
        assert read_dump(session).items == (first, second)


def test_order_is_that_of_bytes_on_both_databases(db: Database) -> None:
    ids = ["B", "a", "a-1", "a1", "é", "Z", "😀", "ﬀ"]
    with db.writing("test") as session:
        write_dump(session, Dump(items=tuple(b.item(id, map=()) for id in ids)))
    with db.reading() as session:
        assert [item.id for item in read_dump(session).items] == sorted(ids)
