"""The campaigns with the numbers of what stands in the plan for them."""

from __future__ import annotations

import re
from datetime import date

from planner.core.model import Placement
from planner.storage import placements
from planner.storage.database import Database
from tests.views.conftest import Browser


def test_a_campaign_counts_its_placements_and_opens_them(viewer: Browser) -> None:
    text = viewer.get("/campaigns")
    assert "1 campaign, 1 running" in text
    link = re.search(r'href="(/calendar[^"]*campaign=winter[^"]*)">3</a>', text)
    assert link is not None
    assert "3 placements" in viewer.get(link[1].replace("&amp;", "&"))


def test_a_placement_outside_the_days_of_its_campaign_is_opened_too(viewer: Browser, database: Database) -> None:
    with database.writing("test") as writing:
        for n, day in enumerate((date(2025, 1, 6), date(2028, 1, 3))):
            one = Placement(uid=f"far-{n}", channel="blog", on=day, campaign="winter")
            placements.add_placements(writing, [("crib", one)])
    link = re.search(r'href="(/calendar[^"]*campaign=winter[^"]*)">5</a>', viewer.get("/campaigns"))
    assert link is not None
    assert "5 placements" in viewer.get(link[1].replace("&amp;", "&"))
