"""The one table of statuses and the moves between them, for items and for placements."""

from __future__ import annotations

ITEM_STATUSES = (
    "idea", "briefed", "in_production", "in_review", "changes_requested", "approved", "published", "archived",
    "on_hold", "cancelled",
)  # fmt: skip
PLACEMENT_STATUSES = ("tentative", "planned", "approved", "published", "cancelled")

# Weight of a status in coverage (DOMAIN section 3); a status that is not here is left out altogether.
STATUS_WEIGHT: dict[str, float] = {
    "published": 1.0, "approved": 0.7, "in_review": 0.5, "changes_requested": 0.5, "in_production": 0.3,
    "briefed": 0.1, "idea": 0.0,
}  # fmt: skip

RESTING = ("on_hold", "cancelled")  # an item here may return to the status it had
_ITEM_ROW = ITEM_STATUSES[:7]
_PLACEMENT_ROW = PLACEMENT_STATUSES[:4]


def item_moves(status: str, before: str | None = None) -> tuple[str, ...]:
    """Return the statuses an item may move to from `status`.

    `before` is the status an item on hold or cancelled had, the one place it may return to.
    """
    if status in RESTING:
        return _return(before, "idea", other="cancelled" if status == "on_hold" else "on_hold")
    if status == "published":
        return ("archived", "in_production")
    if status == "archived":
        return ("published", "in_production")
    row = tuple(s for s in _ITEM_ROW if s != status)
    if status not in (
        "in_review",
        "approved",
    ):  # changes are asked for in a review, or when it is taken up again
        row = tuple(s for s in row if s != "changes_requested")
    return (*row, "on_hold", "cancelled")


def placement_moves(status: str, before: str | None = None) -> tuple[str, ...]:
    """Return the statuses a placement may move to from `status`; a published one stays."""
    if status == "cancelled":
        return (before or "tentative",)
    if status == "published":
        return ()
    return (*(s for s in _PLACEMENT_ROW if s != status), "cancelled")


def remembered(status: str, before: str | None, to: str) -> str | None:
    """Return what an item in `status` must remember when it moves to `to`: where one that rests may return to."""
    return (before or status) if to in RESTING else None


def _return(before: str | None, otherwise: str, *, other: str) -> tuple[str, ...]:
    return (before or otherwise, other)
