"""Random small workspaces and plans for comparisons; hypothesis draws, so every failure shrinks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from planner.core.model import (
    CapacityException,
    Channel,
    FrequencyRule,
    Item,
    Mapping,
    Period,
    Placement,
    Segment,
    SegmentOverlap,
    Workspace,
)
from planner.core.status import PLACEMENT_STATUSES
from tests.builders import AS_OF, phase, stage

SEGMENTS = ("a", "b", "c")
CHANNELS = ("email", "push", "blog")
SPAN = timedelta(days=24)  # plans lie within this of AS_OF
UNTIL_SHORT = AS_OF + timedelta(days=20)

days = st.dates(AS_OF - SPAN, AS_OF + SPAN)
shares = st.sampled_from([0.0, 0.04, 0.25, 0.5, 1.0])


@st.composite
def periods(draw: Any) -> Period:
    first = draw(days)
    return Period(first, first + timedelta(days=draw(st.integers(0, 5))))


@st.composite
def segments(draw: Any, slug: str) -> Segment:
    return Segment(
        slug=slug,
        priority=draw(st.integers(1, 5)),
        reach=draw(st.dictionaries(st.sampled_from(CHANNELS), shares, max_size=3)),
        contact_free=tuple(draw(st.lists(periods(), max_size=2))),
        archived=draw(st.integers(0, 7)) == 0,
    )


@st.composite
def channels(draw: Any, slug: str, pressure: float) -> Channel:
    exceptions = [
        CapacityException(start=p.start, until=p.until, capacity=draw(st.sampled_from([None, 0, 1, 2])))
        for p in draw(st.lists(periods(), max_size=2))
    ]
    return Channel(
        slug=slug,
        pressure=pressure,
        weekly_capacity=draw(st.sampled_from([None, 0, 1, 2])),
        capacity_exceptions=tuple(exceptions),
        archived=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def frequency_rules(draw: Any, name: str) -> FrequencyRule:
    active = draw(st.booleans())
    return FrequencyRule(
        name=name,
        segment=draw(st.sampled_from([None, None, *SEGMENTS])),
        channels=tuple(draw(st.lists(st.sampled_from(CHANNELS), unique=True, max_size=2))),
        maximum=draw(st.sampled_from([None, 0.0, 0.5, 1.0, 2.0, 3.0])),
        minimum=draw(st.sampled_from([None, 0.0, 1.0])),
        window=draw(st.sampled_from(["rolling:1", "rolling:3", "rolling:7", "rolling:28", "week", "month"])),
        min_gap_days=draw(st.sampled_from([None, 0, 1, 2, 4])),
        warn_at=draw(st.sampled_from([0.5, 0.8, 1.0])),
        active_from=draw(days) if active else None,
        active_to=draw(days) if draw(st.booleans()) else None,
    )


@st.composite
def workspaces(draw: Any) -> Workspace:
    overlaps = st.builds(SegmentOverlap, a=st.sampled_from(SEGMENTS), b=st.sampled_from(SEGMENTS), share=shares)
    return Workspace(
        segments=tuple(draw(segments(slug)) for slug in SEGMENTS),
        overlaps=tuple(draw(st.lists(overlaps, max_size=3))),
        stages=(stage(),),
        phases=(phase(),),
        channels=tuple(draw(channels(slug, p)) for slug, p in zip(CHANNELS, (1.0, 1.5, 0.0), strict=True)),
        frequency_rules=tuple(draw(frequency_rules(f"rule {n}")) for n in range(draw(st.integers(0, 3)))),
    )


@st.composite
def placements(draw: Any, uid: str) -> Placement:
    on = draw(st.one_of(st.none(), days, days, days))
    is_run = on is not None and draw(st.integers(0, 6)) == 0
    return Placement(
        uid=uid,
        channel=draw(st.sampled_from(CHANNELS)),
        on=on,
        until=on + timedelta(days=draw(st.integers(0, 9))) if is_run else None,
        status=draw(st.sampled_from(PLACEMENT_STATUSES)),
        segments=tuple(draw(st.lists(st.sampled_from(SEGMENTS), unique=True, max_size=2))),
        service=draw(st.integers(0, 5)) == 0,
        series=draw(st.sampled_from([None, None, "s"])),
        priority=draw(st.integers(0, 10)),
    )


@st.composite
def items(draw: Any, id: str) -> Item:
    count = draw(st.integers(0, 6))
    mapped = draw(st.lists(st.sampled_from([None, *SEGMENTS]), max_size=3))
    return Item(
        id=id,
        title=id,
        status=draw(st.sampled_from(["published", "in_production"])),
        map=tuple(Mapping(segment=slug, stage="reach", phase="awareness") for slug in dict.fromkeys(mapped)),
        placements=tuple(draw(placements(f"{id}{n}")) for n in range(count)),
    )


@st.composite
def plans(draw: Any, most: int = 4) -> tuple[Workspace, tuple[Item, ...]]:
    """A workspace and its items."""
    count = draw(st.integers(0, most))
    return draw(workspaces()), tuple(draw(items("pqrstuvw"[n])) for n in range(count))
