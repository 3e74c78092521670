"""Opening the database of an installation, in the order that loses nothing: lock, marker, check, copy, migrate."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import insert

from planner.storage import schema, tables
from planner.storage.database import Database, open_database, utc_now


def create(url: str, *, clock: Callable[[], datetime] = utc_now) -> Database:
    """Make the tables in an empty database and open it."""
    db = open_database(url, clock=clock, create=True)
    with db.engine.execution_options(writes=True).begin() as connection:
        schema.migrate(connection)
        connection.execute(
            insert(tables.state).values(pk=1, install=uuid.uuid4().hex, installed_at=clock(), revision=0)
        )
    return db
