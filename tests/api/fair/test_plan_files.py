"""A plan from a file as an organizer writes it: `on` is a field, employers go by name, and there is an example to change."""

import json
from datetime import date
from pathlib import Path

import pytest

from api.actions.day_files import load_day
from api.actions.errors import BadInput
from api.actions.invited import employers_to_invite, invite_employers
from api.actions.plan_files import plan_of, read_plan
from api.actions.templates import KINDS, write_blank
from api.schemas.fairs import EventPlan
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER as ME
from tests.api.conftest import SPRING
from tests.api.fair.test_fair_cli import run


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "会场.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("day", ["2027-04-20", '"2027-04-20"'])
def test_on_is_the_day(tmp_path: Path, day: str) -> None:
    assert read_plan(write(tmp_path, f"on: {day}\nadmits: {{graduates: true}}\n")).on == date(2027, 4, 20)


@pytest.mark.parametrize(("word", "meant"), [("true", True), ("yes", True), ("no", False), ("False", False)])
def test_yes_and_no_still_mean_what_they_say(tmp_path: Path, word: str, meant: bool) -> None:
    admits = read_plan(write(tmp_path, f"admits: {{graduates: {word}}}")).admits
    assert admits is not None
    assert admits.graduates is meant


def test_the_example_is_a_plan_that_names_every_field(tmp_path: Path) -> None:
    path = tmp_path / "例子.yaml"
    write_blank("plan", path)
    plan = read_plan(path)
    told = plan.model_dump(exclude_none=True)
    assert EventPlan.model_fields.keys() - told.keys() == {"admits"}
    assert plan.hall is not None
    assert [one.number for one in plan.hall.booths] == ["A1", "A2"]
    assert "# admits:" in path.read_text("utf-8")
    with pytest.raises(BadInput, match=r"is a \.yaml file"):
        write_blank("plan", tmp_path / "例子.xlsx")


def test_a_booth_names_its_employer_as_people_do(app: Application, tmp_path: Path) -> None:
    booths = "hall: {booths: [{number: A1, employer: 江城文印社}, {number: A2, employer: e_hall}]}"
    plan = plan_of(app, ME, write(tmp_path, booths))
    assert plan.hall is not None
    assert [one.employer for one in plan.hall.booths] == ["e_river", "e_hall"]
    with pytest.raises(BadInput, match="booth A2: no employer is called 没有这家"):
        plan_of(app, ME, write(tmp_path, booths.replace("e_hall", "没有这家")))


def test_employers_are_found_and_invited_by_name(app: Application) -> None:
    assert [(one.employer, one.name, one.postings) for one in employers_to_invite(app, ME, SPRING)] == [
        ("e_river", "江城文印社", 54),
        ("e_hall", "滨江展厅", 1),
    ]
    assert [one.employer for one in invite_employers(app, ME, SPRING, ["滨江展厅"]).items] == ["e_hall"]
    assert [one.employer for one in employers_to_invite(app, ME, SPRING)] == ["e_river"]
    app.database.close()
    home = app.settings.home
    (line,) = run(home, "event", "employers", SPRING, "--to-invite", "--json").splitlines()
    assert json.loads(line)["name"] == "江城文印社"
    assert "江城文印社 (e_river)" in run(home, "event", "employers", SPRING, "--to-invite")
    run(home, "event", "employers", SPRING, "--invite", "江城文印社")
    assert "e_river" in run(home, "event", "vet", SPRING, "江城文印社", "--note", "老单位")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_sheet_for_the_paper_of_the_day_is_one_that_is_read(running: Application, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"当天记录.{ending}"
    write_blank("day", path)
    report = load_day(running, ME, SPRING, path)
    assert (report.rows, report.entered, report.faults) == (0, 0, ())
    if ending == "csv":
        cells = ["9:40", "签到", "", "c_lin", *[""] * 8]
        path.write_text(path.read_text("utf-8-sig") + ",".join(cells) + "\n", "utf-8-sig")
        assert load_day(running, ME, SPRING, path).entered == 1


def test_every_kind_of_template_can_be_written(tmp_path: Path) -> None:
    for kind in KINDS:
        write_blank(kind, tmp_path / f"{kind}.{'yaml' if kind == 'plan' else 'xlsx'}")
    assert len(list(tmp_path.iterdir())) == len(KINDS)
