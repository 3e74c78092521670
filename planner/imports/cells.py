"""Mappings and placements as a row tells them: exact lists, short forms in a cell, and columns to be combined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product

from planner.core.model import Fit
from planner.core.model import Mapping as CellMapping
from planner.core.parse import N_, Refused, parse_choice
from planner.core.rows import PlacementRow
from planner.imports.context import Context
from planner.imports.dates import When, read_when
from planner.imports.fields import PLACEMENT_FIELDS, list_of, read_id, text_of
from planner.imports.heads import head
from planner.imports.reading import MEMO_SIZE, Reading, Said, blank
from planner.imports.values import placement_status

MAP_MAX = 2_000
PLACEMENTS_MAX = 2_000
_DIMENSIONS = (("segments", "segment"), ("stages", "stage"), ("phases", "phase"))


def slugs(row: Reading, said: Said, kind: str) -> tuple[str, ...]:
    """Return the slugs of the `kind` rows that a value names; each unknown one is a warning."""
    words = row.context.words
    if isinstance(said.raw, str) and words.has(kind, said.raw):  # a name may hold a comma
        return (words.slug(kind, said.raw),)
    found: list[str] = []
    for text in list_of(said.raw):
        try:
            found.append(words.slug(kind, text))
        except Refused as refused:
            row.note(Said(said.head, text), refused)
    return tuple(dict.fromkeys(found))


def read_map(row: Reading) -> tuple[CellMapping, ...] | None:
    """Return the item's mappings: `map` as it stands, else every combination of segments, stages and phases.

    None where the row has nothing to say about them.
    """
    exact = row.take("map")
    if exact is not None:
        row.leave("segments", "stages", "phases")
        return _exact(row, exact)
    said = [row.said.get(name) for name, _ in _DIMENSIONS]
    if not any(said):
        return None
    raws = tuple(values[0].raw if values and len(values) == 1 else values and "" for values in said)
    if any(raw == "" or isinstance(raw, list | dict) for raw in raws):
        return _combined(row)
    memo, told = row.context.maps, len(row.account.warnings)
    if raws in memo:  # a calendar names the same few combinations in every row
        for name, _ in _DIMENSIONS:
            row.said.pop(name, None)
        return memo[raws]
    found = _combined(row)
    if len(row.account.warnings) == told and not row.failed and len(memo) < MEMO_SIZE:
        memo[raws] = found
    return found


def _combined(row: Reading) -> tuple[CellMapping, ...] | None:
    parts: dict[str, tuple[str, ...]] = {"segment": (), "stage": (), "phase": ()}
    for name, kind in _DIMENSIONS:
        said = row.take(name)
        if said is None:
            continue
        other = {"stage": "phase", "phase": "stage"}.get(kind, kind)
        if not any(row.context.words.has(kind, text) for text in list_of(said.raw)) and all(
            row.context.words.has(other, text) for text in list_of(said.raw)
        ):
            kind = other  # “Funnel stage: Awareness” names a phase  # noqa: PLW2901
        parts[kind] = parts[kind] or slugs(row, said, kind)
    if not any(parts.values()):
        return None
    combined = product(parts["segment"] or (None,), parts["stage"] or (None,), parts["phase"] or (None,))
    found = tuple(CellMapping(segment=a, stage=b, phase=c) for a, b, c in combined)
    if len(found) > MAP_MAX:
        row.note(Said("segments", ""), Refused(N_("These are more than %(most)s mappings."), most=MAP_MAX), firm=True)
    return found


def _exact(row: Reading, said: Said) -> tuple[CellMapping, ...] | None:
    raws = said.raw if isinstance(said.raw, list) else re.split(r"[;|\n]", text_of(said.raw))
    found: dict[tuple[str | None, str | None, str | None], CellMapping] = {}
    for raw in raws[:MAP_MAX]:
        if blank(raw):
            continue
        try:
            one = _mapping(row.context, raw)
            found.setdefault((one.segment, one.stage, one.phase), one)
        except Refused as refused:
            row.note(Said(said.head, raw), refused)
    return tuple(found.values())


def _mapping(context: Context, raw: object) -> CellMapping:
    if isinstance(raw, dict):
        given = {name: text_of(raw.get(name)) for name in ("segment", "stage", "phase", "fit")}
    else:
        path, _, fit = text_of(raw).partition(":")
        names = [part.strip() for part in path.split("/")]
        if len(names) != 3:
            raise Refused(
                N_("“%(value)s” is no mapping: write segment/stage/phase:secondary."), value=text_of(raw)[:80]
            )
        given = dict(zip(("segment", "stage", "phase"), names, strict=True)) | {"fit": fit.strip()}
    part = {k: context.words.slug(k, given[k]) if given[k].strip() else None for k in ("segment", "stage", "phase")}
    if not any(part.values()):
        raise Refused(N_("“%(value)s” is no mapping: write segment/stage/phase:secondary."), value=str(raw)[:80])
    chosen: Fit = "primary"
    if parse_choice(given["fit"] or "primary", ("primary", "secondary")) == "secondary":
        chosen = "secondary"
    return CellMapping(segment=part["segment"], stage=part["stage"], phase=part["phase"], fit=chosen)


def dated(when: When | None, context: Context) -> dict[str, object]:
    """Return `on` or `at` of a placement; the other one is cleared with it."""
    if when is None:
        return {}
    if when.time is not None:
        return {"on": None, "at": when.moment(context.zone)}
    return {"on": when.day, "at": None}


def read_placements(row: Reading) -> tuple[PlacementRow, ...]:
    """Return the placements of the `placements` key or cell; one that cannot be read is a warning and left out."""
    said = row.take("placements")
    if said is None:
        return ()
    raws = said.raw if isinstance(said.raw, list) else re.split(r"[;|\n]", text_of(said.raw))
    if len(raws) > PLACEMENTS_MAX:
        row.note(Said(said.head, ""), Refused(N_("These are more than %(most)s placements."), most=PLACEMENTS_MAX),
                 firm=True)  # fmt: skip
    found: list[PlacementRow] = []
    for raw in raws[:PLACEMENTS_MAX]:
        if blank(raw):
            continue
        try:
            found.append(_listed(row, raw) if isinstance(raw, dict) else _short(row, text_of(raw)))
        except Refused as refused:
            row.note(Said(said.head, raw), refused)
    return tuple(found)


def _short(row: Reading, text: str) -> PlacementRow:
    """`channel@2026-11-21=planned`, with a time after T, a run's last day after `..`, date and status optional."""
    place, _, status = text.partition("=")
    channel, _, day = place.partition("@")
    first, _, last = day.partition("..")
    fields: dict[str, object] = {"channel": row.context.words.slug("channel", channel)}
    if first.strip():
        fields |= dated(read_when(first.strip(), row.context.order), row.context)
    if last.strip():
        fields["until"] = read_when(last.strip(), row.context.order).day
    if status.strip():
        fields["status"] = placement_status(status)
    return PlacementRow(where=row.where, fields=fields)


