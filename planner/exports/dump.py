"""The whole workspace as JSON, lossless: one row a line, so that two dumps can be compared by eye."""

from __future__ import annotations

import json
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from planner.core.codec import Listed, Ordered
from planner.core.model import Dump
from planner.core.shapes import TABLES


def dump_json(dump: Dump, zone: ZoneInfo, *, history: bool = False) -> str:
    """Return the dump as JSON text, moments in `zone` with their offset.

    `audit` stands in it where there is some; with `history` also when nothing was written yet.
    """
    return "".join(dump_chunks(dump, zone, history=history))


def dump_chunks(dump: Dump, zone: ZoneInfo, *, history: bool = False) -> Iterator[str]:
    """Yield the JSON text row by row, so that a large dump is never held whole."""
    yield f'{{"planner": 1, "revision": {dump.revision}'
    for name, kind in TABLES.items():
        value = getattr(dump.workspace if hasattr(dump.workspace, name) else dump, name)
        if name == "audit" and not (history or value):
            continue
        yield f',\n"{name}": '
        if isinstance(kind, Listed | Ordered):
            yield from _rows(kind.each(value, zone))
        else:
            yield _text(kind.give(value, zone))
    yield "\n}\n"


def _rows(rows: Iterator[object]) -> Iterator[str]:
    yield "["
    n = -1
    for n, row in enumerate(rows):
        yield f"{',' if n else ''}\n  {_text(row)}"
    yield "\n]" if n >= 0 else "]"


def _text(row: object) -> str:
    return json.dumps(row, ensure_ascii=False, allow_nan=False)
