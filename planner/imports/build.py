"""One row of cells, or the keys of one file -> an ItemRow; what could not be read goes to the account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planner.core.identity import title_key
from planner.core.model import Mapping as CellMapping
from planner.core.parse import N_, Refused, parse_boolean
from planner.core.rows import ItemRow, PlacementRow
from planner.imports.cells import dated, read_map, read_placements, slugs
from planner.imports.context import Account, Context
from planner.imports.dates import When, read_time, read_when
from planner.imports.fields import INHERITED, ITEM_FIELDS, PLACEMENT_FIELDS, read_id, text_of
from planner.imports.heads import Head
from planner.imports.reading import Reading, Said
from planner.imports.values import item_status, key, status_of_both

DATE_FIELDS = ("on", "at", "date", "week")
_PLACEMENT_ONLY = ("narrowed_segments", "until", "text", "call_to_action", "link", "priority", "service", "series")


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says beside its keys: body, first heading, date and language of its name, name without ending."""

    body: str | None = None
    heading: str = ""
    day: date | None = None
    language: str = ""
    stem: str = ""


def build(
    cells: Iterable[tuple[Head, object]], *, where: str, source: str, context: Context, account: Account, found: Found
) -> ItemRow | None:
    """Return the row that `cells` say, or None where it was refused."""
    row = Reading(where, context, account)
    row.gather(cells)
    _published(row)
    placed = _is_placement(row)
    id, uid = _ident(row, "id"), _ident(row, "uid")
    fields: dict[str, object] = {}
    title, adapted = _titles(row, placed=placed)
    when = _when(row, found)
    on_channel = placed and row.says("channel")  # one that is not known leaves the status the placement's
    channels = _channels(row) if placed else ()
    status_said = row.take("status")
    own_status = _own_status(row, None if on_channel else status_said)
    placements: tuple[PlacementRow, ...] = ()
    if channels:
        if adapted is not None:
            row.said["title"] = [adapted]
        placements, implied = _placements(row, channels, uid, when, status_said)
        own_status = own_status or implied
    else:
        own_status = own_status or (_implied(row, status_said) if on_channel and status_said else None)
        _not_placed(row, adapted)
    _item_fields(row, found, fields)
    if own_status:
        fields["status"] = own_status
    derived = _derived_status(row, fields, when)
    if not channels:
        _dates(row, when, fields, own_status or derived)
    served = read_map(row)
    placements = (*(_serving(one, served) for one in placements), *read_placements(row))
    _title(row, title, found, fields, named=bool(id or uid or fields.get("url")))
    row.leave(*tuple(row.said))
    if row.failed:
        return None
    return ItemRow(
        where=where, source=source, sheet=context.sheet, id=id, url=str(fields.get("url", "")),
        title_key=title_key(str(fields.get("title", ""))), fields=fields, cleared=tuple(dict.fromkeys(row.cleared)),
        status=derived, stem=found.stem, map=served, placements=placements, extra=row.extra,
        digest=account.digest,
    )  # fmt: skip


def _is_placement(row: Reading) -> bool:
    """Tell whether the row has a channel and a date; a calendar may call its date that of publication."""
    if not row.knows("channel"):
        return False
    if not any(row.knows(name) for name in DATE_FIELDS) and row.knows("published_on"):
        row.said["date"] = row.said.pop("published_on")
    return any(row.knows(name) for name in DATE_FIELDS)


def _published(row: Reading) -> None:
    """Sort the two meanings of a head: “Published: yes” is a flag, “Published: 2026-11-21” a date."""
    for one in row.said.get("published", []):
        if any(letter.isdigit() for letter in text_of(one.raw)[1:]):
            row.said.setdefault("published_on", []).append(one)
            row.said.pop("published")
            return


def _ident(row: Reading, name: str) -> str | None:
    said = row.take(name)
    try:
        return str(read_id(said.raw, row.context)) or None if said else None
    except Refused as refused:
        row.note(Said(name, said.raw if said else ""), refused, firm=True)
        return None


def _titles(row: Reading, *, placed: bool) -> tuple[Said | None, Said | None]:
    """Return the title of the item, and the adapted one of its placement on a row that has a column for each."""
    two = placed and row.knows("item_title")
    own, title = row.take("item_title"), row.take("title")
    if two:
        return own, title
    if own is None and title is None:
        return row.take("hook"), None
    return own or title, None


def _title(row: Reading, said: Said | None, found: Found, fields: dict[str, object], *, named: bool) -> None:
    """Read a title of its own, else the first heading, or the file's name; a row that names its item needs none."""
    raw = said.raw if said else found.heading or found.stem
    if not raw and named:
        return
    try:
        fields["title"] = ITEM_FIELDS["title"].read(raw, row.context)
    except Refused as refused:
        row.note(said or Said("title", raw), refused, firm=True)


def _when(row: Reading, found: Found) -> When | None:
    """Return the date of the row and its time, from the first head that has one; else that of the file's name."""
    clock = row.take("time")
    when: When | None = None
    for name in DATE_FIELDS:
        said = row.take(name)
        if said is None or when is not None:
            continue
        try:
            when = read_when(text_of(said.raw), row.context.order)
            _doubt(row, said, when)
        except Refused as refused:
            if name == "week" and text_of(said.raw).strip().isdecimal():  # the third week of somebody's plan
                row.keep(said.head, said.raw)
                how = N_("“%(value)s” is a week without its year: write it as 2026-W48.")
                row.note(said, Refused(how, value=text_of(said.raw)[:80]))
            else:
                row.note(said, refused, firm=True)
    if when is None and found.day is not None and not row.says("published_on"):
        when = When(found.day)
    if clock is not None and when is not None and when.time is None:
        try:
            when = When(when.day, read_time(text_of(clock.raw)))
        except Refused as refused:
            row.note(clock, refused, firm=True)
    return when


