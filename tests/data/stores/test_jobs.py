"""Jobs: one worker each, one result each, whoever dies, stops or comes late."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from data.keys import Keyring
from data.stores import (
    AskerGone,
    Claimed,
    Database,
    Job,
    JobCancelled,
    JobState,
    LeaseLost,
    NewAccount,
    NotAllowed,
    Organisation,
    OrganisationKind,
    ReadOnly,
    open_database,
)
from data.stores.askers import ASKER_GONE
from data.stores.jobs import WORKER_LOST, JobStore
from matching.knowledge.catalogue import Text
from matching.records import LOCAL_ADMINISTRATOR, Candidate, Role, Viewer

WORKER = Viewer(account="worker", role=Role.ADMINISTRATOR)
HE = Viewer(account="he", role=Role.COUNSELOR, district="420111")
LEASE = timedelta(minutes=1)
KINDS = ("import", "match")
NAME = "林小满 13912345678"


def enqueue(database: Database, viewer: Viewer, key: str = "k1", kind: str = "match", **payload: Any) -> Job:
    with database.jobs(viewer) as jobs:
        return jobs.enqueue(viewer, kind, payload, key)


def claim(database: Database, kinds: tuple[str, ...] = KINDS) -> Claimed:
    found = try_claim(database, kinds)
    assert found is not None
    return found


def try_claim(database: Database, kinds: tuple[str, ...] = KINDS) -> Claimed | None:
    with database.jobs(WORKER) as jobs:
        return jobs.claim(WORKER, kinds, LEASE)


def get(database: Database, viewer: Viewer, job: str) -> Job:
    with database.read(viewer) as stores:
        found = stores.jobs.get(viewer, job)
    assert found is not None
    return found


def finish(database: Database, claimed: Claimed) -> Job:
    with database.jobs(WORKER) as jobs:
        return jobs.finish(WORKER, claimed.fence, {"listed": 3}, "run:r_1")


def fail(database: Database, claimed: Claimed, retry_after: timedelta | None = None) -> Job:
    with database.jobs(WORKER) as jobs:
        return jobs.fail(WORKER, claimed.fence, "ValueError", Text(zh=NAME, en=NAME), retry_after)


def jump(clock: Any, by: timedelta = LEASE + timedelta(seconds=5)) -> None:
    clock.now += by


def test_a_job_goes_from_waiting_to_done(database: Database, organizer: Viewer) -> None:
    made = enqueue(database, organizer, event="ev_fair")
    assert (made.kind, made.state, made.made_by, made.attempts, made.result) == ("match", JobState.WAITING, "wang", 0, None)
    claimed = claim(database)
    assert (claimed.viewer, dict(claimed.payload), claimed.fence.token) == (organizer, {"event": "ev_fair"}, 1)
    assert (claimed.job.id, claimed.job.state, claimed.job.attempts) == (made.id, JobState.RUNNING, 1)
    assert try_claim(database) is None
    ended = finish(database, claimed)
    assert (ended.state, ended.result) == (JobState.DONE, "run:r_1")
    assert get(database, organizer, made.id).report == {"listed": 3}
    assert try_claim(database) is None


def test_the_oldest_of_the_known_kinds_comes_first(database: Database, organizer: Viewer) -> None:
    made = [enqueue(database, organizer, f"k{n}", kind).id for n, kind in enumerate(("later", "match", "import", "match"))]
    assert [claim(database).job.id for _ in range(3)] == made[1:]
    assert try_claim(database) is None
    assert get(database, organizer, made[0]).state == JobState.WAITING


def test_a_key_stands_for_one_job_of_one_account(database: Database, organizer: Viewer) -> None:
    made = enqueue(database, organizer, event="ev_fair")
    assert enqueue(database, organizer, event="ev_fair") == made
    assert enqueue(database, HE, event="ev_fair").id != made.id
    for kind, payload in (("match", {"event": "ev_other"}), ("import", {"event": "ev_fair"})):
        with pytest.raises(ValueError, match="this key was used for another job"):
            enqueue(database, organizer, kind=kind, **payload)
    claim(database)
    assert enqueue(database, organizer, event="ev_fair").state == JobState.RUNNING


def test_two_who_ask_with_one_key_at_once_get_one_job(url: str, keyring: Keyring, organizer: Viewer) -> None:
    found = race(url, keyring, lambda database, _: enqueue(database, organizer, event="ev_fair").id, times=10)
    assert len(set(found)) == 1
    assert len(found) == 20


def test_two_workers_never_get_the_same_job(url: str, keyring: Keyring, database: Database, organizer: Viewer) -> None:
    made = [enqueue(database, organizer, f"k{n}").id for n in range(20)]
    found = race(url, keyring, lambda opened, _: claim(opened).job.id, times=10)
    assert sorted(found) == sorted(made)


MOMENT = datetime.fromisoformat("2026-03-01T10:00:00+08:00")


def race(url: str, keyring: Keyring, step: Callable[[Database, int], str], times: int, now: datetime = MOMENT) -> list[str]:
    """What two threads with an opened database each get when both take the step again and again."""
    found: list[str] = []
    start = threading.Barrier(2)

    def run() -> None:
        opened = open_database(url, keyring, lambda: now, leases=lambda: now)
        start.wait()
        for number in range(times):
            found.append(step(opened, number))
        opened.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_job_whose_worker_is_gone_is_taken_over(database: Database, organizer: Viewer, clock: Any) -> None:
    made = enqueue(database, organizer)
    first = claim(database)
    jump(clock, timedelta(seconds=50))
    with database.jobs(WORKER) as jobs:
        assert jobs.renew(WORKER, first.fence) is False
    jump(clock, timedelta(seconds=50))
    assert try_claim(database) is None
    jump(clock)
    second = claim(database)
    assert (second.job.id, second.job.attempts, second.fence.token) == (made.id, 2, 2)


def test_a_late_worker_changes_nothing(database: Database, organizer: Viewer, clock: Any) -> None:
    made = enqueue(database, organizer)
    late = claim(database)
    jump(clock)
    claim(database)
    before = get(database, organizer, made.id)
    acts: tuple[Callable[[JobStore], object], ...] = (
        lambda jobs: jobs.renew(WORKER, late.fence),
        lambda jobs: jobs.report_progress(WORKER, late.fence, "matching", 1, 2),
        lambda jobs: jobs.finish(WORKER, late.fence, {}),
        lambda jobs: jobs.fail(WORKER, late.fence, "ValueError"),
        lambda jobs: jobs.hand_back(WORKER, late.fence),
        lambda jobs: jobs.stop(WORKER, late.fence),
    )
    for act in acts:
        with pytest.raises(LeaseLost, match=f"job {made.id} went to another worker"), database.jobs(WORKER) as jobs:
            act(jobs)
    assert get(database, organizer, made.id) == before


def test_a_late_worker_publishes_nothing(database: Database, organizer: Viewer, clock: Any, lin: Candidate, gao: Candidate) -> None:
    enqueue(database, organizer)
    late = database.fenced(claim(database).fence)
    with late.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_late", "candidates", [(lin, None)])
    jump(clock)
    second = claim(database)
    fresh = database.fenced(second.fence)
    with fresh.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_fresh", "candidates", [(gao, None)])
    with pytest.raises(LeaseLost), late.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None)])
    with fresh.begin(organizer) as stores:
        stores.imports.publish(organizer, "i_fresh")
    with database.read(organizer) as stores:
        assert [one.id for one in stores.candidates.iterate(organizer)] == ["c_gao"]
        assert {one.id: one.state for one in stores.imports.list(organizer)} == {"i_late": "discarded", "i_fresh": "published"}
    assert get(database, organizer, second.job.id).result == "import:i_fresh"


def test_nobody_claims_a_job_whose_worker_is_writing(
    url: str, keyring: Keyring, database: Database, organizer: Viewer, clock: Any, lin: Candidate
) -> None:
    """The lease runs out in the middle of the transaction that publishes: who holds the row is not interrupted."""
    made = enqueue(database, organizer)
    fenced = database.fenced(claim(database).fence)
    other = open_database(url, keyring, clock, leases=clock)
    results: list[Claimed | None] = []
    with fenced.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_1", "candidates", [(lin, None)])
        stores.imports.publish(organizer, "i_1")
        jump(clock)
        claiming = threading.Thread(target=lambda: results.append(try_claim(other)))
        claiming.start()
        if not url.startswith("sqlite"):  # there, the writing transaction itself keeps everybody else out until it ends
            claiming.join()
    claiming.join()
    other.close()
    assert results == [None]
    assert get(database, organizer, made.id).state == JobState.RUNNING


def test_what_was_published_is_never_run_again(database: Database, organizer: Viewer, clock: Any, lin: Candidate) -> None:
    """The worker dies between publishing and reporting."""
    made = enqueue(database, organizer)
    fenced = database.fenced(claim(database).fence)
    with fenced.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_1", "candidates", [(lin, None)])
        stores.imports.publish(organizer, "i_1")
    jump(clock)
    assert try_claim(database) is None
    found = get(database, organizer, made.id)
    assert (found.state, found.result, found.report) == (JobState.DONE, "import:i_1", None)


def test_after_publishing_nothing_undoes_a_job(database: Database, organizer: Viewer, lin: Candidate) -> None:
    for number, end in enumerate(("fail", "stop", "hand_back")):
        enqueue(database, organizer, f"k{number}")
        claimed = claim(database)
        with database.fenced(claimed.fence).begin(organizer) as stores:
            stores.imports.stage(organizer, f"i_{number}", "candidates", [(lin, None)])
            stores.imports.publish(organizer, f"i_{number}")
        with pytest.raises(ValueError, match="is published; only one that waits or runs"), database.jobs(organizer) as jobs:
            jobs.cancel(organizer, claimed.job.id)
        with database.jobs(WORKER) as jobs:
            more = ("ValueError",) if end == "fail" else ()
            assert getattr(jobs, end)(WORKER, claimed.fence, *more).state == JobState.DONE


def test_a_transaction_that_fails_leaves_no_result(database: Database, organizer: Viewer, lin: Candidate) -> None:
    made = enqueue(database, organizer)
    fenced = database.fenced(claim(database).fence)
    with fenced.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_1", "candidates", [(lin, None)])

    def publish_and_break() -> None:
        with fenced.begin(organizer) as stores:
            stores.imports.publish(organizer, "i_1")
            stores.imports.publish(organizer, "i_none")

    with pytest.raises(ValueError, match="no import i_none"):
        publish_and_break()
    assert get(database, organizer, made.id).result is None
    with database.read(organizer) as stores:
        assert stores.candidates.count(organizer) == 0


def test_progress_never_goes_back_within_a_stage(database: Database, organizer: Viewer) -> None:
    made = enqueue(database, organizer)
    claimed = claim(database)
    seen = []
    for stage, done, total in (("reading", 1, 4), ("reading", 3, 4), ("reading", 2, 4), ("storing", 0, 9), ("storing", 9, 9)):
        with database.jobs(WORKER) as jobs:
            assert jobs.report_progress(WORKER, claimed.fence, stage, done, total) is False
        found = get(database, organizer, made.id)
        seen.append((found.stage, found.done, found.total))
    assert seen == [("reading", 1, 4), ("reading", 3, 4), ("reading", 3, 4), ("storing", 0, 9), ("storing", 9, 9)]


def test_a_waiting_job_is_cancelled_at_once(database: Database, organizer: Viewer) -> None:
    made = enqueue(database, organizer)
    with database.jobs(organizer) as jobs:
        cancelled = jobs.cancel(organizer, made.id)
    assert cancelled is not None
    assert cancelled.state == JobState.CANCELLED
    assert try_claim(database) is None
    with pytest.raises(ValueError, match="is cancelled; only one that waits or runs"), database.jobs(organizer) as jobs:
        jobs.cancel(organizer, made.id)


def test_a_running_job_is_told_to_stop_and_writes_no_more(database: Database, organizer: Viewer, lin: Candidate) -> None:
    made = enqueue(database, organizer)
    claimed = claim(database)
    fenced = database.fenced(claimed.fence)
    with fenced.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_1", "candidates", [(lin, None)])
    with database.jobs(organizer) as jobs:
        asked = jobs.cancel(organizer, made.id)
    assert asked is not None
    assert (asked.state, asked.cancel_asked) == (JobState.RUNNING, True)
    with database.jobs(WORKER) as jobs:
        assert jobs.report_progress(WORKER, claimed.fence, "storing", 1, 2) is True
    with pytest.raises(JobCancelled), fenced.begin(organizer) as stores:
        stores.imports.publish(organizer, "i_1")
    with database.jobs(WORKER) as jobs:
        assert jobs.stop(WORKER, claimed.fence).state == JobState.CANCELLED
    with database.read(organizer) as stores:
        assert [one.state for one in stores.imports.list(organizer)] == ["discarded"]
        assert stores.candidates.count(organizer) == 0


def test_a_job_to_be_cancelled_is_not_taken_over(database: Database, organizer: Viewer, clock: Any) -> None:
    made = enqueue(database, organizer)
    claim(database)
    with database.jobs(organizer) as jobs:
        jobs.cancel(organizer, made.id)
    jump(clock)
    assert try_claim(database) is None
    assert get(database, organizer, made.id).state == JobState.CANCELLED


def test_what_breaks_is_tried_again_later_and_parked_at_last(database: Database, organizer: Viewer, clock: Any) -> None:
    made = enqueue(database, organizer)
    for attempt in (1, 2, 3):
        claimed = claim(database)
        assert claimed.job.attempts == attempt
        ended = fail(database, claimed, retry_after=timedelta(minutes=5))
        assert (ended.state, ended.reason) == (JobState.WAITING if attempt < 3 else JobState.PARKED, "ValueError")
        assert try_claim(database) is None
        jump(clock, timedelta(minutes=5))
    assert try_claim(database) is None
    assert get(database, organizer, made.id).problem == Text(zh=NAME, en=NAME)


def test_a_job_that_kills_its_workers_is_parked(database: Database, organizer: Viewer, auditor: Viewer, clock: Any) -> None:
    made = enqueue(database, organizer)
    for _ in range(12):
        claim(database)
        jump(clock)
    assert try_claim(database) is None
    found = get(database, organizer, made.id)
    assert (found.state, found.reason, found.attempts) == (JobState.PARKED, WORKER_LOST, 12)
    with database.read(auditor) as stores:
        lines = [(one.account, one.action, dict(one.detail)) for one in stores.log.list(auditor, kind="job", object_id=made.id)]
    assert lines == [("wang", "enqueue", {"work": "match"}), ("worker", "park", {"reason": WORKER_LOST})]


def test_lost_workers_and_faults_are_counted_apart(database: Database, organizer: Viewer, clock: Any) -> None:
    """Power that goes eleven times takes none of the three attempts that may go wrong, nor the other way round."""
    made = enqueue(database, organizer)
    for faults in (1, 2):
        for _ in range(4):
            claim(database)
            jump(clock)
        ended = fail(database, claim(database), retry_after=timedelta(minutes=5))
        assert (ended.state, ended.faults) == (JobState.WAITING, faults)
        jump(clock, timedelta(minutes=5))
    for _ in range(3):
        claim(database)
        jump(clock)
    parked = fail(database, claim(database), retry_after=timedelta(minutes=5))
    assert (parked.state, parked.reason, parked.faults, parked.attempts) == (JobState.PARKED, "ValueError", 3, 14)
    with database.jobs(organizer) as jobs:
        again = jobs.retry(organizer, made.id)
    assert again is not None
    assert (again.state, again.faults, again.attempts) == (JobState.WAITING, 0, 0)


def test_of_two_who_find_a_lost_job_at_once_one_has_it(
    url: str, keyring: Keyring, database: Database, organizer: Viewer, clock: Any
) -> None:
    """Both claim at the same moment, ten times: each lease that ran out is taken over once, by a new claim."""
    made = [enqueue(database, organizer, f"k{n}").id for n in range(10)]
    for _ in made:
        claim(database)
    jump(clock)
    found = race(url, keyring, lambda opened, _: taken(opened), 10, clock.now)
    assert sorted(one for one in found if one) == sorted(f"{job} 2" for job in made)
    assert found.count("") == 10


def taken(database: Database) -> str:
    claimed = try_claim(database)
    return "" if claimed is None else f"{claimed.job.id} {claimed.fence.token}"


def test_a_refusal_is_not_tried_again_until_somebody_asks(database: Database, organizer: Viewer) -> None:
    made = enqueue(database, organizer, event="ev_fair")
    assert fail(database, claim(database)).state == JobState.FAILED
    assert try_claim(database) is None
    with database.jobs(organizer) as jobs:
        again = jobs.retry(organizer, made.id)
    assert again is not None
    assert (again.state, again.attempts, again.reason) == (JobState.WAITING, 0, None)
    second = claim(database)
    assert (second.fence.token, second.job.attempts, dict(second.payload)) == (2, 1, {"event": "ev_fair"})
    with pytest.raises(ValueError, match="is running; only one that failed"), database.jobs(organizer) as jobs:
        jobs.retry(organizer, made.id)


def test_a_job_handed_back_has_lost_no_attempt(database: Database, organizer: Viewer, clock: Any, lin: Candidate) -> None:
    enqueue(database, organizer)
    claimed = claim(database)
    fenced = database.fenced(claimed.fence)
    with fenced.begin(organizer) as stores:
        stores.imports.stage(organizer, "i_1", "candidates", [(lin, None)])
    with database.jobs(WORKER) as jobs:
        back = jobs.hand_back(WORKER, claimed.fence, "busy", timedelta(seconds=30))
    assert (back.state, back.attempts, back.reason) == (JobState.WAITING, 0, "busy")
    with pytest.raises(LeaseLost), fenced.begin(organizer):
        pass
    assert try_claim(database) is None
    jump(clock)
    assert claim(database).fence.token == 2
    with database.read(organizer) as stores:
        assert [one.state for one in stores.imports.list(organizer)] == ["discarded"]


def test_nothing_personal_stands_in_the_clear(database: Database, url: str, organizer: Viewer, auditor: Viewer) -> None:
    enqueue(database, organizer, path=f"/home/{NAME}.xlsx")
    enqueue(database, organizer, "k2", path=NAME)
    fail(database, claim(database))
    with database.jobs(WORKER) as jobs:
        jobs.finish(WORKER, jobs.claim(WORKER, KINDS, LEASE).fence, {"file": NAME})  # type: ignore[union-attr]
    engine = create_engine(url)
    with engine.connect() as connection:
        for table in ("jobs", "log", "keys"):
            for row in connection.execute(text(f"SELECT * FROM {table}")):
                for value in row:
                    kept = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    assert "林小满".encode() not in kept
                    assert b"13912345678" not in kept
    engine.dispose()
    with database.read(organizer) as stores:
        opened = [stores.jobs.get(organizer, one.id) for one in stores.jobs.list(organizer)]
    assert [(one.report, one.problem) for one in opened if one] == [({"file": NAME}, None), (None, Text(zh=NAME, en=NAME))]


def test_purging_removes_what_has_ended_and_its_key(database: Database, url: str, organizer: Viewer, clock: Any) -> None:
    made = [enqueue(database, organizer, f"k{n}").id for n in range(3)]
    finish(database, claim(database))
    jump(clock, timedelta(days=2))
    finish(database, claim(database))
    with database.jobs(organizer) as jobs:
        assert jobs.purge(organizer, clock.now - timedelta(days=1)) == 1
        assert jobs.purge(organizer, clock.now - timedelta(days=1)) == 0
        assert [one.id for one in jobs.list(organizer)] == made[:0:-1]
    engine = create_engine(url)
    with engine.connect() as connection:
        subjects = connection.execute(text("SELECT subject FROM keys ORDER BY subject")).scalars().all()
    engine.dispose()
    assert subjects == sorted(f"job:{name}" for name in made[1:])


def test_pages_and_states(database: Database, organizer: Viewer) -> None:
    made = [enqueue(database, organizer, f"k{n}").id for n in range(5)]
    finish(database, claim(database))
    with database.read(organizer) as stores:
        first = stores.jobs.list(organizer, limit=2)
        rest = stores.jobs.list(organizer, after=first[-1].id)
        assert [one.id for one in (*first, *rest)] == made[::-1]
        assert [one.id for one in stores.jobs.list(organizer, [JobState.DONE])] == made[:1]
        assert stores.jobs.list(organizer, after="j_none") == ()
        with pytest.raises(ValueError, match="a page holds 1 to 1,000 jobs"):
            stores.jobs.list(organizer, limit=0)


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        (Viewer(account="wang", role=Role.ORGANIZER), ["city", "district"]),
        (Viewer(account="liu", role=Role.ORGANIZER, district="420111"), ["district"]),
        (Viewer(account="liu", role=Role.ORGANIZER, district="420102"), []),
        (HE, ["district"]),
        (Viewer(account="luo", role=Role.COUNSELOR, district="420111"), []),
        (Viewer(account="a", role=Role.ADMINISTRATOR), ["city", "district"]),
        (Viewer(account="wang", role=Role.EMPLOYER, organisation="e_mill"), []),
        (Viewer(account="wang", role=Role.AUDITOR), []),
    ],
)
def test_who_sees_which_jobs(database: Database, organizer: Viewer, viewer: Viewer, seen: list[str]) -> None:
    made = {"city": enqueue(database, organizer).id, "district": enqueue(database, HE).id}
    for viewed in (organizer, HE):
        fail(database, claim(database))
        assert viewed
    with database.read(viewer) as stores:
        opened = {name: stores.jobs.get(viewer, job) for name, job in made.items()}
        listed = {one.id for one in stores.jobs.list(viewer)}
    assert [name for name in made if opened[name] is not None] == seen
    assert listed == {made[name] for name in seen}
    told = Text(zh=NAME, en=NAME) if viewer.role is not Role.ADMINISTRATOR else None
    assert [one.problem for one in opened.values() if one is not None] == [told] * len(seen)
    if viewer.role in (Role.EMPLOYER, Role.AUDITOR):
        return
    with database.jobs(viewer) as jobs:
        assert [name for name, job in made.items() if jobs.retry(viewer, job) is not None] == seen


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AUDITOR])
def test_others_ask_for_no_work(database: Database, organizer: Viewer, role: Role) -> None:
    other = Viewer(account="x", role=role, organisation="e_mill")
    made = enqueue(database, organizer)
    acts: tuple[Callable[[JobStore], object], ...] = (
        lambda jobs: jobs.enqueue(other, "match", {}, "k"),
        lambda jobs: jobs.cancel(other, made.id),
        lambda jobs: jobs.retry(other, made.id),
        lambda jobs: jobs.purge(other, datetime.fromisoformat("2030-01-01T00:00:00+08:00")),
    )
    for act in acts:
        with pytest.raises(NotAllowed), database.jobs(other) as jobs:
            act(jobs)


def test_only_a_worker_claims_and_ends(database: Database, organizer: Viewer) -> None:
    enqueue(database, organizer)
    fence = claim(database).fence
    acts: tuple[Callable[[JobStore], object], ...] = (
        lambda jobs: jobs.claim(organizer, KINDS, LEASE),
        lambda jobs: jobs.renew(organizer, fence),
        lambda jobs: jobs.finish(organizer, fence, {}),
    )
    for act in acts:
        with pytest.raises(NotAllowed), database.jobs(organizer) as jobs:
            act(jobs)
    with database.read(WORKER) as stores, pytest.raises(ReadOnly):
        stores.jobs.claim(WORKER, KINDS, LEASE)


def test_a_file_is_for_whoever_asked_and_goes_with_the_job(database: Database, organizer: Viewer, auditor: Viewer) -> None:
    job = enqueue(database, HE).id
    finish(database, claim(database))
    with database.begin(HE) as stores:
        sealed = stores.jobs.seal_file(HE, job, b"\x00 " + NAME.encode())
        assert NAME.encode() not in sealed
        with pytest.raises(ValueError, match="was not asked for by he"):
            stores.jobs.seal_file(HE, "j_none", b"x")
    with database.begin(organizer) as stores, pytest.raises(ValueError, match="was not asked for by wang"):
        stores.jobs.seal_file(organizer, job, b"x")

    def opened(viewer: Viewer) -> bytes | None:
        with database.read(viewer) as stores:
            return stores.jobs.open_file(viewer, job, sealed)

    assert [opened(HE), opened(organizer), opened(WORKER)] == [b"\x00 " + NAME.encode(), None, None]
    with database.read(auditor) as stores:
        assert [line.account for line in stores.log.list(auditor, object_id=job) if line.action == "open-file"] == ["he"]
    with database.jobs(organizer) as jobs:
        assert jobs.purge(organizer, jobs.session.now + timedelta(days=1)) == 1
    assert opened(HE) is None


def test_a_request_with_its_key_is_carried_out_once(database: Database, organizer: Viewer) -> None:
    job = enqueue(database, organizer).id

    def states(*acts: tuple[str, str]) -> list[JobState]:
        found = []
        for act, key in acts:
            with database.jobs(organizer) as jobs:
                view = (jobs.cancel if act == "cancel" else jobs.retry)(organizer, job, key)
                assert view is not None
                found.append(view.state)
        return found

    waiting, cancelled = JobState.WAITING, JobState.CANCELLED
    assert states(("cancel", "1"), ("cancel", "2"), ("retry", "1"), ("cancel", "1"), ("cancel", "2")) == [
        cancelled,
        cancelled,
        waiting,
        waiting,
        waiting,
    ]
    assert states(("cancel", "13912345678"), ("retry", "1"), ("retry", "2")) == [cancelled, cancelled, waiting]
    with database.jobs(organizer) as jobs, pytest.raises(ValueError, match="the key of a request has 0 characters"):
        jobs.cancel(organizer, job, "")


def test_what_a_transaction_publishes_makes_its_job_done(database: Database, organizer: Viewer) -> None:
    made = enqueue(database, organizer)
    claimed = claim(database)
    with database.fenced(claimed.fence).begin(organizer) as stores:
        stores.jobs.publish(organizer, "ranker:learned-1")
    ended = fail(database, claimed)
    assert (ended.state, ended.result) == (JobState.DONE, "ranker:learned-1")
    with database.begin(organizer) as stores:
        stores.jobs.publish(organizer, "ranker:learned-2")
    assert get(database, organizer, made.id).result == "ranker:learned-1"


def open_account(database: Database) -> Viewer:
    """An organizer's account of a district, and on whose behalf it asks."""
    me = LOCAL_ADMINISTRATOR
    with database.begin(me) as stores:
        stores.organisations.add(me, Organisation("d_1", OrganisationKind.DISTRICT, "洪山区", "420111"))
        stores.accounts.add(me, NewAccount("a_wang", "wang", "王芳", Role.ORGANIZER, "d_1", "420111"))
        found = stores.accounts.get(me, "a_wang")
    assert found is not None
    return found.viewer


