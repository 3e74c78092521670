"""The account of an import: what `--result` writes and what the page shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from planner.core.parse import Problem
from planner.core.plan import Outcome, Tally
from planner.core.rows import Batch, Skipped, Told, Understood

_IN_FILE = re.compile(r"[:#][^/]*$")  # file:line, file#element
DIFFERENT = 12  # sentences of one kind that are told one by one
PLACES_MOST = 12  # files and runs of lines that a sentence names
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
    understood: tuple[Understood, ...] = ()

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

    def to_stored(self) -> dict[str, Any]:
        """Return the account as plain JSON that `from_stored` makes an account of again, sentences not yet worded."""
        told = Told(refused=self.refused, warnings=self.warnings, skipped=self.skipped).to_json()
        return told | {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "conflicts": Told(refused=self.conflicts).to_json()["refused"],
            "outcomes": [asdict(one) for one in self.outcomes],
            "understood": [asdict(one) for one in self.understood],
        }

    @classmethod
    def from_stored(cls, said: Mapping[str, Any]) -> ImportResult:
        """Return the account that was stored."""
        told = Told.from_json(said)
        return cls(
            created=said["created"], updated=said["updated"], unchanged=said["unchanged"],
            skipped=told.skipped, refused=told.refused, warnings=told.warnings,
            conflicts=tuple(Problem(*one) for one in said["conflicts"]),
            outcomes=tuple(Outcome(**one | {"fields": tuple(one["fields"])}) for one in said["outcomes"]),
            understood=tuple(Understood(**one | _tuples(one)) for one in said["understood"]),
        )  # fmt: skip

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
        understood=batch.understood,
    )


def _tuples(said: Mapping[str, Any]) -> dict[str, Any]:
    return {"fields": tuple(map(tuple, said["fields"])), "unknown": tuple(said["unknown"])}


@dataclass(frozen=True, slots=True)
class Alike:
    """Problems of one column that say the same, or (not `same`) the same of many different values."""

    problems: tuple[Problem, ...]
    same: bool = True

    @property
    def first(self) -> Problem:
        """The one that stands for all."""
        return self.problems[0]

    @property
    def places(self) -> str:
        """Where they stand, lines of one file together and the first of many, as in plan.csv:2, 5-9, 14 and so on."""
        files: dict[str, list[int]] = {}
        for one in self.problems:
            file, _, line = one.where.rpartition(":")
            if file and line.isdecimal():
                files.setdefault(file, []).append(int(line))
            else:
                files.setdefault(one.where, [])
        named: list[str] = []
        for file, lines in files.items():
            first, *others = _ranges(lines) or [""]
            named += [f"{file}:{first}" if first else file, *others]
        return ", ".join([*named[:PLACES_MOST], *("…" for _ in named[PLACES_MOST : PLACES_MOST + 1])])


def alike(problems: Iterable[Problem]) -> tuple[Alike, ...]:
    """Return problems in groups, those of most rows first; values that are many and all different are one group."""
    kinds: dict[tuple[str, str], dict[str, list[Problem]]] = {}
    for one in problems:
        kinds.setdefault((one.column, one.message), {}).setdefault(repr(one.params), []).append(one)
    found: list[Alike] = []
    for said in kinds.values():
        if len(said) > DIFFERENT:
            found.append(Alike(tuple(one for group in said.values() for one in group), same=False))
        else:
            found += [Alike(tuple(group)) for group in said.values()]
    return tuple(sorted(found, key=lambda group: -len(group.problems)))


def _ranges(lines: Iterable[int]) -> list[str]:
    """Say numbers that follow one another as a range."""
    runs: list[list[int]] = []
    for line in sorted(set(lines)):
        if runs and runs[-1][-1] == line - 1:
            runs[-1][1:] = [line]
        else:
            runs.append([line])
    return ["-".join(map(str, run)) for run in runs]


def _problems(problems: Iterable[Problem], translate: Translate) -> list[dict[str, str]]:
    return [
        {"where": one.where, "column": one.column, "value": one.value, "problem": one.sentence(translate)}
        for one in problems
    ]
