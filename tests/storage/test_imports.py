from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from planner import imports
from planner.core.plan import Tally
from planner.core.rows import Batch
from planner.storage import imports as intake
from planner.storage import items, placements
from planner.storage.database import Database
from planner.storage.workspace import add_all, load_workspace
from tests.imports.reading import space

TODAY = date(2026, 11, 21)
ROOT = Path(__file__).resolve().parents[2]
UIDS = (f"u{n}" for n in count(1))

SHEET = (
    b"title,channel,date,status,segments,stage,phase,owner,tags,url\n"
    b"Guide,blog,2026-11-21,planned,parents,reach,awareness,An,a;b,https://x.be/1\n"
    b"Guide,email,2026-12-01T09:30,tentative,parents,reach,awareness,An,a;b,https://x.be/1\n"
    b"Open day,,2026-12-24,,grandparents,,,Bo,,\n"
)
PAGE = b"---\ntitle: A page\ntranslation_of: blog/b.md\nplacements: [blog@2026-11-21=planned]\nmood: x\n---\nText\n"
OTHER = b"# Another page\n"


@pytest.fixture
def filled(db: Database) -> Database:
    with db.writing("test") as session:
        add_all(session, space())
    return db


def read(db: Database, *files: tuple[str, bytes], today: date = TODAY) -> Batch:
    with db.reading() as session:
        workspace, known = load_workspace(session), intake.known_sources(session)
    return imports.read(files, workspace=workspace, today=today, known=known)


def take(db: Database, *files: tuple[str, bytes], today: date = TODAY) -> tuple[Batch, Tally]:
    batch = read(db, *files, today=today)
    with db.writing("test") as session:
        tally = intake.bring_in(session, batch.rows, workspace=load_workspace(session), new_uid=lambda: next(UIDS))
    return batch, tally


def content(db: Database) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    with db.reading() as session:
        return {
            item.id: (item.title, sorted((p.channel, str(p.on or p.at)) for p in item.placements))
            for item in items.load_items(session)
        }


FILES = (("plan.csv", SHEET), ("blog/a.md", PAGE), ("blog/b.md", OTHER))


def test_what_was_planned_is_saved(filled: Database) -> None:
    _, plan = take(filled, *FILES)
    with filled.reading() as session:
        saved = {item.id: item for item in items.load_items(session)}
    assert (plan.count("created"), len(saved)) == (5, 4)
    assert content(filled) == {
        "guide": ("Guide", [("blog", "2026-11-21"), ("email", "2026-12-01 08:30:00+00:00")]),
        "open-day": ("Open day", []),
        "a-page": ("A page", [("blog", "2026-11-21")]),
        "another-page": ("Another page", []),
    }
    assert (saved["a-page"].translation_of, saved["a-page"].extra) == ("another-page", {"mood": "x"})


def test_the_same_files_again_are_not_even_read(filled: Database) -> None:
    take(filled, *FILES)
    before, revision = content(filled), filled.revision()
    batch, plan = take(filled, *FILES)
    assert (batch.rows, batch.known, plan) == ((), 5, Tally())
    assert (content(filled), filled.revision()) == (before, revision)


def test_what_was_told_of_a_file_is_told_again_without_reading_it(filled: Database) -> None:
    text = b"title,Pillar,channel,date\nA,x,TikTok,2026-12-01\nA,y,blog,2026-12-01\n,z,,\nB,,,31/02/2026\n"
    first, plan = take(filled, ("plan.csv", text))
    again, nothing = take(filled, ("plan.csv", text))
    assert (again.rows, again.known, nothing, again.read) == ((), 2, Tally(), first.read)
    assert (again.refused, again.warnings) == (first.refused, (*first.warnings, *plan.warnings))
    assert (len(again.refused), len(again.warnings)) == (2, 3)


def test_a_sheet_that_lost_a_row_is_known_by_the_rows_it_has(filled: Database) -> None:
    take(filled, ("plan.csv", b"title\nA\nB\n"))
    take(filled, ("plan.csv", b"title\nA\n"))
    batch, _ = take(filled, ("plan.csv", b"title\nA\n"))
    assert (batch.rows, batch.known, sorted(content(filled))) == ((), 1, ["a", "b"])
    _, plan = take(filled, ("plan.csv", b"title\nA\nB\n"))
    assert (plan.count("unchanged"), sorted(content(filled))) == (2, ["a", "b"])


def test_read_again_on_another_day_they_change_nothing(filled: Database) -> None:
    take(filled, *FILES)
    before, revision = content(filled), filled.revision()
    _, plan = take(filled, *FILES, today=date(2026, 11, 22))
    assert (plan.count("unchanged"), content(filled), filled.revision()) == (5, before, revision)


def test_a_file_whose_item_was_deleted_is_read_again(filled: Database) -> None:
    take(filled, *FILES)
    with filled.writing("test") as session:
        items.delete_item(session, "open-day")
    _, plan = take(filled, *FILES)
    assert [one.item for one in plan.outcomes if one.what == "created"] == ["open-day"]


