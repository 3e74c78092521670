"""What report pages share: one moment of the workspace for the whole page, whatever others save meanwhile."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from planner import create_app
from planner.config import Config
from planner.storage import items, people
from planner.storage.database import Database
from tests import builders
from tests.views.conftest import ADMIN, MONDAY, NOW, Browser

PAGES = ("/", "/map", "/gaps", "/overload", "/calendar", "/calendar?layout=grid", "/export")


@pytest.fixture
def disturbed(config: Config, database: Database) -> Browser:
    """The browser of an admin; at every look at the clock someone else adds or deletes an item with nine e-mails."""
    quiet = [True]

    def clock() -> datetime:
        if not quiet[0]:
            with database.writing("other") as writing:
                if items.get_item(writing, "new"):
                    items.delete_item(writing, "new")
                else:
                    mails = tuple(builders.placement(f"new-{n}", "email", MONDAY) for n in range(9))
                    items.add_item(writing, builders.item("new", map=("parents/reach/awareness",), placements=mails))
        return NOW

    app: Flask = create_app(config, database, now=clock)
    with database.writing("test") as writing:
        link = people.make_link(writing, ADMIN, now=NOW)
    browser = Browser(app.test_client())
    browser.get(f"/login/{link}")
    browser.post(f"/login/{link}")
    quiet[0] = False
    return browser


@pytest.mark.parametrize("path", PAGES)
def test_a_page_stands_while_others_save(disturbed: Browser, path: str) -> None:
    assert [len(disturbed.get(path)) > 1000 for _ in range(4)] == [True] * 4
