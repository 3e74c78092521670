"""Overload: where people are flooded or the team is overbooked; the whole report in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    cover = coverage or covered(workspace, inventory, as_of, until)
    return overload_in(Outlook(workspace, inventory, as_of, until), cover)


def overload_in(outlook: Outlook, coverage: Coverage) -> tuple[Finding, ...]:
    """Return the same from an outlook, which the gaps may share."""
    plan = outlook.workspace, outlook.inventory, outlook.as_of, outlook.until
    if outlook.until < outlook.as_of:
        return ()
    return in_order(outlook, [
        *of_contacts(outlook), *of_plan(outlook, coverage), *repetition(*plan), *channel_rule(*plan),
    ])  # fmt: skip


def of_contacts(outlook: Outlook) -> Iterator[Finding]:
    """Yield the findings that rest on the contacts of a segment, or of two."""
    yield from pressure(outlook)
    yield from spacing(outlook)
    yield from overlap(outlook)
    yield from blackout(outlook)


def of_plan(outlook: Outlook, coverage: Coverage) -> Iterator[Finding]:
    """Yield the findings about what is made and placed as a whole: all placements may count in one of them."""
    plan = outlook.workspace, outlook.inventory, outlook.as_of, outlook.until
    yield from capacity(*plan)
    yield from workload(*plan)
    yield from dependence(*plan, coverage)
    yield from pile_up(coverage)


def in_order(outlook: Outlook, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings most severe first, waived ones marked."""
    return ranked(waive(found, outlook.workspace.waivers, outlook.as_of))


def silent(workspace: Workspace, inventory: Inventory, as_of: date, until: date) -> tuple[Finding, ...]:
    """Return the findings about segments that hear too little; they stand in the gap report."""
    return silent_in(Outlook(workspace, inventory, as_of, until))


def silent_in(outlook: Outlook) -> tuple[Finding, ...]:
    """Return the same from an outlook."""
    return in_order(outlook, silence(outlook)) if outlook.until >= outlook.as_of else ()
