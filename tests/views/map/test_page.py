"""The map: figures of the small workspace, worked out by hand, and cells that open."""

from __future__ import annotations

import pytest

from planner.core.model import CoverageTarget, Mapping
from planner.storage import items
from planner.storage import workspace as frame
from planner.storage.database import Database
from tests.views.conftest import Browser

CELL = "/map?cell=grandparents/reach/awareness"


def aside(text: str) -> str:
    return text.split('id="cell"')[1].split("</aside>", maxsplit=1)[0]


def mapped(database: Database, id: str) -> tuple[Mapping, ...]:
    with database.reading() as reading:
        found = items.get_item(reading, id)
    assert found is not None
    return found.map


def test_the_index_is_that_of_the_expected_cells(viewer: Browser) -> None:
    # four expected cells of weight 3 x 1 x 1 x 3 = 9; parents/reach/awareness has 1 of 2, the other three nothing
    text = viewer.get("/map")
    assert "12 % covered" in text  # (0.5 + 0 + 0 + 0) / 4 = 12.5 %, halves go to the even number
    assert "3 of 4 expected cells have nothing usable" in text


def test_a_cell_opens_with_its_items_and_answers(viewer: Browser) -> None:
    text = viewer.get("/map?cell=parents/retain/decision")
    assert "Winter sale" in text
    assert "How do I begin?" in text  # what the person asks there
    assert 'aria-current="true"' in text


def test_a_total_opens_the_cells_behind_it(viewer: Browser) -> None:
    text = viewer.get("/map?cell=parents/*/*")
    assert "2 expected cells" in text


@pytest.mark.parametrize(
    "query",
    ["rows=segment&columns=stage&per=none", "rows=channel&columns=stage", "rows=format&columns=stage",
     "rows=owner&columns=phase&per=stage", "rows=language&columns=format&per=none", "rows=stage&columns=stage",
     "rows=nonsense&columns=also&per=this", "missing=1", "cell=no/such/cell", "cell=", "cell=a/b/c/d/e",
     "segment=parents&stage=reach"],
)  # fmt: skip
def test_any_two_dimensions_make_a_matrix(viewer: Browser, query: str) -> None:
    assert "<table" in viewer.get(f"/map?{query}")


def test_a_filter_changes_no_figure_of_a_cell(viewer: Browser) -> None:
    label = "Parents, Reach, Awareness: 1 of 2"
    assert label in viewer.get("/map")
    assert label in viewer.get("/map?segment=parents")
    assert label in viewer.get("/map?status=published")


def test_an_archived_filter_leaves_an_empty_page_that_helps(viewer: Browser) -> None:
    assert "No expected cell under these filters." in viewer.get("/map?phase=awareness&stage=retain")


def test_the_open_cell_follows_its_own_matrix(viewer: Browser) -> None:
    text = viewer.get("/map?cell=parents/retain/decision")
    assert text.index("<h2>Parents</h2>") < text.index('id="cell"') < text.index("<h2>Grandparents</h2>")


def test_a_total_opens_the_items_and_cells_it_sums(viewer: Browser) -> None:
    text = aside(viewer.get("/map?cell=parents/*/*"))
    assert "2 items: 1 usable, 0.5 planned" in text  # the crib, published; the sale, in review
    assert "Parents, Retain · Decision" in text


def test_a_square_of_formats_opens_the_items_in_it(viewer: Browser) -> None:
    table = viewer.get("/map?rows=format&columns=stage&per=none")
    assert "cell=*/reach/*/*&amp;of=format:article#cell" in table
    text = aside(viewer.get("/map?rows=format&columns=stage&per=none&cell=*/reach/*/*&of=format:article"))
    assert "Article" in text
    assert "1 item: 1 usable" in text
    text = aside(viewer.get("/map?rows=format&columns=stage&per=none&cell=*/retain/*/*&of=format:"))
    assert "not said" in text
    assert "1 item: 0 usable, 0.5 planned" in text


def test_a_square_of_a_plain_and_a_channel_cell_opens_both(viewer: Browser, database: Database) -> None:
    with database.writing("test") as writing:
        frame.add(
            writing, CoverageTarget(segment="parents", stage="reach", phase="awareness", channel="blog", minimum=1)
        )
    page = viewer.get("/map")
    assert "Parents, Reach, Awareness: 2 of 3" in page  # 1 of 2, and on the blog 1 of 1
    text = aside(viewer.get("/map?cell=parents/reach/awareness/*"))
    assert "2 expected cells" in text
    assert "1 item: 2 usable" in text


def test_an_item_is_found_by_words_of_its_title_and_mapped(editor: Browser, database: Database) -> None:
    text = aside(editor.get(f"{CELL}&find=CRIB choos"))
    assert 'value="crib"' in text
    answer = editor.post(f"{CELL}&find=crib", id="crib", fit="secondary")
    assert answer.location == "/map?cell=grandparents/reach/awareness#cell"
    assert mapped(database, "crib") == (
        Mapping(segment="parents", stage="reach", phase="awareness"),
        Mapping(segment="grandparents", stage="reach", phase="awareness", fit="secondary"),
    )
    text = editor.get(CELL)
    assert "“Choosing a crib” is now mapped to Grandparents, Reach · Awareness." in text
    revision = text.split('name="revision" value="')[1].split('"', maxsplit=1)[0]
    editor.post("/changes", revision=revision)
    assert len(mapped(database, "crib")) == 1


def test_what_is_mapped_there_already_is_not_offered_again(editor: Browser) -> None:
    assert "No other item has this in its title." in editor.get("/map?cell=parents/reach/awareness&find=crib")


@pytest.mark.parametrize(
    ("path", "fields"),
    [(CELL, {"id": "nothing"}), (CELL, {"id": "crib", "fit": "best"}), ("/map", {"id": "crib"}),
     ("/map?cell=no/such/cell", {"id": "crib"}), ("/map?cell=parents/*/*", {"id": "crib"})],
)  # fmt: skip
def test_what_cannot_be_mapped_is_refused(
    editor: Browser, database: Database, path: str, fields: dict[str, str]
) -> None:
    editor.post(path, 400, **fields)
    assert len(mapped(database, "crib")) == 1


def test_a_new_item_begins_with_the_cell_and_the_question(editor: Browser) -> None:
    text = aside(editor.get("/map?cell=parents/retain/decision"))
    address = "/content/new?segment=parents&amp;stage=retain&amp;phase=decision&amp;brief=How+do+I+begin?"
    assert address in text
    form = editor.get(address.replace("&amp;", "&"))
    assert "How do I begin?</textarea>" in form


def test_a_viewer_sees_a_cell_and_changes_nothing(viewer: Browser) -> None:
    text = aside(viewer.get("/map?cell=parents/retain/decision"))
    assert "Map an item here" not in text
    assert "place it" not in text
