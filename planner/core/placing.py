"""The placements of one item after an import: found by uid, else by channel with date or time, moved or made new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from planner.core.model import Item, Placement
from planner.core.parse import N_, Problem, Refused, problem
from planner.core.rows import ItemRow, PlacementRow
from planner.core.said import plain
from planner.core.shapes import PLACEMENT
from planner.core.status import PLACEMENT_STATUSES

Entry = Mapping[str, object]  # what a source said of one placement, as plain JSON

_BLANK = Placement(uid="", channel="")
_DATES = ("date", "on", "at", "week")
_CLEARS = {"narrowed_segments": "segments"}
_EDITED = N_(
    "This placement was edited here and changed in its source too; it stays as edited. Changed there: %(columns)s."
)
_GONE = N_("The file names this placement (%(channel)s, %(day)s) no longer; it stays here until you delete it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What merging needs besides rows and records: the zone, the order of the stages, and a maker of uids."""

    zone: ZoneInfo
    stages: Mapping[str, int] = field(default_factory=dict)
    new_uid: Callable[[], str]


@dataclass(slots=True)
class Placed:
    """The placements of an item while rows are applied; `did` is what became of a row: (number, new?, fields)."""

    places: dict[str, Placement]
    entries: dict[str, Entry]
    did: list[tuple[int, bool, tuple[str, ...]]] = field(default_factory=list)
    conflicts: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def place(item: Item, rows: Iterable[ItemRow], entries: Mapping[str, Entry], frame: Frame, *, narrow: bool) -> Placed:
    """Apply the placement rows of one source to an item; `entries` is what that source said last time.

    With `narrow` each is narrowed to the cells its own row names, because other rows name others.
    """
    placed = Placed({one.uid: one for one in item.placements}, dict(entries))
    met: set[str] = set()
    pending: list[tuple[int, PlacementRow]] = []
    whole = True
    for number, row in enumerate(rows):
        whole = whole and not row.sheet
        for one in row.placements:
            uid = one.uid if one.uid is not None else _find(one, placed, frame)
            if uid is None:
                pending.append((number, one))
                continue
            met.add(uid)
            _apply(item, uid, one, number, placed, frame, narrow)
    left = [uid for uid in entries if uid not in met and uid in placed.places] if whole else []
    for number, one in pending:
        uid = _moved(one, left, placed) or _find(one, placed, frame) or frame.new_uid()
        if uid in left:
            left.remove(uid)
        _apply(item, uid, one, number, placed, frame, narrow)
    for uid in left if met or pending else ():
        gone = placed.places[uid]
        why = Refused(_GONE, channel=gone.channel, day=gone.on or gone.at or "–")
        placed.warnings.append(problem(next(iter(rows)).where, "placements", uid, why))
    return placed


def _key(fields: Mapping[str, object]) -> tuple[object, object, object]:
    return tuple(plain(fields.get(name)) for name in ("channel", "on", "at"))  # type: ignore[return-value]


def _find(row: PlacementRow, placed: Placed, frame: Frame) -> str | None:
    """Return the uid of the placement with this channel and date: as its source had it, as it is, else that day."""
    if not placed.entries and not placed.places:  # most new items
        return None
    key = _key(row.fields)
    for uid, entry in placed.entries.items():
        if (entry.get("channel"), entry.get("on"), entry.get("at")) == key:
            return uid
    same_day: list[str] = []
    for uid, one in placed.places.items():
        if one.channel != row.fields["channel"]:
            continue
        if (one.channel, plain(one.on), plain(one.at)) == key:
            return uid
        timed = bool(one.at) + bool(row.fields.get("at"))
        if timed == 1 and _day(one.on, one.at, frame) == _day(row.fields.get("on"), row.fields.get("at"), frame):
            same_day.append(uid)
    return same_day[0] if len(same_day) == 1 else None


def _with(one: Placement, fields: Mapping[str, Any]) -> Placement:
    return replace(one, **fields)


