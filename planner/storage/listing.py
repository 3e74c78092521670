"""Columns of items that the arrays do not hold, for sorting and filtering the content list.

A column is read once in a process and then only where items changed: with 100,000 items a look at each of them after
every edit would take longer than the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select

from planner.storage import changes, tables
from planner.storage.database import Database

FACETS = ("department", "verdict", "extra")  # asked together: the list filters by them
COLUMNS = (
    *FACETS, "slug", "summary", "url", "brief", "key_message", "keywords", "image", "image_alt", "rot", "source_path",
)  # fmt: skip
KEPT = 12
Values = dict[str, tuple[Any, ...]]


@dataclass(eq=False)
class _Memory:
    lock: Lock = field(default_factory=Lock)
    groups: dict[tuple[str, ...], tuple[int, Values]] = field(default_factory=dict)


_memories: WeakKeyDictionary[Database, _Memory] = WeakKeyDictionary()


def read_column(database: Database, name: str, ids: Sequence[str]) -> list[Any]:
    """Return a column of items (one of COLUMNS) in the order of `ids`, None for one that is gone."""
    group = FACETS if name in FACETS else (name,)
    values, at = _group(database, group), group.index(name)
    nothing = (None,) * len(group)
    return [values.get(id, nothing)[at] for id in ids]


def _group(database: Database, names: tuple[str, ...]) -> Values:
    memory = _memories.setdefault(database, _Memory())
    with memory.lock, database.reading() as session:
        revision = changes.read_revision(session)
        seen, values = memory.groups.pop(names, (-1, {}))
        if seen != revision:
            told = tables.items.c
            changed = select(told.id, *(told[name] for name in names)).where(told.revision > seen)
            values = values | {id: tuple(row) for id, *row in session.execute(changed)}
        while len(memory.groups) >= KEPT:
            memory.groups.pop(next(iter(memory.groups)))
        memory.groups[names] = revision, values
        return values
