"""The one filter bar: the query string as a Query, the facets drawn from it, and links that keep or change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote_plus

import numpy as np
from flask import Flask, abort, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from planner.core.columns import Bools, Ints, Inventory
from planner.core.filters import incomplete_items, unmapped_items
from planner.core.model import Query
from planner.core.query import FIELDS, Asked, calendar_period, read_query, report_period
from planner.core.status import ITEM_STATUSES, PLACEMENT_STATUSES
from planner.views.site import labels, say, state, today, wording, workspace
from planner.views.view_menu import Menu, address, facet_names, my_views, period_choices, view_menu

NAMES = ("view", "period", "from", "until", "to", "as_of", *FIELDS, "text")
FIRST = ("segment", "stage", "phase", "channel")  # with a button of their own; the others stand under "More"
MOST_OPTIONS = 60


@dataclass(frozen=True, slots=True)
class Option:
    """One value a facet offers: how many items have it, and whether it is chosen."""

    value: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One button of the bar with its options."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> tuple[Option, ...]:
        """The options that are ticked."""
        return tuple(option for option in self.options if option.chosen)


@dataclass(frozen=True, slots=True)
class Bar:
    """What the filter bar shows on this page."""

    query: Query
    start: date
    until: date
    dated: tuple[str, str]  # what stands in the two date fields
    facets: tuple[Facet, ...]
    more: tuple[Facet, ...]
    periods: tuple[tuple[str, str, bool], ...]  # name, address, chosen
    everything: str  # the address of this page without filters
    menu: Menu
    hidden: tuple[tuple[str, str], ...]  # the page's own settings, kept when a filter changes
    problems: tuple[str, ...]
    dateless: bool = False  # whether no period is offered, as the page shows what is there on any day

    @property
    def is_set(self) -> bool:
        """Whether anything but the period narrows the page."""
        return any(facet.chosen for facet in (*self.facets, *self.more)) or bool(self.query.text)


def asked() -> Asked:
    """Return what the query string of this request asks for; a view that is not theirs to open is not there (404)."""
    found = read_query(request.args.to_dict(flat=False), workspace(), my_views())
    if found.view is None and (slug := request.args.get("view", "").strip()):
        abort(404, _("There is no saved view “%(view)s”, or it is not shared with you.", view=slug[:80]))
    return found


def report_query() -> Query:
    """Return the query of a report page, with both its dates."""
    found = asked()
    return report_period(found.query, today(), found.relative)


def calendar_query() -> Query:
    """Return the query of a calendar page, with both its dates."""
    found = asked()
    return calendar_period(found.query, today(), found.relative)


def bar(
    query: Query,
    *,
    own: Iterable[str] = (),
    placements: bool = False,
    extra: Iterable[Facet] = (),
    look: Iterable[tuple[str, str]] | None = None,
    dateless: bool = False,
) -> Bar:
    """Return the bar of a page that shows `query`; `own` names its other settings in the query string.

    With `placements`, statuses are those of placements. `extra` are facets of this page alone, and `look` what a saved
    view keeps of its settings (by default those in the query string). A `dateless` page carries the period on, unseen.
    """
    found = asked()
    counts = _counts(state().inventory, placements)
    facets = {name: _facet(name, found.query, counts[name], placements) for name in FIELDS}
    extra = tuple(extra)
    drawn = {facet.name for facet in extra}  # these have boxes of their own
    settings = [(name, value) for name in own for value in request.args.getlist(name) if value]
    kept = [(name, value) for name in ("period", "view") for value in request.args.getlist(name) if value]
    days = [(name, value) for name in ("from", "until", "to", "as_of") if (value := request.args.get(name))]
    return Bar(
        query=found.query,
        start=query.start or today(),
        until=query.until or today(),
        dated=(request.args.get("from", ""), request.args.get("until") or request.args.get("to", "")),
        facets=tuple(facets[name] for name in FIRST),
        more=tuple(f for name, f in facets.items() if name not in FIRST and f.options) + extra,
        periods=_periods(found.relative),
        everything=here(**dict.fromkeys((*NAMES, *drawn))),
        menu=view_menu(found, query, settings if look is None else look),
        hidden=(
            *(pair for pair in settings if pair[0] not in drawn),
            *(pair for pair in kept if pair[0] == "view" or found.relative),
            *(days if dateless else ()),
        ),
        problems=tuple(f"{p.column}: {say(p)}" for p in found.problems),
        dateless=dateless,
    )


def install(app: Flask) -> None:
    """Give the templates the links that keep the filters."""
    app.jinja_env.globals.update(
        here=here,
        there=there,
        file_at=file_at,
        period_text=period_text,
        rail_counts=rail_counts,
        counted=counted,
        incomplete_count=incomplete_count,
        unmapped_count=unmapped_count,
    )
    app.before_request(_as_it_was_set)


def _as_it_was_set() -> Response | None:
    """Open a view that is named and nothing else the way its page was set: `/calendar?view=quarter`."""
    if request.method != "GET" or [*request.args] != ["view"] or request.endpoint != f"{request.blueprint}.index":
        return None
    view = next((v for v in my_views() if v.slug == request.args["view"]), None)
    return redirect(address(view)) if view and view.look and view.page == request.blueprint else None


@dataclass(frozen=True, slots=True)
class RailCounts:
    """The numbers in the rail: of all content, whatever the page filters."""

    items: int
    gaps: int
    overload: int


def rail_counts() -> RailCounts:
    """Return the numbers in the rail."""
    from planner.views.reports import today_reports

    reports = today_reports()
    return RailCounts(
        len(reports.inventory.item_ids), sum(f.waived is None for f in reports.bare_gaps),
        sum(f.waived is None for f in reports.overload),
    )  # fmt: skip


def incomplete_count() -> int:
    """Return how many items have an incomplete mapping, whatever the page filters."""
    return int(incomplete_items(state().workspace, state().inventory).sum())


def unmapped_count() -> int:
    """Return how many items have no mapping at all, whatever the page filters."""
    return int(unmapped_items(state().inventory).sum())


def incomplete_facet() -> tuple[Facet, ...]:
    """Return the facet that leaves the items with an incomplete mapping or with none; empty where there are none."""
    asked = request.args.getlist("incomplete")
    options = (
        Option("1", _("a part is left empty"), incomplete_count(), "1" in asked),
        Option("none", _("mapped to nothing"), unmapped_count(), "none" in asked),
    )
    offered = tuple(option for option in options if option.count or option.chosen)
    return (Facet("incomplete", _("Mapping"), offered),) if offered else ()


def counted(facet: str, slug: str) -> int:
    """Return how many items have a value of a facet."""
    return _counts(state().inventory, False).get(facet, {}).get(slug, 0)


def here(**changes: object) -> str:
    """Return this page's address with parts of its query string changed; None takes a part out."""
    anchor = changes.pop("_anchor", None)
    kept = _merged(request.args, {"page": None} | changes)
    return url_for(request.endpoint or "overview.index", **(request.view_args or {}), **kept, _anchor=anchor)  # type: ignore[arg-type]


