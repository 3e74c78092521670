"""Undo: one write is taken back whole, from the events it left, or not at all where something changed since.

What was changed gets its former values, what was made goes, what was deleted comes back under its old id or uid. The
undo is a write like any other: it has events of its own and can itself be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planner.core.model import Item, Placement, Series, Touchpoint, Waiver
from planner.core.parse import N_
from planner.core.shapes import from_json
from planner.storage import changes, dimensions, items, placements, tables, workspace
from planner.storage.errors import CannotUndo

# in the order in which what was deleted comes back
UNDONE = ("items", "placements", "series", "waivers", "touchpoints")
_NOT = (  # comments and figures went with the item, the place in the list with the touchpoint
    ("delete", "items"), ("delete", "touchpoints"), ("create", "touchpoints"),
)  # fmt: skip
_TABLE = tables.audit_events
_SMALL: Mapping[str, type] = {"series": Series, "waivers": Waiver, "touchpoints": Touchpoint}


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One write of the history: when, who, and how many records of each noun it made, changed and deleted."""

    revision: int
    at: datetime
    who: str
    counts: tuple[tuple[str, str, int], ...]  # action, noun, how many
    can_undo: bool


@dataclass(frozen=True, slots=True)
class _Event:
    action: str
    noun: str
    key: str
    before: dict[str, Any]
    after: dict[str, Any]


def recent_writes(session: Session, *, limit: int = 50, who: str | None = None) -> tuple[Write, ...]:
    """Return the newest writes (of one person), newest first; those from before events named theirs are left out."""
    asked = select(_TABLE.c.revision, func.min(_TABLE.c.pk).label("pk")).where(_TABLE.c.revision.is_not(None))
    if who is not None:
        asked = asked.where(_TABLE.c.who == who)
    firsts = asked.group_by(_TABLE.c.revision).order_by(_TABLE.c.revision.desc()).limit(limit).subquery()
    named = select(_TABLE.c.revision, _TABLE.c.at, _TABLE.c.who).join(firsts, firsts.c.pk == _TABLE.c.pk)
    heads = session.execute(named.order_by(_TABLE.c.revision.desc())).all()
    did = _TABLE.c.revision, _TABLE.c.action, _TABLE.c.noun
    counted = select(*did, func.count()).group_by(*did, _TABLE.c.who)  # as the index has them: one write has one author
    counts: dict[int, list[tuple[str, str, int]]] = {}
    for revision, action, noun, n in session.execute(counted.where(_TABLE.c.revision.in_([head[0] for head in heads]))):
        counts.setdefault(revision, []).append((action, noun, n))
    return tuple(
        Write(
            revision=revision, at=at, who=by, counts=tuple(sorted(counts[revision])),
            can_undo=all(_undoes(action, noun) for action, noun, _ in counts[revision]),
        )
        for revision, at, by in heads
    )  # fmt: skip


def writer_of(session: Session, revision: int) -> str | None:
    """Return who made a write, None where it is not kept."""
    return session.execute(select(_TABLE.c.who).where(_TABLE.c.revision == revision).limit(1)).scalar_one_or_none()


def undo(session: Session, revision: int) -> int:
    """Take back the write of a revision; returns how many records it touched.

    Raises `CannotUndo`, for all of it, where a field was changed again since; other fields of the same record may have
    changed.
    """
    changes.hold(session)
    events = _events(session, revision)
    if not events:
        raise CannotUndo(N_("This change is not kept any more, so it cannot be undone."))
    if not all(_undoes(event.action, event.noun) for event in events):
        raise CannotUndo(N_("A change of this kind cannot be undone."))
    for noun in UNDONE:
        _restore(session, noun, [e for e in events if e.noun == noun and e.action == "delete"])
    _put_back(session, [e for e in events if e.action == "update"])
    for noun in reversed(UNDONE):
        _take_away(session, noun, [e for e in events if e.noun == noun and e.action == "create"])
    return len({(e.noun, e.key) for e in events})


def _undoes(action: str, noun: str) -> bool:
    return noun in UNDONE and (action, noun) not in _NOT


