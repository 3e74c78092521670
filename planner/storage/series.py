"""Series with their placements: read together, and written together so that one undo takes all of it back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.core.model import Item, Placement, Series
from planner.core.series import Plan
from planner.storage import changes, placements, tables, workspace


def load_series(session: Session, id: str) -> tuple[Series | None, list[tuple[Item, Placement]]]:
    """Return a series and its placements by uid; a sheet may name a series that has no rule.

    The items have what `placements.load_shown` tells of them: titles, and no texts.
    """
    found = workspace.find(session, "series", id)
    uids = session.scalars(select(tables.placements.c.uid).where(tables.placements.c.series == id)).all()
    pairs = placements.load_shown(session, uids)
    return (found[0] if found else None), sorted(pairs, key=lambda pair: pair[1].uid)


def save_plan(session: Session, item_id: str, plan: Plan) -> None:
    """Write a plan: its rule, and what it changes, makes (for this item) and takes away; raises `LostRace`."""
    changes.hold(session)
    if plan.series is not None:
        if workspace.find(session, "series", plan.series.id) is None:
            workspace.add(session, plan.series)
        else:
            workspace.update_record(session, plan.series)
    placements.update_placements(session, [after for _before, after in plan.changed])
    if plan.made:
        placements.add_placements(session, [(item_id, one) for one in plan.made])
    for one in plan.gone:
        placements.delete_placement(session, one.uid, version=one.version)
