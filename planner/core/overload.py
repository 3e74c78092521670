"""Overload: where people are flooded or the team is overbooked; the whole report in one place."""

from __future__ import annotations

from datetime import date

from planner.core.channel_rules import channel_rule
from planner.core.columns import Inventory
from planner.core.coverage import Coverage
from planner.core.coverage import coverage as covered
from planner.core.dependence import dependence, pile_up
from planner.core.findings import Finding, ranked, waive
from planner.core.load import capacity, workload
from planner.core.model import Workspace
from planner.core.pressing import blackout, overlap, pressure, silence, spacing
from planner.core.pressure import Outlook
from planner.core.repetition import repetition


def overload(
    workspace: Workspace, inventory: Inventory, as_of: date, until: date, coverage: Coverage | None = None
) -> tuple[Finding, ...]:
    """Return every finding of the overload report over [as_of, until], most severe first, waived ones marked.

    `coverage` is that of the same day and horizon; it is made when left out.
    """
    if until < as_of:
        return ()
    outlook = Outlook(workspace, inventory, as_of, until)
    cover = coverage or covered(workspace, inventory, as_of, until)
    plan = workspace, inventory, as_of, until
    found = [
        *pressure(outlook), *spacing(outlook), *overlap(outlook), *blackout(outlook),
        *capacity(*plan), *workload(*plan), *repetition(*plan), *channel_rule(*plan),
        *dependence(*plan, cover), *pile_up(cover),
    ]  # fmt: skip
    return ranked(waive(found, workspace.waivers, as_of))


def silent(workspace: Workspace, inventory: Inventory, as_of: date, until: date) -> tuple[Finding, ...]:
    """Return the findings about segments that hear too little; they stand in the gap report."""
    if until < as_of:
        return ()
    found = silence(Outlook(workspace, inventory, as_of, until))
    return ranked(waive(found, workspace.waivers, as_of))
