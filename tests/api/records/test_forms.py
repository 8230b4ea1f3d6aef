"""The forms of records as browsers fill them in: two editors, faults beside fields, tallies, bodies, workshops, jobs, models."""

import html
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.jobs import enqueue_job, show_job
from api.jobs.kinds import KINDS, Answer
from api.jobs.worker import Worker
from api.settings import Settings
from api.wiring import Application, open_application
from matching.records import LOCAL_ORGANIZER, Employer, EmployerKind, Role
from models.baselines import HandWeightedRanker
from models.registry import keep_challenger
from tests.api.conftest import NOW
from tests.api.records.conftest import visit_as
from tests.api.records.sending import certificate, press
from tests.api.test_pages import read
from tests.models.small import AT, judged, small_ranker


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the page's last form, as it stands."""
    form: dict[str, str] = {}
    select = ""
    for name, given in read(page.partition('class="entry-form">')[2].partition("</form>")[0]).tags:
        value = given.get("value") or ""
        if name == "input" and (given.get("type") != "checkbox" or "checked" in given):
            form[given["name"] or ""] = value
        elif name in ("select", "textarea"):
            select = given["name"] or ""
            form[select] = ""
        elif name == "option" and "selected" in given:
            form[select] = value
    return form


def test_a_form_sent_as_it_stands_changes_nothing(web: TestClient) -> None:
    for path, shown in (
        ("/people/c_more_1/edit", "/people/c_more_1/edit"),
        ("/postings/p_more_01/edit", "/postings/p_more_01"),
        ("/employers/e_hall/edit", "/employers/e_hall"),
    ):
        page = web.get(path).text
        answer = web.post(path, data=form_of(page) | texts_of(page))
        assert (answer.status_code, answer.headers.get("location")) == (303, f"{shown}?done=saved"), path
        assert form_of(web.get(path).text)["was"] == form_of(page)["was"]


