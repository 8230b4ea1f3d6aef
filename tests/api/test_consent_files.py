"""Consents from a paper list and from the command line: recorded by the one action, and the demo's fair can be allocated."""

import json
from datetime import date
from pathlib import Path

import pytest

from api.actions.allocating import allocate_event
from api.actions.consents import consents_view, refuse_employer
from api.actions.errors import NotAllowed
from api.actions.fairs import fair_view, move_event
from api.actions.importing import ImportReport, import_file
from api.actions.matching import match_event
from api.cli.demo_fair import EVENT, demo_state, open_lists, plan_demo_fair, saturday_after, write_demo_consents
from api.schemas.allocation import AllocationInput
from api.wiring import Application
from matching.fair.states import FairState
from matching.records import LOCAL_ORGANIZER as ME
from matching.records import Role, Viewer
from tests.api.conftest import HE, LIN, SONG, SPRING, ZHOU, open_copy
from tests.api.test_cli import tongtu

HEAD = "求职者编号,活动,同意内容,同意的单位,不同意的单位,讲解方式,同意日期,监护人"
TOLD = (
    HEAD,
    f"{LIN},{SPRING},,全部,滨江展厅,易读版,2027-03-01,",
    f"{ZHOU},春季专场,列入名单,江城文印社,,手语,2027-03-01,",
    f"{HE},,告知身份,滨江展厅,,读给本人听,2027-03-02,",
)


@pytest.fixture
def app(built_town: Path, tmp_path: Path) -> Application:
    return open_copy(built_town, tmp_path / "home")


def put(app: Application, *lines: str, viewer: Viewer = ME) -> ImportReport:
    path = app.settings.home / "同意登记表.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8-sig")
    return import_file(app, viewer, "consents", path, None)


def counts(report: ImportReport) -> tuple[int, ...]:
    return (report.rows, report.imported, report.updated, report.unchanged, report.duplicates, report.rejected)


def listed(app: Application) -> frozenset[tuple[str, str]]:
    with app.database.read(ME) as stores:
        return stores.consents.listing(ME, SPRING, app.today)


def test_a_list_goes_in_once_and_a_newer_one_replaces_it(app: Application) -> None:
    assert counts(put(app, *TOLD)) == (3, 3, 0, 0, 0, 0)
    assert listed(app) == {(LIN, "e_river"), (ZHOU, "e_river")}
    (named,) = consents_view(app, ME, HE).items
    assert (named.scope, [one.name for one in named.employers], named.explained) == ("identity", ["滨江展厅"], "read_aloud")
    assert counts(put(app, *TOLD)) == (3, 0, 0, 3, 0, 0)
    assert counts(put(app, HEAD, TOLD[1].replace("滨江展厅", ""))) == (1, 0, 1, 0, 0, 0)
    assert listed(app) == {(LIN, "e_river"), (LIN, "e_hall"), (ZHOU, "e_river")}
    assert [one.holds for one in consents_view(app, ME, LIN).items] == [True, False]


def test_a_refused_employer_is_not_among_all(app: Application) -> None:
    refuse_employer(app, ME, LIN, "e_river", True)
    assert counts(put(app, HEAD, TOLD[1].replace("滨江展厅", ""))) == (1, 1, 0, 0, 0, 0)
    assert listed(app) == {(LIN, "e_hall")}


def test_what_the_action_refuses_stays_out_row_by_row(app: Application) -> None:
    with app.database.begin(ME) as stores:
        song = stores.candidates.get(ME, SONG)
        assert song is not None
        young = song.person.model_copy(update={"birth": date(2012, 5, 1)})
        stores.candidates.upsert_many(ME, [(song.model_copy(update={"person": young}), None)])
    alone = f"{SONG},{SPRING},,全部,,自己看过,2027-03-01,"
    report = put(app, HEAD, TOLD[1], alone, f"{HE},,告知身份,滨江展厅、江城文印社,,手语,2027-03-01,")
    assert counts(report) == (3, 1, 0, 0, 0, 2)
    assert [(one.row, one.problem.en.partition(":")[0]) for one in report.faults] == [
        (3, "This person is under 18, or has a guardian on record"),
        (4, "A consent to be named is for one employer; here are 2"),
    ]
    assert counts(put(app, HEAD, alone + "宋大妈")) == (1, 1, 0, 0, 0, 0)
    with pytest.raises(NotAllowed):
        put(app, *TOLD, viewer=Viewer(account="e", role=Role.EMPLOYER, organisation="e_river"))


def test_consents_are_typed_by_name_or_number(app: Application) -> None:
    app.database.close()
    home = app.settings.home

    def run(*words: str) -> str:
        done = tongtu("consent", *words, home=home, TONGTU_LANG="zh")
        assert (done.returncode, done.stderr) == (0, ""), words
        return done.stdout

    said = run("record", "周二", "--event", SPRING, "--all", "--but", "滨江展厅", "--explained", "signed", "--on", "2026-11-01")
    assert said.splitlines()[1:] == ["  #1  列入名单  春季专场  2026-11-01 同意", "      江城文印社"]
    assert "被收回" not in run("list", ZHOU)
    assert json.loads(run("withdraw", ZHOU, "1", "--json"))["items"][0]["holds"] is False
    named = run("record", HE, "--scope", "identity", "--employer", "文印社", "--explained", "read", "--on", "2026-11-01")
    assert named.splitlines()[1:] == ["  #2  告知身份  2026-11-01 同意", "      江城文印社"]
    for words, why in (
        (("record", "赵六", "--employer", "文印社", "--explained", "read"), "赵六"),
        (("record", HE, "--employer", "文印社", "--explained", "read"), "活动"),
        (("record", HE, "--event", SPRING, "--employer", "没有这家", "--explained", "read"), "没有这家"),
        (("record", HE, "--event", SPRING, "--explained", "read"), "--employer"),
    ):
        done = tongtu("consent", *words, home=home, TONGTU_LANG="zh")
        assert (done.returncode, done.stdout) == (2, "")
        assert why in done.stderr


def test_the_fair_of_the_demo_can_be_allocated_once_a_person_confirmed(app: Application, tmp_path: Path) -> None:
    assert demo_state(app, ME) is None
    plan_demo_fair(app, ME)
    report = import_file(app, ME, "consents", write_demo_consents(app, ME, tmp_path / "consents.csv", 7), None)
    assert (report.imported, report.rejected, report.rows) == (report.rows, 0, report.imported)
    assert report.rows > 0
    match_event(app, ME, EVENT)
    open_lists(app, ME)
    view = fair_view(app, ME, EVENT)
    assert (view.faults, view.on, view.approved, demo_state(app, ME)) == ((), date(2027, 4, 17), 2, FairState.PRE_MATCHED)
    move_event(app, ME, EVENT, "confirmed", "k", named="王芳")
    made = allocate_event(app, ME, EVENT, AllocationInput(), "a").report
    assert made.interviews > 0
    assert made.met == made.servable


@pytest.mark.parametrize(("day", "found"), [(15, 17), (17, 17), (18, 24)])
def test_a_fair_is_held_on_a_saturday(day: int, found: int) -> None:
    assert saturday_after(date(2027, 4, day)) == date(2027, 4, found)
