"""Placements: one, many, or all with their items; every write checks the version and leaves an event."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from planner.core.model import Item, Placement
from planner.core.status import PLACEMENT_STATUSES, placement_moves
from planner.storage import changes, search, tables
from planner.storage.codec import Codec, Values, chunks, refs_of
from planner.storage.errors import AlreadyThere, LostRace

CODEC = Codec(Placement, tables.placements)
OPEN = [status for status in PLACEMENT_STATUSES if "cancelled" in placement_moves(status)]


def get_placement(session: Session, uid: str) -> Placement | None:
    """Return a placement, None where there is none."""
    found = load_placements(session, [uid])
    return found[0][1] if found else None


def load_placements(session: Session, uids: Collection[str] | None = None) -> list[tuple[Item, Placement]]:
    """Return placements (all, or those of `uids` that exist) with their items, by item id and uid.

    The items come with mappings and without their lists of placements.
    """
    from planner.storage.items import load_items

    found = _load(session, None if uids is None else list(dict.fromkeys(uids)))
    refs = refs_of(session)
    refs.know_pks("items", [pk for pk, _ in found])
    owners = [str(refs.key("items", pk)) for pk, _ in found]
    items = {item.id: item for item in load_items(session, None if uids is None else owners, placed=False)}
    pairs = [(items[owner], place) for owner, (_, place) in zip(owners, found, strict=True)]
    return sorted(pairs, key=lambda pair: (pair[0].id, pair[1].uid))


def load_shown(session: Session, uids: Iterable[str]) -> list[tuple[Item, Placement]]:
    """Return placements of `uids` that exist with what a calendar tells of their items, in no order.

    The items have id, title, summary, format, language, status and url and nothing else: a year's bodies, tags and
    mappings would take as long as the rest.
    """
    found = _load(session, list(dict.fromkeys(uids)))
    refs, told = refs_of(session), tables.items.c
    query = select(told.pk, told.id, told.title, told.summary, told.format_pk, told.language, told.status, told.url)
    items: dict[int, Item] = {}
    for chunk in chunks(list(dict.fromkeys(pk for pk, _ in found))):
        for pk, id, title, summary, form, language, status, url in session.execute(query.where(told.pk.in_(chunk))):
            said = {"title": title, "summary": summary, "language": language, "status": status, "url": url}
            items[pk] = Item(id=id, format=refs.key("formats", form), **said)
    return [(items[pk], place) for pk, place in found]


def item_of(session: Session, uid: str) -> str | None:
    """Return the id of a placement's item."""
    both = tables.placements.join(tables.items)
    query = select(tables.items.c.id).select_from(both).where(tables.placements.c.uid == uid)
    return session.execute(query).scalar_one_or_none()


def written_at(session: Session, uid: str) -> int | None:
    """Return the revision that last wrote a placement, None where there is none."""
    query = select(tables.placements.c.revision).where(tables.placements.c.uid == uid)
    return session.execute(query).scalar_one_or_none()


def by_item(session: Session, item_pks: list[int] | None) -> dict[int, list[Placement]]:
    """Return the placements of items (all, or those of these integers) by uid."""
    found: dict[int, list[Placement]] = {}
    for pk, place in _load(session, item_pks, tables.placements.c.item_pk):
        found.setdefault(pk, []).append(place)
    for places in found.values():
        places.sort(key=lambda place: place.uid)
    return found


def open_outlines(session: Session, item_pks: list[int] | None) -> dict[int, list[Placement]]:
    """Return those of the same that can still be called off, with uid, channel, status and version alone."""
    refs, told = refs_of(session), tables.placements.c
    query = select(told.item_pk, told.uid, told.version, told.status, told.status_before, told.channel_pk)
    query = query.where(told.status.in_(OPEN)).order_by(told.uid)
    found: dict[int, list[Placement]] = {}
    for chunk in [None] if item_pks is None else chunks(item_pks):
        asked = query if chunk is None else query.where(told.item_pk.in_(chunk))
        for pk, uid, version, status, before, channel in session.execute(asked):
            named = str(refs.key("channels", channel))
            place = Placement(uid=uid, channel=named, version=version, status=status, status_before=before)
            found.setdefault(pk, []).append(place)
    return found


def add_placement(session: Session, item_id: str, placement: Placement) -> None:
    """Add a placement to an item; raises `AlreadyThere` and `UnknownReference`."""
    add_placements(session, [(item_id, placement)])


def add_placements(session: Session, pairs: Sequence[tuple[str, Placement]]) -> None:
    """Add many placements, each with the id of its item."""
    changes.hold(session)
    refs = refs_of(session)
    refs.know("items", [id for id, _ in pairs])
    known = _load(session, [place.uid for _, place in pairs])
    if known:
        raise AlreadyThere("placements", known[0][1].uid)
    rows = [(refs.pk("items", id) or 0, place) for id, place in pairs]
    insert_placements(session, rows, revision=changes.stamp(session))
    record_created(session, pairs)


def update_placement(session: Session, placement: Placement) -> None:
    """Save a placement whose `version` is the one that was read; the saved version is one higher.

    `sequence` rises with each change of what a calendar shows (RFC 5545). Raises `LostRace` with the placement as it
    is now.
    """
    update_placements(session, [placement])


def update_placements(session: Session, placements: Sequence[Placement]) -> int:
    """Save many placements as `update_placement` does; returns how many differed from what was there."""
    changes.hold(session)
    before = {place.uid: place for _, place in _load(session, [p.uid for p in placements])}
    for place in placements:
        if place.uid not in before or before[place.uid].version != place.version:
            raise LostRace(get_placement(session, place.uid))
    changed = [place for place in placements if place != before[place.uid]]
    reworded = [refs_of(session).pk("placements", p.uid) or 0 for p in changed if _words(p) != _words(before[p.uid])]
    search.unlearn(session, tables.placements, reworded)
    if changed:
        _write(session, [_sequenced(place, before[place.uid]) for place in changed])
    search.learn(session, tables.placements, reworded)
    for place in changed:
        old, new = (plain("", p) for p in (before[place.uid], place))
        changes.record_update(session, "placements", place.uid, old, new)
    return len(changed)


