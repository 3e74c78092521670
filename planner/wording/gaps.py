"""Sentences for gaps and their answers: who, where, what is missing, and the figures behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from planner.core.findings import Answer, Finding
from planner.core.model import FrequencyRule
from planner.core.parse import N_
from planner.wording.names import Names
from planner.wording.words import Words


def gap_sentence(finding: Finding, names: Names, words: Words) -> str:
    """Return the sentence of a gap (coverage, language, silent or unanswered)."""
    return _SENTENCES[finding.kind](finding, names, words)


def _who(finding: Finding, names: Names) -> str:
    return names.segment(finding.segment)


def _where(finding: Finding, names: Names) -> str:
    return names.place(finding.stage, finding.phase, finding.channel)


def _figure(value: float | None, words: Words) -> str:
    return words.number(value or 0.0, 3)


def _empty(finding: Finding, names: Names, words: Words) -> str:
    return words.text(
        "%(who)s find nothing in %(place)s: no item is mapped there, the target asks %(limit)s.",
        who=_who(finding, names), place=_where(finding, names), limit=_figure(finding.limit, words),
    )  # fmt: skip


def _not_on_channel(finding: Finding, names: Names, words: Words) -> str:
    return words.plural(
        "%(who)s find nothing in %(place)s: %(n)s item is mapped but not placed there, the target asks %(limit)s.",
        "%(who)s find nothing in %(place)s: %(n)s items are mapped but none is placed there,"
        " the target asks %(limit)s.",
        len(finding.items),
        who=_who(finding, names), place=_where(finding, names), limit=_figure(finding.limit, words),
    )  # fmt: skip


def _planned_only(finding: Finding, names: Names, words: Words) -> str:
    said = {"who": _who(finding, names), "place": _where(finding, names)}
    if finding.channel:
        return words.plural(
            "%(who)s find nothing usable yet in %(place)s: %(n)s item is planned there, none has appeared.",
            "%(who)s find nothing usable yet in %(place)s: %(n)s items are planned there, none has appeared.",
            finding.planned_items, **said,
        )  # fmt: skip
    if finding.published_items:
        return words.plural(
            "%(who)s find nothing usable in %(place)s: what was published has expired, %(n)s item is planned.",
            "%(who)s find nothing usable in %(place)s: what was published has expired, %(n)s items are planned.",
            finding.planned_items, **said,
        )  # fmt: skip
    return words.plural(
        "%(who)s find nothing usable yet in %(place)s: %(n)s item is planned, none published.",
        "%(who)s find nothing usable yet in %(place)s: %(n)s items are planned, none published.",
        finding.planned_items, **said,
    )  # fmt: skip


def _stale(finding: Finding, names: Names, words: Words) -> str:
    return words.plural(
        "%(who)s meet outdated answers in %(place)s: fresh, this item would reach %(limit)s; now it makes %(value)s.",
        "%(who)s meet outdated answers in %(place)s: fresh, these %(n)s items would reach %(limit)s;"
        " now they make %(value)s.",
        finding.published_items, **_figures(finding, names, words),
    )  # fmt: skip


def _weak(finding: Finding, names: Names, words: Words) -> str:
    return words.plural(
        "%(who)s find weak answers in %(place)s: of good quality, this item would reach %(limit)s;"
        " now it makes %(value)s.",
        "%(who)s find weak answers in %(place)s: of good quality, these %(n)s items would reach %(limit)s;"
        " now they make %(value)s.",
        finding.published_items, **_figures(finding, names, words),
    )  # fmt: skip


def _thin(finding: Finding, names: Names, words: Words) -> str:
    return words.text("%(who)s have %(value)s of %(limit)s in %(place)s.", **_figures(finding, names, words))


def _figures(finding: Finding, names: Names, words: Words) -> dict[str, str]:
    return {
        "who": _who(finding, names), "place": _where(finding, names),
        "value": _figure(finding.value, words), "limit": _figure(finding.limit, words),
    }  # fmt: skip


def _language(finding: Finding, names: Names, words: Words) -> str:
    return words.text(
        "%(who)s read %(language)s; nothing usable in %(place)s is in %(language)s.",
        who=_who(finding, names), place=_where(finding, names), language=names.language(finding.language or ""),
    )  # fmt: skip


def _unanswered(finding: Finding, names: Names, words: Words) -> str:
    said = {"who": _who(finding, names), "place": _where(finding, names)}
    question = names.question(finding.touchpoint or "")
    if question:
        return words.text(
            "%(who)s ask “%(question)s” in %(place)s and nothing usable answers it.", question=question, **said
        )
    return words.text(
        "%(who)s come to “%(touchpoint)s” in %(place)s and nothing usable answers them.",
        touchpoint=names.touchpoint(finding.touchpoint or ""), **said,
    )  # fmt: skip


def _silent(finding: Finding, names: Names, words: Words) -> str:
    said = {
        "who": _who(finding, names),
        "from": words.day(finding.start, "d MMM") if finding.start else "",
        "until": words.day(finding.until, "d MMM") if finding.until else "",
    }
    if finding.channel:
        channel = names.channel(finding.channel)
        head = words.text("%(who)s hear too little on %(channel)s from %(from)s to %(until)s", channel=channel, **said)
    else:
        head = words.text("%(who)s hear too little from %(from)s to %(until)s", **said)
    figures = {
        "window": _window(finding, names, words),
        "value": _figure(finding.value, words), "limit": _figure(finding.limit, words),
    }  # fmt: skip
    if finding.value:
        tail = words.text("%(value)s at the lowest %(window)s, the rule asks at least %(limit)s.", **figures)
    else:
        tail = words.text("no contact %(window)s, the rule asks at least %(limit)s.", **figures)
    return f"{head}: {tail}"


def _window(finding: Finding, names: Names, words: Words) -> str:
    rule: FrequencyRule | None = next((r for r in names.workspace.frequency_rules if r.name == finding.rule), None)
    kind, _, days = (rule.window if rule else "").partition(":")
    if kind == "week":
        return words.text("in a week")
    if kind == "month":
        return words.text("in a month")
    return words.plural("in %(n)s day", "in %(n)s days", int(days)) if days.isdigit() else words.text("in its window")


_SENTENCES: Mapping[str, Callable[[Finding, Names, Words], str]] = {
    "empty": _empty, "not_on_channel": _not_on_channel, "planned_only": _planned_only, "stale": _stale, "weak": _weak,
    "thin": _thin, "language": _language, "unanswered": _unanswered, "silent": _silent,
}  # fmt: skip


_ORDERS = {  # action, whether on a channel, whether a format is named, whether a question is asked
    ("refresh",): N_("Refresh “%(title)s”."),
    ("publish",): N_("Publish “%(title)s”."),
    ("publish", "source"): N_("Finish “%(title)s”, which is made from “%(source)s”, and publish it."),
    ("publish", "channel", "source"): N_(
        "Finish “%(title)s”, which is made from “%(source)s”, and publish it on %(channel)s."
    ),
    ("place", "channel"): N_("Place “%(title)s” on %(channel)s."),
    ("extend",): N_("Extend “%(title)s” to %(segment)s, as secondary."),
    ("extend", "channel"): N_("Extend “%(title)s” to %(segment)s, as secondary, and place it on %(channel)s."),
    ("translate",): N_("Translate “%(title)s” into %(language)s."),
    ("translate", "channel"): N_("Translate “%(title)s” into %(language)s and place it on %(channel)s."),
    ("adapt", "channel"): N_("Adapt “%(title)s” to %(channel)s."),
    ("adapt", "format"): N_("Adapt “%(title)s”: %(format)s."),
    ("adapt", "channel", "format"): N_("Adapt “%(title)s” to %(channel)s: %(format)s."),
    ("create",): N_("Create a new item."),
    ("create", "question"): N_("Create a new item that answers “%(question)s”"),
    ("create", "format"): N_("Create something new: %(format)s."),
    ("create", "format", "question"): N_("Create something new: %(format)s that answers “%(question)s”"),
    ("create", "channel"): N_("Create a new item for %(channel)s."),
    ("create", "channel", "question"): N_("Create a new item for %(channel)s that answers “%(question)s”"),
    ("create", "channel", "format"): N_("Create something new for %(channel)s: %(format)s."),
    ("create", "channel", "format", "question"): N_(
        "Create something new for %(channel)s: %(format)s that answers “%(question)s”"
    ),
}


def answer_sentence(answer: Answer, names: Names, words: Words, titles: Mapping[str, str]) -> str:
    """Return what an answer does, as an order: Extend “Checklist” to Young parents, as secondary.

    `titles` gives the title of an item by its id; an item it does not know is named by its id.
    """
    said = {
        "channel": names.channel(answer.channel) if answer.channel else "",
        "format": names.format(answer.format) if answer.format and answer.action in ("adapt", "create") else "",
        "question": answer.question if answer.action == "create" else "",
        "source": titles.get(answer.source or "", answer.source or ""),
    }
    told = tuple(part for part, text in said.items() if text and answer.action != "refresh")
    told = told if answer.action != "publish" or answer.source else ()
    return words.text(
        _ORDERS[(answer.action, *told)], **said, title=titles.get(answer.item or "", answer.item or ""),
        language=names.language(answer.language) if answer.language else "", segment=names.segment(answer.segment),
    )  # fmt: skip
