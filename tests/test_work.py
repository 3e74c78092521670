"""Long imports: one worker, that can be stopped, and whose jobs end in a sentence whatever happens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from planner import pipeline, uploads
from planner.core.parse import Refused
from planner.storage import jobs
from planner.storage.database import Database
from planner.storage.items import load_items
from planner.storage.launcher import make
from planner.storage.workspace import add_all
from planner.work import BROKEN, GONE, Worker
from tests.imports.reading import space

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANN = "ann@example.org"
SHEET = [("plan.csv", b"title\nA\nB\n")]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = make(f"sqlite:///{tmp_path / 'planner.db'}")
    with made.writing("test") as session:
        add_all(session, space())
    yield made
    made.close()


@pytest.fixture
def worker(database: Database, tmp_path: Path) -> Worker:
    return Worker(database, tmp_path / "uploads", now=lambda: NOON)


def put_down(worker: Worker, files: list[uploads.Named] = SHEET, *, save: bool = True) -> int:
    payload = {"token": uploads.keep(worker.folder, ANN, files), "save": save}
    with worker.database.writing(ANN) as session:
        return jobs.add_job(session, kind="import", who=ANN, payload=payload, now=NOON)


def job(worker: Worker, number: int) -> jobs.Job:
    with worker.database.reading() as session:
        found = jobs.get_job(session, number)
    assert found is not None
    return found


def titles(database: Database) -> list[str]:
    with database.reading() as session:
        return [item.title for item in load_items(session)]


def test_a_thread_does_what_was_put_down(worker: Worker) -> None:
    number = put_down(worker)
    worker.start()
    assert worker.alive
    assert worker.idle.wait(60)
    worker.stop()
    assert (job(worker, number).state, titles(worker.database), worker.alive) == ("done", ["A", "B"], False)
    assert list(worker.folder.iterdir()) == []


def test_looking_saves_nothing_and_keeps_the_files(worker: Worker) -> None:
    number = put_down(worker, save=False)
    assert (worker.do_one(), worker.do_one()) == (True, False)
    done = job(worker, number)
    assert done.result is not None
    assert (done.state, done.result["created"], titles(worker.database)) == ("done", 2, [])
    assert len(list(worker.folder.iterdir())) == 1


def test_what_ran_when_the_server_stopped_is_told(worker: Worker) -> None:
    number = put_down(worker)
    with worker.database.writing("other") as session:
        jobs.claim_job(session, by="other", now=NOON)
    worker.start()
    worker.stop()
    ended = job(worker, number)
    assert (ended.state, ended.result) == ("failed", {"fault": [jobs.STOPPED, {}]})


@pytest.mark.parametrize("ending", ["cancelled", "stopped"])
def test_an_import_that_is_stopped_saves_nothing(worker: Worker, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    monkeypatch.setattr("planner.work.BEAT_SECONDS", 0)
    number = put_down(worker)
    read = pipeline.read_files

    def read_and_stop(*given: Any, **options: Any) -> Any:
        batch = read(*given, **options)
        if ending == "stopped":
            worker.stop()
        else:
            with worker.database.writing(ANN) as session:
                jobs.cancel_job(session, number, now=NOON)
            options["progress"]("read", 1.0)
        return batch

    monkeypatch.setattr(pipeline, "read_files", read_and_stop)
    worker.do_one()
    assert (titles(worker.database), list(worker.folder.iterdir()), worker.shares) == ([], [], {})
    assert job(worker, number).state == ("cancelled" if ending == "cancelled" else "running")


@pytest.mark.parametrize(
    ("fault", "told"),
    [(Refused("No %(n)s.", n=3), ["No %(n)s.", {"n": 3}]), (KeyError("x"), [BROKEN, {}])],
)
def test_a_fault_becomes_a_sentence(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, fault: Exception, told: list[Any]
) -> None:
    def fail(*given: Any, **options: Any) -> Any:
        raise fault

    monkeypatch.setattr(pipeline, "import_files", fail)
    number = put_down(worker)
    worker.do_one()
    assert (job(worker, number).state, job(worker, number).result) == ("failed", {"fault": told})


def test_files_that_are_gone_are_told(worker: Worker) -> None:
    number = put_down(worker)
    uploads.drop(worker.folder, job(worker, number).payload["token"])
    worker.do_one()
    assert job(worker, number).result == {"fault": [GONE, {}]}


def test_uploads_have_a_bound_and_an_owner(tmp_path: Path) -> None:
    token = uploads.keep(tmp_path, ANN, SHEET, most=12)
    assert uploads.take(tmp_path, ANN, token) == SHEET
    assert uploads.take(tmp_path, "bob@example.org", token) is None
    assert uploads.take(tmp_path, ANN, "../etc") is None
    with pytest.raises(Refused, match="Too many files wait here"):
        uploads.keep(tmp_path, ANN, SHEET, most=12)


def test_files_that_nobody_saved_within_a_day_go(tmp_path: Path) -> None:
    old, fresh = (uploads.keep(tmp_path, ANN, SHEET) for _ in range(2))
    os.utime(tmp_path / old, (NOON.timestamp(), NOON.timestamp() - 1_000_000))
    uploads.sweep(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [fresh]


def test_jobs_are_kept_for_a_month(worker: Worker) -> None:
    put_down(worker)
    with worker.database.writing("test") as session:
        jobs.fail_dead(session, now=NOON + timedelta(days=31))
        assert jobs.jobs_of(session, ANN) == ()
