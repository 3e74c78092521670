"""What a Query shows: masks over items and placements, and the cells and findings that stay in sight.

Segment, stage, phase and channel choose what is shown; status, owner, language, campaign, format, tag and text choose
evidence: a cell or finding is shown when an item or placement in it matches. No filter changes a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from planner.core.columns import ITEM_STATUS, PLACEMENT_STATUS, Bools, Ints, Inventory
from planner.core.coverage import LOOK_BACK
from planner.core.findings import Finding
from planner.core.model import Dimension, Query, Workspace
from planner.core.parse import fold
from planner.core.status import ITEM_STATUSES, PLACEMENT_STATUSES

EVIDENCE = ("statuses", "owners", "languages", "campaigns", "formats", "tags", "text")


class CellScope(Protocol):
    """What a filter must know of a cell: its slugs and the ids of the items in it."""

    @property
    def segment(self) -> str | None: ...  # noqa: D102
    @property
    def stage(self) -> str | None: ...  # noqa: D102
    @property
    def phase(self) -> str | None: ...  # noqa: D102
    @property
    def channel(self) -> str | None: ...  # noqa: D102
    @property
    def items(self) -> Sequence[str]: ...  # noqa: D102


class Found(NamedTuple):
    """What full-text search found for the text of a query, beside titles: rows of items, rows of placements."""

    items: Sequence[int] = ()
    places: Sequence[int] = ()


NOTHING = Found()
CellT = TypeVar("CellT", bound=CellScope)
Scope = tuple[set[str], str | None, str | None, str]  # segments served, own stage, own phase, channel


def asks_evidence(query: Query) -> bool:
    """Return whether a filter is set that chooses evidence."""
    return any(getattr(query, name) for name in EVIDENCE)


def stage_of(workspace: Workspace, inventory: Inventory) -> Ints:
    """Return the stage every placement stands in (-1 = none): its own, else that of its item's best mapping.

    The best mapping is a primary one before a secondary one, then the earlier stage; any mapping with a stage counts.
    """
    n = len(workspace.stages)
    said = inventory.map_stage >= 0
    rank = inventory.map_stage[said] + np.where(inventory.map_fit[said] >= 1.0, 0, n)
    best = np.full(len(inventory.item_ids), 2 * n, np.int64)
    np.minimum.at(best, inventory.map_item[said], rank)
    of_item = np.where(best < 2 * n, best % max(n, 1), -1)
    return np.where(inventory.place_stage >= 0, inventory.place_stage, of_item[inventory.place_item])


def in_period(inventory: Inventory, start: date, until: date) -> Bools:
    """Return the dated placements that touch the days from `start` to `until`, a run with any of its days."""
    return inventory.touching(start.toordinal(), until.toordinal())


def place_mask(
    workspace: Workspace,
    inventory: Inventory,
    query: Query,
    *,
    found: Found = NOTHING,
    cancelled: bool = False,
) -> Bools:
    """Return the placements a calendar shows, whatever their date; the period is `in_period`'s.

    `status` is the placement's. Cancelled ones are left out unless the status filter names them or `cancelled` asks
    for them (a feed). Text is looked for in the placement and in its item, not in their other placements.
    """
    mask = _place_scope(workspace, inventory, query) & _place_evidence(workspace, inventory, query, found)
    if query.statuses:
        wanted = _chosen(PLACEMENT_STATUSES, query.statuses)
        wanted[PLACEMENT_STATUS["cancelled"]] |= cancelled
        mask &= wanted[inventory.place_status]
    elif not cancelled:
        mask &= inventory.place_status != PLACEMENT_STATUS["cancelled"]
    return mask


def item_mask(workspace: Workspace, inventory: Inventory, query: Query, *, found: Found = NOTHING) -> Bools:
    """Return the items a list shows: one of their mappings names segment, stage and phase, a placement the channel.

    An item is found by the text of its placements too.
    """
    of_places = inventory.place_item[np.array(found.places, np.int64)].tolist()
    mask = _item_evidence(workspace, inventory, query, Found(items=[*found.items, *of_places]))
    if query.segments or query.stages or query.phases:
        mapped = np.ones(len(inventory.map_item), bool)
        for rows, wanted, column in (
            (workspace.segments, query.segments, inventory.map_segment),
            (workspace.stages, query.stages, inventory.map_stage),
            (workspace.phases, query.phases, inventory.map_phase),
        ):
            if wanted:
                mapped &= _chosen(_slugs(rows), wanted)[column]
        mask &= _any_of(len(mask), inventory.map_item[mapped])
    if query.channels:
        there = _chosen(_slugs(workspace.channels), query.channels)[inventory.place_channel] & (
            inventory.place_status != PLACEMENT_STATUS["cancelled"]
        )
        mask &= _any_of(len(mask), inventory.place_item[there])
    return mask


def incomplete_items(workspace: Workspace, inventory: Inventory) -> Bools:
    """Return the items with an incomplete mapping: segment, stage or phase left empty though the workspace has some."""
    empty = np.zeros(len(inventory.map_item), bool)
    for rows, column in (
        (workspace.segments, inventory.map_segment),
        (workspace.stages, inventory.map_stage),
        (workspace.phases, inventory.map_phase),
    ):
        if rows:
            empty |= column < 0
    return _any_of(len(inventory.item_ids), inventory.map_item[empty])


def unmapped_items(inventory: Inventory) -> Bools:
    """Return the items without any mapping, which fill no cell; archived and cancelled ones are left out."""
    resting = np.isin(inventory.item_status, [ITEM_STATUS["archived"], ITEM_STATUS["cancelled"]])
    return ~resting & ~_any_of(len(inventory.item_ids), inventory.map_item)


def shown_cells(
    workspace: Workspace,
    inventory: Inventory,
    query: Query,
    cells: Iterable[CellT],
    *,
    found: Found = NOTHING,
) -> tuple[CellT, ...]:
    """Return the cells in the scope of the query in which an item or a placement matches; figures stay."""
    inside = [cell for cell in cells if _cell_in_scope(cell, query)]
    if not asks_evidence(query):
        return tuple(inside)
    items = _item_evidence(workspace, inventory, query, found)
    matching = {inventory.item_ids[row] for row in np.flatnonzero(items).tolist()}
    places = _placed(workspace, inventory, query, found, items)
    return tuple(
        cell
        for cell in inside
        if not matching.isdisjoint(cell.items) or (not places.keys().isdisjoint(cell.items) and _in_cell(places, cell))
    )


def shown_findings(
    workspace: Workspace,
    inventory: Inventory,
    query: Query,
    findings: Iterable[Finding],
    *,
    found: Found = NOTHING,
) -> tuple[Finding, ...]:
    """Return the findings the query shows, in their order.

    Scope: a segment, stage, phase or channel that the finding names decides; where it names none, a placement in its
    evidence does. Evidence: an item or placement in it matches; `status` is the item's.
    """
    scopes = _Scopes(workspace, inventory, query)
    inside = [finding for finding in findings if scopes.hold(finding)]
    if not asks_evidence(query):
        return tuple(inside)
    items = _item_evidence(workspace, inventory, query, found)
    places = _report_places(workspace, inventory, query, found)
    return tuple(
        f
        for f in inside
        if _hits(f.items, inventory.item_row, items) or _hits(f.placements, inventory.place_row, places)
    )


class _Scopes:
    """The scope filters of a query, ready to judge findings: wanted slugs, and per dimension the placements inside."""

    def __init__(self, workspace: Workspace, inventory: Inventory, query: Query) -> None:
        self.rows = inventory.place_row
        self.wanted = {
            noun: set(wanted)
            for noun, wanted in (
                ("segment", query.segments),
                ("stage", query.stages),
                ("phase", query.phases),
                ("channel", query.channels),
            )
            if wanted
        }
        self.places = {
            noun: _place_scope(workspace, inventory, Query(**{f"{noun}s": tuple(wanted)}))  # type: ignore[arg-type]
            for noun, wanted in self.wanted.items()
        }

    def hold(self, finding: Finding) -> bool:
        return all(self._holds(finding, noun) for noun in self.wanted)

    def _holds(self, finding: Finding, noun: str) -> bool:
        named = {getattr(finding, noun)} | ({finding.other_segment} if noun == "segment" else set())
        if named != {None}:
            return bool(named & self.wanted[noun])
        return _hits(finding.placements, self.rows, self.places[noun])


def _place_scope(workspace: Workspace, inventory: Inventory, query: Query) -> Bools:
    mask = np.ones(len(inventory.uids), bool)
    if query.segments:
        place, segment = inventory.serves
        mask &= _any_of(len(mask), place[_chosen(_slugs(workspace.segments), query.segments)[segment]])
    if query.stages:
        mask &= _chosen(_slugs(workspace.stages), query.stages)[stage_of(workspace, inventory)]
    if query.phases:
        wanted = _chosen(_slugs(workspace.phases), query.phases)
        of_item = _any_of(len(inventory.item_ids), inventory.map_item[wanted[inventory.map_phase]])
        own = inventory.place_phase
        mask &= np.where(own >= 0, wanted[own], of_item[inventory.place_item])
    if query.channels:
        mask &= _chosen(_slugs(workspace.channels), query.channels)[inventory.place_channel]
    return mask


def _place_evidence(workspace: Workspace, inventory: Inventory, query: Query, found: Found) -> Bools:
    """All evidence filters but the status, which is the placement's in one place and the item's in another."""
    mask = np.ones(len(inventory.uids), bool)
    item = inventory.place_item
    if query.owners:
        mask &= _chosen(inventory.owners, query.owners)[inventory.owner_of()]
    if query.languages:
        mask &= _chosen(inventory.languages, query.languages)[inventory.language_of()]
    if query.campaigns:
        mask &= _chosen([c.slug for c in workspace.campaigns], query.campaigns)[inventory.campaign_of()]
    if query.formats:
        mask &= _chosen(_slugs(workspace.formats), query.formats)[inventory.item_format][item]
    if query.tags:
        mask &= _tagged(inventory, query)[item]
    if query.text:
        words = fold(query.text).split()
        titles, own = inventory.folded_titles
        mask &= _having(words, own, found.places) | _having(words, titles, found.items)[item]
    return mask


def _item_evidence(workspace: Workspace, inventory: Inventory, query: Query, found: Found) -> Bools:
    mask = np.ones(len(inventory.item_ids), bool)
    for names, wanted, column in (
        (ITEM_STATUSES, query.statuses, inventory.item_status),
        (inventory.owners, query.owners, inventory.item_owner),
        (inventory.languages, query.languages, inventory.item_language),
        ([c.slug for c in workspace.campaigns], query.campaigns, inventory.item_campaign),
        (_slugs(workspace.formats), query.formats, inventory.item_format),
    ):
        if wanted:
            mask &= _chosen(names, wanted)[column]
    if query.tags:
        mask &= _tagged(inventory, query)
    if query.text:
        mask &= _having(fold(query.text).split(), inventory.folded_titles[0], found.items)
    return mask


def _report_places(workspace: Workspace, inventory: Inventory, query: Query, found: Found) -> Bools:
    """Evidence placements outside the calendar: there the status filter asks for their item's."""
    mask = _place_evidence(workspace, inventory, query, found)
    if query.statuses:
        mask &= _chosen(ITEM_STATUSES, query.statuses)[inventory.item_status][inventory.place_item]
    return mask


