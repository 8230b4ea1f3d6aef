"""Importing a spreadsheet into a fresh home, beside reading the same file and writing the same cells without any check."""

import csv
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from api.actions.importing import ImportReport, import_file
from api.bench.machine import Machine, Timing, check_room, once, peak_megabytes, this_machine, timed_with, timing_of
from api.bench.peers.bare_sqlite import write_bare
from api.bench.rows import Row, spread_of
from api.settings import Settings
from api.wiring import open_application
from data.importers.columns import Column
from data.importers.columns_candidates import ABILITY, CANDIDATE_COLUMNS
from data.importers.columns_postings import POSTING_COLUMNS
from data.synthetic.candidate_cells import candidate_cells
from data.synthetic.city import generate_city
from data.synthetic.export import SheetKind, write_sheet
from data.synthetic.posting_cells import posting_cells
from matching.knowledge.catalogue import Text
from matching.records import LOCAL_ORGANIZER

Kind = Literal["postings", "candidates"]

_POSTING: Final = [
    "external_id",
    "title",
    "employer",
    "employer_code",
    "employer_kind",
    "staff",
    "industry",
    "kind",
    "headcount",
    "pay",
    "place",
    "address",
    "hours",
    "education",
    "experience",
    "skills",
    "welfare",
    "text",
    "contact",
    "published_on",
]
"""The twenty columns that a job board has."""
_PERSON: Final = [
    "external_id",
    "name",
    "phone",
    "birth",
    "sex",
    "credential_kind",
    "certificate_number",
    "home",
    "assessment_source",
    "assessment_date",
    "skills",
    "education",
    "experience_years",
    "occupations",
    "wish_text",
    "pay_min",
]
_TARGETS: Final = {"postings": 10_000, "candidates": 2_000}
_BYTES_A_ROW: Final = 60_000
"""Generously: the city, its cells and the records of an import lie in memory together."""
_TOO_MANY: Final = Text(zh="用 --postings 和 --candidates 减少行数", en="give fewer rows with --postings and --candidates")


class Imported(BaseModel):
    """One file. `report` is of the first import; `again` is the same file once more into the same home, which changes nothing."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    rows: int
    columns: int
    megabytes: float
    import_: Timing
    rows_a_second: float
    again_seconds: float
    read: Timing
    write: Timing
    ratio: float
    imported: int
    faults: int
    database_megabytes: float


class ImportBench(BaseModel):
    """`ratio` of a file: its import beside the sum of reading it and writing its cells (floor), one transaction each."""

    model_config = ConfigDict(frozen=True)

    machine: Machine
    sheet: SheetKind
    files: tuple[Imported, ...]
    peak_megabytes: float
    rows: tuple[Row, ...]


def bench_import(
    postings: int, candidates: int, seed: int, today: date, sheet: SheetKind = "csv", runs: int = 3, folder: Path | None = None
) -> ImportBench:
    """Write the spreadsheets of a synthetic city and import each into a fresh SQLite home, `runs` times each in a
    fresh process, after one that warms up the disk.

    A sheet of 0 rows is left out. Homes are made in `folder` (default: where temporary files go) and removed; opening one is not
    counted. Raises BadInput when the city would not fit into memory.
    """
    rows = postings + candidates
    check_room(rows * _BYTES_A_ROW, Text(zh=f"{rows:,} 行", en=f"{rows:,} rows"), _TOO_MANY)
    with TemporaryDirectory(prefix="tongtu-bench-", dir=folder) as made:
        files = tuple(
            _measure(kind, path, columns, rows, Path(made), runs)
            for kind, path, columns, rows in _sheets(postings, candidates, seed, today, sheet, Path(made))
        )
    return ImportBench(
        machine=this_machine(), sheet=sheet, files=files, peak_megabytes=peak_megabytes(), rows=tuple(map(_row, files))
    )


def _sheets(
    postings: int, candidates: int, seed: int, today: date, sheet: SheetKind, folder: Path
) -> Iterator[tuple[Kind, Path, int, int]]:
    employers = 4
    city = generate_city(seed, max(candidates, 4), employers, today=today)
    while len(city.postings) < postings:
        employers = round(employers * max(1.1, 1.1 * postings / len(city.postings)))
        city = generate_city(seed, max(candidates, 4), employers, today=today)
    if postings:
        cells = list(posting_cells(city.postings[:postings], city.employers, city.intermediaries))
        yield "postings", _written(folder / f"postings.{sheet}", POSTING_COLUMNS, _POSTING, cells), len(_POSTING), postings
    if candidates:
        abilities = [column.field for column in CANDIDATE_COLUMNS if column.field.startswith(ABILITY)]
        people = list(candidate_cells(city.candidates, city.certificates, city.employers))
        levels = np.random.Generator(np.random.PCG64([seed, 5])).integers(1, 5, (len(people), len(abilities))).astype(str)
        # Everybody is assessed on all 45 dimensions: a level that the city leaves open is drawn.
        full = [dict(zip(abilities, drawn, strict=True)) | row for drawn, row in zip(levels.tolist(), people, strict=True)]
        fields = [*_PERSON, *abilities]
        yield "candidates", _written(folder / f"candidates.{sheet}", CANDIDATE_COLUMNS, fields, full), len(fields), candidates


def _written(path: Path, columns: Sequence[Column], fields: Sequence[str], cells: Sequence[dict[str, str]]) -> Path:
    """A sheet of these fields alone."""
    kept = [column for column in columns if column.field in fields]
    write_sheet(path, kept, [{field: row.get(field, "") for field in fields} for row in cells])
    return path


def _measure(kind: Kind, path: Path, columns: int, rows: int, folder: Path, runs: int) -> Imported:
    homes = iter(range(runs + 2))

    def fresh() -> Settings:
        home = folder / f"{kind}-{next(homes)}"
        settings = Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}", upload_limit_mb=10_000)
        open_application(settings).database.close()
        return settings

    settings = fresh()
    report, again, _ = _in_a_fresh_process(settings, kind, path)
    seconds = []
    for _ in range(runs):
        settings = fresh()
        report, took, again = _in_a_fresh_process(settings, kind, path)
        seconds.append(took)
    found = timing_of(seconds)
    cells, read = timed_with(lambda: path, _read, runs)
    _, write = timed_with(lambda: folder / f"floor-{next(_NUMBERS)}.db", lambda file: write_bare(file, cells), runs)
    return Imported(
        kind=kind,
        rows=rows,
        columns=columns,
        megabytes=path.stat().st_size / 1e6,
        import_=found,
        rows_a_second=rows / found.median,
        again_seconds=again,
        read=read,
        write=write,
        ratio=found.median / (read.median + write.median),
        imported=report.imported,
        faults=len(report.faults),
        database_megabytes=(settings.home / "tongtu.db").stat().st_size / 1e6,
    )


_NUMBERS: Final = iter(range(1_000_000))


def _in_a_fresh_process(settings: Settings, kind: Kind, path: Path) -> tuple[ImportReport, float, float]:
    """The report and seconds of a first import, and those of the same file once more.

    A process that has read the file before knows its words already; a person's command does not.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_twice, settings, kind, path).result()


