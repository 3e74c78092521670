"""Timing side by side: every task once per round, so that a slow moment of the machine falls on all of them."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

Task = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Figure:
    """The seconds that a task took in each round, beside the most it may take (None: shown for comparison)."""

    name: str
    seconds: tuple[float, ...]
    limit: float | None = None
    note: str = ""

    @property
    def median(self) -> float:
        """The middle of the rounds."""
        return median(self.seconds)

    @property
    def ratio(self) -> float | None:
        """The median as a share of the limit: below 1 is within it."""
        return self.median / self.limit if self.seconds and self.limit is not None else None

    def cells(self) -> tuple[str, ...]:
        """Return the figure as the cells of a table row: what, median, range, limit, ratio, note."""
        if not self.seconds:
            return (self.name, "–", "–", "", "", self.note)
        span = f"{show(min(self.seconds))} – {show(max(self.seconds))}"
        limit = "" if self.limit is None else show(self.limit)
        return (self.name, show(self.median), span, limit, "" if self.ratio is None else f"{self.ratio:.2f}", self.note)


HEADS = ("what", "median", "range", "limit", "ratio", "")


def show(seconds: float) -> str:
    """Return a duration for people: 4.2 ms, 0.31 s."""
    if seconds < 0.1:
        return f"{seconds * 1000:.1f} ms"
    return f"{seconds:.2f} s"


def once(task: Task) -> float:
    """Return the seconds that a task takes."""
    gc.collect()
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def interleaved(tasks: Mapping[str, Task], rounds: int) -> dict[str, tuple[float, ...]]:
    """Return the seconds of each task in each round; a first round warms up and is not counted."""
    for task in tasks.values():
        task()
    taken = [{name: once(task) for name, task in tasks.items()} for _ in range(rounds)]
    return {name: tuple(seconds[name] for seconds in taken) for name in tasks}


def markdown(figures: list[Figure]) -> str:
    """Return the figures as a Markdown table."""
    rows = [HEADS, ("---", "---:", "---:", "---:", "---:", "---"), *(figure.cells() for figure in figures)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def plain(figures: list[Figure]) -> str:
    """Return the figures as a table for a terminal."""
    rows = [HEADS, *(figure.cells() for figure in figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
