"""The page of a lost race: what someone else saved beside what was typed here, and both ways on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.views import fields
from planner.views.site import render


@dataclass(frozen=True, slots=True)
class Difference:
    """A field two people changed: what stands there now and what was meant to."""

    name: str
    theirs: str
    yours: str


def lost_page(
    name: str,
    differences: Iterable[Difference],
    *,
    version: int,
    back: str,
    frame: str = "settings/frame.html",
    kept: Iterable[tuple[str, str]] | None = None,
    why_not: str = "",
) -> tuple[str, int]:
    """Return both texts of `name` with status 409; `version` is what stands there now, `back` where theirs is.

    The form that saves mine over theirs sends `kept`: all that was sent, unless a page says otherwise. `why_not` says
    why mine cannot be saved any more; then there is no such button.
    """
    return render(
        "lost.html", frame=frame, name=name, differences=list(differences), version=version, back=back,
        kept=fields.sent("version") if kept is None else list(kept), why_not=why_not,
    ), 409  # fmt: skip
