"""What an installation holds that work has to bring about: equal for two that did the same, whoever died meanwhile."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from api.actions.exporting import exported_file
from api.actions.jobs import list_jobs, show_job
from api.wiring import Application
from data.stores import LogEntry
from matching.records import LOCAL_ORGANIZER, Role, Viewer
from models.registry import current_version
from tests.api.conftest import SPRING

ME = LOCAL_ORGANIZER
AUDITOR = Viewer(account="auditor", role=Role.AUDITOR)
MEASURED = ("seconds", "import_id")


def results_of(app: Application) -> dict[str, Any]:
    """Records, lists, timetable, exports, model, answers, and the trail."""
    with app.database.read(ME) as stores:
        people = list(stores.candidates.iterate(ME, with_person=True))
        posts = list(stores.postings.iterate(ME))
        courses = list(stores.courses.list(ME))
        runs = [(run.id, run.hash, list(stores.runs.iterate(ME, run.id))) for run in stores.runs.list(ME)]
        timetable = stores.timetables.sheet(ME, SPRING), stores.timetables.current(ME, SPRING)
        imports = sorted((one.kind, one.rows, dict(one.report)) for one in stores.imports.list(ME) if one.state == "published")
        uploads = [(one.kind, one.state, plain(one.body)) for one in stores.uploads.list(ME)]
        waiting = [row for one in stores.uploads.list(ME) for row in stores.uploads.rows(ME, one.id)]
    jobs = [show_job(app, ME, job.id) for job in list_jobs(app, ME).items]
    exports = [exported_file(app, ME, job.id).content for job in jobs if job.kind == "export"]
    answers = {job.id: (job.kind, job.state, named(job.result), told(job.report)) for job in jobs}
    return {
        "people": people,
        "posts": posts,
        "courses": courses,
        "runs": runs,
        "timetable": timetable,
        "imports": imports,
        "uploads": (uploads, waiting),
        "exports": exports,
        "model": model_of(app.settings.models),
        "answers": answers,
        "trail": trail_of(app),
    }


def plain(body: Any) -> dict[str, Any]:
    return {name: value for name, value in dict(body).items() if name not in MEASURED}


def named(result: str | None) -> str | None:
    """What a job made; an import has a name of its own at each attempt."""
    return "import" if result is not None and result.startswith("import:") else result


def told(report: Any) -> Any:
    """What a job answered, if it lived to answer, without what a watch says."""
    return None if report is None else plain(report)


def model_of(models: Path) -> tuple[str | None, dict[str, bytes]]:
    """What serves, and every file of what is kept."""
    version = current_version(models)
    if version is None:
        return None, {}
    folder = models / "ranker" / version
    return version, {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def trail_of(app: Application) -> list[tuple[Any, ...]]:
    """The lines of the trail in their order, each once: who tries again opens the same files again, and every try to import has a
    name. The chain itself must hold."""
    with app.database.read(AUDITOR) as stores:
        proof = stores.log.verify(AUDITOR)
        lines = list(whole(stores.log))
    assert proof is not None
    assert proof.holds
    published = [line.object for line in lines if (line.kind, line.action) == ("import", "publish")]
    names = {name: f"import {number}" for number, name in enumerate(published)}
    kept = [line for line in lines if line.kind != "import" or line.object in names]
    rows = [
        (line.at, line.account, line.action, line.kind, names.get(line.object, line.object), repr(dict(line.detail)))
        for line in kept
    ]
    return list(dict.fromkeys(rows))


def whole(log: Any) -> Iterable[LogEntry]:
    after = 0
    while page := log.list(AUDITOR, after, 1_000):
        yield from page
        after = page[-1].sequence


def litter_of(app: Application) -> list[str]:
    """Files that nobody would ever look at again, and rows of imports that never were."""
    home = app.settings.home
    files = [path for path in home.rglob("*") if path.is_file() and not path.name.startswith("tongtu.db")]
    odd = [path.relative_to(home).as_posix() for path in files if path.name.startswith(".") and path.name != ".lock"]
    odd += [path.name for path in (home / "uploads").glob("*")]
    with app.database.read(ME) as stores:
        odd += [f"staged {one.kind}" for one in stores.imports.list(ME) if one.state == "staged"]
    return sorted(odd)