def _listed(row: Reading, raw: Mapping[str, object]) -> PlacementRow:
    given = {head(str(name)).field or str(name): value for name, value in raw.items()}
    uid = str(read_id(given.pop("uid"), row.context)) if not blank(given.get("uid")) else None
    fields: dict[str, object] = {"channel": row.context.words.slug("channel", text_of(given.pop("channel", "")))}
    when = _first(given, ("on", "at", "date", "week"))
    if when is not None:
        fields |= dated(read_when(text_of(when), row.context.order), row.context)
    if not blank(given.get("status")):
        fields["status"] = placement_status(text_of(given["status"]))
    given.pop("status", None)
    _narrowed(row, given, fields)
    for name, spec in PLACEMENT_FIELDS.items():
        value = given.pop(name, None)
        if not blank(value, name):
            fields[name] = spec.read(value, row.context)
    for name, value in given.items():
        if not blank(value):
            row.note(Said(f"placements.{name}", value), Refused(N_("A placement has no “%(key)s”; it was left out."),
                                                                key=name[:80]))  # fmt: skip
    return PlacementRow(where=row.where, uid=uid or None, fields=fields)


def _narrowed(row: Reading, given: dict[str, object], fields: dict[str, object]) -> None:
    narrowed = given.pop("narrowed_segments", None) or given.get("segments")
    given.pop("segments", None)
    if not blank(narrowed):
        fields["segments"] = slugs(row, Said("segments", narrowed), "segment")
    for plural, kind in (("stages", "stage"), ("phases", "phase")):
        value = given.pop(plural, None)
        if not blank(value):
            fields[kind] = next(iter(slugs(row, Said(kind, value), kind)), None)


def _first(given: dict[str, object], names: Iterable[str]) -> object | None:
    values = [given.pop(name, None) for name in names]
    return next((value for value in values if not blank(value, "date")), None)
