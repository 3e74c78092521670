"""A table of cells -> ItemRows, and CSV in any dialect -> such a table."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from planner.core.escape import unescape_cell
from planner.core.parse import N_, Refused, parse_line
from planner.core.rows import Understood
from planner.imports.build import DATE_FIELDS, Found, build
from planner.imports.context import Account, Context, too_many_rows
from planner.imports.dates import DateOrder, order_of
from planner.imports.heads import Head, heads
from planner.imports.markdown import spoken
from planner.imports.texts import Text, text_in

ENDINGS = (".csv", ".tsv", ".tab", ".txt")
DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x1f")
CELL_BYTES = 1024 * 1024
SAMPLE = 20_000  # characters in which the delimiter is looked for
LOOK = 20  # rows in which the heads are looked for
STEP = 200  # rows between two looks at the clock of whoever waits

_DAYS = (*DATE_FIELDS, "published_on", "due_on", "review_on", "expires_on", "until")
_NAMES = ("title", "item_title", "hook", "uid", "url")

Row = tuple[int, Sequence[str]]  # line, cells


def read_csv(data: bytes, *, where: str, source: str, context: Context, account: Account) -> None:
    """Read a CSV file into `account`; `source` is its name."""
    try:
        text = text_in(data)
    except Refused as refused:
        account.refuse(where, "", "", refused)
        return
    if text.encoding == "cp1252":
        account.tell(where, "", "", N_("This file is no UTF-8; it was read as Windows-1252."))
    try:
        read_table(CsvRows(text), where=where, source=source, context=context, account=account)
    except NoCsv as refused:
        account.refuse(where, "", "", refused)


class NoCsv(Refused):
    """A text that is no CSV from some line on."""


class CsvRows:
    """The rows of a CSV text with the line each begins on, blank ones left out, read anew each time they are asked.

    Reading raises `NoCsv` where the text is none any more.
    """

    def __init__(self, text: Text) -> None:
        sample = text.sample(SAMPLE)
        told = re.fullmatch(r"sep=(.)", sample.partition("\n")[0].strip())  # how Excel names its delimiter
        self.text, self.skipped = text, 1 if told else 0
        self.delimiter = told[1] if told else delimiter_of(sample)

    def __iter__(self) -> Iterator[Row]:
        csv.field_size_limit(CELL_BYTES)
        reader = csv.reader(islice(self.text.lines(), self.skipped, None), delimiter=self.delimiter)
        line = self.skipped
        try:
            for cells in reader:
                if any(map(str.strip, cells)):
                    yield line + 1, [unescape_cell(cell) if cell[:1] == "'" else cell for cell in cells]
                line = reader.line_num + self.skipped
        except csv.Error as error:
            raise NoCsv(N_("This is no CSV from line %(line)s on: %(why)s."), line=line + 1, why=str(error)) from None


def delimiter_of(text: str) -> str:
    """Return the delimiter whose reading of the first rows knows most heads, then has the evenest columns."""
    sample = text[:SAMPLE]
    best, best_score = ",", (-1, -1.0)
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        try:
            rows = [cells for cells in islice(csv.reader(io.StringIO(sample), delimiter=delimiter), LOOK) if any(cells)]
        except csv.Error:
            continue
        if not rows:
            continue
        width, times = Counter(len(cells) for cells in rows).most_common(1)[0]
        known = max(_known(heads(cells[:200])) for cells in rows)
        score = (known if width > 1 or known > 1 else 0, times / len(rows) * min(width, 50) if width > 1 else 0.0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _known(found: Iterable[Head]) -> int:
    return len({one.field for one in found if one.field})


def read_table(
    rows: Iterable[Row], *, where: str, source: str, context: Context, account: Account, quietly: bool = False
) -> bool:
    """Read a table into `account`; return whether it held heads that are known (if not, that is told unless `quietly`).

    `where` is the file, or file#sheet; a row's place is `where:line`. The rows are gone through more than once, first
    for the order of the dates in all of them.
    """
    first = tuple(islice(rows, LOOK))
    start, found = _heads(first, context)
    below = _Below(rows, start + 1)
    found = _without_bare_weeks(below, found)
    names = {one.field for one in found if one.field} | set(context.set_fields)
    if not _is_table(names):
        if not quietly:
            _refuse_table(first, found, where, account)
            account.understood.append(_understood(where, found, context.order, 0))
        return False
    order, count = _looked_through(below, found, context)
    _tell_heads(first, start, found, where, account)
    _tell_headless(below, found, f"{where}:{first[start][0]}", account)
    if not count:
        account.skip(where, N_("There are heads and no rows below them."))
    account.understood.append(_understood(where, found, order, count))
    sheet = context.with_order(order)
    stem = "" if names.intersection((*_NAMES, "id")) else spoken(source.rsplit(".", 1)[0])
    for number, (line, cells) in enumerate(below):
        if number % STEP == 0:
            account.step(number / count)
        place = f"{where}:{line}"
        if not _fits(cells, found, place, context, account):
            continue
        row = build(
            zip(found, cells, strict=False), where=place, source=source, context=sheet, account=account,
            found=Found(stem=stem),
        )  # fmt: skip
        if row is not None:
            account.rows.append(row)
    return True


def _understood(where: str, found: Sequence[Head], order: DateOrder, rows: int) -> Understood:
    named = [(parse_line(one.text[:80]), one.field) for one in found if one.text]
    said = "" if not order.short else "month" if order.month_first else "day" if order.proven else "open"
    return Understood(
        where=where, rows=rows, fields=tuple((text, meant) for text, meant in named if meant),
        unknown=tuple(text for text, meant in named if meant is None), order=said,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Below:
    """The rows below the heads, to be gone through as often as it takes."""

    rows: Iterable[Row]
    start: int

    def __iter__(self) -> Iterator[Row]:
        return islice(self.rows, self.start, None)


def _looked_through(rows: Iterable[Row], found: Sequence[Head], context: Context) -> tuple[DateOrder, int]:
    """Return the order of dates and the number of rows; raises `Refused` where they are too many or no CSV."""
    columns = [index for index, one in enumerate(found) if one.field in _DAYS]
    count = 0

    def days() -> Iterator[str]:
        nonlocal count
        for _, cells in rows:
            count += 1
            if count > context.limits.rows:
                raise too_many_rows(context.limits)
            yield from (cells[index] for index in columns if index < len(cells) and cells[index])

    return order_of(days()), count


def _is_table(names: set[str]) -> bool:
    """Tell whether heads of these fields can name items; an id alone is a column of anything."""
    titled = bool(names.intersection(_NAMES)) or ("id" in names and len(names) > 1)
    return titled or ("channel" in names and bool(names.intersection(DATE_FIELDS)))


def _heads(rows: Sequence[Row], context: Context) -> tuple[int, tuple[Head, ...]]:
    """Return the first row that knows two heads or more, else the first row."""
    first: tuple[Head, ...] = ()
    for index, (_, cells) in enumerate(rows[:LOOK]):
        texts = [" ".join(cell.split()) for cell in cells[: context.limits.columns]]
        read = heads(texts, context.columns, context.language)
        if _known(read) > 1:
            return index, read
        first = first or read
    return 0, first


def _without_bare_weeks(rows: Iterable[Row], found: tuple[Head, ...]) -> tuple[Head, ...]:
    """Leave a column `week` aside that only counts 1, 2, 3: the weeks of somebody's plan name no date."""
    for index, one in enumerate(found):
        if one.field == "week":
            cells = {cells[index].strip() for _, cells in rows if index < len(cells)} - {""}
            if cells and all(cell.isdecimal() for cell in cells):
                return (*found[:index], Head(one.text, None), *found[index + 1 :])
    return found


