"""Starting: what was installed is opened whole or refused with the way out, never replaced by an empty product."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.core.parse import Refused
from planner.storage import launcher, schema
from planner.storage.database import Database
from planner.storage.dump import is_empty
from planner.storage.errors import (
    AlreadyRunning,
    Damaged,
    Lost,
    NewerSchema,
    NothingHere,
    NotOurs,
    OtherInstall,
)
from planner.storage.items import add_item, load_items
from planner.storage.launcher import launch, marker_path
from tests import builders as b

MIGRATIONS = schema.MIGRATIONS
HEAD = schema.head()
NEXT = f"{int(HEAD) + 1:04d}"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'planner.db'}"


@pytest.fixture
def installed(tmp_path: Path, url: str) -> Path:
    """The file of an installation with one item."""
    db = launch(url, tmp_path)
    with db.writing("test") as session:
        add_item(session, b.item("kept", map=(), body="word " * 20_000))
    db.close()
    return tmp_path / "planner.db"


def ids(db: Database) -> list[str]:
    with db.reading() as session:
        return [item.id for item in load_items(session)]


def test_the_first_start_makes_an_empty_workspace_and_the_second_opens_it(tmp_path: Path, url: str) -> None:
    db = launch(url, tmp_path)
    with db.writing("test") as session:
        assert is_empty(session)
        add_item(session, b.item(map=()))
    db.close()
    again = launch(url, tmp_path)
    assert ids(again) == ["a"]
    again.close()


def test_a_command_that_makes_nothing_says_how_to_begin(tmp_path: Path, url: str) -> None:
    with pytest.raises(NothingHere, match="planner init"):
        launch(url, tmp_path, create=False)
    assert not (tmp_path / "planner.db").exists()


def test_a_second_server_is_told_that_one_runs(tmp_path: Path, url: str) -> None:
    server = launch(url, tmp_path, alone=True)
    with pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"):
        launch(url, tmp_path, alone=True)
    beside = launch(url, tmp_path)  # a command may run beside the server
    assert ids(beside) == []
    beside.close()
    server.close()
    launch(url, tmp_path, alone=True).close()


def test_the_folder_may_move_with_its_database(tmp_path: Path, installed: Path) -> None:
    moved = tmp_path.parent / f"{tmp_path.name}-moved"
    shutil.move(tmp_path, moved)
    db = launch(f"sqlite:///{moved / 'planner.db'}", moved)
    assert ids(db) == ["kept"]
    db.close()


def test_a_database_whose_marker_was_never_written_is_taken_as_ours(tmp_path: Path, url: str, installed: Path) -> None:
    marker_path(tmp_path).unlink()
    db = launch(url, tmp_path)
    assert ids(db) == ["kept"]
    db.close()
    assert marker_path(tmp_path).exists()


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def zero_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(100))


def zero_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 6)
        file.write(bytes(4096))


def with_text(path: Path) -> None:
    path.write_text("Dear diary, today I was a database.")


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def without_tables(path: Path) -> None:
    path.unlink()
    sqlite3.connect(path).execute("VACUUM").connection.close()


def foreign(path: Path) -> None:
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()


def newer(path: Path) -> None:
    changed = sqlite3.connect(path)
    changed.execute("UPDATE alembic_version SET version_num = '9999'")
    changed.commit()
    changed.close()


def swapped(path: Path) -> None:
    other = path.parent / "other"
    launch(f"sqlite:///{other / 'planner.db'}", other).close()
    shutil.copy(other / "planner.db", path)


@pytest.mark.parametrize(
    ("harm", "refusal"),
    [
        (cut, Damaged),
        (zero_header, Damaged),
        (zero_page, Damaged),
        (with_text, Damaged),
        (emptied, Lost),
        (without_tables, Lost),
        (Path.unlink, Lost),
        (foreign, NotOurs),
        (newer, NewerSchema),
        (swapped, OtherInstall),
    ],
)
@pytest.mark.parametrize("alone", [False, True], ids=["command", "server"])
def test_what_is_not_the_installed_database_is_refused_and_left_as_it_is(
    installed: Path, harm: Callable[[Path], None], refusal: type[Refused], alone: bool
) -> None:
    harm(installed)
    before = installed.read_bytes() if installed.exists() else None
    with pytest.raises(refusal) as told:
        launch(f"sqlite:///{installed}", installed.parent, alone=alone)
    assert str(installed) in str(told.value)
    assert (installed.read_bytes() if installed.exists() else None) == before


def test_a_broken_marker_still_says_that_something_was_installed(installed: Path) -> None:
    marker_path(installed.parent).write_text("{ half a")
    launch(f"sqlite:///{installed}", installed.parent).close()
    marker_path(installed.parent).write_text("{ half a")
    installed.unlink()
    with pytest.raises(Lost):
        launch(f"sqlite:///{installed}", installed.parent)


def test_a_folder_that_takes_no_files_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match=str(tmp_path / "file" / "in")):
        launch(f"sqlite:///{tmp_path}/planner.db", tmp_path / "file" / "in")


def test_garbage_in_the_log_loses_no_row(installed: Path) -> None:
    installed.with_name("planner.db-wal").write_bytes(os.urandom(40_000))
    db = launch(f"sqlite:///{installed}", installed.parent)
    assert ids(db) == ["kept"]
    db.close()


def test_an_older_database_is_copied_and_then_migrated(
    tmp_path: Path, url: str, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_migration(tmp_path, monkeypatch)
    db = launch(url, tmp_path)
    with db.engine.connect() as connection:
        assert schema.current(connection) == NEXT
        assert connection.exec_driver_sql("SELECT mood FROM items").scalars().all() == ["calm"]
    assert ids(db) == ["kept"]
    db.close()
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.name.startswith(f"before-migration-{HEAD}")
    assert launcher.inspect(f"sqlite:///{copy}").schema == HEAD


def test_a_migration_that_fails_leaves_the_old_tables(
    tmp_path: Path, url: str, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    next_migration(tmp_path, monkeypatch, last="raise RuntimeError('half way')")
    with pytest.raises(RuntimeError, match="half way"):
        launch(url, tmp_path)
    assert launcher.inspect(url).schema == HEAD
    with sqlite3.connect(installed) as raw:
        assert "mood" not in {row[1] for row in raw.execute("PRAGMA table_info(items)")}
    raw.close()


@pytest.mark.parametrize("step", range(4))
def test_a_migration_that_is_killed_leaves_the_old_tables(
    tmp_path: Path, url: str, installed: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    killed = "import os; os.kill(os.getpid(), 9)"
    folder = next_migration(tmp_path, monkeypatch, **{["first", "second", "third", "last"][step]: killed})
    code = (
        f"import sys, pathlib; sys.path.insert(0, {str(ROOT)!r});"
        "from planner.storage import schema, launcher;"
        f"schema.MIGRATIONS = pathlib.Path({str(folder)!r});"
        f"launcher.launch({url!r}, pathlib.Path({str(tmp_path)!r}))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL
    assert launcher.inspect(url).schema == HEAD
    next_migration(tmp_path, monkeypatch)
    db = launch(url, tmp_path)
    assert ids(db) == ["kept"]
    db.close()


def next_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **statements: str) -> Path:
    """Add a migration that changes the table of items (made anew by batch mode); statements go between its steps."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    said = {"first": "", "second": "", "third": "", "last": ""} | statements
    (folder / "versions" / f"{NEXT}_mood.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '{NEXT}'\ndown_revision = '{HEAD}'\n"
        "def upgrade():\n"
        f"    {said['first']}\n"
        "    op.create_table('moods', sa.Column('pk', sa.Integer, primary_key=True))\n"
        f"    {said['second']}\n"
        "    with op.batch_alter_table('items', recreate='always') as batch:\n"
        "        batch.add_column(sa.Column('mood', sa.String, nullable=False, server_default='calm'))\n"
        f"    {said['third']}\n"
        "    op.execute(sa.update(sa.table('items', sa.column('mood'))).values(mood='calm'))\n"
        f"    {said['last']}\n"
    )
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    return folder
