"""Reading and writing a Query: the query string of a page and the options of a command are one language.

`segment=a&segment=b&from=2026-11-23&until=2026-12-31&text=sleep`; `period=next:90` is a period relative to today,
`view=slug` starts from a saved view. What is wrong comes back as Problems beside the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from urllib.parse import quote, urlencode

from planner.core.model import Period, Query, SavedView, Workspace
from planner.core.parse import N_, Problem, Refused, fold, parse_choice, parse_day, parse_language, parse_line, problem
from planner.core.status import ITEM_STATUSES, PLACEMENT_STATUSES

STATUSES = tuple(dict.fromkeys((*PLACEMENT_STATUSES, *ITEM_STATUSES)))
CALENDAR_WEEKS = 13  # the current ISO week and the 12 after it
REPORT_DAYS = 90
LONGEST_DAYS = 7306  # twenty years: no page or file is drawn for more
FILE_FORMATS = frozenset({"xlsx", "csv", "ics", "md", "html", "json", "text"})
RELATIVE = (
    "today", "this-week", "next-week", "last-week", "this-month", "next-month", "last-month", "this-quarter",
    "next-quarter", "last-quarter", "this-year", "next-year", "last-year",
)  # fmt: skip

# Name in the query string -> field of Query. On an export address `format` also names the file: those are no filter.
FIELDS = {
    "segment": "segments", "stage": "stages", "phase": "phases", "channel": "channels", "status": "statuses",
    "campaign": "campaigns", "owner": "owners", "language": "languages", "format": "formats", "tag": "tags",
}  # fmt: skip
_SYNONYMS = {"as_of": "from", "as-of": "from", "to": "until"}
_COUNTED = re.compile(r"(next|last|weeks|months):(\d{1,4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person asked for: the query, its relative period and saved view if any, and what was wrong."""

    query: Query = field(default_factory=Query)
    relative: str | None = None
    view: str | None = None
    problems: tuple[Problem, ...] = ()


def read_query(
    given: Mapping[str, Iterable[str]], workspace: Workspace, views: Iterable[SavedView] | None = None
) -> Asked:
    """Read the filters among `given` (name -> values); other names are left alone, empty values count as absent.

    A saved view named by `view` (among `views`, by default all) is the start; a filter that is given replaces the
    view's own, and dates or a period that are given the view's period. Of several texts every word is looked for. An
    unknown slug, status or date is left out and named in `problems`.
    """
    values = _values(given)
    problems: list[Problem] = []
    start = _view(values, workspace.views if views is None else tuple(views), problems)
    fields: dict[str, object] = {}
    for name, noun in FIELDS.items():
        if name in values:
            fields[noun] = _each(name, values[name], workspace, problems)
    if "text" in values:
        fields["text"] = parse_line(" ".join(dict.fromkeys(values["text"]))[:500], longest=5000)
    dates, relative = _period(values, start, problems)
    query = replace(start.query, **(fields | dates))  # type: ignore[arg-type]
    return Asked(query=query, relative=relative, view=start.slug or None, problems=tuple(problems))


