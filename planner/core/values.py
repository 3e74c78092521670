"""Single JSON values: each `*_of` function returns the value as it stands, or raises `Refused`.

Stricter than `core.parse`, which forgives people: a file that a program wrote says 3 and true, not "3" and "ja".
"""

from __future__ import annotations

import re
import sys
from datetime import date

from planner.core.parse import LINE_MAX, N_, TEXT_MAX, Refused, parse_day, parse_integer, parse_number

WHOLE_MAX = 2_000_000_000  # fits the integer column of every database

_LARGEST = sys.float_info.max
_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def text_of(raw: object, *, longest: int = TEXT_MAX, least: int = 0) -> str:
    """Return text that a database can hold, as it stands."""
    if not isinstance(raw, str):
        raise Refused(N_("This must be text."))
    if len(raw) > longest:
        raise Refused(N_("This has %(length)s characters; at most %(longest)s fit. Shorten it."),
                      length=len(raw), longest=longest)  # fmt: skip
    if len(raw) < least:
        raise Refused(N_("This is empty; give it a text."))
    if not raw.isprintable() and _UNHELD.search(raw):
        raise Refused(N_("This holds a control character, which cannot be stored."))
    return raw


def line_of(raw: object, *, longest: int = LINE_MAX, least: int = 0) -> str:
    """Return one line of text, as it stands."""
    text = text_of(raw, longest=longest, least=least)
    if "\n" in text or "\r" in text:
        raise Refused(N_("This must be one line, without line breaks."))
    return text


def number_of(raw: object, *, least: float | None = None, most: float | None = None) -> float:
    """Return a finite number from a JSON number."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise Refused(N_("“%(value)s” is no number."), value=str(raw)[:80])
    if (least is None or raw >= least) and (most is None or raw <= most) and -_LARGEST <= raw <= _LARGEST:
        return float(raw)
    return parse_number(raw, least=least, most=most)  # which says what is wrong


def whole_of(raw: object, *, least: int | None = None, most: int = WHOLE_MAX) -> int:
    """Return a whole number from a JSON number."""
    number_of(raw)
    return parse_integer(raw, least=least, most=most)


def truth_of(raw: object) -> bool:
    """Return true or false, nothing else."""
    if not isinstance(raw, bool):
        raise Refused(N_("“%(value)s” is neither true nor false."), value=str(raw)[:80])
    return raw


def day_of(raw: object) -> date:
    """Return a day from text as 2026-11-21."""
    return parse_day(text_of(raw, longest=80))


def choice_of(raw: object, choices: tuple[str, ...]) -> str:
    """Return `raw` if it is one of the choices, to the letter."""
    if raw not in choices:
        raise Refused(N_("“%(value)s” is not one of: %(choices)s."), value=str(raw)[:80], choices=", ".join(choices))
    return str(raw)
