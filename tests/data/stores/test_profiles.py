import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.stores.canonical import canonical, check_key
from data.stores.profiles import DIMENSIONS, layout_id, pack_profile, unpack_profile
from matching.records import AbilityProfile, AssessmentSource, Place, Refusal, Refusals, Wishes, assessment

ASSESSMENTS = st.none() | st.builds(
    assessment,
    st.sampled_from([0, 1, 2, 3, 4]),
    st.sampled_from(AssessmentSource),
    st.none() | st.dates(),
    st.none() | st.floats(0, 1),
)
PROFILES = st.lists(ASSESSMENTS, min_size=len(DIMENSIONS), max_size=len(DIMENSIONS)).map(
    lambda found: AbilityProfile(assessments=tuple(found))
)


@given(PROFILES)
def test_any_profile_comes_back_as_it_was(profile: AbilityProfile) -> None:
    assert unpack_profile(pack_profile(profile)) == profile


def test_every_dimension_may_have_its_own_day() -> None:
    days = [assessment(3, AssessmentSource.SELF, date(2026, 1, 1) + timedelta(days=n)) for n in range(len(DIMENSIONS))]
    profile = AbilityProfile(assessments=tuple(days))
    assert unpack_profile(pack_profile(profile)) == profile


def test_a_profile_of_one_source_is_short() -> None:
    assert pack_profile(AbilityProfile.of({}, unlisted=3)) == "3" * 45 + '|[["import",null,null]]|'
    assert pack_profile(AbilityProfile()) == "-" * 45 + "|[]|"


def test_an_older_layout_is_read_by_name() -> None:
    old = tuple(reversed(DIMENSIONS[1:]))
    profile = AbilityProfile.of({DIMENSIONS[-1]: 4, DIMENSIONS[0]: 1})
    packed = "4" + "-" * (len(old) - 1) + '|[["import",null,null]]|'
    assert unpack_profile(packed, old) == AbilityProfile.of({DIMENSIONS[-1]: 4})
    assert unpack_profile(pack_profile(profile)) == profile
    assert layout_id(old) != layout_id()


def test_equal_records_give_equal_bytes() -> None:
    forwards = Refusals(employers=frozenset(["b", "a", "中"]), conditions=frozenset([Refusal.NIGHT, Refusal.OUTDOOR]))
    backwards = Refusals(employers=frozenset(["中", "a", "b"]), conditions=frozenset([Refusal.OUTDOOR, Refusal.NIGHT]))
    expected = '{"accommodations":[],"conditions":["night","outdoor"],"employers":["a","b","中"]}'
    assert canonical(forwards) == canonical(backwards) == expected.encode()


def test_fields_can_be_left_out() -> None:
    assert canonical(Place(city="武汉"), leave=frozenset({"text", "address", "zone"})) == '{"city":"武汉","district":null}'.encode()


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"x": "a\0"}, "a record holds a NUL character, which cannot be stored; remove it"),
        ({"x": "\\\0"}, "a record holds a NUL character, which cannot be stored; remove it"),
        ({"x": "\ud800"}, "a record holds half of a character (a lone surrogate), which cannot be stored; correct the value"),
        (Wishes(pay_min=2**64), "a wishes holds an integer over 64 bits, which cannot be stored; correct the value"),
    ],
)
def test_what_cannot_be_stored_is_said(value: object, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(problem)}$"):
        canonical(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["\\u0000", "\\\\u0000", "u0000"])
def test_what_only_looks_like_nul_is_stored(value: str) -> None:
    assert canonical({"x": value}).startswith(b'{"x":')


@pytest.mark.parametrize("value", ["", "x" * 121, "a\nb", "a\0b", "\ud800"])
def test_ids_are_short_and_printable(value: str) -> None:
    with pytest.raises(ValueError, match="the id of a test"):
        check_key(value, "the id of a test")
    assert check_key("x" * 120, "the id of a test") == "x" * 120
