"""What a report is written from, and its JSON: figures are not rounded, dimensions are slugs, days ISO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.core.coverage import Cell
from planner.core.findings import GAP_KINDS, Answer, Finding
from planner.core.forecast import Closing, ForecastWeek, Reopening
from planner.core.model import Workspace

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportExport:
    """All that a report is written from: what the filters show, figures unchanged.

    `sentences` are ready-made, by finding key; `titles` are those of items, by id, as far as they are known.
    """

    workspace: Workspace
    as_of: date
    until: date
    language: str = "en"
    index: float | None = None
    cells: tuple[Cell, ...] = ()
    findings: tuple[Finding, ...] = ()
    weeks: tuple[ForecastWeek, ...] = ()
    closings: tuple[Closing, ...] = ()
    reopens: tuple[Reopening, ...] = ()
    sentences: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ","
    bom: bool = False


def report_json(kind: str, export: ReportExport) -> Json:
    """Return a report (coverage, gaps, overload, forecast) in the shape that other programs hold on to."""
    days: Json = {"as_of": export.as_of.isoformat(), "until": export.until.isoformat()}
    if kind == "coverage":
        return days | {"index": export.index, "cells": [cell_json(cell) for cell in export.cells]}
    if kind == "forecast":
        return days | {
            "weeks": [{"label": w.label, "end": w.end.isoformat(), "index": w.index} for w in export.weeks],
            "gaps": [{"key": gap.key, "closes": gap.closes} for gap in export.closings],
            "reopens": [_reopening_json(cell) for cell in export.reopens],
        }
    findings = [finding_json(f, export.sentences.get(f.key, f.kind)) for f in export.findings]
    return days | {"findings": findings}


def cell_json(cell: Cell) -> Json:
    """Return a cell of coverage as JSON."""
    return {
        "segment": cell.segment,
        "stage": cell.stage,
        "phase": cell.phase,
        "channel": cell.channel,
        "minimum": cell.minimum,
        "maximum": cell.maximum,
        "usable": cell.usable,
        "planned": cell.planned,
        "score": cell.score,
        "weight": cell.weight,
        "expected": cell.expected,
        "items": list(cell.items),
    }


def finding_json(finding: Finding, sentence: str) -> Json:
    """Return a finding as JSON; what only some kinds have stands there only where it is said."""
    shape: Json = {
        "key": finding.key,
        "kind": finding.kind,
        "severity": finding.severity,
        "level": finding.level,
        "rule": finding.rule,
        "segment": finding.segment,
        "other_segment": finding.other_segment,
        "stage": finding.stage,
        "phase": finding.phase,
        "channel": finding.channel,
        "from": _iso(finding.start),
        "until": _iso(finding.until),
        "value": value_of(finding),
        "limit": finding.limit,
        "items": list(finding.items),
        "placements": list(finding.placements),
        "sentence": sentence,
        "waived": finding.waived is not None,
    }
    return shape | _of_its_kind(finding)


def value_of(finding: Finding) -> float | None:
    """Return the value of a finding; a channel rule that asks for no length has none."""
    return None if finding.kind == "channel_rule" and finding.limit is None else finding.value


def _of_its_kind(finding: Finding) -> Json:
    more: Json = {}
    if finding.waived:
        more["waiver"] = {"reason": finding.waived.reason, "until": _iso(finding.waived.until)}
    if finding.kind in GAP_KINDS:
        more["answers"] = [_answer_json(answer) for answer in finding.answers]
    if finding.peak_on:
        more |= {"peak": finding.value, "peak_on": _iso(finding.peak_on), "share_over": finding.share_over}
    more |= {name: getattr(finding, name) for name in ("language", "owner", "touchpoint") if getattr(finding, name)}
    if finding.shares:
        more |= {"shares": dict(finding.shares), "effective_channels": finding.effective_channels}
        keys = ("segment", "stage", "phase", "channel")
        more["lost"] = [{name: getattr(cell, name) for name in keys} for cell in finding.lost]
    if finding.faults:
        more["faults"] = [{"part": f.part, "value": f.value, "limit": f.limit} for f in finding.faults]
    return more


def _answer_json(answer: Answer) -> Json:
    shape: Json = {
        "action": answer.action,
        "item": answer.item,
        "hours": answer.hours,
        "points": answer.points,
        "leverage": answer.leverage,
    }
    names = ("format", "channel", "language", "segment", "question")
    return shape | {name: getattr(answer, name) for name in names if getattr(answer, name)}


def _reopening_json(cell: Reopening) -> Json:
    return {
        "segment": cell.segment,
        "stage": cell.stage,
        "phase": cell.phase,
        "channel": cell.channel,
        "week": cell.week,
        "because": list(cell.because),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
