"""Feeds and share links: what opens one, and everything that closes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.core.model import SavedView, User, Workspace
from planner.storage import dimensions, sharing, tables, workspace
from planner.storage.database import Database
from planner.storage.errors import UnknownReference

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANN = User(email="ann@example.org", name="Ann")
OWN = SavedView(slug="own", name="Ann's own", owner="Ann@example.org")
SHARED = SavedView(slug="all", name="Everyone's", owner="bob@example.org", shared=True)
BOBS = SavedView(slug="bobs", name="Bob's", owner="bob@example.org")


@pytest.fixture
def filled(db: Database) -> Database:
    with db.writing("test") as session:
        workspace.add_all(session, Workspace(users=(ANN,), views=(OWN, SHARED, BOBS)))
    return db


def made(db: Database, view: str = "own", **more: datetime) -> str:
    with db.writing("ann@example.org") as session:
        return sharing.make_way(session, "feed", view, "ANN@example.org", now=NOW, **more)


def opens(db: Database, token: str, now: datetime = NOW) -> bool:
    with db.reading() as session:
        return sharing.find_way(session, "feed", token, now=now) is not None


def test_a_token_opens_its_own_kind_of_way_and_is_not_kept(filled: Database) -> None:
    token = made(filled)
    with filled.reading() as session:
        way = sharing.find_way(session, "feed", token, now=NOW)
        assert way is not None
        assert (way.view, way.view_name, way.by, way.used_at) == ("own", "Ann's own", "ann@example.org", None)
        assert sharing.find_way(session, "share", token, now=NOW) is None
        assert sharing.find_way(session, "feed", token[:-1], now=NOW) is None
        kept = session.execute(select(tables.view_tokens)).one()
        events = session.execute(select(tables.audit_events)).all()
    assert token not in str(kept) + str(events)


def test_it_ends_with_its_date(filled: Database) -> None:
    token = made(filled, expires_at=NOW + timedelta(days=1))
    assert opens(filled, token, NOW + timedelta(hours=23))
    assert not opens(filled, token, NOW + timedelta(days=1))


def _disable(session: Session) -> None:
    workspace.update_record(session, replace(ANN, active=False))


def _delete_view(session: Session) -> None:
    dimensions.delete_record(session, "views", "all")


def _take_back(session: Session) -> None:
    workspace.update_record(session, replace(SHARED, shared=False))


def _revoke(session: Session) -> None:
    (way,) = sharing.list_ways(session, now=NOW)
    assert sharing.revoke_way(session, way.number, now=NOW)


@pytest.mark.parametrize("ending", [_disable, _delete_view, _take_back, _revoke])
def test_it_ends_at_once_with_what_it_stands_on(filled: Database, ending: Callable[[Session], None]) -> None:
    token = made(filled, "all")
    assert opens(filled, token)
    with filled.writing("test") as session:
        ending(session)
    assert not opens(filled, token)


def test_a_view_that_its_maker_may_not_see_is_never_opened(filled: Database) -> None:
    assert not opens(filled, made(filled, "bobs"))
    with pytest.raises(UnknownReference):
        made(filled, "nothing")


def test_one_revokes_ones_own_and_a_number_of_nobody_is_nothing(filled: Database) -> None:
    token = made(filled)
    with filled.writing("test") as session:
        (way,) = sharing.list_ways(session, now=NOW, by="Ann@example.org")
        assert sharing.list_ways(session, now=NOW, by="bob@example.org") == ()
        for number in (0, -1, way.number + 1, 2**40):
            assert not sharing.revoke_way(session, number, now=NOW)
        assert not sharing.revoke_way(session, way.number, now=NOW, by="bob@example.org")
    assert opens(filled, token)


def test_its_last_use_is_noted_every_few_minutes_and_raises_no_revision(filled: Database) -> None:
    token = made(filled)
    before = filled.revision()
    for minutes in (0, 4, 6):
        with filled.reading() as session:
            way = sharing.find_way(session, "feed", token, now=NOW)
        assert way is not None
        sharing.note_use(filled, way, now=NOW + timedelta(minutes=minutes))
    with filled.reading() as session:
        assert [way.used_at for way in sharing.list_ways(session, now=NOW)] == [NOW + timedelta(minutes=6)]
    assert filled.revision() == before
