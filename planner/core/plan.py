"""What an import is going to do: the finished records, row by row what becomes of it, and what each source said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from planner.core.model import Item
from planner.core.parse import Problem

SHOWN = 200  # outcomes of each kind that are kept
What = Literal["created", "updated", "unchanged", "conflict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a source said of an item when it was last imported, as plain JSON; `digest` stands for the whole source.

    `fields` holds `item` (field -> value), `placements` (uid -> field -> value), `status` (the derived one), `named`
    (the source gave the id) and `titled` (a line of it was known by its title alone). Long texts are kept as a digest:
    they are only compared.
    """

    item: str
    source: str
    digest: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What becomes of one row; `fields` are the ones that change (of a conflict: that would)."""

    where: str
    what: What
    item: str
    title: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An item as it is and as it will be; placements that are new stand only in `after`."""

    before: Item
    after: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that applying an import, or a part of it, writes, and the account of it.

    `stamps` (source -> digest) let files go unread next time; they are known at the end.
    """

    created: tuple[Item, ...] = ()
    changed: tuple[Change, ...] = ()
    bases: tuple[Base, ...] = ()
    stamps: Mapping[str, str] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    refused: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    conflicts: tuple[Problem, ...] = ()

    def count(self, *what: What) -> int:
        """Return how many rows end in one of these ways."""
        return sum(outcome.what in what for outcome in self.outcomes)


@dataclass(slots=True)
class Tally:
    """What became of the rows of an import whose parts are let go once they are written.

    `outcomes` are the first ones of each kind, for people to look at; problems are kept without exception.
    """

    counts: Counter[What] = field(default_factory=Counter)
    outcomes: list[Outcome] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)

    def add(self, plan: Plan) -> None:
        """Count a part."""
        for outcome in plan.outcomes:
            self.counts[outcome.what] += 1
            if self.counts[outcome.what] <= SHOWN:
                self.outcomes.append(outcome)
        self.refused += plan.refused
        self.warnings += plan.warnings
        self.conflicts += plan.conflicts

    def count(self, *what: What) -> int:
        """Return how many rows ended in one of these ways."""
        return sum(self.counts[one] for one in what)
