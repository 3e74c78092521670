"""Backup, restore and check: what was there is always kept, what is broken is never brought back."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, text

from planner.core.parse import N_, Refused
from planner.storage import copies, files, schema, tables
from planner.storage.database import Database, open_database, shown, sqlite_path, utc_now
from planner.storage.errors import CannotWriteHere, NewerSchema, NoBackup, OverItself, StorageRefused
from planner.storage.launcher import inspect, launch, remember


def backup(db: Database, file: Path) -> None:
    """Write a whole copy to a file (over an older one, once the new one is checked); people may go on working.

    The database itself is no such file: renaming over it would lose what is written from then on (`OverItself`).
    """
    if db.path and file.exists() and file.samefile(db.path):
        raise OverItself(file)
    copies.write_copy(db, file.absolute())


def restore(url: str, folder: Path, file: Path, *, clock: Callable[[], datetime] = utc_now) -> Path | None:
    """Bring a backup back in place of the database; return where what was there is kept, None where nothing was.

    Everyone has to sign in anew. The server must not run (`AlreadyRunning`); raises `NoBackup` or `NewerSchema` for a
    file that cannot be brought back, and then nothing was changed.
    """
    file = file.absolute()
    if not file.is_file():
        raise NoBackup(file, "there is no such file")
    path = sqlite_path(url)
    unlock = files.lock(folder)
    try:
        kept = _restore_copy(url, folder, file, clock) if path is None else _restore_file(path, folder, file, clock)
        remember(url, folder, inspect(url).install)
    finally:
        unlock()
    launch(url, folder, create=False, clock=clock).close()
    return kept


def _restore_file(path: Path, folder: Path, file: Path, clock: Callable[[], datetime]) -> Path | None:
    files.make_folder(path.parent)
    part = files.beside(path)
    try:
        shutil.copyfile(file, part)
        _require_whole(part, file)
        _end_sessions(part)
        kept = _put_aside(path, files.stamped(folder / "backups", "before-restore", clock(), ".db"))
        files.put(part, path)
    except OSError as fault:
        raise CannotWriteHere(path, fault.strerror or "it cannot be written") from None
    finally:
        part.unlink(missing_ok=True)
    return kept


def _require_whole(part: Path, file: Path) -> None:
    faults = copies.faults_in(part)
    if faults:
        raise NoBackup(file, faults[0])
    try:
        found = inspect(f"sqlite:///{part}")
    except StorageRefused:
        raise NoBackup(file, "it is no SQLite file") from None
    if found.kind != "planner":
        raise NoBackup(file, "it is no database of planner")
    if not schema.known(found.schema):
        raise NewerSchema(file)


def _put_aside(path: Path, kept: Path) -> Path | None:
    """Move a database away as it is, damaged or not, with the logs that belong to it."""
    moved = None
    for ending in ("", "-wal", "-shm"):
        old = path.with_name(path.name + ending)
        if old.exists():
            old.replace(kept.with_name(kept.name + ending))
            moved = kept
    return moved


def _end_sessions(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for name in ("sessions", "login_links"):
            raw.execute(f"DELETE FROM {name}")  # noqa: S608 -- our own names


def _restore_copy(url: str, folder: Path, file: Path, clock: Callable[[], datetime]) -> Path | None:
    standing = copies.read_head(file)
    if not schema.known(standing):
        raise NewerSchema(file)
    db = open_database(url, clock=clock)
    try:
        there = inspect(url).kind == "planner"
        kept = copies.copy_database(db, folder / "backups", "before-restore") if there else None
        with db.engine.execution_options(writes=True).begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            if there:
                connection.execute(text("DROP TABLE alembic_version"))
                copies.reflected(connection).drop_all(connection)
            schema.migrate(connection, to=standing)
            copies.fill(connection, file)
            connection.execute(text("DELETE FROM sessions"))
            connection.execute(text("DELETE FROM login_links"))
    finally:
        db.close()
    return kept


def check(db: Database) -> tuple[Refused, ...]:
    """Return what is wrong with a database, each a sentence; () when it is whole."""
    faults: list[Refused] = []
    where = shown(db.url)
    if db.path is not None:
        faults += [
            Refused(N_("%(where)s is damaged: %(fault)s."), where=where, fault=fault)
            for fault in copies.faults_in(db.path, full=True)
        ]
    if faults:
        return tuple(faults)
    with db.engine.connect() as connection:
        if db.path is not None:
            for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
                faults.append(
                    Refused(N_("%(table)s, row %(row)s, names a row of %(parent)s that is not there."),
                            table=table, row=row, parent=parent)
                )  # fmt: skip
        if schema.current(connection) != schema.head():
            faults.append(
                Refused(N_("The tables are not those of this planner; start it once to bring them up to date."))
            )
        newest = connection.execute(select(tables.state.c.revision)).scalar_one_or_none()
        for table in (tables.items, tables.placements):
            stamped = connection.execute(select(func.max(table.c.revision))).scalar_one_or_none() or 0
            if newest is None or stamped > newest:
                faults.append(
                    Refused(N_("The %(noun)s carry revision %(stamped)s, the workspace %(revision)s."),
                            noun=table.name, stamped=stamped, revision=newest)
                )  # fmt: skip
    return tuple(faults)
