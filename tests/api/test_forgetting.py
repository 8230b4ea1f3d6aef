"""Whoever is erased is in the memory of no process, whichever process erased them."""

import gc
import time
from pathlib import Path
from types import FunctionType, MethodType, ModuleType
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.actions.erasing import erase
from api.actions.rematching import forget_erased
from api.forgetting import erased_forgotten
from api.jobs.steps import WORKER
from api.schemas.person_records import ErasureInput
from api.wiring import Application, open_application
from matching.records import LOCAL_ORGANIZER
from tests.api.conftest import AUTUMN, HE, HERE, LOOPBACK, open_copy
from tests.api.web import Web

PAGES = (f"/events/{AUTUMN}/unlock", f"/events/{AUTUMN}/calls", "/indicators", f"/people/{HE}")
ORDER = ErasureInput(candidate=HE, named="王办事")


@pytest.fixture
def office(built_town: Path, tmp_path: Path) -> Application:
    app = open_copy(built_town, tmp_path / "office")
    look_around(app)
    return app


def look_around(app: Application) -> None:
    client = TestClient(Web(app), base_url=HERE, client=LOOPBACK)
    assert [client.get(page).status_code for page in PAGES] == [200] * len(PAGES)
    assert remembers(app)


def remembers(app: Application) -> bool:
    """Whether the id of He is anywhere in what the process keeps of people."""
    left: list[Any] = [app.event_pools, app.person_verdicts, app.books, app.listed, app.run_memory, app.load.lists]
    seen = set[int]()
    while left:
        one = left.pop()
        if one == HE:
            return True
        if id(one) not in seen and not isinstance(one, type | ModuleType | FunctionType | MethodType):
            seen.add(id(one))
            left += gc.get_referents(one)
    return False


def test_who_is_erased_here_is_forgotten_at_once(office: Application) -> None:
    erase(office, LOCAL_ORGANIZER, HE, ORDER)
    assert not remembers(office)


def test_who_is_erased_elsewhere_is_forgotten_at_the_next_look(office: Application) -> None:
    forget_erased(office, WORKER)
    look_around(office)
    forget_erased(office, WORKER)
    assert remembers(office)
    erase(open_application(office.settings, office.clock), LOCAL_ORGANIZER, HE, ORDER)
    assert remembers(office)
    forget_erased(office, WORKER)
    assert not remembers(office)


def test_a_server_looks_by_itself(office: Application) -> None:
    with erased_forgotten(office, every=0.01):
        while remembers(office):
            time.sleep(0.01)
