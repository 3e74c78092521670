"""What a user says about columns: which field a head means (`--columns`), and values for every row (`--set`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

from planner.core.parse import N_, Refused
from planner.imports.heads import FIELDS, LEAVE_OUT, head
from planner.imports.values import key


def read_columns(data: bytes) -> dict[str, str]:
    """Return head -> field of a TOML file: `"Page name" = "title"`, also below `[columns]`; `""` leaves one out.

    Raises `Refused` where it is no TOML of that form.
    """
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise Refused(N_("The file of columns is no TOML: %(why)s."), why=str(error)[:200]) from None
    columns = table.get("columns", table)
    if not isinstance(columns, dict) or not all(isinstance(value, str) for value in columns.values()):
        raise Refused(N_("The file of columns must hold lines like “Page name” = “title”."))
    field_columns(columns)
    return {str(name): str(value) for name, value in columns.items()}


def field_columns(columns: Mapping[str, str]) -> dict[str, str]:
    """Return key of a head -> field, every field checked; raises `Refused` naming the one that is not known."""
    return {key(name): LEAVE_OUT if not value.strip() else _field(value) for name, value in columns.items()}


def field_values(values: Mapping[str, str]) -> dict[str, str]:
    """Return field -> value of `--set`, every field checked; raises `Refused` naming the one that is not known."""
    return {_field(name): value for name, value in values.items()}


def _field(name: str) -> str:
    found = name if name in FIELDS else head(name).field
    if not found:
        raise Refused(N_("“%(value)s” is no field; they are: %(choices)s."), value=name[:80], choices=", ".join(FIELDS))
    return found
