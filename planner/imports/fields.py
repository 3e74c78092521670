"""Which field is read how: a table of small readers, each over the rule of core.parse that forms use too."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from planner.core.model import ROT_FLAGS, VERDICTS
from planner.core.parse import (
    N_,
    Refused,
    parse_boolean,
    parse_choice,
    parse_integer,
    parse_language,
    parse_line,
    parse_number,
    parse_text,
    parse_url,
    slugify,
)
from planner.imports.context import Context
from planner.imports.dates import read_when
from planner.imports.values import key

ID_MAX = 200

Read = Callable[[object, Context], object]

LANGUAGE_NAMES = {
    "nederlands": "nl", "dutch": "nl", "vlaams": "nl", "engels": "en", "english": "en", "frans": "fr", "french": "fr",
    "francais": "fr", "duits": "de", "german": "de", "deutsch": "de", "spaans": "es", "spanish": "es",
    "italiaans": "it", "italian": "it",
}  # fmt: skip
_LEVELS = {"high": 8, "hoog": 8, "medium": 5, "middel": 5, "gemiddeld": 5, "normaal": 5, "low": 2, "laag": 2}
_VERDICT_WORDS = {
    "houden": "keep", "behouden": "keep", "bijwerken": "update", "actualiseren": "update", "refresh": "update",
    "samenvoegen": "merge", "verwijderen": "remove", "delete": "remove", "schrappen": "remove",
}  # fmt: skip
_ROT_WORDS = {"overbodig": "redundant", "dubbel": "redundant", "verouderd": "outdated", "triviaal": "trivial"}
_NAMES_OF_PEOPLE = ("display_name", "name", "full_name", "title", "login", "email")
_ADDRESSES = ("src", "url", "path", "feature", "teaser")


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read; a `firm` one refuses its whole row when it cannot be read, others are left out."""

    read: Read
    firm: bool = False


def text_of(raw: object) -> str:
    """Return the text of a scalar; lists are joined by commas, a mapping is refused."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, list):
        return ", ".join(text_of(one) for one in raw if one not in (None, ""))
    if isinstance(raw, dict):
        raise Refused(N_("This holds keys of its own where a text should stand."))
    return "" if raw is None else str(raw)


def list_of(raw: object) -> tuple[str, ...]:
    """Return the texts of a list, or of a cell: split at `;`, `|` and line breaks, else at commas."""
    if isinstance(raw, list):
        parts = [text_of(one) for one in raw]
    else:
        text = text_of(raw)
        parts = re.split(r"[;|\n]", text)
        if len(parts) == 1:
            parts = text.split(",")
    lines = (parse_line(part) for part in parts)
    return tuple(dict.fromkeys(line for line in lines if line))


def read_day(raw: object, context: Context) -> date:
    """Return the day of a date as it is written, whatever its time and zone."""
    return read_when(text_of(raw), context.order).day


def read_id(raw: object, context: Context) -> str:
    """Return an id or uid: one line, kept as it stands."""
    return parse_line(text_of(raw), longest=ID_MAX)


def _line(raw: object, context: Context) -> str:
    return parse_line(text_of(raw))


def _text(raw: object, context: Context) -> str:
    return parse_text(text_of(raw))


def _person(raw: object, context: Context) -> str:
    if isinstance(raw, dict):
        raw = next((raw[name] for name in _NAMES_OF_PEOPLE if raw.get(name)), "")
    if isinstance(raw, list):
        raw = ", ".join(str(_person(one, context)) for one in raw if one)
    return parse_line(text_of(raw))


def _address(raw: object, context: Context) -> str:
    if isinstance(raw, list) and raw:
        raw = raw[0]
    if isinstance(raw, dict):
        raw = next((raw[name] for name in _ADDRESSES if raw.get(name)), "")
    return parse_url(text_of(raw))


def _language(raw: object, context: Context) -> str:
    text = text_of(raw)
    return LANGUAGE_NAMES.get(key(text)) or parse_language(text)


def _hours(raw: object, context: Context) -> float:
    text = text_of(raw).strip()
    told = re.fullmatch(r"(.*\d)\s*(h|u|uur|uren|hours?|hrs?)\.?", text, flags=re.IGNORECASE)
    return parse_number(told[1] if told else text, least=0, most=10_000)


def _quality(raw: object, context: Context) -> int:
    return parse_integer(text_of(raw), least=1, most=5)


def _priority(raw: object, context: Context) -> int:
    text = text_of(raw)
    return _LEVELS[key(text)] if key(text) in _LEVELS else parse_integer(text, least=0, most=10)


def _boolean(raw: object, context: Context) -> bool:
    return parse_boolean(text_of(raw))


def _verdict(raw: object, context: Context) -> str:
    text = text_of(raw)
    return _VERDICT_WORDS.get(key(text)) or parse_choice(text, VERDICTS)


def _rot(raw: object, context: Context) -> tuple[str, ...]:
    words = (_ROT_WORDS.get(key(word)) or parse_choice(word, ROT_FLAGS) for word in list_of(raw))
    return tuple(dict.fromkeys(words))


def _list(raw: object, context: Context) -> tuple[str, ...]:
    return list_of(raw)


def of_kind(kind: str) -> Read:
    """Return the reader of a slug of `kind`, by slug or name."""
    return lambda raw, context: context.words.slug(kind, text_of(raw))


ITEM_FIELDS: Mapping[str, Field] = {
    "title": Field(lambda raw, context: parse_line(text_of(raw), required=True), firm=True),
    "slug": Field(lambda raw, context: slugify(text_of(raw))),
    "summary": Field(_text, firm=True),
    "body": Field(_text, firm=True),
    "format": Field(of_kind("format")),
    "language": Field(_language),
    "owner": Field(_person),
    "department": Field(_line),
    "tags": Field(_list),
    "url": Field(_address),
    "effort_hours": Field(_hours),
    "quality": Field(_quality),
    "campaign": Field(of_kind("campaign")),
    "brief": Field(_text, firm=True),
    "key_message": Field(_text, firm=True),
    "keywords": Field(_list),
    "image": Field(_address),
    "image_alt": Field(_line),
    "due_on": Field(read_day, firm=True),
    "published_on": Field(read_day, firm=True),
    "review_on": Field(read_day, firm=True),
    "expires_on": Field(read_day, firm=True),
    "derived_from": Field(read_id),
    "translation_of": Field(read_id),
    "verdict": Field(_verdict),
    "rot": Field(_rot),
}
PLACEMENT_FIELDS: Mapping[str, Field] = {
    "until": Field(read_day, firm=True),
    "campaign": Field(of_kind("campaign")),
    "language": Field(_language),
    "title": Field(_line, firm=True),
    "text": Field(_text, firm=True),
    "call_to_action": Field(_line),
    "link": Field(_address),
    "image": Field(_address),
    "image_alt": Field(_line),
    "owner": Field(_person),
    "priority": Field(_priority),
    "service": Field(_boolean),
    "series": Field(_line),
}
# Named in a row, these are the placement's only where the item has something else.
INHERITED = ("owner", "campaign", "language", "image", "image_alt")
