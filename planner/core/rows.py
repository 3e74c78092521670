"""What an import read, before it meets the items that are there: rows, and the account of all that is no row.

A row says only what its source said: a field that is not in `fields` is left as it is. Values are already those
of the records (days, slugs, numbers), because each went through `core.parse`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from planner.core.model import Mapping as CellMapping
from planner.core.parse import Problem


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
    for the whole source, "" where it must be read again next time.
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
class Batch:
    """All that a set of files gave; `known` rows stand in files that have not changed since the last import."""

    rows: tuple[ItemRow, ...] = ()
    refused: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    known: int = 0

    @property
    def read(self) -> int:
        """How many rows and files were looked at."""
        return len(self.rows) + self.known + len(self.skipped) + len({p.where for p in self.refused})
