"""Importing by browser: look first, then save; the account names what was not taken."""

from __future__ import annotations

import io
import json
import shutil
from datetime import timedelta

from flask import Flask

from planner.config import Config
from planner.storage import items, jobs
from planner.storage.database import Database
from planner.views.imports import use_worker
from planner.work import Worker
from tests.views.conftest import EDITOR, NOW, Browser

SHEET = (
    b"title,status,segments,stages,phases,channel,date,mood\n"
    b"A night guide,planned,parents,reach,awareness,email,2026-12-01,calm\n"
    b"Another one,planned,martians,reach,awareness,email,2026-12-02,\n"
    b",planned,parents,reach,awareness,email,not a day,\n"
)


def upload(browser: Browser, body: bytes = SHEET, name: str = "plan.csv") -> str:
    """Upload a file and return the address of its import."""
    browser.get("/import")
    return str(browser.post("/import", 303, files=(io.BytesIO(body), name)).location)


def preview(browser: Browser, body: bytes = SHEET, name: str = "plan.csv") -> str:
    return browser.get(upload(browser, body, name))


def saved(browser: Browser, body: bytes = SHEET) -> str:
    address = upload(browser, body)
    assert browser.post(f"{address}/save", 303).location == address
    return browser.get(address)


def count(database: Database) -> int:
    with database.reading() as reading:
        return len(items.load_items(reading))


def test_a_preview_tells_all_and_saves_nothing(editor: Browser, database: Database) -> None:
    before = database.revision()
    text = preview(editor)
    assert "Nothing is saved yet." in text
    assert "martians" in text  # an unknown value is a warning
    assert "not a day" in text
    assert database.revision() == before


def test_saving_takes_what_is_good(editor: Browser, database: Database) -> None:
    before = count(database)
    text = saved(editor)
    assert "Saved." in text
    assert "See the map" in text
    assert count(database) == before + 2
    assert "A night guide" in editor.get("/content?segment=parents&stage=reach")


def test_the_same_files_twice_make_no_doubles(editor: Browser, database: Database) -> None:
    saved(editor)
    after = count(database)
    saved(editor)
    assert count(database) == after


def test_saving_twice_saves_once(editor: Browser, database: Database) -> None:
    address = upload(editor)
    editor.post(f"{address}/save", 303)
    revision = database.revision()
    editor.post(f"{address}/save", 303)
    assert database.revision() == revision


def test_an_import_is_its_owners_and_its_files_go_when_it_is_saved(
    editor: Browser, admin: Browser, config: Config
) -> None:
    address = upload(editor)
    admin.get("/")
    for path in (address, f"{address}/progress", f"{address}/account.json", "/import/999", "/import/99999999999"):
        admin.get(path, 404)
    assert admin.post(f"{address}/save", 404).status_code == 404
    assert len(list((config.instance / "uploads").iterdir())) == 1
    editor.post(f"{address}/save", 303)
    assert list((config.instance / "uploads").iterdir()) == []


def test_what_is_discarded_is_gone(editor: Browser, database: Database, config: Config) -> None:
    before, address = count(database), upload(editor)
    assert editor.post(f"{address}/discard", 303).location == "/import"
    assert "Nothing of it was saved." in editor.get(address)
    editor.post(f"{address}/save", 303)
    assert (count(database), list((config.instance / "uploads").iterdir())) == (before, [])


def test_what_was_saved_is_not_discarded(editor: Browser) -> None:
    address = upload(editor)
    editor.post(f"{address}/save", 303)
    editor.post(f"{address}/discard", 303)
    assert "was saved already" in editor.get(address)


def test_files_that_are_no_longer_kept_are_told(editor: Browser, config: Config) -> None:
    address = upload(editor)
    shutil.rmtree(config.instance / "uploads")
    editor.post(f"{address}/save", 303)
    assert "These files are no longer kept. Choose them once more." in editor.get(address)


def test_the_import_page_lists_what_this_person_brought(editor: Browser, admin: Browser) -> None:
    address = upload(editor)
    assert "looked at, not saved yet" in editor.get("/import")
    editor.post(f"{address}/save", 303)
    assert "saved: 2 new, 0 changed" in editor.get("/import")
    assert "plan.csv" not in admin.get("/import").split("Your imports")[-1].split("files for one")[-1]


