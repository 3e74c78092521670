"""A database full of generated content in a folder of its own."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from bench.generate import TODAY
from planner.config import Config
from planner.core.columns import Inventory
from planner.core.model import Dump, Item, User, Workspace
from planner.storage.columns import load_inventory
from planner.storage.database import Database
from planner.storage.dump import write_dump
from planner.storage.items import get_item, update_item
from planner.storage.launcher import launch
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


def edit(database: Database, key: str) -> Item:
    """Change an item a little, so that every process must look again."""
    with database.writing("bench") as session:
        item = get_item(session, key)
        if item is None:
            raise LookupError(key)
        changed = replace(item, key_message=f"{item.key_message[:100]} {TODAY}")
        update_item(session, changed)
    return changed
