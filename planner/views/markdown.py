"""Markdown of an item as safe HTML. Bounded, because Python-Markdown is quadratic in some input; cached by content."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from threading import Lock

import nh3
from flask_babel import gettext as _
from markdown import Markdown
from markupsafe import Markup, escape

LONGEST = 200_000  # characters
MOST_BRACKETS = 500  # in one run of text; beyond this the parser takes seconds
MOST_NESTED = 60
KEPT = 256
TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "img", "li", "ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "img": {"alt", "title"}, "abbr": {"title"}, "td": {"align"}, "th": {"align"}}
SCHEMES = {"http", "https", "mailto"}

_kept: OrderedDict[str, Markup] = OrderedDict()
_lock = Lock()


def to_html(text: str) -> Markup:
    """Return Markdown as HTML of a fixed list of tags; text beyond the bounds comes back as plain text with a note."""
    key = hashlib.sha256(text.encode()).hexdigest()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    if not bounded(text):
        note = _("This text is too long or too deeply nested to be laid out, so it is shown as it was typed.")
        return Markup("<p><b>{}</b></p><pre>{}</pre>").format(note, text[:LONGEST])
    html = Markup(clean(_parser().convert(text)))  # noqa: S704 -- nh3 has just cleaned it
    with _lock:
        _kept[key] = html
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return html


def bounded(text: str) -> bool:
    """Return whether a text can be laid out in well under a second."""
    paragraphs = re.split(r"\n\s*\n", text)
    deepest = max((len(line) - len(line.lstrip(" \t>")) for line in text.splitlines()), default=0)
    return (
        len(text) <= LONGEST
        and all(part.count("[") + part.count("!") + part.count("<") <= MOST_BRACKETS for part in paragraphs)
        and max((part.count("*") + part.count("_") + part.count("`") for part in paragraphs), default=0) <= 4000
        and deepest <= MOST_NESTED * 4
    )


def clean(html: str) -> str:
    """Return HTML with nothing in it but the listed tags; a first-level heading would compete with the page's."""
    html = re.sub(r"<(/?)h1>", r"<\1h2>", html)
    # No image is fetched from elsewhere by a preview: its text stands for it.
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow"
    )


def plain(text: str) -> Markup:
    """Return text as a paragraph, escaped."""
    return Markup("<p>{}</p>").format(escape(text))


def _parser() -> Markdown:
    # A new one each time: one that is used again carries footnotes from page to page.
    return Markdown(extensions=["tables", "fenced_code", "sane_lists", "abbr", "def_list"], output_format="html")
