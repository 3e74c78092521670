from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.identity import Known, grouped, lines_of, title_key
from planner.core.merge import merge
from planner.core.model import Item, Placement
from planner.core.placing import Frame
from planner.core.plan import Base, Plan
from planner.core.rows import ItemRow, PlacementRow
from tests.builders import mapping

DAY = date(2026, 11, 21)


def row(title: str = "A", *, where: str = "", source: str = "plan.csv", **parts: Any) -> ItemRow:
    """A line of a sheet; what is not said is absent."""
    fields = {"title": title} if title else {}
    fields |= parts.pop("fields", {})
    return ItemRow(
        where=where or f"{source}:2", source=source, sheet=parts.pop("sheet", True), title_key=title_key(title),
        fields=fields, url=str(fields.get("url", "")), **parts,
    )  # fmt: skip


def file(title: str = "A", source: str = "blog/a.md", **parts: Any) -> ItemRow:
    """A Markdown file."""
    return row(title, where=source, source=source, sheet=False, **parts)


def place(channel: str = "email", on: date | None = DAY, **parts: Any) -> PlacementRow:
    fields = {"channel": channel, "on": on, "at": None} | parts.pop("fields", {})
    return PlacementRow(where="plan.csv:2", fields=fields, **parts)


class Here:
    """A workspace's content and what its sources said, into which one import after another goes."""

    def __init__(self, *items: Item) -> None:
        self.items = {item.id: item for item in items}
        self.bases: dict[tuple[str, str], Base] = {}
        self.uids = (f"u{n}" for n in count(1))

    def plan(self, rows: Iterable[ItemRow]) -> Plan:
        rows = tuple(rows)
        groups, refused = grouped(lines_of(rows), [self._known(item) for item in self.items.values()])
        frame = Frame(
            zone=ZoneInfo("Europe/Brussels"), stages={"reach": 0, "convert": 1}, new_uid=lambda: next(self.uids)
        )
        here = {group.id: self.items[group.id] for group in groups if group.here and group.id}
        return merge(rows, groups, refused, items=here, bases=self.bases, taken=self.items, frame=frame)

    def take(self, *rows: ItemRow) -> Plan:
        plan = self.plan(rows)
        self.items |= {item.id: item for item in plan.created} | {one.after.id: one.after for one in plan.changed}
        self.bases |= {(base.item, base.source): base for base in plan.bases}
        return plan

    def edit(self, id: str, **fields: Any) -> None:
        self.items[id] = replace(self.items[id], **fields)

    def _known(self, item: Item) -> Known:
        told = [base for (id, _), base in self.bases.items() if id == item.id]
        titles = [(base.fields["titled"], (base.source, title_key(str(_item(base).get("title", ""))))) for base in told]
        return Known(
            id=item.id, url=item.url, source=item.source_path, title=item.title,
            titled=tuple(way for strong, way in titles if strong),
            loosely=tuple(way for strong, way in titles if not strong),
            uids=tuple(one.uid for one in item.placements), sources=tuple(base.source for base in told),
            named=any(bool(base.fields.get("named")) for base in told),
        )  # fmt: skip


def _item(base: Base) -> Mapping[str, object]:
    said = base.fields["item"]
    assert isinstance(said, dict)
    return said


def whats(plan: Plan) -> list[str]:
    return [outcome.what for outcome in plan.outcomes]


def test_a_new_row_becomes_an_item_with_an_id_from_its_title() -> None:
    plan = Here().take(row("A day out", fields={"owner": "An"}, status="approved"))
    assert plan.created == (
        Item(
            id="a-day-out", title="A day out", slug="a-day-out", owner="An", status="approved", source_path="plan.csv"
        ),
    )
    assert whats(plan) == ["created"]


def test_the_same_rows_again_change_nothing() -> None:
    here = Here()
    rows = (row(fields={"owner": "An"}, placements=(place(),)), file("B", map=(mapping(),), extra={"team": "x"}))
    here.take(*rows)
    before = dict(here.items)
    assert whats(here.take(*rows)) == ["unchanged", "unchanged"]
    assert here.items == before


def test_ids_that_are_taken_get_a_number() -> None:
    plan = Here(Item(id="a", title="Old")).take(file("A", "x.md"), file("A", "y.md"), file("标题", "z.md"))
    assert [item.id for item in plan.created] == ["a-2", "a-3", "item"]


