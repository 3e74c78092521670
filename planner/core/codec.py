"""Kinds of JSON values: each reads (`take`) and writes (`give`) one kind, so that the two cannot disagree.

`take` raises `Refused` for the value itself; faults inside lists and rows go to the `Reader` with their place, and
the value that was refused is replaced by the kind's `blank`, so that reading goes on to the next fault.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from planner.core.parse import FIRST_YEAR, LAST_YEAR, N_, Problem, Refused, problem
from planner.core.values import text_of, whole_of

DEPTH_MAX = 50


class Doubled(dict[str, object]):
    """A JSON object in which keys stand twice; `doubles` names them."""

    doubles: tuple[str, ...] = ()


def object_of(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the dict of a JSON object (for `json.loads`), as `Doubled` where a key stands twice."""
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    names = [name for name, _ in pairs]
    doubled = Doubled(plain)
    doubled.doubles = tuple(name for name in plain if names.count(name) > 1)
    return doubled


@dataclass(slots=True)
class Reader:
    """Where reading stands and which faults it met; moments without an offset are in `zone`."""

    zone: ZoneInfo
    problems: list[Problem] = field(default_factory=list)
    path: list[str | int] = field(default_factory=list)

    def step(self, step: str | int, kind: Kind, raw: object) -> Any:
        """Read `raw` one step deeper; a refused one is noted with its place and read as blank."""
        self.path.append(step)
        try:
            return kind.take(raw, self)
        except Refused as refused:
            self.refuse(raw, refused)
            return kind.blank()
        finally:
            self.path.pop()

    def fault(self, step: str | int, raw: object, refused: Refused) -> None:
        """Note a fault one step deeper."""
        self.path.append(step)
        self.refuse(raw, refused)
        self.path.pop()

    def refuse(self, raw: object, refused: Refused) -> None:
        """Note that the value at this place was refused."""
        column = next((step for step in reversed(self.path) if isinstance(step, str)), "")
        self.problems.append(problem(place_of(self.path), column, raw, refused))


def place_of(path: Iterable[str | int]) -> str:
    """Return a place as people write it: `items[3].placements[0].channel`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


class Kind(Protocol):
    """One kind of value in a file."""

    def take(self, raw: object, reader: Reader) -> Any:
        """Return the value that the JSON `raw` says; raises `Refused`."""

    def give(self, value: Any, zone: ZoneInfo) -> object:
        """Return the JSON of a value."""

    def blank(self) -> Any:
        """Return what stands in for a refused value."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A value by a function each way; `blank` stands in where reading failed."""

    read: Callable[[object], Any]
    write: Callable[[Any], object] = lambda value: value
    empty: Any = ""

    def take(self, raw: object, reader: Reader) -> Any:
        """Return what the function reads."""
        return self.read(raw)

    def give(self, value: Any, zone: ZoneInfo) -> object:
        """Return what the function writes."""
        return self.write(value)

    def blank(self) -> Any:
        """Return the given stand-in."""
        return self.empty


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment: written in the workspace's zone with its offset, read into UTC."""

    def take(self, raw: object, reader: Reader) -> datetime:
        """Return the moment in UTC; one without offset is in the reader's zone."""
        try:
            if isinstance(raw, str) and len(raw) > 10:
                read = datetime.fromisoformat(raw)
                moment = (read if read.tzinfo else read.replace(tzinfo=reader.zone)).astimezone(UTC)
                if FIRST_YEAR <= moment.year <= LAST_YEAR:
                    return moment
        except (ValueError, OverflowError):
            pass
        raise Refused(N_("“%(value)s” is no date and time: write it as 2026-11-21T09:30."), value=str(raw)[:80])

    def give(self, value: datetime, zone: ZoneInfo) -> str:
        """Return it as 2026-11-21T09:30:00+01:00."""
        return value.astimezone(zone).isoformat()

    def blank(self) -> datetime:
        """Return the first moment there is."""
        return datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Maybe:
    """A value or null."""

    kind: Kind

    def take(self, raw: object, reader: Reader) -> Any:
        """Return None for null."""
        return None if raw is None else self.kind.take(raw, reader)

    def give(self, value: Any, zone: ZoneInfo) -> object:
        """Return null for None."""
        return None if value is None else self.kind.give(value, zone)

    def blank(self) -> None:
        """Return None."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of one kind of values, as a tuple; `unique` refuses a value that stands twice."""

    kind: Kind
    unique: bool = False

    def take(self, raw: object, reader: Reader) -> tuple[Any, ...]:
        """Read every element, each with its own place."""
        if not isinstance(raw, list):
            raise Refused(N_("This must be a list."))
        values = tuple(reader.step(n, self.kind, one) for n, one in enumerate(raw))
        if self.unique and len(set(values)) < len(values):
            for n, value in enumerate(values):
                if value in values[:n]:
                    reader.fault(n, value, Refused(N_("“%(value)s” stands here twice."), value=value))
        return values

    def give(self, value: Sequence[Any], zone: ZoneInfo) -> list[object]:
        """Return the list."""
        return list(self.each(value, zone))

    def each(self, value: Sequence[Any], zone: ZoneInfo) -> Iterator[object]:
        """Yield the elements one by one."""
        return (self.kind.give(one, zone) for one in value)

    def blank(self) -> tuple[Any, ...]:
        """Return no values."""
        return ()


