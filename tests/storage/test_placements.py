"""Placements: added, moved and deleted, one or many; a calendar hears of it by the sequence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.exc import StatementError

from planner.core.model import Item, Placement
from planner.storage import placements as store
from planner.storage.changes import read_revision
from planner.storage.database import Database
from planner.storage.errors import AlreadyThere, Cannot, LostRace, UnknownReference
from planner.storage.history import record_history
from planner.storage.items import add_items
from planner.storage.workspace import add_all
from tests import builders as b

SPACE = b.workspace(segments=(b.segment("parents"), b.segment("carers")))
TIMED = b.placement("timed", at=datetime(2026, 11, 23, 8, 30, tzinfo=UTC), segments=("carers", "parents"), series="s")
TRAY = b.placement("tray", "blog")


@pytest.fixture
def filled(db: Database) -> Database:
    with db.writing("test") as session:
        add_all(session, SPACE)
        add_items(session, [b.item("b", placements=(TIMED,)), b.item("a", placements=(TRAY,))])
    return db


def get(db: Database, uid: str) -> Placement | None:
    with db.reading() as session:
        return store.get_placement(session, uid)


def test_a_placement_comes_back_as_it_went_in(filled: Database) -> None:
    assert get(filled, "timed") == TIMED
    assert get(filled, "nothing") is None
    with filled.reading() as session:
        pairs = store.load_placements(session)
        assert [(item.id, place.uid) for item, place in pairs] == [("a", "tray"), ("b", "timed")]
        assert pairs[0][0] == b.item("a")
        assert [place for _, place in store.load_placements(session, ["timed", "gone"])] == [TIMED]
        assert store.item_of(session, "timed") == "b"


def test_a_calendar_gets_placements_with_the_short_of_their_items(db: Database) -> None:
    space = replace(SPACE, formats=(b.fmt("guide"),))
    told: dict[str, Any] = {
        "title": "T",
        "summary": "S",
        "format": "guide",
        "status": "approved",
        "url": "https://example.org/t",
    }
    whole = b.item("a", **told, body="long", tags=("tag",), placements=(TIMED, TRAY))
    with db.writing("test") as session:
        add_all(session, space)
        add_items(session, [whole, b.item("b", placements=(b.placement("other"),))])
    with db.reading() as session:
        pairs = store.load_shown(session, ["tray", "timed", "gone", "tray"])
    short = Item(id="a", **told)
    assert sorted(pairs, key=lambda pair: pair[1].uid) == [(short, TIMED), (short, TRAY)]


def test_a_moved_placement_gets_the_next_version_and_sequence(filled: Database) -> None:
    with filled.writing("ann") as session:
        store.update_placement(session, replace(TRAY, on=date(2026, 12, 1)))
    assert get(filled, "tray") == replace(TRAY, on=date(2026, 12, 1), version=2, sequence=1)


def test_what_no_calendar_shows_leaves_the_sequence(filled: Database) -> None:
    with filled.writing("ann") as session:
        store.update_placement(session, replace(TIMED, priority=9, segments=("parents",)))
    assert get(filled, "timed") == replace(TIMED, priority=9, segments=("parents",), version=2)


def test_a_lost_race_over_a_placement_saves_nothing(filled: Database) -> None:
    with filled.writing("ann") as session:
        store.update_placement(session, replace(TRAY, on=date(2026, 12, 1)))
    with pytest.raises(LostRace) as lost, filled.writing("bob") as session:
        store.update_placement(session, replace(TRAY, on=date(2026, 12, 2)))
    assert lost.value.current == get(filled, "tray")


def test_many_placements_are_shifted_in_one_revision(filled: Database) -> None:
    before = filled.revision()
    with filled.writing("ann") as session:
        assert store.change_placements(session, ["tray", "timed"], {"status": "approved"}) == 2
    assert filled.revision() == before + 1
    assert [place.status for place in (get(filled, "tray"), get(filled, "timed")) if place] == ["approved"] * 2


def test_a_placement_is_added_to_an_item(filled: Database) -> None:
    new = b.placement("new", "blog", date(2026, 12, 1), segments=("carers",))
    with filled.writing("ann") as session:
        store.add_placement(session, "a", new)
    assert get(filled, "new") == new
    with filled.reading() as session:
        (event,) = record_history(session, "placements", "new")
    assert event.after is not None
    assert (event.after["item"], event.after["on"]) == ("a", "2026-12-01")
    with pytest.raises(AlreadyThere, match="new"), filled.writing("ann") as session:
        store.add_placement(session, "b", new)


@pytest.mark.parametrize(
    ("item", "wrong"),
    [("gone", {}), ("a", {"channel": "pigeon"}), ("a", {"segments": ("nobody",)}), ("a", {"stage": "nowhere"})],
)
def test_a_placement_that_names_what_is_not_there_is_not_saved(
    filled: Database, item: str, wrong: dict[str, object]
) -> None:
    with pytest.raises(UnknownReference), filled.writing("ann") as session:
        store.add_placement(session, item, replace(b.placement("new", "blog"), **wrong))
    assert get(filled, "new") is None


def test_a_placement_has_a_day_or_a_moment(filled: Database) -> None:
    with pytest.raises(Cannot), filled.writing("ann") as session:
        store.update_placement(session, replace(TIMED, on=date(2026, 12, 1)))
    with pytest.raises(StatementError, match="without a zone"), filled.writing("ann") as session:
        store.update_placement(session, replace(TIMED, at=datetime(2026, 12, 1)))  # noqa: DTZ001


def test_a_deleted_placement_is_gone_and_told(filled: Database) -> None:
    with pytest.raises(LostRace), filled.writing("ann") as session:
        store.delete_placement(session, "tray", version=4)
    with filled.writing("ann") as session:
        store.delete_placement(session, "tray", version=1)
    assert get(filled, "tray") is None
    with filled.reading() as session:
        assert [event.action for event in record_history(session, "placements", "tray")] == ["delete", "create"]


def test_each_write_leaves_its_revision_on_what_it_wrote(filled: Database) -> None:
    with filled.writing("ann") as session:
        store.change_placements(session, ["tray"], {"owner": "ann@example.org"})
    with filled.reading() as session:
        newest = read_revision(session)
        assert store.written_at(session, "tray") == newest
        assert (store.written_at(session, TIMED.uid) or 0) < newest
        assert store.written_at(session, "gone") is None
