"""Opening the database of an installation, in the order that loses nothing: lock, marker, check, copy, migrate.

The marker is a file in the instance folder that remembers which databases were made from there. So a database that
is missing, emptied or swapped is told from a first start, and never replaced by an empty product.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeVar

from sqlalchemy import Connection, insert, select, text, update

from planner.storage import files, schema, tables
from planner.storage.copies import copy_database, faults_in
from planner.storage.database import Database, open_database, shown, sqlite_address, sqlite_path, utc_now
from planner.storage.errors import (
    CannotWriteHere,
    Damaged,
    Lost,
    NewerSchema,
    NothingHere,
    NotOurs,
    OtherInstall,
    ReadOnly,
)
from planner.storage.faults import refusal

Made = TypeVar("Made")
_HEADER = b"SQLite format 3\x00"
_UNREADABLE = "?"
_MARKS = {"alembic_version", "state", "items"}  # tables that no other program has together
_MIGRATING = 421_338  # the advisory lock of PostgreSQL round a migration


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at an address: nothing, another program's tables, or planner's with its schema and install."""

    kind: Literal["nothing", "foreign", "planner"]
    schema: str = ""
    install: str = ""


def launch(
    url: str, folder: Path, *, create: bool = True, alone: bool = False, clock: Callable[[], datetime] = utc_now
) -> Database:
    """Open the database of the installation in `folder`, made at the first start if `create`, migrated where needed.

    `alone` (the server) keeps the folder locked until the database is closed; commands may run beside it. Raises a
    refusal of errors.py whose sentence names the path and the way out; then nothing was changed.
    """
    path = sqlite_path(url)
    files.make_folder(folder)
    unlock = files.lock(folder) if alone and path else None
    try:
        db = _open(url, folder, create=create, clock=clock, locked=unlock is not None)
        if alone:
            _try_to_write(db)
    except BaseException:
        if unlock:
            unlock()
        raise
    if unlock:
        db.at_close.append(unlock)
    return db


def _open(url: str, folder: Path, *, create: bool, clock: Callable[[], datetime], locked: bool) -> Database:
    found = inspect(url)
    marker = read_marker(folder)
    known = marker.get(_name(url, folder), marker.get(_UNREADABLE))
    if found.kind == "foreign":
        raise NotOurs(shown(url))
    if found.kind == "nothing":
        if known is not None:
            raise Lost(shown(url), marker_path(folder))
        if not create:
            raise NothingHere(shown(url))
        db = _locked(folder, locked, lambda: make(url, clock=clock))
        remember(url, folder, _install(db))  # asked of the open database: see _header
        return db
    if not schema.known(found.schema):
        raise NewerSchema(shown(url))
    if known not in (None, _UNREADABLE, found.install):
        raise OtherInstall(shown(url), marker_path(folder))
    _quick_check(url)
    if found.schema != schema.head():
        _locked(folder, locked, lambda: upgrade(url, folder, found.schema, clock=clock))
    if known != found.install:
        remember(url, folder, found.install)
    return open_database(url, clock=clock)


def make(url: str, *, clock: Callable[[], datetime] = utc_now) -> Database:
    """Make the tables in an empty database, in one transaction, and open it."""
    path = sqlite_path(url)
    if path:
        files.make_folder(path.parent)
        files.make_private(path)
    db = open_database(url, clock=clock, create=True)
    try:
        with db.engine.execution_options(writes=True).begin() as connection:
            if path is None:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATING})"))
            if schema.current(connection) is None:  # else another process made them while we waited
                schema.migrate(connection)
                said = {"pk": 1, "install": uuid.uuid4().hex, "installed_at": clock(), "revision": 0}
                connection.execute(insert(tables.state).values(**said))
    except ReadOnly:
        db.close()
        raise CannotWriteHere(shown(url), "it is read-only") from None
    except BaseException:
        db.close()
        raise
    return db


def upgrade(url: str, folder: Path, standing: str, *, clock: Callable[[], datetime] = utc_now) -> Path:
    """Copy the database aside, then migrate it to the newest schema in one transaction; return the copy."""
    db = open_database(url, clock=clock)
    try:
        kept = copy_database(db, folder / "backups", f"before-migration-{standing}")
        with db.engine.execution_options(writes=True).connect() as connection:
            if db.path:
                _without_foreign_keys(connection)
            with connection.begin():
                if db.path is None:
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATING})"))
                    connection.execute(text("SET LOCAL statement_timeout = 0"))
                schema.migrate(connection)
                if db.path and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise Damaged(shown(url), "rows point to nothing after the migration")
    finally:
        db.close()
    return kept


