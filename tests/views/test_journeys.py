"""The journey of a segment: its touchpoints in order, and what is left unanswered."""

from __future__ import annotations

from planner.storage import workspace as frame
from planner.storage.database import Database
from tests.views.conftest import Browser


def test_the_address_without_a_segment_leads_to_the_first(viewer: Browser) -> None:
    assert viewer.client.get("/journeys").location == "/journeys/parents"


def test_a_touchpoint_shows_its_question_and_the_gap(viewer: Browser) -> None:
    text = viewer.get("/journeys/parents")
    assert "1 touchpoint, 1 without a usable answer" in text
    assert "“How do I begin?”" in text
    assert "nothing usable answers this" in text


def test_a_segment_without_touchpoints_says_so(viewer: Browser) -> None:
    assert "No touchpoint for this segment yet." in viewer.get("/journeys/grandparents")


def test_an_unknown_or_archived_segment_is_not_found(viewer: Browser, database: Database) -> None:
    assert "There is no segment “martians” here." in viewer.get("/journeys/martians", 404)
    with database.writing("test") as writing:
        frame.archive(writing, "segments", "parents")
    viewer.get("/journeys/parents", 404)
    assert viewer.client.get("/journeys").location == "/journeys/grandparents"
