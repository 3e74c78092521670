"""Long work is claimed once, lives by its heartbeat, and is no change of the workspace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from planner.storage import jobs
from planner.storage.database import Database

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANN = "ann@example.org"


def put_down(db: Database) -> int:
    with db.writing(ANN) as session:
        return jobs.add_job(session, kind="import", who=ANN, payload={"save": False}, now=NOON)


def state(db: Database, number: int) -> tuple[str, float]:
    with db.reading() as session:
        job = jobs.get_job(session, number)
    assert job is not None
    return job.state, job.progress


def test_the_oldest_job_is_claimed_by_one_worker_alone(db: Database) -> None:
    first, second = put_down(db), put_down(db)
    with db.writing("a") as session:
        claimed = [jobs.claim_job(session, by=by, now=NOON) for by in ("a", "b", "c")]
    assert [job.pk if job else None for job in claimed] == [first, second, None]
    with db.writing("a") as session:
        assert jobs.claim_job(session, by="d", now=NOON, pk=first) is None


def test_only_its_worker_tells_how_far_a_job_is(db: Database) -> None:
    number = put_down(db)
    with db.writing("a") as session:
        jobs.claim_job(session, by="a", now=NOON)
        assert jobs.beat(session, number, by="a", progress=0.5, now=NOON)
        assert not jobs.beat(session, number, by="b", progress=0.9, now=NOON)
        assert not jobs.finish_job(session, number, by="b", state="done", result={}, now=NOON)
    assert state(db, number) == ("running", 0.5)
    with db.writing("a") as session:
        assert jobs.finish_job(session, number, by="a", state="done", result={"created": 1}, now=NOON)
        assert not jobs.beat(session, number, by="a", progress=0.5, now=NOON)
    assert state(db, number) == ("done", 1.0)


def test_a_job_that_is_done_goes_on_once(db: Database) -> None:
    number = put_down(db)
    with db.writing("a") as session:
        assert not jobs.requeue(session, number, {"save": True})
        jobs.claim_job(session, by="a", now=NOON)
        jobs.finish_job(session, number, by="a", state="done", result={}, now=NOON)
        assert [jobs.requeue(session, number, {"save": True}) for _ in range(2)] == [True, False]
        job = jobs.get_job(session, number)
    assert job is not None
    assert (job.state, job.payload) == ("waiting", {"save": True})


def test_a_cancelled_job_is_nobodys_any_more(db: Database) -> None:
    number = put_down(db)
    with db.writing("a") as session:
        jobs.claim_job(session, by="a", now=NOON)
        assert [jobs.cancel_job(session, number, now=NOON) for _ in range(2)] == [True, False]
        assert not jobs.beat(session, number, by="a", progress=0.5, now=NOON)
    assert state(db, number)[0] == "cancelled"


def test_a_job_without_a_heartbeat_has_failed(db: Database) -> None:
    dead, held, fresh = put_down(db), put_down(db), put_down(db)
    with db.writing("a") as session:
        for _ in (dead, held):
            jobs.claim_job(session, by="a", now=NOON)
        jobs.claim_job(session, by="a", now=NOON + timedelta(seconds=30))
        jobs.fail_dead(session, now=NOON + jobs.DEAD, but=[held])
    assert [state(db, one)[0] for one in (dead, held, fresh)] == ["failed", "running", "running"]


def test_a_person_sees_their_own_newest_first(db: Database) -> None:
    first, second = put_down(db), put_down(db)
    with db.reading() as session:
        assert [job.pk for job in jobs.jobs_of(session, ANN)] == [second, first]
        assert jobs.jobs_of(session, "bob@example.org") == ()
        assert [jobs.get_job(session, number) for number in (0, 999, 2**40)] == [None, None, None]
    assert db.revision() == 0
