from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from planner.core.model import Mapping
from planner.core.parse import Problem
from planner.core.rows import ItemRow, PlacementRow, Skipped, Told
from planner.imports.spool import Spool, pack, unpack

FULL = ItemRow(
    where="plan.csv:2", source="plan.csv", sheet=True, id="a", url="https://x.be/é", title_key="a",
    fields={"title": "A", "tags": ("x", "y"), "effort_hours": 1.5, "due_on": date(2026, 11, 21), "campaign": None},
    cleared=("owner",), status="idea", stem="plan", map=(Mapping(segment="parents", fit="secondary"), Mapping()),
    placements=(
        PlacementRow(
            where="plan.csv:2", uid="u1", fields={"at": datetime(2026, 11, 21, 8, 30, tzinfo=UTC), "on": None},
            cleared=("text",), inherited={"owner": "An"}, serves=(Mapping(stage="reach"),),
        ),
    ),
    extra={"mood": ["calm", {"on": "x"}], "at": {"at": "noon"}}, digest="d",
    told=Told(refused=(Problem("w", "c", "v", "No.", {"n": 1}),), skipped=(Skipped("w", "Why."),)),
)  # fmt: skip


@pytest.mark.parametrize("row", [FULL, ItemRow(where="a.md", source="a.md")])
def test_a_row_comes_back_as_it_was(row: ItemRow) -> None:
    assert unpack(pack(row)) == row


def test_rows_that_left_memory_stand_in_their_order_and_can_be_replaced() -> None:
    rows = [ItemRow(where=f"a.csv:{n}", source="a.csv") for n in range(5)]
    spool = Spool(kept=2)
    for row in rows:
        spool.append(row)
    assert (list(spool), len(spool), spool[-1], spool[1:4]) == (rows, 5, rows[4], rows[1:4])
    for number in (0, 3):
        spool[number] = rows[number] = FULL
    assert list(spool) == rows


def test_rows_that_all_fit_in_memory_are_a_tuple() -> None:
    spool = Spool(kept=2)
    spool.append(FULL)
    assert spool.all_here() == (FULL,)
