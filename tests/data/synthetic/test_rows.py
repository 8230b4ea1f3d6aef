"""The generator's tables: complete, within the catalogue, and true to the shapes they are said to follow."""

import csv
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from data.synthetic.rows import bases, buildings, employer_shapes, impairments, occupations, shapes
from matching.geography import DISTRICTS, ZONES
from matching.records import PostingKind


@pytest.mark.parametrize("kind", list(PostingKind))
def test_each_kind_of_posting_has_at_least_four_occupations_and_an_employer(kind: PostingKind) -> None:
    assert sum(kind in row.kinds for row in occupations()) >= 4
    assert any(kind in row.postings for row in employer_shapes().values())


def test_occupations_have_keys_of_their_own_known_bases_and_buildings() -> None:
    keys = [row.key for row in occupations()]
    assert len(set(keys)) == len(keys)
    assert {row.base for row in occupations()} <= set(bases())
    assert {row.setting for row in occupations()} <= set(buildings())
    assert [row.key for row in occupations() if row.pay[0] > row.pay[1] or row.pay[0] <= 0] == []


def test_occupation_codes_are_codes_of_the_classification(shared: Path) -> None:
    with (shared / "occupations" / "csco2022.csv").open(encoding="utf-8-sig") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert [row.key for row in occupations() if row.code not in codes] == []


def test_marginal_demands_are_demands_of_the_occupation_or_of_its_workplace() -> None:
    from_workplace = {"stairs", "toilet_self_care", "commute"}
    idle = {row.key: sorted(row.marginal - set(row.demands) - from_workplace) for row in occupations()}
    assert {key: names for key, names in idle.items() if names} == {}


def test_a_heavier_degree_never_raises_a_level() -> None:
    rising = [
        (impairment, dimension)
        for impairment, levels in impairments().levels.items()
        for dimension, by_degree in levels.items()
        if any(heavier > lighter for lighter, heavier in pairwise(by_degree))
    ]
    assert rising == []


def test_every_impairment_named_anywhere_has_levels() -> None:
    table = impairments()
    named = {name for types in table.primary.values() for weights in types.values() for name in weights}
    named |= set(table.beside) | {name for row in table.beside.values() for name in row} | set(table.aged) | set(table.mentions)
    named |= {name for aid in table.everyday for name in aid.impairments}
    named |= {name for aid in (*table.owned, *table.access_skills) for name in aid.impairments}
    assert named - set(table.levels) == set()


def test_shares_add_up() -> None:
    found = shapes()
    for part in ("types", "districts"):
        assert sum(row["share"] for row in found[part].values()) == pytest.approx(1.0)
    assert sum(found["credentials"].values()) == pytest.approx(1.0)
    assert sum(row.share for row in employer_shapes().values()) == pytest.approx(1.0)


def test_districts_and_zones_are_those_of_the_city() -> None:
    districts = shapes()["districts"]
    assert set(districts) == set(DISTRICTS)
    for code, row in districts.items():
        assert [zone for zone in row.get("zones", {}) if code not in ZONES[zone].districts] == []


def test_ages_follow_the_register_of_job_seekers(shared: Path) -> None:
    bands = ["15-24", "25-34", "35-44", "45-54", "55-64"]
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(bands))
    with (shared / "people" / "seekers_type_severity_age.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["age_band"] in bands:
                counts[row["type"], row["severity"]][bands.index(row["age_band"])] = int(row["count"])
    register = shapes()["register"]
    assert {(kind, severity): row for kind, rows in register.items() for severity, row in rows.items()} == counts