def _without_foreign_keys(connection: Connection) -> None:
    # changing a table on SQLite makes it anew; with foreign keys on, dropping the old one would empty its children
    raw = connection.connection.dbapi_connection
    if isinstance(raw, sqlite3.Connection):
        raw.execute("PRAGMA foreign_keys = OFF")


def inspect(url: str) -> Found:
    """Return what stands at an address, which stays as it is; raises `Damaged` for what is no whole SQLite file."""
    path = sqlite_path(url)
    if path is None:
        return _inspect_postgresql(url)
    if not path.exists() or path.stat().st_size == 0:
        return Found("nothing")
    _header(path)
    try:
        with closing(sqlite3.connect(sqlite_address(path), uri=True)) as raw:
            names = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not names >= _MARKS:
                return Found("foreign" if names else "nothing")
            standing = raw.execute("SELECT version_num FROM alembic_version").fetchone()
            install = raw.execute("SELECT install FROM state").fetchone()
    except sqlite3.DatabaseError as fault:
        raise refusal(fault, str(path)) or Damaged(path, str(fault)) from None
    return Found("planner", *(str(row[0]) if row else "" for row in (standing, install)))


def _inspect_postgresql(url: str) -> Found:
    db = open_database(url)
    try:
        with db.engine.connect() as connection:
            names = schema.tables_of(connection)
            if not names >= _MARKS:
                return Found("foreign" if names else "nothing")
            install = connection.execute(select(tables.state.c.install)).scalar_one_or_none()
            return Found("planner", schema.current(connection) or "", install or "")
    finally:
        db.close()


def _install(db: Database) -> str:
    with db.engine.connect() as connection:
        return str(connection.execute(select(tables.state.c.install)).scalar_one())


def _header(path: Path) -> None:
    # Never while this process has the database open: POSIX drops all locks of a process on a file when it closes any
    # handle to it. Another process would then take itself for the last one and delete the write-ahead log under us.
    try:
        with path.open("rb") as file:
            first = file.read(len(_HEADER))
    except OSError as fault:
        raise Damaged(path, fault.strerror or "it cannot be read") from None
    if first != _HEADER:
        raise Damaged(path, "it is no SQLite file")


def _quick_check(url: str) -> None:
    path = sqlite_path(url)
    if path is None:
        return
    faults = faults_in(path)
    if faults:
        raise Damaged(path, faults[0])


def _try_to_write(db: Database) -> None:
    if db.path is None:
        return
    try:
        with db.engine.execution_options(writes=True).connect() as connection:
            connection.execute(update(tables.state).values(revision=tables.state.c.revision))  # and never commit it
    except ReadOnly:
        db.close()
        raise CannotWriteHere(db.path, "it is read-only") from None


def _locked(folder: Path, already: bool, work: Callable[[], Made]) -> Made:
    unlock = None if already else files.lock(folder)
    try:
        return work()
    finally:
        if unlock:
            unlock()


def marker_path(folder: Path) -> Path:
    """Return where the marker stands."""
    return folder / "installed.json"


def read_marker(folder: Path) -> dict[str, str]:
    """Return the installs made from a folder by the name of their database; {} before the first."""
    if not marker_path(folder).exists():
        return {}
    try:
        said = json.loads(marker_path(folder).read_text("utf-8"))
        return {str(name): str(install) for name, install in said.items()}
    except (OSError, ValueError, AttributeError):
        return {_UNREADABLE: _UNREADABLE}  # something was installed here, whatever it was


def remember(url: str, folder: Path, install: str) -> None:
    """Write down which database belongs to a folder."""
    known = {name: id for name, id in read_marker(folder).items() if name != _UNREADABLE}
    said = known | {_name(url, folder): install}
    files.write_whole(marker_path(folder), json.dumps(said, indent=1, sort_keys=True).encode())


def _name(url: str, folder: Path) -> str:
    path = sqlite_path(url)
    if path is None:
        return shown(url)
    folder = folder.absolute()  # by its place in the folder, so that the folder may move
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)
