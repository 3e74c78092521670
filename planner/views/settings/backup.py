"""Backups: make one, see the last ones with day and size, take one away as a file. Bringing one back is a command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Response, abort, flash, send_file
from flask_babel import gettext as _

from planner.storage import limits
from planner.storage.copies import ENDING, copy_database
from planner.views.access import role
from planner.views.settings.room import room
from planner.views.site import database, render, see, site

A_DAY = 24  # each is as large as the database
NAMED = "by-hand"


@dataclass(frozen=True, slots=True)
class Backup:
    """One file: its name, when it was made, and its size in bytes."""

    name: str
    made: datetime
    size: int


@room.get("/backup")
@role("admin")
def backups() -> str:
    """List the backups, the newest first."""
    return render("settings/backup.html", backups=_found(), folder=_folder())


@room.post("/backup")
@role("admin")
def make_backup() -> Any:
    """Write a backup; people may go on working."""
    with database().writing("limits") as writing:
        wait = limits.take(writing, "backup", most=A_DAY, span=limits.LONGEST, now=site().now())
    if wait is not None:
        abort(429, _("At most %(most)s backups can be made here in a day. Use the newest one.", most=A_DAY))
    made = copy_database(database(), _folder(), NAMED)
    flash(_("The backup %(name)s was made.", name=made.name))
    return see("settings.backups")


@room.get("/backup/<name>")
@role("admin")
def backup_file(name: str) -> Response:
    """Hand out one of the listed files."""
    if name not in {one.name for one in _found()}:
        abort(404, _("There is no backup “%(name)s” here. It may have been put away.", name=name[:80]))
    return send_file(_folder() / name, mimetype="application/octet-stream", as_attachment=True, download_name=name)


def _folder() -> Path:
    return site().config.instance / "backups"


def _found() -> tuple[Backup, ...]:
    """Return the whole files in the folder of backups; what is being written has a dot before its name."""
    files = [path for path in _folder().glob("*") if path.name.endswith(tuple(ENDING.values()))]
    told = [(path, path.stat()) for path in files if path.is_file() and not path.name.startswith(".")]
    found = (Backup(path.name, datetime.fromtimestamp(stat.st_mtime, UTC), stat.st_size) for path, stat in told)
    return tuple(sorted(found, key=lambda one: (one.made, one.name), reverse=True))
