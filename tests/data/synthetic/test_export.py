"""What a city writes, the importers read back as the same records; what a sheet cannot hold is left out on purpose."""

import csv
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.importers.candidates import read_candidates
from data.importers.columns_candidates import CANDIDATE_COLUMNS
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.postings import read_postings
from data.synthetic import City, generate_city, write_city
from data.synthetic.candidate_cells import candidate_cells
from data.synthetic.posting_cells import posting_cells
from matching.records import Candidate, Hours, Posting, Provenance


def identify(key: str) -> str:
    """An id that a test can foresee."""
    return key.replace(":", "_")


@pytest.fixture(scope="module")
def files(city: City, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_city(city, tmp_path_factory.mktemp("city"))


def test_csv_files_begin_with_a_byte_order_mark_and_the_headers_of_the_templates(files: dict[str, Path]) -> None:
    for name, columns in (("candidates", CANDIDATE_COLUMNS), ("postings", POSTING_COLUMNS)):
        assert files[name].name == f"{name}.csv"
        assert files[name].read_bytes().startswith(b"\xef\xbb\xbf")
        with files[name].open(encoding="utf-8-sig", newline="") as file:
            assert next(csv.reader(file)) == [column.header for column in columns]


def test_every_row_of_the_city_is_a_row_of_the_file(city: City, files: dict[str, Path]) -> None:
    for name, rows in (("candidates", city.candidates), ("postings", city.postings)):
        with files[name].open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.reader(file))) == 1 + len(rows)


def test_writing_twice_gives_the_same_bytes(city: City, files: dict[str, Path], tmp_path: Path) -> None:
    again = write_city(city, tmp_path)
    assert {name: path.read_bytes() for name, path in again.items()} == {name: path.read_bytes() for name, path in files.items()}


def test_no_cell_begins_like_a_formula(city: City) -> None:
    cells = [
        *candidate_cells(city.candidates, city.certificates, city.employers),
        *posting_cells(city.postings, city.employers, city.intermediaries),
    ]
    assert [field for row in cells for field, cell in row.items() if cell[0] in "=+-@\t\r" and not cell.lstrip("-").isdigit()] == []


def test_choices_are_the_words_of_the_columns(city: City) -> None:
    sheets = (
        (CANDIDATE_COLUMNS, candidate_cells(city.candidates, city.certificates, city.employers)),
        (POSTING_COLUMNS, posting_cells(city.postings, city.employers, city.intermediaries)),
    )
    for columns, rows in sheets:
        words = {column.field: set(column.choices) for column in columns if column.choices}
        wrong = {(field, cell) for row in rows for field, cell in row.items() if field in words and cell not in words[field]}
        assert wrong == set()


def comparable(person: Candidate) -> dict[str, Any]:
    """A candidate less what an import gives anew: ids, and the words of the home, which it keeps coarse."""
    plain = person.model_dump(exclude={"id": True, "household": {"id"}, "home": {"text"}, "refusals": {"employers"}})
    return plain | {"aids": sorted(plain["aids"], key=lambda aid: str(aid["name"]))}


def test_candidates_come_back_as_they_were(city: City, files: dict[str, Path], today: date) -> None:
    batch = read_candidates(files["candidates"], identify, None, today)
    assert (batch.rows, batch.duplicates, batch.faults, batch.unparsed) == (len(city.candidates), 0, (), ())
    read = {person.external_id: person for person, _, _ in batch.records}
    written = {person.external_id: person for person in city.candidates}
    assert {key: comparable(person) for key, person in read.items()} == {key: comparable(p) for key, p in written.items()}


def test_certificate_details_come_back_apart(city: City, files: dict[str, Path], today: date) -> None:
    batch = read_candidates(files["candidates"], identify, None, today)
    key_of = {person.id: person.external_id for person in city.candidates}
    written = {key_of[row.candidate]: (row.number, row.category, row.grade) for row in city.certificates}
    read = {person.external_id: (d.number, d.category, d.grade) for person, d, _ in batch.records if d is not None}
    assert read == written


