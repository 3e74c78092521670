"""The Dutch catalogue holds every text of the sources, whole and right; no template says a word past it."""

from __future__ import annotations

import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from jinja2 import Environment

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import messages  # noqa: E402

TEMPLATES = ROOT / "planner" / "templates"
PLACE = re.compile(r"%\(\w+\)[sdg]")
ENGLISH = re.compile(r"\b(the|and|are|with|your|you|this|that|from|for|not|new|by)\b")

# The same in both languages: words that Dutch teams use themselves, names of file types, signs, and sentences that
# only join what stands in their places.
ALIKE = frozenset({
    "App", "CSV", "Content", "Content:", "E-mail", "Europe/Brussels", "Filters", "Item", "Items", "JSON", "Link",
    "Markdown", "Maximum", "Menu", "Minimum", "Overlap", "Partner", "Score", "Service", "Status", "Tag", "Tags",
    "Video", "Website", "Week", "in", "items", "manager", "nl, en, fr", "#0a6166", "Id", "Slug", "link", "status",
    "status %(status)s", "%(size)s MB", "%(share)s %%", "%(number)s %(noun)s %(did)s", "–", "%(n)s contact",
    "%(n)s item", "%(n)s items", "%(num)s item", "%(num)s items", "%(num)s open", "W%(week)s", "in %(month)s",
    "in %(week)s", "“%(title)s”", "KPI", "item", "overlap",
})  # fmt: skip

# Said in a template as it is: the name of the program, and the languages in their own words.
PLAIN = frozenset({"(Ctrl+Z)", "planner", "– planner", "NL", "EN", "Nederlands", "English"})
SPOKEN = ("title", "aria-label", "placeholder", "alt", "label", "data-busy")


def pairs(message: Message) -> list[tuple[str, str]]:
    """Return each English text of a message beside its Dutch one."""
    if isinstance(message.id, tuple):
        return list(zip(message.id, message.string, strict=True))
    return [(message.id, message.string)]


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return messages.read()


@pytest.fixture(scope="module")
def texts(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def test_the_catalogue_holds_the_texts_of_the_sources_and_no_others(texts: list[Message]) -> None:
    asked = {message.id for message in messages.gather() if message.id}
    held = {message.id for message in texts}
    assert (sorted(map(str, asked - held)), sorted(map(str, held - asked))) == ([], [])


def test_the_file_is_as_the_tool_writes_it(catalogue: Catalog) -> None:
    assert messages.CATALOGUE.read_text(encoding="utf-8") == messages.written(catalogue)


def test_every_text_is_translated_in_every_form(catalogue: Catalog, texts: list[Message]) -> None:
    assert messages.missing(catalogue) == []
    assert [m.id for m in texts if m.fuzzy] == []
    assert [m.id for m in texts if isinstance(m.id, tuple) and len(m.string) != catalogue.num_plurals] == []


def test_places_are_kept(texts: list[Message]) -> None:
    lost = [
        (english, dutch)
        for message in texts
        for english, dutch in pairs(message)
        if Counter(PLACE.findall(english)) != Counter(PLACE.findall(dutch))
    ]
    assert lost == []


def test_templates_write_per_cent_in_words() -> None:
    """Jinja fills every text of a template, so that a bare % in one would fail the page."""
    said = [m.id for m in messages.gather() if any(path.endswith(".html") for path, _line in m.locations)]
    assert [id for id in said if "%" in PLACE.sub("", str(id))] == []


def test_spaces_and_the_last_sign_are_kept(texts: list[Message]) -> None:
    def ends(text: str) -> tuple[str, ...]:
        rim = (re.match(r"\s*", text) or [""])[0], (re.search(r"\s*$", text) or [""])[0]
        return (*rim, "".join(re.findall(r"[.:?…]$", text)))

    assert [p for message in texts for p in pairs(message) if ends(p[0]) != ends(p[1])] == []


def test_nothing_is_left_in_english(texts: list[Message]) -> None:
    alike = {english for message in texts for english, dutch in pairs(message) if english == dutch}
    assert (sorted(alike - ALIKE), sorted(ALIKE - alike)) == ([], [])
    dutch = [said for message in texts for _english, said in pairs(message)]
    assert [said for said in dutch if len(ENGLISH.findall(PLACE.sub("", said))) > 1] == []


def test_it_can_be_compiled(catalogue: Catalog) -> None:
    assert [(m.id, str(error)) for m, errors in catalogue.check() for error in errors] == []
    made = io.BytesIO()
    write_mo(made, catalogue)
    assert made.getvalue()[:4] == b"\xde\x12\x04\x95"


def test_the_head_says_nothing_that_changes(catalogue: Catalog) -> None:
    head = messages.CATALOGUE.read_text(encoding="utf-8").split("\n\n", 1)[0]
    assert re.findall(r'^"([\w-]+):', head, re.MULTILINE) == [
        "Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms",
    ]  # fmt: skip


class Said(HTMLParser):
    """The texts that a template itself says, with what Jinja fills in taken out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside.append(tag)
        self.texts += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            del self.inside[len(self.inside) - 1 - self.inside[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not {"code", "script", "style"} & set(self.inside):
            self.texts.append(data)


def spoken(source: str) -> Iterator[str]:
    """Yield the texts with letters that a template says outside of what Jinja fills in."""
    tokens = Environment(autoescape=True).lex(source)
    reader = Said()
    reader.feed("".join(value if kind == "data" else "\x1f" for _line, kind, value in tokens))
    reader.close()
    for text in reader.texts:
        for part in text.split("\x1f"):
            if re.search(r"[^\W\d_]", part):
                yield " ".join(part.split())


def test_templates_say_nothing_untranslated() -> None:
    escaped = {
        (path.relative_to(TEMPLATES).as_posix(), text)
        for path in sorted(TEMPLATES.rglob("*.html"))
        for text in spoken(path.read_text(encoding="utf-8"))
        if text not in PLAIN
    }
    assert escaped == set()


@pytest.mark.parametrize(
    ("template", "texts"),
    [
        ("<p>Hello <b>{{ _('you') }}</b></p>", ["Hello"]),
        ("<p title=\"A{{ n }}\" class='x'>{% if n %}{{ n }} h{% endif %}</p>", ["A", "h"]),
        ("{# note #}<code>planner import</code><p>{{ n }} – 5 %</p>", []),
    ],
)
def test_escaped_words_are_found(template: str, texts: list[str]) -> None:
    assert list(spoken(template)) == texts
