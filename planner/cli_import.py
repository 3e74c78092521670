"""The command `planner import`: files in, and an account of every row on standard error and as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from planner import imports, pipeline
from planner.cli_options import fail, opened, read, say, utc_now, worded, write
from planner.core.parse import Problem
from planner.core.rows import Progress, Understood, unheard
from planner.imports.columns import read_columns
from planner.imports.result import Alike, ImportResult, alike

NOTHING = (
    "Nothing was found to read. planner looks for Markdown (.md, .markdown, .mdx, .html with front matter), CSV (.csv, "
    ".tsv, .txt) and Excel (.xlsx) files in the folder and below it; hidden files and links are left aside."
)
ORDERS = {"day": "dates with the day first", "month": "dates with the month first", "open": "dates read day first"}
TOLD_MOST = 50  # lines of refusals, conflicts, warnings and skipped files each
ALIKE_MOST = 5  # lines of one fault with many different values
STEPS = {"read": "read", "compare": "compared", "save": "saved"}


@click.command("import")
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
    if result and not result.parent.is_dir():
        fail(f"There is no folder {result.parent} for the account. Nothing was imported.")
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
    if not account.read:
        say(NOTHING)
    for line in told(account):
        say(line)
    if account.refused:
        raise SystemExit(2 if account.unreadable else 1)


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
    """Yield how each file was understood, then everything that was refused, in conflict, doubted or skipped."""
    for one in account.understood:
        yield f"understood: {understood(one)}"
    for what, problems in (
        ("refused", account.refused),
        ("conflict", account.conflicts),
        ("warning", account.warnings),
    ):
        yield from _first(what, [line for group in alike(problems) for line in _lines(what, group)])
    yield from _first("skipped", [f"skipped: {one.where}: {worded(one)}" for one in account.skipped])


def _first(what: str, lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:TOLD_MOST]
    if len(lines) > TOLD_MOST:
        yield f"{what}: {len(lines) - TOLD_MOST} more lines like these; --result FILE.json names every row."


def _lines(what: str, group: Alike) -> Iterator[str]:
    if not group.same:
        yield from (f"{what}: {place(one)}: {worded(one)}" for one in group.problems[:ALIKE_MOST])
        yield f"{what}: {len(group.problems) - ALIKE_MOST} more rows like these; --result FILE.json names every one."
        return
    times = f"{len(group.problems)} times: " if len(group.problems) > 1 else ""
    column = f", {group.first.column}" if group.first.column else ""
    yield f"{what}: {times}{group.places}{column}: {worded(group.first)}"


def understood(one: Understood) -> str:
    """Return how a file was understood, in one line."""
    where = one.where if one.where != "*.md" else f"{one.files} Markdown files"
    fields = ", ".join(text if text == meant else f"{text} = {meant}" for text, meant in one.fields)
    kept = f"; kept as they are: {', '.join(one.unknown)}" if one.unknown else ""
    order = f"; {ORDERS[one.order]}" if one.order else ""
    return f"{where}: {fields or 'no known keys'}{kept}{order}"


def place(one: Problem) -> str:
    """Return where a problem stood, with its column."""
    return f"{one.where}, {one.column}" if one.column else one.where


def progress_bar() -> Progress:
    """Return what draws the progress of an import, on a terminal only."""
    if not sys.stderr.isatty():
        return unheard

    def draw(step: str, share: float) -> None:
        filled = int(30 * share)
        click.echo(f"\r[{'#' * filled}{'.' * (30 - filled)}] {share:4.0%} {STEPS[step]}\033[K\r", err=True, nl=False)

    return draw
