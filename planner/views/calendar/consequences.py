"""What a step would open and close, in the sentences of the reports: beside a card that is dragged, under a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from markupsafe import Markup

from planner.core.consequence import Consequence, Rewrite, Step, consequences, consequences_of
from planner.core.findings import Finding, ranked, waive
from planner.core.model import Item
from planner.core.moving import day_of
from planner.core.query import REPORT_DAYS
from planner.views.reports import sentence, today_reports
from planner.views.site import state, today, wording

MOST = 3  # sentences of a side; the rest is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Would:
    """What would happen: where it goes, what that opens and closes, and what else one should know; or why it stays."""

    where: str = ""
    closes: tuple[Markup, ...] = ()
    opens: tuple[Markup, ...] = ()
    closes_more: int = 0
    opens_more: int = 0
    notes: tuple[str, ...] = ()
    stays: str = ""


def would(steps: Sequence[Step], where: str = "", notes: tuple[str, ...] = ()) -> Would:
    """Return what steps open and close in the reports of today; accepted findings are left out."""
    now, day = state(), today()
    until = day + timedelta(days=REPORT_DAYS)
    known = [step for step in steps if step.placement in now.inventory.place_row]
    found = consequences(now.workspace, now.inventory, known, day, until, today_reports().coverage)
    return _in_words(found, [step.day for step in steps if step.day is not None], until, where, notes)


def would_rewrite(items: Iterable[Item], rewrites: Sequence[Rewrite]) -> Would:
    """Return what making, changing and taking away placements of these items opens and closes: see `would`."""
    now, day = state(), today()
    until = day + timedelta(days=REPORT_DAYS)
    found = consequences_of(now.workspace, now.inventory, items, rewrites, day, until)
    placed = [day_of(now.workspace, one.after) for one in rewrites if one.after]
    return _in_words(found, [there for there in placed if there], until)


def _in_words(
    found: Consequence, days: Sequence[date], until: date, where: str = "", notes: tuple[str, ...] = ()
) -> Would:
    opens, closes = _told(found.opens, found.closes), _told(found.closes, found.opens)
    if days and max(days) > until:
        notes += (_("Reports look ahead to %(day)s, not further.", day=wording().day(until, "d MMM y")),)
    return Would(
        where=where, notes=notes, opens=tuple(map(sentence, opens[:MOST])), closes=tuple(map(sentence, closes[:MOST])),
        opens_more=max(0, len(opens) - MOST), closes_more=max(0, len(closes) - MOST),
    )  # fmt: skip


def _told(findings: tuple[Finding, ...], others: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Leave out what was accepted, and the warning of a limit that the other side breaks: that is the same news."""
    marked = waive(findings, state().workspace.waivers, today())
    broken = {(f.rule, f.segment) for f in others if f.kind == "pressure"}
    return ranked(
        f for f in marked
        if f.waived is None and not (f.kind == "pressure_warning" and (f.rule, f.segment) in broken)
    )  # fmt: skip
