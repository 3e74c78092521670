"""Inventory: items, mappings and placements as arrays, the one representation behind every report and filter.

Indices: a dimension is its position in the Workspace's tuple (all rows, archived ones too), -1 = not said.
Days: proleptic ordinals (`date.toordinal()`), `NO_DAY` = none. Rows are in the order of `item_ids` / `uids`;
mappings and placements are sorted by item. Storage builds it from tuples, `from_records` from records.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from planner.core.model import FIT_WEIGHT, Item, Placement, Workspace
from planner.core.parse import fold
from planner.core.status import ITEM_STATUSES, PLACEMENT_STATUSES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NO_DAY = 0
ITEM_STATUS = {name: n for n, name in enumerate(ITEM_STATUSES)}
PLACEMENT_STATUS = {name: n for n, name in enumerate(PLACEMENT_STATUSES)}


def ordinal(day: date | None) -> int:
    """Return the day as an ordinal, `NO_DAY` for None."""
    return NO_DAY if day is None else day.toordinal()


def day_of(number: int) -> date | None:
    """Return the day of an ordinal, None for `NO_DAY`."""
    return None if number == NO_DAY else date.fromordinal(int(number))


@dataclass(frozen=True, eq=False, kw_only=True)
class Inventory:
    """All items, mappings and placements of a workspace at one `revision`.

    `item_*` arrays have one row an item, `map_*` one a mapping, `place_*` one a placement, `narrow_*` one a
    (placement, narrowed segment) pair. `languages`, `owners`, `tags` and `series` are the texts that the indices
    point into ("" is not among them; -1 = none). `beyond` are the ids of items that this part of a workspace names
    and does not hold: the n-th stands as -2 - n where a row of an item would; a whole workspace has none.
    """

    revision: int
    languages: tuple[str, ...]
    owners: tuple[str, ...]
    tags: tuple[str, ...]
    series: tuple[str, ...]

    item_ids: Sequence[str]
    item_titles: Sequence[str]
    item_status: Ints  # index into ITEM_STATUSES
    item_format: Ints
    item_language: Ints
    item_owner: Ints
    item_campaign: Ints
    item_effort: Floats  # hours, NaN = the format's
    item_quality: Ints  # 1..5, 0 = not said
    item_published: Ints
    item_review: Ints
    item_expires: Ints
    item_due: Ints
    item_derived_from: Ints  # row of the item it was made from, -1 = none
    item_translation_of: Ints  # row of the item it translates, -1 = none
    item_title_length: Ints  # characters
    item_summary_length: Ints  # characters of plain text
    item_has_url: Bools
    item_has_image: Bools
    item_has_alt: Bools
    tagged_item: Ints  # pairs (item, tag)
    tagged_tag: Ints

    map_item: Ints
    map_segment: Ints
    map_stage: Ints
    map_phase: Ints
    map_fit: Floats  # 1.0 primary, 0.5 secondary

    uids: Sequence[str]
    place_titles: Sequence[str]  # adapted title, "" = the item's
    place_item: Ints
    place_channel: Ints
    place_day: Ints  # local day of the workspace's zone, NO_DAY = in the tray
    place_minute: Ints  # local minute of the day, -1 = whole day
    place_until: Ints  # last day of a run; NO_DAY where it is none
    place_status: Ints  # index into PLACEMENT_STATUSES
    place_stage: Ints
    place_phase: Ints
    place_campaign: Ints
    place_language: Ints
    place_owner: Ints
    place_priority: Ints
    place_service: Bools
    place_series: Ints
    place_title_length: Ints  # -1 = inherited
    place_text_length: Ints  # -1 = inherited
    place_has_call: Bools
    place_has_link: Bools
    place_has_image: Bools
    place_has_alt: Bools
    narrow_place: Ints
    narrow_segment: Ints

    beyond: tuple[str, ...] = ()

    @cached_property
    def item_row(self) -> dict[str, int]:
        """Row of an item by its id."""
        return {key: n for n, key in enumerate(self.item_ids)}

    @cached_property
    def place_row(self) -> dict[str, int]:
        """Row of a placement by its uid."""
        return {key: n for n, key in enumerate(self.uids)}

    @cached_property
    def counted(self) -> Bools:
        """Placements that count: dated and not cancelled."""
        counted: Bools = (self.place_day != NO_DAY) & (self.place_status != PLACEMENT_STATUS["cancelled"])
        return counted

    @cached_property
    def runs(self) -> Bools:
        """Placements with an end date after their first day."""
        runs: Bools = self.place_until > self.place_day
        return runs

    @cached_property
    def place_last(self) -> Ints:
        """The last day of every placement: its end date for a run, else its day."""
        return np.where(self.runs, self.place_until, self.place_day)

    def touching(self, first: int, last: int) -> Bools:
        """Dated placements in the period of ordinals [first, last]: any of their days is."""
        touching: Bools = (self.place_day != NO_DAY) & (self.place_day <= last) & (self.place_last >= first)
        return touching

    @cached_property
    def serves(self) -> tuple[Ints, Ints]:
        """The pairs (placement, segment) a placement serves, sorted, each once.

        Its narrowed segments, else every segment of its item's mappings (incomplete and secondary ones too).
        """
        # a pair is one number (row x segments + segment): sorting numbers is many times faster than sorting pairs
        segments = int(max(self.map_segment.max(initial=0), self.narrow_segment.max(initial=0))) + 1
        mapped = self.map_segment >= 0
        of_item = np.unique(self.map_item[mapped] * segments + self.map_segment[mapped])
        starts = np.searchsorted(of_item, np.arange(len(self.item_ids) + 1) * segments)
        narrowed = np.zeros(len(self.uids), bool)
        narrowed[self.narrow_place] = True
        wide = np.flatnonzero(~narrowed)
        place, at = spread(wide, starts[self.place_item[wide]], starts[self.place_item[wide] + 1])
        pairs = np.unique(np.concatenate([
            place * segments + of_item[at] % segments,
            self.narrow_place * segments + self.narrow_segment,
        ]))  # fmt: skip
        return pairs // segments, pairs % segments

    @cached_property
    def folded_titles(self) -> tuple[list[str], list[str]]:
        """Titles of items and adapted titles of placements, folded for searching."""
        return [fold(title) for title in self.item_titles], [fold(title) for title in self.place_titles]

    def owner_of(self) -> Ints:
        """Owner index of every placement: its own, else its item's."""
        return np.where(self.place_owner >= 0, self.place_owner, self.item_owner[self.place_item])

    def language_of(self) -> Ints:
        """Language index of every placement: its own, else its item's."""
        return np.where(self.place_language >= 0, self.place_language, self.item_language[self.place_item])

    def campaign_of(self) -> Ints:
        """Campaign index of every placement: its own, else its item's."""
        return np.where(self.place_campaign >= 0, self.place_campaign, self.item_campaign[self.place_item])


