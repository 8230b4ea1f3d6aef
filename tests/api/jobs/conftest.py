"""Offices whose work is done by workers, on both engines, all over one small synthetic city and with one key file."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from api.actions.events import add_event
from api.actions.generating import generate_files
from api.actions.importing import import_file
from api.actions.jobs import enqueue_job
from api.jobs.files import NamedFile
from api.schemas.jobs import JobView
from api.settings import Settings
from api.wiring import Application, open_application
from data.keys import Keyring
from matching.records import LOCAL_ORGANIZER
from tests.data.stores.conftest import ENGINES, empty_url, postgres_url

__all__ = ["empty_url", "postgres_url"]

NOW = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
FAIR = "spring-2027"
Office = Callable[..., Application]


class Clock:
    """Stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The spreadsheets of a city of 60 people."""
    folder = tmp_path_factory.mktemp("city")
    generate_files(folder, 60, 6, 7)
    return folder


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    Keyring.create_or_load(folder)
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def built_office(
    keys: Path, city: Path, empty_url: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, bool], str]:
    """The database of an office of an engine, empty or with the city in it, made once and then opened by nobody."""

    @cache
    def build(engine: str, filled: bool) -> str:
        home = tmp_path_factory.mktemp("built")
        shutil.copytree(keys, home / "keys")
        url = empty_url(engine, build(engine, False) if filled else None)
        app = open_application(Settings(home=home, database_url=url), Clock())
        if filled:
            fill(app, city)
        app.database.close()
        return url

    return build


@pytest.fixture(params=ENGINES)
def office(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    keys: Path,
    clock: Clock,
    empty_url: Callable[..., str],
    built_office: Callable[[str, bool], str],
) -> Iterator[Office]:
    """Opens offices of an engine that give a record the same id: `office()` is empty, `office(filled=True)` has the city."""
    made: list[Application] = []

    def make(filled: bool = False) -> Application:
        home = tmp_path / f"home-{len(made)}"
        shutil.copytree(keys, home / "keys")
        url = empty_url(request.param, built_office(request.param, filled))
        made.append(open_application(Settings(home=home, database_url=url), clock, leases=clock))
        return made[-1]

    yield make
    for app in made:
        app.database.close()


def fill(app: Application, city: Path) -> None:
    """Everything of the city, imported at once, and a fair."""
    for kind in ("candidates", "postings"):
        import_file(app, LOCAL_ORGANIZER, kind, city / f"{kind}.csv", None)
    add_event(app, LOCAL_ORGANIZER, FAIR, "春季专场", "专场招聘会", "2027-03-20")


def ask_import(app: Application, rows_of: str, file: Path, key: str | None = None) -> JobView:
    payload = {"rows_of": rows_of, "file": NamedFile.of(file).model_dump(mode="json")}
    return enqueue_job(app, LOCAL_ORGANIZER, "import", payload, key)


def ask_match(app: Application, key: str | None = None) -> JobView:
    return enqueue_job(app, LOCAL_ORGANIZER, "match", {"event": FAIR}, key)
