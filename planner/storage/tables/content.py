"""Items, their mappings and placements, and what hangs on them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field

from planner.core.model import FIT_WEIGHT, VERDICTS
from planner.core.status import ITEM_STATUSES, PLACEMENT_STATUSES
from planner.storage.tables.base import Bare, Row, among, at_least, between, check, optional, reference
from planner.storage.types import ByteText, Moment, Texts


class ItemTable(Row, table=True):
    """A content item; `revision` is that of the workspace when it last changed."""

    __tablename__ = "items"
    __table_args__ = (
        among("status", ITEM_STATUSES),
        among("status_before", ITEM_STATUSES),
        among("verdict", VERDICTS),
        between("quality", 1, 5),
        at_least("effort_hours"),
        *(
            ForeignKeyConstraint(
                [column], ["items.pk"], ondelete="SET NULL", deferrable=True, initially="DEFERRED"
            )  # deferred: a whole load may name items that come later
            for column in ("derived_from_pk", "translation_of_pk")
        ),
    )
    id: str = Field(sa_type=ByteText, unique=True)
    version: int = 1
    revision: int = Field(default=0, index=True)
    title: str
    slug: str = ""
    summary: str = ""
    format_pk: int | None = optional("formats")
    language: str | None = None
    status: str = "idea"
    status_before: str | None = None
    owner: str = ""
    department: str = ""
    url: str = ""
    effort_hours: float | None = None
    quality: int | None = None
    campaign_pk: int | None = optional("campaigns")
    key_message: str = ""
    keywords: Any = Field(sa_type=Texts, default=(), nullable=False)
    image: str = ""
    image_alt: str = ""
    due_on: date | None = None
    published_on: date | None = None
    review_on: date | None = None
    expires_on: date | None = None
    derived_from_pk: int | None = Field(default=None, index=True)
    translation_of_pk: int | None = Field(default=None, index=True)
    verdict: str | None = None
    rot: Any = Field(sa_type=Texts, default=(), nullable=False)
    source_path: str = ""
    # what may be long stands last: SQLite walks through it to reach a column behind it
    extra: Any = Field(sa_type=JSON, default={}, nullable=False)
    brief: str = ""
    body: str = ""


class ItemTagTable(Bare, table=True):
    """A tag of an item."""

    __tablename__ = "item_tags"
    item_pk: int = reference("items", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    tag: str


class MappingTable(Bare, table=True):
    """A cell that an item serves."""

    __tablename__ = "mappings"
    __table_args__ = (
        among("fit", tuple(FIT_WEIGHT)),
        UniqueConstraint("item_pk", "segment_pk", "stage_pk", "phase_pk"),
    )
    item_pk: int = reference("items", ondelete="CASCADE", primary_key=True)
    position: int = Field(primary_key=True)
    segment_pk: int | None = optional("segments")
    stage_pk: int | None = optional("stages")
    phase_pk: int | None = optional("phases")
    fit: str = "primary"


class PlacementTable(Row, table=True):
    """An item on a channel, on a day, at a moment or in the tray."""

    __tablename__ = "placements"
    __table_args__ = (
        among("status", PLACEMENT_STATUSES),
        among("status_before", PLACEMENT_STATUSES),
        between("priority", 0, 10),
        at_least("sequence"),
        check("day_or_moment", '"on" IS NULL OR at IS NULL'),
    )
    uid: str = Field(sa_type=ByteText, unique=True)
    version: int = 1
    revision: int = Field(default=0, index=True)
    item_pk: int = reference("items", ondelete="CASCADE", index=True)
    channel_pk: int = reference("channels")
    on: date | None = None
    at: Any = Field(sa_type=Moment, default=None, nullable=True)
    until: date | None = None
    status: str = "planned"
    status_before: str | None = None
    stage_pk: int | None = optional("stages")
    phase_pk: int | None = optional("phases")
    campaign_pk: int | None = optional("campaigns")
    language: str | None = None
    title: str = ""
    call_to_action: str = ""
    link: str = ""
    image: str = ""
    image_alt: str = ""
    owner: str = ""
    priority: int = 5
    service: bool = False
    series: str | None = None  # text: a sheet may name a series without a rule
    sequence: int = 0
    text: str = ""  # may be long: last


class PlacementSegmentTable(Bare, table=True):
    """A segment that a placement is narrowed to."""

    __tablename__ = "placement_segments"
    placement_pk: int = reference("placements", ondelete="CASCADE", primary_key=True)
    segment_pk: int = reference("segments", primary_key=True)
    position: int = 0


class CommentTable(Row, table=True):
    """What someone said about an item."""

    __tablename__ = "comments"
    item_pk: int = reference("items", ondelete="CASCADE", index=True)
    author: str
    at: Any = Field(sa_type=Moment, nullable=False)
    text: str
    mentions: Any = Field(sa_type=Texts, default=(), nullable=False)


class ImportBaseTable(Row, table=True):
    """What an item's source said when it was last imported: to tell an edit here from a change there."""

    __tablename__ = "import_bases"
    __table_args__ = (UniqueConstraint("item_pk", "where"),)
    item_pk: int = reference("items", ondelete="CASCADE")
    where: str
    digest: str
    fields: Any = Field(sa_type=JSON, nullable=False)
