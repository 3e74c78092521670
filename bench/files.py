"""Files in and out: the year's workbook, a large CSV, a large Markdown folder, and both once more unchanged."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.generate import TODAY
from bench.measure import Figure, interleaved, once
from bench.workspace import filled
from planner import pipeline
from planner.core.model import Dump, Item, Query
from planner.storage.database import Database

CSV_ROWS, MARKDOWN_FILES = 10_000, 1_500
HEADS = (
    "id", "title", "summary", "format", "status", "owner", "segments", "stages", "phases", "published_on", "channel",
    "date",
)  # fmt: skip


def workbook_figures(database: Database, today: date, *, rounds: int) -> list[Figure]:
    """Return figures for the year around today in the larger formats."""
    year = Query(start=today.replace(month=1, day=1), until=today.replace(month=12, day=31))
    limits = {form: 5.0 if form == "xlsx" else None for form in pipeline.CALENDAR_EXPORTS}

    def export(form: str) -> Any:
        return lambda: pipeline.export_calendar(database, year, form=form, language="en", now=datetime.now(UTC))

    taken = interleaved({form: export(form) for form in limits}, rounds)
    return [Figure(f"the year's calendar as {form}", taken[form], limit) for form, limit in limits.items()]


def import_figures(folder: Path, dump: Dump, *, rounds: int) -> list[Figure]:
    """Return figures for a 10,000-row CSV and 1,500 Markdown files, new and unchanged; each round in a new database."""
    sheet = write_csv(folder / "content.csv", dump)
    markdown = write_markdown(folder / "articles", dump.items[:MARKDOWN_FILES])
    frame = replace(dump.workspace, touchpoints=())
    taken: dict[str, list[float]] = {}
    for n in range(rounds):
        for path, name in ((sheet, f"CSV of {CSV_ROWS:,} rows"), (markdown, f"{MARKDOWN_FILES:,} Markdown files")):
            _, database, _ = filled(folder / f"{path.stem}-{n}", Dump(workspace=frame))
            for what in (f"import: {name}", f"import again, unchanged: {name}"):
                taken.setdefault(what, []).append(once(partial(bring, database, path)))
            database.close()
    return [Figure(what, tuple(seconds), 1.0 if "again" in what else 5.0) for what, seconds in taken.items()]


def bring(database: Database, path: Path) -> object:
    """Import a file or folder as the command does."""
    return pipeline.import_files(database, (path,), who="bench", now=datetime.now(UTC))


def write_csv(path: Path, dump: Dump) -> Path:
    """Write a calendar as teams keep it: a row a placement, the item's columns repeated."""
    rows = [
        (item.id, item.title, item.summary, item.format, item.status, item.owner, _each(item, "segment"),
         _each(item, "stage"), _each(item, "phase"), item.published_on or "", place.channel, place.on)
        for item in dump.items for place in item.placements if place.on
    ]  # fmt: skip
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        writer.writerows(rows[:CSV_ROWS])
    return path


def _each(item: Item, part: str) -> str:
    return ";".join(dict.fromkeys(getattr(mapping, part) for mapping in item.map))


def write_markdown(folder: Path, items: tuple[Item, ...]) -> Path:
    """Write items as Markdown files with front matter, in folders of a year."""
    for n, item in enumerate(items):
        day = TODAY - timedelta(n)
        place = folder / f"{day:%Y}" / f"{day:%Y-%m-%d}-{item.slug}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        segments = [m.segment for m in item.map]
        place.write_text(
            f"---\ntitle: {item.title}\nsummary: {item.summary}\nstatus: {item.status}\nformat: {item.format}\n"
            f"segments: [{', '.join(str(s) for s in segments)}]\nstages: [{item.map[0].stage}]\n"
            f"phases: [{item.map[0].phase}]\ntags: [{', '.join(item.tags)}]\n"
            f"placements:\n  - channel: newsletter\n    on: {day}\n---\n{item.body}\n",
            encoding="utf-8",
        )
    return folder
