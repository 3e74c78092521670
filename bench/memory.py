"""How much memory an import takes: the peak of a process of its own that imports a CSV of so many rows."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.generate import generate
from bench.workspace import filled
from planner import pipeline
from planner.core.model import Dump, Workspace
from planner.storage.database import open_database

ROWS = (1_000, 10_000, 50_000, 100_000)
BOUND = """An import is read as a stream, and merged, written and let go a thousand items at a time, in one
transaction; rows beyond the first ten thousand lie in a temporary file meanwhile. What grows is what recognises a row
(id, address, title and where it stands, under 1 kB each), the bytes of the file itself, and every warning that is told:
nothing of the account is dropped. The records of the workspace that is imported into are recognised too, a few hundred
bytes each."""


def memory_table(folder: Path, rows: Sequence[int] = ROWS) -> str:
    """Return the peaks as a Markdown table, and what bounds them."""
    frame = replace(generate(20, 50).workspace, touchpoints=())
    lines = ["| rows of the CSV | size of the file | peak of the process |", "| ---: | ---: | ---: |"]
    for count in rows:
        sheet = write_rows(folder / f"{count}.csv", count, frame)
        _, database, _ = filled(folder / f"memory-{count}", Dump(workspace=frame))
        url = database.url
        database.close()
        command = [sys.executable, "-m", "bench.memory", url, str(sheet)]
        peak = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        lines.append(f"| {count:,} | {sheet.stat().st_size / 1e6:.1f} MB | {peak / 1024:.0f} MB |")
    return "\n".join((*lines, "", BOUND))


def write_rows(path: Path, count: int, frame: Workspace) -> Path:
    """Write a calendar with so many rows, each its own item with a placement."""
    segments, stages, phases, channels = frame.segments, frame.stages, frame.phases, frame.channels
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "title", "summary", "segments", "stages", "phases", "channel", "date"))
        for n in range(count):
            writer.writerow((
                f"item-{n}", f"The title of number {n}", f"What number {n} is about, in a sentence of some length.",
                segments[n % len(segments)].slug, stages[n % len(stages)].slug, phases[n % len(phases)].slug,
                channels[n % len(channels)].slug, date(2026, 1, 1) + timedelta(n % 365),
            ))  # fmt: skip
    return path


def main() -> None:
    """Import the file of the second argument into the database of the first, and print the peak in kB."""
    import resource

    database = open_database(sys.argv[1])
    pipeline.import_files(database, (sys.argv[2],), who="bench", now=datetime.now(UTC))
    database.close()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    main()
