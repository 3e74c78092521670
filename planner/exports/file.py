"""What an export is: a file with a name, a media type and a body; whoever sends or writes it adds the rest."""

from __future__ import annotations

from dataclasses import dataclass

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand out; `name` has its extension, is plain ASCII and fits every system."""

    name: str
    media_type: str
    body: bytes


def file(stem: str, extension: str, body: str | bytes) -> File:
    """Return the File of a body; text becomes UTF-8, what cannot be written (half a surrogate pair) becomes `?`."""
    content = body.encode("utf-8", "replace") if isinstance(body, str) else body
    return File(f"{stem}.{extension}", MEDIA_TYPES[extension], content)
