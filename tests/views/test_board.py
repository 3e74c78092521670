"""The board: true counts, moves by the table, a question before cancelling, undo, and a lost race."""

from __future__ import annotations

import re

import pytest

from planner.core.model import Item
from planner.storage import items
from planner.storage.database import Database
from tests.views.conftest import Browser

REVISION = re.compile(r'name="revision" value="(\d+)"')


def stored(database: Database, id: str) -> Item:
    with database.reading() as reading:
        found = items.get_item(reading, id)
    assert found is not None
    return found


def lane(text: str, status: str) -> str:
    return text.split(f'data-status="{status}"')[1].split("</section>", maxsplit=1)[0]


def test_a_status_is_a_column_with_its_true_number(viewer: Browser) -> None:
    text = viewer.get("/board")
    assert "</b> 3 items" in text
    assert "Choosing a crib" in lane(text, "published")
    assert ">1</a>" in lane(text, "in_review")
    assert ">0</a>" in lane(text, "briefed")


def test_a_card_tells_who_when_for_whom_and_where_next(viewer: Browser) -> None:
    card = lane(viewer.get("/board"), "in_review")
    assert "Ed Editor" in card
    assert "due 26 Nov" in card
    assert 'title="Parents"' in card
    assert "Email Tue 24 Nov" in card


def test_what_is_late_says_so(viewer: Browser, editor: Browser) -> None:
    editor.post("/content/sale", title="Winter sale", status="in_review", version="1", due_on="2026-11-20")
    assert "late, due 20 Nov" in viewer.get("/board")


def test_the_filters_leave_the_right_cards(viewer: Browser) -> None:
    text = viewer.get("/board?segment=grandparents")
    assert "</b> 1 item match" in text
    assert "An idea" in text
    assert "Winter sale" not in text
    assert 'data-status="briefed"' not in viewer.get("/board?status=idea")


def test_a_long_column_says_how_many_more_and_links_to_all(viewer: Browser, database: Database) -> None:
    with database.writing("test") as writing:
        items.add_items(
            writing, [Item(id=f"n{n}", slug=f"n{n}", title=f"Number {n}", status="briefed") for n in range(25)]
        )
    found = lane(viewer.get("/board?text=number"), "briefed")
    assert found.count('class="card"') == 20
    assert '<a class="more" href="/content?text=number&amp;status=briefed">+5 more</a>' in found


def test_a_viewer_is_offered_no_move(viewer: Browser) -> None:
    assert "Move to" not in viewer.get("/board")


def test_a_card_offers_only_the_statuses_that_are_possible(editor: Browser) -> None:
    options = re.findall(r'<option value="(\w+)"', lane(editor.get("/board"), "published"))
    assert options == ["archived", "in_production"]


def test_a_move_is_written_and_undone(editor: Browser, database: Database) -> None:
    answer = editor.post("/board?segment=parents", id="sale", version="1", to="approved")
    assert answer.location == "/board?segment=parents"
    assert stored(database, "sale").status == "approved"
    text = editor.get("/board?segment=parents")
    assert "“Winter sale” is now: Approved." in text
    found = REVISION.search(text)
    assert found is not None
    editor.post("/changes", revision=found[1])
    assert stored(database, "sale").status == "in_review"


def test_a_move_changes_nothing_else(editor: Browser, database: Database) -> None:
    before = stored(database, "sale")
    editor.post("/board", id="sale", version="1", to="approved")
    after = stored(database, "sale")
    assert (after.map, after.placements, after.body, after.tags, after.version) == (
        before.map, before.placements, before.body, before.tags, 2,
    )  # fmt: skip


def test_a_refused_move_says_which_are_possible(editor: Browser, database: Database) -> None:
    editor.post("/board", id="crib", version="1", to="briefed")
    assert "From Published it can go to: Archived, In production." in editor.get("/board")
    assert stored(database, "crib").status == "published"


def test_what_was_on_hold_returns_to_where_it_was(editor: Browser, database: Database) -> None:
    editor.post("/board", id="idea", version="1", to="briefed")
    editor.post("/board", id="idea", version="2", to="on_hold")
    editor.post("/board", id="idea", version="3", to="cancelled", asked="1")
    assert stored(database, "idea").status_before == "briefed"
    editor.post("/board", id="idea", version="4", to="briefed")
    assert (stored(database, "idea").status, stored(database, "idea").status_before) == ("briefed", None)


def test_a_lost_race_shows_both_and_moves_nothing(editor: Browser, database: Database) -> None:
    editor.post("/board", id="sale", version="1", to="approved")
    text = editor.post("/board", 409, id="sale", version="1", to="in_production").text
    assert "someone changed “Winter sale” meanwhile" in text
    assert "Approved" in text
    assert stored(database, "sale").status == "approved"
    assert 'name="version" value="2"' in text
    assert "Save mine over theirs" in text


def test_a_lost_race_to_a_status_that_is_closed_now_says_what_is_possible(editor: Browser) -> None:
    editor.post("/board", id="sale", version="1", to="approved")
    editor.post("/board", id="sale", version="2", to="published")
    text = editor.post("/board", 409, id="sale", version="1", to="briefed").text
    assert "From Published it can go to: Archived, In production." in text
    assert "Save mine over theirs" not in text


@pytest.mark.parametrize(("fields", "status"), [
    ({"id": "nothing", "to": "idea"}, 404), ({"id": "sale", "to": "done"}, 400), ({"id": "sale"}, 400),
])  # fmt: skip
def test_what_cannot_be_read_is_refused(editor: Browser, fields: dict[str, str], status: int) -> None:
    editor.post("/board", status, **fields)


def test_a_move_that_names_no_version_moves_nothing(editor: Browser, database: Database) -> None:
    told = editor.post("/board", 400, id="sale", to="approved").text
    assert "does not say which version it was made from" in told
    assert stored(database, "sale").status == "in_review"
