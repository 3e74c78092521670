"""What a preset would add to a workspace: the rows it has and the workspace has not."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from planner.core.model import Channel, Format, FrequencyRule, Workspace

PARTS = ("segments", "stages", "phases", "formats", "channels", "coverage_targets", "frequency_rules")


def missing_rows(space: Workspace, preset: Workspace, parts: tuple[str, ...] = PARTS) -> Workspace:
    """Return the rows of these parts of a preset that a workspace lacks, naming only what is there or comes along."""
    new: dict[str, tuple[Any, ...]] = {}
    for part in PARTS:
        there = {_key(row) for row in getattr(space, part)}
        new[part] = tuple(row for row in getattr(preset, part) if _key(row) not in there) if part in parts else ()
    slugs = {noun: {row.slug for row in (*getattr(space, noun), *new[noun])}
             for noun in ("segments", "stages", "phases", "channels", "formats")}  # fmt: skip
    new["formats"] = tuple(_format(row, slugs["formats"]) for row in new["formats"])
    new["channels"] = tuple(_channel(row, slugs["formats"]) for row in new["channels"])
    new["coverage_targets"] = tuple(
        row for row in new["coverage_targets"]
        if all(getattr(row, name) in (None, *slugs[f"{name}s"]) for name in ("segment", "stage", "phase", "channel"))
    )  # fmt: skip
    new["frequency_rules"] = tuple(row for row in new["frequency_rules"] if _holds(row, slugs["channels"]))
    return Workspace(settings=space.settings, **new)


def _key(row: Any) -> Any:
    if hasattr(row, "slug"):
        return row.slug
    names = ("name",) if isinstance(row, FrequencyRule) else ("segment", "stage", "phase", "channel")
    return tuple(getattr(row, field.name) for field in fields(row) if field.name in names)


def _format(row: Format, formats: set[str]) -> Format:
    return replace(row, derivable_from=tuple(slug for slug in row.derivable_from if slug in formats))


def _channel(row: Channel, formats: set[str]) -> Channel:
    allowed = tuple(slug for slug in row.rules.formats if slug in formats)
    return replace(row, rules=replace(row.rules, formats=allowed))


def _holds(rule: FrequencyRule, channels: set[str]) -> bool:
    return all(slug in channels for slug in rule.channels)
