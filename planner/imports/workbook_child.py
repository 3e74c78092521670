"""Run by itself, in a process that may die: an XLSX file on standard input -> its cells as JSON lines.

Imports nothing of planner, so that it starts quickly. The limits are arguments; the parent watches the clock. A line
is `{"sheet": name}` or `[row number, [cells]]`, the last one `{"done": true}` or `{"fault": reason}`.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

MEMORY = 1024**3
SECONDS = 20


def limit() -> None:
    """Bound memory and processor time; where the system cannot (Windows), the parent's clock and the sizes must do."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def check_sizes(data: bytes, *, unpacked: int, ratio: int, members: int) -> str:
    """Return why the zip may not be opened, "" where it may: by its directory, and by unpacking it once."""
    allowed = min(unpacked, max(ratio * len(data), 1_000_000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = archive.infolist()
        if len(files) > members:
            return "members"
        total = sum(one.file_size for one in files)
        if total <= allowed:  # the directory may lie
            total = sum(_size(archive, one, allowed) for one in files)
    return "bomb" if total > allowed else ""


def _size(archive: zipfile.ZipFile, one: zipfile.ZipInfo, allowed: int) -> int:
    total = 0
    with archive.open(one) as stream:
        while total <= allowed and (part := stream.read(1 << 16)):
            total += len(part)
    return total


def shown(value: Any) -> str:
    """Return a cell as text: dates in ISO form, whole numbers without a fraction."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.replace(microsecond=0).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def rows(sheet: Any, *, columns: int, most: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something; what a sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    empty: Any = None  # openpyxl gives the same tuple for each of a million missing rows
    for number, cells in enumerate(sheet.iter_rows(max_row=most + 1, max_col=columns, values_only=True), start=1):
        if cells is empty:
            continue
        if all(value is None for value in cells):
            empty = cells
            continue
        texts = [shown(value) for value in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        if texts:
            yield number, texts


def main(arguments: list[str]) -> None:
    """Read, write, and say how it ended."""
    most, columns, text, unpacked, ratio = (int(one) for one in arguments)
    limit()
    out = sys.stdout
    try:
        data = sys.stdin.buffer.read()
        fault = check_sizes(data, unpacked=unpacked, ratio=ratio, members=20_000)
        if not fault:
            _write(data, most=most, columns=columns, text=text, out=out)
    except MemoryError:
        fault = "memory"
    except Exception:  # whatever a broken file does, it becomes a sentence
        fault = "broken"
    out.write(json.dumps({"fault": fault} if fault else {"done": True}) + "\n")


def _write(data: bytes, *, most: int, columns: int, text: int, out: Any) -> None:
    """Write at most `most` rows with `text` characters; a long text that all cells share counts each time."""
    import defusedxml  # noqa: F401 -- openpyxl streams sheets through it when it is there
    from openpyxl import load_workbook

    warnings.simplefilter("ignore")
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    count = 0
    for sheet in book.worksheets:
        out.write(json.dumps({"sheet": sheet.title, "hidden": sheet.sheet_state != "visible"}) + "\n")
        for number, texts in rows(sheet, columns=columns, most=2_000_000):
            count += 1
            said = json.dumps([number, texts])
            text -= len(said)
            if count > most or text < 0:
                raise MemoryError
            out.write(said + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
