"""One person's file: read as an access, changed part by part, and a second writer told of the first."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.person_files import aids_view, change_aids, change_wishes, person_view, set_profiling, wishes_view
from api.actions.person_services import record_service
from api.schemas.person_files import AidsInput, ServiceInput, WishesInput
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER, AssessmentSource, Role, ServiceKind, Viewer
from tests.api.conftest import FROM_OWN_PAGE, HE, HERE, LIN, LOOPBACK, SONG, ZHOU, open_copy
from tests.api.web import Web

AUDITOR = Viewer(account="shen", role=Role.AUDITOR)


@pytest.fixture(scope="module")
def app(worked_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    return open_copy(worked_town, tmp_path_factory.mktemp("files"))


@pytest.fixture
def web(app: Application) -> TestClient:
    return TestClient(Web(app), base_url=HERE, client=LOOPBACK, headers=FROM_OWN_PAGE, follow_redirects=False)


def lines(app: Application, candidate: str) -> list[tuple[str, object]]:
    with app.database.read(AUDITOR) as stores:
        return [(one.action, one.detail.get("part")) for one in stores.log.of_candidate(AUDITOR, candidate)]


def test_opening_a_file_is_an_access_and_shows_no_certificate(app: Application) -> None:
    before = len(lines(app, LIN))
    view = person_view(app, LOCAL_ORGANIZER, LIN)
    assert lines(app, LIN)[before:] == [("read", None), ("read-services", None)]
    assert (view.assessed, view.consents, view.credential.zh, view.profiling) == (45, 1, "残疾人证", True)
    assert [one.zh for one in view.brings] == ["会做：文字录入、整理档案", "经历：3 年，在社区做过三年档案整理"]
    assert {"category", "grade", "number"} & set(view.model_fields) == set()


def test_wishes_are_written_whole_and_only_once(app: Application) -> None:
    stored = wishes_view(app, LOCAL_ORGANIZER, ZHOU)[1]
    told = WishesInput(occupations=(" 文员 ", "文员", "客服"), pay_min=3_200, conditions=("night",), version=stored.version)
    view = change_wishes(app, LOCAL_ORGANIZER, ZHOU, told)
    assert (view.wishes.occupations, view.wishes.pay_min, view.wishes.conditions) == (("文员", "客服"), 3_200, ("night",))
    assert view.wishes.text == ""
    changed = lines(app, ZHOU).count(("change", "wishes"))
    # The same again changes nothing, though the version that was shown is old by now.
    assert change_wishes(app, LOCAL_ORGANIZER, ZHOU, told).wishes == view.wishes
    assert lines(app, ZHOU).count(("change", "wishes")) == changed == 1


def test_a_second_writer_is_told(app: Application) -> None:
    shown = wishes_view(app, LOCAL_ORGANIZER, HE)[1].version
    change_wishes(app, LOCAL_ORGANIZER, HE, WishesInput(text="想在家做", version=shown))
    with pytest.raises(Conflict, match="somebody else changed"):
        change_wishes(app, LOCAL_ORGANIZER, HE, WishesInput(text="想出去做", version=shown))
    assert wishes_view(app, LOCAL_ORGANIZER, HE)[1].text == "想在家做"


@pytest.mark.parametrize(
    ("told", "what"),
    [({"kinds": ("circus",)}, "kind of post: circus"), ({"districts": ("1",)}, "district: 1"), ({"conditions": ("x",)}, "x")],
)
def test_unknown_words_are_refused(app: Application, told: dict[str, tuple[str, ...]], what: str) -> None:
    with pytest.raises(BadInput, match=what):
        change_wishes(app, LOCAL_ORGANIZER, ZHOU, WishesInput.model_validate(told))


def test_a_known_aid_keeps_who_said_it_and_a_new_one_is_the_counselors(app: Application) -> None:
    shown = aids_view(app, LOCAL_ORGANIZER, LIN)[1]
    told = AidsInput(aids=("screen_reader", "magnifier"), skills=("screen_reader",), refused=("remote",), version=shown.version)
    view = change_aids(app, LOCAL_ORGANIZER, LIN, told)
    assert (set(view.aids.aids), view.aids.refused) == ({"screen_reader", "magnifier"}, ("remote",))
    with app.database.read(LOCAL_ORGANIZER) as stores:
        person = stores.candidates.get(LOCAL_ORGANIZER, LIN)
    assert person is not None
    assert {one.name: one.source for one in person.aids} == {
        "screen_reader": AssessmentSource.IMPORT,
        "magnifier": AssessmentSource.COUNSELOR,
    }
    with pytest.raises(BadInput, match="wings"):
        change_aids(app, LOCAL_ORGANIZER, LIN, AidsInput(aids=("wings",)))


def test_who_opts_out_is_learnt_from_no_longer(app: Application) -> None:
    assert set_profiling(app, LOCAL_ORGANIZER, SONG, False).profiling is False
    assert set_profiling(app, LOCAL_ORGANIZER, SONG, False).profiling is False
    assert lines(app, SONG).count(("change", "profiling")) == 1
    with app.database.read(LOCAL_ORGANIZER) as stores:
        assert set(stores.runs.features_of(LOCAL_ORGANIZER, SONG).values()) <= {None}
    assert set_profiling(app, LOCAL_ORGANIZER, SONG, True).profiling is True


def test_a_service_is_recorded_once_a_day_and_giver(app: Application) -> None:
    told = ServiceInput(kind=ServiceKind.VERIFICATION, on=app.today, note="电话核对")
    view = record_service(app, LOCAL_ORGANIZER, ZHOU, told)
    assert [(one.kind, one.by, one.note) for one in view.given] == [(ServiceKind.VERIFICATION, "local", "电话核对")]
    again = record_service(app, LOCAL_ORGANIZER, ZHOU, told.model_copy(update={"note": "当面核对"}))
    assert [one.note for one in again.given] == ["当面核对"]
    with pytest.raises(BadInput, match="2027-03-19 lies ahead"):
        record_service(app, LOCAL_ORGANIZER, ZHOU, ServiceInput(kind=ServiceKind.NEEDS, on=app.today.replace(day=19)))
    with pytest.raises(NotFound):
        record_service(app, LOCAL_ORGANIZER, "c_no", told)


def test_forms_keep_what_was_typed_and_name_the_fields(app: Application, web: TestClient) -> None:
    wrong = web.post(f"/people/{LIN}/services", data={"kind": "", "on": "2027-13-01", "by": "王芳", "note": "<script>x</script>"})
    assert wrong.status_code == 422
    assert 'href="#kind"' in wrong.text
    assert 'href="#on"' in wrong.text
    assert 'value="2027-13-01"' in wrong.text
    assert "&lt;script&gt;" in wrong.text
    assert "<script>" not in wrong.text
    done = web.post(f"/people/{LIN}/services", data={"kind": "就业服务", "on": "2027年3月17日", "by": "", "note": ""})
    assert (done.status_code, done.headers["location"]) == (303, f"/people/{LIN}?done=service")


def test_a_conflict_on_the_page_shows_both_and_can_be_saved_then(app: Application, web: TestClient) -> None:
    path = f"/people/{SONG}/wishes"
    shown = wishes_view(app, LOCAL_ORGANIZER, SONG)[1].version
    change_wishes(app, LOCAL_ORGANIZER, SONG, WishesInput(text="想学编织"))
    form = {"occupations": "编织工、包装工", "text": "想做手工", "hours_max": "4.5", "version": shown, "kind.auxiliary": "1"}
    told = web.post(path, data=form)
    assert told.status_code == 409
    assert "想学编织" in told.text
    assert "想做手工" in told.text
    assert 'name="kind.auxiliary" value="1" checked' in told.text
    fresh = wishes_view(app, LOCAL_ORGANIZER, SONG)[1].version
    assert f'name="version" value="{fresh}"' in told.text
    assert web.post(path, data=form | {"version": fresh}).status_code == 303
    stored = wishes_view(app, LOCAL_ORGANIZER, SONG)[1]
    assert (stored.occupations, stored.text, stored.hours_max, stored.kinds) == (
        ("编织工", "包装工"),
        "想做手工",
        4.5,
        ("auxiliary",),
    )


def test_a_number_that_cannot_be_is_named_at_its_field(web: TestClient) -> None:
    wrong = web.post(f"/people/{LIN}/wishes", data={"pay_min": "很多", "minutes_max": "5000", "hours_max": "nan"})
    assert wrong.status_code == 422
    assert [f'href="#{name}"' in wrong.text for name in ("pay_min", "minutes_max", "hours_max")] == [True] * 3


def test_aids_and_opting_out_by_form(app: Application, web: TestClient) -> None:
    version = aids_view(app, LOCAL_ORGANIZER, HE)[1].version
    done = web.post(f"/people/{HE}/aids", data={"aid.screen_reader": "1", "skill.csl": "1", "version": version})
    assert (done.status_code, done.headers["location"]) == (303, f"/people/{HE}?done=aids")
    assert aids_view(app, LOCAL_ORGANIZER, HE)[1].skills == ("csl",)
    late = web.post(f"/people/{HE}/aids", data={"aid.magnifier": "1", "version": version})
    assert late.status_code == 409
    assert 'name="aid.magnifier" value="1" checked' in late.text
    assert web.post(f"/people/{HE}/profiling", data={"profiling": "no"}).status_code == 303
    assert person_view(app, LOCAL_ORGANIZER, HE).profiling is False
