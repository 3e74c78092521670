"""Deleting and merging rows of a workspace: what names them is counted first, and follows in a merge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, or_, select, update
from sqlalchemy.orm import Session

from planner.core.model import Channel, Item, Placement, Query, SegmentOverlap
from planner.core.model import Mapping as Cell
from planner.core.parse import N_
from planner.storage import changes, items, placements, tables, workspace
from planner.storage.codec import refs_of
from planner.storage.errors import Cannot, InUse, LostRace
from planner.storage.mentions import QUERY_FIELD, rename
from planner.storage.nouns import NOUNS, Noun, key_of, load
from planner.storage.search import learn_all

MERGEABLE = ("segments", "stages", "phases", "channels", "formats", "campaigns")
# What a link table is a part of, for people who read the counts.
_OWNER = {
    "placement_segments": ("placements", "placement_pk"),
    "segment_reach": ("segments", "segment_pk"),
    "channel_formats": ("channels", "channel_pk"),
    "format_sources": ("formats", "format_pk"),
    "touchpoint_channels": ("touchpoints", "touchpoint_pk"),
    "touchpoint_items": ("touchpoints", "touchpoint_pk"),
    "frequency_rule_channels": ("frequency_rules", "frequency_rule_pk"),
}
COUNTED = {
    "mappings": N_("mappings"),
    "placements": N_("placements"),
    "items": N_("items"),
    "segments": N_("segments"),
    "channels": N_("channels"),
    "formats": N_("formats"),
    "overlaps": N_("overlaps"),
    "touchpoints": N_("touchpoints"),
    "coverage_targets": N_("targets"),
    "frequency_rules": N_("rules"),
    "kpi_values": N_("figures"),
    "views": N_("views"),
}


def count_uses(session: Session, noun: str, key: str) -> dict[str, int]:
    """Return how many records name a row, by their noun: what a merge would move. {} where nothing does."""
    pk = refs_of(session).pk(noun, key) if noun in MERGEABLE else _pk(session, noun, key)
    found: dict[str, int] = {}
    for table, columns in _pointing(noun).items():
        owner, counted = _OWNER.get(table.name, (table.name, None))
        rows = select(func.count(table.c[counted].distinct()) if counted else func.count())
        number = session.execute(rows.where(or_(*(column == pk for column in columns)))).scalar_one()
        if number:
            found[owner] = found.get(owner, 0) + number
    if noun in QUERY_FIELD:
        queries: list[Query] = list(session.scalars(select(tables.named("views").c.query)))
        named = sum(key in getattr(query, QUERY_FIELD[noun]) for query in queries)
        found |= {"views": named} if named else {}
    return found


def delete_record(session: Session, noun: str, key: str, *, version: int | None = None) -> None:
    """Delete a small record that nothing else names; raises `InUse` with the counts, and `LostRace`.

    Its own parts (the reach of a segment, overlaps with others) go with it.
    """
    changes.hold(session)
    found = workspace.find(session, noun, key)
    if found is None or (version is not None and found[1] != version):
        raise LostRace(found[0] if found else None)
    uses = count_uses(session, noun, key)
    blocking = {name: n for name, n in uses.items() if name not in ("views", "overlaps")}
    if blocking:
        raise InUse(noun, key, blocking)
    _delete(session, noun, key, found[0])


def merge(session: Session, noun: str, key: str, into: str) -> dict[str, int]:
    """Let everything that names the row `key` name `into` instead, then delete it; returns the counts that moved.

    Where both are named already, `into` stays as it is: one mapping a cell (the primary one), one target a cell.
    """
    if noun not in MERGEABLE:
        raise Cannot(f"{noun} are not merged")
    if key == into:
        raise Cannot("a row is not merged into itself")
    changes.hold(session)
    found = workspace.find(session, noun, key)
    if found is None or workspace.find(session, noun, into) is None:
        raise LostRace(None)
    uses = count_uses(session, noun, key)
    _move_items(session, noun, key, into)
    _move_placements(session, noun, key, into)
    _move_figures(session, noun, key, into)
    for other in NOUNS.values():
        _move_records(session, other, noun, key, into)
    rename(session, noun, key, into)
    _delete(session, noun, key, found[0])
    return uses


def empty(session: Session, *, keep_frame: bool = False) -> None:
    """Delete all content ("Start your own"), and without `keep_frame` the workspace's rows too; users stay.

    Series and waivers are about content and go with it. History stays: an event tells who did it.
    """
    changes.hold(session)
    content = [tables.named(name) for name in ("kpi_values", "placements", "items", "snapshots", "series", "waivers")]
    frame = [noun.table for noun in reversed(NOUNS.values()) if noun.name != "users" and noun.table not in content]
    gone = content + ([] if keep_frame else frame)
    counts = {table.name: session.execute(select(func.count()).select_from(table)).scalar_one() for table in gone}
    for table in gone:
        session.execute(delete(table))
    if not keep_frame:
        session.execute(delete(tables.settings))
    session.info.pop("refs", None)
    learn_all(session)
    changes.record(session, "empty", "workspace", "", before={name: n for name, n in counts.items() if n})


def _pointing(noun: str) -> dict[Table, list[ColumnElement[Any]]]:
    """Return the columns that point to a noun, by table; its own parts and ways in left out."""
    target = tables.named(noun)
    found: dict[Table, list[ColumnElement[Any]]] = {}
    for table in tables.METADATA.sorted_tables:
        if table in (tables.sessions, tables.login_links, tables.view_tokens):
            continue
        for column in table.c:
            own = _OWNER.get(table.name, ("", ""))[1] == column.name and _OWNER[table.name][0] == noun
            if not own and any(key.column.table is target for key in column.foreign_keys):
                found.setdefault(table, []).append(column)
    return found


def _pk(session: Session, noun: str, key: str) -> int:
    for row, record in load(session, NOUNS[noun]):
        if key_of(record) == key:
            return int(row.pk)
    raise LostRace(None)


def _delete(session: Session, noun: str, key: str, record: Any) -> None:
    changes.record(session, "delete", noun, key, before=changes.plain(record))
    table = NOUNS[noun].table
    session.execute(delete(table).where(table.c.pk == _pk(session, noun, key)))
    refs_of(session).forget(noun)


def _move_items(session: Session, noun: str, old: str, new: str) -> None:
    pk = refs_of(session).pk(noun, old)
    name = noun.removesuffix("s")
    column = f"{name}_pk"
    ids = set(_ids(session, tables.items.c.pk, tables.items.c[column] == pk)) if column in tables.items.c else set()
    if column in tables.mappings.c:
        ids |= set(_ids(session, tables.mappings.c.item_pk, tables.mappings.c[column] == pk))
    moved = [_moved_item(item, name, old, new) for item in items.load_items(session, ids, placed=False)]
    items.update_items(session, moved)


def _ids(session: Session, item_pk: ColumnElement[int], condition: ColumnElement[bool]) -> list[str]:
    return list(
        session.scalars(select(tables.items.c.id).where(tables.items.c.pk.in_(select(item_pk).where(condition))))
    )


def _moved_item(item: Item, name: str, old: str, new: str) -> Item:
    said: dict[str, Any] = {name: new}
    if name in ("format", "campaign"):
        return replace(item, **said)
    cells: tuple[Cell, ...] = tuple(replace(cell, **said) if getattr(cell, name) == old else cell for cell in item.map)
    return replace(item, map=tuple(items.once(cells)))


def _move_placements(session: Session, noun: str, old: str, new: str) -> None:
    pk = refs_of(session).pk(noun, old)
    name = noun.removesuffix("s")
    place = tables.placements.c
    wanted: ColumnElement[bool]
    if noun == "segments":
        narrow = tables.placement_segments.c
        wanted = place.pk.in_(select(narrow.placement_pk).where(narrow.segment_pk == pk))
    elif f"{name}_pk" in place:
        wanted = place[f"{name}_pk"] == pk
    else:
        return
    uids = list(session.scalars(select(place.uid).where(wanted)))
    moved = [_moved_placement(place, name, old, new) for _, place in placements.load_placements(session, uids)]
    placements.update_placements(session, moved)


def _moved_placement(placement: Placement, name: str, old: str, new: str) -> Placement:
    if name == "segment":
        return replace(placement, segments=_swapped(placement.segments, old, new))
    said: dict[str, Any] = {name: new}
    return replace(placement, **said)


def _swapped(slugs: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(new if slug == old else slug for slug in slugs))


def _move_figures(session: Session, noun: str, old: str, new: str) -> None:
    column = f"{noun.removesuffix('s')}_pk"
    table, refs = tables.kpi_values, refs_of(session)
    if column in table.c:
        moved = update(table).where(table.c[column] == refs.pk(noun, old)).values({column: refs.pk(noun, new)})
        session.execute(moved)


def _move_records(session: Session, other: Noun, noun: str, old: str, new: str) -> None:
    records = [record for _, record in load(session, other)]
    taken = {key_of(record) for record in records}
    for record in records:
        moved = _moved_record(other, record, noun, old, new)
        if moved == record or (other.name == noun and key_of(record) == old):
            continue
        key = key_of(record)
        if key_of(moved) != key and (key_of(moved) in taken or _is_loop(moved)):
            _delete(session, other.name, key, record)
        else:
            taken.add(key_of(moved))
            workspace.update_record(session, moved, key=key)


def _moved_record(other: Noun, record: Any, noun: str, old: str, new: str) -> Any:
    said: dict[str, Any] = {}
    for name, target in other.codec.nouns.items():
        if target == noun and getattr(record, name) == old:
            said[name] = new
    for link in other.links:
        if link.noun != noun:
            continue
        if isinstance(record, Channel):
            said["rules"] = replace(record.rules, formats=_swapped(record.rules.formats, old, new))
        elif isinstance(getattr(record, link.field), Mapping):
            shares = dict(getattr(record, link.field))
            if old in shares:
                shares.setdefault(new, shares.pop(old))
            said[link.field] = shares
        else:
            slugs = _swapped(getattr(record, link.field), old, new)
            said[link.field] = tuple(slug for slug in slugs if other.name != noun or slug != key_of(record))
    return replace(record, **said) if said else record


def _is_loop(record: Any) -> bool:
    return isinstance(record, SegmentOverlap) and record.a == record.b
