"""Presets are valid frames; the life cycle has the mask and the rules of the product's texts."""

from __future__ import annotations

import pytest

from planner.core.model import CoverageTarget, FrequencyRule, Workspace
from planner.core.presets import PRESETS, preset
from planner.core.validate import workspace_problems

FULL = [name for name in PRESETS if name != "blank"]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_valid(name: str, language: str) -> None:
    assert workspace_problems(preset(name, language=language)) == ()


def test_the_names_are_those_of_the_command() -> None:
    assert PRESETS == ("b2c", "b2b", "race", "see-think-do-care", "hubspot", "blank")


def test_blank_has_no_rows_at_all() -> None:
    space = preset("blank", language="nl", timezone="Europe/Amsterdam")
    assert space == Workspace(settings=space.settings)
    assert (space.settings.language, space.settings.timezone) == ("nl", "Europe/Amsterdam")


@pytest.mark.parametrize("name", ["b2c", "b2b"])
def test_the_life_cycle_has_its_mask(name: str) -> None:
    mask = """
        reach    2 - - -
        acquire  1 2 - -
        convert  - 1 2 -
        onboard  - - - 2
        retain   - 1 1 2
        loyalty  1 1 - 1
        advocate - 1 - 2
    """
    space = preset(name)
    expected = [
        CoverageTarget(stage=stage, phase=phase.slug, minimum=float(minimum))
        for stage, *row in (line.split() for line in mask.strip().splitlines())
        for phase, minimum in zip(space.phases, row, strict=True)
        if minimum != "-"
    ]
    assert list(space.coverage_targets) == expected
    assert [stage.slug for stage in space.stages if stage.post_sale] == ["onboard", "retain", "loyalty", "advocate"]


def test_stages_and_phases_are_named_in_both_languages() -> None:
    space = preset("b2c")
    assert [stage.name.en for stage in space.stages] == [
        "Reach", "Acquire", "Convert", "Onboard", "Retain", "Loyalty", "Advocate",
    ]  # fmt: skip
    assert [stage.name.nl for stage in space.stages] == [
        "Bereiken", "Verwerven", "Converteren", "Onboarden", "Behouden", "Loyaliteit", "Ambassadeurschap",
    ]  # fmt: skip
    assert [(phase.name.en, phase.name.nl) for phase in space.phases] == [
        ("Awareness", "Bewustwording"), ("Consideration", "Overweging"), ("Decision", "Beslissing"),
        ("Post-purchase", "Na aankoop"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", FULL)
def test_rules_are_the_defaults(name: str) -> None:
    assert preset(name).frequency_rules == (
        FrequencyRule(name="Contacts over all channels", maximum=5, window="rolling:7"),
        FrequencyRule(name="E-mail", channels=("newsletter", "email"), maximum=3, window="rolling:7", min_gap_days=1),
        FrequencyRule(name="Not silent", minimum=1, window="rolling:28"),
    )
    assert [rule.warn_at for rule in preset(name).frequency_rules] == [0.8, 0.8, 0.8]


@pytest.mark.parametrize("name", FULL)
def test_channels_weigh_what_the_texts_say(name: str) -> None:
    space = preset(name)
    weights = {
        "newsletter": 1, "email": 1, "push": 1.5, "direct-mail": 1.5, "sms": 2, "phone": 3, "social": 0.2,
        "paid-social": 0.5, "website": 0, "blog": 0, "seo": 0,
    }  # fmt: skip
    found = {channel.slug: channel.pressure for channel in space.channels if channel.slug in weights}
    assert found == {slug: weight for slug, weight in weights.items() if slug in found}
    assert len(space.channels) >= 16


@pytest.mark.parametrize("name", FULL)
def test_narrow_columns_have_short_names(name: str) -> None:
    space = preset(name)
    rows = (*space.segments, *space.stages, *space.phases, *space.channels)
    assert [short for row in rows for short in (row.short.en, row.short.nl) if not 0 < len(short) <= 10] == []


@pytest.mark.parametrize("name", FULL)
def test_every_stage_but_the_catch_all_is_expected_somewhere(name: str) -> None:
    space = preset(name)
    named = {target.stage for target in space.coverage_targets}
    assert [stage.slug for stage in space.stages if stage.slug not in named] == (["other"] if name == "hubspot" else [])


def test_examples_of_segments_come_with_b2c_and_b2b_only() -> None:
    assert {name: len(preset(name).segments) for name in PRESETS} == {
        "b2c": 3, "b2b": 3, "race": 0, "see-think-do-care": 0, "hubspot": 0, "blank": 0,
    }  # fmt: skip
