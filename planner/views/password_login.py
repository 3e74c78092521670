"""Signing in with address and password: the same answer and the same time whoever it is."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from flask import request
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from planner.passwords import LONGEST, hash_password, is_outdated, verify_password
from planner.storage import limits, people
from planner.views.site import database, site

HOUR = timedelta(hours=1)
PER_ADDRESS, PER_ACCOUNT = 20, 10
Bucket = tuple[str, int]  # its name, and how many tries it allows an hour


def try_password(email: str, password: str) -> str | None:
    """Return the id of a new session where address and password belong together, else None; 429 for too many tries."""
    now = site().now()
    count_tries(*(buckets := (_of_place(), of_account(email))))
    with database().reading() as reading:
        hashed = people.password_hash(reading, email)
    if not verify_password(hashed, password[: LONGEST * 2]):  # takes as long for somebody as for nobody
        return None
    renewed = hash_password(password) if hashed and is_outdated(hashed) else None
    with database().writing("login") as writing:
        for bucket, _most in buckets:
            limits.forgive(writing, bucket)
        user = people.get_user(writing, email)
        if user is None or people.password_hash(writing, email) != hashed:
            return None
        if renewed:
            people.renew_hash(writing, user.email, renewed)
        return people.open_session(
            writing, user.email, now=now, agent=str(request.user_agent), address=request.remote_addr or ""
        )


def of_account(email: str) -> Bucket:
    """Return the bucket of an account: of any address the same length, and it tells nobody's."""
    return f"password:{hashlib.sha256(email.casefold().encode()).hexdigest()}", PER_ACCOUNT


def _of_place() -> Bucket:
    return f"login:{request.remote_addr}", PER_ADDRESS


def count_tries(*buckets: Bucket) -> None:
    """Count one try in each bucket; one too many is answered with 429 and the time to wait."""
    with database().writing("limits") as writing:
        waits = [limits.take(writing, name, most=most, span=HOUR, now=site().now()) for name, most in buckets]
    wait = max((wait for wait in waits if wait is not None), default=None)
    if wait is not None:
        minutes = max(1, round(wait.total_seconds() / 60))
        told = _("Too many tries to sign in. Try again in %(minutes)s minutes, or sign in by a link.", minutes=minutes)
        raise TooManyRequests(told, retry_after=round(wait.total_seconds()))
