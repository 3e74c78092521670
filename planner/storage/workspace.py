"""The workspace: settings and the small records, read whole; each can be added, changed, archived and put in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, bindparam, insert, select, update
from sqlalchemy.orm import Session

from planner.core.model import Settings, Workspace
from planner.storage import changes, tables
from planner.storage.codec import Codec, refs_of
from planner.storage.errors import AlreadyThere, Cannot, LostRace, UnknownReference
from planner.storage.mentions import rename
from planner.storage.nouns import (
    DIMENSIONS,
    NOUN_OF,
    NOUNS,
    Noun,
    insert_links,
    insert_records,
    key_of,
    load,
    named,
    save_links,
    values,
)

R = TypeVar("R")
_SETTINGS = Codec(Settings, tables.settings)


def load_workspace(session: Session) -> Workspace:
    """Return everything but the items, in a constant number of statements."""
    lists: dict[str, Any] = {name: tuple(record for _, record in load(session, noun)) for name, noun in NOUNS.items()}
    return Workspace(settings=load_settings(session), **lists)


def load_settings(session: Session) -> Settings:
    """Return the settings; the defaults where none were saved."""
    row = session.execute(select(tables.settings)).one_or_none()
    return Settings(**_SETTINGS.fields(row, refs_of(session))) if row else Settings()


def save_settings(session: Session, settings: Settings, *, version: int | None = None) -> None:
    """Save the settings; `version` is that of the settings the person saw (see `load_versions`)."""
    changes.hold(session)
    table = tables.settings
    said = _SETTINGS.values(settings, refs_of(session))
    row = session.execute(select(table)).one_or_none()
    before = load_settings(session)
    if version is not None and version != (row.version if row else 0):
        raise LostRace(before)
    if row is None:
        session.execute(insert(table).values(pk=1, version=1, **said))
    elif before == settings:
        return
    else:
        session.execute(update(table).values(version=table.c.version + 1, **said))
    changes.record_update(session, "settings", "", changes.plain(before), changes.plain(settings))


def load_versions(session: Session, noun: str) -> dict[str, int]:
    """Return the version of each record of a noun by its key ("settings": by the empty key)."""
    if noun == "settings":
        return {"": session.execute(select(tables.settings.c.version)).scalar_one_or_none() or 0}
    return {key_of(record): row.version for row, record in load(session, NOUNS[noun])}


def find(session: Session, noun: str, key: str) -> tuple[Any, int] | None:
    """Return the record of a noun with this key and its version; None where there is none."""
    found = _find(session, NOUNS[noun], key)
    return (found[1], found[0].version) if found else None


def add(session: Session, record: Any) -> None:
    """Add a small record at the end of its list; raises `AlreadyThere` and `UnknownReference`."""
    changes.hold(session)
    _add(session, NOUN_OF[type(record)], [record])


def update_record(session: Session, record: Any, *, key: str | None = None, version: int | None = None) -> None:
    """Save a small record over the one with `key` (its own by default), whose slug may so change.

    `version` is that of the record the person saw; raises `LostRace` with the record as it is now.
    """
    changes.hold(session)
    noun, new = NOUN_OF[type(record)], key_of(record)
    old = new if key is None else key
    refs = refs_of(session)
    found = _find(session, noun, old)
    if found is None:
        raise LostRace(None)
    row, before = found
    if version is not None and row.version != version:
        raise LostRace(before)
    if before == record:
        return
    if new != old and _find(session, noun, new):
        raise AlreadyThere(noun.name, new)
    _write(session, noun, row, values(noun, record, refs))
    save_links(session, noun, row.pk, record)
    if new != old:
        refs.forget(noun.name)
        rename(session, noun.name, old, new)
    changes.record_update(session, noun.name, old, changes.plain(before), changes.plain(record))


def archive(session: Session, noun: str, key: str, *, archived: bool = True, version: int | None = None) -> None:
    """Let a row of a dimension rest, or wake it."""
    if noun not in DIMENSIONS:
        raise Cannot(f"{noun} are not archived")
    changes.hold(session)
    row, before = _require(session, NOUNS[noun], key)
    if version is not None and row.version != version:
        raise LostRace(before)
    if row.archived != archived:
        _write(session, NOUNS[noun], row, {"archived": archived})
        changes.record_update(session, noun, key, {"archived": row.archived}, {"archived": archived})


def reorder(session: Session, noun: str, keys: Sequence[str]) -> None:
    """Put the records of a noun in the order of `keys`; those not named come after, in the order they had."""
    changes.hold(session)
    table = NOUNS[noun].table
    pks = {key_of(record): row.pk for row, record in load(session, NOUNS[noun])}
    unknown = [key for key in keys if key not in pks]
    if unknown:
        raise UnknownReference(noun, unknown[0])
    before = list(pks)
    after = list(dict.fromkeys([*keys, *before]))
    if after != before:
        places = [{"row": pks[key], "place": place} for place, key in enumerate(after)]
        statement = update(table).where(table.c.pk == bindparam("row")).values(position=bindparam("place"))
        session.connection().execute(statement, places)
        changes.record_update(session, noun, "", {"order": before}, {"order": after})


def add_all(session: Session, workspace: Workspace) -> None:
    """Add every record of a workspace (a preset) and its settings to what is there, each with its audit event."""
    changes.hold(session)
    for name, noun in NOUNS.items():
        _add(session, noun, getattr(workspace, name))
    save_settings(session, workspace.settings)


def _add(session: Session, noun: Noun, records: Sequence[Any]) -> None:
    for record in records:
        if _find(session, noun, key_of(record)):
            raise AlreadyThere(noun.name, key_of(record))
    insert_records(session, noun, records)
    insert_links(session, noun, records, noun.links)
    for record in records:
        changes.record(session, "create", noun.name, key_of(record), after=changes.plain(record))


def _find(session: Session, noun: Noun, key: str) -> tuple[Row[Any], Any] | None:
    condition: ColumnElement[bool] = named(noun, key, refs_of(session))
    found = load(session, noun, condition)
    return found[0] if found else None


def _require(session: Session, noun: Noun, key: str) -> tuple[Row[Any], Any]:
    found = _find(session, noun, key)
    if found is None:
        raise LostRace(None)
    return found


def _write(session: Session, noun: Noun, row: Row[Any], said: dict[str, Any]) -> None:
    table = noun.table
    written = (
        update(table)
        .where(table.c.pk == row.pk, table.c.version == row.version)
        .values(version=row.version + 1, **said)
        .returning(table.c.pk)
    )
    if session.execute(written).one_or_none() is None:  # another process saved between our look and our write
        raise LostRace(next((record for _, record in load(session, noun, table.c.pk == row.pk)), None))
