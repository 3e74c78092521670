"""Saved views: who sees one, and who may change it."""

from __future__ import annotations

from collections.abc import Iterable

from planner.core.model import ROLES, SavedView, User

PAGES = ("overview", "content", "map", "gaps", "overload", "calendar", "board")  # the pages a view can be of


def seen_by(views: Iterable[SavedView], email: str) -> tuple[SavedView, ...]:
    """Return the views a person may open: their own and the shared ones; one without an owner is everyone's."""
    return tuple(view for view in views if view.shared or not view.owner or _owns(view, email))


def may_change(view: SavedView, person: User) -> bool:
    """Return whether a person may change or delete a view that they see.

    The owner may, of a shared one a manager too; one without an owner is for every editor.
    """
    rank = ROLES.index(person.role)
    if not view.owner:
        return rank >= ROLES.index("editor")
    return _owns(view, person.email) or (view.shared and rank >= ROLES.index("manager"))


def _owns(view: SavedView, email: str) -> bool:
    return bool(email) and view.owner.casefold() == email.casefold()
