"""Passwords: what one must be, and its Argon2id hash. No Flask, no database.

At most two hashes are made at once, so that a crowd at the door cannot take all memory (19 MiB each) and both cores.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from planner.core.parse import N_, Refused, fold

SHORTEST, LONGEST = 15, 128
FEWEST = 5  # different characters
SHIPPED = Path(__file__).with_name("common_passwords.txt")
LARGER = "passwords.txt"  # in the instance folder: a longer list of one's own, a password a line
WORD_MIN = 3  # shorter parts of a name or address forbid nothing

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = BoundedSemaphore(2)


def check_password(password: str, *, about: Iterable[str] = (), larger: Path | None = None) -> str:
    """Return the password as it is hashed (NFC), or raise `Refused`.

    `about` are names and addresses whose words make no password; `larger` is a file with more forbidden passwords.
    """
    password = unicodedata.normalize("NFC", password)
    if len(password) < SHORTEST:
        raise Refused(
            N_("This has %(length)s characters; take at least %(least)s. A few words that do not belong together do."),
            length=len(password), least=SHORTEST,
        )  # fmt: skip
    if len(password) > LONGEST:
        raise Refused(N_("This has %(length)s characters; at most %(most)s fit."), length=len(password), most=LONGEST)
    plain = _plain(password)
    if plain in _lines(SHIPPED) or (larger is not None and larger.is_file() and plain in _larger(larger)):
        raise Refused(N_("This password is among those that are tried first. Take another one."))
    if len(set(password)) < FEWEST or (plain and _is_made_of(plain, _lines(SHIPPED) | _words(about))):
        raise Refused(
            N_("This is made of words that are tried first: common passwords, names, this product. Take other words.")
        )
    return password


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password that was checked."""
    with _AT_ONCE:
        return _HASHER.hash(unicodedata.normalize("NFC", password))


def verify_password(hashed: str | None, password: str) -> bool:
    """Return whether the password is the one that was hashed; without a hash it takes as long to say no."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(hashed or _nobody(), unicodedata.normalize("NFC", password[: LONGEST * 4])) and (
                hashed is not None
            )
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(hashed: str) -> bool:
    """Return whether a hash was made with other figures than today's and should be made anew."""
    return _HASHER.check_needs_rehash(hashed)


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody's password")


def _plain(password: str) -> str:
    """Return a password without case, accents and signs, as guesses go."""
    return re.sub(r"[\W_]", "", fold(password))


@cache
def _lines(file: Path) -> frozenset[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(_plain(line) for line in lines if line.strip() and not line.startswith("#"))


def _larger(file: Path) -> frozenset[str]:
    return _read(file, file.stat().st_mtime_ns)


@cache
def _read(file: Path, _changed: int) -> frozenset[str]:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return frozenset(plain for line in lines if len(plain := _plain(line)) >= SHORTEST - 3)


def _words(about: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in about for word in re.findall(r"\w+", fold(text)) if len(word) >= WORD_MIN)


def _is_guess(part: str, words: frozenset[str]) -> bool:
    return part in words or (part.isdigit() and len(part) <= 4) or (len(part) > 2 and len(set(part)) == 1)


def _is_made_of(plain: str, words: frozenset[str]) -> bool:
    """Return whether a text is nothing but such words, runs of one sign, and up to four digits in a row."""
    longest = max(map(len, words), default=4)
    reached = [True] + [False] * len(plain)
    for end in range(1, len(plain) + 1):
        for start in range(max(0, end - longest), end):
            part = plain[start:end]
            if reached[start] and _is_guess(part, words):
                reached[end] = True
                break
    return reached[-1]
