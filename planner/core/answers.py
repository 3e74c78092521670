"""Answers: what to do about each gap, at most five, the best hour first.

points = severity the gap loses when it is judged again at as_of with the answer done; leverage = points per hour.
Beyond DOMAIN's list: a language gap is answered by a translation, by refreshing an expired item or extending one in
the language, or by a new one; a translation or an adaptation that is begun is finished (*publish*) instead of made
anew; an unanswered touchpoint by refreshing or publishing one of its items (*publish*: the effort that its status
leaves, of an approved one 0.3) or by a new one; a silence that one placement on as_of ends by placing an item on the
gentlest channel that is enough. A longer one has none: its severity does not depend on its length, so one placement
takes nothing off.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

import numpy as np

from planner.core.candidates import in_cells
from planner.core.columns import Ints, Inventory
from planner.core.coverage import Coverage, id_rank
from planner.core.desk import ACTIONS, MOST, NO_ITEM, Desk, Rows
from planner.core.findings import COVERAGE_GAPS, Answer, CellKey, Finding
from planner.core.model import Workspace
from planner.core.other_gaps import for_language, for_silence, for_touchpoint, quiet_channel
from planner.core.touchpoints import question

NO_POINTS = 1e-9


def answer_gaps(
    workspace: Workspace, inventory: Inventory, coverage: Coverage, findings: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Return the findings in their order, each with its best answers."""
    asked = tuple(findings)
    table = _together(_candidates(coverage, asked))
    rank = np.append(id_rank(inventory), len(inventory.item_ids))  # a new item (-1) comes after all others
    open_ones = {gap.touchpoint for gap in asked if gap.touchpoint}
    answered = list(asked)
    for gap, rows in _by_gap(table):
        best = _best(table, rows, rank)
        answered[gap] = replace(asked[gap], answers=tuple(_answers(coverage, asked[gap], table, best, open_ones)))
    return tuple(answered)


def _candidates(coverage: Coverage, asked: tuple[Finding, ...]) -> Iterator[Rows]:
    """Yield the candidates of all gaps; the gap of a row is its position in `asked`."""
    rows = {key: n for n, key in enumerate(coverage.grid.keys)}
    positions = [n for n, gap in enumerate(asked) if gap.kind in COVERAGE_GAPS]
    desk = Desk(coverage, np.array([rows[_cell(asked[n])] for n in positions], np.int64))
    for block in in_cells(desk):
        yield block._replace(gap=np.array(positions, np.int64)[block.gap])
    for n, gap in enumerate(asked):
        if gap.kind == "language":
            yield from for_language(desk, n, gap, rows[_cell(gap)])
        elif gap.kind == "unanswered":
            yield from for_touchpoint(desk, n, gap, rows.get(_cell(gap), -1))
        elif gap.kind == "silent":
            yield from for_silence(desk, n, gap)


def _cell(gap: Finding) -> CellKey:
    return CellKey(segment=gap.segment, stage=gap.stage, phase=gap.phase, channel=gap.channel)


def _together(blocks: Iterable[Rows]) -> Rows:
    """Return all candidates that take off points as one table, sorted by gap."""
    parts = list(blocks)
    points = np.concatenate([part.points for part in parts])
    kept = np.flatnonzero(points > NO_POINTS)
    kept = kept[np.argsort(np.concatenate([part.gap for part in parts])[kept], kind="stable")]
    return Rows(
        action=np.concatenate([part.action for part in parts])[kept],
        gap=np.concatenate([part.gap for part in parts])[kept],
        item=np.concatenate([part.item for part in parts])[kept],
        points=points[kept],
        hours=np.concatenate([part.hours for part in parts])[kept],
        format=np.concatenate([part.format for part in parts])[kept],
    )


def _by_gap(table: Rows) -> Iterator[tuple[int, slice]]:
    gaps, starts = np.unique(table.gap, return_index=True)
    bounds = [*starts.tolist(), len(table.gap)]
    for gap, start, end in zip(gaps.tolist(), bounds, bounds[1:], strict=False):
        yield gap, slice(start, end)


def _best(table: Rows, rows: slice, rank: Ints) -> Ints:
    """Return the rows of the best answers: by leverage, then hours, item id, action."""
    leverage = np.round(table.points[rows] / table.hours[rows], 9)  # ties are ties, whatever the last bits say
    near = np.arange(len(leverage))
    if len(leverage) > MOST:
        near = np.flatnonzero(leverage >= np.partition(leverage, -MOST)[-MOST])
    at = rows.start + near
    order = np.lexsort((table.action[at], rank[table.item[at]], table.hours[at], -leverage[near]))
    best: Ints = at[order[:MOST]]
    return best


def _answers(coverage: Coverage, gap: Finding, table: Rows, best: Ints, open_ones: Collection[str]) -> Iterator[Answer]:
    workspace, channel = coverage.workspace, gap.channel
    if gap.kind == "silent":
        channel = workspace.channels[quiet_channel(workspace, gap, coverage.as_of)].slug
    language = next((s.language for s in workspace.segments if s.slug == gap.segment), None)
    for row in best.tolist():
        action, item, form = ACTIONS[table.action[row]], int(table.item[row]), int(table.format[row])
        points, hours = float(table.points[row]), float(table.hours[row])
        yield Answer(
            action=action, item=None if item == NO_ITEM else coverage.inventory.item_ids[item],
            hours=hours, points=points, leverage=points / hours,
            format=workspace.formats[form].slug if form >= 0 else None,
            channel=channel,
            language=language if action in ("translate", "create") else None,
            segment=gap.segment if action == "extend" else None,
            question=_question(workspace, gap, open_ones) if action == "create" else "",
            source=_source(coverage.inventory, item) if action == "publish" and not gap.touchpoint else None,
        )  # fmt: skip


def _source(inventory: Inventory, item: int) -> str | None:
    """Return the id of what an item was made from: the text it translates, else the item it was derived from."""
    named = (int(column[item]) for column in (inventory.item_translation_of, inventory.item_derived_from))
    return next((inventory.item_ids[row] for row in named if row >= 0), None)


def _question(workspace: Workspace, gap: Finding, open_ones: Collection[str]) -> str:
    own = [t for t in workspace.touchpoints if t.slug == gap.touchpoint]
    return question(own or workspace.touchpoints, _cell(gap), open_ones)
