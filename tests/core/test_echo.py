"""A row that an export wrote says nothing new of an item's mappings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.core.echo import without_echo
from planner.core.model import Mapping
from planner.core.rows import ItemRow, PlacementRow
from tests.builders import item, mapping, placement

STAGES = {"reach": 0, "convert": 1}
ITEM = item(
    "a",
    map=("parents/convert/decision", ("others/reach/awareness", "secondary")),
    placements=(
        placement("wide", on=date(2026, 11, 23)),
        placement("narrow", on=date(2026, 11, 23), segments=("parents",), stage="reach", phase="decision"),
    ),
)


def row(uid: str | None, *paths: str, stage: str | None = None) -> ItemRow:
    one: dict[str, Any] = {"stage": stage} if stage else {}
    place = PlacementRow(where="x:2", uid=uid, fields={"channel": "email"}, inherited=one)
    return ItemRow(where="x:2", source="x", map=tuple(map(mapping, paths)), placements=(place,))


@pytest.mark.parametrize(
    ("uid", "paths", "stage"),
    [
        ("wide", ("parents//decision", "parents//awareness", "others//decision", "others//awareness"), "convert"),
        ("narrow", ("parents//decision",), "reach"),
        ("narrow", ("parents//decision",), None),  # a sheet without that column
    ],
)
def test_what_a_placement_shows_is_no_news(uid: str, paths: tuple[str, ...], stage: str | None) -> None:
    assert without_echo(row(uid, *paths, stage=stage), ITEM, STAGES).map == ITEM.map


def said(*paths: str) -> tuple[Mapping, ...]:
    return tuple(map(mapping, paths))


def test_what_was_changed_is_mapped_as_the_row_says() -> None:
    changed = row("narrow", "others//decision", stage="reach")
    assert without_echo(changed, ITEM, STAGES).map == said("others/reach/decision")


def test_a_new_placement_maps_what_it_serves_in_its_stage() -> None:
    new = row("new", "parents//decision", "others//decision", stage="convert")
    cells = said("parents/convert/decision", "others/convert/decision")
    assert without_echo(new, ITEM, STAGES).map == cells
    assert without_echo(new, None, STAGES).map == cells


def test_a_row_without_uid_says_what_it_says() -> None:
    assert without_echo(row(None, "parents//decision", stage="reach"), ITEM, STAGES).map == said("parents//decision")