def test_the_account_says_what_was_understood_and_groups_what_is_alike(editor: Browser) -> None:
    rows = b"".join(b"Title %d,Mars,05/11/2026,x\n" % n for n in range(5))
    text = preview(editor, b"Titel,Doelgroep,Deadline,mood\n" + rows)
    assert "Titel <small" in text
    assert "= segments" in text
    assert "Dates could be read in two ways; the day was taken first." in text
    assert text.count("is no segment of this workspace") == 6  # once for all five, and each of them below it
    assert "plan.csv:6" in text


def test_columns_that_nobody_knows_can_be_named_on_the_page(editor: Browser, database: Database) -> None:
    address = upload(editor, b"Waarover,Voor,Gevoel\nEen gids,parents,warm\n")
    assert "No column is known as a title" in editor.get(address)
    form = {"column:Waarover": "title", "column:Voor": "segments", "column:Gevoel": "-", "column:x": "no-field"}
    editor.post(f"{address}/columns", 303, **form)
    text = editor.get(address)
    assert "Waarover <small" in text
    assert "What do these columns mean?" not in text
    editor.post(f"{address}/save", 303)
    with database.reading() as reading:
        item = items.get_item(reading, "een-gids")
    assert item is not None
    assert ([cell.segment for cell in item.map], item.extra) == (["parents"], {})


def test_the_whole_account_is_a_file(editor: Browser) -> None:
    editor.get("/")
    answer = editor.client.get(f"{upload(editor)}/account.json")
    said = json.loads(answer.data)
    assert (said["read"], said["created"], len(said["refused"])) == (3, 2, 2)  # two cells of one row
    assert answer.headers["Content-Disposition"].startswith("attachment")


class Elsewhere(Worker):
    """A worker whose thread is the test itself."""

    alive = True


def test_a_long_import_is_left_to_the_worker(app: Flask, editor: Browser, database: Database, config: Config) -> None:
    worker = Elsewhere(database, config.instance / "uploads")
    use_worker(app, worker)
    address = upload(editor, b"title\n" + b"".join(b"Title %d\n" % n for n in range(501)))
    assert "waiting for its turn" in editor.get(address)
    worker.do_one()
    assert "This is a preview" in editor.get(address)
    editor.post(f"{address}/save", 303)
    assert count(database) == 3
    worker.do_one()
    assert "Saved." in editor.get(address)
    assert count(database) == 3 + 501


def test_a_small_import_is_done_at_once_beside_a_worker(
    app: Flask, editor: Browser, database: Database, config: Config
) -> None:
    use_worker(app, Elsewhere(database, config.instance / "uploads"))
    assert "This is a preview" in preview(editor)


def test_the_page_of_a_job_that_waits_says_so(editor: Browser, database: Database) -> None:
    payload = {"token": "x", "save": False, "small": False, "files": 1, "names": ["a.csv"]}
    with database.writing("test") as session:
        number = jobs.add_job(session, kind="import", who=EDITOR, payload=payload, now=NOW)
    text = editor.get(f"/import/{number}")
    assert "waiting for its turn" in text
    assert '<progress id="far"' in text
    assert json.loads(editor.get(f"/import/{number}/progress")) == {
        "ended": False, "here": f"/import/{number}", "percent": 0, "word": "waiting for its turn",
    }  # fmt: skip
    with database.writing("test") as session:
        jobs.claim_job(session, by="w", now=NOW)
        jobs.beat(session, number, by="w", progress=0.75, now=NOW)
    assert "comparing with what is here" in editor.get(f"/import/{number}")
    with database.writing("test") as session:
        jobs.fail_dead(session, now=NOW + timedelta(hours=1))
    assert "planner was stopped while this was being done" in editor.get(f"/import/{number}")


def test_nothing_chosen_is_told(editor: Browser) -> None:
    assert "Choose the files to bring in first." in editor.post("/import", 400).text


def test_a_file_of_another_kind_is_named(editor: Browser) -> None:
    assert "planner does not read files of this kind" in preview(editor, b"MZ\x00", "setup.exe")


def test_a_name_with_steps_upwards_stays_inside(editor: Browser, config: Config) -> None:
    text = preview(editor, b"# A title\n\ntext", "../../outside.md")
    assert "outside.md" in text
    assert not (config.instance.parent / "outside.md").exists()


def test_markup_in_cells_and_names_stays_text(editor: Browser) -> None:
    text = preview(editor, b"title,<img src=x onerror=alert(1)>\n<script>alert(1)</script>,x\n", "a<b>.csv")
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_a_viewer_may_not_import(viewer: Browser) -> None:
    assert "needs editor" in viewer.get("/import", 403)
