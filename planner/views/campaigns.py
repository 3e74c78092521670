"""The campaigns: what each is for, when it runs, and what stands in the plan for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from flask import Blueprint

from planner.core.columns import ITEM_STATUS, PLACEMENT_STATUS, Bools, Inventory
from planner.core.model import Campaign
from planner.views.access import role
from planner.views.site import render, state, today

room = Blueprint("campaigns", __name__, url_prefix="/campaigns")


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRow:
    """A campaign with the number of its items and placements, and how many are out already."""

    campaign: Campaign
    items: int
    published_items: int
    placements: int
    published: int
    running: bool
    days: tuple[date, date] | None  # the first and the last day on which anything stands in the plan for it


def _days(inventory: Inventory, places: Bools) -> tuple[date, date] | None:
    if not places.any():
        return None
    first, last = int(inventory.place_day[places].min()), int(inventory.place_last[places].max())
    return date.fromordinal(first), date.fromordinal(last)


@room.get("")
@role("viewer")
def index() -> str:
    """List the campaigns: running ones first, then the coming, then the past."""
    space, inventory = state().workspace, state().inventory
    of = inventory.campaign_of()
    counted = inventory.counted
    day = today()

    def row(n: int, campaign: Campaign) -> CampaignRow:
        items = inventory.item_campaign == n
        places = (of == n) & counted
        return CampaignRow(
            campaign=campaign, items=int(items.sum()), placements=int(places.sum()),
            published_items=int(np.sum(items & (inventory.item_status == ITEM_STATUS["published"]))),
            published=int(np.sum(places & (inventory.place_status == PLACEMENT_STATUS["published"]))),
            running=bool((campaign.start or day) <= day <= (campaign.end or day)), days=_days(inventory, places),
        )  # fmt: skip

    rows = [row(n, campaign) for n, campaign in enumerate(space.campaigns)]
    rows.sort(
        key=lambda r: (not r.running, bool(r.campaign.end and r.campaign.end < day), str(r.campaign.start or day))
    )
    return render("campaigns/index.html", rows=rows, running=sum(r.running for r in rows))
