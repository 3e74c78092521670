"""The grid of targets: one for every segment and one for each, saved cell by cell."""

from __future__ import annotations

from planner.core.model import CoverageTarget
from planner.storage.database import Database
from tests.views.conftest import Browser
from tests.views.settings.test_rows import space

REACH = "/reach/awareness/"
PARENTS = "parents/reach/awareness/"


def test_a_wider_target_shows_in_grey_where_a_segment_has_none(viewer: Browser) -> None:
    text = viewer.get("/settings/targets?segment=parents")
    assert f'name="minimum:{PARENTS}" value="" inputmode="decimal" placeholder="2"' in text
    assert f'name="minimum:{REACH}" value="2"' in viewer.get("/settings/targets")


def test_a_cell_is_given_a_target_changed_and_freed(admin: Browser, database: Database) -> None:
    page = "/settings/targets?segment=parents"
    admin.post(page, **{f"minimum:{PARENTS}": "3", f"maximum:{PARENTS}": "4,5", f"importance:{PARENTS}": "5"})
    before = space(database).coverage_targets[:2]
    assert space(database).coverage_targets == (*before, CoverageTarget(
        segment="parents", stage="reach", phase="awareness", minimum=3, maximum=4.5, importance=5))  # fmt: skip
    was = {f"was:{PARENTS}": "3|4.5|5", f"importance:{PARENTS}": "5"}
    admin.post(page, **was | {f"minimum:{PARENTS}": "0", f"maximum:{PARENTS}": ""})
    assert space(database).coverage_targets[2].minimum == 0
    admin.post(page, **{f"was:{PARENTS}": "0||5", f"importance:{PARENTS}": "5"})
    assert space(database).coverage_targets == before


def test_a_bad_figure_is_told_in_its_cell_and_nothing_saved(admin: Browser, database: Database) -> None:
    before = space(database)
    seen = {f"was:{REACH}": "2||3", f"importance:{REACH}": "3"}
    for given, sentence in (
        ({f"minimum:{REACH}": "many"}, "“many” is no number."),
        ({f"minimum:{REACH}": "-1"}, "-1 is out of range"),
        ({f"minimum:{REACH}": "5", f"maximum:{REACH}": "2"}, "The maximum, 2, is below the minimum, 5."),
    ):
        assert sentence in admin.post("/settings/targets", 400, **seen | given).text
    assert space(database) == before


def test_what_two_people_changed_in_one_cell_is_shown_and_not_overwritten(admin: Browser, database: Database) -> None:
    seen = {f"was:{REACH}": "1||3", f"minimum:{REACH}": "7", f"importance:{REACH}": "3"}  # it is 2 by now
    text = admin.post("/settings/targets", 409, **seen).text
    assert ["at least 2" in text, "at least 7" in text, f'name="was:{REACH}" value="2||3"' in text] == [True] * 3
    assert space(database).coverage_targets[0].minimum == 2


def test_an_unknown_segment_has_no_grid(admin: Browser) -> None:
    admin.get("/settings/targets?segment=nobody", 404)
