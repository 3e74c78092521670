"""A row while it is being read: what it still has to say, and the account of what could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from planner.core.parse import Refused, parse_line, parse_text
from planner.imports.context import Account, Context
from planner.imports.dates import EMPTY
from planner.imports.fields import Field
from planner.imports.heads import LEAVE_OUT, Head
from planner.imports.values import key

FREE_TEXTS = frozenset(
    ("title", "item_title", "hook", "summary", "body", "text", "brief", "key_message", "tags", "keywords")
)
MEMO_MAX, MEMO_SIZE = 40, 20_000  # characters of a text, and texts, that are remembered
KEY_MAX = 200  # characters of an unknown head or key


@dataclass(frozen=True, slots=True)
class Said:
    """One head and the raw value below it; `rank` is how much the head counts for its field."""

    head: str
    raw: object
    rank: int = 0


@dataclass(slots=True)
class Reading:
    """The raw values of a row by field; `cleared` fields had an empty cell, `extra` is what no field takes."""

    where: str
    context: Context
    account: Account
    said: dict[str, list[Said]] = field(default_factory=dict)
    cleared: list[str] = field(default_factory=list)
    extra: dict[str, object] = field(default_factory=dict)
    failed: bool = False

    def gather(self, cells: Iterable[tuple[Head, object]]) -> None:
        """Sort the cells of the row by field; what the user set by hand stands where a row says nothing."""
        said = self.said
        for head, raw in cells:
            name = head.field
            if not name:
                if name != LEAVE_OUT:
                    self.keep(head.text, raw)
                continue
            values = said.get(name)
            if values is None:
                values = said[name] = []
            if not blank(raw, name):
                values.append(Said(head.text, raw, head.rank))
            elif blank(raw):
                own = key(head.text)  # “stage” and “phase” are a placement's own, “stages” and “phases” its item's
                self.cleared.append(own if own in ("stage", "phase") else name)
        for name, value in self.context.set_fields.items():
            self.said[name] = self.said.get(name) or [Said(name, value)]

    def knows(self, name: str) -> bool:
        """Whether the row has a head for this field, be its cell empty or not."""
        return name in self.said

    def says(self, name: str) -> bool:
        """Whether the row has a value for this field."""
        return bool(self.said.get(name))

    def take(self, name: str) -> Said | None:
        """Take the value that counts most for a field; values of lesser heads travel as extra."""
        values = self.said.pop(name, None)
        if not values:
            return None
        if len(values) == 1:
            return values[0]
        best = min(values, key=lambda one: one.rank)
        for one in values:
            if one is not best:
                self.keep(one.head, one.raw)
        return best

    def leave(self, *names: str) -> None:
        """Put what was said under these fields with the extra: nothing here takes it."""
        for name in names:
            for one in self.said.pop(name, []):
                self.keep(one.head, one.raw)

    def keep(self, head: str, raw: object) -> None:
        """Keep a value that no field takes under its own head."""
        if not blank(raw):
            self.extra.setdefault(parse_line(head[:KEY_MAX]), stored(raw))

    def note(self, said: Said, refused: Refused, *, firm: bool = False) -> None:
        """Put a refusal into the account: of the whole row where it is firm, else of the value alone."""
        (self.account.refuse if firm else self.account.warn)(self.where, said.head, said.raw, refused)
        self.failed = self.failed or firm

    def read(self, name: str, spec: Field, into: dict[str, object]) -> None:
        """Read a field by its rule into `into`; where it is refused, the value travels as extra."""
        said = self.take(name)
        if said is None:
            return
        try:
            into[name] = self._value(name, spec, said.raw)
        except Refused as refused:
            self.note(said, refused, firm=spec.firm)
            if not spec.firm:
                self.keep(said.head, said.raw)

    def _value(self, name: str, spec: Field, raw: object) -> object:
        """Read a value, the same short text under the same field only once a file."""
        if not isinstance(raw, str) or len(raw) > MEMO_MAX:
            return spec.read(raw, self.context)
        memo = self.context.memo
        if (name, raw) not in memo:
            if len(memo) > MEMO_SIZE:
                memo.clear()
            memo[name, raw] = spec.read(raw, self.context)
        return memo[name, raw]


def blank(raw: object, name: str = "title") -> bool:
    """Whether a value says nothing: empty, or one of the signs for it (-, n/a, tbd) outside free text."""
    if not isinstance(raw, str):
        return raw is None or raw in ([], {})
    if len(raw) > 40:
        return raw.isspace()
    text = raw.strip()
    return not text or (len(text) <= 6 and name not in FREE_TEXTS and text.lower() in EMPTY)


def stored(raw: object) -> object:
    """Return a value as `extra` keeps it: texts, lists and mappings of the file, free of control characters."""
    if isinstance(raw, dict):
        return {parse_line(str(name)[:KEY_MAX]): stored(one) for name, one in raw.items()}
    if isinstance(raw, list):
        return [stored(one) for one in raw]
    return raw if raw is None else parse_text(raw)
