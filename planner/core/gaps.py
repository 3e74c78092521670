"""Gaps: the cells with less usable content than their target asks, each with the one type that tells why.

Beside them stand *language* (a covered cell without anything in the segment's language) and *unanswered* (a
touchpoint without a usable answer). Evidence of a coverage gap are the counted items of its cell, for a channel cell
with the placements they count through, for *not_on_channel* the items that are mapped and not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from planner.core.columns import Bools, Floats, Ints, Inventory
from planner.core.coverage import LOOK_BACK, Coverage, total
from planner.core.coverage import coverage as cover
from planner.core.findings import COVERAGE_GAPS, CellKey, Finding, finding_key, ranked
from planner.core.model import Workspace
from planner.core.touchpoints import answered, moments

NO_GAP = -1
EMPTY, NOT_ON_CHANNEL, PLANNED_ONLY, STALE, WEAK, THIN = range(len(COVERAGE_GAPS))
LANGUAGE_POINTS, UNANSWERED_POINTS = 30.0, 60.0
NO_LANGUAGE, UNKNOWN_LANGUAGE = -2, -3


def gaps(
    workspace: Workspace, inventory: Inventory, as_of: date, until: date, coverage: Coverage | None = None
) -> tuple[Finding, ...]:
    """Return the coverage gaps, language gaps and unanswered touchpoints, most severe first."""
    found = coverage or cover(workspace, inventory, as_of, until)
    kinds = judge(found)
    return ranked([*coverage_gaps(found, kinds), *_language_gaps(found, kinds), *_unanswered(found)])


def judge(found: Coverage) -> Ints:
    """Return the type of the gap of every cell as a position in `COVERAGE_GAPS`, `NO_GAP` where there is none."""
    cells, usable, planned = found.grid, found.usable, found.planned
    there = _items_but_ideas(found)  # in a plain cell those mapped, in a channel cell those on the channel
    kinds = np.select(
        [
            there[cells.plain_of] == 0,
            there == 0,
            (usable == 0) & (planned > 0),
            _usable_if(found, found.standing.quality) >= cells.minimum,
            _usable_if(found, found.standing.freshness) >= cells.minimum,
        ],
        [EMPTY, NOT_ON_CHANNEL, PLANNED_ONLY, STALE, WEAK],
        THIN,
    )
    return np.where(cells.judged & (usable < cells.minimum), kinds, NO_GAP)


def _items_but_ideas(found: Coverage) -> Ints:
    rows = found.count.present & ~found.standing.idea[found.links.item]
    return np.bincount(found.links.cell[rows], minlength=len(found.grid))


def _usable_if(found: Coverage, factor: Floats) -> Floats:
    """Return usable per cell when a published item weighs fit x this one factor."""
    return total(found.grid, found.links, found.links.fit * factor[found.links.item], found.count.usable)


def coverage_gaps(found: Coverage, kinds: Ints) -> Iterator[Finding]:
    """Yield the gaps of the cells that have one in `kinds`, as `judge` returns them, in the order of cells."""
    asked, links, counted = found.grid, found.links, found.count
    planned = counted.present & ~counted.usable & (counted.weight > 0)
    planned_items = np.bincount(links.cell[planned], minlength=len(asked))
    published_items = np.bincount(links.cell[counted.usable], minlength=len(asked))
    placements = _placements(found, kinds)
    for cell in np.flatnonzero(kinds != NO_GAP).tolist():
        kind, key = COVERAGE_GAPS[kinds[cell]], asked.key(cell)
        usable, minimum = float(found.usable[cell]), float(asked.minimum[cell])
        yield Finding(
            key=_key(kind, key), kind=kind,
            segment=key.segment, stage=key.stage, phase=key.phase, channel=key.channel,
            severity=severity_of(found, cell, usable), start=found.as_of, until=found.until,
            value=usable, limit=minimum, weight_missing=minimum - usable,
            items=found.items_of(cell if kind != "not_on_channel" else int(asked.plain_of[cell])),
            placements=placements.get(cell, ()), planned=float(found.planned[cell]),
            planned_items=int(planned_items[cell]), published_items=int(published_items[cell]),
        )  # fmt: skip


def _key(kind: str, at: CellKey, touchpoint: str | None = None) -> str:
    """Return the key of a gap: without its first day, which is as_of, so that a waiver outlives the day."""
    return finding_key(
        kind, segment=at.segment, stage=at.stage, phase=at.phase, channel=at.channel, touchpoint=touchpoint
    )


def severity_of(found: Coverage, cell: int, usable: float) -> float:
    """Return the severity of a cell when it held `usable`: 100 x (1 - score) x w / largest w."""
    minimum = float(found.grid.minimum[cell])
    score = min(1.0, usable / minimum) if minimum > 0 else 1.0
    return 100.0 * (1.0 - score) * found.grid.share(float(found.grid.weight[cell]))


def _placements(found: Coverage, kinds: Ints) -> dict[int, tuple[str, ...]]:
    """Return the placements that the items of each open channel cell count through, by day, then uid."""
    inventory, links = found.inventory, found.links
    cell = links.cell[links.via_link]
    first, last = found.as_of.toordinal() - LOOK_BACK, found.until.toordinal()
    rows = np.flatnonzero(
        (kinds[cell] != NO_GAP) & found.count.present[links.via_link]
        & inventory.touching(first, last)[links.via_place]
    )  # fmt: skip
    place, uids = links.via_place[rows], inventory.uids
    pairs = np.unique(cell[rows] * max(1, len(uids)) + place)
    grouped: dict[int, list[tuple[int, str]]] = {}
    for at, row in zip((pairs // max(1, len(uids))).tolist(), (pairs % max(1, len(uids))).tolist(), strict=True):
        grouped.setdefault(at, []).append((int(inventory.place_day[row]), uids[row]))
    return {at: tuple(uid for _, uid in sorted(pairs)) for at, pairs in grouped.items()}


def language_gaps(found: Coverage, kinds: Ints) -> Bools:
    """Return the cells with a language gap.

    Plain, expected with a minimum and without gap, of a segment with a language, and nothing usable is in exactly it.
    """
    cells, links = found.grid, found.links
    wanted = segment_languages(found)[cells.segment]
    right = usable_links(found) & (found.inventory.item_language[links.item] == wanted[links.cell])
    spoken = np.bincount(links.cell[right], minlength=len(cells)) > 0
    plain: Bools = (cells.channel < 0) & cells.judged & (kinds == NO_GAP) & (wanted != NO_LANGUAGE)
    return plain & ~spoken


def segment_languages(found: Coverage) -> Ints:
    """Return the language of every segment as a row of the Inventory's, and `NO_LANGUAGE` behind them for -1.

    `UNKNOWN_LANGUAGE` = it has one that no item is in.
    """
    known = {language: n for n, language in enumerate(found.inventory.languages)}
    said = [segment.language for segment in found.workspace.segments]
    return np.array([known.get(code, UNKNOWN_LANGUAGE) if code else NO_LANGUAGE for code in said] + [NO_LANGUAGE])


def usable_links(found: Coverage) -> Bools:
    """Return the links that hold usable weight: published and not expired."""
    return found.count.usable & (found.count.weight > 0)


def _language_gaps(found: Coverage, kinds: Ints) -> Iterator[Finding]:
    ids, usable = found.inventory.item_ids, usable_links(found)
    for cell in np.flatnonzero(language_gaps(found, kinds)).tolist():
        key = found.grid.key(cell)
        start, end = found.link_at[cell], found.link_at[cell + 1]
        rows = start + np.flatnonzero(usable[start:end])
        yield Finding(
            key=_key("language", key), kind="language", segment=key.segment, stage=key.stage, phase=key.phase,
            severity=LANGUAGE_POINTS * found.grid.share(float(found.grid.weight[cell])),
            start=found.as_of, until=found.until, value=0.0, limit=1.0,
            items=tuple(ids[n] for n in found.links.item[rows].tolist()),
            language=found.workspace.segments[found.grid.segment[cell]].language,
        )  # fmt: skip


def _unanswered(found: Coverage) -> Iterator[Finding]:
    ids = found.inventory.item_ids
    for moment in moments(found.workspace, found.inventory):
        if answered(moment, found.standing):
            continue
        asks = moment.touchpoint
        key = CellKey(segment=asks.segment, stage=asks.stage, phase=asks.phase)
        yield Finding(
            key=_key("unanswered", key, asks.slug), kind="unanswered",
            segment=asks.segment, stage=asks.stage, phase=asks.phase, touchpoint=asks.slug,
            severity=UNANSWERED_POINTS * min(1.0, found.grid.share(moment.weight)),
            start=found.as_of, until=found.until, value=0.0, limit=1.0,
            items=tuple(ids[n] for n in moment.items.tolist()),
        )  # fmt: skip
