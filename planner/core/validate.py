"""What must hold for a record beyond the limits of its fields, and between records.

The same rules for forms, storage and files: each fault is a `Problem` whose `where` is its place in the dump.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from planner.core import model
from planner.core.parse import N_, Problem, Refused, problem
from planner.core.shapes import from_json, to_json

Fault = tuple[str, object, Refused]  # key, value, why

# Fields that name other records: (key in the file, field, the noun they are in).
REFERENCES: Mapping[type, tuple[tuple[str, str, str], ...]] = {
    model.Segment: (("reach", "reach", "channels"),),
    model.SegmentOverlap: (("a", "a", "segments"), ("b", "b", "segments")),
    model.ChannelRules: (("formats", "formats", "formats"),),
    model.Format: (("derivable_from", "derivable_from", "formats"),),
    model.Mapping: (("segment", "segment", "segments"), ("stage", "stage", "stages"), ("phase", "phase", "phases")),
    model.Placement: (
        ("channel", "channel", "channels"), ("segments", "segments", "segments"), ("stage", "stage", "stages"),
        ("phase", "phase", "phases"), ("campaign", "campaign", "campaigns"),
    ),
    model.Item: (
        ("format", "format", "formats"), ("campaign", "campaign", "campaigns"),
        ("derived_from", "derived_from", "items"), ("translation_of", "translation_of", "items"),
    ),
    model.Touchpoint: (
        ("segment", "segment", "segments"), ("stage", "stage", "stages"), ("phase", "phase", "phases"),
        ("channels", "channels", "channels"), ("items", "items", "items"),
    ),
    model.CoverageTarget: (
        ("segment", "segment", "segments"), ("stage", "stage", "stages"), ("phase", "phase", "phases"),
        ("channel", "channel", "channels"),
    ),
    model.FrequencyRule: (("segment", "segment", "segments"), ("channels", "channels", "channels")),
    model.KpiValue: (
        ("kpi", "kpi", "kpis"), ("placement", "placement", "placements"), ("item", "item", "items"),
        ("channel", "channel", "channels"), ("campaign", "campaign", "campaigns"), ("segment", "segment", "segments"),
        ("stage", "stage", "stages"), ("phase", "phase", "phases"),
    ),
    model.Comment: (("item", "item", "items"),),
}  # fmt: skip

# What tells the rows of a noun apart, and the key under which a second one is reported.
UNIQUE: Mapping[str, tuple[str, Callable[[Any], Hashable]]] = {
    "users": ("email", lambda user: user.email.casefold()),
    "segments": ("slug", lambda row: row.slug),
    "overlaps": ("b", lambda overlap: (overlap.a, overlap.b)),
    "stages": ("slug", lambda row: row.slug),
    "phases": ("slug", lambda row: row.slug),
    "channels": ("slug", lambda row: row.slug),
    "formats": ("slug", lambda row: row.slug),
    "campaigns": ("slug", lambda row: row.slug),
    "series": ("id", lambda series: series.id),
    "items": ("id", lambda item: item.id),
    "touchpoints": ("slug", lambda row: row.slug),
    "kpis": ("slug", lambda row: row.slug),
    "coverage_targets": ("segment", lambda target: (target.segment, target.stage, target.phase, target.channel)),
    "frequency_rules": ("name", lambda rule: rule.name),
    "waivers": ("key", lambda waiver: waiver.key),
    "views": ("slug", lambda view: view.slug),
}


@dataclass(frozen=True, slots=True)
class Known:
    """The names that references may use, by noun."""

    names: Mapping[str, frozenset[str]]

    def of(self, noun: str) -> frozenset[str]:
        """Return the names of a noun."""
        return self.names.get(noun, frozenset())


def known(workspace: model.Workspace, items: Iterable[str] = (), uids: Iterable[str] = ()) -> Known:
    """Return the names in a workspace, with the ids of items and the uids of placements."""
    names = {
        noun: frozenset(row.slug for row in getattr(workspace, noun))
        for noun in ("segments", "stages", "phases", "channels", "formats", "campaigns", "views", "kpis")
    }
    names["series"] = frozenset(series.id for series in workspace.series)
    return Known(names | {"items": frozenset(items), "placements": frozenset(uids)})


def record_problems(record: object) -> tuple[Problem, ...]:
    """Return what is wrong with one record by itself: the limits of its fields, and fields that contradict."""
    _, problems = from_json(type(record), to_json(record))
    faulty = {p.where for p in problems}
    own = (
        _problem(place, fault)
        for place, part in _parts("", record)
        for fault in (*_contradictions(part), *_needless(part))
    )
    return (*problems, *(p for p in own if p.where not in faulty))


def reference_problems(record: object, names: Known) -> tuple[Problem, ...]:
    """Return the references of one record (and of its parts) that name nothing in `names`."""
    return tuple(_problem(place, fault) for place, part in _parts("", record) for fault in _dangling(part, names))


def dump_problems(dump: model.Dump) -> tuple[Problem, ...]:
    """Return contradicting fields, dangling references and duplicates of a whole dump.

    The limits of single fields are not asked again: whoever read the dump by its shapes has judged them.
    """
    placements = [place for item in dump.items for place in item.placements]
    names = known(dump.workspace, (item.id for item in dump.items), (place.uid for place in placements))
    problems: list[Problem] = []
    for noun, rows in _tables(dump):
        for n, row in enumerate(rows):
            start = f"{noun}[{n}]" if noun != "settings" else noun
            for place, part in _parts(start, row):
                problems.extend(_problem(place, fault) for fault in (*_contradictions(part), *_dangling(part, names)))
        if noun in UNIQUE:
            key, of = UNIQUE[noun]
            problems.extend(_twice([(f"{noun}[{n}]", of(row)) for n, row in enumerate(rows)], key))
    uids = [
        (f"items[{n}].placements[{m}]", place.uid)
        for n, item in enumerate(dump.items)
        for m, place in enumerate(item.placements)
    ]
    return (*problems, *_twice(uids, "uid"))


def workspace_problems(workspace: model.Workspace, items: Iterable[model.Item] = ()) -> tuple[Problem, ...]:
    """Return all that is wrong with a workspace and its items, limits of the fields included."""
    dump = model.Dump(workspace=workspace, items=tuple(items))
    limits: list[Problem] = []
    for noun, rows in _tables(dump):
        for n, row in enumerate(rows):
            start = f"{noun}[{n}]" if noun != "settings" else noun
            _, problems = from_json(type(row), to_json(row))
            limits.extend(Problem(f"{start}.{p.where}", p.column, p.value, p.message, p.params) for p in problems)
    return (*limits, *dump_problems(dump))


def _tables(dump: model.Dump) -> Iterator[tuple[str, Sequence[Any]]]:
    space = dump.workspace
    for field in fields(space):
        value = getattr(space, field.name)
        yield field.name, value if isinstance(value, tuple) else (value,)
    yield "items", dump.items
    yield "kpi_values", dump.kpi_values
    yield "comments", dump.comments
    yield "snapshots", dump.snapshots


def _parts(place: str, record: object) -> Iterator[tuple[str, object]]:
    """Yield a record and the records inside it, each with its place."""
    yield place, record
    dot = f"{place}." if place else ""
    match record:
        case model.Item():
            yield from ((f"{dot}map[{n}]", part) for n, part in enumerate(record.map))
            yield from ((f"{dot}placements[{n}]", part) for n, part in enumerate(record.placements))
        case model.Segment():
            yield from ((f"{dot}contact_free[{n}]", part) for n, part in enumerate(record.contact_free))
        case model.Channel():
            yield f"{dot}rules", record.rules
            yield from ((f"{dot}capacity_exceptions[{n}]", part) for n, part in enumerate(record.capacity_exceptions))


def _dangling(record: object, names: Known) -> Iterator[Fault]:
    for key, field, noun in REFERENCES.get(type(record), ()):
        value = getattr(record, field)
        there = names.of(noun)
        if isinstance(value, str):
            if value not in there:
                yield key, value, _unknown(noun, value)
        elif isinstance(value, tuple):
            yield from ((f"{key}[{n}]", one, _unknown(noun, one)) for n, one in enumerate(value) if one not in there)
        elif isinstance(value, Mapping):
            yield from ((f"{key}.{one}", one, _unknown(noun, one)) for one in value if one not in there)


def _unknown(noun: str, value: str) -> Refused:
    return Refused(N_("There is no “%(value)s” among the %(noun)s."), value=value[:80], noun=noun)


def _twice(keyed: Iterable[tuple[str, Hashable]], key: str) -> Iterator[Problem]:
    first: dict[Hashable, str] = {}
    for place, value in keyed:
        if value in first:
            said = ", ".join("*" if one is None else str(one) for one in value) if isinstance(value, tuple) else value
            refused = Refused(N_("“%(value)s” stands here for the second time; the first is %(place)s."),
                              value=str(said)[:200], place=first[value])  # fmt: skip
            yield _problem(place, (key, said, refused))
        first.setdefault(value, place)


def _problem(place: str, fault: Fault) -> Problem:
    key, value, refused = fault
    where = f"{place}.{key}" if place and key else place or key
    return problem(where, key.split("[", maxsplit=1)[0], value, refused)


def _contradictions(record: object) -> Iterator[Fault]:
    match record:
        case model.Period() | model.CapacityException():
            yield from _order("" if isinstance(record, model.Period) else "until", record.start, record.until)
        case model.Campaign():
            yield from _order("end", record.start, record.end)
        case model.Series():
            yield from _order("until", record.start, record.until)
        case model.FrequencyRule():
            yield from _order("active_to", record.active_from, record.active_to)
            yield from _bounds(record.minimum, record.maximum)
        case model.CoverageTarget():
            yield from _bounds(record.minimum, record.maximum)
        case model.SavedView():
            yield from _view(record)
        case model.Snapshot():
            yield from _order("until", record.as_of, record.until)
        case model.SegmentOverlap() if record.a == record.b:
            yield "b", record.b, Refused(N_("A segment overlaps with another one, not with itself."))
        case model.Placement():
            if record.on and record.at:
                yield "at", record.at, Refused(N_("A placement has a day (on) or a time (at), not both."))
        case model.Item():
            yield from _double_cells(record)


def _needless(record: object) -> Iterator[Fault]:
    """Tell what a person should hear of though it can be held: an end before the first day makes no run."""
    if isinstance(record, model.Placement):
        yield from _order("until", record.on, record.until)


def _order(key: str, first: date | None, last: date | None) -> Iterator[Fault]:
    if first and last and last < first:
        yield key, last, Refused(N_("%(last)s lies before the first day, %(first)s."), last=last, first=first)


def _bounds(least: float | None, most: float | None) -> Iterator[Fault]:
    if least is not None and most is not None and most < least:
        yield "maximum", most, Refused(N_("The maximum, %(most)g, is below the minimum, %(least)g."),
                                       most=most, least=least)  # fmt: skip


def _view(view: model.SavedView) -> Iterator[Fault]:
    yield from _order("period.to", view.query.start, view.query.until)
    if view.relative and (view.query.start or view.query.until):
        yield "period.relative", view.relative, Refused(N_("A period is relative or has dates, not both."))


def _double_cells(item: model.Item) -> Iterator[Fault]:
    seen = set()
    for n, part in enumerate(item.map):
        cell = (part.segment, part.stage, part.phase)
        if cell in seen:
            said = "/".join(one or "" for one in cell)
            yield f"map[{n}]", said, Refused(N_("“%(cell)s” is mapped twice."), cell=said)
        seen.add(cell)
