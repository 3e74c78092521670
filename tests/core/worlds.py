"""Random small workspaces and items for properties: few values, so that they meet often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from planner.core.model import Item, Mapping, Touchpoint, Workspace
from planner.core.status import ITEM_STATUSES, PLACEMENT_STATUSES
from tests.builders import AS_OF, channel, fmt, item, phase, placement, segment, stage, target, workspace

SEGMENTS, STAGES, PHASES = ("parents", "grandparents"), ("reach", "retain"), ("awareness", "decision")
CHANNELS, FORMATS, LANGUAGES = ("blog", "email", "shop"), ("article", "video", "carousel"), ("nl", "en")
AROUND = (-800, -400, -366, -365, -364, -30, -1, 0, 1, 20, 45, 89, 90, 91)


def some(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def maybe(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from((None, *values))


days = st.sampled_from(AROUND).map(lambda n: AS_OF + timedelta(days=n))
archived = st.sampled_from((False,) * 7 + (True,))


@st.composite
def spaces(draw: st.DrawFn) -> Workspace:
    """A workspace in which any dimension may be absent or hold an archived row."""
    kept = [draw(st.integers(0, 11)) < 11 for _ in range(3)]  # one in twelve workspaces misses a dimension
    broad = (target(draw(some(0.5, 1.0, 2.0, 4.0))), target(draw(some(1.0, 2.0, 4.0)), channel="email"))
    others = st.builds(
        target, some(0.0, 0.5, 1.0, 2.0, 3.0), segment=maybe(*SEGMENTS, "nobody"), stage=maybe(*STAGES),
        phase=maybe(*PHASES), channel=maybe(None, *CHANNELS), maximum=maybe(None, 2.0, 4.0),
        importance=some(0.0, 1.0, 3.0, 5.0),
    )  # fmt: skip
    targets = {(t.segment, t.stage, t.phase, t.channel): t for t in (*broad, *draw(st.lists(others, max_size=4)))}
    return workspace(
        segments=tuple(
            segment(s, priority=draw(st.integers(1, 5)), language=draw(maybe(*LANGUAGES)), archived=draw(archived))
            for s in SEGMENTS
        ) if kept[0] else (),
        stages=tuple(
            stage(s, weight=draw(some(0.0, 1.0, 2.0)), archived=draw(archived)) for s in STAGES
        ) if kept[1] else (),
        phases=tuple(phase(s, weight=draw(some(0.5, 1.0)), archived=draw(archived)) for s in PHASES) if kept[2] else (),
        channels=tuple(channel(s, archived=draw(archived)) for s in CHANNELS),
        formats=(
            fmt("article", review_after_days=draw(some(30, 365)), effort_hours=6.0),
            fmt("video", effort_hours=9.0, derivable_from=("article",)),
            fmt("carousel", effort_hours=0.5, derivable_from=("video", "article")),
        ),
        coverage_targets=tuple(targets.values()),
        touchpoints=tuple(draw(st.lists(touchpoints(), max_size=2, unique_by=lambda t: t.slug))),
    )  # fmt: skip


@st.composite
def touchpoints(draw: st.DrawFn) -> Touchpoint:
    """A contact moment with or without items."""
    return Touchpoint(
        slug=draw(some("unboxing", "checkout")), segment=draw(maybe(*SEGMENTS)), stage=draw(maybe(*STAGES)),
        phase=draw(maybe(*PHASES)), channels=tuple(draw(st.sets(st.sampled_from(CHANNELS), max_size=1))),
        need="What now?", items=tuple(sorted(draw(st.sets(some("i0", "i1", "i2"), max_size=2)))),
    )  # fmt: skip


@st.composite
def items_in(draw: st.DrawFn, space: Workspace, key: str) -> Item:
    """An item mapped anywhere (parts may be empty) with up to three placements."""
    # most mappings fall in two cells, so that cells are shared
    usual = st.builds(Mapping, segment=some(*SEGMENTS), stage=some(STAGES[0]), phase=some(PHASES[0]),
                      fit=some("primary", "secondary"))  # fmt: skip
    anywhere = st.builds(Mapping, segment=maybe(*SEGMENTS), stage=maybe(*STAGES), phase=maybe(*PHASES),
                         fit=some("primary", "secondary"))  # fmt: skip
    maps = draw(
        st.lists(st.one_of(usual, usual, anywhere), max_size=3, unique_by=lambda m: (m.segment, m.stage, m.phase))
    )
    maps = [
        Mapping(segment=m.segment if space.segments else None, stage=m.stage if space.stages else None,
                phase=m.phase if space.phases else None, fit=m.fit)
        for m in maps
    ]  # fmt: skip
    seen = {(m.segment, m.stage, m.phase): m for m in maps}
    placements = [
        placement(
            f"{key}-{n}", draw(some("email", *CHANNELS)), draw(st.one_of(st.none(), days, days)),
            status=draw(some(*PLACEMENT_STATUSES)),
            segments=tuple(sorted(draw(st.sets(some(*SEGMENTS), max_size=1)))) if space.segments else (),
            stage=draw(maybe(None, None, *STAGES)) if space.stages else None,
            phase=draw(maybe(None, None, *PHASES)) if space.phases else None,
        )
        for n in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    placements = [
        p if p.on is None else placement(p.uid, p.channel, p.on, status=p.status, segments=p.segments, stage=p.stage,
                                         phase=p.phase, until=draw(maybe(None, p.on + timedelta(days=40))))
        for p in placements
    ]  # fmt: skip
    return item(
        key, map=tuple(seen.values()), placements=tuple(placements),
        status=draw(st.one_of(*[some("published")] * 3, some(*ITEM_STATUSES))),
        published_on=draw(st.one_of(st.none(), days)), review_on=draw(st.one_of(st.none(), st.none(), days)),
        expires_on=draw(st.one_of(*[st.none()] * 3, days)), quality=draw(maybe(1, 2, 3, 5)),
        format=draw(maybe(*FORMATS)), language=draw(maybe(*LANGUAGES)), effort_hours=draw(maybe(0.0, 1.0, 4.0, 20.0)),
        owner=draw(some("", "amira", "lotte")),
    )  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Workspace, tuple[Item, ...]]:
    """A workspace with up to six items."""
    space = draw(spaces())
    items = [draw(items_in(space, f"i{n}")) for n in range(draw(some(6, 5, 4, 3, 1, 0)))]
    return space, tuple(related(draw, one, [other.id for other in items[:n]]) for n, one in enumerate(items))


def related(draw: st.DrawFn, one: Item, others: list[str]) -> Item:
    """The item, now and then a translation of an earlier one or made from it."""
    kin = st.sampled_from([None, None, *others])
    return replace(one, translation_of=draw(kin), derived_from=draw(kin))
