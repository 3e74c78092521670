"""The reports in process, once the content is loaded; nothing computed for one round is kept for the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bench.measure import Task
from planner.core.answers import answer_gaps
from planner.core.columns import Inventory
from planner.core.coverage import coverage
from planner.core.findings import Finding
from planner.core.forecast import forecast
from planner.core.gaps import gaps
from planner.core.model import Workspace
from planner.core.overload import overload, silent

LIMIT = 0.5
TOGETHER = "coverage + gaps with answers + overload"


def report_tasks(space: Workspace, inventory: Inventory, as_of: date) -> dict[str, Task]:
    """Return the tasks by name: each report by itself, and the three that a page needs together."""
    until = as_of + timedelta(90)
    judged = coverage(space, inventory, as_of, until)

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
    }
