"""Texts, dates and numbers in one language, for sentences made outside a web request too."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from gettext import NullTranslations, translation
from pathlib import Path

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
LOCALES = {"en": "en_GB", "nl": "nl_NL"}  # these two count ISO weeks; plain "en" and "nl" do not


class Words:
    """One language: `text` translates a sentence, the others write figures the way its readers do."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LOCALES else "en"
        self.locale = LOCALES[self.language]
        self.catalogue: NullTranslations = translation(
            "messages", str(TRANSLATIONS), languages=[self.language], fallback=True
        )

    def text(self, message: str, **params: object) -> str:
        """Return `message` in this language, its %(name)s places filled."""
        said = self.catalogue.gettext(message)
        return said % params if params else said

    def plural(self, one: str, many: str, number: int, **params: object) -> str:
        """Return the form for `number`, which also fills %(n)s."""
        return self.catalogue.ngettext(one, many, number) % {"n": self.number(number), **params}

    def number(self, value: float, digits: int = 1) -> str:
        """Return a number with at most `digits` decimals: 2.5, in Dutch 2,5."""
        return _decimal(round(value, digits) + 0.0, "#,##0." + "#" * digits, self.locale)

    def percent(self, share: float) -> str:
        """Return a share (0..1) as whole per cent."""
        return str(format_percent(share, "#,##0 %", locale=self.locale))

    def day(self, day: date, form: str = "EEE d MMM") -> str:
        """Return a day as people write it: Sat 21 Nov, za 21 nov; `form` is a CLDR pattern or its name."""
        return _date(day, form, self.locale)

    def time(self, moment: datetime) -> str:
        """Return the time of day of a local moment: 09:30."""
        return str(format_time(moment, "HH:mm", locale=self.locale))

    def week(self, day: date) -> str:
        """Return the ISO week of a day: W48."""
        return self.text("W%(week)s", week=day.isocalendar().week)


# Babel takes a third of a millisecond for each; a page says the same few figures and days hundreds of times.
@lru_cache(4096)
def _decimal(value: float, pattern: str, locale: str) -> str:
    return str(format_decimal(value, pattern, locale=locale))


@lru_cache(4096)
def _date(day: date, form: str, locale: str) -> str:
    return str(format_date(day, form, locale=locale))


@cache
def words(language: str) -> Words:
    """Return the `Words` of a language, read once."""
    return Words(language)
