"""The lists and forms of the settings: every kind of row is added, changed, put in order, archived; races are told."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from planner.core.model import (
    CapacityException,
    Channel,
    ChannelRules,
    CoverageTarget,
    FrequencyRule,
    Kpi,
    Label,
    Period,
    SegmentOverlap,
    User,
    Workspace,
)
from planner.storage import workspace as frame
from planner.storage.database import Database
from planner.views.settings.kinds import KINDS
from tests.views.conftest import Browser

HOSTILE = "<script>alert(1)</script>\"'${7*7}"
STAGE = {"name_en": "Care", "weight": "2"}
NEW: dict[str, dict[str, Any]] = {
    "segments": {"name_en": "Carers", "priority": "4"},
    "stages": STAGE,
    "phases": {"name_nl": "Nazorg", "weight": "1"},
    "channels": {"name_en": "Radio", "kind": "web", "ownership": "paid", "direction": "broadcast", "pressure": "0,5"},
    "formats": {"name_en": "Poster", "effort_hours": "3", "review_after_days": "90"},
    "campaigns": {"name": "Spring", "start": "2026-03-01", "end": "2026-05-31"},
    "overlaps": {"a": "parents", "b": "grandparents", "share": "20"},
    "targets": {"segment": "parents", "minimum": "1", "importance": "3", "channel": "email"},
    "rules": {"name": "Quiet", "maximum": "1", "span": "week", "warn_at": "80"},
    "touchpoints": {"name_en": "First night", "emotion": "-1", "items": "crib"},
    "kpis": {"name_en": "Baby lists begun", "family": "conversion", "level": "stage", "unit": "lists", "better": "up"},
}


def space(database: Database) -> Workspace:
    with database.reading() as session:
        return frame.load_workspace(session)


def slugs(database: Database, noun: str) -> list[str]:
    return [row.slug for row in getattr(space(database), noun)]


def fields(text: str) -> dict[str, Any]:
    """What a browser would send of the form of a page, as it stands."""
    from lxml import html

    (form,) = html.document_fromstring(text).xpath("//form[@id='row']")
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        found[name] = [*found.get(name, []), value]
    return found


@pytest.fixture
def manager(sign_in: Any, database: Database) -> Browser:
    with database.writing("test") as writing:
        frame.add(writing, User(email="max@example.org", name="Max Manager", role="manager"))
    browser: Browser = sign_in("max@example.org")
    return browser


@pytest.mark.parametrize("path", KINDS)
def test_every_list_and_form_opens(manager: Browser, path: str) -> None:
    manager.get(f"/settings/{path}")
    manager.get(f"/settings/{path}/new")


@pytest.mark.parametrize("path", KINDS)
def test_a_row_of_every_kind_is_added_changed_and_deleted(manager: Browser, database: Database, path: str) -> None:
    kind = KINDS[path]
    before = getattr(space(database), kind.noun)
    manager.post(f"/settings/{path}/new", **NEW[path])
    made = getattr(space(database), kind.noun)[-1]
    assert getattr(space(database), kind.noun) == (*before, made)
    row = f"/settings/{path}/row?key={kind.key(made)}"
    manager.post(row, **fields(manager.get(row)))
    assert getattr(space(database), kind.noun) == (*before, made)  # saved untouched, nothing changes
    gone = f"/settings/{path}/remove?key={kind.key(made)}"
    version = re.findall(r'name="version" value="(\d+)"', manager.get(gone))
    manager.post(gone, do="delete", version=version[-1])
    assert getattr(space(database), kind.noun) == before


@pytest.mark.parametrize("path", KINDS)
def test_an_empty_form_is_refused_beside_its_fields(manager: Browser, database: Database, path: str) -> None:
    before = space(database)
    assert "Not saved yet." in manager.post(f"/settings/{path}/new", 400, minimum="", maximum="x").text
    assert space(database) == before


@pytest.mark.parametrize("path", [path for path in KINDS if path not in ("overlaps", "targets")])
def test_hostile_names_stay_text(manager: Browser, path: str) -> None:
    name = "name" if path in ("campaigns", "rules") else "name_en"
    manager.post(f"/settings/{path}/new", **NEW[path] | {name: HOSTILE})
    text = manager.get(f"/settings/{path}")
    assert "<script>alert" not in text
    assert HOSTILE in unescape(text)


def test_a_segment_keeps_reach_and_quiet_days(manager: Browser, database: Database) -> None:
    manager.post(
        "/settings/segments/row?key=parents",
        **{"version": "1", "name_en": "Parents", "slug": "young-parents", "priority": "5", "size": "2000",
           "reach-email": "35",
           "reach-blog": "0.1", "contact_free-0-start": "2026-12-24", "contact_free-0-until": "2027-01-03",
           "contact_free-1-start": "", "contact_free-1-until": ""},
    )  # fmt: skip
    saved = space(database).segments[0]
    assert (saved.slug, saved.priority, saved.reach) == ("young-parents", 5, {"email": 0.35, "blog": 0.001})
    assert saved.contact_free == (Period(date(2026, 12, 24), date(2027, 1, 3)),)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"priority": "9"}, "9 is out of range: from 1 to 5."),
        ({"reach-email": "120"}, "120 is out of range: from 0 to 100."),
        ({"slug": "No Slug"}, "“No Slug” is no slug"),
        ({"slug": "grandparents"}, "“grandparents” is already among the segments"),
        ({"contact_free-0-start": "2026-12-24"}, "Give both a first and a last day."),
        ({"contact_free-0-start": "2026-12-24", "contact_free-0-until": "2026-12-01"}, "lies before the first day"),
    ],
)
def test_a_bad_value_of_a_segment_is_told_beside_its_field(
    manager: Browser, database: Database, given: dict[str, str], sentence: str
) -> None:
    before = space(database)
    said = {"name_en": "Parents", "slug": "parents", "priority": "3", "version": "1"} | given
    text = unescape(manager.post("/settings/segments/row?key=parents", 400, **said).text)
    assert sentence in " ".join(re.findall(r'class="why-bad"[^>]*>.*?</svg>([^<]*)<', text, re.DOTALL))
    assert space(database) == before


def test_a_channel_keeps_rules_capacity_and_exceptions(manager: Browser, database: Database) -> None:
    manager.post(
        "/settings/channels/row?key=email",
        **{"version": "1", "name_en": "E-mail", "name_nl": "", "slug": "email", "kind": "email", "ownership": "owned",
           "direction": "dialogue",
           "pressure": "1.5", "weekly_capacity": "0", "title_max": "60", "needs": ["link", "image"],
           "formats": ["article"], "capacity_exceptions-0-start": "2026-12-21",
           "capacity_exceptions-0-until": "2026-12-27", "capacity_exceptions-0-capacity": "4"},
    )  # fmt: skip
    assert space(database).channels[1] == Channel(
        slug="email", name=Label("E-mail"), kind="email", direction="dialogue", pressure=1.5, weekly_capacity=0,
        capacity_exceptions=(CapacityException(start=date(2026, 12, 21), until=date(2026, 12, 27), capacity=4),),
        rules=ChannelRules(formats=("article",), title_max=60, needs=("link", "image")),
    )  # fmt: skip


def test_rules_overlaps_and_targets_are_what_was_said(manager: Browser, database: Database) -> None:
    quiet = NEW["rules"] | {"span": "days", "days": "28", "minimum": "1", "segment": "parents"}
    manager.post("/settings/rules/new", **quiet | {"channels": ["email", "blog"]})
    manager.post("/settings/overlaps/new", **NEW["overlaps"])
    manager.post("/settings/targets/new", **NEW["targets"])
    now = space(database)
    assert now.frequency_rules[-1] == FrequencyRule(
        name="Quiet", segment="parents", channels=("blog", "email"), maximum=1, minimum=1, window="rolling:28"
    )
    assert now.overlaps == (SegmentOverlap(a="parents", b="grandparents", share=0.2),)
    assert now.coverage_targets[-1] == CoverageTarget(segment="parents", channel="email", minimum=1)
    said = "Parents get at most 1 contact in any 28 days and at least 1 contact in any 28 days through Blog, Email."
    assert said in manager.get("/settings/rules")


def test_a_figure_to_measure_keeps_what_was_said(manager: Browser, database: Database) -> None:
    given = NEW["kpis"] | {"target": "1250,5", "better": "down", "vanity": "y", "name_nl": "Lijsten"}
    manager.post("/settings/kpis/new", **given)
    assert space(database).kpis == (
        Kpi(slug="baby-lists-begun", name=Label("Baby lists begun", "Lijsten"), unit="lists", target=1250.5,
            level="stage", better="down", vanity=True),
    )  # fmt: skip
    assert "1,250.5 lists (it flatters only)" in manager.get("/settings/kpis")
    assert "Not a valid choice" in manager.post("/settings/kpis/new", 400, **given | {"family": "likes"}).text


def test_a_figure_of_many_digits_is_saved_untouched(manager: Browser, database: Database) -> None:
    manager.post("/settings/kpis/new", **NEW["kpis"] | {"target": "1234567,25"})
    row = "/settings/kpis/row?key=baby-lists-begun"
    assert 'value="1234567.25"' in manager.get(row)
    manager.post(row, **fields(manager.get(row)) | {"unit": "people"})
    assert (space(database).kpis[0].target, space(database).kpis[0].unit) == (1234567.25, "people")


@pytest.mark.parametrize("typed", ["43.000", "43,000", "43 000", "43000"])
def test_people_are_counted_with_and_without_signs_of_thousands(
    manager: Browser, database: Database, typed: str
) -> None:
    row = "/settings/segments/row?key=parents"
    manager.post(row, **fields(manager.get(row)) | {"size": typed})
    assert space(database).segments[0].size == 43_000


def test_what_contradicts_itself_is_refused(manager: Browser) -> None:
    said = NEW["rules"] | {"minimum": "3"}
    assert "The maximum, 1, is below the minimum, 3." in manager.post("/settings/rules/new", 400, **said).text
    said = NEW["overlaps"] | {"b": "parents"}
    assert "not with itself" in manager.post("/settings/overlaps/new", 400, **said).text
    said = NEW["touchpoints"] | {"items": "nowhere"}
    assert "“nowhere” is not among the items" in unescape(manager.post("/settings/touchpoints/new", 400, **said).text)
    said = {"stage": "reach", "phase": "awareness", "minimum": "1", "importance": "3"}
    assert "There is one for this already" in manager.post("/settings/targets/new", 400, **said).text


def test_a_row_moves_up_down_and_to_a_place(manager: Browser, database: Database) -> None:
    manager.post("/settings/channels", do="up:email")
    assert slugs(database, "channels") == ["email", "blog", "store"]
    manager.post("/settings/channels", do="down:blog")
    assert slugs(database, "channels") == ["email", "store", "blog"]
    manager.post("/settings/channels", **{"do": "order", "place:blog": "1", "place:email": "2", "place:store": "3"})
    assert slugs(database, "channels") == ["blog", "email", "store"]
    manager.post("/settings/channels", **{"do": "order", "place:blog": "3"})
    assert slugs(database, "channels") == ["email", "store", "blog"]
    assert "is no number" in manager.post("/settings/channels", 400, **{"place:blog": "first"}).text


def test_a_row_rests_and_wakes(manager: Browser, database: Database) -> None:
    manager.post("/settings/stages/row?key=reach", do="archive", version="1")
    assert [row.archived for row in space(database).stages] == [True, False]
    assert "archived" in manager.get("/settings/stages")
    manager.post("/settings/stages/row?key=reach", do="wake", version="2")
    assert [row.archived for row in space(database).stages] == [False, False]


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "one"}, {"version": "-1"}, {"version": "9" * 30}])
def test_a_form_that_names_no_version_saves_nothing(manager: Browser, database: Database, version: Any) -> None:
    before, row = space(database), "/settings/stages/row?key=reach"
    given = {name: value for name, value in fields(manager.get(row)).items() if name != "version"} | {"name_en": "X"}
    told = unescape(manager.post(row, 400, **given | version).text)
    assert "does not say which version it was made from, so nothing was saved" in told
    manager.post(row, 400, do="archive", **version)
    manager.post("/settings/formats/remove?key=video", 400, do="delete", **version)
    assert space(database) == before


def test_a_lost_race_shows_both_texts_and_saves_neither(manager: Browser, admin: Browser, database: Database) -> None:
    row = "/settings/stages/row?key=reach"
    mine = fields(manager.get(row)) | {"name_en": "Mine"}
    admin.post(row, **fields(admin.get(row)) | {"name_en": "Theirs", "weight": "4"})
    text = manager.post(row, 409, **mine).text
    assert ["Theirs" in text, "Mine" in text, space(database).stages[0].name.en] == [True, True, "Theirs"]
    version = re.findall(r'name="version" value="(\d+)"', text)[0]
    manager.post(row, **mine | {"version": version})
    assert space(database).stages[0].name.en == "Mine"


def test_a_row_that_is_gone_is_a_page_that_is_not_there(manager: Browser) -> None:
    for path, key in (
        ("segments", "nobody"),
        ("targets", "x"),
        ("targets", "a/b/c/d"),
        ("overlaps", "a"),
        ("rules", ""),
    ):
        manager.get(f"/settings/{path}/row?key={key}", 404)


def test_lists_answer_nothing_but_get_and_post(manager: Browser) -> None:
    assert manager.client.put("/settings/segments").status_code == 405
    assert manager.client.get("/settings/waivers").status_code == 404


def test_a_viewer_reads_lists_without_buttons(viewer: Browser) -> None:
    text = viewer.get("/settings/segments")
    assert '<a class="n" href="/content?segment=parents">2</a>' in text
    assert "/settings/segments/row" not in text
    assert "Save this order" not in text
