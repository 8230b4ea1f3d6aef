"""The words of a person are made once: nobody who leaves or comes changes those of another, and k share each of them."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.geography import AREAS
from matching.privacy import Coarse, Outline, crowd_words, exact
from matching.records import Education

OUTLINE = st.builds(
    Outline,
    education=st.none() | st.sampled_from([Education.SENIOR, Education.COLLEGE, Education.BACHELOR]),
    area=st.sampled_from(AREAS[:3]),
    hours=st.none() | st.sampled_from([4.0, 8.0]),
    pay=st.none() | st.sampled_from([2_500, 3_000, 4_200]),
    skills=st.lists(st.sampled_from("甲乙丙丁"), unique=True, max_size=3).map(tuple),
)
COHORTS = st.lists(st.lists(OUTLINE, max_size=12), min_size=1, max_size=4)


def named(cohorts: list[list[Outline]]) -> list[dict[str, Outline]]:
    return [{f"{turn}-{place}": one for place, one in enumerate(cohort)} for turn, cohort in enumerate(cohorts)]


@settings(deadline=None)
@given(COHORTS, st.lists(OUTLINE, max_size=4), st.integers(1, 4))
def test_k_share_whatever_is_told_and_it_is_true(cohorts: list[list[Outline]], late: list[Outline], k: int) -> None:
    people, waiting = named(cohorts), {f"w-{place}": one for place, one in enumerate(late)}
    told = crowd_words(people, waiting, k)
    shared = Counter(told.values())
    assert [one for one in told.values() if one != Coarse() and shared[one] < k] == []
    for name, one in {**waiting, **{name: one for cohort in people for name, one in cohort.items()}}.items():
        assert set(told[name].skills) <= set(one.skills)
        assert told[name].hours in (None, exact(one).hours) or one.hours == 4


@settings(deadline=None)
@given(COHORTS, st.lists(OUTLINE, max_size=4), st.integers(1, 4))
def test_later_cohorts_change_nothing_of_earlier_ones(cohorts: list[list[Outline]], late: list[Outline], k: int) -> None:
    people, waiting = named(cohorts), {f"w-{place}": one for place, one in enumerate(late)}
    whole = crowd_words(people, waiting, k)
    before = crowd_words(people[:1], {name: one for cohort in people[1:] for name, one in cohort.items()}, k)
    if len(people[0]) >= k:
        assert {name: before[name] for name in people[0]} == {name: whole[name] for name in people[0]}
    # Whoever was told of goes on to read so; too few are told of later, once there are enough.
    assert [name for name, one in before.items() if one not in (Coarse(), whole[name])] == []


def test_who_comes_later_reads_as_the_group_that_is_true_of_them() -> None:
    first = Outline(Education.BACHELOR, AREAS[0], skills=("乙", "甲"))
    more, other = Outline(Education.BACHELOR, AREAS[0], pay=3_000, skills=("甲", "乙", "丙")), Outline(skills=("丁",))
    told = crowd_words([{"a": first, "b": first, "c": first}, {"d": more, "e": other, "f": other}], {"g": other, "h": first}, 3)
    assert told == dict.fromkeys("abcdh", exact(first)) | dict.fromkeys("efg", Coarse())


def test_enough_who_come_later_are_a_group_of_their_own() -> None:
    first, other = Outline(skills=("甲",)), Outline(skills=("丁",))
    cohorts = [{"a": first, "b": first, "c": first}, {"d": other, "e": other}, {"f": other}]
    assert crowd_words(cohorts, {}, 3) == dict.fromkeys("abc", exact(first)) | dict.fromkeys("def", exact(other))
    assert crowd_words(cohorts[:2], cohorts[2], 3) == dict.fromkeys("abc", exact(first)) | dict.fromkeys("def", Coarse())
