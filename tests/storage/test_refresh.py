"""After any edit the refreshed arrays are those that reading everything anew gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache, partial

import pytest
from sqlalchemy.orm import Session

from bench.generate import generate
from planner.core.model import Segment
from planner.storage.changes import read_revision
from planner.storage.columns import load_inventory
from planner.storage.database import Database
from planner.storage.dump import write_dump
from planner.storage.items import add_item, delete_item, get_item, update_item
from planner.storage.placements import add_placement, delete_placement, get_placement, update_placement
from planner.storage.refresh import FEW, MOST, refresh_inventory, refresh_workspace
from planner.storage.workspace import load_workspace, update_record
from tests.builders import item, placement
from tests.core.test_splice import seen

DAY = date(2026, 12, 1)


CONTENT = cache(partial(generate, 30, 80))


@pytest.fixture
def filled(db: Database) -> Database:
    with db.writing("test") as session:
        write_dump(session, CONTENT())
        for key, source in (("item-000011", "item-000010"), ("item-000012", "item-000003")):
            found = get_item(session, key)
            assert found is not None
            update_item(session, replace(found, derived_from=source, translation_of=source))
    return db


def change_title(session: Session) -> None:
    found = get_item(session, "item-000003")
    assert found is not None
    update_item(session, replace(found, title="Another", tags=("new",), owner="new@example.org", map=found.map[:1]))


def move_placement(session: Session) -> None:
    found = get_placement(session, "place-000005")
    assert found is not None
    update_placement(session, replace(found, on=DAY, at=None, until=None))


def add_content(session: Session) -> None:
    new = item("a-first", map=("young-parents/reach/awareness",), placements=(placement("a", "newsletter", DAY),))
    add_item(session, replace(new, format="article"))
    add_placement(session, "item-000001", placement("b", "newsletter", DAY, segments=("young-parents",)))


def delete_both(session: Session) -> None:
    delete_placement(session, "place-000005")
    delete_item(session, "item-000003")


def relate(session: Session) -> None:
    found, other = get_item(session, "item-000003"), get_item(session, "item-000004")
    assert found is not None
    assert other is not None
    update_item(session, replace(found, derived_from="item-000001", translation_of="item-000004"))
    update_item(session, replace(other, translation_of="item-000003"))


def delete_a_source(session: Session) -> None:
    delete_item(session, "item-000010")
    add_item(session, item("item-000010", map=()))


def delete_and_add(session: Session) -> None:
    delete_item(session, "item-000003")
    add_item(session, item("item-000003", map=()))


def rename_segment(session: Session) -> None:
    update_record(session, Segment(slug="renamed"), key="young-parents")


def fill_and_rename(session: Session) -> None:
    move_placement(session)
    rename_segment(session)


def nothing(session: Session) -> None:
    """Change nothing."""


EDITS = [change_title, move_placement, add_content, delete_both, delete_and_add, relate, delete_a_source, nothing]


@pytest.mark.parametrize(
    ("edit", "most"),
    [*((edit, MOST) for edit in EDITS), (add_content, 0)],
    ids=lambda given: getattr(given, "__name__", given),
)
def test_it_equals_reading_everything_anew(filled: Database, edit: Callable[[Session], None], most: int) -> None:
    with filled.reading() as session:
        before = load_workspace(session)
        old = load_inventory(session, before)
    with filled.writing("test") as session:
        edit(session)
    with filled.reading() as session:
        space = load_workspace(session)
        now = refresh_inventory(session, space, before=before, old=old, most=most)
        assert seen(now) == seen(load_inventory(session, space))


@pytest.mark.parametrize("edit", [*EDITS, rename_segment, fill_and_rename])
@pytest.mark.parametrize("writes", [1, 2, FEW + 1])
def test_the_refreshed_workspace_is_that_of_reading_it(
    filled: Database, edit: Callable[[Session], None], writes: int
) -> None:
    with filled.reading() as session:
        before, since = load_workspace(session), read_revision(session)
    with filled.writing("test") as session:
        edit(session)
    for n in range(writes - 1):
        with filled.writing("test") as session:
            add_item(session, item(f"another-{n}", map=()))
    with filled.reading() as session:
        now = read_revision(session)
        assert refresh_workspace(session, before=before, since=since, now=now) == load_workspace(session)


@pytest.mark.parametrize(("edit", "kept"), [(move_placement, True), (delete_both, False), (rename_segment, False)])
def test_a_move_leaves_the_workspace(filled: Database, edit: Callable[[Session], None], kept: bool) -> None:
    with filled.reading() as session:
        before, since = load_workspace(session), read_revision(session)
    with filled.writing("test") as session:
        edit(session)
    with filled.reading() as session:
        later = refresh_workspace(session, before=before, since=since, now=read_revision(session))
        assert (later is before) == kept


def test_another_order_of_dimensions_reads_everything_anew(filled: Database) -> None:
    with filled.reading() as session:
        space = load_workspace(session)
        old = load_inventory(session, space)
        turned = replace(space, channels=space.channels[::-1])
        assert seen(refresh_inventory(session, turned, before=space, old=old)) == seen(load_inventory(session, turned))
