"""What reading one file needs to know besides its bytes, and the account that reading keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from planner.core.model import Mapping as CellMapping
from planner.core.parse import N_, Problem, Refused, problem
from planner.core.rows import Seen, Skipped, Told, Understood
from planner.imports.dates import DAY_FIRST, DateOrder
from planner.imports.spool import Spool
from planner.imports.values import Vocabulary

MB = 1024 * 1024
TOLD_MOST = 5_000  # warnings that are compared with later ones
PAGES = "*.md"  # stands for all Markdown files together
KEYS_MOST = 200  # unknown keys of Markdown files that are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one import may hold (bytes, rows of all sheets, files)."""

    bytes: int = 200 * MB
    rows: int = 200_000
    files: int = 20_000
    columns: int = 200
    cell: int = 32_767
    unpacked: int = 200 * MB
    ratio: int = 100


BY_COMMAND = Limits()
BY_BROWSER = Limits(bytes=30 * MB, rows=50_000, files=1_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The workspace's words, zone and language, today, the order of dates, and what the user set by hand."""

    words: Vocabulary
    zone: ZoneInfo
    today: date
    language: str = "en"
    order: DateOrder = DAY_FIRST
    columns: Mapping[str, str] = field(default_factory=dict)
    set_fields: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = BY_COMMAND
    sheet: bool = False
    memo: dict[tuple[str, str], object] = field(default_factory=dict)
    maps: dict[tuple[object, ...], tuple[CellMapping, ...] | None] = field(default_factory=dict)

    def with_order(self, order: DateOrder) -> Context:
        """Return this context for a sheet whose dates stand in `order`."""
        return replace(self, order=order, sheet=True, memo={}, maps={})


def too_many_rows(limits: Limits) -> Refused:
    """Return the refusal of an import with more rows than one may have."""
    return Refused(N_("These are more than %(most)s rows; import them in parts."), most=limits.rows)


@dataclass(slots=True)
class Account:
    """What reading gave so far: rows, and everything that is no row with its reason."""

    rows: Spool = field(default_factory=Spool)
    refused: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    known: int = 0
    digest: str = ""
    understood: list[Understood] = field(default_factory=list)
    keys: dict[str, str | None] = field(default_factory=dict)  # of all Markdown files: key -> field
    pages: int = 0
    _told: dict[tuple[str, str, str], Problem] = field(default_factory=dict)
    step: Callable[[float], None] = field(default=lambda share: None)  # is told how much of the file is read

    def refuse(self, where: str, column: str, value: object, refused: Refused) -> None:
        """Note that a row or file cannot be taken."""
        self.refused.append(problem(where, column, value, refused))

    def warn(self, where: str, column: str, value: object, refused: Refused) -> None:
        """Note why a row or file comes in without a value, or how a value was read."""
        found = problem(where, column, value, refused)
        same = self._told.get((column, found.value, found.message))
        if same is not None and same.params == found.params:  # ten thousand of one kind share all but their place
            found = Problem(where, same.column, same.value, same.message, same.params)
        elif len(self._told) < TOLD_MOST:
            self._told[column, found.value, found.message] = found
        self.warnings.append(found)

    def begin(self, digest: str) -> tuple[int, int, int, int]:
        """Begin a file: its rows bear this digest. Returns where the lists stand, for `end`."""
        self.digest = digest
        return len(self.rows), len(self.refused), len(self.warnings), len(self.skipped)

    def end(self, began: tuple[int, int, int, int]) -> None:
        """End a file: its first row carries what was told of it."""
        rows, refused, warnings, skipped = began
        told = Told(
            refused=tuple(self.refused[refused:]),
            warnings=tuple(self.warnings[warnings:]),
            skipped=tuple(self.skipped[skipped:]),
        )
        if told and len(self.rows) > rows:
            self.rows[rows] = replace(self.rows[rows], told=told)

    def all_understood(self) -> tuple[Understood, ...]:
        """Return what was understood of each sheet, and of all Markdown files together."""
        if not self.pages:
            return tuple(self.understood)
        pages = Understood(
            where=PAGES, files=self.pages, rows=self.pages,
            fields=tuple((name, meant) for name, meant in self.keys.items() if meant),
            unknown=tuple(name for name, meant in self.keys.items() if meant is None)[:KEYS_MOST],
        )  # fmt: skip
        return (pages, *self.understood)

    def again(self, seen: Seen) -> None:
        """Tell of a file that has not changed what was told when it was read."""
        self.known += seen.rows
        self.refused += seen.told.refused
        self.warnings += seen.told.warnings
        self.skipped += seen.told.skipped

    def tell(self, where: str, column: str, value: object, message: str, **params: object) -> None:
        """Note a warning in a sentence of its own."""
        self.warn(where, column, value, Refused(message, **params))

    def skip(self, where: str, message: str, **params: object) -> None:
        """Note that something was left aside."""
        self.skipped.append(Skipped(where, message, params))
