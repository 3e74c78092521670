"""One rule for each kind of value, used by forms, imports and the dump alike.

A `parse_*` function takes what a person or file gave and returns the value, or raises `Refused` with a sentence
that says what is wrong and what to do. The caller knows where it stood and makes a `Problem` of it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

TEXT_MAX = 200_000
LINE_MAX = 500
SLUG_MAX = 80
FIRST_YEAR, LAST_YEAR = 1970, 2199

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:([.,’' \u00a0\u202f])\d{3})(?:\1\d{3})*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TRUE = frozenset({"true", "yes", "1", "on", "ja", "waar", "x", "y", "j"})
_FALSE = frozenset({"false", "no", "0", "off", "nee", "onwaar", "", "n"})


def N_(message: str) -> str:  # noqa: N802 -- gettext's own name for "to be translated later"
    """Mark `message` for the catalogue of translations; it is translated where it is shown."""
    return message


class Refused(ValueError):
    """A value that cannot be taken; `message` (English, %(name)s placeholders) and `params` word it."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params = params


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in user data: where it stood, in which column, which value, and a sentence about it."""

    where: str
    column: str
    value: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence in the language of `translate` (gettext), English by default."""
        text = translate(self.message)
        return text % self.params if self.params else text


def problem(where: str, column: str, value: object, refused: Refused) -> Problem:
    """Make the `Problem` of a `Refused` value; the value is shown up to 200 characters."""
    return Problem(where, column, str(value)[:200], refused.message, refused.params)


def parse_line(value: object, *, required: bool = False, longest: int = LINE_MAX) -> str:
    """Return one line of text: trimmed, white space folded, NFC, without control characters."""
    text = " ".join(_clean(value).split())
    if required and not text:
        raise Refused(N_("This is empty; give it a text."))
    if len(text) > longest:
        raise Refused(N_("This has %(length)s characters; at most %(longest)s fit. Shorten it."),
                      length=len(text), longest=longest)  # fmt: skip
    return text


def parse_text(value: object, *, longest: int = TEXT_MAX) -> str:
    """Return text of several lines: NFC, LF line ends, without control characters."""
    text = _clean(value).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if len(text) > longest:
        raise Refused(N_("This has %(length)s characters; at most %(longest)s fit. Shorten it."),
                      length=len(text), longest=longest)  # fmt: skip
    return text


def _clean(value: object) -> str:
    text = "" if value is None else str(value)
    if text.isascii() and text.isprintable():  # most cells of most files
        return text
    text = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be stored
    return _CONTROL.sub("", unicodedata.normalize("NFC", text))


def fold(text: str) -> str:
    """Return `text` for comparing: without accents and case, white space folded."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.casefold().split())


@lru_cache(maxsize=4096)  # a report asks for the same few names a thousand times
def slugify(text: str) -> str:
    """Return `text` as a slug: accents dropped, lower case, a-z 0-9 and `-`; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug[:SLUG_MAX].strip("-")


def unique_slug(text: str, taken: Collection[str], otherwise: str = "item") -> str:
    """Return the slug of `text`, with `-2`, `-3` ... behind it while it is in `taken`."""
    base = slugify(text) or otherwise
    slug, n = base, 2
    while slug in taken:
        slug, n = f"{base[: SLUG_MAX - 8].rstrip('-')}-{n}", n + 1
    return slug


def parse_slug(value: object) -> str:
    """Return a slug as it stands; anything but a-z, 0-9 and single `-` is refused."""
    text = str(value)
    if len(text) > SLUG_MAX or not _SLUG.fullmatch(text):
        raise Refused(N_("“%(value)s” is no slug: use a-z, 0-9 and - (at most 80)."), value=text[:80])
    return text


def parse_number(value: object, *, least: float | None = None, most: float | None = None) -> float:
    """Return a finite number; a decimal comma is read as a point."""
    text = str(value).strip()
    if isinstance(value, bool):
        raise Refused(N_("“%(value)s” is no number."), value=text[:80])
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        text = text.replace(",", ".")
    try:
        number = float(text) if "_" not in text else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refused(N_("“%(value)s” is no number."), value=str(value)[:80])
    if (least is not None and number < least) or (most is not None and number > most):
        raise _out_of_range(number, least, most)
    return number


def number_text(number: float) -> str:
    """Return a number as a person types it, no digit lost: 6, 0.25, 1234567."""
    return repr(float(number)).removesuffix(".0")


