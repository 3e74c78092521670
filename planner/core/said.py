"""What the rows of one source say together about one item, and the plain form in which it is compared and kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from planner.core.listing import cell_of
from planner.core.model import Item
from planner.core.model import Mapping as CellMapping
from planner.core.parse import N_, Problem, Refused, problem
from planner.core.rows import ItemRow
from planner.core.shapes import ITEM

KEEP_MAX = 200  # characters; a longer text is kept as its digest
LIST_MAX = 20  # values; a longer list too
_STRENGTH = ("idea", "in_production", "approved", "published")
_BLANK = Item(id="", title="")
# On a row that is a placement an empty cell of these belongs to the placement.
_SHARED = frozenset(("title", "status", "owner", "campaign", "language", "image", "image_alt"))


@dataclass(slots=True)
class Said:
    """Fields by name with the row (its number) that said them first, mappings, extra, and the status that follows."""

    fields: dict[str, object] = field(default_factory=dict)
    by: dict[str, int] = field(default_factory=dict)
    status: str | None = None
    one_map: bool = True  # whether all rows with mappings have the same

    def plain(self) -> dict[str, object]:
        """Return the fields as JSON."""
        return {name: plain(value) for name, value in self.fields.items()}


_AGAINST = N_("%(first)s is the same item and says something else in: %(columns)s. The first one counts.")


def said_by(rows: Sequence[ItemRow]) -> tuple[Said, list[Problem]]:
    """Return what rows of one item say together, first come first served, and a warning for each that contradicts."""
    together = Said()
    warnings: list[Problem] = []
    for number, row in enumerate(rows):
        against = [name for name, value in _of(row).items() if not _agree(together, name, value, number)]
        if against:
            first = rows[min(together.by[name] for name in against)].where
            names = ", ".join(name.removeprefix("extra.") for name in against)
            why = Refused(_AGAINST, first=first, columns=names)
            warnings.append(problem(row.where, against[0].removeprefix("extra."), row.fields.get("title", ""), why))
        together.status = max((together.status, row.status), key=lambda s: -1 if s is None else _STRENGTH.index(s))
    return together, warnings


def _of(row: ItemRow) -> dict[str, object]:
    fields = dict(row.fields)
    if row.map is not None:
        fields["map"] = row.map
    for name, value in row.extra.items():
        fields[f"extra.{name}"] = value
    if row.id is not None:  # an empty cell says "nothing" only where the row names its item
        placed = bool(row.placements)
        for name in row.cleared:
            if name in ITEM.kinds and name not in fields and name != "id" and not (placed and name in _SHARED):
                fields[name] = getattr(_BLANK, name)
    if not fields.get("title"):
        fields.pop("title", None)
    return fields


def _agree(together: Said, name: str, value: object, number: int) -> bool:
    """Add a value; return whether it agrees with what was said before. Mappings of several rows add up."""
    if name not in together.fields:
        together.fields[name] = value
        together.by[name] = number
        return True
    before = together.fields[name]
    if name == "map":
        if before != value:
            together.one_map = False
            together.fields[name] = _both(_cells(before), _cells(value))
        return True
    return before == value


def _both(first: Iterable[CellMapping], second: Iterable[CellMapping]) -> tuple[CellMapping, ...]:
    """Put the mappings of two rows together: a cell once, primary where one of them says so."""
    best: dict[tuple[str | None, str | None, str | None], CellMapping] = {}
    for one in (*first, *second):
        key = (one.segment, one.stage, one.phase)
        if key not in best or one.fit == "primary":
            best[key] = one
    return tuple(best.values())


def _cells(value: object) -> tuple[CellMapping, ...]:
    return tuple(one for one in value if isinstance(one, CellMapping)) if isinstance(value, tuple) else ()


def plain(value: object) -> object:
    """Return a value as JSON that can be kept and compared; what is long as its digest."""
    if isinstance(value, str):
        return value if len(value) <= KEEP_MAX else _digest(value)
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, CellMapping):
        return [value.segment, value.stage, value.phase, value.fit]
    listed: list[object] | dict[str, object]
    if isinstance(value, Mapping):
        listed = {str(name): plain(one) for name, one in value.items()}
    else:
        listed = [plain(one) for one in value] if isinstance(value, tuple | list) else [str(value)]
    return listed if len(listed) <= LIST_MAX else _digest(json.dumps(listed))


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def current(item: Item, name: str) -> object:
    """Return what an item has in a field; `extra.key` is one key of its extra."""
    return item.extra.get(name[6:]) if name.startswith("extra.") else getattr(item, name)


def made_of(id: str, source: str, fields: Mapping[str, object]) -> Item:
    """Return a new item with these fields."""
    own = {name: value for name, value in fields.items() if not name.startswith("extra.")}
    extra = {name.removeprefix("extra."): value for name, value in fields.items() if name.startswith("extra.")}
    return Item(id=id, source_path=source, extra=extra, **own)  # type: ignore[arg-type]


def same(stored: object, said: object) -> bool:
    """Return whether a source says what is stored; a list or a number of one's own is a text in a cell."""
    return stored == said or (isinstance(said, str) and not isinstance(stored, str) and cell_of(stored) == said != "")


def with_fields(item: Item, fields: Mapping[str, object]) -> Item:
    """Return an item with these fields, `extra.key` put into its extra."""
    own = {name: value for name, value in fields.items() if not name.startswith("extra.")}
    extra = {name.removeprefix("extra."): value for name, value in fields.items() if name.startswith("extra.")}
    if extra:
        own["extra"] = {**item.extra, **extra}
    return replace(item, **own)  # type: ignore[arg-type]
