"""Short codes, days and periods as exports write them."""

from __future__ import annotations

from datetime import date

import pytest

from planner.core.calendar import CalendarPeriod, calendar, period_of, tray
from planner.core.model import Campaign, Label, Query, Segment, Workspace
from planner.exports.labels import Labels
from tests.builders import inventory, item, placement, workspace


def campaigns(*names: str) -> list[str]:
    space = Workspace(campaigns=tuple(Campaign(slug=f"c{n}", name=name) for n, name in enumerate(names)))
    return list(Labels(space, "en").campaign_codes.values())


def segments(*names: str, short: str = "") -> list[str]:
    space = Workspace(
        segments=tuple(
            Segment(slug=f"s{n}", name=Label(en=name), short=Label(en=short)) for n, name in enumerate(names)
        )
    )
    return list(Labels(space, "en").segment_codes.values())


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (("Black Friday", "Sinterklaas"), ["BF", "SI"]),
        (("Winterzorg", "Wintersolden", "Winter"), ["WI", "WN", "WT"]),
        (("A", "A", "A"), ["A", "A2", "A3"]),
        (("Back to school now", ""), ["BTS", "C1"]),
    ],
)
def test_a_campaign_has_a_code_of_its_own(names: tuple[str, ...], codes: list[str]) -> None:
    assert campaigns(*names) == codes


def test_a_segment_is_its_short_name_or_the_fewest_letters() -> None:
    assert segments("Young parents", "Grandparents") == ["Y", "G"]
    assert segments("Care partners", "Customers", "Cats") == ["Car", "Cu", "Cat"]
    assert segments("Parents", "Parents") == ["Parents", "PR"]
    assert segments("Young parents", short="Young") == ["Young"]


@pytest.mark.parametrize(
    ("fields", "english", "dutch"),
    [
        ({"on": date(2026, 11, 24)}, "Tue 24 Nov", "di 24 nov"),
        ({"on": date(2026, 11, 24), "until": date(2026, 11, 30)}, "Tue 24 – Mon 30 Nov", "di 24 – ma 30 nov"),
        ({"on": date(2026, 11, 30), "until": date(2026, 12, 1)}, "Mon 30 Nov – Tue 1 Dec", "ma 30 nov – di 1 dec"),
        ({}, "", ""),
    ],
)
def test_a_placement_says_when(fields: dict[str, date], english: str, dutch: str) -> None:
    space = workspace()
    stock = inventory(space, item(placements=(placement("p", **fields),)))
    query = Query(start=date(2026, 11, 1), until=date(2026, 12, 31))
    (row,) = calendar(space, stock, query).rows or tray(space, stock, query)
    assert (Labels(space, "en").when(row), Labels(space, "nl").when(row)) == (english, dutch)


def test_a_week_belongs_to_the_year_of_its_thursday() -> None:
    def head(day: date, group: str) -> str:
        label, start, until = period_of(day, group)  # type: ignore[arg-type]
        period = CalendarPeriod(label=label, start=start, until=until, cells=(), total=0)
        return Labels(Workspace(), "en").period(period, group)  # type: ignore[arg-type]

    assert head(date(2027, 1, 1), "week") == "W53 2026 · 28 Dec 2026 – 3 Jan 2027"
    assert head(date(2026, 11, 24), "week") == "W48 2026 · 23 – 29 Nov 2026"
    assert head(date(2026, 11, 24), "month") == "November 2026"
