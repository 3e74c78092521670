"""Items with their mappings, one or many; every write checks the version and leaves an event.

An item's version covers its own fields, tags and mappings; its placements have versions of their own and are written
by placements.py (only `add_items` writes both).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from planner.core.bulk import FIELDS
from planner.core.model import Item
from planner.core.model import Mapping as Cell
from planner.storage import changes, placements, search, tables
from planner.storage.codec import Codec, Refs, Values, chunks, refs_of
from planner.storage.errors import AlreadyThere, LostRace

CODEC = Codec(Item, tables.items)
MANY = 2000  # keys: from here on reading every row is quicker than naming them
OUTLINE = ("id", "title", "version", "status_before", *(name for name in FIELDS if name in CODEC.plain))
_MAP = Codec(Cell, tables.mappings)


def get_item(session: Session, id: str) -> Item | None:
    """Return an item with its mappings and placements, None where there is none."""
    found = load_items(session, [id])
    return found[0] if found else None


def load_items(session: Session, ids: Collection[str] | None = None, *, placed: bool = True) -> tuple[Item, ...]:
    """Return items (all, or those of `ids` that exist) by id, in a constant number of statements per 500.

    Without `placed` their placements are left out.
    """
    refs = refs_of(session)
    rows = _rows(session, None if ids is None else list(dict.fromkeys(ids)))
    pks = None if ids is None else [row.pk for row in rows]
    refs.know_pks("items", [pk for row in rows for pk in (row.derived_from_pk, row.translation_of_pk) if pk])
    tags, maps = _tags(session, pks), _maps(session, pks, refs)
    places = placements.by_item(session, pks) if placed else {}
    found = [
        Item(
            **CODEC.fields(row, refs),
            tags=tuple(tags.get(row.pk, ())),
            map=tuple(maps.get(row.pk, ())),
            placements=tuple(places.get(row.pk, ())),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda item: item.id))


def load_outlines(session: Session, ids: Collection[str], *, with_open: bool = False) -> tuple[Item, ...]:
    """Return items by id with what a change of many shows: title, version, status, tags and what `bulk.FIELDS` names.

    `with_open`: and the placements that can be called off, with uid, channel, status and version. They are to look at:
    the rest is not read.
    """
    refs, told, wanted = refs_of(session), tables.items.c, set(ids)
    query = select(told.pk, *(told[name] for name in OUTLINE), told.format_pk, told.campaign_pk)
    rows = [row for row in _parts(session, query, told.id, _few(ids)) if row.id in wanted]
    pks = _few([row.pk for row in rows])
    tags, places = _tags(session, pks), placements.open_outlines(session, pks) if with_open else {}
    found = [
        Item(
            **dict(zip(OUTLINE, values, strict=True)), format=refs.key("formats", form),
            campaign=refs.key("campaigns", campaign), tags=tuple(tags.get(pk, ())),
            placements=tuple(places.get(pk, ())),
        )
        for pk, *values, form, campaign in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda item: item.id))


def _few(keys: Collection[Any]) -> list[Any] | None:
    """Return keys that a statement may name; None for so many that reading all the rows is quicker."""
    return list(keys) if len(keys) <= MANY else None


def load_standings(session: Session, ids: Collection[str]) -> dict[str, tuple[int, str | None]]:
    """Return version and remembered status of items by id: what a page needs to let people move them."""
    told = tables.items.c
    query = select(told.id, told.version, told.status_before)
    rows = (row for chunk in chunks(list(ids)) for row in session.execute(query.where(told.id.in_(chunk))))
    return {id: (version, before) for id, version, before in rows}


def add_item(session: Session, item: Item) -> None:
    """Add an item with its mappings and placements; raises `AlreadyThere` and `UnknownReference`."""
    add_items(session, [item])


def add_items(session: Session, items: Sequence[Item]) -> None:
    """Add many items with their mappings and placements at once."""
    changes.hold(session)
    taken = [id for chunk in chunks([i.id for i in items]) for id in _taken(session, chunk)]
    if taken:
        raise AlreadyThere("items", taken[0])
    insert_items(session, items, revision=changes.stamp(session))
    for item in items:
        changes.record(session, "create", "items", item.id, after=_plain(item))
    placements.record_created(session, [(item.id, place) for item in items for place in item.placements])


def update_item(session: Session, item: Item) -> None:
    """Save the fields, tags and mappings of an item whose `version` is the one that was read.

    The saved version is one higher. Raises `LostRace` with the item as it is now.
    """
    update_items(session, [item])


def update_items(session: Session, items: Sequence[Item]) -> int:
    """Save many items as `update_item` does; returns how many differed from what was there."""
    changes.hold(session)
    before = {item.id: item for item in load_items(session, [i.id for i in items], placed=False)}
    for item in items:
        if item.id not in before or before[item.id].version != item.version:
            raise LostRace(get_item(session, item.id))
    changed = [item for item in items if replace(item, placements=()) != before[item.id]]
    reworded = [refs_of(session).pk("items", i.id) or 0 for i in changed if _words(i) != _words(before[i.id])]
    search.unlearn(session, tables.items, reworded)
    if changed:
        _write(session, changed)
    search.learn(session, tables.items, reworded)
    for item in changed:
        changes.record_update(session, "items", item.id, _plain(before[item.id]), _plain(item))
    return len(changed)


def change_items(session: Session, ids: Collection[str], values: Mapping[str, Any]) -> int:
    """Set the same fields on many items (bulk edit), whatever their version; returns how many changed."""
    changes.hold(session)
    return update_items(session, [replace(item, **values) for item in load_items(session, ids, placed=False)])


def delete_item(session: Session, id: str, *, version: int | None = None) -> None:
    """Delete an item with its mappings, placements and comments; raises `LostRace`."""
    changes.hold(session)
    item = get_item(session, id)
    if item is None or (version is not None and item.version != version):
        raise LostRace(item)
    for place in item.placements:
        changes.record(session, "delete", "placements", place.uid, before=placements.plain(id, place))
    changes.record(session, "delete", "items", id, before=_plain(item))
    pk = refs_of(session).pk("items", id)
    search.unlearn(session, tables.placements, placements.pks_of(session, id))
    search.unlearn(session, tables.items, [pk] if pk else [])
    kin = or_(tables.items.c.derived_from_pk == pk, tables.items.c.translation_of_pk == pk)
    session.execute(update(tables.items).where(kin).values(revision=changes.stamp(session)))  # they name it no more
    session.execute(delete(tables.items).where(tables.items.c.pk == pk))
    refs_of(session).forget("items")
    refs_of(session).forget("placements")


def insert_items(session: Session, items: Sequence[Item], *, revision: int) -> None:
    """Write new items, stamped with `revision`, in bulk and without a look at what is there."""
    refs = refs_of(session)
    plain = [_without_kin(item) for item in items]
    rows = [CODEC.values(item, refs) | {"revision": revision} for item in plain]
    if rows:
        session.execute(insert(tables.items), rows)
    refs.know("items", [item.id for item in items])
    pks = refs.pks("items")
    search.learn(session, tables.items, [pks[item.id] for item in items])
    _write_parts(session, items)
    _write_kin(session, [item for item in items if item.derived_from or item.translation_of])
    placements.insert_placements(session, [(pks[i.id], p) for i in items for p in i.placements], revision=revision)


def _without_kin(item: Item) -> Item:
    related = item.derived_from or item.translation_of
    return replace(item, derived_from=None, translation_of=None) if related else item


def _write(session: Session, items: Sequence[Item]) -> None:
    table, refs = tables.items, refs_of(session)
    refs.know("items", [key for item in items for key in (item.id, item.derived_from, item.translation_of) if key])
    rows, revision = [], changes.stamp(session)
    for item in items:
        said = CODEC.values(item, refs) | {"revision": revision, "version": item.version + 1}
        rows.append({f"new_{name}": value for name, value in said.items()} | {"row": refs.pk("items", item.id)})
    statement = (
        update(table)
        .where(table.c.pk == bindparam("row"), table.c.version == bindparam("new_version") - 1)
        .values({name.removeprefix("new_"): bindparam(name) for name in rows[0] if name != "row"})
    )
    session.connection().execute(statement, rows)
    for chunk in chunks([row["row"] for row in rows]):
        for part in (tables.item_tags, tables.mappings):
            session.execute(delete(part).where(part.c.item_pk.in_(chunk)))
    _write_parts(session, items)


def _write_parts(session: Session, items: Iterable[Item]) -> None:
    refs = refs_of(session)
    pks = refs.pks("items")
    tags: list[Values] = []
    maps: list[Values] = []
    for item in items:
        own = {"item_pk": pks[item.id]}
        tags += [own | {"position": n, "tag": tag} for n, tag in enumerate(item.tags)]
        maps += [own | {"position": n} | _MAP.values(cell, refs) for n, cell in enumerate(once(item.map))]
    for table, rows in ((tables.item_tags, tags), (tables.mappings, maps)):
        if rows:
            session.execute(insert(table), rows)


def once(cells: Iterable[Cell]) -> list[Cell]:
    """Return one mapping a cell, the primary one where both are said."""
    best: dict[tuple[str | None, ...], Cell] = {}
    for cell in cells:
        key = (cell.segment, cell.stage, cell.phase)
        if key not in best or (best[key].fit, cell.fit) == ("secondary", "primary"):
            best[key] = cell
    return list(best.values())


def _write_kin(session: Session, items: Sequence[Item]) -> None:
    refs, table = refs_of(session), tables.items
    refs.know("items", [key for item in items for key in (item.derived_from, item.translation_of) if key])
    rows = [
        {
            "row": refs.pk("items", item.id),
            "derived_from": refs.pk("items", item.derived_from),
            "translation_of": refs.pk("items", item.translation_of),
        }
        for item in items
    ]
    if rows:
        kin: Values = {"derived_from_pk": bindparam("derived_from"), "translation_of_pk": bindparam("translation_of")}
        session.connection().execute(update(table).where(table.c.pk == bindparam("row")).values(kin), rows)


def _rows(session: Session, ids: list[str] | None) -> list[Any]:
    query = select(tables.items)
    if ids is None:
        return list(session.execute(query))
    return [row for chunk in chunks(ids) for row in session.execute(query.where(tables.items.c.id.in_(chunk)))]


def _taken(session: Session, ids: list[str]) -> list[str]:
    return list(session.scalars(select(tables.items.c.id).where(tables.items.c.id.in_(ids))))


def _parts(session: Session, query: Any, column: Any, pks: list[Any] | None) -> Iterable[Any]:
    if pks is None:
        yield from session.execute(query)
    else:
        for chunk in chunks(pks):
            yield from session.execute(query.where(column.in_(chunk)))


def _tags(session: Session, pks: list[int] | None) -> dict[int, list[str]]:
    table = tables.item_tags
    found: dict[int, list[str]] = {}
    query = select(table.c.item_pk, table.c.tag).order_by(table.c.item_pk, table.c.position)
    for pk, tag in _parts(session, query, table.c.item_pk, pks):
        found.setdefault(pk, []).append(tag)
    return found


def _maps(session: Session, pks: list[int] | None, refs: Refs) -> dict[int, list[Cell]]:
    table = tables.mappings
    found: dict[int, list[Cell]] = {}
    for row in _parts(session, select(table).order_by(table.c.item_pk, table.c.position), table.c.item_pk, pks):
        found.setdefault(row.item_pk, []).append(Cell(**_MAP.fields(row, refs)))
    return found


def _words(item: Item) -> list[Any]:
    return [getattr(item, name) for name in search.INDEXED["items"]]


def _plain(item: Item) -> dict[str, Any]:
    return changes.plain(item, without=("placements", "version"))  # the version says nothing: it always differs
