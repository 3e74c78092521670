"""How a workspace begins: from a preset, or as the sample Huis Linde; and how one begins anew after a backup."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from planner import pipeline
from planner.config import Config
from planner.core.model import Dump, Settings, User, Workspace
from planner.core.parse import N_, Refused
from planner.core.presets import preset
from planner.core.shift import shift_days, weeks_between
from planner.imports.result import ImportResult
from planner.storage import dimensions, dump, people
from planner.storage import workspace as frame
from planner.storage.copies import copy_database
from planner.storage.database import Database

CONTENT = Path(__file__).resolve().parent.parent / "content"
SAMPLE = CONTENT / "sample"
FIRST_ADMIN = "admin@planner.example"
FIRST_REVISION = 1  # an empty database is at 0, and what a process remembers of it must not pass for this


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Where the parts of the sample stand (sample.toml), and the Monday it is written around."""

    reference_monday: date
    frame: str
    items: str
    sheets: tuple[str, ...]
    touchpoint_items: Mapping[str, tuple[str, ...]]


def is_empty(database: Database) -> bool:
    """Return whether nothing but people has been put into the database yet."""
    with database.reading() as session:
        return dump.is_empty(session, but=("users",))


def is_unbegun(database: Database) -> bool:
    """Return whether nobody has said yet how this workspace begins: it has people at most, and no settings."""
    with database.reading() as session:
        return dump.is_empty(session, but=("users",)) and not frame.load_versions(session, "settings")[""]


def first_start(database: Database, config: Config, *, sample: bool, now: datetime) -> str:
    """Make sure there is an admin and return a login link for them; with `sample` an unbegun workspace gets it first.

    Without, its admin is asked in the browser how it begins.
    """
    admin = _admin(database)
    if admin is None:
        if sample and is_empty(database):
            begin_sample(database, today=pipeline.today(pipeline.state(database).workspace, now))
        admin = _admin(database) or _add_admin(database, config)
    return login_link(database, config, email=admin, now=now, first=True)


def login_link(database: Database, config: Config, *, email: str, now: datetime, first: bool = False) -> str:
    """Return the address that signs this person in once; `first`: it holds a day, not half an hour."""
    with database.writing("command") as session:
        if people.get_user(session, email) is None:
            raise Refused(
                N_("There is nobody with the address %(email)s. `planner user list` shows who there is."), email=email
            )
        life = people.SETUP_LIFE if first else people.LINK_LIFE
        return f"{config.url}/login/{people.make_link(session, email, now=now, life=life)}"


def _admin(database: Database) -> str | None:
    users = pipeline.state(database).workspace.users
    return next((user.email for user in users if user.role == "admin" and user.active), None)


def _add_admin(database: Database, config: Config) -> str:
    with database.writing("command") as session:
        frame.add(session, User(email=FIRST_ADMIN, name="Admin", role="admin", language=config.language))
    return FIRST_ADMIN


def begin_preset(database: Database, name: str, *, config: Config) -> Workspace:
    """Write the rows of a preset into an empty database; return them."""
    made = preset(name, language=config.language, timezone=config.timezone)
    pipeline.load_dump(database, Dump(revision=FIRST_REVISION, workspace=made))
    with database.writing("command") as session:
        frame.save_settings(session, made.settings)  # also where they are the usual ones: it has begun
    return made


def begin_own(database: Database, name: str, *, settings: Settings, who: str) -> None:
    """Begin an unbegun workspace with the rows of a preset (`blank`: none) and settings; its people stay."""
    with database.writing(who) as session:
        _add_preset(session, name, settings)


def begin_anew(database: Database, config: Config, name: str | None, *, who: str) -> Path:
    """Empty a workspace after a backup, whose path is returned; people and settings stay.

    Its rows stay too with None for the preset's `name`, else they are those of the preset.
    """
    kept = copy_database(database, config.instance / "backups", "before-own")
    with database.writing(who) as session:
        settings = frame.load_settings(session)
        dimensions.empty(session, keep_frame=name is None)
        if name is not None:
            _add_preset(session, name, replace(settings, default_view=None))
    return kept


def _add_preset(session: Any, name: str, settings: Settings) -> None:
    made = preset(name, language=settings.language, timezone=settings.timezone)
    frame.add_all(session, replace(made, settings=settings))


def begin_sample(database: Database, *, today: date, folder: Path = SAMPLE) -> ImportResult:
    """Load the sample through the product's own importer, its reference Monday shifted to this week's."""
    sample = read_sample(folder)
    held, problems = pipeline.parse_dump((folder / sample.frame).read_bytes(), Settings().timezone)
    if held is None:
        raise Refused("\n".join(f"{sample.frame} {p.where}: {p.sentence()}" for p in problems))
    zone = ZoneInfo(held.workspace.settings.timezone)
    days = weeks_between(sample.reference_monday, today)
    held = shift_days(replace(held, revision=FIRST_REVISION), days, zone)
    pipeline.load_dump(database, held, beside_people=True)
    given = [folder / sample.items, *(folder / sheet for sheet in sample.sheets)]
    batch = pipeline.read_files(database, given, today=sample.reference_monday)
    batch = replace(batch, rows=tuple(shift_days(row, days, zone) for row in batch.rows))
    account = pipeline.save_batch(database, batch, who="sample")
    _answer(database, sample)
    return account


def read_sample(folder: Path = SAMPLE) -> Sample:
    """Return what sample.toml says."""
    said = tomllib.loads((folder / "sample.toml").read_text(encoding="utf-8"))
    return Sample(
        reference_monday=said["reference_monday"],
        frame=said["frame"],
        items=said["items"],
        sheets=tuple(said["sheets"]),
        touchpoint_items={slug: tuple(ids) for slug, ids in said.get("touchpoint_items", {}).items()},
    )


def _answer(database: Database, sample: Sample) -> None:
    """Link the items that answer a touchpoint; they came in after the frame that names it."""
    touchpoints = {row.slug: row for row in pipeline.state(database).workspace.touchpoints}
    with database.writing("sample") as session:
        for slug, ids in sample.touchpoint_items.items():
            frame.update_record(session, replace(touchpoints[slug], items=ids))
