"""A small cast and short builders: what a test does not say is left at the product's own default."""

from __future__ import annotations

from datetime import date
from typing import Any

from planner.core.columns import Inventory, from_records
from planner.core.model import (
    Channel,
    CoverageTarget,
    Format,
    Item,
    Label,
    Mapping,
    Phase,
    Placement,
    Segment,
    Stage,
    Workspace,
)

AS_OF = date(2026, 11, 23)  # a Monday, ISO week 48
UNTIL = date(2027, 2, 21)  # 90 days later


def segment(slug: str = "parents", **fields: Any) -> Segment:
    return Segment(slug=slug, name=_label(slug), **fields)


def stage(slug: str = "reach", **fields: Any) -> Stage:
    return Stage(slug=slug, name=_label(slug), **fields)


def phase(slug: str = "awareness", **fields: Any) -> Phase:
    return Phase(slug=slug, name=_label(slug), **fields)


def channel(slug: str = "blog", **fields: Any) -> Channel:
    return Channel(slug=slug, name=_label(slug), **fields)


def fmt(slug: str = "article", **fields: Any) -> Format:
    return Format(slug=slug, name=_label(slug), **fields)


def mapping(path: str = "parents/reach/awareness", fit: Any = "primary") -> Mapping:
    """`segment/stage/phase`, a part left empty is not said."""
    a, b, c = (part or None for part in path.split("/"))
    return Mapping(segment=a, stage=b, phase=c, fit=fit)


def item(id: str = "a", *, map: Any = ("parents/reach/awareness",), status: str = "published", **fields: Any) -> Item:
    """A published item mapped to `map`: paths, (path, fit) pairs or Mappings."""
    maps = tuple(m if isinstance(m, Mapping) else mapping(m) if isinstance(m, str) else mapping(*m) for m in map)
    return Item(id=id, title=fields.pop("title", id.title()), slug=id, status=status, map=maps, **fields)


def placement(uid: str, channel: str = "email", on: date | None = None, **fields: Any) -> Placement:
    return Placement(uid=uid, channel=channel, on=on, **fields)


def target(minimum: float = 1.0, **fields: Any) -> CoverageTarget:
    return CoverageTarget(minimum=minimum, **fields)


def workspace(**fields: Any) -> Workspace:
    """One segment, stage, phase, format, and the channels blog (pull) and email (pressure 1)."""
    defaults: dict[str, Any] = {
        "segments": (segment(),),
        "stages": (stage(),),
        "phases": (phase(),),
        "channels": (channel(), channel("email", kind="email", pressure=1.0)),
        "formats": (fmt(),),
    }
    return Workspace(**(defaults | fields))


def inventory(space: Workspace, *items: Item) -> Inventory:
    return from_records(space, items)


def _label(slug: str) -> Label:
    name = slug.replace("-", " ").capitalize()
    return Label(en=name, nl=name)
