"""Installations on both engines with a planned fair in them, made once, copied for each test, worked on by those who die."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from api.actions.generating import generate_files
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import Consent, Explained, Scope, load_snapshot
from matching.records import LOCAL_ORGANIZER
from tests.api.conftest import SPRING, built_town
from tests.api.fair.conftest import EVE, built_fairs
from tests.api.fair.test_allocating import EVERYBODY
from tests.data.stores.conftest import ENGINES, empty_url, postgres_url
from tests.faults.hands import FORKED, Place

__all__ = ["built_fairs", "built_town", "empty_url", "postgres_url"]

Found = Callable[[], tuple[Place, Application]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The spreadsheets of a city of 60 people."""
    folder = tmp_path_factory.mktemp("city")
    generate_files(folder, 60, 6, 7)
    return folder


@pytest.fixture(scope="session")
def built_places(
    built_fairs: dict[str, Path], empty_url: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], tuple[Path, str]]:
    """The home and the database, by engine, of the town whose fair is planned and whose people agreed to be listed there."""

    @cache
    def build(engine: str) -> tuple[Path, str]:
        home = tmp_path_factory.mktemp(engine)
        shutil.copytree(built_fairs["planned"], home, dirs_exist_ok=True)
        url = f"sqlite:///{home / 'tongtu.db'}"
        agree(url, home)
        if engine == "sqlite":
            return home, url
        target = empty_url(engine)
        load_snapshot(home / "tongtu.db", target)
        return home, target

    return build


def agree(url: str, home: Path) -> None:
    app = open_application(Settings(home=home, database_url=url), lambda: EVE)
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        for candidate in EVERYBODY:
            stores.consents.save(
                LOCAL_ORGANIZER,
                Consent(
                    candidate=candidate,
                    scope=Scope.LISTING,
                    event=SPRING,
                    employers=frozenset({"e_river", "e_hall"}),
                    wording="v1",
                    explained=Explained.SIGNED,
                    given_on=EVE.date(),
                ),
            )
    app.database.close()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def found(
    engine: str, built_places: Callable[[str], tuple[Path, str]], empty_url: Callable[..., str], tmp_path: Path
) -> Iterator[Found]:
    """Makes installations of an engine that are equal to the last byte that matters: one key file, one clock, one town."""
    made: list[Application] = []

    def make() -> tuple[Place, Application]:
        built, template = built_places(engine)
        home = tmp_path / f"home-{len(made)}"
        shutil.copytree(built, home, ignore=shutil.ignore_patterns("tongtu.db*") if engine == "postgresql" else None)
        url = empty_url(engine, template) if engine == "postgresql" else f"sqlite:///{home / 'tongtu.db'}"
        place = Place(home, url, EVE, FORKED.Value("d", 0.0))
        app = place.open()
        made.append(app)
        return place, app

    yield make
    for app in made:
        app.database.close()