def test_what_a_source_changes_is_changed_and_what_is_edited_here_stays() -> None:
    here = Here()
    here.take(file("A", fields={"summary": "old"}))
    here.edit("a", owner="An")
    plan = here.take(file("A", fields={"summary": "new"}))
    assert (whats(plan), here.items["a"].summary, here.items["a"].owner) == (["updated"], "new", "An")
    assert plan.outcomes[0].fields == ("summary",)


def test_an_edited_item_that_changed_in_its_source_stays_as_edited_and_is_told() -> None:
    here = Here()
    here.take(file("A", fields={"summary": "old"}))
    here.edit("a", summary="mine")
    plan = here.take(file("A", fields={"summary": "theirs"}))
    assert (whats(plan), here.items["a"].summary) == (["conflict"], "mine")
    assert [one.sentence() for one in plan.conflicts] == [
        "This item was edited here and changed in its source too; it stays as edited. Changed there: summary."
    ]
    assert whats(here.take(file("A", fields={"summary": "theirs"}))) == ["conflict"]


def test_an_edit_here_stands_while_the_source_stays_as_it_was() -> None:
    here = Here()
    here.take(file("A", fields={"summary": "old"}))
    here.edit("a", summary="mine")
    assert whats(here.take(file("A", fields={"summary": "old"}))) == ["unchanged"]
    assert here.items["a"].summary == "mine"


def test_a_source_that_comes_to_say_what_stands_here_is_no_conflict() -> None:
    here = Here()
    here.take(file("A", fields={"summary": "old"}))
    here.edit("a", summary="new")
    assert whats(here.take(file("A", fields={"summary": "new"}))) == ["unchanged"]


def test_an_absent_field_leaves_what_is_there() -> None:
    here = Here(Item(id="a", title="A", owner="An"))
    here.take(row("A", id="a"))
    assert here.items["a"].owner == "An"


def test_an_empty_cell_clears_only_on_a_row_that_names_its_item() -> None:
    here = Here()
    here.take(row("A", fields={"owner": "An"}))
    assert whats(here.take(row("A", cleared=("owner",)))) == ["unchanged"]
    here.take(row("A", id="a", cleared=("owner",)))
    assert here.items["a"].owner == ""


def test_identity_is_id_then_url_then_the_place_in_the_source() -> None:
    here = Here(Item(id="a", title="Old", url="https://x.be/a"), Item(id="b", title="B", source_path="blog/b.md"))
    plan = here.take(
        row("By id", id="a"),
        row("By url", where="p:3", fields={"url": "https://x.be/a"}),
        file("By path", "blog/b.md"),
        row("New", where="p:4", id="c"),
    )
    assert [(outcome.item, outcome.what) for outcome in plan.outcomes] == [
        ("a", "updated"), ("a", "unchanged"), ("b", "updated"), ("c", "created"),
    ]  # fmt: skip
    assert here.items["a"].title == "By id"


def test_a_line_of_a_sheet_is_known_by_file_and_title() -> None:
    here = Here()
    here.take(row("A day  out"), row("A day out", source="other.csv"))
    assert sorted(here.items) == ["a-day-out", "a-day-out-2"]
    assert whats(here.take(row("a DAY out"))) == ["updated"]


def test_a_title_that_was_edited_here_is_still_known() -> None:
    here = Here()
    here.take(row("A"))
    here.edit("a", title="Mine")
    assert whats(here.take(row("A"))) == ["unchanged"]
    assert list(here.items) == ["a"]


def test_a_file_that_gets_an_id_later_stays_the_same_item() -> None:
    here = Here()
    here.take(file("A"))
    assert whats(here.take(file("A", id="other"))) == ["unchanged"]
    assert list(here.items) == ["a"]


def test_two_pages_with_one_title_and_two_addresses_are_two_items() -> None:
    here = Here()
    here.take(row(fields={"url": "https://x.be/1"}), row(where="p:3", fields={"url": "https://x.be/2"}))
    assert sorted(here.items) == ["a", "a-2"]


def test_rows_with_one_title_are_one_item_with_several_placements() -> None:
    here = Here()
    plan = here.take(
        row(placements=(place("email"),)),
        row(where="p:3", placements=(place("blog"),)),
        row(where="p:4", placements=(place("blog"),)),
    )
    assert whats(plan) == ["created", "created", "unchanged"]
    assert [one.channel for one in here.items["a"].placements] == ["email", "blog"]


