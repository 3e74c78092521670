"""The records of planner, as people and files know them: frozen, plain, free of storage and web.

Field names are those of the dump (docs/ and INTERFACES) with one rule for words Python keeps:
`from` is `start`, `until` stays. References between records are slugs (items: `id`, placements: `uid`).
Days are `datetime.date`; moments are aware `datetime` in UTC. Order in a tuple is position.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Fit = Literal["primary", "secondary"]
Level = Literal["high", "medium", "low"]

CHANNEL_KINDS = (
    "web", "search", "email", "messaging", "app", "social", "video", "event", "print", "phone", "store",
    "service", "partner",
)  # fmt: skip
OWNERSHIPS = ("owned", "earned", "paid")
DIRECTIONS = ("broadcast", "dialogue")
NEEDS = ("image", "alt", "link", "call_to_action")
VERDICTS = ("keep", "update", "merge", "remove")
ROT_FLAGS = ("redundant", "outdated", "trivial")
KPI_FAMILIES = ("reach", "influence", "engagement", "relationship", "conversion", "cost")
KPI_LEVELS = ("stage", "phase", "channel", "campaign", "item")
ROLES = ("viewer", "editor", "manager", "admin")
START_PAGES = ("overview", "content", "map", "gaps", "overload", "calendar")  # what a person may see first
SERIES_UNITS = ("day", "week", "month")
DEFAULT_EFFORT_HOURS = 4.0
DEFAULT_REVIEW_DAYS = 365
FIT_WEIGHT: dict[str, float] = {"primary": 1.0, "secondary": 0.5}


@dataclass(frozen=True, slots=True)
class Label:
    """A name in the languages of the product."""

    en: str = ""
    nl: str = ""

    def text(self, language: str) -> str:
        """Return the name in `language` ("en" or "nl"), else in the other one."""
        first, second = (self.nl, self.en) if language.startswith("nl") else (self.en, self.nl)
        return first or second


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `until`, both included."""

    start: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """What every row of a dimension has; the order of rows is their position."""

    slug: str
    name: Label = Label()
    short: Label = Label()
    description: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Dimension):
    """An audience; `reach` is the share (0..1) one placement on a channel reaches, 1 where not set."""

    size: int | None = None
    priority: int = 3
    language: str | None = None
    reach: MappingOf[str, float] = field(default_factory=dict)
    contact_free: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentOverlap:
    """The `share` (0..1) of segment `a` that is also in segment `b`."""

    a: str
    b: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Dimension):
    """A stage of the customer life cycle: the relation with us."""

    weight: float = 1.0
    post_sale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Dimension):
    """A phase of the buying journey: the state of this purchase."""

    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityException:
    """Days on whose ISO weeks another capacity holds (None = no limit, 0 = nothing)."""

    start: date
    until: date
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRules:
    """What a placement on the channel must be; empty formats = all, None = no limit."""

    formats: tuple[str, ...] = ()
    title_max: int | None = None
    text_max: int | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Dimension):
    """Where content meets people; `pressure` is the weight of one contact (0 = pull)."""

    kind: str = "web"
    ownership: str = "owned"
    direction: str = "broadcast"
    pressure: float = 0.0
    weekly_capacity: int | None = None
    capacity_exceptions: tuple[CapacityException, ...] = ()
    rules: ChannelRules = ChannelRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format(Dimension):
    """A kind of content; `derivable_from` are the formats it can be adapted from."""

    effort_hours: float = DEFAULT_EFFORT_HOURS
    derivable_from: tuple[str, ...] = ()
    review_after_days: int = DEFAULT_REVIEW_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A piece of work over several channels."""

    slug: str
    name: str = ""
    goal: str = ""
    start: date | None = None
    end: date | None = None
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """One cell an item serves; a part that is None is not said."""

    segment: str | None = None
    stage: str | None = None
    phase: str | None = None
    fit: Fit = "primary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """An item on a channel: `on` a day, or `at` a moment (UTC), or neither (in the tray)."""

    uid: str
    channel: str
    on: date | None = None
    at: datetime | None = None
    until: date | None = None
    status: str = "planned"
    status_before: str | None = None  # where a cancelled one may return to
    segments: tuple[str, ...] = ()
    stage: str | None = None
    phase: str | None = None
    campaign: str | None = None
    language: str | None = None
    title: str = ""
    text: str = ""
    call_to_action: str = ""
    link: str = ""
    image: str = ""
    image_alt: str = ""
    owner: str = ""
    priority: int = 5
    service: bool = False
    series: str | None = None
    sequence: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A content item with its mappings and placements."""

    id: str
    title: str
    slug: str = ""
    summary: str = ""
    body: str = ""
    format: str | None = None
    language: str | None = None
    status: str = "idea"
    status_before: str | None = None  # where one on hold or cancelled may return to
    owner: str = ""
    department: str = ""
    tags: tuple[str, ...] = ()
    url: str = ""
    effort_hours: float | None = None
    quality: int | None = None
    campaign: str | None = None
    brief: str = ""
    key_message: str = ""
    keywords: tuple[str, ...] = ()
    image: str = ""
    image_alt: str = ""
    due_on: date | None = None
    published_on: date | None = None
    review_on: date | None = None
    expires_on: date | None = None
    derived_from: str | None = None
    translation_of: str | None = None
    verdict: str | None = None
    rot: tuple[str, ...] = ()
    source_path: str = ""
    map: tuple[Mapping, ...] = ()
    placements: tuple[Placement, ...] = ()
    extra: MappingOf[str, object] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Touchpoint:
    """A contact moment: what the person needs there, and the items that answer it."""

    slug: str
    name: Label = Label()
    segment: str | None = None
    stage: str | None = None
    phase: str | None = None
    channels: tuple[str, ...] = ()
    need: str = ""
    intention: str = ""
    participants: str = ""
    emotion: int = 0
    department: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """What is measured; `better` is "up" or "down", `vanity` marks figures that flatter."""

    slug: str
    name: Label = Label()
    family: str = "conversion"
    unit: str = ""
    target: float | None = None
    level: str = "item"
    better: str = "up"
    vanity: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiValue:
    """A figure on a day for one placement, item, channel, campaign or any of segment, stage, phase."""

    kpi: str
    day: date
    value: float
    placement: str | None = None
    item: str | None = None
    channel: str | None = None
    campaign: str | None = None
    segment: str | None = None
    stage: str | None = None
    phase: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The rule of recurring placements; `count` and `until` bound it, `skipped` days are left out."""

    id: str
    every: int = 1
    unit: str = "week"
    start: date | None = None
    until: date | None = None
    count: int | None = None
    skipped: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageTarget:
    """How much weight a cell should have; None in a key = every value (channel: regardless of channel)."""

    segment: str | None = None
    stage: str | None = None
    phase: str | None = None
    channel: str | None = None
    minimum: float = 0.0
    maximum: float | None = None
    importance: float = 3.0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequencyRule:
    """How often a segment may and should be contacted; `window` is "rolling:N", "week" or "month"."""

    name: str
    segment: str | None = None
    channels: tuple[str, ...] = ()
    maximum: float | None = None
    minimum: float | None = None
    window: str = "rolling:7"
    min_gap_days: int | None = None
    warn_at: float = 0.8
    active_from: date | None = None
    active_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A finding that is accepted, by its key, for a reason and until a day (None = for good)."""

    key: str
    reason: str
    until: date | None = None
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a screen, a report and an export show: every filter may name several values; empty = all."""

    start: date | None = None
    until: date | None = None
    segments: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A query with a name; its period is either fixed (in the query) or `relative` ("next:90", "quarter" ...).

    `look` is what the page itself was set to (layout, colour, columns, sort), as a query string.
    """

    slug: str
    name: str
    owner: str = ""
    shared: bool = False
    page: str = "calendar"
    query: Query = Query()
    relative: str | None = None
    look: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person; `hours_per_week` bounds the workload (None = no limit), `start` is the page they see first.

    `columns` are those of the content list, none = the usual ones.
    """

    email: str
    name: str = ""
    role: str = "editor"
    language: str = "en"
    start: str = "overview"
    hours_per_week: float | None = None
    columns: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What someone said about an item."""

    item: str
    author: str
    at: datetime
    text: str
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Index and findings frozen at a moment; `cells` and `findings` are the JSON of the reports."""

    taken_at: datetime
    as_of: date
    until: date
    index: float | None
    cells: tuple[MappingOf[str, object], ...] = ()
    findings: tuple[MappingOf[str, object], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One write: who, when, what, before and after (JSON)."""

    at: datetime
    who: str
    action: str
    noun: str
    key: str
    before: MappingOf[str, object] | None = None
    after: MappingOf[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What holds for the whole workspace."""

    name: str = ""
    timezone: str = "Europe/Brussels"
    language: str = "en"
    default_view: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Everything but the items: the frame that reports judge them in. All of it is small."""

    settings: Settings = Settings()
    segments: tuple[Segment, ...] = ()
    overlaps: tuple[SegmentOverlap, ...] = ()
    stages: tuple[Stage, ...] = ()
    phases: tuple[Phase, ...] = ()
    channels: tuple[Channel, ...] = ()
    formats: tuple[Format, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    coverage_targets: tuple[CoverageTarget, ...] = ()
    frequency_rules: tuple[FrequencyRule, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    views: tuple[SavedView, ...] = ()
    users: tuple[User, ...] = ()
    series: tuple[Series, ...] = ()
    kpis: tuple[Kpi, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """The whole of a database as records; lossless but for passwords, sessions and tokens."""

    revision: int = 0
    workspace: Workspace = Workspace()
    items: tuple[Item, ...] = ()
    kpi_values: tuple[KpiValue, ...] = ()
    comments: tuple[Comment, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    audit: tuple[AuditEvent, ...] = ()
