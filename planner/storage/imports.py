"""Imports: what merging needs to know, read in bulk, and a plan of changes, written in one go.

`import_bases.where` is the source a base belongs to: an item may have one for each file that tells about it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from planner.core.identity import Group, Known, grouped, title_key
from planner.core.merge import ACCOUNT, merge
from planner.core.model import Item, Workspace
from planner.core.placing import Frame
from planner.core.plan import Base, Change, Plan
from planner.core.rows import ItemRow, Seen, Told
from planner.storage import changes, items, placements, tables
from planner.storage.codec import chunks, refs_of

R = TypeVar("R")
SLICE = 1_000
RETIRED = "-"  # the digest of an item that its source named once


def known_sources(session: Session) -> dict[str, Seen]:
    """Return the sources that were imported whole and whose items are all still here, with what was told of them."""
    table = tables.import_bases
    counted = select(table.c.where, func.min(table.c.digest), func.max(table.c.digest), func.count())
    accounts = select(table.c.where, table.c.digest, table.c.fields).where(table.c.where.startswith(ACCOUNT))
    told = {(where, digest): fields for where, digest, fields in session.execute(accounts)}
    found: dict[str, Seen] = {}
    for source, first, last, here in session.execute(counted.where(table.c.digest != RETIRED).group_by(table.c.where)):
        parts = first.split(" ")
        if first != last or len(parts) != 4 or int(parts[2]) != here:
            continue
        account = told.get((ACCOUNT + source, first))
        if int(parts[3]) == 0 or account is not None:
            said = Told.from_json(account) if account is not None and int(parts[3]) else Told()
            found[source] = Seen(digest=parts[0], rows=int(parts[1]), told=said)
    return found


def plan_import(session: Session, rows: Sequence[ItemRow], *, workspace: Workspace, new_uid: Callable[[], str]) -> Plan:
    """Return what importing `rows` will do; nothing is written. `new_uid` makes the uids of new placements."""
    if not rows:
        return Plan()
    sources = list(dict.fromkeys(row.source for row in rows))
    bases = _bases(session, sources)
    known = _known(session, rows, bases)
    groups, refused = grouped(rows, known)
    here = {item.id: item for item in _items(session, groups)}
    stages = {stage.slug: position for position, stage in enumerate(workspace.stages)}
    frame = Frame(zone=ZoneInfo(workspace.settings.timezone), stages=stages, new_uid=new_uid)
    by_key = {(base.item, base.source): base for base in bases}
    return merge(groups, refused, items=here, bases=by_key, taken={one.id for one in known}, frame=frame)


def apply_plan(session: Session, plan: Plan) -> None:
    """Write a plan that was made in this same writing block: new items, changed ones, placements, bases.

    It goes by slices, so that the events of ten thousand rows are not held at once; the block stays one transaction.
    """
    changes.hold(session)
    alone = [item for item in plan.created if not (item.derived_from or item.translation_of)]
    for part in sliced(alone):
        items.add_items(session, part)
        _flush(session)
    kin = [item for item in plan.created if item.derived_from or item.translation_of]
    if kin:  # these may name each other, so they come last and together
        items.add_items(session, kin)
        _flush(session)
    for changed in sliced(plan.changed):
        _change(session, changed)
        _flush(session)
    _retire(session, [base.source for base in plan.bases])
    for bases in sliced(plan.bases):
        _write_bases(session, bases)


def sliced(rows: Sequence[R]) -> Iterator[Sequence[R]]:
    """Yield rows by so many that they fit in memory together with all that writing them needs."""
    return (rows[start : start + SLICE] for start in range(0, len(rows), SLICE))


def _flush(session: Session) -> None:
    changes.finish(session)
    changes.of(session).events.clear()


def _change(session: Session, changed: Sequence[Change]) -> None:
    reworded = [replace(one.after, placements=()) for one in changed if _reworded(one.before, one.after)]
    if reworded:
        items.update_items(session, reworded)
    new, moved = [], []
    for one in changed:
        before = {place.uid: place for place in one.before.placements}
        new += [(one.after.id, place) for place in one.after.placements if place.uid not in before]
        moved += [p for p in one.after.placements if p.uid in before and p != before[p.uid]]
    if new:
        placements.add_placements(session, new)
    if moved:
        placements.update_placements(session, moved)


def forget_bases(session: Session) -> None:
    """Forget what sources said, so that every file is read as new."""
    session.execute(delete(tables.import_bases))


def _reworded(before: Item, after: Item) -> bool:
    return replace(before, placements=()) != replace(after, placements=())


def _items(session: Session, groups: Iterable[Group]) -> tuple[Item, ...]:
    ids = [group.id for group in groups if group.here and group.id is not None]
    return items.load_items(session, ids) if ids else ()


def _bases(session: Session, sources: list[str]) -> list[Base]:
    table = tables.import_bases
    both = table.join(tables.items)
    query = select(tables.items.c.id, table.c.where, table.c.digest, table.c.fields).select_from(both)
    return [
        Base(item=id, source=source, digest=digest, fields=fields)
        for chunk in chunks(sources)
        for id, source, digest, fields in session.execute(query.where(table.c.where.in_(chunk)))
    ]


def _known(session: Session, rows: Iterable[ItemRow], bases: Iterable[Base]) -> list[Known]:
    """Return every item that is here, by id, with what its sources called it."""
    table = tables.items
    told: dict[str, list[Base]] = {}
    for base in bases:
        told.setdefault(base.item, []).append(base)
    uids = _uids(session, [one.uid for row in rows for one in row.placements if one.uid is not None])
    query = select(table.c.id, table.c.url, table.c.source_path, table.c.title).order_by(table.c.id)
    return [
        Known(
            id=id, url=url, source=source, title=title, uids=tuple(uids.get(id, ())),
            titled=tuple(_titled(base) for base in told.get(id, ()) if base.fields.get("titled")),
            loosely=tuple(_titled(base) for base in told.get(id, ()) if not base.fields.get("titled")),
            sources=tuple(base.source for base in told.get(id, ())),
            named=any(base.fields.get("named") for base in told.get(id, ())),
        )
        for id, url, source, title in session.execute(query)
    ]  # fmt: skip


def _titled(base: Base) -> tuple[str, str]:
    said: Any = base.fields.get("item")
    return base.source, title_key(str(said.get("title") or "")) if isinstance(said, Mapping) else ""


def _uids(session: Session, uids: Collection[str]) -> dict[str, list[str]]:
    both = tables.placements.join(tables.items)
    query = select(tables.items.c.id, tables.placements.c.uid).select_from(both)
    found: dict[str, list[str]] = {}
    for chunk in chunks(list(dict.fromkeys(uids))):
        for id, uid in session.execute(query.where(tables.placements.c.uid.in_(chunk))):
            found.setdefault(id, []).append(uid)
    return found


def _retire(session: Session, sources: Iterable[str]) -> None:
    """Let go of what was told of sources last time, and mark the items that they may not name any more."""
    table = tables.import_bases
    for chunk in chunks(list(dict.fromkeys(source.removeprefix(ACCOUNT) for source in sources))):
        session.execute(delete(table).where(table.c.where.in_([ACCOUNT + source for source in chunk])))
        session.execute(update(table).where(table.c.where.in_(chunk)).values(digest=RETIRED))


def _write_bases(session: Session, bases: Sequence[Base]) -> None:
    table, refs = tables.import_bases, refs_of(session)
    refs.know("items", [base.item for base in bases])
    pks = refs.pks("items")
    by_source: dict[str, list[int]] = {}
    for base in bases:
        by_source.setdefault(base.source, []).append(pks[base.item])
    for source, owners in by_source.items():
        for chunk in chunks(owners):
            session.execute(delete(table).where(table.c.where == source, table.c.item_pk.in_(chunk)))
    if bases:
        rows = [
            {"item_pk": pks[base.item], "where": base.source, "digest": base.digest, "fields": dict(base.fields)}
            for base in bases
        ]
        session.execute(insert(table), rows)
