"""The account of an import: what `--result` writes and what the page shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from planner.core.parse import Problem
from planner.core.plan import Outcome, Tally
from planner.core.rows import Batch, Skipped

_IN_FILE = re.compile(r"[:#][^/]*$")  # file:line, file#element
Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What became of every row; read = created + updated + unchanged + skipped + rows in refused.

    Rows of an item in conflict are unchanged, and stand in `conflicts` besides.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    refused: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    conflicts: tuple[Problem, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @property
    def read(self) -> int:
        """How many rows and files were looked at."""
        return self.created + self.updated + self.unchanged + len(self.skipped) + self.refused_rows

    @property
    def refused_rows(self) -> int:
        """How many rows or files were refused; one may be refused for several reasons."""
        return len({problem.where for problem in self.refused})

    @property
    def unreadable(self) -> bool:
        """Whether nothing came of it because no file could be read: none was, and whole files are refused."""
        done = self.created + self.updated + self.unchanged
        return bool(self.refused) and not done and not any(_IN_FILE.search(one.where) for one in self.refused)

    def to_json(self, translate: Translate = str) -> str:
        """Return the account as JSON text, sentences in the language of `translate`."""
        said = {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "skipped": [{"where": one.where, "why": one.why(translate)} for one in self.skipped],
            "refused": _problems(self.refused, translate),
            "warnings": _problems(self.warnings, translate),
            "conflicts": _problems(self.conflicts, translate),
        }
        return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def import_result(batch: Batch, tally: Tally) -> ImportResult:
    """Return the account of a batch whose rows ended as `tally` says."""
    return ImportResult(
        created=tally.count("created"),
        updated=tally.count("updated"),
        unchanged=tally.count("unchanged", "conflict") + batch.known,
        skipped=batch.skipped,
        refused=(*batch.refused, *tally.refused),
        warnings=(*batch.warnings, *tally.warnings),
        conflicts=tuple(tally.conflicts),
        outcomes=tuple(tally.outcomes),
    )


def _problems(problems: Iterable[Problem], translate: Translate) -> list[dict[str, str]]:
    return [
        {"where": one.where, "column": one.column, "value": one.value, "problem": one.sentence(translate)}
        for one in problems
    ]
