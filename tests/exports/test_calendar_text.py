"""The calendar for reading: Markdown, HTML and plain text hold the same, and nothing that people wrote acts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import lxml.html
import markdown
import pytest

from planner.core.model import Query
from planner.exports.calendar_text import calendar_html, calendar_markdown, calendar_plain
from planner.exports.plain import markdown_text, one_line
from planner.wording.words import words
from tests.exports.plan import MONDAY, export_of, hostile, naughty

WEEK = Query(start=MONDAY, until=date(2026, 11, 29))


def parsed(export: Any) -> Any:
    return lxml.html.fromstring(calendar_html(export).body.decode())


def rendered(export: Any) -> Any:
    text = calendar_markdown(export).body.decode()
    return lxml.html.fromstring(f"<div>{markdown.markdown(text, extensions=['tables'])}</div>")


def test_markdown_is_a_table_a_period() -> None:
    assert calendar_markdown(export_of(query=WEEK)).body.decode() == (
        "# Huis Linde · Calendar: channel by stage\n\n"
        "23 – 29 Nov 2026 · 3 placements\n\n"
        "□ Tentative · ◧ Planned · ☑ Approved · ■ Published · ☒ Cancelled\n\n"
        "P Parents, G Grandparents, BF Black Friday\n\n"
        "## W48 2026 · 23 – 29 Nov 2026 · 3 placements\n\n"
        "| Channel | Reach | Convert | Retain | No stage |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| Blog | ■ Mon 23 Nov Slaapritme: één goed begin \\[P, G\\] |  |  |  |\n"
        "| Email |  | ◧ Tue 24 Nov 07:30 Sleep, at last \\[P\\] BF |  | □ Mon 23 Nov Newsletter |\n"
    )


def test_plain_text_is_a_line_a_placement() -> None:
    lines = calendar_plain(export_of(query=WEEK)).body.decode().splitlines()
    assert lines[4:] == [
        "W48 2026 · 23 – 29 Nov 2026 · 3 placements",
        "  Blog",
        "    ■ Mon 23 Nov Slaapritme: één goed begin [P, G] · Reach",
        "  Email",
        "    ◧ Tue 24 Nov 07:30 Sleep, at last [P] BF · Convert",
        "    □ Mon 23 Nov Newsletter · No stage",
    ]


def test_html_is_one_page_that_loads_nothing() -> None:
    file = calendar_html(export_of(language="nl"))
    page = parsed(export_of(language="nl"))
    assert (file.name, file.media_type) == ("calendar-2026-11-23-2027-02-21.html", "text/html; charset=utf-8")
    assert page.get("lang") == "nl"
    assert page.xpath("//@src | //link | //script | //@href | //@style") == []
    assert "23 – 29 nov 2026" in next(h.text for h in page.iter("h2"))
    text = words("nl").text
    assert [[th.text for th in row] for row in page.xpath("(//thead)[1]/tr")] == [
        [text("Channel"), "Reach", "Converteren", "Retain", text("No stage")],
    ]  # fmt: skip


def test_every_format_holds_every_placement_in_every_period() -> None:
    export = export_of()
    total = sum(period.total for period in export.calendar.periods)
    shapes = re.compile("[□◧☑■☒]")
    assert len(parsed(export).xpath("//article")) == total
    assert len(shapes.findall("".join(rendered(export).xpath("//td//text()")))) == total
    assert len([ln for ln in calendar_plain(export).body.decode().splitlines() if ln.startswith("    ")]) == total


def test_hostile_text_is_text_in_html() -> None:
    texts = naughty()
    page = parsed(export_of(*hostile(texts), query=WEEK))
    titles = [b.text or "" for b in page.xpath("//article/b")]
    rows = export_of(*hostile(texts), query=WEEK).calendar.rows
    assert titles == [one_line(row.title) for row in rows]
    assert {el.tag for el in page.iter()} == {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul", "li", "section", "table", "thead",
        "tbody", "tr", "th", "td", "article", "small", "span", "b",
    }  # fmt: skip


def test_hostile_text_is_text_in_markdown() -> None:
    texts = naughty()
    page = rendered(export_of(*hostile(texts), query=WEEK))
    assert {el.tag for el in page.iter()} == {
        "div", "h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "br",
    }  # fmt: skip
    (cell,) = [td for td in page.iter("td") if len(td)]
    rows = export_of(*hostile(texts), query=WEEK).calendar.rows
    lines = [" ".join(text.split()) for text in cell.itertext()]
    assert lines == [" ".join(f"◧ Mon 23 Nov {one_line(row.title)} [P]".split()) for row in rows]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a | b", "a &#124; b"),
        ("*b* _i_ `c` # h", r"\*b\* \_i\_ \`c\` \# h"),
        ("<b> & &lt;", "&#60;b&#62; &#38; &#38;lt;"),
        ("[l](javascript:x)", r"\[l\](javascript:x)"),
        ("http://x www.x.be a@b.be", "http&#58;//x www&#46;x.be a&#64;b.be"),
        ("back\\slash ~~no~~ $x$", r"back\\slash &#126;&#126;no&#126;&#126; &#36;x&#36;"),
        ("two\nlines", "two lines"),
    ],
)
def test_marks_of_markdown_are_shown_as_they_are(text: str, shown: str) -> None:
    assert markdown_text(text) == shown
