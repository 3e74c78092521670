"""Undo: the button after a change, the list of changes, and who may take back whose."""

from __future__ import annotations

import re
from datetime import date

from planner.core.model import Placement
from planner.storage import placements
from planner.storage.database import Database
from tests.views.conftest import Browser


def moved(editor: Browser, database: Database, day: str = "2026-12-09") -> int:
    """Move a mail and return the revision that the Undo button of the next page names."""
    editor.post("/placements/mail-25/move", to=day, version=str(mail(database).version), back="layout=week")
    found = re.search(r'name="revision" value="(\d+)"', editor.get("/calendar?layout=week"))
    assert found
    return int(found[1])


def mail(database: Database) -> Placement:
    with database.reading() as reading:
        found = placements.get_placement(reading, "mail-25")
    assert found is not None
    return found


def test_the_button_after_a_move_takes_it_back(editor: Browser, database: Database) -> None:
    revision = moved(editor, database)
    editor.post("/changes", revision=str(revision))
    assert mail(database).on == date(2026, 11, 25)
    assert "1 change was taken back" in editor.get("/calendar")


def test_the_list_says_who_changed_what_and_viewers_get_no_button(
    editor: Browser, viewer: Browser, database: Database
) -> None:
    revision = moved(editor, database)
    assert f'value="{revision}"' in editor.get("/changes")
    page = viewer.get("/changes")
    assert "1 placement changed" in page
    assert "ed@example.org" in page
    assert f'value="{revision}"' not in page
    assert "ed@example.org" not in viewer.get("/changes?whose=mine")


def test_another_editor_may_not_and_an_admin_may(editor: Browser, admin: Browser, database: Database) -> None:
    revision = moved(editor, database)
    with database.writing("ann@example.org") as writing:
        placements.change_placements(writing, ["mail-24"], {"owner": "ann@example.org"})
    assert "A manager can undo it" in editor.post("/changes", 403, revision=str(revision + 1)).text
    admin.post("/changes", revision=str(revision))
    assert mail(database).on == date(2026, 11, 25)


def test_what_changed_since_is_told_and_stays(editor: Browser, database: Database) -> None:
    first = moved(editor, database)
    moved(editor, database, "2026-12-10")
    editor.post("/changes", revision=str(first))
    assert "was changed again since" in editor.get("/changes")
    assert mail(database).on == date(2026, 12, 10)


def test_a_revision_that_is_no_number_is_refused(editor: Browser) -> None:
    editor.get("/changes")
    for odd in ("", "x", "-1", "9" * 30):
        assert "Choose the change" in editor.post("/changes", 400, revision=odd).text
