"""The commands about work in the background: the worker, and the jobs it does."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.output import either, said, say, say_json, warn
from matching.china_time import minute_in_china

if TYPE_CHECKING:
    from api.schemas.jobs import JobView
    from api.wiring import Application
    from data.stores import Job
    from matching.records import Viewer

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
JobId = Annotated[str, typer.Argument(help="A job as `tongtu jobs list` names it.")]
Background = Annotated[bool, typer.Option("--background", help="Leave it to a worker (tongtu worker), and print the job.")]

jobs = typer.Typer(help="Work in the background: look how far it is, stop it, have it tried again.", no_args_is_help=True)


def worker(
    once: Annotated[bool, typer.Option("--once", help="Do what waits, then stop.")] = False,
    poll: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks for work.")] = 2.0,
    lease: Annotated[int, typer.Option(min=3, max=600, help="Seconds after which a silent worker's job goes to another.")] = 60,
) -> None:
    """Do the jobs that wait, one after the other; start as many workers as the machine has room for.

    `tongtu serve` has one already; with `--no-worker` it leaves the jobs to these.

    Stopped with Ctrl+C or SIGTERM, it hands its job back at the next step, or finishes it.
    """
    from api.cli.home import application
    from api.jobs.beside import stop_on_signals
    from api.jobs.worker import Worker
    from api.observing.setup import observe_process

    app_ = application()
    observe_process(app_.settings)
    made = Worker(app_, lease=timedelta(seconds=lease), told=_tell)
    stop_on_signals(made)
    taken = made.work(poll, once)
    warn(either(f"做了 {taken} 项任务", f"jobs taken: {taken}"))


def _tell(job: "Job") -> None:
    warn(f"{job.id}  {job.kind}  {job.state}" + (f"  ({job.reason})" if job.reason else ""))


@jobs.command("list", epilog="Example: tongtu jobs list --state running")
def list_(
    state: Annotated[str | None, typer.Option(help="waiting, running, done, failed, parked or cancelled")] = None,
    as_json: Json = False,
) -> None:
    """All jobs, newest first."""
    from api.actions.jobs import list_jobs
    from api.cli.home import organizer
    from data.stores import JobState

    if state is not None and state not in list(JobState):
        known = ", ".join(JobState)
        raise typer.BadParameter(either(f"状态是其中之一：{known}", f"a state is one of {known}"))
    app_, viewer = organizer()
    after: str | None = None
    waiting = False
    while True:
        page = list_jobs(app_, viewer, state, after, 200)
        for view in page.items:
            waiting |= view.state == "waiting"
            if as_json:
                say_json(view)
            else:
                say(next(job_lines(view)))
        after = page.next
        if after is None:
            break
    if waiting:
        _warn_unattended(app_, viewer)


@jobs.command("show", epilog="Example: tongtu jobs show j_ab12cd34ef56gh78jk90")
def show(job: JobId, as_json: Json = False) -> None:
    """One job: how far it is, what it answered, or what went wrong."""
    from api.actions.jobs import show_job
    from api.cli.home import organizer

    say_job(show_job(*organizer(), job), as_json)


@jobs.command("cancel", epilog="Example: tongtu jobs cancel j_ab12cd34ef56gh78jk90")
def cancel(job: JobId, as_json: Json = False) -> None:
    """Stop a job; nothing of it is published then."""
    from api.actions.jobs import cancel_job
    from api.cli.home import organizer

    say_job(cancel_job(*organizer(), job), as_json)


@jobs.command("retry", epilog="Example: tongtu jobs retry j_ab12cd34ef56gh78jk90")
def retry(job: JobId, as_json: Json = False) -> None:
    """Have a job tried again that failed, was parked or cancelled."""
    from api.actions.jobs import retry_job
    from api.cli.home import organizer

    say_job(retry_job(*organizer(), job), as_json)


@jobs.command("save", epilog="Example: tongtu jobs save j_ab12cd34ef56gh78jk90 --out 文件/")
def save(
    job: JobId,
    out: Annotated[Path, typer.Option("--out", help="The folder to write to; a file that is there already is never overwritten.")],
    as_json: Json = False,
) -> None:
    """Take the file that a job made to a folder; only whoever asked for the job may."""
    from api.actions.exporting import exported_file
    from api.cli.home import organizer
    from api.paper.files import PaperFile
    from api.paper.saving import save_file

    found = exported_file(*organizer(), job)
    path = save_file(out, PaperFile(found.view.file, found.content, found.view.media_type))
    if as_json:
        say_json({"file": str(path), **found.view.model_dump(mode="json", exclude={"file"})})
        return
    say(str(path))
    for left in found.view.left:
        warn(f"{said(left.text)}{either('：', ': ')}{said(left.why)}")


@jobs.command("purge", epilog="Example: tongtu jobs purge --days 30")
def purge(
    days: Annotated[int, typer.Option(min=0, max=3_650, help="Only jobs that ended longer ago than that.")] = 30,
    as_json: Json = False,
) -> None:
    """Remove jobs that have ended, with their reports."""
    from api.actions.jobs import purge_jobs
    from api.cli.home import organizer

    removed = purge_jobs(*organizer(), days)
    if as_json:
        say_json({"removed": removed})
    else:
        say(either(f"删除了 {removed} 项", f"removed: {removed}"))


def add_job(kind: str, payload: Mapping[str, Any], as_json: bool) -> None:
    """Leave work to a worker, and print the job."""
    from api.actions.jobs import enqueue_job
    from api.cli.home import organizer

    app_, viewer = organizer()
    say_job(enqueue_job(app_, viewer, kind, payload), as_json)
    _warn_unattended(app_, viewer)


def _warn_unattended(app: "Application", viewer: "Viewer") -> None:
    from api.actions.jobs import UNATTENDED, is_unattended

    if is_unattended(app, viewer):
        warn(said(UNATTENDED))


def add_import(rows_of: str, file: Path, mapping: Path | None, as_json: bool) -> None:
    """Leave an import to a worker on this machine; the file has to stay as it is until then."""
    from api.jobs.files import NamedFile

    named = {"file": NamedFile.of(file), "mapping": None if mapping is None else NamedFile.of(mapping)}
    add_job("import", {"rows_of": rows_of} | named, as_json)


def say_job(view: "JobView", as_json: bool) -> None:
    if as_json:
        say_json(view)
        return
    for line in job_lines(view):
        say(line)


def job_lines(view: "JobView") -> Iterator[str]:
    """A line about how it stands, then its problem and its report; never where the report of a file is long."""
    stage = "" if view.stage_text is None or view.state != "running" else f"  {said(view.stage_text)} {view.done}/{view.total}"
    again = (
        ""
        if view.next_try is None
        else either(f"（{minute_in_china(view.next_try)} 起再试）", f"  (again from {minute_in_china(view.next_try)})")
    )
    asked = f"{minute_in_china(view.made_at)} {view.made_by}"
    yield f"{view.id}  {said(view.kind_text)}  [{said(view.state_text)}]  {asked}{stage}{again}"
    if view.problem is not None:
        yield f"    ! {said(view.problem)}"
    if view.result is not None:
        yield f"    -> {view.result}"
    for name, value in (view.report or {}).items():
        if not isinstance(value, list | dict):
            yield f"    {name}: {value}"
        elif isinstance(value, list) and value:
            yield f"    {name}: {len(value)} (--json)"
