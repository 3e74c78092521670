"""Answers as buttons: what one does, before and after, and the press that does it in one write."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date

import pytest

from planner.core.model import CoverageTarget, Item, Mapping, Placement, Touchpoint
from planner.storage import items, workspace
from planner.storage.database import Database
from tests import builders
from tests.views.conftest import EDITOR, Browser

GRANDPARENTS = "empty:segment=grandparents,stage=retain,phase=decision"
PARENTS = "planned_only:segment=parents,stage=retain,phase=decision"
ON_MAIL = "not_on_channel:segment=parents,stage=reach,phase=awareness,channel=email"
THIN = "thin:segment=parents,stage=reach,phase=awareness"


def stored(database: Database) -> dict[str, Item]:
    with database.reading() as reading:
        return {item.id: item for item in items.load_items(reading)}


def add(database: Database, *records: object) -> None:
    with database.writing("test") as writing:
        for record in records:
            if isinstance(record, Item):
                items.add_item(writing, record)
            else:
                workspace.add(writing, record)


def page_of(key: str, action: str, **more: str) -> str:
    return "/gaps/answer?" + "&".join([f"key={key}", f"action={action}", *(f"{k}={v}" for k, v in more.items())])


def figures(text: str) -> list[tuple[str, str]]:
    """The figures before and after, row by row."""
    rows = re.findall(r'</th><td class="num">([^<]*)</td><td class="num"><b>([^<]*)</b>', text)
    return [(html.unescape(a), html.unescape(b)) for a, b in rows]


def proposed(text: str) -> dict[str, str]:
    """What the form sends when nobody touches it."""
    form = text[text.index('id="answer"') : text.index("</form>", text.index('id="answer"'))]
    said = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    said |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', form))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        said |= dict.fromkeys([name], *re.findall(r'<option selected value="([^"]*)"', options))
    return {name: html.unescape(value) for name, value in said.items() if name not in ("csrf_token", "only")}


def press(editor: Browser, path: str, do: str = "make", **changed: str) -> str:
    """Open an answer's page and press its button; returns where that leads."""
    fields = proposed(editor.get(path)) | changed
    return editor.post(path, 303, do=do, **fields).location


def test_a_gap_leads_to_the_page_of_its_answer(editor: Browser) -> None:
    text = editor.get(f"/gaps?open={PARENTS}")
    found = re.search(r'href="(/gaps/answer\?[^"]*planned_only[^"]*create[^"]*)"', text)
    assert found
    text = editor.get(html.unescape(found[1]))
    # four cells weigh the same; parents hold 1 of 2 in the first, the rest is empty: 0.5 / 4, then 1.5 / 4
    assert figures(text) == [("100", "0"), ("0 of 1", "1 of 1"), ("12.5 %", "37.5 %")]
    assert "It closes the gap." in text


def test_create_makes_a_brief_with_the_question_of_the_touchpoint(editor: Browser, database: Database) -> None:
    where = press(editor, page_of(PARENTS, "create", item_format="article"))
    assert where.startswith("/gaps?open=planned_only")
    made = stored(database)["how-do-i-begin"]
    assert (made.title, made.status, made.format, made.due_on) == (
        "How do I begin?", "briefed", "article", date(2026, 12, 7)
    )  # fmt: skip
    assert made.map == (Mapping(segment="parents", stage="retain", phase="decision", fit="primary"),)
    assert made.brief.splitlines()[:2] == ["For: Parents, Retain · Decision", "The person asks: “How do I begin?”"]


def test_an_answer_is_undone_as_a_whole(editor: Browser, database: Database) -> None:
    press(editor, page_of(GRANDPARENTS, "create", item_format="article"), channel="blog", day="2026-12-08")
    text = editor.get("/gaps")
    assert "with its brief" in text
    made = [item for item in stored(database).values() if item.status == "briefed"]
    assert [[(p.channel, p.on) for p in item.placements] for item in made] == [[("blog", date(2026, 12, 8))]]
    revision = re.search(r'name="revision" value="(\d+)"', text)
    assert revision
    editor.post("/changes", revision=revision[1])
    assert [item for item in stored(database).values() if item.status == "briefed"] == []


def test_an_answer_to_a_touchpoint_links_the_new_item_and_is_undone_too(editor: Browser, database: Database) -> None:
    key = "unanswered:segment=parents,stage=retain,phase=decision,touchpoint=unboxing"
    press(editor, page_of(key, "create", item_format="article"))
    with database.reading() as reading:
        found = workspace.find(reading, "touchpoints", "unboxing")
    assert found
    assert found[0].items == ("how-do-i-begin",)
    revision = re.search(r'name="revision" value="(\d+)"', editor.get("/gaps"))
    assert revision
    editor.post("/changes", revision=revision[1])
    with database.reading() as reading:
        found = workspace.find(reading, "touchpoints", "unboxing")
    assert found
    assert found[0].items == ()
    assert "how-do-i-begin" not in stored(database)


def test_place_proposes_a_day_that_breaks_nothing(editor: Browser, database: Database) -> None:
    target = CoverageTarget(segment="parents", stage="reach", phase="awareness", channel="email", minimum=1)
    add(database, target)
    path = page_of(ON_MAIL, "place", item="crib")
    text = editor.get(path)
    # mails on 24, 25 and 26 November, two allowed in seven days and a warning from two on: free from 3 December
    assert proposed(text)["day"] == "2026-12-03"
    assert "Thu 3 Dec breaks no rule." in text
    assert figures(text)[:2] == [("100", "0"), ("0 of 1", "1 of 1")]
    assert "It opens" not in text
    press(editor, path)
    (_blog, mail) = sorted(stored(database)["crib"].placements, key=lambda p: p.channel)
    assert (mail.channel, mail.on, mail.status) == ("email", date(2026, 12, 3), "planned")
    text = editor.get("/gaps?channel=email&open=" + ON_MAIL)
    assert "closes W49" in text[text.index(" open>") :]  # the gap is planned only now, and still the one that opens


