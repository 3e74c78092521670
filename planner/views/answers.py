"""Answers to a gap as a page draws them: what to do, with which item, and the button that begins it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from planner.core.findings import Answer, Finding
from planner.views.site import labels, state


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer with its item's title, a few words on how, and where its button leads."""

    answer: Answer
    title: str
    href: str
    how: str
    do: str
    do_href: str


def answer_rows(gap: Finding) -> tuple[AnswerRow, ...]:
    """Return the answers to a gap, best hour first."""
    return tuple(_row(gap, answer) for answer in gap.answers)


def _row(gap: Finding, answer: Answer) -> AnswerRow:
    title = _title(answer.item) if answer.item else _("A new item")
    href = url_for("content.show", id=answer.item) if answer.item else _new(gap, answer)
    do = {"create": _("Make a brief"), "translate": _("Translate"), "publish": _("Open it")}.get(
        answer.action, _("Plan it")
    )
    return AnswerRow(answer, title, href, _how(gap, answer), do, _begin(gap, answer))


def _title(id: str) -> str:
    inventory = state().inventory
    row = inventory.item_row.get(id)
    return inventory.item_titles[row] if row is not None else id


def _how(gap: Finding, answer: Answer) -> str:
    names = labels()
    parts = []
    if answer.action == "extend":
        parts.append(_("to %(segment)s, as secondary", segment=names.of("segment", answer.segment or gap.segment)))
    if answer.action == "refresh":
        parts.append(_("look it over and give it a new review date"))
    if answer.source:
        parts.append(_("made from “%(title)s” and not finished: finish it and publish it", title=_title(answer.source)))
    if answer.action == "translate":
        parts.append(_("into %(language)s", language=names.of("language", answer.language)))
    if answer.format and answer.action in ("adapt", "create"):
        parts.append(_("as %(format)s", format=names.of("format", answer.format)))
    if answer.channel:
        parts.append(_("on %(channel)s", channel=names.of("channel", answer.channel)))
    if answer.question:
        parts.append(f"“{answer.question}”")
    return ", ".join(parts)


def _begin(gap: Finding, answer: Answer) -> str:
    if answer.item is None or answer.action in ("translate", "adapt"):
        return _new(gap, answer)
    if answer.action == "place":
        return url_for("placements.new", item=answer.item, channel=answer.channel, stage=gap.stage)
    return url_for("content.show", id=answer.item, _anchor="map" if answer.action == "extend" else None)


def _new(gap: Finding, answer: Answer) -> str:
    return url_for(
        "content.new", segment=gap.segment, stage=gap.stage, phase=gap.phase, item_format=answer.format,
        from_=None, brief=answer.question or None, item_language=answer.language,
        translation_of=answer.item if answer.action == "translate" else None,
        derived_from=answer.item if answer.action == "adapt" else None,
    )  # fmt: skip