def _twice(settings: Settings, kind: Kind, path: Path) -> tuple[ImportReport, float, float]:
    report, first = once(lambda: _import(settings, kind, path))
    return report, first, once(lambda: _import(settings, kind, path))[1]


def _import(settings: Settings, kind: Kind, path: Path) -> ImportReport:
    app = open_application(settings, migrate=False)
    try:
        return import_file(app, LOCAL_ORGANIZER, kind, path, None)
    finally:
        app.database.close()


def _read(path: Path) -> list[list[Any]]:
    """The rows under the header, by the fastest reader of that kind of file."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))[1:]
    from python_calamine import load_workbook

    return load_workbook(str(path)).get_sheet_by_index(0).to_python()[1:]


def _row(one: Imported) -> Row:
    target = _TARGETS[one.kind]
    return Row(
        work=f"import {one.kind} into SQLite, checks included",
        sizes=f"{one.rows:,} rows x {one.columns} columns",
        figure=f"{one.rows_a_second:,.0f} rows/s ({one.import_.median:.2f} s)",
        floor=f"reading the file {one.read.median:.2f} s + bare inserts {one.write.median:.2f} s",
        ratio=one.ratio,
        spread=spread_of(one.import_),
        target=f">= {target:,} rows/s",
        met=one.rows_a_second >= target,
    )


def import_lines(found: ImportBench) -> Iterator[str]:
    """What a bench found, in lines for a terminal."""
    yield found.machine.line
    for one in found.files:
        yield (
            f"{one.kind}: {one.rows:,} rows x {one.columns} columns, {one.megabytes:.1f} MB of {found.sheet}: "
            f"{one.rows_a_second:,.0f} rows/s ({spread_of(one.import_)}), {one.imported:,} imported, {one.faults} faults, "
            f"database {one.database_megabytes:.1f} MB; the same file again {one.again_seconds:.2f} s"
        )
        floor = f"reading {one.read.median:.3f} s, bare inserts {one.write.median:.3f} s"
        yield f"  floor: {floor}; the import takes {one.ratio:.1f} times that"
    yield f"peak memory {found.peak_megabytes:.0f} MB"
