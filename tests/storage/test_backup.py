"""Backup and restore: a checked copy while people work; what was there is kept, what is broken stays out."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import update

from planner.core.model import Dump, User, Workspace
from planner.storage import backup, tables
from planner.storage.database import Database, open_database
from planner.storage.dump import write_dump
from planner.storage.errors import AlreadyRunning, NoBackup, OverItself
from planner.storage.items import add_item, load_items
from planner.storage.launcher import launch
from planner.storage.people import open_session, session_user
from tests import builders as b
from tests.storage.postgres import Server


@dataclass
class Home:
    url: str
    folder: Path

    def add(self, id: str) -> None:
        db = launch(self.url, self.folder)
        with db.writing("test") as session:
            add_item(session, b.item(id, map=(), body="word " * 9000))
        db.close()

    def ids(self, url: str | None = None) -> list[str]:
        db = launch(url or self.url, self.folder)
        with db.reading() as session:
            found = [item.id for item in load_items(session)]
        db.close()
        return found

    def backup(self, file: Path) -> Path:
        db = launch(self.url, self.folder)
        backup.backup(db, file)
        db.close()
        return file


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    if request.param == "sqlite":
        yield Home(f"sqlite:///{tmp_path / 'home' / 'planner.db'}", tmp_path / "home")
        return
    server: Server = request.getfixturevalue("postgres_server")
    made = Home(server.empty_database(), tmp_path / "home")
    yield made
    server.drop(made.url)


def test_a_restored_backup_has_what_was_there_then(home: Home, tmp_path: Path) -> None:
    home.add("early")
    file = home.backup(tmp_path / "today.backup")
    home.add("late")
    kept = backup.restore(home.url, home.folder, file)
    assert home.ids() == ["early"]
    assert kept is not None
    backup.restore(home.url, home.folder, kept)
    assert home.ids() == ["early", "late"]
    home.add("next")  # and writing goes on: no key is given twice
    assert home.ids() == ["early", "late", "next"]


def test_a_backup_replaces_an_older_one_whole(home: Home, tmp_path: Path) -> None:
    home.add("a")
    file = home.backup(tmp_path / "b")
    home.add("c")
    assert home.backup(file) == file
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "home"]
    backup.restore(home.url, home.folder, file)
    assert home.ids() == ["a", "c"]


def broken_by(name: str) -> Callable[[Path], None]:
    def half(path: Path) -> None:
        os.truncate(path, path.stat().st_size // 2)

    def text(path: Path) -> None:
        path.write_text("not a backup")

    def empty(path: Path) -> None:
        path.write_bytes(b"")

    def packed(path: Path) -> None:
        path.write_bytes(gzip.compress(b'{"recipes": 1}\n'))

    return {"half": half, "text": text, "empty": empty, "packed": packed, "missing": Path.unlink}[name]


@pytest.mark.parametrize("harm", ["half", "text", "empty", "packed", "missing"])
def test_a_broken_backup_is_refused_and_nothing_changes(home: Home, tmp_path: Path, harm: str) -> None:
    home.add("early")
    file = home.backup(tmp_path / "today.backup")
    home.add("late")
    broken_by(harm)(file)
    with pytest.raises(NoBackup, match=str(file)):
        backup.restore(home.url, home.folder, file)
    assert home.ids() == ["early", "late"]


def test_a_restore_ends_every_session(home: Home, tmp_path: Path) -> None:
    db = launch(home.url, home.folder)
    with db.writing("test") as session:
        write_dump(session, Dump(workspace=Workspace(users=(User(email="ann@example.org"),))))
        key = open_session(session, "ann@example.org", now=db.clock())
    assert session_user(db, key, now=db.clock()) == User(email="ann@example.org")
    backup.backup(db, tmp_path / "b")
    db.close()
    backup.restore(home.url, home.folder, tmp_path / "b")
    db = launch(home.url, home.folder)
    assert session_user(db, key, now=db.clock()) is None
    db.close()


def test_a_restore_waits_until_the_server_is_stopped(tmp_path: Path) -> None:
    home = Home(f"sqlite:///{tmp_path / 'planner.db'}", tmp_path)
    home.add("a")
    file = home.backup(tmp_path / "b")
    server = launch(home.url, home.folder, alone=True)
    with pytest.raises(AlreadyRunning):
        backup.restore(home.url, home.folder, file)
    server.close()


def test_a_backup_brings_back_a_database_that_is_gone(tmp_path: Path) -> None:
    home = Home(f"sqlite:///{tmp_path / 'planner.db'}", tmp_path)
    home.add("a")
    file = home.backup(tmp_path / "b")
    (tmp_path / "planner.db").unlink()
    assert backup.restore(home.url, home.folder, file) is None
    assert home.ids() == ["a"]


def test_a_damaged_database_is_kept_beside_the_restored_one(tmp_path: Path) -> None:
    home = Home(f"sqlite:///{tmp_path / 'planner.db'}", tmp_path)
    home.add("a")
    file = home.backup(tmp_path / "b")
    (tmp_path / "planner.db").write_text("rubble")
    kept = backup.restore(home.url, home.folder, file)
    assert kept is not None
    assert kept.read_text() == "rubble"
    assert home.ids() == ["a"]


def test_a_whole_database_has_no_faults(db: Database) -> None:
    with db.writing("test") as session:
        add_item(session, b.item(map=()))
    assert backup.check(db) == ()


def test_a_revision_behind_its_items_is_a_fault(db: Database) -> None:
    with db.writing("test") as session:
        add_item(session, b.item(map=()))
    with db.writing("test") as session:
        session.execute(update(tables.state).values(revision=0))
    assert [str(fault) for fault in backup.check(db)] == ["The items carry revision 1, the workspace 0."]


def test_a_page_lost_is_a_fault(sqlite_db: Database) -> None:
    with sqlite_db.writing("test") as session:
        add_item(session, b.item(map=(), body="word " * 9000))
    sqlite_db.close()
    assert sqlite_db.path is not None
    os.truncate(sqlite_db.path, sqlite_db.path.stat().st_size - 4096 * 3)
    (fault, *_) = backup.check(open_database(sqlite_db.url))
    assert "is damaged" in str(fault)


@pytest.mark.skipif(os.name != "posix", reason="only there have files an owner")
def test_database_backup_and_what_is_brought_back_are_for_their_owner_alone(tmp_path: Path) -> None:
    url, folder = f"sqlite:///{tmp_path / 'planner.db'}", tmp_path  # a folder that was there, as that of a checkout
    home = Home(url, folder)
    home.add("a")
    file = home.backup(tmp_path / "safe.db")
    modes = [oct(path.stat().st_mode & 0o777) for path in (tmp_path / "planner.db", file)]
    file.chmod(0o644)
    kept = backup.restore(url, folder, file)
    assert kept is not None
    assert [*modes, *(oct(path.stat().st_mode & 0o777) for path in (tmp_path / "planner.db", kept))] == ["0o600"] * 4


def test_a_backup_is_never_written_over_the_database(tmp_path: Path) -> None:
    home = Home(f"sqlite:///{tmp_path / 'planner.db'}", tmp_path)
    home.add("a")
    (tmp_path / "by-another-name.db").symlink_to(tmp_path / "planner.db")
    before = (tmp_path / "planner.db").stat().st_ino
    for name in ("planner.db", "by-another-name.db"):
        with pytest.raises(OverItself, match="is the database itself; nothing was written"):
            home.backup(tmp_path / name)
    assert ((tmp_path / "planner.db").stat().st_ino, home.ids()) == (before, ["a"])
