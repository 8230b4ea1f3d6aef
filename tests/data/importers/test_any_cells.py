"""Whatever stands in the cells: a row is a record or has a reason, nothing fails, and no document number is ever shown."""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.importers import (
    CandidateBatch,
    CourseBatch,
    Fault,
    PostingBatch,
    TrainingBatch,
    read_candidates,
    read_courses,
    read_postings,
    read_trainings,
)
from data.importers.certificate import check_character
from data.importers.columns import Column
from data.importers.columns_candidates import CANDIDATE_COLUMNS
from data.importers.columns_courses import COURSE_COLUMNS
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.columns_trainings import TRAINING_COLUMNS
from matching.records import Course

TODAY = date(2026, 11, 23)
FIRST = "42019919900305100"
NUMBER = FIRST + check_character(FIRST) + "42"
PHONE = "13900000000"


def identify(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


WORDS = (
    "是 否 不知道 无 武汉 青山区 6-8千·13薪 1990年3月5日 2026-02-30 4,500-6,000 大字、高对比 （（ #REF! =1+1 0 7 -1 1e300 、、； 𠮷"
)
ODD: tuple[Any, ...] = (
    *WORDS.split(), "", " ", "\x00", "\u200b", "9" * 40, "A" * 300, NUMBER, f"{NUMBER}B1", f"电话{PHONE}",
    0, 3, 7, -2, 3.5, 1e22, 14202199003051234567, True, False, None, ["打字", "表格"], {"a": 1},
)  # fmt: skip


def cells(columns: Sequence[Column]) -> st.SearchStrategy[list[dict[str, Any]]]:
    figures = st.one_of(st.integers(-10, 10**20), st.floats(allow_nan=False, allow_infinity=False))
    cell = st.one_of(st.sampled_from(ODD), st.text(max_size=12), figures)
    headers = [column.header for column in columns]
    chosen = st.dictionaries(st.sampled_from(headers), cell, max_size=12)
    proper = st.fixed_dictionaries(
        {}, optional={column.header: st.sampled_from((column.example, *column.choices)) for column in columns}
    )
    return st.lists(st.tuples(proper, chosen).map(lambda pair: pair[0] | pair[1]), min_size=1, max_size=4)


def write(folder: Path, rows: list[dict[str, Any]], columns: Sequence[Column]) -> Path:
    path = folder / "a.jsonl"
    whole = {column.header: None for column in columns}
    path.write_text("\n".join(json.dumps(whole | row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def check(batch: CandidateBatch | PostingBatch | CourseBatch | TrainingBatch, rows: list[dict[str, Any]]) -> None:
    told: tuple[Fault, ...] = (*batch.faults, *batch.unparsed)
    rejected = {fault.row for fault in batch.faults if fault.severity == "rejected"}
    kept = {record[-1] for record in batch.records}
    assert rejected & kept == set()
    assert len(kept) == len(batch.records)
    assert len(kept) + len(rejected) + batch.duplicates == batch.rows
    for fault in told:
        line = f"{fault.value} {fault.problem.zh} {fault.problem.en} {fault.advice.zh} {fault.advice.en}"
        assert FIRST not in line
        assert fault.problem.zh
        assert fault.problem.en
        assert fault.advice.zh
        assert fault.advice.en
        assert fault.value is None or len(fault.value) <= 60


def run(read: Callable[..., Any], folder: Path, rows: list[dict[str, Any]], columns: Sequence[Column]) -> Any:
    path = write(folder, rows, columns)
    batch = read(path, identify, None, today=TODAY)
    check(batch, rows)
    assert read(path, identify, None, today=TODAY) == batch
    return batch


@given(rows=cells(CANDIDATE_COLUMNS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_sheet_of_people(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]) -> None:
    batch = run(read_candidates, tmp_path_factory.getbasetemp(), rows, CANDIDATE_COLUMNS)
    for candidate, _, _ in batch.records:
        assert FIRST not in candidate.id + (candidate.external_id or "")
        assert NUMBER not in repr(candidate)


@given(rows=cells(POSTING_COLUMNS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_sheet_of_postings(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]) -> None:
    batch = run(read_postings, tmp_path_factory.getbasetemp(), rows, POSTING_COLUMNS)
    for fault in (*batch.faults, *batch.unparsed):
        assert PHONE not in (fault.value or "")
    for posting, *_ in batch.records:
        assert PHONE not in posting.title + posting.text


@given(rows=cells(COURSE_COLUMNS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_sheet_of_courses(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]) -> None:
    batch = run(read_courses, tmp_path_factory.getbasetemp(), rows, COURSE_COLUMNS)
    for fault in batch.faults:
        assert PHONE not in f"{fault.value} {fault.problem}"
    for course, _ in batch.records:
        assert Course.model_validate(course.model_dump()) == course
        told = (course.name, course.provider, course.place.text, course.conditions, *course.teaches, *course.licences)
        assert [text for text in told if PHONE in text or FIRST in text] == []


COURSE = Course(id="k_1", external_id="K-2026-01", name="打字班", provider="江城示例学校")


def read_some_trainings(path: Path, key: Callable[[str], str], mapping: None, today: date) -> TrainingBatch:
    """People are known by three odd names and one number."""
    known = {"WH-0001": ("c_1",), "7": ("c_2",), "是": ("c_3", "c_4"), NUMBER: ("c_1",)}
    return read_trainings(path, key, lambda names: known, (COURSE,), mapping, today)


@given(rows=cells(TRAINING_COLUMNS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_sheet_of_trainings(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]) -> None:
    batch = run(read_some_trainings, tmp_path_factory.getbasetemp(), rows, TRAINING_COLUMNS)
    assert {training.candidate for training, _ in batch.records} <= {"c_1", "c_2"}
    assert {training.course for training, _ in batch.records} <= {"k_1"}
    for fault in batch.faults:
        assert PHONE not in f"{fault.value} {fault.problem}"
