"""The block of keys at the head of a Markdown file, in YAML (`---`) or TOML (`+++`).

YAML is built from the parser's events: every scalar stays the text that stands there (dates and numbers are read
by the field they are for), aliases are refused, so nothing can unfold, and depth is bounded while reading.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import yaml

from planner.core.parse import N_, Refused

NESTING_MAX = 50
BLOCK_MAX = 100_000  # characters

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FENCE = re.compile(r"\A\s*?(---|\+\+\+)[ \t]*\n")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")  # YAML stops at these

Values = dict[str, object]


def split(text: str) -> tuple[str, str, str, int]:
    """Return (`"yaml"`, `"toml"` or `""`, block, body, line on which the body begins) of a file's text.

    `text` has LF line ends and no byte order mark. Raises `Refused` where the block is not closed.
    """
    opening = _FENCE.match(text)
    if not opening:
        return "", "", text, 1
    fence = opening[1]
    closing = re.compile(rf"^{re.escape(fence)}[ \t]*$\n?" if fence == "+++" else r"^(?:---|\.\.\.)[ \t]*$\n?", re.M)
    end = closing.search(text, opening.end())
    if end is None:
        if fence == "---":  # a ruler at the top of a plain text, unless keys follow it
            if not re.match(r"[\w -]+:", text[opening.end() : opening.end() + 200]):
                return "", "", text, 1
            raise Refused(N_("The front matter begins with --- and is not closed: add a line --- below it."))
        raise Refused(N_("The front matter begins with +++ and is not closed: add a line +++ below it."))
    block, body = text[opening.end() : end.start()], text[end.end() :]
    if len(block) > BLOCK_MAX:
        raise Refused(N_("The front matter has %(length)s characters; at most %(longest)s fit. Shorten it."),
                      length=len(block), longest=BLOCK_MAX)  # fmt: skip
    return ("toml" if fence == "+++" else "yaml"), block, body, text.count("\n", 0, end.end()) + 1


def read(kind: str, block: str) -> tuple[Values, list[str]]:
    """Return the values of a block and the keys that stand in it twice (the last one holds).

    Values are text, lists and mappings of them; None where YAML has nothing. Raises `Refused` with line and reason.
    """
    if kind == "toml":
        return _toml(block), []
    if kind == "yaml":
        return _yaml(block)
    return {}, []


def _toml(block: str) -> Values:
    try:
        return {key: _plain(value, 1) for key, value in tomllib.loads(block).items()}
    except tomllib.TOMLDecodeError as error:
        raise Refused(N_("The front matter is no TOML: %(why)s."), why=str(error)[:200].rstrip(".")) from None
    except (RecursionError, ValueError):  # a number of many thousand digits is a ValueError
        raise Refused(N_("The front matter is no TOML: %(why)s."), why="too deep or too long") from None


def _plain(value: object, depth: int) -> object:
    if depth > NESTING_MAX:
        raise _too_deep()
    if isinstance(value, dict):
        return {str(key): _plain(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, depth + 1) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _yaml(block: str) -> tuple[Values, list[str]]:
    twice: list[str] = []
    try:
        events = yaml.parse(_UNREADABLE.sub("", block), Loader=_LOADER)
        value = _document(events, twice)
    except Refused:
        raise
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 2
        why = (error.problem or error.context or "cannot be read")[:200]
        raise Refused(N_("The front matter is no YAML in line %(line)s: %(why)s. Put texts with : or # in quotes."),
                      line=line, why=why) from None  # fmt: skip
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Refused(N_("The front matter is no YAML: %(why)s."), why=str(error).split("\n")[0][:200]) from None
    if value is None:
        return {}, twice
    if not isinstance(value, dict):
        raise Refused(N_("The front matter holds no keys: write lines like “title: A title”."))
    return value, twice


def _document(events: Iterator[yaml.Event], twice: list[str]) -> object:
    for event in events:
        if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            return None if isinstance(event, yaml.StreamEndEvent) else _value(event, events, twice, 1)
    return None


def _value(event: yaml.Event, events: Iterator[yaml.Event], twice: list[str], depth: int) -> object:
    if isinstance(event, yaml.AliasEvent):
        raise Refused(N_("The front matter uses an alias (*%(name)s): write the value out instead."),
                      name=str(event.anchor)[:80])  # fmt: skip
    if depth > NESTING_MAX:
        raise _too_deep()
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, twice, depth)
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(events, twice, depth)
    if not isinstance(event, yaml.ScalarEvent):
        return None
    plain = event.style is None or event.style == ""
    return None if plain and event.value in ("", "~", "null", "Null", "NULL") else str(event.value)


def _sequence(events: Iterator[yaml.Event], twice: list[str], depth: int) -> list[object]:
    values: list[object] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        values.append(_value(event, events, twice, depth + 1))
    return values


def _mapping(events: Iterator[yaml.Event], twice: list[str], depth: int) -> Values:
    values: Values = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _value(event, events, twice, depth + 1)
        if isinstance(key, list | dict):
            raise Refused(N_("The front matter has a list where a key should stand."))
        name = str(key) if key is not None else ""
        if name in values:
            twice.append(name)
        values[name] = _value(next(events), events, twice, depth + 1)
    return values


def _too_deep() -> Refused:
    return Refused(N_("The front matter is nested more than %(most)s deep."), most=NESTING_MAX)
