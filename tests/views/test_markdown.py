"""Markdown becomes a fixed list of tags, never anything that runs, and never takes long."""

from __future__ import annotations

import pytest
from flask import Flask

from planner.views.markdown import LONGEST, bounded, clean, to_html


@pytest.mark.parametrize(
    "bad",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](data:text/html,x)",
     "[x](vbscript:x)", "[x](java\tscript:alert(1))", '<a href="x" onclick="y">z</a>', "<style>*{}</style>",
     "<iframe src=//evil></iframe>", "<svg onload=alert(1)>", "<form action=//evil>", "<p style='x'>y</p>"],
)  # fmt: skip
def test_nothing_that_runs_comes_through(app: Flask, bad: str) -> None:
    with app.test_request_context("/"):
        html = str(to_html(bad))
    assert [word for word in ("<script", "onerror", "onclick", "onload", "javascript:", "data:", "vbscript:", "<style",
                              "<iframe", "<form", "style=", "<svg") if word in html] == []  # fmt: skip


def test_what_editors_write_is_laid_out(app: Flask) -> None:
    with app.test_request_context("/"):
        html = str(to_html("# One\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n[go](https://example.org)"))
    assert "<h2>One</h2>" in html
    assert "<li>a</li>" in html
    assert "<table>" in html
    assert 'href="https://example.org"' in html


@pytest.mark.parametrize("bad", ["[" * 20_000, "![" * 20_000, "<div>" * 50_000, "x" * (LONGEST + 1), "> " * 300 + "x"])
def test_what_would_take_seconds_is_shown_as_it_was_typed(app: Flask, bad: str) -> None:
    assert not bounded(bad)
    with app.test_request_context("/"):
        assert "<pre>" in str(to_html(bad))


def test_a_heading_of_the_text_does_not_compete_with_the_page() -> None:
    assert clean("<h1>x</h1>") == "<h2>x</h2>"
