"""Uploaded files of a request, by name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from werkzeug.datastructures import FileStorage

from planner.uploads import Named

MOST_NAME = 300


def named(uploads: Iterable[FileStorage]) -> list[Named]:
    """Return uploaded files by name; a folder's files keep their path inside it, without steps upwards."""
    found = []
    for upload in uploads:
        parts = [part for part in re.split(r"[\\/]+", upload.filename or "") if part not in ("", ".", "..")]
        if parts:
            found.append(("/".join(parts)[-MOST_NAME:], upload.stream.read()))
    return found
