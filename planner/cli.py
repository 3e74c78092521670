"""The command `planner`: a window on the arrows of pipeline.py for people at a terminal and for other programs.

Output goes to standard output, messages to standard error. Exit status: 0 done; 1 done but something was refused or
a finding is at or above --fail-on; 2 wrong use or unreadable input, nothing changed.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from planner import __version__, begin, imports, passwords, pipeline
from planner.config import Config, read_config
from planner.core.calendar import Group
from planner.core.findings import Finding
from planner.core.model import ROLES, Query, User
from planner.core.parse import Problem, Refused, parse_day
from planner.core.presets import PRESETS
from planner.core.query import calendar_period, read_query, report_period
from planner.exports.report_files import REPORT_FORMATS, REPORTS
from planner.imports.columns import read_columns
from planner.imports.result import ImportResult
from planner.storage import backup as copies
from planner.storage import people
from planner.storage import workspace as frame
from planner.storage.database import Database

Command = TypeVar("Command", bound=Callable[..., Any])
# An import makes a million small records; looking for cycles among them at Python's default pace took a third of it.
COLLECTIONS = (50_000, 20, 20)
LEVELS = {"low": 0.0, "medium": 34.0, "high": 67.0}
FILTERS = ("segment", "stage", "phase", "channel", "status", "campaign", "owner", "language", "text")


class Day(click.ParamType[date]):
    """A day written as 2026-11-21."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or fail with the sentence of `parse_day`."""
        try:
            return parse_day(value)
        except Refused as refused:
            self.fail(str(refused), param, ctx)


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
        fail(str(refused))
    try:
        yield database
    except Refused as refused:
        fail(str(refused))
    finally:
        database.close()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="planner")
def cli() -> None:
    """Plan content by customer life cycle: gaps, overload and the channel-by-stage calendar."""


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
        fail(str(refused))


@cli.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "kind", default="auto", show_default=True, type=click.Choice(imports.KINDS))
@click.option("--columns", type=click.Path(path_type=Path), help="A TOML file that says which column is which field.")
@click.option("--set", "assignments", multiple=True, metavar="FIELD=VALUE", help="A value for every row without one.")
@click.option("--dry-run", is_flag=True, help="Tell what would happen; change nothing.")
@click.option("--result", type=click.Path(path_type=Path), help="Write the account as JSON to this file.")
def import_(
    *,
    paths: tuple[Path, ...],
    kind: str,
    columns: Path | None,
    assignments: tuple[str, ...],
    dry_run: bool,
    result: Path | None,
) -> None:
    """Bring content in from Markdown folders, CSV and XLSX files."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        fail(f"There is no file or folder {', '.join(missing)}. Nothing was imported.")
    now = utc_now()
    with opened() as database:
        account = pipeline.import_files(
            database,
            paths,
            who="command",
            now=now,
            dry_run=dry_run,
            kind=kind,
            columns=read_columns(read(columns)) if columns else None,
            set_fields=dict(assignment(one) for one in assignments),
            progress=progress_bar(),
        )
    if result:
        write(account.to_json(), result)
    say(summary(account, dry_run=dry_run))
    for line in told(account):
        say(line)
    if account.refused:
        raise SystemExit(1)


def assignment(text: str) -> tuple[str, str]:
    """Return field and value of `--set FIELD=VALUE`."""
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        fail(f"--set {text}: write it as FIELD=VALUE, for example --set language=nl.")
    return name.strip(), value.strip()


def summary(account: ImportResult, *, dry_run: bool) -> str:
    """Return the account in one line."""
    said = (
        f"{account.read} read: {account.created} created, {account.updated} updated, {account.unchanged} unchanged, "
        f"{len(account.skipped)} skipped, {account.refused_rows} refused"
    )
    return f"{said}. Nothing was saved: this was a dry run." if dry_run else f"{said}."


def told(account: ImportResult) -> Iterator[str]:
    """Yield a line for everything that was refused, in conflict, doubted or skipped."""
    for what, problems in (
        ("refused", account.refused),
        ("conflict", account.conflicts),
        ("warning", account.warnings),
    ):
        for one in problems:
            yield f"{what}: {place(one)}: {one.sentence()}"
    for skipped in account.skipped:
        yield f"skipped: {skipped.where}: {skipped.why()}"


def place(one: Problem) -> str:
    """Return where a problem stood, with its column."""
    return f"{one.where}, {one.column}" if one.column else one.where


def progress_bar() -> Callable[[int, int], None] | None:
    """Return what draws the progress of an import, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def draw(done: int, total: int) -> None:
        filled = 30 * done // max(total, 1)
        end = "\n" if done == total else ""
        click.echo(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done} of {total} files{end}", err=True, nl=False)

    return draw


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
    fail_on: str | None,
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
    if fail_on and any(one.severity >= LEVELS[fail_on] and one.waived is None for one in findings):
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
    if len(delimiter) != 1:
        fail("--delimiter takes one sign, for example ';'.")
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
            say(f"{one.where or file.name}: {one.sentence()}")
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
        fail(str(refused))
    say(f"{file} is back. Everyone signs in anew." + (f" What was there is kept: {kept}." if kept else ""))


