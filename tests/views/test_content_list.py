"""The content list: columns, filters of its own, and a row edited where it stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from planner.core.model import Item
from planner.storage import items, people
from planner.storage.database import Database
from tests import builders
from tests.views.conftest import EDITOR, VIEWER, Browser

ROW = {"id": "sale", "version": "1", "title": "Winter sale", "status": "in_review", "owner": EDITOR}


@pytest.fixture
def sheet(database: Database) -> Database:
    """Two more items with front matter of their own."""
    with database.writing("test") as writing:
        items.add_items(writing, [
            builders.item("cafe", title="Café", extra={"mood": ["Calm", "warm"], "reads": 10}, department="Care"),
            builders.item("zen", title="Zen", extra={"mood": "calm", "reads": 9}, verdict="update", map=()),
        ])  # fmt: skip
    return database


def stored(database: Database, id: str) -> Item:
    with database.reading() as reading:
        item = items.get_item(reading, id)
    assert item is not None
    return item


def order(text: str, *titles: str) -> list[str]:
    table = text.split("<tbody>")[1]
    return sorted(titles, key=table.index)


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [("extra.reads", "Zen", "Café"), ("-extra.reads", "Café", "Zen"), ("department", "Café", "Zen"),
     ("verdict", "Zen", "Café"), ("mappings", "Zen", "Café"), ("-mappings", "Café", "Zen"), ("title", "Café", "Zen"),
     ("-title", "Zen", "Café"), ("-summary", "Café", "Zen"), ("-leverage", "Café", "Zen"), ("tags", "Café", "Zen")],
)  # fmt: skip
def test_the_list_is_sorted_by_any_column_both_ways(
    sheet: Database, viewer: Browser, sort: str, first: str, last: str
) -> None:
    assert order(viewer.get(f"/content?sort={sort}"), "Zen", "Café") == [first, last]


def test_a_sorted_column_says_so(sheet: Database, viewer: Browser) -> None:
    text = viewer.get("/content?column=title&column=extra.reads&sort=-extra.reads")
    assert 'aria-sort="descending"' in text
    assert text.count("aria-sort") == 1


@pytest.mark.parametrize(
    ("query", "count"),
    [("extra.mood=CALM", "2 items"), ("extra.mood=warm", "1 item"), ("extra.mood=warm&extra.reads=9", "0 items"),
     ("extra.reads=9&extra.reads=10", "2 items"), ("department=Care", "1 item"), ("verdict=update", "1 item"),
     ("text=cafe", "1 item"), ("extra.nothing=x", "0 items")],
)  # fmt: skip
def test_front_matter_of_ones_own_filters_with_several_values(
    sheet: Database, viewer: Browser, query: str, count: str
) -> None:
    assert f"</b> {count}" in viewer.get(f"/content?{query}")


def test_chosen_columns_are_in_the_address_and_remembered(sheet: Database, sign_in: Callable[[str], Browser]) -> None:
    browser = sign_in(VIEWER)
    fields = {"query": "sort=title&column=status&_anchor=x&endpoint=y", "column": ["owner", "extra.mood", "nonsense"]}
    answer = browser.post("/list/columns", **fields)
    assert answer.location == "/content?column=title&column=owner&column=extra.mood&sort=title"
    assert "Calm; warm" in browser.get(answer.location)
    with sheet.reading() as reading:
        found = people.get_user(reading, VIEWER)
    assert found is not None
    assert found.columns == ("title", "owner", "extra.mood")
    assert "Calm; warm" in sign_in(VIEWER).get("/content")  # another browser
    assert "Calm; warm" not in sign_in(EDITOR).get("/content")
    browser.post("/list/columns", query="", usual="1")
    assert "Calm; warm" not in browser.get("/content")


def test_choosing_columns_makes_no_report_anew(database: Database, viewer: Browser) -> None:
    with database.reading() as reading:
        before = items.changes.read_revision(reading)
    viewer.post("/list/columns", query="", column="owner")
    with database.reading() as reading:
        assert items.changes.read_revision(reading) == before


def test_every_column_can_be_shown_and_sorted_by(sheet: Database, editor: Browser) -> None:
    from planner.views.content_columns import _KNOWN

    names = "&".join(f"column={name}" for name in _KNOWN)
    for name in (*_KNOWN, "extra.mood"):
        assert "Choosing a crib" in editor.get(f"/content?{names}&column=extra.mood&sort={name}")


def test_words_of_the_router_in_an_address_do_no_harm(viewer: Browser) -> None:
    assert "3 items" in viewer.get("/content?_anchor=x&_external=1&endpoint=y&_method=POST&page=99")


def test_a_row_is_edited_where_it_stands(editor: Browser, database: Database) -> None:
    text = editor.get("/content?edit=sale&sort=-title")
    assert text.count('form="row"') == 4
    answer = editor.post("/list/row", **ROW | {"title": "Winter deal", "status": "approved", "owner": "Lotte",
                                               "query": "sort=-title"})  # fmt: skip
    assert answer.location == "/content?sort=-title"
    item = stored(database, "sale")
    assert (item.title, item.status, item.owner, item.version) == ("Winter deal", "approved", "Lotte", 2)
    told = editor.get(answer.location)
    assert "“Winter deal” was saved." in told
    assert 'name="revision"' in told  # undo


def test_what_a_row_does_not_show_stays(editor: Browser, database: Database) -> None:
    editor.post("/list/row", id="sale", version="1", title="Winter deal")
    item = stored(database, "sale")
    assert (item.title, item.status, item.owner, item.due_on) == (
        "Winter deal", "in_review", EDITOR, date(2026, 11, 26)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "status", "told"),
    [({"title": " "}, 400, "Give it a title"), ({"status": "archived"}, 400, "Not a valid choice"),
     ({"version": ""}, 400, "which version"), ({"id": "nothing"}, 404, "There is no item")],
)  # fmt: skip
def test_a_bad_value_in_a_row_saves_nothing(
    editor: Browser, database: Database, changed: dict[str, str], status: int, told: str
) -> None:
    assert told in editor.post("/list/row", status, **ROW | changed).text
    assert stored(database, "sale").version == 1


def test_a_lost_race_in_a_row_shows_both_texts(editor: Browser, database: Database) -> None:
    editor.post("/list/row", **ROW | {"title": "Theirs"})
    told = editor.post("/list/row", 409, **ROW | {"title": "Mine"}).text
    assert told.index("Theirs") < told.index("Mine")
    assert stored(database, "sale").title == "Theirs"
    assert 'action="/list/row"' in told  # a script puts the page where the list stood
    editor.post("/list/row", **ROW | {"title": "Mine", "version": "2"})
    assert stored(database, "sale").title == "Mine"


def test_a_viewer_ticks_and_edits_nothing(viewer: Browser) -> None:
    text = viewer.get("/content?edit=sale")
    assert 'form="ticked"' not in text
    assert 'form="row"' not in text


def test_the_last_page_is_shown_for_one_beyond_it(database: Database, viewer: Browser) -> None:
    with database.writing("test") as writing:
        items.add_items(writing, [builders.item(f"n{n:02}", title=f"Nr {n:02}") for n in range(60)])
    text = viewer.get("/content?page=99")
    assert "63 items" in text
    assert "Page 2 of 2" in text
    assert "Winter sale" in text


def test_a_period_is_not_offered_where_it_would_change_nothing_and_is_carried_on(viewer: Browser) -> None:
    for page in ("/content", "/board"):
        text = viewer.get(f"{page}?from=2026-12-01&until=2026-12-31")
        assert "<summary>Period" not in text
        assert '<input type="hidden" name="from" value="2026-12-01">' in text
    assert "<summary>Period" in viewer.get("/gaps")
