"""Two processes with one SQLite file: a command beside the server loses nothing of either."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from planner.core.model import Stage
from planner.storage import tables
from planner.storage.database import Database
from planner.storage.launcher import launch
from planner.storage.workspace import add

COMMAND = """
import sys
from pathlib import Path
from planner.core.model import Stage
from planner.storage.launcher import launch
from planner.storage.workspace import add
database = launch(sys.argv[1], Path(sys.argv[2]), create=False)
with database.writing("command") as session:
    add(session, Stage(slug=sys.argv[3]))
database.close()
"""


def command(url: str, folder: Path, slug: str) -> None:
    subprocess.run([sys.executable, "-c", COMMAND, url, str(folder), slug], check=True, timeout=60)


def write(database: Database, slug: str) -> None:
    with database.writing("server") as session:
        add(session, Stage(slug=slug))


def stages(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(tables.named("stages").c.slug).order_by("slug")))


def test_what_each_writes_the_other_sees_from_the_first_start_on(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'planner.db'}"
    server = launch(url, tmp_path)  # makes the database, and keeps it open
    write(server, "a")
    command(url, tmp_path, "b")  # opens and closes it: not the last one to do so
    write(server, "c")
    command(url, tmp_path, "d")
    assert stages(server) == ["a", "b", "c", "d"]
    server.close()
    again = launch(url, tmp_path)
    assert stages(again) == ["a", "b", "c", "d"]
    again.close()
