"""What an import read, before it meets the items that are there: rows, and the account of all that is no row.

A row says only what its source said: a field that is not in `fields` is left as it is. Values are already those
of the records (days, slugs, numbers), because each went through `core.parse`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from planner.core.model import Mapping as CellMapping
from planner.core.parse import Problem

Progress = Callable[[str, float], None]  # a step ("read", "save") and the share of it that is done; may raise to stop


def unheard(step: str, share: float) -> None:
    """Take note of no progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRow:
    """A placement as a source tells it; `uid` where it names one.

    A value in `inherited` (owner, campaign, language ...) is the placement's only where its item says otherwise.
    `serves` are the cells its own line names: it is narrowed to them where other lines of the item name others.
    """

    where: str
    uid: str | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    cleared: tuple[str, ...] = ()
    inherited: Mapping[str, object] = field(default_factory=dict)
    serves: tuple[CellMapping, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """A file or a line of a sheet: who it is (`id`, `url`, `source` with `title_key`) and what it says.

    `source` is the path of a Markdown file, or the file name of a sheet (then `sheet` is true and the normalised
    title tells its rows apart). `cleared` are the fields whose cell was empty. `status` is what follows from date
    and draft where no status was said. `stem` is the file's name, the last resort for an id. `digest` stands
    for the whole source; its first row carries what was `told` of all of it besides.
    """

    where: str
    source: str
    sheet: bool = False
    id: str | None = None
    url: str = ""
    title_key: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)
    cleared: tuple[str, ...] = ()
    status: str | None = None
    stem: str = ""
    map: tuple[CellMapping, ...] | None = None
    placements: tuple[PlacementRow, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    digest: str = ""
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was looked at and left aside, and why (English with %(name)s, and what fills them)."""

    where: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def why(self, translate: Callable[[str], str] = str) -> str:
        """Return the reason in the language of `translate` (gettext), English by default."""
        text = translate(self.message)
        return text % self.params if self.params else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that reading a file had to tell besides its rows."""

    refused: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def __len__(self) -> int:
        return len(self.refused) + len(self.warnings) + len(self.skipped)

    def to_json(self) -> dict[str, object]:
        """Return it as plain JSON, to be told again when the file has not changed."""
        return {
            "refused": [[p.where, p.column, p.value, p.message, _json(p.params)] for p in self.refused],
            "warnings": [[p.where, p.column, p.value, p.message, _json(p.params)] for p in self.warnings],
            "skipped": [[one.where, one.message, _json(one.params)] for one in self.skipped],
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Told:
        """Return what `to_json` made."""
        return cls(
            refused=tuple(Problem(*one) for one in said["refused"]),
            warnings=tuple(Problem(*one) for one in said["warnings"]),
            skipped=tuple(Skipped(*one) for one in said["skipped"]),
        )


def _json(params: Mapping[str, object]) -> dict[str, object]:
    return {name: value if isinstance(value, int | float) else str(value) for name, value in params.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A source as it was last imported: its digest, how many rows came in, and what was told."""

    digest: str
    rows: int
    told: Told = Told()


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """How a sheet, or all Markdown files together, were understood.

    `fields` are (column, field) and `unknown` the columns that no field takes, which are kept; `order` is how short
    dates were read: "day" or "month" first, "open" where nothing in the file proves it, "" where there are none.
    """

    where: str
    files: int = 1
    rows: int = 0
    fields: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    order: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """All that a set of files gave; `known` rows stand in files that have not changed since the last import."""

    rows: Sequence[ItemRow] = ()
    refused: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    known: int = 0
    understood: tuple[Understood, ...] = ()

    @property
    def read(self) -> int:
        """How many rows and files were looked at."""
        return len(self.rows) + self.known + len(self.skipped) + len({p.where for p in self.refused})