def test_another_day_shows_what_it_would_break(editor: Browser, database: Database) -> None:
    add(database, CoverageTarget(segment="parents", stage="reach", phase="awareness", channel="email", minimum=1))
    path = page_of(ON_MAIL, "place", item="crib")
    fields = proposed(editor.get(path)) | {"day": "2026-11-25"}
    before = database.revision()
    text = editor.post(path, 200, do="look", **fields).text
    assert "It opens or makes worse" in text
    assert "breaks no rule" not in text
    assert database.revision() == before


def test_refresh_moves_the_review_date_or_plans_the_work(editor: Browser, database: Database) -> None:
    with database.writing("test") as writing:
        items.change_items(writing, ["crib"], {"review_on": date(2026, 11, 1)})
    path = page_of(THIN, "refresh", item="crib")
    # due for review crib weighs 0.5 of the 2 asked, fresh 1: severity 75, then 50
    assert figures(editor.get(path))[:2] == [("75", "50"), ("0.5 of 2", "1 of 2")]
    press(editor, path, "ask", owner=EDITOR)
    asked = stored(database)["crib"]
    assert (asked.review_on, asked.owner, asked.verdict) == (date(2026, 11, 1), EDITOR, "update")
    press(editor, path)
    assert stored(database)["crib"].review_on == date(2027, 11, 23)


def test_a_copy_is_tied_to_its_source(editor: Browser, database: Database) -> None:
    add(database, builders.item("opa", title="Grandad helps", map=("grandparents/retain/decision",), language="fr",
                                format="article", published_on=date(2026, 11, 2)))  # fmt: skip
    key = "language:segment=grandparents,stage=retain,phase=decision"
    press(editor, page_of(key, "translate", item="opa"), title="Opa helpt")
    made = stored(database)["opa-helpt"]
    assert (made.translation_of, made.language, made.status, made.format) == ("opa", "nl", "briefed", "article")
    assert made.map == (Mapping(segment="grandparents", stage="retain", phase="decision", fit="primary"),)


def test_extend_maps_the_item_to_the_cell(editor: Browser, database: Database) -> None:
    add(database, builders.item("oma", title="Nan knows", map=("grandparents/retain/decision",), language="nl",
                                published_on=date(2026, 11, 2)))  # fmt: skip
    path = page_of(PARENTS, "extend", item="oma")
    assert figures(editor.get(path))[:2] == [("100", "50"), ("0 of 1", "0.5 of 1")]  # secondary counts a half
    press(editor, path)
    assert Mapping(segment="parents", stage="retain", phase="decision", fit="secondary") in stored(database)["oma"].map


def test_publish_says_how_far_the_item_is(editor: Browser, database: Database) -> None:
    answers = Touchpoint(slug="care", segment="parents", stage="retain", phase="decision", need="And then?",
                         items=("sale",))  # fmt: skip
    add(database, answers)
    key = "unanswered:segment=parents,stage=retain,phase=decision,touchpoint=care"
    press(editor, page_of(key, "publish", item="sale"), status="published")
    made = stored(database)["sale"]
    assert (made.status, made.published_on) == ("published", date(2026, 11, 23))
    assert "touchpoint=care" not in editor.get("/gaps")


def test_a_changed_item_is_not_overwritten(editor: Browser, database: Database) -> None:
    add(database, builders.item("oma", title="Nan knows", map=("grandparents/retain/decision",), language="nl",
                                published_on=date(2026, 11, 2)))  # fmt: skip
    path = page_of(PARENTS, "extend", item="oma")
    fields = proposed(editor.get(path))
    with database.writing("other") as writing:
        items.change_items(writing, ["oma"], {"summary": "Longer"})
    told = editor.post(path, 409, do="make", **fields).text
    assert "press once more" in told
    editor.post(path, 303, do="make", **proposed(told))
    changed = stored(database)["oma"]
    assert (changed.summary, len(changed.map)) == ("Longer", 2)


@pytest.mark.parametrize(
    ("fields", "told"),
    [({"title": " "}, "Give it a title"), ({"due_on": "soon"}, "is no date"), ({"language": "?"}, "?"),
     ({"channel": "radio"}, "Not a valid choice")],
)  # fmt: skip
def test_a_bad_value_is_told_and_nothing_is_made(
    editor: Browser, database: Database, fields: dict[str, str], told: str
) -> None:
    path = page_of(GRANDPARENTS, "create", item_format="article")
    sent = proposed(editor.get(path)) | fields
    before = database.revision()
    assert told in editor.post(path, 400, do="make", **sent).text
    assert database.revision() == before


def test_what_is_no_longer_there_is_told(editor: Browser) -> None:
    assert "no longer there" in editor.get(page_of("empty:nowhere", "create"), 404)
    assert "no longer fits" in editor.get(page_of(GRANDPARENTS, "place", item="crib"), 409)


def test_the_new_placement_keeps_its_uid_from_look_to_press(editor: Browser, database: Database) -> None:
    path = page_of(GRANDPARENTS, "create", item_format="article")
    fields = proposed(editor.get(path)) | {"channel": "blog", "day": "2026-12-08"}
    looked = proposed(editor.post(path, 200, do="look", **fields).text)
    assert looked["uid"] == fields["uid"]
    editor.post(path, 303, do="make", **looked)
    places: list[Placement] = [p for item in stored(database).values() for p in item.placements]
    assert replace(next(p for p in places if p.uid == fields["uid"]), version=1).on == date(2026, 12, 8)
