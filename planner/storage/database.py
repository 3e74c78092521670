"""The database: one engine, reading blocks that see one moment, writing blocks that are saved whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from planner.storage import changes, faults
from planner.storage.errors import NoDriver, StorageRefused, Unreachable
from planner.storage.fairlock import FairLock

BUSY_SECONDS = 5.0
TURN_SECONDS = 6.0  # with the wait for other programs: an answer within 12 s
_PRAGMAS = (
    "busy_timeout = 5000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "journal_size_limit = 67108864",
    "cell_size_check = ON",
)
_POSTGRESQL_OPTIONS = (
    "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
)


def utc_now() -> datetime:
    """Return this moment; the default clock of a Database."""
    return datetime.now(UTC)


@dataclass(eq=False)
class Database:
    """A planner database; `reading`, `writing` and `revision` are all that others need of it."""

    url: str
    engine: Engine
    clock: Callable[[], datetime] = utc_now
    _turn: FairLock = field(default_factory=FairLock)
    at_close: list[Callable[[], None]] = field(default_factory=list)

    @property
    def path(self) -> Path | None:
        """The file, None on PostgreSQL."""
        return sqlite_path(self.url)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees the database as it is at its first question and cannot change it."""
        with Session(self.engine.execution_options(**self._reading_options())) as session:
            yield session

    @contextmanager
    def writing(self, who: str) -> Iterator[Session]:
        """Give a session whose changes are saved together at the end of the block, or not at all.

        `who` stands in the audit events. Writers of this process wait for one another in the order they came.
        Raises the refusals of errors.py; then nothing was saved.
        """
        sqlite = self.path is not None
        if sqlite:
            self._turn.acquire(TURN_SECONDS)
        try:
            with Session(self.engine.execution_options(writes=True)) as session, session.begin():
                changes.begin(session, who, self.clock())
                yield session
                changes.finish(session)
        finally:
            if sqlite:
                self._turn.release()

    def revision(self) -> int:
        """Return the global revision: it rises with every writing block that changed something."""
        with self.reading() as session:
            return changes.read_revision(session)

    def close(self) -> None:
        """Fold the write-ahead log into the file and close; nothing is lost without it."""
        if self.path is not None:
            with suppress(StorageRefused), self.engine.connect() as connection:
                raw = connection.connection.dbapi_connection
                if isinstance(raw, sqlite3.Connection):
                    raw.execute("PRAGMA query_only = OFF")
                    raw.execute("PRAGMA optimize")
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.engine.dispose()
        while self.at_close:
            self.at_close.pop()()

    def _reading_options(self) -> dict[str, Any]:
        if self.path is not None:
            return {}
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def sqlite_path(url: str) -> Path | None:
    """Return the file of an SQLite address, None for another database."""
    parts = make_url(url)
    return Path(parts.database or "").absolute() if parts.get_backend_name() == "sqlite" else None


def shown(url: str) -> str:
    """Return a database's address for people: the file, or the address without its password."""
    path = sqlite_path(url)
    return str(path) if path else make_url(url).render_as_string(hide_password=True)


def open_database(url: str, *, clock: Callable[[], datetime] = utc_now, create: bool = False) -> Database:
    """Open the database at a SQLAlchemy address; a file that is not there is refused unless `create`."""
    path = sqlite_path(url)
    if path is None:
        return Database(url, _postgresql(url), clock)
    if not create and not path.exists():
        raise Unreachable(path, "there is no such file")
    return Database(url, _sqlite(path, create=create), clock)


def _sqlite(path: Path, *, create: bool) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        creator=lambda: connect_sqlite(path, create=create),
        json_serializer=changes.as_json,
        hide_parameters=True,  # people's texts do not belong in logs
        pool_size=10,
        max_overflow=20,
    )
    event.listen(engine, "handle_error", faults.named(str(path)))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def connect_sqlite(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """Return a connection with the settings of every connection; transactions are begun by hand."""
    raw = sqlite3.connect(
        f"file:{quote(str(path))}" if create else sqlite_address(path),
        uri=True,
        check_same_thread=False,
        isolation_level=None,
        timeout=BUSY_SECONDS,
    )
    try:
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        raw.close()
        raise
    return raw


def sqlite_address(path: Path) -> str:
    """Return the URI of an existing file, which is never made; a file at rest on a read-only disk is opened as such."""
    logs = [path.with_name(path.name + ending) for ending in ("-wal", "-shm")]
    at_rest = not os.access(path.parent, os.W_OK) and not any(log.exists() for log in logs)
    return f"file:{quote(str(path))}?{'immutable=1' if at_rest else 'mode=rw'}"


def _begin_sqlite(connection: Connection) -> None:
    # a write that begins as a read cannot wait for others: it would fail at once when they wrote in between
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: str) -> Engine:
    try:
        engine = create_engine(
            url,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
            json_serializer=changes.as_json,
            hide_parameters=True,  # people's texts do not belong in logs
            connect_args={"options": _POSTGRESQL_OPTIONS, "connect_timeout": 5},
        )
    except ModuleNotFoundError:
        raise NoDriver from None
    event.listen(engine, "handle_error", faults.named(shown(url)))
    return engine
