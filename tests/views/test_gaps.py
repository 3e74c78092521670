"""The gap report: levels, answers, forecast, acceptance and comparison."""

from __future__ import annotations

import re

from planner.storage.database import Database
from tests.views.conftest import Browser

KEY = "empty:segment=grandparents,stage=retain,phase=decision"


def test_the_title_counts_by_level(viewer: Browser) -> None:
    # each cell weighs the most there is, so severity = 100 x (1 - score): 100, 100, 100 and 50; the touchpoint
    # that nothing published answers adds 60 x 1
    assert "<b>Gaps:</b> 3 high, 2 medium, all segments" in viewer.get("/gaps")


def test_groups_by_segment_and_type(viewer: Browser) -> None:
    by_segment = viewer.get("/gaps?by=segment")
    assert by_segment.index(">Parents ") < by_segment.index(">Grandparents ")
    assert "Planned only" in viewer.get("/gaps?by=kind")


def test_a_filter_leaves_fewer_gaps(viewer: Browser) -> None:
    assert "2 high, all segments" not in viewer.get("/gaps?segment=grandparents")
    assert "<b>Gaps:</b> 2 high, Grandparents" in viewer.get("/gaps?segment=grandparents")


def test_accepting_a_gap_marks_it_and_counts_it_no_more(admin: Browser) -> None:
    admin.post("/gaps/waive", key=KEY, reason="Not before spring", until="2027-03-01")
    text = admin.get("/gaps")
    assert "2 high, 2 medium" in text
    assert "Not before spring" in text
    admin.post("/gaps/unwaive", key=KEY)
    assert "3 high, 2 medium" in admin.get("/gaps")


def test_an_acceptance_needs_a_reason_and_a_finding(admin: Browser, database: Database) -> None:
    before = database.revision()
    assert "Say why" in admin.post("/gaps/waive", 400, key=KEY, reason=" ").text
    assert "is no date" in admin.post("/gaps/waive", 400, key=KEY, reason="x", until="soon").text
    assert "no longer there" in admin.post("/gaps/waive", 404, key="empty:nowhere", reason="x").text
    assert database.revision() == before


def test_a_fault_stands_beside_its_field_and_what_was_typed_stays(admin: Browser) -> None:
    told = admin.post("/gaps/waive", 400, key=KEY, reason="Not before spring", until="2026-11-22").text
    assert re.search(r'id="until-why"[^>]*>.*This day has passed', told, re.DOTALL)
    assert 'value="Not before spring"' in told
    assert 'aria-invalid="true"' in told


def test_what_is_accepted_is_listed_with_reason_day_and_name_and_can_be_undone(admin: Browser) -> None:
    admin.post("/gaps/waive", key=KEY, reason="Not before spring", until="2027-03-01")
    text = admin.get("/gaps")
    row = text[text.index('id="accepted"') :]
    assert all(word in row for word in ("Not before spring", "1 Mar 2027", "Ann Admin", "Count it again"))
    revision = re.search(r'name="revision" value="(\d+)"', text)
    assert revision
    admin.post("/changes", revision=revision[1])
    assert 'id="accepted"' not in admin.get("/gaps")


def test_an_editor_may_not_accept(editor: Browser) -> None:
    assert "needs manager" in editor.post("/gaps/waive", 403, key=KEY, reason="x").text


def test_a_snapshot_is_kept_and_compared(admin: Browser) -> None:
    admin.post("/gaps/snapshots")
    assert "1 moment kept" in admin.get("/gaps/snapshots")
    admin.post("/content/new", title="For them", status="published", language="nl", published_on="2026-11-20",
               **{"map:grandparents/retain/decision": "primary"})  # fmt: skip
    text = admin.get("/gaps?compare=1")
    assert "Since the snapshot of 23 Nov 2026" in text
    assert 'Closed <span class="quiet">1</span>' in text
    assert 'Opened <span class="quiet">0</span>' in text
    assert "Compare with now" in admin.get("/gaps/snapshots?number=1")


def test_an_unknown_snapshot_is_not_found(viewer: Browser) -> None:
    assert "no such snapshot" in viewer.get("/gaps/snapshots?number=7", status=404)
