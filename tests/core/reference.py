"""Coverage once more, in plain Python, straight from the words of DOMAIN section 3: slow, and easy to believe."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import product

from planner.core.coverage import Cell
from planner.core.model import Item, Mapping, Placement, Workspace

STATUS = {"published": 1.0, "approved": 0.7, "in_review": 0.5, "changes_requested": 0.5, "in_production": 0.3,
          "briefed": 0.1, "idea": 0.0}  # fmt: skip
Key = tuple[str | None, str | None, str | None, str | None]


def is_published(item: Item, as_of: date) -> bool:
    return item.status == "published" and (item.published_on is None or item.published_on <= as_of)


def freshness(space: Workspace, item: Item, as_of: date) -> float:
    if not is_published(item, as_of):
        return 1.0
    if item.expires_on and as_of > item.expires_on:
        return 0.0
    review = item.review_on
    if review is None and item.published_on is not None:
        days = next((f.review_after_days for f in space.formats if f.slug == item.format), 365)
        review = item.published_on + timedelta(days=days)
    return 0.5 if review is not None and as_of >= review else 1.0


def item_weight(space: Workspace, item: Item, fit: str, as_of: date) -> float:
    status = "approved" if item.status == "published" and not is_published(item, as_of) else item.status
    quality = 0.5 if item.quality in (1, 2) else 1.0
    return {"primary": 1.0, "secondary": 0.5}[fit] * STATUS[status] * freshness(space, item, as_of) * quality


def in_period(place: Placement, start: date, end: date) -> bool:
    if place.on is None or place.status == "cancelled":
        return False
    last = place.until if place.until and place.until > place.on else place.on
    return place.on <= end and last >= start


def serves(place: Placement, key: Key) -> bool:
    return (
        place.channel == key[3]
        and (not place.segments or key[0] in place.segments)
        and place.stage in (None, key[1])
        and place.phase in (None, key[2])
    )


def mapped(item: Item, key: Key) -> Mapping | None:
    return next((m for m in item.map if (m.segment, m.stage, m.phase) == key[:3]), None)


def live(rows: Iterable[object]) -> list[str | None]:
    rows = list(rows)
    return [row.slug for row in rows if not row.archived] if rows else [None]  # type: ignore[attr-defined]


def winner(space: Workspace, key: Key) -> object | None:
    known = {None, *live(space.segments), *live(space.stages), *live(space.phases), *live(space.channels)}
    best, most = None, -1
    for target in space.coverage_targets:
        parts = (target.segment, target.stage, target.phase, target.channel)
        if not set(parts) <= known or (target.channel is None) != (key[3] is None):
            continue
        if all(part is None or part == value for part, value in zip(parts, key, strict=True)):
            named = sum(part is not None for part in parts)
            if named >= most:
                best, most = target, named
    return best


def reference_cells(
    space: Workspace, items: Iterable[Item], as_of: date, until: date
) -> tuple[list[Cell], float | None]:
    """Every cell in order, and the coverage index."""
    items = sorted(items, key=lambda i: i.id)
    cells = []
    for segment, stage, phase in product(live(space.segments), live(space.stages), live(space.phases)):
        for channel in (None, *(c.slug for c in space.channels if not c.archived)):
            key = (segment, stage, phase, channel)
            target = winner(space, key)
            if channel is None or target is not None:
                cells.append(one_cell(space, items, key, target, (as_of, until)))
    judged = [c for c in cells if c.expected and c.minimum > 0]
    whole = sum(c.weight for c in judged)
    return cells, sum(c.weight * c.score for c in judged) / whole if whole else None


def one_cell(space: Workspace, items: list[Item], key: Key, target: object, days: tuple[date, date]) -> Cell:
    as_of, until = days
    minimum = getattr(target, "minimum", 0.0)
    maximum = getattr(target, "maximum", None)
    usable = planned = 0.0
    counted = []
    for item in items:
        found = mapped(item, key)
        if found is None or item.status not in STATUS:
            continue
        places = [p for p in item.placements if serves(p, key) and in_period(p, as_of - timedelta(days=365), until)]
        if key[3] is not None and not places:
            continue
        counted.append(item.id)
        weight = item_weight(space, item, found.fit, as_of)
        if is_published(item, as_of) and (key[3] is None or any(p.on <= as_of for p in places if p.on)):
            usable += weight
        else:
            planned += weight
    weight = float(getattr(target, "importance", 0.0))
    for rows, slug, factor in (
        (space.segments, key[0], "priority"),
        (space.stages, key[1], "weight"),
        (space.phases, key[2], "weight"),
    ):
        if slug is not None:
            weight *= next(getattr(row, factor) for row in rows if row.slug == slug)
    return Cell(
        segment=key[0], stage=key[1], phase=key[2], channel=key[3], minimum=minimum, maximum=maximum, usable=usable,
        planned=planned, score=min(1.0, usable / minimum) if minimum > 0 else 1.0, weight=weight,
        items=tuple(counted), expected=minimum > 0 or maximum is not None,
    )  # fmt: skip
