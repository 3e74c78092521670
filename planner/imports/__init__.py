"""Files people have -> rows the workspace can take, with an account of every file, row and value.

`read` is the one way in. It reads bytes only: nothing is fetched, nothing is written, and the clock and the
workspace come in as arguments.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from planner.core.model import Workspace
from planner.core.parse import N_, Refused
from planner.core.rows import Batch, Progress, Seen, unheard
from planner.imports import markdown, sheet, workbook
from planner.imports.columns import field_columns, field_values
from planner.imports.context import BY_COMMAND, Account, Context, Limits, too_many_rows
from planner.imports.folder import File, Given, files
from planner.imports.values import vocabulary

KINDS = ("auto", "markdown", "sheet", "wordpress", "sitemap", "feed", "ics")
VERSION = "1"  # of the way files are read: a new one makes every file read again

LATER = {
    "wordpress": N_("WordPress exports come with a later version; convert it to CSV or Markdown."),
    "sitemap": N_("Sitemaps come with a later version; convert it to CSV or Markdown."),
    "feed": N_("Feeds come with a later version; convert it to CSV or Markdown."),
    "ics": N_("Calendars in iCalendar form come with a later version; convert it to CSV or Markdown."),
    "xml": N_("WordPress exports, sitemaps and feeds come with a later version; convert it to CSV or Markdown."),
    "old": N_("planner reads no spreadsheets of this kind; save it as .xlsx or .csv and import that."),
    "packed": N_("This is packed; unpack it and import what is in it."),
}
_LATER_ENDINGS = {
    ".xml": "xml", ".rss": "feed", ".atom": "feed", ".ics": "ics", ".xls": "old", ".ods": "old", ".zip": "packed",
    ".gz": "packed", ".tar": "packed", ".7z": "packed",
}  # fmt: skip


def read(
    given: Iterable[Given],
    *,
    workspace: Workspace,
    today: date,
    kind: str = "auto",
    columns: Mapping[str, str] | None = None,
    set_fields: Mapping[str, str] | None = None,
    limits: Limits = BY_COMMAND,
    known: Mapping[str, Seen] | None = None,
    progress: Progress = unheard,
) -> Batch:
    """Read paths and (name, bytes) pairs; `known` are the sources as they were last imported.

    `columns` names the field of a head, `set_fields` a value for every row; `progress` hears how much is read. Raises
    `Refused` for what is no import at all: a path that is not there, a field that is not known.
    """
    if kind not in KINDS:
        raise Refused(
            N_("“%(value)s” is no kind of import; they are: %(choices)s."), value=kind, choices=", ".join(KINDS)
        )
    context = Context(
        words=vocabulary(workspace), zone=ZoneInfo(workspace.settings.timezone), today=today,
        language=workspace.settings.language, columns=field_columns(columns or {}),
        set_fields=field_values(set_fields or {}), limits=limits,
    )  # fmt: skip
    account = Account()
    found = files(given, account=account, limits=limits)
    languages = folder_languages(found)
    for number, file in enumerate(found):
        account.step = lambda share, number=number: progress("read", (number + share) / len(found))  # type: ignore[misc]
        account.step(0)
        _read_file(file, kind, context, account, (known or {}, languages.get(file.path, "")))
    return Batch(
        rows=account.rows.all_here(), refused=tuple(account.refused), warnings=tuple(account.warnings),
        skipped=tuple(account.skipped), known=account.known,
        understood=account.all_understood(),
    )  # fmt: skip


def _read_file(
    file: File, kind: str, context: Context, account: Account, about: tuple[Mapping[str, Seen], str]
) -> None:
    known, language = about
    what = kind_of(file.path) if kind == "auto" else kind
    if what in LATER or what == "":
        account.skip(file.path, LATER.get(what) or N_("planner does not read files of this kind."))
        return
    name = PurePosixPath(file.path).name
    source = file.path if what == "markdown" else name
    try:
        data = file.load()
    except OSError as error:
        account.refuse(file.path, "", "", Refused(N_("This file cannot be opened: %(why)s."), why=error.strerror or ""))
        return
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        account.skip(file.path, N_("There is nothing in it."))
        return
    digest = digest_of(data, context, f"{what} {language} {file.path}")
    if source in known and known[source].digest == digest:
        account.again(known[source])
        return
    began = account.begin(digest)
    if what == "markdown":
        markdown.read_markdown(
            data, where=file.path, source=source, context=context, account=account, language=language
        )
    elif is_workbook(file.path, data):
        workbook.read_workbook(data, where=file.path, source=name, context=context, account=account)
    else:
        sheet.read_csv(data, where=file.path, source=source, context=context, account=account)
    if len(account.rows) > context.limits.rows:
        raise too_many_rows(context.limits)
    account.end(began)


def kind_of(path: str) -> str:
    """Return the kind that a file's name tells: markdown, sheet, one that comes later, or "" for none of ours."""
    ending = PurePosixPath(path).suffix.lower()
    if ending in markdown.ENDINGS or ending in markdown.PAGES:
        return "markdown"
    if ending in sheet.ENDINGS or ending in workbook.ENDINGS:
        return "sheet"
    return _LATER_ENDINGS.get(ending, "")


def is_workbook(path: str, data: bytes) -> bool:
    """Whether a sheet is a workbook rather than CSV: by its name, or by its first bytes whatever its name."""
    return PurePosixPath(path).suffix.lower() in workbook.ENDINGS or data[:4] == b"PK\x03\x04"


def digest_of(data: bytes, context: Context, kind: str) -> str:
    """Return what a file's rows depend on, as one text: its bytes, the workspace's words, today and the settings."""
    about = (
        VERSION, kind, context.words.digest, context.zone.key, context.today.isoformat(), context.language,
        sorted(context.columns.items()), sorted(context.set_fields.items()),
    )  # fmt: skip
    return hashlib.sha256(repr(about).encode() + b"\0" + data).hexdigest()


def folder_languages(found: Iterable[File]) -> dict[str, str]:
    """Return the language of files whose folder is named as one, where such folders stand side by side."""
    places: dict[str, list[tuple[str, str]]] = {}
    beside: dict[str, Counter[str]] = {}
    for file in found:
        parts = PurePosixPath(file.path).parts[:-1]
        for index, part in enumerate(parts):
            code = part.lower().replace("_", "-")
            if code.split("-")[0] in markdown.LANGUAGES and len(code) in (2, 5):
                above = "/".join(parts[:index])
                places.setdefault(file.path, []).append((above, code))
                beside.setdefault(above, Counter())[code] += 1
    told: dict[str, str] = {}
    for path, candidates in places.items():
        for above, code in candidates:
            if len(beside[above]) > 1:
                told.setdefault(path, code)
    return told
