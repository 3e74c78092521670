"""A report as a file: JSON and CSV for programs, a workbook, Markdown and text for people."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date

from planner.core.escape import escape_cell
from planner.core.findings import Finding
from planner.exports.file import File, file
from planner.exports.labels import Labels
from planner.exports.plain import markdown_text, one_line
from planner.exports.report_tables import Section, answer_text, report_title, sections, values
from planner.exports.reports import ReportExport, report_json
from planner.exports.workbook import PAPER_A3, Book, Column
from planner.exports.xlsx_findings import DIAMONDS, LITTLE, MUCH, colour_levels

# Columns that a table for reading leaves out: it would be too wide.
FOR_PROGRAMS = frozenset({
    "items", "placements", "key", "kind", "rule", "other_segment", "answer_item", "answer_leverage", "peak_on",
    "share_over", "owner",
})  # fmt: skip
REPORTS = ("coverage", "gaps", "overload", "forecast")


def report_file(kind: str, form: str, export: ReportExport) -> File:
    """Return a report (one of REPORTS) in one of REPORT_FORMATS."""
    labels = Labels(export.workspace, export.language)
    stem = f"{kind}-{export.as_of.isoformat()}-{export.until.isoformat()}"
    return _FORMATS[form](kind, export, labels, stem)


def _json(kind: str, export: ReportExport, labels: Labels, stem: str) -> File:
    text = json.dumps(report_json(kind, export), ensure_ascii=False, indent=1, allow_nan=False)
    return file(stem, "json", text + "\n")


def _csv(kind: str, export: ReportExport, labels: Labels, stem: str) -> File:
    """One table with the fixed names; a report of several tables says in `part` which one a row is of."""
    tables = sections(kind, export, labels)
    names = list(dict.fromkeys(column.name for table in tables for column in table.fields))
    several = ["part"] if len(tables) > 1 else []
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=export.delimiter)
    writer.writerow([*several, *names])
    for table in tables:
        at = {column.name: column.machine for column in table.fields}
        for record in table.records:
            cells = (_cell(at[name](record)) if name in at else "" for name in names)
            writer.writerow([*([table.part] if several else []), *map(escape_cell, cells)])
    return file(stem, "csv", ("\ufeff" if export.bom else "") + out.getvalue())


def _cell(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _xlsx(kind: str, export: ReportExport, labels: Labels, stem: str) -> File:
    book = Book()
    for table in sections(kind, export, labels):
        columns = [Column(column.head, column.width, column.kind) for column in table.fields]
        rows = ([column.human(record) for column in table.fields] for record in table.records)
        sheet = book.table(table.title, columns, rows, paper=PAPER_A3)
        if table.part == "findings":
            colour_levels(book, sheet, table.records, labels, LITTLE if kind == "gaps" else MUCH)
    return file(stem, "xlsx", book.body())


def _markdown(kind: str, export: ReportExport, labels: Labels, stem: str) -> File:
    lines = [f"# {markdown_text(report_title(kind, export, labels))}", ""]
    tables = sections(kind, export, labels)
    for table in tables:
        if len(tables) > 1:
            lines += [f"## {markdown_text(table.title)}", ""]
        heads, *rows = _read(table, labels)
        lines += [_line(heads), "|" + " --- |" * len(heads), *map(_line, rows)]
        lines.append("")
    return file(stem, "md", "\n".join(lines))


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(map(markdown_text, cells)) + " |"


def _read(table: Section, labels: Labels) -> list[list[str]]:
    """Return heads and rows of a table as people read it."""
    shown = [n for n, column in enumerate(table.fields) if column.name not in FOR_PROGRAMS]
    rows = [[column.head for column in table.fields], *(list(values(table, r, labels)) for r in table.records)]
    return [[row[n] for n in shown] for row in rows]


def _text(kind: str, export: ReportExport, labels: Labels, stem: str) -> File:
    lines = [one_line(report_title(kind, export, labels)), ""]
    if kind in ("gaps", "overload"):
        for finding in export.findings:
            lines += _finding_lines(finding, export, labels)
    else:
        for table in sections(kind, export, labels):
            lines += [*([one_line(table.title)] if kind == "forecast" else []), *_aligned(table, labels), ""]
    return file(stem, "txt", "\n".join(lines).rstrip("\n") + "\n")


def _finding_lines(finding: Finding, export: ReportExport, labels: Labels) -> list[str]:
    """Return the sentence of a finding, and under a gap its answers with hours and points."""
    number = labels.words.number
    sign = f"{DIAMONDS[finding.level]} {labels.level(finding.level)} {number(finding.severity, 0)}"
    lines = [f"{sign}  {one_line(export.sentences.get(finding.key, finding.kind))}"]
    if finding.waived:
        lines.append("    " + labels.text("Accepted: %(reason)s", reason=one_line(finding.waived.reason)))
    for answer in finding.answers:
        said = labels.text(
            "%(what)s: %(hours)s h, %(points)s points",
            what=one_line(answer_text(answer, export, labels)),
            hours=number(answer.hours, 2),
            points=number(answer.points),
        )
        lines.append(f"    → {said}")
    return lines


def _aligned(table: Section, labels: Labels) -> list[str]:
    """Return the table in columns of even width, without what only programs need."""
    cells = [[one_line(cell) for cell in row] for row in _read(table, labels)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    figures = [column.kind == "number" for column in table.fields if column.name not in FOR_PROGRAMS]
    return [
        "  ".join(
            cell.rjust(width) if figure else cell.ljust(width)
            for cell, width, figure in zip(row, widths, figures, strict=True)
        ).rstrip()
        for row in cells
    ]


_FORMATS: dict[str, Callable[[str, ReportExport, Labels, str], File]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
    "xlsx": _xlsx,
    "md": _markdown,
}
REPORT_FORMATS = tuple(_FORMATS)
