"""Databases for tests: every storage test runs on SQLite and on PostgreSQL, each time on an empty one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.storage.database import Database, open_database
from planner.storage.launcher import make
from tests.storage.postgres import Server, running_server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "planner.db"
    make(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Database]]:
    """A maker of empty databases of one kind; they are closed at the end of the test."""
    opened: list[Database] = []
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")

        def make() -> Database:
            path = tmp_path / f"planner{len(opened)}.db"
            shutil.copy(template, path)
            opened.append(open_database(f"sqlite:///{path}"))
            return opened[-1]
    else:
        server: Server = request.getfixturevalue("postgres_server")

        def make() -> Database:
            opened.append(open_database(server.new_database()))
            return opened[-1]

    yield make
    for database in opened:
        database.close()
        if database.path is None:
            request.getfixturevalue("postgres_server").drop(database.url)


@pytest.fixture
def db(new_database: Callable[[], Database]) -> Database:
    """An empty database with the newest tables."""
    return new_database()


@pytest.fixture
def sqlite_db(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    """An empty SQLite database, for what only a file can suffer."""
    path = tmp_path / "planner.db"
    shutil.copy(sqlite_template, path)
    database = open_database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def postgres_db(postgres_server: Server) -> Iterator[Database]:
    """An empty PostgreSQL database."""
    database = open_database(postgres_server.new_database())
    yield database
    database.close()
    postgres_server.drop(database.url)
