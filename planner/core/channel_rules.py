"""Channel rules: whether the adapted or inherited parts of a placement are what its channel asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from planner.core.columns import Bools, Ints, Inventory, day_of
from planner.core.evidence import items_of
from planner.core.findings import Fault, Finding, finding_key
from planner.core.model import Channel, Workspace


def channel_rule(
    workspace: Workspace, inventory: Inventory, as_of: date, until: date, among: Ints | None = None
) -> Iterator[Finding]:
    """Yield a finding per placement with a day in [as_of, until] that breaks a rule of its channel.

    `among` limits it to some placement rows.
    """
    inside = inventory.counted & inventory.touching(as_of.toordinal(), until.toordinal())
    judged = np.flatnonzero(inside) if among is None else among[inside[among]]
    for n, channel in enumerate(workspace.channels):
        rows = judged[inventory.place_channel[judged] == n]
        if not len(rows):
            continue
        parts = [part for part in _broken(workspace, inventory, channel, rows) if part[1].any()]
        for at in np.flatnonzero(np.any([broken for _, broken, *_ in parts], axis=0)).tolist() if parts else ():
            faults = tuple(
                Fault(part=part, value=None if value is None else float(value[at]), limit=limit)
                for part, broken, value, limit in parts if broken[at]
            )  # fmt: skip
            yield _finding(inventory, channel, int(rows[at]), faults)


def _broken(
    workspace: Workspace, inventory: Inventory, channel: Channel, rows: Ints
) -> Iterator[tuple[str, Bools, Ints | None, float | None]]:
    """Yield (part, which rows break it, its lengths, the longest allowed) of what the channel asks."""
    rules, item = channel.rules, inventory.place_item[rows]
    if rules.formats:
        allowed = np.array([row.slug in rules.formats for row in workspace.formats] + [True])  # without a format: yes
        yield "format", ~allowed[inventory.item_format[item]], None, None
    for part, longest, adapted, inherited in (
        ("title", rules.title_max, inventory.place_title_length, inventory.item_title_length),
        ("text", rules.text_max, inventory.place_text_length, inventory.item_summary_length),
    ):
        if longest is not None:
            length = np.where(adapted[rows] >= 0, adapted[rows], inherited[item])
            yield part, length > longest, length, float(longest)
    present = {
        "image": inventory.place_has_image[rows] | inventory.item_has_image[item],
        "alt": inventory.place_has_alt[rows] | inventory.item_has_alt[item],
        "link": inventory.place_has_link[rows] | inventory.item_has_url[item],
        "call_to_action": inventory.place_has_call[rows],
    }
    for part, there in present.items():
        if part in rules.needs:
            yield part, ~there, None, None


def _finding(inventory: Inventory, channel: Channel, row: int, faults: tuple[Fault, ...]) -> Finding:
    """Return the finding of a placement; its value and limit are those of the first length that is too great."""
    uid = inventory.uids[row]
    long = next((fault for fault in faults if fault.limit is not None), None)
    return Finding(
        key=finding_key("channel_rule", channel=channel.slug, placement=uid),
        kind="channel_rule", severity=40.0, channel=channel.slug,
        start=day_of(inventory.place_day[row]), until=day_of(inventory.place_last[row]),
        value=long.value or 0.0 if long else 0.0, limit=long.limit if long else None,
        items=items_of(inventory, [row]), placements=(uid,), faults=faults,
    )  # fmt: skip
