"""The form of a placement, and the checks of its channel's rules beside each field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form

from planner.core.model import Placement, Workspace
from planner.core.parse import N_, Refused
from planner.core.status import PLACEMENT_STATUSES, placement_moves
from planner.views import fields
from planner.views.labels import Labels

PARTS = (
    "channel", "until", "status", "stage", "phase", "campaign", "language", "title", "text", "call_to_action", "link",
    "image", "image_alt", "owner", "priority",
)  # fmt: skip


def parse_clock(typed: str) -> time:
    """Return a time of day written as 9:30 or 09:30."""
    try:
        return datetime.strptime(typed.strip().replace(".", ":"), "%H:%M").time()  # noqa: DTZ007 -- a time of day
    except ValueError:
        raise Refused(N_("“%(value)s” is no time of day: write it as 09:30."), value=typed[:80]) from None


class PlacementForm(Form):
    """What planner asks about a placement."""

    channel = fields.choice(lazy("On which channel?"))
    day = fields.day(lazy("On which day?"), description=lazy("left empty, it waits in the tray"))
    clock = fields.Typed(lazy("At what time?"), parse_clock, kind="time", show=lambda t: t.strftime("%H:%M"),
                         description=lazy("left empty, it takes the whole day"))  # fmt: skip
    until = fields.day(lazy("Until which day?"), description=lazy("only when it runs for more than a day"))
    status = fields.choice(lazy("How sure is it?"))
    segments = fields.choices(lazy("Only for"))
    stage = fields.choice(lazy("Only in stage"))
    phase = fields.choice(lazy("Only in phase"))
    campaign = fields.choice(lazy("Campaign"))
    language = fields.content_language(lazy("Language"))
    owner = fields.line(lazy("Who places it?"))
    priority = fields.whole(lazy("Priority, 0 to 10"), 0, 10)
    service = BooleanField(lazy("A service message: it presses nobody"))
    title = fields.line(lazy("Title or subject here"))
    text = fields.text(lazy("Text here"))
    call_to_action = fields.line(lazy("Call to action"))
    link = fields.address(lazy("Link"))
    image = fields.address(lazy("Address of the image"))
    image_alt = fields.line(lazy("What the image shows"))


def placement_form(
    workspace: Workspace, labels: Labels, placement: Placement, given: MultiDict[str, str] | None = None
) -> PlacementForm:
    """Return the form of a placement, filled with what was `given`, else with the placement itself."""
    day, clock = local(workspace, placement)
    form = PlacementForm(given, obj=placement, day=day, clock=clock)
    for noun in ("channel", "stage", "phase", "campaign"):
        rows = getattr(workspace, f"{noun}s")
        blank = lazy("choose one") if noun == "channel" else lazy("as the item")
        fields.offer(form[noun], rows, partial(labels.of, noun), none=blank)
    form.segments.choices = [
        (row.slug, labels.of("segment", row.slug))
        for row in workspace.segments
        if not row.archived or row.slug in placement.segments
    ]
    moves = {placement.status, *placement_moves(placement.status, placement.status_before)}
    form.status.choices = [(name, labels.status(name)) for name in PLACEMENT_STATUSES if name in moves]
    return form


def filled(workspace: Workspace, placement: Placement, form: PlacementForm) -> Placement:
    """Return the placement as the form says it."""
    said = fields.said(form, PARTS) | {"segments": tuple(form.segments.data or ()), "service": bool(form.service.data)}
    said["priority"] = 5 if form.priority.data is None else form.priority.data
    if form.status.data != placement.status:
        said["status_before"] = placement.status if form.status.data == "cancelled" else None
    return replace(placement, **said, **when(workspace, form.day.data, form.clock.data))


def when(workspace: Workspace, day: date | None, clock: time | None) -> dict[str, Any]:
    """Return `on` and `at` of a local day and time."""
    if day is None or clock is None:
        return {"on": day, "at": None}
    zone = ZoneInfo(workspace.settings.timezone)
    return {"on": None, "at": datetime.combine(day, clock, zone).astimezone(UTC)}


def local(workspace: Workspace, placement: Placement) -> tuple[date | None, time | None]:
    """Return day and time of a placement in the workspace's zone."""
    if placement.at is None:
        return placement.on, None
    there = placement.at.astimezone(ZoneInfo(workspace.settings.timezone))
    return there.date(), there.time()
