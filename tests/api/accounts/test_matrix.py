"""Every route, for every role: let in or refused as declared, and nothing of other people's through any of them.

One world: a fair of the city, a fair and a person of another district, two employers. A route that lets a role in answers anything
but a refusal about the role's own objects. About others' a read answers 404, or as about what is nowhere, and a write does nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.access import is_open, roles_of
from api.accounts.cookies import PLAIN
from api.actions.sessions import open_session
from api.wiring import Application
from data.stores import NewAccount, Organisation, OrganisationKind
from matching.records import LOCAL_ADMINISTRATOR, LOCAL_ORGANIZER, Candidate, Event, Place, Role
from tests.api.conftest import CLERK, FROM_OWN_PAGE, HALL, HE, HERE, LIN, LOOPBACK, SPRING, ZHOU, open_copy
from tests.api.test_access import routes_of
from tests.api.web import Web

NEAR, FAR = "420111", "420102"
FAR_EVENT = "far-event"
READS = ("GET", "HEAD")
WRITE = FROM_OWN_PAGE | {"idempotency-key": "matrix"}


@dataclass(frozen=True)
class Person:
    """Somebody who asks. `own` and `others` are values for the parameters of a path; what is in neither stands for nothing."""

    account: str
    role: Role
    organisation: str
    district: str | None
    own: dict[str, str]
    others: dict[str, str]


CITY = {"event": SPRING, "posting": CLERK, "candidate": LIN, "employer": "e_river"}
PEOPLE = (
    Person("a-wang", Role.ORGANIZER, "city", None, CITY, {}),
    Person("a-chen", Role.ORGANIZER, f"d_{NEAR}", NEAR, CITY, {"event": FAR_EVENT, "candidate": ZHOU}),
    Person("a-li", Role.COUNSELOR, f"d_{NEAR}", NEAR, CITY, {"event": FAR_EVENT, "candidate": ZHOU}),
    Person("a-zhao", Role.COUNSELOR, "o_school", None, CITY, {"candidate": HE}),
    Person("a-river", Role.EMPLOYER, "e_river", None, CITY, {"event": FAR_EVENT, "posting": HALL, "employer": "e_hall"}),
    Person("a-shen", Role.AUDITOR, "city", None, CITY, {}),
    Person("a-guan", Role.ADMINISTRATOR, "city", None, {"account": "a-spare", "organisation": "o_school"}, {}),
)
ONE_OF_EACH_ROLE = ("a-wang", "a-zhao", "a-river", "a-shen", "a-guan")
QUESTIONS = {"/why": f"?candidate={LIN}&posting={CLERK}", "/papers/file": "?kind=report&as=pdf", "/files/{kind}": "?as=pdf"}
"""What a route must be asked besides its path, by the end of it."""
WORDS = {"kind": "shortlist", "section": "dimensions", "year": "2027"}
"""Values of parameters that name nothing that is anybody's."""
NOWHERE = "nowhere"


