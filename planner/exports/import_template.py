"""A workbook to begin an import with: heads that the importer knows, lists to choose from, an example, explanations.

The heads are the importer's own words in English and Dutch, so they are data here and not texts to translate; the
lists are the names of this workspace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from planner.core.model import Dimension, Workspace
from planner.core.parse import N_
from planner.core.status import ITEM_STATUSES, PLACEMENT_STATUSES
from planner.exports.file import File, file
from planner.exports.workbook import ACCENT, ACCENT_WEAK, PAPER_A4, Book, Column
from planner.exports.xlsx_sheet import fit
from planner.wording.names import Names

ROWS = 2_000  # that have the lists
NAMES = {"en": "content", "nl": "inhoud"}
SHEETS = {"en": ("Content", "Calendar", "Columns", "Lists"), "nl": ("Inhoud", "Kalender", "Kolommen", "Lijsten")}
LANGUAGES = ("nl", "en", "fr", "de")


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its field, its head in English and Dutch, what stands in it, and the list it is chosen from."""

    field: str
    en: str
    nl: str
    says: str
    width: float = 16
    among: str = ""

    def text(self, language: str) -> str:
        """Return the head in a language."""
        return self.nl if language == "nl" else self.en


_TITLE = N_("What the item is called. Rows with the same title are one item.")
_OWNER = N_("Who looks after it: an e-mail address or a name.")
_SEVERAL = N_("Several may stand in the cell with ; between them.")
CONTENT = (
    Head("title", "Title", "Titel", _TITLE, 40),
    Head("summary", "Summary", "Samenvatting", N_("A sentence or two."), 40),
    Head("format", "Format", "Formaat", N_("What kind of content it is."), among="format"),
    Head("language", "Language", "Taal", N_("A code: nl, en, fr."), 10, "language"),
    Head("status", "Status", "Status", N_("How far the item is."), among="status"),
    Head("owner", "Owner", "Eigenaar", _OWNER, 22),
    Head("segments", "Segments", "Doelgroepen", _SEVERAL, 22, "segment"),
    Head("stages", "Stages", "Levensfasen", _SEVERAL, 18, "stage"),
    Head("phases", "Phases", "Aankoopfasen", _SEVERAL, 18, "phase"),
    Head("due_on", "Due date", "Deadline", N_("When it should be ready."), 12),
    Head("published_on", "Publication date", "Publicatiedatum", N_("When it appeared."), 14),
    Head("review_on", "Review date", "Reviewdatum", N_("When to look at it again."), 12),
    Head("url", "URL", "Webadres", N_("Where it stands on the web."), 30),
    Head("tags", "Tags", "Labels", _SEVERAL, 18),
    Head("campaign", "Campaign", "Campagne", N_("A campaign of the workspace."), among="campaign"),
    Head("key_message", "Key message", "Kernboodschap", N_("The one thing to remember."), 30),
    Head("effort_hours", "Effort in hours", "Werk in uren", N_("Hours to make it."), 10),
)
CALENDAR = (
    Head("title", "Title", "Titel", N_("The title of an item; one that is new is made."), 40),
    Head("channel", "Channel", "Kanaal", N_("Where it is placed."), among="channel"),
    Head("date", "Date", "Datum", N_("The day, as 2026-11-26 or as a date of the spreadsheet."), 12),
    Head("time", "Time", "Tijd", N_("A time of day, as 09:30; empty for the whole day."), 10),
    Head("until", "End date", "Einddatum", N_("The last day of a run; empty for one day."), 12),
    Head("status", "Status", "Status", N_("How sure the placement is."), among="placement"),
    Head("text", "Text", "Tekst", N_("The text on this channel."), 40),
    Head("call_to_action", "Call to action", "Oproep", N_("What the reader is asked to do."), 20),
    Head("link", "Link", "Landingspagina", N_("Where it leads."), 30),
    Head("owner", "Owner", "Eigenaar", _OWNER, 22),
    Head("campaign", "Campaign", "Campagne", N_("A campaign of the workspace."), among="campaign"),
)
_HINT = N_("Example: seven questions before you choose")


