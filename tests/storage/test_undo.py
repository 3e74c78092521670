"""Undo: a write is taken back whole, or stays whole with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from planner.core.model import Item, Placement, Series, Waiver
from planner.storage import changes, items, placements, workspace
from planner.storage.database import Database
from planner.storage.errors import CannotUndo
from planner.storage.undo import Write, recent_writes, undo, writer_of
from tests import builders as b

SPACE = b.workspace(segments=(b.segment("parents"), b.segment("carers")))
TIMED = b.placement("timed", at=datetime(2026, 11, 23, 8, 30, tzinfo=UTC), segments=("carers",), priority=0)
TRAY = b.placement("tray", "blog")
ITEM = b.item("a", map=(b.mapping("parents//"),), tags=("sleep",), placements=(TIMED, TRAY))


@pytest.fixture
def filled(db: Database) -> Database:
    with db.writing("test") as session:
        workspace.add_all(session, SPACE)
        items.add_items(session, [ITEM, b.item("b")])
    return db


def place(session: Session, uid: str) -> Placement | None:
    return placements.get_placement(session, uid)


def item(session: Session, id: str) -> Item:
    found = items.get_item(session, id)
    assert found is not None
    return found


def undone(db: Database) -> int:
    last = db.revision()
    with db.writing("ann") as session:
        return undo(session, last)


def test_a_moved_placement_goes_back_and_its_sequence_goes_on(filled: Database) -> None:
    with filled.writing("ann") as session:
        placements.update_placement(session, replace(TIMED, at=None, on=date(2026, 12, 1), segments=()))
    assert undone(filled) == 1
    with filled.reading() as session:
        assert place(session, "timed") == replace(TIMED, version=3, sequence=2)


def test_an_undo_can_be_undone(filled: Database) -> None:
    with filled.writing("ann") as session:
        placements.update_placement(session, replace(TRAY, on=date(2026, 12, 1)))
    undone(filled)
    undone(filled)
    with filled.reading() as session:
        found = place(session, "tray")
        assert found is not None
        assert found.on == date(2026, 12, 1)


def test_a_bulk_change_of_items_goes_back_as_one(filled: Database) -> None:
    with filled.writing("ann") as session:
        items.change_items(session, ["a", "b"], {"owner": "lotte@example.org", "tags": ("new",), "map": ()})
    assert undone(filled) == 2
    with filled.reading() as session:
        assert replace(item(session, "a"), version=1) == ITEM
        assert item(session, "b").owner == ""


def test_what_was_made_goes_and_what_was_deleted_comes_back(filled: Database) -> None:
    with filled.writing("ann") as session:
        placements.delete_placement(session, "timed")
        placements.add_placement(session, "b", b.placement("made", on=date(2026, 12, 1), series="weekly"))
        workspace.add(session, Series(id="weekly", start=date(2026, 12, 1), count=3, skipped=(date(2026, 12, 8),)))
        workspace.add(session, Waiver(key="k", reason="known"))
    assert undone(filled) == 4
    with filled.reading() as session:
        assert place(session, "timed") == replace(TIMED, version=1)
        assert place(session, "made") is None
        assert workspace.load_workspace(session).series == workspace.load_workspace(session).waivers == ()


def test_a_new_item_goes_with_its_placement(filled: Database) -> None:
    with filled.writing("ann") as session:
        items.add_item(session, b.item("new", placements=(b.placement("n", on=date(2026, 12, 1)),)))
    assert undone(filled) == 2
    with filled.reading() as session:
        assert items.get_item(session, "new") is None


def test_a_field_that_changed_again_since_stops_it_and_other_fields_do_not(filled: Database) -> None:
    with filled.writing("ann") as session:
        placements.change_placements(session, ["timed", "tray"], {"on": date(2026, 12, 1), "at": None})
        moved = changes.revision_of(session)
    assert moved is not None
    with filled.writing("bob") as session:
        placements.change_placements(session, ["tray"], {"owner": "bob"})
    with filled.writing("bob") as session:
        placements.change_placements(session, ["timed"], {"on": date(2026, 12, 2)})
        again = changes.revision_of(session)
    assert again is not None
    with pytest.raises(CannotUndo, match="changed again since"), filled.writing("ann") as session:
        undo(session, moved)
    with filled.reading() as session:
        tray = place(session, "tray")
        assert tray is not None
        assert (tray.on, tray.owner) == (date(2026, 12, 1), "bob")  # nothing was half-done
    with filled.writing("ann") as session:
        undo(session, again)
    with filled.writing("ann") as session:
        assert undo(session, moved) == 2
    with filled.reading() as session:
        tray = place(session, "tray")
        assert tray is not None
        assert (tray.on, tray.owner) == (None, "bob")


def test_other_kinds_and_unknown_writes_are_refused(filled: Database) -> None:
    with filled.writing("ann") as session:
        workspace.archive(session, "channels", "blog")
    with pytest.raises(CannotUndo, match="of this kind"):
        undone(filled)
    with pytest.raises(CannotUndo, match="not kept"), filled.writing("ann") as session:
        undo(session, 999)


def test_the_newest_writes_say_who_made_what(filled: Database) -> None:
    with filled.writing("ann") as session:
        placements.change_placements(session, ["timed", "tray"], {"owner": "ann"})
        items.change_items(session, ["b"], {"owner": "ann"})
    last = filled.revision()
    with filled.reading() as session:
        newest = recent_writes(session, limit=1)[0]
        assert newest == Write(
            revision=last, at=newest.at, who="ann", can_undo=True,
            counts=(("update", "items", 1), ("update", "placements", 2)),
        )  # fmt: skip
        assert [write.revision for write in recent_writes(session, who="test")] == [last - 1]
        assert not recent_writes(session, who="test")[0].can_undo  # it made channels too
        assert writer_of(session, last) == "ann"
        assert writer_of(session, 999) is None
