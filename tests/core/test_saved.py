"""Who sees and changes a saved view."""

from __future__ import annotations

import pytest

from planner.core.model import SavedView, User
from planner.core.saved import may_change, seen_by

ANN, BOB = "ann@example.org", "bob@example.org"
MINE = SavedView(slug="mine", name="Mine", owner=ANN)
OURS = SavedView(slug="ours", name="Ours", owner=ANN, shared=True)
NOBODYS = SavedView(slug="nobodys", name="Nobody's")


def test_a_private_view_is_seen_by_its_owner_alone() -> None:
    assert seen_by((MINE, OURS, NOBODYS), ANN.upper()) == (MINE, OURS, NOBODYS)
    assert seen_by((MINE, OURS, NOBODYS), BOB) == (OURS, NOBODYS)
    assert seen_by((MINE,), "") == ()


@pytest.mark.parametrize(
    ("view", "email", "role", "allowed"),
    [(MINE, ANN, "viewer", True), (MINE, BOB, "admin", False), (OURS, ANN, "viewer", True),
     (OURS, BOB, "editor", False), (OURS, BOB, "manager", True), (NOBODYS, BOB, "viewer", False),
     (NOBODYS, BOB, "editor", True)],
)  # fmt: skip
def test_the_owner_changes_a_view_and_a_manager_a_shared_one(
    view: SavedView, email: str, role: str, allowed: bool
) -> None:
    assert may_change(view, User(email=email, role=role)) is allowed