def _doubt(row: Reading, said: Said, when: When) -> None:
    if not when.ambiguous:
        return
    how = N_("“%(value)s” can be read in two ways; it was read with the day first: %(day)s.")
    row.note(said, Refused(how, value=text_of(said.raw)[:80], day=when.day.isoformat()))


def _channels(row: Reading) -> tuple[str, ...]:
    said = row.take("channel")
    found = slugs(row, said, "channel") if said else ()
    if said and not found:
        row.keep(said.head, said.raw)
    return found


def _own_status(row: Reading, said: Said | None) -> str | None:
    """Return the status that the row gives its item; a word that is no status is a warning."""
    own = row.take("item_status")
    for one in (own, said):
        if one is not None:
            try:
                return item_status(text_of(one.raw))
            except Refused as refused:
                row.note(one, refused)
                row.keep(one.head, one.raw)
    return None


def _implied(row: Reading, said: Said) -> str | None:
    """Return the item's status that the status of a placement says, where it is a word that only items have."""
    try:
        return status_of_both(text_of(said.raw))[1]
    except Refused as refused:
        row.note(said, refused)
        row.keep(said.head, said.raw)
        return None


def _own_parts(row: Reading) -> dict[str, object]:
    """Stage and phase of a placement that is named by uid: columns of exactly these names are its own."""
    parts: dict[str, object] = {}
    for plural, kind in (("stages", "stage"), ("phases", "phase")):
        for one in tuple(row.said.get(plural, ())):
            if key(one.head) == kind:
                row.said[plural].remove(one)
                parts.update((kind, slug) for slug in slugs(row, one, kind)[:1])
    return parts


def _placements(
    row: Reading, channels: tuple[str, ...], uid: str | None, when: When | None, status: Said | None
) -> tuple[tuple[PlacementRow, ...], str | None]:
    """Return the placements of a row, one a channel, and the item's status where the row's word is only an item's."""
    fields: dict[str, object] = dated(when, row.context)
    inherited: dict[str, object] = _own_parts(row) if uid else {}
    implied: str | None = None
    if status is not None:
        try:
            fields["status"], implied = status_of_both(text_of(status.raw))
        except Refused as refused:
            row.note(status, refused)
            row.keep(status.head, status.raw)
    narrowed = row.take("narrowed_segments")
    if narrowed is not None:
        fields["segments"] = slugs(row, narrowed, "segment")
    for name, spec in PLACEMENT_FIELDS.items():
        if name in row.said:
            row.read(name, spec, inherited if name in INHERITED else fields)
    cleared = tuple(dict.fromkeys(row.cleared))
    one = uid if len(channels) == 1 else None
    return tuple(
        PlacementRow(
            where=row.where, uid=one, fields={"channel": channel, **fields}, cleared=cleared, inherited=inherited
        )
        for channel in channels
    ), implied


def _not_placed(row: Reading, adapted: Said | None) -> None:
    """On a row without placement, link and text are the item's, where it has no other."""
    if row.says("link") and not row.says("url"):
        row.said["url"] = row.said.pop("link")
    if row.says("text") and not row.says("body"):
        row.said["body"] = row.said.pop("text")
    if adapted is not None:
        row.keep(adapted.head, adapted.raw)
    row.leave(*_PLACEMENT_ONLY)


def _item_fields(row: Reading, found: Found, fields: dict[str, object]) -> None:
    kind = row.take("type")  # names a format only where its value is one: blogs use it for their own templates
    if kind is not None:
        known = not row.says("format") and row.context.words.has("format", text_of(kind.raw))
        row.said["format" if known else "type"] = [kind]
    if found.body is not None:
        row.leave("body")
        row.said["body"] = [Said("body", found.body)] if found.body.strip() else []
    for name, spec in ITEM_FIELDS.items():
        if name != "title" and name in row.said:
            row.read(name, spec, fields)
    if found.body is not None and "body" not in fields:
        fields["body"] = ""
    if found.language and "language" not in fields:
        fields["language"] = found.language


def _derived_status(row: Reading, fields: dict[str, object], when: When | None) -> str | None:
    """Return the status that follows where none is said: draft, then the date beside today."""
    draft = _flag(row, "draft")
    published = _flag(row, "published")
    if fields.get("status"):
        return None
    if draft or published is False:
        return "in_production"
    day = fields.get("published_on") or (when.day if when else None)
    if isinstance(day, date):
        return "published" if day <= row.context.today else "approved"
    return "published" if published else "idea"


def _flag(row: Reading, name: str) -> bool | None:
    said = row.take(name)
    if said is None:
        return None
    if isinstance(said.raw, dict | list):
        row.keep(said.head, said.raw)
        return None
    try:
        return parse_boolean(text_of(said.raw))
    except Refused as refused:
        row.note(said, refused)
        return None


def _dates(row: Reading, when: When | None, fields: dict[str, object], status: str | None) -> None:
    """Set what a date without channel is: of publication, in a sheet the day by which an unpublished item is due."""
    if when is None:
        return
    name = "published_on" if not row.context.sheet or status == "published" else "due_on"
    fields.setdefault(name, when.day)


def _serving(placement: PlacementRow, served: tuple[CellMapping, ...] | None) -> PlacementRow:
    return PlacementRow(
        where=placement.where, uid=placement.uid, fields=placement.fields, cleared=placement.cleared,
        inherited=placement.inherited, serves=served or (),
    )  # fmt: skip
