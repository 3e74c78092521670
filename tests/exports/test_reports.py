"""Reports as files: exact shapes for programs, sentences and names for people."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import openpyxl
import pytest

from planner.core.answers import answer_gaps
from planner.core.coverage import coverage
from planner.core.escape import unescape_cell
from planner.core.findings import Answer, CellKey, Fault, Finding
from planner.core.forecast import Closing, ForecastWeek, Reopening, forecast
from planner.core.gaps import gaps
from planner.core.model import Waiver
from planner.exports.report_files import REPORT_FORMATS, REPORTS, report_file
from planner.exports.reports import ReportExport
from tests.builders import AS_OF, UNTIL, fmt, inventory, item, placement, segment, stage, target, workspace
from tests.exports.plan import naughty

SPACE = workspace(
    segments=(segment("parents", priority=5), segment("grandparents")),
    stages=(stage("reach"), stage("convert")),
    formats=(fmt("article"),),
    coverage_targets=(target(2.0, stage="reach"), target(1.0, maximum=3.0, stage="convert")),
)
STOCK = inventory(
    SPACE,
    item("a", title="Sleep well", published_on=date(2026, 11, 1)),
    item("b", title="Feed well", status="approved", placements=(placement("b1", on=date(2026, 12, 1)),)),
)


def judged(**fields: Any) -> ReportExport:
    """What the core says of two items over four expected cells."""
    found = coverage(SPACE, STOCK, AS_OF, UNTIL)
    findings = answer_gaps(SPACE, STOCK, found, gaps(SPACE, STOCK, AS_OF, UNTIL, found))
    plan = forecast(SPACE, STOCK, AS_OF, UNTIL, found, findings)
    whole: dict[str, Any] = {
        "workspace": SPACE, "as_of": AS_OF, "until": UNTIL, "index": found.index, "cells": found.cells(),
        "findings": findings, "weeks": plan.weeks, "closings": plan.gaps, "reopens": plan.reopens,
        "sentences": {f.key: f"Sentence of {f.key}" for f in findings}, "titles": {"a": "Sleep well"},
    }  # fmt: skip
    return ReportExport(**(whole | fields))


def as_json(kind: str, export: ReportExport) -> Any:
    return json.loads(report_file(kind, "json", export).body)


def as_csv(kind: str, export: ReportExport) -> list[dict[str, str]]:
    text = report_file(kind, "csv", export).body.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=export.delimiter))


def as_text(kind: str, form: str, export: ReportExport) -> str:
    return report_file(kind, form, export).body.decode()


def test_coverage_has_its_shape_and_figures_as_they_are() -> None:
    read = as_json("coverage", judged())
    # weights 5 and 3 a stage: parents reach 1 of 2, everything else empty -> 15 x 0.5 / (15 + 15 + 9 + 9)
    assert (read["as_of"], read["until"], read["index"]) == ("2026-11-23", "2027-02-21", pytest.approx(7.5 / 48))
    assert len(read["cells"]) == 4
    assert read["cells"][0] == {
        "segment": "parents", "stage": "reach", "phase": "awareness", "channel": None, "minimum": 2.0, "maximum": None,
        "usable": 1.0, "planned": 0.7, "score": 0.5, "weight": 15.0, "expected": True, "items": ["a", "b"],
    }  # fmt: skip


def test_gaps_have_their_shape_with_answers() -> None:
    export = judged()
    read = as_json("gaps", export)["findings"]
    names = [
        "key", "kind", "severity", "level", "rule", "segment", "other_segment", "stage", "phase", "channel", "from",
        "until", "value", "limit", "items", "placements", "sentence", "waived", "answers",
    ]  # fmt: skip
    assert [list(finding) for finding in read] == [names] * len(export.findings)
    assert [finding["key"] for finding in read] == [f.key for f in export.findings]
    assert [f["sentence"] for f in read] == [f"Sentence of {f.key}" for f in export.findings]
    thin = next(f for f in read if f["items"] == ["a", "b"])
    assert (thin["segment"], thin["from"], thin["until"], thin["value"], thin["limit"], thin["waived"]) == (
        "parents", "2026-11-23", "2027-02-21", 1.0, 2.0, False,
    )  # fmt: skip
    (own,) = [f.answers for f in export.findings if f.key == thin["key"]]
    fields = ("action", "item", "hours", "points", "leverage")
    assert [[a[name] for name in fields] for a in thin["answers"]] == [
        [getattr(a, name) for name in fields] for a in own
    ]
    assert own != ()


def test_overload_tells_what_only_some_kinds_have() -> None:
    pressure = Finding(key="p", kind="pressure", severity=50.0, value=7.0, limit=5.0, peak_on=AS_OF, share_over=0.25)
    lean = Finding(
        key="d", kind="dependence", severity=60.0, shares=(("email", 0.7), ("blog", 0.3)), effective_channels=1.7,
        lost=(CellKey(segment="parents", stage="reach"),), waived=Waiver(key="d", reason="Sale", until=UNTIL),
    )  # fmt: skip
    rule = Finding(key="r", kind="channel_rule", severity=40.0, faults=(Fault(part="title", value=80, limit=60),))
    read = as_json("overload", judged(findings=(pressure, lean, rule)))["findings"]
    own = [{name: f[name] for name in list(f)[18:]} for f in read]
    assert own == [
        {"peak": 7.0, "peak_on": "2026-11-23", "share_over": 0.25},
        {
            "waiver": {"reason": "Sale", "until": "2027-02-21"}, "shares": {"email": 0.7, "blog": 0.3},
            "effective_channels": 1.7,
            "lost": [{"segment": "parents", "stage": "reach", "phase": None, "channel": None}],
        },
        {"faults": [{"part": "title", "value": 80, "limit": 60}]},
    ]  # fmt: skip
    assert [f["waived"] for f in read] == [False, True, False]


def test_the_forecast_has_its_shape() -> None:
    export = judged(
        weeks=(ForecastWeek(label="2026-W48", end=date(2026, 11, 29), index=None),),
        closings=(Closing(key="thin:x", closes="2026-W49"), Closing(key="thin:y", closes=None)),
        reopens=(
            Reopening(segment="parents", stage="reach", phase=None, channel=None, week="2027-W01", because=("a",)),
        ),
    )
    assert as_json("forecast", export) == {
        "as_of": "2026-11-23", "until": "2027-02-21",
        "weeks": [{"label": "2026-W48", "end": "2026-11-29", "index": None}],
        "gaps": [{"key": "thin:x", "closes": "2026-W49"}, {"key": "thin:y", "closes": None}],
        "reopens": [{"segment": "parents", "stage": "reach", "phase": None, "channel": None, "week": "2027-W01",
                     "because": ["a"]}],
    }  # fmt: skip
    assert [(row["part"], row["week"], row["key"], row["because"]) for row in as_csv("forecast", export)] == [
        ("weeks", "2026-W48", "", ""), ("gaps", "2026-W49", "thin:x", ""), ("gaps", "", "thin:y", ""),
        ("reopens", "2027-W01", "", "a"),
    ]  # fmt: skip


def test_csv_holds_the_figures_of_the_json() -> None:
    export = judged()
    cells, read = as_csv("coverage", export), as_json("coverage", export)["cells"]
    figures = ("minimum", "usable", "planned", "score", "weight")
    assert [[float(row[name]) for name in figures] for row in cells] == [[cell[n] for n in figures] for cell in read]
    assert [(row["segment"], row["maximum"], row["items"]) for row in cells] == [
        (c["segment"], "" if c["maximum"] is None else str(c["maximum"]), ";".join(c["items"])) for c in read
    ]
    rows, findings = as_csv("gaps", export), as_json("gaps", export)["findings"]
    assert [(r["key"], float(r["severity"]), r["from"]) for r in rows] == [
        (f["key"], f["severity"], f["from"]) for f in findings
    ]


def test_a_workbook_has_a_sheet_a_table() -> None:
    export = judged()
    for kind, sheets in (("coverage", ["Coverage"]), ("gaps", ["Gaps"]), ("forecast", 3)):
        book = openpyxl.load_workbook(io.BytesIO(report_file(kind, "xlsx", export).body))
        assert book.sheetnames == sheets if isinstance(sheets, list) else len(book.sheetnames) == sheets
    rows = list(openpyxl.load_workbook(io.BytesIO(report_file("coverage", "xlsx", export).body)).active.values)
    assert rows[1] == ("Parents", "Reach", "Awareness", None, 2, None, 1, 0.7, 0.5, 15, "a; b")


def test_text_is_sentences_with_their_answers() -> None:
    answer = Answer(action="refresh", item="a", hours=1.0, points=12.34, leverage=12.34)
    gap = Finding(key="k", kind="stale", severity=70.4, answers=(answer,))
    done = Finding(key="w", kind="thin", severity=10.0, waived=Waiver(key="w", reason="On purpose"))
    export = judged(findings=(gap, done), sentences={"k": "Parents find nothing fresh.", "w": "Too thin."})
    assert as_text("gaps", "text", export) == (
        "Gaps: 1 high, 0 medium, 0 low, 23 Nov 2026 – 21 Feb 2027\n\n"
        "◆ High 70  Parents find nothing fresh.\n"
        "    → Refresh “Sleep well”: 1 h, 12.3 points\n"
        "◇ Low 10  Too thin.\n"
        "    Accepted: On purpose\n"
    )


def test_coverage_as_text_is_a_table_in_columns() -> None:
    lines = as_text("coverage", "text", judged()).splitlines()
    assert lines[0] == "Coverage: 16 %, 23 Nov 2026 – 21 Feb 2027"
    assert [line.split() for line in lines[2:4]] == [
        ["Segment", "Stage", "Phase", "Channel", "Minimum", "Maximum", "Usable", "Planned", "Score", "Weight"],
        ["Parents", "Reach", "Awareness", "2", "1", "0.7", "0.5", "15"],
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("kind", REPORTS)
@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_every_report_comes_in_every_format(kind: str, form: str, language: str) -> None:
    file = report_file(kind, form, judged(language=language))
    extension = {"text": "txt"}.get(form, form)
    assert (file.name, len(file.body) > 20) == (f"{kind}-2026-11-23-2027-02-21.{extension}", True)


@pytest.mark.parametrize("kind", ["gaps", "overload"])
def test_hostile_sentences_stay_text(kind: str) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in naughty()]
    findings = tuple(Finding(key=f"k{n}", kind="thin", severity=1.0, rule=text) for n, text in enumerate(texts))
    export = judged(findings=findings, sentences={f"k{n}": text for n, text in enumerate(texts)}, delimiter=";")
    rows = as_csv(kind, export)
    assert [unescape_cell(row["sentence"]) for row in rows] == texts
    assert [cell for row in rows for cell in row.values() if cell.lstrip()[:1] in set("=+-@＝＋－＠")] == []
    book = openpyxl.load_workbook(io.BytesIO(report_file(kind, "xlsx", export).body))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "d"}
    table = [line for line in as_text(kind, "md", export).splitlines() if line.startswith("|")]
    assert {line.count("|") for line in table} == {table[0].count("|")}
    assert len(table) == len(texts) + 2


def test_a_rule_that_asks_for_no_length_has_no_value_in_any_form() -> None:
    broken = Finding(key="channel_rule:x", kind="channel_rule", severity=40, faults=(Fault(part="alt"),))
    export = judged(findings=(broken,), sentences={})
    assert as_json("overload", export)["findings"][0]["value"] is None
    assert [(row["value"], row["limit"]) for row in as_csv("overload", export)] == [("", "")]