def parse_integer(value: object, *, least: int | None = None, most: int | None = None) -> int:
    """Return a whole number (4, "4.0", and "18.000" or "18,000" where it may be so large); a fraction is refused."""
    if isinstance(value, str) and (most is None or most >= 1000) and _THOUSANDS.fullmatch(value.strip()):
        value = re.sub(r"[^\d+-]", "", value)
    number = parse_number(value, least=least, most=most)
    if number != int(number):
        raise Refused(N_("“%(value)s” is no whole number."), value=str(value)[:80])
    return int(number)


def _out_of_range(number: float, least: float | None, most: float | None) -> Refused:
    if most is None:
        return Refused(N_("%(number)g is too small: at least %(least)g."), number=number, least=least)
    if least is None:
        return Refused(N_("%(number)g is too large: at most %(most)g."), number=number, most=most)
    return Refused(N_("%(number)g is out of range: from %(least)g to %(most)g."),
                   number=number, least=least, most=most)  # fmt: skip


def parse_day(value: object) -> date:
    """Return a day written as 2026-11-21 (ISO 8601); imports read the other orders before they come here."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    found = _DAY.fullmatch(str(value).strip())
    try:
        day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        day = None
    if day is None:
        raise Refused(N_("“%(value)s” is no date: write it as 2026-11-21."), value=str(value)[:80])
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise out_of_years(str(value))
    return day


def out_of_years(value: str) -> Refused:
    """Return the refusal of a day that planner does not go to."""
    return Refused(N_("“%(value)s” lies outside the years %(first)s to %(last)s that planner plans in."),
                   value=value[:80], first=FIRST_YEAR, last=LAST_YEAR)  # fmt: skip


def parse_boolean(value: object) -> bool:
    """Return yes or no from true/false, yes/no, ja/nee, 1/0, x or empty."""
    text = str(value).strip().lower() if value is not None else ""
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise Refused(N_("“%(value)s” is neither yes nor no."), value=str(value)[:80])


def parse_choice(value: object, choices: Iterable[str]) -> str:
    """Return the one of `choices` that is meant: case, spaces, `-` and `_` do not matter."""
    known = tuple(choices)
    text = re.sub(r"[\s_-]+", "_", str(value).strip().lower())
    for choice in known:
        if text == choice.replace("-", "_"):
            return choice
    raise Refused(N_("“%(value)s” is not one of: %(choices)s."), value=str(value)[:80], choices=", ".join(known))


def parse_language(value: object) -> str:
    """Return a language code in lower case ("nl", "en", "pt-br")."""
    text = str(value).strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(text) or len(text) > 20:
        raise Refused(N_("“%(value)s” is no language code: write nl, en or fr."), value=str(value)[:80])
    return text.lower()


def parse_url(value: object, *, longest: int = 2000) -> str:
    """Return an address (http, https, mailto) or a path on the own site; other schemes are refused."""
    text = parse_line(value, longest=longest)
    if not text:
        return ""
    try:
        scheme = urlsplit(text).scheme.lower()
    except ValueError:
        scheme = "?"
    if scheme not in ("http", "https", "mailto", "") or (not scheme and ":" in text.split("/")[0]):
        raise Refused(N_("“%(value)s” is no web address: start it with https://, http://, mailto: or /."),
                      value=text[:80])  # fmt: skip
    return text


def parse_email(value: object) -> str:
    """Return an e-mail address; more than an @ with no spaces about is for the mail to find out."""
    text = parse_line(value, longest=254)
    if "@" not in text or " " in text:
        raise Refused(N_("“%(value)s” is no e-mail address."), value=text[:80])
    return text


def parse_window(value: object) -> str:
    """Return a window of a frequency rule: `rolling:N` (1..366 days), `week` or `month`."""
    text = str(value).strip().lower()
    found = re.fullmatch(r"rolling:(\d{1,3})", text)
    if text in ("week", "month") or (found and 1 <= int(found[1]) <= 366):
        return text if not found else f"rolling:{int(found[1])}"
    raise Refused(N_("“%(value)s” is no window: write rolling:7, week or month."), value=text[:80])


def parse_zone(value: object) -> str:
    """Return the name of a time zone the system knows (Europe/Brussels)."""
    text = str(value).strip()
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        raise Refused(N_("“%(value)s” is no time zone: write one like Europe/Brussels."), value=text[:80]) from None
    return text
