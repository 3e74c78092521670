"""The command `planner`: a window on the arrows of pipeline.py for people at a terminal and for other programs.

Output goes to standard output, messages to standard error. Exit status: 0 done; 1 done but something was refused or
a finding is at or above --fail-on; 2 wrong use or unreadable input, nothing changed.
"""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from planner import __version__, begin, pipeline
from planner.cli_import import import_
from planner.cli_options import (
    DAY,
    config_or_fail,
    fail,
    filters,
    language,
    opened,
    output,
    query_of,
    read,
    say,
    utc_now,
    worded,
    write,
)
from planner.cli_people import login_link, user
from planner.config import Config
from planner.core.calendar import Group
from planner.core.findings import LEVELS, Finding
from planner.core.model import Level, Query
from planner.core.parse import Refused
from planner.core.presets import PRESETS
from planner.core.query import calendar_period, report_period
from planner.exports.report_files import REPORT_FORMATS, REPORTS
from planner.storage import backup as copies
from planner.storage.database import Database

# An import makes a million small records; looking for cycles among them at Python's default pace took a third of it.
COLLECTIONS = (50_000, 20, 20)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="planner")
def cli() -> None:
    """Plan content by customer life cycle: gaps, overload and the channel-by-stage calendar."""


for command in (import_, user, login_link):
    cli.add_command(command)


@cli.command()
@click.option("--preset", type=click.Choice(PRESETS), help="Stages, phases, channels and formats to begin with.")
@click.option("--sample", is_flag=True, help="Load the sample workspace Huis Linde.")
def init(preset: str | None, sample: bool) -> None:
    """Make the database, empty or with the sample workspace."""
    if preset and sample:
        fail("Choose one: --preset begins your own workspace, --sample loads the example.")
    config = config_or_fail()
    with opened(create=True) as database:
        if not begin.is_empty(database):
            fail("This workspace already has content, so nothing was changed. Set PLANNER_INSTANCE to another folder.")
        if sample:
            account = begin.begin_sample(database, today=pipeline.today(pipeline.state(database).workspace, utc_now()))
            say(f"The sample workspace is ready: {account.created} rows came in.")
        else:
            made = begin.begin_preset(database, preset or "b2c", config=config)
            say(
                f"The workspace is ready: {len(made.stages)} stages, {len(made.phases)} phases, "
                f"{len(made.channels)} channels, {len(made.formats)} formats."
            )


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--sample", is_flag=True, help="On the first start, load the sample workspace.")
def serve(host: str, port: int, sample: bool) -> None:
    """Serve planner to the browser and print a link that signs the first admin in."""
    from planner.server import serve as run

    config = config_or_fail()
    if config.url == Config().url:  # nobody said another: people reach it where it is served
        config = replace(config, url=f"http://{host}:{port}")
    try:
        run(config, host=host, port=port, sample=sample)
    except Refused as refused:
        fail(worded(refused))


@cli.command()
@click.argument("kind", type=click.Choice(REPORTS))
@click.option("--as-of", type=DAY, help="The day to judge on; today by default.")
@click.option("--until", type=DAY, help="The horizon; 90 days later by default.")
@filters
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(REPORT_FORMATS))
@click.option("--all-cells", is_flag=True, help="Coverage: also the cells nobody expects anything in.")
@click.option("--fail-on", type=click.Choice(tuple(LEVELS)), help="Leave with status 1 at a finding of this level.")
@output
def report(
    *,
    kind: str,
    as_of: date | None,
    until: date | None,
    form: str,
    all_cells: bool,
    fail_on: Level | None,
    output: Path | None,
    view: str | None,
    **given: tuple[str, ...],
) -> None:
    """Say what is covered, missing or too much."""
    with opened() as database:
        query = query_of(database, view, given, start=as_of, until=until, period=report_period)
        made = pipeline.export_report(database, kind, query, form=form, language=language(), all_cells=all_cells)
        findings = findings_of(database, kind, query) if fail_on else ()
    write(made.body, output)
    if fail_on and any(LEVELS[one.level] >= LEVELS[fail_on] and one.waived is None for one in findings):
        raise SystemExit(1)


def findings_of(database: Database, kind: str, query: Query) -> tuple[Finding, ...]:
    """Return the findings a report is about: gaps for coverage, gaps and forecast."""
    shown = pipeline.show(database, query)
    return shown.overload if kind == "overload" else shown.gaps


@cli.command()
@click.option("--from", "start", type=DAY, help="First day; Monday of this week by default.")
@click.option("--to", "until", type=DAY, help="Last day; thirteen weeks in all by default.")
@click.option("--group", default="week", show_default=True, type=click.Choice(("week", "month")))
@filters
@click.option("--format", "form", required=True, type=click.Choice(tuple(pipeline.CALENDAR_EXPORTS)))
@click.option("--delimiter", default=",", show_default=True, help='CSV: the sign between cells; ";" for Dutch Excel.')
@click.option("--bom", is_flag=True, help="CSV: begin with a byte-order mark, for Excel.")
@output
def calendar(
    *,
    start: date | None,
    until: date | None,
    group: Group,
    form: str,
    delimiter: str,
    bom: bool,
    output: Path | None,
    view: str | None,
    **given: tuple[str, ...],
) -> None:
    """Export the channel-by-stage calendar."""
    if len(delimiter) != 1 or delimiter in '"\r\n':
        fail("--delimiter takes one sign that is no quote or line end, for example ';'.")
    with opened() as database:
        query = query_of(database, view, given, start=start, until=until, period=calendar_period)
        made = pipeline.export_calendar(
            database, query, group=group, form=form, language=language(), now=utc_now(), delimiter=delimiter, bom=bom
        )
    write(made.body, output)


@cli.command()
@output
@click.option("--history", is_flag=True, help="Also every change that was made.")
def dump(output: Path | None, history: bool) -> None:
    """Write the whole workspace as JSON, lossless but for passwords, sessions and tokens."""
    with opened() as database:
        write("".join(pipeline.dump_workspace(database, history=history)), output)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def load(file: Path) -> None:
    """Load a dump into an empty database, making it where there is none."""
    held, problems = pipeline.parse_dump(read(file), config_or_fail().timezone)
    if held is None:
        for one in problems:
            say(f"{one.where or file.name}: {worded(one)}")
        fail(f"{file.name} was not loaded: nothing was changed.")
    with opened(create=True) as database:
        pipeline.load_dump(database, held)
    say(f"{len(held.items)} items were loaded, with all that belongs to them.")
    if held.workspace.users:
        say("Passwords, sessions, feeds and share links are not in a dump. A way in: planner login-link EMAIL")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write a backup of the database that `restore` takes back."""
    with opened() as database:
        copies.backup(database, file)
    say(f"The backup is {file}.")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(file: Path) -> None:
    """Put a backup back; what was there is kept beside it."""
    config = config_or_fail()
    try:
        kept = copies.restore(config.database, config.instance, file)
    except Refused as refused:
        fail(worded(refused))
    say(f"{file} is back. Everyone signs in anew." + (f" What was there is kept: {kept}." if kept else ""))


@cli.command()
def check() -> None:
    """Look whether the database is whole."""
    with opened() as database:
        faults = copies.check(database)
    for one in faults:
        say(worded(one))
    if faults:
        raise SystemExit(1)
    say("The database is whole.")


def main() -> None:
    """Run the command; a broken pipe and Ctrl-C end it quietly."""
    gc.set_threshold(*COLLECTIONS)
    try:
        cli(prog_name="planner")
    except BrokenPipeError:
        raise SystemExit(0) from None
