"""Colours of the calendar: one meaning at a time, told in letters or a shape too, with a key of what is in sight."""

from __future__ import annotations

import re

import pytest

from tests.views.conftest import Browser


def key(text: str) -> list[tuple[str, str]]:
    """The tints of the key: class and text."""
    found = re.search(r'<div class="key" id="key">(.*?)</div>', text, re.DOTALL)
    assert found is not None
    tints = re.findall(r'<span class="stage kk (\w+)">(.*?)</span>', found[1], re.DOTALL)
    return [(look, re.sub(r"<[^>]+>", "", said).strip()) for look, said in tints]


@pytest.mark.parametrize(
    ("by", "said", "code"),
    [
        ("campaign", [("k1", "Winter Care WC")], "WC"),
        ("stage", [("kg2", "Retain RT")], "RT"),
        ("status", [("k3", "planned")], ""),
        ("segment", [("k1", "Parents P")], "P"),
        ("channel", [("k2", "Email EM")], "EM"),
    ],
)
@pytest.mark.parametrize("layout", ["month", "week", "list", "grid"])
def test_the_key_says_what_the_colours_mean(
    viewer: Browser, layout: str, by: str, said: list[tuple[str, str]], code: str
) -> None:
    text = viewer.get(f"/calendar?layout={layout}&colour={by}&channel=email")
    assert key(text) == said
    letters = re.findall(r'<abbr class="cc[^"]*" title="([^"]+)">([^<]+)</abbr>', text.split('id="tray"')[0])
    assert letters == ([(said[0][1].removesuffix(f" {code}"), code)] * 3 if code else [])


def test_what_has_no_campaign_stands_in_the_key_too(viewer: Browser) -> None:
    assert key(viewer.get("/calendar?month=2026-11")) == [("k1", "Winter Care WC"), ("k0", "No campaign")]


def test_several_segments_are_coloured_by_the_first_that_the_filter_names(viewer: Browser) -> None:
    assert key(viewer.get("/calendar?colour=segment&segment=parents")) == [("k1", "Parents P")]


def test_an_unknown_meaning_is_the_first(viewer: Browser) -> None:
    assert 'aria-current="true">Campaign</a>' in viewer.get("/calendar?colour=rainbow")
