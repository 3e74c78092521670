"""The small records of a workspace: which table each stands in, how it is named, and its links to others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, delete, func, insert, select
from sqlalchemy.orm import Session

from planner.core import model
from planner.storage import tables
from planner.storage.codec import KEYS, Codec, Refs, Values, refs_of

Links = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A list of slugs in a record (a mapping from slug to `value` where there is one) as rows of a table."""

    field: str
    table: Table
    owner: str
    target: str
    value: str | None = None

    @property
    def noun(self) -> str:
        """The noun of the slugs."""
        name: str = next(iter(self.table.c[self.target].foreign_keys)).column.table.name
        return name


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A kind of small record: `flat` gives the values its table and links hold, `build` the record of them."""

    name: str
    codec: Codec[Any]
    links: tuple[Link, ...] = ()
    flat: Callable[[Any], Values] = lambda record: {}
    build: Callable[[Values], Any]
    extra: tuple[str, ...] = ()  # columns that `flat` fills and `build` reads beside the record's own

    @property
    def table(self) -> Table:
        """The table of the noun."""
        return self.codec.table


def _link(field: str, table: str, owner: str, target: str, value: str | None = None) -> Link:
    return Link(field=field, table=tables.named(table), owner=owner, target=target, value=value)


def _noun(name: str, record: type[Any], *links: Link, **how: Any) -> Noun:
    codec = Codec(record, tables.named(name))
    return Noun(name=name, codec=codec, links=links, **({"build": lambda said: record(**said)} | how))


def _flat_channel(channel: model.Channel) -> Values:
    rules = channel.rules
    return {name: getattr(rules, name) for name in ("title_max", "text_max", "needs", "formats")}


def _build_channel(said: Values) -> model.Channel:
    rules = {name: said.pop(name) for name in ("title_max", "text_max", "needs", "formats")}
    return model.Channel(**said, rules=model.ChannelRules(**rules))


# In the order of Workspace, and such that a record comes after what it names.
NOUNS: dict[str, Noun] = {
    noun.name: noun
    for noun in (
        _noun("stages", model.Stage),
        _noun("phases", model.Phase),
        _noun("formats", model.Format, _link("derivable_from", "format_sources", "format_pk", "source_pk")),
        _noun(
            "channels",
            model.Channel,
            _link("formats", "channel_formats", "channel_pk", "format_pk"),
            flat=_flat_channel,
            build=_build_channel,
            extra=("title_max", "text_max", "needs"),
        ),
        _noun("segments", model.Segment, _link("reach", "segment_reach", "segment_pk", "channel_pk", "share")),
        _noun("overlaps", model.SegmentOverlap),
        _noun("campaigns", model.Campaign),
        _noun(
            "touchpoints",
            model.Touchpoint,
            _link("channels", "touchpoint_channels", "touchpoint_pk", "channel_pk"),
            _link("items", "touchpoint_items", "touchpoint_pk", "item_pk"),
        ),
        _noun("coverage_targets", model.CoverageTarget),
        _noun(
            "frequency_rules",
            model.FrequencyRule,
            _link("channels", "frequency_rule_channels", "frequency_rule_pk", "channel_pk"),
        ),
        _noun("waivers", model.Waiver),
        _noun("views", model.SavedView),
        _noun("users", model.User),
        _noun("series", model.Series),
        _noun("kpis", model.Kpi),
    )
}
NOUN_OF = {noun.codec.record: noun for noun in NOUNS.values()}
CELL = ("segment", "stage", "phase", "channel")
DIMENSIONS = ("segments", "stages", "phases", "channels", "formats")  # those that can be archived


def cell_of(target: model.CoverageTarget) -> str:
    """Return the four keys of a target as one text: the name of its cell."""
    return "/".join(getattr(target, part) or "" for part in CELL)


def key_of(record: Any) -> str:
    """Return what a small record is named by: its slug, id, e-mail, key, name or cell."""
    if isinstance(record, model.SegmentOverlap):
        return f"{record.a}/{record.b}"
    if isinstance(record, model.CoverageTarget):
        return cell_of(record)
    key: str = getattr(record, KEYS.get(NOUN_OF[type(record)].name, "slug"))
    return key


def named(noun: Noun, key: str, refs: Refs) -> ColumnElement[bool]:
    """Return the condition that picks the row with this key."""
    if noun.name == "overlaps":
        a, _, b = key.partition("/")
        pks = refs.pks("segments")
        return and_(noun.table.c.a_pk == pks.get(a, -1), noun.table.c.b_pk == pks.get(b, -1))
    if noun.name == "coverage_targets":
        slugs = zip(CELL, key.split("/"), strict=True)
        cell = _cell(refs.pks(f"{part}s").get(slug, -1) if slug else None for part, slug in slugs)
        return noun.table.c.cell == cell
    if noun.name == "users":  # nobody has two addresses that differ by case alone
        return func.lower(noun.table.c.email) == key.lower()
    return noun.table.c[KEYS.get(noun.name, "slug")] == key


def load(session: Session, noun: Noun, condition: ColumnElement[bool] | None = None) -> list[tuple[Row[Any], Any]]:
    """Return rows and records of a noun in their order; one statement and one more for each link."""
    query = select(noun.table).order_by(noun.table.c.position, noun.table.c.pk)
    rows = session.execute(query if condition is None else query.where(condition)).all()
    pks = None if condition is None else [row.pk for row in rows]
    refs = refs_of(session)
    links = {link.field: _load_link(session, link, pks) for link in noun.links}
    found = []
    for row in rows:
        said = noun.codec.fields(row, refs)
        for link in noun.links:
            pairs = links[link.field].get(row.pk, {})
            said[link.field] = dict(pairs) if link.value else tuple(pairs)
        said |= {column: row._mapping[column] for column in noun.extra}
        found.append((row, noun.build(said)))
    return found


def _load_link(session: Session, link: Link, pks: list[int] | None) -> Links:
    table, refs = link.table, refs_of(session)
    value = table.c[link.value] if link.value else table.c.position
    query = select(table.c[link.owner], table.c[link.target], value).order_by(table.c.position)
    if pks is not None:
        query = query.where(table.c[link.owner].in_(pks))
    rows = session.execute(query).all()
    if link.noun in ("items", "placements"):
        refs.know_pks(link.noun, [target for _, target, _ in rows])
    found: dict[int, dict[str, Any]] = {}
    for owner, target, share in rows:
        found.setdefault(owner, {})[str(refs.key(link.noun, target))] = share
    return found


def values(noun: Noun, record: Any, refs: Refs) -> Values:
    """Return the columns of a record."""
    said = noun.codec.values(record, refs)
    if noun.name == "coverage_targets":
        said["cell"] = _cell(said[f"{part}_pk"] for part in CELL)
    return said | {name: value for name, value in noun.flat(record).items() if name in noun.extra}


def _cell(pks: Iterable[int | None]) -> str:
    # one text of four keys, because NULLs in a UNIQUE constraint differ from one another
    return "/".join("" if pk is None else str(pk) for pk in pks)


def insert_records(session: Session, noun: Noun, records: Sequence[Any]) -> None:
    """Write new records behind those that are there, without their links and without a look at what is there."""
    refs, table = refs_of(session), noun.table
    if records:
        first = session.execute(select(func.coalesce(func.max(table.c.position), -1) + 1)).scalar_one()
        rows = [values(noun, record, refs) | {"position": n, "version": 1} for n, record in enumerate(records, first)]
        session.execute(insert(table), rows)
        refs.forget(noun.name)


def insert_links(session: Session, noun: Noun, records: Sequence[Any], links: Sequence[Link]) -> None:
    """Write these links of new records, the newest of their noun; so they may name one another."""
    if not records or not links:
        return
    table = noun.table
    newest = session.scalars(select(table.c.pk).order_by(table.c.position.desc()).limit(len(records))).all()
    rows: dict[str, list[Values]] = {}
    for record, pk in zip(records, reversed(newest), strict=True):
        for link in links:
            rows.setdefault(link.table.name, []).extend(_link_rows(session, noun, link, pk, record))
    for name, part in rows.items():
        if part:
            session.execute(insert(tables.named(name)), part)


def save_links(session: Session, noun: Noun, pk: int, record: Any) -> None:
    """Write the links of a record anew."""
    for link in noun.links:
        session.execute(delete(link.table).where(link.table.c[link.owner] == pk))
        rows = _link_rows(session, noun, link, pk, record)
        if rows:
            session.execute(insert(link.table), rows)


def _link_rows(session: Session, noun: Noun, link: Link, pk: int, record: Any) -> list[Values]:
    refs, flat = refs_of(session), noun.flat(record)
    said = flat[link.field] if link.field in flat else getattr(record, link.field)
    pairs = said.items() if link.value else ((key, None) for key in dict.fromkeys(said))
    rows: list[Values] = []
    for position, (key, value) in enumerate(pairs):
        row: Values = {link.owner: pk, link.target: refs.pk(link.noun, key), "position": position}
        rows.append(row | ({link.value: value} if link.value else {}))
    return rows