def change_placements(session: Session, uids: Collection[str], values: Mapping[str, Any]) -> int:
    """Set the same fields on many placements (bulk edit), whatever their version; returns how many changed."""
    changes.hold(session)
    return update_placements(session, [replace(place, **values) for _, place in _load(session, list(uids))])


def delete_placement(session: Session, uid: str, *, version: int | None = None) -> None:
    """Delete a placement; raises `LostRace`."""
    changes.hold(session)
    place = get_placement(session, uid)
    if place is None or (version is not None and place.version != version):
        raise LostRace(place)
    changes.record(session, "delete", "placements", uid, before=plain(item_of(session, uid) or "", place))
    pk = refs_of(session).pk("placements", uid)
    search.unlearn(session, tables.placements, [pk] if pk else [])
    session.execute(delete(tables.placements).where(tables.placements.c.pk == pk))
    refs_of(session).forget("placements")


def insert_placements(session: Session, pairs: Sequence[tuple[int, Placement]], *, revision: int) -> None:
    """Write new placements of items named by their integer keys, in bulk and without a look at what is there."""
    refs = refs_of(session)
    rows = [CODEC.values(place, refs) | {"item_pk": pk, "revision": revision} for pk, place in pairs]
    if rows:
        session.execute(insert(tables.placements), rows)
    refs.know("placements", [place.uid for _, place in pairs])
    pks = refs.pks("placements")
    search.learn(session, tables.placements, [pks[p.uid] for _, p in pairs])
    _write_segments(session, [place for _, place in pairs if place.segments])


def record_created(session: Session, pairs: Iterable[tuple[str, Placement]]) -> None:
    """Note the making of placements, each with the id of its item."""
    for id, place in pairs:
        changes.record(session, "create", "placements", place.uid, after=plain(id, place))


def plain(item_id: str, placement: Placement) -> dict[str, Any]:
    """Return a placement for an audit event: its fields and the id of its item."""
    said = changes.plain(placement, without=("version",))  # it differs at every write, which says nothing
    return said | ({"item": item_id} if item_id else {})


def pks_of(session: Session, item_id: str) -> list[int]:
    """Return the integer keys of the placements of an item."""
    both = tables.placements.join(tables.items)
    return list(session.scalars(select(tables.placements.c.pk).select_from(both).where(tables.items.c.id == item_id)))


def _words(placement: Placement) -> list[str]:
    return [getattr(placement, name) for name in search.INDEXED["placements"]]


def _sequenced(place: Placement, before: Placement) -> Placement:
    """Raise the sequence where the change shows in a calendar and the caller did not raise it."""
    shown = ("on", "at", "until", "status", "title", "text", "channel", "stage", "phase", "campaign")
    same = all(getattr(place, name) == getattr(before, name) for name in shown)
    return place if same else replace(place, sequence=max(place.sequence, before.sequence + 1))


def _write(session: Session, placements: Sequence[Placement]) -> None:
    table, refs = tables.placements, refs_of(session)
    refs.know("placements", [place.uid for place in placements])
    rows, revision = [], changes.stamp(session)
    for place in placements:
        said = CODEC.values(place, refs) | {"revision": revision, "version": place.version + 1}
        rows.append({f"new_{name}": value for name, value in said.items()} | {"row": refs.pk("placements", place.uid)})
    statement = (
        update(table)
        .where(table.c.pk == bindparam("row"), table.c.version == bindparam("new_version") - 1)
        .values({name.removeprefix("new_"): bindparam(name) for name in rows[0] if name != "row"})
    )
    session.connection().execute(statement, rows)
    narrow = tables.placement_segments
    for chunk in chunks([row["row"] for row in rows]):
        session.execute(delete(narrow).where(narrow.c.placement_pk.in_(chunk)))
    _write_segments(session, placements)


def _write_segments(session: Session, placements: Iterable[Placement]) -> None:
    refs = refs_of(session)
    rows: list[Values] = [
        {"placement_pk": refs.pk("placements", p.uid), "segment_pk": refs.pk("segments", slug), "position": n}
        for p in placements
        for n, slug in enumerate(dict.fromkeys(p.segments))
    ]
    if rows:
        session.execute(insert(tables.placement_segments), rows)


def _load(
    session: Session, keys: list[Any] | None, column: Any = tables.placements.c.uid
) -> list[tuple[int, Placement]]:
    """Return (integer of the item, placement) for all, or where `column` is among `keys`."""
    refs, narrow = refs_of(session), tables.placement_segments
    query = select(tables.placements)
    pairs = select(narrow.c.placement_pk, narrow.c.segment_pk).order_by(narrow.c.placement_pk, narrow.c.position)
    rows: list[Any] = []
    segments: dict[int, list[Any]] = {}
    for chunk in [None] if keys is None else chunks(keys):
        part = list(session.execute(query if chunk is None else query.where(column.in_(chunk))))
        rows += part
        wanted = pairs if chunk is None else pairs.where(narrow.c.placement_pk.in_([row.pk for row in part]))
        for place, segment in session.execute(wanted):
            segments.setdefault(place, []).append(refs.key("segments", segment))
    return [
        (row.item_pk, Placement(**CODEC.fields(row, refs), segments=tuple(segments.get(row.pk, ())))) for row in rows
    ]
