"""Items: added, changed, listed and deleted, one or many, with versions, revision and events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event, select

from planner.core.bulk import FIELDS
from planner.core.model import Comment, Item, Touchpoint
from planner.storage import tables
from planner.storage.database import Database
from planner.storage.errors import AlreadyThere, LostRace, UnknownReference
from planner.storage.history import record_history
from planner.storage.items import (
    add_item,
    add_items,
    change_items,
    delete_item,
    get_item,
    load_items,
    load_outlines,
    update_item,
    update_items,
)
from planner.storage.notes import add_comment, load_comments
from planner.storage.workspace import add, add_all
from tests import builders as b

SPACE = b.workspace(segments=(b.segment("parents"), b.segment("carers")), stages=(b.stage("reach"), b.stage("acquire")))
GUIDE = b.item(
    "guide",
    title="Één gids",
    map=("parents/reach/awareness", ("carers//", "secondary")),
    tags=("new", "winter"),
    format="article",
    language="nl",
    owner="ann@example.org",
    published_on=date(2026, 11, 1),
    placements=(b.placement("p1", "email", b.AS_OF), b.placement("p2", "blog", status="cancelled")),
    extra={"mood": ["calm", 1, None]},
)
STORY = b.item("story", map=("carers/acquire/awareness",), status="idea", owner="bob", quality=4, tags=("winter",))
PLAIN = b.item("plain", map=(), status="idea", title="a plain one")


@pytest.fixture
def filled(db: Database) -> Database:
    with db.writing("test") as session:
        add_all(session, SPACE)
        add_items(session, [GUIDE, STORY, PLAIN])
    return db


def load(db: Database, id: str) -> Item | None:
    with db.reading() as session:
        return get_item(session, id)


@pytest.mark.parametrize("others", [0, 2001], ids=["named", "all read"])
def test_an_outline_says_what_a_change_of_many_shows(filled: Database, others: int) -> None:
    ids = ["story", "guide", *(f"nobody-{n}" for n in range(others))]
    with filled.reading() as session:
        guide, story = load_outlines(session, ids, with_open=True)
        whole = load_items(session, ["guide", "story"])
    for short, item in zip((guide, story), whole, strict=True):
        assert [getattr(short, name) for name in ("id", "title", "version", "tags", *FIELDS)] == [
            getattr(item, name) for name in ("id", "title", "version", "tags", *FIELDS)
        ]
    assert [(p.uid, p.channel, p.status, p.version) for p in guide.placements] == [("p1", "email", "planned", 1)]


def test_an_item_comes_back_as_it_went_in(filled: Database) -> None:
    assert load(filled, "guide") == GUIDE
    assert load(filled, "nothing") is None
    with filled.reading() as session:
        assert load_items(session) == (GUIDE, PLAIN, STORY)
        assert load_items(session, ["story", "gone", "guide", "story"]) == (GUIDE, STORY)
        assert load_items(session, ["guide"], placed=False) == (replace(GUIDE, placements=()),)


def test_a_saved_item_gets_the_next_version_and_the_next_revision(filled: Database) -> None:
    before = filled.revision()
    changed = replace(GUIDE, title="Gids", map=GUIDE.map[:1], tags=("summer",), derived_from="story")
    with filled.writing("ann") as session:
        update_item(session, changed)
    assert load(filled, "guide") == replace(changed, version=2)
    assert filled.revision() == before + 1
    with filled.reading() as session:
        stamps = dict(session.execute(select(tables.items.c.id, tables.items.c.revision)).all())
    assert stamps == {"guide": before + 1, "story": before, "plain": before}


def test_the_second_of_two_who_save_sees_what_the_first_saved(filled: Database) -> None:
    with filled.writing("ann") as session:
        update_item(session, replace(GUIDE, title="Ann's"))
    with pytest.raises(LostRace) as lost, filled.writing("bob") as session:
        update_item(session, replace(GUIDE, title="Bob's"))
    assert lost.value.current == replace(GUIDE, title="Ann's", version=2)
    with pytest.raises(LostRace) as lost, filled.writing("bob") as session:
        update_item(session, replace(GUIDE, id="gone"))
    assert lost.value.current is None


def test_saving_an_item_as_it_is_changes_nothing(filled: Database) -> None:
    before = filled.revision()
    with filled.writing("ann") as session:
        assert update_items(session, [GUIDE, STORY]) == 0
    assert filled.revision() == before


def test_a_change_of_many_is_one_revision(filled: Database) -> None:
    before = filled.revision()
    with filled.writing("ann") as session:
        assert change_items(session, ["guide", "story", "gone"], {"owner": "bob"}) == 1
    assert filled.revision() == before + 1
    assert load(filled, "guide") == replace(GUIDE, owner="bob", version=2)
    assert load(filled, "story") == STORY


def test_an_id_is_given_once(filled: Database) -> None:
    with pytest.raises(AlreadyThere, match="story"), filled.writing("ann") as session:
        add_items(session, [b.item("new", map=()), STORY])
    assert load(filled, "new") is None


@pytest.mark.parametrize(
    "wrong",
    [{"format": "x"}, {"campaign": "x"}, {"derived_from": "x"}, {"map": (b.mapping("x//"),)}],
    ids=str,
)
def test_an_item_that_names_what_is_not_there_is_not_saved(filled: Database, wrong: dict[str, object]) -> None:
    with pytest.raises(UnknownReference, match="x"), filled.writing("ann") as session:
        add_item(session, replace(PLAIN, id="new", **wrong))
    assert load(filled, "new") is None


def test_a_cell_mapped_twice_is_kept_once_as_primary(filled: Database) -> None:
    twice = ("parents//", "secondary"), ("parents//", "primary"), ("parents//", "secondary")
    with filled.writing("ann") as session:
        add_item(session, b.item("twice", map=twice))
    found = load(filled, "twice")
    assert found is not None
    assert found.map == (b.mapping("parents//"),)


def test_a_deleted_item_takes_its_parts_along(filled: Database) -> None:
    with filled.writing("ann") as session:
        add(session, Touchpoint(slug="t", items=("guide", "story")))
        add_comment(session, Comment(item="guide", author="ann", at=filled.clock(), text="nice"))
        update_item(session, replace(STORY, derived_from="guide"))
        delete_item(session, "guide", version=1)
    assert load(filled, "guide") is None
    with filled.reading() as session:
        assert load_comments(session) == ()
        assert [item.derived_from for item in load_items(session)] == [None, None]
        for table in (tables.placements, tables.item_tags, tables.named("touchpoint_items")):
            assert len(session.execute(select(table)).all()) == (0 if table is tables.placements else 1)
        (event_of_place, *_) = record_history(session, "placements", "p1")
    assert (event_of_place.action, event_of_place.before) == (
        "delete",
        {"uid": "p1", "item": "guide", "channel": "email", "on": "2026-11-23", "status": "planned", "priority": 5}
        | {"service": False, "sequence": 0},
    )
    with pytest.raises(LostRace), filled.writing("ann") as session:
        delete_item(session, "story", version=7)


def test_an_event_holds_only_what_changed(filled: Database) -> None:
    with filled.writing("ann") as session:
        update_item(session, replace(GUIDE, title="Gids", quality=3))
    with filled.reading() as session:
        newest, first = record_history(session, "items", "guide")
    assert (newest.who, newest.before, newest.after) == (
        "ann",
        {"title": "Één gids"},
        {"title": "Gids", "quality": 3},
    )
    assert first.after is not None
    assert first.after["map"] == [
        {"segment": "parents", "stage": "reach", "phase": "awareness", "fit": "primary"},
        {"segment": "carers", "fit": "secondary"},
    ]


def test_reading_asks_as_often_for_many_as_for_one(db: Database) -> None:
    with db.writing("test") as session:
        add_all(session, SPACE)
        add_items(session, [replace(GUIDE, placements=GUIDE.placements[:1])])

    def asked() -> int:
        statements: list[str] = []
        with db.reading() as session:
            connection = session.connection()
            event.listen(connection, "before_cursor_execute", lambda *args: statements.append(args[2]))
            load_items(session)
        return len(statements)

    one = asked()
    with db.writing("test") as session:
        add_items(session, [replace(GUIDE, id=f"i{n}", placements=(b.placement(f"u{n}"),)) for n in range(60)])
    assert asked() == one
