"""The four services: who has a claim to which, and what is missing."""

from datetime import date

import pytest

from matching.ledger import Member, four_ones
from matching.ledger.four_ones import both
from matching.records import Service, ServiceKind

DAY = date(2024, 6, 1)
V, A, N, E = ServiceKind


def _owed(member: Member, *services: Service) -> list[bool | None]:
    (state,) = four_ones([member], services, DAY)
    return [state.owed[kind] for kind in ServiceKind]


def _service(kind: ServiceKind, on: date = DAY) -> Service:
    return Service(candidate="c", kind=kind, on=on, by="a")


@pytest.mark.parametrize(
    ("unemployed", "wants", "owed"),
    [
        (True, True, [True, True, True, True]),
        (True, False, [True, False, False, False]),
        (True, None, [True, None, None, None]),
        (False, True, [False, False, False, False]),
        (None, True, [None, None, None, None]),
        (None, False, [None, False, False, False]),
    ],
)
def test_a_check_is_owed_to_all_without_work_and_the_rest_to_those_who_want_it(
    unemployed: bool | None, wants: bool | None, owed: list[bool | None]
) -> None:
    """Plan item 15: the first for all unemployed people of working age, the other three for those with a demand."""
    assert _owed(Member("c", None, unemployed, True, wants)) == owed


def test_a_registration_of_needs_says_that_somebody_wants_work() -> None:
    assert _owed(Member("c", None, True, True, None), _service(N)) == [True, True, True, True]


def test_the_first_day_of_each_counts_and_what_comes_later_does_not() -> None:
    services = [_service(V, DAY), _service(V, date(2024, 1, 1)), _service(A, date(2024, 6, 2))]
    (state,) = four_ones([Member("c", None, True, True, True)], services, DAY)
    assert (dict(state.first), state.missing) == ({V: date(2024, 1, 1)}, (A, N, E))


def test_an_unknown_leaves_it_open_and_a_no_decides() -> None:
    assert [both(one, other) for one in (True, False, None) for other in (True, False, None)] == [
        *(True, False, None),
        *(False, False, False),
        *(None, False, None),
    ]