def end_account(database: Database) -> None:
    with database.begin(LOCAL_ADMINISTRATOR) as stores:
        assert stores.accounts.end(LOCAL_ADMINISTRATOR, "a_wang")


def move_account(database: Database) -> None:
    with database.begin(LOCAL_ADMINISTRATOR) as stores:
        assert stores.accounts.assign(LOCAL_ADMINISTRATOR, "a_wang", Role.COUNSELOR, "d_1", "420111")


@pytest.mark.parametrize("happens", [end_account, move_account])
def test_a_job_whose_asker_is_gone_is_parked_and_the_next_is_taken(
    database: Database, organizer: Viewer, auditor: Viewer, happens: Callable[[Database], None]
) -> None:
    theirs, ours = enqueue(database, open_account(database)), enqueue(database, organizer, "k2")
    happens(database)
    claimed = claim(database)
    assert claimed.job.id == ours.id
    found = get(database, organizer, theirs.id)
    assert (found.state, found.reason) == (JobState.PARKED, ASKER_GONE)
    with database.jobs(organizer) as jobs:
        jobs.retry(organizer, theirs.id)
    assert try_claim(database) is None
    assert get(database, organizer, theirs.id).state == JobState.PARKED
    with database.read(auditor) as stores:
        lines = stores.log.list(auditor, limit=100, kind="job")
    assert [line.detail["reason"] for line in lines if line.action == "park"] == [ASKER_GONE, ASKER_GONE]


