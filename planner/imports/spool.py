"""The rows of an import while it goes on: the first ones in memory, the others as JSON in a file of the system's own.

An import of fifty thousand rows then needs little more memory than one of five thousand: what recognises a row is kept
by whoever groups them (`core.identity.Line`), the row itself is read back when its item is merged.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from tempfile import SpooledTemporaryFile
from typing import Any, overload
from weakref import finalize

from planner.core.model import Mapping as CellMapping
from planner.core.rows import ItemRow, PlacementRow, Told

KEPT = 10_000  # rows that stay in memory, about 20 MB
BUFFER = 1 << 20  # bytes that stay in memory before a file is made

_ITEM = tuple(f.name for f in fields(ItemRow))
_PLACE = tuple(f.name for f in fields(PlacementRow))
_of_item, _of_place = attrgetter(*_ITEM), attrgetter(*_PLACE)


class Spool(Sequence[ItemRow]):
    """Rows in the order they were added; one may be put in the place of another."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._here: list[ItemRow] = []
        self._places = array("Q")  # where each of the others begins
        self._lengths = array("L")
        self._file: Any = None

    def append(self, row: ItemRow) -> None:
        """Add a row."""
        if len(self._here) < self._kept:
            self._here.append(row)
            return
        place, length = self._write(row)
        self._places.append(place)
        self._lengths.append(length)

    def __setitem__(self, number: int, row: ItemRow) -> None:
        if number < len(self._here):
            self._here[number] = row
            return
        number -= len(self._here)
        self._places[number], self._lengths[number] = self._write(row)

    def __len__(self) -> int:
        return len(self._here) + len(self._places)

    @overload
    def __getitem__(self, number: int) -> ItemRow: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[ItemRow]: ...
    def __getitem__(self, number: int | slice) -> ItemRow | Sequence[ItemRow]:
        """Return a row, or those of a slice."""
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        number += len(self) if number < 0 else 0
        if number < len(self._here):
            return self._here[number]
        number -= len(self._here)
        if number >= len(self._places):
            raise IndexError(number)
        self._file.seek(self._places[number])
        return unpack(self._file.read(self._lengths[number]))

    def __iter__(self) -> Iterator[ItemRow]:
        return (self[number] for number in range(len(self)))

    def all_here(self) -> Sequence[ItemRow]:
        """Return the rows as a tuple where none left memory, else itself."""
        return self if self._places else tuple(self._here)

    def _write(self, row: ItemRow) -> tuple[int, int]:
        if self._file is None:
            self._file = SpooledTemporaryFile(BUFFER)  # noqa: SIM115 -- it lives as long as the spool, and goes with it
            finalize(self, self._file.close)
        said = pack(row)
        place = self._file.seek(0, 2)
        self._file.write(said)
        return place, len(said)


def pack(row: ItemRow) -> bytes:
    """Return a row as JSON: its values in the order of the fields, dates tagged, mappings as lists."""
    return _ENCODE(_of_item(row)).encode("utf-8", "surrogatepass")


def unpack(said: bytes) -> ItemRow:
    """Return the row that `pack` wrote."""
    given = dict(zip(_ITEM, json.loads(said.decode("utf-8", "surrogatepass")), strict=True))
    given["fields"] = _values(given["fields"])
    given["cleared"] = tuple(given["cleared"])
    given["map"] = None if given["map"] is None else _cells(given["map"])
    given["placements"] = tuple(map(_placement, given["placements"]))
    given["told"] = Told.from_json(given["told"]) if given["told"] is not None else None
    return ItemRow(**given)


def _placement(said: Sequence[Any]) -> PlacementRow:
    given = dict(zip(_PLACE, said, strict=True))
    given["fields"], given["inherited"] = _values(given["fields"]), _values(given["inherited"])
    given["cleared"], given["serves"] = tuple(given["cleared"]), _cells(given["serves"])
    return PlacementRow(**given)


def _plain(value: object) -> object:
    if isinstance(value, CellMapping):
        return (value.segment, value.stage, value.phase, value.fit)
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, PlacementRow):
        return _of_place(value)
    if isinstance(value, Told):
        return value.to_json()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


_ENCODE = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_plain).encode


def _values(said: dict[str, Any]) -> dict[str, Any]:
    """Return the values of fields; in `extra`, which keeps lists and mappings of the file, nothing is to be done."""
    for name, value in said.items():
        if isinstance(value, list):
            said[name] = tuple(value)
        elif isinstance(value, dict):
            said[name] = datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])
    return said


def _cells(said: Sequence[Sequence[Any]]) -> tuple[CellMapping, ...]:
    return _shared_cells(tuple(map(tuple, said)))


@lru_cache(maxsize=2_000)  # a calendar names the same few cells in every row
def _shared_cells(said: tuple[tuple[Any, ...], ...]) -> tuple[CellMapping, ...]:
    return tuple(CellMapping(segment=a, stage=b, phase=c, fit=fit) for a, b, c, fit in said)
