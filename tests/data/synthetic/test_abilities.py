"""Function follows impairments: heavier means less, several combine by the minimum, aids and routes go with what they serve."""

import numpy as np
import pytest

from data.synthetic.abilities import DIMENSIONS, IMPAIRMENTS, TYPES, Function, make_function
from data.synthetic.rows import impairments
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS

SIZE = 3_000
NONE = -1


def people(kind: str | None, severe: bool, other: str | None = None, grade: int = 0, seed: int = 4) -> Function:
    def rows(name: str | None) -> np.ndarray:
        return np.full(SIZE, NONE if name is None else TYPES.index(name), dtype=np.int64)

    whole = np.ones(SIZE, dtype=np.int64)
    return make_function(seed, rows(kind), rows(other), np.full(SIZE, severe), whole * grade, whole * 30, whole * 3)


def level(found: Function, dimension: str) -> np.ndarray:
    return found.levels[:, CATALOGUE.position[dimension]]


def with_impairment(found: Function, name: str) -> np.ndarray:
    return found.degrees[:, IMPAIRMENTS.index(name)] > 0


def test_function_is_the_same_for_the_same_seed() -> None:
    one, same, other = people("physical", True), people("physical", True), people("physical", True, seed=5)
    assert all((getattr(one, name) == getattr(same, name)).all() for name in ("levels", "degrees", "aids", "skills"))
    assert (one.levels != other.levels).any()


def test_levels_are_levels_of_all_dimensions() -> None:
    found = people("physical", True, "hearing", grade=1)
    assert found.levels.shape == (SIZE, len(DIMENSIONS)) == (SIZE, 45)
    assert (found.levels.min(), found.levels.max()) == (0, 4)


def test_who_has_no_impairment_brings_no_aid_and_no_access_route() -> None:
    found = people(None, False)
    assert (found.degrees.any(), found.aids.any(), found.skills.any()) == (False, False, False)
    for dimension in ("text_access", "hearing_speech", "stairs", "gripping", "toilet_self_care"):
        assert (level(found, dimension) == 4).all()


@pytest.mark.parametrize("kind", TYPES)
def test_severe_means_no_more_function_than_mild(kind: str) -> None:
    if kind in ("intellectual", "autism"):
        severe, mild = people(kind, True, grade=1), people(kind, True, grade=4)
    else:
        severe, mild = people(kind, True, grade=1), people(kind, False, grade=4)
    assert severe.levels.sum(axis=1).mean() < mild.levels.sum(axis=1).mean() - 2


def test_a_second_impairment_only_takes_away() -> None:
    one, both = people("hearing", True, grade=2), people("hearing", True, "physical", grade=2)
    assert (both.levels.mean(axis=0) <= one.levels.mean(axis=0) + 0.1).all()
    assert level(both, "stairs").mean() < level(one, "stairs").mean() - 0.5
    assert level(both, "hearing_speech").mean() < 2


def test_several_impairments_leave_at_most_the_least_of_what_each_leaves() -> None:
    found = people("visual", True, "physical", grade=2)
    both = with_impairment(found, "blind") & with_impairment(found, "high_spinal")
    assert both.sum() > 20
    assert set(level(found, "text_access")[both].tolist()) == {0}
    assert set(level(found, "stairs")[both].tolist()) == {0}


def test_everyday_aids_show_in_the_aided_level() -> None:
    """Unaided, no one deaf hears a telephone; implants let some of them hear an occasional call, none a hotline."""
    found = people("hearing", True, grade=2)
    heard = level(found, "hearing_phone")[with_impairment(found, "deaf")]
    assert 0.02 < (heard > 0).mean() < 0.7
    assert heard.max() <= 3


def test_degrees_of_one_type_are_varied() -> None:
    found = people("physical", True)
    kinds = [name for name in impairments().primary["physical"]["severe"] if with_impairment(found, name).any()]
    assert len(kinds) == len(impairments().primary["physical"]["severe"])
    assert len({tuple(row) for row in found.levels.tolist()}) > SIZE / 2


@pytest.mark.parametrize(
    ("skill", "holders"),
    [("csl", ["deaf", "hard_of_hearing", "no_speech"]), ("braille", ["blind"]), ("screen_reader", ["blind", "low_vision"])],
)
def test_access_routes_are_learnt_by_those_they_serve(skill: str, holders: list[str]) -> None:
    column = ACCESS_SKILLS.index(skill)
    for kind in TYPES:
        found = people(kind, True, grade=2)
        serves = np.any([with_impairment(found, name) for name in holders], axis=0)
        assert not found.skills[~serves, column].any()
        if kind == "visual" and skill != "csl":
            assert found.skills[:, column].mean() > 0.1


def test_no_heavier_and_lighter_impairment_of_one_organ_together() -> None:
    for kind in TYPES:
        found = people(kind, True, "hearing" if kind != "hearing" else "visual")
        for heavier, lighter in (("blind", "low_vision"), ("deaf", "hard_of_hearing")):
            assert not (with_impairment(found, heavier) & with_impairment(found, lighter)).any()
