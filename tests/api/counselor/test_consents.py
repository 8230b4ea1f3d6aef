"""Consents: in the wording in force, with how it was explained; guardians where the law asks; the latest word counts."""

from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.consents import asked_view, consents_view, give_consent, refuse_employer, withdraw_consent
from api.actions.errors import ActionError, BadInput, NotFound
from api.schemas.consents import ConsentInput
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER
from matching.wordings import wording_on
from tests.api.conftest import FROM_OWN_PAGE, HE, HERE, LIN, LOOPBACK, SONG, SPRING, ZHOU, open_copy
from tests.api.web import Web

DAY = date(2027, 3, 10)
LISTED = ConsentInput(scope="listing", event=SPRING, employers=("e_river", "e_hall"), explained="signed", given_on=DAY)
NAMED = ConsentInput(scope="identity", employers=("e_river",), explained="read", given_on=DAY, stated=("screen_reader",))


@pytest.fixture(scope="module")
def app(worked_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    return open_copy(worked_town, tmp_path_factory.mktemp("consents"))


def in_force(app: Application, candidate: str) -> list[tuple[str, tuple[str, ...]]]:
    items = consents_view(app, LOCAL_ORGANIZER, candidate).items
    return [(one.scope, tuple(employer.id for employer in one.employers)) for one in items if one.holds]


def test_what_is_asked_is_the_wording_in_force_over_the_employers_of_the_event(app: Application) -> None:
    asked = asked_view(app, LOCAL_ORGANIZER, HE, "listing", SPRING)
    assert (asked.version, [one.id for one in asked.employers]) == (wording_on("listing", DAY).version, ["e_river", "e_hall"])
    assert asked.full[0].zh.startswith("我同意在“春季专场”上")
    with pytest.raises(BadInput, match="names its event"):
        asked_view(app, LOCAL_ORGANIZER, HE, "listing")


def test_a_consent_is_recorded_once_with_its_wording(app: Application) -> None:
    view = give_consent(app, LOCAL_ORGANIZER, HE, LISTED)
    again = give_consent(app, LOCAL_ORGANIZER, HE, LISTED)
    assert again.items == view.items
    (one,) = view.items
    assert (one.wording, one.explained, one.event_name, one.holds) == ("listing-2026-1", "signed", "春季专场", True)


def test_the_latest_word_on_an_event_counts(app: Application) -> None:
    give_consent(app, LOCAL_ORGANIZER, ZHOU, LISTED)
    give_consent(app, LOCAL_ORGANIZER, ZHOU, LISTED.model_copy(update={"employers": ("e_hall",)}))
    give_consent(app, LOCAL_ORGANIZER, ZHOU, NAMED)
    assert in_force(app, ZHOU) == [("identity", ("e_river",)), ("listing", ("e_hall",))]
    stated = consents_view(app, LOCAL_ORGANIZER, ZHOU).items[0].stated
    assert [one.en for one in stated] == ["screen reader"]


def test_a_consent_is_taken_back_at_once_and_only_by_its_person(app: Application) -> None:
    number = consents_view(app, LOCAL_ORGANIZER, LIN).items[0].id
    with pytest.raises(NotFound):
        withdraw_consent(app, LOCAL_ORGANIZER, SONG, number)
    view = withdraw_consent(app, LOCAL_ORGANIZER, LIN, number)
    assert withdraw_consent(app, LOCAL_ORGANIZER, LIN, number) == view
    assert in_force(app, LIN) == []


def test_a_refused_employer_is_asked_for_no_more(app: Application) -> None:
    assert [one.id for one in refuse_employer(app, LOCAL_ORGANIZER, SONG, "e_hall", True).refused] == ["e_hall"]
    assert [one.id for one in asked_view(app, LOCAL_ORGANIZER, SONG, "listing", SPRING).employers] == ["e_river"]
    assert refuse_employer(app, LOCAL_ORGANIZER, SONG, "e_hall", False).refused == ()
    with pytest.raises(NotFound, match="e_no"):
        refuse_employer(app, LOCAL_ORGANIZER, SONG, "e_no", True)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"given_on": date(2027, 3, 19)}, "lies ahead"),
        ({"ends_on": date(2027, 3, 9)}, "cannot end on 2027-03-09"),
        ({"employers": ()}, "No employer is named"),
        ({"event": None}, "names its event"),
        ({"employers": ("e_nowhere",)}, "e_nowhere"),
        ({"stated": ("screen_reader",)}, "Nothing is stated with a listing"),
        ({"wording": "listing-1999-1"}, "no wording listing-1999-1"),
        ({"wording": "identity-2026-1"}, "no wording identity-2026-1"),
        ({"event": "nowhere"}, "no such event"),
        ({"scope": "identity", "event": None}, "is for one employer"),
        ({"scope": "identity", "event": None, "employers": ("e_no",)}, "e_no"),
        ({"scope": "identity", "event": None, "employers": ("e_hall",), "stated": ("wings",)}, "wings"),
    ],
)
def test_what_cannot_be_is_refused_with_the_cure(app: Application, change: dict[str, object], problem: str) -> None:
    with pytest.raises(ActionError, match=problem):
        give_consent(app, LOCAL_ORGANIZER, SONG, LISTED.model_copy(update=change))
    assert in_force(app, SONG) == []


