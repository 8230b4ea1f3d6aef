"""How interviews are held: from arrangements and the person's own route of access, and from nothing else."""

import pytest

from matching.fair.needs import RESTS, ROUTES, SLOWLY, SUPPORTS, TWICE, visitor_of
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS
from matching.records import AbilityProfile, Candidate, Credential, CredentialKind, Person, SupportKind, Visitor


def person(*skills: str) -> Candidate:
    return Candidate(
        id="c_1",
        person=Person(name="示例"),
        credential=Credential(kind=CredentialKind.CERTIFICATE),
        profile=AbilityProfile.of({"hearing_speech": 0}, unlisted=0),
        access_skills=frozenset(skills),
    )


def test_every_name_is_one_of_the_catalogue() -> None:
    assert sorted({*SUPPORTS, *TWICE, *RESTS, *SLOWLY} - set(CATALOGUE.order)) == []
    assert set(ROUTES) <= set(ACCESS_SKILLS)


@pytest.mark.parametrize(
    ("skills", "listed", "expected"),
    [
        ((), (), Visitor(candidate="c_1")),
        (("csl",), (), Visitor(candidate="c_1", takes=2, needs=(SupportKind.SIGN_INTERPRETER,))),
        (("screen_reader",), ("screen_reader", "ramp"), Visitor(candidate="c_1")),
        ((), ("text_comm",), Visitor(candidate="c_1", takes=2)),
        ((), ("guide_orientation",), Visitor(candidate="c_1", pace=1.5, needs=(SupportKind.GUIDE,))),
        (
            (),
            ("rest_breaks", "quiet_space", "job_coach"),
            Visitor(candidate="c_1", takes=2, rest=1, needs=(SupportKind.JOB_COACH, SupportKind.QUIET_ROOM)),
        ),
    ],
)
def test_arrangements_say_how_interviews_are_held(skills: tuple[str, ...], listed: tuple[str, ...], expected: Visitor) -> None:
    assert visitor_of(person(*skills), listed) == expected
