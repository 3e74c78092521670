"""A lock that lets waiting threads through in the order they came."""

from __future__ import annotations

import threading
from collections import deque

from planner.storage.errors import Busy


class FairLock:
    """First come, first served: Python's own lock may starve a writer while others keep writing."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[tuple[threading.Lock, int]] = deque()
        self._owner: int | None = None

    def acquire(self, seconds: float) -> None:
        """Wait for one's turn; raises `Busy` after `seconds`."""
        me = threading.get_ident()
        turn = threading.Lock()
        turn.acquire()
        with self._guard:
            if self._owner == me:
                raise RuntimeError("a writing block inside a writing block of the same thread would wait for ever")
            if self._owner is None:
                self._owner = me
                return
            self._waiting.append((turn, me))
        if turn.acquire(timeout=seconds):
            return
        with self._guard:
            if (turn, me) not in self._waiting:  # the turn came just as the patience ended
                return
            self._waiting.remove((turn, me))
        raise Busy

    def release(self) -> None:
        """Hand over to the one who waits longest."""
        with self._guard:
            if self._waiting:
                turn, self._owner = self._waiting.popleft()
                turn.release()
            else:
                self._owner = None
