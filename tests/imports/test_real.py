"""The real blogs, calendars and spreadsheets: what comes in, with which titles and dates, and what is left and why."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from planner import imports
from planner.core.rows import Batch, ItemRow
from tests.imports.reading import REAL, TODAY, refused, space, told

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason="the folder `shared` with real data is not beside the checkout"
)

BLOGS = {  # files that come in, those with a date, first and last date
    "18f": (509, 509, date(2014, 3, 12), date(2024, 12, 10)),
    "cc-labs": (222, 222, date(2007, 4, 11), date(2014, 12, 15)),
    "nodejs": (280, 75, date(2011, 3, 18), date(2026, 8, 14)),
    "publiccode": (133, 133, date(2019, 12, 11), date(2024, 3, 27)),
    "rust-inside": (244, 243, date(2019, 10, 3), date(2026, 8, 19)),
}


def read(path: str) -> Batch:
    return imports.read([REAL / path], workspace=space(), today=TODAY)


def by_source(batch: Batch) -> dict[str, ItemRow]:
    return {row.source: row for row in batch.rows}


@pytest.mark.parametrize("blog", BLOGS)
def test_every_file_of_a_blog_comes_in(blog: str) -> None:
    batch = read(f"markdown/{blog}")
    days = [row.fields["published_on"] for row in batch.rows if "published_on" in row.fields]
    assert (len(batch.rows), len(days), min(days), max(days)) == BLOGS[blog]  # type: ignore[type-var]
    assert (batch.refused, batch.skipped, batch.read) == ((), (), len(batch.rows))
    assert [row.source for row in batch.rows if not row.fields["title"] or not row.fields["body"]] == EMPTY_BODIES.get(
        blog, []
    )


EMPTY_BODIES = {"rust-inside": ["rust-inside/_index.md"]}


@pytest.mark.parametrize("blog", BLOGS)
def test_dates_and_titles_are_those_of_the_file(blog: str) -> None:
    """Found a second way: by searching the lines of the block, else the name of the file."""
    wrong = []
    for source, row in by_source(read(f"markdown/{blog}")).items():
        text = (REAL / "markdown" / source).read_text("utf-8-sig")
        block = re.split(r"^(?:---|\+\+\+)\s*$", text, maxsplit=2, flags=re.MULTILINE)[1]
        day = re.search(r"^date\s*:\s*['\"]?(\d{4}-\d\d-\d\d)", block, re.MULTILINE)
        day = day or re.search(r"^path = \"[^\"]*?(\d{4}/\d\d/\d\d)", block, re.MULTILINE)
        day = day or re.search(r"(?:^|/)(\d{4}-\d\d-\d\d)-", source)
        title = re.search(r"^title\s*[:=]\s*(.*)", block, re.MULTILINE)
        have = str(row.fields.get("published_on", ""))
        if have != (day[1].replace("/", "-") if day else ""):
            wrong.append((source, have))
        begins = _letters(title[1].removeprefix(">-")) if title else ""  # a title may go on in the next line
        if not _letters(str(row.fields["title"])).startswith(begins):
            wrong.append((source, begins))
    assert wrong == []


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


SEEN: dict[str, dict[str, object]] = {
    "18f/2015-03-17-does-18f-pass-the-bechdel-test-for-tech.md": {
        "title": "Does 18F pass the Bechdel test for tech?", "published_on": date(2015, 3, 17),
        "owner": "elaine, melody",
    },
    "18f/2014-07-23-take-a-gander-at-our-developer-page.md": {
        "title": "Take a gander at our /Developer page", "published_on": date(2014, 7, 23), "owner": "gray",
        "tags": ("api", "best practices", "education", "evangelism"),
    },
    "cc-labs/2008-10-21-introducing-commoner.html": {
        "title": "Introducing Commoner", "published_on": date(2008, 10, 21), "owner": "nathan", "status": "published",
    },
    "nodejs/en/about/governance.md": {"title": "Project Governance", "language": "en"},
    "publiccode/2022-01-19-fosdem-2022-is-coming-up.md": {
        "title": "FOSDEM 2022 is coming up!", "published_on": date(2022, 1, 19), "owner": "Jan Ainali",
        "tags": ("News",),
    },
    "rust-inside/1.62.1-prerelease.md": {
        "title": "1.62.1 pre-release testing", "published_on": date(2022, 7, 16), "owner": "Release automation",
    },
}  # fmt: skip


@pytest.mark.parametrize("source", SEEN)
def test_what_a_reader_sees_in_the_file_is_what_comes_in(source: str) -> None:
    row = by_source(read(f"markdown/{source.split('/', maxsplit=1)[0]}"))[source]
    assert {name: row.fields.get(name) for name in SEEN[source]} == SEEN[source]


def test_the_languages_of_a_site_are_those_of_its_folders() -> None:
    batch = read("markdown/nodejs")
    wrong = [row.source for row in batch.rows if row.fields["language"] != row.source.split("/")[1]]
    assert (len({row.fields["language"] for row in batch.rows}), wrong) == (16, [])


def test_the_content_calendar_of_a_law_firm() -> None:
    batch = read("calendars/shenyuan-law-firm/content-calendar.csv")
    assert (len(batch.rows), batch.refused, batch.skipped) == (len(batch.rows), (), ())
    first = batch.rows[0]
    assert first.fields == {
        "title": "International Debt Collection: From Demand Letter to Arbitral Award",
        "published_on": date(2026, 8, 3),
    }
    assert first.extra["title_zh"] == "外贸货款追收全流程：从催款函到仲裁裁决"
    assert [sentence.split("”")[0] for _, sentence in told(batch)] == [
        "The column “week", "The column “business", "The column “intent",
    ]  # fmt: skip
    assert Counter("due_on" in row.fields or "published_on" in row.fields for row in batch.rows) == {
        True: len(batch.rows)
    }


def test_the_manifest_of_a_law_firm_has_no_dates_but_says_what_is_done() -> None:
    batch = read("calendars/shenyuan-law-firm/article-manifest.csv")
    assert (batch.rows[0].fields["status"], batch.rows[0].fields["slug"]) == (
        "published", "trade-export-debt-collection-process",
    )  # fmt: skip
    assert not any("due_on" in row.fields or "published_on" in row.fields for row in batch.rows)


def test_the_calendar_of_a_marketing_team() -> None:
    batch = read("calendars/marketing-agent/content-calendar.csv")
    assert [
        (row.fields["title"], [(p.fields["channel"], p.fields["on"]) for p in row.placements]) for row in batch.rows
    ] == [
        ("The mistake everyone makes with <topic>", []),
        ("How <customer> got <result> in 14 days", [("email", date(2026, 1, 7))]),
        ("POV: you finally found <solution>", []),
        ("<keyword>: the complete 2026 guide", [("blog", date(2026, 1, 9))]),
        ("Why we built <product> (and who it's for)", []),
    ]
    assert Counter(one.value for one in batch.warnings if one.column == "channel") == {"TikTok": 2, "Instagram": 1}


def test_an_inventory_of_pages_and_two_tables_that_are_no_content() -> None:
    batch = read("calendars/agentops-desktop")
    assert Counter(row.source for row in batch.rows) == {"content-inventory.csv": 103}
    assert len({row.id for row in batch.rows}) == 8
    assert [place for place, _, _ in refused(batch)] == [
        "agentops-desktop/phase2-gap-matrix.csv", "agentops-desktop/phase3-gap-matrix.csv",
    ]  # fmt: skip


@pytest.mark.parametrize("folder", ["spreadsheets/csvkit", "spreadsheets/frictionless"])
def test_every_spreadsheet_is_accounted_for(folder: str) -> None:
    batch = read(folder)
    places = [row.where for row in batch.rows] + [one.where for one in (*batch.refused, *batch.skipped)]
    known = {place.split("#")[0].rsplit(":", 1)[0] for place in places}
    root = REAL / folder
    files = {f"{root.name}/{path.relative_to(root).as_posix()}" for path in root.rglob("*") if path.is_file()}
    assert files - known == set()
    assert batch.read == len(batch.rows) + len(batch.skipped) + len({one.where for one in batch.refused})


@pytest.mark.parametrize("folder", ["wxr", "sitemap"])
def test_what_comes_with_a_later_version_says_so(folder: str) -> None:
    batch = read(folder)
    later = [one for one in batch.skipped if "come with a later version" in one.why()]
    assert (batch.rows, len(later)) == (
        (),
        sum(path.suffix in (".xml", ".rss", ".atom") for path in (REAL / folder).rglob("*")),
    )
