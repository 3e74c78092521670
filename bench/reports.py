"""The reports in process, once the content is loaded; nothing computed for one round is kept for the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from bench.measure import Task
from planner.core.answers import answer_gaps
from planner.core.columns import PLACEMENT_STATUS, Inventory
from planner.core.consequence import Step, consequence
from planner.core.coverage import coverage
from planner.core.findings import Finding
from planner.core.forecast import forecast
from planner.core.gaps import gaps
from planner.core.model import Workspace
from planner.core.overload import overload, silent

TOGETHER = "coverage + gaps with answers + overload"
MOVES = 10
WHAT_IF = f"what a move would open and close, {MOVES} moves"
LIMITS = {TOGETHER: 0.5, WHAT_IF: 0.05 * MOVES}


def report_tasks(space: Workspace, inventory: Inventory, as_of: date) -> dict[str, Task]:
    """Return the tasks by name: each report by itself, and the three that a page needs together."""
    until = as_of + timedelta(90)
    judged = coverage(space, inventory, as_of, until)
    steps = moves(space, inventory, as_of)

    def fresh() -> Inventory:
        return replace(inventory)  # the same arrays, without what was derived from them

    def gaps_with_answers(arrays: Inventory) -> tuple[Finding, ...]:
        found = (*gaps(space, arrays, as_of, until, judged), *silent(space, arrays, as_of, until))
        return answer_gaps(space, arrays, judged, found)

    def together() -> None:
        arrays = fresh()
        cover = coverage(space, arrays, as_of, until)
        found = (*gaps(space, arrays, as_of, until, cover), *silent(space, arrays, as_of, until))
        answer_gaps(space, arrays, cover, found)
        overload(space, arrays, as_of, until, cover)

    return {
        "coverage": lambda: coverage(space, fresh(), as_of, until),
        "gaps with answers": lambda: gaps_with_answers(fresh()),
        "overload": lambda: overload(space, fresh(), as_of, until, judged),
        "forecast": lambda: forecast(space, fresh(), as_of, until),
        TOGETHER: together,
        WHAT_IF: lambda: [consequence(space, inventory, step, as_of, until, judged) for step in steps],
    }


def moves(space: Workspace, inventory: Inventory, as_of: date) -> list[Step]:
    """Return moves a week on, spread over what is planned for the coming two months; the last ones change channel."""
    first = as_of.toordinal()
    coming = (inventory.place_day >= first) & (inventory.place_day < first + 60)
    rows = np.flatnonzero(coming & (inventory.place_status < PLACEMENT_STATUS["published"]))
    rows = rows[np.linspace(0, len(rows) - 1, MOVES).astype(int)] if len(rows) else rows
    return [
        Step(
            placement=inventory.uids[row], day=date.fromordinal(int(inventory.place_day[row]) + 7),
            channel=space.channels[0].slug if n >= MOVES - 2 else None,
        )
        for n, row in enumerate(rows.tolist())
    ]  # fmt: skip
