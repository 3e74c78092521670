"""A page of the content list: filtered, sorted and counted by the database, however many items there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from planner.core.model import Query
from planner.core.parse import N_, Refused
from planner.storage import tables
from planner.storage.codec import refs_of
from planner.storage.search import matching

EVERYTHING = Query()
_ITEM = tables.items.c
SORTS: dict[str, ColumnElement[Any]] = {
    "id": _ITEM.id,
    "title": func.lower(_ITEM.title),
    "status": _ITEM.status,
    "owner": func.lower(_ITEM.owner),
    "department": func.lower(_ITEM.department),
    "language": _ITEM.language,
    "format": _ITEM.format_pk,
    "campaign": _ITEM.campaign_pk,
    "quality": _ITEM.quality,
    "effort_hours": _ITEM.effort_hours,
    "due_on": _ITEM.due_on,
    "published_on": _ITEM.published_on,
    "review_on": _ITEM.review_on,
    "expires_on": _ITEM.expires_on,
    "changed": _ITEM.revision,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """What the content list shows of an item; `placements` counts all but the cancelled ones."""

    id: str
    title: str
    version: int
    status: str
    format: str | None
    language: str | None
    owner: str
    department: str
    campaign: str | None
    url: str
    quality: int | None
    effort_hours: float | None
    due_on: date | None
    published_on: date | None
    review_on: date | None
    expires_on: date | None
    verdict: str | None
    tags: tuple[str, ...]
    mappings: int
    placements: int
    extra: Mapping[str, object] = field(default_factory=dict)


def list_items(
    session: Session, *, query: Query = EVERYTHING, sort: str = "title", limit: int = 50, offset: int = 0
) -> tuple[tuple[ItemRow, ...], int]:
    """Return a page of the items that a query shows, and how many it shows in all.

    `sort` is a name in SORTS, with `-` before it the other way round; equals stand by id. The period of the query
    chooses placements and hides no item.
    """
    conditions = list(_conditions(session, query))
    total = session.execute(select(func.count()).select_from(tables.items).where(*conditions)).scalar_one()
    rows = session.execute(_page(conditions, sort).limit(limit).offset(offset)).all()
    refs, tags = refs_of(session), _tags(session, [row.pk for row in rows])
    plain = [name for name in ItemRow.__slots__ if name in tables.items.c or name in ("mappings", "placements")]
    page = tuple(
        ItemRow(
            **{name: row._mapping[name] for name in plain},
            format=refs.key("formats", row.format_pk),
            campaign=refs.key("campaigns", row.campaign_pk),
            tags=tuple(tags.get(row.pk, ())),
        )
        for row in rows
    )
    return page, total


def list_ids(session: Session, *, query: Query = EVERYTHING, sort: str = "title") -> tuple[str, ...]:
    """Return the ids of all items that a query shows, in the order of the list."""
    page = _page(list(_conditions(session, query)), sort)
    return tuple(session.scalars(page.with_only_columns(_ITEM.id)))


def list_values(session: Session, column: str) -> tuple[str, ...]:
    """Return the different texts in a column of items ("owner", "language", "department") or the "tag"s, sorted."""
    if column not in ("owner", "language", "department", "tag"):
        raise Refused(N_("The list has no column “%(column)s”."), column=column)
    found = tables.item_tags.c.tag if column == "tag" else _ITEM[column]
    return tuple(sorted(value for value in session.scalars(select(found).distinct()) if value))


def _page(conditions: Sequence[ColumnElement[bool]], sort: str) -> Select[Any]:
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise Refused(N_("The list cannot be sorted by “%(sort)s”."), sort=name[:40])
    by = SORTS[name]
    ordered = by.desc().nulls_last() if sort.startswith("-") else by.asc().nulls_last()
    place = tables.placements.c
    mapped = select(func.count()).where(tables.mappings.c.item_pk == _ITEM.pk).scalar_subquery()
    placed = select(func.count()).where(place.item_pk == _ITEM.pk, place.status != "cancelled").scalar_subquery()
    page = select(tables.items, mapped.label("mappings"), placed.label("placements"))
    return page.where(*conditions).order_by(ordered, _ITEM.id)


def _conditions(session: Session, query: Query) -> list[ColumnElement[bool]]:
    refs = refs_of(session)

    def pks(noun: str, slugs: Sequence[str]) -> list[int]:
        known = refs.pks(noun)
        return [known[slug] for slug in slugs if slug in known]

    found: list[ColumnElement[bool]] = []
    for column, wanted in (
        (_ITEM.status, query.statuses),
        (_ITEM.owner, query.owners),
        (_ITEM.language, query.languages),
    ):
        if wanted:
            found.append(column.in_(wanted))
    for noun, slugs in (("campaigns", query.campaigns), ("formats", query.formats)):
        if slugs:
            found.append(_ITEM[f"{noun[:-1]}_pk"].in_(pks(noun, slugs)))
    cell = tables.mappings.c
    parts = {"segments": query.segments, "stages": query.stages, "phases": query.phases}
    mapped = [cell[f"{noun[:-1]}_pk"].in_(pks(noun, slugs)) for noun, slugs in parts.items() if slugs]
    if mapped:
        found.append(exists().where(and_(cell.item_pk == _ITEM.pk, *mapped)))
    if query.channels:
        place = tables.placements.c
        on = place.channel_pk.in_(pks("channels", query.channels))
        found.append(exists().where(place.item_pk == _ITEM.pk, place.status != "cancelled", on))
    if query.tags:
        tag = tables.item_tags.c
        found.append(exists().where(tag.item_pk == _ITEM.pk, tag.tag.in_(query.tags)))
    if query.text:
        found.append(matching(session, tables.items, query.text))
    return found


def _tags(session: Session, pks: list[int]) -> dict[int, list[str]]:
    table = tables.item_tags
    found: dict[int, list[str]] = {}
    query = select(table.c.item_pk, table.c.tag).where(table.c.item_pk.in_(pks))
    for pk, tag in session.execute(query.order_by(table.c.item_pk, table.c.position)):
        found.setdefault(pk, []).append(tag)
    return found
