"""What a report says: findings with their key, severity and evidence; waivers silence them by key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from planner.core.model import Level, Waiver
from planner.core.parse import slugify

COVERAGE_GAPS = ("empty", "not_on_channel", "planned_only", "stale", "weak", "thin")
GAP_KINDS = (*COVERAGE_GAPS, "language", "silent", "unanswered")
OVERLOAD_KINDS = (
    "pressure", "pressure_warning", "spacing", "overlap", "capacity", "workload", "pile_up", "dependence",
    "blackout", "repetition", "channel_rule",
)  # fmt: skip
LEVELS: dict[Level, float] = {"low": 0.0, "medium": 34.0, "high": 67.0}  # the severity from which each holds
LAST_BITS = 1e-9  # a severity of 34 may come out of its fractions as 33.99999999999999


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One way to close a gap: the action on an item (None for `create`), its hours and the points it takes off.

    `format`, `channel`, `language` and `segment` name what the action makes; `question` is the touchpoint's, for
    the brief of a new item; `source` is what an item to finish was made from.
    """

    action: str
    item: str | None
    hours: float
    points: float
    leverage: float
    format: str | None = None
    channel: str | None = None
    language: str | None = None
    segment: str | None = None
    question: str = ""
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellKey:
    """A cell by its slugs; None where the workspace has no such dimension (channel: regardless of it)."""

    segment: str | None = None
    stage: str | None = None
    phase: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A channel rule a placement breaks: `part` (format, title, text, image, alt, link, call_to_action)."""

    part: str
    value: float | None = None
    limit: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One gap or overload, with all that its sentence and page need; `start` is the contract's `from`."""

    key: str
    kind: str
    severity: float
    rule: str | None = None
    segment: str | None = None
    other_segment: str | None = None
    stage: str | None = None
    phase: str | None = None
    channel: str | None = None
    start: date | None = None
    until: date | None = None
    value: float = 0.0
    limit: float | None = None
    items: tuple[str, ...] = ()
    placements: tuple[str, ...] = ()
    waived: Waiver | None = None
    # what only some kinds have
    answers: tuple[Answer, ...] = ()
    language: str | None = None
    owner: str | None = None
    touchpoint: str | None = None
    weight_missing: float = 0.0  # coverage gaps: the minimum less usable
    planned: float = 0.0  # coverage gaps: planned weight, by how many items
    planned_items: int = 0
    published_items: int = 0  # coverage gaps: published items in the cell, expired ones too
    peak_on: date | None = None
    share_over: float | None = None
    shares: tuple[tuple[str, float], ...] = ()  # dependence: share of every channel, largest first
    effective_channels: float | None = None
    lost: tuple[CellKey, ...] = ()  # dependence: cells that fall below their minimum without the channel
    faults: tuple[Fault, ...] = ()

    @property
    def level(self) -> Level:
        """High from 67, medium from 34, else low."""
        return level(self.severity)


def level(severity: float) -> Level:
    """Return the level of a severity (0..100)."""
    return [name for name, least in LEVELS.items() if severity >= least - LAST_BITS][-1]


def finding_key(
    kind: str,
    *,
    rule: str | None = None,
    segment: str | None = None,
    other_segment: str | None = None,
    stage: str | None = None,
    phase: str | None = None,
    channel: str | None = None,
    first: date | None = None,
    item: str | None = None,
    placement: str | None = None,
    owner: str | None = None,
    touchpoint: str | None = None,
) -> str:
    """Return the key of a finding: its kind, then what tells it apart, as `kind:name=value,...`.

    Coverage gaps leave `first` out: they start on as_of, and a waiver must outlive the day it was given.
    """
    parts = {
        "rule": slugify(rule) or rule if rule else None,
        "segment": segment,
        "other": other_segment,
        "stage": stage,
        "phase": phase,
        "channel": channel,
        "item": item,
        "placement": placement,
        "owner": owner,
        "touchpoint": touchpoint,
        "from": first.isoformat() if first else None,
    }
    said = ",".join(f"{name}={value}" for name, value in parts.items() if value is not None)
    return f"{kind}:{said}" if said else kind


def overrun(value: float, limit: float) -> float:
    """Return the severity of a value over its limit: 34 + 66 x min(1, (value - limit) / limit), 100 at limit 0."""
    return 100.0 if limit <= 0 else 34 + 66 * min(1.0, (value - limit) / limit)


def waive(findings: Iterable[Finding], waivers: Iterable[Waiver], as_of: date) -> tuple[Finding, ...]:
    """Mark every finding that a waiver in force on `as_of` names; it stays in the report."""
    in_force = {w.key: w for w in waivers if w.until is None or w.until >= as_of}
    # most findings are untouched, and replace() is slow for thousands of them
    return tuple(
        f if f.waived is None and f.key not in in_force else replace(f, waived=in_force.get(f.key)) for f in findings
    )


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings most severe first, then by first day and key, so that the order is stable."""
    return tuple(sorted(findings, key=lambda f: (-f.severity, f.start or date.min, f.key)))
