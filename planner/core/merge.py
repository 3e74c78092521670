"""Rows of an import + the items that are here + what their sources said last time -> a plan of changes.

A field that a source changes is changed here; one that was only edited here stays. Where both happened to an item, it
stays as edited and that is told. Every row ends in exactly one way: created, updated, unchanged, conflict or refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from planner.core.echo import without_echo
from planner.core.identity import Group, RefusedLine
from planner.core.model import Item
from planner.core.parse import N_, SLUG_MAX, Problem, Refused, problem, slugify, unique_slug
from planner.core.placing import Entry, Frame, Placed, place
from planner.core.plan import Base, Change, Outcome, Plan, What
from planner.core.rows import ItemRow, Told
from planner.core.said import Said, current, made_of, plain, said_by, same, with_fields

_EDITED = N_("This item was edited here and changed in its source too; it stays as edited. Changed there: %(columns)s.")
_NO_KIN = N_("There is no item “%(value)s”; it was left out.")
ACCOUNT = "//"  # before a source: what was told of it, kept with its first item
TOLD_MAX = 2_000
_INHERITED = ("owner", "campaign", "language", "image", "image_alt")
Bases = Mapping[tuple[str, str], Base]


@dataclass(slots=True)
class _Work:
    """What merging a part has come to so far."""

    created: list[Item] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    bases: list[Base] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)


class Merging:
    """The merging of one import, which may go part by part: only what recognises rows is held for all of it.

    `taken` is every id that is in use.
    """

    def __init__(
        self, groups: Sequence[Group], refused: Sequence[RefusedLine], *, rows: Sequence[ItemRow],
        taken: Collection[str], frame: Frame,
    ) -> None:  # fmt: skip
        _name_new(groups, taken)
        self.refused, self.rows, self.frame = refused, rows, frame
        self.kin = _Kin(groups, taken)
        self.files: dict[str, _File] = {}

    def part(self, groups: Iterable[Group], *, items: Mapping[str, Item], bases: Bases) -> Plan:
        """Return the changes of some of the groups; `items` are theirs that are here."""
        work = _Work()
        for group in groups:
            self._merge(group, items.get(group.id or "") if group.here else None, bases, work)
        return Plan(
            created=tuple(work.created), changed=tuple(work.changed), bases=tuple(work.bases),
            outcomes=tuple(work.outcomes), warnings=tuple(work.warnings), conflicts=tuple(work.conflicts),
        )  # fmt: skip

    def end(self) -> Plan:
        """Return the rows that are refused, and what lets a file go unread next time, with what was told of it."""
        faults = []
        for line, column, value, why in self.refused:
            row = self.rows[line.number]
            fault = problem(row.where, column, value, why)
            faults.append(fault)
            file = self.files.setdefault(row.source, _File(""))
            file.take(row, refused=True)
            file.refused.append(fault)
        stamps = {source: file.digest for source, file in self.files.items()}
        accounts = [
            Base(item=file.lead, source=ACCOUNT + source, digest=stamps[source], fields=file.all_told().to_json())
            for source, file in self.files.items()
            if stamps[source] and file.all_told()
        ]
        return Plan(bases=tuple(accounts), stamps=stamps, refused=tuple(faults))

    def _merge(self, group: Group, before: Item | None, bases: Bases, work: _Work) -> None:
        item = before
        by_source: dict[str, list[ItemRow]] = {}
        for line in group.lines:
            by_source.setdefault(line.source, []).append(self.rows[line.number])
        for source, lines in by_source.items():
            file = self.files.setdefault(source, _File(group.id or ""))
            file.items += 1
            for row in lines:
                file.take(row)
            item, found = self._merge_source(group, lines, item, bases.get((group.id or "", source)), work)
            file.warnings += found.warnings
            file.must_be_read |= bool(found.conflicts)
        if item is not None and before is None:
            work.created.append(item)
        elif item is not None and before is not None and item != before:
            work.changed.append(Change(before=before, after=item))

    def _merge_source(
        self, group: Group, lines: Sequence[ItemRow], item: Item | None, base: Base | None, work: _Work
    ) -> tuple[Item, Placed]:  # fmt: skip
        """Return the item with what one source says of it, and its placements with all that is to be told."""
        rows = [without_echo(row, item, self.frame.stages) for row in lines]
        said, warnings = said_by(rows)
        self.kin.resolve(said, group.id or "", rows[0].where, warnings)
        new = item is None
        touched: dict[int, list[str]] = {}
        conflict: list[str] = []
        if item is None:
            item = _create(group, rows, said)
        else:
            item, conflict = _update(item, said, base, touched)
        at = said.by.get(conflict[0], 0) if conflict else None
        placed = place(item, rows, _entries(base), self.frame, narrow=not said.one_map)
        placed.warnings[:0] = warnings
        if at is not None:
            why = Refused(_EDITED, columns=", ".join(name.removeprefix("extra.") for name in conflict))
            placed.conflicts.insert(0, problem(rows[at].where, conflict[0].removeprefix("extra."), item.title, why))
        if placed.did:
            item = replace(item, placements=tuple(placed.places[uid] for uid in sorted(placed.places)))
        work.bases.append(_base(item.id, rows, said, base, entries=placed.entries, kept=bool(conflict)))
        for number, (what, fields) in enumerate(_whats(rows, new, touched, placed.did, at)):
            told = tuple(conflict) if what == "conflict" and number == at else fields
            outcome = Outcome(where=rows[number].where, what=what, item=item.id, title=item.title, fields=told)
            work.outcomes.append(outcome)
        work.warnings += placed.warnings
        work.conflicts += placed.conflicts
        return item, placed


def merge(
    rows: Sequence[ItemRow], groups: Sequence[Group], refused: Sequence[RefusedLine], *, items: Mapping[str, Item],
    bases: Bases, taken: Collection[str], frame: Frame,
) -> Plan:  # fmt: skip
    """Return the whole plan of changes at once; `items` are the ones that are here."""
    merging = Merging(groups, refused, rows=rows, taken=taken, frame=frame)
    plan, end = merging.part(groups, items=items, bases=bases), merging.end()
    stamped = (replace(base, digest=end.stamps[base.source]) for base in plan.bases)
    return replace(plan, bases=(*stamped, *end.bases), refused=end.refused)


def _name_new(groups: Iterable[Group], taken: Collection[str]) -> None:
    """Give every new item an id from its title, else from its file's name."""
    groups = tuple(groups)
    used = {*taken, *(group.id for group in groups if group.id is not None)}
    last: dict[str, int] = {}  # the number that was given last: a thousand pages called Index need no thousand looks
    for group in groups:
        if group.id is not None:
            continue
        words = slugify(group.title) or slugify(group.lines[0].stem) or "item"
        name, number = words, last.get(words, 1)
        while name in used and len(words) < SLUG_MAX - 8:
            number += 1
            name = f"{words}-{number}"
        last[words] = number
        group.id = unique_slug(name, used)
        used.add(group.id)