def test_rows_of_one_item_that_contradict_each_other_are_told() -> None:
    plan = Here().take(row(where="p:2", fields={"owner": "An"}), row(where="p:3", fields={"owner": "Bo"}))
    assert [(one.where, one.sentence()) for one in plan.warnings] == [
        ("p:3", "p:2 is the same item and says something else in: owner. The first one counts.")
    ]


def test_placements_are_narrowed_where_rows_serve_others() -> None:
    here = Here()
    one, other = (mapping("parents/reach/awareness"),), (mapping("grandparents/reach/decision"),)
    here.take(
        row(map=one, placements=(place("email", serves=one),)),
        row(where="p:3", map=other, placements=(place("blog", serves=other),)),
    )
    item = here.items["a"]
    assert item.map == one + other
    assert [(p.segments, p.stage, p.phase) for p in item.placements] == [
        (("parents",), "reach", "awareness"), (("grandparents",), "reach", "decision"),
    ]  # fmt: skip


def test_placements_of_rows_that_serve_the_same_stay_wide() -> None:
    here = Here()
    here.take(row(map=(mapping(),), placements=(place(serves=(mapping(),)),)))
    assert here.items["a"].placements[0].segments == ()


def test_a_new_item_takes_the_owner_of_its_row_and_its_placement_inherits() -> None:
    here = Here()
    an, bo = place(inherited={"owner": "An"}), place("blog", inherited={"owner": "Bo"})
    here.take(row(placements=(an,)), row(where="p:3", placements=(bo,)))
    item = here.items["a"]
    assert (item.owner, [one.owner for one in item.placements]) == ("An", ["", "Bo"])


def test_a_placement_that_was_moved_here_is_not_made_anew() -> None:
    here = Here()
    rows = (row(placements=(place(),)),)
    here.take(*rows)
    here.edit("a", placements=(replace(here.items["a"].placements[0], on=date(2026, 12, 1)),))
    assert whats(here.take(*rows)) == ["unchanged"]
    assert [one.on for one in here.items["a"].placements] == [date(2026, 12, 1)]


def test_a_placement_that_was_deleted_here_stays_deleted() -> None:
    here = Here()
    rows = (row(placements=(place(),)),)
    here.take(*rows)
    here.edit("a", placements=())
    assert whats(here.take(*rows)) == ["unchanged"]
    assert here.items["a"].placements == ()


def test_a_placement_edited_here_and_changed_there_stays_as_edited() -> None:
    here = Here()
    here.take(row(placements=(place(uid="u", fields={"text": "old"}),)))
    here.edit("a", placements=(replace(here.items["a"].placements[0], text="mine"),))
    plan = here.take(row(placements=(place(uid="u", fields={"text": "theirs"}),)))
    assert (whats(plan), here.items["a"].placements[0].text) == (["unchanged"], "mine")
    assert [one.column for one in plan.conflicts] == ["text"]


def test_a_placement_in_a_file_that_gets_another_date_moves() -> None:
    here = Here()
    here.take(file(placements=(place("email", DAY), place("blog", DAY))))
    plan = here.take(file(placements=(place("email", date(2026, 12, 1)), place("blog", DAY))))
    assert (whats(plan), plan.outcomes[0].fields) == (["updated"], ("on",))
    assert [(one.channel, one.on) for one in here.items["a"].placements] == [
        ("email", date(2026, 12, 1)),
        ("blog", DAY),
    ]


def test_a_placement_in_a_sheet_with_another_date_is_another_placement() -> None:
    here = Here()
    here.take(row(placements=(place("email", DAY),)))
    assert whats(here.take(row(placements=(place("email", date(2026, 12, 1)),)))) == ["created"]
    assert len(here.items["a"].placements) == 2


def test_a_row_named_by_uid_changes_its_placement_and_what_it_shows_is_no_change() -> None:
    placed = Placement(uid="u", channel="email", on=DAY)
    here = Here(Item(id="a", title="A", owner="An", map=(mapping("parents/reach/awareness"),), placements=(placed,)))
    shown = place(uid="u", inherited={"owner": "An", "stage": "reach"})
    assert whats(here.take(row(id="a", placements=(shown,)))) == ["unchanged"]
    moved = place("email", date(2026, 12, 1), uid="u", inherited={"owner": "Bo", "stage": "convert"})
    plan = here.take(row(id="a", placements=(moved,)))
    assert plan.outcomes[0].fields == ("on", "owner", "stage")
    assert here.items["a"].placements == (replace(placed, on=date(2026, 12, 1), owner="Bo", stage="convert"),)


