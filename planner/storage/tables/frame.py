"""The workspace: dimensions, what stands between them, targets, rules, waivers, views, series and kpis."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from planner.core.model import (
    CHANNEL_KINDS,
    DIRECTIONS,
    KPI_FAMILIES,
    KPI_LEVELS,
    OWNERSHIPS,
    SERIES_UNITS,
)
from planner.storage.tables.base import (
    Bare,
    DimensionTable,
    Listed,
    Row,
    among,
    at_least,
    between,
    check,
    optional,
    reference,
)
from planner.storage.types import Days, Exceptions, Periods, QueryShape, Texts


class SettingsTable(Row, table=True):
    """What holds for the whole workspace; one row."""

    __tablename__ = "settings"
    __table_args__ = (check("one_row", "pk = 1"),)
    name: str = ""
    timezone: str = "Europe/Brussels"
    language: str = "en"
    default_view: str | None = None
    version: int = 1


class SegmentTable(DimensionTable, table=True):
    """An audience."""

    __tablename__ = "segments"
    __table_args__ = (at_least("size"), between("priority", 1, 5))
    size: int | None = Field(default=None, sa_type=BigInteger)
    priority: int = 3
    language: str | None = None
    contact_free: Any = Field(sa_type=Periods, default=(), nullable=False)


class SegmentReachTable(Bare, table=True):
    """The share of a segment that one placement on a channel reaches."""

    __tablename__ = "segment_reach"
    __table_args__ = (between("share", 0, 1),)
    segment_pk: int = reference("segments", ondelete="CASCADE", primary_key=True)
    channel_pk: int = reference("channels", ondelete="CASCADE", primary_key=True, index=True)
    position: int = 0
    share: float


class OverlapTable(Listed, table=True):
    """The share of one segment that is also in another."""

    __tablename__ = "overlaps"
    __table_args__ = (
        between("share", 0, 1),
        check("two_segments", "a_pk <> b_pk"),
        UniqueConstraint("a_pk", "b_pk"),
    )
    a_pk: int = reference("segments", ondelete="CASCADE", index=True)
    b_pk: int = reference("segments", ondelete="CASCADE", index=True)
    share: float


class StageTable(DimensionTable, table=True):
    """A stage of the customer life cycle."""

    __tablename__ = "stages"
    __table_args__ = (between("weight", 0, 5),)
    weight: float = 1.0
    post_sale: bool = False


class PhaseTable(DimensionTable, table=True):
    """A phase of the buying journey."""

    __tablename__ = "phases"
    __table_args__ = (between("weight", 0, 5),)
    weight: float = 1.0


class ChannelTable(DimensionTable, table=True):
    """Where content meets people."""

    __tablename__ = "channels"
    __table_args__ = (
        among("kind", CHANNEL_KINDS),
        among("ownership", OWNERSHIPS),
        among("direction", DIRECTIONS),
        at_least("pressure"),
        at_least("weekly_capacity"),
        at_least("title_max"),
        at_least("text_max"),
    )
    kind: str = "web"
    ownership: str = "owned"
    direction: str = "broadcast"
    pressure: float = 0.0
    weekly_capacity: int | None = None
    capacity_exceptions: Any = Field(sa_type=Exceptions, default=(), nullable=False)
    title_max: int | None = None
    text_max: int | None = None
    needs: Any = Field(sa_type=Texts, default=(), nullable=False)


class ChannelFormatTable(Bare, table=True):
    """A format that a channel's rules allow."""

    __tablename__ = "channel_formats"
    channel_pk: int = reference("channels", ondelete="CASCADE", primary_key=True)
    format_pk: int = reference("formats", ondelete="CASCADE", primary_key=True, index=True)
    position: int = 0


class FormatTable(DimensionTable, table=True):
    """A kind of content."""

    __tablename__ = "formats"
    __table_args__ = (at_least("effort_hours"), at_least("review_after_days"))
    effort_hours: float = 4.0
    review_after_days: int = 365


class FormatSourceTable(Bare, table=True):
    """A format that another can be adapted from."""

    __tablename__ = "format_sources"
    format_pk: int = reference("formats", ondelete="CASCADE", primary_key=True)
    source_pk: int = reference("formats", ondelete="CASCADE", primary_key=True, index=True)
    position: int = 0


class CampaignTable(Listed, table=True):
    """A piece of work over several channels."""

    __tablename__ = "campaigns"
    slug: str = Field(unique=True)
    name: str = ""
    goal: str = ""
    start: date | None = None
    end: date | None = None
    colour: str = ""


