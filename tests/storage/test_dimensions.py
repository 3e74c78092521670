"""Deleting and merging: what names a row is counted first and moves with it."""

from __future__ import annotations

import pytest

from planner.core.model import (
    ChannelRules,
    CoverageTarget,
    Dump,
    FrequencyRule,
    Kpi,
    KpiValue,
    Query,
    SavedView,
    SegmentOverlap,
    Touchpoint,
    Workspace,
)
from planner.storage import dimensions, workspace
from planner.storage.database import Database
from planner.storage.dump import is_empty, read_dump, write_dump
from planner.storage.errors import Cannot, InUse, LostRace
from planner.storage.search import search
from tests import builders as b

A, B = "parents", "carers"
SPACE = b.workspace(
    segments=(b.segment(A, reach={"email": 0.5}), b.segment(B), b.segment("idle")),
    stages=(b.stage("reach"), b.stage("acquire")),
    channels=(b.channel("blog", rules=ChannelRules(formats=("article", "post"))), b.channel("email")),
    formats=(b.fmt("article"), b.fmt("post", derivable_from=("article",))),
    overlaps=(SegmentOverlap(a=A, b=B, share=0.2), SegmentOverlap(a=B, b="idle", share=0.3)),
    touchpoints=(Touchpoint(slug="t", segment=A, channels=("email", "blog"), items=("a",)),),
    coverage_targets=(
        CoverageTarget(segment=A, minimum=1),
        CoverageTarget(segment=B, minimum=2),
        CoverageTarget(segment=A, stage="reach", minimum=3),
    ),
    frequency_rules=(FrequencyRule(name="mail", segment=A, channels=("email",)),),
    views=(SavedView(slug="v", name="V", query=Query(segments=(A, B), channels=("email",))),),
    kpis=(Kpi(slug="k"),),
)
ITEM = b.item(
    map=((f"{A}/reach/awareness", "secondary"), f"{B}/reach/awareness", f"{A}//"),
    format="article",
    placements=(b.placement("p", "email", b.AS_OF, segments=(A,)), b.placement("q", "blog", b.AS_OF)),
)
DUMP = Dump(workspace=SPACE, items=(ITEM,), kpi_values=(KpiValue(kpi="k", day=b.AS_OF, value=1.0, segment=A),))


@pytest.fixture
def filled(db: Database) -> Database:
    with db.writing("test") as session:
        write_dump(session, DUMP)
    return db


def dump(db: Database) -> Dump:
    with db.reading() as session:
        return read_dump(session)


def test_what_names_a_segment_is_counted(filled: Database) -> None:
    with filled.reading() as session:
        assert dimensions.count_uses(session, "segments", A) == {
            "mappings": 2,
            "placements": 1,
            "touchpoints": 1,
            "coverage_targets": 2,
            "frequency_rules": 1,
            "overlaps": 1,
            "kpi_values": 1,
            "views": 1,
        }
        assert dimensions.count_uses(session, "channels", "email") == {
            "placements": 1,
            "touchpoints": 1,
            "frequency_rules": 1,
            "segments": 1,
            "views": 1,
        }
        assert dimensions.count_uses(session, "formats", "article") == {"items": 1, "channels": 1, "formats": 1}
        assert dimensions.count_uses(session, "kpis", "k") == {"kpi_values": 1}


def test_a_used_row_is_not_deleted(filled: Database) -> None:
    with pytest.raises(InUse, match="still used") as refused, filled.writing("test") as session:
        dimensions.delete_record(session, "channels", "email")
    assert refused.value.uses == {"placements": 1, "touchpoints": 1, "frequency_rules": 1, "segments": 1}
    assert dump(filled) == DUMP


def test_a_row_that_only_overlaps_is_deleted_with_its_overlap(filled: Database) -> None:
    with filled.writing("test") as session:
        dimensions.delete_record(session, "segments", "idle", version=1)
    space = dump(filled).workspace
    assert [row.slug for row in space.segments] == [A, B]
    assert space.overlaps == (SegmentOverlap(a=A, b=B, share=0.2),)
    with pytest.raises(LostRace), filled.writing("test") as session:
        dimensions.delete_record(session, "segments", "idle")


def test_small_records_are_deleted_by_their_key(filled: Database) -> None:
    with filled.writing("test") as session:
        dimensions.delete_record(session, "coverage_targets", f"{A}/reach//")
        dimensions.delete_record(session, "overlaps", f"{A}/{B}")
        dimensions.delete_record(session, "frequency_rules", "mail")
        dimensions.delete_record(session, "touchpoints", "t")
        dimensions.delete_record(session, "views", "v")
    space = dump(filled).workspace
    assert [target.minimum for target in space.coverage_targets] == [1, 2]
    assert space.overlaps == (SegmentOverlap(a=B, b="idle", share=0.3),)
    assert (space.frequency_rules, space.touchpoints, space.views) == ((), (), ())


def test_a_merged_segment_takes_everything_along_and_leaves_one_of_each(filled: Database) -> None:
    with filled.writing("test") as session:
        moved = dimensions.merge(session, "segments", A, B)
    assert moved["mappings"] == 2
    after = dump(filled)
    (item,) = after.items
    assert [(m.segment, m.stage, m.fit) for m in item.map] == [(B, "reach", "primary"), (B, None, "primary")]
    assert item.version == 2
    assert [place.segments for place in item.placements] == [(B,), ()]
    space = after.workspace
    assert [row.slug for row in space.segments] == [B, "idle"]
    assert [(t.segment, t.stage, t.minimum) for t in space.coverage_targets] == [(B, None, 2), (B, "reach", 3)]
    assert space.overlaps == (SegmentOverlap(a=B, b="idle", share=0.3),)
    assert space.frequency_rules[0].segment == B
    assert space.touchpoints[0].segment == B
    assert space.views[0].query.segments == (B,)
    assert after.kpi_values[0].segment == B


def test_merged_channels_and_formats_follow_in_every_list(filled: Database) -> None:
    with filled.writing("test") as session:
        dimensions.merge(session, "channels", "email", "blog")
        dimensions.merge(session, "formats", "article", "post")
    after = dump(filled)
    (item,) = after.items
    assert [place.channel for place in item.placements] == ["blog", "blog"]
    assert item.format == "post"
    space = after.workspace
    assert space.segments[0].reach == {"blog": 0.5}
    assert space.touchpoints[0].channels == ("blog",)
    assert space.channels[0].rules.formats == ("post",)
    assert space.formats == (b.fmt("post"),)
    with filled.reading() as session:
        assert dimensions.count_uses(session, "formats", "post") == {"items": 1, "channels": 1}


def test_a_row_is_not_merged_into_itself_or_into_nothing(filled: Database) -> None:
    with pytest.raises(Cannot), filled.writing("test") as session:
        dimensions.merge(session, "segments", A, A)
    with pytest.raises(LostRace), filled.writing("test") as session:
        dimensions.merge(session, "segments", A, "nobody")
    assert dump(filled) == DUMP


def test_start_your_own_empties_the_content_and_keeps_the_frame_if_wished(filled: Database) -> None:
    with filled.writing("test") as session:
        dimensions.empty(session, keep_frame=True)
    after = dump(filled)
    assert (after.items, after.kpi_values) == ((), ())
    assert after.workspace.segments == SPACE.segments
    with filled.writing("test") as session:
        dimensions.empty(session)
        assert is_empty(session)
        assert workspace.load_workspace(session) == Workspace()
        assert search(session, ITEM.title) == (frozenset(), frozenset())
