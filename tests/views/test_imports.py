"""Importing by browser: look first, then save; the account names what was not taken."""

from __future__ import annotations

import io
import re

from planner.config import Config
from planner.storage import items
from planner.storage.database import Database
from tests.views.conftest import Browser

SHEET = (
    b"title,status,segments,stages,phases,channel,date,mood\n"
    b"A night guide,planned,parents,reach,awareness,email,2026-12-01,calm\n"
    b"Another one,planned,martians,reach,awareness,email,2026-12-02,\n"
    b",planned,parents,reach,awareness,email,not a day,\n"
)


def preview(browser: Browser, body: bytes = SHEET, name: str = "plan.csv", status: int = 200) -> str:
    browser.get("/import")
    return browser.post("/import", status, files=(io.BytesIO(body), name)).text


def token(text: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', text)
    assert found is not None
    return found[1]


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
    text = editor.post("/import/save", 200, token=token(preview(editor))).text
    assert "Saved." in text
    assert "See the map" in text
    assert count(database) == before + 2
    assert "A night guide" in editor.get("/content?segment=parents&stage=reach")


def test_the_same_files_twice_make_no_doubles(editor: Browser, database: Database) -> None:
    editor.post("/import/save", 200, token=token(preview(editor)))
    after = count(database)
    editor.post("/import/save", 200, token=token(preview(editor)))
    assert count(database) == after


def test_kept_files_are_gone_after_saving_and_closed_to_others(editor: Browser, admin: Browser, config: Config) -> None:
    kept = token(preview(editor))
    assert admin.post("/import/save", 404, token=kept).status_code == 404
    editor.post("/import/save", 200, token=kept)
    assert "no longer kept" in editor.post("/import/save", 404, token=kept).text
    assert list((config.instance / "uploads").iterdir()) == []


def test_a_token_is_no_path(editor: Browser) -> None:
    assert editor.post("/import/save", 404, token="../../etc").status_code == 404


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
