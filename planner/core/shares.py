"""The share of people who get more contacts than a limit: the Poisson-binomial tail, by convolution on tenths."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from planner.core.columns import Floats
from planner.core.windows import EPSILON


def share_over(chances: Floats, pressures: Floats, maximum: float) -> float:
    """Return the share of people who get more than `maximum`, each placement reaching them independently.

    A contact weighs its channel's pressure rounded to tenths (.05 up); the sum is compared with the exact maximum.
    """
    tenths = np.floor(pressures * 10 + 0.5 + EPSILON).astype(np.int64)
    certain = (chances >= 1) & (tenths > 0)
    room = math.floor(maximum * 10 + EPSILON) - int(tenths[certain].sum())
    if room < 0:
        return 1.0
    doubtful = ~certain & (tenths > 0) & (chances > 0)
    alike = Counter(zip(tenths[doubtful].tolist(), chances[doubtful].tolist(), strict=True))
    spread = np.ones(1)
    for (weight, chance), count in sorted(alike.items()):
        step = np.zeros(min(count, room // weight) * weight + 1)
        step[::weight] = _binomial(count, chance, min(count, room // weight))
        spread = np.convolve(spread, step)[: room + 1]
    return float(min(1.0, max(0.0, 1.0 - math.fsum(spread))))


def _binomial(count: int, chance: float, most: int) -> Floats:
    """Return the probabilities of 0..`most` hits in `count` tries."""
    if count == 1:
        return np.array([1 - chance, chance])[: most + 1]
    whole, hit, miss = math.lgamma(count + 1), math.log(chance), math.log1p(-chance)
    return np.array([
        math.exp(whole - math.lgamma(k + 1) - math.lgamma(count - k + 1) + k * hit + (count - k) * miss)
        for k in range(most + 1)
    ])  # fmt: skip
