"""The schema of a database: where it stands, and moving it to the newest by Alembic, in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlmodel import AutoString

from planner.storage.tables import METADATA
from planner.storage.types import Moment, Shaped

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def ours(thing: Any, name: str | None, kind: str, reflected: bool, compared: Any) -> bool:
    """Return whether Alembic compares it: the full-text tables and indexes are made by hand, per database."""
    return "_words" not in (name or "")


def plain_type(kind: str, thing: Any, context: Any) -> str | Literal[False]:
    """Write our column types into a migration as what they are in the database: it outlives the classes."""
    if kind != "type":
        return False
    if isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if isinstance(thing, Shaped):
        return "sa.JSON()"
    return "sa.String()" if isinstance(thing, AutoString) else False


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def head() -> str:
    """Return the newest schema this planner knows."""
    found = _script().get_current_head()
    if found is None:
        raise RuntimeError(f"no migrations in {MIGRATIONS}")
    return found


def known(revision: str) -> bool:
    """Return whether a schema is one of this planner's, rather than of a newer one."""
    return revision in {script.revision for script in _script().walk_revisions()}


def current(connection: Connection) -> str | None:
    """Return the schema of a database; None where it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def tables_of(connection: Connection) -> set[str]:
    """Return the names of the tables of a database."""
    return set(inspect(connection).get_table_names())


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring a database to a schema, within the transaction of `connection` (which the caller commits)."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def differences(connection: Connection) -> list[Any]:
    """Return what Alembic would change to make a database equal to the tables; [] when nothing."""
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "include_object": ours, "target_metadata": METADATA}
    )
    return list(compare_metadata(context, METADATA))