class TouchpointTable(Listed, table=True):
    """A contact moment and what the person needs there."""

    __tablename__ = "touchpoints"
    __table_args__ = (between("emotion", -2, 2),)
    slug: str = Field(unique=True)
    name_en: str = ""
    name_nl: str = ""
    segment_pk: int | None = optional("segments")
    stage_pk: int | None = optional("stages")
    phase_pk: int | None = optional("phases")
    need: str = ""
    intention: str = ""
    participants: str = ""
    emotion: int = 0
    department: str = ""


class TouchpointChannelTable(Bare, table=True):
    """A channel of a touchpoint."""

    __tablename__ = "touchpoint_channels"
    touchpoint_pk: int = reference("touchpoints", ondelete="CASCADE", primary_key=True)
    channel_pk: int = reference("channels", ondelete="CASCADE", primary_key=True, index=True)
    position: int = 0


class TouchpointItemTable(Bare, table=True):
    """An item that answers a touchpoint."""

    __tablename__ = "touchpoint_items"
    touchpoint_pk: int = reference("touchpoints", ondelete="CASCADE", primary_key=True)
    item_pk: int = reference("items", ondelete="CASCADE", primary_key=True, index=True)
    position: int = 0


class CoverageTargetTable(Listed, table=True):
    """How much weight a cell should have; `cell` holds its four keys, so that one cell has one target."""

    __tablename__ = "coverage_targets"
    __table_args__ = (at_least("minimum"), at_least("maximum"), between("importance", 0, 5))
    segment_pk: int | None = optional("segments")
    stage_pk: int | None = optional("stages")
    phase_pk: int | None = optional("phases")
    channel_pk: int | None = optional("channels")
    cell: str = Field(unique=True)
    minimum: float = 0.0
    maximum: float | None = None
    importance: float = 3.0
    reason: str = ""


class FrequencyRuleTable(Listed, table=True):
    """How often a segment may and should be contacted."""

    __tablename__ = "frequency_rules"
    __table_args__ = (at_least("maximum"), at_least("minimum"), at_least("min_gap_days"), between("warn_at", 0, 1))
    name: str = Field(unique=True)
    segment_pk: int | None = optional("segments")
    maximum: float | None = None
    minimum: float | None = None
    window: str = "rolling:7"
    min_gap_days: int | None = None
    warn_at: float = 0.8
    active_from: date | None = None
    active_to: date | None = None


class FrequencyRuleChannelTable(Bare, table=True):
    """A channel that a rule is about."""

    __tablename__ = "frequency_rule_channels"
    frequency_rule_pk: int = reference("frequency_rules", ondelete="CASCADE", primary_key=True)
    channel_pk: int = reference("channels", ondelete="CASCADE", primary_key=True, index=True)
    position: int = 0


class WaiverTable(Listed, table=True):
    """A finding that is accepted, by its key."""

    __tablename__ = "waivers"
    key: str = Field(unique=True)
    reason: str
    until: date | None = None
    by: str = ""
    on: date | None = None


class ViewTable(Listed, table=True):
    """A saved query; its slugs are text, so that a view may outlive what it names."""

    __tablename__ = "views"
    slug: str = Field(unique=True)
    name: str
    owner: str = ""
    shared: bool = False
    page: str = "calendar"
    query: Any = Field(sa_type=QueryShape, nullable=False)
    relative: str | None = None
    look: str = ""


class SeriesTable(Listed, table=True):
    """The rule of recurring placements."""

    __tablename__ = "series"
    __table_args__ = (among("unit", SERIES_UNITS), at_least("every", 1), at_least("count"))
    id: str = Field(unique=True)
    every: int = 1
    unit: str = "week"
    start: date | None = None
    until: date | None = None
    count: int | None = None
    skipped: Any = Field(sa_type=Days, default=(), nullable=False)


class KpiTable(Listed, table=True):
    """What is measured."""

    __tablename__ = "kpis"
    __table_args__ = (among("family", KPI_FAMILIES), among("level", KPI_LEVELS), among("better", ("up", "down")))
    slug: str = Field(unique=True)
    name_en: str = ""
    name_nl: str = ""
    family: str = "conversion"
    unit: str = ""
    target: float | None = None
    level: str = "item"
    better: str = "up"
    vanity: bool = False


class KpiValueTable(Row, table=True):
    """A figure on a day for one thing."""

    __tablename__ = "kpi_values"
    kpi_pk: int = reference("kpis", ondelete="CASCADE", index=True)
    day: date
    value: float
    placement_pk: int | None = optional("placements", ondelete="CASCADE")
    item_pk: int | None = optional("items", ondelete="CASCADE")
    channel_pk: int | None = optional("channels")
    campaign_pk: int | None = optional("campaigns")
    segment_pk: int | None = optional("segments")
    stage_pk: int | None = optional("stages")
    phase_pk: int | None = optional("phases")
    source: str = ""
