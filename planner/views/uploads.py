"""Uploaded files between the preview of an import and its saving: kept an hour in the instance folder, then gone."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from werkzeug.datastructures import FileStorage

KEPT_SECONDS = 3600
MOST_NAME = 300
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")

Named = tuple[str, bytes]


def keep(folder: Path, owner: str, files: Iterable[Named]) -> str:
    """Keep files for their owner and return the token that takes them out again."""
    _sweep(folder)
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


def named(uploads: Iterable[FileStorage]) -> list[Named]:
    """Return uploaded files by name; a folder's files keep their path inside it, without steps upwards."""
    found = []
    for upload in uploads:
        parts = [part for part in re.split(r"[\\/]+", upload.filename or "") if part not in ("", ".", "..")]
        if parts:
            found.append(("/".join(parts)[-MOST_NAME:], upload.stream.read()))
    return found


def _sweep(folder: Path) -> None:
    oldest = time.time() - KEPT_SECONDS
    for place in folder.glob("*"):
        if place.is_dir() and place.stat().st_mtime < oldest:
            shutil.rmtree(place, ignore_errors=True)


def _digest(owner: str) -> str:
    return hashlib.sha256(owner.encode()).hexdigest()
