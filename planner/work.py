"""Long work: imports by browser that nobody need wait for, done by one thread of the server.

A job is looked at first (what would saving change?) and saved when its person says so; both are steps of one job. A
small one, and every one where no thread runs, is done at once by whoever put it down.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from planner import pipeline, uploads
from planner.core.parse import N_, Refused
from planner.imports.context import BY_BROWSER
from planner.storage import jobs
from planner.storage.database import Database
from planner.storage.errors import StorageRefused

IMPORT = "import"
GONE = N_("These files are no longer kept. Choose them once more.")
BROKEN = N_("This import ended in a fault of planner itself; nothing was saved. The log of the server says more.")
BEAT_SECONDS = 1.0
IDLE_SECONDS = 30.0
_log = logging.getLogger(__name__)


class Stopped(Exception):
    """The job is no longer ours: its person cancelled it, or the server ends."""


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


@dataclass(eq=False)
class Worker:
    """Does jobs, one after another; `shares` is how far the one in hand is, also while it holds the database."""

    database: Database
    folder: Path  # of the uploads
    now: Callable[[], datetime] = utc_now
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    shares: dict[int, float] = field(default_factory=dict)
    idle: threading.Event = field(default_factory=threading.Event)  # set while there is nothing to do
    _woken: threading.Event = field(default_factory=threading.Event)
    _ends: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    @property
    def alive(self) -> bool:
        """Whether a thread does the jobs."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Begin a thread that ends with the process."""
        alone = self.database.path is not None  # one process to a file: whatever ran before has stopped
        with self.database.writing("worker") as session:
            jobs.fail_dead(session, now=self.now(), after=timedelta(0) if alone else jobs.DEAD)
        self._thread = threading.Thread(target=self._run, name="planner-worker", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Tell the thread that there is something to do."""
        self.idle.clear()
        self._woken.set()

    def stop(self) -> None:
        """Let the thread end; what it is at is given up, and nothing of it is saved."""
        self._ends.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(10)

    def _run(self) -> None:
        while not self._ends.is_set():
            try:
                self.tidy()
                while not self._ends.is_set() and self.do_one():
                    pass
            except Refused as refused:  # the database is busy or away: later
                _log.warning("%s", refused)
            self.idle.set()
            self._woken.wait(IDLE_SECONDS)
            self._woken.clear()

    def tidy(self) -> None:
        """Say of jobs that died that they did, and throw away files that nobody saved."""
        with self.database.writing("worker") as session:
            jobs.fail_dead(session, now=self.now(), but=list(self.shares))
        uploads.sweep(self.folder)

    def do_one(self, pk: int | None = None) -> bool:
        """Do the oldest waiting job, or the one of this number; returns whether there was one."""
        with self.database.writing("worker") as session:
            job = jobs.claim_job(session, by=self.name, now=self.now(), pk=pk)
        if job is None:
            return False
        self.shares[job.pk] = 0.0
        try:
            self._do(job)
        finally:
            del self.shares[job.pk]
        return True

    def _do(self, job: jobs.Job) -> None:
        state, result = "done", {}
        try:
            result = self._import(job)
        except Stopped:
            uploads.drop(self.folder, job.payload["token"])
            return
        except Refused as refused:
            params = {name: one if isinstance(one, int | float) else str(one) for name, one in refused.params.items()}
            state, result = "failed", {"fault": [refused.message, params]}
        except Exception:
            _log.exception("import %s", job.pk)
            state, result = "failed", {"fault": [BROKEN, {}]}
        with self.database.writing("worker") as session:
            jobs.finish_job(session, job.pk, by=self.name, state=state, result=result, now=self.now())
        if state == "failed" or job.payload["save"]:
            uploads.drop(self.folder, job.payload["token"])

    def _import(self, job: jobs.Job) -> dict[str, Any]:
        files = uploads.take(self.folder, job.who, job.payload["token"])
        if files is None:
            raise Refused(GONE)
        save = bool(job.payload["save"])
        account = pipeline.import_files(
            self.database, files, who=job.who, now=self.now(), dry_run=not save, limits=BY_BROWSER,
            columns=job.payload.get("columns"), progress=self._hearing(job),
        )  # fmt: skip
        return account.to_stored()

    def _hearing(self, job: jobs.Job) -> Callable[[str, float], None]:
        """Return what hears of progress: half of it is reading. It raises `Stopped` where the job is no longer ours."""
        last = time.monotonic()

        def hear(step: str, share: float) -> None:
            nonlocal last
            self.shares[job.pk] = progress = (share if step == "read" else 1 + share) / 2
            if self._ends.is_set():
                raise Stopped
            if time.monotonic() - last < BEAT_SECONDS or (step == "save" and self.database.path is not None):
                return  # an SQLite file has one writer at a time, and while saving that is this very import
            last = time.monotonic()
            if not self._beat(job.pk, progress):
                raise Stopped

        return hear

    def _beat(self, pk: int, progress: float) -> bool:
        try:
            with self.database.writing("worker") as session:
                return jobs.beat(session, pk, by=self.name, progress=progress, now=self.now())
        except StorageRefused:  # somebody saves a lot just now; the next beat will tell
            return True
