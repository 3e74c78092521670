"""Every record and every field of it has one description, for writing and reading alike."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from planner.core import model
from planner.core.codec import Row
from planner.core.shapes import SHAPES, TABLES, from_json, to_json
from tests.builders import segment
from tests.strategies import dumps

WITHOUT_OWN = {"Label", "Period", "Dimension", "Workspace", "Dump"}  # parts of others, or the whole
RECORDS = [
    record
    for record in vars(model).values()
    if is_dataclass(record) and record.__module__ == model.__name__ and record.__name__ not in WITHOUT_OWN
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_is_described(record: Any) -> None:
    kind = SHAPES[record]
    if isinstance(kind, Row):
        left_out = {"start", "until"} if record is model.Query else set()  # they stand in the view's period
        assert set(kind.kinds) == {field.name for field in fields(record)} - left_out
    else:
        assert record in (model.Series, model.SavedView)  # their files look different; the property below holds them


def test_every_part_of_a_dump_has_its_place() -> None:
    parts = {field.name for field in (*fields(model.Workspace), *fields(model.Dump))}
    assert set(TABLES) == parts - {"revision", "workspace"}


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(dumps())
def test_a_record_alone_comes_back_from_its_json(dump: model.Dump) -> None:
    space = dump.workspace
    for record in (*space.segments, *space.channels, *space.series, *space.views, *dump.items, *dump.snapshots):
        assert from_json(type(record), to_json(record)) == (record, ())


def test_a_faulty_record_is_told_by_field() -> None:
    _, problems = from_json(model.Segment, {**to_json(segment()), "priority": "high"})
    assert [(p.where, p.value) for p in problems] == [("priority", "high")]
