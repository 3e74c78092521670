"""Answers by DOMAIN section 3; every figure is worked out in the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from planner.core.answers import answer_gaps
from planner.core.coverage import coverage
from planner.core.findings import Answer, Finding
from planner.core.gaps import gaps
from planner.core.model import ChannelRules, FrequencyRule, Item, Touchpoint, Workspace
from planner.core.overload import silent
from tests.builders import (
    AS_OF,
    UNTIL,
    channel,
    fmt,
    inventory,
    item,
    phase,
    placement,
    segment,
    stage,
    target,
    workspace,
)
from tests.core.redone import every_answer, language_of, points_redone
from tests.core.worlds import worlds

DAY = timedelta(days=1)
PATH = "parents/reach/awareness"
ELSEWHERE = "grandparents/reach/awareness"
SECOND = [(PATH, "secondary")]


def judged(space: Workspace, *items: Item) -> tuple[Finding, ...]:
    arrays = inventory(space, *items)
    found = coverage(space, arrays, AS_OF, UNTIL)
    return answer_gaps(space, arrays, found, gaps(space, arrays, AS_OF, UNTIL, found))


def answers(space: Workspace, *items: Item, kind: str | None = None) -> list[Answer]:
    """The answers to the one gap (of a kind)."""
    (gap,) = [g for g in judged(space, *items) if kind in (None, g.kind)]
    return list(gap.answers)


def told(found: list[Answer]) -> list[tuple[str, str | None, float, float]]:
    return [(a.action, a.item, a.hours, a.points) for a in found]


def said(found: list[Answer], action: str) -> list[tuple[str | None, float, float]]:
    return [(a.item, a.hours, a.points) for a in found if a.action == action]


def plain(minimum: float = 4.0, **fields: Any) -> Workspace:
    """One expected cell beside another segment; its format takes 8 hours."""
    defaults = {
        "segments": (segment(), segment("grandparents")),
        "coverage_targets": (target(minimum, segment="parents"),),
        "formats": (fmt(effort_hours=8),),
    }
    return workspace(**(defaults | fields))


def on_email(minimum: float = 4.0, **fields: Any) -> Workspace:
    return plain(**({"coverage_targets": (target(minimum, segment="parents", channel="email"),)} | fields))


# --- one action at a time ---


def test_refresh_gives_a_stale_item_its_other_half_for_a_quarter_of_its_effort() -> None:
    found = answers(plain(), item("a", review_on=AS_OF, effort_hours=4), item("b", effort_hours=4))
    # usable 1.5 of 4 becomes 2: 100 x 0.5 / 4
    assert said(found, "refresh") == [("a", 1.0, 12.5)]


def test_refresh_brings_an_expired_item_back_whole_with_its_fit_and_quality() -> None:
    found = answers(plain(), item("a", expires_on=AS_OF - DAY, map=SECOND, quality=2, effort_hours=4))
    assert said(found, "refresh") == [("a", 1.0, 6.25)]  # 0.5 x 0.5 of 4


def test_refresh_works_in_a_channel_cell_for_what_is_usable_there() -> None:
    there, coming = placement("p", "email", AS_OF), placement("q", "email", AS_OF + DAY)
    found = answers(
        on_email(), item("a", review_on=AS_OF, placements=(there,)), item("b", review_on=AS_OF, placements=(coming,))
    )
    assert said(found, "refresh") == [("a", 1.0, 12.5)]


def test_place_puts_a_published_item_on_the_channel_for_a_tenth() -> None:
    items = [
        item("a", effort_hours=10),
        item("b", effort_hours=10, review_on=AS_OF),
        item("c", effort_hours=10, placements=(placement("p", "email", AS_OF + DAY),)),
        item("d", effort_hours=10, placements=(placement("q", "email", AS_OF),)),
        item("e", effort_hours=10, status="approved"),
        item("f", effort_hours=10, expires_on=AS_OF - DAY),
        item("g", effort_hours=10, map=[ELSEWHERE]),
    ]
    assert said(answers(on_email(), *items), "place") == [("a", 1.0, 25.0), ("c", 1.0, 25.0), ("b", 1.0, 12.5)]


def test_a_channel_that_does_not_take_the_format_gets_an_adaptation_instead() -> None:
    formats = (
        fmt("article"),
        fmt("video"),
        fmt("carousel", derivable_from=("article",)),
        fmt("story", derivable_from=("article",)),
    )
    channels = (channel("email", rules=ChannelRules(formats=("video", "story"))),)
    found = answers(
        on_email(formats=formats, channels=channels),
        item("a", format="article", effort_hours=10), item("b", format="video", effort_hours=10),
        item("c", effort_hours=10),
    )  # fmt: skip
    assert [(a.item, a.hours) for a in found if a.action == "place"] == [("b", 1.0), ("c", 1.0)]
    adapted = [(a.item, a.format, a.channel, a.hours) for a in found if a.action == "adapt"]
    assert adapted == [("a", "story", "email", 3.0), ("b", "video", "email", 3.0), ("c", None, "email", 3.0)]


def test_adapt_makes_the_first_format_that_can_be_derived_fresh_with_the_sources_fit() -> None:
    formats = (
        fmt("article"), fmt("old", derivable_from=("article",), archived=True),
        fmt("carousel", derivable_from=("article",)),
        fmt("video", derivable_from=("article",)),
    )  # fmt: skip
    found = answers(
        plain(formats=formats),
        item("a", format="article", review_on=AS_OF, map=SECOND, effort_hours=10),
        item("b", format="video", effort_hours=10),
    )  # fmt: skip
    assert [a for a in found if a.action == "adapt"] == [
        Answer(action="adapt", item="a", hours=3.0, points=12.5, leverage=12.5 / 3, format="carousel")
    ]


def test_extend_maps_an_item_of_the_same_stage_and_phase_secondary() -> None:
    found = answers(
        plain(stages=(stage(), stage("retain")), coverage_targets=(target(4, segment="parents", stage="reach"),)),
        item("a", map=[ELSEWHERE], effort_hours=10),
        item("b", map=["/reach/awareness"], effort_hours=10, review_on=AS_OF),
        item("c", map=["grandparents/retain/awareness"]),
        item("d", map=[ELSEWHERE], status="approved"),
        item("e", map=[ELSEWHERE, PATH]),
    )
    extended = [(a.item, a.hours, a.points, a.segment) for a in found if a.action == "extend"]
    assert extended == [("a", 4.0, 12.5, "parents"), ("b", 4.0, 6.25, "parents")]  # 0.5 and 0.25 of 4


def test_extend_brings_its_placement_into_a_channel_cell() -> None:
    found = answers(on_email(), item("a", map=[ELSEWHERE], effort_hours=10))
    assert said(found, "extend") == [("a", 4.0, 12.5)]


def test_what_the_segment_does_not_read_is_not_extended_to_it() -> None:
    space = plain(segments=(segment(language="nl"), segment("grandparents")))
    items = [item(code or "none", map=[ELSEWHERE], language=code, effort_hours=10) for code in ("nl", "en", None)]
    assert said(answers(space, *items), "extend") == [("nl", 4.0, 12.5), ("none", 4.0, 12.5)]


def test_translate_copies_an_item_in_another_language_than_the_segments() -> None:
    space = plain(segments=(segment(language="nl"), segment("grandparents")), minimum=8)
    found = answers(
        space, item("a", language="en", effort_hours=10), item("b", language="nl"), item("c"),
        item("d", language="en", review_on=AS_OF, map=SECOND, effort_hours=10),
    )  # fmt: skip
    translated = [(a.item, a.hours, a.points, a.language) for a in found if a.action == "translate"]
    assert translated == [("a", 3.0, 12.5, "nl"), ("d", 3.0, 6.25, "nl")]  # 1 and 0.5 of 8
    assert said(answers(plain(), item("a", language="en")), "translate") == []  # the segment has no language


# --- copies that exist ---


def dutch(minimum: float = 8.0, **fields: Any) -> Workspace:
    return plain(minimum, segments=(segment(language="nl"), segment("grandparents")), **fields)


def guide(**fields: Any) -> Item:
    return item("guide", language="en", effort_hours=10, **fields)


def gids(status: str, **fields: Any) -> Item:
    """The Dutch of the guide."""
    return item("gids", **({"language": "nl", "translation_of": "guide", "status": status} | fields))


@pytest.mark.parametrize("status", ["idea", "in_production", "approved", "on_hold"])
def test_a_translation_that_is_begun_is_finished_not_made_anew(status: str) -> None:
    left = {"idea": 1.0, "in_production": 0.7, "approved": 0.3, "on_hold": 1.0}[status]
    found = answers(dutch(), guide(), gids(status, effort_hours=2))
    assert said(found, "translate") == []
    assert said(found, "publish") == [("gids", pytest.approx(2 * left), 12.5)]  # 1 of 8
    assert [a.source for a in found if a.action == "publish"] == ["guide"]


@pytest.mark.parametrize("status", ["archived", "cancelled"])
def test_a_translation_that_was_given_up_is_none(status: str) -> None:
    found = answers(dutch(), guide(), gids(status))
    assert (said(found, "translate"), said(found, "publish")) == ([("guide", 3.0, 12.5)], [])


def test_a_published_translation_leaves_nothing_to_translate() -> None:
    assert said(answers(dutch(), guide(), gids("published")), "translate") == []
    assert said(answers(dutch(), guide(), gids("published", language="fr")), "translate") == [
        ("gids", 1.2, 12.5), ("guide", 3.0, 12.5),
    ]  # fmt: skip


def test_translations_of_one_text_are_a_family() -> None:
    french = item("guide-fr", language="fr", translation_of="guide")
    assert said(answers(dutch(), guide(), french, gids("briefed", effort_hours=2)), "translate") == []
    first = gids("briefed", translation_of=None, effort_hours=2)  # the Dutch was written first
    assert said(answers(dutch(), guide(translation_of="gids"), first), "translate") == []


def test_finishing_takes_what_is_left_of_the_translation_and_the_fit_of_its_source() -> None:
    found = answers(dutch(), guide(map=SECOND), gids("in_review", map=()))
    # no effort said: 0.3 of the guide's 10 hours, half of it done; mapped nowhere yet: 0.5 of 8
    assert said(found, "publish") == [("gids", 1.5, 6.25)]
    own = answers(dutch(), guide(), gids("in_review", map=SECOND, quality=2))
    assert said(own, "publish") == [("gids", 1.5, 3.125)]  # its own fit and quality: 0.25 of 8


def test_a_language_gap_asks_to_finish_the_translation_that_is_begun() -> None:
    found = answers(dutch(1), guide(), gids("approved"))
    assert told(found) == [("publish", "gids", pytest.approx(0.9), 30.0), ("create", None, 8.0, 30.0)]


STORIES = (
    fmt("article"), fmt("story", derivable_from=("article",)), fmt("carousel", derivable_from=("article",)),
    fmt("poster"),
)  # fmt: skip


def derived(made: str, status: str = "published", **fields: Any) -> Item:
    return item(made, **({"format": made, "status": status, "derived_from": "a", "effort_hours": 2} | fields))


@pytest.mark.parametrize(
    ("copies", "made"),
    [
        ([], ["story"]),
        ([derived("story")], ["carousel"]),
        ([derived("story", "cancelled")], ["story"]),
        ([derived("story", map=[ELSEWHERE])], ["story"]),
        ([derived("story"), derived("carousel", "briefed")], []),
        ([derived("poster")], ["story"]),
    ],
)
def test_adapt_makes_the_first_format_that_is_not_there_yet(copies: list[Item], made: list[str]) -> None:
    found = answers(plain(9, formats=STORIES), item("a", format="article", effort_hours=10), *copies)
    assert [a.format for a in found if a.action == "adapt"] == made


def test_an_adaptation_that_is_begun_is_finished() -> None:
    found = answers(plain(9, formats=STORIES), item("a", format="article"), derived("story", "in_review", map=SECOND))
    assert said(found, "publish") == [("story", 1.0, pytest.approx(50 / 9))]  # 0.5 of 9


def test_on_a_channel_whatever_may_stand_there_is_enough() -> None:
    channels = (channel("email", rules=ChannelRules(formats=("story", "carousel"))),)
    space = on_email(9, formats=STORIES, channels=channels)
    source = item("a", format="article", effort_hours=10)

    def actions(*copies: Item) -> list[tuple[str, str | None]]:
        return [(a.action, a.item) for a in answers(space, source, *copies) if a.action != "create"]

    assert actions() == [("adapt", "a")]
    assert actions(derived("story")) == [("place", "story"), ("adapt", "story")]  # of itself, no second one of a
    assert actions(derived("story", "approved")) == [("publish", "story")]
    assert actions(derived("poster")) == [("adapt", "a")]


def test_create_costs_the_formats_effort_and_adds_one() -> None:
    assert answers(plain()) == [
        Answer(action="create", item=None, hours=8.0, points=25.0, leverage=3.125, format="article")
    ]


def test_create_takes_four_hours_without_any_format() -> None:
    assert told(answers(plain(formats=()))) == [("create", None, 4.0, 25.0)]


def test_points_stop_at_what_is_missing() -> None:
    found = answers(plain(minimum=1.25), item("a", review_on=AS_OF, effort_hours=4), item("b", map=SECOND))
    # 1 of 1.25 usable: severity 20; half an item is more than enough
    assert said(found, "refresh") == [("a", 1.0, pytest.approx(20.0))]


def test_points_weigh_by_the_share_of_the_largest_weight() -> None:
    targets = (target(2, segment="parents", importance=1), target(0, segment="grandparents", maximum=9, importance=4))
    assert told(answers(plain(coverage_targets=targets))) == [("create", None, 8.0, 12.5)]  # 100 x 1/2 x 3/12


def test_an_answer_takes_at_least_a_quarter_of_an_hour() -> None:
    assert said(answers(plain(), item("a", review_on=AS_OF, effort_hours=0.5)), "refresh") == [("a", 0.25, 12.5)]


# --- the format and the question of a new item ---


FORMATS = (fmt("article"), fmt("video"), fmt("story"))


def made(space: Workspace, *items: Item) -> str | None:
    (answer,) = [a for a in answers(space, *items) if a.action == "create"]
    return answer.format


def test_create_takes_the_format_most_used_in_the_cell_the_earlier_on_a_tie() -> None:
    items = [item("a", format="story", status="idea"), item("b", format="video", status="briefed")]
    assert made(plain(formats=FORMATS), *items) == "video"
    assert made(plain(formats=FORMATS), *items, item("c", format="story", status="archived")) == "video"
    assert made(plain(formats=FORMATS), *items, item("c", format="story", status="idea")) == "story"


def test_else_in_its_stage_whatever_segment_and_phase() -> None:
    space = plain(
        formats=FORMATS, stages=(stage(), stage("retain")), phases=(phase(), phase("decision")),
        coverage_targets=(target(4, segment="parents", stage="reach", phase="awareness"),),
    )  # fmt: skip
    items = [
        item("a", format="story", status="briefed", map=["grandparents/reach/decision", "parents/reach/decision"]),
        item("b", format="video", status="briefed", map=["grandparents/retain/awareness"]),
        item("c", format="video", status="briefed", map=["grandparents/retain/awareness"]),
    ]
    assert made(space, *items) == "story"


def test_else_the_first_the_channel_allows_else_the_first() -> None:
    channels = (channel("email", rules=ChannelRules(formats=("story", "video"))),)
    assert made(on_email(formats=FORMATS, channels=channels)) == "story"
    assert made(on_email(formats=FORMATS)) == "article"
    assert made(plain(formats=FORMATS)) == "article"
    assert made(plain(formats=(fmt("old", archived=True), *FORMATS))) == "article"


def test_in_a_channel_cell_the_formats_there_count() -> None:
    items = [
        item("a", format="story", placements=(placement("p", "email", AS_OF),)),
        item("b", format="video"),
        item("c", format="video"),
    ]
    cell = on_email(formats=FORMATS)
    arrays = inventory(cell, *items)
    found = coverage(cell, arrays, AS_OF, UNTIL)
    (gap,) = answer_gaps(cell, arrays, found, gaps(cell, arrays, AS_OF, UNTIL, found))
    assert [a.format for a in gap.answers if a.action == "create"] in ([], ["story"])
    assert (
        made(
            on_email(formats=FORMATS),
            item("a", format="story", status="idea", placements=(placement("p", "email", AS_OF),)),
        )
        == "story"
    )


def test_create_carries_the_touchpoints_question() -> None:
    def asks(*touchpoints: Touchpoint) -> str:
        found = answers(plain(touchpoints=touchpoints), item("z", map=[]), kind="empty")
        return found[0].question

    here = Touchpoint(
        slug="here", segment="parents", stage="reach", phase="awareness", need="Is it safe?", items=("z",)
    )
    wide = Touchpoint(slug="wide", segment="parents", need="Who helps?", items=("z",))
    open_one = Touchpoint(slug="open", stage="reach", need="What now?")
    other = Touchpoint(slug="other", segment="grandparents", need="Not here")
    assert asks() == ""
    assert asks(other) == ""
    assert asks(wide, here) == "Is it safe?"
    assert asks(wide, here, open_one) == "What now?"
    assert asks(replace(here, need="")) == ""


# --- which five, in which order ---


def test_best_hour_first_then_hours_then_item_id() -> None:
    items = [
        item("b", review_on=AS_OF, effort_hours=8), item("a", review_on=AS_OF, effort_hours=8),
        item("c", expires_on=AS_OF - DAY, effort_hours=16), item("d", review_on=AS_OF, effort_hours=4),
    ]  # fmt: skip
    # 10 points an hour: d; 5: a and b in 2 hours, c in 4; the new item 20 in 8 hours
    assert told(answers(plain(minimum=5), *items)) == [
        ("refresh", "d", 1.0, 10.0), ("refresh", "a", 2.0, 10.0), ("refresh", "b", 2.0, 10.0),
        ("refresh", "c", 4.0, 20.0), ("create", None, 8.0, 20.0),
    ]  # fmt: skip


def test_at_most_five() -> None:
    items = [item(f"i{n}", review_on=AS_OF, effort_hours=8 - n) for n in range(8)]
    assert [a.item for a in answers(plain(minimum=9), *items)] == ["i7", "i6", "i5", "i4", "i3"]


def test_many_of_the_same_effort_are_taken_by_id() -> None:
    items = [item(f"i{n:02d}", map=[ELSEWHERE], effort_hours=4) for n in reversed(range(30))]
    assert [a.item for a in answers(plain(minimum=9), *items)] == ["i00", "i01", "i02", "i03", "i04"]


def test_a_gap_without_severity_has_no_answers() -> None:
    space = plain(coverage_targets=(target(4, segment="parents", importance=0),))
    assert answers(space, item(review_on=AS_OF)) == []


# --- language and unanswered ---


def test_a_language_gap_is_answered_by_what_closes_it() -> None:
    space = plain(segments=(segment(language="nl"), segment("grandparents")), minimum=1)
    items = [
        item("a", language="en", effort_hours=10),
        item("b", language="nl", expires_on=AS_OF - DAY, effort_hours=10),
        item("c", language="nl", map=[ELSEWHERE], effort_hours=10),
        item("d", language="en", map=[ELSEWHERE]),
        item("e", language="nl", status="approved"),
    ]
    assert answers(space, *items) == [
        Answer(action="refresh", item="b", hours=2.5, points=30.0, leverage=12.0),
        Answer(action="translate", item="a", hours=3.0, points=30.0, leverage=10.0, language="nl"),
        Answer(action="extend", item="c", hours=4.0, points=30.0, leverage=7.5, segment="parents"),
        Answer(action="create", item=None, hours=8.0, points=30.0, leverage=3.75, format="article", language="nl"),
    ]


def test_an_unanswered_touchpoint_is_answered_by_its_own_items_or_a_new_one() -> None:
    asks = Touchpoint(
        slug="t", segment="parents", stage="reach", phase="awareness", need="What now?", items=("a", "b", "c", "x")
    )
    space = plain(coverage_targets=(target(0, segment="parents", maximum=9),), touchpoints=(asks,))
    items = [
        item("a", expires_on=AS_OF - DAY, effort_hours=8), item("b", status="approved", effort_hours=10),
        item("c", status="idea", effort_hours=10), item("d", effort_hours=1),
    ]  # fmt: skip
    assert answers(space, *items) == [
        Answer(action="refresh", item="a", hours=2.0, points=60.0, leverage=30.0),
        Answer(action="publish", item="b", hours=pytest.approx(3.0), points=60.0, leverage=pytest.approx(20.0)),
        Answer(
            action="create", item=None, hours=8.0, points=60.0, leverage=7.5, format="article", question="What now?"
        ),
        Answer(action="publish", item="c", hours=10.0, points=60.0, leverage=6.0),
    ]


def silence(space: Workspace, *items: Item, until: date = AS_OF + 3 * DAY) -> tuple[list[Answer], float]:
    """The answers to the one silence, and the severity that is left when the best of them is carried out."""
    arrays = inventory(space, *items)
    (gap,) = answer_gaps(space, arrays, coverage(space, arrays, AS_OF, until), silent(space, arrays, AS_OF, until))
    for answer in gap.answers[:1]:
        here = placement("new", answer.channel or "", AS_OF, status="published")
        after = [replace(i, placements=(*i.placements, here)) if i.id == answer.item else i for i in items]
        return list(gap.answers), sum(f.severity for f in silent(space, inventory(space, *after), AS_OF, until))
    return [], gap.severity


def touch(window: str = "rolling:7", **fields: Any) -> Workspace:
    """Two contacts wanted in a window; by mail (1), by phone (3) or, archived, by post."""
    rule = FrequencyRule(name="Stay in touch", minimum=2.0, window=window, segment="parents", **fields)
    channels = (
        channel("phone", pressure=3.0), channel("email", pressure=1.0), channel("post", pressure=2.0, archived=True),
    )  # fmt: skip
    return plain(minimum=0, frequency_rules=(rule,), channels=channels)


def test_a_silence_that_one_contact_ends_is_answered_on_the_gentlest_channel() -> None:
    mailed = item("a", effort_hours=10, placements=(placement("p", "email", AS_OF - DAY),))
    others = (
        item("b", map=["parents//"], effort_hours=5),
        item("c", map=[ELSEWHERE]),
        item("d", expires_on=AS_OF - DAY),
    )
    # one contact of two stays in every window until 26 November: 50 x 3/5
    assert silence(touch(), mailed, *others) == (
        [
            Answer(action="place", item="b", hours=0.5, points=30.0, leverage=60.0, channel="email"),
            Answer(action="place", item="a", hours=1.0, points=30.0, leverage=30.0, channel="email"),
        ],
        0.0,
    )
    # nothing at all yet: a mail is not enough, a call is
    assert [(a.item, a.channel) for a in silence(touch(), item("a"))[0]] == [("a", "phone")]
    assert silence(touch(), item("a"))[1] == 0.0
    assert silence(touch(channels=("email",)), item("a")) == ([], 30.0)


@pytest.mark.parametrize(
    ("window", "until", "ends"),
    [
        ("rolling:7", AS_OF + 6 * DAY, True),
        ("rolling:7", AS_OF + 7 * DAY, False),
        ("week", AS_OF + 6 * DAY, True),
        ("week", AS_OF + 7 * DAY, False),
        ("month", date(2026, 11, 30), True),
        ("month", date(2026, 12, 1), False),
    ],
)
def test_a_silence_that_outlasts_its_window_is_not(window: str, until: date, ends: bool) -> None:
    found, left = silence(touch(window), item("a"), until=until)
    assert (len(found), left) == ((1, 0.0) if ends else (0, 30.0))


def test_other_findings_pass_as_they_are() -> None:
    space = plain(minimum=0)
    arrays = inventory(space)
    others = (
        Finding(key="silent:x", kind="silent", severity=30.0),
        Finding(key="capacity:x", kind="capacity", severity=34.0),
    )
    assert answer_gaps(space, arrays, coverage(space, arrays, AS_OF, UNTIL), others) == others


# --- laws ---


@settings(max_examples=8, deadline=None)  # each judges every answer of every gap anew
@given(worlds())
def test_points_and_choice_are_those_of_judging_every_answer_again(world: tuple[Workspace, tuple[Item, ...]]) -> None:
    space, items = world
    for gap in judged(space, *items):
        best = []
        for action, item_id, hours in every_answer(world, gap):
            spoken = language_of(world, gap) if action == "translate" else None
            answer = Answer(action=action, item=item_id, hours=hours, points=0, leverage=0, language=spoken)
            if (points := points_redone(world, gap, answer)) > 1e-9:
                best.append((-round(points / hours, 9), hours, item_id is None, item_id or "", action))
        best.sort()
        ours = [a for a in gap.answers if a.action != "create"]
        assert [(a.hours, a.item) for a in ours] == [(hours, item_id) for _, hours, _, item_id, _ in best[: len(ours)]]
        assert len(ours) >= min(4, len(best))
        for answer in gap.answers:
            assert answer.points == pytest.approx(points_redone(world, gap, answer))
            assert answer.leverage == pytest.approx(answer.points / answer.hours)
        order = [(-round(a.leverage, 9), a.hours, a.item is None, a.item or "") for a in gap.answers]
        assert order == sorted(order)
        assert len(order) <= 5


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_the_order_of_items_does_not_change_an_answer(world: tuple[Workspace, tuple[Item, ...]]) -> None:
    space, items = world
    assert judged(space, *items) == judged(space, *reversed(items))
