"""The first page of the settings."""

from __future__ import annotations

from planner.core.cells import grid
from planner.views.access import role
from planner.views.settings.kinds import KINDS
from planner.views.settings.room import room
from planner.views.settings.sentences import rule_sentence
from planner.views.site import render, site, workspace


@room.get("")
@role("viewer")
def index() -> str:
    """Show what the workspace is made of."""
    space, config = workspace(), site().config
    return render(
        "settings/index.html", space=space, kinds=KINDS.values(), url=config.url,
        rules=[(rule.name, rule_sentence(rule)) for rule in space.frequency_rules],
        expected=int(grid(space).expected.sum()), plain=not config.https and not config.is_local,
    )  # fmt: skip
