"""A list of consents from a sheet: people, events and employers are found, and nothing of the person is told in a report."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest

from data.importers import ConsentBatch, ConsentTold, ImportRefused, read_consents
from data.importers.columns_consents import CONSENT_COLUMNS, EXPLAINED_WORDS, SCOPE_WORDS
from data.importers.faults import HIDDEN, Fault
from matching.records import Event
from tests.data.importers.ledger_sheets import CERTIFICATE, GAO, LIN, identify, people, sheet

TODAY = date(2027, 3, 18)
EVENTS = (
    Event(id="spring", name="春季专场"),
    Event(id="twice-1", name="同名专场"),
    Event(id="twice-2", name="同名专场"),
)
EMPLOYERS = {"e_mill": ("e_mill",), "江城面粉厂": ("e_mill",), "滨江展厅": ("e_hall",), "同名公司": ("e_one", "e_two")}
BASE: dict[str, str | None] = {
    "candidate": "A-17",
    "event": "春季专场",
    "scope": None,
    "employers": "全部",
    "but": "滨江展厅",
    "explained": "易读版",
    "given_on": "2027-03-05",
    "guardian": None,
}
LISTED = ConsentTold(
    candidate=LIN,
    scope="listing",
    event="spring",
    employers=None,
    but=frozenset({"e_hall"}),
    explained="easy_text",
    given_on=date(2027, 3, 5),
    ends_on=None,
    guardian=None,
    wording=None,
)


def employers(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    return {name: EMPLOYERS[name] for name in names if name in EMPLOYERS}


def read(tmp_path: Path, *rows: dict[str, str | None]) -> ConsentBatch:
    path = sheet(tmp_path / "a.csv", CONSENT_COLUMNS, rows)
    return read_consents(path, identify, people, EVENTS, employers, None, TODAY)


def fault(tmp_path: Path, **cells: str | None) -> Fault:
    """The only fault of the second row of a sheet; the right rows around it go in."""
    batch = read(tmp_path, BASE, BASE | {"candidate": "B-2"} | cells, BASE | {"candidate": "B-2", "but": None})
    assert [(one.candidate, row) for one, row in batch.records] == [(LIN, 2), (GAO, 4)]
    (found,) = batch.faults
    assert (found.row, found.severity, batch.rows) == (3, "rejected", 3)
    return found


@pytest.mark.parametrize("person", [{}, {"candidate": CERTIFICATE}, {"candidate": None, "certificate_number": CERTIFICATE}])
def test_a_consent_is_read_whatever_number_tells_the_person(tmp_path: Path, person: dict[str, str | None]) -> None:
    batch = read(tmp_path, BASE | person)
    assert (batch.records, batch.rows, batch.duplicates, batch.faults) == (((LISTED, 2),), 1, 0, ())


def test_a_consent_to_be_named_tells_its_employer_guardian_and_end(tmp_path: Path) -> None:
    named = {"event": None, "scope": "告知身份", "employers": "江城面粉厂", "but": "无", "guardian": " 林 大妈 "}
    ((told, _),) = read(tmp_path, BASE | named | {"ends_on": "2027-12-31", "wording": "identity-2026-1"}).records
    assert (told.scope, told.event, told.employers, told.but) == ("identity", None, frozenset({"e_mill"}), frozenset())
    assert (told.guardian, told.ends_on, told.wording) == ("林 大妈", date(2027, 12, 31), "identity-2026-1")
    assert "大妈" not in repr(told)


def test_every_word_for_a_scope_and_an_explanation_is_known(tmp_path: Path) -> None:
    scopes = read(tmp_path, *(BASE | {"scope": word, "wording": str(at)} for at, word in enumerate(SCOPE_WORDS)))
    assert [told.scope for told, _ in scopes.records] == list(SCOPE_WORDS.values())
    ways = read(tmp_path, *(BASE | {"explained": word, "wording": str(at)} for at, word in enumerate(EXPLAINED_WORDS)))
    assert [told.explained for told, _ in ways.records] == list(EXPLAINED_WORDS.values())


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"candidate": "Z-9"}, "求职者编号", "there is no such candidate"),
        ({"event": None}, "活动", "does not say which event"),
        ({"event": "秋季专场"}, "活动", "there is no such event"),
        ({"event": "同名专场"}, "活动", "several events have this name"),
        ({"scope": "随便"}, "同意内容", "not one of the words for this column"),
        ({"employers": None}, "同意的单位", "does not say which employers are agreed to"),
        ({"employers": "江城面粉厂、某公司"}, "同意的单位", "employer 2: there is no such employer"),
        ({"but": "同名公司"}, "不同意的单位", "employer 1: several employers have this name"),
        ({"explained": None}, "讲解方式", "does not say how it was explained"),
        ({"explained": "打电话"}, "讲解方式", "not one of the words for this column"),
        ({"given_on": None}, "同意日期", "the day of the consent is empty"),
        ({"given_on": "三月初"}, "同意日期", "not a whole date; left out"),
        ({"given_on": "2027-03-19"}, "同意日期", "the day of the consent lies ahead"),
        ({"guardian": "林" * 121}, "监护人", "too long"),
    ],
)
def test_a_wrong_row_keeps_no_other_one_out(tmp_path: Path, cells: dict[str, str | None], column: str, problem: str) -> None:
    found = fault(tmp_path, **cells)
    assert (found.column, found.problem.en) == (column, problem)


def test_a_report_tells_neither_the_person_nor_the_guardian(tmp_path: Path) -> None:
    batch = read(tmp_path, BASE | {"candidate": "Z-9", "guardian": "林" * 121, "explained": "打电话"})
    assert {one.value for one in batch.faults} == {HIDDEN, "打电话"}


def test_the_same_row_twice_is_one(tmp_path: Path) -> None:
    batch = read(tmp_path, BASE, BASE | {"employers": "所有单位"}, BASE | {"but": None})
    assert ([row for _, row in batch.records], batch.duplicates) == ([2, 4], 1)
    assert [(one.row, one.severity) for one in batch.faults] == [(3, "warning")]


def test_a_sheet_without_its_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="讲解方式"):
        read(tmp_path, {"candidate": "A-17", "employers": "全部", "given_on": "2027-03-05"})
