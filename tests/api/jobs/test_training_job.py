"""A training in the background: what it keeps and puts into use is written under the fence of its job, or not at all."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from api.actions.jobs import cancel_job, enqueue_job, show_job
from api.actions.training import publication
from api.jobs.kinds import TRAIN, Answer, JobKind
from api.jobs.steps import Steps
from api.jobs.worker import Worker
from api.schemas.jobs import JobView
from api.wiring import Application
from matching.protocols import Matcher
from matching.records import LOCAL_ORGANIZER, Role, Viewer
from models.ranker import LearnedRanker
from models.registry import current_version, history, versions
from tests.api.jobs.conftest import Clock, Office
from tests.models.test_training import GROWN, ran

ME = LOCAL_ORGANIZER
AUDITOR = Viewer(account="auditor", role=Role.AUDITOR)


def training(meanwhile: Callable[[], object], after: Callable[[], object] = lambda: None) -> dict[str, JobKind]:
    """The training of a small ranker that the gate lets through; `meanwhile` happens when it is trained and not kept yet."""

    def run(fenced: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
        def measure(new: LearnedRanker, old: Matcher) -> dict[str, Any]:
            meanwhile()
            return {}

        made = ran(fenced.settings.models, settings=GROWN, measure=measure, publishing=partial(publication, fenced, viewer))
        after()
        return Answer({"version": made.version}, f"ranker:{made.version}")

    return {"train": replace(TRAIN, run=run)}


def ask(app: Application) -> JobView:
    return enqueue_job(app, ME, "train", {"seed": 4})


def work(app: Application, kinds: dict[str, JobKind]) -> None:
    Worker(app, kinds).work(0.1, once=True)


def lines(app: Application) -> list[tuple[str, str, bool]]:
    """Who trained which version, and whether it was to serve, as the log tells."""
    with app.database.read(AUDITOR) as stores:
        found = stores.log.list(AUDITOR, limit=1_000, kind="model")
    return [(line.account, line.object, line.detail["serves"]) for line in found if line.action == "train"]


def kept(app: Application) -> tuple[object, ...]:
    models = app.settings.models
    return versions(models), current_version(models), history(models), lines(app)


NOTHING = ((), None, (), [])


def test_a_training_that_lost_its_lease_keeps_and_promotes_nothing(office: Office, clock: Clock) -> None:
    app = office()
    job = ask(app)

    def overtaken() -> None:
        clock.pass_by(minutes=2)
        assert Worker(app).claim() is not None

    work(app, training(overtaken))
    assert kept(app) == NOTHING
    assert (show_job(app, ME, job.id).state, show_job(app, ME, job.id).attempts) == ("running", 2)
    clock.pass_by(minutes=2)
    work(app, training(lambda: None))
    found = show_job(app, ME, job.id)
    version = current_version(app.settings.models)
    assert (found.state, found.attempts, found.result) == ("done", 3, f"ranker:{version}")
    assert [act.action for act in history(app.settings.models)] == ["kept", "promoted"]
    assert lines(app) == [("local", version, True)]


def test_a_training_that_was_cancelled_keeps_nothing(office: Office) -> None:
    app = office()
    job = ask(app)
    work(app, training(lambda: cancel_job(app, ME, job.id)))
    assert (show_job(app, ME, job.id).state, kept(app)) == ("cancelled", NOTHING)


def test_a_training_that_broke_after_it_published_is_done(office: Office) -> None:
    app = office()
    job = ask(app)

    def breaks() -> None:
        raise ValueError("no report can be written")

    work(app, training(lambda: None, breaks))
    found = show_job(app, ME, job.id)
    version = current_version(app.settings.models)
    assert (found.state, found.attempts, found.result) == ("done", 1, f"ranker:{version}")
    assert lines(app) == [("local", version, True)]
