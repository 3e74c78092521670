"""A sheet of findings, gaps or overload: how bad, what, where, when, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from planner.core.findings import Finding
from planner.exports.labels import Labels
from planner.exports.workbook import PAPER_A3, Book, Column
from planner.exports.xlsx_sheet import Value

LITTLE = {"high": ("#B23F08", "#FDEADD"), "medium": ("#8A4A20", "#FEF5EE")}  # ink and paper of "too little"
MUCH = {"high": ("#8B2B68", "#F8E6F1"), "medium": ("#7A3F63", "#FCF3F8")}  # and of "too much"
DIAMONDS = {"high": "◆", "medium": "◈", "low": "◇"}


def findings_sheet(
    book: Book,
    name: str,
    findings: Iterable[Finding],
    labels: Labels,
    *,
    sentences: Mapping[str, str],
    colours: Mapping[str, tuple[str, str]],
) -> None:
    """Add a sheet with a row a finding, in their order; `sentences` are by key, `colours` by level."""
    findings = tuple(findings)
    columns = _columns(labels)
    sheet = book.table(name, columns, (_row(f, sentences, labels) for f in findings), paper=PAPER_A3)
    sheet.print_area(0, 0, len(findings), len(columns) - 2)  # the key is for programs
    colour_levels(book, sheet, findings, labels, colours)


def colour_levels(
    book: Book, sheet: Any, findings: Iterable[Finding], labels: Labels, colours: Mapping[str, tuple[str, str]]
) -> None:
    """Write the first column of a sheet of findings: the level with its diamond, in its colour."""
    for n, finding in enumerate(findings, start=1):
        ink, paper = colours.get(finding.level, ("#41504F", "#FFFFFF"))
        style = book.format(bold=finding.level == "high", font_color=ink, bg_color=paper)
        sheet.write_string(n, 0, f"{DIAMONDS[finding.level]} {labels.level(finding.level)}", style)


def _columns(labels: Labels) -> tuple[Column, ...]:
    text = labels.text
    return (
        Column(text("Level"), 10), Column(text("Severity"), 9, "number"), Column(text("What"), 62, "wrap"),
        Column(text("Segment"), 20), Column(text("Stage"), 14), Column(text("Phase"), 14), Column(text("Channel"), 14),
        Column(text("From"), 11, "day"), Column(text("Until"), 11, "day"), Column(text("Value"), 8, "number"),
        Column(text("Limit"), 8, "number"), Column(text("Rule"), 16), Column(text("Items"), 18),
        Column(text("Placements"), 18), Column(text("Accepted because"), 20, "wrap"), Column(text("Key"), 24),
    )  # fmt: skip


def _row(finding: Finding, sentences: Mapping[str, str], labels: Labels) -> list[Value]:
    segments = [finding.segment, finding.other_segment]
    return [
        None,  # the level, in its colour
        finding.severity,
        sentences.get(finding.key, finding.kind),
        " + ".join(labels.name("segment", slug) for slug in segments if slug),
        labels.name("stage", finding.stage),
        labels.name("phase", finding.phase),
        labels.name("channel", finding.channel),
        finding.start,
        finding.until,
        finding.value,
        finding.limit,
        finding.rule,
        "; ".join(finding.items),
        "; ".join(finding.placements),
        finding.waived.reason if finding.waived else None,
        finding.key,
    ]
