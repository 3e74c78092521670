"""Many items changed at once: a preview, one write, one undo; what is refused is named."""

from __future__ import annotations

import re
from datetime import date

import pytest

from planner.core.model import Item
from planner.storage import items
from planner.storage.database import Database
from tests import builders
from tests.views.conftest import ADMIN, EDITOR, Browser

TWO = {"id": ["crib", "sale"]}
SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})"')


def stored(database: Database) -> dict[str, Item]:
    with database.reading() as reading:
        return {item.id: item for item in items.load_items(reading)}


def preview(browser: Browser, **fields: object) -> tuple[str, str]:
    text = browser.post("/bulk", 200, do="preview", **fields).text
    found = SEEN.search(text)
    assert found is not None
    return text, found[1]


def test_a_preview_counts_what_changes_and_names_what_is_refused(editor: Browser, database: Database) -> None:
    before = stored(database)
    text, _ = preview(editor, **TWO, status="approved", owner=EDITOR)
    assert "1 item changes" in text
    assert "1 is refused" in text
    assert "it is Published, and from there it can only become: Archived, In production." in text
    assert stored(database) == before


def test_a_change_is_one_write_that_one_undo_takes_back(editor: Browser, database: Database) -> None:
    before = stored(database)
    said = {**TWO, "owner": "Lotte", "add_tags": "winter; new", "due_on": "2026-12-01", "verdict": "keep",
            "campaign": "winter", "language": "nl", "query": "status=published"}  # fmt: skip
    _, seen = preview(editor, **said)
    answer = editor.post("/bulk", do="save", seen=seen, **said)
    assert answer.location == "/content?status=published"
    now = stored(database)
    for id in ("crib", "sale"):
        item = now[id]
        assert (item.owner, item.tags, item.due_on, item.verdict, item.campaign, item.language) == (
            "Lotte", ("winter", "new"), date(2026, 12, 1), "keep", "winter", "nl",
        )  # fmt: skip
    assert now["idea"] == before["idea"]
    revision = re.search(r'name="revision" value="(\d+)"', editor.get(answer.location))
    assert revision is not None
    editor.post("/changes", revision=revision[1])
    assert {i: (x.owner, x.tags, x.due_on) for i, x in stored(database).items()} == {
        i: (x.owner, x.tags, x.due_on) for i, x in before.items()
    }


def test_all_that_was_found_is_more_than_the_page(editor: Browser, database: Database) -> None:
    with database.writing("test") as writing:
        items.add_items(writing, [builders.item(f"n{n}", title=f"Nr {n}") for n in range(60)])
    said = {"all": "1", "query": "text=nr", "owner": ADMIN}
    text, seen = preview(editor, **said)
    assert "60 items change" in text
    assert "and 10 more" in text
    editor.post("/bulk", do="save", seen=seen, **said)
    assert sum(item.owner == ADMIN for item in stored(database).values()) == 61


def test_a_field_is_emptied_and_what_is_so_already_is_said(editor: Browser, database: Database) -> None:
    text, seen = preview(editor, **TWO, clear=["due_on", "status"])
    assert "1 item changes" in text
    assert "1 is so already" in text
    editor.post("/bulk", do="save", seen=seen, **TWO, clear=["due_on", "status"])
    assert stored(database)["sale"].due_on is None


def test_cancelling_offers_to_cancel_open_placements(editor: Browser, database: Database) -> None:
    said = {"id": "sale", "status": "cancelled"}
    text, seen = preview(editor, **said)
    assert "Cancel their 3 open placements too" in text
    editor.post("/bulk", do="save", seen=seen, placements="1", **said)
    item = stored(database)["sale"]
    assert (item.status, item.status_before) == ("cancelled", "in_review")
    assert {(p.status, p.status_before) for p in item.placements} == {("cancelled", "planned")}


def test_placements_stay_where_one_says_so(editor: Browser, database: Database) -> None:
    said = {"id": "sale", "status": "cancelled"}
    editor.post("/bulk", do="save", seen=preview(editor, **said)[1], **said)
    assert {p.status for p in stored(database)["sale"].placements} == {"planned"}


def test_what_changed_since_the_preview_is_looked_at_again(editor: Browser, database: Database) -> None:
    _, seen = preview(editor, **TWO, owner="Lotte")
    editor.post("/list/row", id="crib", version="1", title="Changed meanwhile")
    told = editor.post("/bulk", 409, do="save", seen=seen, **TWO, owner="Lotte").text
    assert "changed meanwhile, so nothing was saved" in told
    assert stored(database)["crib"].owner == ADMIN
    editor.post("/bulk", do="save", seen=SEEN.search(told)[1], **TWO, owner="Lotte")  # type: ignore[index]
    assert stored(database)["crib"].owner == "Lotte"


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [({"id": "nothing"}, 400, "Nothing is ticked"), ({}, 400, "Nothing is ticked"),
     ({**TWO, "do": "preview"}, 400, "Choose at least one thing"),
     ({**TWO, "do": "preview", "due_on": "soon"}, 400, "is no date"),
     ({**TWO, "do": "preview", "status": "gone"}, 400, "Not a valid choice")],
)  # fmt: skip
def test_bad_input_gets_a_sentence(editor: Browser, fields: dict[str, object], status: int, told: str) -> None:
    assert told in editor.post("/bulk", status, **fields).text


def test_the_form_opens_for_the_ticked_items(editor: Browser) -> None:
    text = editor.post("/bulk", 200, **TWO, query="sort=title").text
    assert "<b>Change</b> 2 items" in text
    assert text.count('name="id"') == 2
    assert "leave as it is" in text
