"""The assessment form: what is not assessed stays so, only what changed is saved, and a second editor is told and loses nothing."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.actions.assessing import assess, assessment_view
from api.actions.errors import BadInput, Conflict, NotFound
from api.schemas.assessing import AssessmentInput
from api.wiring import Application
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level
from matching.records import LOCAL_ORGANIZER, AssessmentSource, Candidate, ServiceKind
from tests.api.conftest import CRAFT, FROM_OWN_PAGE, HALL, HE, HERE, LIN, LOOPBACK, SONG, SPRING, ZHOU, open_copy
from tests.api.web import Web

NAMES = tuple(row.name for row in CATALOGUE.dimensions)
LEVELS: tuple[Level | None, ...] = (None, 0, 1, 2, 3, 4)


@pytest.fixture(scope="module")
def app(worked_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    return open_copy(worked_town, tmp_path_factory.mktemp("assessing"))


@pytest.fixture
def web(app: Application) -> TestClient:
    return TestClient(Web(app), base_url=HERE, client=LOOPBACK, headers=FROM_OWN_PAGE, follow_redirects=False)


def person(app: Application, name: str) -> Candidate:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.candidates.get(LOCAL_ORGANIZER, name)
    assert found is not None
    return found


def form_of(text: str) -> dict[str, str]:
    """What a browser would send back of an untouched form."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))
    chosen = {}
    for name, options in re.findall(r'<select id="\w+" name="(\w+)"[^>]*>(.*?)</select>', text, re.S):
        chosen[name] = re.findall(r'<option value="(\d?)" selected>', options)[0]
    return hidden | chosen | {"source": "counselor", "on": "2027-03-18", "service": "1"}


def test_the_form_holds_all_45_each_once_with_its_words(app: Application) -> None:
    view = assessment_view(app, LOCAL_ORGANIZER, LIN)
    shown = [one for group in view.groups for one in group.abilities] + list(view.first)
    assert sorted(one.dimension for one in shown) == sorted(NAMES)
    assert {len(one.anchors) for one in shown} == {5}
    assert (view.assessed, view.event) == (45, "autumn-2027")


def test_what_postings_wait_for_stands_first(app: Application) -> None:
    assess(app, LOCAL_ORGANIZER, SONG, AssessmentInput(levels={"gripping": None, "speaking": None}))
    view = assessment_view(app, LOCAL_ORGANIZER, SONG)
    assert view.first[0].dimension == "gripping"
    assert (view.first[0].level, view.first[0].waiting > 50) == (None, True)
    assert [one.dimension for group in view.groups for one in group.abilities if one.dimension == "gripping"] == []


def test_only_what_changed_is_saved_with_who_and_when(app: Application) -> None:
    told = AssessmentInput(levels={"speaking": 2, "standing": 4}, source="assessor", on=date(2027, 3, 10))
    view = assess(app, LOCAL_ORGANIZER, HE, told, SPRING)
    assert [(one.dimension, one.was, one.now) for one in view.changed] == [("speaking", 1, 2)]
    stored = person(app, HE).profile
    changed = stored.assessments[CATALOGUE.position["speaking"]]
    assert changed is not None
    assert (changed.level, changed.source, changed.on) == (2, AssessmentSource.ASSESSOR, date(2027, 3, 10))
    kept = stored.assessments[CATALOGUE.position["standing"]]
    assert kept is not None
    assert (kept.level, kept.source, kept.on) == (4, AssessmentSource.IMPORT, None)
    again = assess(app, LOCAL_ORGANIZER, HE, told, SPRING)
    assert (again.changed, again.opened, again.closed, again.before) == ((), (), (), again.after)


def test_not_assessed_is_an_answer_and_never_0(app: Application) -> None:
    view = assess(app, LOCAL_ORGANIZER, "c_more_0", AssessmentInput(levels={"gripping": None}), SPRING)
    assert [(one.was, one.now) for one in view.changed] == [(4, None)]
    assert person(app, "c_more_0").profile.level("gripping") is None
    # What needs the ability is to be looked at: neither open nor shut.
    assert (view.closed[0].posting, view.after.review - view.before.review, view.after.blocked) == (CRAFT, 1, view.before.blocked)
    back = assess(app, LOCAL_ORGANIZER, "c_more_0", AssessmentInput(levels={"gripping": 0}), SPRING)
    assert back.after.blocked == view.after.blocked + 1
    assert back.settled == 1


def test_what_opens_and_closes_is_named(app: Application) -> None:
    able = {"standing": 4, "stairs": 4, "level_mobility": 4, "toilet_self_care": 4}
    view = assess(app, LOCAL_ORGANIZER, ZHOU, AssessmentInput.model_validate({"levels": able}), SPRING)
    assert HALL in [one.posting for one in view.opened]
    assert (view.closed, view.before.blocked > view.after.blocked) == ((), True)


