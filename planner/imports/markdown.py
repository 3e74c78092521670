"""A Markdown file (or a page with front matter) -> one ItemRow."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import PurePosixPath

from planner.core.parse import N_, Refused, parse_line
from planner.imports import front_matter
from planner.imports.build import Found, build
from planner.imports.context import KEYS_MOST, Account, Context
from planner.imports.fields import text_of
from planner.imports.heads import head
from planner.imports.texts import decode
from planner.imports.values import key

ENDINGS = (".md", ".markdown", ".mdx", ".mkd", ".mdown")
PAGES = (".html", ".htm")  # only with front matter, the way static site builders keep them
LINES_FOR_HEADING = 2_000
_CODES = (
    "aa ab af ak am ar as az ba be bg bn bo br bs ca cs cy da de dz el en eo es et eu fa fi fo fr fy ga gd gl gu ha "
    "he hi hr ht hu hy id ig is it ja jv ka kk km kn ko ku ky la lb lo lt lv mg mi mk ml mn mr ms mt my nb ne nl nn no "
    "oc pa pl ps pt qu rm ro ru rw sd se si sk sl sm sn so sq sr st su sv sw ta te tg th ti tk tl tn to tr ts tt ug uk "
    "ur uz vi wo xh yi yo zh zu"
)
LANGUAGES = frozenset(_CODES.split())

_HEADING = re.compile(r"#{1,6}[ \t]+(.*)")
_DAY_IN_NAME = re.compile(r"(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?=[-_. ]|$)")
_DAY_IN_PATH = re.compile(r"(?:^|/)(\d{4})[/-](\d{2})[/-](\d{2})(?=[/_. -]|$)")
_SUFFIX = re.compile(r"(.+)\.([a-z]{2}(?:-[a-z]{2})?)", re.IGNORECASE)


def read_markdown(data: bytes, *, where: str, source: str, context: Context, account: Account, language: str) -> None:
    """Read one file into `account`; `source` is its path, `language` what its folder tells plainly ("" = nothing)."""
    try:
        text, encoding = decode(data)
        kind, block, body, _ = front_matter.split(text)
        if not kind and source.lower().endswith(PAGES):
            account.skip(where, N_("This page has no front matter, so it is no content file."))
            return
        values, twice = front_matter.read(kind, block)
    except Refused as refused:
        account.refuse(where, "", "", refused)
        return
    if encoding == "cp1252":
        account.tell(where, "", "", N_("This file is no UTF-8; it was read as Windows-1252."))
    for name in twice:
        account.tell(where, name, "", N_("The key “%(key)s” stands there twice; the last one counts."), key=name[:80])
    stem, suffix = _stem(source)
    cells = [(head(name, context.columns), value) for name, value in values.items()]
    first = "" if _says_title(values) else heading(body, html=source.lower().endswith(PAGES))
    found = Found(
        body=body.lstrip("\n"), heading=first,
        day=_day(source, values), language=suffix or language, stem=spoken(stem),
    )  # fmt: skip
    row = build(cells, where=where, source=source, context=context, account=account, found=found)
    account.pages += 1
    for one, _ in cells:
        if len(account.keys) < 10 * KEYS_MOST:
            account.keys.setdefault(parse_line(one.text[:80]), one.field)
    if row is not None:
        account.rows.append(row)


def _says_title(values: front_matter.Values) -> bool:
    return any(key(name) in ("title", "titel") and value for name, value in values.items())


def _stem(source: str) -> tuple[str, str]:
    """Return the name of a file without ending and date, and the language in a name like `post.nl.md`."""
    path = PurePosixPath(source)
    name, language = path.stem, ""
    suffix = _SUFFIX.fullmatch(name)
    if suffix and suffix[2].lower()[:2] in LANGUAGES:
        name, language = suffix[1], suffix[2].lower()
    if name.lower() in ("index", "_index", "readme") and len(path.parts) > 1:
        name = path.parts[-2]
    return _DAY_IN_NAME.sub("", name, count=1).strip("-_. ") or name, language


def spoken(stem: str) -> str:
    """Return a file's name as a title: `a-day-out` becomes “A day out”."""
    text = parse_line(re.sub(r"[-_]+", " ", stem)[:400])
    return text[:1].upper() + text[1:]


def _day(source: str, values: front_matter.Values) -> date | None:
    path = PurePosixPath(source)
    for found in (
        _DAY_IN_NAME.match(path.stem),
        _DAY_IN_PATH.search(text_of(values["path"])[:2000]) if isinstance(values.get("path"), str) else None,
        _DAY_IN_PATH.search(str(path.parent) + "/"),
    ):
        if found:
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
    return None


def heading(body: str, *, html: bool = False) -> str:
    """Return the first heading of a text as plain words, "" without one; fenced code is not looked into."""
    if html:
        found = re.search(r"<h[1-6][^>]{0,500}>([^<]{1,500})</h", body[:200_000], re.IGNORECASE)
        return parse_line(unescape(found[1])) if found else ""
    fence, before = "", ""
    for line in body[:200_000].split("\n", LINES_FOR_HEADING)[:LINES_FOR_HEADING]:
        mark = line.lstrip()[:3]
        if mark in ("```", "~~~") and fence in ("", mark):
            fence = "" if fence else mark
        if fence:
            continue
        found = _HEADING.match(line[:1000])
        if found and _words(found[1]):
            return _words(found[1])
        if before.strip() and len(line) > 1 and set(line.strip()) in ({"="}, {"-"}) and len(before) < 500:
            return _words(before)
        before = line
    return ""


def _words(text: str) -> str:
    """Drop the marks of Markdown from a heading."""
    text = re.sub(r"\{[#.][^}]{0,200}\}\s*$", "", text.strip()).rstrip("#").strip()
    text = re.sub(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)", r"\1", text)
    return parse_line(unescape(re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", text))[:500])