def test_a_uid_of_another_item_refuses_its_row() -> None:
    here = Here(Item(id="a", title="A", placements=(Placement(uid="u", channel="email"),)), Item(id="b", title="B"))
    plan = here.take(row(id="b", placements=(place(uid="u"),)))
    assert [one.sentence() for one in plan.refused] == ["This uid belongs to a placement of the item a."]


def test_a_row_for_an_item_that_is_not_here_needs_a_title() -> None:
    plan = Here().take(row("", id="x"))
    assert [one.sentence() for one in plan.refused] == ["There is no such item here yet; give the row a title."]


def test_two_files_that_call_themselves_the_same_are_told() -> None:
    plan = Here().take(file("A", "a.md", id="x"), file("B", "b.md", id="x"))
    assert (whats(plan), [one.sentence() for one in plan.refused]) == (
        ["created"], ["a.md is the same item; give one of the two another id."],
    )  # fmt: skip


def test_kin_is_named_by_id_or_file_and_what_is_not_there_is_left_out() -> None:
    plan = Here().take(
        file("A", "blog/a.md"),
        file("B", "blog/b.md", fields={"translation_of": "a.md"}),
        file("C", "blog/c.md", fields={"derived_from": "b", "translation_of": "nowhere"}),
    )
    assert [(item.derived_from, item.translation_of) for item in plan.created] == [
        (None, None),
        (None, "a"),
        ("b", None),
    ]
    assert [one.sentence() for one in plan.warnings] == ["There is no item “nowhere”; it was left out."]


@pytest.mark.parametrize(("edited", "status"), [(None, "published"), ("in_review", "in_review")])
def test_a_status_that_followed_from_the_date_goes_on_with_time(edited: str | None, status: str) -> None:
    here = Here()
    here.take(file(status="approved"))
    if edited:
        here.edit("a", status=edited)
    here.take(file(status="published"))
    assert here.items["a"].status == status


def test_a_derived_status_never_overrules_an_item_that_was_here() -> None:
    here = Here(Item(id="a", title="A", status="briefed"))
    here.take(row(id="a", status="published"))
    assert here.items["a"].status == "briefed"


def rows_of(parts: Iterable[tuple[str, str | None, str, str, list[str]]]) -> list[ItemRow]:
    return [
        row(
            title, where=f"w{n}", source=f"f{n}.md" if kind == "file" else f"{kind}.csv", sheet=kind != "file", id=id,
            fields={"url": url} if url else {}, placements=tuple(place(channel) for channel in channels),
        )
        for n, (title, id, url, kind, channels) in enumerate(parts)
    ]  # fmt: skip


KIND = st.sampled_from(["sheet", "other", "file"])
CHANNELS = st.lists(st.sampled_from(["email", "blog"]), max_size=2)
ANY = st.tuples(
    st.sampled_from(["A", "B", "C", ""]), st.sampled_from([None, "a", "x"]), st.sampled_from(["", "https://x.be/1"]),
    KIND, CHANNELS,
)  # fmt: skip


@settings(deadline=None)  # the machine may be busy
@given(st.lists(ANY, max_size=8))
def test_every_row_ends_in_exactly_one_way(parts: list[Any]) -> None:
    here = Here(Item(id="a", title="Here"))
    for _ in range(2):
        plan = here.take(*rows_of(parts))
        assert sorted([one.where for one in plan.outcomes] + [one.where for one in plan.refused]) == sorted(
            f"w{n}" for n in range(len(parts))
        )


@st.composite
def honest(draw: st.DrawFn) -> tuple[str, str | None, str, str, list[str]]:
    """A line of a sheet that calls an item by its own title, id or address."""
    title = draw(st.sampled_from("ABC"))
    id = draw(st.sampled_from([None, None, f"x-{title}"]))
    url = draw(st.sampled_from(["", f"https://x.be/{title}"]))
    return title, id, url, "sheet", draw(CHANNELS)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(honest(), max_size=8), st.booleans())
def test_what_came_in_comes_in_no_second_time(parts: list[Any], edited: bool) -> None:
    here = Here(Item(id="a", title="Here"))
    here.take(*rows_of(parts))
    if edited:
        for id in here.items:
            here.edit(id, owner="An")
    items = dict(here.items)
    again = here.take(*rows_of(parts))
    assert (again.count("created", "updated"), here.items) == (0, items)
    assert len({p.uid for i in items.values() for p in i.placements}) == sum(len(i.placements) for i in items.values())
