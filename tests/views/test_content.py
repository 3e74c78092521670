"""The content list and an item's page: works, bad values, wrong user, lost race."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from planner.core.model import Item, Mapping
from planner.storage import items
from planner.storage import workspace as frame
from planner.storage.database import Database
from tests import builders
from tests.views.conftest import Browser


def stored(database: Database, id: str) -> Item | None:
    with database.reading() as reading:
        return items.get_item(reading, id)


def test_the_list_counts_and_sorts(viewer: Browser) -> None:
    text = viewer.get("/content?sort=-title")
    assert "3 items" in text
    assert text.index("Winter sale") < text.index("Choosing a crib") < text.index("An idea")


@pytest.mark.parametrize(
    ("query", "count"),
    [("status=published", "1 item"), ("segment=parents", "2 items"), ("channel=email", "1 item"),
     ("text=crib", "1 item"), ("text=warm", "1 item"), ("owner=ed@example.org", "1 item"),
     ("stage=reach&segment=grandparents", "1 item"),
     ("sort=nonsense", "3 items")],
)  # fmt: skip
def test_the_filters_leave_the_right_number(viewer: Browser, query: str, count: str) -> None:
    assert f"</b> {count}" in viewer.get(f"/content?{query}")


def test_incomplete_mappings_are_counted_and_listed(viewer: Browser, database: Database) -> None:
    assert "incomplete mapping" not in viewer.get("/content")
    with database.writing("test") as writing:
        items.add_item(writing, builders.item("half", title="Half mapped", map=("parents//awareness",)))
    for page in ("/content", "/map"):
        text = viewer.get(page)
        assert '<a class="n" href="/content?incomplete=1">1 item has an incomplete mapping</a>' in text
    text = viewer.get("/content?incomplete=1")
    assert "</b> 1 item match" in text
    assert ("Half mapped" in text, "Winter sale" in text) == (True, False)
    assert "No item matches these filters." in viewer.get("/content?incomplete=1&text=crib")


def test_items_without_a_mapping_are_counted_and_listed(viewer: Browser, database: Database) -> None:
    assert "mapped to nothing yet" not in viewer.get("/content")
    with database.writing("test") as writing:
        items.add_item(writing, builders.item("new", title="Just brought in", map=()))
    text = viewer.get("/content?incomplete=none")
    assert "1 item is mapped to nothing yet</a>" in viewer.get("/map")
    assert ("Just brought in" in text, "Winter sale" in text) == (True, False)


def test_an_empty_result_says_how_to_go_on(viewer: Browser) -> None:
    assert "No item matches these filters." in viewer.get("/content?text=nothing-like-this")


def test_an_item_shows_its_text_mapping_and_placements(viewer: Browser) -> None:
    text = viewer.get("/content/sale")
    assert "<em>Warm</em> winter" in text
    assert "<h2>Hello</h2>" in text  # the page has its own first heading
    assert "title 11 / 20" in text
    assert "a link is missing" in text


def test_a_new_item_knows_what_it_was_made_from(editor: Browser, database: Database) -> None:
    text = editor.get("/content/new?translation_of=crib&item_language=nl")
    assert 'value="nl"' in text
    editor.post("/content/new?translation_of=crib&derived_from=nobody", title="Een bed kiezen", status="briefed")
    item = stored(database, "een-bed-kiezen")
    assert item is not None
    assert (item.translation_of, item.derived_from) == ("crib", None)


def test_an_item_is_added_with_its_mapping(editor: Browser, database: Database) -> None:
    editor.get("/content/new?segment=parents&stage=reach&phase=decision")
    cells = {"map:parents/reach/decision": "primary", "map:parents/retain/awareness": "secondary"}
    answer = editor.post("/content/new", title="A new guide", status="briefed", tags="sleep, safety", **cells)
    item = stored(database, "a-new-guide")
    assert answer.location == "/content/a-new-guide"
    assert item is not None
    assert (item.title, item.status, item.tags) == ("A new guide", "briefed", ("sleep", "safety"))
    assert item.map == (
        Mapping(segment="parents", stage="reach", phase="decision"),
        Mapping(segment="parents", stage="retain", phase="awareness", fit="secondary"),
    )


def test_an_item_is_saved_and_keeps_what_the_form_does_not_show(editor: Browser, database: Database) -> None:
    before = stored(database, "crib")
    assert before is not None
    answer = editor.post("/content/crib", title="Choosing a cot", status="published", version="1", format="article",
                         language="en", owner=before.owner, url=before.url, published_on="2026-01-05",
                         **{"map:parents/reach/awareness": "primary"})  # fmt: skip
    assert answer.location == "/content/crib"
    assert stored(database, "crib") == replace(before, title="Choosing a cot", version=2)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [("title", "  ", "Give it a title"), ("effort_hours", "many", "is no number"), ("quality", "9", "out of range"),
     ("due_on", "31-12-2026", "is no date"), ("url", "javascript:alert(1)", "is no web address"),
     ("language", "Dutch!", "is no language code"), ("status", "archived", "Not a valid choice"),
     ("format", "podcast", "Not a valid choice")],
)  # fmt: skip
def test_a_bad_value_is_told_beside_its_field_and_nothing_is_saved(
    editor: Browser, database: Database, field: str, value: str, told: str
) -> None:
    fields = {"title": "Winter sale", "status": "in_review", "version": "1"} | {field: value}
    text = editor.post("/content/sale", 400, **fields).text
    assert told in text
    assert "Not saved yet." in text
    assert stored(database, "sale") == stored(database, "sale")
    assert getattr(stored(database, "sale"), "version", 0) == 1


def test_a_preview_shows_the_text_and_saves_nothing(editor: Browser, database: Database) -> None:
    text = editor.post(
        "/content/sale", 200, title="Winter sale", status="in_review", body="**bold** move", do="preview", version="1"
    )
    assert "<strong>bold</strong> move" in text.text
    assert getattr(stored(database, "sale"), "version", 0) == 1


def test_a_lost_race_shows_both_texts_and_overwrites_nothing(editor: Browser, database: Database) -> None:
    fields = {"status": "in_review", "version": "1", "map:parents/retain/decision": "primary"}
    editor.post("/content/sale", title="Theirs", **fields)
    told = editor.post("/content/sale", 409, title="Mine", **fields).text
    assert told.index("Theirs") < told.index("Mine")
    assert getattr(stored(database, "sale"), "title", "") == "Theirs"
    editor.post("/content/sale", title="Mine", **fields | {"version": "2"})
    assert getattr(stored(database, "sale"), "title", "") == "Mine"


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "one"}])
def test_a_form_that_names_no_version_saves_nothing(editor: Browser, database: Database, version: Any) -> None:
    before = stored(database, "sale")
    told = editor.post("/content/sale", 400, title="Mine", status="in_review", **version).text
    assert "does not say which version it was made from" in told
    editor.post("/content/sale", 400, do="delete", **version)
    assert stored(database, "sale") == before


@pytest.mark.parametrize(
    ("cell", "fit", "told"),
    [("map:nobody/reach/decision", "primary", "The cell nobody/reach/decision is not in this workspace"),
     ("map:parents/reach", "secondary", "The cell parents/reach is not in this workspace"),
     ("map:parents/reach/decision", "tertiary", "“tertiary” is no way to map to parents/reach/decision")],
)  # fmt: skip
def test_a_mapping_nobody_offers_is_told_and_loses_nothing(
    editor: Browser, database: Database, cell: str, fit: str, told: str
) -> None:
    before = stored(database, "sale")
    given = {"title": "Typed title", "status": "in_review", "version": "1", "map:parents/retain/decision": "secondary"}
    text = editor.post("/content/sale", 400, **given | {cell: fit}).text
    assert told in text
    assert 'value="Typed title"' in text
    assert stored(database, "sale") == before
    assert told in editor.post("/content/new", 400, **given | {cell: fit}).text
    editor.post("/content/sale", **given | {"map:nobody/reach/decision": "off"})  # off is no mapping


def test_an_item_is_deleted(editor: Browser, database: Database) -> None:
    editor.post("/content/idea", do="delete", version="1")
    assert stored(database, "idea") is None


def test_a_field_nobody_offers_is_not_taken(editor: Browser, database: Database) -> None:
    editor.post("/content/idea", title="An idea", status="idea", version="1", id="stolen", source_path="/etc/passwd")
    item = stored(database, "idea")
    assert item is not None
    assert (item.id, item.source_path) == ("idea", "")


def test_markup_in_a_title_and_text_stays_text(editor: Browser) -> None:
    bad = "<script>alert(1)</script>"
    editor.post(
        "/content/new",
        title=f"Bad {bad}",
        status="idea",
        body=f"{bad} [x](javascript:alert(1)) <img src=x onerror=alert(1)>",
    )
    text = editor.get("/content/bad-script-alert-1-script")
    assert "<script>alert" not in text
    assert "javascript:alert(1)" not in text.split("<textarea")[0]
    assert "onerror" not in text.split("<textarea")[0]
    assert bad not in editor.get("/content")


def test_an_item_that_is_not_there_is_named(viewer: Browser) -> None:
    assert "There is no item “nothing” here." in viewer.get("/content/nothing", status=404)


def test_with_many_segments_one_more_grid_is_a_button_away(editor: Browser, database: Database) -> None:
    with database.writing("test") as writing:
        for n in range(8):
            frame.add(writing, builders.segment(f"group-{n}"))
    text = editor.get("/content/crib")
    assert text.count('class="sheet"') == 6
    told = editor.post("/content/crib", 200, title="Not saved", status="published", version="1", more="group-7").text
    assert told.count('class="sheet"') == 6
    assert "Group 7, Reach" in told
    assert 'value="Not saved"' in told
    assert getattr(stored(database, "crib"), "title", "") == "Choosing a crib"