def _events(session: Session, revision: int) -> list[_Event]:
    names = ("action", "noun", "key", "before", "after")
    query = select(*(_TABLE.c[name] for name in names)).where(_TABLE.c.revision == revision).order_by(_TABLE.c.pk)
    return [_event(*row) for row in session.execute(query)]


def _event(action: str, noun: str, key: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> _Event:
    # the sequence only ever rises, undone or not: calendars that subscribed go by it
    return _Event(action, noun, key, _without(before or {}, "sequence"), _without(after or {}, "sequence"))


def _restore(session: Session, noun: str, events: list[_Event]) -> None:
    if noun == "placements" and events:
        pairs = [(str(e.before["item"]), _revived(Placement, _without(e.before, "item"))) for e in events]
        gone = {id for id, _ in pairs} - {
            item.id for item in items.load_items(session, {id for id, _ in pairs}, placed=False)
        }
        if gone:
            raise CannotUndo(N_("The item “%(id)s” is gone, so its placement cannot come back."), id=min(gone))
        placements.add_placements(session, pairs)
    elif noun in _SMALL:
        for event in events:
            workspace.add(session, _revived(_SMALL[noun], event.before))


def _put_back(session: Session, events: list[_Event]) -> None:
    """Give changed records their former values; of several changes of one record in a write the last is first."""
    now_items = {i.id: i for i in items.load_items(session, [e.key for e in events if e.noun == "items"], placed=False)}
    found = placements.load_placements(session, [e.key for e in events if e.noun == "placements"])
    now_places = {place.uid: place for _, place in found}
    changed: dict[str, dict[str, Any]] = {"items": {}, "placements": {}}
    for event in reversed(events):
        if event.noun in _SMALL:
            current = workspace.find(session, event.noun, event.key)
            workspace.update_record(session, _former(event, current[0] if current else None), key=event.key)
            continue
        now: Mapping[str, Any] = now_items if event.noun == "items" else now_places
        start = changed[event.noun].get(event.key, now.get(event.key))
        changed[event.noun][event.key] = _former(event, start)
    items.update_items(session, list(changed["items"].values()))
    placements.update_placements(session, list(changed["placements"].values()))


def _take_away(session: Session, noun: str, events: list[_Event]) -> None:
    for event in events:
        if noun == "placements":
            current: Any = placements.get_placement(session, event.key)
            if current is not None and _said(current) != _without(event.after, "item"):
                raise _since(event)
            if current is not None:
                placements.delete_placement(session, event.key)
        elif noun == "items":
            item = items.get_item(session, event.key)
            if item is not None and (_said(replace(item, placements=())) != event.after or item.placements):
                raise _since(event)
            if item is not None:
                items.delete_item(session, event.key)
        elif workspace.find(session, noun, event.key) is not None:
            dimensions.delete_record(session, noun, event.key)


def _former(event: _Event, current: Any) -> Any:
    """Return a record as it was before an event; only the fields that the event changed go back."""
    if current is None:
        raise CannotUndo(N_("“%(key)s” is gone, so the change cannot be undone."), key=event.key)
    said = _said(current)
    names = {*event.before, *event.after}
    if any(said.get(name) != event.after.get(name) for name in names):
        raise _since(event)
    kept = {name: value for name, value in said.items() if name not in names}
    former = _revived(type(current), kept | event.before)
    if isinstance(current, Item):
        return replace(former, version=current.version, placements=current.placements)
    if isinstance(current, Placement):
        return replace(former, version=current.version, sequence=current.sequence)
    return former


def _since(event: _Event) -> CannotUndo:
    return CannotUndo(N_("“%(key)s” was changed again since; undo that first, or change it by hand."), key=event.key)


def _said(record: Any) -> dict[str, Any]:
    return changes.plain(record, without=("version", "sequence"))


def _without(said: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in names}


def _revived(record: type, said: Mapping[str, Any]) -> Any:
    """Return the record that the JSON of an event says."""
    if record is Series:
        rule = {name: said[name] for name in ("every", "unit") if name in said}
        said = _without(said, "every", "unit") | {"rule": rule}
    made, faults = from_json(record, dict(said))
    if faults:
        raise CannotUndo(N_("What was kept of “%(key)s” cannot be read any more."), key=_key(said.values()))
    return made


def _key(values: Iterable[Any]) -> str:
    return str(next(iter(values), ""))
