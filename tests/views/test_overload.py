"""The overload report: three e-mails in a week where two are allowed."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask, g

from planner.core.findings import Fault, Finding
from planner.core.model import User
from planner.storage import placements
from planner.storage.database import Database
from planner.views.mending import by_hand
from tests.views.conftest import ADMIN, Browser


def test_the_page_shows_curve_load_and_findings(viewer: Browser) -> None:
    text = viewer.get("/overload")
    assert "Parents over their limit in 1 run" in text  # 24, 25 and 26 November: 3 contacts in 7 days, 2 allowed
    assert "1 run over" in text
    assert "E-mail, W48: 3" not in text
    assert re.search(r'aria-label="Email, W48: 3">3 ▲', text)  # capacity 2


def test_a_finding_opens_with_its_placements(viewer: Browser) -> None:
    found = re.search(r'href="([^"]*open=pressure[^"]*)#evidence"', viewer.get("/overload"))
    assert found is not None
    text = viewer.get(found[1].replace("&amp;", "&"))
    assert text.count('href="/placements/mail-') >= 3


def test_a_repair_moves_or_skips_what_is_ticked(editor: Browser, database: Database) -> None:
    text = editor.get("/overload")
    key = re.search(r'name="key" value="(pressure[^"]+)"', text)
    assert key is not None
    ticked = re.findall(r'name="change" value="([^"]+)"', text)
    with database.reading() as reading:
        before = {place.uid: place for _item, place in placements.load_placements(reading)}
    editor.post("/overload/repair", key=key[1], option="0", change=ticked[:1])
    with database.reading() as reading:
        after = {place.uid: place for _item, place in placements.load_placements(reading)}
    assert [uid for uid in before if before[uid] != after[uid]] == ticked[:1]


def heading(text: str) -> str:
    return text[text.index("<h1") : text.index("</h1>")]


def test_a_repair_is_one_write_with_figures_before_and_after_and_is_undone(editor: Browser, database: Database) -> None:
    text = editor.get("/overload")
    key = re.search(r'name="key" value="(pressure[^"]+)"', text)
    assert key is not None
    part = text[text.index('id="repair"') :]
    # three contacts, two allowed; the three mails also stand a day apart in one week of capacity 2
    assert re.search(r"<b>3</b> <span class=\"arrow\">→</span> <b>2</b><br>contacts, limit 2", part)
    counts = re.search(r"<b>(\d+)</b> <span class=\"arrow\">→</span> <b>(\d+)</b><br>findings", part)
    assert counts is not None
    assert f"{counts[1]} findings" in heading(text)
    first = part[: part.index("</form>")]
    with database.reading() as reading:
        before = placements.load_placements(reading)
    revision = database.revision()
    editor.post("/overload/repair", key=key[1], option="0", change=re.findall(r'name="change" value="([^"]+)"', first))
    assert database.revision() == revision + 1
    text = editor.get("/overload")
    assert "Parents over their limit" not in text
    assert f"{counts[2]} finding" in heading(text)  # as foretold
    undo = re.search(r'name="revision" value="(\d+)"', text)
    assert undo
    editor.post("/changes", revision=undo[1])
    with database.reading() as reading:
        after = placements.load_placements(reading)
    assert [(p.uid, p.on, p.status) for _, p in after] == [(p.uid, p.on, p.status) for _, p in before]


def test_a_repair_of_nothing_is_told(editor: Browser) -> None:
    key = re.search(r'name="key" value="(pressure[^"]+)"', editor.get("/overload"))
    assert key is not None
    assert "Nothing was ticked" in editor.post("/overload/repair", 400, key=key[1], option="0").text


def test_a_rule_of_a_channel_leads_to_the_field_that_mends_it(editor: Browser) -> None:
    text = editor.get("/overload")
    assert 'href="/placements/mail-24#link"' in text  # e-mail asks for a link, the item has no address
    assert "Add the link" in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [("pressure", "See these days"), ("pressure_warning", "See these days"), ("spacing", "Choose another day"),
     ("overlap", "See these days"), ("capacity", "Change the capacity"), ("workload", "Hand one over"),
     ("pile_up", "Map the least needed elsewhere"), ("dependence", "See the channels it lacks"),
     ("blackout", "Choose another day"), ("repetition", "Choose another day"), ("channel_rule", "Shorten the title")],
)  # fmt: skip
def test_every_kind_offers_a_step_by_hand(app: Flask, kind: str, words: str) -> None:
    finding = Finding(key=kind, kind=kind, severity=50, rule="Not too much", segment="parents", channel="email",
                      start=date(2026, 11, 23), until=date(2026, 11, 29), items=("crib", "sale"),
                      placements=("mail-24", "mail-25"), faults=(Fault(part="title", value=30, limit=20),))  # fmt: skip
    with app.test_request_context("/overload"):
        g.person = User(email=ADMIN, role="admin")
        steps = by_hand(finding)
    assert words in [step.text for step in steps]
    for step in steps:
        path, _, query = step.href.partition("#")[0].partition("?")
        assert app.url_map.bind("localhost").match(path), query


def test_overload_is_accepted_listed_and_compared(admin: Browser) -> None:
    admin.post("/gaps/snapshots")
    text = admin.get("/overload?open=")
    key = re.search(r'name="key" value="(pressure[^"]+)"', text)
    assert key is not None
    told = admin.post("/gaps/waive", 400, key=key[1], reason="", to="overload").text
    assert "Say why" in told
    admin.post("/gaps/waive", key=key[1], reason="A launch", until="2026-12-31", to="overload")
    text = admin.get("/overload?compare=1")
    assert "A launch" in text[text.index('id="accepted"') :]
    assert 'Accepted since <span class="quiet">1</span>' in text


def test_a_repair_that_no_longer_fits_is_refused(editor: Browser) -> None:
    assert "no longer fits" in editor.post("/overload/repair", 409, key="pressure:gone", option="0").text


def test_a_segment_filter_leaves_one_curve(viewer: Browser) -> None:
    text = viewer.get("/overload?segment=grandparents")
    assert "room left" in text
    assert "Parents over" not in text


def test_a_share_of_a_channel_opens_the_days_it_was_counted_over(viewer: Browser) -> None:
    # 90 days before the first day of the report, and up to its last
    link = '/calendar?layout=list&amp;segment=parents&amp;channel=email&amp;from=2026-08-25&amp;until=2027-02-21"'
    assert link in viewer.get("/overload")
