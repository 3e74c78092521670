"""Cells: the (segment, stage, phase) and (segment, stage, phase, channel) a workspace has, and what is asked of each.

A dimension without rows is null in every cell. Archived rows rest: they give no cell, and a target that names one
(or a row nobody knows) is not applied. When every row of a dimension is archived there is no cell at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.core.columns import Bools, Floats, Ints
from planner.core.findings import CellKey
from planner.core.model import CoverageTarget, Dimension, Workspace

NOUNS = ("segments", "stages", "phases", "channels")


@dataclass(frozen=True, eq=False, kw_only=True)
class Grid:
    """Every cell as a row of arrays, in the order of segment, stage, phase, then the plain cell before its channels.

    `segment`, `stage`, `phase`, `channel` are positions in the Workspace's tuples, -1 = null. `target` is the
    position of the winning CoverageTarget (-1 = none: then minimum, importance and weight are 0). `maximum` is inf
    where there is none. `expected`: a target with a minimum above 0 or a maximum. `judged`: expected with a minimum.
    """

    workspace: Workspace
    segment: Ints
    stage: Ints
    phase: Ints
    channel: Ints
    target: Ints
    minimum: Floats
    maximum: Floats
    importance: Floats
    weight: Floats
    expected: Bools
    judged: Bools
    plain_at: Ints  # cell of a (segment, stage, phase) code, -1 = none
    channel_at: Ints  # cell of a (segment, stage, phase, channel) code, -1 = none

    def __len__(self) -> int:
        return len(self.segment)

    @cached_property
    def largest(self) -> float:
        """The largest weight over all expected cells, 0 when there is none."""
        return float(self.weight[self.expected].max(initial=0.0))

    @cached_property
    def plain_of(self) -> Ints:
        """The plain cell of every cell: its own (segment, stage, phase) regardless of channel."""
        return np.maximum.accumulate(np.where(self.channel < 0, np.arange(len(self)), 0))

    def share(self, weight: float) -> float:
        """Return a weight against the largest, the factor of every severity; 0 when the largest is 0."""
        return weight / self.largest if self.largest > 0 else 0.0

    def at(self, segment: Ints, stage: Ints, phase: Ints, channel: Ints | None = None) -> Ints:
        """Return the cell of each row of positions (-1 = not said), -1 where that names no cell."""
        known = np.ones(len(segment), bool)
        code = np.zeros(len(segment), np.int64)
        for index, noun in zip((segment, stage, phase), NOUNS, strict=False):
            rows = len(getattr(self.workspace, noun))
            if rows:  # a dimension without rows is null in every cell, whatever is said
                known &= index >= 0
                code = code * rows + np.maximum(index, 0)
        if channel is None:
            return np.where(known, self.plain_at[code], -1)
        if not len(self.channel_at):
            return np.full(len(segment), -1)
        code = code * len(self.workspace.channels) + np.maximum(channel, 0)
        return np.where(known & (channel >= 0), self.channel_at[code], -1)

    def find(self, key: CellKey) -> int:
        """Return the row of a cell by its slugs, -1 when there is no such cell."""
        said = zip(NOUNS, (key.segment, key.stage, key.phase, key.channel), strict=True)
        at = [np.array([position_of(getattr(self.workspace, noun), slug)]) for noun, slug in said]
        if any(slug is not None and n[0] < 0 for slug, n in zip((key.segment, key.stage, key.phase), at, strict=False)):
            return -1
        return int(self.at(at[0], at[1], at[2], None if key.channel is None else at[3])[0])

    @cached_property
    def keys(self) -> tuple[CellKey, ...]:
        """The slugs of every cell."""
        names = [[*(row.slug for row in getattr(self.workspace, noun)), None] for noun in NOUNS]  # None for -1
        at = (self.segment.tolist(), self.stage.tolist(), self.phase.tolist(), self.channel.tolist())
        return tuple(
            CellKey(segment=names[0][a], stage=names[1][b], phase=names[2][c], channel=names[3][d])
            for a, b, c, d in zip(*at, strict=True)
        )

    def key(self, cell: int) -> CellKey:
        """Return the slugs of a cell."""
        return self.keys[cell]


def grid(workspace: Workspace) -> Grid:
    """Return the cells of a workspace with the target that wins in each.

    The target that names most values wins, on a tie the later in the list; channel cells and plain cells apart.
    """
    axes = [getattr(workspace, noun) for noun in NOUNS]
    shape = [max(1, len(rows)) for rows in axes[:3]] + [len(axes[3])]
    live = [np.array([not row.archived for row in rows] or [True]) for rows in axes[:3]]
    on = np.array([not row.archived for row in axes[3]], bool)
    alive = live[0][:, None, None] & live[1][:, None] & live[2]
    plain = _winners(workspace, tuple(shape[:3]), named_channel=False).ravel()
    narrow = _winners(workspace, tuple(shape), named_channel=True)
    code = np.flatnonzero(alive.ravel())
    channel_code = np.flatnonzero((narrow >= 0) & alive[..., None] & on)
    channels = max(1, shape[3])
    order = np.argsort(np.concatenate([code * (channels + 1), _under_plain(channel_code, channels)]), kind="stable")
    target = np.concatenate([plain[code], narrow.ravel()[channel_code]])[order]
    base = np.concatenate([code, channel_code // channels])[order]
    channel = np.concatenate([np.full(len(code), -1), channel_code % channels])[order]
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    plain_at, channel_at = np.full(plain.size, -1), np.full(narrow.size, -1)
    plain_at[code], channel_at[channel_code] = place[: len(code)], place[len(code) :]
    positions = np.unravel_index(base, shape[:3])
    asked = _asked(workspace, target)
    at = [positions[n] if axes[n] else np.full(len(base), -1) for n in range(3)]
    return Grid(
        workspace=workspace, segment=at[0], stage=at[1], phase=at[2], channel=channel, target=target,
        plain_at=plain_at, channel_at=channel_at,
        weight=cell_factor(workspace, at[0], at[1], at[2]) * asked.importance, **asked._asdict(),
    )  # fmt: skip


def _under_plain(channel_code: Ints, channels: int) -> Ints:
    """Sort keys that put a channel cell behind its plain cell, in the order of channels."""
    keys: Ints = channel_code // channels * (channels + 1) + channel_code % channels + 1
    return keys


class _Asked(NamedTuple):
    minimum: Floats
    maximum: Floats
    importance: Floats
    expected: Bools
    judged: Bools


def _asked(workspace: Workspace, target: Ints) -> _Asked:
    targets = workspace.coverage_targets
    # the last row stands for -1: no target
    minimum = np.array([float(t.minimum) for t in targets] + [0.0])[target]
    maximum = np.array([np.inf if t.maximum is None else t.maximum for t in targets] + [np.inf])[target]
    expected = (minimum > 0) | (maximum < np.inf)
    importance = np.array([float(t.importance) for t in targets] + [0.0])[target]
    return _Asked(minimum, maximum, importance, expected, expected & (minimum > 0))


def cell_factor(workspace: Workspace, segment: Ints, stage: Ints, phase: Ints) -> Floats:
    """Return segment.priority x stage.weight x phase.weight for rows of positions; -1 counts 1."""
    priority = np.array([float(s.priority) for s in workspace.segments] + [1.0])
    stages = np.array([s.weight for s in workspace.stages] + [1.0])
    phases = np.array([p.weight for p in workspace.phases] + [1.0])
    factor: Floats = priority[segment] * stages[stage] * phases[phase]
    return factor


def target_positions(workspace: Workspace, target: CoverageTarget) -> tuple[int | None, ...] | None:
    """Return the positions a target names (None = every), or None where it names an archived or unknown row."""
    found: list[int | None] = []
    for noun in NOUNS:
        slug = getattr(target, noun[:-1])
        rows = getattr(workspace, noun)
        at = None if slug is None else position_of(rows, slug)
        if at is not None and (at < 0 or rows[at].archived):
            return None
        found.append(at)
    return tuple(found)


class AppliedTarget(NamedTuple):
    """A target that is applied: how many values it names, its position in the list, and the positions it names."""

    named: int
    position: int
    at: tuple[int | None, ...]


def applied_targets(workspace: Workspace, *, named_channel: bool) -> list[AppliedTarget]:
    """Return the targets of plain cells, or those of channel cells, the one that wins over all others last."""
    return sorted(
        AppliedTarget(sum(part is not None for part in at), n, at)
        for n, target in enumerate(workspace.coverage_targets)
        if (target.channel is not None) == named_channel and (at := target_positions(workspace, target)) is not None
    )


def _winners(workspace: Workspace, shape: tuple[int, ...], *, named_channel: bool) -> NDArray[np.int64]:
    """Position of the winning target in every square of `shape`, -1 = none: the broadest are laid down first."""
    won = np.full(shape, -1)
    for target in applied_targets(workspace, named_channel=named_channel):
        won[tuple(slice(None) if part is None else part for part in target.at[: len(shape)])] = target.position
    return won


def position_of(rows: Sequence[Dimension], slug: str | None) -> int:
    """Return the position of a slug, -1 when it is None or nobody knows it."""
    return next((n for n, row in enumerate(rows) if row.slug == slug), -1)
