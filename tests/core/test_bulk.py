"""What one change does to many items."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from planner.core.bulk import Edit, cancelled, edited, plan_edit
from planner.core.status import ITEM_STATUSES, item_moves
from tests import builders as b

OUT = b.item("out", status="published")
WORK = b.item("work", status="in_production", owner="ann", tags=("Winter",))
REST = replace(b.item("rest", status="on_hold"), status_before="briefed")


def test_a_status_goes_where_the_table_lets_it_and_others_are_named_with_their_moves() -> None:
    plan = plan_edit([OUT, WORK, REST], Edit(values={"status": "approved", "owner": "bob"}))
    assert [new for _, new in plan.pairs()] == [replace(WORK, status="approved", owner="bob")]
    assert [(one.item.id, one.moves) for one in plan.refused] == [
        ("out", ("archived", "in_production")), ("rest", ("briefed", "cancelled")),
    ]  # fmt: skip
    assert plan.same == ()


def test_what_rests_remembers_where_it_was() -> None:
    plan = plan_edit([WORK, REST], Edit(values={"status": "cancelled"}))
    assert [(new.status, new.status_before) for _, new in plan.pairs()] == [
        ("cancelled", "in_production"), ("cancelled", "briefed"),
    ]  # fmt: skip


def test_an_item_that_is_so_already_does_not_change() -> None:
    plan = plan_edit([OUT, WORK], Edit(values={"owner": "ann"}))
    assert (plan.same, [new.id for _, new in plan.pairs()]) == ((WORK,), ["out"])


def test_tags_are_added_behind_and_taken_away_whatever_their_case() -> None:
    plan = plan_edit([OUT, WORK], Edit(add_tags=("new", "winter"), remove_tags=("NEW",)))
    assert [new.tags for _, new in plan.pairs()] == [("new", "winter"), ("Winter", "new")]
    assert plan_edit([WORK], Edit(remove_tags=("winter",))).pairs()[0][1].tags == ()


def test_a_field_is_emptied() -> None:
    item = replace(OUT, due_on=date(2026, 11, 30))
    assert plan_edit([item], Edit(values={"due_on": None})).pairs() == ((item, OUT),)


def test_open_placements_are_called_off_and_the_others_left() -> None:
    places = [b.placement(status, status=status) for status in ("tentative", "approved", "published", "cancelled")]
    assert [(p.uid, p.status, p.status_before) for p in cancelled(places)] == [
        ("tentative", "cancelled", "tentative"), ("approved", "cancelled", "approved"),
    ]  # fmt: skip


@given(st.lists(st.sampled_from(ITEM_STATUSES)), st.sampled_from(ITEM_STATUSES))
def test_every_item_changes_is_so_already_or_is_refused(statuses: list[str], to: str) -> None:
    items = [b.item(f"i{n}", status=status) for n, status in enumerate(statuses)]
    plan = plan_edit(items, Edit(values={"status": to}))
    assert len(plan.changed) + len(plan.same) + len(plan.refused) == len(items)
    assert all(to in item_moves(item.status) for item in plan.changed)
    assert all(to not in one.moves for one in plan.refused)


_TAGS = st.lists(st.sampled_from(["new", "New", "old"]), max_size=2).map(tuple)


@given(_TAGS, _TAGS, _TAGS, st.sampled_from(["", "ann"]))
def test_what_changes_differs_once_it_is_edited(
    tags: tuple[str, ...], add: tuple[str, ...], remove: tuple[str, ...], owner: str
) -> None:
    edit, item = Edit(values={"owner": owner}, add_tags=add, remove_tags=remove), replace(WORK, tags=tags)
    assert [new != item for _, new in plan_edit([item], edit).pairs()] == ([True] if edited(item, edit) != item else [])
