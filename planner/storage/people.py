"""Users, the links and sessions that let them in. Of a token only its SHA-256 is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from planner.core.model import User
from planner.storage import changes, tables
from planner.storage.codec import Codec, refs_of
from planner.storage.database import Database
from planner.storage.errors import StorageRefused, UnknownReference

LINK_LIFE = timedelta(minutes=30)
SETUP_LIFE = timedelta(hours=24)
IDLE, ADMIN_IDLE = timedelta(hours=8), timedelta(hours=1)
SESSION_LIFE, REMEMBER_LIFE = timedelta(hours=24), timedelta(days=30)
SEEN_EVERY = timedelta(minutes=5)  # how often being seen is written down
_USER = Codec(User, tables.users)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A signed-in browser, as its owner sees it in a list; `number` ends it."""

    number: int
    created_at: datetime
    seen_at: datetime
    agent: str
    address: str
    current: bool


def digest(token: str) -> str:
    """Return the SHA-256 of a token, which is all that is stored of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def get_user(session: Session, email: str) -> User | None:
    """Return a user by address, whatever its case."""
    row = session.execute(select(tables.users).where(func.lower(tables.users.c.email) == email.lower())).first()
    return User(**_USER.fields(row, refs_of(session))) if row else None


def make_link(session: Session, email: str, *, now: datetime, life: timedelta = LINK_LIFE) -> str:
    """Return the token of a new one-time login link; older unused ones of this user die."""
    user = _user_pk(session, email)
    token = secrets.token_urlsafe(32)
    table = tables.login_links
    session.execute(delete(table).where(table.c.user_pk == user))
    said = {"digest": digest(token), "user_pk": user, "created_at": now, "expires_at": now + life}
    session.execute(table.insert().values(**said))
    return token


def use_link(session: Session, token: str, *, now: datetime) -> str | None:
    """Use a login link up; return its user's address, None when it is unknown, used, too old or of a disabled user."""
    links, users = tables.login_links, tables.users
    used = (
        update(links)
        .where(links.c.digest == digest(token), links.c.used_at.is_(None), links.c.expires_at > now)
        .values(used_at=now)
        .returning(links.c.user_pk)
    )
    user = session.execute(used).scalar_one_or_none()
    return session.execute(select(users.c.email).where(users.c.pk == user, users.c.active)).scalar_one_or_none()


def open_session(
    session: Session, email: str, *, now: datetime, remember: bool = False, agent: str = "", address: str = ""
) -> str:
    """Return the id (256 bits) of a new session for the cookie; expired ones are swept out."""
    key = secrets.token_urlsafe(32)
    table = tables.sessions
    session.execute(delete(table).where(table.c.expires_at <= now))
    said = {
        "digest": digest(key),
        "user_pk": _user_pk(session, email),
        "created_at": now,
        "seen_at": now,
        "signed_in_at": now,
        "expires_at": now + (REMEMBER_LIFE if remember else SESSION_LIFE),
        "remember": remember,
        "agent": agent[:200],
        "address": address[:100],
    }
    session.execute(table.insert().values(**said))
    return key


def session_user(db: Database, key: str, *, now: datetime) -> User | None:
    """Return the user behind a session id, None when it is unknown, ended, idle too long or too old.

    A clock that went back by a day kills nothing: only what lies in the future by more than the life does.
    """
    table, users = tables.sessions, tables.users
    both = table.join(users, users.c.pk == table.c.user_pk)
    query = select(users, table.c.pk.label("session_pk"), table.c.seen_at, table.c.expires_at, table.c.remember)
    with db.reading() as session:
        row = session.execute(query.select_from(both).where(table.c.digest == digest(key), users.c.active)).first()
        user = User(**_USER.fields(row, refs_of(session))) if row else None
    if row is None or user is None or not _alive(row, user, now):
        return None
    if now - row.seen_at >= SEEN_EVERY:
        _seen(db, row.session_pk, now)
    return user


def end_session(session: Session, key: str) -> None:
    """End a session by its id (signing out)."""
    session.execute(delete(tables.sessions).where(tables.sessions.c.digest == digest(key)))


def end_sessions(session: Session, email: str, *, but: str | None = None, number: int | None = None) -> int:
    """End the sessions of a user (one by its number, or all), but for the one with the id `but`; return how many."""
    if number is not None and not 0 < number < 2**31:  # a form may hold any number; no session has such a one
        return 0
    table = tables.sessions
    ended = delete(table).where(table.c.user_pk == _user_pk(session, email))
    if but is not None:
        ended = ended.where(table.c.digest != digest(but))
    result: Any = session.execute(ended if number is None else ended.where(table.c.pk == number))
    return int(result.rowcount)


def list_sessions(session: Session, email: str, *, now: datetime, current: str = "") -> tuple[OpenSession, ...]:
    """Return the live sessions of a user, the one seen last first; `current` is the id of the asking one."""
    table = tables.sessions
    query = select(table).where(table.c.user_pk == _user_pk(session, email), table.c.expires_at > now)
    return tuple(
        OpenSession(
            number=row.pk,
            created_at=row.created_at,
            seen_at=row.seen_at,
            agent=row.agent,
            address=row.address,
            current=row.digest == digest(current),
        )
        for row in session.execute(query.order_by(table.c.seen_at.desc(), table.c.pk))
    )


def keep_columns(session: Session, email: str, columns: Sequence[str]) -> None:
    """Remember the columns of the content list a person chose last.

    It changes no record that anyone reads, so it leaves no event and raises no revision: no report is made anew.
    """
    table = tables.users
    session.execute(update(table).where(table.c.pk == _user_pk(session, email)).values(columns=tuple(columns)))


def set_password(session: Session, email: str, hashed: str | None, *, now: datetime) -> None:
    """Keep the Argon2 hash of a new password (None: links alone let in); every session and link of the user ends."""
    user = _user_pk(session, email)
    table = tables.users
    session.execute(update(table).where(table.c.pk == user).values(password_hash=hashed, password_at=now))
    end_sessions(session, email)
    session.execute(delete(tables.login_links).where(tables.login_links.c.user_pk == user))
    changes.record_update(session, "users", email, {"password": "set before"}, {"password": "set"})


def password_hash(session: Session, email: str) -> str | None:
    """Return the hash of a user's password; None without a password, for an unknown and for a disabled user."""
    table = tables.users
    query = select(table.c.password_hash).where(func.lower(table.c.email) == email.lower(), table.c.active)
    return session.execute(query).scalar_one_or_none()


def renew_hash(session: Session, email: str, hashed: str) -> None:
    """Keep a hash of the same password made with newer figures; nothing ends by it."""
    table = tables.users
    session.execute(update(table).where(table.c.pk == _user_pk(session, email)).values(password_hash=hashed))


def _alive(row: Any, user: User, now: datetime) -> bool:
    idle = ADMIN_IDLE if user.role == "admin" else IDLE
    return bool(now < row.expires_at) and bool(row.remember or now - row.seen_at < idle)


def _seen(db: Database, pk: int, now: datetime) -> None:
    table = tables.sessions
    try:
        with db.writing("session") as session:
            session.execute(update(table).where(table.c.pk == pk).values(seen_at=now))
    except StorageRefused:  # a page must not fail because this could not be noted
        return


def _user_pk(session: Session, email: str) -> int:
    table = tables.users
    pk = session.execute(select(table.c.pk).where(func.lower(table.c.email) == email.lower())).scalar_one_or_none()
    if pk is None:
        raise UnknownReference("users", email)
    return int(pk)
