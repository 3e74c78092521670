"""Tables: columns and constraints, no behaviour. A table is named as its key in the dump; `pk` is inside only."""

from __future__ import annotations

from sqlalchemy import Table

from planner.storage.tables import content, frame, people, records
from planner.storage.tables.base import METADATA, table

__all__ = ["METADATA", "named"]

settings = table(frame.SettingsTable)
kpi_values = table(frame.KpiValueTable)
items = table(content.ItemTable)
item_tags = table(content.ItemTagTable)
mappings = table(content.MappingTable)
placements = table(content.PlacementTable)
placement_segments = table(content.PlacementSegmentTable)
comments = table(content.CommentTable)
import_bases = table(content.ImportBaseTable)
users = table(people.UserTable)
sessions = table(people.SessionTable)
login_links = table(people.LoginLinkTable)
view_tokens = table(people.ViewTokenTable)
rate_limits = table(people.RateLimitTable)
state = table(records.StateTable)
audit_events = table(records.AuditEventTable)
snapshots = table(records.SnapshotTable)
jobs = table(records.JobTable)


def named(name: str) -> Table:
    """Return a table by its name, which is the noun of the dump."""
    return METADATA.tables[name]
