"""The small records: read whole, each added, changed, archived and put in order, with versions and events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from planner.core.model import (
    AuditEvent,
    CoverageTarget,
    FrequencyRule,
    Query,
    SavedView,
    SegmentOverlap,
    Settings,
    User,
    Waiver,
    Workspace,
)
from planner.storage import workspace as store
from planner.storage.database import Database
from planner.storage.errors import AlreadyThere, Cannot, LostRace, UnknownReference
from planner.storage.history import newest_events, record_history
from tests import builders as b
from tests.storage.test_dump import wipe
from tests.strategies import workspaces

SPACE = b.workspace(segments=(b.segment("parents"), b.segment("carers"), b.segment("grandparents")))


@pytest.fixture
def filled(db: Database) -> Database:
    with db.writing("ann@example.org") as session:
        store.add_all(session, SPACE)
    return db


def load(db: Database) -> Workspace:
    with db.reading() as session:
        return store.load_workspace(session)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(space=workspaces())
def test_a_workspace_added_record_by_record_is_read_back_whole(db: Database, space: Workspace) -> None:
    wipe(db)
    with db.writing("test") as session:
        store.add_all(session, space)
    assert load(db) == space


def test_an_empty_database_is_an_empty_workspace(db: Database) -> None:
    assert load(db) == Workspace()


def test_a_changed_segment_keeps_its_place_and_gets_the_next_version(filled: Database) -> None:
    changed = b.segment("carers", priority=5, reach={"email": 0.4}, size=1200)
    with filled.writing("ann") as session:
        store.update_record(session, changed, version=1)
    assert load(filled).segments == (b.segment("parents"), changed, b.segment("grandparents"))
    with filled.reading() as session:
        assert store.load_versions(session, "segments") == {"parents": 1, "carers": 2, "grandparents": 1}


def test_a_lost_race_shows_what_is_there_now_and_saves_nothing(filled: Database) -> None:
    first = b.segment("carers", priority=5)
    with filled.writing("ann") as session:
        store.update_record(session, first, version=1)
    with pytest.raises(LostRace) as lost, filled.writing("bob") as session:
        store.update_record(session, b.segment("carers", priority=1), version=1)
    assert lost.value.current == first
    assert load(filled).segments[1] == first


def test_saving_what_is_there_already_changes_no_revision(filled: Database) -> None:
    before = filled.revision()
    with filled.writing("ann") as session:
        store.update_record(session, b.segment("carers"), version=1)
    assert filled.revision() == before


def test_a_second_row_of_the_same_name_is_refused(filled: Database) -> None:
    with pytest.raises(AlreadyThere, match="carers"), filled.writing("ann") as session:
        store.add(session, b.segment("carers"))
    with pytest.raises(AlreadyThere, match="carers"), filled.writing("ann") as session:
        store.update_record(session, b.segment("carers"), key="parents")


def test_a_user_is_known_by_address_whatever_its_case(filled: Database) -> None:
    with filled.writing("ann") as session:
        store.add(session, User(email="Ann@example.org"))
    with pytest.raises(AlreadyThere), filled.writing("ann") as session:
        store.add(session, User(email="ann@example.org"))


def test_two_targets_with_the_same_four_keys_are_refused(filled: Database) -> None:
    target = CoverageTarget(segment="parents", stage="reach", minimum=2)
    with filled.writing("ann") as session:
        store.add(session, target)
        store.add(session, replace(target, phase="awareness"))
    with pytest.raises(AlreadyThere, match="parents/reach//"), filled.writing("ann") as session:
        store.add(session, replace(target, minimum=3))


def test_a_target_may_move_to_another_cell(filled: Database) -> None:
    with filled.writing("ann") as session:
        store.add(session, CoverageTarget(segment="parents", minimum=2))
        store.update_record(session, CoverageTarget(segment="carers", minimum=3), key="parents///")
    assert load(filled).coverage_targets == (CoverageTarget(segment="carers", minimum=3),)


def test_a_record_that_names_what_is_not_there_is_refused(filled: Database) -> None:
    with pytest.raises(UnknownReference, match="pigeon"), filled.writing("ann") as session:
        store.add(session, FrequencyRule(name="r", channels=("pigeon",)))


def test_a_renamed_segment_keeps_its_name_in_views_and_waivers(filled: Database) -> None:
    with filled.writing("ann") as session:
        store.add(session, SavedView(slug="v", name="V", query=Query(segments=("carers", "parents"))))
        store.add(session, Waiver(key="overlap:segment=carers,other=parents,from=2026-11-23", reason="r"))
        store.add(session, Waiver(key="thin:segment=carers-abroad", reason="another one"))
        store.add(session, SegmentOverlap(a="carers", b="parents", share=0.5))
        store.update_record(session, b.segment("helpers"), key="carers")
    space = load(filled)
    assert space.views[0].query == Query(segments=("helpers", "parents"))
    assert [waiver.key for waiver in space.waivers] == [
        "overlap:segment=helpers,other=parents,from=2026-11-23",
        "thin:segment=carers-abroad",
    ]
    assert space.overlaps == (SegmentOverlap(a="helpers", b="parents", share=0.5),)


def test_an_archived_row_rests_and_wakes(filled: Database) -> None:
    with filled.writing("ann") as session:
        store.archive(session, "segments", "carers", version=1)
    assert [row.archived for row in load(filled).segments] == [False, True, False]
    with filled.writing("ann") as session:
        store.archive(session, "segments", "carers", archived=False)
    assert [row.archived for row in load(filled).segments] == [False, False, False]
    with pytest.raises(Cannot), filled.writing("ann") as session:
        store.archive(session, "users", "ann")


def test_rows_are_put_in_order_and_those_not_named_come_after(filled: Database) -> None:
    with filled.writing("ann") as session:
        store.reorder(session, "segments", ["grandparents"])
    assert [row.slug for row in load(filled).segments] == ["grandparents", "parents", "carers"]
    with filled.writing("ann") as session:
        store.add(session, b.segment("new"))
    assert [row.slug for row in load(filled).segments] == ["grandparents", "parents", "carers", "new"]
    with pytest.raises(UnknownReference), filled.writing("ann") as session:
        store.reorder(session, "segments", ["nobody"])


def test_settings_are_saved_over_the_version_that_was_seen(db: Database) -> None:
    with db.writing("ann") as session:
        store.save_settings(session, Settings(name="Huis Linde"), version=0)
    with pytest.raises(LostRace) as lost, db.writing("bob") as session:
        store.save_settings(session, Settings(name="Other"), version=0)
    assert lost.value.current == Settings(name="Huis Linde")
    with db.writing("bob") as session:
        assert store.load_versions(session, "settings") == {"": 1}
        store.save_settings(session, Settings(name="Huis Linde", timezone="UTC"), version=1)
    assert load(db).settings == Settings(name="Huis Linde", timezone="UTC")


def test_every_write_leaves_an_event_with_what_changed(db: Database) -> None:
    with db.writing("ann") as session:
        store.add(session, Waiver(key="thin", reason="because", until=date(2026, 12, 1)))
    with db.writing("bob") as session:
        store.update_record(session, Waiver(key="thin", reason="why not", until=date(2026, 12, 1)))
    with db.reading() as session:
        newer, older = record_history(session, "waivers", "thin")
        assert newest_events(session, limit=1) == ((newer,), 2)
    assert newer == AuditEvent(
        at=newer.at, who="bob", action="update", noun="waivers", key="thin",
        before={"reason": "because"}, after={"reason": "why not"},
    )  # fmt: skip
    assert older == AuditEvent(
        at=older.at, who="ann", action="create", noun="waivers", key="thin",
        after={"key": "thin", "reason": "because", "until": "2026-12-01"},
    )  # fmt: skip
