"""The rules beyond ability as an organizer meets them: on the day of the event, with postings to repair, and in `why`."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.events import add_event
from api.actions.lists import count_to_repair, shortlist_view, to_repair
from api.actions.matching import match_event
from api.actions.why import why
from api.settings import Settings
from api.wiring import Application, open_application
from matching.records import LOCAL_ORGANIZER as ORGANIZER
from matching.records import Employer, Licence, Pay, PayUnit, Person
from tests.api.conftest import HERE, LOOPBACK
from tests.api.web import Web
from tests.matching.personas import CHEN, DATA_ENTRY

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
FAIR = date(2027, 3, 20)
YOUNG = CHEN.model_copy(update={"id": "c_young", "person": Person(name="小林", birth=date(2011, 1, 15), sex="female")})
DRIVER = CHEN.model_copy(
    update={
        "id": "c_driver",
        "resume": CHEN.resume.model_copy(update={"licences": (Licence(name="car", valid_until=date(2027, 1, 31)),)}),
    }
)
LOW = DATA_ENTRY.model_copy(
    update={"id": "p_low", "contract": "labour", "pay": Pay(minimum=1_500, maximum=1_800, unit=PayUnit.MONTH)}
)
DRIVING = DATA_ENTRY.model_copy(update={"id": "p_drive", "title": "送货司机", "licences": ("car",)})
DAY_JOB = DATA_ENTRY.model_copy(update={"id": "p_day"})


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Application:
    home: Path = tmp_path_factory.mktemp("rules")
    made = open_application(Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}"), lambda: NOW)
    with made.database.begin(ORGANIZER) as stores:
        stores.candidates.upsert_many(ORGANIZER, [(one, None) for one in (YOUNG, DRIVER)])
        stores.employers.upsert_many(ORGANIZER, [Employer(id="e_demo", name="江城示范")])
        stores.postings.upsert_many(ORGANIZER, [LOW, DRIVING, DAY_JOB])
    for event, on in (("now", None), ("fair", FAIR.isoformat()), ("past", "2026-01-05")):
        add_event(made, ORGANIZER, event, event, "专场招聘会", on)
        match_event(made, ORGANIZER, event)
    return made


def fitting(app: Application, event: str, posting: str) -> list[str]:
    return sorted(entry.candidate for entry in shortlist_view(app, ORGANIZER, event, posting).fit)


def test_the_law_is_that_of_the_day_of_the_event(app: Application) -> None:
    """Fifteen today, sixteen at the fair; the driving licence runs out in between."""
    assert fitting(app, "now", "p_day") == ["c_driver"]
    assert fitting(app, "past", "p_day") == ["c_driver"]
    assert fitting(app, "now", "p_drive") == ["c_driver"]
    assert fitting(app, "fair", "p_drive") == []
    assert why(app, ORGANIZER, "fair", "c_driver", "p_drive").answer == "rule"
    (rule,) = (row for row in why(app, ORGANIZER, "fair", "c_driver", "p_drive").rules if row.standing == "blocked")
    assert (rule.rule, rule.until is not None) == ("licence", True)
    assert why(app, ORGANIZER, "now", "c_young", "p_day").answer == "rule"
    assert why(app, ORGANIZER, "fair", "c_young", "p_day").verdict != "blocked"


def test_a_posting_below_the_wage_floor_is_shown_to_be_repaired(app: Application) -> None:
    page = to_repair(app, ORGANIZER, "fair", None, 50)
    assert [(row.id, row.employer) for row in page.items] == [("p_low", "江城示范")]
    assert "2,210" in page.items[0].reasons[0].zh
    assert count_to_repair(app, ORGANIZER, "fair") == 1
    answer = why(app, ORGANIZER, "fair", "c_driver", "p_low")
    assert answer.answer == "rejected"
    assert "2,210" in answer.answer_text.en
    assert to_repair(app, ORGANIZER, "fair", "p_low", 50).items == ()


@pytest.mark.parametrize(("language", "words"), [("zh", "要先改正的岗位"), ("en", "Postings to repair")])
def test_the_page_names_what_to_repair(app: Application, language: str, words: str) -> None:
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK, headers={"accept-language": language}) as client:
        text = client.get("/events/fair/to-repair").text
        assert words in text
        assert "2,210" in text
        assert 'href="/events/fair/to-repair"' in client.get("/events/fair").text
        (item,) = client.get("/api/v1/events/fair/to-repair").json()["items"]
        assert item["id"] == "p_low"
        shown = client.get("/events/fair/why?candidate=c_driver&posting=p_drive").text
        assert {"zh": "由谁来办：", "en": "Who does it:"}[language] in shown
