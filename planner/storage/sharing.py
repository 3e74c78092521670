"""Ways to a saved view for those who do not sign in: feeds for calendar programs and links for guests.

Each is a token of its own, of which only the SHA-256 is kept. It opens what its maker may see and nothing else, and
ends with its date, its revocation, its view, or its maker's account.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Select, func, insert, or_, select, update
from sqlalchemy.orm import Session

from planner.storage import changes, tables
from planner.storage.codec import refs_of
from planner.storage.database import Database
from planner.storage.errors import StorageRefused, UnknownReference
from planner.storage.people import digest

Kind = Literal["feed", "share"]
USED_EVERY = timedelta(minutes=5)  # how often being read is written down
_WAYS, _VIEWS, _USERS = tables.view_tokens, tables.named("views"), tables.users
_NUMBER_MAX = 2**31


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A feed or a share link: the slug of its view, who made it, and how it stands; `number` revokes it."""

    number: int
    kind: Kind
    view: str
    view_name: str
    by: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None
    open: bool


def make_way(
    session: Session, kind: Kind, view: str, email: str, *, now: datetime, expires_at: datetime | None = None
) -> str:
    """Return the token of a new way to a view; it is shown once and never again."""
    token = secrets.token_urlsafe(32)
    user = session.execute(select(_USERS.c.pk).where(func.lower(_USERS.c.email) == email.lower())).scalar_one_or_none()
    if user is None:
        raise UnknownReference("users", email)
    said = {"digest": digest(token), "kind": kind, "view_pk": refs_of(session).pk("views", view), "user_pk": user}
    session.execute(insert(_WAYS).values(**said, created_at=now, expires_at=expires_at))
    changes.record(session, "create", "view_tokens", f"{kind} {view}", after={"by": email})
    return token


def find_way(session: Session, kind: Kind, token: str, *, now: datetime) -> Way | None:
    """Return the way that a token opens, None where it opens nothing (any more)."""
    row = session.execute(_asked().where(_WAYS.c.digest == digest(token), _WAYS.c.kind == kind)).first()
    way = _way(row, now) if row else None
    return way if way and way.open else None


def list_ways(session: Session, *, now: datetime, by: str | None = None) -> tuple[Way, ...]:
    """Return the ways that were not revoked (of one person), newest first."""
    query = _asked().where(_WAYS.c.revoked_at.is_(None)).order_by(_WAYS.c.created_at.desc(), _WAYS.c.pk.desc())
    if by is not None:
        query = query.where(func.lower(_USERS.c.email) == by.lower())
    return tuple(_way(row, now) for row in session.execute(query))


def revoke_way(session: Session, number: int, *, now: datetime, by: str | None = None) -> bool:
    """Close a way (only one's own where `by` is given); return whether there was one to close."""
    ways = {way.number: way for way in list_ways(session, now=now, by=by)} if 0 < number < _NUMBER_MAX else {}
    if number not in ways:
        return False
    session.execute(update(_WAYS).where(_WAYS.c.pk == number).values(revoked_at=now))
    way = ways[number]
    changes.record(session, "delete", "view_tokens", f"{way.kind} {way.view}", before={"by": way.by})
    return True


def note_use(db: Database, way: Way, *, now: datetime) -> None:
    """Write down that a way was read, every few minutes at most; reading never fails because of it."""
    if way.used_at is not None and timedelta(0) <= now - way.used_at < USED_EVERY:
        return
    try:
        with db.writing("feed") as session:
            session.execute(update(_WAYS).where(_WAYS.c.pk == way.number).values(used_at=now))
    except StorageRefused:
        return


def _asked() -> Select[Any]:
    both = _WAYS.join(_VIEWS, _VIEWS.c.pk == _WAYS.c.view_pk).join(_USERS, _USERS.c.pk == _WAYS.c.user_pk)
    seen = or_(_VIEWS.c.shared, _VIEWS.c.owner == "", func.lower(_VIEWS.c.owner) == func.lower(_USERS.c.email))
    return select(
        _WAYS, _VIEWS.c.slug.label("view"), _VIEWS.c.name.label("view_name"), _USERS.c.email, _USERS.c.active,
        seen.label("seen"),
    ).select_from(both)  # fmt: skip


def _way(row: Any, now: datetime) -> Way:
    alive = row.revoked_at is None and (row.expires_at is None or now < row.expires_at)
    return Way(
        number=row.pk, kind=row.kind, view=row.view, view_name=row.view_name, by=row.email, created_at=row.created_at,
        expires_at=row.expires_at, revoked_at=row.revoked_at, used_at=row.used_at,
        open=bool(alive and row.active and row.seen),
    )  # fmt: skip