@pytest.mark.parametrize(
    ("changed", "needed"),
    [({"birth": date(2009, 3, 19)}, True), ({"birth": date(2009, 3, 18)}, False), ({"guardian": "周母"}, True)],
)
def test_a_guardian_agrees_for_minors_and_where_one_is_on_record(
    app: Application, changed: dict[str, object], needed: bool
) -> None:
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        person = stores.candidates.get(LOCAL_ORGANIZER, "c_more_1")
        assert person is not None
        young = person.model_copy(update={"person": person.person.model_copy(update={"guardian": None} | changed)})
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(young, None)])
    assert consents_view(app, LOCAL_ORGANIZER, "c_more_1").guardian_needed is needed
    if needed:
        with pytest.raises(BadInput, match="which guardian agrees"):
            give_consent(app, LOCAL_ORGANIZER, "c_more_1", LISTED)
    told = LISTED.model_copy(update={"guardian": "周母"})
    assert [one.guardian for one in give_consent(app, LOCAL_ORGANIZER, "c_more_1", told).items if one.holds] == ["周母"]


def test_by_form_from_asking_to_taking_back(app: Application) -> None:
    web = TestClient(Web(app), base_url=HERE, client=LOOPBACK, headers=FROM_OWN_PAGE, follow_redirects=False)
    path = "/people/c_more_2/consents"
    page = web.get(f"{path}/new?scope=listing&event={SPRING}").text
    assert page.count('name="employer.e_') == 2
    assert " checked" not in page, "a consent is never ticked for the person"
    form = {"scope": "listing", "event": SPRING, "wording": "listing-2026-1", "given_on": "", "ends_on": "", "guardian": ""}
    wrong = web.post(path, data=form)
    assert wrong.status_code == 422
    assert [f'href="#{name}"' in wrong.text for name in ("employers", "explained", "given_on")] == [True] * 3
    told = form | {"employer.e_river": "1", "explained": "read_aloud", "given_on": "2027-03-17"}
    done = web.post(path, data=told)
    assert (done.status_code, done.headers["location"]) == (303, f"{path}?done=given")
    every = {"every": "1", "shown": "e_river,e_hall", "explained": "read_aloud", "given_on": "2027-03-17"}
    assert web.post(path, data=form | every).status_code == 303
    assert in_force(app, "c_more_2") == [("listing", ("e_hall", "e_river"))]
    assert web.post(path, data=told).status_code == 303
    assert in_force(app, "c_more_2") == [("listing", ("e_river",))]
    number = next(one.id for one in consents_view(app, LOCAL_ORGANIZER, "c_more_2").items if one.holds)
    assert web.post(f"{path}/{number}/withdraw").headers["location"] == f"{path}?done=withdrawn"
    assert in_force(app, "c_more_2") == []
    refused = web.post("/people/c_more_2/refusals", data={"employer": "e_no", "refused": "1"})
    assert refused.status_code == 422
    assert 'value="e_no"' in refused.text
    assert web.post("/people/c_more_2/refusals", data={"employer": "e_hall", "refused": "1"}).status_code == 303
