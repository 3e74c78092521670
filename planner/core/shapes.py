"""The JSON of every record, described once: writing, reading and checking all go by these shapes.

`TABLES` lists the parts of a dump in their order. A limit that a form, the storage and a file share (a priority from
1 to 5) stands here and nowhere else; `core.validate` adds what concerns several fields or records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from planner.core import model, status
from planner.core.codec import Anything, Keyed, Kind, Listed, Maybe, Moment, Ordered, Plain, Reader, Row, Via
from planner.core.parse import (
    FIRST_YEAR,
    N_,
    Problem,
    Refused,
    parse_email,
    parse_language,
    parse_slug,
    parse_url,
    parse_window,
    parse_zone,
)
from planner.core.query import parse_relative
from planner.core.values import WHOLE_MAX, choice_of, day_of, line_of, number_of, text_of, truth_of, whole_of

ID_MAX = 200
PEOPLE_MAX = 10**12
LANGUAGES = ("en", "nl")  # of the product itself; content may be in any


def number(least: float | None = None, most: float | None = None) -> Plain:
    """Return the kind of finite numbers within bounds."""
    return Plain(partial(number_of, least=least, most=most), empty=0.0)


def whole(least: int | None = None, most: int = WHOLE_MAX) -> Plain:
    """Return the kind of whole numbers within bounds."""
    return Plain(partial(whole_of, least=least, most=most), empty=0)


def choice(choices: tuple[str, ...]) -> Plain:
    """Return the kind of a few words, to the letter."""
    return Plain(partial(choice_of, choices=choices))


def by_parse(parse: Callable[[object], str]) -> Plain:
    """Return the kind of texts that a rule of core.parse takes."""
    return Plain(lambda raw: parse(text_of(raw)))


def _held(parse: Callable[[object], str]) -> Plain:
    """Text that a rule of core.parse takes, kept to the letter."""

    def read(raw: object) -> str:
        parse(line_of(raw, longest=2000))
        return str(raw)

    return Plain(read)


def _relative(raw: object) -> str:
    parse_relative(line_of(raw, longest=40))
    return str(raw)


def _email(raw: object) -> str:
    return parse_email(line_of(raw, longest=254, least=3))


line = Plain(line_of)
relative = Plain(_relative)
named = Plain(partial(line_of, least=1))
text = Plain(text_of)
ident = Plain(partial(line_of, longest=ID_MAX, least=1))
slug = by_parse(parse_slug)
ref = Maybe(ident)
truth = Plain(truth_of, empty=False)
day = Plain(day_of, date.isoformat, date(FIRST_YEAR, 1, 1))
moment = Moment()
language = Maybe(by_parse(parse_language))
url = _held(parse_url)
share = number(0, 1)
weight = number(0, 5)
count = whole(0)
version = whole(1)
label = Row(model.Label, {"en": line, "nl": line})
idents = Listed(ident, unique=True)
lines = Listed(line)


def _pair(raw: object) -> model.Period:
    if not isinstance(raw, list) or len(raw) != 2:
        raise Refused(N_('This must be a first and a last day: ["2026-12-24", "2027-01-03"].'))
    return model.Period(day_of(raw[0]), day_of(raw[1]))


period = Plain(
    _pair,
    lambda p: [p.start.isoformat(), p.until.isoformat()],
    model.Period(date(FIRST_YEAR, 1, 1), date(FIRST_YEAR, 1, 1)),
)

DIMENSION: Mapping[str, Kind] = {"slug": slug, "name": label, "short": label, "description": text, "archived": truth}
CELL: Mapping[str, Kind] = {"segment": ref, "stage": ref, "phase": ref}

SETTINGS = Row(model.Settings, {
    "name": line, "timezone": by_parse(parse_zone), "language": choice(LANGUAGES), "default_view": ref,
})  # fmt: skip
SEGMENT = Row(model.Segment, {
    **DIMENSION, "size": Maybe(whole(0, PEOPLE_MAX)), "priority": whole(1, 5), "language": language,
    "reach": Keyed(share), "contact_free": Listed(period),
})  # fmt: skip
OVERLAP = Row(model.SegmentOverlap, {"a": ident, "b": ident, "share": share})
STAGE = Row(model.Stage, {**DIMENSION, "weight": weight, "post_sale": truth})
PHASE = Row(model.Phase, {**DIMENSION, "weight": weight})
CAPACITY_EXCEPTION = Row(
    model.CapacityException, {"start": day, "until": day, "capacity": Maybe(count)}, names={"start": "from"}
)
CHANNEL_RULES = Row(model.ChannelRules, {
    "formats": idents, "title_max": Maybe(count), "text_max": Maybe(count),
    "needs": Listed(choice(model.NEEDS), unique=True),
})  # fmt: skip
CHANNEL = Row(model.Channel, {
    **DIMENSION, "kind": choice(model.CHANNEL_KINDS), "ownership": choice(model.OWNERSHIPS),
    "direction": choice(model.DIRECTIONS), "pressure": number(0, 100), "weekly_capacity": Maybe(count),
    "capacity_exceptions": Listed(CAPACITY_EXCEPTION), "rules": CHANNEL_RULES,
})  # fmt: skip
FORMAT = Row(model.Format, {
    **DIMENSION, "effort_hours": number(0, 10_000), "derivable_from": idents, "review_after_days": whole(0, 36_500),
})  # fmt: skip
CAMPAIGN = Row(model.Campaign, {
    "slug": slug, "name": line, "goal": text, "start": Maybe(day), "end": Maybe(day), "colour": line,
})  # fmt: skip
MAPPING = Row(model.Mapping, {**CELL, "fit": choice(("primary", "secondary"))})
PLACEMENT = Row(model.Placement, {
    "uid": ident, "channel": ident, "on": Maybe(day), "at": Maybe(moment), "until": Maybe(day),
    "status": choice(status.PLACEMENT_STATUSES), "status_before": Maybe(choice(status.PLACEMENT_STATUSES)),
    "segments": idents, "stage": ref, "phase": ref, "campaign": ref, "language": language, "title": line,
    "text": text, "call_to_action": line, "link": url, "image": url, "image_alt": line, "owner": line,
    "priority": whole(0, 10), "service": truth, "series": ref, "sequence": count, "version": version,
})  # fmt: skip
ITEM = Row(model.Item, {
    "id": ident, "title": named, "slug": line, "summary": text, "body": text, "format": ref, "language": language,
    "status": choice(status.ITEM_STATUSES), "status_before": Maybe(choice(status.ITEM_STATUSES)), "owner": line,
    "department": line, "tags": lines, "url": url, "effort_hours": Maybe(number(0, 10_000)),
    "quality": Maybe(whole(1, 5)), "campaign": ref, "brief": text, "key_message": text, "keywords": lines,
    "image": url, "image_alt": line, "due_on": Maybe(day), "published_on": Maybe(day), "review_on": Maybe(day),
    "expires_on": Maybe(day), "derived_from": ref, "translation_of": ref, "verdict": Maybe(choice(model.VERDICTS)),
    "rot": Listed(choice(model.ROT_FLAGS), unique=True), "source_path": Plain(partial(line_of, longest=2000)),
    "map": Listed(MAPPING), "placements": Listed(PLACEMENT), "extra": Anything(), "version": version,
})  # fmt: skip
TOUCHPOINT = Row(model.Touchpoint, {
    "slug": slug, "name": label, **CELL, "channels": idents, "need": text, "intention": text, "participants": text,
    "emotion": whole(-2, 2), "department": line, "items": idents,
})  # fmt: skip
KPI = Row(model.Kpi, {
    "slug": slug, "name": label, "family": choice(model.KPI_FAMILIES), "unit": line, "target": Maybe(number()),
    "level": choice(model.KPI_LEVELS), "better": choice(("up", "down")), "vanity": truth,
})  # fmt: skip
KPI_VALUE = Row(model.KpiValue, {
    "kpi": ident, "placement": ref, "item": ref, "channel": ref, "campaign": ref, **CELL, "day": day,
    "value": number(), "source": line,
}, names={"day": "date"})  # fmt: skip
COVERAGE_TARGET = Row(model.CoverageTarget, {
    **CELL, "channel": ref, "minimum": number(0, 1_000_000), "maximum": Maybe(number(0, 1_000_000)),
    "importance": weight, "reason": text,
})  # fmt: skip
FREQUENCY_RULE = Row(model.FrequencyRule, {
    "name": named, "segment": ref, "channels": idents, "maximum": Maybe(number(0, 1_000_000)),
    "minimum": Maybe(number(0, 1_000_000)), "window": by_parse(parse_window), "min_gap_days": Maybe(whole(0, 3660)),
    "warn_at": share, "active_from": Maybe(day), "active_to": Maybe(day),
})  # fmt: skip
WAIVER = Row(model.Waiver, {
    "key": Plain(partial(line_of, longest=2000, least=1)), "reason": text, "until": Maybe(day), "by": line,
    "on": Maybe(day),
})  # fmt: skip
USER = Row(model.User, {
    "email": Plain(_email), "name": line, "role": choice(model.ROLES), "language": choice(LANGUAGES),
    "start": choice(model.START_PAGES), "hours_per_week": Maybe(number(0, 168)), "columns": lines,
    "active": truth,
})  # fmt: skip
COMMENT = Row(model.Comment, {"item": ident, "author": line, "at": moment, "text": text, "mentions": lines})
SNAPSHOT = Row(model.Snapshot, {
    "taken_at": moment, "as_of": day, "until": day, "index": Maybe(share), "cells": Listed(Anything()),
    "findings": Listed(Anything()),
})  # fmt: skip
AUDIT_EVENT = Row(model.AuditEvent, {
    "at": moment, "who": line, "action": line, "noun": line, "key": Plain(partial(line_of, longest=2000)),
    "before": Maybe(Anything()), "after": Maybe(Anything()),
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    every: int = 1
    unit: str = "week"


@dataclass(frozen=True, slots=True, kw_only=True)
class _SeriesFile:
    """A Series as its file says it: the rule apart."""

    id: str
    rule: _Rule = _Rule()
    start: date | None = None
    until: date | None = None
    count: int | None = None
    skipped: tuple[date, ...] = ()


SERIES = Via(
    Row(_SeriesFile, {
        "id": ident, "rule": Row(_Rule, {"every": whole(1, 366), "unit": choice(model.SERIES_UNITS)}),
        "start": Maybe(day), "until": Maybe(day), "count": Maybe(whole(1)), "skipped": Listed(day, unique=True),
    }),
    unpack=lambda f: model.Series(
        id=f.id, every=f.rule.every, unit=f.rule.unit, start=f.start, until=f.until, count=f.count, skipped=f.skipped
    ),
    pack=lambda s: _SeriesFile(
        id=s.id, rule=_Rule(every=s.every, unit=s.unit), start=s.start, until=s.until, count=s.count, skipped=s.skipped
    ),
)  # fmt: skip


_ALL = model.Query()


@dataclass(frozen=True, slots=True, kw_only=True)
class _ViewPeriod:
    relative: str | None = None
    start: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _ViewFile:
    """A SavedView as its file says it: the period apart from the query."""

    slug: str
    name: str
    owner: str = ""
    shared: bool = False
    page: str = "calendar"
    query: model.Query = _ALL
    period: _ViewPeriod = _ViewPeriod()
    look: str = ""


def _view_file(view: model.SavedView) -> _ViewFile:
    return _ViewFile(
        slug=view.slug, name=view.name, owner=view.owner, shared=view.shared, page=view.page, query=view.query,
        period=_ViewPeriod(relative=view.relative, start=view.query.start, until=view.query.until), look=view.look,
    )  # fmt: skip


def _view(file: _ViewFile) -> model.SavedView:
    query = replace(file.query, start=file.period.start, until=file.period.until)
    return model.SavedView(
        slug=file.slug, name=file.name, owner=file.owner, shared=file.shared, page=file.page, query=query,
        relative=file.period.relative, look=file.look,
    )  # fmt: skip


class _PeriodRow(Row):
    """Either `{relative}` or `{from, to}` is written; any of the three is read."""

    def give(self, value: _ViewPeriod, zone: ZoneInfo) -> dict[str, object]:
        given = Row.give(self, value, zone)
        return {name: given[name] for name in (("relative",) if value.relative else ("from", "to"))}


_FILTERS = (
    "segments", "stages", "phases", "channels", "statuses", "campaigns", "owners", "languages", "formats", "tags",
)  # fmt: skip
QUERY = Row(model.Query, {**dict.fromkeys(_FILTERS, lines), "text": line})
VIEW = Via(
    Row(_ViewFile, {
        "slug": slug, "name": named, "owner": line, "shared": truth, "page": line, "query": QUERY,
        "period": _PeriodRow(
            _ViewPeriod, {"relative": Maybe(relative), "start": Maybe(day), "until": Maybe(day)},
            names={"start": "from", "until": "to"},
        ),
        "look": Plain(partial(line_of, longest=2000)),
    }),
    unpack=_view, pack=_view_file,
)  # fmt: skip

# The parts of a dump in their order; a part is a field of Workspace or of Dump.
TABLES: Mapping[str, Kind] = {
    "settings": SETTINGS,
    "users": Listed(USER),
    "segments": Ordered(SEGMENT),
    "overlaps": Listed(OVERLAP),
    "stages": Ordered(STAGE),
    "phases": Ordered(PHASE),
    "channels": Ordered(CHANNEL),
    "formats": Ordered(FORMAT),
    "campaigns": Listed(CAMPAIGN),
    "series": Listed(SERIES),
    "items": Listed(ITEM),
    "touchpoints": Listed(TOUCHPOINT),
    "kpis": Listed(KPI),
    "kpi_values": Listed(KPI_VALUE),
    "coverage_targets": Listed(COVERAGE_TARGET),
    "frequency_rules": Listed(FREQUENCY_RULE),
    "waivers": Listed(WAIVER),
    "views": Listed(VIEW),
    "comments": Listed(COMMENT),
    "snapshots": Listed(SNAPSHOT),
    "audit": Listed(AUDIT_EVENT),
}
SHAPES: Mapping[type, Kind] = {
    shape.record: shape
    for shape in (
        SETTINGS, SEGMENT, OVERLAP, STAGE, PHASE, CAPACITY_EXCEPTION, CHANNEL_RULES, CHANNEL, FORMAT, CAMPAIGN, MAPPING,
        PLACEMENT, ITEM, TOUCHPOINT, KPI, KPI_VALUE, COVERAGE_TARGET, FREQUENCY_RULE, WAIVER, USER, COMMENT, SNAPSHOT,
        AUDIT_EVENT, QUERY,
    )
} | {model.Series: SERIES, model.SavedView: VIEW}  # fmt: skip


def to_json(record: object, zone: ZoneInfo | None = None) -> Any:
    """Return the JSON object of one record; moments are written in `zone`, UTC by default."""
    return SHAPES[type(record)].give(record, zone or ZoneInfo("UTC"))


def from_json(record: type, raw: object, zone: ZoneInfo | None = None) -> tuple[Any, tuple[Problem, ...]]:
    """Return the record that a JSON object says, and its faults; with faults the record is not to be used."""
    reader = Reader(zone or ZoneInfo("UTC"))
    return SHAPES[record].take(raw, reader), tuple(reader.problems)
