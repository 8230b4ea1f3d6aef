"""An office with accounts and a clock that tests move: Guan administers, Wang organizes, Li counsels, Zhou is an employer's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.accounts.names import plain_password
from api.actions.organisations import found_city
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import LogEntry, NewAccount, Organisation, OrganisationKind
from matching.records import DOOR, LOCAL_ADMINISTRATOR, Role, Viewer
from tests.api.conftest import CHEAP, FROM_OWN_PAGE, HERE, LOOPBACK, NOW, open_copy
from tests.api.web import Web

PASSWORD = "江边的柳树又绿了一年又一年"
AUDITOR = Viewer(account="shen", role=Role.AUDITOR)
STAFF = (
    NewAccount("a_guan", "guan", "小关", Role.ADMINISTRATOR, "city"),
    NewAccount("a_wang", "wangfang", "王芳", Role.ORGANIZER, "city"),
    NewAccount("a_li", "liqiang", "李强", Role.COUNSELOR, "d_420111", "420111"),
    NewAccount("a_zhou", "zhou", "周经理", Role.EMPLOYER, "e_river"),
)


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **length: float) -> None:
        self.now += timedelta(**length)


@dataclass
class Office:
    """One installation with its clock."""

    app: Application
    clock: Clock

    @property
    def web(self) -> Web:
        """The web application over this installation."""
        return Web(self.app)

    def browser(self, base: str = HERE, address: str = LOOPBACK[0]) -> TestClient:
        """A browser that nobody is signed in with."""
        return TestClient(self.web, base_url=base, client=(address, 50_000), headers=FROM_OWN_PAGE, follow_redirects=False)

    def signed_in(self, name: str, password: str = PASSWORD) -> TestClient:
        """A browser of somebody who signed in at the page."""
        browser = self.browser()
        answer = browser.post("/sign-in", data={"name": name, "password": password})
        assert answer.status_code == 303, answer.text
        return browser

    def log(self, *kinds: str) -> list[LogEntry]:
        """The lines of the log of these kinds; the chain holds."""
        with self.app.database.read(AUDITOR) as stores:
            verified = stores.log.verify(AUDITOR)
            assert verified is not None
            assert verified.holds
            return [line for line in stores.log.list(AUDITOR, limit=1_000) if line.kind in kinds]


def open_office(home: Path, to: Path, **settings: object) -> Office:
    clock = Clock()
    app = open_copy(home, to, **settings)
    app.database.close()
    app = open_application(app.settings, clock)
    return Office(app, clock)


@pytest.fixture(scope="session")
def peopled(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the office as it was set up, opened by nobody. Everybody has the same password."""
    home = tmp_path_factory.mktemp("peopled")
    app = open_copy(built_town, home)
    hashed = app.passwords.hash(plain_password(PASSWORD))
    viewer = LOCAL_ADMINISTRATOR
    with app.database.begin(viewer) as stores:
        found_city(stores)
        stores.organisations.add(viewer, Organisation("e_river", OrganisationKind.EMPLOYER, "江城文印社"))
        for one in STAFF:
            stores.accounts.add(viewer, one)
            stores.accounts.set_password(DOOR, one.id, hashed, action=None)
    app.database.close()
    return home


@pytest.fixture
def office(peopled: Path, tmp_path: Path) -> Iterator[Office]:
    made = open_office(peopled, tmp_path / "office")
    yield made
    made.app.database.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Office]:
    """An installation without accounts."""
    clock = Clock()
    home = tmp_path / "fresh"
    url = f"sqlite:///{home / 'tongtu.db'}"
    made = Office(open_application(Settings(home=home, database_url=url, **CHEAP), clock), clock)
    yield made
    made.app.database.close()
