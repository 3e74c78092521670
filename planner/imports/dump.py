"""A dump read back: all of it, or every fault with its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from zoneinfo import ZoneInfo

from planner.core.codec import Kind, Reader, object_of
from planner.core.model import Dump, Settings, Workspace
from planner.core.parse import N_, Problem, Refused, parse_zone, problem
from planner.core.shapes import TABLES, whole
from planner.core.validate import dump_problems

BYTES_MAX = 200_000_000


def read_dump(text: str | bytes, timezone: str = Settings().timezone) -> tuple[Dump | None, tuple[Problem, ...]]:
    """Return the dump that JSON text says, or None and every fault, each `where` a path like `items[3].map[0].stage`.

    `timezone` is that of moments without offset where the dump's settings do not name one.
    """
    try:
        raw = _parse(text)
    except Refused as refused:
        return None, (problem("dump", "", "", refused),)
    reader = Reader(ZoneInfo(_timezone(raw, timezone)))
    dump = _dump(raw, reader)
    known = {fault.where for fault in reader.problems}
    problems = (*reader.problems, *(p for p in dump_problems(dump) if not _explained(p.where, known)))
    return (None if problems else dump), problems


def _parse(text: str | bytes) -> dict[str, object]:
    if len(text) > BYTES_MAX:
        raise Refused(N_("This is larger than %(limit)s MB, more than a dump may be."), limit=BYTES_MAX // 1_000_000)
    try:
        raw = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff"),
                         object_pairs_hook=object_of)  # fmt: skip
    except UnicodeDecodeError as error:
        raise Refused(N_("This is not UTF-8 text: byte %(byte)s."), byte=error.start) from None
    except json.JSONDecodeError as error:
        raise Refused(N_("This is no JSON: line %(line)s, column %(column)s."),
                      line=error.lineno, column=error.colno) from None  # fmt: skip
    except RecursionError:
        raise Refused(N_("This is nested too deeply to be a dump.")) from None
    except ValueError:
        raise Refused(N_("This holds a number with more digits than can be read.")) from None
    if not isinstance(raw, dict) or "planner" not in raw:
        raise Refused(N_('This is no dump of planner: it does not begin with {"planner": 1.'))
    return raw


def _timezone(raw: Mapping[str, object], otherwise: str) -> str:
    settings = raw.get("settings")
    named = settings.get("timezone") if isinstance(settings, dict) else None
    try:
        return parse_zone(named) if isinstance(named, str) else otherwise
    except Refused:
        return otherwise  # the fault itself is told where the settings are read


def _dump(raw: Mapping[str, object], reader: Reader) -> Dump:
    tops: dict[str, Kind] = {"planner": whole(1, 1), "revision": whole(0), **TABLES}
    for key in raw:
        if key not in tops:
            reader.fault(key, raw[key], Refused(N_("“%(key)s” is not a key that planner knows here."), key=key))
    read = {key: reader.step(key, kind, raw[key]) for key, kind in tops.items() if key in raw}
    frame = {f.name: read.pop(f.name) for f in fields(Workspace) if f.name in read}
    read.pop("planner")
    return Dump(workspace=Workspace(**frame), **read)


def _explained(where: str, known: set[str]) -> bool:
    """Whether a fault at or above `where` is told already."""
    if where in known:
        return True
    return any(where[:n] in known for n, sign in enumerate(where) if sign in ".[")