def _day(on: object, at: object, frame: Frame) -> object:
    return at.astimezone(frame.zone).date() if isinstance(at, datetime) else on


def _moved(row: PlacementRow, left: list[str], placed: Placed) -> str | None:
    """Return a placement of the same channel that its file names no longer: it has another date there now."""
    return next((uid for uid in left if placed.entries[uid].get("channel") == row.fields["channel"]), None)


def _apply(item: Item, uid: str, row: PlacementRow, number: int, placed: Placed, frame: Frame, narrow: bool) -> None:  # noqa: PLR0917 -- one caller
    said = _said(row, narrow=narrow)
    now = placed.places.get(uid)
    entry = placed.entries.get(uid)
    values = {name: plain(value) for name, value in {**said, **row.inherited}.items()}
    if now is None:
        if entry is not None:  # it was deleted here, and stays so
            return
        now = Placement(uid=uid, channel=str(said["channel"]))
        own = {name: value for name, value in row.inherited.items() if _effective(item, now, name, frame) != value}
        placed.places[uid] = Placement(uid=uid, **{**said, **own})  # type: ignore[arg-type]
        placed.entries[uid] = values
        placed.did.append((number, True, ()))
        return
    have = {  # its own and what a calendar shows: a row may say either
        name: (plain(getattr(now, name)), plain(_effective(item, now, name, frame)))
        for name in {*values, *(entry or {})}
    }
    changed = [
        name for name in values if values[name] not in have[name] and (entry is None or entry.get(name) != values[name])
    ]
    if changed and entry is not None and any(value not in have[name] for name, value in entry.items()):
        columns = ", ".join(changed)
        placed.conflicts.append(problem(row.where, changed[0], values[changed[0]], Refused(_EDITED, columns=columns)))
        placed.did.append((number, False, ()))
        return
    if changed:
        fields = {name: value for name, value in {**said, **row.inherited}.items() if name in changed}
        placed.places[uid] = _stand(now, _with(now, fields))
    placed.entries[uid] = {**(entry or {}), **values}
    placed.did.append((number, False, tuple(changed)))


def _said(row: PlacementRow, *, narrow: bool) -> dict[str, object]:
    said = dict(row.fields)
    if row.uid is not None:
        cleared = {_CLEARS.get(name, name) for name in row.cleared if name in PLACEMENT.kinds or name in _CLEARS}
        for name in cleared - {"uid", "channel", "status", "on", "at", *said, *row.inherited}:
            said[name] = getattr(_BLANK, name)
        if "on" not in said and any(name in row.cleared for name in _DATES):
            said |= {"on": None, "at": None}
    elif narrow and row.serves:
        said.setdefault("segments", tuple(dict.fromkeys(one.segment for one in row.serves if one.segment)))
        for name in ("stage", "phase"):
            parts = {getattr(one, name) for one in row.serves}
            if len(parts) == 1 and None not in parts:
                said.setdefault(name, parts.pop())
    return said


def _effective(item: Item, one: Placement, name: str, frame: Frame) -> object:
    """Return what a calendar shows of a placement: its own, else what it has from its item."""
    own = getattr(one, name)
    if own or name not in ("owner", "campaign", "language", "image", "image_alt", "stage"):
        return own
    if name == "stage":
        return best_stage(item, frame.stages)
    return getattr(item, name)


def best_stage(item: Item, stages: Mapping[str, int]) -> str | None:
    """Return the stage of the item's best mapping: primary before secondary, then by the order of the stages."""
    staged = [one for one in item.map if one.stage is not None]
    best = min(staged, key=lambda one: (one.fit != "primary", stages.get(one.stage or "", 0)), default=None)
    return best.stage if best else None


def _stand(before: Placement, after: Placement) -> Placement:
    """Remember where a cancelled placement came from, so that it can return."""
    if before.status == after.status or after.status not in PLACEMENT_STATUSES:
        return after
    return replace(after, status_before=before.status if after.status == "cancelled" else None)
