"""The targets of a segment as a grid, a row a stage and a column a phase; the others as a list."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from flask import abort, flash, request
from flask_babel import gettext as _

from planner.core.model import CoverageTarget
from planner.core.parse import Refused, number_text, parse_number
from planner.core.validate import record_problems
from planner.storage import dimensions
from planner.storage import workspace as store
from planner.storage.nouns import cell_of
from planner.views.access import role
from planner.views.item_form import live
from planner.views.lost import Difference, lost_page
from planner.views.settings.kinds import KINDS
from planner.views.settings.room import room
from planner.views.settings.sentences import asked, cell_name
from planner.views.site import database, render, say, see, who, workspace

NOUN = "coverage_targets"
MOST = {"minimum": 1_000_000, "maximum": 1_000_000, "importance": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One cell of the grid: its target if it has one of its own, what was typed, and what is wrong with that."""

    cell: CoverageTarget
    own: CoverageTarget | None
    typed: tuple[str, ...]  # minimum, maximum, importance
    was: tuple[str, ...]  # the same when the person opened the page
    wider: CoverageTarget | None = None
    fault: str = ""

    @property
    def key(self) -> str:
        """The cell as storage names it."""
        return cell_of(self.cell)

    @property
    def changed(self) -> bool:
        """Whether the person wrote something else there."""
        return self.typed != self.was

    @property
    def means(self) -> CoverageTarget | None:
        """The target that was typed, None for a cell left without one; raises `Refused`."""
        if not self.typed[0] and not self.typed[1]:
            return None
        read = {
            name: parse_number(text, least=0, most=most)
            for (name, most), text in zip(MOST.items(), self.typed, strict=True)
            if text
        }
        return replace(self.own or self.cell, **{"minimum": 0.0, "maximum": None, "importance": 3.0} | read)  # type: ignore[arg-type]


@dataclass(slots=True)
class Conflict(Exception):
    """Cells that someone else changed meanwhile, with both texts."""

    differences: list[Difference] = field(default_factory=list)


def texts(target: CoverageTarget | None) -> tuple[str, ...]:
    """Return the three figures of a target as the grid shows them."""
    return tuple("" if target is None or getattr(target, name) is None else number_text(getattr(target, name))
                 for name in MOST)  # fmt: skip


@room.get("/targets")
@role("viewer")
def targets() -> str:
    """Show the grid of a segment, or of every segment, and the list of the other targets."""
    segment = _segment()
    return _page(segment, _boxes(segment))


@room.post("/targets")
@role("manager")
def save_targets() -> Any:
    """Save what a person changed in the grid, and nothing else."""
    segment = _segment()
    boxes = [[_judged(box) for box in row] for row in _boxes(segment, typed=True)]
    if any(box.fault for row in boxes for box in row):
        return _page(segment, boxes, faults=[]), 400
    changed = [box for row in boxes for box in row if box.changed]
    try:
        with database().writing(who()) as writing:
            _save(writing, changed)
    except Conflict as conflict:
        return _lost(segment, changed, conflict)
    flash(_("The targets were saved."))
    return see("settings.targets", segment=segment)


def _segment() -> str | None:
    asked_for = request.args.get("segment") or None
    if asked_for and asked_for not in {row.slug for row in workspace().segments}:
        abort(404)
    return asked_for


def _boxes(segment: str | None, *, typed: bool = False) -> list[list[Box]]:
    space = workspace()
    own = {cell_of(target): target for target in space.coverage_targets}

    def box(stage: str | None, phase: str | None) -> Box:
        cell = CoverageTarget(segment=segment, stage=stage, phase=phase)
        key = cell_of(cell)
        there = texts(own.get(key))
        return Box(
            cell=cell, own=own.get(key), wider=_wider(space.coverage_targets, cell),
            typed=tuple(request.form.get(f"{name}:{key}", "").strip() for name in MOST) if typed else there,
            was=tuple(request.form.get(f"was:{key}", "||").split("|")) if typed else there,
        )  # fmt: skip

    return [[box(stage, phase) for phase in live(space.phases)] for stage in live(space.stages)]


def _wider(rows: tuple[CoverageTarget, ...], cell: CoverageTarget) -> CoverageTarget | None:
    """Return the target that holds in a cell without one of its own: names most, then stands last."""
    best: tuple[int, int] | None = None
    for n, row in enumerate(rows):
        parts = [(getattr(row, name), getattr(cell, name)) for name in ("segment", "stage", "phase")]
        fits = row.channel is None and all(said in (None, wanted) for said, wanted in parts)
        rank = sum(said is not None for said, _wanted in parts), n
        if fits and cell_of(row) != cell_of(cell) and (best is None or rank > best):
            best = rank
    return rows[best[1]] if best else None


def _judged(box: Box) -> Box:
    """Return a box with what is wrong in it."""
    if not box.changed:
        return box
    try:
        target = box.means
    except Refused as refused:
        return replace(box, fault=say(refused))
    problems = record_problems(target) if target else ()
    return replace(box, fault=say(problems[0])) if problems else box


def _save(writing: Any, boxes: list[Box]) -> None:
    conflict = Conflict()
    for box in boxes:
        there = store.find(writing, NOUN, box.key)
        now, target = there[0] if there else None, box.means
        if texts(now) != box.was:
            conflict.differences.append(Difference(cell_name(box.cell), _said(now), _said(target)))
        elif target is None and now is not None:
            dimensions.delete_record(writing, NOUN, box.key)
        elif target is not None and now is None:
            store.add(writing, target)
        elif target is not None:
            store.update_record(writing, target)
    if conflict.differences:
        raise conflict


def _said(target: CoverageTarget | None) -> str:
    return asked(target) if target else _("no target of its own")


def _lost(segment: str | None, changed: list[Box], conflict: Conflict) -> tuple[str, int]:
    """Show both texts; what is kept to be saved again says what stands there now."""
    now = {box.key: "|".join(texts(box.own)) for row in _boxes(segment) for box in row}
    mine = {f"was:{box.key}" for box in changed}
    kept = [
        (name, now.get(name.partition(":")[2], value) if name in mine else value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token"
    ]
    return lost_page(_("Targets"), conflict.differences, version=0, back=request.full_path, kept=kept)


def _page(segment: str | None, boxes: list[list[Box]], *, faults: list[str] | None = None) -> str:
    space = workspace()
    in_grid = {box.key for row in boxes for box in row}
    live_segments = [row.slug for row in space.segments if not row.archived]
    listed = [
        target for target in space.coverage_targets
        if cell_of(target) not in in_grid
        and (target.channel or target.stage is None or target.phase is None)
        and (segment is None or target.segment in (None, segment))
    ]  # fmt: skip
    return render(
        "settings/targets.html", kind=KINDS["targets"], segment=segment, segments=live_segments, boxes=boxes,
        phases=live(space.phases), faults=faults,
        listed=[(cell_of(t), cell_name(t), asked(t), t.reason) for t in listed],
        own={slug: sum(t.segment == slug for t in space.coverage_targets) for slug in live_segments},
    )  # fmt: skip
