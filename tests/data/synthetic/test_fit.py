"""What fits together in the city: who offers what, and which arrangements a building gives occasion for."""

import gc
from datetime import date

import pytest

from data.synthetic import City, generate_city
from data.synthetic.rows import employer_shapes, occupations
from matching.knowledge import CATALOGUE
from matching.records import AccommodationStatus, PostingKind

TODAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def town() -> City:
    return generate_city(seed=3, candidates=50, employers=300, today=TODAY)


@pytest.mark.parametrize("seed", range(4))
def test_fifty_employers_offer_all_kinds(seed: int) -> None:
    small = generate_city(seed=seed, candidates=1, employers=50, today=TODAY)
    assert {posting.kind for posting in small.postings} == set(PostingKind)


def test_a_kind_that_needs_a_sort_of_house_is_offered_there_alone(town: City) -> None:
    employers = {employer.id: employer for employer in town.employers}
    needed = [
        (posting.kind, employers[posting.employer].name, words)
        for posting in town.postings
        if posting.kind is not None and (words := employer_shapes()[employers[posting.employer].kind].only.get(posting.kind))
    ]
    assert {kind for kind, _, _ in needed} >= {PostingKind.MEDICAL_MASSAGE, PostingKind.HEALTH_MASSAGE, PostingKind.COURIER}
    assert [name for _, name, words in needed if not any(word in name for word in words)] == []


def test_no_arrangement_is_spoken_of_where_the_building_gives_no_occasion(town: City) -> None:
    ground = [posting for posting in town.postings if posting.workplace.floor == 1 and "floor" not in posting.workplace.assumed]
    level = [p for p in town.postings if p.workplace.entrance_steps == 0 and "entrance_steps" not in p.workplace.assumed]
    assert ground
    assert level
    assert [posting.id for posting in ground if {"lift", "ground_floor"} & set(posting.workplace.statuses)] == []
    assert [posting.id for posting in level if "ramp" in posting.workplace.statuses] == []


def test_no_arrangement_is_spoken_of_that_the_work_rules_out(town: City) -> None:
    of_title = {title: row for row in occupations() for title in row.titles}
    wrong = [
        (posting.id, name)
        for posting in town.postings
        for name in posting.workplace.statuses
        if (fact := CATALOGUE.accommodation(name).needs_fact) and not of_title[posting.title].facts.get(fact, False)
    ]
    assert wrong == []


def test_dormitory_in_the_welfare_words_means_one_in_place(town: City) -> None:
    lodged = {posting.id for posting in town.postings if {"包住", "提供宿舍"} & set(posting.welfare)}
    in_place = {p.id for p in town.postings if p.workplace.statuses.get("dormitory") is AccommodationStatus.IN_PLACE}
    assert lodged
    assert lodged == in_place


def test_the_collector_is_as_it_was_also_after_a_fault() -> None:
    assert gc.isenabled()
    generate_city(seed=1, candidates=2, employers=2, today=TODAY)
    with pytest.raises(ValueError, match="seed -1"):
        generate_city(seed=-1, candidates=2, employers=2, today=TODAY)
    assert gc.isenabled()
