"""A city: seeded, coherent, varied, with real faults in it, and nothing in it that could be anybody's."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from data.importers.certificate import read_certificate_number
from data.synthetic import City, generate_city
from data.synthetic.numbers import AREA
from data.synthetic.rows import impairments
from matching.geography import DISTRICTS, ZONES
from matching.knowledge import CATALOGUE
from matching.records import (
    PLATFORM_KINDS,
    AccommodationStatus,
    Candidate,
    CredentialKind,
    Eligibility,
    EmployerKind,
    PayUnit,
    Posting,
    PostingKind,
    Provenance,
)
from matching.texts import posting_text, profile_text
from matching.verdicts import candidate_side, evaluate, posting_side

FLOOR = 2_210
"""Yuan a month: the first-tier minimum wage of Hubei since 2024-02-01."""


def mean_level(city: City, category: int, dimension: str) -> float:
    """The mean assessed level of a category's people."""
    mine = {row.candidate for row in city.certificates if row.category == category}
    levels = [person.profile.level(dimension) for person in city.candidates if person.id in mine]
    return float(np.mean([level for level in levels if level is not None]))


def share(rows: list[bool]) -> float:
    return sum(rows) / len(rows)


def test_a_city_is_the_same_for_the_same_seed_and_day(city: City, today: date) -> None:
    again = generate_city(seed=11, candidates=700, employers=120, today=today)
    assert again == city


def test_another_seed_makes_another_city(city: City, today: date) -> None:
    other = generate_city(seed=12, candidates=700, employers=120, today=today)
    assert other.candidates != city.candidates
    assert other.postings != city.postings


def test_a_city_has_the_size_asked_for_and_refers_to_nobody_outside(city: City) -> None:
    assert (len(city.candidates), len(city.employers)) == (700, 120)
    for rows in (city.candidates, city.employers, city.postings, city.intermediaries):
        assert len({row.id for row in rows}) == len(rows)
    people, employers = {row.id for row in city.candidates}, {row.id for row in city.employers}
    assert {row.candidate for row in city.certificates} <= people
    assert {row.employer for row in city.postings} <= employers
    passed_on = {row.source.intermediary for row in city.postings} - {None}
    assert passed_on
    assert passed_on <= {row.id for row in city.intermediaries}
    assert len(city.postings) > 2 * len(city.employers)


@pytest.mark.parametrize(("candidates", "employers"), [(1, 1), (30, 5)])
def test_small_cities_can_be_made(candidates: int, employers: int, today: date) -> None:
    small = generate_city(seed=1, candidates=candidates, employers=employers, today=today)
    assert (len(small.candidates), len(small.employers)) == (candidates, employers)
    assert len(small.postings) >= employers


def test_a_city_can_be_made_on_a_leap_day() -> None:
    assert len(generate_city(seed=1, candidates=20, employers=3, today=date(2028, 2, 29)).candidates) == 20


