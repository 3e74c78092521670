"""How exports call things in one language: dimensions, statuses with their shapes, short codes, days and periods."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property

from planner.core.calendar import CalendarPeriod, Group, Row
from planner.core.model import Campaign, Dimension, Workspace
from planner.wording.names import Names

# The square of a placement fills as it nears publication; every legend says the word beside it.
SHAPES = {"tentative": "□", "planned": "◧", "approved": "☑", "published": "■", "cancelled": "☒"}


class Labels:
    """The names of one workspace in one language, looked up once."""

    def __init__(self, workspace: Workspace, language: str) -> None:
        self.workspace = workspace
        self.names = Names(workspace, language)
        self.words = self.names.words
        self.text = self.words.text
        self.status, self.level, self.kind = self.names.status, self.names.level, self.names.kind
        self._days: dict[tuple[date, str], str] = {}

    def name(self, noun: str, slug: str | None) -> str:
        """Return the name of a segment, stage, phase, channel, format or campaign; "" for None."""
        if slug is None:
            return ""
        return self.names.campaign(slug) if noun == "campaign" else self.names.of(noun, slug)

    def name_of(self, row: Dimension | Campaign) -> str:
        """Return the name of a dimension row or campaign, its slug where it has none."""
        name = row.name if isinstance(row, Campaign) else row.name.text(self.words.language)
        return name or row.slug

    def stage(self, slug: str | None) -> str:
        """Return the head of a column."""
        return self.text("No stage") if slug is None else self.name("stage", slug)

    @cached_property
    def segment_codes(self) -> dict[str, str]:
        """The short name of every segment, else the fewest letters that tell it apart."""
        names = {row.slug: self.name_of(row) for row in self.workspace.segments}
        short = {row.slug: row.short.text(self.words.language) for row in self.workspace.segments}
        return letter_codes((slug, short[slug] or _prefix(slug, names), names[slug]) for slug in names)

    @cached_property
    def campaign_codes(self) -> dict[str, str]:
        """The initials of every campaign, two letters for one word: Black Friday BF, Winterzorg WI."""
        return letter_codes(
            (row.slug, _initials(self.name_of(row)), self.name_of(row)) for row in self.workspace.campaigns
        )

    def segments(self, slugs: Iterable[str]) -> str:
        """Return the codes of segments in brackets, "" for none."""
        codes = ", ".join(self.segment_codes.get(slug, slug) for slug in slugs)
        return f"[{codes}]" if codes else ""

    def day(self, day: date, form: str) -> str:
        """Return a day by its CLDR pattern; the same day is asked for often."""
        key = (day, form)
        if key not in self._days:
            self._days[key] = self.words.day(day, form)
        return self._days[key]

    def when(self, row: Row) -> str:
        """Return when a placement is: Tue 24 Nov, Tue 24 Nov 07:30, Tue 24 – Mon 30 Nov, "" in the tray."""
        if row.day is None:
            return ""
        if row.until is None:
            return f"{self.day(row.day, 'EEE d MMM')} {row.time}".rstrip()
        same = (row.day.year, row.day.month) == (row.until.year, row.until.month)
        return f"{self.day(row.day, 'EEE d' if same else 'EEE d MMM')} – {self.day(row.until, 'EEE d MMM')}"

    def days(self, start: date, until: date) -> str:
        """Return a span of days as people write it: 23 – 29 Nov 2026."""
        form = "d MMM y" if start.year != until.year else "d MMM" if start.month != until.month else "d"
        return f"{self.day(start, form)} – {self.day(until, 'd MMM y')}"

    def period(self, period: CalendarPeriod, group: Group) -> str:
        """Return the head of a period: W48 · 23 – 29 Nov 2026, or November 2026."""
        if group == "month":
            return self.day(period.start, "LLLL y")
        year = (period.start + timedelta(days=3)).year  # the year a week belongs to is that of its Thursday
        return f"{self.words.week(period.start)} {year} · {self.days(period.start, period.until)}"

    def period_code(self, period: CalendarPeriod, group: Group) -> str:
        """Return the shortest name of a period: W48, Nov."""
        return self.words.week(period.start) if group == "week" else self.day(period.start, "LLL")

    def placements(self, n: int) -> str:
        """Return a number of placements in words."""
        return self.words.plural("%(n)s placement", "%(n)s placements", n)


def _prefix(slug: str, names: dict[str, str]) -> str:
    """Return the fewest first letters of a name that no other name begins with."""
    name, others = names[slug], [other for key, other in names.items() if key != slug]
    sizes = range(1, len(name))
    return name[: next((n for n in sizes if all(other[:n] != name[:n] for other in others)), len(name))]


def _initials(name: str) -> str:
    parts = name.split()
    return ("".join(part[0] for part in parts[:3]) if len(parts) > 1 else name[:2]).upper()


def letter_codes(rows: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Give each (slug, code, name) its code; of equal ones the later takes another letter, else a number."""
    codes: dict[str, str] = {}
    for slug, code, name in rows:
        others = (f"{code[:1]}{letter}".upper() for letter in name[2:] if letter.isalnum())
        numbered = (f"{code}{n}" for n in range(2, len(codes) + 3))
        taken = set(codes.values())
        codes[slug] = next(one for one in (code, *others, *numbered) if one not in taken)
    return codes
