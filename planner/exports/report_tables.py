"""The tables of a report, once for every format: a fixed name and a head for each column.

Programs get slugs and figures as they are, people get names and rounded figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.core.findings import Answer, Finding
from planner.core.forecast import Closing
from planner.core.parse import N_
from planner.exports.labels import Labels
from planner.exports.reports import ReportExport, value_of
from planner.exports.workbook import Kind
from planner.exports.xlsx_sheet import Value
from planner.wording.gaps import answer_sentence


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its fixed name, its head, and what a record has in it for programs and for people."""

    name: str
    head: str
    machine: Callable[[Any], object]
    human: Callable[[Any], Value]
    width: float = 14
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Section:
    """A table of a report: the fixed name of its part, its title, columns and records."""

    part: str
    title: str
    fields: tuple[Field, ...]
    records: tuple[Any, ...]


def report_title(kind: str, export: ReportExport, labels: Labels) -> str:
    """Return the sentence at the head: what is shown, how much of it, for which days."""
    text, days = labels.text, labels.days(export.as_of, export.until)
    if kind == "coverage":
        index = labels.words.percent(export.index) if export.index is not None else text("nothing expected")
        return text("Coverage: %(index)s, %(days)s", index=index, days=days)
    if kind == "forecast":
        return text("Forecast: %(days)s", days=days)
    counts = dict.fromkeys(("high", "medium", "low"), 0)
    for finding in export.findings:
        if finding.waived is None:
            counts[finding.level] += 1
    message = N_("Gaps: %(high)s high, %(medium)s medium, %(low)s low, %(days)s")
    if kind == "overload":
        message = N_("Overload: %(high)s high, %(medium)s medium, %(low)s low, %(days)s")
    return text(message, days=days, **counts)


def sections(kind: str, export: ReportExport, labels: Labels) -> tuple[Section, ...]:
    """Return the tables of a report."""
    text = labels.text
    if kind == "coverage":
        return (Section("cells", text("Coverage"), _cell_fields(labels), export.cells),)
    if kind != "forecast":
        title = text("Gaps") if kind == "gaps" else text("Overload")
        return (Section("findings", title, _finding_fields(kind, export, labels), export.findings),)
    return (
        Section("weeks", text("Weeks"), _week_fields(labels), export.weeks),
        Section("gaps", text("When gaps close"), _closing_fields(export, labels), export.closings),
        Section("reopens", text("Cells that open again"), _reopening_fields(export, labels), export.reopens),
    )


def _scope(labels: Labels, *nouns: str) -> tuple[Field, ...]:
    """Return columns for the slugs of dimensions, by name for people."""
    heads = {
        "segment": labels.text("Segment"),
        "stage": labels.text("Stage"),
        "phase": labels.text("Phase"),
        "channel": labels.text("Channel"),
    }
    return tuple(_named(labels, noun, noun, heads[noun]) for noun in nouns)


def _named(labels: Labels, name: str, noun: str, head: str) -> Field:
    """Return a column with the slug of a dimension, its name for people."""
    return Field(name, head, lambda r: getattr(r, name), lambda r: labels.name(noun, getattr(r, name)), 18)


def _plain(name: str, head: str, width: float = 10, kind: Kind = "number", attribute: str = "") -> Field:
    """Return a column with the same value for programs and people."""
    attribute = attribute or name
    return Field(name, head, lambda r: getattr(r, attribute), lambda r: getattr(r, attribute), width, kind)


def _ids(name: str, head: str, titles: Mapping[str, str] | None = None) -> Field:
    """Return a column of ids; people get the titles that are known."""
    said = titles or {}

    def human(record: Any) -> str:
        return "; ".join(said.get(key, key) for key in getattr(record, name))

    return Field(name, head, lambda record: ";".join(getattr(record, name)), human, 30)


def _cell_fields(labels: Labels) -> tuple[Field, ...]:
    text = labels.text
    return (
        *_scope(labels, "segment", "stage", "phase", "channel"),
        _plain("minimum", text("Minimum")),
        _plain("maximum", text("Maximum")),
        _plain("usable", text("Usable")),
        _plain("planned", text("Planned")),
        _plain("score", text("Score")),
        _plain("weight", text("Weight")),
        _ids("items", text("Items")),
    )


