"""Uploaded files from the preview of an import to its saving: kept in the instance folder, a day at most."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from planner.core.parse import N_, Refused

FOLDER = "uploads"  # in the instance folder
KEPT_SECONDS = 24 * 3600
MOST_BYTES = 300 * 1024 * 1024  # of all that is kept at once
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")

Named = tuple[str, bytes]


def keep(folder: Path, owner: str, files: Iterable[Named], *, most: int = MOST_BYTES) -> str:
    """Keep files for their owner and return the token that takes them out again; raises `Refused` when all is full."""
    sweep(folder)
    files = list(files)
    if sum(len(body) for _, body in files) + _size(folder) > most:
        raise Refused(N_("Too many files wait here to be saved. Save or discard your other imports, then try again."))
    token = secrets.token_urlsafe(24)
    place = folder / token
    place.mkdir(parents=True, mode=0o700)
    names = []
    for number, (name, body) in enumerate(files):
        (place / f"{number}.bin").write_bytes(body)  # never under the name it came with
        names.append(name)
    (place / "names.json").write_text(json.dumps({"owner": _digest(owner), "names": names}))
    return token


def take(folder: Path, owner: str, token: str) -> list[Named] | None:
    """Return the kept files of this token and owner; None when they are gone or someone else's."""
    if not _TOKEN.fullmatch(token):
        return None
    place = folder / token
    try:
        told = json.loads((place / "names.json").read_text())
        if told["owner"] != _digest(owner):
            return None
        return [(name, (place / f"{n}.bin").read_bytes()) for n, name in enumerate(told["names"])]
    except (OSError, ValueError, KeyError):
        return None


def drop(folder: Path, token: str) -> None:
    """Throw kept files away."""
    if _TOKEN.fullmatch(token):
        shutil.rmtree(folder / token, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Throw away what nobody saved within a day."""
    oldest = time.time() - KEPT_SECONDS
    for place in folder.glob("*"):
        if place.is_dir() and place.stat().st_mtime < oldest:
            shutil.rmtree(place, ignore_errors=True)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*/*.bin"))


def _digest(owner: str) -> str:
    return hashlib.sha256(owner.encode()).hexdigest()
