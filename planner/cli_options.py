"""What the commands of `planner` share: options, the database, what is read and written, and how they fail."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from planner import pipeline
from planner.config import Config, read_config
from planner.core.model import Query
from planner.core.parse import Problem, Refused, parse_day
from planner.core.query import read_query
from planner.core.rows import Skipped
from planner.storage.database import Database
from planner.wording.words import Words, words

Command = TypeVar("Command", bound=Callable[..., Any])
FILTERS = ("segment", "stage", "phase", "channel", "status", "campaign", "owner", "language", "text")


class Day(click.ParamType[date]):
    """A day written as 2026-11-21."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or fail with the sentence of `parse_day`."""
        try:
            return parse_day(value)
        except Refused as refused:
            self.fail(worded(refused), param, ctx)


DAY = Day()


def fail(message: str) -> NoReturn:
    """Say what is wrong on standard error and leave with status 2; nothing was changed."""
    click.echo(message, err=True)
    raise SystemExit(2)


def utc_now() -> datetime:
    """Return this moment; the one place of the command that asks for the time."""
    return datetime.now(UTC)


def say(message: str) -> None:
    """Say something to the person, on standard error."""
    click.echo(message, err=True)


def speech() -> Words:
    """Return the words of PLANNER_LANGUAGE: sentences that pages say too come in it, the command's own are English."""
    try:
        return words(read_config().language)
    except Refused:  # which says so itself
        return words("en")


def worded(said: Refused | Problem | Skipped) -> str:
    """Return the sentence of a refusal, or why a row was skipped, in PLANNER_LANGUAGE."""
    return speech().text(said.message, **said.params)


def filters(command: Command) -> Command:
    """Add the options FILTER: each may repeat."""
    for name in reversed(FILTERS):
        command = click.option(f"--{name}", multiple=True, help=f"Show only this {name}; may repeat.")(command)
    return click.option("--view", help="Take the filters and the period of this saved view.")(command)


def output(command: Command) -> Command:
    """Add `-o FILE`."""
    return click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here, not to the screen.")(
        command
    )


@contextmanager
def opened(*, create: bool = False) -> Iterator[Database]:
    """Open the workspace's database for a command; a refusal becomes a sentence and status 2."""
    try:
        database = pipeline.open_database(read_config(), create=create)
    except Refused as refused:
        fail(worded(refused))
    try:
        yield database
    except Refused as refused:
        fail(worded(refused))
    finally:
        database.close()


def config_or_fail() -> Config:
    """Return the settings, or say which PLANNER_* variable is wrong."""
    try:
        return read_config()
    except Refused as refused:
        fail(worded(refused))


def language() -> str:
    """Return the language of reports and exports: PLANNER_LANGUAGE."""
    return config_or_fail().language


def query_of(
    database: Database,
    view: str | None,
    given: dict[str, tuple[str, ...]],
    *,
    start: date | None,
    until: date | None,
    period: Callable[[Query, date, str | None], Query],
) -> Query:
    """Return the query of the options, on top of a saved view where one is named; unknown names are wrong use."""
    space = pipeline.state(database).workspace
    said: dict[str, tuple[str, ...]] = {name: given.get(name, ()) for name in FILTERS}
    said |= {name: (day.isoformat(),) for name, day in (("from", start), ("until", until)) if day}
    asked = read_query(said | ({"view": (view,)} if view else {}), space)
    if asked.problems:
        # the sentence about a period says both of its days, which every command has its own options for
        said_of = (("" if one.column == "until" else f"--{one.column} {one.value}: ") for one in asked.problems)
        fail("\n".join(at + worded(one) for at, one in zip(said_of, asked.problems, strict=True)))
    return period(asked.query, pipeline.today(space, utc_now()), asked.relative)


def write(body: str | bytes, output: Path | None) -> None:
    """Write to the file, or to standard output when it is None or `-`."""
    data = body.encode() if isinstance(body, str) else body
    if output is None or str(output) == "-":
        if sys.stdout.isatty() and b"\0" in data[:1000]:
            fail("This format is no text; name a file with -o.")
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}.")


def read(file: Path) -> bytes:
    """Return the bytes of a file, or say why not."""
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.")
