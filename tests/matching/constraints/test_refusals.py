"""The person's own word: each refusal stands on what the posting states, and silence is asked."""

from typing import Any

import pytest

from matching.constraints import Addressee, PersonSide, TermsSide
from matching.constraints.terms import Asked, Chance
from matching.records import Pay, PayUnit, Refusal
from matching.verdicts import Standing
from tests.matching.constraints.shared import find, found

CONTACT = ("no_public_contact", Refusal.PUBLIC_CONTACT)
OUTDOOR = ("outdoor", Refusal.OUTDOOR)
PIECE = ("piece_rate", Refusal.PIECE_RATE)
CAMERA = ("live_video", Refusal.LIVE_VIDEO)


def contact(*asked: Any, **arranged: Chance) -> TermsSide:
    return TermsSide(demands={"public_contact": Asked(*asked)}, arrangements=arranged)


def outdoors(*asked: Any) -> TermsSide:
    return TermsSide(demands={"climate": Asked(*asked)})


@pytest.mark.parametrize(
    ("case", "terms", "expected"),
    [
        (CONTACT, contact(1), None),
        (CONTACT, contact(2), Standing.BLOCKED),
        (CONTACT, contact(3, False), Standing.REVIEW),
        (CONTACT, TermsSide(), Standing.REVIEW),
        (CONTACT, contact(3, True, True), Standing.MET_WITH),
        (CONTACT, contact(None, True, True), Standing.MET_WITH),
        (CONTACT, contact(3, True, True, swap_task=Chance.NO), Standing.REVIEW),
        (OUTDOOR, outdoors(2), None),
        (OUTDOOR, outdoors(3), Standing.BLOCKED),
        (OUTDOOR, outdoors(3, False), Standing.REVIEW),
        (OUTDOOR, outdoors(None), Standing.REVIEW),
        (OUTDOOR, TermsSide(), None),
        (PIECE, TermsSide(pay=Pay(minimum=1, unit=PayUnit.PIECE)), Standing.BLOCKED),
        (PIECE, TermsSide(pay=Pay(minimum=3_000, unit=PayUnit.MONTH)), None),
        (PIECE, TermsSide(), None),
        (CAMERA, TermsSide(title="带货主播"), Standing.REVIEW),
        (CAMERA, TermsSide(title="文员"), None),
    ],
)
def test_a_refusal_stands_on_what_is_stated(case: tuple[str, Refusal], terms: TermsSide, expected: Standing | None) -> None:
    name, refusal = case
    finding = find(name, PersonSide(conditions=frozenset({refusal})), terms)
    assert (None if finding is None else finding.standing) == expected
    others = frozenset(Refusal) - {refusal}
    assert find(name, PersonSide(conditions=others), terms) is None


def test_a_swap_that_the_person_refuses_is_for_the_counselor() -> None:
    person = PersonSide(conditions=frozenset({Refusal.PUBLIC_CONTACT}), refuses=frozenset({"swap_task"}))
    assert found("no_public_contact", person, contact(3, True, True)).addressee is Addressee.COUNSELOR


def test_a_refused_employer_is_not_suggested() -> None:
    person = PersonSide(employers=frozenset({"e_1"}))
    finding = found("excluded_employer", person, TermsSide(employer="e_1"))
    assert finding.standing is Standing.BLOCKED
    assert finding.until is not None
    assert finding.until.change == "wish:employers"
    assert find("excluded_employer", person, TermsSide(employer="e_2")) is None


ONLY = PersonSide(remote="only")


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (TermsSide(remote=True), None),
        (TermsSide(remote=False), Standing.BLOCKED),
        (TermsSide(), Standing.REVIEW),
        (TermsSide(not_remote=True), Standing.BLOCKED),
        (TermsSide(arrangements={"remote": Chance.NO}), Standing.BLOCKED),
        (TermsSide(remote=False, arrangements={"remote": Chance.AVAILABLE}), Standing.MET_WITH),
        (TermsSide(remote=False, arrangements={"remote": Chance.UNSURE}), Standing.REVIEW),
    ],
)
@pytest.mark.parametrize("person", [ONLY, PersonSide(conditions=frozenset({Refusal.ON_SITE}))])
def test_home_only(person: PersonSide, terms: TermsSide, expected: Standing | None) -> None:
    finding = find("remote_only", person, terms)
    assert (None if finding is None else finding.standing) == expected


@pytest.mark.parametrize("remote", ["welcome", "no", None])
def test_other_wishes_about_home_work_block_nothing(remote: Any) -> None:
    assert find("remote_only", PersonSide(remote=remote), TermsSide(remote=False)) is None
    assert find("remote_only", PersonSide(remote=remote), TermsSide(remote=True)) is None
