"""The cell that stands open beside the map: its finding, items, answers, questions, and the item one looks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from planner.core.board import next_places
from planner.core.columns import Bools, Ints, day_of
from planner.core.coverage import Cell
from planner.core.findings import CellKey, Finding
from planner.core.matrix import CELL_AXES, ITEM_AXES, behind
from planner.core.model import Touchpoint
from planner.core.parse import fold
from planner.core.status import ITEM_STATUSES
from planner.views import charts, filters
from planner.views.answers import AnswerRow, answer_rows
from planner.views.gaps import week_name
from planner.views.map.square import Tile, Where, is_one_cell, tile_of
from planner.views.reports import Seen, sentence
from planner.views.site import labels, state, today, wording

MOST = 200  # items listed at all; the others stand in the content list
FOUND = 12  # items a search for one to map shows


@dataclass(frozen=True, slots=True, kw_only=True)
class CellItem:
    """An item that counts in what is open, and with how much."""

    id: str
    title: str
    language: str | None
    status: str
    weight: float
    meta: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """The items whose title holds what was typed and that are not mapped to the cell yet; `total` is their number."""

    text: str
    items: tuple[CellItem, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What stands beside the matrix: one cell with its finding, items and answers, or the cells behind a sum."""

    cell: Cell | None
    sheet: str | None  # the value of `per` whose matrix it stands in
    name: str
    segment: str
    heat: str
    finding: Finding | None
    sentence: str
    closes: str | None
    items: tuple[CellItem, ...]  # at most MOST, the heaviest
    total: int  # of all items
    more: str  # the content list of them
    usable: float
    planned: float
    answers: tuple[AnswerRow, ...]
    questions: tuple[Touchpoint, ...]
    behind: tuple[tuple[str, str, Tile], ...]
    new: str
    largest: bool
    search: Search | None

    @property
    def shut(self) -> str:
        """The address of the page without it."""
        return filters.here(cell=None, of=None, find=None)


def opened(view: Seen, where: Where, per: str, shown: Bools) -> Opened | None:
    """Return what stands open at `where`; None when there is no such cell. `shown` are the cells of the page."""
    one = is_one_cell(where)
    key = CellKey(**{axis: where.get(axis) for axis in CELL_AXES}) if one else None
    cell = view.reports.coverage.find(key) if key else None
    if one and cell is None:
        return None
    kinds = any(axis in where for axis in ITEM_AXES)
    if cell is None or kinds:
        return _several(view, where, per, shown, cells=not kinds)
    names = labels()
    finding = next((gap for gap in view.reports.gaps if _is_about(gap, cell)), None)
    rows = view.reports.coverage.rows_of(view.reports.coverage.grid.find(key)) if key else np.zeros(0, np.int64)
    questions = _questions(view, cell)
    items, total = _items(view, rows, fit=True)
    return Opened(
        cell=cell, sheet=where.get(per), name=names.cell(cell.stage, cell.phase, cell.channel),
        segment=names.of("segment", cell.segment), heat=charts.heat(cell.usable, cell.minimum, cell.maximum),
        finding=finding, sentence=sentence(finding) if finding else "",
        closes=week_name(view.reports.forecast.closes(finding.key)) if finding else None,
        items=items, total=total, more=_more(where), usable=cell.usable, planned=cell.planned,
        answers=answer_rows(finding) if finding else (), questions=questions, behind=(),
        new=_new(where, questions), search=_search(cell),
        largest=cell.weight > 0 and cell.weight == view.reports.coverage.grid.largest,
    )  # fmt: skip


def _is_about(gap: Finding, cell: Cell) -> bool:
    same = (gap.segment, gap.stage, gap.phase, gap.channel) == (cell.segment, cell.stage, cell.phase, cell.channel)
    return same and gap.kind not in ("silent", "unanswered")


def _several(view: Seen, where: Where, per: str, shown: Bools, *, cells: bool) -> Opened:
    """Return the items behind a square or a sum, and, of a sum of cells, the expected cells."""
    names, coverage = labels(), view.reports.coverage
    rows = behind(coverage, where, shown=shown)
    kept = [cell for cell in view.cells if all(getattr(cell, a) == where[a] for a in CELL_AXES if a in where)]
    items, total = _items(view, rows)
    usable = coverage.count.usable[rows]
    weight = coverage.count.weight[rows]
    said = [names.of(axis, value) if value else _("not said") for axis, value in where.items() if axis != "channel"]
    said += [names.of("channel", where["channel"])] if where.get("channel") else []
    return Opened(
        cell=None, sheet=where.get(per), name=" · ".join(said) or _("Everything"), heat="", finding=None, sentence="",
        segment=ngettext("%(num)s expected cell", "%(num)s expected cells", len(kept)),
        closes=None, items=items, total=total, more=_more(where), usable=float(weight[usable].sum()),
        planned=float(weight[~usable].sum()), answers=(), questions=(), largest=False, search=None,
        behind=tuple(map(_in_list, kept)) if cells else (), new=_new(where, ()),
    )  # fmt: skip


