"""What values and fixed words are called."""

from __future__ import annotations

import pytest

from planner.core.findings import GAP_KINDS, OVERLOAD_KINDS
from planner.core.model import CHANNEL_KINDS, DIRECTIONS, OWNERSHIPS, Campaign, Label, Phase, Stage, Touchpoint
from planner.core.status import ITEM_STATUSES, PLACEMENT_STATUSES
from planner.wording.names import CHANNEL_KINDS as KIND_WORDS
from planner.wording.names import DIRECTIONS as DIRECTION_WORDS
from planner.wording.names import KINDS, STATUSES, Names
from planner.wording.names import OWNERSHIPS as OWNERSHIP_WORDS
from tests.builders import channel, fmt, segment, workspace

SPACE = workspace(
    segments=(segment("young-parents"),),
    stages=(Stage(slug="retain", name=Label(en="Retain", nl="Behouden"), short=Label(en="Keep")),),
    phases=(Phase(slug="post", name=Label(en="Post-purchase", nl="Na aankoop"), short=Label(en="After", nl="Na")),),
    channels=(channel("email"),), formats=(fmt("article"),),
    campaigns=(Campaign(slug="bf", name="Black Friday"), Campaign(slug="bare")),
    touchpoints=(Touchpoint(slug="unboxing", name=Label(en="Unboxing", nl="Uitpakken"), need="Is it safe?"),),
)  # fmt: skip


def names(language: str = "en") -> Names:
    return Names(SPACE, language)


def test_a_value_is_called_by_its_name_in_the_language() -> None:
    assert [names(code).stage("retain") for code in ("en", "nl")] == ["Retain", "Behouden"]
    assert (names().segment("young-parents"), names().phase("post")) == ("Young parents", "Post-purchase")
    assert (names().channel("email"), names().format("article")) == ("Email", "Article")


def test_short_names_fall_back_to_the_other_language_then_to_the_name() -> None:
    assert [names(code).short("stage", "retain") for code in ("en", "nl")] == ["Keep", "Keep"]
    assert [names(code).short("phase", "post") for code in ("en", "nl")] == ["After", "Na"]
    assert names().short("channel", "email") == "Email"


def test_a_slug_nobody_knows_stays_itself() -> None:
    known = names()
    assert [known.stage("x"), known.short("phase", "x"), known.campaign("x"), known.touchpoint("x")] == ["x"] * 4
    assert [known.status("x"), known.kind("x"), known.level("x"), known.action("x"), known.channel_kind("x")] == [
        "x"
    ] * 5
    assert known.question("x") == ""


def test_campaigns_and_touchpoints_have_names_too() -> None:
    assert (names().campaign("bf"), names().campaign("bare")) == ("Black Friday", "bare")
    assert (names("nl").touchpoint("unboxing"), names().question("unboxing")) == ("Uitpakken", "Is it safe?")


def test_a_place_joins_what_is_said() -> None:
    assert names().place("retain", "post") == "Retain · Post-purchase"
    assert names().place("retain", None) == "Retain"
    assert names().place(None, None) == "your content"
    assert names().place("retain", "post", "email") == "Retain · Post-purchase on Email"


def test_nobody_in_particular_is_people() -> None:
    assert names().segment(None) == "People"


@pytest.mark.parametrize(
    ("code", "said"),
    [("nl", "Dutch"), ("en", "English"), ("pt-br", "Portuguese (BR)"), ("nl-be", "Dutch (BE)"), ("xx", "xx")],
)
def test_languages_are_named(code: str, said: str) -> None:
    assert names().language(code) == said


def test_languages_are_named_in_the_readers_language() -> None:
    assert names("nl").language("nl") == "Nederlands"


def test_every_fixed_word_has_a_name() -> None:
    assert set(STATUSES) == {*ITEM_STATUSES, *PLACEMENT_STATUSES}
    assert set(KINDS) == {*GAP_KINDS, *OVERLOAD_KINDS}
    assert (set(KIND_WORDS), set(OWNERSHIP_WORDS)) == (set(CHANNEL_KINDS), set(OWNERSHIPS))
    assert set(DIRECTION_WORDS) == set(DIRECTIONS)
    assert (names().status("in_review"), names().kind("pile_up"), names().level("high")) == (
        "In review",
        "Pile-up",
        "High",
    )
    assert (names().action("extend"), names().channel_kind("email")) == ("Extend", "E-mail")
    assert (names().ownership("paid"), names().direction("dialogue")) == ("Paid", "Dialogue")
