"""Who a person is, what they can do and what helps them changes no bit of what a ranker sees, nor of a score.

Over a synthetic city, through the very function that pre-matches an event: `RandomRanker` draws a score from all bits of a feature
row, so two equal scores are two equal rows.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from random import Random

import numpy as np
import pytest

from data.synthetic import City, generate_city
from matching.features import Seeker, compute_features, prepare_postings, prepare_seekers
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS
from matching.policy import policy_on
from matching.prematch import PrematchSettings, prematch
from matching.records import (
    AbilityProfile,
    AccommodationStatus,
    Aid,
    Candidate,
    CredentialKind,
    EmployerRecord,
    Household,
    Posting,
    Refusals,
    Workplace,
)
from matching.shortlist import Entry, Versions
from models.baselines import RandomRanker
from models.encoder import load_encoder

TODAY = date(2026, 11, 26)
VERSIONS = Versions(software="t", knowledge="t", encoder="t", ranker="t", candidates="t", postings="t", settings="t")
AIDS = [row.name for row in CATALOGUE.accommodations]
PAIRS = 10_000

Pair = tuple[str, str]
Standing = tuple[str, tuple[str, ...]]
"""The verdict, and what the employer still has to arrange."""


@lru_cache(maxsize=1)
def city() -> City:
    return generate_city(seed=20_26, candidates=800, employers=24, today=TODAY)


@lru_cache(maxsize=1)
def people() -> tuple[Candidate, ...]:
    """All with profiling: a place that was drawn is no score."""
    return tuple(one.model_copy(update={"profiling": True}) for one in city().candidates)


def another_identity(one: Candidate, draw: Random) -> Candidate:
    """The other sex, another age, proof, guardian, household and register."""
    person = one.person.model_copy(
        update={
            "sex": "male" if one.person.sex == "female" else "female",
            "birth": None if one.person.birth is None else one.person.birth + timedelta(days=draw.randint(-900, 900)),
            "guardian": draw.choice([None, "某人"]),
            "name": "另一人",
        }
    )
    changes = {
        "person": person,
        "credential": one.credential.model_copy(update={"kind": draw.choice(list(CredentialKind))}),
        "household": Household(zero_employment=draw.choice([None, True, False]), rural=draw.choice([None, True, False])),
        "employment_aid_recognised": draw.choice([None, True, False]),
        "registered_unemployed": draw.choice([None, True, False]),
    }
    return one.model_copy(update=changes)


def other_abilities(one: Candidate, draw: Random) -> Candidate:
    """Some levels drawn again, some never assessed."""
    levels = {
        row.name: draw.choice([None, 0, 1, 2, 3, 4]) if draw.random() < 0.03 else level
        for row, level in zip(CATALOGUE.dimensions, one.profile.levels, strict=True)
    }
    return one.model_copy(update={"profile": AbilityProfile.of(levels)})


def other_aids(one: Candidate, draw: Random) -> Candidate:
    """Other aids of their own, other ways of access, other refusals."""
    return one.model_copy(
        update={
            "aids": tuple(Aid(name=name) for name in draw.sample(AIDS, 4)),
            "access_skills": frozenset(draw.sample(ACCESS_SKILLS, 2)),
            "refusals": Refusals(accommodations=frozenset(draw.sample(AIDS, 2))),
        }
    )


def another_altogether(one: Candidate, draw: Random) -> Candidate:
    return other_aids(other_abilities(another_identity(one, draw), draw), draw)


SWAPS: dict[str, Callable[[Candidate, Random], Candidate]] = {
    "identity": another_identity,
    "abilities": other_abilities,
    "aids": other_aids,
    "altogether": another_altogether,
}


def swapped(swap: str) -> list[Candidate]:
    draw = Random(7)
    return [SWAPS[swap](one, draw) for one in people()]


@lru_cache(maxsize=1)
def encoder() -> object:
    return load_encoder()


@pytest.mark.parametrize("swap", SWAPS)
def test_no_bit_of_a_feature_changes(swap: str) -> None:
    others = swapped(swap)
    assert sum(one != other for one, other in zip(people(), others, strict=True)) > 600
    first = prepare_seekers([Seeker.of(one) for one in people()], TODAY, encoder())
    second = prepare_seekers([Seeker.of(one) for one in others], TODAY, encoder())
    offers = prepare_postings(city().postings, encoder(), policy_on(TODAY), {"e": EmployerRecord(checked=3, kept=1)})
    rows, pairs = np.arange(len(others)), 0
    similarity, effort = np.full(len(rows), 0.5), np.zeros((len(rows), 2))
    for offer in offers:
        one = compute_features(first, rows, offer, similarity, effort)
        other = compute_features(second, rows, offer, similarity, effort)
        assert one.tobytes() == other.tobytes()
        pairs += len(rows)
    assert pairs >= PAIRS


def scores(candidates: Sequence[Candidate], postings: Sequence[Posting]) -> dict[Pair, tuple[Standing, float]]:
    """Everybody whom the rules allow is ranked and listed."""
    settings = PrematchSettings(today=TODAY, depth=len(candidates), keep=len(candidates), reasons=0)
    found = prematch("fair", candidates, postings, encoder(), RandomRanker(1), VERSIONS, settings)
    own = {one.id: {aid.name for aid in one.aids} for one in candidates}
    statuses = {one.id: one.workplace.statuses for one in postings}
    return {
        (entry.candidate, entry.posting): (standing(entry, own[entry.candidate], statuses[entry.posting]), entry.score)
        for shortlist in found.shortlists
        for entry in shortlist.entries
    }


def standing(entry: Entry, own: set[str], statuses: dict[str, AccommodationStatus]) -> Standing:
    still = [name for name in entry.accommodations if name not in own and statuses.get(name) is not AccommodationStatus.IN_PLACE]
    return entry.verdict, tuple(still) if entry.verdict != "review" else ()


@lru_cache(maxsize=1)
def as_it_is() -> dict[Pair, tuple[Standing, float]]:
    return scores(people(), city().postings)


def with_more_in_place(posting: Posting, draw: Random) -> Posting:
    """What was promised or nothing was said of is there already; what is refused stays so."""
    statuses = dict(posting.workplace.statuses)
    for name in draw.sample(AIDS, 8):
        if statuses.get(name) is not AccommodationStatus.REFUSED:
            statuses[name] = AccommodationStatus.IN_PLACE
    workplace = Workplace.model_validate({**dict(posting.workplace), "statuses": statuses})
    return posting.model_copy(update={"workplace": workplace})


def compare(others: dict[Pair, tuple[Standing, float]]) -> tuple[int, int]:
    """How many pairs have equal standings in both runs, and how many of these another score."""
    before = as_it_is()
    same = [pair for pair in before if pair in others and before[pair][0] == others[pair][0]]
    return len(same), sum(before[pair][1] != others[pair][1] for pair in same)


def test_no_score_changes_with_the_person_where_the_verdict_stands() -> None:
    pairs, changed = compare(scores(swapped("altogether"), city().postings))
    assert (pairs >= PAIRS, changed) == (True, 0)


def test_no_score_changes_with_what_is_in_place() -> None:
    draw = Random(8)
    pairs, changed = compare(scores(people(), [with_more_in_place(one, draw) for one in city().postings]))
    assert (pairs >= PAIRS, changed) == (True, 0)


def test_scores_tell_pairs_apart() -> None:
    """Otherwise equal scores would prove nothing: the same wish, résumé and home at the same posting is rare."""
    found = [score for _, score in as_it_is().values()]
    assert len(set(found)) > 0.9 * len(found)
