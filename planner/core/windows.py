"""The windows of a frequency rule, ISO weeks and months, and the runs of windows that a finding covers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.core.columns import Bools, Ints
from planner.core.model import FrequencyRule

EPSILON = 1e-9  # comparisons with a limit allow it
LOOK_BACK = 366  # days before as_of in which a run that is under way may have begun


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Windows:
    """The windows of a rule in order of time, as ordinals; those from position `shown` on are reported.

    The earlier ones only tell when a run that is under way began. `opens` is the day a run that begins with the
    window is said to start on: the window's end for a rolling one, its first day for a week or month.
    """

    first: Ints
    last: Ints
    opens: Ints
    judged: Bools
    shown: int

    @property
    def days(self) -> tuple[int, int]:
        """The first and last day that any window holds."""
        return int(self.first[0]), int(self.last[-1])


def rule_windows(rule: FrequencyRule, as_of: date, until: date, *, back: int = LOOK_BACK) -> Windows:
    """Return the windows of `rule` for a report over [as_of, until], preceded by those of `back` days before.

    A rolling window is judged when its last day lies in the rule's active period, a week or month when it touches it.
    """
    start, end = as_of.toordinal(), until.toordinal()
    earliest = start - back
    kind, _, size = rule.window.partition(":")
    if kind == "rolling":
        last = np.arange(earliest, end + 1)
        first, opens, judged_from = last - (int(size) - 1), last, last
    else:
        first, last = weeks_touching(earliest, end) if kind == "week" else _months(earliest, end)
        opens = judged_from = first
    judged = np.ones(len(last), bool)
    if rule.active_from is not None:
        judged &= last >= rule.active_from.toordinal()
    if rule.active_to is not None:
        judged &= judged_from <= rule.active_to.toordinal()
    shown = int(np.searchsorted(last, start))
    return Windows(first=first, last=last, opens=opens, judged=judged, shown=shown)


def monday(day: int) -> int:
    """Return the Monday of the ISO week of an ordinal."""
    return day - (day - 1) % 7


def weeks_touching(start: int, end: int) -> tuple[Ints, Ints]:
    """Return the first and last days of the ISO weeks that touch [start, end]."""
    first = np.arange(monday(start), end + 1, 7)
    return first, first + 6


def _months(start: int, end: int) -> tuple[Ints, Ints]:
    one, other = date.fromordinal(start), date.fromordinal(end)
    months = range(one.year * 12 + one.month - 1, other.year * 12 + other.month + 1)
    first = np.array([date(m // 12, m % 12 + 1, 1).toordinal() for m in months], np.int64)
    return first[:-1], first[1:] - 1


def runs(over: Bools, shown: int = 0) -> Iterator[tuple[int, int, int, int]]:
    """Yield (row, begin, first, last) of every maximal run of true windows in a row that reaches the shown ones.

    `first` and `last` are positions from `shown` on; `begin` <= `first` is where the run truly begins.
    """
    edge = np.zeros((len(over), 1), np.int8)
    steps = np.diff(np.concatenate([edge, over.astype(np.int8), edge], axis=1), axis=1)
    rows, begins = np.nonzero(steps == 1)
    lasts = np.nonzero(steps == -1)[1] - 1
    for row, begin, last in zip(rows.tolist(), begins.tolist(), lasts.tolist(), strict=True):
        if last >= shown:
            yield row, begin, max(begin, shown), last
