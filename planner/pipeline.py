"""START READING HERE: files -> imports -> storage -> columns -> coverage, gaps, overload -> calendar -> exports.

One short function an arrow; a page or a command is a window on one of them. Nothing here knows Flask or the terminal.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from threading import RLock
from typing import Any, cast
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import numpy as np

from planner import imports
from planner.config import Config
from planner.core import answers, gaps, overload
from planner.core.again import Told, overload_again
from planner.core.calendar import Calendar, Group, calendar
from planner.core.columns import Bools, Inventory, same_figures
from planner.core.coverage import Cell, Coverage, coverage
from planner.core.filters import Found, shown_cells, shown_findings
from planner.core.findings import CellKey, Finding, ranked, waive
from planner.core.forecast import Forecast, ForecastWeek, Reopening, forecast
from planner.core.model import Dump, Query, Snapshot, Workspace
from planner.core.parse import Problem
from planner.core.plan import Tally
from planner.core.pressure import Outlook
from planner.core.query import calendar_period, report_period
from planner.core.rows import Batch, Progress, unheard
from planner.exports.calendar_csv import calendar_csv
from planner.exports.calendar_ics import calendar_ics
from planner.exports.calendar_json import calendar_json
from planner.exports.calendar_text import calendar_html, calendar_markdown, calendar_plain
from planner.exports.calendar_xlsx import calendar_xlsx
from planner.exports.dump import dump_chunks
from planner.exports.entries import CalendarExport, entries
from planner.exports.file import File
from planner.exports.report_files import report_file
from planner.exports.reports import ReportExport, cell_json, finding_json
from planner.imports.context import BY_COMMAND, Limits
from planner.imports.dump import read_dump
from planner.imports.folder import Given
from planner.imports.result import ImportResult, import_result
from planner.storage import changes, columns, dump, history, launcher, placements, search, snapshots
from planner.storage import imports as intake
from planner.storage import workspace as frame
from planner.storage.database import Database
from planner.storage.refresh import refresh_inventory, refresh_workspace
from planner.wording import sentences

CALENDAR_EXPORTS: dict[str, Callable[[CalendarExport], File]] = {
    "xlsx": calendar_xlsx,
    "csv": calendar_csv,
    "ics": calendar_ics,
    "md": calendar_markdown,
    "html": calendar_html,
    "text": calendar_plain,
    "json": calendar_json,
}

REPORTS = ("coverage", "bare_gaps", "gaps", "overload", "forecast")
KEPT = 8  # reports of a state, a day and a horizon stay ready


@dataclass(frozen=True, eq=False, kw_only=True)
class State:
    """The workspace and the arrays of its content at one `revision`."""

    revision: int
    workspace: Workspace
    inventory: Inventory

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of every item by its id."""
        return dict(zip(self.inventory.item_ids, self.inventory.item_titles, strict=True))


@dataclass(frozen=True, eq=False, kw_only=True)
class Reports:
    """What one revision says on `as_of` with horizon `until`: nothing filtered, waived findings marked.

    `told` is the overload of an earlier revision of the same workspace: what no edit touched is not judged again.
    """

    state: State
    as_of: date
    until: date
    told: Told | None = None

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
    def bare_gaps(self) -> tuple[Finding, ...]:
        """Every gap without its answers, which take longer than the rest; most severe first."""
        found = gaps.gaps(self.workspace, self.inventory, self.as_of, self.until, self.coverage)
        return ranked(waive([*found, *overload.silent_in(self._outlook)], self.workspace.waivers, self.as_of))

    @cached_property
    def gaps(self) -> tuple[Finding, ...]:
        """Every gap with its answers, most severe first."""
        return answers.answer_gaps(self.workspace, self.inventory, self.coverage, self.bare_gaps)

    @cached_property
    def overload(self) -> tuple[Finding, ...]:
        """Every overload, most severe first."""
        return overload_again(self._outlook, self.coverage, self.told)

    @cached_property
    def _outlook(self) -> Outlook:
        return Outlook(self.workspace, self.inventory, self.as_of, self.until)

    @cached_property
    def forecast(self) -> Forecast:
        """Index and gaps at the end of each week, by plan."""
        return forecast(self.workspace, self.inventory, self.as_of, self.until, self.coverage, self.bare_gaps)


