"""Each kind of gap and each answer in its own plain sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from planner.core.desk import ACTIONS
from planner.core.findings import GAP_KINDS, Answer, Finding
from planner.core.model import FrequencyRule, Label, Touchpoint
from planner.wording.gaps import answer_sentence, gap_sentence
from planner.wording.names import Names
from planner.wording.words import words
from tests.builders import channel, fmt, phase, segment, stage, workspace

SPACE = workspace(
    segments=(segment("parents"),), stages=(stage("onboard"),), phases=(phase("after"),),
    channels=(channel("email"),), formats=(fmt("article"),),
    touchpoints=(
        Touchpoint(slug="spare", need="Can I order this wheel?"),
        Touchpoint(slug="repair", name=Label(en="Repair desk")),
    ),
    frequency_rules=(
        FrequencyRule(name="Stay in touch", minimum=1, window="rolling:28"),
        FrequencyRule(name="Weekly", minimum=1, window="week"),
        FrequencyRule(name="Monthly", minimum=1, window="month"),
    ),
)  # fmt: skip
EN = Names(SPACE, "en")
GAP = Finding(
    key="k", kind="thin", severity=50, segment="parents", stage="onboard", phase="after",
    value=0.5, limit=2.0, items=("a", "b"), planned_items=2, published_items=3, start=date(2027, 1, 18),
    until=date(2027, 2, 14),
)  # fmt: skip


def said(kind: str, reader: str = "en", **fields: object) -> str:
    return gap_sentence(replace(GAP, kind=kind, **fields), Names(SPACE, reader), words(reader))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("empty", {}, "Parents find nothing in Onboard · After: no item is mapped there, the target asks 2."),
        ("planned_only", {"published_items": 0},
         "Parents find nothing usable yet in Onboard · After: 2 items are planned, none published."),
        ("planned_only", {"published_items": 0, "planned_items": 1},
         "Parents find nothing usable yet in Onboard · After: 1 item is planned, none published."),
        ("planned_only", {},
         "Parents find nothing usable in Onboard · After: what was published has expired, 2 items are planned."),
        ("planned_only", {"channel": "email"},
         "Parents find nothing usable yet in Onboard · After on Email: 2 items are planned there, none has appeared."),
        ("not_on_channel", {"channel": "email"},
         "Parents find nothing in Onboard · After on Email:"
         " 2 items are mapped but none is placed there, the target asks 2."),
        ("not_on_channel", {"channel": "email", "items": ("a",)},
         "Parents find nothing in Onboard · After on Email: 1 item is mapped but not placed there, the target asks 2."),
        ("stale", {},
         "Parents meet outdated answers in Onboard · After: fresh, these 3 items would reach 2; now they make 0.5."),
        ("stale", {"published_items": 1},
         "Parents meet outdated answers in Onboard · After: fresh, this item would reach 2; now it makes 0.5."),
        ("weak", {},
         "Parents find weak answers in Onboard · After:"
         " of good quality, these 3 items would reach 2; now they make 0.5."),
        ("thin", {}, "Parents have 0.5 of 2 in Onboard · After."),
        ("thin", {"value": 1.125, "channel": "email"}, "Parents have 1.125 of 2 in Onboard · After on Email."),
        ("thin", {"segment": None, "stage": None, "phase": None}, "People have 0.5 of 2 in your content."),
        ("language", {"language": "nl"},
         "Parents read Dutch; nothing usable in Onboard · After is in Dutch."),
        ("unanswered", {"touchpoint": "spare"},
         "Parents ask “Can I order this wheel?” in Onboard · After and nothing usable answers it."),
        ("unanswered", {"touchpoint": "repair"},
         "Parents come to “Repair desk” in Onboard · After and nothing usable answers them."),
        ("silent", {"rule": "Stay in touch", "value": 0.0, "limit": 1.0},
         "Parents hear too little from 18 Jan to 14 Feb: no contact in 28 days, the rule asks at least 1."),
        ("silent", {"rule": "Weekly", "channel": "email"},
         "Parents hear too little on Email from 18 Jan to 14 Feb:"
         " 0.5 at the lowest in a week, the rule asks at least 2."),
        ("silent", {"rule": "Monthly", "value": 0.0},
         "Parents hear too little from 18 Jan to 14 Feb: no contact in a month, the rule asks at least 2."),
        ("silent", {"rule": "Gone", "value": 0.0},
         "Parents hear too little from 18 Jan to 14 Feb: no contact in its window, the rule asks at least 2."),
    ],
)  # fmt: skip
def test_each_gap_says_who_where_and_how_much(kind: str, fields: dict[str, object], sentence: str) -> None:
    assert said(kind, **fields) == sentence


@pytest.mark.parametrize(("kind", "language"), list(product(GAP_KINDS, ("en", "nl"))))
def test_every_gap_has_a_sentence_in_both_languages(kind: str, language: str) -> None:
    sentence = said(kind, language)
    assert sentence.endswith(".")
    assert "%(" not in sentence


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"action": "refresh", "channel": "email"}, "Refresh “Checklist”."),
        ({"action": "publish"}, "Publish “Checklist”."),
        ({"action": "publish", "source": "b"}, "Finish “Checklist”, which is made from “b”, and publish it."),
        ({"action": "publish", "source": "b", "channel": "email"},
         "Finish “Checklist”, which is made from “b”, and publish it on Email."),
        ({"action": "place", "channel": "email"}, "Place “Checklist” on Email."),
        ({"action": "extend", "segment": "parents"}, "Extend “Checklist” to Parents, as secondary."),
        ({"action": "extend", "segment": "parents", "channel": "email"},
         "Extend “Checklist” to Parents, as secondary, and place it on Email."),
        ({"action": "translate", "language": "nl"}, "Translate “Checklist” into Dutch."),
        ({"action": "translate", "language": "nl", "channel": "email"},
         "Translate “Checklist” into Dutch and place it on Email."),
        ({"action": "adapt", "format": "article"}, "Adapt “Checklist”: Article."),
        ({"action": "adapt", "format": "article", "channel": "email"}, "Adapt “Checklist” to Email: Article."),
        ({"action": "create", "item": None, "format": "article", "question": "Is it safe?"},
         "Create something new: Article that answers “Is it safe?”"),
        ({"action": "create", "item": None}, "Create a new item."),
        ({"action": "refresh", "item": "gone"}, "Refresh “gone”."),
    ],
)  # fmt: skip
def test_an_answer_is_an_order(fields: dict[str, object], sentence: str) -> None:
    answer = Answer(**({"item": "a", "hours": 1.0, "points": 25.0, "leverage": 25.0} | fields))  # type: ignore[arg-type]
    assert answer_sentence(answer, EN, words("en"), {"a": "Checklist"}) == sentence


@pytest.mark.parametrize("action", ACTIONS)
def test_every_shape_of_an_answer_has_its_order(action: str) -> None:
    for channel_, format_, question in product(("email", None), ("article", None), ("Why?", "")):
        if (action == "place" and not channel_) or (action == "adapt" and not (channel_ or format_)):
            continue  # no such answers
        answer = Answer(
            action=action, item="a", hours=1, points=1, leverage=1, channel=channel_, format=format_, question=question
        )
        assert answer_sentence(answer, EN, words("en"), {"a": "Checklist"}) != ""
