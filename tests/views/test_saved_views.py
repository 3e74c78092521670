"""Saved views from the filter bar: kept, opened, changed, shared, deleted; those of others are not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from planner.core.model import Query, SavedView
from planner.storage import workspace as frame
from planner.storage.database import Database
from tests.views.conftest import ADMIN, EDITOR, VIEWER, Browser

KEPT = {"page": "calendar", "query": "segment=parents&period=next%3A28", "look": "layout=grid", "period": "next:28"}
PRIVATE = SavedView(slug="secret", name="Secret plan", owner=ADMIN, query=Query(segments=("parents",)))
SHARED = SavedView(slug="ours", name="Our plan", owner=ADMIN, shared=True, page="content",
                   query=Query(segments=("grandparents",)))  # fmt: skip


def view(database: Database, slug: str) -> SavedView | None:
    with database.reading() as reading:
        found = frame.find(reading, "views", slug)
    return found[0] if found else None


@pytest.fixture
def two_views(database: Database) -> Database:
    with database.writing("test") as writing:
        for one in (PRIVATE, SHARED):
            frame.add(writing, one)
    return database


def test_what_a_page_shows_is_kept_and_opens_as_it_was_set(viewer: Browser, database: Database) -> None:
    answer = viewer.post("/views", name="  Four weeks  ", **KEPT)
    assert answer.location == "/calendar?layout=grid&view=four-weeks"
    assert view(database, "four-weeks") == SavedView(
        slug="four-weeks", name="Four weeks", owner=VIEWER, page="calendar", query=Query(segments=("parents",)),
        relative="next:28", look="layout=grid",
    )  # fmt: skip
    text = viewer.get(answer.location)
    assert "<b>Four weeks</b>" in text
    assert "Save the changes" not in text
    assert viewer.client.get("/calendar?view=four-weeks").location == answer.location


def test_a_period_is_kept_fixed_where_one_chooses_so(viewer: Browser, database: Database) -> None:
    dates = {"from": "2026-11-23", "until": "2026-12-21"}
    viewer.post("/views", name="Fixed", **KEPT | {"period": "fixed"} | dates)
    kept = view(database, "fixed")
    assert kept is not None
    assert (kept.relative, kept.query.start, kept.query.until) == (None, date(2026, 11, 23), date(2026, 12, 21))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [("name", " ", "Give the view a name"), ("period", "whenever", "is no period"),
     ("name", "x" * 81, "80"), ("page", "nowhere", "from its filter bar")],
)  # fmt: skip
def test_a_bad_value_is_told_and_nothing_is_kept(
    viewer: Browser, database: Database, field: str, value: str, told: str
) -> None:
    assert told in viewer.post("/views", 400, **{"name": "Plan"} | KEPT | {field: value}).text
    with database.reading() as reading:
        assert [view.slug for view in frame.load_workspace(reading).views] == ["winter-plan"]


def test_two_views_of_one_name_stand_apart(viewer: Browser, database: Database) -> None:
    viewer.post("/views", name="Plan", **KEPT)
    assert viewer.post("/views", name="Plan", **KEPT).location == "/calendar?layout=grid&view=plan-2"


def test_the_menu_lists_ones_own_and_shared_views_of_this_page(editor: Browser, two_views: Database) -> None:
    editor.post("/views", name="Mine here", **KEPT | {"page": "content", "look": ""})
    text = editor.get("/content")
    assert "Our plan" in text
    assert "Mine here" in text
    assert "Secret plan" not in text
    assert "Our plan" not in editor.get("/map")


@pytest.mark.parametrize("path", ["/calendar?view=secret", "/views/secret", "/export?format=csv&view=secret"])
def test_a_private_view_of_another_is_not_there_however_one_guesses(
    editor: Browser, two_views: Database, path: str
) -> None:
    told = editor.get(path, 404)
    assert "There is no saved view “secret”" in told
    assert "Secret plan" not in told
    assert told.replace("secret", "nothing").count("nothing") == editor.get(
        path.replace("secret", "nothing"), 404
    ).count("nothing")


def test_a_private_view_of_another_is_not_changed_either(admin: Browser, editor: Browser, two_views: Database) -> None:
    editor.post("/views/secret", 404, name="Mine now", version="1")
    editor.post("/views/ours", 403, name="Mine now", version="1")
    assert (view(two_views, "secret"), view(two_views, "ours")) == (PRIVATE, SHARED)


def test_a_view_is_renamed_shared_and_keeps_its_address(editor: Browser, database: Database) -> None:
    editor.post("/views", name="Plan", **KEPT)
    answer = editor.post("/views/plan", name="The plan", shared="1", period="next:28", version="1")
    assert answer.location == "/calendar?layout=grid&view=plan"
    kept = view(database, "plan")
    assert kept is not None
    assert (kept.name, kept.shared, kept.query) == ("The plan", True, Query(segments=("parents",)))


def test_a_viewer_keeps_views_for_themselves(viewer: Browser, database: Database) -> None:
    viewer.post("/views", name="Plan", shared="1", **KEPT)
    assert getattr(view(database, "plan"), "shared", None) is False
    assert "Share it with everyone" not in viewer.get("/calendar")


def test_a_changed_view_is_saved_from_the_bar(editor: Browser, database: Database) -> None:
    editor.post("/views", name="Plan", **KEPT)
    text = editor.get("/calendar?view=plan&layout=week&segment=grandparents")
    assert "Save the changes in “Plan”" in text
    editor.post("/views/plan", name="Plan", version="1", page="calendar", look="layout=week", period="next:28",
                query="segment=grandparents&period=next%3A28")  # fmt: skip
    kept = view(database, "plan")
    assert kept is not None
    assert (kept.look, kept.query, kept.relative) == ("layout=week", Query(segments=("grandparents",)), "next:28")


def test_a_lost_race_shows_both_and_overwrites_nothing(admin: Browser, two_views: Database) -> None:
    admin.post("/views/ours", name="Theirs", shared="1", version="1")
    told = admin.post("/views/ours", 409, name="Yours", shared="1", version="1").text
    assert "Now saved (theirs): Theirs" in told
    assert "Yours: Yours" in told
    assert getattr(view(two_views, "ours"), "name", "") == "Theirs"


def test_a_view_is_deleted(editor: Browser, database: Database) -> None:
    editor.post("/views", name="Plan", **KEPT)
    assert editor.post("/views/plan", do="delete", version="1").location == "/calendar"
    assert view(database, "plan") is None


def test_a_view_without_an_owner_is_everyones(sign_in: Callable[[str], Browser], database: Database) -> None:
    with database.writing("test") as writing:
        frame.add(writing, SavedView(slug="old", name="Old plan", page="calendar"))
    assert "Old plan" in sign_in(VIEWER).get("/calendar")
    sign_in(EDITOR).post("/views/old", name="Older plan", version="1")
    assert getattr(view(database, "old"), "name", "") == "Older plan"
