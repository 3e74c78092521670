"""The whole of a database as records, and back: dump(load(dump)) is the dump."""

from __future__ import annotations

from dataclasses import fields, replace

from sqlalchemy import exists, insert, select, update
from sqlalchemy.orm import Session

from planner.core.model import AuditEvent, Dump, Settings, Workspace
from planner.storage import changes, notes, snapshots, tables
from planner.storage.codec import Codec, refs_of
from planner.storage.errors import NotEmpty
from planner.storage.items import insert_items, load_items
from planner.storage.nouns import NOUNS, insert_links, insert_records
from planner.storage.workspace import load_workspace

_CONTENT = ("items", "placements", "kpi_values", "comments", "snapshots", *NOUNS)


def is_empty(session: Session, *, but: tuple[str, ...] = ()) -> bool:
    """Return whether nothing has been put into the database yet (in no table but those named)."""
    found = [exists().select_from(tables.named(name)) for name in _CONTENT if name not in but]
    return not any(session.execute(select(*found)).one())


def read_dump(session: Session, history: bool = False) -> Dump:
    """Return everything but passwords, sessions and tokens; with `history` the audit events too."""
    return Dump(
        revision=changes.read_revision(session),
        workspace=load_workspace(session),
        items=load_items(session),
        kpi_values=notes.load_kpi_values(session),
        comments=notes.load_comments(session),
        snapshots=snapshots.load_snapshots(session),
        audit=changes.load_events(session) if history else (),
    )


def write_dump(session: Session, dump: Dump, *, beside_people: bool = False) -> None:
    """Write a dump into an empty database: ids, uids, versions and the revision as they are in it, no new events.

    `beside_people`: users may be there already; they stay as they are, and the revision rises above what they saw.
    Raises `NotEmpty`, `UnknownReference`, `Cannot`; then the writing block saves nothing of it.
    """
    changes.hold(session)
    if not is_empty(session, but=("users",) if beside_people else ()):
        raise NotEmpty
    if beside_people:
        there = {user.email.casefold() for user in load_workspace(session).users}
        users = tuple(user for user in dump.workspace.users if user.email.casefold() not in there)
        revision = max(dump.revision, changes.read_revision(session) + 1)
        dump = replace(dump, workspace=replace(dump.workspace, users=users), revision=revision)
    _write_workspace(session, dump.workspace)
    insert_items(session, dump.items, revision=dump.revision)
    _write_answers(session, dump.workspace)
    notes.insert_kpi_values(session, dump.kpi_values)
    notes.insert_comments(session, dump.comments)
    snapshots.insert_snapshots(session, list(dump.snapshots))
    events = [{f.name: getattr(event, f.name) for f in fields(AuditEvent)} for event in dump.audit]
    if events:
        session.execute(insert(tables.audit_events), events)
    session.execute(update(tables.state).values(revision=dump.revision))


def _write_workspace(session: Session, workspace: Workspace) -> None:
    for noun in NOUNS.values():
        records = getattr(workspace, noun.name)
        insert_records(session, noun, records)
        insert_links(session, noun, records, [link for link in noun.links if link.noun != "items"])
    if workspace.settings != Settings():
        said = Codec(Settings, tables.settings).values(workspace.settings, refs_of(session))
        session.execute(insert(tables.settings).values(pk=1, version=1, **said))


def _write_answers(session: Session, workspace: Workspace) -> None:
    """Write the items of touchpoints, which had to wait for the items."""
    refs_of(session).know("items", [id for touchpoint in workspace.touchpoints for id in touchpoint.items])
    touchpoints = NOUNS["touchpoints"]
    links = [link for link in touchpoints.links if link.noun == "items"]
    insert_links(session, touchpoints, workspace.touchpoints, links)