@pytest.mark.parametrize("part", ["candidates", "certificates", "employers", "postings", "intermediaries", "events"])
def test_records_are_what_their_own_checks_accept(city: City, part: str) -> None:
    rows = getattr(city, part)
    for row in rows[:: max(len(rows) // 200, 1)]:
        assert type(row).model_validate(row.model_dump()) == row


def test_certificate_numbers_say_what_the_records_say_and_belong_to_no_place(city: City, today: date) -> None:
    people = {person.id: person for person in city.candidates}
    numbered = [row for row in city.certificates if row.number is not None]
    assert len({(row.number or "")[:18] for row in numbered}) == len(numbered) > 500
    for row in numbered:
        read = read_certificate_number(row.number or "", today)
        who = people[row.candidate].person
        assert (read.category, read.grade, read.citizen.birth, read.citizen.sex) == (row.category, row.grade, who.birth, who.sex)
        assert read.number.startswith(AREA)


def test_only_certificates_have_numbers_and_grades_stay_within_their_scale(city: City) -> None:
    kinds = {person.id: person.credential.kind for person in city.candidates}
    scale = {CredentialKind.CERTIFICATE: 4, CredentialKind.VETERAN: 8, CredentialKind.WORK_INJURY: 10}
    seen = Counter(kinds.values())
    assert set(seen) == set(CredentialKind)
    assert seen[CredentialKind.CERTIFICATE] > 0.8 * len(kinds)
    for row in city.certificates:
        kind = kinds[row.candidate]
        assert (row.number is not None) == (kind is CredentialKind.CERTIFICATE)
        assert 1 <= (row.grade or 0) <= scale[kind]


def test_people_are_of_working_age_and_of_every_district(city: City, today: date) -> None:
    ages = [(today - (person.person.birth or today)).days / 365.25 for person in city.candidates]
    assert 16 <= min(ages) < 22
    assert 55 < max(ages) < 65
    assert {person.home.district for person in city.candidates} == set(DISTRICTS)
    zones = {person.home.zone for person in city.candidates} - {None}
    assert len(zones) >= 3
    assert zones <= set(ZONES)


@pytest.mark.parametrize(
    ("category", "dimension", "below", "other"),
    [
        (1, "text_access", 2.6, 2),
        (2, "hearing_speech", 2.6, 1),
        (2, "hearing_phone", 2.2, 4),
        (4, "stairs", 3.0, 2),
        (5, "learning", 3.0, 1),
        (5, "planning", 2.6, 2),
        (6, "stress", 3.0, 4),
    ],
)
def test_function_fits_the_category_and_not_another(city: City, category: int, dimension: str, below: float, other: int) -> None:
    assert mean_level(city, category, dimension) < below < mean_level(city, other, dimension)


def test_within_a_category_people_differ(city: City) -> None:
    papers = {row.candidate: row for row in city.certificates}
    same = [p for p in city.candidates if p.id in papers and (papers[p.id].category, papers[p.id].grade) == (4, 4)]
    assert len(same) > 40
    assert len({person.profile.levels for person in same}) > 0.95 * len(same)


def test_some_abilities_are_not_assessed_core_ones_seldom(city: City) -> None:
    missing = {
        core: [
            level is None
            for person in city.candidates
            for row, level in zip(CATALOGUE.dimensions, person.profile.levels, strict=True)
            if row.core is core
        ]
        for core in (True, False)
    }
    assert 0.02 < share(missing[True]) < share(missing[False]) < 0.5
    assert any(person.profile.assessed == 0 for person in city.candidates)
    assert any(person.profile.assessed == len(CATALOGUE.dimensions) for person in city.candidates)


def test_assessments_have_a_source_and_a_day_before_today(city: City, today: date) -> None:
    found = [row for person in city.candidates for row in person.profile.assessments if row is not None]
    assert len({row.source for row in found}) == 4
    assert all(row.on < today for row in found if row.on is not None)


def test_wishes_and_refusals_do_not_contradict_each_other(city: City) -> None:
    for person in city.candidates:
        if person.wishes.remote == "only":
            assert "remote" not in person.refusals.accommodations


def test_texts_of_people_are_varied_and_some_are_silent(city: City) -> None:
    wishes = [person.wishes.text for person in city.candidates]
    told = [text for text in wishes if text]
    assert 0.02 < 1 - len(told) / len(wishes) < 0.4
    assert len(set(told)) > 0.8 * len(told)
    assert any(not person.resume.experience for person in city.candidates)


def test_a_barrier_that_people_mention_themselves_reaches_no_encoder(city: City) -> None:
    told = {phrase for phrases in impairments().mentions.values() for phrase in phrases}
    telling = [p for p in city.candidates if any(phrase in p.wishes.text for phrase in told)]
    assert len(telling) > 15
    words = (
        "轮椅",
        "听不见",
        "看不见",
        "聋",
        "盲人",
        "癫痫",
        "助听器",
        "截瘫",
        "读屏",
        "手语",
        "吃药",
        "腿脚不便",
        "耳朵不好",
        "不能说话",
        "口齿不",
        "一只手",
        "身体弱",
        "学东西慢",
        "妈妈陪",
    )
    heard = [person for person in telling if any(word in person.wishes.text for word in words)]
    assert len(heard) > 5
    kept = {word for person in telling for word in words if word in profile_text(person.resume, person.wishes)}
    assert kept == set()


def test_every_kind_of_posting_is_there_with_its_own_terms(city: City) -> None:
    kinds = Counter(posting.kind for posting in city.postings)
    assert set(kinds) == set(PostingKind)
    for posting in city.postings:
        assert (posting.platform is None) or (posting.kind in PLATFORM_KINDS)
        if posting.kind is PostingKind.INTERNSHIP:
            assert posting.contract == "internship"
        if posting.kind is PostingKind.MEDICAL_MASSAGE:
            assert posting.title
    platform = [posting.platform for posting in city.postings if posting.platform is not None]
    assert {terms.contact_channel for terms in platform} >= {"voice", "text"}
    assert {terms.fee_waiver for terms in platform} >= {True, None}


def test_medical_massage_asks_for_the_licence_and_health_massage_never_does(city: City) -> None:
    asked = {
        kind: {"medical_massage" in posting.licences for posting in city.postings if posting.kind is kind}
        for kind in (PostingKind.MEDICAL_MASSAGE, PostingKind.HEALTH_MASSAGE)
    }
    assert True in asked[PostingKind.MEDICAL_MASSAGE]
    assert asked[PostingKind.HEALTH_MASSAGE] == {False}


@pytest.mark.parametrize(
    ("fault", "least"),
    [
        (lambda w: (w.floor or 1) >= 3 and (w.entrance_steps or 0) > 0 and "lift" not in w.statuses, 5),
        (lambda w: w.toilet == "squat", 40),
        (lambda w: w.toilet == "accessible", 5),
        (lambda w: w.floor is None, 20),
        (lambda w: w.toilet is None, 20),
        (lambda w: w.entrance_steps is None, 20),
        (lambda w: w.remote is True, 5),
        (lambda w: w.commute == 4, 2),
        (lambda w: bool(w.assumed), 5),
        (lambda w: w.statuses.get("lift") is AccommodationStatus.IN_PLACE, 20),
    ],
    ids=["third floor behind a step", "squat", "accessible", "floor?", "toilet?", "steps?", "remote", "far", "assumed", "lift"],
)
def test_workplaces_have_real_faults_and_gaps(city: City, fault: Callable[[object], bool], least: int) -> None:
    assert sum(fault(posting.workplace) for posting in city.postings) >= least


def test_demands_have_every_provenance_that_a_source_can_give(city: City) -> None:
    seen = Counter(demand.provenance for posting in city.postings for demand in posting.demands)
    for provenance in ("stated", "confirmed", "read", "typical", "unknown"):
        assert seen[Provenance(provenance)] > 20, provenance
    assert sum(demand.marginal for posting in city.postings for demand in posting.demands) > 100


def test_what_was_read_quotes_the_postings_own_words(city: City) -> None:
    quoted = [(row, posting) for posting in city.postings for row in posting.demands if row.provenance is Provenance.READ]
    assert quoted
    assert [(posting.id, row.dimension) for row, posting in quoted if not row.evidence or row.evidence not in posting.text] == []


def test_arrangements_have_every_status(city: City) -> None:
    seen = Counter(status for posting in city.postings for status in posting.workplace.statuses.values())
    assert {status: seen[status] > 20 for status in AccommodationStatus} == dict.fromkeys(AccommodationStatus, True)


def test_facts_are_true_false_and_absent(city: City) -> None:
    seen = Counter(posting.workplace.facts.get("remote_possible") for posting in city.postings)
    assert {True, False, None} <= set(seen)


def test_monthly_pay_respects_the_floor_mostly_and_some_pay_is_words(city: City) -> None:
    full_time = [
        posting.pay.minimum
        for posting in city.postings
        if posting.pay.unit is PayUnit.MONTH and posting.pay.minimum is not None and (posting.hours.per_day or 8) >= 8
    ]
    low = share([pay < FLOOR for pay in full_time])
    assert 0 < low < 0.08
    assert any(posting.pay.unit is None for posting in city.postings)
    assert len({posting.pay.unit for posting in city.postings}) >= 5


def test_employers_are_of_every_kind_and_public_bodies_have_posts(city: City) -> None:
    assert {row.kind for row in city.employers} == set(EmployerKind)
    for row in city.employers:
        public = row.kind in (EmployerKind.GOVERNMENT, EmployerKind.PUBLIC_INSTITUTION)
        assert (row.establishment is not None) == public
        assert row.name.startswith("江城示范")
    codes = [row.code for row in city.employers if row.code]
    assert len(set(codes)) == len(codes) > 100


def test_texts_of_postings_are_varied_and_mostly_in_chinese(city: City) -> None:
    texts = [posting.text for posting in city.postings]
    assert len(set(texts)) > 0.95 * len(texts)
    assert min(map(len, texts)) < 40
    assert max(map(len, texts)) > 120
    assert all(posting_text(posting).strip() for posting in city.postings)


def test_verdicts_of_a_city_are_mixed(city: City) -> None:
    people = [candidate_side(person) for person in city.candidates[::5]]
    postings = [posting_side(posting) for posting in city.postings[::9]]
    seen = Counter(evaluate(person, posting).verdict for person in people for posting in postings)
    whole = sum(seen.values())
    assert whole > 4_000
    assert 0.2 < seen["blocked"] / whole < 0.85
    assert seen["eligible"] / whole > 0.01
    assert seen["eligible_with"] / whole > 0.01
    assert seen["review"] / whole > 0.05


def test_everybody_has_a_way_to_some_posting(city: City) -> None:
    """A city in which whole groups could do nothing would teach that to whoever learns from it."""
    postings = [posting_side(posting) for posting in city.postings]
    people = [person for person in city.candidates if person.profile.assessed][::12]
    shut_out = [p.id for p in people if all(evaluate(candidate_side(p), posting).verdict == "blocked" for posting in postings)]
    assert len(shut_out) <= 0.06 * len(people)


def test_reprs_of_a_city_show_no_name(city: City) -> None:
    person: Candidate = city.candidates[0]
    assert person.person.name not in repr(person)
    posting: Posting = next(row for row in city.postings if row.contact)
    assert (posting.contact or "") not in repr(posting)


def test_some_posts_have_conditions_of_their_own_and_some_people_meet_them(city: City) -> None:
    own = [posting.eligibility for posting in city.postings if posting.eligibility != Eligibility()]
    assert 0.02 < len(own) / len(city.postings) < 0.2
    assert {name for one in own for name, value in one if value} == set(Eligibility.model_fields)
    welfare = [posting for posting in city.postings if posting.eligibility.residence]
    assert {posting.kind for posting in welfare} == {PostingKind.PUBLIC_WELFARE}
    assert all(posting.eligibility.residence == (posting.place.district,) for posting in welfare)


def test_the_retirement_rule_is_told_of_older_women_only(city: City, today: date) -> None:
    told = [person.person for person in city.candidates if person.person.retirement_track is not None]
    assert {person.retirement_track for person in told} == {"w50", "w55"}
    assert {person.sex for person in told} == {"female"}
    assert all(person.birth is not None and today.year - person.birth.year >= 40 for person in told)
