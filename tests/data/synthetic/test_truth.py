"""The truth knows nothing of features and rules, is seeded, and lets function, promises and prejudice count."""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.synthetic import City
from data.synthetic.truth import ShownPair, World, hidden_world, relevance, simulate_history
from data.synthetic.truth.history import officer_lists, simulate_outcomes
from matching.records import (
    AbilityProfile,
    AccommodationStatus,
    Candidate,
    CertificateDetails,
    Credential,
    CredentialKind,
    Demand,
    Employer,
    Pay,
    PayUnit,
    Person,
    Posting,
    Provenance,
    Resume,
    SourceRef,
    Wishes,
    Workplace,
)
from matching.verdicts import candidate_side, evaluate, posting_side

SHOWN = 12
ROW = np.array([0], dtype=np.int64)


@pytest.fixture(scope="session")
def world(city: City) -> World:
    return hidden_world(5, city.candidates, city.certificates, city.employers, city.postings)


@pytest.fixture(scope="session")
def history(world: World) -> tuple[ShownPair, ...]:
    return simulate_history(world, 5, SHOWN)


def test_truth_reads_records_and_places_and_no_rule_or_feature(root: Path) -> None:
    allowed = ("data.synthetic.truth", "matching.records", "matching.knowledge", "matching.geography")
    wrong = []
    for path in sorted((root / "data" / "synthetic" / "truth").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            ours = [name for name in names if name.split(".")[0] in ("matching", "models", "data", "api")]
            wrong += [(path.name, name) for name in ours if not name.startswith(allowed)]
    assert wrong == []


def test_history_is_the_same_for_the_same_seed_and_differs_for_another(world: World, history: tuple[ShownPair, ...]) -> None:
    assert simulate_history(world, 5, SHOWN) == history
    assert simulate_history(world, 6, SHOWN) != history


def test_hidden_world_is_the_same_for_the_same_seed(city: City, world: World) -> None:
    again = hidden_world(5, city.candidates, city.certificates, city.employers, city.postings)
    people, posts = np.arange(50, dtype=np.int64), np.arange(50, dtype=np.int64)
    for name in ("p_interest", "p_offer", "p_retained"):
        assert (getattr(again, name)(people, posts) == getattr(world, name)(people, posts)).all()


def test_only_shown_pairs_have_outcomes_each_once_in_order(world: World, history: tuple[ShownPair, ...]) -> None:
    shown = officer_lists(world, 5, SHOWN)
    expected = [
        (world.candidates[person].id, world.postings[post].id, rank)
        for post, people in enumerate(shown.tolist())
        for rank, person in enumerate(people, start=1)
    ]
    assert [(row.candidate, row.posting, row.shown_rank) for row in history] == expected
    assert len({(row.candidate, row.posting) for row in history}) == len(history)


def test_each_step_implies_the_one_before_and_all_five_grades_occur(history: tuple[ShownPair, ...]) -> None:
    steps = [(row.interested, row.offered, row.hired, row.retained) for row in history]
    assert [row for row in steps if list(row) != sorted(row, reverse=True)] == []
    assert {relevance(row) for row in history} == {0, 1, 2, 3, 4}


def test_chances_are_chances(world: World) -> None:
    people = np.arange(len(world.candidates), dtype=np.int64)
    for post in range(0, len(world.postings), 7):
        posts = np.full(len(people), post)
        for chance in (world.p_interest(people, posts), world.p_offer(people, posts), world.p_retained(people, posts)):
            assert chance.shape == people.shape
            assert ((chance > 0) & (chance < 1)).all()


def test_attention_falls_with_the_rank(world: World) -> None:
    """The same people shown in reverse: whoever stands first is read more often than whoever stands last."""
    lists = list(officer_lists(world, 5, SHOWN))
    turned = [people[::-1] for people in lists]
    both = [row for shown in (lists, turned) for row in simulate_outcomes(world, shown, 9)]
    rate = [np.mean([row.interested for row in both if row.shown_rank in ranks]) for ranks in ((1, 2, 3), (10, 11, 12))]
    assert rate[0] > 1.5 * rate[1]


def test_blocked_pairs_are_rarely_offered_the_job(city: City, history: tuple[ShownPair, ...]) -> None:
    people = {person.id: candidate_side(person) for person in city.candidates}
    postings = {posting.id: posting_side(posting) for posting in city.postings}
    offers: dict[bool, list[bool]] = {True: [], False: []}
    for row in history:
        if row.interested:
            offers[evaluate(people[row.candidate], postings[row.posting]).verdict == "blocked"].append(row.offered)
    assert min(len(rows) for rows in offers.values()) > 30
    assert np.mean(offers[True]) < 0.5 * np.mean(offers[False])


def person(**levels: int) -> Candidate:
    return Candidate(
        id="c_1",
        person=Person(),
        credential=Credential(kind=CredentialKind.CERTIFICATE),
        profile=AbilityProfile.of(levels, unlisted=4),
        resume=Resume(experience="文件归档 打字"),
        wishes=Wishes(occupations=("文员",), text="想做文员", pay_min=3000),
    )


def posting(**changes: object) -> Posting:
    plain = Posting(
        id="p_1",
        employer="e_1",
        title="文员",
        text="文件归档 打字",
        source=SourceRef(name="test"),
        demands=(Demand(dimension="hearing_phone", level=4, provenance=Provenance.STATED),),
    )
    return plain.model_copy(update=changes)


def one_world(who: Candidate, job: Posting, category: int = 2) -> World:
    papers = CertificateDetails.model_validate({"candidate": "c_1", "category": category, "grade": 1})
    return hidden_world(3, [who], [papers], [Employer(id="e_1", name="示范")], [job])


def test_offers_fall_steeply_with_the_gap() -> None:
    chances = [one_world(person(hearing_phone=level), posting()).p_offer(ROW, ROW)[0] for level in (4, 3, 2, 1, 0)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 20 * chances[-1]


def test_an_arrangement_in_place_helps_more_than_a_promise_and_a_refusal_not_at_all() -> None:
    def offered(status: AccommodationStatus) -> float:
        place = Workplace(statuses={"text_channel": status})
        return float(one_world(person(hearing_phone=1), posting(workplace=place)).p_offer(ROW, ROW)[0])

    bare = float(one_world(person(hearing_phone=1), posting()).p_offer(ROW, ROW)[0])
    in_place, committed, refused = (offered(AccommodationStatus(name)) for name in ("in_place", "committed", "refused"))
    assert in_place > committed > refused == bare


def test_more_pay_draws_and_keeps_people() -> None:
    low, high = (one_world(person(), posting(pay=Pay(minimum=pay, unit=PayUnit.MONTH))) for pay in (2_300, 6_000))
    assert high.p_interest(ROW, ROW)[0] > low.p_interest(ROW, ROW)[0]
    assert high.p_retained(ROW, ROW)[0] > low.p_retained(ROW, ROW)[0]


def test_some_employers_refuse_one_category_behind_closed_doors(world: World) -> None:
    shut = world.unlike.any(axis=0)
    assert 0.05 < shut.mean() < 0.4
    refused = replace(world, unlike=np.zeros_like(world.unlike))
    people, posts = (found.astype(np.int64) for found in np.nonzero(world.unlike))
    assert (world.p_offer(people, posts) < refused.p_offer(people, posts)).all()


def test_equal_inputs_without_a_certificate_are_nobodys_target() -> None:
    for seed in range(12):
        world = hidden_world(seed, [person()], [], [Employer(id="e_1", name="示范")], [posting()])
        assert not world.unlike.any()