def same_figures(one: Inventory, other: Inventory) -> bool:
    """Return whether two inventories differ in nothing but revision and titles: then every report says the same."""
    names = [field.name for field in fields(Inventory) if field.name not in ("revision", "item_titles", "place_titles")]
    return all(_same(getattr(one, name), getattr(other, name)) for name in names)


def _same(one: object, other: object) -> bool:
    if one is other:  # as most columns are after an edit
        return True
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    return one == other


def spread(rows: Ints, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Repeat each of `rows` for every position in its [start, end) and return (row, position) pairs."""
    lengths = ends - starts
    row = np.repeat(rows, lengths)
    offset = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return row, np.repeat(starts, lengths) + offset


def effort_hours(workspace: Workspace, inventory: Inventory) -> Floats:
    """Return the effort of every item in hours: its own, else its format's, else 4."""
    formats = np.array([f.effort_hours for f in workspace.formats] + [4.0])  # -1 picks the last: no format
    return np.where(np.isnan(inventory.item_effort), formats[inventory.item_format], inventory.item_effort)


def from_records(workspace: Workspace, items: Iterable[Item], revision: int = 0) -> Inventory:
    """Build the Inventory of records; unknown references count as not said."""
    return _Builder(workspace, list(items)).inventory(revision)


class _Builder:
    def __init__(self, workspace: Workspace, items: list[Item]) -> None:
        self.items = items
        self.zone = ZoneInfo(workspace.settings.timezone)
        self.of = {
            noun: {row.slug: n for n, row in enumerate(getattr(workspace, noun))}
            for noun in ("segments", "stages", "phases", "channels", "formats", "campaigns")
        }
        self.texts: dict[str, dict[str, int]] = {"languages": {}, "owners": {}, "tags": {}, "series": {}}
        self.places = [(n, place) for n, item in enumerate(items) for place in item.placements]

    def ref(self, noun: str, slug: str | None) -> int:
        return -1 if slug is None else self.of[noun].get(slug, -1)

    def text(self, noun: str, value: str | None) -> int:
        return -1 if not value else self.texts[noun].setdefault(value, len(self.texts[noun]))

    def inventory(self, revision: int) -> Inventory:
        columns = self.item_columns() | self.map_columns() | self.place_columns()
        texts = {noun: tuple(known) for noun, known in self.texts.items()}
        return Inventory(revision=revision, **texts, **columns)  # type: ignore[arg-type]

    def item_columns(self) -> dict[str, object]:
        items = self.items
        tagged = [(n, self.text("tags", tag)) for n, item in enumerate(items) for tag in dict.fromkeys(item.tags)]
        row = {i.id: n for n, i in enumerate(items)}
        return {
            "item_ids": [i.id for i in items],
            "item_titles": [i.title for i in items],
            "item_status": ints(ITEM_STATUS[i.status] for i in items),
            "item_format": ints(self.ref("formats", i.format) for i in items),
            "item_language": ints(self.text("languages", i.language) for i in items),
            "item_owner": ints(self.text("owners", i.owner) for i in items),
            "item_campaign": ints(self.ref("campaigns", i.campaign) for i in items),
            "item_effort": np.array([np.nan if i.effort_hours is None else i.effort_hours for i in items], float),
            "item_quality": ints(i.quality or 0 for i in items),
            "item_published": ints(ordinal(i.published_on) for i in items),
            "item_review": ints(ordinal(i.review_on) for i in items),
            "item_expires": ints(ordinal(i.expires_on) for i in items),
            "item_due": ints(ordinal(i.due_on) for i in items),
            "item_derived_from": ints(row.get(i.derived_from or "", -1) for i in items),
            "item_translation_of": ints(row.get(i.translation_of or "", -1) for i in items),
            "item_title_length": ints(len(i.title) for i in items),
            "item_summary_length": ints(len(i.summary) for i in items),
            "item_has_url": bools(i.url for i in items),
            "item_has_image": bools(i.image for i in items),
            "item_has_alt": bools(i.image_alt for i in items),
            "tagged_item": ints(n for n, _ in tagged),
            "tagged_tag": ints(tag for _, tag in tagged),
        }

    def map_columns(self) -> dict[str, object]:
        maps = [(n, m) for n, item in enumerate(self.items) for m in item.map]
        return {
            "map_item": ints(n for n, _ in maps),
            "map_segment": ints(self.ref("segments", m.segment) for _, m in maps),
            "map_stage": ints(self.ref("stages", m.stage) for _, m in maps),
            "map_phase": ints(self.ref("phases", m.phase) for _, m in maps),
            "map_fit": np.array([FIT_WEIGHT[m.fit] for _, m in maps], float),
        }

    def place_columns(self) -> dict[str, object]:
        places = [p for _, p in self.places]
        when = [self.when(p) for p in places]
        narrowed = [(n, self.ref("segments", slug)) for n, p in enumerate(places) for slug in dict.fromkeys(p.segments)]
        narrowed = [pair for pair in narrowed if pair[1] >= 0]
        return {
            "uids": [p.uid for p in places],
            "place_titles": [p.title for p in places],
            "place_item": ints(n for n, _ in self.places),
            "place_channel": ints(self.ref("channels", p.channel) for p in places),
            "place_day": ints(day for day, _ in when),
            "place_minute": ints(minute for _, minute in when),
            "place_until": ints(ordinal(p.until) for p in places),
            "place_status": ints(PLACEMENT_STATUS[p.status] for p in places),
            "place_stage": ints(self.ref("stages", p.stage) for p in places),
            "place_phase": ints(self.ref("phases", p.phase) for p in places),
            "place_campaign": ints(self.ref("campaigns", p.campaign) for p in places),
            "place_language": ints(self.text("languages", p.language) for p in places),
            "place_owner": ints(self.text("owners", p.owner) for p in places),
            "place_priority": ints(p.priority for p in places),
            "place_service": bools(p.service for p in places),
            "place_series": ints(self.text("series", p.series) for p in places),
            "place_title_length": ints(len(p.title) if p.title else -1 for p in places),
            "place_text_length": ints(len(p.text) if p.text else -1 for p in places),
            "place_has_call": bools(p.call_to_action for p in places),
            "place_has_link": bools(p.link for p in places),
            "place_has_image": bools(p.image for p in places),
            "place_has_alt": bools(p.image_alt for p in places),
            "narrow_place": ints(n for n, _ in narrowed),
            "narrow_segment": ints(segment for _, segment in narrowed),
        }

    def when(self, place: Placement) -> tuple[int, int]:
        if place.at is not None:
            local = (place.at if place.at.tzinfo else place.at.replace(tzinfo=UTC)).astimezone(self.zone)
            return local.toordinal(), local.hour * 60 + local.minute
        return ordinal(place.on), -1


def ints(values: Iterable[int]) -> Ints:
    """Return whole numbers as an array, also an empty one."""
    return np.fromiter(values, np.int64)


def bools(values: Iterable[object]) -> Bools:
    """Return truth values as an array, also an empty one."""
    return np.fromiter((bool(value) for value in values), np.bool_)
