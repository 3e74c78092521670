"""What the colours of the calendar mean: one thing at a time, each value with letters or a shape beside its colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from planner.core.calendar import Row
from planner.core.parse import N_
from planner.core.status import PLACEMENT_STATUSES
from planner.exports.labels import letter_codes
from planner.views.labels import CAMPAIGN_COLOURS
from planner.views.site import labels, workspace

MEANINGS = ("campaign", "stage", "status", "segment", "channel")
_STATUS_CLASS = {"tentative": "k8", "planned": "k3", "approved": "k5", "published": "k1", "cancelled": "k2"}
_NONE_CLASS = {"stage": "kg0"}
_NOTHING = {
    "campaign": N_("No campaign"), "stage": N_("No stage"), "segment": N_("No segment"),
    "channel": N_("No channel"), "status": N_("No status"),
}  # fmt: skip
_ROWS = {"campaign": "campaigns", "stage": "stages", "segment": "segments", "channel": "channels"}


@dataclass(frozen=True, slots=True)
class Tint:
    """How one value looks: its class, and what tells it without colour (letters, for a status its shape)."""

    value: str | None
    name: str
    classes: str
    code: str = ""
    shape: str = ""


class Colours:
    """The tints of one meaning; `chosen` are the segments the filter names, which go first where several are served."""

    def __init__(self, by: str, chosen: Sequence[str] = ()) -> None:
        self.by, self.chosen, self.labels = by, tuple(chosen), labels()
        self._known: dict[str | None, Tint] = {}

    def of(self, row: Row) -> Tint:
        """Return the tint of a placement."""
        value = self._value(row)
        if value not in self._known:
            self._known[value] = self._tint(value)
        return self._known[value]

    def key(self, rows: Iterable[Row]) -> tuple[Tint, ...]:
        """Return the tints that stand among `rows`, in the order of the workspace, "none" last."""
        used = {self._value(row) for row in rows}
        shown = [self._known.get(value) or self._tint(value) for value in self._order if value in used]
        return (*shown, self._tint(None)) if None in used and shown else tuple(shown)

    def _value(self, row: Row) -> str | None:
        if self.by == "segment":
            wanted = [slug for slug in row.segments if slug in self.chosen] or row.segments
            return wanted[0] if wanted else None
        value: str | None = getattr(row, self.by)
        return value

    @cached_property
    def _order(self) -> dict[str, int]:
        if self.by == "status":
            return {status: n for n, status in enumerate(PLACEMENT_STATUSES)}
        return {row.slug: n for n, row in enumerate(getattr(workspace(), _ROWS[self.by]))}

    def _tint(self, value: str | None) -> Tint:
        if value is None or value not in self._order:
            return Tint(None, self.labels.words.text(_NOTHING[self.by]), _NONE_CLASS.get(self.by, "k0"))
        if self.by == "status":
            icon = self.labels.placement_icon(value)
            return Tint(value, self.labels.status(value), _STATUS_CLASS[value], shape=icon)
        turn = f"k{self._order[value] % CAMPAIGN_COLOURS + 1}"
        look = f"k{self.labels.stage_class(value)}" if self.by == "stage" else turn
        return Tint(value, self.labels.of(self.by, value), look, self._codes[value])

    @cached_property
    def _codes(self) -> dict[str, str]:
        names = {slug: self.labels.of(self.by, slug) for slug in self._order}
        if self.by == "campaign":
            return {slug: self.labels.campaign_code(slug) for slug in names}
        if self.by == "segment":
            return {slug: self.labels.segment_code(slug) for slug in names}
        return letter_codes((slug, _letters(name), name) for slug, name in names.items())


def _letters(name: str) -> str:
    """Return two letters of a name: Paid social -> PS, E-mail -> EM, Blog -> BL."""
    words = re.findall(r"[^\W_]+", name) or ["?"]
    return ("".join(word[0] for word in words[:2]) if len(words) > 1 else words[0][:2]).upper()