def test_members_of_one_household_stay_one(city: City, files: dict[str, Path], today: date) -> None:
    batch = read_candidates(files["candidates"], identify, None, today)
    houses: dict[str | None, set[str | None]] = {}
    read = {person.external_id: person.household.id for person, _, _ in batch.records}
    for person in city.candidates:
        houses.setdefault(person.household.id, set()).add(read[person.external_id])
    assert {len(ids) for ids in houses.values()} == {1}
    assert len(houses) < len(city.candidates)


HANDED_IN = (Provenance.STATED, Provenance.CONFIRMED, Provenance.UNKNOWN)


def told(posting: Posting) -> dict[str, Any]:
    """A posting less its ids, what a sheet does not hold, and what an import may read from the text beside the columns."""
    plain = posting.model_dump(
        exclude={"id": True, "employer": True, "hours": True, "licences": True, "place": {"text"}, "source": {"intermediary"}}
    )
    return plain | {"demands": [demand for demand in plain["demands"] if demand["provenance"] in HANDED_IN]}


def test_postings_come_back_as_they_were_told(city: City, files: dict[str, Path], today: date) -> None:
    batch = read_postings(files["postings"], identify, None, today)
    assert (batch.rows, batch.duplicates, batch.faults, batch.unparsed) == (len(city.postings), 0, (), ())
    read = {posting.source.external_id: posting for posting, _, _, _ in batch.records}
    written = {posting.source.external_id: posting for posting in city.postings}
    assert {key: told(posting) for key, posting in read.items()} == {key: told(posting) for key, posting in written.items()}
    for key, posting in written.items():
        assert set(posting.licences) <= set(read[key].licences)
        if posting.hours != Hours():
            assert read[key].hours == posting.hours


def test_employers_and_intermediaries_come_back(city: City, files: dict[str, Path], today: date) -> None:
    batch = read_postings(files["postings"], identify, None, today)
    firms, others = ({row.id: row for row in rows} for rows in (city.employers, city.intermediaries))
    written = {posting.source.external_id: posting for posting in city.postings}
    for posting, employer, other, _ in batch.records:
        mine = written[posting.source.external_id]
        facts = ("name", "code", "kind", "staff", "establishment", "industry")
        assert [getattr(employer, name) for name in facts] == [getattr(firms[mine.employer], name) for name in facts]
        passed_on = mine.source.intermediary
        expected = None if passed_on is None else (others[passed_on].name, others[passed_on].code)
        assert (None if other is None else (other.name, other.code)) == expected
    assert {employer.id for _, employer, _, _ in batch.records} == {
        identify(f"name:{firm.name}" if firm.code is None else f"code:{firm.code}").join(("e_", "")) for firm in city.employers
    }


def test_a_demand_nobody_handed_in_is_not_written(city: City) -> None:
    rows = list(posting_cells(city.postings, city.employers, city.intermediaries))
    for posting, cells in zip(city.postings, rows, strict=True):
        handed_in = {f"demand:{demand.dimension}" for demand in posting.demands if demand.provenance in HANDED_IN}
        assert {field for field in cells if field.startswith("demand:")} == handed_in
    assert any(demand.provenance not in HANDED_IN for posting in city.postings for demand in posting.demands)


def test_a_workbook_holds_text_alone_and_reads_like_the_csv(tmp_path: Path, today: date) -> None:
    from openpyxl import load_workbook

    small = generate_city(seed=2, candidates=25, employers=4, today=today)
    files = write_city(small, tmp_path, kind="xlsx")
    sheet = load_workbook(files["candidates"], read_only=False).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    batch = read_candidates(files["candidates"], identify, None, today)
    assert [comparable(person) for person, _, _ in batch.records] == [comparable(person) for person in small.candidates]
    assert batch.faults == ()


_MAKE = """
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from data.synthetic import generate_city, write_city
with TemporaryDirectory() as folder:
    files = write_city(generate_city(seed=4, candidates=80, employers=60, today=date(2026, 11, 2)), Path(folder))
    print(*(sha256(path.read_bytes()).hexdigest() for path in files.values()))
"""


def test_another_process_with_another_hash_seed_writes_the_same_bytes(root: Path) -> None:
    made = {
        subprocess.run(
            [sys.executable, "-c", _MAKE],
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
