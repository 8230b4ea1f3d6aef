"""Script, markup, formulas and templates in every text that is stored stay text: on pages, in JSON, sheets and papers."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from api.access import roles_of
from api.accounts.cookies import PLAIN
from api.actions.appeals import lodge_appeal
from api.actions.dispatching import report_workshop
from api.actions.person_services import record_service
from api.actions.promises import record_promise
from api.actions.sessions import open_session
from api.actions.tallies import record_tally
from api.app import create_app
from api.schemas.appeals import AppealInput
from api.schemas.ledgers import TallyInput
from api.schemas.person_files import ServiceInput
from api.schemas.workshops import WorkshopInput
from api.wiring import Application
from data.stores import Promise
from matching.ledger import TallyKind
from matching.records import LOCAL_ORGANIZER as ME
from matching.records import Role, ServiceKind
from tests.api.accounts.test_matrix import CITY, address
from tests.api.conftest import CLERK, FROM_OWN_PAGE, HERE, LIN, LOOPBACK, SPRING, a_member, open_copy
from tests.api.test_access import routes_of

HOSTILE = "=1+1<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{7*19171}} {x} %s #panic() $x$ ${7*19171}"
"""Shorter than the shortest field."""
RAN = str(7 * 19171)


@pytest.fixture(scope="module")
def hostile(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    """The town, with that text in every field that takes words."""
    app = open_copy(built_town, tmp_path_factory.mktemp("hostile"))
    with app.database.begin(ME) as stores:
        people = list(stores.candidates.iterate(ME, with_person=True))
        stores.candidates.upsert_many(
            ME,
            [
                (
                    one.model_copy(
                        update={
                            "person": one.person.model_copy(update={"name": HOSTILE, "contact_note": HOSTILE, "guardian": HOSTILE}),
                            "external_id": f"{one.id}{HOSTILE}",
                            "wishes": one.wishes.model_copy(update={"text": HOSTILE, "occupations": (HOSTILE,)}),
                            "resume": one.resume.model_copy(update={"experience": HOSTILE, "certificates": (HOSTILE,)}),
                        }
                    ),
                    None,
                )
                for one in people
                if one.person is not None
            ],
        )
        names = ("e_river", "e_hall")
        found = [employer for name in names if (employer := stores.employers.get(ME, name)) is not None]
        stores.employers.upsert_many(ME, [one.model_copy(update={"name": HOSTILE}) for one in found])
        posts = [one for one in stores.postings.iterate(ME) if not one.id.startswith("p_more")]
        stores.postings.upsert_many(ME, [one.model_copy(update={"title": HOSTILE, "text": HOSTILE}) for one in posts])
        stores.events.upsert_many(ME, [one.model_copy(update={"name": HOSTILE}) for one in stores.events.list(ME)])
        courses = [one for one in stores.courses.list(ME) if one.id == "k_typing"]
        stores.courses.upsert_many(
            ME, [one.model_copy(update={"name": HOSTILE, "provider": HOSTILE, "conditions": HOSTILE}) for one in courses]
        )
    record_service(app, ME, LIN, ServiceInput(kind=ServiceKind.VERIFICATION, on=date(2027, 3, 1), by=HOSTILE, note=HOSTILE))
    lodge_appeal(app, ME, LIN, AppealInput(kind="objection", text=HOSTILE), "hostile")
    record_tally(app, ME, TallyInput(kind=TallyKind.PAIRING, title=HOSTILE, people=(LIN,), note=HOSTILE), "hostile")
    report_workshop(app, ME, WorkshopInput(id="w_1", name=HOSTILE, places=3, work=(HOSTILE,), reported_on=date(2027, 3, 1)))
    record_promise(app, ME, Promise(posting=CLERK, accommodation="ramp", promised_on=date(2027, 3, 1)), "hostile")
    return app


@pytest.fixture(scope="module")
def browsers(hostile: Application) -> Iterator[dict[Role, TestClient]]:
    web = create_app(hostile)
    made = {}
    for role, organisation in ((Role.ORGANIZER, None), (Role.EMPLOYER, "e_river"), (Role.ADMINISTRATOR, None)):
        token = open_session(hostile, a_member(hostile, role, organisation), "test", "password").token
        made[role] = TestClient(web, base_url=HERE, client=LOOPBACK, cookies={PLAIN: token}, headers=FROM_OWN_PAGE)
    return made


def test_on_every_page_it_is_text(hostile: Application, browsers: dict[Role, TestClient]) -> None:
    shown, wrong = 0, []
    pages = [(path, route) for path, method, route in routes_of(hostile) if method == "GET" and not path.startswith("/api/")]
    for path, route in pages:
        for role in [role for role in browsers if role in (roles_of(route) or ())][:1]:
            answer = browsers[role].get(address(path, CITY), follow_redirects=False)
            if answer.status_code != 200 or not answer.headers["content-type"].startswith("text/html"):
                if answer.status_code >= 500:
                    wrong.append(f"{path} as {role}: {answer.status_code}")
                continue
            shown += "&lt;script&gt;alert(1)" in answer.text
            if "<script>alert" in answer.text or "<img src=x" in answer.text or RAN in answer.text:
                wrong.append(f"{path} as {role}")
    assert wrong == []
    assert shown >= 25, "a test of what is never shown shows nothing"


def test_in_json_it_is_a_string(browsers: dict[Role, TestClient]) -> None:
    answer = browsers[Role.ORGANIZER].get(f"/api/v1/people/{LIN}")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["name"] == HOSTILE


@pytest.mark.parametrize("kind", ["shortlist", "left-out", "report"])
def test_in_a_sheet_it_is_no_formula(browsers: dict[Role, TestClient], kind: str) -> None:
    answer = browsers[Role.ORGANIZER].get(f"/api/v1/events/{SPRING}/papers/{kind}?as=csv&posting={CLERK}")
    if answer.status_code == 200 and answer.headers["content-type"].startswith("text/csv"):
        cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "@", "\t"))] == []
    book = browsers[Role.ORGANIZER].get(f"/api/v1/people/{LIN}/record?as=xlsx")
    sheets = load_workbook(io.BytesIO(book.content)).worksheets
    assert [cell.coordinate for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_on_paper_it_is_set_as_it_stands(browsers: dict[Role, TestClient]) -> None:
    answer = browsers[Role.ORGANIZER].get(f"/api/v1/people/{LIN}/sheet?as=pdf")
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert not set("<>\"'/") & set(answer.headers["content-disposition"].partition("''")[2])
