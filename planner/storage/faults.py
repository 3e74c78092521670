"""What the two databases call their troubles, as the refusals of errors.py."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy.engine import ExceptionContext

from planner.storage.errors import (
    Busy,
    Cannot,
    Damaged,
    DiskFull,
    ReadOnly,
    StorageRefused,
    TooSlow,
    Unreachable,
)

_Plain = type[DiskFull] | type[ReadOnly] | type[Busy] | type[TooSlow]
_SQLITE: dict[int, _Plain] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_IOERR: DiskFull,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_BUSY: Busy,
    sqlite3.SQLITE_LOCKED: Busy,
}
_POSTGRESQL: dict[str, _Plain] = {
    "53100": DiskFull,
    "25006": ReadOnly,
    "55P03": Busy,  # lock_timeout
    "40P01": Busy,  # deadlock
    "40001": Busy,  # serialization
    "57014": TooSlow,  # statement_timeout
}


def named(where: str) -> Any:
    """Return a `handle_error` listener that raises the refusal behind a driver's error; other errors pass."""

    def listener(context: ExceptionContext) -> None:
        if context.is_pre_ping:
            return
        refused = refusal(context.original_exception, where, gone=context.is_disconnect)
        if refused is not None:
            raise refused from context.original_exception

    return listener


def refusal(error: BaseException, where: str, *, gone: bool = False) -> StorageRefused | None:
    """Return the refusal behind an error of sqlite3 or psycopg, None where it is a fault of ours."""
    if isinstance(error, sqlite3.Error):
        return _sqlite(error, where)
    state = str(getattr(error, "sqlstate", None) or "")
    if state in _POSTGRESQL:
        return _POSTGRESQL[state]()
    if state.startswith(("22", "23")):
        return Cannot(_first_line(error))
    if gone or state.startswith(("08", "57P", "3D", "28")) or type(error).__name__ == "OperationalError":
        return Unreachable(where, _first_line(error))
    return None


def _sqlite(error: sqlite3.Error, where: str) -> StorageRefused | None:
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code in _SQLITE:
        return _SQLITE[code]()
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Damaged(where, _first_line(error))
    if code == sqlite3.SQLITE_CANTOPEN:
        return Unreachable(where, _first_line(error))
    if code in (sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH):
        return Cannot(_first_line(error))
    return None


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0][:200].rstrip(".")