@dataclass(eq=False)
class _Memory:
    """What a process remembers of a database: only what it can make again from the same revision."""

    lock: RLock = field(default_factory=RLock)
    state: State | None = None
    reports: dict[tuple[int, date, date], Reports] = field(default_factory=dict)

    def keep(self, made: Iterable[Reports]) -> None:
        """Keep reports ready, the newest of all: pages begun before a write still draw from those of their state."""
        for one in made:
            self.reports[one.state.revision, one.as_of, one.until] = one
        while len(self.reports) > KEPT:
            self.reports.pop(next(iter(self.reports)))


_memories: WeakKeyDictionary[Database, _Memory] = WeakKeyDictionary()


def open_database(config: Config, *, create: bool = False, alone: bool = False) -> Database:
    """Open the database of this installation in the launcher's order; raises `Refused` with the way out."""
    return launcher.launch(config.database, config.instance, create=create, alone=alone)


def state(database: Database) -> State:
    """Storage -> columns: return workspace and inventory at the newest revision."""
    memory = _memories.setdefault(database, _Memory())
    with memory.lock, database.reading() as session:
        revision = changes.read_revision(session)
        if memory.state is None or memory.state.revision != revision:
            before = memory.state
            if before is None:
                space = frame.load_workspace(session)
                arrays = columns.load_inventory(session, space)
            else:
                space = refresh_workspace(session, before=before.workspace, since=before.revision, now=revision)
                arrays = refresh_inventory(session, space, before=before.workspace, old=before.inventory)
            memory.state = State(revision=revision, workspace=space, inventory=arrays)
            memory.keep(_still_true(memory.reports.values(), before, memory.state))
        return memory.state


def _still_true(kept: Iterable[Reports], before: State | None, now: State) -> list[Reports]:
    """Return the reports that a write left as they were: it changed words, comments, views ..., and no figure."""
    if before is None or before.workspace != now.workspace or not same_figures(before.inventory, now.inventory):
        return []
    found = []
    for made in kept:
        if made.state is before:
            fresh = replace(made, state=now)
            vars(fresh).update((name, vars(made)[name]) for name in REPORTS if name in vars(made))
            found.append(fresh)
    return found


def _told(kept: Iterable[Reports], now: State, as_of: date, until: date) -> Told | None:
    """Return the last overload report of this workspace, day and horizon that is still known."""
    found = [
        Told(inventory=made.inventory, findings=made.overload)
        for made in kept
        if (made.as_of, made.until) == (as_of, until) and "overload" in vars(made) and made.workspace == now.workspace
    ]
    return found[-1] if found else None


def reports(database: Database, *, as_of: date, until: date, now: State | None = None) -> Reports:
    """Columns -> coverage, gaps, overload: return the reports of a day and a horizon.

    `now` is the state a page is drawn from: what it says must fit what else stands there, whatever is saved meanwhile.
    """
    now = now or state(database)
    memory = _memories.setdefault(database, _Memory())
    with memory.lock:
        made = memory.reports.get((now.revision, as_of, until))
        if made is None or made.state is not now:
            made = Reports(state=now, as_of=as_of, until=until, told=_told(memory.reports.values(), now, as_of, until))
            memory.keep([made])
        return made


def today(workspace: Workspace, now: datetime) -> date:
    """Return the day it is at `now` in the workspace's time zone."""
    return now.astimezone(ZoneInfo(workspace.settings.timezone)).date()


def found_by_text(database: Database, query: Query, inventory: Inventory) -> Found:
    """Return the rows that full-text search finds for the query, none when it asks for no text."""
    if not query.text:
        return Found()
    with database.reading() as session:
        ids, uids = search.search(session, query.text)
    return Found(
        items=[inventory.item_row[key] for key in ids if key in inventory.item_row],
        places=[inventory.place_row[uid] for uid in uids if uid in inventory.place_row],
    )


def read_files(
    database: Database,
    given: Iterable[Given],
    *,
    today: date,
    kind: str = "auto",
    columns: Mapping[str, str] | None = None,
    set_fields: Mapping[str, str] | None = None,
    limits: Limits = BY_COMMAND,
    progress: Progress = unheard,
) -> Batch:
    """Read paths or (name, bytes) pairs into rows; nothing is written."""
    with database.reading() as session:
        known, space = intake.known_sources(session), frame.load_workspace(session)
    return imports.read(
        given,
        workspace=space,
        today=today,
        kind=kind,
        columns=columns,
        set_fields=set_fields,
        limits=limits,
        known=known,
        progress=progress,
    )


