"""History: the events of a record and the moment of its last change."""

from __future__ import annotations

from dataclasses import replace

from planner.storage.database import Database
from planner.storage.history import last_changed, record_history
from planner.storage.items import add_items
from planner.storage.placements import update_placement
from planner.storage.workspace import add_all
from tests import builders as b

MAIL = b.placement("mail", on=b.AS_OF)


def test_a_record_was_last_changed_when_its_newest_event_was(db: Database) -> None:
    with db.writing("ann") as session:
        add_all(session, b.workspace())
        add_items(session, [b.item("a", placements=(MAIL, b.placement("post", "blog")))])
    with db.writing("ann") as session:
        update_placement(session, replace(MAIL, title="Moved"))
    with db.reading() as session:
        newest, first = (event.at for event in record_history(session, "placements", "mail"))
        assert last_changed(session, "placements", ["mail", "post", "gone", "mail"]) == {"mail": newest, "post": first}
        assert last_changed(session, "items", ["a"]) == {"a": first}
        assert last_changed(session, "items", []) == {}
