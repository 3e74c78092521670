"""The journey of a segment: its touchpoints by stage and phase, what the person asks, and the content that answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from flask import Blueprint, abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from planner.core.model import Segment, Touchpoint, Workspace
from planner.core.status import ITEM_STATUSES
from planner.views.access import role
from planner.views.reports import today_reports
from planner.views.site import render, see, state, workspace

room = Blueprint("journeys", __name__, url_prefix="/journeys")

COLUMN, HEIGHT, MIDDLE, STEP = 160, 176, 88, 36  # of the emotion curve: a column, and one of its four steps
WIDEST = 24  # columns the style sheet has a width for


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A touchpoint as a column: the items that answer it, and whether one of them can be used."""

    touchpoint: Touchpoint
    answers: tuple[tuple[str, str, str], ...]  # id, title, status
    gap: str | None  # the key of its finding where nothing usable answers
    ends_stage: bool
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Head:
    """A stage over the columns it spans."""

    stage: str | None
    columns: int


@room.get("")
@role("viewer")
def index() -> str | Response:
    """Go to the journey of the first segment."""
    segments = _segments(workspace())
    return see("journeys.show", segment=segments[0].slug) if segments else render("journeys/none.html")


@room.get("/<segment>")
@role("viewer")
def show(segment: str) -> str:
    """Show the journey of a segment."""
    segments = _segments(workspace())
    if segment not in {row.slug for row in segments}:
        abort(404, _("There is no segment “%(slug)s” here.", slug=segment[:80]))
    moments = _moments(segment)
    heads = [Head(stage, len(list(group))) for stage, group in groupby(m.touchpoint.stage for m in moments)]
    return render(
        "journeys/show.html", segment=segment, segments=segments, moments=moments, heads=heads,
        unanswered=sum(moment.gap is not None for moment in moments), curve=_curve(moments), height=HEIGHT,
        width=COLUMN * len(moments), wide=min(len(moments), WIDEST), sale=_sale(moments),
    )  # fmt: skip


def _segments(space: Workspace) -> list[Segment]:
    return [segment for segment in space.segments if not segment.archived]


def _moments(segment: str) -> list[Moment]:
    """Return the touchpoints of a segment in the order of stage, phase and their own."""
    space, inventory = workspace(), state().inventory
    stages = {row.slug: n for n, row in enumerate(space.stages)}
    phases = {row.slug: n for n, row in enumerate(space.phases)}
    resting = {row.slug for rows in (space.stages, space.phases) for row in rows if row.archived}
    mine = [t for t in space.touchpoints if t.segment == segment and not {t.stage, t.phase} & resting]
    mine.sort(key=lambda t: (stages.get(t.stage or "", 99), phases.get(t.phase or "", 99)))
    gaps = {gap.touchpoint: gap.key for gap in today_reports().bare_gaps if gap.kind == "unanswered"}
    made = []
    for n, touchpoint in enumerate(mine):
        rows = [inventory.item_row[id] for id in touchpoint.items if id in inventory.item_row]
        answers = tuple(
            (inventory.item_ids[r], inventory.item_titles[r], ITEM_STATUSES[inventory.item_status[r]]) for r in rows
        )
        last = n + 1 == len(mine) or mine[n + 1].stage != touchpoint.stage
        y = MIDDLE - STEP * touchpoint.emotion
        made.append(Moment(touchpoint=touchpoint, answers=answers, gap=gaps.get(touchpoint.slug), ends_stage=last,
                           x=COLUMN * (n + 0.5), y=y))  # fmt: skip
    return made


def _curve(moments: Sequence[Moment]) -> str:
    """Return the path of the emotion curve, level at every touchpoint."""
    if not moments:
        return ""
    path = f"M{moments[0].x} {moments[0].y}"
    for a, b in pairwise(moments):
        middle = (a.x + b.x) / 2
        path += f"C{middle} {a.y} {middle} {b.y} {b.x} {b.y}"
    return path


def _sale(moments: Sequence[Moment]) -> float | None:
    """Return where the sale stands: before the first touchpoint of a stage after it."""
    after = {stage.slug for stage in workspace().stages if stage.post_sale}
    first = next((n for n, moment in enumerate(moments) if moment.touchpoint.stage in after), 0)
    return float(COLUMN * first) if first else None
