"""Whole copies of a database: an SQLite file by VACUUM INTO, a PostgreSQL one as a packed text of all rows."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, DateTime, MetaData, Table, func, insert, literal_column, select, text

from planner.storage import changes, files, schema
from planner.storage.database import Database, connect_sqlite, sqlite_address
from planner.storage.errors import CannotWriteHere, DiskFull, NoBackup

ENDING = {True: ".db", False: ".copy.gz"}  # of an SQLite copy or not
_BATCH = 1000


def copy_database(db: Database, folder: Path, name: str) -> Path:
    """Write a checked copy of a database into a folder under a name with the time; return its path."""
    path = files.stamped(folder, name, db.clock(), ENDING[db.path is not None])
    write_copy(db, path)
    return path


def write_copy(db: Database, path: Path) -> None:
    """Write a copy of a database to a file, checked before it takes its name; the database may be written meanwhile."""
    part = files.beside(path)
    try:
        part.unlink(missing_ok=True)
        if db.path is not None:
            _vacuum_into(db.path, part)
        else:
            with gzip.open(part, "wt", encoding="utf-8") as file, db.engine.connect() as connection:
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
                file.writelines(f"{changes.as_json(line)}\n" for line in _lines(connection))
        files.put(part, path)
    except OSError as fault:
        raise CannotWriteHere(path, fault.strerror or "it cannot be written") from None
    finally:
        part.unlink(missing_ok=True)


def _vacuum_into(source: Path, part: Path) -> None:
    with closing(connect_sqlite(source)) as raw:
        try:
            raw.execute("VACUUM INTO ?", [str(part)])
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode == sqlite3.SQLITE_FULL:
                raise DiskFull from None
            raise CannotWriteHere(part.parent, str(fault)) from None
    faults = faults_in(part)
    if faults:
        raise NoBackup(part, faults[0])


def faults_in(path: Path, *, full: bool = False) -> tuple[str, ...]:
    """Return what SQLite itself finds wrong with a file; () for a whole one."""
    try:
        with closing(sqlite3.connect(sqlite_address(path.absolute()), uri=True)) as raw:
            rows = raw.execute("PRAGMA integrity_check" if full else "PRAGMA quick_check").fetchall()
    except sqlite3.Error as fault:
        return (str(fault),)
    return tuple(str(row[0]) for row in rows if row[0] != "ok")


def _lines(connection: Connection) -> Iterator[Any]:
    """Yield the lines of a copy: head, then for each table its columns and its rows, then how many rows."""
    metadata = reflected(connection)
    yield {"planner_copy": 1, "schema": schema.current(connection)}
    count = 0
    for table in metadata.sorted_tables:
        columns = list(table.columns)
        yield {"table": table.name, "columns": [column.name for column in columns]}
        rows = connection.execution_options(yield_per=_BATCH).execute(select(*columns))
        for row in rows:
            count += 1
            yield [value.isoformat() if isinstance(value, date) else value for value in row]
    yield {"rows": count}


def reflected(connection: Connection) -> MetaData:
    """Return the tables as they are in a database, but for Alembic's own."""
    metadata = MetaData()
    metadata.reflect(connection, resolve_fks=True)
    version = metadata.tables.get("alembic_version")
    if version is not None:
        metadata.remove(version)
    return metadata


def read_head(path: Path) -> str:
    """Return the schema of a copy; raises `NoBackup` where the file is not whole."""
    head: dict[str, Any] = {}
    last: Any = None
    count = 0
    for line in _read(path):
        head = head or line
        count += isinstance(line, list)
        last = line
    if not isinstance(head, dict) or head.get("planner_copy") != 1:
        raise NoBackup(path, "it was not written by planner backup")
    if last != {"rows": count}:
        raise NoBackup(path, "its end is missing")
    return str(head["schema"])


def _read(path: Path) -> Iterator[Any]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)
    except (OSError, EOFError, ValueError) as fault:
        raise NoBackup(path, str(fault)[:100] or "it cannot be read") from None


def fill(connection: Connection, path: Path) -> None:
    """Write the rows of a copy into the empty tables of its schema on PostgreSQL."""
    metadata = reflected(connection)
    table: Table | None = None
    names: list[str] = []
    rows: list[dict[str, Any]] = []
    for line in _read(path):
        if isinstance(line, list) and table is not None:
            rows.append({name: _typed(table, name, value) for name, value in zip(names, line, strict=True)})
        elif isinstance(line, dict):
            _insert(connection, table, rows)
            table, names, rows = metadata.tables.get(line.get("table", "")), line.get("columns", []), []
        if len(rows) >= _BATCH:
            _insert(connection, table, rows)
            rows = []
    for table in metadata.sorted_tables:
        if "pk" in table.c:  # the next row comes after those that were brought back
            name = table.name
            sequence = func.pg_get_serial_sequence(f'"{name}"', "pk")
            highest = select(func.coalesce(func.max(table.c.pk), 0) + 1).scalar_subquery()
            connection.execute(select(func.setval(sequence, highest, literal_column("false"))))


def _insert(connection: Connection, table: Table | None, rows: list[dict[str, Any]]) -> None:
    if table is not None and rows:
        connection.execute(insert(table), rows)


def _typed(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
