"""What a query shows of items, placements, cells and findings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from planner.core.columns import Inventory
from planner.core.filters import (
    Found,
    in_period,
    incomplete_items,
    item_mask,
    place_mask,
    shown_cells,
    shown_findings,
    unmapped_items,
)
from planner.core.findings import Finding
from planner.core.model import Campaign, Item, Query, Workspace
from tests.builders import channel, fmt, inventory, item, phase, placement, segment, stage, workspace

MONDAY = date(2026, 11, 23)


def space() -> Workspace:
    return workspace(
        segments=(segment("parents"), segment("grandparents")),
        stages=(stage("reach"), stage("convert")),
        phases=(phase("awareness"), phase("decision")),
        channels=(channel("blog"), channel("email"), channel("store")),
        formats=(fmt("article"), fmt("video")),
        campaigns=(Campaign(slug="sale"), Campaign(slug="spring")),
    )


def cast() -> tuple[Item, ...]:
    return (
        item(
            "sleep",
            title="Slaapritme: één goed begin",
            map=("parents/reach/awareness", "parents/convert/decision"),
            format="article",
            language="nl",
            owner="Lotte",
            campaign="sale",
            tags=("Nacht", "baby"),
            placements=(
                placement("sleep-blog", "blog", MONDAY),
                placement(
                    "sleep-mail", "email", MONDAY, stage="convert", phase="decision", owner="Karim", language="en"
                ),
            ),
        ),
        item(
            "gift",
            title="Gift guide",
            map=("grandparents/convert/decision",),
            format="video",
            status="approved",
            language="en",
            owner="Karim",
            placements=(
                placement("gift-mail", "email", MONDAY, title="Cadeaus in één doos", campaign="spring"),
                placement("gift-both", "store", MONDAY, segments=("parents",), status="tentative"),
                placement("gift-off", "store", MONDAY, status="cancelled"),
            ),
        ),
        item("bare", title="Bare", map=(), placements=(placement("bare-tray", "blog"),)),
    )


def shown(query: Query, **options: Any) -> list[str]:
    stock = inventory(space(), *cast())
    return [stock.uids[row] for row in np.flatnonzero(place_mask(space(), stock, query, **options))]


def listed(query: Query, **options: Any) -> list[str]:
    stock = inventory(space(), *cast())
    return [stock.item_ids[row] for row in np.flatnonzero(item_mask(space(), stock, query, **options))]


@pytest.mark.parametrize(
    ("query", "uids"),
    [
        (Query(), ["sleep-blog", "sleep-mail", "gift-mail", "gift-both", "bare-tray"]),
        (Query(segments=("parents",)), ["sleep-blog", "sleep-mail", "gift-both"]),  # narrowed beats mapped
        (Query(segments=("grandparents",)), ["gift-mail"]),
        (Query(stages=("reach",)), ["sleep-blog"]),  # the item's best mapping
        (Query(stages=("convert",)), ["sleep-mail", "gift-mail", "gift-both"]),  # its own stage, else the item's
        (Query(phases=("awareness",)), ["sleep-blog"]),  # sleep-mail has a phase of its own
        (Query(phases=("decision",)), ["sleep-blog", "sleep-mail", "gift-mail", "gift-both"]),
        (Query(channels=("blog", "store")), ["sleep-blog", "gift-both", "bare-tray"]),
        (Query(statuses=("cancelled",)), ["gift-off"]),
        (Query(statuses=("tentative", "cancelled")), ["gift-both", "gift-off"]),
        (Query(statuses=("published",)), []),  # the items are, the placements are not
        (Query(owners=("karim",)), ["sleep-mail", "gift-mail", "gift-both"]),
        (Query(languages=("nl",)), ["sleep-blog"]),
        (Query(campaigns=("sale",)), ["sleep-blog", "sleep-mail"]),
        (Query(campaigns=("spring",)), ["gift-mail"]),
        (Query(formats=("video",)), ["gift-mail", "gift-both"]),
        (Query(tags=("nacht",)), ["sleep-blog", "sleep-mail"]),
        (Query(text="EEN"), ["sleep-blog", "sleep-mail", "gift-mail"]),  # item's title, or the placement's own
        (Query(text="doos cadeaus"), ["gift-mail"]),
        (Query(segments=("nobody",)), []),
    ],
)
def test_a_filter_shows_these_placements(query: Query, uids: list[str]) -> None:
    assert shown(query) == uids


def test_a_feed_carries_cancelled_placements_whatever_the_status_filter() -> None:
    assert shown(Query(channels=("store",)), cancelled=True) == ["gift-both", "gift-off"]
    assert shown(Query(statuses=("tentative",)), cancelled=True) == ["gift-both", "gift-off"]


def test_items_found_by_full_text_search_stand_beside_titles() -> None:
    assert shown(Query(text="doos"), found=Found(items=[0])) == ["sleep-blog", "sleep-mail", "gift-mail"]
    assert listed(Query(text="guide"), found=Found(items=[2])) == ["gift", "bare"]
    assert listed(Query(text="guide"), found=Found()) == ["gift"]


def test_a_placement_found_by_its_text_brings_its_item_to_the_list_and_not_its_sibling_to_the_calendar() -> None:
    assert shown(Query(text="letter"), found=Found(places=[1])) == ["sleep-mail"]
    assert listed(Query(text="letter"), found=Found(places=[1])) == ["sleep"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (Query(), ["sleep", "gift", "bare"]),
        (Query(segments=("parents",)), ["sleep"]),
        (Query(segments=("parents",), stages=("reach",), phases=("decision",)), []),  # no one mapping names all three
        (Query(segments=("parents",), stages=("convert",), phases=("decision",)), ["sleep"]),
        (Query(channels=("store",)), ["gift"]),
        (Query(statuses=("published",)), ["sleep", "bare"]),
        (Query(owners=("Karim",)), ["gift"]),
        (Query(languages=("en",), formats=("video",)), ["gift"]),
        (Query(campaigns=("spring",)), []),  # only a placement's
        (Query(tags=("baby",)), ["sleep"]),
        (Query(text="slaapritme begin"), ["sleep"]),
    ],
)
def test_a_filter_lists_these_items(query: Query, ids: list[str]) -> None:
    assert listed(query) == ids


def test_a_mapping_with_an_empty_part_is_incomplete() -> None:
    places = ("parents/reach/awareness", "parents//awareness", "/reach/awareness", "parents/reach/", "//")
    items = [item(str(n), map=(place,)) for n, place in enumerate(places)] + [item("none", map=())]
    items.append(item("both", map=("parents/reach/awareness", "parents//")))

    def found(**fields: Any) -> list[str]:
        here = workspace(**fields)
        arrays = inventory(here, *items)
        return [arrays.item_ids[row] for row in np.flatnonzero(incomplete_items(here, arrays))]

    assert found() == ["1", "2", "3", "4", "both"]
    assert found(stages=()) == ["2", "3", "4", "both"]  # what a workspace has not cannot be said


def test_an_item_without_a_mapping_is_unmapped_unless_it_rests() -> None:
    items = [item("mapped", map=("//",)), item("idea", map=(), status="idea"), item("old", map=(), status="archived")]
    arrays = inventory(space(), *items, item("gone", map=(), status="cancelled"))
    assert [arrays.item_ids[row] for row in np.flatnonzero(unmapped_items(arrays))] == ["idea"]


def test_a_run_is_in_a_period_when_any_of_its_days_is() -> None:
    run = placement("run", "blog", date(2026, 11, 20), until=date(2026, 11, 24))
    stock = inventory(space(), item(placements=(run, placement("tray", "blog"))))
    days = [date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 24), date(2026, 11, 25)]
    assert [in_period(stock, day, day).tolist() for day in days] == [
        [False, False], [True, False], [True, False], [True, False], [False, False],
    ]  # fmt: skip


@dataclass(frozen=True)
class Cell:
    name: str
    segment: str | None
    stage: str | None
    phase: str | None
    channel: str | None = None
    items: tuple[str, ...] = ()


CELLS = (
    Cell("a", "parents", "reach", "awareness", items=("sleep",)),
    Cell("b", "parents", "convert", "decision", items=("sleep",)),
    Cell("c", "grandparents", "convert", "decision", items=("gift",)),
    Cell("d", "parents", "convert", "decision", "email", items=("sleep",)),
    Cell("e", "grandparents", "reach", "awareness"),
)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (Query(), "abcde"),
        (Query(segments=("parents",)), "abd"),
        (Query(stages=("convert",), phases=("decision",)), "bcd"),
        (Query(channels=("email",)), "d"),
        (Query(languages=("en",)), "bcd"),  # sleep is nl; its English mail serves b and d, not a
        (Query(campaigns=("spring",)), "c"),
        (Query(statuses=("published",)), "abd"),  # the item's status
        (Query(statuses=("tentative",)), ""),
        (Query(text="cadeaus"), "c"),
        (Query(owners=("Lotte",), segments=("parents",), stages=("reach",)), "a"),
    ],
)
def test_a_cell_is_shown_in_scope_and_with_an_item_or_placement_that_matches(query: Query, names: str) -> None:
    assert "".join(c.name for c in shown_cells(space(), inventory(space(), *cast()), query, CELLS)) == names


def test_a_placement_outside_the_period_coverage_looks_at_shows_no_cell() -> None:
    stock, english = inventory(space(), *cast()), Query(languages=("en",), until=date(2028, 1, 31))
    names = [  # sleep's English mail is of MONDAY: on the last day of the year before `start`, then a day too early
        "".join(c.name for c in shown_cells(space(), stock, replace(english, start=start), CELLS))
        for start in (MONDAY + timedelta(days=365), MONDAY + timedelta(days=366))
    ]
    assert names == ["bcd", "c"]


def finding(key: str, **fields: Any) -> Finding:
    return Finding(key=key, kind="thin", severity=50.0, **fields)


FINDINGS = (
    finding("a", segment="parents", stage="reach", phase="awareness", items=("sleep",)),
    finding("b", segment="grandparents", other_segment="parents", placements=("gift-mail",)),
    finding("c", channel="email", placements=("sleep-mail", "gift-mail")),
    finding("d", segment="grandparents", stage="convert", phase="decision"),
    finding("e", segment="grandparents", placements=("gift-both",)),
)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        (Query(), "abcde"),
        (Query(segments=("parents",)), "abc"),  # c names no segment: sleep-mail serves parents
        (Query(segments=("grandparents",)), "bcde"),
        (Query(stages=("reach",)), "a"),
        (Query(channels=("email",)), "bc"),  # b names no channel: gift-mail is on email
        (Query(channels=("store",)), "e"),
        (Query(owners=("Lotte",)), "a"),
        (Query(owners=("Karim",)), "bce"),
        (Query(statuses=("approved",)), "bce"),
        (Query(text="slaapritme"), "ac"),
    ],
)
def test_a_finding_is_shown_by_its_scope_and_its_evidence(query: Query, keys: str) -> None:
    assert "".join(f.key for f in shown_findings(space(), inventory(space(), *cast()), query, FINDINGS)) == keys


def test_filters_of_an_empty_workspace_show_nothing() -> None:
    empty = Workspace()
    stock: Inventory = inventory(empty)
    query = Query(segments=("x",), stages=("x",), phases=("x",), channels=("x",), tags=("x",), text="x")
    assert place_mask(empty, stock, query).tolist() == []
    assert item_mask(empty, stock, query, found=Found()).tolist() == []
