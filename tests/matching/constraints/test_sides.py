"""What the rules are handed of whole records."""

from datetime import date

import pytest

from matching.constraints import person_side, terms_side
from matching.constraints.person import residence_districts
from matching.constraints.terms import Asked, Chance
from matching.records import (
    AccommodationStatus,
    Demand,
    Eligibility,
    Hours,
    Household,
    Licence,
    Person,
    Place,
    Posting,
    Provenance,
    Refusal,
    Refusals,
    Resume,
    SourceRef,
    Wishes,
    Workplace,
)
from tests.matching.personas import CHEN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("武汉市青山区", {"420107"}),
        ("湖北省武汉市洪山区珞南街", {"420111"}),
        ("青山", {"420107"}),
        ("东湖高新区", {"420111", "420115"}),
        ("内蒙古自治区包头市青山区", set()),
        ("湖北省黄冈市黄州区", set()),
        ("河南省", set()),
        ("上海市", set()),
        ("武汉市", None),
        ("湖北省", None),
        ("老家", None),
        ("  ", None),
        ("", None),
    ],
)
def test_a_registered_residence_is_read_by_district(text: str, expected: set[str] | None) -> None:
    assert residence_districts(text) == expected


def test_a_candidate_is_handed_over_whole() -> None:
    candidate = CHEN.model_copy(
        update={
            "person": Person(birth=date(1975, 6, 1), sex="female", retirement_track="w55", registered_residence="武汉市青山区"),
            "household": Household(zero_employment=True, rural=False),
            "home": Place(city="武汉", district="420111", zone="东湖高新区"),
            "resume": Resume(licences=(Licence(name="car"), Licence(name="car", valid_until=date(2027, 1, 1)))),
            "wishes": Wishes(minutes_max=45, hours_max=6, districts=frozenset({"420111"}), remote="welcome"),
            "refusals": Refusals(
                accommodations=frozenset({"dormitory"}), employers=frozenset({"e_1"}), conditions=frozenset({Refusal.NIGHT})
            ),
        }
    )
    side = person_side(candidate)
    assert (side.birth, side.sex, side.retirement_track) == (date(1975, 6, 1), "female", "w55")
    assert (side.residence, side.zero_employment, side.rural) == ({"420107"}, True, False)
    assert side.licences == (("car", None), ("car", date(2027, 1, 1)))
    assert (side.home, side.minutes_max, side.hours_max, side.districts) == ("东湖高新区", 45, 6, {"420111"})
    assert (side.remote, side.refuses, side.conditions, side.employers) == ("welcome", {"dormitory"}, {Refusal.NIGHT}, {"e_1"})


def posting(workplace: Workplace | None = None, place: Place | None = None, *demands: Demand) -> Posting:
    return Posting(
        id="p",
        employer="e",
        title="文员",
        source=SourceRef(name="t"),
        workplace=workplace or Workplace(),
        place=place or Place(),
        demands=demands,
        hours=Hours(per_day=8, shift="day"),
        eligibility=Eligibility(residence=("420107", "420106"), recognised_only=False, unemployed_only=True),
    )


@pytest.mark.parametrize(
    ("place", "area", "here"),
    [
        (Place(), None, None),
        (Place(city="武汉"), None, True),
        (Place(city="武汉", district="420106"), "420106", True),
        (Place(city="武汉", district="420111", zone="东湖高新区"), "东湖高新区", True),
        (Place(city="上海"), None, False),
    ],
)
def test_a_place_is_an_area_of_the_city_or_elsewhere(place: Place, area: str | None, here: bool | None) -> None:
    side = terms_side(posting(place=place))
    assert (side.area, side.here) == (area, here)


def test_a_default_that_nobody_confirmed_is_no_fact() -> None:
    side = terms_side(posting(Workplace(remote=True, assumed=frozenset({"remote"}))))
    assert (side.remote, side.perhaps_remote) == (None, True)
    assert terms_side(posting(Workplace(remote=True))).remote is True


@pytest.mark.parametrize(
    ("status", "fact", "expected"),
    [
        (None, None, Chance.COULD),
        (None, False, Chance.COULD),
        (AccommodationStatus.POSSIBLE, True, Chance.COULD),
        (AccommodationStatus.IN_PLACE, True, Chance.AVAILABLE),
        (AccommodationStatus.COMMITTED, True, Chance.AVAILABLE),
        (AccommodationStatus.COMMITTED, None, Chance.UNSURE),
        (AccommodationStatus.COMMITTED, False, Chance.COULD),
        (AccommodationStatus.REFUSED, True, Chance.NO),
    ],
)
def test_an_accommodation_counts_with_the_fact_that_it_needs(
    status: AccommodationStatus | None, fact: bool | None, expected: Chance
) -> None:
    workplace = Workplace(
        statuses={} if status is None else {"remote": status}, facts={} if fact is None else {"remote_possible": fact}
    )
    side = terms_side(posting(workplace))
    assert side.arrangement("remote") is expected
    assert side.not_remote == (fact is False)
    assert Chance.AVAILABLE.unless(True) is Chance.NO
    assert side.arrangement("dormitory") is Chance.COULD


def test_a_core_demand_nobody_mentioned_is_unknown_and_another_is_not_asked() -> None:
    read = Demand(dimension="climate", level=3, provenance=Provenance.READ)
    side = terms_side(posting(None, None, read))
    assert side.asked("hazard_exposure") == Asked(None)
    assert side.asked("night_shift") == Asked(0)
    assert side.asked("climate") == Asked(3, firm=False)


def test_the_postings_own_conditions_are_handed_over() -> None:
    side = terms_side(posting())
    assert side.residence == ("420106", "420107")
    assert (side.recognised_only, side.unemployed_only, side.zero_employment_household_only) == (False, True, False)
