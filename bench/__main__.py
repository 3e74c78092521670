"""`python -m bench`: measure, print a table, and write it to docs/performance.md."""

from __future__ import annotations

import argparse
import gc
import os
import platform
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.files import import_figures, workbook_figures
from bench.generate import generate
from bench.measure import Figure, interleaved, markdown, plain
from bench.memory import memory_table
from bench.pages import page_figures
from bench.reports import LIMITS, report_tasks
from bench.workspace import filled, loaded
from planner.cli import COLLECTIONS
from planner.core.model import Dump, Settings

PARTS = ("reports", "files", "pages", "imports")
PAPER = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
MEMORY = "## Memory of an import"
Sections = dict[str, list[Figure]]


def main() -> int:
    """Measure the parts asked for; the paper is written when all of them were."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--placements", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=PARTS, action="append", help="measure only this part; may repeat")
    given = parser.parse_args()
    gc.set_threshold(*COLLECTIONS)  # as the command does
    parts = given.only or PARTS
    say(f"Making {given.items:,} items with {given.placements:,} placements ...")
    load = os.getloadavg()[0]
    sections = measured(given.items, given.placements, parts, given.rounds)
    memory = ""
    if "imports" in parts:
        with tempfile.TemporaryDirectory(prefix="planner-bench-") as name:
            memory = memory_table(Path(name))
    for title, figures in sections.items():
        print(f"\n{title}\n{plain(figures)}")
    if memory:
        print(f"\nMemory of an import\n{memory}")
    if set(parts) == set(PARTS):
        text = paper(sections, given.items, given.placements, given.rounds, load)
        PAPER.write_text(f"{text}\n{MEMORY}\n\n{memory}\n", encoding="utf-8")
        say(f"Written to {PAPER}.")
    over = [f.name for figures in sections.values() for f in figures if f.ratio is not None and f.ratio > 1]
    if over:
        say("Over their limit: " + "; ".join(over))
    return 1 if over else 0


def measured(items: int, placements: int, parts: tuple[str, ...], rounds: int) -> Sections:
    """Return the figures of each part; the data lies around the day it is, because the pages ask for today."""
    today = datetime.now(ZoneInfo(Settings().timezone)).date()
    dump = generate(items, placements, today=today)
    sections: Sections = {}
    with tempfile.TemporaryDirectory(prefix="planner-bench-") as name:
        folder = Path(name)
        if set(parts) - {"imports"}:
            config, database, seconds = filled(folder / "filled", dump)
            say(f"Written to a database in {seconds:.1f} s.")
            if "reports" in parts:
                space, inventory = loaded(database)
                taken = interleaved(report_tasks(space, inventory, today), rounds)
                figures = [Figure(name, taken[name], LIMITS.get(name)) for name in taken]
                reading = interleaved({"load": lambda: loaded(database)}, rounds)["load"]
                figures.append(Figure("loading the arrays from the database", reading))
                sections["Reports, in process, once loaded"] = figures
            if "files" in parts:
                sections["Exports of a year"] = workbook_figures(database, today, rounds=min(rounds, 3))
            if "pages" in parts:
                sections["Pages over HTTP"] = page_figures(
                    config, database, item=dump.items[0].id, segment=dump.workspace.segments[0].slug,
                    placement=coming(dump, today), today=today, rounds=rounds,
                )  # fmt: skip
            database.close()
        if "imports" in parts:
            sections["Imports"] = import_figures(folder, dump, rounds=min(rounds, 3))
    return sections


def coming(dump: Dump, today: date) -> str:
    """Return the uid of a whole-day placement of the next four weeks."""
    until = today + timedelta(28)
    return next(p.uid for i in dump.items for p in i.placements if p.on and not p.until and today < p.on < until)


def paper(sections: Sections, items: int, placements: int, rounds: int, load: float) -> str:
    """Return docs/performance.md; `load` is how many other processes wanted a core when it began."""
    busy = f"Other work had {load:.1f} cores busy when the run began."
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {platform.system()}"
    intro = f"""# How fast it is

Written by `make bench`; do not edit by hand. One run on {machine},
with {items:,} items and {placements:,} placements made by `bench/generate.py`.
Each task ran {rounds} times (imports and exports fewer), in turn with the others, after one round to warm up.
*Median* and *range* are of those rounds; *ratio* is the median as a share of the limit, so below 1.00 is within it.
Seconds differ from machine to machine; the ratios between rows of one table are what to compare.
{busy}
"""
    tables = (f"## {title}\n\n{markdown(figures)}\n" for title, figures in sections.items())
    return "\n".join((intro, *tables))


def say(message: str) -> None:
    """Tell the person at the terminal."""
    print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
