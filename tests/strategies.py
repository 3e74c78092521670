"""Records for hypothesis: everything a workspace can hold, references whole, small enough to be quick.

`dumps()` is the widest; `workspaces()` and `items(workspace)` are its parts.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from planner.core import model
from planner.core.parse import parse_line, parse_text
from planner.core.status import ITEM_STATUSES, PLACEMENT_STATUSES

_CHARACTERS = st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n")
days = st.dates(date(1971, 1, 1), date(2198, 12, 31))
moments = st.datetimes(datetime(1971, 1, 1), datetime(2198, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
lines = st.text(_CHARACTERS, max_size=12).map(parse_line)
names = lines.map(lambda text: text or "x")
texts = st.text(_CHARACTERS, max_size=24).map(parse_text)
slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,3})?", fullmatch=True)
shares = st.floats(0, 1)
weights = st.floats(0, 5)
amounts = st.floats(0, 1000)
languages = st.sampled_from(["nl", "en", "fr", "pt-br"])
urls = st.sampled_from(["", "https://example.org/a?b=c", "/local", "mailto:a@example.org"])
versions = st.integers(1, 99)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=2),
    max_leaves=4,
)
json_objects = st.dictionaries(names, json_values, max_size=2)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def several(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


def one_of(values: Any) -> st.SearchStrategy[Any]:
    """One of the values or None; only None where there are none."""
    known = tuple(values)
    return maybe(st.sampled_from(known)) if known else st.none()


def some_of(values: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    """Some of the values, each once."""
    known = tuple(values)
    return st.lists(st.sampled_from(known), max_size=2, unique=True).map(tuple) if known else st.just(())


def spans(first: str = "start", last: str = "until") -> st.SearchStrategy[dict[str, date | None]]:
    """Two days in order, each of them perhaps left open."""
    return st.tuples(days, days, st.booleans(), st.booleans()).map(
        lambda t: {first: min(t[:2]) if t[2] else None, last: max(t[:2]) if t[3] else None}
    )


closed_spans = st.tuples(days, days).map(sorted)


def bounds(least: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(least, maybe(amounts)).map(
        lambda t: {"minimum": t[0], "maximum": None if t[1] is None else t[1] + (t[0] or 0)}
    )


labels = st.builds(model.Label, en=lines, nl=lines)
_dimension = {"name": labels, "short": labels, "description": texts, "archived": st.booleans()}


def _rows(draw: st.DrawFn, record: type, **fields: st.SearchStrategy[Any]) -> tuple[Any, ...]:
    """Up to three rows of a dimension with slugs of their own."""
    known = draw(st.lists(slugs, max_size=3, unique=True))
    return tuple(draw(st.builds(record, slug=st.just(slug), **_dimension, **fields)) for slug in known)


@st.composite
def workspaces(draw: st.DrawFn) -> model.Workspace:
    """A workspace with references that hold; its touchpoints name no items."""
    formats = _rows(draw, model.Format, effort_hours=amounts, review_after_days=st.integers(0, 999))
    format_slugs = [row.slug for row in formats]
    formats = tuple(
        draw(st.builds(model.Format, **_kept(row), derivable_from=some_of(format_slugs))) for row in formats
    )
    channels = _rows(
        draw, model.Channel, kind=st.sampled_from(model.CHANNEL_KINDS), ownership=st.sampled_from(model.OWNERSHIPS),
        direction=st.sampled_from(model.DIRECTIONS), pressure=st.floats(0, 5),
        weekly_capacity=maybe(st.integers(0, 9)), capacity_exceptions=several(capacity_exceptions),
        rules=channel_rules(format_slugs),
    )  # fmt: skip
    channel_slugs = [row.slug for row in channels]
    segments = _rows(
        draw, model.Segment, size=maybe(st.integers(0, 10**6)), priority=st.integers(1, 5), language=maybe(languages),
        reach=st.dictionaries(st.sampled_from(channel_slugs), shares) if channel_slugs else st.just({}),
        contact_free=several(closed_spans.map(lambda span: model.Period(*span))),
    )  # fmt: skip
    stages = _rows(draw, model.Stage, weight=weights, post_sale=st.booleans())
    phases = _rows(draw, model.Phase, weight=weights)
    frame = model.Workspace(segments=segments, stages=stages, phases=phases, channels=channels, formats=formats)
    views = draw(st.lists(saved_views, max_size=2, unique_by=lambda view: view.slug).map(tuple))
    return model.Workspace(
        settings=draw(st.builds(
            model.Settings, name=lines, timezone=st.sampled_from(["Europe/Brussels", "UTC", "America/St_Johns"]),
            language=st.sampled_from(["en", "nl"]), default_view=one_of(view.slug for view in views),
        )),
        segments=segments, stages=stages, phases=phases, channels=channels, formats=formats, views=views,
        overlaps=draw(overlaps(segments)),
        campaigns=draw(_unique("slug", st.builds(_campaign, slug=slugs, name=lines, goal=texts,
            colour=st.just("#1f6feb"),                                                  span=spans("start", "end")))),
        touchpoints=draw(_unique("slug", touchpoints(frame, ()))),
        coverage_targets=draw(st.lists(targets(frame), max_size=3, unique_by=_target_keys).map(tuple)),
        frequency_rules=draw(_unique("name", rules(frame))),
        waivers=draw(_unique("key", st.builds(
            model.Waiver, key=names, reason=texts, until=maybe(days), by=lines, on=maybe(days)))),
        users=draw(_unique("email", st.builds(
            model.User, email=slugs.map(lambda slug: f"{slug}@example.org"), name=lines,
            role=st.sampled_from(model.ROLES), language=st.sampled_from(["en", "nl"]),
            hours_per_week=maybe(st.floats(0, 60)), active=st.booleans(),
            columns=several(st.sampled_from(["title", "status", "extra.audience"]))))),
        series=draw(_unique("id", st.builds(
            _series, id=slugs, every=st.integers(1, 9), unit=st.sampled_from(model.SERIES_UNITS), span=spans(),
            count=maybe(st.integers(1, 99)), skipped=st.lists(days, max_size=2, unique=True).map(tuple)))),
        kpis=draw(_unique("slug", st.builds(
            model.Kpi, slug=slugs, name=labels, family=st.sampled_from(model.KPI_FAMILIES), unit=lines,
            target=maybe(st.floats(-1e6, 1e6)), level=st.sampled_from(model.KPI_LEVELS),
            better=st.sampled_from(["up", "down"]), vanity=st.booleans()))),
    )  # fmt: skip


def _kept(row: Any) -> dict[str, st.SearchStrategy[Any]]:
    names_of = [name for name in type(row).__dataclass_fields__ if name != "derivable_from"]
    return {name: st.just(getattr(row, name)) for name in names_of}


def _unique(name: str, rows: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(rows, max_size=2, unique_by=lambda row: getattr(row, name)).map(tuple)


def _campaign(span: dict[str, Any], **fields: Any) -> model.Campaign:
    return model.Campaign(**fields, **span)


def _series(span: dict[str, Any], **fields: Any) -> model.Series:
    return model.Series(**fields, **span)


def _target_keys(target: model.CoverageTarget) -> tuple[Any, ...]:
    return (target.segment, target.stage, target.phase, target.channel)


capacity_exceptions = st.tuples(closed_spans, maybe(st.integers(0, 9))).map(
    lambda t: model.CapacityException(start=t[0][0], until=t[0][1], capacity=t[1])
)


def channel_rules(formats: list[str]) -> st.SearchStrategy[model.ChannelRules]:
    return st.builds(
        model.ChannelRules, formats=some_of(formats), title_max=maybe(st.integers(1, 500)),
        text_max=maybe(st.integers(1, 5000)), needs=some_of(model.NEEDS),
    )  # fmt: skip


def overlaps(segments: tuple[model.Segment, ...]) -> st.SearchStrategy[tuple[model.SegmentOverlap, ...]]:
    pairs = [(a.slug, b.slug) for a in segments for b in segments if a is not b]
    return st.dictionaries(st.sampled_from(pairs), shares, max_size=2).map(
        lambda known: tuple(model.SegmentOverlap(a=a, b=b, share=share) for (a, b), share in known.items())
    ) if pairs else st.just(())  # fmt: skip


def _cell(space: model.Workspace) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "segment": one_of(row.slug for row in space.segments),
        "stage": one_of(row.slug for row in space.stages),
        "phase": one_of(row.slug for row in space.phases),
    }


def touchpoints(space: model.Workspace, items: Any) -> st.SearchStrategy[model.Touchpoint]:
    return st.builds(
        model.Touchpoint, slug=slugs, name=labels, **_cell(space), channels=some_of(c.slug for c in space.channels),
        need=texts, intention=texts, participants=texts, emotion=st.integers(-2, 2), department=lines,
        items=some_of(items),
    )  # fmt: skip


def targets(space: model.Workspace) -> st.SearchStrategy[model.CoverageTarget]:
    return st.builds(
        lambda limits, **fields: model.CoverageTarget(**fields, **limits), **_cell(space),
        channel=one_of(row.slug for row in space.channels), limits=bounds(amounts), importance=weights, reason=texts,
    )  # fmt: skip


def rules(space: model.Workspace) -> st.SearchStrategy[model.FrequencyRule]:
    return st.builds(
        lambda limits, active, **fields: model.FrequencyRule(**fields, **limits, **active), name=names,
        segment=one_of(row.slug for row in space.segments), channels=some_of(row.slug for row in space.channels),
        limits=bounds(maybe(amounts)), window=st.sampled_from(["rolling:7", "rolling:28", "week", "month"]),
        min_gap_days=maybe(st.integers(0, 9)), warn_at=shares, active=spans("active_from", "active_to"),
    )  # fmt: skip


saved_views = st.builds(
    lambda span, relative, query, **fields: model.SavedView(
        **fields, relative=relative, query=model.Query(**query, **({} if relative else span))
    ),
    slug=slugs, name=names, owner=lines, shared=st.booleans(), page=st.sampled_from(["calendar", "gaps"]),
    look=st.sampled_from(["", "layout=grid&colour=stage"]),
    relative=maybe(st.sampled_from(["next:90", "week"])), span=spans(),
    query=st.fixed_dictionaries({"segments": several(slugs), "statuses": several(slugs), "text": lines}),
)  # fmt: skip


def items(space: model.Workspace, ids: Any = ()) -> st.SearchStrategy[model.Item]:
    """An item whose references hold in `space`; `ids` are the items it may derive from; placements get new uids."""
    mappings = st.lists(
        st.builds(model.Mapping, **_cell(space), fit=st.sampled_from(["primary", "secondary"])),
        max_size=2, unique_by=lambda m: (m.segment, m.stage, m.phase),
    ).map(tuple)  # fmt: skip
    campaign = one_of(row.slug for row in space.campaigns)
    return st.builds(
        model.Item, id=names, title=names, slug=slugs, summary=texts, body=texts,
        format=one_of(row.slug for row in space.formats), language=maybe(languages),
        status=st.sampled_from(ITEM_STATUSES), status_before=one_of(ITEM_STATUSES), owner=lines, department=lines,
        tags=several(names), url=urls, effort_hours=maybe(amounts), quality=maybe(st.integers(1, 5)),
        campaign=campaign, brief=texts, key_message=texts, keywords=several(names), image=urls, image_alt=lines,
        due_on=maybe(days), published_on=maybe(days), review_on=maybe(days), expires_on=maybe(days),
        derived_from=one_of(ids), translation_of=one_of(ids), verdict=one_of(model.VERDICTS),
        rot=some_of(model.ROT_FLAGS), source_path=lines, map=mappings,
        placements=several(placements(space)) if space.channels else st.just(()), extra=json_objects, version=versions,
    )  # fmt: skip


def placements(space: model.Workspace) -> st.SearchStrategy[model.Placement]:
    when: st.SearchStrategy[dict[str, Any]] = st.one_of(
        st.just({}), moments.map(lambda at: {"at": at}),
        spans("on", "until").filter(lambda span: span["on"] is not None or span["until"] is None),
    )  # fmt: skip
    return st.builds(
        lambda when, **fields: model.Placement(**fields, **when), when=when, uid=st.uuids().map(str),
        channel=st.sampled_from([row.slug for row in space.channels] or [""]),
        status=st.sampled_from(PLACEMENT_STATUSES), status_before=one_of(PLACEMENT_STATUSES),
        segments=some_of(row.slug for row in space.segments), stage=one_of(row.slug for row in space.stages),
        phase=one_of(row.slug for row in space.phases), campaign=one_of(row.slug for row in space.campaigns),
        language=maybe(languages), title=lines, text=texts, call_to_action=lines, link=urls, image=urls,
        image_alt=lines, owner=lines, priority=st.integers(0, 10), service=st.booleans(),
        series=one_of(series.id for series in space.series), sequence=st.integers(0, 9), version=versions,
    )  # fmt: skip


@st.composite
def dumps(draw: st.DrawFn) -> model.Dump:
    """A whole database as records."""
    space = draw(workspaces())
    ids = draw(st.lists(names, max_size=3, unique=True))
    content = tuple(_with_id(draw(items(space, ids)), id) for id in ids)
    uids = [place.uid for item in content for place in item.placements]
    values: tuple[model.KpiValue, ...] = ()
    if space.kpis:
        subject = st.one_of(
            st.just({}), one_of(ids).map(lambda key: {"item": key}), one_of(uids).map(lambda uid: {"placement": uid}),
            st.fixed_dictionaries(_cell(space)),
        )  # fmt: skip
        values = draw(several(st.builds(
            lambda subject, **fields: model.KpiValue(**fields, **subject), subject=subject,
            kpi=st.sampled_from([kpi.slug for kpi in space.kpis]), day=days, value=st.floats(-1e9, 1e9), source=lines,
        )))  # fmt: skip
    return model.Dump(
        revision=draw(st.integers(0, 10**6)), workspace=space, items=content, kpi_values=values,
        comments=draw(several(st.builds(
            model.Comment, item=st.sampled_from(ids), author=lines, at=moments, text=texts, mentions=several(names),
        ))) if ids else (),
        snapshots=draw(several(closed_spans.flatmap(lambda span: st.builds(
            model.Snapshot, taken_at=moments, as_of=st.just(span[0]), until=st.just(span[1]), index=maybe(shares),
            cells=several(json_objects), findings=several(json_objects),
        )), most=1)),
        audit=draw(several(st.builds(
            model.AuditEvent, at=moments, who=lines, action=names, noun=names, key=lines, before=maybe(json_objects),
            after=maybe(json_objects),
        ), most=1)),
    )  # fmt: skip


def _with_id(item: model.Item, id: str) -> model.Item:
    fields = {name: getattr(item, name) for name in type(item).__dataclass_fields__}
    return model.Item(**(fields | {"id": id}))
