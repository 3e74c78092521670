"""Series and their placements: one write, one undo, and a dump that holds both."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from planner.core.model import Placement, Series
from planner.core.series import plan_end, plan_repeat
from planner.storage import changes, dump, items, placements, series, undo, workspace
from planner.storage.database import Database
from tests.builders import channel, item

ZONE = ZoneInfo("Europe/Brussels")
FIRST = date(2026, 12, 1)


def start(db: Database) -> int:
    """Make an item with a placement and repeat it three times; returns the revision of that."""
    with db.writing("test") as writing:
        workspace.add(writing, channel("blog"))
        items.add_item(writing, item("a", map=(), placements=(Placement(uid="p", channel="blog", on=FIRST),)))
    with db.writing("test") as writing:
        first = placements.get_placement(writing, "p")
        assert first is not None
        rule = Series(id="news", unit="week", count=3)
        plan = plan_repeat(rule, first, iter(["n1", "n2"]), ZONE, is_new=False)
        series.save_plan(writing, "a", plan)
        made = changes.revision_of(writing)
    assert made is not None
    return made


def standing(db: Database) -> tuple[Series | None, list[tuple[str, date | None]]]:
    with db.reading() as reading:
        rule, pairs = series.load_series(reading, "news")
    return rule, [(one.uid, one.on) for _item, one in pairs]


def test_a_repeated_placement_is_a_series_in_one_write(db: Database) -> None:
    start(db)
    assert standing(db) == (
        Series(id="news", unit="week", count=3, start=FIRST),
        [("n1", date(2026, 12, 8)), ("n2", date(2026, 12, 15)), ("p", FIRST)],
    )


def test_undo_takes_the_whole_series_back(db: Database) -> None:
    revision = start(db)
    with db.writing("test") as writing:
        undo.undo(writing, revision)
    assert standing(db) == (None, [])
    with db.reading() as reading:
        assert [(one.uid, one.series) for _item, one in placements.load_placements(reading)] == [("p", None)]


def test_an_end_can_be_undone_too(db: Database) -> None:
    start(db)
    before = standing(db)
    with db.writing("test") as writing:
        rule, pairs = series.load_series(writing, "news")
        plan = plan_end(rule, [one for _item, one in pairs], date(2026, 12, 8), iter(()), ZONE)
        series.save_plan(writing, "a", plan)
        revision = changes.revision_of(writing)
    assert standing(db)[1] == [("n1", date(2026, 12, 8)), ("p", FIRST)]
    assert revision is not None
    with db.writing("test") as writing:
        undo.undo(writing, revision)
    assert standing(db) == before


def test_a_series_survives_dump_and_load(db: Database, new_database: object) -> None:
    start(db)
    with db.reading() as reading:
        held = dump.read_dump(reading, False)
    other: Database = new_database()  # type: ignore[operator]
    with other.writing("load") as writing:
        dump.write_dump(writing, held)
    assert standing(other) == standing(db)


def test_a_series_that_only_a_sheet_names_has_no_rule(db: Database) -> None:
    start(db)
    with db.writing("test") as writing:
        placements.add_placements(writing, [("a", Placement(uid="x", channel="blog", series="sheet"))])
        rule, pairs = series.load_series(writing, "sheet")
    assert (rule, [one.uid for _item, one in pairs]) == (None, ["x"])
