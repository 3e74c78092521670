"""Hostile input of every kind: a sentence each, and never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner import imports
from planner.core.parse import Refused
from planner.imports.context import Limits
from tests.imports.reading import REAL, TODAY, page, read, refused, sheet, space

real = pytest.mark.skipif(not REAL.is_dir(), reason="the folder with real data is not beside the checkout")


@real
def test_naughty_strings_are_values_like_any_other() -> None:
    strings = [text for text in json.loads((REAL / "hostile/blns/blns.json").read_text()) if text.strip()]
    pages = [
        (f"p/{n}.md", f"---\nid: p{n}\nsummary: {json.dumps(text, ensure_ascii=False)}\n---\n{text}\n")
        for n, text in enumerate(strings)
    ]
    batch = read(*pages)
    assert (len(batch.rows), batch.refused) == (len(pages), ())


@real
def test_payloads_for_formulas_come_in_as_text() -> None:
    payloads = (REAL / "hostile/csv-injection/csv-payload.txt").read_text().splitlines()
    lines = [line for line in payloads if line.strip()]
    batch = sheet("title\n" + "".join('"' + line.replace('"', '""') + '"\n' for line in lines))
    assert [row.fields["title"] for row in batch.rows] == [" ".join(line.split()) for line in lines]


@real
def test_payloads_for_scripts_come_in_as_text() -> None:
    for path in sorted((REAL / "hostile/xss").iterdir()):
        batch = imports.read([("x.txt", b"title\n" + path.read_bytes())], workspace=space(), today=TODAY)
        assert batch.read == len(batch.rows) + len(batch.skipped) + len({one.where for one in batch.refused})


@pytest.mark.parametrize("column", ["title", "owner", "summary", "tags", "url", "image", "id"])
def test_template_code_in_a_value_stays_text(column: str) -> None:
    row = sheet(f"title,x,{column}\nA,,{{{{7*7}}}}\n").rows[0]
    assert "{{7*7}}" in repr((row.fields, row.extra, row.id))


def test_an_address_that_runs_code_is_left_out() -> None:
    batch = sheet("title,url,image\nA,javascript:alert(1),data:text/html;x\n")
    assert [(row.fields, row.url) for row in batch.rows] == [({"title": "A"}, "")]
    assert [one.column for one in batch.warnings] == ["url", "image"]


@pytest.mark.parametrize(
    "text",
    ["[" * 150_000, "![" * 75_000, "<div>" * 30_000, "> " * 90_000, "`" * 150_000, "- " * 90_000, "*" * 150_000],
    ids=["brackets", "images", "tags", "quotes", "ticks", "lists", "stars"],
)
def test_a_text_made_to_be_slow_is_only_kept(text: str) -> None:
    assert page(f"---\ntitle: A\n---\n{text}\n").fields["body"] == text.strip("\n")


def test_one_long_line_without_end_is_refused() -> None:
    assert [column for _, column, _ in refused(sheet("title\n" + "x" * 1_100_000))] == [""]


def test_a_quote_that_is_never_closed_is_one_row() -> None:
    assert sheet('title,owner\n"A,An\nB,Bo\n').read == 1


def test_names_of_uploads_lead_nowhere() -> None:
    batch = read(("../../etc/passwd.md", "a"), ("/abs/b.md", "b"), ("C:\\x\\..\\c.md", "c"), ("", "d"))
    assert [row.source for row in batch.rows] == ["etc/passwd.md", "abs/b.md", "C:/x/c.md"]
    assert [(one.where, one.why()) for one in batch.skipped] == [
        ("upload", "planner does not read files of this kind.")
    ]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret")
    root = tmp_path / "root"
    root.mkdir()
    (root / "link.md").symlink_to(tmp_path / "secret.md")
    (root / "loop").symlink_to(root)
    (root / ".git").mkdir()
    (root / "a.md").write_text("# A")
    (root / "picture.png").write_bytes(b"\x89PNG\0")
    batch = imports.read([root], workspace=space(), today=TODAY)
    assert [row.source for row in batch.rows] == ["root/a.md"]
    assert [(one.where, one.why()) for one in batch.skipped] == [
        ("root/.git", "This is hidden."),
        ("root/link.md", "This is a link; links are not followed."),
        ("root/loop", "This is a link; links are not followed."),
        ("root/picture.png", "planner does not read files of this kind."),
    ]


def test_folders_without_end_are_left_aside(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 60)
    deep.mkdir(parents=True)
    (deep / "a.md").write_text("# A")
    batch = imports.read([tmp_path / "d"], workspace=space(), today=TODAY)
    assert [one.why() for one in batch.skipped] == ["This folder lies deeper than 50 folders."]


def test_a_path_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"nowhere is not there\.$"):
        imports.read([tmp_path / "nowhere"], workspace=space(), today=TODAY)


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(files=1), "These are more than 1 files; import them in parts."),
        (Limits(bytes=3), "These are 1 MB; at most 0 MB fit in one import."),
        (Limits(rows=1), "These are more than 1 rows; import them in parts."),
    ],
)
def test_more_than_fits_is_refused_as_a_whole(limits: Limits, sentence: str) -> None:
    with pytest.raises(Refused) as why:
        read(("a.md", "# A"), ("b.md", "# B"), limits=limits)
    assert str(why.value) == sentence


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"kind": "cobol"},
            "“cobol” is no kind of import; they are: auto, markdown, sheet, wordpress, sitemap, feed, ics.",
        ),
        ({"set_fields": {"colour": "red"}}, "“colour” is no field; they are: id, uid"),
        ({"columns": {"Page": "colour"}}, "“colour” is no field; they are: id, uid"),
    ],
)
def test_wrong_use_is_told(options: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused) as why:
        read(("a.md", "# A"), **options)
    assert str(why.value).startswith(sentence)


@pytest.mark.parametrize(("name", "kind", "sentence"), [
    ("export.xml", "auto", "WordPress exports, sitemaps and feeds come with a later version; convert it to CSV or "
            "Markdown."),
    ("a.ics", "auto", "Calendars in iCalendar form come with a later version; convert it to CSV or Markdown."),
    ("a.xml", "wordpress", "WordPress exports come with a later version; convert it to CSV or Markdown."),
    ("a.zip", "auto", "This is packed; unpack it and import what is in it."),
    ("a.xls", "auto", "planner reads no spreadsheets of this kind; save it as .xlsx or .csv and import that."),
    ("a.ods", "auto", "planner reads no spreadsheets of this kind; save it as .xlsx or .csv and import that."),
    ("a.md", "auto", "There is nothing in it."),
])  # fmt: skip
def test_what_is_left_aside_says_why(name: str, kind: str, sentence: str) -> None:
    batch = read((name, " \n" if name == "a.md" else "x"), kind=kind)
    assert ([one.why() for one in batch.skipped], batch.read) == ([sentence], 1)
