"""Several items mapped at once: how many have each cell, a preview, one write, one undo."""

from __future__ import annotations

import re

import pytest

from planner.core.model import Mapping
from planner.storage import items
from planner.storage import workspace as frame
from planner.storage.database import Database
from tests import builders
from tests.views.conftest import Browser

ALL = {"id": ["crib", "sale", "idea"]}
HIDDEN = re.compile(r'name="(seen|previewed)" value="([^"]*)"')
HERE = "map:parents/reach/awareness"
THERE = "map:grandparents/retain/decision"


def mapped(database: Database) -> dict[str, tuple[Mapping, ...]]:
    with database.reading() as reading:
        return {item.id: item.map for item in items.load_items(reading)}


def preview(browser: Browser, **fields: object) -> tuple[str, dict[str, str]]:
    text = browser.post("/content/mapping", 200, do="preview", **fields).text
    return text, dict(HIDDEN.findall(text))


def test_the_grid_tells_how_many_items_have_each_cell(editor: Browser) -> None:
    text = editor.post("/content/mapping", 200, **ALL).text
    assert "</b> 3 items" in text
    assert "Parents, Reach · Awareness: 1 primary, 0 secondary of 3" in text
    assert "Parents, Reach · Decision: 0 primary, 0 secondary of 3" in text


def test_a_preview_counts_what_changes_and_saves_nothing(editor: Browser, database: Database) -> None:
    before = mapped(database)
    text, _ = preview(editor, **ALL, **{HERE: "primary", THERE: "secondary"})
    assert "3 items change" in text
    assert text.count('<td class="num">3</td>') == 1  # nobody is there yet
    assert text.count('<td class="num">2</td>') == 1  # the crib is here already
    assert mapped(database) == before


def test_cells_are_added_set_and_taken_away_in_one_write_with_one_undo(editor: Browser, database: Database) -> None:
    before = mapped(database)
    asked = {"map:parents/retain/decision": "off", HERE: "secondary", THERE: "primary"}
    _, seen = preview(editor, **ALL, **asked)
    answer = editor.post("/content/mapping", do="save", query="segment=parents", **ALL, **asked, **seen)
    assert answer.location == "/content?segment=parents"
    both = (Mapping(segment="parents", stage="reach", phase="awareness", fit="secondary"),
            Mapping(segment="grandparents", stage="retain", phase="decision"))  # fmt: skip
    assert mapped(database) == {
        "crib": both, "sale": both,
        "idea": (both[0], Mapping(segment="grandparents", stage="reach", phase="awareness"), both[1]),
    }  # fmt: skip
    text = editor.get(answer.location)
    assert "The mapping of 3 items was changed." in text
    revision = re.search(r'name="revision" value="(\d+)"', text)
    assert revision is not None
    editor.post("/changes", revision=revision[1])
    assert mapped(database) == before


def test_all_that_the_list_finds_is_mapped(editor: Browser, database: Database) -> None:
    fields = {"all": "1", "query": "segment=parents", THERE: "primary"}
    text, seen = preview(editor, **fields)
    assert "2 items change" in text
    editor.post("/content/mapping", do="save", **fields, **seen)
    assert [id for id, cells in mapped(database).items() if len(cells) == 2] == ["crib", "sale"]


def test_only_what_was_previewed_is_saved(editor: Browser, database: Database) -> None:
    before = mapped(database)
    _, seen = preview(editor, **ALL, **{THERE: "primary"})
    text = editor.post("/content/mapping", 200, do="save", **ALL, **{THERE: "secondary"}, **seen).text
    assert "What it would do" in text
    assert mapped(database) == before


def test_a_lost_race_saves_nothing_and_shows_what_it_would_do_now(editor: Browser, database: Database) -> None:
    _, seen = preview(editor, **ALL, **{THERE: "primary"})
    editor.post("/content/idea", title="An idea", status="idea", version="1", **{THERE: "primary"})
    text = editor.post("/content/mapping", 409, do="save", **ALL, **{THERE: "primary"}, **seen).text
    assert "Some of these items changed meanwhile" in text
    assert "2 items change" in text
    assert [len(cells) for cells in mapped(database).values()] == [1, 2, 1]  # only theirs


def test_from_a_cell_of_the_map_one_goes_back_to_it(editor: Browser) -> None:
    cell = editor.get("/map?cell=parents/reach/awareness")
    assert 'action="/content/mapping"' in cell
    fields = {"id": "crib", "to": "map", "query": "cell=parents/reach/awareness", THERE: "primary"}
    _, seen = preview(editor, **fields)
    answer = editor.post("/content/mapping", do="save", **fields, **seen)
    assert answer.location == "/map?cell=parents/reach/awareness#cell"


def test_an_incomplete_mapping_is_left_alone(editor: Browser, database: Database) -> None:
    with database.writing("test") as writing:
        items.add_item(writing, builders.item("half", map=("parents//",)))
    _, seen = preview(editor, id="half", **{HERE: "primary"})
    editor.post("/content/mapping", do="save", id="half", **{HERE: "primary"}, **seen)
    assert mapped(database)["half"] == (builders.mapping("parents/reach/awareness"), builders.mapping("parents//"))


def test_with_many_segments_one_more_grid_is_a_button_away(editor: Browser, database: Database) -> None:
    with database.writing("test") as writing:
        for n in range(8):
            frame.add(writing, builders.segment(f"group-{n}"))
    text = editor.post("/content/mapping", 200, **ALL).text
    assert text.count('class="sheet"') == 6
    text = editor.post("/content/mapping", 200, more="group-7", **ALL, **{THERE: "primary"}).text
    assert "Group 7, Reach" in text
    assert re.search(r'value="primary"[^>]* checked', text)


@pytest.mark.parametrize("fields", [
    {}, {"id": "nothing"}, {"id": "crib", "do": "preview"}, {"id": "crib", "do": "save", HERE: "best"},
    {"id": "crib", "do": "save", "map:no/such/cell": "primary"},
])  # fmt: skip
def test_nothing_chosen_or_asked_is_told_and_nothing_saved(
    editor: Browser, database: Database, fields: dict[str, str]
) -> None:
    before = mapped(database)
    editor.post("/content/mapping", 400, **fields)
    assert mapped(database) == before


def test_a_viewer_maps_nothing(viewer: Browser) -> None:
    viewer.post("/content/mapping", 403, id="crib")
