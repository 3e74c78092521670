"""An item that is cancelled on any page: the same question first, then one write with its placements, and one undo."""

from __future__ import annotations

import re

import pytest

from planner.core.model import Item
from planner.storage import items
from planner.storage.database import Database
from tests.views.conftest import Browser

REVISION = re.compile(r'name="revision" value="(\d+)"')
ON_ITS_PAGE = {
    "title": "Winter sale",
    "status": "cancelled",
    "body": "One\nTwo",
    "map:parents/retain/decision": "primary",
}
PAGES = pytest.mark.parametrize(
    ("path", "fields", "after"),
    [
        ("/board?segment=parents", {"id": "sale", "to": "cancelled"}, "/board?segment=parents"),
        ("/list/row", {"id": "sale", "status": "cancelled", "query": "sort=owner"}, "/content?sort=owner"),
        ("/content/sale", ON_ITS_PAGE, "/content/sale"),
    ],
    ids=["board", "list", "item"],
)


def sale(database: Database) -> Item:
    with database.reading() as reading:
        found = items.get_item(reading, "sale")
    assert found is not None
    return found


@PAGES
def test_it_asks_before_anything_is_saved(
    editor: Browser, database: Database, path: str, fields: dict[str, str], after: str
) -> None:
    text = editor.post(path, 200, version="1", **fields).text
    assert "It has 3 open placements" in text
    assert f'action="{path}"' in text
    assert f'href="{after}"' in text
    assert [name for name in fields if f'name="{name}"' not in text] == []
    assert sale(database).status == "in_review"


@PAGES
def test_what_stays_ticked_goes_with_it_in_one_write(
    editor: Browser, database: Database, path: str, fields: dict[str, str], after: str
) -> None:
    answer = editor.post(path, version="1", asked="1", placement=["mail-24", "mail-26"], **fields)
    assert answer.location == after
    assert (sale(database).status, sale(database).status_before) == ("cancelled", "in_review")
    assert [p.status for p in sale(database).placements] == ["cancelled", "planned", "cancelled"]
    text = editor.get(after)
    assert "2 placements were cancelled." in text
    editor.post("/changes", revision=REVISION.findall(text)[0])
    assert sale(database).status == "in_review"
    assert [p.status for p in sale(database).placements] == ["planned"] * 3


def test_an_item_without_open_placements_is_not_asked_about(editor: Browser, database: Database) -> None:
    editor.post(
        "/board", id="sale", version="1", to="cancelled", asked="1", placement=["mail-24", "mail-25", "mail-26"]
    )
    editor.post("/board", id="sale", version="2", to="in_review")
    editor.post("/board", id="sale", version="3", to="cancelled")
    assert sale(database).status == "cancelled"
