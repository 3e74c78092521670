"""Reading and writing a Query: the query string of a page and the options of a command are one language.

`segment=a&segment=b&from=2026-11-23&until=2026-12-31&text=sleep`; `period=next:90` is a period relative to today.
What is wrong comes back as Problems beside the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
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


def read_query(
    pairs: Iterable[tuple[str, str]], workspace: Workspace, *, view: str | None = None, today: date | None = None
) -> tuple[Query, tuple[Problem, ...]]:
    """Read the filters among `pairs` (name, value); other names are left alone, empty values count as absent.

    The saved view `view` is the start; a filter that is given replaces the view's own. A relative period becomes
    dates on `today`. An unknown slug, status or date is left out and named in the Problems.
    """
    values = _values(pairs)
    problems: list[Problem] = []
    start = _view(view, workspace.views, problems)
    fields: dict[str, object] = {}
    for name, noun in FIELDS.items():
        if name in values:
            fields[noun] = _each(name, values[name], workspace, problems)
    if "text" in values:
        fields["text"] = parse_line(values["text"][-1][:500], longest=5000)
    query = replace(start.query, **fields)  # type: ignore[arg-type]
    return _with_period(query, start.relative, values, today, problems), tuple(problems)


def _values(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip() and not (name == "format" and value in FILE_FORMATS):
            values.setdefault(_SYNONYMS.get(name, name), []).append(value.strip())
    return values


def _view(slug: str | None, views: tuple[SavedView, ...], problems: list[Problem]) -> SavedView:
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


def _with_period(
    query: Query, relative: str | None, values: dict[str, list[str]], today: date | None, problems: list[Problem]
) -> Query:
    """Return the query with the dates given, else those of the relative period, else its own."""
    if "from" in values or "until" in values:
        dates = {name: _day(name, values[name][-1], problems) for name in ("from", "until") if name in values}
        return _forwards(replace(query, start=dates.get("from"), until=dates.get("until")), problems)
    relative = values.get("period", [relative or ""])[-1]
    if not relative or today is None:
        return query
    try:
        period = relative_period(relative, today)
    except Refused as refused:
        problems.append(problem("", "period", relative, refused))
        return query
    return replace(query, start=period.start, until=period.until)


def _day(name: str, value: str, problems: list[Problem]) -> date | None:
    try:
        return parse_day(value)
    except Refused as refused:
        problems.append(problem("", name, value, refused))
        return None


def _forwards(query: Query, problems: list[Problem]) -> Query:
    try:
        checked(query.start, query.until)
    except Refused as refused:
        problems.append(problem("", "until", query.until, refused))
        return replace(query, until=None)
    return query


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


def calendar_period(query: Query, today: date) -> Query:
    """Return the query with both dates: by default the current ISO week and the 12 after it; may be Refused."""
    first = query.start or monday(min(today, query.until or today))
    return _dated(query, first, query.until or monday(first) + timedelta(days=7 * CALENDAR_WEEKS - 1))


def report_period(query: Query, today: date) -> Query:
    """Return the query with `start` = as_of (default today) and `until` (default as_of + 90 days); may be Refused."""
    as_of = query.start or today
    return _dated(query, as_of, query.until or as_of + timedelta(days=REPORT_DAYS))


def _dated(query: Query, start: date, until: date) -> Query:
    checked(start, until)
    return replace(query, start=start, until=until)
