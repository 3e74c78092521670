from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from planner.core.model import Mapping
from planner.core.rows import PlacementRow
from planner.imports.markdown import heading, spoken
from tests.imports.reading import page, read, refused, told


def test_a_file_with_all_kinds_of_keys() -> None:
    row = page(
        "---\nid: guide\ntitle: The guide\nauthor: An\ncategories: [Sleep, Baby]\nlang: nl\nformat: Article\n"
        "effort_hours: 2,5\nquality: 4\npublished_on: 2026-11-01\nstatus: gepubliceerd\nteam_url: x\n---\n"
        "\n# Other\n\nText\n"
    )
    assert (row.id, row.status, row.extra, row.map, row.placements) == ("guide", None, {"team_url": "x"}, None, ())
    assert row.fields == {
        "title": "The guide", "owner": "An", "tags": ("Sleep", "Baby"), "language": "nl", "format": "article",
        "effort_hours": 2.5, "quality": 4, "published_on": date(2026, 11, 1), "status": "published",
        "body": "# Other\n\nText",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("---\ntitle: Own\n---\n# Heading\n", "a.md", "Own"),
        ("# A *bold* [link](x) heading #\n", "a.md", "A bold link heading"),
        ("Some text\n\nHeading below\n===\n", "a.md", "Heading below"),
        ("```\n# no heading\n```\n## Yes\n", "a.md", "Yes"),
        ("Only text\n", "2014-03-12-coming-soon.md", "Coming soon"),
        ("Only text\n", "news/open-day/index.md", "Open day"),
        ("---\nhook: A hook\n---\ntext\n", "a.md", "A hook"),
    ],
)
def test_the_title_is_the_key_else_a_heading_else_the_name(text: str, name: str, title: str) -> None:
    assert page(text, name).fields["title"] == title


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("---\ndate: 2015-03-17 14:00:00 -4\n---\n", "2014-01-01-a.md", date(2015, 3, 17)),
        ("text\n", "2014-03-12-coming-soon.md", date(2014, 3, 12)),
        (
            "+++\npath = 'inside-rust/2022/07/16/1.62.1-prerelease'\n+++\n",
            "blog/1.62.1-prerelease.md",
            date(2022, 7, 16),
        ),
        ("text\n", "posts/2022/07/16/a.md", date(2022, 7, 16)),
        ("text\n", "posts/2022-07-16-a/index.md", date(2022, 7, 16)),
    ],
)
def test_the_date_is_the_key_else_in_the_name_else_in_the_path(text: str, name: str, day: date) -> None:
    assert page(text, name).fields["published_on"] == day


def test_an_impossible_date_in_a_name_is_no_date() -> None:
    assert "published_on" not in page("text\n", "2014-13-45-a.md").fields


@pytest.mark.parametrize(
    ("keys", "status"),
    [
        ("draft: true\ndate: 2020-01-01", "in_production"),
        ("published: false", "in_production"),
        ("date: 2026-11-21", "published"),
        ("date: 2026-11-22", "approved"),
        ("title: A", "idea"),
    ],
)
def test_without_a_status_draft_and_date_tell(keys: str, status: str) -> None:
    assert page(f"---\n{keys}\n---\n").status == status


def test_the_language_comes_from_the_suffix() -> None:
    row = page("text\n", "blog/open-day.nl.md")
    assert (row.fields["language"], row.fields["title"]) == ("nl", "Open day")


def test_the_language_comes_from_folders_that_stand_side_by_side() -> None:
    batch = read(("site/nl/a.md", "a"), ("site/pt-br/a.md", "a"), ("site/about/a.md", "a"))
    assert [row.fields.get("language") for row in batch.rows] == ["nl", "pt-br", None]


def test_one_folder_that_looks_like_a_language_tells_nothing() -> None:
    assert "language" not in read(("site/it/a.md", "a"), ("site/hr-team/b.md", "b")).rows[0].fields


def test_segments_stages_and_phases_make_every_combination() -> None:
    row = page("---\nsegments: [parents, Grootouders]\nstages: [reach]\n---\n")
    assert row.map == (Mapping(segment="parents", stage="reach"), Mapping(segment="grandparents", stage="reach"))


def test_an_exact_map_says_fit_too() -> None:
    exact = "{segment: parents, stage: reach, phase: decision, fit: secondary}"
    text = f"---\nmap:\n- {exact}\n- parents/convert/awareness\n---\n"
    assert page(text).map == (
        Mapping(segment="parents", stage="reach", phase="decision", fit="secondary"),
        Mapping(segment="parents", stage="convert", phase="awareness"),
    )


