"""Text from people inside Markdown, HTML and plain text: it stays text, on one line."""

from __future__ import annotations

import re
from html import escape

_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+"
)
_MARKS = re.compile(r"[\\`*_\[\]#]")
_SIGNS = re.compile(r"[&<>|~$@]|:(?=//)|(?<=\bwww)\.", re.IGNORECASE)  # tags, cells, strikes, sums, addresses


def one_line(text: str) -> str:
    """Return text on one line, without signs that steer a terminal or turn the writing direction."""
    return " ".join(_CONTROL.sub(" ", text).split())


def html_text(text: str) -> str:
    """Return text for HTML, in an element or a quoted attribute."""
    return escape(one_line(text), quote=True)


def markdown_text(text: str) -> str:
    """Return text for Markdown, also in a table: marks get a backslash, other signs that mean something an entity."""
    signs = _SIGNS.sub(lambda found: f"&{ord(found[0])};", one_line(text))
    return re.sub(r"&(\d+);", r"&#\1;", _MARKS.sub(r"\\\g<0>", signs))
