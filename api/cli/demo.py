"""The main job from start to end on a synthetic city, in a home of its own."""

from pathlib import Path
from time import perf_counter
from typing import Final

from api.actions.errors import Conflict
from api.actions.generating import generate_files
from api.actions.importing import import_file
from api.actions.lists import event_postings, left_out, shortlist_view
from api.actions.matching import match_event
from api.actions.training import train_on_synthetic
from api.cli.demo_fair import EVENT, demo_state, open_lists, plan_demo_fair, write_demo_consents
from api.cli.output import both, progress, say, say_json
from api.cli.tables import run_lines, shortlist_lines
from api.settings import Settings
from api.wiring import Application, open_application
from matching.fair.states import STATE_TEXTS, Act, FairState, may
from matching.knowledge.catalogue import Text
from matching.records import LOCAL_ORGANIZER

_UNDER_WAY: Final = Text(
    zh="示范活动 {event} 现在是“{state}”，不再重新匹配；要从头再来，请换一个文件夹（现在的是 {home}）："
    "tongtu demo --folder 新文件夹",
    en="The event {event} of the demo is {state} and is not matched anew; to start over take another folder than {home}: "
    "tongtu demo --folder NEW.",
)


def run_demo(folder: Path, candidates: int, employers: int, seed: int, as_json: bool) -> Application:
    """Generate, import, train, match, and show one list, one person left out, and where the pages are. Can be run again."""
    home = folder.resolve()
    app = open_application(Settings(home=home / "home", database_url=f"sqlite:///{home / 'home' / 'tongtu.db'}"))
    viewer = LOCAL_ORGANIZER
    timed: dict[str, float] = {}

    def step(name: str, started: float) -> None:
        timed[name] = round(perf_counter() - started, 2)
        if not as_json:
            say(f"[{timed[name]:6.1f} s] {name}")

    started = perf_counter()
    made = generate_files(home / "spreadsheets", candidates, employers, seed)
    step(
        f"generate {made['candidates']} candidates, {made['postings']} postings, {made['courses']} courses"
        f" -> {folder / 'spreadsheets'}",
        started,
    )
    for kind in ("candidates", "postings", "courses", "trainings"):
        started = perf_counter()
        path = Path(made["files"][kind])
        with progress(f"import {path.name}") as tick:
            report = import_file(app, viewer, kind, path, None, tick)
        step(
            f"import {path.name}: {report.rows} rows, {report.imported} new, {report.unchanged} unchanged, "
            f"{report.duplicates} duplicates, {report.rejected} rejected",
            started,
        )
    if not (app.settings.models / "ranker").exists():
        started = perf_counter()
        with progress("training") as tick:
            trained = train_on_synthetic(app, viewer, seed + 1, on_stage=lambda stage: tick(0, 1))
        result = "serves" if trained["promoted"] else "did not pass the gate, the hand weights serve"
        step(f"train ranker {trained['version']} on {trained['pairs']} shown pairs of another synthetic city: it {result}", started)
    started, state = perf_counter(), demo_state(app, viewer)
    if state is None:
        plan_demo_fair(app, viewer)
        state = FairState.DRAFT
    if not may(state, Act.MATCH):
        raise Conflict(_UNDER_WAY.format(event=EVENT, state=STATE_TEXTS[state], home=str(folder)))
    path = write_demo_consents(app, viewer, home / "spreadsheets" / "consents.csv", seed)
    with progress(f"import {path.name}") as tick:
        agreed = import_file(app, viewer, "consents", path, None, tick)
    step(
        f"import {path.name}: {agreed.rows} rows, {agreed.imported} new, {agreed.unchanged} unchanged, {agreed.rejected} rejected",
        started,
    )
    with progress("postings matched") as tick:
        summary = match_event(app, viewer, EVENT, tick)
    if state is FairState.DRAFT:
        open_lists(app, viewer)
    if as_json:
        say_json(summary)
        return app
    say()
    for line in run_lines(summary):
        say(line)
    _show_one_list(app)
    _show_left_out(app)
    say()
    say(f"更多 / more: TONGTU_HOME={home / 'home'} tongtu shortlist {EVENT}      tongtu demo --serve")
    return app


def _show_one_list(app: Application) -> None:
    page = event_postings(app, LOCAL_ORGANIZER, EVENT, None, 200)
    fullest = max(page.items, key=lambda row: (row.counts.eligible_with, row.fit, row.id))
    view = shortlist_view(app, LOCAL_ORGANIZER, EVENT, fullest.id)
    short = view.model_copy(update={"fit": view.fit[:3], "review": view.review[:1]})
    say()
    for line in shortlist_lines(short):
        say(line)


def _show_left_out(app: Application) -> None:
    page = left_out(app, LOCAL_ORGANIZER, EVENT, None, 200)
    if page.items:
        say()
        say("未进名单者各有原因，例如 / without an entry, each with a reason, such as:")
        for row in page.items[:2]:
            say(f"  {row.name}  {both(row.text)}")