def _values(given: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, many in given.items():
        known = [value.strip() for value in many if not (name == "format" and value in FILE_FORMATS)]
        if filled := [value for value in known if value]:
            values.setdefault(_SYNONYMS.get(name, name), []).extend(filled)
    return values


def _view(values: dict[str, list[str]], views: tuple[SavedView, ...], problems: list[Problem]) -> SavedView:
    slug = values.get("view", [""])[-1]
    for view in views:
        if view.slug == slug:
            return view
    if slug:
        problems.append(problem("", "view", slug, _unknown(slug, [view.slug for view in views])))
    return SavedView(slug="", name="")


def _each(name: str, values: list[str], workspace: Workspace, problems: list[Problem]) -> tuple[str, ...]:
    good: dict[str, None] = {}
    for value in values:
        try:
            good[_one(name, value, workspace)] = None
        except Refused as refused:
            problems.append(problem("", name, value, refused))
    return tuple(good)


def _one(name: str, value: str, workspace: Workspace) -> str:
    if name == "status":
        return parse_choice(value, STATUSES)
    if name == "language":
        return parse_language(value)
    if name in ("owner", "tag"):
        return parse_line(value)
    slugs = [row.slug for row in getattr(workspace, FIELDS[name])]
    if value not in slugs:
        raise _unknown(value, slugs)
    return value


def _unknown(value: str, slugs: list[str]) -> Refused:
    if not slugs:
        return Refused(N_("“%(value)s” is not known here: there are none yet."), value=value[:80])
    known = ", ".join(slugs[:30]) + (" …" if len(slugs) > 30 else "")
    return Refused(N_("“%(value)s” is not known here. Choose from: %(known)s."), value=value[:80], known=known)


def _period(
    values: dict[str, list[str]], start: SavedView, problems: list[Problem]
) -> tuple[dict[str, date | None], str | None]:
    """Return the dates given, else the relative period given; both are the view's where nothing is given."""
    if "from" in values or "until" in values:
        dates = {end: _day(name, values, problems) for name, end in (("from", "start"), ("until", "until"))}
        try:
            checked(dates["start"], dates["until"])
        except Refused as refused:
            problems.append(problem("", "until", dates["until"], refused))
            dates["until"] = None
        return dates, None
    for value in values.get("period", ())[-1:]:
        try:
            return {"start": None, "until": None}, parse_relative(value)
        except Refused as refused:
            problems.append(problem("", "period", value, refused))
    return {}, start.relative


def _day(name: str, values: dict[str, list[str]], problems: list[Problem]) -> date | None:
    for value in values.get(name, ())[-1:]:
        try:
            return parse_day(value)
        except Refused as refused:
            problems.append(problem("", name, value, refused))
    return None


def checked(start: date | None, until: date | None) -> None:
    """Refuse a period that ends before it begins or is longer than twenty years."""
    if start and until and until < start:
        raise Refused(N_("The period ends on %(until)s, before it begins on %(start)s. Turn the two dates round."),
                      until=until.isoformat(), start=start.isoformat())  # fmt: skip
    if start and until and (until - start).days > LONGEST_DAYS:
        raise Refused(N_("The period is longer than twenty years. Choose a shorter one."))


def query_pairs(query: Query, relative: str | None = None) -> list[tuple[str, str]]:
    """Return a Query as (name, value) pairs in a fixed order, values sorted, so that equal queries read alike."""
    dates = [(name, day.isoformat()) for name, day in (("from", query.start), ("until", query.until)) if day]
    filters = [(name, value) for name, noun in FIELDS.items() for value in sorted(set(getattr(query, noun)))]
    pairs = [("period", relative or ""), *dates, *filters, ("text", query.text)]
    return [(name, value) for name, value in pairs if value]


def query_string(query: Query, relative: str | None = None) -> str:
    """Return a Query as the query string of an address, without `?`; `read_query` reads it back."""
    return urlencode(query_pairs(query, relative), quote_via=quote)


def parse_relative(value: str) -> str:
    """Return the name of a relative period: this-week, next-month, quarter, next:90, last:30, weeks:13, months:3."""
    text = fold(value).replace(" ", "-").replace("_", "-")
    text = f"this-{text}" if text in ("week", "month", "quarter", "year") else text
    found = _COUNTED.fullmatch(text)
    if text in RELATIVE or (found and 1 <= int(found[2]) <= 3660):
        return text
    raise Refused(N_("“%(value)s” is no period: write this-week, next-month, quarter, next:90, last:30 or weeks:13."),
                  value=value[:80])  # fmt: skip


def relative_period(relative: str, today: date) -> Period:
    """Return the days of a relative period on `today`; `next:90` is today and the 90 days after it."""
    text = parse_relative(relative)
    if text == "today":
        return Period(today, today)
    if found := _COUNTED.fullmatch(text):
        return _counted(found[1], int(found[2]), today)
    which, unit = text.split("-")
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "week":
        return _counted("weeks", 1, today + timedelta(weeks=step))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = (today.year * 12 + today.month - 1) // months * months + step * months
    return Period(_month(first), _month(first + months) - timedelta(days=1))


def _counted(unit: str, n: int, today: date) -> Period:
    if unit == "next":
        return Period(today, today + timedelta(days=n))
    if unit == "last":
        return Period(today - timedelta(days=n), today)
    if unit == "weeks":
        return Period(monday(today), monday(today) + timedelta(days=7 * n - 1))
    month = today.year * 12 + today.month - 1
    return Period(_month(month), _month(month + n) - timedelta(days=1))


def monday(day: date) -> date:
    """Return the Monday of the ISO week of `day`."""
    return day - timedelta(days=day.weekday())


def _month(number: int) -> date:
    """Return the first day of a month counted from year 0."""
    return date(number // 12, number % 12 + 1, 1)


def calendar_period(query: Query, today: date, relative: str | None = None) -> Query:
    """Return the query with both dates: by default the current ISO week and the 12 after it; may be Refused."""
    if relative and not (query.start or query.until):
        return _relative(query, today, relative)
    first = query.start or monday(min(today, query.until or today))
    return _dated(query, first, query.until or monday(first) + timedelta(days=7 * CALENDAR_WEEKS - 1))


def report_period(query: Query, today: date, relative: str | None = None) -> Query:
    """Return the query with `start` = as_of (default today) and `until` (default as_of + 90 days); may be Refused."""
    if relative and not (query.start or query.until):
        return _relative(query, today, relative)
    as_of = query.start or today
    return _dated(query, as_of, query.until or as_of + timedelta(days=REPORT_DAYS))


def _relative(query: Query, today: date, relative: str) -> Query:
    period = relative_period(relative, today)
    return _dated(query, period.start, period.until)


def _dated(query: Query, start: date, until: date) -> Query:
    checked(start, until)
    return replace(query, start=start, until=until)