@dataclass(frozen=True, slots=True)
class Ordered:
    """A list of rows whose order is their `position`, which stands in each row too."""

    kind: Row

    def take(self, raw: object, reader: Reader) -> tuple[Any, ...]:
        """Read every row; positions may be left out, but not contradict the order of the list."""
        if not isinstance(raw, list):
            raise Refused(N_("This must be a list."))
        last = 0
        for n, row in enumerate(raw):
            if isinstance(row, dict) and "position" in row:
                reader.path.append(n)
                last = max(
                    last, reader.step("position", Plain(partial(_position, last=last), empty=0), row["position"])
                )
                reader.path.pop()
        return Listed(self.kind).take([_without(row, "position") for row in raw], reader)

    def give(self, value: Sequence[Any], zone: ZoneInfo) -> list[object]:
        """Return the rows with their positions."""
        return list(self.each(value, zone))

    def each(self, value: Sequence[Any], zone: ZoneInfo) -> Iterator[object]:
        """Yield the rows one by one, with their positions."""
        return ({**self.kind.give(one, zone), "position": n} for n, one in enumerate(value))

    def blank(self) -> tuple[Any, ...]:
        """Return no rows."""
        return ()


def _without(row: object, name: str) -> object:
    if isinstance(row, Doubled):
        return row
    return {key: value for key, value in row.items() if key != name} if isinstance(row, dict) else row


def _position(raw: object, last: int) -> int:
    position = whole_of(raw, least=0)
    if position < last:
        raise Refused(N_("Position %(position)s contradicts the order of the list; the order is what counts."),
                      position=position)  # fmt: skip
    return position


@dataclass(frozen=True, slots=True)
class Keyed:
    """An object from names to one kind of values."""

    kind: Kind

    def take(self, raw: object, reader: Reader) -> dict[str, Any]:
        """Read every value under its name."""
        row = _object(raw, reader)
        return {name: reader.step(name, self.kind, one) for name, one in row.items()}

    def give(self, value: Mapping[str, Any], zone: ZoneInfo) -> dict[str, object]:
        """Return the object."""
        return {name: self.kind.give(one, zone) for name, one in value.items()}

    def blank(self) -> dict[str, Any]:
        """Return no names."""
        return {}


@dataclass(frozen=True, slots=True)
class Anything:
    """An object of whatever JSON, kept as it is: no NaN, no deeper than 50, no text that cannot be stored."""

    def take(self, raw: object, reader: Reader) -> dict[str, object]:
        """Return it as it is."""
        row = _object(raw, reader)
        _hold(row, DEPTH_MAX)
        return dict(row)

    def give(self, value: Mapping[str, object], zone: ZoneInfo) -> dict[str, object]:
        """Return it as it is."""
        return dict(value)

    def blank(self) -> dict[str, object]:
        """Return an empty object."""
        return {}


