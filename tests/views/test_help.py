"""Help pages are Markdown files, in the person's language where there is one."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner.views import help as pages
from tests.views.conftest import Browser


@pytest.fixture
def topics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "help"
    for language, text in (("en", "# Gaps\n\nWhat is *missing*."), ("nl", "# Hiaten\n\nWat *ontbreekt*.")):
        (folder / language).mkdir(parents=True)
        (folder / language / "2-gaps.md").write_text(text)
    (folder / "en" / "1-start.md").write_text("---\nid: x\n---\n# Begin here\n\nText")
    monkeypatch.setattr(pages, "TOPICS", folder)
    return folder


def test_the_topics_are_listed_in_order(viewer: Browser, topics: Path) -> None:
    text = viewer.get("/help/")
    assert text.index("Begin here") < text.index("Gaps</a></li></ul>")


def test_a_topic_is_shown(viewer: Browser, topics: Path) -> None:
    assert "What is <em>missing</em>." in viewer.get("/help/gaps")


def test_a_dutch_reader_gets_dutch(viewer: Browser, topics: Path) -> None:
    viewer.post("/settings/language", language="nl")
    assert "Wat <em>ontbreekt</em>." in viewer.get("/help/gaps")


def test_a_topic_is_no_path(viewer: Browser, topics: Path) -> None:
    viewer.get("/help/..%2f..%2fsecret", 404)


def test_the_first_topic_stands_beside_the_list(viewer: Browser, topics: Path) -> None:
    (topics / "en" / "0-index.md").write_text("# Start here\n\nFour questions.")
    text = viewer.get("/help/")
    assert "Four questions." in text
    assert 'href="/help/gaps"' in text


@pytest.mark.parametrize("name", ["content.xlsx", "inhoud.xlsx"])
def test_a_workbook_to_begin_with_has_the_names_of_this_workspace(viewer: Browser, name: str) -> None:
    viewer.get("/")
    answer = viewer.client.get(f"/help/templates/{name}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    sheet = load_workbook(BytesIO(answer.data))[{"content.xlsx": "Calendar", "inhoud.xlsx": "Kalender"}[name]]
    assert sheet["B2"].value == "Blog"