@cli.command()
def check() -> None:
    """Look whether the database is whole."""
    with opened() as database:
        faults = copies.check(database)
    for one in faults:
        say(str(one))
    if faults:
        raise SystemExit(1)
    say("The database is whole.")


@cli.group()
def user() -> None:
    """Add, list and change the people who may sign in."""


@user.command("add")
@click.argument("email")
@click.option("--name", default="")
@click.option("--role", default="editor", show_default=True, type=click.Choice(ROLES))
def user_add(email: str, name: str, role: str) -> None:
    """Add a person; `login-link` gives them a way in."""
    with opened() as database, database.writing("command") as session:
        frame.add(session, User(email=email, name=name, role=role, language=config_or_fail().language))
    say(f"{email} was added as {role}. A way in: planner login-link {email}")


@user.command("list")
def user_list() -> None:
    """List the people: address, role, whether they may sign in."""
    with opened() as database:
        for one in pipeline.state(database).workspace.users:
            click.echo(f"{one.email}\t{one.name}\t{one.role}\t{'active' if one.active else 'disabled'}")


@user.command("role")
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
def user_role(email: str, role: str) -> None:
    """Give a person another role; they sign in anew."""
    change_user(email, role=role)
    say(f"{email} is {role} now.")


@user.command("disable")
@click.argument("email")
def user_disable(email: str) -> None:
    """Keep a person out from now on and end their sessions."""
    change_user(email, active=False)
    say(f"{email} cannot sign in any more.")


@user.command("password")
@click.argument("email")
def user_password(email: str) -> None:
    """Set a person's password, asked for twice and never shown; their sessions and links end."""
    config = config_or_fail()
    with opened() as database:
        space = pipeline.state(database).workspace
        known = next((one for one in space.users if one.email.casefold() == email.casefold()), None)
        if known is None:
            fail(f"There is nobody with the address {email}. `planner user list` shows who there is.")
        typed = click.prompt("New password", hide_input=True, confirmation_prompt="The same once more", err=True)
        about = (known.email, known.name, space.settings.name)
        chosen = passwords.check_password(typed, about=about, larger=config.instance / passwords.LARGER)
        hashed = passwords.hash_password(chosen)
        with database.writing("command") as session:
            people.set_password(session, known.email, hashed, now=utc_now())
    say(f"{known.email} signs in with the new password from now on.")


def change_user(email: str, **fields: Any) -> None:
    """Change a person and end their sessions."""
    with opened() as database, database.writing("command") as session:
        known = people.get_user(session, email)
        if known is None:
            fail(f"There is nobody with the address {email}. `planner user list` shows who there is.")
        frame.update_record(session, replace(known, **fields))
        people.end_sessions(session, known.email)


@cli.command("login-link")
@click.argument("email")
def login_link(email: str) -> None:
    """Print a link that signs this person in once."""
    config = config_or_fail()
    with opened() as database:
        click.echo(begin.login_link(database, config, email=email, now=utc_now()))


def config_or_fail() -> Config:
    """Return the settings, or say which PLANNER_* variable is wrong."""
    try:
        return read_config()
    except Refused as refused:
        fail(str(refused))


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
        fail("\n".join(f"--{one.column} {one.value}: {one.sentence()}" for one in asked.problems))
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


def main() -> None:
    """Run the command; a broken pipe and Ctrl-C end it quietly."""
    gc.set_threshold(*COLLECTIONS)
    try:
        cli(prog_name="planner")
    except BrokenPipeError:
        raise SystemExit(0) from None