def _finding_fields(kind: str, export: ReportExport, labels: Labels) -> tuple[Field, ...]:
    text, said = labels.text, export.sentences
    own = _answer_fields(export, labels) if kind == "gaps" else _peak_fields(labels)

    def sentence(finding: Finding) -> str:
        return said.get(finding.key, finding.kind)

    def reason(finding: Finding) -> str | None:
        return (finding.waived.reason or text("yes")) if finding.waived else None

    return (
        Field("level", text("Level"), lambda f: f.level, lambda f: labels.level(f.level)),
        _plain("severity", text("Severity")),
        Field("sentence", text("What"), sentence, sentence, 70, "wrap"),
        Field("kind", text("Kind"), lambda f: f.kind, lambda f: labels.kind(f.kind), 16),
        _plain("rule", text("Rule"), 16, "text"),
        *_scope(labels, "segment"),
        _named(labels, "other_segment", "segment", text("Other segment")),
        *_scope(labels, "stage", "phase", "channel"),
        _plain("from", text("From"), 11, "day", "start"),
        _plain("until", text("Until"), 11, "day"),
        Field("value", text("Value"), value_of, value_of, 10, "number"),
        _plain("limit", text("Limit")),
        *own,
        _ids("items", text("Items"), export.titles),
        _ids("placements", text("Placements")),
        Field("waived", text("Accepted because"), reason, reason, 24, "wrap"),
        _plain("key", text("Key"), 30, "text"),
    )


def _answer_fields(export: ReportExport, labels: Labels) -> tuple[Field, ...]:
    """Return columns for the best answer to a gap."""
    text = labels.text

    def best(name: str) -> Callable[[Finding], Any]:
        return lambda finding: getattr(finding.answers[0], name) if finding.answers else None

    def action(finding: Finding) -> str | None:
        return answer_text(finding.answers[0], export, labels) if finding.answers else None

    return (
        Field("answer", text("Best answer"), best("action"), action, 34, "wrap"),
        Field("answer_item", text("Item of the answer"), best("item"), best("item"), 16),
        Field("answer_hours", text("Hours"), best("hours"), best("hours"), 8, "number"),
        Field("answer_points", text("Points"), best("points"), best("points"), 8, "number"),
        Field("answer_leverage", text("Points per hour"), best("leverage"), best("leverage"), 8, "number"),
    )


def answer_text(answer: Answer, export: ReportExport, labels: Labels) -> str:
    """Return an answer as an order: what to do, with which item, where."""
    return answer_sentence(answer, labels.names, labels.words, export.titles).rstrip(".")


def _peak_fields(labels: Labels) -> tuple[Field, ...]:
    text = labels.text
    return (
        _plain("peak_on", text("Peak on"), 11, "day"),
        _plain("share_over", text("Share above the limit")),
        _plain("owner", text("Owner"), 18, "text"),
    )


def _week_fields(labels: Labels) -> tuple[Field, ...]:
    text = labels.text
    return (
        _plain("week", text("Week"), 12, "text", "label"),
        _plain("end", text("Last day"), 12, "day"),
        _plain("index", text("Coverage index"), 16),
    )


def _closing_fields(export: ReportExport, labels: Labels) -> tuple[Field, ...]:
    text, said = labels.text, export.sentences

    def sentence(gap: Closing) -> str:
        return said.get(gap.key, "")

    return (
        Field("week", text("Closes in"), lambda gap: gap.closes, lambda gap: gap.closes or "–", 12),
        Field("sentence", text("What"), sentence, sentence, 70, "wrap"),
        _plain("key", text("Key"), 40, "text"),
    )


def _reopening_fields(export: ReportExport, labels: Labels) -> tuple[Field, ...]:
    return (
        _plain("week", labels.text("Opens in"), 12, "text"),
        *_scope(labels, "segment", "stage", "phase", "channel"),
        _ids("because", labels.text("Because of"), export.titles),
    )


def values(section: Section, record: Any, labels: Labels) -> Iterator[str]:
    """Yield the cells of a record as people read them: names, days and figures of their language."""
    for column in section.fields:
        value = column.human(record)
        if isinstance(value, date):
            yield labels.day(value, "d MMM y")
        elif isinstance(value, str):
            yield value
        else:
            yield "" if value is None else labels.words.number(value, 2)
