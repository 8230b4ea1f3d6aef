"""The impact assessment: filled from what is there, named by nobody, kept for as long as the law says, behind its door."""

import json
from datetime import date
from pathlib import Path

import pytest

from api.actions.errors import NotAllowed
from api.actions.impacts import impact_file, impact_view, record_impact, record_leak
from api.schemas.impacts import ImpactInput, LeakFiguresView, LeakLineView
from api.wiring import Application
from matching.records import LOCAL_ADMINISTRATOR, LOCAL_ORGANIZER, Role, Viewer
from tests.api.conftest import FROM_OWN_PAGE, MARKUP, NOW, SignIn, open_copy
from tests.api.paper.pdfs import words_of

V1 = "/api/v1/impact"
FIGURES = LeakFiguresView(
    at=NOW,
    people=900,
    lines=9_000,
    most=0.05,
    holds=True,
    secrets=(LeakLineView(secret="hearing", people=90, excess=0.01, upper=0.02),),
)


@pytest.fixture
def home(built_town: Path, tmp_path: Path) -> Application:
    return open_copy(built_town, tmp_path / "home")


def test_it_is_filled_from_what_is_there(town: Application) -> None:
    view = impact_view(town, LOCAL_ORGANIZER)
    counts = {one.name: one.number for one in view.counts}
    assert (counts["people"], counts["employers"], counts["open_appeals"]) == (8, 2, 0)
    assert [one.name for one in view.retention if one.name.startswith("impact")] == ["impact.record_years"]
    assert view.ranker.version == town.ranker.version
    assert (view.leak, view.record_years, view.may_record) == (None, 3, True)
    assert {one.role for one in view.sees} == set(map(str, Role))


def test_it_names_nobody(town: Application) -> None:
    said = impact_view(town, LOCAL_ADMINISTRATOR).model_dump_json()
    assert [word for word in ("林一", MARKUP, "周二", "c_lin", "江城文印社", "e_river", "p_clerk") if word in said] == []


def test_it_is_recorded_once_a_day_with_its_conclusion_and_the_last_attack(home: Application) -> None:
    record_leak(home, LOCAL_ADMINISTRATOR, FIGURES)
    first = record_impact(home, LOCAL_ORGANIZER, ImpactInput(conclusion="improve"))
    again = record_impact(home, LOCAL_ORGANIZER, ImpactInput(conclusion="improve"))
    other = record_impact(home, LOCAL_ADMINISTRATOR, ImpactInput(conclusion="proceed"))
    assert first.leak == FIGURES.model_copy(update={"at": first.leak.at if first.leak else NOW})
    assert [one.conclusion for one in again.records] == ["improve"]
    assert [(one.conclusion, one.leak, one.keep_until) for one in other.records] == [
        ("proceed", 0.02, date(2030, 3, 18)),
        ("improve", 0.02, date(2030, 3, 18)),
    ]


@pytest.mark.parametrize("role", [Role.COUNSELOR, Role.EMPLOYER])
def test_others_do_not_read_it(town: Application, role: Role) -> None:
    with pytest.raises(NotAllowed):
        impact_view(town, Viewer(account="x", role=role))


def test_an_auditor_reads_and_does_not_record(town: Application) -> None:
    auditor = Viewer(account="shen", role=Role.AUDITOR)
    assert not impact_view(town, auditor).may_record
    with pytest.raises(NotAllowed):
        record_impact(town, auditor, ImpactInput(conclusion="stop"))


def test_the_document_says_the_same(town: Application) -> None:
    said = words_of(impact_file(town, LOCAL_ORGANIZER, "pdf").content)
    view = impact_view(town, LOCAL_ORGANIZER)
    squeezed = "".join(said.split())
    assert [one.risk.zh for one in view.risks if "".join(one.risk.zh.split()) not in squeezed] == []


def test_page_and_json_lead_from_the_form_to_the_record(staffed: Application, signed_in: SignIn) -> None:
    with signed_in(Role.ADMINISTRATOR) as me:
        assert "还没有登记过" in me.get("/impact").text
        nothing = me.post("/impact", data={"conclusion": "maybe"}, headers=FROM_OWN_PAGE)
        assert (nothing.status_code, 'aria-invalid="true"' in nothing.text) == (422, True)
        done = me.post("/impact", data={"conclusion": "proceed"}, headers=FROM_OWN_PAGE, follow_redirects=False)
        assert (done.status_code, done.headers["location"]) == (303, "/impact?done=recorded#records")
        assert 'role="status"' in me.get("/impact?done=recorded").text
    with signed_in(Role.AUDITOR) as shen:
        told = json.loads(shen.get(V1).text)
        assert [one["conclusion"] for one in told["records"]] == ["proceed"]
        assert "<form" not in shen.get("/impact").text.partition("<main")[2]
    with signed_in(Role.COUNSELOR) as other:
        assert other.get("/impact").status_code == 403
