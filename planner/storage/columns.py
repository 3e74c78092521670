"""The Inventory straight from tuples of the database: what every report reads, equal to `from_records` of the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from planner.core.columns import ITEM_STATUS, NO_DAY, PLACEMENT_STATUS, Bools, Ints, Inventory
from planner.core.model import FIT_WEIGHT, Workspace
from planner.storage import changes, tables

Columns = Sequence[Sequence[Any]]
_PART = 1000  # rows at a time: with all of them alive the garbage collector takes as long as the database
_EPOCH = date(1970, 1, 1).toordinal()
_ITEM = tables.items.c
_PLACE = tables.placements.c


def load_inventory(session: Session, workspace: Workspace, pks: Collection[int] | None = None) -> Inventory:
    """Return all items, mappings and placements as arrays; items by id, placements by item and uid.

    `pks` are the keys inside the database of the items to read, None for all.
    """
    loader = _Loader(session, workspace, pks)
    columns = loader.items() | loader.mappings() | loader.placements()
    texts = {noun: tuple(known) for noun, known in loader.texts.items()}
    return Inventory(revision=changes.read_revision(session), **texts, **columns)  # type: ignore[arg-type]


class _Loader:
    def __init__(self, session: Session, workspace: Workspace, pks: Collection[int] | None) -> None:
        self.session = session
        self.pks = pks
        self.zone = ZoneInfo(workspace.settings.timezone)
        self.texts: dict[str, dict[str, int]] = {"languages": {}, "owners": {}, "tags": {}, "series": {}}
        self.place_of = {
            noun: self._places(noun, [row.slug for row in getattr(workspace, noun)])
            for noun in ("segments", "stages", "phases", "channels", "formats", "campaigns")
        }
        self.item_row: Ints = np.empty(0, np.int64)

    def _places(self, noun: str, slugs: list[str]) -> Ints:
        """Return, by integer key, the position of a row in its list; the last entry, for None, is -1."""
        table = tables.named(noun)
        pks = dict(self.session.execute(select(table.c.slug, table.c.pk)).all())
        return _lookup([pks[slug] for slug in slugs])

    def fetch(self, *columns: Any, item: ColumnElement[Any], order: Iterable[Any], source: Any = None) -> Columns:
        """Return the columns of a query, each as a sequence of what the driver gives (SQLite: dates as text).

        `item` is the column with the key of the item; `source` joins tables where the columns are of several.
        """
        query = select(*columns).order_by(*order)
        query = query if source is None else query.select_from(source)
        result: Any = self.session.execute(query if self.pks is None else query.where(item.in_(self.pks)))
        found: list[list[Any]] = [[] for _ in columns]
        while part := result.cursor.fetchmany(_PART):
            for values, more in zip(found, zip(*part, strict=True), strict=True):
                values.extend(more)
        result.close()
        return found

    def text(self, noun: str, values: Sequence[str | None]) -> Ints:
        known = self.texts[noun]
        return _ints(-1 if not value else known.setdefault(value, len(known)) for value in values)

    def refs(self, noun: str, pks: Sequence[int | None]) -> Ints:
        return self.place_of[noun][_ints(-1 if pk is None else pk for pk in pks)]

    def items(self) -> dict[str, object]:
        names = (
            *("pk", "id", "title", "status", "format_pk", "language", "owner", "campaign_pk", "effort_hours"),
            *("quality", "published_on", "review_on", "expires_on", "due_on", "derived_from_pk", "translation_of_pk"),
        )
        lengths = [func.length(_ITEM.title), func.length(_ITEM.summary)]
        filled = [_ITEM[name] != "" for name in ("url", "image", "image_alt")]
        got = self.fetch(*(_ITEM[name] for name in names), *lengths, *filled, item=_ITEM.pk, order=[_ITEM.id])
        pk, ids, titles, status, form, language, owner, campaign, effort, quality, *rest = got
        published, review, expires, due, derived, translated, title_length, summary_length, url, image, alt = rest
        self.item_row = _lookup(pk)
        return {
            "item_ids": list(ids),
            "item_titles": list(titles),
            "item_status": _ints(ITEM_STATUS[name] for name in status),
            "item_format": self.refs("formats", form),
            "item_campaign": self.refs("campaigns", campaign),
            **self.tags(),
            "item_language": self.text("languages", language),
            "item_owner": self.text("owners", owner),
            "item_effort": np.array([np.nan if hours is None else hours for hours in effort], float),
            "item_quality": _ints(value or 0 for value in quality),
            "item_published": _days(published),
            "item_review": _days(review),
            "item_expires": _days(expires),
            "item_due": _days(due),
            **self.kin(pk, item_derived_from=derived, item_translation_of=translated),
            "item_title_length": _ints(title_length),
            "item_summary_length": _ints(summary_length),
            "item_has_url": _bools(url),
            "item_has_image": _bools(image),
            "item_has_alt": _bools(alt),
        }

    def kin(self, read: Sequence[int], **named: Sequence[int | None]) -> dict[str, object]:
        """Return the rows of the items that others name by their keys; those that were not read stand beyond."""
        wanted = {pk for pks in named.values() for pk in pks if pk is not None}
        far = sorted(wanted.difference(read)) if self.pks is not None else []
        ids = dict(self.session.execute(select(_ITEM.pk, _ITEM.id).where(_ITEM.pk.in_(far))).all()) if far else {}
        rows = {pk: int(self.item_row[pk]) for pk in wanted.difference(far)} | {pk: -2 - n for n, pk in enumerate(far)}
        columns = {name: _ints(-1 if pk is None else rows[pk] for pk in pks) for name, pks in named.items()}
        return {"beyond": tuple(ids[pk] for pk in far), **columns}

    def tags(self) -> dict[str, object]:
        table = tables.item_tags
        order = [table.c.item_pk, table.c.position]
        pk, tag = self.fetch(table.c.item_pk, table.c.tag, item=table.c.item_pk, order=order)
        rows = self.item_row[_ints(pk)]
        pairs = dict.fromkeys((int(rows[n]), tag[n]) for n in np.argsort(rows, kind="stable"))
        return {
            "tagged_item": _ints(row for row, _ in pairs),
            "tagged_tag": self.text("tags", [name for _, name in pairs]),
        }

    def mappings(self) -> dict[str, object]:
        table = tables.mappings
        names = ("item_pk", "segment_pk", "stage_pk", "phase_pk", "fit")
        owner = table.c.item_pk
        got = self.fetch(*(table.c[name] for name in names), item=owner, order=[owner, table.c.position])
        pk, segment, stage, phase, fit = got
        rows = self.item_row[_ints(pk)]
        order = np.argsort(rows, kind="stable")
        return {
            "map_item": rows[order],
            "map_segment": self.refs("segments", segment)[order],
            "map_stage": self.refs("stages", stage)[order],
            "map_phase": self.refs("phases", phase)[order],
            "map_fit": np.array([FIT_WEIGHT[name] for name in fit], float)[order],
        }

    def placements(self) -> dict[str, object]:
        names = (
            *("pk", "uid", "title", "item_pk", "channel_pk", "on", "at", "until", "status", "stage_pk", "phase_pk"),
            *("campaign_pk", "language", "owner", "priority", "service", "series"),
        )
        lengths = [_length_or_inherited(_PLACE.title), _length_or_inherited(_PLACE.text)]
        filled = [_PLACE[name] != "" for name in ("call_to_action", "link", "image", "image_alt")]
        order = [tables.items.c.id, _PLACE.uid]
        both: Any = tables.placements.join(tables.items, _PLACE.item_pk == _ITEM.pk)
        columns = [*(_PLACE[name] for name in names), *lengths, *filled]
        got = self.fetch(*columns, item=_PLACE.item_pk, order=order, source=both)
        pk, uids, titles, item, channel, on, at, until, status, stage, phase, *rest = got
        campaign, language, owner, priority, service, series, title_length, text_length, call, link, image, alt = rest
        day, minute = self.when(on, at)
        return {
            "uids": list(uids),
            "place_titles": list(titles),
            "place_item": self.item_row[_ints(item)],
            "place_channel": self.refs("channels", channel),
            "place_day": day,
            "place_minute": minute,
            "place_until": _days(until),
            "place_status": _ints(PLACEMENT_STATUS[name] for name in status),
            "place_stage": self.refs("stages", stage),
            "place_phase": self.refs("phases", phase),
            "place_campaign": self.refs("campaigns", campaign),
            "place_language": self.text("languages", language),
            "place_owner": self.text("owners", owner),
            "place_priority": _ints(priority),
            "place_service": _bools(service),
            "place_series": self.text("series", series),
            "place_title_length": _ints(title_length),
            "place_text_length": _ints(text_length),
            "place_has_call": _bools(call),
            "place_has_link": _bools(link),
            "place_has_image": _bools(image),
            "place_has_alt": _bools(alt),
            **self.narrowed(_lookup(pk)),
        }

    def narrowed(self, place_row: Ints) -> dict[str, object]:
        table = tables.placement_segments
        order = [table.c.placement_pk, table.c.position]
        both: Any = table.join(tables.placements, table.c.placement_pk == _PLACE.pk)
        columns = table.c.placement_pk, table.c.segment_pk
        place, segment = self.fetch(*columns, item=_PLACE.item_pk, order=order, source=both)
        rows = place_row[_ints(place)]
        by_row = np.argsort(rows, kind="stable")
        return {"narrow_place": rows[by_row], "narrow_segment": self.refs("segments", segment)[by_row]}

    def when(self, on: Sequence[Any], at: Sequence[Any]) -> tuple[Ints, Ints]:
        """Return local day and minute of the day; -1 for a whole day."""
        days, minutes = [], []
        for day, moment in zip(on, at, strict=True):
            if moment is None:
                days.append(day)
                minutes.append(-1)
            else:
                local = _moment(moment).astimezone(self.zone)
                days.append(local.date())
                minutes.append(local.hour * 60 + local.minute)
        return _days(days), _ints(minutes)


def _lookup(pks: Sequence[int]) -> Ints:
    """Return an array that gives the position in `pks` of each integer key; its last entry, -1, is for None."""
    found = np.full(max(pks, default=0) + 2, -1, np.int64)
    found[_ints(pks)] = np.arange(len(pks))
    return found


def _length_or_inherited(column: ColumnElement[str]) -> ColumnElement[int]:
    return case((column == "", -1), else_=func.length(column))


def _ints(values: Iterable[Any]) -> Ints:
    return np.fromiter(values, np.int64)


def _bools(values: Iterable[Any]) -> Bools:
    return np.fromiter((bool(value) for value in values), np.bool_)


def _days(values: Sequence[Any]) -> Ints:
    """Return days, given as dates or as ISO text, as ordinals."""
    days = np.array([value or "NaT" for value in values], "datetime64[D]")
    return np.where(np.isnat(days), NO_DAY, days.astype(np.int64) + _EPOCH)


def _moment(value: Any) -> datetime:
    """Return a moment, which SQLite gives as text in UTC."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
