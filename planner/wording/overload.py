"""Sentences for overload and remedies: what is too much, by how much, when, against which limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from planner.core.findings import Fault, Finding
from planner.core.parse import N_
from planner.wording.names import Names
from planner.wording.words import Words

Titles = Mapping[str, str]  # of items, by id

CELLS_NAMED = 3

MISSING = {
    "image": N_("an image is missing"),
    "alt": N_("the image has no description"),
    "link": N_("a link is missing"),
    "call_to_action": N_("a call to action is missing"),
}


def overload_sentence(finding: Finding, names: Names, words: Words, titles: Titles = MappingProxyType({})) -> str:
    """Return what a finding of the overload report says, as one plain sentence; `titles` are those of items, by id."""
    return SENTENCES[finding.kind](finding, names, words, titles)


def _pressure(finding: Finding, names: Names, words: Words, titles: Titles) -> str:
    said = {
        "segment": names.segment(finding.segment), "contacts": contacts(finding.value, words),
        "when": _when(finding, names, words), "limit": words.number(finding.limit or 0.0), "rule": finding.rule,
        "channel": _channel(finding, names),
    }  # fmt: skip
    if finding.channel:
        return words.text(
            "%(segment)s get %(contacts)s by %(channel)s %(when)s, the limit is %(limit)s (%(rule)s).", **said
        )
    return words.text("%(segment)s get %(contacts)s %(when)s, the limit is %(limit)s (%(rule)s).", **said)


def _pressure_warning(finding: Finding, names: Names, words: Words, titles: Titles) -> str:
    said = {
        "segment": names.segment(finding.segment), "contacts": contacts(finding.value, words),
        "when": _when(finding, names, words), "limit": words.number(finding.limit or 0.0), "rule": finding.rule,
        "channel": _channel(finding, names),
    }  # fmt: skip
    if finding.channel:
        return words.text(
            "%(segment)s come close to the limit of %(limit)s with %(contacts)s by %(channel)s %(when)s (%(rule)s).",
            **said,
        )
    return words.text("%(segment)s come close to the limit of %(limit)s with %(contacts)s %(when)s (%(rule)s).", **said)


def _spacing(finding: Finding, names: Names, words: Words, titles: Titles) -> str:
    said = {
        "segment": names.segment(finding.segment), "rule": finding.rule,
        "first": _day(finding.start, words), "last": _day(finding.until, words),
        "apart": _days(finding.value, words), "gap": words.number(finding.limit or 0.0),
    }  # fmt: skip
    if finding.value:
        return words.text(
            "Two contacts with %(segment)s on %(first)s and %(last)s: %(apart)s apart, "
            "the rule asks %(gap)s (%(rule)s).",
            **said,
        )
    return words.text(
        "Two contacts with %(segment)s on one day, %(first)s; the rule asks %(gap)s between them (%(rule)s).",
        **(said | {"gap": _days(finding.limit or 0.0, words)}),
    )


def _overlap(finding: Finding, names: Names, words: Words, titles: Titles) -> str:
    return words.text(
        "People who are in both %(one)s and %(other)s get %(contacts)s %(when)s, the limit is %(limit)s (%(rule)s).",
        one=names.segment(finding.segment), other=names.segment(finding.other_segment),
        contacts=contacts(finding.value, words), when=_when(finding, names, words),
        limit=words.number(finding.limit or 0.0), rule=finding.rule,
    )  # fmt: skip


def _capacity(finding: Finding, names: Names, words: Words, titles: Titles) -> str:
    return words.text(
        "%(channel)s carries %(value)s in %(week)s, its capacity is %(limit)s.",
        channel=_channel(finding, names), value=words.number(finding.value),
        week=words.week(finding.start or date.min), limit=words.number(finding.limit or 0.0),
    )  # fmt: skip


def _workload(finding: Finding, names: Names, words: Words, titles: Titles) -> str:
    return words.text(
        "%(person)s has %(value)s h due in %(week)s and works %(limit)s.",
        person=_person(finding, names), value=words.number(finding.value),
        week=words.week(finding.start or date.min), limit=words.number(finding.limit or 0.0),
    )  # fmt: skip


def _pile_up(finding: Finding, names: Names, words: Words, titles: Titles) -> str:
    where = f"{names.segment(finding.segment)}, {names.place(finding.stage, finding.phase, finding.channel)}"
    said = {"where": where, "usable": words.number(finding.value), "enough": words.number(finding.limit or 0.0)}
    title = _title(finding, titles)
    if not title:
        return words.text("%(where)s: %(usable)s usable, %(enough)s is enough.", **said)
    return words.text(
        "%(where)s: %(usable)s usable, %(enough)s is enough. “%(title)s” brings least.",
        title=title, **said,
    )  # fmt: skip


def _dependence(finding: Finding, names: Names, words: Words, titles: Titles) -> str:
    said = {
        "segment": names.segment(finding.segment), "channel": _channel(finding, names),
        "share": words.percent(finding.value), "channels": words.number(finding.effective_channels or 1.0),
    }  # fmt: skip
    if not finding.lost:
        return words.text(
            "%(segment)s lean on %(channel)s: it carries %(share)s of what they get, "
            "which works as %(channels)s channels.",
            **said,
        )
    cells = [names.place(cell.stage, cell.phase) for cell in finding.lost[:CELLS_NAMED]]
    named = ", ".join(cells) + ("…" if len(finding.lost) > CELLS_NAMED else "")
    return words.plural(
        "%(segment)s lean on %(channel)s: it carries %(share)s of what they get, which works as %(channels)s channels; "
        "without it %(n)s more cell becomes a gap: %(cells)s.",
        "%(segment)s lean on %(channel)s: it carries %(share)s of what they get, which works as %(channels)s channels; "
        "without it %(n)s more cells become gaps: %(cells)s.",
        len(finding.lost), cells=named, **said,
    )  # fmt: skip


def _blackout(finding: Finding, names: Names, words: Words, titles: Titles) -> str:
    said = {
        "segment": names.segment(finding.segment), "channel": _channel(finding, names),
        "day": _day(finding.start, words), "title": _title(finding, titles),
    }  # fmt: skip
    if not said["title"]:
        return words.text("%(channel)s reaches %(segment)s on %(day)s, in a contact-free period.", **said)
    return words.text("“%(title)s” on %(channel)s, %(day)s, falls in a contact-free period of %(segment)s.", **said)


def _repetition(finding: Finding, names: Names, words: Words, titles: Titles) -> str:
    title = _title(finding, titles)
    said = {
        "segment": names.segment(finding.segment), "channel": _channel(finding, names),
        "title": words.text("“%(title)s”", title=title) if title else words.text("One item"),
        "first": _day(finding.start, words), "last": _day(finding.until, words),
    }  # fmt: skip
    if not finding.value:
        return words.text("%(title)s appears twice on %(channel)s for %(segment)s on one day, %(first)s.", **said)
    return words.plural(
        "%(title)s appears twice on %(channel)s for %(segment)s within %(n)s day: on %(first)s and %(last)s.",
        "%(title)s appears twice on %(channel)s for %(segment)s within %(n)s days: on %(first)s and %(last)s.",
        int(finding.value), **said,
    )  # fmt: skip


def _channel_rule(finding: Finding, names: Names, words: Words, titles: Titles) -> str:
    said = {
        "title": _title(finding, titles), "channel": _channel(finding, names), "day": _day(finding.start, words),
        "faults": "; ".join(fault_text(fault, words) for fault in finding.faults),
    }  # fmt: skip
    if not said["title"]:
        return words.text("On %(channel)s, %(day)s: %(faults)s.", **said)
    return words.text("“%(title)s” on %(channel)s, %(day)s: %(faults)s.", **said)


def fault_text(fault: Fault, words: Words) -> str:
    """Return what is wrong with one part of a placement: the title has 75 characters, at most 60 fit."""
    said = {"value": words.number(fault.value or 0.0), "limit": words.number(fault.limit or 0.0)}
    if fault.part == "title":
        return words.text("the title has %(value)s characters, at most %(limit)s fit", **said)
    if fault.part == "text":
        return words.text("the text has %(value)s characters, at most %(limit)s fit", **said)
    if fault.part == "format":
        return words.text("the channel does not take its format")
    return words.text(MISSING[fault.part])


def contacts(value: float, words: Words) -> str:
    """Return an amount of contacts: 1 contact, 8.1 contacts."""
    # catalogues choose a form by a whole number, and only exactly one is singular
    return words.plural("%(n)s contact", "%(n)s contacts", 1 if value == 1 else 2, n=words.number(value))


def _days(value: float, words: Words) -> str:
    return words.plural("%(n)s day", "%(n)s days", int(value))


def _day(day: date | None, words: Words) -> str:
    return words.day(day) if day else ""


def _channel(finding: Finding, names: Names) -> str:
    return names.channel(finding.channel) if finding.channel else ""


def _person(finding: Finding, names: Names) -> str:
    people = {user.email: user.name for user in names.workspace.users}
    return people.get(finding.owner or "") or finding.owner or ""


def _title(finding: Finding, titles: Titles) -> str:
    """Return the title of the item that a finding names first, "" where none is known."""
    return titles.get(finding.items[0], "") if finding.items else ""


def _when(finding: Finding, names: Names, words: Words) -> str:
    """Return the window of the peak: in 7 days on 1 Dec, on 1 Dec, in W49, in December 2026."""
    rule = next((rule for rule in names.workspace.frequency_rules if rule.name == finding.rule), None)
    day = finding.peak_on or finding.until or date.min
    window = rule.window if rule else ""
    if window == "week":
        return words.text("in %(week)s", week=words.week(day))
    if window == "month":
        return words.text("in %(month)s", month=words.day(day, "LLLL y"))
    size = int(window.removeprefix("rolling:") or 1)
    if size == 1:
        return words.text("on %(day)s", day=words.day(day, "d MMM"))
    return words.text("in %(days)s on %(day)s", days=_days(size, words), day=words.day(day, "d MMM"))


SENTENCES: dict[str, Callable[[Finding, Names, Words, Titles], str]] = {
    "pressure": _pressure, "pressure_warning": _pressure_warning, "spacing": _spacing,
    "overlap": _overlap, "capacity": _capacity, "workload": _workload, "pile_up": _pile_up,
    "dependence": _dependence, "blackout": _blackout, "repetition": _repetition, "channel_rule": _channel_rule,
}  # fmt: skip
