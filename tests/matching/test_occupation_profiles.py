"""Typical demands of occupations: read from tables, inherited by class, refused with file and line when they say nothing."""

from pathlib import Path
from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.knowledge import CATALOGUE, KnowledgeError
from matching.knowledge.source import packaged_files
from matching.occupation_names import occupations_by_code
from matching.occupation_profiles import (
    Profile,
    inherits_from,
    load_profiles,
    profiles,
    profiles_by_code,
    profiles_by_file,
    typical,
)
from matching.occupations import class_prefixes

FOLDER = Path(__file__).resolve().parents[2] / "matching" / "knowledge" / "occupations"
ROW = (
    "- {demands: V111. H1.11. M323.31. U23212. C111.112 P11133 E2121 T41.3 R..., code: 4-09-08-01, name: 保洁员,\n"
    "   status: proposed, marginal: M6 U1, titles: [保洁, 清洁工]}\n"
)
PLACES = ("stairs", "toilet_self_care", "commute")


def level(row: Profile, dimension: str) -> int:
    return row.demands[CATALOGUE.position[dimension]]


def named(name: str) -> Profile:
    return next(row for row in profiles() if row.name == name)


def test_more_than_enough_occupations_have_a_profile_of_their_own() -> None:
    assert (len(profiles()), len(profiles_by_code())) == (419, 363)


def test_a_row_is_read_as_its_digits_say() -> None:
    (row,) = load_profiles(ROW, "occupations/x.yaml")
    said = {
        name: level(row, name) for name in ("text_access", "colour_vision", "level_mobility", "lifting", "hours_per_day", "driving")
    }
    assert said == {"text_access": 1, "colour_vision": 0, "level_mobility": 3, "lifting": 2, "hours_per_day": 4, "driving": 0}
    assert (row.marginal, row.titles) == (frozenset({"climbing", "lifting"}), ("保洁", "清洁工"))


def test_nothing_is_signed_yet() -> None:
    assert {row.status for row in profiles()} == {"proposed"}


def test_every_row_says_something_about_what_no_work_is_without() -> None:
    always = (
        "learning",
        "attention",
        "planning",
        "change",
        "safety_awareness",
        "gripping",
        "noise",
        "hazard_exposure",
        "hours_per_day",
    )
    bare = [(row.name, name) for row in profiles() for name in (*always, "pace", "endurance") if level(row, name) == 0]
    assert bare == []


def test_travel_to_the_place_is_never_a_demand_of_the_occupation() -> None:
    assert {level(row, "commute") for row in profiles()} == {0}


@pytest.mark.parametrize(
    ("name", "dimension", "expected"),
    [
        ("电话客服", "hearing_phone", 4),
        ("在线客服", "hearing_phone", 0),
        ("盲人医疗按摩人员", "close_vision", 0),
        ("快递员", "toilet_self_care", 4),
        ("快递员", "driving", 2),
        ("抽纱刺绣工", "close_vision", 4),
        ("消防设施操作员", "sitting", 4),
        ("养老护理员", "lifting", 4),
        ("速录师", "keyboard_input", 4),
        ("人工智能训练师", "close_vision", 4),
    ],
)
def test_what_the_work_is_known_for(name: str, dimension: str, expected: int) -> None:
    assert level(named(name), dimension) == expected


def test_sitting_and_standing_do_not_fill_more_than_a_shift() -> None:
    # Level 2 is a third to two thirds of the day, 3 more than two thirds, 4 all of it.
    overfull = [row.name for row in profiles() if level(row, "standing") + level(row, "sitting") > 5]
    assert overfull == []


def test_a_code_is_stood_for_by_the_row_of_its_own_name() -> None:
    for code, row in profiles_by_code().items():
        own = [other for other in profiles() if other.code == code]
        same = [other for other in own if other.name == occupations_by_code()[code].name]
        assert row == (same or own)[0]


def test_every_occupation_has_typical_demands_its_own_or_inherited() -> None:
    for code in occupations_by_code():
        found = typical(code)
        if code in profiles_by_code():
            assert (found.levels, found.inherited) == (profiles_by_code()[code].demands, None)
        else:
            nearest = next(p for p in class_prefixes(code) if any(other.startswith(p) for other in profiles_by_code()))
            assert found.inherited == nearest