def _placed(
    workspace: Workspace, inventory: Inventory, query: Query, found: Found, items: Bools
) -> dict[str, list[Scope]]:
    """Return the scopes of placements that match where their item does not, by item id.

    Only those in the period in which coverage looks at placements, when the query has dates.
    """
    mask = _report_places(workspace, inventory, query, found) & inventory.counted & ~items[inventory.place_item]
    if query.start and query.until:
        mask &= inventory.touching(query.start.toordinal() - LOOK_BACK, query.until.toordinal())
    place, segment = inventory.serves
    serves: dict[int, set[str]] = {int(row): set() for row in np.flatnonzero(mask)}
    for row, at in zip(place[mask[place]].tolist(), segment[mask[place]].tolist(), strict=True):
        serves[row].add(workspace.segments[at].slug)
    stages, phases = (*_slugs(workspace.stages), None), (*_slugs(workspace.phases), None)
    channels = (*_slugs(workspace.channels), "")
    placed: dict[str, list[Scope]] = {}
    for row, segments in serves.items():
        scope = (stages[inventory.place_stage[row]], phases[inventory.place_phase[row]])
        key = inventory.item_ids[inventory.place_item[row]]
        placed.setdefault(key, []).append((segments, *scope, channels[inventory.place_channel[row]]))
    return placed