def _in_list(cell: Cell) -> tuple[str, str, Tile]:
    names = labels()
    return names.of("segment", cell.segment), names.cell(cell.stage, cell.phase, cell.channel), tile_of(cell)


def _new(where: Where, questions: tuple[Touchpoint, ...]) -> str:
    """Return the form of a new item, mapped to the cell, with what the person asks there as its brief."""
    scope: dict[str, Any] = {axis: where[axis] for axis in CELL_AXES[:3] if where.get(axis)}
    brief = "\n".join(moment.need for moment in questions)
    return url_for("content.new", **scope, item_format=where.get("format"), brief=brief or None)


def _more(where: Where) -> str:
    return filters.there("content.index", **{axis: value for axis, value in where.items() if value})


def _items(view: Seen, rows: Ints, *, fit: bool = False) -> tuple[tuple[CellItem, ...], int]:
    """Return the heaviest items behind rows of links, and how many there are; one in several cells has their sum."""
    found = view.reports.coverage
    items, at = np.unique(found.links.item[rows], return_inverse=True)
    weights = np.bincount(at, found.count.weight[rows], len(items))
    primary = np.bincount(at, found.links.fit[rows] >= 1, len(items)) > 0
    ahead, titles = next_places(view.reports.inventory, today().toordinal()), view.reports.inventory.item_titles
    rows_of = zip(items.tolist(), weights.tolist(), primary.tolist(), strict=True)
    best = sorted(rows_of, key=lambda one: (-one[1], titles[one[0]]))[:MOST]
    made = (_item(row, weight, _fit(first) if fit else "", int(ahead[row])) for row, weight, first in best)
    return tuple(made), len(items)


def _fit(primary: bool) -> str:
    return wording().text("primary") if primary else wording().text("secondary")


def _item(row: int, weight: float, fit: str, place: int) -> CellItem:
    inventory, space, names = state().inventory, state().workspace, labels()
    status = ITEM_STATUSES[inventory.item_status[row]]
    form = space.formats[inventory.item_format[row]].slug if inventory.item_format[row] >= 0 else None
    owner = inventory.owners[inventory.item_owner[row]] if inventory.item_owner[row] >= 0 else ""
    parts = [names.status(status), fit, names.of("format", form).lower(), names.of("owner", owner), _next(place)]
    return CellItem(
        id=inventory.item_ids[row], title=inventory.item_titles[row], status=status, weight=weight,
        language=inventory.languages[inventory.item_language[row]] if inventory.item_language[row] >= 0 else None,
        meta=" · ".join(part for part in parts if part),
    )  # fmt: skip


def _next(place: int) -> str:
    """Return where an item appears next: e-mail Thu 3 Dec; "" for nowhere."""
    if place < 0:
        return ""
    inventory = state().inventory
    channel = state().workspace.channels[inventory.place_channel[place]].slug
    day = day_of(inventory.place_day[place])
    name = labels().of("channel", channel)
    return f"{name} {wording().day(day, 'EEE d MMM')}" if day else name


def _questions(view: Seen, cell: Cell) -> tuple[Touchpoint, ...]:
    return tuple(
        moment for moment in view.reports.workspace.touchpoints
        if (moment.segment, moment.stage, moment.phase) == (cell.segment, cell.stage, cell.phase) and moment.need
    )  # fmt: skip


def _search(cell: Cell) -> Search | None:
    """Return the items that the field beside the cell finds by title; None while nobody looks for one."""
    if "find" not in request.args:
        return None
    text = request.args["find"].strip()[:200]
    words, inventory = fold(text).split(), state().inventory
    at = [
        {row.slug: n for n, row in enumerate(rows)}.get(slug or "", -1)
        for rows, slug in (
            (state().workspace.segments, cell.segment), (state().workspace.stages, cell.stage),
            (state().workspace.phases, cell.phase),
        )
    ]  # fmt: skip
    there = (inventory.map_segment == at[0]) & (inventory.map_stage == at[1]) & (inventory.map_phase == at[2])
    mapped = set(inventory.map_item[there].tolist())
    titles = inventory.folded_titles[0]
    rows = [n for n, title in enumerate(titles) if words and n not in mapped and all(word in title for word in words)]
    rows.sort(key=lambda n: (not titles[n].startswith(words[0]), titles[n]))
    return Search(text=text, items=tuple(_item(row, 0.0, "", -1) for row in rows[:FOUND]), total=len(rows))
