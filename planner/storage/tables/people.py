"""Users and the ways in; of every secret only a digest is kept."""

from __future__ import annotations

from typing import Any

from sqlmodel import Field

from planner.core.model import ROLES, START_PAGES
from planner.storage.tables.base import Listed, Row, among, at_least, reference
from planner.storage.types import Moment, Texts


class UserTable(Listed, table=True):
    """A person; without `password_hash` only a login link lets them in."""

    __tablename__ = "users"
    __table_args__ = (among("role", ROLES), among("start", START_PAGES), at_least("hours_per_week"))
    email: str = Field(unique=True)
    name: str = ""
    role: str = "editor"
    language: str = "en"
    start: str = "overview"
    hours_per_week: float | None = None
    columns: Any = Field(sa_type=Texts, default=(), nullable=False)
    active: bool = True
    password_hash: str | None = None
    password_at: Any = Field(sa_type=Moment, default=None, nullable=True)


class SessionTable(Row, table=True):
    """A signed-in browser, by the SHA-256 of the id in its cookie."""

    __tablename__ = "sessions"
    digest: str = Field(unique=True)
    user_pk: int = reference("users", ondelete="CASCADE", index=True)
    created_at: Any = Field(sa_type=Moment, nullable=False)
    seen_at: Any = Field(sa_type=Moment, nullable=False)
    expires_at: Any = Field(sa_type=Moment, nullable=False, index=True)
    signed_in_at: Any = Field(sa_type=Moment, nullable=False)
    remember: bool = False
    agent: str = ""
    address: str = ""


class LoginLinkTable(Row, table=True):
    """A link that signs in once, by the SHA-256 of its token."""

    __tablename__ = "login_links"
    digest: str = Field(unique=True)
    user_pk: int = reference("users", ondelete="CASCADE", index=True)
    created_at: Any = Field(sa_type=Moment, nullable=False)
    expires_at: Any = Field(sa_type=Moment, nullable=False)
    used_at: Any = Field(sa_type=Moment, default=None, nullable=True)


class ViewTokenTable(Row, table=True):
    """A read-only way to a saved view for a calendar program (feed) or a person (share)."""

    __tablename__ = "view_tokens"
    __table_args__ = (among("kind", ("feed", "share")),)
    digest: str = Field(unique=True)
    kind: str
    view_pk: int = reference("views", ondelete="CASCADE", index=True)
    user_pk: int = reference("users", ondelete="CASCADE", index=True)
    created_at: Any = Field(sa_type=Moment, nullable=False)
    expires_at: Any = Field(sa_type=Moment, default=None, nullable=True)
    revoked_at: Any = Field(sa_type=Moment, default=None, nullable=True)
    used_at: Any = Field(sa_type=Moment, default=None, nullable=True)


class RateLimitTable(Row, table=True):
    """How often something was tried since `since`, so that a restart forgets nothing."""

    __tablename__ = "rate_limits"
    bucket: str = Field(unique=True)
    since: Any = Field(sa_type=Moment, nullable=False)
    count: int = 0
