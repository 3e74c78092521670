"""What is missing: the gaps with their answers, when they close by plan, and what is accepted until when."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from planner.core.columns import Bools
from planner.core.findings import GAP_KINDS, CellKey, Finding
from planner.core.model import Waiver
from planner.storage import changes
from planner.storage import workspace as frame
from planner.storage.dimensions import delete_record
from planner.views import charts, filters, undo
from planner.views.accepted import accepted, ask, waiver_form
from planner.views.access import role
from planner.views.answers import AnswerRow, answer_rows
from planner.views.reports import Seen, cell_key, evidence, said_levels, seen, sentence
from planner.views.site import database, labels, render, state, today, who, wording
from planner.views.snapshots import compared, listed

room = Blueprint("gaps", __name__, url_prefix="/gaps")

PAGE = 60
GROUPS = ("severity", "segment", "kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """A gap as the page draws it."""

    finding: Finding
    sentence: str
    closes: str | None
    answers: tuple[AnswerRow, ...]
    evidence: tuple[tuple[str, str], ...]
    why: str
    cell: str
    open: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Gaps under one heading; `total` counts them all, `rows` are those on this page of the list."""

    key: str
    name: str
    total: int
    hours: float
    rows: list[GapRow]


@room.get("")
@role("viewer")
def index() -> str:
    """Show the gaps the filters leave."""
    view = seen()
    by = request.args.get("by", "")
    by = by if by in GROUPS else "severity"
    page = max(1, request.args.get("page", 1, type=int))
    shown = [gap for gap in view.gaps if gap.waived is None]
    ordered = _ordered(shown, by) + [gap for gap in view.gaps if gap.waived is not None]
    pages = max(1, math.ceil(len(ordered) / PAGE))
    number = request.args.get("compare", type=int)
    return render(
        "gaps/index.html", bar=filters.bar(view.query, own=("by", "compare")), by=by, total=len(shown),
        accepted=accepted(view.reports.gaps, GAP_KINDS), levels=said_levels(shown), page=page, pages=pages,
        groups=_groups(view, ordered, by, page), forecast=_forecast(view, shown), snapshots=listed(), compare=number,
        compared=compared(number, view.reports.gaps, GAP_KINDS) if number else None,
        period=filters.period_text(view.reports.as_of, view.reports.until),
    )  # fmt: skip


def _ordered(gaps: list[Finding], by: str) -> list[Finding]:
    if by == "severity":
        return gaps
    names = labels()
    order = {row.slug: n for n, row in enumerate(state().workspace.segments)}
    if by == "segment":
        return sorted(gaps, key=lambda gap: order.get(gap.segment or "", 999))
    return sorted(gaps, key=lambda gap: names.kind(gap.kind))


def _key(gap: Finding, by: str) -> str:
    if gap.waived is not None:
        return "accepted"
    return {"severity": gap.level, "segment": gap.segment or "", "kind": gap.kind}[by]


def _groups(view: Seen, ordered: list[Finding], by: str, page: int) -> list[Group]:
    names = labels()
    titles = {
        "severity": names.level, "segment": lambda slug: names.of("segment", slug) or _("Every segment"),
        "kind": names.kind,
    }[by]  # fmt: skip
    totals = Counter(_key(gap, by) for gap in ordered)
    hours: dict[str, float] = defaultdict(float)
    for gap in ordered:
        hours[_key(gap, by)] += sum(answer.hours for answer in gap.answers[:1])
    closing = {gap.key: gap.closes for gap in view.reports.forecast.gaps}
    groups: dict[str, Group] = {}
    for gap in ordered[(page - 1) * PAGE : page * PAGE]:
        key = _key(gap, by)
        name = _("Accepted") if key == "accepted" else titles(key)
        group = groups.setdefault(key, Group(key, name, totals[key], hours[key], []))
        group.rows.append(_row(view, gap, closing.get(gap.key)))
    return list(groups.values())


def _row(view: Seen, gap: Finding, closes: str | None) -> GapRow:
    return GapRow(
        finding=gap, sentence=sentence(gap), closes=week_name(closes), answers=answer_rows(gap), evidence=evidence(gap),
        why=_why(view, gap), cell=cell_key(gap), open=_about(request.args.get("open", "")) == _about(gap.key),
    )  # fmt: skip


def _about(key: str) -> str:
    """Return what a key is about without its kind: a gap that is planned for or done in part is another kind."""
    return key.partition(":")[2]


def week_name(label: str | None) -> str | None:
    """Return the ISO week of a label as people say it: 2026-W49 -> W49."""
    return wording().week(date.fromisoformat(f"{label}-1")) if label else None


