"""Imports: what merging needs to know, read in bulk, and a plan of changes, written in one go.

`import_bases.where` is the source a base belongs to: an item may have one for each file that tells about it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from planner.core.identity import Group, Known, Line, grouped, lines_of, title_key
from planner.core.merge import ACCOUNT, Merging
from planner.core.model import Item, Workspace
from planner.core.placing import Frame
from planner.core.plan import Base, Change, Plan, Tally
from planner.core.rows import ItemRow, Progress, Seen, Told, unheard
from planner.storage import changes, items, placements, tables
from planner.storage.codec import LARGE, chunks, refs_of

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


def bring_in(
    session: Session,
    rows: Sequence[ItemRow],
    *,
    workspace: Workspace,
    new_uid: Callable[[], str],
    save: bool = True,
    progress: Progress = unheard,
) -> Tally:
    """Merge rows into what is here and write it, or (not `save`) only tell what would be written.

    It goes by parts of so many items, each read, merged, written and let go, so that memory does not grow with the
    import; the block of `session` stays one transaction. `new_uid` makes the uids of new placements.
    """
    tally = Tally()
    if not rows:
        return tally
    if save:
        changes.hold(session)
    lines = lines_of(rows)
    known = _known(session, lines)
    groups, refused = grouped(lines, known)
    taken = {one.id for one in known}
    del known, lines
    stages = {stage.slug: position for position, stage in enumerate(workspace.stages)}
    frame = Frame(zone=ZoneInfo(workspace.settings.timezone), stages=stages, new_uid=new_uid)
    merging = Merging(groups, refused, rows=rows, taken=taken, frame=frame)
    writing = _Writing(session, {line.source for group in groups for line in group.lines}) if save else None
    for number, part in enumerate(sliced(groups)):
        progress("save" if save else "compare", number * SLICE / len(groups))
        plan = merging.part(part, items=_items(session, part), bases=_bases(session, part))
        tally.add(plan)
        if writing:
            writing.write(plan)
    end = merging.end()
    tally.add(end)
    if writing:
        writing.end(end)
    return tally


class _Writing:
    """Writes the plans of the parts; items with kin come last and together, because they may name one another."""

    def __init__(self, session: Session, sources: Iterable[str]) -> None:
        self.session = session
        self.kin: list[Plan] = []
        _retire(session, sources)

    def write(self, plan: Plan) -> None:
        """Write new items, changed ones, placements and what the sources said; the block must hold the workspace."""
        kin = tuple(item for item in plan.created if _has_kin(item))
        moved = tuple(one for one in plan.changed if _has_kin(one.after))
        late = {*(item.id for item in kin), *(one.after.id for one in moved)}
        if late:
            bases = tuple(base for base in plan.bases if base.item in late)
            self.kin.append(Plan(created=kin, changed=moved, bases=bases))
            plan = replace(
                plan, created=tuple(item for item in plan.created if item.id not in late),
                changed=tuple(one for one in plan.changed if one.after.id not in late),
                bases=tuple(base for base in plan.bases if base.item not in late),
            )  # fmt: skip
        self._write(plan)

    def end(self, end: Plan) -> None:
        """Write what waited, the accounts of the sources, and their digests."""
        created = tuple(item for plan in self.kin for item in plan.created)
        if created:
            items.add_items(self.session, created)
        for plan in self.kin:
            self._write(replace(plan, created=()))
        _write_bases(self.session, end.bases)
        table = tables.import_bases
        stamp = (
            update(table)
            .where(table.c.where == bindparam("source"), table.c.digest == "")
            .values(digest=bindparam("stamp"))
        )
        stamps = [{"source": source, "stamp": digest} for source, digest in end.stamps.items() if digest]
        if stamps:
            self.session.connection().execute(stamp, stamps)

    def _write(self, plan: Plan) -> None:
        if plan.created:
            items.add_items(self.session, plan.created)
        if plan.changed:
            _change(self.session, plan.changed)
        _write_bases(self.session, plan.bases)
        changes.finish(self.session)
        changes.of(self.session).events.clear()
        for noun in LARGE:
            refs_of(self.session).forget(noun)


def _has_kin(item: Item) -> bool:
    return bool(item.derived_from or item.translation_of)


def sliced(rows: Sequence[R]) -> Iterator[Sequence[R]]:
    """Yield rows by so many that they fit in memory together with all that writing them needs."""
    return (rows[start : start + SLICE] for start in range(0, len(rows), SLICE))


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


def _reworded(before: Item, after: Item) -> bool:
    return replace(before, placements=()) != replace(after, placements=())


def _items(session: Session, groups: Iterable[Group]) -> dict[str, Item]:
    ids = [group.id for group in groups if group.here and group.id is not None]
    return {item.id: item for item in items.load_items(session, ids)} if ids else {}


def _bases(session: Session, groups: Iterable[Group]) -> dict[tuple[str, str], Base]:
    """Return what the sources of these groups said of them last time."""
    wanted = {(group.id or "", line.source) for group in groups if group.here for line in group.lines}
    table = tables.import_bases
    both = table.join(tables.items)
    query = select(tables.items.c.id, table.c.where, table.c.digest, table.c.fields).select_from(both)
    return {
        (id, source): Base(item=id, source=source, digest=digest, fields=fields)
        for chunk in chunks(list(dict.fromkeys(id for id, _ in wanted)))
        for id, source, digest, fields in session.execute(query.where(tables.items.c.id.in_(chunk)))
        if (id, source) in wanted
    }


@dataclass(slots=True)
class _Told:
    """What the sources of this import called an item last time."""

    sources: list[str] = field(default_factory=list)
    titled: list[tuple[str, str]] = field(default_factory=list)
    loosely: list[tuple[str, str]] = field(default_factory=list)
    named: bool = False


def _known(session: Session, lines: Sequence[Line]) -> list[Known]:
    """Return every item that is here, by id, with what its sources called it."""
    told = _told(session, {line.source for line in lines})
    uids, nothing = _uids(session, [uid for line in lines for uid in line.uids]), _Told()
    table = tables.items
    query = select(table.c.id, table.c.url, table.c.source_path, table.c.title).order_by(table.c.id)
    return [
        Known(
            id=id, url=url, source=source, title=title, uids=tuple(uids.get(id, ())),
            titled=tuple(said.titled), loosely=tuple(said.loosely), sources=tuple(said.sources), named=said.named,
        )
        for id, url, source, title in session.execute(query)
        for said in (told.get(id, nothing),)
    ]  # fmt: skip


def _told(session: Session, sources: Collection[str]) -> dict[str, _Told]:
    table = tables.import_bases
    query = select(tables.items.c.id, table.c.where, table.c.fields).select_from(table.join(tables.items))
    told: dict[str, _Told] = {}
    for chunk in chunks(sources):
        found = session.execute(query.where(table.c.where.in_(chunk)).execution_options(yield_per=SLICE))
        for id, source, fields in found:
            one = told.setdefault(id, _Told())
            one.sources.append(source)
            (one.titled if fields.get("titled") else one.loosely).append((source, _title(fields)))
            one.named = one.named or bool(fields.get("named"))
    return told


def _title(fields: Mapping[str, Any]) -> str:
    said = fields.get("item")
    return title_key(str(said.get("title") or "")) if isinstance(said, Mapping) else ""


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
    for chunk in chunks(list(dict.fromkeys(sources))):
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
