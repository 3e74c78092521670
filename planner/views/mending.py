"""Mending by hand: for each kind of overload the very place where a person can put it right."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from planner.core.findings import Finding
from planner.views import filters
from planner.views.reports import Step, cell_key
from planner.views.site import is_allowed, labels

# The field of a placement's page that mends a broken rule of its channel; a format is the item's.
FIELD_OF = {"title": "title", "text": "text", "image": "image", "alt": "image_alt", "link": "link",
            "call_to_action": "call_to_action"}  # fmt: skip


def by_hand(finding: Finding) -> tuple[Step, ...]:
    """Return the steps that a person can take, the one that mends it most directly first."""
    return tuple(step for make in _STEPS.get(finding.kind, ()) for step in make(finding))


def _rule_field(finding: Finding) -> list[Step]:
    """Return links to the field of each part that breaks a rule of the channel."""
    names, steps = labels(), []
    for fault in finding.faults:
        if fault.part in FIELD_OF and finding.placements:
            there = url_for("placements.show", uid=finding.placements[0], _anchor=FIELD_OF[fault.part])
        else:
            there = url_for("content.show", id=finding.items[0], _anchor="format")
        words = {
            "title": _("Shorten the title"), "text": _("Shorten the text"), "image": _("Add the image"),
            "alt": _("Say what the image shows"), "link": _("Add the link"),
            "call_to_action": _("Add the call to action"), "format": _("Change the format"),
        }[fault.part]  # fmt: skip
        steps.append(Step(words, there, "edit"))
    if is_allowed("manager") and finding.channel:
        told = _("Rules of %(channel)s", channel=names.of("channel", finding.channel))
        steps.append(Step(told, url_for("settings.row", path="channels", key=finding.channel), "settings"))
    return steps


def _last_placement(finding: Finding) -> list[Step]:
    """Return a link to the day of the placement that comes last."""
    if not finding.placements:
        return []
    last = finding.placements[-1]
    return [Step(_("Choose another day"), url_for("placements.show", uid=last, _anchor="day"), "calendar")]


def _calendar(finding: Finding) -> list[Step]:
    """Return a link to the days of a finding in the calendar, of its segment and channel alone."""
    scope: dict[str, Any] = {"segment": finding.segment, "channel": finding.channel, "from": finding.start,
                             "until": finding.until}  # fmt: skip
    there = url_for("calendar.index", layout="list", **scope)
    return [Step(_("See these days"), there, "calendar")]


def _capacity(finding: Finding) -> list[Step]:
    if not (is_allowed("manager") and finding.channel):
        return []
    there = url_for("settings.row", path="channels", key=finding.channel, _anchor="weekly_capacity")
    return [Step(_("Change the capacity"), there, "settings")]


def _rule(finding: Finding) -> list[Step]:
    if not (is_allowed("manager") and finding.rule):
        return []
    return [Step(_("See the rule"), url_for("settings.row", path="rules", key=finding.rule), "settings")]


def _hand_over(finding: Finding) -> list[Step]:
    """Return a link to the owner of the item that comes last: somebody else may have the hours."""
    if not finding.items:
        return []
    return [Step(_("Hand one over"), url_for("content.show", id=finding.items[-1], _anchor="owner"), "edit")]


def _least_needed(finding: Finding) -> list[Step]:
    """Return a link to the mapping of the item of lowest leverage in a cell that holds too much, and to the cell."""
    steps = [Step(_("Open in the map"), filters.there("map.index", cell=cell_key(finding)), "map")]
    if finding.items:
        first = url_for("content.show", id=finding.items[0], _anchor="map")
        steps.insert(0, Step(_("Map the least needed elsewhere"), first, "edit"))
    return steps


def _spread(finding: Finding) -> list[Step]:
    """Return a link to where a segment that leans on one channel lacks others."""
    there = filters.there("map.index", segment=finding.segment, rows="channel", columns="stage")
    return [Step(_("See the channels it lacks"), there, "map"), *_calendar(finding)]


_STEPS = {
    "pressure": (_calendar, _rule), "pressure_warning": (_calendar, _rule), "spacing": (_last_placement, _rule),
    "overlap": (_calendar, _rule), "capacity": (_calendar, _capacity), "workload": (_hand_over, _calendar),
    "pile_up": (_least_needed,), "dependence": (_spread,), "blackout": (_last_placement,),
    "repetition": (_last_placement,), "channel_rule": (_rule_field,),
}  # fmt: skip
