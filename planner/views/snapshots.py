"""Snapshots: index and findings as they were, taken by hand or at the first start of a week, and compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask import Blueprint, abort, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from planner import pipeline
from planner.core.findings import GAP_KINDS, OVERLOAD_KINDS, Finding
from planner.core.model import Snapshot
from planner.storage import snapshots as store
from planner.views.access import role
from planner.views.reports import sentence, today_reports
from planner.views.site import database, render, see, site, today, who

room = Blueprint("snapshots", __name__, url_prefix="/gaps/snapshots")


@dataclass(frozen=True, slots=True)
class Changed:
    """A finding that differs between two moments: what it says, and its severity then and now."""

    sentence: str
    then: float | None
    now: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What changed since a snapshot."""

    snapshot: Snapshot
    opened: tuple[Changed, ...]
    closed: tuple[Changed, ...]
    worsened: tuple[Changed, ...]
    waived: tuple[Changed, ...]


def listed() -> tuple[tuple[int, Snapshot], ...]:
    """Return the snapshots with their numbers, newest first."""
    with database().reading() as reading:
        return tuple(reversed(store.list_snapshots(reading)))


def compared(number: int, findings: Iterable[Finding], kinds: Collection[str]) -> Compared:
    """Return what changed between snapshot `number` and the findings of now, of these kinds."""
    with database().reading() as reading:
        snapshot = store.get_snapshot(reading, number)
    if snapshot is None:
        abort(404, _("There is no such snapshot."))
    now = {finding.key: finding for finding in findings}
    then = {str(told["key"]): told for told in snapshot.findings if told.get("kind") in kinds}
    gone = [told for key, told in then.items() if key not in now]
    both = [(now[key], then[key]) for key in now if key in then]
    return Compared(
        snapshot=snapshot,
        opened=tuple(
            Changed(sentence(f), None, f.severity) for key, f in now.items() if key not in then and not f.waived
        ),
        closed=tuple(Changed(str(told.get("sentence", told["key"])), _severity(told), None) for told in gone),
        worsened=tuple(
            Changed(sentence(f), _severity(told), f.severity) for f, told in both if f.severity > _severity(told) + 0.5
        ),
        waived=tuple(Changed(sentence(f), _severity(told), f.severity) for f, told in both
                     if f.waived and not told.get("waived")),
    )  # fmt: skip


def _severity(told: object) -> float:
    value = told.get("severity", 0.0) if hasattr(told, "get") else 0.0
    return float(value) if isinstance(value, (int, float)) else 0.0


@room.get("")
@role("viewer")
def index() -> str:
    """List the snapshots; with `?number=` show what changed since that one."""
    number = request.args.get("number", type=int)
    reports = today_reports()
    findings = (*reports.bare_gaps, *reports.overload)
    return render(
        "gaps/snapshots.html", snapshots=listed(), number=number, index=reports.coverage.index,
        compared=compared(number, findings, (*GAP_KINDS, *OVERLOAD_KINDS)) if number else None,
    )  # fmt: skip


@room.post("")
@role("editor")
def take() -> Response:
    """Take a snapshot of today."""
    pipeline.take_snapshot(database(), now=site().now(), who=who())
    flash(_("The state of %(day)s is kept.", day=today().isoformat()))
    return see("snapshots.index")
