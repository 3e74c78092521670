"""Workspaces to start from: the frame without content, by the name that `planner init --preset` takes."""

from __future__ import annotations

from typing import Any

from planner.core.model import CoverageTarget, FrequencyRule, Label, Phase, Segment, Settings, Stage, Workspace
from planner.core.taxonomy import (
    CHANNELS,
    FORMATS,
    HUBSPOT,
    LIFE_CYCLE,
    PHASES,
    RACE,
    SEE_THINK_DO_CARE,
    Model,
    Texts,
)

MODELS = {
    "b2c": LIFE_CYCLE,
    "b2b": LIFE_CYCLE,
    "race": RACE,
    "see-think-do-care": SEE_THINK_DO_CARE,
    "hubspot": HUBSPOT,
}
PRESETS = (*MODELS, "blank")

SEGMENTS: dict[str, tuple[Texts, ...]] = {
    "b2c": (
        ("young-families", "Young families", "Jonge gezinnen", "Families", "Gezinnen",
         "Parents with small children: little time, many questions.",
         "Ouders met kleine kinderen: weinig tijd, veel vragen."),
        ("starters", "First-time buyers", "Starters", "Starters", "Starters",
         "Adults who buy this for the first time and want to be sure.",
         "Volwassenen die dit voor het eerst kopen en zekerheid willen."),
        ("seniors", "Seniors", "Senioren", "Seniors", "Senioren",
         "People with time and experience, who value service.",
         "Mensen met tijd en ervaring, die service waarderen."),
    ),
    "b2b": (
        ("decision-makers", "Decision makers", "Beslissers", "Deciders", "Beslissers",
         "They sign: risk, return and trust count.", "Zij tekenen: risico, rendement en vertrouwen tellen."),
        ("specialists", "Specialists", "Specialisten", "Special.", "Special.",
         "They compare and advise: detail and proof count.", "Zij vergelijken en adviseren: detail en bewijs tellen."),
        ("users", "Users", "Gebruikers", "Users", "Gebruik.",
         "They work with it every day: ease and help count.", "Zij werken er dagelijks mee: gemak en hulp tellen."),
    ),
}  # fmt: skip
NOT_IN_B2B = frozenset({"store", "push"})

ALL_CHANNELS = Label("Contacts over all channels", "Contacten over alle kanalen")
BY_EMAIL = Label("E-mail", "E-mail")
NOT_SILENT = Label("Not silent", "Niet stil")


def preset(name: str, *, language: str = "en", timezone: str = Settings().timezone) -> Workspace:
    """Return the workspace of a preset; what has one language (rules, descriptions) is in `language`.

    Raises KeyError for a name that is not in `PRESETS`.
    """
    settings = Settings(language=language, timezone=timezone)
    if name == "blank":
        return Workspace(settings=settings)
    model = MODELS[name]
    channels = tuple(c for c in CHANNELS if name != "b2b" or c.slug not in NOT_IN_B2B)
    return Workspace(
        settings=settings,
        segments=tuple(Segment(**_said(row, language)) for row in SEGMENTS.get(name, ())),
        stages=tuple(Stage(**_said(row, language), post_sale=row[0] in model.post_sale) for row in model.stages),
        phases=tuple(Phase(**_said(row, language)) for row in PHASES),
        channels=channels,
        formats=FORMATS,
        coverage_targets=_targets(model),
        frequency_rules=default_rules(tuple(c.slug for c in channels if c.kind == "email"), language),
    )


def default_rules(email: tuple[str, ...], language: str = "en") -> tuple[FrequencyRule, ...]:
    """Return the rules that a workspace starts with; `email` are the slugs of its e-mail channels."""
    return (
        FrequencyRule(name=ALL_CHANNELS.text(language), maximum=5, window="rolling:7"),
        FrequencyRule(name=BY_EMAIL.text(language), channels=email, maximum=3, window="rolling:7", min_gap_days=1),
        FrequencyRule(name=NOT_SILENT.text(language), minimum=1, window="rolling:28"),
    )


def _targets(model: Model) -> tuple[CoverageTarget, ...]:
    return tuple(
        CoverageTarget(stage=stage, phase=phase, minimum=float(minimum))
        for stage, minimums in model.mask.items()
        for phase, minimum in minimums.items()
    )


def _said(row: Texts, language: str) -> dict[str, Any]:
    slug, en, nl, short_en, short_nl, about_en, about_nl = row
    return {
        "slug": slug,
        "name": Label(en, nl),
        "short": Label(short_en, short_nl),
        "description": Label(about_en, about_nl).text(language),
    }
