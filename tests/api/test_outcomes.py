"""Outcomes from a file to the store: what goes in, what is told, the same again, and a correction."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from api.actions.errors import BadInput, NotFound
from api.actions.importing import import_file
from api.actions.outcomes import count_outcomes
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import Correction
from matching.records import LOCAL_ORGANIZER, Outcome, Step
from tests.api.conftest import CLERK, HALL, LIN, SONG, SPRING, ZHOU, build_world
from tests.api.test_cli import tongtu

LATER = datetime(2027, 9, 1, 1, 30, tzinfo=UTC)
HEAD = "求职者编号,岗位编号,活动编号,面试日期,入职日期,在岗满3个月,更正\n"
HIRED = f"{LIN},{CLERK},{SPRING},2027-03-20,2027-04-01,2027-07-05,\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("fair")
    build_world(home).database.close()
    return home


@pytest.fixture
def app(built: Path, tmp_path: Path) -> Application:
    """The town after the summer, in a home of its own."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    ticks = count()
    settings = Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}")
    return open_application(settings, lambda: LATER + timedelta(seconds=next(ticks)))


def put(app: Application, rows: str, head: str = HEAD) -> tuple[tuple[int, ...], list[tuple[int | None, str, str]]]:
    """((rows, imported, updated, unchanged, rejected), faults)."""
    path = app.settings.home / "outcomes.csv"
    path.write_text(head + rows, "utf-8-sig")
    report = import_file(app, LOCAL_ORGANIZER, "outcomes", path, None)
    counts = (report.rows, report.imported, report.updated, report.unchanged, report.rejected)
    return counts, [(fault.row, fault.severity, fault.problem.en) for fault in report.faults]


def recorded(app: Application, candidate: str) -> dict[Step, str]:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        found: tuple[Outcome, ...] = stores.outcomes.list(LOCAL_ORGANIZER, candidate=candidate)
    return {one.step: str(one.on) for one in found}


def corrections(app: Application) -> tuple[Correction, ...]:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        return stores.outcomes.corrections(LOCAL_ORGANIZER)


def test_right_rows_go_in_and_the_same_file_again_changes_nothing(app: Application) -> None:
    assert put(app, HIRED) == ((1, 1, 0, 0, 0), [])
    before = recorded(app, LIN)
    assert put(app, HIRED) == ((1, 0, 0, 1, 0), [])
    assert recorded(app, LIN) == before
    assert before == {Step.INTERVIEWED: "2027-03-20", Step.HIRED: "2027-04-01", Step.RETAINED_3: "2027-07-05"}
    assert corrections(app) == ()


def test_what_happened_off_the_lists_is_recorded_and_told(app: Application) -> None:
    rows = (
        HIRED
        + f"{ZHOU},{CLERK},{SPRING},2027-03-20,,,\n{SONG},{HALL},{SPRING},2027-03-20,,,\n{SONG},{CLERK},planned,2027-08-01,,,\n"
    )
    kept = "recorded, but the lists do not learn from it"
    assert put(app, rows) == (
        (4, 4, 0, 0, 0),
        [
            (3, "warning", f"the person stood on no list of this posting; {kept}"),
            (4, "warning", f"the rules block this pair; {kept}"),
            (None, "warning", f"event planned had no lists before its day; {kept}"),
        ],
    )
    assert recorded(app, ZHOU) == {Step.INTERVIEWED: "2027-03-20"}


def test_wrong_rows_stay_out_and_right_ones_go_in(app: Application) -> None:
    rows = (
        f"{LIN},{CLERK},{SPRING},,2027-04-01,,\n"
        f"{LIN},{HALL},{SPRING},2027-03-19,,,\n"
        f"c_nobody,{CLERK},{SPRING},2027-03-20,,,\n"
        f"c_more_0,{CLERK},{SPRING},2027-03-20,,,\n"
        f"c_more_1,{CLERK},no-such-fair,2027-03-20,,,\n"
    )
    assert put(app, rows) == (
        (5, 1, 0, 0, 4),
        [
            (2, "rejected", "hired without interviewed"),
            (3, "rejected", "the day for: interviewed is before the event (2027-03-20)"),
            (4, "rejected", "there is no such candidate"),
            (6, "rejected", "there is no such event"),
        ],
    )
    assert [recorded(app, LIN), recorded(app, "c_more_0")] == [{}, {Step.INTERVIEWED: "2027-03-20"}]


def test_a_record_is_corrected_only_by_a_row_that_says_so(app: Application) -> None:
    put(app, HIRED)
    wrong = f"{LIN},{CLERK},{SPRING},2027-03-20,2027-04-02,2027-07-05,\n"
    assert put(app, wrong) == ((1, 0, 0, 0, 1), [(2, "rejected", "hired: something else is recorded")])
    right = f"{LIN},{CLERK},{SPRING},2027-03-20,,,是\n"
    assert put(app, right) == ((1, 0, 1, 0, 0), [])
    assert put(app, right) == ((1, 0, 0, 1, 0), [])
    assert recorded(app, LIN) == {Step.INTERVIEWED: "2027-03-20"}
    assert [(one.was.step, str(one.was.on), one.became, one.by) for one in corrections(app)] == [
        (Step.HIRED, "2027-04-01", "withdrawn", "local"),
        (Step.RETAINED_3, "2027-07-05", "withdrawn", "local"),
    ]


def test_a_file_that_cannot_be_read_changes_nothing(app: Application) -> None:
    with pytest.raises(BadInput):
        put(app, "x,y\n", head="求职者编号,岗位编号\n")
    assert recorded(app, LIN) == {}


def test_how_many_pairs_reached_each_step(app: Application) -> None:
    put(app, HIRED + f"c_more_0,{CLERK},{SPRING},2027-03-20,,,\n")
    assert [(one.step, one.pairs, one.text.en) for one in count_outcomes(app, LOCAL_ORGANIZER, SPRING)] == [
        ("interviewed", 2, "interviewed"),
        ("hired", 1, "hired"),
        ("retained_3", 1, "in the job after 3 months"),
    ]
    assert count_outcomes(app, LOCAL_ORGANIZER, "planned") == ()
    with pytest.raises(NotFound):
        count_outcomes(app, LOCAL_ORGANIZER, "no-such-fair")


def test_the_commands(app: Application) -> None:
    home = app.settings.home
    path = home / "结果.csv"
    path.write_text(f"{HEAD}{LIN},{CLERK},planned,2020-03-20,,,\n", "utf-8-sig")
    report = json.loads(tongtu("import", "outcomes", str(path), "--json", home=home).stdout)
    assert (report["imported"], report["rejected"]) == (1, 0)
    assert tongtu("outcomes", "planned", home=home).stdout == "     1  interviewed\n"
    assert json.loads(tongtu("outcomes", "planned", "--json", home=home).stdout) == {
        "step": "interviewed",
        "text": {"zh": "面试", "en": "interviewed"},
        "pairs": 1,
    }
    blank = tongtu("template", "outcomes", str(home / "blank.xlsx"), home=home)
    assert (blank.returncode, (home / "blank.xlsx").is_file()) == (0, True)