def test_looking_again_renews_the_day_and_keeps_the_level(app: Application) -> None:
    view = assess(app, LOCAL_ORGANIZER, "c_more_3", AssessmentInput(again=("reading",), on=date(2027, 3, 1)))
    assert (view.changed, view.again) == ((), ("reading",))
    found = person(app, "c_more_3").profile.assessments[CATALOGUE.position["reading"]]
    assert found is not None
    assert (found.level, found.source, found.on) == (4, AssessmentSource.COUNSELOR, date(2027, 3, 1))


def test_a_service_is_counted_once_and_its_note_kept(app: Application) -> None:
    for _ in range(2):
        assess(app, LOCAL_ORGANIZER, "c_more_3", AssessmentInput(levels={"reading": 3}, service=True))
    with app.database.read(LOCAL_ORGANIZER) as stores:
        kinds = [one.kind for one in stores.services.list(LOCAL_ORGANIZER, "c_more_3")]
    assert kinds == [ServiceKind.ASSESSMENT]


def test_what_cannot_be_is_refused(app: Application) -> None:
    with pytest.raises(BadInput, match="flying"):
        assess(app, LOCAL_ORGANIZER, LIN, AssessmentInput(levels={"flying": 2}))
    with pytest.raises(BadInput, match="lies ahead"):
        assess(app, LOCAL_ORGANIZER, LIN, AssessmentInput(levels={"reading": 2}, on=date(2027, 3, 19)))
    with pytest.raises(NotFound):
        assess(app, LOCAL_ORGANIZER, "c_no", AssessmentInput())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(LEVELS), max_size=6))
def test_what_was_told_is_what_stands_and_nothing_else_moves(app: Application, levels: dict[str, Level | None]) -> None:
    before = person(app, "c_more_1").profile
    assess(app, LOCAL_ORGANIZER, "c_more_1", AssessmentInput(levels=levels))
    after = person(app, "c_more_1").profile
    assert {name: after.level(name) for name in levels} == levels
    assert [name for name in NAMES if name not in levels and before.level(name) != after.level(name)] == []


def test_an_untouched_form_changes_nothing(app: Application, web: TestClient) -> None:
    before = person(app, LIN).profile
    path = f"/people/{LIN}/assessment"
    done = web.post(path, data=form_of(web.get(path).text))
    assert done.status_code == 303
    assert "done=unchanged" in done.headers["location"]
    assert person(app, LIN).profile == before


def test_the_page_says_what_the_change_opened(web: TestClient) -> None:
    path = f"/people/{HE}/assessment?event={SPRING}"
    form = form_of(web.get(path).text) | {"hearing_speech": "4", "speaking": "4", "hearing_phone": "4"}
    done = web.post(f"/people/{HE}/assessment", data=form)
    assert done.status_code == 303
    said = web.get(done.headers["location"], headers={"accept-language": "en"}).text
    assert "Saved: 3 abilities changed." in said
    # The typing job asks for the telephone, the guide for hearing and speech, and of the craft nobody said what it asks.
    assert "Posts that opened: 3. Posts that closed: 0." in said


def test_a_second_editor_is_told_and_overwrites_only_what_they_meant(app: Application, web: TestClient) -> None:
    path = "/people/c_more_2/assessment"
    mine = form_of(web.get(path).text)
    first = AssessmentInput(levels={"reading": 1, "writing": 2})
    assess(app, LOCAL_ORGANIZER, "c_more_2", first)
    told = web.post(path, data=mine | {"reading": "3", "numeracy": "2"})
    assert told.status_code == 409
    fresh = form_of(told.text)
    # What I wrote stands in the form, what I left alone is as the other one wrote it.
    assert (fresh["reading"], fresh["numeracy"], fresh["writing"]) == ("3", "2", "2")
    assert told.text.count("现在存的是：") == 2
    assert web.post(path, data=fresh).status_code == 303
    stored = person(app, "c_more_2").profile
    assert [stored.level(name) for name in ("reading", "numeracy", "writing")] == [3, 2, 2]


def test_a_wrong_day_keeps_everything_typed(web: TestClient) -> None:
    path = f"/people/{LIN}/assessment"
    form = form_of(web.get(path).text) | {"reading": "", "on": "昨天"}
    wrong = web.post(path, data=form)
    assert wrong.status_code == 422
    assert 'href="#on"' in wrong.text
    assert form_of(wrong.text)["reading"] == ""


def test_a_stale_version_is_a_conflict_for_programs(app: Application) -> None:
    version = assessment_view(app, LOCAL_ORGANIZER, LIN).version
    assess(app, LOCAL_ORGANIZER, LIN, AssessmentInput(levels={"writing": 1}, version=version))
    with pytest.raises(Conflict):
        assess(app, LOCAL_ORGANIZER, LIN, AssessmentInput(levels={"writing": 3}, version=version))
