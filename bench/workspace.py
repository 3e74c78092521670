"""A database full of generated content in a folder of its own."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from planner.config import Config
from planner.core.columns import Inventory
from planner.core.model import Dump, User, Workspace
from planner.storage.columns import load_inventory
from planner.storage.database import Database
from planner.storage.dump import write_dump
from planner.storage.launcher import launch
from planner.storage.placements import change_placements, get_placement, load_placements, update_placement
from planner.storage.workspace import load_workspace

ADMIN = "admin@example.org"


def filled(folder: Path, dump: Dump) -> tuple[Config, Database, float]:
    """Return the settings and the open database of a new instance that holds `dump`, and the seconds to write it."""
    config = Config(instance=folder)
    database = launch(config.database, folder)
    space = replace(dump.workspace, users=(*dump.workspace.users, User(email=ADMIN, role="admin")))
    start = time.perf_counter()
    with database.writing("bench") as session:
        write_dump(session, replace(dump, workspace=space))
    return config, database, time.perf_counter() - start


def loaded(database: Database) -> tuple[Workspace, Inventory]:
    """Return workspace and arrays, read anew."""
    with database.reading() as session:
        space = load_workspace(session)
        return space, load_inventory(session, space)


def move(database: Database, uid: str) -> None:
    """Move a placement by a day, there and back in turn, so that every process must look again."""
    with database.writing("bench") as session:
        place = get_placement(session, uid)
        if place is None or place.on is None:
            raise LookupError(uid)
        update_placement(session, replace(place, on=place.on + timedelta(1 if place.version % 2 else -1)))


def crowd(database: Database, first: date, placements: int) -> None:
    """Put the oldest placements into the month that begins on `first`, as many on each of its days."""
    until = (first + timedelta(31)).replace(day=1)
    with database.reading() as session:
        dated = [place for _, place in load_placements(session) if place.on and not place.until]
    oldest = [place.uid for place in sorted(dated, key=lambda place: (place.on or first, place.uid))[:placements]]
    days = (until - first).days
    with database.writing("bench") as session:
        for n in range(days):
            change_placements(session, oldest[n::days], {"on": first + timedelta(n), "status": "planned"})
