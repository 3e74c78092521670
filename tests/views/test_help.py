"""The pages of the help: every topic in both languages, and the templates to start an import from."""

from __future__ import annotations

import pytest
from markupsafe import escape

from planner.views.help import TOPICS, topics
from tests.views.conftest import Browser


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_topic_is_shown(viewer: Browser, language: str) -> None:
    viewer.post("/settings/language", language=language)
    for topic, (title, _) in topics(language).items():
        assert f"</b> {escape(title)}" in viewer.get(f"/help/{topic}")


def test_tables_examples_and_links_are_laid_out(viewer: Browser) -> None:
    assert "<blockquote>" in viewer.get("/help/figures")
    page = viewer.get("/help/import")
    assert "<td><code>narrowed_segments</code></td>" in page
    assert '<a href="templates/calendar.csv"' in page


@pytest.mark.parametrize("name", ["calendar.csv", "content.csv", "item.md"])
def test_a_template_is_handed_out_as_it_is(viewer: Browser, name: str) -> None:
    answer = viewer.client.get(f"/help/templates/{name}")
    assert answer.data == (TOPICS / "templates" / name).read_bytes()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("name", ["nothing.csv", "..%2Fen%2F03-map.md", ".."])
def test_no_other_file_is_handed_out(viewer: Browser, name: str) -> None:
    assert viewer.client.get(f"/help/templates/{name}").status_code == 404