class _Kin:
    """Which item a row means by `derived_from` and `translation_of`: an id, else the path or name of its file."""

    def __init__(self, groups: Iterable[Group], taken: Collection[str]) -> None:
        self.ids = {*taken, *(group.id or "" for group in groups)}
        self.files: dict[str, str] = {}
        for group in groups:
            for line in group.lines:
                if not line.sheet:
                    self.files.setdefault(line.source, group.id or "")
                    self.files.setdefault(line.source.split("/", 1)[-1], group.id or "")

    def resolve(self, said: Said, own: str, where: str, warnings: list[Problem]) -> None:
        """Replace what a row says by an id; what is found nowhere is a warning and left out."""
        for name in ("derived_from", "translation_of"):
            value = str(said.fields.get(name) or "")
            if not value:
                continue
            found = value if value in self.ids else self.files.get(value)
            if found is None or found == own:
                del said.fields[name]
                warnings.append(problem(where, name, value, Refused(_NO_KIN, value=value[:80])))
            else:
                said.fields[name] = found


def _create(group: Group, rows: Sequence[ItemRow], said: Said) -> Item:
    fields = dict(said.fields)
    for row in rows:  # what a row says of its placement is true of a new item too
        for one in row.placements:
            for name, value in one.inherited.items():
                if name in _INHERITED:
                    fields.setdefault(name, value)
    fields.setdefault("status", said.status or "idea")
    fields.setdefault("title", group.title)
    words = slugify(str(fields.get("slug") or "")) or slugify(str(fields["title"])) or slugify(rows[0].stem)
    fields["slug"] = words or group.id
    return made_of(group.id or "", rows[0].source, fields)


