"""Workspace and Inventory after an edit: only what changed since those a process keeps is read."""

from __future__ import annotations

from typing import Any

import numpy as np
from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from planner.core.columns import Inventory
from planner.core.model import Workspace
from planner.core.splice import splice
from planner.storage import tables
from planner.storage.columns import load_inventory
from planner.storage.workspace import load_workspace

MOST = 2000  # changed items; beyond that all is read anew
FEW = 50  # writes that are looked through; after more the workspace is read anew
# what a write may have done without touching the workspace: a touchpoint names its items, so none may be gone
_OF_CONTENT = {(action, "placements") for action in ("create", "update", "delete")}
_OF_CONTENT |= {("create", "items"), ("update", "items")}
_DIMENSIONS = ("segments", "stages", "phases", "channels", "formats", "campaigns")


def refresh_workspace(session: Session, *, before: Workspace, since: int, now: int) -> Workspace:
    """Return what `load_workspace` would at revision `now`, given `before`, which was loaded at `since`.

    It is `before` itself when every write in between says that it changed items and placements alone.
    """
    if not 0 < now - since <= FEW:
        return load_workspace(session)
    events = tables.audit_events.c
    told = select(events.revision, events.action, events.noun).where(events.revision > since).distinct()
    found = session.execute(told).all()
    plain = all((action, noun) in _OF_CONTENT for _, action, noun in found)
    return before if plain and len({row.revision for row in found}) == now - since else load_workspace(session)


def refresh_inventory(
    session: Session, workspace: Workspace, *, before: Workspace, old: Inventory, most: int = MOST
) -> Inventory:
    """Return what `load_inventory` would, given `old`, which was loaded in the frame `before`.

    Texts (owners, tags ...) may have another index. Where dimensions, their order or the time zone changed, or more
    than `most` items did, everything is read anew.
    """
    if _frame(workspace) != _frame(before):
        return load_inventory(session, workspace)
    changed = _changed(session, old.revision, most + 1)
    if len(changed) > most:
        return load_inventory(session, workspace)
    part = load_inventory(session, workspace, changed)
    if _complete(session, old, part):
        return splice(old, part)
    gone, left = _vanished(session, old)
    return splice(old, load_inventory(session, workspace, changed | left), gone=gone)


def _frame(workspace: Workspace) -> tuple[Any, ...]:
    """Return what the indices of an Inventory rest on."""
    rows = (tuple(row.slug for row in getattr(workspace, noun)) for noun in _DIMENSIONS)
    return (workspace.settings.timezone, *rows)


def _changed(session: Session, revision: int, most: int) -> set[int]:
    """Return at most `most` keys of items that changed since a revision, themselves or a placement of theirs."""
    items, places = tables.items.c, tables.placements.c
    both = union(
        select(items.pk).where(items.revision > revision), select(places.item_pk).where(places.revision > revision)
    )
    return set(session.scalars(both.limit(most)))


def _complete(session: Session, old: Inventory, part: Inventory) -> bool:
    """Return whether nothing was deleted: then the old rows and the new ones are as many as there are."""
    rows = [old.item_row[key] for key in part.item_ids if key in old.item_row]
    kept, placed = len(old.item_ids) - len(rows), int((~np.isin(old.place_item, rows)).sum())
    counts = select(
        select(func.count()).select_from(tables.items).scalar_subquery(),
        select(func.count()).select_from(tables.placements).scalar_subquery(),
    )
    return tuple(session.execute(counts).one()) == (kept + len(part.item_ids), placed + len(part.uids))


def _vanished(session: Session, old: Inventory) -> tuple[set[str], set[int]]:
    """Return the ids of deleted items, and the keys of items that lost a placement."""
    items, places = tables.items.c, tables.placements.c
    pks: dict[str, int] = {row.id: row.pk for row in session.execute(select(items.id, items.pk))}
    item_of: dict[str, int] = {row.uid: row.item_pk for row in session.execute(select(places.uid, places.item_pk))}
    owners = zip(old.uids, old.place_item.tolist(), strict=True)
    lost = {old.item_ids[row] for uid, row in owners if item_of.get(uid) != pks.get(old.item_ids[row], -1)}
    gone = {key for key in old.item_ids if key not in pks}
    return gone, {pks[key] for key in lost - gone}