@pytest.fixture(scope="module")
def world(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    app = open_copy(built_town, tmp_path_factory.mktemp("matrix"))
    viewer = LOCAL_ADMINISTRATOR
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        people = {one.id: one for one in stores.candidates.iterate(LOCAL_ORGANIZER, with_person=True)}
        moved = [(_moved(people[name], district), None) for name, district in ((LIN, NEAR), (ZHOU, FAR), (HE, NEAR))]
        stores.candidates.upsert_many(LOCAL_ORGANIZER, moved)
        stores.events.upsert_many(LOCAL_ORGANIZER, [Event(id=FAR_EVENT, name="江岸专场", district=FAR)])
    with app.database.begin(viewer) as stores:
        stores.organisations.add(viewer, Organisation("city", OrganisationKind.CITY, "武汉市"))
        stores.organisations.add(viewer, Organisation(f"d_{NEAR}", OrganisationKind.DISTRICT, "洪山区", NEAR))
        stores.organisations.add(viewer, Organisation("o_school", OrganisationKind.SCHOOL, "江城示例学校", caseloads=True))
        stores.organisations.add(viewer, Organisation("e_river", OrganisationKind.EMPLOYER, "江城文印社"))
        for one in PEOPLE:
            stores.accounts.add(viewer, NewAccount(one.account, one.account, one.account, one.role, one.organisation, one.district))
        stores.accounts.add(viewer, NewAccount("a-spare", "a-spare", "a-spare", Role.COUNSELOR, "city"))
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.caseloads.assign(LOCAL_ORGANIZER, "a-zhao", [LIN])
    return app


def _moved(person: Candidate, district: str) -> Candidate:
    return person.model_copy(update={"home": Place(city="武汉", district=district)})


@pytest.fixture(scope="module")
def browser(world: Application) -> Iterator[TestClient]:
    """A browser without a session of its own: each request brings somebody's."""
    with TestClient(Web(world), base_url=HERE, client=LOOPBACK, headers=WRITE, follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="module")
def cookies(world: Application) -> dict[str, dict[str, str]]:
    """What the browser of each person sends."""
    tokens = {one.account: open_session(world, one.account, "test", "password").token for one in PEOPLE}
    return {account: {"cookie": f"{PLAIN}={token}"} for account, token in tokens.items()}


def address(path: str, values: dict[str, str]) -> str:
    query = next((query for end, query in QUESTIONS.items() if path.endswith(end)), "")
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: (WORDS | values).get(found[1], "2027"), path) + query


def cells(app: Application) -> Iterator[tuple[str, str, APIRoute, Person]]:
    """Every route but the door's own, for every person."""
    for path, method, route in routes_of(app):
        if not is_open(route):
            for one in PEOPLE:
                yield path, method, route, one


ENDS_SESSIONS = "/account/end-other-sessions"
"""The write that would sign somebody out whom later cells need."""
REFUSED = (401, 403, 500)
NOTHING_DONE = (400, 403, 404, 409, 415, 422)


def test_a_role_comes_in_as_declared_and_no_further(
    world: Application, browser: TestClient, cookies: dict[str, dict[str, str]]
) -> None:
    asked, wrong = 0, []
    for path, method, route, one in cells(world):
        allowed = one.role in (roles_of(route) or ())
        if one.account not in ONE_OF_EACH_ROLE or path == ENDS_SESSIONS:
            continue
        where = address(path, one.own)
        answer = browser.request(method, where, headers=cookies[one.account])
        asked += 1
        if answer.status_code in REFUSED if allowed else answer.status_code != 403:
            wrong.append(f"{method} {where} as {one.account}: {answer.status_code}")
    print(f"{asked} cells of route x role")
    assert "\n".join(wrong) == ""


def test_others_objects_are_not_there(world: Application, browser: TestClient, cookies: dict[str, dict[str, str]]) -> None:
    asked, wrong = 0, []
    for path, method, route, one in cells(world):
        if one.role not in (roles_of(route) or ()):
            continue
        for name in sorted(set(re.findall(r"\{(\w+)", path)) & one.others.keys()):
            others, nobodys = (address(path, one.own | {name: value}) for value in (one.others[name], NOWHERE))
            answer = browser.request(method, others, headers=cookies[one.account])
            asked += 1
            if method not in READS:
                right = answer.status_code in NOTHING_DONE
            elif answer.status_code == 404:
                right = True
            else:
                nothing = browser.request(method, nobodys, headers=cookies[one.account])
                right = (nothing.status_code, nothing.text.replace(NOWHERE, one.others[name])) == (answer.status_code, answer.text)
            if not right:
                wrong.append(f"{method} {others} as {one.account}: {answer.status_code}")
    print(f"{asked} cells of route x person x somebody else's object")
    assert "\n".join(wrong) == ""


def test_nobody_comes_in_without_a_session(world: Application, browser: TestClient, cookies: dict[str, dict[str, str]]) -> None:
    assert cookies
    wrong = []
    for path, method, route in routes_of(world):
        if is_open(route):
            continue
        answer = browser.request(method, address(path, CITY))
        page = not path.startswith("/api/")
        to_the_door = answer.headers.get("location", "").startswith("/sign-in")
        if (answer.status_code, to_the_door) != ((303, True) if page and method in READS else (401, False)):
            wrong.append(f"{method} {path}: {answer.status_code}")
    assert "\n".join(wrong) == ""