def save_batch(
    database: Database, batch: Batch, *, who: str, dry_run: bool = False, progress: Progress = unheard
) -> ImportResult:
    """Save all that is good of a batch in one transaction, or (`dry_run`) tell what would be saved."""
    if not batch.rows:
        return import_result(batch, Tally())
    with database.reading() if dry_run else database.writing(who) as session:
        space = frame.load_workspace(session)
        tally = intake.bring_in(
            session, batch.rows, workspace=space, new_uid=new_uid, save=not dry_run, progress=progress
        )
    return import_result(batch, tally)


def import_files(
    database: Database,
    given: Iterable[Given],
    *,
    who: str,
    now: datetime,
    dry_run: bool = False,
    progress: Progress = unheard,
    **reading: Any,
) -> ImportResult:
    """Files -> imports -> storage, with the account of every row; `reading` are the options of `read_files`."""
    with database.reading() as session:  # not the state: whoever only imports needs no arrays of all the content
        day = today(frame.load_workspace(session), now)
    batch = read_files(database, given, today=day, progress=progress, **reading)
    return save_batch(database, batch, who=who, dry_run=dry_run, progress=progress)


def new_uid() -> str:
    """Return a uid for a new placement; it stays with it for good."""
    return secrets.token_hex(8)


def calendar_of(
    database: Database, query: Query, group: Group = "week", *, cancelled: bool = False, now: State | None = None
) -> Calendar:
    """Columns -> calendar: return the channel-by-stage grid of a query whose period is set, at `now` or the newest."""
    now = now or state(database)
    found = found_by_text(database, query, now.inventory)
    return calendar(now.workspace, now.inventory, query, group, found=found, cancelled=cancelled)


