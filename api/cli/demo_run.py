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
from api.cli.faults import counts_line
from api.cli.output import either, progress, said, say, say_json
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
            say(f"[{timed[name]:6.1f} {either('秒', 's')}] {name}")

    started = perf_counter()
    made = generate_files(home / "spreadsheets", candidates, employers, seed)
    where = folder / "spreadsheets"
    step(
        either(
            f"生成 {made['candidates']} 名求职者、{made['postings']} 个岗位、{made['courses']} 门课程 -> {where}",
            f"generate {made['candidates']} candidates, {made['postings']} postings, {made['courses']} courses -> {where}",
        ),
        started,
    )
    for kind in ("candidates", "postings", "courses", "trainings"):
        started = perf_counter()
        path = Path(made["files"][kind])
        with progress(either(f"导入 {path.name}", f"import {path.name}")) as tick:
            report = import_file(app, viewer, kind, path, None, tick)
        step(either("导入 ", "import ") + counts_line(report), started)
    if not (app.settings.models / "ranker").exists():
        started = perf_counter()
        with progress(either("训练", "training")) as tick:
            trained = train_on_synthetic(app, viewer, seed + 1, on_stage=lambda stage: tick(0, 1))
        version, pairs = trained["version"], trained["pairs"]
        if trained["promoted"]:
            result = either("投入使用", "it serves")
        else:
            result = either("没有通过检验，仍用手工权重", "it did not pass the gate, the hand weights serve")
        step(
            either(
                f"训练排序模型 {version}（另一座合成城市的 {pairs} 对）：{result}",
                f"train ranker {version} on {pairs} shown pairs of another synthetic city: {result}",
            ),
            started,
        )
    started, state = perf_counter(), demo_state(app, viewer)
    if state is None:
        plan_demo_fair(app, viewer)
        state = FairState.DRAFT
    if not may(state, Act.MATCH):
        raise Conflict(_UNDER_WAY.format(event=EVENT, state=STATE_TEXTS[state], home=str(folder)))
    path = write_demo_consents(app, viewer, home / "spreadsheets" / "consents.csv", seed)
    with progress(either(f"导入 {path.name}", f"import {path.name}")) as tick:
        agreed = import_file(app, viewer, "consents", path, None, tick)
    step(either("导入 ", "import ") + counts_line(agreed), started)
    with progress(either("匹配岗位", "postings matched")) as tick:
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
    more = f"TONGTU_HOME={home / 'home'} tongtu shortlist {EVENT}      tongtu demo --serve"
    say(either(f"更多：{more}", f"more: {more}"))
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
        say(either("未进名单者各有原因，例如：", "without an entry, each with a reason, such as:"))
        for row in page.items[:2]:
            say(f"  {row.name}  {said(row.text)}")
