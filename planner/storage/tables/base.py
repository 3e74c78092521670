"""What every table has: an integer key inside, names of constraints by one convention, checks in short."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CheckConstraint, MetaData, Table
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA = MetaData(naming_convention=NAMES)


class Bare(SQLModel):
    """A table without a key of its own: a link between two others."""

    metadata = METADATA


class Row(Bare):
    """A table whose rows are named by `pk` inside and by a slug, id, uid or address outside."""

    pk: int | None = Field(default=None, primary_key=True)


class Listed(Row):
    """Rows that people edit and put in order."""

    position: int = 0
    version: int = 1


class DimensionTable(Listed):
    """What a row of every dimension has."""

    slug: str = Field(unique=True)
    name_en: str = ""
    name_nl: str = ""
    short_en: str = ""
    short_nl: str = ""
    description: str = ""
    archived: bool = False


def table(model: type[SQLModel]) -> Table:
    """Return the table behind a model."""
    found: Table = model.__table__  # type: ignore[attr-defined]
    return found


def check(name: str, rule: str) -> CheckConstraint:
    """Return a CHECK of this name (the convention puts the table before it)."""
    return CheckConstraint(rule, name=name)


def among(column: str, choices: Iterable[str]) -> CheckConstraint:
    """Return a CHECK that a column holds one of a fixed set; NULL passes."""
    return check(f"{column}_known", f"{column} IN ({', '.join(repr(choice) for choice in choices)})")


def between(column: str, least: float, most: float) -> CheckConstraint:
    """Return a CHECK that a column lies in a range; NULL passes."""
    return check(f"{column}_range", f"{column} BETWEEN {least} AND {most}")


def at_least(column: str, least: float = 0) -> CheckConstraint:
    """Return a CHECK that a column is not under `least`; NULL passes."""
    return check(f"{column}_least", f"{column} >= {least}")


def reference(target: str, *, ondelete: Any = None, **how: Any) -> Any:
    """Return a field that points to `pk` of another table."""
    return Field(foreign_key=f"{target}.pk", ondelete=ondelete, **how)


def optional(target: str, *, ondelete: Any = None) -> Any:
    """Return a field that may point to `pk` of another table; indexed where a delete over there asks for it.

    Filters ask the arrays in memory, so other columns go without an index: each makes every import slower.
    """
    return Field(default=None, foreign_key=f"{target}.pk", ondelete=ondelete, index=ondelete is not None)
