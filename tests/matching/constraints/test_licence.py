"""Licences: what the law asks for blocks until obtained, another one is asked back."""

from datetime import date
from typing import Any

import pytest

from matching.constraints import Addressee, PersonSide, TermsSide
from matching.constraints.licence import licence_name
from matching.constraints.rows import LICENCE_ROWS
from matching.constraints.terms import Asked
from matching.records import PostingKind
from matching.verdicts import Standing
from tests.matching.constraints.shared import POLICY, RULE, TODAY, find, found

NOBODY = PersonSide()


def holder(*names: str, until: date | None = None) -> PersonSide:
    return PersonSide(licences=tuple((name, until) for name in names))


def test_an_expired_licence_is_missing_and_is_renewed() -> None:
    terms = TermsSide(licences=("health_certificate",))
    assert find("licence", holder("health_certificate", until=TODAY), terms) is None
    finding = found("licence", holder("health_certificate", until=date(2026, 11, 25)), terms)
    assert finding.standing is Standing.BLOCKED
    assert "已过期" in finding.reason.zh
    assert finding.until is not None
    assert (finding.until.action.en, finding.until.change) == ("renew: health certificate", "licence:health_certificate")


def test_a_licence_whose_end_nobody_told_is_taken_as_valid() -> None:
    assert find("licence", holder("electrician"), TermsSide(licences=("electrician",))) is None


@pytest.mark.parametrize("name", ["cook", "accountant", "health_massage", "咖啡师证"])
def test_a_certificate_that_no_law_asks_for_goes_back_to_the_employer(name: str) -> None:
    finding = found("licence", NOBODY, TermsSide(licences=(name,)))
    assert (finding.standing, finding.addressee) == (Standing.REVIEW, Addressee.EMPLOYER)


def test_what_the_law_asks_for_goes_before_what_the_employer_lists() -> None:
    finding = found("licence", NOBODY, TermsSide(licences=("cook", "health_certificate")))
    assert finding.standing is Standing.BLOCKED
    assert "厨师" not in finding.reason.zh


@pytest.mark.parametrize(
    ("asked", "held", "standing"),
    [
        (Asked(2), (), None),
        (Asked(3), (), Standing.BLOCKED),
        (Asked(3), ("car",), None),
        (Asked(3), ("C5驾驶证",), None),
        (Asked(3), ("lorry",), None),
        (Asked(4), ("car",), Standing.BLOCKED),
        (Asked(4), ("B2驾驶证",), None),
        (Asked(4, marginal=True), (), None),
        (Asked(3, firm=False), (), Standing.REVIEW),
        (Asked(3, firm=False), ("car",), None),
        (Asked(None), (), None),
    ],
)
def test_driving_asks_for_the_class_of_the_vehicle(asked: Asked, held: tuple[str, ...], standing: Standing | None) -> None:
    finding = find("licence", holder(*held), TermsSide(demands={"driving": asked}))
    assert (None if finding is None else finding.standing) == standing


def test_several_missing_licences_give_all_their_steps() -> None:
    finding = found("licence", NOBODY, TermsSide(licences=("car",), kind=PostingKind.MEDICAL_MASSAGE))
    assert finding.until is not None
    steps = "".join(step.zh for step in finding.until.steps)
    assert all(words in steps for words in ("驾校", "医疗按摩人员考试", "保健按摩"))


@pytest.mark.parametrize("kind", [kind for kind in PostingKind if kind is not PostingKind.MEDICAL_MASSAGE])
def test_no_other_kind_asks_for_a_licence_by_itself(kind: Any) -> None:
    assert find("licence", NOBODY, TermsSide(kind=kind)) is None


def test_a_licence_is_known_by_each_of_its_words() -> None:
    assert licence_name("盲人医疗按摩资格证书") == "medical_massage"
    assert licence_name("咖啡师证") == "咖啡师证"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("car", "驾驶证C1 C1 C1证 c1照 驾驶证C5 C5驾驶证 机动车驾驶证（C1） 小型汽车驾驶证 汽车驾照 小车驾照 C1E"),
        ("lorry", "A2 B2驾照 驾驶证A1 大货车驾驶证"),
        ("motorcycle", "D照 摩托车驾照"),
        ("electrician", "特种作业操作证（低压电工） 低压电工证 电工证"),
        ("medical_massage", "盲人医疗按摩人员从事医疗按摩资格证书 医疗按摩资格证"),
    ],
)
def test_a_licence_is_known_however_it_is_spelled(name: str, words: str) -> None:
    assert {word: licence_name(word) for word in words.split()} == dict.fromkeys(words.split(), name)


def test_the_chinese_title_of_each_licence_is_a_word() -> None:
    assert [licence_name(row.zh) for row in LICENCE_ROWS] == [row.name for row in LICENCE_ROWS]


@pytest.mark.parametrize("word", ["C3", "A证", "焊工证", "驾驶", "证"])
def test_what_is_another_licence_stands_for_itself(word: str) -> None:
    assert licence_name(word) == word


def test_a_licence_that_nobody_recognises_is_looked_at_and_blocks_nothing() -> None:
    terms = TermsSide(licences=("medical_massage",))
    finding = found("licence", holder("按摩大师证"), terms)
    assert (finding.standing, finding.addressee, finding.until) == (Standing.REVIEW, Addressee.COUNSELOR, None)
    assert finding.question is not None
    assert "盲人医疗按摩人员资格证书" in finding.question.zh
    assert "按摩大师证" not in finding.question.zh + finding.reason.zh
    assert find("licence", holder("按摩大师证", "medical_massage"), terms) is None
    assert found("licence", holder("cook"), terms).standing is Standing.BLOCKED


def test_people_with_and_without_an_unrecognised_licence_are_not_alike() -> None:
    expired = date(2026, 1, 1)
    keys = {RULE["licence"].alike_people((("焊工证", end),), POLICY) for end in (None, expired)}
    assert len(keys | {RULE["licence"].alike_people((), POLICY)}) == 3


def test_no_licence_on_record_blocks_and_says_that_none_is_recorded() -> None:
    finding = found("licence", NOBODY, TermsSide(licences=("electrician",)))
    assert finding.standing is Standing.BLOCKED
    assert "档案里没有记录" in finding.reason.zh
    assert finding.until is not None
    assert [step.en for step in finding.until.steps] == [
        "if it is held already, record it here",
        "take the course for special work",
        "pass the examination of the emergency authority",
    ]
