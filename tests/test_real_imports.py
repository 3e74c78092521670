"""The real blogs, calendars and spreadsheets, all the way into a workspace: what became of every file and row.

What stands in the rows, titles and dates, is looked at in tests/imports/test_real.py.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner import pipeline
from planner.core.presets import preset
from planner.imports.result import ImportResult
from planner.storage.launcher import make
from planner.storage.workspace import add_all
from tests.imports.reading import REAL

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason="the folder `shared` with real data is not beside the checkout"
)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

ACCOUNTS = {  # read, created, updated, unchanged, skipped, refused, warnings
    "markdown/18f": (509, 509, 0, 0, 0, 0, 1),
    "markdown/cc-labs": (222, 222, 0, 0, 0, 0, 0),
    "markdown/nodejs": (280, 280, 0, 0, 0, 0, 0),
    "markdown/publiccode": (133, 133, 0, 0, 0, 0, 0),
    "markdown/rust-inside": (244, 244, 0, 0, 0, 0, 0),
    "calendars/agentops-desktop": (105, 8, 0, 95, 0, 2, 202),
    "calendars/marketing-agent": (5, 5, 0, 0, 0, 0, 5),
    "calendars/shenyuan-law-firm": (303, 303, 0, 0, 0, 0, 7),
    "spreadsheets/csvkit": (39, 3, 0, 0, 9, 27, 3),
    "spreadsheets/frictionless": (564, 514, 17, 6, 6, 21, 30),
}


def figures(account: ImportResult) -> tuple[int, ...]:
    return (
        account.read, account.created, account.updated, account.unchanged, len(account.skipped), account.refused_rows,
        len(account.warnings),
    )  # fmt: skip


@pytest.mark.parametrize("source", ACCOUNTS)
def test_what_became_of_real_content(tmp_path: Path, source: str) -> None:
    database = make(f"sqlite:///{tmp_path / 'planner.db'}")
    with database.writing("test") as session:
        add_all(session, preset("b2c", language="en", timezone="Europe/Brussels"))
    first = pipeline.import_files(database, [REAL / source], who="test", now=NOW)
    assert figures(first) == ACCOUNTS[source]
    again = pipeline.import_files(database, [REAL / source], who="test", now=NOW)
    assert (again.created, again.updated, again.read) == (0, 0, first.read)
    database.close()
