"""The fast overload report says the same as the slow one, over random workspaces."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, settings

from planner.core.columns import from_records
from planner.core.findings import Finding
from planner.core.model import Item, Workspace
from planner.core.overload import overload, silent
from tests.builders import AS_OF
from tests.core import reference_overload as slow
from tests.core.random_plans import UNTIL_SHORT, plans

Row = tuple[Any, ...]
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def windowed(f: Finding) -> Row:
    return (f.rule, f.segment, f.start, f.until, round(f.value, 6), f.peak_on)


ROWS: dict[str, Callable[[Finding], Row]] = {
    "pressure": windowed,
    "pressure_warning": windowed,
    "overlap": lambda f: (f.rule, f.segment, f.other_segment, f.start, f.until, round(f.value, 6), f.peak_on),
    "spacing": lambda f: (f.rule, f.segment, *f.placements, int(f.value), round(f.severity, 6)),
    "capacity": lambda f: (f.channel, f.start, f.until, f.value, f.limit, tuple(sorted(f.placements))),
    "blackout": lambda f: (f.segment, f.channel, f.placements[0], f.start, round(f.value, 6)),
    "repetition": lambda f: (f.items[0], f.segment, f.channel, *f.placements, int(f.value)),
}

SLOW: dict[str, Callable[..., list[Row]]] = {
    "pressure": slow.pressure,
    "pressure_warning": partial(slow.pressure, kind="pressure_warning"),
    "overlap": slow.overlap,
    "spacing": slow.spacing,
    "capacity": slow.capacity,
    "blackout": slow.blackout,
    "repetition": slow.repetition,
}


def fast(plan: tuple[Workspace, tuple[Item, ...]]) -> tuple[Finding, ...]:
    return overload(plan[0], from_records(*plan), AS_OF, UNTIL_SHORT)


@given(plan=plans())
@quick
def test_every_kind_agrees_with_the_slow_reference(plan: tuple[Workspace, tuple[Item, ...]]) -> None:
    found = fast(plan)
    said = {kind: sorted(row(f) for f in found if f.kind == kind) for kind, row in ROWS.items()}
    assert said == {kind: of_kind(*plan, AS_OF, UNTIL_SHORT) for kind, of_kind in SLOW.items()}


@given(plan=plans())
@quick
def test_silent_agrees_with_the_slow_reference(plan: tuple[Workspace, tuple[Item, ...]]) -> None:
    found = silent(plan[0], from_records(*plan), AS_OF, UNTIL_SHORT)
    rows = sorted((f.rule, f.segment, f.start, f.until, round(f.value, 6)) for f in found)
    assert rows == slow.silent(*plan, AS_OF, UNTIL_SHORT)


@given(plan=plans())
@quick
def test_severities_and_keys_of_any_plan(plan: tuple[Workspace, tuple[Item, ...]]) -> None:
    found = fast(plan) + silent(plan[0], from_records(*plan), AS_OF, UNTIL_SHORT)
    assert [f for f in found if not 0 <= f.severity <= 100] == []
    assert len({f.key for f in found}) == len(found)
    assert [f for f in found if f.share_over is not None and not 0 <= f.share_over <= 1] == []