def _update(item: Item, said: Said, base: Base | None, touched: dict[int, list[str]]) -> tuple[Item, list[str]]:
    """Return the item with what its source changed, or as it is with the fields that are in conflict."""
    old = _mapping(base.fields.get("item")) if base else {}
    own = said.plain()
    differs = [name for name, value in said.fields.items() if not same(current(item, name), value)]
    fresh = {name: said.fields[name] for name in differs if name not in old or old[name] != own[name]}
    if "status" not in said.fields and base and _follows(item, said.status, base):
        fresh["status"] = said.status
    edited = fresh and any(
        plain(current(item, name)) != value
        for name, value in old.items()
        if name in differs or own.get(name, ...) != value
    )
    if fresh and edited:
        return item, list(fresh)
    for name in fresh:
        touched.setdefault(said.by.get(name, 0), []).append(name.removeprefix("extra."))
    return _stand(item, with_fields(item, fresh)) if fresh else item, []


def _follows(item: Item, status: str | None, base: Base) -> bool:
    """Whether the status that followed from the dates last time still stands, and now another one follows."""
    was = base.fields.get("status")
    return was is not None and was == item.status and status is not None and status != was


def _stand(before: Item, after: Item) -> Item:
    """Remember where an item on hold or cancelled came from, so that it can return."""
    if before.status == after.status:
        return after
    rests = after.status in ("on_hold", "cancelled")
    return replace(after, status_before=(before.status_before or before.status) if rests else None)


def _base(
    id: str, rows: Sequence[ItemRow], said: Said, base: Base | None, *, entries: Mapping[str, Entry], kept: bool
) -> Base:
    """Return what to remember of a source; of an item in conflict, what was remembered before."""
    own = said.plain()
    before = _mapping(base.fields.get("item")) if base else {}
    fields = {
        "item": dict(before) if kept else {**before, **own},
        "placements": {uid: dict(entry) for uid, entry in entries.items()},
        "status": (base.fields.get("status") if kept and base else said.status),
        "named": any(row.id is not None for row in rows),
        "titled": any(row.sheet and row.id is None and not row.url for row in rows),
    }
    return Base(item=id, source=rows[0].source, fields=fields)


def _entries(base: Base | None) -> dict[str, Entry]:
    found = _mapping(base.fields.get("placements")) if base else {}
    return {uid: _mapping(entry) for uid, entry in found.items()}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _whats(
    rows: Sequence[ItemRow],
    new: bool,
    touched: Mapping[int, list[str]],
    did: Iterable[tuple[int, bool, tuple[str, ...]]],
    conflict: int | None,
) -> list[tuple[What, tuple[str, ...]]]:
    """Say of each row what became of it; it counts once, as the most that it did."""
    made = {number for number, fresh, _ in did if fresh} | ({0} if new else set())
    fields = {number: list(names) for number, names in touched.items()}
    for number, _, names in did:
        if names:
            fields.setdefault(number, []).extend(names)
    found: list[tuple[What, tuple[str, ...]]] = []
    for number in range(len(rows)):
        if number in made:
            found.append(("created", ()))
        elif fields.get(number):
            found.append(("updated", tuple(dict.fromkeys(fields[number]))))
        else:
            found.append(("conflict" if number == conflict else "unchanged", ()))
    return found


@dataclass(slots=True)
class _File:
    """What came of one source; `lead` is its first item."""

    lead: str
    rows: int = 0
    items: int = 0
    digests: set[str] = field(default_factory=set)
    must_be_read: bool = False  # an edit here is in conflict with it
    told: list[Told] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def take(self, row: ItemRow, *, refused: bool = False) -> None:
        """Count a row."""
        self.rows += not refused
        self.digests.add(row.digest)
        self.told += [row.told] if row.told else []

    def all_told(self) -> Told:
        """Return what reading and merging told of it."""
        return Told(
            refused=(*(p for told in self.told for p in told.refused), *self.refused),
            warnings=(*(p for told in self.told for p in told.warnings), *self.warnings),
            skipped=tuple(one for told in self.told for one in told.skipped),
        )

    @property
    def digest(self) -> str:
        """The digest with the number of rows, items and things told; "" where it must be read again."""
        told = len(self.all_told())
        if self.must_be_read or len(self.digests) > 1 or "" in self.digests or not self.lead or told > TOLD_MAX:
            return ""
        return f"{next(iter(self.digests))} {self.rows} {self.items} {told}"
