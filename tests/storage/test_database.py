"""Writing blocks are saved whole or not at all, one after the other; troubles come as sentences."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from planner.storage import database, tables
from planner.storage.database import Database, open_database, shown
from planner.storage.errors import Busy, CannotWriteHere, Damaged, DiskFull, LostRace, NoDriver, ReadOnly, Unreachable
from planner.storage.fairlock import FairLock
from planner.storage.items import add_item, get_item, load_items, update_item
from planner.storage.launcher import launch
from tests import builders as b


def ids(db: Database) -> list[str]:
    with db.reading() as session:
        return [item.id for item in load_items(session)]


def test_a_block_that_fails_saves_nothing(db: Database) -> None:
    def write_and_fail() -> None:
        with db.writing("test") as session:
            add_item(session, b.item(map=()))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert (ids(db), db.revision()) == ([], 0)


def test_one_block_is_one_revision_whatever_it_changes(db: Database) -> None:
    with db.writing("test") as session:
        add_item(session, b.item("a", map=()))
        add_item(session, b.item("b", map=()))
    assert db.revision() == 1
    with db.writing("test") as session:
        session.execute(select(tables.items))
    assert db.revision() == 1


def test_a_reading_block_cannot_write(db: Database) -> None:
    with pytest.raises(ReadOnly), db.reading() as session:
        session.execute(update(tables.state).values(revision=9))
    with pytest.raises(RuntimeError, match="only reads"), db.reading() as session:
        add_item(session, b.item(map=()))
    with db.writing("test") as session:
        add_item(session, b.item(map=()))
    assert db.revision() == 1


def test_a_reading_block_sees_one_moment(db: Database) -> None:
    with db.reading() as session:
        assert load_items(session) == ()
        with ThreadPoolExecutor(1) as other:
            other.submit(_add, db, "late").result()
        assert load_items(session) == ()
    assert ids(db) == ["late"]


def _add(db: Database, id: str) -> None:
    with db.writing("test") as session:
        add_item(session, b.item(id, map=()))


def test_many_writers_all_get_their_turn(db: Database) -> None:
    names = [f"i{n:02}" for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: _add(db, name), names))
    assert (ids(db), db.revision()) == (names, 24)


def test_no_edit_is_lost_between_writers(db: Database) -> None:
    _add(db, "a")

    def add_one() -> int:
        tries = 0
        while True:
            tries += 1
            with db.reading() as session:
                seen = get_item(session, "a")
            assert seen is not None
            try:
                with db.writing("test") as session:
                    update_item(session, replace(seen, effort_hours=(seen.effort_hours or 0) + 1))
            except LostRace:
                continue
            return tries

    with ThreadPoolExecutor(4) as pool:
        tries = [pool.submit(add_one) for _ in range(12)]
        assert all(future.result() >= 1 for future in tries)
    with db.reading() as session:
        last = get_item(session, "a")
    assert last is not None
    assert (last.effort_hours, last.version) == (12, 13)


def test_the_lock_lets_them_through_in_the_order_they_came() -> None:
    lock, order, waiting = FairLock(), [], []
    lock.acquire(1)

    def take(n: int) -> None:
        lock.acquire(5)
        order.append(n)
        lock.release()

    for n in range(5):
        thread = threading.Thread(target=take, args=(n,))
        thread.start()
        waiting.append(thread)
        while len(lock._waiting) <= n:
            pass  # it is in the queue at once
    lock.release()
    for thread in waiting:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_who_waits_too_long_is_told(sqlite_db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "TURN_SECONDS", 0.01)
    with sqlite_db.writing("test"), ThreadPoolExecutor(1) as other, pytest.raises(Busy, match="Try again"):
        other.submit(_add, sqlite_db, "x").result()
    _add(sqlite_db, "y")
    assert ids(sqlite_db) == ["y"]


def test_a_block_inside_a_block_is_a_fault_of_ours(sqlite_db: Database) -> None:
    with sqlite_db.writing("test"), pytest.raises(RuntimeError, match="inside"), sqlite_db.writing("test"):
        pass
    _add(sqlite_db, "a")
    assert ids(sqlite_db) == ["a"]


def test_another_program_that_keeps_the_file_is_waited_for_and_then_named(
    sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_PRAGMAS", ("busy_timeout = 10", *database._PRAGMAS[1:]))
    other = sqlite3.connect(sqlite_db.path or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="Try again"):
        _add(sqlite_db, "x")
    other.execute("ROLLBACK")
    other.close()
    _add(sqlite_db, "a")
    assert ids(sqlite_db) == ["a"]


def test_every_connection_has_the_settings(sqlite_db: Database) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 5000,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "journal_size_limit": 67108864,
        "cell_size_check": 1,
    }
    with sqlite_db.reading() as session:
        assert {name: session.execute(text(f"PRAGMA {name}")).scalar_one() for name in wanted} == wanted


def test_closing_folds_the_log_into_the_file(sqlite_db: Database) -> None:
    _add(sqlite_db, "a")
    sqlite_db.close()
    assert sqlite_db.path is not None
    alone = sqlite_db.path.with_name("alone.db")
    shutil.copy(sqlite_db.path, alone)
    moved = open_database(f"sqlite:///{alone}")
    assert ids(moved) == ["a"]
    moved.close()


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="no such file"):
        open_database(f"sqlite:///{tmp_path / 'none.db'}")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_text_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_text("hello " * 1000)
    with pytest.raises(Damaged, match=str(path)):
        open_database(f"sqlite:///{path}").revision()


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    url = "postgresql+psycopg://ann:secret@127.0.0.1:1/planner"
    with pytest.raises(Unreachable, match=r"ann:\*\*\*@127.0.0.1:1/planner") as told:
        open_database(url).revision()
    assert "secret" not in str(told.value)
    assert shown(url) == "postgresql+psycopg://ann:***@127.0.0.1:1/planner"


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)  # as on a fresh machine: requirements/run.txt leaves it out
    with pytest.raises(NoDriver, match=r"-r requirements/postgres\.txt"):
        open_database("postgresql+psycopg://ann:secret@127.0.0.1:1/planner")


@pytest.mark.postgres
def test_a_lost_server_connection_comes_back(postgres_db: Database) -> None:
    _add(postgres_db, "a")
    with postgres_db.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert ids(postgres_db) == ["a"]


def write_and_lose_the_server(db: Database) -> None:
    with db.writing("test") as session:
        add_item(session, b.item("b", map=()))
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


@pytest.mark.postgres
def test_what_a_lost_server_had_not_saved_is_told(postgres_db: Database) -> None:
    _add(postgres_db, "a")
    with pytest.raises(Unreachable):
        write_and_lose_the_server(postgres_db)
    assert ids(postgres_db) == ["a"]


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(folder)], check=False)
    if made.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _fill(filler: Path) -> None:
    handle = os.open(filler, os.O_WRONLY | os.O_CREAT)
    try:
        while True:
            os.write(handle, bytes(4096))
    except OSError:
        os.close(handle)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk as Linux does")
def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        db = launch(f"sqlite:///{disk / 'planner.db'}", disk)
        _add(db, "before")
        filler = disk / "filler"
        _fill(filler)
        with pytest.raises(DiskFull, match="Make room"), db.writing("test") as session:
            add_item(session, b.item("during", map=(), body="word " * 30_000))
        assert ids(db) == ["before"]
        filler.unlink()
        _add(db, "after")
        assert ids(db) == ["after", "before"]
        db.close()


@pytest.mark.skipif(sys.platform != "linux", reason="mounts read-only as Linux does")
def test_a_read_only_disk_can_be_read_and_a_server_says_why_it_does_not_start(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        url = f"sqlite:///{disk / 'planner.db'}"
        db = launch(url, tmp_path)
        _add(db, "a")
        db.close()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        db = launch(url, tmp_path)
        assert ids(db) == ["a"]
        with pytest.raises(ReadOnly, match="nothing was saved"):
            _add(db, "b")
        db.close()
        with pytest.raises(CannotWriteHere, match=str(disk / "planner.db")):
            launch(url, tmp_path, alone=True)