def opened(key: str) -> str:
    """Return this page's address with one of its things open; a long page asks for it a thousand times."""
    if "opening" not in g:
        rest = here(open=None, page=request.args.get("page"))
        g.opening = f"{rest}{'&' if '?' in rest else '?'}open="
    return f"{g.opening}{quote_plus(key)}#open"


def file_at(form: str, **changes: object) -> str:
    """Return the address of an export under the same filters; `format` names the file beside item formats."""
    return there("exports.index", format=[*asked().query.formats, form], **changes)


def there(endpoint: str, **changes: object) -> str:
    """Return another page's address under the same filters, parts of them changed."""
    anchor = changes.pop("_anchor", None)
    filters = MultiDict([(k, v) for k, v in request.args.items(multi=True) if k in NAMES])
    return url_for(endpoint, **_merged(filters, changes), _anchor=anchor)  # type: ignore[arg-type]


def _merged(given: MultiDict[str, str], changes: dict[str, object]) -> dict[str, list[str]]:
    words = {"endpoint", *(name for name in given if name.startswith("_"))}  # url_for has its own use for them
    kept = {name: [v for v in values if v] for name, values in given.to_dict(flat=False).items() if name not in words}
    for name, value in changes.items():
        listed = list(value) if isinstance(value, (list, tuple)) else [] if value is None else [value]
        kept[name.rstrip("_")] = [str(v) for v in listed]
    return {name: values for name, values in kept.items() if values}