def test_changes_there_and_edits_here_meet(filled: Database) -> None:
    take(filled, *FILES)
    with filled.writing("test") as session:
        items.change_items(session, ["another-page"], {"title": "Mine"})
        items.change_items(session, ["a-page"], {"owner": "An"})
        uid = items.load_items(session, ["a-page"])[0].placements[0].uid
        placements.change_placements(session, [uid], {"on": date(2026, 12, 5)})
    _, plan = take(filled, ("blog/a.md", PAGE.replace(b"A page", b"The page")), ("blog/b.md", b"# Theirs\n"))
    assert [(one.item, one.what) for one in plan.outcomes] == [("a-page", "updated"), ("another-page", "conflict")]
    assert content(filled)["a-page"] == ("The page", [("blog", "2026-12-05")])
    assert content(filled)["another-page"] == ("Mine", [])


def test_an_update_changes_items_and_placements_and_adds_new_ones(filled: Database) -> None:
    take(filled, *FILES)
    changed = SHEET.replace(b"planned", b"approved").replace(b"Bo,", b"Cy,") + b"Guide,blog,2026-12-24,,,,,,,\n"
    _, plan = take(filled, ("plan.csv", changed))
    assert [one.what for one in plan.outcomes] == ["updated", "unchanged", "created", "updated"]
    with filled.reading() as session:
        found = {item.id: item for item in items.load_items(session)}
    assert (found["open-day"].owner, len(found["guide"].placements)) == ("Cy", 3)


def test_what_goes_in_many_parts_is_one_import(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "SLICE", 2)
    files = [(f"blog/{n}.md", f"---\ntranslation_of: blog/{(n + 3) % 7}.md\n---\n# T{n}\n".encode()) for n in range(7)]
    sheet = b"title,channel,date\n" + b"".join(b"S%d,blog,2026-12-0%d\n" % (n % 3, n) for n in range(1, 8))
    _, tally = take(filled, *files, ("plan.csv", sheet))
    with filled.reading() as session:
        here = {item.id: item for item in items.load_items(session)}
    assert (tally.count("created"), len(here), filled.revision()) == (14, 10, 2)
    assert {id: item.translation_of for id, item in here.items() if id[0] == "t"} == {
        f"t{n}": f"t{(n + 3) % 7}" for n in range(7)
    }
    assert {id: len(item.placements) for id, item in here.items() if id[0] == "s"} == {"s0": 2, "s1": 3, "s2": 2}
    again, _ = take(filled, *files, ("plan.csv", sheet))
    assert (again.rows, again.known) == ((), 14)


def test_a_source_that_stops_half_way_changes_nothing(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "SLICE", 1)
    batch = read(filled, *FILES)

    def stop(step: str, share: float) -> None:
        if share > 0.5:
            raise InterruptedError(step)

    with pytest.raises(InterruptedError, match="save"), filled.writing("test") as session:
        intake.bring_in(session, batch.rows, workspace=space(), new_uid=lambda: next(UIDS), progress=stop)
    assert (content(filled), filled.revision()) == ({}, 1)


def test_planning_writes_nothing(filled: Database) -> None:
    batch = read(filled, *FILES)
    with filled.reading() as session:
        plan = intake.bring_in(session, batch.rows, workspace=space(), new_uid=lambda: next(UIDS), save=False)
    assert (plan.count("created"), content(filled), filled.revision()) == (5, {}, 1)


CHILD = """
import sys
from datetime import date
from itertools import count
from planner import imports
from planner.storage import imports as intake
from planner.storage.database import open_database
from planner.storage.workspace import load_workspace
db = open_database(sys.argv[1])
with db.reading() as session:
    workspace = load_workspace(session)
batch = imports.read([sys.argv[2]], workspace=workspace, today=date(2026, 11, 21))
uids = count()
with db.writing("child") as session:
    intake.bring_in(
        session, batch.rows, workspace=workspace, new_uid=lambda: f"c{next(uids)}",
        progress=lambda step, share: print("saving", flush=True),
    )
print("done", flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no kill -9")
@pytest.mark.parametrize("patience", [0.0, 0.05, 0.2, 0.8])
def test_an_import_that_is_killed_leaves_all_or_nothing(sqlite_db: Database, tmp_path: Path, patience: float) -> None:
    with sqlite_db.writing("test") as session:
        add_all(session, space())
    path = tmp_path / "plan.csv"
    path.write_text("title,channel,date\n" + "".join(f"Title {n},blog,2026-12-01\n" for n in range(3_000)))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, sqlite_db.url, str(path)], stdout=subprocess.PIPE, env=environment
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"saving\n"
        ends = time.monotonic() + patience
        while time.monotonic() < ends and child.poll() is None:
            pass
        child.kill()
    assert len(content(sqlite_db)) in (0, 3_000)
    batch, _ = take(sqlite_db, ("plan.csv", path.read_bytes()))
    assert (batch.read, len(content(sqlite_db))) == (3_000, 3_000)
    with sqlite_db.reading() as session:
        assert sum(len(item.placements) for item in items.load_items(session)) == 3_000
