"""XLSX -> tables of cells, read in a child process that may fail without harm."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from planner.core.parse import N_, Refused
from planner.imports.context import Account, Context, Limits
from planner.imports.heads import heads
from planner.imports.sheet import Row, read_table

ENDINGS = (".xlsx", ".xlsm")
SECONDS = 30
_CHILD = Path(__file__).with_name("workbook_child.py")
_FAULTS = {
    "bomb": N_("This workbook unpacks to far more than it should; it was not opened."),
    "members": N_("This workbook holds too many parts; it was not opened."),
    "memory": N_("This workbook is too large to be read; save the sheet you need as CSV."),
    "time": N_("This workbook takes too long to be read; save the sheet you need as CSV."),
}
_BROKEN = N_("This is no workbook that can be read; save it again as .xlsx or as CSV.")


@dataclass(slots=True)
class Sheet:
    """A sheet of a workbook: its name, whether it is hidden, its rows that hold something."""

    name: str
    hidden: bool = False
    rows: list[Row] = field(default_factory=list)


def read_workbook(data: bytes, *, where: str, source: str, context: Context, account: Account) -> None:
    """Read every sheet of a workbook that has heads into `account`; `source` is the file's name.

    Of planner's own workbook only the sheet with the placements is read.
    """
    try:
        sheets = sheets_of(data, context.limits)
    except Refused as refused:
        account.refuse(where, "", "", refused)
        return
    own = next((sheet for sheet in sheets if sheet.name == "Placements" and _has_uid(sheet)), None)
    held = [sheet for sheet in sheets if sheet.rows]
    read = 0
    for sheet in sheets:
        place = f"{where}#{sheet.name}"
        if own is not None and sheet is not own:
            account.skip(place, N_("The placements stand in the sheet “Placements”; this one was not read."))
        elif sheet.hidden and len(held) > 1:
            account.skip(place, N_("This sheet is hidden; it was not read."))
        elif not sheet.rows:
            if held or sheet is not sheets[0]:
                account.skip(place, N_("There is nothing in it."))
        elif read_table(
            sheet.rows, where=place, source=source, context=context, account=account, quietly=len(held) > 1
        ):
            read += 1
        elif len(held) > 1:
            account.skip(place, N_("No column is known as a title, nor as channel and date."))
    if not held:
        account.skip(where, N_("There is nothing in it."))
    elif len(held) > 1 and not read and own is None:
        why = N_(
            "No sheet has a column that is known as a title, nor as channel and date. Name one in the browser or "
            "with --columns."
        )
        account.refuse(where, "title", "", Refused(why))


def _has_uid(sheet: Sheet) -> bool:
    return any(one.field == "uid" for one in heads(sheet.rows[0][1])) if sheet.rows else False


def sheets_of(data: bytes, limits: Limits) -> list[Sheet]:
    """Return the sheets of a workbook; raises `Refused` where it is broken, hostile or too large."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Refused(N_("This workbook is of an older kind or has a password; save it as plain .xlsx."))
    numbers = (limits.rows, limits.columns, limits.bytes, limits.unpacked, limits.ratio)
    command = [sys.executable, "-P", str(_CHILD), *map(str, numbers)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 -- our own file, no shell
    except subprocess.TimeoutExpired:
        raise Refused(_FAULTS["time"]) from None
    return _parsed(done)


def _parsed(done: subprocess.CompletedProcess[bytes]) -> list[Sheet]:
    sheets: list[Sheet] = []
    ended = False
    for line in done.stdout.splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            break  # the child was stopped while it wrote
        if isinstance(said, list):
            sheets[-1].rows.append((said[0], said[1]))
        elif "sheet" in said:
            sheets.append(Sheet(said["sheet"], said["hidden"]))
        elif "fault" in said:
            raise Refused(_FAULTS.get(said["fault"], _BROKEN))
        else:
            ended = True
    for sheet in sheets:  # a row that ends early has empty cells there, unlike one of a ragged CSV
        width = max((len(cells) for _, cells in sheet.rows), default=0)
        sheet.rows = [(number, [*cells, *[""] * (width - len(cells))]) for number, cells in sheet.rows]
    if not ended:
        raise Refused(_FAULTS["time" if done.returncode in (-24, -9) else "memory"])
    return sheets