def _why(view: Seen, gap: Finding) -> str:
    """Return the sum behind the severity of a coverage gap, "" for the other kinds."""
    grid = view.reports.coverage.grid
    cell = view.reports.coverage.find(
        CellKey(segment=gap.segment, stage=gap.stage, phase=gap.phase, channel=gap.channel)
    )
    if cell is None or not gap.limit or gap.kind in ("language", "silent", "unanswered") or not grid.largest:
        return ""
    words = wording()
    score, weight, largest = (words.number(n, 2) for n in (cell.score, cell.weight, grid.largest))
    return f"100 × (1 − {score}) × {weight} / {largest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A week of the forecast: geometry of its bar, and what closes and opens in it."""

    name: str
    x: float
    now_y: float
    now_height: float
    plan_y: float
    plan_height: float
    percent: int
    closes: int
    opens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastChart:
    """The bars of the forecast over the cells in sight, and its figures in words."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[float, int], ...]
    now: float
    then: float
    closing: int
    opening: int
    width: float


def shown_mask(view: Seen) -> Bools:
    """Return the cells in sight as a mask over the grid of coverage."""
    grid = view.reports.coverage.grid
    mask = np.zeros(len(grid), bool)
    keys = [CellKey(segment=c.segment, stage=c.stage, phase=c.phase, channel=c.channel) for c in view.cells]
    if len(keys) == int(grid.expected.sum()):
        return grid.expected
    mask[[grid.find(key) for key in keys]] = True
    return mask


def _forecast(view: Seen, gaps: list[Finding]) -> ForecastChart | None:
    told = view.reports.forecast
    series = [value for value in told.index_of(shown_mask(view)) if value is not None]
    now = view.index
    if now is None or len(series) != len(told.weeks):
        return None
    keys = {gap.key for gap in gaps}
    closes = Counter(gap.closes for gap in told.gaps if gap.key in keys and gap.closes)
    scope = {(c.segment, c.stage, c.phase, c.channel) for c in view.cells}
    opens = Counter(r.week for r in told.reopens if (r.segment, r.stage, r.phase, r.channel) in scope)
    box = charts.Frame(left=34, right=1112, top=18, bottom=134, low=0, high=1, count=2)
    step = (1112 - 34) / len(series)
    wide = min(52.0, step * 0.72)
    columns = tuple(
        Column(
            name=week_name(week.label) or week.label, x=round(34 + step * n + (step - wide) / 2, 1),
            closes=closes[week.label], opens=opens[week.label], **_bars(box, now, value),
        )
        for n, (week, value) in enumerate(zip(told.weeks, series, strict=True))
    )  # fmt: skip
    lines = tuple((box.y(share / 100), share) for share in (0, 25, 50, 75, 100))
    return ForecastChart(columns=columns, lines=lines, now=now, then=series[-1], closing=sum(closes.values()),
                         opening=sum(opens.values()), width=round(wide, 1))  # fmt: skip


def _bars(box: charts.Frame, now: float, value: float) -> dict[str, Any]:
    """Return the two parts of a bar: what is there today and stays, and what the plan adds to it."""
    base, top = box.y(min(now, value)), box.y(max(now, value))
    return {
        "now_y": base, "now_height": round(box.bottom - base, 1), "plan_y": top,
        "plan_height": round(base - top, 1) if value > now else 0.0, "percent": round(100 * value),
    }  # fmt: skip


@room.post("/waive")
@role("manager")
def waive() -> Any:
    """Accept a finding for a reason, until a day or for good; it stays in the report, marked."""
    key = request.form.get("key", "")
    known = {finding.key: finding for finding in (*seen().reports.bare_gaps, *seen().reports.overload)}
    if key not in known:
        abort(404, _("This finding is no longer there."))
    form = waiver_form(request.form)
    if not form.validate():
        return ask(known[key], form, request.form.get("to", ""), request.form.get("back", "")), 400
    waiver = Waiver(key=key, reason=form.reason.data, until=form.until.data, by=who(), on=today())
    with database().writing(who()) as writing:
        found = frame.find(writing, "waivers", key)
        if found:
            frame.update_record(writing, replace(waiver), version=found[1])
        else:
            frame.add(writing, waiver)
        revision = changes.revision_of(writing)
    undo.done(_("Accepted. It stays in the report, marked."), revision)
    return _back()


@room.post("/unwaive")
@role("manager")
def unwaive() -> Response:
    """Take an acceptance back."""
    with database().writing(who()) as writing:
        delete_record(writing, "waivers", request.form.get("key", ""))
        revision = changes.revision_of(writing)
    undo.done(_("It counts again."), revision)
    return _back()


def _back() -> Response:
    there = "overload.index" if request.form.get("to") == "overload" else "gaps.index"
    query = request.form.get("back", "")
    return redirect(url_for(there) + (f"?{query}" if query and "\n" not in query else ""), 303)


def leverage(gap: Finding) -> float:
    """Return the leverage of a gap's best answer, 0 without one."""
    return max((answer.leverage for answer in gap.answers), default=0.0)


def best(gaps: Iterable[Finding], most: int) -> list[Finding]:
    """Return the gaps where an hour does most, one a cell of the list."""
    open_ = [gap for gap in gaps if gap.waived is None and gap.answers]
    return sorted(open_, key=lambda gap: (-leverage(gap), -gap.severity, gap.key))[:most]