def texts_of(page: str) -> dict[str, str]:
    """The words in the text areas of a page."""
    areas = re.findall(r'<textarea id="(\w+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(words) for name, words in areas}


@pytest.mark.parametrize(
    ("path", "mine", "theirs"),
    [
        ("/people/c_more_2/edit", {"skills": "缝纫"}, {"skills": "编织", "pay_min": "3600"}),
        ("/postings/p_more_02/edit", {"title": "包装工甲"}, {"title": "包装工乙", "headcount": "3"}),
        ("/employers/e_river/edit", {"industry": "印刷"}, {"industry": "文印", "staff": "12"}),
    ],
)
def test_the_second_of_two_editors_sees_both_versions(
    web: TestClient, path: str, mine: dict[str, str], theirs: dict[str, str]
) -> None:
    page = web.get(path).text
    opened = form_of(page) | texts_of(page)
    assert web.post(path, data=opened | theirs).status_code == 303
    answer = web.post(path, data=opened | mine)
    assert answer.status_code == 409
    assert "Somebody else saved this since you opened it" in answer.text
    (clash,) = mine
    assert f'id="{clash}-theirs"' in answer.text
    shown = form_of(answer.text) | texts_of(answer.text)
    assert shown[clash] == mine[clash]
    (other,) = set(theirs) - set(mine)
    assert theirs[other] in shown[other]
    assert shown["was"] != opened["was"]
    assert web.post(path, data=shown).status_code == 303
    stored = form_of(web.get(path).text) | texts_of(web.get(path).text)
    assert (stored[clash], stored[other]) == (mine[clash], shown[other])


def test_changes_of_different_fields_are_put_together(web: TestClient) -> None:
    path = "/people/c_more_3/edit"
    page = web.get(path).text
    opened = form_of(page) | texts_of(page)
    assert web.post(path, data=opened | {"pay_min": "3300"}).status_code == 303
    answer = web.post(path, data=opened | {"contact_note": "下午联系"})
    assert (answer.status_code, "You changed different things" in answer.text) == (409, True)
    assert form_of(answer.text)["pay_min"] == "3300"
    assert web.post(path, data=form_of(answer.text) | texts_of(answer.text)).status_code == 303


def test_faults_and_warnings_stand_beside_their_fields(web: TestClient) -> None:
    typed = {"name": "贝贝", "certificate_number": "12", "pay_min": "-1", "profiling": "是"}
    answer = web.post("/people/new", data=typed)
    assert answer.status_code == 422
    for name in ("certificate_number", "pay_min"):
        assert f'id="{name}-fault"' in answer.text
        assert f'aria-describedby="{name}-hint {name}-fault"' in answer.text
        assert f'href="#{name}"' in answer.text
    right = typed | {"certificate_number": certificate(400), "pay_min": "2800", "skills": "打字、手语"}
    warned = web.post("/people/new", data=right)
    assert (warned.status_code, 'id="skills-warning"' in warned.text) == (422, True)
    made = web.post("/people/new", data=form_of(warned.text) | texts_of(warned.text))
    assert made.status_code == 303
    assert made.headers["location"].endswith("/edit?done=added")
    again = web.post("/people/new", data=right | {"accepted": "yes"})
    assert again.headers["location"] == made.headers["location"].replace("added", "there")
    assert certificate(400) not in web.get(made.headers["location"]).text
    assert web.post("/people/new", data={"name": "x" * 9_000}).status_code == 422


def test_a_form_without_its_marks_is_refused(web: TestClient) -> None:
    for was in ("", "zz", "é" * 10):
        assert web.post("/employers/e_hall/edit", data={"was": was, "industry": "x"}).status_code == 422


def test_a_posting_of_a_new_employer_is_entered(web: TestClient) -> None:
    employer = web.post("/employers/new", data={"employer": "汉口样例厂", "industry": "制造"})
    assert employer.status_code == 303, employer.text
    name = employer.headers["location"].split("/")[2].partition("?")[0]
    page = web.get(f"/postings/new?employer={name}").text
    filled = form_of(page) | {"title": "装配工", "pay_min": "4000", "pay_max": "4500", "pay_unit": "月", "external_id": "W-1"}
    made = web.post("/postings/new", data=filled)
    assert made.status_code == 303, made.text
    shown = web.get(made.headers["location"].partition("?")[0].removesuffix("/edit")).text
    assert "装配工" in shown
    assert "汉口样例厂" in shown


# --- ledgers and counts ----------------------------------------------------------------------------------------------------------


def test_tallies_are_recorded_once_and_taken_back(web: TestClient) -> None:
    told = {"kind": "training.bases", "title": "江城实训基地", "on": "2027-01-05", "key": "k-1"}
    for _ in range(2):
        answer = web.post("/indicators/tallies", data=told)
        assert answer.headers["location"] == "/indicators/tallies?done=recorded"
    page = web.get("/indicators/tallies").text
    assert page.count(">江城实训基地<") == 2  # the row, and the name of its button
    number = page.partition('name="tally" value="')[2].partition('"')[0]
    assert web.post("/indicators/tallies/withdraw", data={"tally": number}).status_code == 303
    assert "taken back" in web.get("/indicators/tallies").text
    wrong = web.post("/indicators/tallies", data=told | {"kind": "mayors", "title": "", "on": "5th", "key": "k-2"})
    assert wrong.status_code == 422
    assert all(f'id="{name}-fault"' in wrong.text for name in ("kind", "title", "on"))
    pool = told | {"kind": "talent.pools", "people": "c_zhou, c_none", "key": "k-3"}
    assert (web.post("/indicators/tallies", data=pool).status_code) == 422


def test_a_line_of_a_ledger_is_entered_as_from_a_sheet(web: TestClient) -> None:
    line = {"candidate": "c_zhou", "posting": "p_clerk", "hired": "2027-02-01", "key": "k-4"}
    answer = web.post("/indicators/enter/placements", data=line)
    assert answer.headers["location"] == "/indicators/placements?done=entered", answer.text
    assert "文字录入员" in web.get("/indicators/placements?year=2027").text
    wrong = web.post("/indicators/enter/placements", data=line | {"hired": "someday", "key": "k-5"})
    assert (wrong.status_code, 'id="hired-fault"' in wrong.text) == (422, True)
    assert web.post("/indicators/enter/placements", data={"key": "k-6"}).status_code == 422


def test_bodies_report_and_open_duties_come_first(web: TestClient, records_office: Application) -> None:
    with records_office.database.begin(LOCAL_ORGANIZER) as stores:
        body = Employer(id="e_office", name="江城样例局", kind=EmployerKind.GOVERNMENT, establishment=80)
        stores.employers.upsert_many(LOCAL_ORGANIZER, [body])
    told = {"employer": "e_office", "on": "2027-03-01", "establishment": "80", "people": "0"}
    assert web.post("/indicators/bodies", data=told).headers["location"] == "/indicators/bodies?done=reported"
    assert "江城样例局" in web.get("/indicators/bodies").text
    wrong = web.post("/indicators/bodies", data=told | {"people": "-3", "on": ""})
    assert wrong.status_code == 422
    assert all(f'id="{name}-fault"' in wrong.text for name in ("people", "on"))
    missing = web.post("/indicators/bodies", data=told | {"employer": "e_none"})
    assert (missing.status_code, 'id="employer-fault"' in missing.text) == (422, True)
    assert visit_as(records_office, Role.COUNSELOR).post("/indicators/bodies", data=told).status_code == 403


def test_the_calculator_shows_its_steps_and_stores_nothing(web: TestClient) -> None:
    page = web.post("/indicators/quota", data={"name": "江城样例公司", "staff": "200", "wage": "12000000"}).text
    assert "People asked for" in page
    wrong = web.post("/indicators/quota", data={"staff": "many", "wage": "nan"})
    assert wrong.status_code == 422
    assert all(f'id="{name}-fault"' in wrong.text for name in ("staff", "wage"))


def test_workshops_take_the_batches_that_fit(web: TestClient) -> None:
    shop = {"number": "w-1", "name": "阳光家园", "places": "20", "taken": "5", "free_days": "40", "work": "包装、串珠"}
    assert web.post("/indicators/workshops", data=shop | {"reported_on": "2027-03-01"}).status_code == 303
    batch = {"batch": "b-1", "title": "礼盒包装", "kind": "包装", "days": "12"}
    assert web.post("/indicators/workshops/batches", data=batch).status_code == 303
    assert web.post("/indicators/workshops/batches", data={"batch": "b-2"}).status_code == 422
    assert web.post("/indicators/workshops", data={"number": "w-2", "places": "none"}).status_code == 422
    page = web.get("/indicators/workshops").text
    assert "Send them as proposed" in page
    key = page.partition('name="key" value="')[2].partition('"')[0]
    for _ in range(2):
        assert web.post("/indicators/workshops/send", data={"key": key}).headers["location"].endswith("?done=sent")
    assert "Send them as proposed" not in web.get("/indicators/workshops").text


# --- jobs and models -------------------------------------------------------------------------------------------------------------


def test_a_parked_job_says_why_and_is_tried_again(built_town: Path, tmp_path: Path) -> None:
    shutil.copytree(built_town, tmp_path, dirs_exist_ok=True)
    moments = iter(NOW + timedelta(seconds=one) for one in count(step=40))
    app = open_application(Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}"), lambda: next(moments))
    web = visit_as(app, Role.ORGANIZER)
    job = enqueue_job(app, LOCAL_ORGANIZER, "match", {"event": "spring-2027"})

    def broken(*_: object) -> Answer:
        raise RuntimeError("no")

    worker = Worker(app, {"match": replace(KINDS["match"], run=broken)})
    while show_job(app, LOCAL_ORGANIZER, job.id).state != "parked":
        worker.work(0, once=True)
    page = web.get(f"/jobs/{job.id}").text
    assert "<h3>Why</h3>" in page
    assert "Try again" in page
    assert job.id in web.get("/jobs?state=parked").text
    assert "jobs parked after breaking" in web.get("/").text
    assert press(web, f"/jobs/{job.id}/retry").headers["location"] == f"/jobs/{job.id}?done=retried"
    assert press(web, f"/jobs/{job.id}/cancel").headers["location"] == f"/jobs/{job.id}?done=cancelled"
    assert "Try again" in web.get(f"/jobs/{job.id}").text
    assert press(web, f"/jobs/{job.id}/cancel").status_code in (303, 409)
    assert press(web, "/jobs/j_none/cancel").status_code == 404
    app.database.close()


@pytest.fixture(scope="module")
def kept(records_office: Application) -> tuple[str, str]:
    """Two versions of the ranker: one that the gate let through, one that it held back."""
    table = HandWeightedRanker.load().version
    good, bad = judged(small_ranker(1), table), judged(small_ranker(2), table, passed=False)
    for one in (good, bad):
        keep_challenger(records_office.settings.models, one, AT, "local", "trained")
    return good.version, bad.version


def test_versions_are_shown_promoted_and_rolled_back(web: TestClient, kept: tuple[str, str]) -> None:
    good, bad = kept
    page = web.get("/models").text
    assert good in page
    assert "let through" in page
    assert "held back" in page
    assert "Go back to the version before" not in page
    assert web.get(f"/models/{good}").status_code == 200
    held = web.post(f"/models/{bad}/promote", data={"why": "", "key": "m-1"})
    assert (held.status_code, "It does not serve" in held.text) == (409, True)
    assert web.post(f"/models/{good}/promote", data={"why": "春季专场之前", "key": "m-2"}).status_code == 303
    page = web.get("/models").text
    assert "春季专场之前" in page
    assert "Go back to the version before" in page
    assert web.post("/models/back", data={"why": "排序有误", "key": "m-3"}).headers["location"] == "/models?done=back"
    refused = web.post("/models/back", data={"why": "", "key": "m-4"})
    assert (refused.status_code, "Nothing was changed" in refused.text) == (409, True)
    trained = web.post("/models/train", data={"on": "synthetic", "key": "m-5"})
    assert trained.status_code == 303
    assert trained.headers["location"].startswith("/jobs/")
    press(web, f"{trained.headers['location']}/cancel")
