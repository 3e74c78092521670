"""The campaigns with the numbers of what stands in the plan for them."""

from __future__ import annotations

import re

from tests.views.conftest import Browser


def test_a_campaign_counts_its_placements_and_opens_them(viewer: Browser) -> None:
    text = viewer.get("/campaigns")
    assert "1 campaign, 1 running" in text
    link = re.search(r'href="(/calendar[^"]*campaign=winter[^"]*)">3</a>', text)
    assert link is not None
    assert "3 placements" in viewer.get(link[1].replace("&amp;", "&"))
