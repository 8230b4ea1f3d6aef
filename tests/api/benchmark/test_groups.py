"""The groups of a synthetic city are those that an office's store counts after it has taken the same city in."""

from datetime import UTC, datetime, time
from pathlib import Path

import numpy as np
import pytest

from api.actions.importing import import_file
from api.benchmark.groups import city_groups, group_rows
from api.settings import Settings
from api.wiring import Application, open_application
from data.importers import read_candidates
from data.synthetic import City, generate_city, write_city
from matching.audit import ATTRIBUTES, Groups
from matching.records import LOCAL_ORGANIZER
from tests.api.benchmark.conftest import TODAY


@pytest.fixture(scope="module")
def city() -> City:
    return generate_city(seed=31, candidates=300, employers=4, today=TODAY)


@pytest.fixture(scope="module")
def counted(city: City, tmp_path_factory: pytest.TempPathFactory) -> Groups:
    """What the store says of everybody, in the order of the city."""
    home = tmp_path_factory.mktemp("home")
    files = write_city(city, home)
    app = open_application(
        Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}"), lambda: datetime.combine(TODAY, time(12), UTC)
    )
    assert import_file(app, LOCAL_ORGANIZER, "candidates", files["candidates"], None).rejected == 0
    ids = _ids(app, files["candidates"])
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        return stores.aggregates.groups(LOCAL_ORGANIZER, ids, TODAY, "test")


def _ids(app: Application, sheet: Path) -> list[str]:
    return [record[0].id for record in read_candidates(sheet, app.identify, None, TODAY).records]


def test_city_and_store_count_the_same_people_in_the_same_groups(city: City, counted: Groups) -> None:
    own = city_groups(city)
    assert own.names == counted.names
    assert {name: own.codes[name].tolist() for name in ATTRIBUTES} == {name: counted.codes[name].tolist() for name in ATTRIBUTES}
    assert all((np.bincount(own.codes[name] + 1)[1:] > 0).sum() > 1 for name in ATTRIBUTES)


def test_rows_of_pairs_say_whose_group_is_whose(city: City) -> None:
    own = city_groups(city)
    person = np.array([3, 0, 3, 7], np.int64)
    rows = group_rows(own, person)
    assert list(rows) == list(ATTRIBUTES)
    for attribute, members in rows.items():
        assert list(members) == [text.en for text in own.names[attribute]]
        codes = own.codes[attribute][person]
        told = np.stack(list(members.values()))
        assert told.sum(axis=0).tolist() == (codes >= 0).astype(int).tolist()
        for pair, code in enumerate(codes.tolist()):
            assert code < 0 or told[code, pair]
