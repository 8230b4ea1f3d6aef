"""Somebody who is called Null, Na, Nan or None keeps the name in every importer that reads names of people."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.importers import read_consents, read_services
from data.importers.candidates import read_candidates
from data.importers.columns_consents import CONSENT_COLUMNS
from data.importers.columns_services import SERVICE_COLUMNS
from data.importers.mapping import Mapping
from data.importers.words import MAY_BE_NAMES
from tests.data.importers.ledger_sheets import identify, people, sheet
from tests.data.importers.test_candidates import CITIZEN, NUMBER, TODAY, read, write_csv, write_xlsx
from tests.data.importers.test_consents import BASE as AGREED
from tests.data.importers.test_consents import EVENTS, employers
from tests.data.importers.test_services import BASE as SERVED
from tests.data.importers.test_services import TODAY as LATER


def spelled(word: str) -> st.SearchStrategy[str]:
    return st.lists(st.booleans(), min_size=len(word), max_size=len(word)).map(
        lambda upper: "".join(one.upper() if up else one for one, up in zip(word, upper, strict=True))
    )


NAMES = st.sampled_from(sorted(MAY_BE_NAMES)).flatmap(spelled)
COLUMNS = {"残疾人证号": "certificate_number", "姓名": "name", "监护人": "guardian"}
FEW = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(name=NAMES, guardian=NAMES)
def test_a_sheet_of_people(tmp_path: Path, name: str, guardian: str) -> None:
    headers, cells = ("残疾人证号", "姓名", "监护人"), (NUMBER, name, guardian)
    plain = write_csv(tmp_path / "a.csv", headers, cells)
    for path, mapping in (
        (plain, None),
        (write_xlsx(tmp_path / "a.xlsx", headers, cells), None),
        (plain, Mapping(name="试", kind="candidates", columns=COLUMNS, empty=(name, guardian))),
    ):
        ((person, _, _),) = read(path, mapping).records
        assert (person.person.name, person.person.guardian) == (name, guardian)


@FEW
@given(name=NAMES)
def test_sheets_about_stored_people(tmp_path: Path, name: str) -> None:
    consents = sheet(tmp_path / "c.csv", CONSENT_COLUMNS, [AGREED | {"guardian": name}])
    ((told, _),) = read_consents(consents, identify, people, EVENTS, employers, None, LATER).records
    assert told.guardian == name
    services = sheet(tmp_path / "s.csv", SERVICE_COLUMNS, [SERVED | {"by": name}])
    ((served, _),) = read_services(services, identify, people, None, LATER).records
    assert served.by == name


@pytest.mark.parametrize("nothing", ["", "无", "-", "/", "暂无", "不详", "未知", "N/A"])
def test_what_is_no_name_stays_none(tmp_path: Path, nothing: str) -> None:
    path = write_csv(tmp_path / "a.csv", ("身份证号", "残疾人证号", "姓名"), (CITIZEN, NUMBER, nothing))
    ((person, _, _),) = read_candidates(path, identify, None, TODAY).records
    assert person.person.name == ""