@pytest.mark.parametrize("happens", [end_account, move_account])
def test_what_runs_for_an_asker_who_is_gone_publishes_nothing(
    database: Database, organizer: Viewer, lin: Candidate, happens: Callable[[Database], None]
) -> None:
    asker = open_account(database)
    enqueue(database, asker)
    claimed = claim(database)
    happens(database)
    with pytest.raises(AskerGone), database.fenced(claimed.fence).begin(asker) as stores:
        stores.candidates.upsert_many(asker, [(lin, None)])
    with database.jobs(WORKER) as jobs:
        ended = jobs.refuse(WORKER, claimed.fence)
    assert (ended.state, ended.reason, ended.result) == (JobState.PARKED, ASKER_GONE, None)
    with database.read(organizer) as stores:
        assert list(stores.candidates.iterate(organizer)) == []


def test_what_was_published_before_its_asker_went_is_done(database: Database) -> None:
    asker = open_account(database)
    enqueue(database, asker)
    claimed = claim(database)
    with database.fenced(claimed.fence).begin(asker) as stores:
        stores.jobs.publish(asker, "run:r_1")
    end_account(database)
    with database.jobs(WORKER) as jobs:
        ended = jobs.refuse(WORKER, claimed.fence)
    assert (ended.state, ended.result) == (JobState.DONE, "run:r_1")
