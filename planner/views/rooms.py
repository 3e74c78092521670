"""Every room of the house, in the order of the rail."""

from __future__ import annotations

from planner.views.answers import room as answers_room
from planner.views.beginning import room as begin_room
from planner.views.board import room as board_room
from planner.views.bulk import room as bulk_room
from planner.views.calendar.moves import room as moves_room
from planner.views.calendar.page import room as calendar_room
from planner.views.calendar.several import room as several_room
from planner.views.campaigns import room as campaigns_room
from planner.views.content import room as content_room
from planner.views.exports import room as exports_room
from planner.views.gaps import room as gaps_room
from planner.views.health import room as health_room
from planner.views.help import room as help_room
from planner.views.imports import room as imports_room
from planner.views.journeys import room as journeys_room
from planner.views.listing import room as listing_room
from planner.views.login import room as login_room
from planner.views.map.page import room as map_room
from planner.views.mapping import room as mapping_room
from planner.views.overload import room as overload_room
from planner.views.overview import room as overview_room
from planner.views.placements import room as placements_room
from planner.views.saved_views import room as views_room
from planner.views.series import room as series_room
from planner.views.settings.room import room as settings_room
from planner.views.sharing import room as sharing_room
from planner.views.snapshots import room as snapshots_room
from planner.views.undo import room as undo_room

ROOMS = (
    overview_room, content_room, listing_room, bulk_room, placements_room, map_room, gaps_room, answers_room,
    snapshots_room, overload_room, mapping_room,
    calendar_room, journeys_room, campaigns_room, imports_room, exports_room, settings_room, help_room, login_room,
    begin_room, health_room, series_room, undo_room, board_room, sharing_room, moves_room, several_room, views_room,
)  # fmt: skip