@dataclass(frozen=True, eq=False, kw_only=True)
class Shown:
    """What a query shows of the reports: chosen cells and findings, each with its own figures unchanged.

    A page waits only for what it asks: after an edit a report is the larger part of its time.
    """

    reports: Reports
    query: Query
    found: Found
    all_cells: bool

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells in sight: expected ones, or all."""
        cells = self.reports.coverage.cells(expected_only=not self.all_cells)
        return shown_cells(self.reports.workspace, self.reports.inventory, self.query, cells, found=self.found)

    @cached_property
    def gaps(self) -> tuple[Finding, ...]:
        """The gaps in sight."""
        return self._shown(self.reports.gaps)

    @cached_property
    def bare_gaps(self) -> tuple[Finding, ...]:
        """The gaps in sight without their answers."""
        return self._shown(self.reports.bare_gaps)

    @cached_property
    def overload(self) -> tuple[Finding, ...]:
        """The overload in sight."""
        return self._shown(self.reports.overload)

    def _shown(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return shown_findings(self.reports.workspace, self.reports.inventory, self.query, findings, found=self.found)

    @property
    def index(self) -> float | None:
        """The coverage index over the cells shown."""
        return self.reports.coverage.index_of(self._mask)

    @cached_property
    def weeks(self) -> tuple[ForecastWeek, ...]:
        """The forecast over the cells shown."""
        indices = self.reports.forecast.index_of(self._mask)
        return tuple(replace(week, index=i) for week, i in zip(self.reports.forecast.weeks, indices, strict=True))

    @cached_property
    def _mask(self) -> Bools:
        grid = self.reports.coverage.grid
        mask = np.zeros(len(grid), bool)
        mask[[grid.find(key_of(cell)) for cell in self.cells]] = True
        return mask


def key_of(cell: Cell | Reopening) -> CellKey:
    """Return the slugs of a cell."""
    return CellKey(segment=cell.segment, stage=cell.stage, phase=cell.phase, channel=cell.channel)


def show(database: Database, query: Query, *, all_cells: bool = False, now: State | None = None) -> Shown:
    """Return what a query whose period is set shows of the reports, at `now` or the newest."""
    judged = reports(database, as_of=cast("date", query.start), until=cast("date", query.until), now=now)
    found = found_by_text(database, query, judged.inventory)
    return Shown(reports=judged, query=query, found=found, all_cells=all_cells)


def export_report(
    database: Database, kind: str, query: Query, *, form: str, language: str, all_cells: bool = False
) -> File:
    """Return coverage, gaps, overload or forecast of a query as a file."""
    view = show(database, query, all_cells=all_cells)
    judged = view.reports
    findings = view.overload if kind == "overload" else view.gaps
    export = ReportExport(
        workspace=judged.workspace,
        as_of=judged.as_of,
        until=judged.until,
        language=language,
        index=view.index,
        cells=view.cells,
        findings=findings,
        sentences=sentences(findings, judged.workspace, language, judged.state.titles),
        titles=judged.state.titles,
        **(_forecast_of(view) if kind == "forecast" else {}),
    )
    return report_file(kind, form, export)


def _forecast_of(view: Shown) -> dict[str, Any]:
    keys, cells = {gap.key for gap in view.bare_gaps}, {key_of(cell) for cell in view.cells}
    said = view.reports.forecast
    return {
        "weeks": view.weeks,
        "closings": tuple(gap for gap in said.gaps if gap.key in keys),
        "reopens": tuple(cell for cell in said.reopens if key_of(cell) in cells),
    }


def export_calendar(
    database: Database,
    query: Query,
    *,
    form: str,
    language: str,
    now: datetime,
    group: Group = "week",
    cancelled: bool = False,
    **csv: Any,
) -> File:
    """Calendar -> exports: return the calendar of a query as a file; `csv` are `delimiter` and `bom`.

    `cancelled` takes cancelled placements along, as a feed does.
    """
    space = state(database).workspace
    query = calendar_period(query, today(space, now))
    grid = calendar_of(database, query, group, cancelled=cancelled)
    with database.reading() as session:
        records = placements.load_shown(session, (row.uid for row in grid.rows))
    findings: dict[str, Any] = {}
    if form == "xlsx":  # the workbook carries the reports of the same view
        view = show(database, query)
        said = sentences((*view.gaps, *view.overload), space, language, view.reports.state.titles)
        findings = {"gaps": view.gaps, "overload": view.overload, "sentences": said}
    modified = last_changed(database, grid) if form == "ics" else {}
    rows = entries(space, grid.rows, records)
    return CALENDAR_EXPORTS[form](
        CalendarExport(
            workspace=space, calendar=grid, entries=rows, now=now, language=language, modified=modified,
            **findings, **csv,
        )
    )  # fmt: skip


def last_changed(database: Database, grid: Calendar) -> dict[str, datetime]:
    """Return when each placement of a calendar, or the item it shows, was last written, as far as that was kept."""
    with database.reading() as session:
        placed = history.last_changed(session, "placements", [row.uid for row in grid.rows])
        shown = history.last_changed(session, "items", [row.item for row in grid.rows])
    found = ((row.uid, placed.get(row.uid), shown.get(row.item)) for row in grid.rows)
    return {uid: max(filter(None, moments)) for uid, *moments in found if any(moments)}


def dump_workspace(database: Database, *, history: bool = False) -> Iterator[str]:
    """Storage -> exports: yield the JSON text of the whole workspace, lossless."""
    with database.reading() as session:
        held = dump.read_dump(session, history)
    return dump_chunks(held, ZoneInfo(held.workspace.settings.timezone), history=history)


def load_dump(database: Database, held: Dump, *, beside_people: bool = False) -> None:
    """Put a whole dump into an empty database (people may be there with `beside_people`), or nothing of it."""
    with database.writing("load") as session:
        dump.write_dump(session, held, beside_people=beside_people)


def parse_dump(body: bytes, timezone: str) -> tuple[Dump | None, tuple[Problem, ...]]:
    """Read the JSON text of a dump: the records, or every fault with its place."""
    return read_dump(body, timezone)


def take_snapshot(database: Database, *, now: datetime, who: str) -> Snapshot:
    """Freeze index, cells and findings of today with the usual horizon, as the JSON of the reports says them."""
    space = state(database).workspace
    query = report_period(Query(), today(space, now))
    judged = reports(database, as_of=cast("date", query.start), until=cast("date", query.until))
    findings = (*judged.gaps, *judged.overload)
    said = sentences(findings, space, space.settings.language, judged.state.titles)
    taken = Snapshot(
        taken_at=now,
        as_of=judged.as_of,
        until=judged.until,
        index=judged.coverage.index,
        cells=tuple(cell_json(cell) for cell in judged.coverage.cells()),
        findings=tuple(finding_json(finding, said[finding.key]) for finding in findings),
    )
    with database.writing(who) as session:
        snapshots.add_snapshot(session, taken)
    return taken


def snapshot_of_the_week(database: Database, *, now: datetime) -> None:
    """Take a snapshot if this ISO week has none yet."""
    space = state(database).workspace
    with database.reading() as session:
        last = snapshots.last_week(session, space.settings.timezone)
    if last != today(space, now).isocalendar()[:2]:
        take_snapshot(database, now=now, who="planner")
