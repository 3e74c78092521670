"""What every page must have: one h1, a title, a name for every input, each id once, nothing undefined."""

from __future__ import annotations

import re
from collections import Counter

from lxml import html

UNNAMED = ("hidden", "submit", "button")


def lint(text: str) -> None:
    """Fail with all that is wrong with a page."""
    page = html.document_fromstring(text.encode())
    assert faults(page, text) == []


def faults(page: html.HtmlElement, text: str) -> list[str]:
    """Return a line for each fault."""
    found = [*structure(page), *names(page), *forms(page)]
    if re.search(r"\bUndefined\b|\bNone\b(?!\s+of)|\{\{|\}\}|%\(", page.text_content()):
        found.append("undefined or None in the text")
    if page.xpath("//*[@style or @onclick or @onchange]|//style|//script[not(@src)]"):
        found.append("inline style or script")
    return found


def structure(page: html.HtmlElement) -> list[str]:
    """Return what is wrong with heading, title, language, ids and references to them."""
    found = []
    if len(page.xpath("//h1")) != 1:
        found.append(f"{len(page.xpath('//h1'))} h1")
    if not page.xpath("normalize-space(//title)") or not page.get("lang"):
        found.append("no title or no language")
    twice = [name for name, n in Counter(page.xpath("//@id")).items() if n > 1]
    found += [f"id {name} more than once" for name in twice]
    ids = set(page.xpath("//@id"))
    for name in ("for", "aria-labelledby", "aria-describedby", "form", "list", "popovertarget"):
        for node in page.xpath(f"//*[@{name}]"):
            found += [f"{name}={one} leads nowhere" for one in node.get(name).split() if one not in ids]
    return found


def names(page: html.HtmlElement) -> list[str]:
    """Return fields, buttons and links that a screen reader could not name."""
    found = []
    labelled_ids = set(page.xpath("//label/@for"))
    for field in page.xpath("//input|//select|//textarea"):
        if field.get("type") in UNNAMED or field.get("hidden") is not None:
            continue
        if not (field.get("aria-label") or field.get("id") in labelled_ids or field.xpath("ancestor::label")):
            found.append(f"no label: {field.get('name')}")
    for node in page.xpath("//button|//a[@href]"):
        if not (node.text_content().strip() or node.get("aria-label")):
            found.append(f"nameless {node.tag}: {html.tostring(node)[:120]!r}")
    return found


def forms(page: html.HtmlElement) -> list[str]:
    """Return changing forms without a token."""
    posts = page.xpath("//form[@method='post']")
    return [f"no token: {form.get('action')}" for form in posts if not form.xpath(".//input[@name='csrf_token']")]
