"""The content list taken away as a file, and brought back by an import."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from planner import pipeline
from planner.core.model import Item
from planner.core.status import ITEM_STATUSES
from planner.storage import items
from planner.storage.database import Database
from planner.views.content_columns import _KNOWN
from tests import builders
from tests.views.conftest import ADMIN, NOW, Browser

EVERY = "&".join(f"column={name}" for name in (*_KNOWN, "extra.mood"))


@pytest.fixture
def full(database: Database) -> Database:
    """An item of each status, and one that says all there is to say."""
    of_each = [builders.item(f"s-{n}", title=f"Is {status}", status=status) for n, status in enumerate(ITEM_STATUSES)]
    whole = Item(
        id="whole", slug="whole", title="=All, “of” it", status="published", format="video", language="nl",
        owner="someone@example.org", campaign="winter", department="Care", tags=("a b", "c"), keywords=("x", "y"),
        map=(*builders.item("m").map, replace(builders.mapping("grandparents/retain/decision"), fit="secondary")),
        due_on=date(2026, 12, 1), published_on=date(2026, 1, 5), review_on=date(2027, 1, 5),
        expires_on=date(2028, 1, 5), verdict="update", rot=("outdated",), quality=3, effort_hours=2.5,
        url="https://example.org/whole", summary="One; two", key_message="Key", brief="Brief", image="i.png",
        image_alt="An i", derived_from="crib", translation_of="crib", extra={"mood": ["calm", "warm"]},
    )  # fmt: skip
    with database.writing("test") as writing:
        items.add_items(writing, [*of_each, whole])
    return database


def test_the_csv_holds_the_rows_and_columns_of_the_page(viewer: Browser) -> None:
    answer = viewer.client.get(
        "/list/file?as=csv&column=title&column=status&column=placements&sort=-title&segment=parents"
    )
    assert answer.headers["Content-Disposition"] == "attachment; filename=content-2026-11-23.csv"
    assert list(csv.reader(io.StringIO(answer.text))) == [
        ["id", "title", "status", "placement_count"], ["sale", "Winter sale", "in_review", "3"],
        ["crib", "Choosing a crib", "published", "1"],
    ]  # fmt: skip


def test_a_format_is_a_filter_of_items_here_too(viewer: Browser) -> None:
    answer = viewer.client.get("/list/file?as=csv&column=title&format=article")
    assert [row[0] for row in csv.reader(io.StringIO(answer.text))] == ["id", "crib"]


def test_the_page_leads_to_exactly_its_list(viewer: Browser) -> None:
    text = viewer.get("/content?segment=parents&sort=-title&page=1")
    assert "Exactly this list: 2 items, 9 columns." in text
    assert '<a href="/list/file?segment=parents&amp;sort=-title&amp;page=1&amp;as=xlsx" download>' in text


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_import_takes_it_back_and_finds_nothing_new(
    full: Database, viewer: Browser, form: str, language: str
) -> None:
    answer = viewer.client.get(f"/list/file?as={form}&{EVERY}", headers={"Accept-Language": language})
    result = pipeline.import_files(full, [(f"list.{form}", answer.data)], who=ADMIN, now=NOW, dry_run=True)
    assert (result.created, result.updated, result.refused, result.conflicts) == (0, 0, (), ())
    assert [told.column for told in result.warnings] == ["mood"]  # a key of one's own is kept, as in any sheet
    assert result.unchanged == 4 + len(ITEM_STATUSES)


def test_what_was_changed_in_the_sheet_comes_back(full: Database, viewer: Browser) -> None:
    body = viewer.client.get("/list/file?as=csv&column=title&column=owner").data.replace(
        b"Is approved", b"Was approved"
    )
    result = pipeline.import_files(full, [("list.csv", body)], who=ADMIN, now=NOW)
    assert (result.created, result.updated) == (0, 1)
    with full.reading() as reading:
        found = items.get_item(reading, f"s-{ITEM_STATUSES.index('approved')}")
    assert found is not None
    assert (found.title, found.status) == ("Was approved", "approved")


def test_another_kind_of_file_is_refused(viewer: Browser) -> None:
    assert "There is no export" in viewer.get("/list/file?as=pdf", 400)