def import_template(workspace: Workspace, language: str, *, today: date) -> File:
    """Return the workbook in a language; `today` dates its example rows."""
    names = Names(workspace, language)
    lists = _lists(workspace, names)
    book = Book()
    content, calendar, columns, hidden = SHEETS[language]
    example = names.words.text(_HINT)
    made = [
        _table(book, content, CONTENT, language, _example_item(example, lists, today)),
        _table(book, calendar, CALENDAR, language, _example_place(example, lists, today)),
    ]
    heads = [Column(names.words.text(N_("Column")), 30), Column(names.words.text(N_("What stands in it")), 70, "wrap")]
    said = [
        (f"{head.text(language)} ({sheet})", names.words.text(head.says))
        for sheet, table in ((content, CONTENT), (calendar, CALENDAR))
        for head in table
    ]
    book.table(columns, heads, said)
    _write_lists(book, hidden, lists, made)
    return file(NAMES[language], "xlsx", book.body())


def _lists(workspace: Workspace, names: Names) -> dict[str, list[str]]:
    """Return what may be chosen, by the name of its list."""

    def called(rows: Sequence[Dimension]) -> list[str]:
        return [names.of(_noun(row), row.slug) for row in rows if not row.archived]

    return {
        "format": called(workspace.formats),
        "language": list(LANGUAGES),
        "status": [names.status(one) for one in ITEM_STATUSES],
        "segment": called(workspace.segments),
        "stage": called(workspace.stages),
        "phase": called(workspace.phases),
        "channel": called(workspace.channels),
        "campaign": [row.name for row in workspace.campaigns],
        "placement": [names.status(one) for one in PLACEMENT_STATUSES],
    }


def _noun(row: Dimension) -> str:
    return type(row).__name__.lower()


def _first(lists: dict[str, list[str]], name: str) -> str:
    return lists[name][0] if lists[name] else ""


def _example_item(title: str, lists: dict[str, list[str]], today: date) -> dict[str, Any]:
    return {
        "title": title, "language": LANGUAGES[0], "status": lists["status"][2], "due_on": today + timedelta(14),
        "format": _first(lists, "format"), "segments": _first(lists, "segment"), "stages": _first(lists, "stage"),
        "phases": _first(lists, "phase"), "effort_hours": 4.0,
    }  # fmt: skip


def _example_place(title: str, lists: dict[str, list[str]], today: date) -> dict[str, Any]:
    return {
        "title": title, "channel": _first(lists, "channel"), "date": today + timedelta(21), "time": "09:30",
        "status": lists["placement"][1],
    }  # fmt: skip


def _table(book: Book, name: str, heads: Sequence[Head], language: str, example: dict[str, Any]) -> tuple[Any, Any]:
    """Add a sheet with heads and one row, and return it with its heads, for the lists that follow."""
    sheet = book.sheet(name)
    bold = book.format(bold=True, bg_color=ACCENT_WEAK, bottom=1, bottom_color=ACCENT, text_wrap=True)
    plain, day = book.format(), book.format(num_format="yyyy-mm-dd", align="left")
    for n, head in enumerate(heads):
        dated = head.field.endswith("_on") or head.field in ("date", "until")
        sheet.set_column(n, n, head.width, day if dated else plain)
        sheet.write_string(0, n, fit(head.text(language)), bold)
    sheet.line(1, [example.get(head.field) for head in heads], [
        day if isinstance(example.get(head.field), date) else plain for head in heads
    ])  # fmt: skip
    sheet.freeze_panes(1, 1)
    book.set_up_page(sheet, paper=PAPER_A4, first=0, last=0)
    return sheet, heads


def _write_lists(book: Book, name: str, lists: dict[str, list[str]], made: Sequence[Any]) -> None:
    """Write the lists on a hidden sheet and let the columns choose from them; several values stay possible."""
    hidden = book.sheet(name)
    for n, values in enumerate(lists.values()):
        for row, value in enumerate(values):
            hidden.write_string(row, n, fit(value))
    hidden.hide()
    where = {key: n for n, key in enumerate(lists)}
    for sheet, heads in made:
        for n, head in enumerate(heads):
            if head.among and lists[head.among]:
                letter, last = chr(ord("A") + where[head.among]), len(lists[head.among])
                strict = head.among in ("status", "placement")
                sheet.data_validation(1, n, ROWS, n, {
                    "validate": "list", "source": f"='{name}'!${letter}$1:${letter}${last}",
                    "error_type": "stop" if strict else "information",
                })  # fmt: skip
