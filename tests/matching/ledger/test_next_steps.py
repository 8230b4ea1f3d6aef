"""What is to be done next for one person: what they wait for first, then what is missing."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from matching.ledger import CaseState, FourOnes, Member, NextStep, four_ones, next_steps
from matching.records import Service, ServiceKind

DAY = date(2027, 3, 1)
BEFORE, AFTER = (datetime(2027, month, 1, tzinfo=UTC) for month in (2, 3))


def ones(*done: ServiceKind, unemployed: bool | None = True) -> FourOnes:
    member = Member("c", None, unemployed, True, True)
    (state,) = four_ones([member], [Service(candidate="c", kind=kind, on=DAY, by="a") for kind in done], DAY)
    return state


NEW = CaseState(ones(), assessed=0, consents=0, settled=None, changed=BEFORE)
DONE = CaseState(ones(*ServiceKind), assessed=45, consents=1, settled=AFTER, changed=BEFORE)


def test_a_new_person_needs_everything_in_the_order_of_the_plan() -> None:
    assert next_steps(NEW) == (
        *(NextStep.VERIFY, NextStep.ASSESS, NextStep.NEEDS, NextStep.CONSENT, NextStep.PLAN, NextStep.SERVE),
    )


def test_who_has_everything_needs_nothing() -> None:
    assert next_steps(DONE) == ()


@pytest.mark.parametrize(
    ("change", "steps"),
    [
        ({"appeals": 1, "follow_ups": 2, "courses": 1}, (NextStep.ANSWER, NextStep.FOLLOW_UP, NextStep.COURSE)),
        ({"assessed": 0}, (NextStep.ASSESS,)),
        ({"consents": 0}, (NextStep.CONSENT,)),
        ({"settled": None}, (NextStep.PLAN,)),
        ({"settled": BEFORE, "changed": AFTER}, (NextStep.REVIEW_PLAN,)),
        ({"settled": AFTER, "changed": AFTER}, ()),
    ],
)
def test_each_gap_has_its_step(change: dict[str, object], steps: tuple[NextStep, ...]) -> None:
    assert next_steps(replace(DONE, **change)) == steps  # type: ignore[arg-type]


def test_who_is_in_work_is_asked_for_no_assessment_consent_or_plan() -> None:
    working = replace(NEW, services=ones(unemployed=False), follow_ups=1)
    assert next_steps(working) == (NextStep.FOLLOW_UP,)


def test_where_nobody_knows_whether_a_service_is_owed_it_is_proposed() -> None:
    unknown = replace(DONE, services=ones(unemployed=None))
    assert next_steps(unknown) == (NextStep.VERIFY, NextStep.ASSESS, NextStep.NEEDS, NextStep.SERVE)