def _in_cell(placed: dict[str, list[Scope]], cell: CellScope) -> bool:
    """Whether a placement of an item in the cell serves it: it is not narrowed away from it."""
    return any(
        (cell.segment is None or cell.segment in segments)
        and (cell.stage is None or stage in (None, cell.stage))
        and (cell.phase is None or phase in (None, cell.phase))
        and cell.channel in (None, channel)
        for key in cell.items
        for segments, stage, phase, channel in placed.get(key, ())
    )


def _cell_in_scope(cell: CellScope, query: Query) -> bool:
    return (
        (not query.segments or cell.segment in query.segments)
        and (not query.stages or cell.stage in query.stages)
        and (not query.phases or cell.phase in query.phases)
        and (not query.channels or cell.channel in query.channels)
    )


def _chosen(names: Sequence[str], wanted: Iterable[str]) -> Bools:
    """Return for each name whether it is wanted, and a False behind them that index -1 (not said) picks."""
    folded = {fold(name) for name in wanted}
    return np.array([fold(name) in folded for name in names] + [False], bool)


def _slugs(rows: Iterable[Dimension]) -> list[str]:
    return [row.slug for row in rows]


def _any_of(n: int, rows: Ints) -> Bools:
    mask = np.zeros(n, bool)
    mask[rows] = True
    return mask


def _tagged(inventory: Inventory, query: Query) -> Bools:
    wanted = _chosen(inventory.tags, query.tags)[inventory.tagged_tag]
    return _any_of(len(inventory.item_ids), inventory.tagged_item[wanted])


def _having(words: list[str], titles: list[str], found: Sequence[int]) -> Bools:
    """Return the rows whose title has every word in it, and those that were found."""
    mask = np.ones(len(titles), bool)
    for word in words:
        mask &= np.array([word in title for title in titles], bool)
    return mask | _any_of(len(mask), np.array(found, np.int64))


def _hits(keys: Iterable[str], rows: dict[str, int], mask: Bools) -> bool:
    return any(key in rows and mask[rows[key]] for key in keys)
