"""Forecast: index and scores at the end of each ISO week by plan, when each gap closes, which cells open again.

By plan an unpublished item counts as published from its published_on, else from its earliest placement, else never;
without a review_on it is then due for review as long after that day as its format says. The weeks are those that
touch [as_of, until], each judged on its Sunday; placements count up to `until` in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial

import numpy as np

from planner.core.columns import Bools, Floats, Inventory
from planner.core.coverage import Coverage, count, scores, total, weighted
from planner.core.coverage import coverage as cover
from planner.core.findings import CellKey, Finding
from planner.core.gaps import gaps, segment_languages
from planner.core.model import Workspace
from planner.core.standing import Standing, planned_from, standing
from planner.core.touchpoints import Moment, answered, moments


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastWeek:
    """The end of an ISO week ("2026-W48") and the coverage index on it."""

    label: str
    end: date
    index: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The week in which a gap closes by plan; None = not within the horizon."""

    key: str
    closes: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    """A cell without gap that has one from `week` on, because these items lost weight there since the week before."""

    segment: str | None
    stage: str | None
    phase: str | None
    channel: str | None
    week: str
    because: tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Forecast:
    """What the plan makes of coverage; `score` has a row a week and a column a cell of `coverage.grid`."""

    coverage: Coverage
    weeks: tuple[ForecastWeek, ...]
    gaps: tuple[Closing, ...]
    reopens: tuple[Reopening, ...]
    score: Floats

    @property
    def as_of(self) -> date:
        """The reference date."""
        return self.coverage.as_of

    @property
    def until(self) -> date:
        """The horizon."""
        return self.coverage.until

    def closes(self, key: str) -> str | None:
        """Return the week in which the gap of this key closes, None when it does not."""
        return next((gap.closes for gap in self.gaps if gap.key == key), None)

    def index_of(self, shown: Bools) -> tuple[float | None, ...]:
        """Return the index of every week over the cells in the mask `shown`."""
        return tuple(weighted(self.coverage.grid, score, shown) for score in self.score)


@dataclass(frozen=True, eq=False)
class _Week:
    """The end of a week: how items stand, the usable weight of each link, and usable per cell."""

    found: Coverage
    end: date
    standing: Standing
    weight: Floats
    usable: Floats

    @property
    def label(self) -> str:
        """The ISO week."""
        return week_label(self.end)

    @cached_property
    def spoken(self) -> Bools:
        """The cells that hold something usable in exactly the segment's language."""
        cells, links = self.found.grid, self.found.links
        wanted = segment_languages(self.found)[cells.segment][links.cell]
        right = (self.weight > 0) & (self.found.inventory.item_language[links.item] == wanted)
        spoken = np.zeros(len(cells), bool)
        spoken[links.cell[right]] = True
        return spoken


def forecast(  # noqa: PLR0917 -- the order that every report takes
    workspace: Workspace,
    inventory: Inventory,
    as_of: date,
    until: date,
    coverage: Coverage | None = None,
    findings: Iterable[Finding] | None = None,
) -> Forecast:
    """Return the forecast; `coverage` and `findings` (the gaps whose closing is asked) save judging them again."""
    found = coverage or cover(workspace, inventory, as_of, until)
    asked = gaps(workspace, inventory, as_of, until, found) if findings is None else tuple(findings)
    open_gaps, closed, weeks, score = dict(_tests(found, asked)), dict[str, str](), [], []
    reopens: list[Reopening] = []
    before, was_open = np.where(found.count.usable, found.count.weight, 0.0), found.usable < found.grid.minimum
    for week in _weeks(found):
        closed |= {key: week.label for key, closes in open_gaps.items() if closes(week)}
        open_gaps = {key: closes for key, closes in open_gaps.items() if key not in closed}
        reopens += _reopenings(week, before, was_open)
        before, was_open = week.weight, week.usable < found.grid.minimum
        score.append(scores(found.grid, week.usable))
        index = weighted(found.grid, score[-1], np.ones(len(found.grid), bool))
        weeks.append(ForecastWeek(label=week.label, end=week.end, index=index))
    return Forecast(
        coverage=found, weeks=tuple(weeks), reopens=tuple(reopens),
        gaps=tuple(Closing(key=gap.key, closes=closed.get(gap.key)) for gap in asked),
        score=np.array(score).reshape(len(weeks), len(found.grid)),
    )  # fmt: skip


def week_label(day: date) -> str:
    """Return the ISO week of a day as 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def week_ends(as_of: date, until: date) -> tuple[date, ...]:
    """Return the Sundays of the ISO weeks that touch [as_of, until]."""
    first = as_of + timedelta(days=6 - as_of.weekday())
    count = ((until + timedelta(days=6 - until.weekday())) - first).days // 7 + 1
    return tuple(first + timedelta(weeks=n) for n in range(count))


def _weeks(found: Coverage) -> Iterator[_Week]:
    plan, until = planned_from(found.inventory), found.until.toordinal()
    for end in week_ends(found.as_of, found.until):
        stand = standing(found.workspace, found.inventory, end.toordinal(), planned_from=plan)
        counted = count(found.grid, found.links, found.inventory, stand, as_of=end.toordinal(), until=until)
        usable = total(found.grid, found.links, counted.weight, counted.usable)
        yield _Week(found, end, stand, np.where(counted.usable, counted.weight, 0.0), usable)


def _tests(found: Coverage, asked: Iterable[Finding]) -> Iterator[tuple[str, Callable[[_Week], bool]]]:
    """Yield for each gap the question whether it is closed at the end of a week."""
    rows = {found.grid.key(n): n for n in np.flatnonzero(found.grid.judged).tolist()}
    by_slug = {moment.touchpoint.slug: moment for moment in moments(found.workspace, found.inventory)}
    for gap in asked:
        if gap.kind == "silent":
            yield gap.key, partial(_silence_is_over, gap)
        elif gap.kind == "unanswered":
            yield gap.key, partial(_is_answered, by_slug[gap.touchpoint or ""])
        else:
            cell = rows[CellKey(segment=gap.segment, stage=gap.stage, phase=gap.phase, channel=gap.channel)]
            yield gap.key, partial(_is_spoken if gap.kind == "language" else _is_enough, cell)


def _silence_is_over(gap: Finding, week: _Week) -> bool:
    """Whether the run of quiet windows has ended by the end of the week, seen within the horizon."""
    return gap.until is not None and gap.until < min(week.end, week.found.until)


def _is_answered(moment: Moment, week: _Week) -> bool:
    return answered(moment, week.standing)


def _is_spoken(cell: int, week: _Week) -> bool:
    return bool(week.spoken[cell])


def _is_enough(cell: int, week: _Week) -> bool:
    return bool(week.usable[cell] >= week.found.grid.minimum[cell])


def _reopenings(week: _Week, before: Floats, was_open: Bools) -> Iterator[Reopening]:
    """Yield the cells that have a gap now and had none, with the items whose weight there fell since."""
    found, cells = week.found, week.found.grid
    for cell in np.flatnonzero(cells.judged & (week.usable < cells.minimum) & ~was_open).tolist():
        start, end = found.link_at[cell], found.link_at[cell + 1]
        lost = found.links.item[start:end][week.weight[start:end] < before[start:end]]
        key = cells.key(cell)
        yield Reopening(
            segment=key.segment, stage=key.stage, phase=key.phase, channel=key.channel, week=week.label,
            because=tuple(found.inventory.item_ids[n] for n in lost.tolist()),
        )  # fmt: skip
