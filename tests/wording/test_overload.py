"""Sentences for overload, one per kind, as people read them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.core.findings import OVERLOAD_KINDS, CellKey, Fault, Finding
from planner.core.model import FrequencyRule, Label, Segment, User
from planner.wording.names import Names
from planner.wording.overload import SENTENCES, overload_sentence
from planner.wording.words import words
from tests.builders import channel, phase, stage, workspace

SPACE = workspace(
    segments=(
        Segment(slug="parents", name=Label(en="Young parents", nl="Jonge ouders")),
        Segment(slug="elders", name=Label(en="Grandparents", nl="Grootouders")),
    ),
    stages=(stage("reach"), stage("retain")),
    phases=(phase("awareness"),),
    channels=(channel("e-mail"), channel("instagram")),
    frequency_rules=(
        FrequencyRule(name="Everyone", maximum=5, window="rolling:7"),
        FrequencyRule(name="A week", maximum=5, window="week"),
        FrequencyRule(name="A month", maximum=5, window="month"),
        FrequencyRule(name="A day", maximum=5, window="rolling:1"),
    ),
    users=(User(email="jonas@linde.be", name="Jonas De Smet"),),
)
TITLES = {"i1": "Deel je kamer", "i2": "Reel: 5 dingen"}


def said(kind: str, **fields: Any) -> str:
    about: dict[str, Any] = {"key": "k", "kind": kind, "severity": 50.0, "segment": "parents", "rule": "Everyone"}
    finding = Finding(**(about | fields))
    return overload_sentence(finding, Names(SPACE, "en"), words("en"), TITLES)


def test_pressure_names_the_segment_the_figure_the_window_the_limit_and_the_rule() -> None:
    told = said("pressure", value=8.1, limit=5, peak_on=date(2026, 12, 1))
    assert told == "Young parents get 8.1 contacts in 7 days on 1 Dec, the limit is 5 (Everyone)."


@pytest.mark.parametrize(
    ("rule", "when"), [("A week", "in W49"), ("A month", "in December 2026"), ("A day", "on 1 Dec")]
)
def test_pressure_tells_weeks_months_and_days_apart(rule: str, when: str) -> None:
    told = said("pressure", rule=rule, value=8, limit=5, peak_on=date(2026, 12, 1))
    assert told == f"Young parents get 8 contacts {when}, the limit is 5 ({rule})."


def test_pressure_of_one_channel_names_it() -> None:
    told = said("pressure", channel="e-mail", value=1, limit=0, peak_on=date(2026, 12, 1))
    assert told == "Young parents get 1 contact by E mail in 7 days on 1 Dec, the limit is 0 (Everyone)."


def test_a_warning_says_that_it_is_close() -> None:
    told = said("pressure_warning", value=4.3, limit=5, peak_on=date(2026, 12, 2))
    assert told == "Young parents come close to the limit of 5 with 4.3 contacts in 7 days on 2 Dec (Everyone)."


def test_spacing_says_how_far_apart_and_what_the_rule_asks() -> None:
    days = {"start": date(2026, 11, 27), "until": date(2026, 11, 28)}
    assert said("spacing", value=1, limit=2, **days) == (
        "Two contacts with Young parents on Fri 27 Nov and Sat 28 Nov: 1 day apart, the rule asks 2 (Everyone)."
    )
    one = {"start": date(2026, 11, 27), "until": date(2026, 11, 27)}
    assert said("spacing", value=0, limit=1, **one) == (
        "Two contacts with Young parents on one day, Fri 27 Nov; the rule asks 1 day between them (Everyone)."
    )


def test_overlap_names_both_segments() -> None:
    told = said("overlap", other_segment="elders", value=6.2, limit=5, peak_on=date(2026, 12, 1))
    assert told == (
        "People who are in both Young parents and Grandparents get 6.2 contacts in 7 days on 1 Dec, "
        "the limit is 5 (Everyone)."
    )


def test_capacity_and_workload_name_the_week() -> None:
    week = {"segment": None, "rule": None, "start": date(2026, 11, 23), "until": date(2026, 11, 29)}
    assert said("capacity", channel="e-mail", value=5, limit=4, **week) == "E mail carries 5 in W48, its capacity is 4."
    told = said("workload", owner="jonas@linde.be", value=19, limit=12, **week)
    assert told == "Jonas De Smet has 19 h due in W48 and works 12."


def test_pile_up_says_what_is_enough_and_what_brings_least() -> None:
    told = said("pile_up", stage="reach", phase="awareness", value=6.5, limit=6, items=("i2", "i1"))
    assert told == "Young parents, Reach · Awareness: 6.5 usable, 6 is enough. “Reel: 5 dingen” brings least."


def test_dependence_says_what_would_be_lost() -> None:
    lean = {"channel": "e-mail", "value": 0.64, "limit": 0.5, "effective_channels": 2.1}
    first = "Young parents lean on E mail: it carries 64 % of what they get, which works as 2.1 channels"
    assert said("dependence", **lean) == f"{first}."
    one = CellKey(segment="parents", stage="reach", phase="awareness")
    told = said("dependence", lost=(one,), **lean)
    assert told == f"{first}; without it 1 more cell becomes a gap: Reach · Awareness."
    told = said("dependence", lost=(one,) * 4, **lean)
    assert told == f"{first}; without it 4 more cells become gaps: {', '.join(['Reach · Awareness'] * 3)}…."


def test_blackout_and_repetition_name_the_item_and_the_days() -> None:
    about = {"channel": "instagram", "items": ("i1",), "start": date(2026, 12, 24)}
    assert said("blackout", **about) == (
        "“Deel je kamer” on Instagram, Thu 24 Dec, falls in a contact-free period of Young parents."
    )
    assert said("repetition", value=7, limit=14, until=date(2026, 12, 31), **about) == (
        "“Deel je kamer” appears twice on Instagram for Young parents within 7 days: on Thu 24 Dec and Thu 31 Dec."
    )
    assert said("repetition", value=0, limit=14, until=date(2026, 12, 24), **about) == (
        "“Deel je kamer” appears twice on Instagram for Young parents on one day, Thu 24 Dec."
    )


def test_channel_rule_lists_every_fault() -> None:
    faults = (
        Fault(part="format"), Fault(part="title", value=75, limit=60), Fault(part="text", value=300, limit=280),
        Fault(part="image"), Fault(part="alt"), Fault(part="link"), Fault(part="call_to_action"),
    )  # fmt: skip
    told = said("channel_rule", channel="instagram", items=("i1",), start=date(2026, 12, 24), faults=faults)
    assert told == (
        "“Deel je kamer” on Instagram, Thu 24 Dec: the channel does not take its format; "
        "the title has 75 characters, at most 60 fit; the text has 300 characters, at most 280 fit; "
        "an image is missing; the image has no description; a link is missing; a call to action is missing."
    )


def test_without_titles_the_sentences_are_still_whole() -> None:
    about = {"channel": "instagram", "items": ("unknown",), "start": date(2026, 12, 24), "until": date(2026, 12, 31)}
    assert said("blackout", **about) == "Instagram reaches Young parents on Thu 24 Dec, in a contact-free period."
    assert said("repetition", value=7, **about) == (
        "One item appears twice on Instagram for Young parents within 7 days: on Thu 24 Dec and Thu 31 Dec."
    )
    faults = (Fault(part="link"),)
    assert said("channel_rule", faults=faults, **about) == "On Instagram, Thu 24 Dec: a link is missing."
    told = said("pile_up", stage="reach", phase="awareness", value=6.5, limit=6, items=("unknown",))
    assert told == "Young parents, Reach · Awareness: 6.5 usable, 6 is enough."


def test_every_kind_of_overload_has_a_sentence() -> None:
    assert set(SENTENCES) == set(OVERLOAD_KINDS)
