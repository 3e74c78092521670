"""Every room of the house, in the order of the rail."""

from __future__ import annotations

from planner.views import (
    calendar,
    content,
    exports,
    gaps,
    health,
    help,
    imports,
    login,
    map,
    overload,
    overview,
    placements,
    settings,
    snapshots,
)

ROOMS = (
    overview.room, content.room, placements.room, map.room, gaps.room, snapshots.room, overload.room, calendar.room,
    imports.room, exports.room, settings.room, help.room, login.room, health.room,
)  # fmt: skip
