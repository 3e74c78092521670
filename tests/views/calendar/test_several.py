"""Several placements at once: what it would do, who stays and why, one write and one undo."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from planner.storage import changes, placements
from planner.storage.database import Database
from tests.views.conftest import Browser

MAILS = ["mail-24", "mail-25", "mail-26"]


def days(database: Database) -> list[date | None]:
    with database.reading() as reading:
        return [one.on for _item, one in placements.load_placements(reading, MAILS)]


def preview(editor: Browser, *uids: str, **sent: Any) -> str:
    return editor.post("/placements/several", 200, uid=list(uids), back="layout=week&select=1", **sent).text


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form that makes the change."""
    form = page[page.index("sure") :]
    return {
        name: unescape(value)
        for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)
        if name != "csrf_token"
    }


def test_a_shift_is_shown_before_it_is_made(editor: Browser, database: Database) -> None:
    before = days(database)
    page = preview(editor, *MAILS, "crib-blog", do="shift", days="7")
    assert "3 placements change: 7 days later" in page
    assert "1 stays as it is" in page
    assert "It has been published" in page
    assert "Email, Tue 24 Nov 2026 · W48" in page
    assert "Email, Tue 1 Dec 2026 · W49" in page
    assert days(database) == before


def test_it_is_one_write_with_one_undo(editor: Browser, database: Database) -> None:
    page = preview(editor, *MAILS, do="shift", days="7")
    answer = editor.post("/placements/several", **hidden(page))
    assert answer.location == "/calendar?layout=week&select=1"
    assert days(database) == [date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3)]
    shown = editor.get("/calendar")
    assert "3 placements: 7 days later." in shown
    found = re.search(r'name="revision" value="(\d+)"', shown)
    assert found
    with database.reading() as reading:
        assert changes.read_revision(reading) == int(found[1])
    editor.post("/changes", revision=found[1])
    assert days(database) == [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)]


def test_the_preview_says_what_it_opens_and_closes(editor: Browser) -> None:
    # three mails in a week break a limit of two; with one of them cancelled two are left
    page = preview(editor, "mail-26", do="cancel")
    assert "Closes: <b>Parents</b> get 3 contacts in 7 days on 26 Nov, the limit is 2 (Not too much)." in page
    assert "Opens and closes no finding." in preview(editor, "idea-store", do="owner", owner="ed@example.org")


def test_a_status_that_may_not_be_names_those_that_may(editor: Browser) -> None:
    page = preview(editor, "mail-24", "crib-blog", do="status", status="approved")
    assert "1 placement changes: status Approved" in page
    assert "It is Published, and stays so." in page


def test_an_owner_is_given_and_taken_away(editor: Browser, database: Database) -> None:
    for owner in ("ann@example.org", ""):
        editor.post("/placements/several", **hidden(preview(editor, "mail-24", do="owner", owner=owner)))
        with database.reading() as reading:
            one = placements.get_placement(reading, "mail-24")
        assert one is not None
        assert one.owner == owner


def test_what_changed_meanwhile_is_looked_at_once_more(editor: Browser, database: Database) -> None:
    page = preview(editor, *MAILS, do="shift", days="7")
    with database.writing("ann@example.org") as writing:
        placements.change_placements(writing, ["mail-24"], {"on": date(2026, 11, 30)})
    told = editor.post("/placements/several", 409, **hidden(page)).text
    assert "changed meanwhile, so nothing was saved" in told
    assert days(database) == [date(2026, 11, 30), date(2026, 11, 25), date(2026, 11, 26)]
    editor.post("/placements/several", **hidden(told))
    assert days(database) == [date(2026, 12, 7), date(2026, 12, 2), date(2026, 12, 3)]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"do": "shift", "days": "7"}, "Nothing is ticked."),
        ({"do": "shift", "days": "0", "uid": "mail-24"}, "Say by how many days"),
        ({"do": "shift", "days": "4000", "uid": "mail-24"}, "Say by how many days"),
        ({"do": "shift", "days": "soon", "uid": "mail-24"}, "“soon”"),
        ({"do": "status", "status": "idea", "uid": "mail-24"}, "Choose what should change."),
        ({"uid": "mail-24"}, "Choose what should change."),
        ({"do": "tray", "uid": "\n".join(f"p{n}" for n in range(2001))}, "at most 2000"),
    ],
)
def test_what_cannot_be_read_is_told(editor: Browser, database: Database, sent: dict[str, str], told: str) -> None:
    before = days(database)
    assert told in editor.post("/placements/several", 400, **sent).text
    assert days(database) == before


def test_nothing_to_save_has_no_button(editor: Browser) -> None:
    assert "There is nothing to save." in preview(editor, "idea-store", do="tray")


@pytest.mark.parametrize("layout", ["month", "week", "list", "grid"])
def test_every_layout_has_boxes_when_one_chooses(editor: Browser, viewer: Browser, layout: str) -> None:
    page = editor.get(f"/calendar?layout={layout}&select=1")
    assert set(re.findall(r'name="uid" value="([^"]+)" form="several"', page)) - {"crib-blog"} == {*MAILS, "idea-store"}
    assert 'name="uid"' not in editor.get(f"/calendar?layout={layout}")
    assert 'name="uid"' not in viewer.get(f"/calendar?layout={layout}&select=1")
