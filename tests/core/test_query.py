"""The language of filters: query strings and options to a Query and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.model import Campaign, Period, Query, SavedView
from planner.core.parse import Refused
from planner.core.query import (
    STATUSES,
    calendar_period,
    query_string,
    read_query,
    relative_period,
    report_period,
)
from tests.builders import fmt, segment, workspace

MONDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 26)
SPACE = workspace(
    segments=(segment("parents"), segment("grandparents")),
    formats=(fmt("article"), fmt("carousel")),
    campaigns=(Campaign(slug="black-friday"),),
    views=(
        SavedView(slug="team", name="Team", query=Query(segments=("parents",), text="sleep"), relative="next:90"),
        SavedView(slug="fixed", name="Fixed", query=Query(start=MONDAY, until=THURSDAY, owners=("Lotte",))),
    ),
)


def read(text: str) -> tuple[Query, str | None, list[tuple[str, str]]]:
    """The query of a query string, its relative period, and the column and value of every problem."""
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl(text):
        given.setdefault(name, []).append(value)
    asked = read_query(given, SPACE)
    return asked.query, asked.relative, [(p.column, p.value) for p in asked.problems]


def test_every_filter_may_name_several_values() -> None:
    text = (
        "segment=parents&segment=grandparents&channel=email&status=planned&owner=Lotte%20Peeters&language=NL&tag=sleep"
    )
    assert read(text + "&campaign=black-friday&text= slaap  tips&from=2026-11-23&to=2026-12-31&group=week") == (
        Query(
            start=MONDAY,
            until=date(2026, 12, 31),
            segments=("parents", "grandparents"),
            channels=("email",),
            statuses=("planned",),
            owners=("Lotte Peeters",),
            languages=("nl",),
            tags=("sleep",),
            campaigns=("black-friday",),
            text="slaap tips",
        ),
        None,
        [],
    )


def test_an_empty_field_of_a_form_is_no_filter() -> None:
    assert read("segment=&text=+&from=") == (Query(), None, [])


def test_what_is_not_known_is_named_and_left_out() -> None:
    query, _, problems = read("segment=nobody&segment=parents&status=ready&from=2026-13-01&language=?&period=soon")
    assert query == Query(segments=("parents",))
    assert problems == [("segment", "nobody"), ("status", "ready"), ("language", "?"), ("from", "2026-13-01")]


def test_a_problem_says_what_there_is() -> None:
    (found,) = read_query({"channel": ["tv"]}, SPACE).problems
    assert found.sentence() == "“tv” is not known here. Choose from: blog, email."


def test_a_period_that_runs_backwards_is_refused() -> None:
    assert read("from=2026-11-23&until=2026-11-22") == (Query(start=MONDAY), None, [("until", "2026-11-22")])


def test_format_is_a_filter_unless_it_names_a_file() -> None:
    assert read("format=xlsx&format=article") == (Query(formats=("article",)), None, [])
    assert read("format=nothing") == (Query(), None, [("format", "nothing")])


def test_a_saved_view_is_the_start_and_what_is_given_replaces_it() -> None:
    team = Query(segments=("parents",), text="sleep")
    assert read("view=team") == (team, "next:90", [])
    assert read("view=team&segment=grandparents") == (Query(segments=("grandparents",), text="sleep"), "next:90", [])
    assert read("view=team&from=2026-11-23") == (replace(team, start=MONDAY), None, [])
    assert read("view=team&period=soon") == (team, "next:90", [("period", "soon")])
    assert read("view=fixed&period=this-week") == (Query(owners=("Lotte",)), "this-week", [])
    assert read("view=gone") == (Query(), None, [("view", "gone")])
    assert read_query({"view": ["team"]}, SPACE).view == "team"
    assert read_query({"view": ["team"]}, SPACE, views=()).view is None  # somebody else's


@pytest.mark.parametrize(
    ("relative", "first", "last"),
    [
        ("today", "2026-11-26", "2026-11-26"),
        ("next:90", "2026-11-26", "2027-02-24"),
        ("last:7", "2026-11-19", "2026-11-26"),
        ("this-week", "2026-11-23", "2026-11-29"),
        ("week", "2026-11-23", "2026-11-29"),
        ("last-week", "2026-11-16", "2026-11-22"),
        ("weeks:13", "2026-11-23", "2027-02-21"),
        ("month", "2026-11-01", "2026-11-30"),
        ("next-month", "2026-12-01", "2026-12-31"),
        ("months:3", "2026-11-01", "2027-01-31"),
        ("quarter", "2026-10-01", "2026-12-31"),
        ("next-quarter", "2027-01-01", "2027-03-31"),
        ("last-quarter", "2026-07-01", "2026-09-30"),
        ("Next Year", "2027-01-01", "2027-12-31"),
    ],
)
def test_a_relative_period_follows_today(relative: str, first: str, last: str) -> None:
    assert relative_period(relative, THURSDAY) == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("relative", ["", "soon", "next:", "next:0", "next:9999", "weeks:-1", "next-day"])
def test_other_relative_periods_are_refused(relative: str) -> None:
    with pytest.raises(Refused):
        relative_period(relative, THURSDAY)


def test_the_calendar_shows_thirteen_iso_weeks_by_default() -> None:
    assert calendar_period(Query(), THURSDAY) == Query(start=MONDAY, until=date(2027, 2, 21))
    assert calendar_period(Query(start=THURSDAY), MONDAY) == Query(start=THURSDAY, until=date(2027, 2, 21))
    assert calendar_period(Query(), THURSDAY, "this-week") == Query(start=MONDAY, until=date(2026, 11, 29))
    past = date(2026, 10, 1)  # a Thursday before today: its own week
    assert calendar_period(Query(until=past), THURSDAY) == Query(start=date(2026, 9, 28), until=past)


def test_a_report_judges_today_and_the_ninety_days_after_it_by_default() -> None:
    assert report_period(Query(), MONDAY) == Query(start=MONDAY, until=date(2027, 2, 21))
    assert report_period(Query(start=THURSDAY, until=THURSDAY), MONDAY) == Query(start=THURSDAY, until=THURSDAY)
    assert report_period(Query(), MONDAY, "next:7") == Query(start=MONDAY, until=date(2026, 11, 30))
    assert report_period(Query(start=THURSDAY), MONDAY, "next:7") == Query(start=THURSDAY, until=date(2027, 2, 24))
    with pytest.raises(Refused, match="before it begins"):
        report_period(Query(until=date(2026, 11, 22)), MONDAY)


def test_nothing_is_drawn_for_more_than_twenty_years() -> None:
    with pytest.raises(Refused, match="twenty years"):
        calendar_period(Query(start=date(1970, 1, 1), until=date(2199, 12, 31)), MONDAY)


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(values)).map(lambda chosen: tuple(sorted(chosen)))


queries = st.builds(
    Query,
    segments=some("parents", "grandparents"),
    statuses=some(*STATUSES),
    formats=some("article", "carousel"),
    owners=some("Lotte", "a & b", "é=?#"),
    text=st.from_regex(r"[A-Za-zéë&=?#+%' ]{0,20}", fullmatch=True).map(lambda text: " ".join(text.split())),
    start=st.none() | st.dates(date(2020, 1, 1), date(2025, 1, 1)),
    until=st.none() | st.dates(date(2025, 1, 1), date(2030, 1, 1)),
)


@given(queries)
def test_a_query_survives_its_query_string(query: Query) -> None:
    assert read(query_string(query)) == (query, None, [])


def test_equal_queries_have_one_query_string() -> None:
    a, b = Query(segments=("a", "b"), text="é & x"), Query(segments=("b", "a", "b"), text="é & x")
    assert query_string(a) == query_string(b) == "segment=a&segment=b&text=%C3%A9%20%26%20x"
    assert query_string(Query(), relative="next:90") == "period=next%3A90"


def test_every_word_of_several_texts_is_looked_for() -> None:
    assert read("text=baby&text=sleep well&text=baby")[0] == Query(text="baby sleep well")
