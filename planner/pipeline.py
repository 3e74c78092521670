"""START READING HERE: files -> imports -> storage -> columns -> coverage, gaps, overload -> calendar -> exports.

One short function an arrow; a page or a command is a window on one of them. Nothing here knows Flask or the terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from threading import RLock
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from planner.core import answers, gaps, overload
from planner.core.calendar import Calendar, Group, calendar
from planner.core.columns import Inventory
from planner.core.coverage import Coverage, coverage
from planner.core.findings import Finding, ranked, waive
from planner.core.forecast import Forecast, forecast
from planner.core.model import Query, Workspace
from planner.core.query import calendar_period
from planner.exports.calendar_csv import calendar_csv
from planner.exports.calendar_ics import calendar_ics
from planner.exports.calendar_json import calendar_json
from planner.exports.calendar_xlsx import calendar_xlsx
from planner.exports.entries import CalendarExport, entries
from planner.exports.file import File
from planner.storage import changes, columns, placements, search
from planner.storage import workspace as frame
from planner.storage.database import Database

CALENDAR_EXPORTS: dict[str, Callable[[CalendarExport], File]] = {
    "xlsx": calendar_xlsx,
    "csv": calendar_csv,
    "ics": calendar_ics,
    "json": calendar_json,
}

KEPT = 8  # reports of this many (as_of, until) stay ready; a page is drawn from them until the next write


@dataclass(frozen=True, eq=False, kw_only=True)
class State:
    """The workspace and the arrays of its content at one `revision`."""

    revision: int
    workspace: Workspace
    inventory: Inventory


@dataclass(frozen=True, eq=False, kw_only=True)
class Reports:
    """What one revision says on `as_of` with horizon `until`: nothing filtered, waived findings marked."""

    state: State
    as_of: date
    until: date

    @property
    def workspace(self) -> Workspace:
        """The frame the content was judged in."""
        return self.state.workspace

    @property
    def inventory(self) -> Inventory:
        """The content that was judged."""
        return self.state.inventory

    @cached_property
    def coverage(self) -> Coverage:
        """Weights, scores and index."""
        return coverage(self.workspace, self.inventory, self.as_of, self.until)

    @cached_property
    def gaps(self) -> tuple[Finding, ...]:
        """Every gap with its answers, most severe first."""
        plan = self.workspace, self.inventory, self.as_of, self.until
        found = [*gaps.gaps(*plan, self.coverage), *overload.silent(*plan)]
        answered = answers.answer_gaps(self.workspace, self.inventory, self.coverage, found)
        return ranked(waive(answered, self.workspace.waivers, self.as_of))

    @cached_property
    def overload(self) -> tuple[Finding, ...]:
        """Every overload, most severe first."""
        return overload.overload(self.workspace, self.inventory, self.as_of, self.until, self.coverage)

    @cached_property
    def forecast(self) -> Forecast:
        """Index and gaps at the end of each week, by plan."""
        return forecast(self.workspace, self.inventory, self.as_of, self.until, self.coverage, self.gaps)


@dataclass(eq=False)
class _Memory:
    """What a process remembers of a database: only what it can make again from the same revision."""

    lock: RLock = field(default_factory=RLock)
    state: State | None = None
    reports: dict[tuple[date, date], Reports] = field(default_factory=dict)


_memories: WeakKeyDictionary[Database, _Memory] = WeakKeyDictionary()


def state(database: Database) -> State:
    """Storage -> columns: return workspace and inventory at the newest revision."""
    memory = _memories.setdefault(database, _Memory())
    with memory.lock, database.reading() as session:
        revision = changes.read_revision(session)
        if memory.state is None or memory.state.revision != revision:
            space = frame.load_workspace(session)
            arrays = columns.load_inventory(session, space)
            memory.state, memory.reports = State(revision=revision, workspace=space, inventory=arrays), {}
        return memory.state


def reports(database: Database, *, as_of: date, until: date) -> Reports:
    """Columns -> coverage, gaps, overload: return the reports of a day and a horizon."""
    now = state(database)
    memory = _memories[database]
    with memory.lock:
        made = memory.reports.get((as_of, until))
        if made is None or made.state is not now:
            made = Reports(state=now, as_of=as_of, until=until)
            while len(memory.reports) >= KEPT:
                memory.reports.pop(next(iter(memory.reports)))
            memory.reports[as_of, until] = made
        return made


def today(workspace: Workspace, now: datetime) -> date:
    """Return the day it is at `now` in the workspace's time zone."""
    return now.astimezone(ZoneInfo(workspace.settings.timezone)).date()


def found_by_text(database: Database, query: Query, inventory: Inventory) -> list[int] | None:
    """Return the rows of the items that full-text search finds for the query; None when it asks for no text."""
    if not query.text:
        return None
    with database.reading() as session:
        ids, uids = search.search(session, query.text)
    rows = {inventory.item_row[key] for key in ids if key in inventory.item_row}
    rows |= {int(inventory.place_item[inventory.place_row[uid]]) for uid in uids if uid in inventory.place_row}
    return sorted(rows)


def calendar_of(database: Database, query: Query, group: Group = "week", *, cancelled: bool = False) -> Calendar:
    """Columns -> calendar: return the channel-by-stage grid of a query whose period is set."""
    now = state(database)
    found = found_by_text(database, query, now.inventory)
    return calendar(now.workspace, now.inventory, query, group, found=found, cancelled=cancelled)


def export_calendar(
    database: Database,
    query: Query,
    *,
    form: str,
    language: str,
    now: datetime,
    group: Group = "week",
    delimiter: str = ",",
    bom: bool = False,
) -> File:
    """Calendar -> exports: return the calendar of a query as a file of one of CALENDAR_EXPORTS."""
    known = state(database)
    day = today(known.workspace, now)
    query = calendar_period(query, day)
    grid = calendar_of(database, query, group)
    with database.reading() as session:
        records = placements.load_placements(session, [row.uid for row in grid.rows])
    export = CalendarExport(
        workspace=known.workspace,
        calendar=grid,
        entries=entries(known.workspace, grid.rows, records),
        now=now,
        language=language,
        delimiter=delimiter,
        bom=bom,
    )
    return CALENDAR_EXPORTS[form](export)
