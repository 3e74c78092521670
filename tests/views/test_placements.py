"""Placements: adding, editing, moving and taking away by plain forms."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.core.model import CHANNEL_KINDS, ChannelRules, Placement
from planner.storage import placements
from planner.storage.database import Database
from planner.views import adaptation
from planner.views.labels import Labels
from tests import builders
from tests.views.conftest import Browser


def stored(database: Database, uid: str) -> Placement | None:
    with database.reading() as reading:
        return placements.get_placement(reading, uid)


def test_a_placement_is_added_at_a_time_of_the_workspace(editor: Browser, database: Database) -> None:
    editor.get("/placements/new?item=crib&channel=email")
    editor.post("/placements/new?item=crib", channel="email", day="2026-12-03", clock="9:30", status="planned",
                title="A crib that lasts", segments=["parents"])  # fmt: skip
    with database.reading() as reading:
        (_item, made) = next(pair for pair in placements.load_placements(reading) if pair[1].title)
    assert made.at == datetime(2026, 12, 3, 8, 30, tzinfo=UTC)  # Brussels is an hour ahead in winter
    assert (made.channel, made.segments, made.on) == ("email", ("parents",), None)


def test_a_published_placement_stays_on_its_day(editor: Browser, database: Database) -> None:
    sent = {"day": "2026-12-09", "version": "1", "channel": "blog", "status": "published", "priority": "5"}
    told = editor.post("/placements/crib-blog", 409, **sent)
    assert "its day stays" in told.text
    after = stored(database, "crib-blog")
    assert after is not None
    assert after.on == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("fields", "told"),
    [({"channel": ""}, "Choose the channel"), ({"channel": "radio"}, "Not a valid choice"),
     ({"clock": "noon"}, "is no time of day"), ({"day": "2026-02-30"}, "is no date"),
     ({"day": "2026-12-09", "until": "2026-12-01"}, "lies before the first day"),
     ({"priority": "11"}, "out of range"), ({"link": "javascript:x"}, "is no web address")],
)  # fmt: skip
def test_a_bad_value_is_told_and_nothing_is_saved(
    editor: Browser, database: Database, fields: dict[str, str], told: str
) -> None:
    good = {"channel": "email", "day": "2026-11-25", "status": "planned", "version": "1"}
    assert told in editor.post("/placements/mail-25", 400, **good | fields).text
    after = stored(database, "mail-25")
    assert after is not None
    assert after.version == 1


def test_a_lost_race_tells_what_changed(editor: Browser, database: Database) -> None:
    fields = {"channel": "email", "status": "planned", "version": "1"}
    editor.post("/placements/mail-25", day="2026-12-09", **fields)
    told = editor.post("/placements/mail-25", 409, day="2026-12-10", **fields).text
    assert "it now says “2026-12-09”" in told
    after = stored(database, "mail-25")
    assert after is not None
    assert after.on == date(2026, 12, 9)


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "one"}])
def test_a_form_that_names_no_version_saves_nothing(editor: Browser, database: Database, version: Any) -> None:
    before = stored(database, "mail-25")
    told = editor.post("/placements/mail-25", 400, channel="email", status="planned", day="2026-12-09", **version).text
    assert "does not say which version it was made from" in told
    editor.post("/placements/mail-25", 400, do="move", day="2026-12-09", **version)
    editor.post("/placements/mail-25", 400, do="delete", **version)
    assert stored(database, "mail-25") == before


def test_a_placement_is_taken_away(editor: Browser, database: Database) -> None:
    editor.post("/placements/mail-26", do="delete", version="1")
    assert stored(database, "mail-26") is None


def test_a_viewer_sees_it_without_buttons(viewer: Browser) -> None:
    assert "Save" not in viewer.get("/placements/mail-24")


def test_what_is_left_empty_is_shown_as_the_items(viewer: Browser) -> None:
    text = viewer.get("/placements/mail-24")
    assert re.search(r'id="title"[^>]*placeholder="Winter sale"', text)
    assert ">11 / 20<" in text  # "Winter sale" counts, whoever wrote it
    assert "a link is missing" in text


def test_the_preview_button_shows_it_as_the_channel_does_and_saves_nothing(editor: Browser, database: Database) -> None:
    fields = {"channel": "email", "day": "2026-11-25", "status": "planned", "version": "1", "do": "preview"}
    text = editor.post("/placements/mail-25", 200, title="A winter that is much too long", text="Warm", **fields).text
    assert 'class="seen seen-mail"' in text
    part = text[text.index('id="preview"') :]
    assert ">A winter that is much too long</span>" in part
    assert ">Warm</span>" in part
    assert '<span id="title-hint" class="over">30 / 20</span>' in text
    kept = stored(database, "mail-25")
    assert kept is not None
    assert (kept.title, kept.version) == ("", 1)
    assert 'class="seen seen-sheet"' in editor.post("/placements/mail-25", 200, **fields | {"channel": "store"}).text


def test_a_new_placement_has_a_preview_too(editor: Browser, database: Database) -> None:
    before = database.revision()
    text = editor.post("/placements/new?item=crib", 200, channel="blog", status="planned", do="preview").text
    assert 'class="seen seen-result"' in text
    assert "example.org › crib" in text
    assert database.revision() == before


@pytest.mark.parametrize("kind", CHANNEL_KINDS)
def test_every_kind_of_channel_has_a_preview(kind: str) -> None:
    space = builders.workspace(channels=(builders.channel("x", kind=kind),))
    seen = adaptation.preview(space, builders.item(), builders.placement("p", "x"))
    assert seen.drawn in ("result", "mail", "bubble", "card", "sheet")


def test_checks_name_what_is_missing_and_what_is_too_long() -> None:
    rules = ChannelRules(formats=("video",), title_max=3, text_max=9, needs=("image", "alt", "link", "call_to_action"))
    space = builders.workspace(channels=(builders.channel("x", rules=rules),))
    item = builders.item(title="Long", summary="Short", format="article", url="https://example.org/a", image="i.png")
    found = adaptation.checks(space, Labels(space, "en"), item, builders.placement("p", "x", call_to_action="Go"))
    assert [(check.part, check.good) for check in found] == [
        ("format", False), ("title", False), ("text", True), ("image", True), ("image_alt", False), ("link", True),
        ("call_to_action", True),
    ]  # fmt: skip
