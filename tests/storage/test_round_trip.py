"""What planner exports comes back as it was: import(export(x)) = x."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from planner import pipeline
from planner.core.model import Campaign, Item, Placement, Query, Workspace
from planner.storage import items
from planner.storage.database import Database
from planner.storage.workspace import add_all
from tests.builders import mapping
from tests.imports.reading import space

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
YEAR = Query(start=date(2026, 1, 1), until=date(2027, 12, 31))

PLACES = (
    Placement(uid="u1", channel="email", on=date(2026, 11, 21), status="tentative", title="'=mail", text="+1\nline",
              call_to_action="@home", link="https://x.be/?a=1", image="/a.png", image_alt="-alt", owner="bo",
              priority=8, service=True, series="weekly", segments=("grandparents",), stage="convert",
              phase="decision", campaign="spring", language="fr", until=date(2026, 11, 23)),
    Placement(uid="u2", channel="blog", at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    Placement(uid="u3", channel="blog", at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    Placement(uid="u4", channel="blog", at=datetime(2026, 12, 1, 23, 0, tzinfo=UTC), status="published"),
)  # fmt: skip
ITEMS = (
    Item(id="a/1", title="=A; “b”, c", slug="a", format="article", language="nl", status="in_review", owner="An",
         url="https://x.be/a", campaign="spring", image="/i.png", image_alt="alt", source_path="blog/a.md",
         map=(mapping("parents/convert/awareness", "secondary"), mapping("grandparents/reach/decision")),
         placements=PLACES),
    Item(id="b", title="B", slug="b", placements=(Placement(uid="v1", channel="email", on=date(2026, 11, 21)),)),
)  # fmt: skip


@pytest.fixture
def filled(sqlite_db: Database) -> Database:
    frame: Workspace = replace(space(), campaigns=(Campaign(slug="spring", name="Spring; 2026"),))
    with sqlite_db.writing("test") as session:
        add_all(session, frame)
        items.add_items(session, ITEMS)
    return sqlite_db


def content(db: Database) -> tuple[Item, ...]:
    with db.reading() as session:
        return items.load_items(session)


@pytest.mark.parametrize(
    ("form", "options"),
    [("csv", {}), ("csv", {"delimiter": ";", "bom": True}), ("xlsx", {})],
    ids=["csv", "dutch", "xlsx"],
)
def test_a_calendar_that_comes_back_changes_nothing(filled: Database, form: str, options: dict[str, object]) -> None:
    before = content(filled)
    made = pipeline.export_calendar(filled, YEAR, form=form, language="nl", now=NOW, **options)
    result = pipeline.import_files(filled, [(f"calendar.{form}", made.body)], who="test", now=NOW)
    assert (result.created, result.updated, result.unchanged, result.refused, result.conflicts) == (0, 0, 5, (), ())
    assert content(filled) == before
    assert result.warnings == ()


def test_a_date_that_was_moved_in_the_exported_sheet_moves_here(filled: Database) -> None:
    body = pipeline.export_calendar(filled, YEAR, form="csv", language="en", now=NOW).body
    changed = body.replace(b"v1,b,2026-11-21", b"v1,b,2026-11-28")
    result = pipeline.import_files(filled, [("calendar.csv", changed)], who="test", now=NOW)
    assert (result.created, result.updated, result.unchanged) == (0, 1, 4)
    assert [p.on for item in content(filled) if item.id == "b" for p in item.placements] == [date(2026, 11, 28)]
