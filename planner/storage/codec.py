"""Records to rows and back, by one rule.

A field is the column of its name, `name_en` and `name_nl` for a Label, and `<field>_pk` for a reference, which outside
is a slug, id, uid or address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from planner.core.model import Label
from planner.storage import tables
from planner.storage.errors import UnknownReference

R = TypeVar("R")
Values = dict[str, Any]
CHUNK = 500  # keys named in one statement

# How a row of a table is named outside, where that is not its slug.
KEYS = {
    "items": "id",
    "placements": "uid",
    "series": "id",
    "users": "email",
    "waivers": "key",
    "frequency_rules": "name",
}
LARGE = ("items", "placements")  # asked for by key; the others are small and read whole


class Codec(Generic[R]):
    """How a record stands in a table; fields that have no column (links to others) are left to the caller."""

    def __init__(self, record: type[R], table: Table) -> None:
        self.record = record
        self.table = table
        names = [f.name for f in fields(record)]  # type: ignore[arg-type]
        self.plain = tuple(name for name in names if name in table.c)
        self.labels = tuple(name for name in names if f"{name}_en" in table.c)
        self.references = tuple((name, f"{name}_pk") for name in names if f"{name}_pk" in table.c)

    @cached_property
    def nouns(self) -> dict[str, str]:
        """The noun that each reference points to."""
        return {
            name: next(iter(self.table.c[column].foreign_keys)).column.table.name for name, column in self.references
        }

    def values(self, record: R, refs: Refs) -> Values:
        """Return the columns of a record."""
        values = {name: getattr(record, name) for name in self.plain}
        for name in self.labels:
            label: Label = getattr(record, name)
            values[f"{name}_en"], values[f"{name}_nl"] = label.en, label.nl
        for name, column in self.references:
            values[column] = refs.pk(self.nouns[name], getattr(record, name))
        return values

    def fields(self, row: Row[Any], refs: Refs) -> Values:
        """Return the fields of a record from its row."""
        columns = row._mapping
        values: Values = {name: columns[name] for name in self.plain}
        for name in self.labels:
            values[name] = Label(columns[f"{name}_en"], columns[f"{name}_nl"])
        for name, column in self.references:
            values[name] = refs.key(self.nouns[name], columns[column])
        return values


class Refs:
    """The keys of rows outside and inside, a noun at a time, as far as a session asked for them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._pks: dict[str, dict[str, int]] = {}
        self._keys: dict[str, dict[int, str]] = {}

    def pk(self, noun: str, key: str | None) -> int | None:
        """Return the integer key behind a slug, None for None; raises `UnknownReference`."""
        if key is None:
            return None
        pks = self.pks(noun)
        if key not in pks and noun in LARGE:
            self.know(noun, [key])
        if key not in pks:
            raise UnknownReference(noun, key)
        return pks[key]

    def key(self, noun: str, pk: int | None) -> str | None:
        """Return the slug behind an integer key, None for None."""
        if pk is None:
            return None
        self.pks(noun)
        keys = self._keys[noun]
        if pk not in keys and noun in LARGE:
            self.know_pks(noun, [pk])
        return keys[pk]

    def pks(self, noun: str) -> dict[str, int]:
        """Return the known keys of a noun: all of a small one."""
        if noun not in self._pks:
            self._pks[noun], self._keys[noun] = {}, {}
            if noun not in LARGE:
                self._learn(noun, None)
        return self._pks[noun]

    def know(self, noun: str, keys: Iterable[str]) -> None:
        """Learn these keys of a large noun in few statements."""
        known = self.pks(noun)
        column = tables.named(noun).c[KEYS[noun]]
        for chunk in chunks([key for key in dict.fromkeys(keys) if key not in known]):
            self._learn(noun, column.in_(chunk))

    def know_pks(self, noun: str, pks: Iterable[int]) -> None:
        """Learn the keys behind these integers of a large noun in few statements."""
        self.pks(noun)
        known = self._keys[noun]
        for chunk in chunks([pk for pk in dict.fromkeys(pks) if pk not in known]):
            self._learn(noun, tables.named(noun).c.pk.in_(chunk))

    def forget(self, noun: str) -> None:
        """Ask anew for a noun whose rows changed."""
        self._pks.pop(noun, None)
        self._keys.pop(noun, None)

    def _learn(self, noun: str, condition: Any) -> None:
        table = tables.named(noun)
        query = select(table.c[KEYS.get(noun, "slug")], table.c.pk)
        for key, pk in self.session.execute(query if condition is None else query.where(condition)):
            self._pks[noun][key] = pk
            self._keys[noun][pk] = key


def refs_of(session: Session) -> Refs:
    """Return the references of a session, kept as long as it lives."""
    found: Refs = session.info.setdefault("refs", Refs(session))
    return found


def chunks(values: Collection[Any]) -> Iterator[list[Any]]:
    """Yield values in lists that fit one statement."""
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]