def _periods(relative: str | None) -> tuple[tuple[str, str, bool], ...]:
    none = dict.fromkeys(("from", "until", "to", "as_of"))
    return tuple((name, here(**none, period=value), value == relative) for value, name in period_choices(relative))


def period_text(start: date, until: date) -> str:
    """Return a period as people write it: 23 Nov to 21 Feb."""
    here_and_now = {start.year, until.year} == {today().year} or until.year - start.year == 1
    form = "d MMM" if here_and_now else "d MMM y"
    return f"{wording().day(start, form)} – {wording().day(until, form)}"


def _facet(name: str, query: Query, counts: dict[str, int], placements: bool) -> Facet:
    chosen = getattr(query, FIELDS[name])
    values = _values(name, counts, chosen, placements)
    options = tuple(Option(v, labels().of(name, v), counts.get(v, 0), v in chosen) for v in values)
    return Facet(name, facet_names()[name], options)


def _values(name: str, counts: dict[str, int], chosen: tuple[str, ...], placements: bool) -> tuple[str, ...]:
    if name == "status":
        return PLACEMENT_STATUSES if placements else ITEM_STATUSES
    if name in ("owner", "language", "tag"):
        common = sorted(counts, key=lambda value: -counts[value])[:MOST_OPTIONS]
        return tuple(sorted({*common, *chosen}))
    rows = getattr(workspace(), FIELDS[name])
    return tuple(row.slug for row in rows if not getattr(row, "archived", False) or row.slug in chosen)


@lru_cache(maxsize=4)
def _counts(inventory: Inventory, placements: bool) -> dict[str, dict[str, int]]:
    """Count, for each value of each facet, the items that have it; on the calendar the placements for status."""
    space = workspace()
    rows = len(inventory.item_ids)
    of = {
        "segment": _pairs(inventory.map_item, inventory.map_segment, rows, [r.slug for r in space.segments]),
        "stage": _pairs(inventory.map_item, inventory.map_stage, rows, [r.slug for r in space.stages]),
        "phase": _pairs(inventory.map_item, inventory.map_phase, rows, [r.slug for r in space.phases]),
        "channel": _pairs(inventory.place_item, inventory.place_channel, rows, [r.slug for r in space.channels]),
        "campaign": _plain(inventory.item_campaign, [r.slug for r in space.campaigns]),
        "owner": _plain(inventory.item_owner, inventory.owners),
        "language": _plain(inventory.item_language, inventory.languages),
        "format": _plain(inventory.item_format, [r.slug for r in space.formats]),
        "tag": _pairs(inventory.tagged_item, inventory.tagged_tag, rows, inventory.tags),
        "status": _plain(inventory.item_status, ITEM_STATUSES),
    }
    if placements:
        of["status"] = _plain(inventory.place_status, PLACEMENT_STATUSES)
    return of


def _plain(values: Ints, names: Iterable[str]) -> dict[str, int]:
    slugs = tuple(names)
    counted = np.bincount(values[values >= 0], minlength=len(slugs))
    return {slug: int(n) for slug, n in zip(slugs, counted, strict=False) if n}


def _pairs(items: Ints, values: Ints, rows: int, names: Iterable[str]) -> dict[str, int]:
    slugs = tuple(names)
    said: Bools = values >= 0
    distinct = np.unique(values[said] * max(rows, 1) + items[said]) // max(rows, 1)
    return _plain(distinct, slugs)