def test_placements_are_lists_of_keys_or_short_forms() -> None:
    row = page(
        "---\nplacements:\n- uid: u1\n  channel: E-mail\n  at: 2026-11-21T09:30\n  status: gepland\n"
        "  title: Mail\n  segments: [parents]\n"
        "- {channel: blog, on: 2026-12-01, until: 2026-12-05}\n- blog@2027-01-05=tentative\n---\n"
    )
    assert row.placements == (
        PlacementRow(where="blog/page.md", uid="u1", fields={
            "channel": "email", "on": None, "at": datetime(2026, 11, 21, 8, 30, tzinfo=UTC), "status": "planned",
            "segments": ("parents",), "title": "Mail"}),
        PlacementRow(where="blog/page.md", fields={
            "channel": "blog", "on": date(2026, 12, 1), "at": None, "until": date(2026, 12, 5)}),
        PlacementRow(where="blog/page.md", fields={
            "channel": "blog", "on": date(2027, 1, 5), "at": None, "status": "tentative"}),
    )  # fmt: skip


def test_an_unknown_value_is_a_warning_and_the_item_comes_in_without_it() -> None:
    batch = read(("a.md", "---\ntitle: A\nsegments: [parents, Aliens]\nquality: good\n---\n"))
    assert batch.rows[0].map == (Mapping(segment="parents"),)
    assert told(batch) == [
        ("a.md", "“good” is no number."),
        ("a.md", "“Aliens” is no segment of this workspace; add it in the settings and import again."),
    ]


def test_bad_front_matter_refuses_its_file_alone() -> None:
    batch = read(("a.md", "---\ntitle: Yes: no\n---\n"), ("b.md", "# B\n"))
    assert [row.fields["title"] for row in batch.rows] == ["B"]
    assert refused(batch) == [
        (
            "a.md",
            "",
            "The front matter is no YAML in line 2: mapping values are not allowed in this context. "
            "Put texts with : or # in quotes.",
        )
    ]


def test_a_date_that_is_none_refuses_the_file() -> None:
    assert refused(read(("a.md", "---\ndate: 2026-13-45\n---\n"))) == [
        ("a.md", "date", "“2026-13-45” is no date: write it as 2026-11-21.")
    ]


def test_a_text_over_the_limit_is_refused() -> None:
    assert refused(read(("a.md", "x" * 200_001))) == [
        ("a.md", "body", "This has 200001 characters; at most 200000 fit. Shorten it.")
    ]


def test_byte_order_mark_and_crlf_do_no_harm() -> None:
    row = page("\ufeff---\r\ntitle: A\r\n---\r\nLine\r\nLine\r\n")
    assert (row.fields["title"], row.fields["body"]) == ("A", "Line\nLine")


def test_a_file_that_is_no_utf_8_is_read_as_windows_1252_and_told() -> None:
    batch = read(("a.md", "# Café\n".encode("cp1252")))
    assert batch.rows[0].fields["title"] == "Café"
    assert told(batch) == [("a.md", "This file is no UTF-8; it was read as Windows-1252.")]


def test_a_web_page_without_front_matter_is_left_aside() -> None:
    batch = read(("a.html", "<h1>A</h1>"), ("b.html", "---\nlayout: post\n---\n<h1>B &amp; C</h1>"))
    assert [one.why() for one in batch.skipped] == ["This page has no front matter, so it is no content file."]
    assert [row.fields["title"] for row in batch.rows] == ["B & C"]


def test_an_author_with_keys_of_its_own_is_named() -> None:
    assert page("---\nauthor:\n  login: nathan\n  display_name: Nathan\n---\n").fields["owner"] == "Nathan"
    assert page("---\nauthors: [An, Bo]\n---\n").fields["owner"] == "An, Bo"


def test_the_second_of_two_summaries_travels_as_extra() -> None:
    row = page("---\ndescription: Second\nexcerpt: First\n---\n")
    assert (row.fields["summary"], row.extra) == ("First", {"description": "Second"})


def test_headings_of_hostile_texts_are_found_quickly() -> None:
    assert heading("[" * 100_000 + "\n# " + "[" * 100_000) == "[" * 500


def test_a_file_name_is_spoken_as_a_title() -> None:
    assert spoken("a-day_out") == "A day out"
