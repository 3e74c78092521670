"""Slugs that stand in text, in saved views and keys of waivers: they follow a row that is renamed or merged."""

from __future__ import annotations

import re
from dataclasses import replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from planner.core.model import Query
from planner.core.parse import slugify
from planner.storage import tables

# How a noun is called in a query and in the key of a finding.
QUERY_FIELD = {name: name for name in ("segments", "stages", "phases", "channels", "campaigns", "formats")}
KEY_NAMES = {
    "segments": ("segment", "other"),
    "stages": ("stage",),
    "phases": ("phase",),
    "channels": ("channel",),
    "touchpoints": ("touchpoint",),
    "frequency_rules": ("rule",),
}


def rename(session: Session, noun: str, old: str, new: str) -> None:
    """Write `new` for `old` wherever text names a row of `noun`."""
    if noun in QUERY_FIELD:
        _in_views(session, QUERY_FIELD[noun], old, new)
    if noun in KEY_NAMES:
        _in_waivers(
            session, KEY_NAMES[noun], *((slugify(old), slugify(new)) if noun == "frequency_rules" else (old, new))
        )
    if noun == "views":
        table = tables.settings
        session.execute(update(table).where(table.c.default_view == old).values(default_view=new))


def _in_views(session: Session, field: str, old: str, new: str) -> None:
    views = tables.named("views")
    for pk, query in session.execute(select(views.c.pk, views.c.query)).all():
        named: tuple[str, ...] = getattr(query, field)
        if old in named:
            renamed: Query = replace(query, **{field: tuple(dict.fromkeys(new if s == old else s for s in named))})
            session.execute(update(views).where(views.c.pk == pk).values(query=renamed, version=views.c.version + 1))


def _in_waivers(session: Session, names: tuple[str, ...], old: str, new: str) -> None:
    waivers = tables.named("waivers")
    pattern = re.compile(rf"(?<=[:,])({'|'.join(names)})={re.escape(old)}(?=,|$)")
    rows = session.execute(select(waivers.c.pk, waivers.c.key)).all()
    taken = {key for _, key in rows}
    for pk, key in rows:
        renamed = pattern.sub(lambda found: f"{found[1]}={new}", key)
        if renamed != key and renamed not in taken:
            session.execute(
                update(waivers).where(waivers.c.pk == pk).values(key=renamed, version=waivers.c.version + 1)
            )