def _refuse_table(rows: Sequence[Row], found: Sequence[Head], where: str, account: Account) -> None:
    if not rows:
        account.skip(where, N_("There is nothing in it."))
        return
    names = ", ".join(one.text for one in found if one.text)[:300]
    why = N_(
        "No column is known as a title, nor as channel and date. Name one in the browser or with "
        "--columns; they are: %(names)s."
    )
    account.refuse(where, "title", names, Refused(why, names=names))


def _tell_heads(rows: Sequence[Row], start: int, found: Sequence[Head], where: str, account: Account) -> None:
    line, cells = rows[start]
    place = f"{where}:{line}"
    if start:
        how = N_("The lines above the heads in line %(line)s were not read.")
        account.tell(where, "", rows[0][1][0], how, line=line)
    unknown = N_("The column “%(head)s” was not recognised; it is kept. Name its field, here or with --columns.")
    twice = N_("The column “%(head)s” stands there twice; the first one that says something counts.")
    seen: set[str] = set()
    for one in found:
        if one.field is None:
            account.tell(place, one.text, "", unknown, head=parse_line(one.text[:80]))
        if one.text and one.text in seen:
            account.tell(place, one.text, "", twice, head=parse_line(one.text[:80]))
        seen.add(one.text)
    if len(cells) > len(found):
        account.tell(place, "", "", N_("Only the first %(most)s columns were read."), most=len(found))


def _tell_headless(rows: Iterable[Row], found: Sequence[Head], place: str, account: Account) -> None:
    """Tell of columns without a head in which something stands."""
    open_ones = {index for index, one in enumerate(found) if not one.text}
    if not open_ones:
        return
    filled: set[int] = set()
    for _, cells in rows:
        filled |= {index for index in open_ones - filled if index < len(cells) and cells[index].strip()}
    for index in sorted(filled):
        account.tell(place, "", "", N_("Column %(number)s has no head; it was left out."), number=index + 1)


def _fits(cells: Sequence[str], found: Sequence[Head], place: str, context: Context, account: Account) -> bool:
    """Tell a row with too few or too many cells; a cell that is too long refuses it."""
    longest = max(cells, key=len)
    if len(longest) > context.limits.cell:
        index = cells.index(longest)
        why = N_("This cell has %(length)s characters; at most %(longest)s fit. Shorten it.")
        refused = Refused(why, length=len(longest), longest=context.limits.cell)
        account.refuse(place, found[index].text if index < len(found) else "", longest, refused)
        return False
    surplus = [cell for cell in cells[len(found) :] if cell.strip()]
    counts = {"cells": len(cells), "heads": len(found)}
    if surplus and len(found) < context.limits.columns:
        how = N_("This row has %(cells)s cells and there are %(heads)s heads; the rest was left out.")
        account.tell(place, "", surplus[0], how, **counts)
    elif len(cells) < len(found):
        how = N_("This row has %(cells)s cells and there are %(heads)s heads; the last ones count as absent.")
        account.tell(place, "", "", how, **counts)
    return True
