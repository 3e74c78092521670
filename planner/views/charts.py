"""Geometry of the charts: figures in, coordinates for SVG attributes out. Colours are classes in the templates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The box of a chart in its own units and the range of values it spans, lowest below."""

    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float
    count: int

    def x(self, index: float) -> float:
        """Return the place of the n-th of `count` points."""
        return round(self.left + (self.right - self.left) * index / max(self.count - 1, 1), 1)

    def y(self, value: float) -> float:
        """Return the height of a value."""
        span = self.high - self.low or 1.0
        return round(self.bottom - (self.bottom - self.top) * (value - self.low) / span, 1)

    def points(self, values: Sequence[float], first: int = 0) -> tuple[Point, ...]:
        """Return the points of values, the first at index `first`."""
        return tuple((self.x(first + n), self.y(value)) for n, value in enumerate(values))


def line(points: Sequence[Point]) -> str:
    """Return the path through points, "" for none."""
    return "M" + "L".join(f"{x} {y}" for x, y in points) if points else ""


def area(points: Sequence[Point], bottom: float) -> str:
    """Return the path of the surface between points and the bottom line."""
    return f"{line(points)}L{points[-1][0]} {bottom}L{points[0][0]} {bottom}Z" if points else ""


def ticks(high: float, wanted: int = 3) -> tuple[float, ...]:
    """Return round values from 0 up to at least `high`, about `wanted` steps."""
    if high <= 0:
        return (0.0, 1.0)
    raw = high / wanted
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= raw - 1e-9)
    return tuple(round(step * n, 6) for n in range(math.ceil(high / step - 1e-9) + 1))


def runs_over(frame: Frame, values: Sequence[float], limit: float) -> tuple[tuple[Point, ...], ...]:
    """Return the parts of a curve above `limit`, each cut exactly where it crosses the limit."""
    runs: list[list[Point]] = []
    for n, value in enumerate(values):
        before = values[n - 1] if n else None
        if before is not None and (before > limit) != (value > limit):
            crossing = (frame.x(n - 1 + (limit - before) / (value - before)), frame.y(limit))
            if value > limit:
                runs.append([crossing])
            else:
                runs[-1].append(crossing)
        if value > limit:
            if not runs or before is None:
                runs.append([(frame.x(n), frame.y(limit))])
            runs[-1].append((frame.x(n), frame.y(value)))
    if values and values[-1] > limit:
        runs[-1].append((frame.x(len(values) - 1), frame.y(limit)))
    return tuple(tuple(run) for run in runs)


def heat(usable: float, minimum: float, maximum: float | None = None) -> str:
    """Return the heat class of a cell: h0 nothing, h1 under a third, h2, h3, h4 reached, h5 above the maximum."""
    if maximum is not None and usable > maximum + 1e-9:
        return "h5"
    if minimum <= 0:
        return "hx" if maximum is None else "h4"
    score = usable / minimum
    if score <= 0:
        return "h0"
    return "h1" if score < 1 / 3 else "h2" if score < 2 / 3 else "h3" if score < 1 - 1e-9 else "h4"
