"""Kin: the copies of items that exist already, so that no answer asks to make one a second time.

Translations of one text are a family, whichever of them was written first; a copy made from an item (`derived_from`)
belongs to the cells it is mapped to. An archived or cancelled copy is none; one on hold is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planner.core.columns import ITEM_STATUS, Bools, Floats, Ints, Inventory
from planner.core.standing import Standing

NO_KIN = -1
DEPTH = 8  # doublings: a chain of 256 translations, where no team has more than a few


@dataclass(frozen=True, eq=False)
class Kin:
    """The living copies of an Inventory on the day of a Standing; `rank` is the place of every item by id."""

    inventory: Inventory
    standing: Standing
    rank: Ints

    @cached_property
    def living(self) -> Bools:
        """Whether an item is neither archived nor cancelled."""
        rest = [ITEM_STATUS["archived"], ITEM_STATUS["cancelled"]]
        return ~np.isin(self.inventory.item_status, rest)

    @cached_property
    def family(self) -> Ints:
        """The text that every item is a translation of, at first hand or not: the row of the first one, or its own."""
        said = self.inventory.item_translation_of
        first: Ints = np.where(said >= 0, said, np.arange(len(said)))
        if (said >= 0).any():
            for _ in range(DEPTH):
                first = first[first]
        return first

    @cached_property
    def _spoken(self) -> tuple[Ints, Ints]:
        """Every (family, language) there is as one number, sorted, and the item that stands for it."""
        inventory, stands = self.inventory, self.standing
        row = np.flatnonzero(self.living & (inventory.item_language >= 0))
        usable = stands.published[row] & (stands.freshness[row] > 0)
        # what is usable goes first, then what is nearest to it; an expired one last
        near = np.where(usable, 2.0, np.where(stands.published[row], -1.0, stands.status[row]))
        key = self._code(row, inventory.item_language[row])
        order = np.lexsort((self.rank[row], -near, key))
        codes, at = np.unique(key[order], return_index=True)
        return codes, row[order][at]

    def _code(self, item: Ints, language: Ints) -> Ints:
        code: Ints = self.family[item] * (len(self.inventory.languages) + 1) + language
        return code

    def translated(self, item: Ints, language: Ints) -> Ints:
        """Return the living item that says what each of `item` says in each `language`; `NO_KIN` where none does."""
        codes, there = self._spoken
        if not len(codes):
            return np.full(len(item), NO_KIN)
        wanted = self._code(item, language)
        at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
        return np.where((language >= 0) & (codes[at] == wanted), there[at], NO_KIN)

    def unfinished(self, item: Ints) -> Bools:
        """Return which of `item` (`NO_KIN` is none of them) are there and not published yet."""
        found: Bools = (item >= 0) & ~self.standing.published[item] & self.living[item]
        return found

    def left(self, effort: Floats, share: float) -> Floats:
        """Return the hours it takes to finish every item: its own effort, or `share` of its source's, by its status."""
        inventory = self.inventory
        source = np.where(inventory.item_translation_of >= 0, inventory.item_translation_of,
                          inventory.item_derived_from)  # fmt: skip
        unsaid = np.isnan(inventory.item_effort) & (source >= 0)
        whole: Floats = np.where(unsaid, share * effort[source], effort)
        return whole * np.round(1 - self.standing.status, 9)
