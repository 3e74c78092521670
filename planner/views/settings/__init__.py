"""The settings: what the workspace is made of, who may do what in it, and what a person set for themselves."""

from __future__ import annotations

from planner.views.settings import account, backup, index, own, people, presets, targets, workspace
from planner.views.settings.removing import leaving
from planner.views.settings.room import room
from planner.views.settings.rows import rows

__all__ = ["account", "backup", "index", "leaving", "own", "people", "presets", "room", "rows", "targets", "workspace"]
