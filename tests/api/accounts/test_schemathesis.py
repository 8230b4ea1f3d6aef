"""The JSON API keeps to its own document, whoever asks: schemathesis tries the bounds of every operation, once per role.

Every role asks about its own objects, about those of its peers, and about none. An answer is one that the document names, of its
media type and schema; what the document does not allow is refused; nothing breaks. Each role tries another part of the cases, so
that the suite stays short: `schemathesis run docs/openapi.json` against a running service tries them all.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final
from zlib import crc32

import pytest
import schemathesis
from schemathesis import Case, GenerationMode
from schemathesis.config import GenerationConfig
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.testclient import TestClient

from api.accounts.cookies import PLAIN
from api.actions.sessions import open_session
from api.app import create_app
from api.routes.document import openapi_document
from api.wiring import Application
from tests.api.accounts.test_matrix import PEOPLE, Person, world
from tests.api.conftest import HERE, LOOPBACK

__all__ = ["world"]

LOOKED_AT: Final = 10
"""Cases of one operation among which a role takes its own."""
SHARED: Final = 3
"""Roles that share the operations among them, one case of each mode; who is not signed in tries them all."""
CHECKS: Final = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    missing_required_header,
    unsupported_method,
]
BY_ACCOUNT: Final = {one.account: one for one in PEOPLE}
"""Each of these has a peer, whose objects are in the same database: another district, another school's person, another employer."""
ROLES: Final = ("nobody", "a-wang", "a-chen", "a-zhao", "a-river", "a-shen", "a-guan")
NOBODY: Final = (401, 404, 405)
"""What somebody who is not signed in is told, whatever they send."""


@pytest.fixture(scope="module")
def cases() -> list[list[Case]]:
    """The first cases at the bounds of every operation, those that the document allows and those that it does not."""
    document = schemathesis.openapi.from_dict(openapi_document())
    generation = GenerationConfig()
    return [
        list(islice(document.iter_coverage_cases(found.ok(), generation_modes=[mode], generation_config=generation), LOOKED_AT))
        for found in document.get_all_operations()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    ]


@pytest.fixture(scope="module")
def browser(world: Application) -> Iterator[TestClient]:
    with TestClient(create_app(world), base_url=HERE, client=LOOPBACK, follow_redirects=False) as made:
        yield made


def taken_by(role: str, cases: list[list[Case]]) -> Iterator[Case]:
    """The cases that a role tries."""

    def turn(case: Case) -> int:
        return crc32(f"{role} {case.path_parameters} {case.query} {case.body!r}".encode())

    first = ROLES.index(role)
    for number, some in enumerate(cases):
        if some and (first == 0 or (number // 2 + first) % SHARED == 0):
            yield min(some, key=turn)


def about(case: Case, person: Person | None) -> Iterator[None]:
    """The case as it is, and turned on objects that there are: the person's own, then others'."""
    yield
    names = dict(case.path_parameters or {})
    for values in () if person is None else (person.own, person.others):
        known = {name: value for name, value in values.items() if name in names}
        if known:
            case.path_parameters = names | known
            yield
    case.path_parameters = names


def ask(browser: TestClient, case: Case, headers: dict[str, str]) -> Any:
    """Sends a case as somebody; who that is, no case says."""
    asked = case.as_transport_kwargs(base_url=HERE)
    own = ("cookie", "authorization")
    sent = {name: value for name, value in (asked.get("headers") or {}).items() if name.lower() not in own}
    known = {name: asked[name] for name in ("method", "url", "params", "json", "content", "files") if name in asked}
    if isinstance(asked.get("data"), bytes):
        known["content"] = asked["data"]
    elif "data" in asked:
        known["data"] = asked["data"]
    return browser.request(**known, headers=sent | headers)


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_one_of_the_document(world: Application, cases: list[list[Case]], browser: TestClient, role: str) -> None:
    person = BY_ACCOUNT.get(role)
    headers = {} if person is None else {"cookie": f"{PLAIN}={open_session(world, role, 'test', 'password').token}"}
    statuses: Counter[int] = Counter()
    wrong = []
    for case in taken_by(role, cases):
        label = case.operation.label
        for _ in about(case, person):
            answer = ask(browser, case, headers)
            statuses[answer.status_code] += 1
            if answer.status_code >= 500 or (person is None and answer.status_code not in NOBODY):
                wrong.append(f"{label}: {answer.status_code}")
            try:
                case.validate_response(answer, checks=CHECKS)
            except (Failure, FailureGroup) as fault:
                wrong += [f"{label}: {one.title}: {one.message}" for one in getattr(fault, "exceptions", [fault])]
    print(f"{role}: {sum(statuses.values())} cases, {dict(statuses)}")
    assert "\n".join(wrong) == ""


def test_each_role_is_asked() -> None:
    assert {one.role for one in PEOPLE} == {BY_ACCOUNT[name].role for name in ROLES if name in BY_ACCOUNT}
