"""A dump says everything under the names of the contract, a row a line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from planner.core.model import (
    AuditEvent,
    CapacityException,
    Dump,
    KpiValue,
    Period,
    Query,
    SavedView,
    Series,
    Settings,
    Workspace,
)
from planner.exports.dump import dump_chunks, dump_json
from tests.builders import channel, item, placement, segment, workspace

BRUSSELS = ZoneInfo("Europe/Brussels")


def test_fields_are_named_as_the_contract_names_them() -> None:
    space = workspace(
        segments=(segment(),),
        channels=(channel("email"),),
        series=(Series(id="s", every=2, unit="week", start=date(2026, 11, 23)),),
        views=(
            SavedView(slug="v", name="V", query=Query(start=date(2026, 11, 23), until=date(2026, 12, 23))),
            SavedView(slug="w", name="W", relative="next:90"),
        ),
        settings=Settings(name="Huis Linde"),
    )
    at = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    dump = Dump(
        revision=3,
        workspace=space,
        items=(item("a", placements=(placement("p", at=at),)),),
        kpi_values=(KpiValue(kpi="k", day=date(2026, 11, 1), value=2.5),),
    )
    raw = json.loads(dump_json(dump, BRUSSELS))
    assert list(raw)[:3] == ["planner", "revision", "settings"]
    assert "audit" not in raw
    assert json.loads(dump_json(Dump(), BRUSSELS, history=True))["audit"] == []
    assert raw["segments"][0]["name"] == {"en": "Parents", "nl": "Parents"}
    assert raw["segments"][0]["position"] == 0
    assert raw["items"][0]["placements"][0]["at"] == "2026-11-23T09:30:00+01:00"
    assert raw["items"][0]["placements"][0]["on"] is None
    assert raw["kpi_values"][0]["date"] == "2026-11-01"
    assert raw["series"][0]["rule"] == {"every": 2, "unit": "week"}
    assert raw["views"][0]["period"] == {"from": "2026-11-23", "to": "2026-12-23"}
    assert raw["views"][1]["period"] == {"relative": "next:90"}
    assert set(raw["views"][0]["query"]).isdisjoint({"start", "until", "from", "to"})


def test_every_row_stands_on_a_line_of_its_own() -> None:
    dump = Dump(workspace=Workspace(segments=(segment("a"), segment("b"))))
    text = dump_json(dump, BRUSSELS)
    assert sum(line.startswith("  {") for line in text.splitlines()) == 2


def test_days_of_a_span_are_from_and_until() -> None:
    days = date(2026, 12, 24), date(2027, 1, 3)
    space = Workspace(
        segments=(segment(contact_free=(Period(*days),)),),
        channels=(channel(capacity_exceptions=(CapacityException(start=days[0], until=days[1], capacity=0),)),),
    )
    raw = json.loads(dump_json(Dump(workspace=space), BRUSSELS))
    assert raw["segments"][0]["contact_free"] == [["2026-12-24", "2027-01-03"]]
    assert raw["channels"][0]["capacity_exceptions"] == [{"from": "2026-12-24", "until": "2027-01-03", "capacity": 0}]


def test_the_history_stands_in_it_where_there_is_some() -> None:
    event = AuditEvent(at=datetime(2026, 7, 1, 8, tzinfo=UTC), who="a@example.org", action="add", noun="items", key="a")
    raw = json.loads(dump_json(Dump(audit=(event,)), BRUSSELS))
    assert raw["audit"] == [
        {"at": "2026-07-01T10:00:00+02:00", "who": "a@example.org", "action": "add", "noun": "items", "key": "a",
         "before": None, "after": None}
    ]  # fmt: skip


def test_numbers_are_not_rounded() -> None:
    values = (0.1 + 0.2, 1 / 3, 1e-17, 12345678.912345678)
    dump = Dump(kpi_values=tuple(KpiValue(kpi="k", day=date(2026, 11, 1), value=value) for value in values))
    raw: Any = json.loads(dump_json(dump, BRUSSELS))
    assert tuple(row["value"] for row in raw["kpi_values"]) == values


def test_a_large_dump_is_written_piece_by_piece() -> None:
    bad = replace(item("b"), effort_hours=float("nan"))
    pieces: list[str] = []
    with pytest.raises(ValueError, match="not JSON compliant"):
        pieces.extend(dump_chunks(Dump(items=(item("a"), bad)), BRUSSELS))
    assert '"id": "a"' in pieces[-1]  # given before the faulty one was looked at