def test_what_is_inherited_is_the_lower_median_of_the_class() -> None:
    found = typical("4-10-05-01")
    members = [row for code, row in profiles_by_code().items() if code.startswith("4-10-05")]
    assert found.inherited == "4-10-05"
    assert found.levels == tuple(median_low(row.demands[at] for row in members) for at in range(45))


def test_a_licence_to_drive_is_not_inherited() -> None:
    driving = CATALOGUE.position["driving"]
    assert {typical(code).levels[driving] for code in occupations_by_code() if code not in profiles_by_code()} == {0}
    assert typical("4-02-02-02").levels[driving] == 4


def test_what_is_inherited_is_marginal_only_where_it_is_demanded() -> None:
    for code in occupations_by_code():
        found = typical(code)
        assert [name for name in found.marginal if found.levels[CATALOGUE.position[name]] == 0] == []


@given(st.sampled_from(profiles()))
def test_a_row_written_out_is_read_back(row: Profile) -> None:
    groups: dict[str, str] = {}
    for dimension, demand in zip(CATALOGUE.dimensions, row.demands, strict=True):
        groups[dimension.code[0]] = groups.get(dimension.code[0], "") + str(demand or ".")
    demands = " ".join(letter + digits for letter, digits in groups.items())
    text = f"- {{demands: {demands}, code: {row.code}, name: {row.name}, status: proposed, titles: [x]}}"
    (back,) = load_profiles(text, "occupations/x.yaml")
    assert back.demands == row.demands


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("V111.", "V1115", "1: 保洁员: demands: V4 (colour_vision) is '5'; use 1-4, or '.' for none"),
        ("V111.", "V11.", "1: 保洁员: demands: group V has 3 levels and 4 dimensions; give each a digit or '.'"),
        (
            "V111.",
            "X111.",
            "1: 保洁员: demands: the groups are X H M U C P E T R; write V H M U C P E T R, each once, in this order",
        ),
        (" R...", "", "1: 保洁员: demands: the groups are V H M U C P E T; write V H M U C P E T R, each once, in this order"),
        (
            "4-09-08-01",
            "4-09-08-77",
            "1: 保洁员: code: code '4-09-08-77' is not in the classification; use a code such as 4-09-08-01",
        ),
        ("M6 U1", "M6 Z9", "2: 保洁员: marginal: unknown dimension 'Z9'; use a code of abilities.yaml such as U1"),
        ("M6 U1", "M6 V4", "2: 保洁员: V4 (colour_vision) is marginal and not demanded; correct the one or the other"),
        ("titles: [保洁, 清洁工]", "titles: []", "2: 保洁员: titles: tuple should have at least 1 item after validation, not 0"),
        ("status: proposed", "status: signed", "1: 保洁员: a row is signed when signed_by gives the name and the date"),
        ("titles:", "why: 轻, titles:", "1: 保洁员: a reason has its words in both languages; give why and why_en"),
        ("marginal:", "marginel:", "2: 保洁员: marginel: this key is not known here; correct or remove it"),
        ("- {", "- [", "not readable as YAML"),
    ],
)
def test_a_row_that_says_nothing_is_refused_with_its_line(old: str, new: str, said: str) -> None:
    with pytest.raises(KnowledgeError) as refused:
        load_profiles(ROW.replace(old, new), "occupations/x.yaml")
    assert str(refused.value).startswith("occupations/x.yaml:")
    assert said in str(refused.value)


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="保洁员: named twice, first in line 1"):
        load_profiles(ROW + ROW, "occupations/x.yaml")


def test_every_file_is_knowledge_that_a_run_names_by_its_hash() -> None:
    assert list(profiles_by_file()) == [f"occupations/{path.name}" for path in sorted(FOLDER.glob("*.yaml"))]
    assert set(profiles_by_file()) <= set(packaged_files())


def test_the_class_that_an_occupation_inherits_from() -> None:
    wrong = [code for code in occupations_by_code() if typical(code).inherited not in (None, inherits_from(code))]
    assert (wrong, inherits_from("4-09-08-01")) == ([], "4-09-08")


def test_every_file_begins_by_saying_what_it_is() -> None:
    files = sorted(FOLDER.glob("*.yaml"))
    assert [path.name for path in files if not path.read_text("utf-8").startswith("# Demand profiles of occupations in ")] == []
    assert sum(len(load_profiles(path.read_text("utf-8"), path.name)) for path in files) == len(profiles())
