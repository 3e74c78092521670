"""What the report pages share: the reports of the request's period, what of them the filters show, rows to draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from planner import pipeline
from planner import wording as wording_of
from planner.core.coverage import Cell
from planner.core.findings import Finding
from planner.core.model import Query
from planner.core.query import REPORT_DAYS
from planner.views import filters
from planner.views.site import database, emphasised, labels, language, state, today, wording


@dataclass(frozen=True, eq=False)
class Seen:
    """The reports of a page and what of them its filters show; figures are never changed by a filter."""

    query: Query
    shown: pipeline.Shown

    @property
    def reports(self) -> pipeline.Reports:
        """The reports, unfiltered."""
        return self.shown.reports

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The expected cells in sight."""
        return self.shown.cells

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """The gaps in sight, accepted ones too."""
        return self.shown.gaps

    @property
    def bare_gaps(self) -> tuple[Finding, ...]:
        """The same without their answers, which take longer than the rest."""
        return self.shown.bare_gaps

    @property
    def overload(self) -> tuple[Finding, ...]:
        """The overload in sight, accepted findings too."""
        return self.shown.overload

    @property
    def index(self) -> float | None:
        """The coverage index over the cells in sight."""
        return index_of(self.cells)


def index_of(cells: Iterable[Cell]) -> float | None:
    """Return the coverage index over cells, None where nothing is expected of them."""
    judged = [cell for cell in cells if cell.minimum > 0]
    whole = sum(cell.weight for cell in judged)
    return sum(cell.weight * cell.score for cell in judged) / whole if whole > 0 else None


def seen() -> Seen:
    """Return the reports of this request's period and filters; one for the whole request."""
    if "seen" not in g:
        query = filters.report_query()
        g.seen = Seen(query, pipeline.show(database(), query, now=state()))
    found: Seen = g.seen
    return found


def today_reports() -> pipeline.Reports:
    """Return the reports of today and the 90 days after it, unfiltered."""
    first = today()
    return pipeline.reports(database(), as_of=first, until=first + timedelta(days=REPORT_DAYS), now=state())


@dataclass(frozen=True, slots=True)
class Step:
    """The next step of a finding, drawn as a button."""

    text: str
    href: str
    icon: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a page draws it: its sentence, links to its evidence, notes and its next step."""

    finding: Finding
    sentence: Markup
    evidence: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()
    step: Step | None = None


def sentence(finding: Finding, titles: Mapping[str, str] | None = None) -> Markup:
    """Return the sentence of a finding in the request's language, the names it is about in bold.

    `titles` (by item id) are given where an item is not saved yet.
    """
    names = labels()
    text = wording_of.sentence(finding, names, language(), titles or state().titles)
    cell = " · ".join(filter(None, (names.of("stage", finding.stage), names.of("phase", finding.phase))))
    about = (
        names.of("segment", finding.segment), names.of("segment", finding.other_segment), cell,
        names.of("owner", finding.owner), "" if finding.segment else names.of("channel", finding.channel),
    )  # fmt: skip
    return emphasised(text, *about)


def evidence(finding: Finding) -> tuple[tuple[str, str], ...]:
    """Return links to what a finding counts: its cell, its items, its placements in the calendar."""
    links: list[tuple[str, str]] = []
    words = wording()
    if finding.stage or finding.phase:
        of = _("%(usable)s of %(minimum)s usable", usable=words.number(finding.value, 2),
               minimum=words.number(finding.limit or 0, 2))  # fmt: skip
        links.append((of, filters.there("map.index", cell=cell_key(finding))))
    if finding.placements:
        n = len(finding.placements)
        text = ngettext("%(num)s placement", "%(num)s placements", n)
        links.append((text, filters.there("overload.index", open=finding.key, _anchor="evidence")))
    elif finding.items:
        text = ngettext("%(num)s item", "%(num)s items", len(finding.items))
        there = "map.index" if finding.stage or finding.phase else "overload.index"
        more = {"cell": cell_key(finding)} if there == "map.index" else {"open": finding.key, "_anchor": "evidence"}
        links.append((text, filters.there(there, **more)))
    return tuple(links)


def cell_key(finding: Finding | Cell) -> str:
    """Return a cell as the address of the map names it: segment/stage/phase, with a channel behind it."""
    parts = [finding.segment or "", finding.stage or "", finding.phase or ""]
    return "/".join([*parts, finding.channel] if finding.channel else parts)


def levels(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings of each level are not accepted."""
    counted = {"high": 0, "medium": 0, "low": 0}
    for finding in findings:
        if finding.waived is None:
            counted[finding.level] += 1
    return counted


def said_levels(findings: Iterable[Finding]) -> str:
    """Return the levels as a title says them: 3 high, 17 medium, 13 low."""
    names = {"high": _("high"), "medium": _("medium"), "low": _("low")}
    told = [f"{n} {names[level]}" for level, n in levels(findings).items() if n]
    return ", ".join(told) or _("none")