def _hold(raw: object, depth: int) -> None:
    if depth < 0:
        raise Refused(N_("This is nested deeper than %(depth)s levels."), depth=DEPTH_MAX)
    if isinstance(raw, float) and not math.isfinite(raw):
        raise Refused(N_("“%(value)s” is no number."), value=raw)
    if isinstance(raw, str):
        text_of(raw)
    if isinstance(raw, Doubled):
        raise Refused(N_("The key “%(key)s” stands twice."), key=raw.doubles[0])
    if isinstance(raw, Mapping):
        for name, one in raw.items():
            text_of(name)
            _hold(one, depth - 1)
    elif isinstance(raw, list | tuple):
        for one in raw:
            _hold(one, depth - 1)


@dataclass(frozen=True, slots=True)
class Row:
    """A record: `kinds` by the record's own field names, `names` where the file says it in another word."""

    record: type
    kinds: Mapping[str, Kind]
    names: Mapping[str, str] = field(default_factory=dict)

    def take(self, raw: object, reader: Reader) -> Any:
        """Read every field; one that is left out takes the record's default, an unknown key is refused."""
        try:
            row = _object(raw, reader)
        except Refused as refused:
            reader.refuse(raw, refused)
            return self.blank()
        values = {}
        missing = required(self.record)
        for attribute, kind in self.kinds.items():
            key = self.names.get(attribute, attribute)
            if key in row:
                values[attribute] = reader.step(key, kind, row[key])
            elif attribute in missing:
                reader.fault(key, "", Refused(N_("“%(key)s” is missing."), key=key))
                values[attribute] = kind.blank()
        self.unknown(row, reader)
        return self.record(**values)

    def unknown(self, row: Mapping[str, object], reader: Reader) -> None:
        """Refuse every key that the record does not have, by name."""
        known = {self.names.get(attribute, attribute) for attribute in self.kinds}
        for key in row:
            if key not in known:
                reader.fault(key, row[key], Refused(N_("“%(key)s” is not a key that planner knows here."), key=key))

    def give(self, value: Any, zone: ZoneInfo) -> dict[str, object]:
        """Return the object, every field in it."""
        return {self.names.get(name, name): kind.give(getattr(value, name), zone) for name, kind in self.kinds.items()}

    def blank(self) -> Any:
        """Return a record that says nothing."""
        return self.record(**{name: self.kinds[name].blank() for name in required(self.record)})


@dataclass(frozen=True, slots=True)
class Via:
    """A record whose file looks different: `kind` is the file's form, `unpack` and `pack` lead from and to it."""

    kind: Kind
    unpack: Callable[[Any], Any]
    pack: Callable[[Any], Any]

    def take(self, raw: object, reader: Reader) -> Any:
        """Return the record."""
        return self.unpack(self.kind.take(raw, reader))

    def give(self, value: Any, zone: ZoneInfo) -> object:
        """Return the file's form."""
        return self.kind.give(self.pack(value), zone)

    def blank(self) -> Any:
        """Return a record that says nothing."""
        return self.unpack(self.kind.blank())


_REQUIRED: dict[type, tuple[str, ...]] = {}


def required(record: type) -> tuple[str, ...]:
    """Return the fields of a record class that have no default."""
    if record not in _REQUIRED:
        _REQUIRED[record] = tuple(
            f.name for f in fields(record) if f.default is MISSING and f.default_factory is MISSING
        )
    return _REQUIRED[record]


def _object(raw: object, reader: Reader) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        raise Refused(N_("This must be an object: {…}."))
    if isinstance(raw, Doubled):
        for key in raw.doubles:
            reader.fault(key, raw[key], Refused(N_("The key “%(key)s” stands twice."), key=key))
    return raw
