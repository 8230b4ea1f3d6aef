"""The feature table: equal to a slow version pair by pair, silent about health, honest about what is missing."""

from datetime import date
from itertools import pairwise
from math import isnan, log1p, nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.features import (
    FEATURE_NAMES,
    FEATURES,
    POSITION,
    Offer,
    Seeker,
    compute_features,
    compute_pairs,
    prepare_postings,
    prepare_seekers,
)
from matching.features.mentions import occupations_in, occupations_of
from matching.features.seekers import held_skills, plain_name
from matching.features.time_wishes import DAYTIME, FLEXIBLE, PART_TIME, WEEKEND, time_offered, time_wished
from matching.features.wording import occurs, same_skill, squeeze, stem, terms, title_head
from matching.geography import DISTRICTS, ZONES, area_of, distance_km, same_area
from matching.occupation_titles import near_occupations
from matching.policy import policy_on
from matching.records import (
    AbilityProfile,
    Aid,
    Candidate,
    Credential,
    CredentialKind,
    Education,
    EmployerRecord,
    Hours,
    Household,
    Licence,
    Pay,
    PayUnit,
    Person,
    Place,
    PlatformTerms,
    Posting,
    PostingKind,
    Refusals,
    Resume,
    Skill,
    SourceRef,
    Wishes,
    Workplace,
)
from matching.skills import skills_named, skills_told
from matching.texts import experience_text, posting_text, profile_text, redact, wish_text
from tests.matching.encoders import CharacterEncoder

ENCODER = CharacterEncoder()
POLICY = policy_on(date(2026, 11, 26))
LOOSE = {"wish_meaning": 1e-6, "skills_meaning": 1e-6}
"""Cosines are of float32 rows."""
RECORDS = {"e": EmployerRecord(checked=5, kept=3)}

WORDS = (
    "客服专员",
    "数据录入员",
    "保洁员",
    "按摩师",
    "面点师",
    "仓库分拣",
    "Java工程师",
    "excel",
    "图文设计",
    "视力",
    "手语",
    "会计",
    "java",
)
WISH_TEXTS = {
    "想做客服,": frozenset[str](),
    "不想做保洁,": frozenset[str](),
    "离家近的数据录入": frozenset[str](),
    "最好双休,不上夜班": frozenset({"weekend", "day"}),
    "时间灵活的兼职": frozenset({"flexible", "part"}),
}
"""What people write, and what it says about time."""
BENEFITS = ("五险一金", "包吃住", "岗前培训", "双休", "餐补")


def pick(generator: np.random.Generator, values: tuple[object, ...] | list[object]) -> object:
    return values[int(generator.integers(0, len(values)))]


def maybe(generator: np.random.Generator, value: object) -> object:
    return value if generator.random() < 0.7 else None


def some(generator: np.random.Generator, values: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(str(pick(generator, values)) for _ in range(int(generator.integers(0, most + 1))))


def a_place(generator: np.random.Generator) -> Place:
    kind = generator.random()
    if kind < 0.2:
        return Place()
    if kind < 0.3:
        return Place(city="上海", text="上海·浦东新区")
    city = maybe(generator, "武汉")
    if kind < 0.5:
        return Place(city=city, zone=pick(generator, list(ZONES)))
    return Place(city=city, district=maybe(generator, pick(generator, list(DISTRICTS))))


def a_seeker(generator: np.random.Generator) -> Seeker:
    education = maybe(generator, pick(generator, list(Education)))
    resume = Resume(
        skills=tuple(Skill(name=name) for name in some(generator, WORDS, 3)),
        certificates=some(generator, ("会计证", "普通话二甲"), 1),
        licences=tuple(Licence(name=name) for name in sorted(set(some(generator, ("car", "medical_massage"), 2)))),
        education=education,
        experience_years=maybe(generator, float(generator.integers(0, 20))),
        experience="".join(some(generator, ("做过客服三年。", "在仓库分拣包裹,", "没有做过保洁,", "学过java和excel"), 2)),
    )
    wishes = Wishes(
        occupations=some(generator, WORDS, 2),
        text="".join(some(generator, tuple(WISH_TEXTS), 1)),
        kinds=frozenset(some(generator, ("platform_gig", "public_welfare", "ecommerce"), 2)),
        pay_min=maybe(generator, int(generator.integers(0, 3)) * 2_500),
        minutes_max=maybe(generator, 45),
        hours_max=maybe(generator, 6.0),
        districts=frozenset(some(generator, tuple(DISTRICTS), 3)),
        remote=pick(generator, [None, "no", "welcome", "only"]),
    )
    return Seeker(resume, wishes, a_place(generator))


def a_posting(generator: np.random.Generator) -> Posting:
    low = int(generator.integers(1, 6)) * 1_000
    kind = maybe(generator, pick(generator, list(PostingKind)))
    pay = pick(
        generator, [Pay(text="面议"), Pay(minimum=low, maximum=low * 2, unit=PayUnit.MONTH), Pay(minimum=100, unit=PayUnit.DAY)]
    )
    return Posting(
        id="p",
        employer="e",
        kind=kind,
        title=str(pick(generator, ("客服专员+双休", "数据录入员(可居家)", "java开发", "工", "保洁员", "仓库分拣员"))),
        text="".join(some(generator, ("负责电话客服与订单录入,要求会excel,提供培训。", "每天分拣包裹,盘点仓库。"), 2)),
        source=SourceRef(name="test"),
        headcount=maybe(generator, int(generator.integers(1, 30))),
        pay=pay,
        place=a_place(generator),
        hours=Hours(per_day=maybe(generator, 8), days_per_week=maybe(generator, 5), shift=pick(generator, [None, "day", "night"])),
        education=maybe(generator, pick(generator, list(Education))),
        experience_years=maybe(generator, 3.0),
        skills=some(generator, WORDS, 3),
        licences=tuple(sorted(set(some(generator, ("car", "forklift"), 2)))),
        welfare=some(generator, BENEFITS, 2),
        contract=pick(generator, [None, "labour", "gig"]),
        platform=PlatformTerms(free_training=True) if kind is PostingKind.ECOMMERCE else None,
        workplace=Workplace(remote=pick(generator, [None, True, False]), floor=maybe(generator, 3)),
    )


def prepare_offer(posting: Posting) -> Offer:
    (offer,) = prepare_postings([posting], ENCODER, POLICY, RECORDS)
    return offer


def slow_cosine(one: str, other: str) -> float:
    first, second = ENCODER.encode([one, other])
    return float(first @ second) if first.any() and second.any() else nan


def slow_nearness(codes: frozenset[str], others: frozenset[str]) -> float:
    """By the words of the table: same, small class or near in work, middle class, main class."""
    best = [0.0]
    for one in codes:
        for other in others:
            near = any(one in group and other in group for group in near_occupations())
            best.append(
                1.0
                if one == other
                else 0.75
                if near or one[:7] == other[:7]
                else 0.5
                if one[:4] == other[:4]
                else 0.25 * (one[0] == other[0])
            )
    return max(best) if codes and others else nan


def slow_time(posting: Posting) -> dict[str, bool]:
    """What the posting lets one tell about time, and whether it is so."""
    known = {}
    if posting.hours.shift is not None:
        known["day"] = posting.hours.shift == "day"
    if posting.hours.days_per_week is not None or "双休" in posting.title + "".join(posting.welfare):
        known["weekend"] = True
    if posting.hours.per_day is not None:
        known["part"] = False
    if posting.contract is not None:
        known["flexible"] = posting.contract == "gig"
    return known


def slow_floor(posting: Posting) -> float:
    """Nobody drawn here works part time, and 21.75 days are paid a month."""
    place, pay = posting.place, posting.pay
    area = area_of(place)
    if place.city not in (None, "武汉") or pay.minimum is None:
        return nan
    codes = list(DISTRICTS) if area is None else list(area.districts) if area.code is None else [area.code]
    least = min(POLICY.wages[code].monthly for code in codes if code in POLICY.wages)
    middle = pay.minimum if pay.maximum is None else (pay.minimum + pay.maximum) / 2
    return middle * (21.75 if pay.unit is PayUnit.DAY else 1) / least


def slow_row(seeker: Seeker, posting: Posting, similarity: float, to_arrange: tuple[float, float]) -> dict[str, float]:
    """One pair, one feature after another, straight from the records."""
    resume, wishes, home = seeker.resume, seeker.wishes, seeker.home
    title, body = squeeze(redact(posting.title)), squeeze(posting_text(posting))
    row = {
        "meaning_similarity": similarity if profile_text(resume, wishes) and body else nan,
        "arrange_count": to_arrange[0],
        "arrange_cost": to_arrange[1],
    }
    wish = terms(squeeze(wish_text(wishes)))
    experience = terms(squeeze(experience_text(resume)))
    head, everything = terms(stem(title_head(title))), terms(body)
    row["title_in_wish"] = len(head & wish) / len(head) if head and wish else nan
    row["title_in_experience"] = len(head & experience) / len(head) if head and experience else nan
    profile = wish | experience
    row["wording_overlap"] = len(profile & everything) / sqrt(len(profile) * len(everything)) if profile and everything else nan
    wished = [stem(name) for name in map(plain_name, wishes.occupations) if name]
    row["wish_meaning"] = max(
        [slow_cosine(plain_name(name), title_head(title)) for name in wishes.occupations if plain_name(name)], default=nan
    )
    title_codes = occupations_of(title_head(title))
    wish_codes = frozenset[str]().union(*(occupations_of(plain_name(name)) for name in wishes.occupations))
    row["occupation_near_wish"] = slow_nearness(title_codes, wish_codes)
    row["occupation_near_experience"] = slow_nearness(title_codes, occupations_in(squeeze(experience_text(resume))))
    row["experience_meaning"] = slow_cosine(experience_text(resume), title_head(title))
    nearest = [row[name] for name in ("occupation_near_experience", "title_in_experience", "experience_meaning")]
    nearest = [min(max(value, 0), 1) for value in nearest if not isnan(value)]
    years = resume.experience_years
    row["like_years"] = nan if years is None or not nearest else log1p(years) * max(nearest)
    levels = [1.0 if occurs(name, title) else 0.5 if occurs(name, body) else 0.0 for name in wished]
    row["occupation_wished"] = max(levels) if levels else nan

    asked = {plain_name(name) for name in posting.skills} - {""}
    held = set(held_skills(resume))
    covered = sum(any(same_skill(one, other) for other in held) for one in asked)
    row["skills_covered"] = covered / len(asked) if asked else nan
    row["skills_missing"] = len(asked) - covered if asked else nan
    row["skills_meaning"] = nan
    if asked and held:
        row["skills_meaning"] = sum(
            max(1.0 if same_skill(one, other) else slow_cosine(one, other) for other in held) for one in asked
        ) / len(asked)
    row["skills_in_text"] = (
        sum(occurs(name, body) or bool(skills_named(name) & skills_told(body)) for name in held) if held and body else nan
    )
    licences = {licence.name for licence in resume.licences}
    row["licences_covered"] = len(licences & set(posting.licences)) / len(posting.licences) if posting.licences else nan

    remote = posting.workplace.remote
    places = [place if place.city in (None, "武汉") else Place() for place in (home, posting.place)]
    km = distance_km(*places)
    row["distance_km"] = 0.0 if remote else nan if km is None else km
    same = same_area(*places)
    row["same_district"] = nan if remote or same is None else float(same)
    area = area_of(places[1])
    districts = set() if area is None else set(area.districts) if area.code is None else {area.code}
    row["district_wished"] = nan if remote or not wishes.districts or not districts else float(bool(wishes.districts & districts))
    areas = [area_of(place) for place in places]
    minutes = None if None in areas else POLICY.minutes(areas[0].key, areas[1].key)
    row["commute_minutes"] = 0.0 if remote else nan if minutes is None else minutes
    row["minutes_against_wish"] = row["commute_minutes"] / wishes.minutes_max if wishes.minutes_max else nan
    cities = [place.city or ("武汉" if area_of(place) else None) for place in (home, posting.place)]
    row["other_city"] = 0.0 if remote else nan if None in cities else float(cities[0] != cities[1])

    pay = posting.pay.monthly()
    middle = nan if pay is None else sum(pay) / 2
    row["pay_level"], row["pay_known"] = middle / 1_000, float(pay is not None)
    row["pay_against_wish"] = nan
    if pay is not None and wishes.pay_min:
        row["pay_against_wish"] = min(middle / wishes.pay_min, 3.0)
    row["pay_shortfall"] = max(0, 1 - middle / wishes.pay_min) if pay is not None and wishes.pay_min else nan
    row["pay_against_floor"] = slow_floor(posting)
    hours = posting.hours
    row["hours_room"] = nan if hours.per_day is None or wishes.hours_max is None else wishes.hours_max - hours.per_day
    row["hours_over"] = nan if isnan(row["hours_room"]) else max(-row["hours_room"], 0)
    told, offered = WISH_TEXTS.get(wishes.text, frozenset()), slow_time(posting)
    row["hours_fit"] = sum(offered[one] for one in told & set(offered)) / len(told & set(offered)) if told & set(offered) else nan
    row["days_per_week"] = nan if hours.days_per_week is None else hours.days_per_week
    row["night_work"] = nan if hours.shift is None else float(hours.shift == "night")
    fits = {(True, "only"): 1, (True, "welcome"): 1, (True, "no"): 0, (False, "only"): 0, (False, "welcome"): 0.5, (False, "no"): 1}
    row["remote_fit"] = fits.get((remote, wishes.remote), nan)
    row["kind_wished"] = nan if posting.kind is None or not wishes.kinds else float(posting.kind.value in wishes.kinds)
    ranks = nan if resume.education is None or posting.education is None else resume.education.rank - posting.education.rank
    row["education_shortfall"], row["education_surplus"] = (nan, nan) if isnan(ranks) else (max(-ranks, 0), max(ranks, 0))
    years = (
        nan if None in (resume.experience_years, posting.experience_years) else resume.experience_years - posting.experience_years
    )
    row["experience_shortfall"], row["experience_surplus"] = (nan, nan) if isnan(years) else (max(-years, 0), min(max(years, 0), 5))

    said = posting.text + "".join(posting.welfare)
    row["headcount"] = nan if posting.headcount is None else log1p(posting.headcount)
    row["training_offered"] = float("培训" in said) if said else nan
    if posting.platform is not None:
        row["training_offered"] = 1.0
    lacks = row["skills_missing"] > 0 or row["experience_shortfall"] > 0
    row["training_fit"] = row["training_offered"] if lacks else nan
    row["learnable_skills"] = row["skills_missing"] * row["training_offered"]
    row["promises_kept"], row["promises_checked"] = 4 / 7, 5
    row["labour_contract"] = nan if posting.contract is None else float(posting.contract == "labour")
    row["insurance"] = float("五险" in said) if said else nan
    row["meals"] = float("包吃" in said or "餐补" in said) if said else nan
    row["lodging"] = float("包住" in said) if said else nan
    row["shuttle"] = float("班车" in said) if said else nan
    public = ("soe_targeted", "government", "public_institution", "public_welfare")
    row["public_post"] = nan if posting.kind is None else float(posting.kind in public)
    row["platform_post"] = nan if posting.kind is None else float(posting.kind in ("platform_gig", "ecommerce", "courier"))
    stated = [
        len(posting.text) >= 50,
        pay is not None,
        bool(posting.place.district or posting.place.zone or remote),
        hours != Hours(),
        posting.education is not None,
        posting.headcount is not None,
        posting.contract is not None,
        bool(posting.workplace.floor is not None or remote),
    ]
    row["posting_completeness"] = sum(stated) / 8
    return row


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 1_000_000))
def test_features_equal_the_slow_version(seed: int) -> None:
    generator = np.random.Generator(np.random.PCG64(seed))
    seekers = [a_seeker(generator) for _ in range(12)]
    table = prepare_seekers(seekers, None, ENCODER)
    rows = generator.permutation(12)[: int(generator.integers(1, 13))].astype(np.int64)
    similarity = generator.random(len(rows))
    to_arrange = generator.integers(0, 4, (len(rows), 2)).astype(np.float64)
    posting = a_posting(generator)
    features = compute_features(table, rows, prepare_offer(posting), similarity, to_arrange)
    assert features.shape == (len(rows), len(FEATURES))
    for i, row in enumerate(rows):
        slow = slow_row(seekers[row], posting, similarity[i], tuple(to_arrange[i]))
        assert set(slow) == set(FEATURE_NAMES)
        for name, value in slow.items():
            assert features[i, POSITION[name]] == pytest.approx(value, abs=LOOSE.get(name, 1e-12), nan_ok=True), name


def test_features_of_a_row_do_not_depend_on_the_other_rows() -> None:
    generator = np.random.Generator(np.random.PCG64(4))
    seekers = [a_seeker(generator) for _ in range(30)]
    offer = prepare_offer(a_posting(generator))
    together = compute_features(prepare_seekers(seekers, None, ENCODER), np.arange(30), offer, np.full(30, 0.5), np.zeros((30, 2)))
    for i, seeker in enumerate(seekers):
        alone = compute_features(
            prepare_seekers([seeker], None, ENCODER), np.zeros(1, np.int64), offer, np.full(1, 0.5), np.zeros((1, 2))
        )
        np.testing.assert_array_equal(alone[0], together[i])


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1_000_000), sizes=st.lists(st.integers(0, 9), min_size=0, max_size=40))
def test_all_pairs_in_one_pass_are_those_of_posting_after_posting(seed: int, sizes: list[int]) -> None:
    """To the last bit, for postings with and without people, a stranger and a bare posting among them."""
    generator = np.random.Generator(np.random.PCG64(seed))
    table = prepare_seekers([*(a_seeker(generator) for _ in range(11)), Seeker(Resume(), Wishes(), Place())], None, ENCODER)
    kinds = [prepare_offer(a_posting(generator)) for _ in range(3)]
    kinds += prepare_postings([Posting(id="p", employer="e", title="?", source=SourceRef(name="t"))])
    offers = [kinds[int(one)] for one in generator.integers(0, 4, len(sizes))]
    bounds = np.cumsum([0, *sizes])
    rows = generator.integers(0, 12, bounds[-1])
    similarity, to_arrange = generator.random(len(rows)), generator.integers(0, 4, (len(rows), 2)).astype(np.float64)
    to_arrange[generator.random(len(rows)) < 0.3] = np.nan
    together = compute_pairs(table, rows, offers, bounds, similarity, to_arrange)
    parts = [slice(start, stop) for start, stop in pairwise(bounds.tolist())]
    alone = [
        compute_features(table, rows[one], offer, similarity[one], to_arrange[one])
        for one, offer in zip(parts, offers, strict=True)
    ]
    np.testing.assert_array_equal(together, np.concatenate([np.zeros((0, len(FEATURES))), *alone]))


@pytest.mark.parametrize("bounds", [[0, 3], [0, 2, 4], [1, 2, 3], [0, 4, 3]])
def test_bounds_that_do_not_cover_the_rows_are_refused(bounds: list[int]) -> None:
    table = prepare_seekers([Seeker(Resume(), Wishes(), Place())])
    offers = prepare_postings([Posting(id="p", employer="e", title="保洁员", source=SourceRef(name="t"))]) * 2
    with pytest.raises(ValueError, match="bounds of 2 postings must go up from 0 to 3, in 3 steps"):
        compute_pairs(table, np.zeros(3, np.int64), offers, np.array(bounds), np.zeros(3), np.zeros((3, 2)))


def a_candidate(**changes: object) -> Candidate:
    facts = {
        "id": "c_1",
        "person": Person(name="某人", birth=date(1990, 1, 1), sex="female"),
        "credential": Credential(kind=CredentialKind.CERTIFICATE),
        "home": Place(city="武汉", district="420106"),
        "resume": Resume(skills=(Skill(name="数据录入"),), education=Education.SENIOR, experience="做过三年数据录入"),
        "wishes": Wishes(occupations=("录入员",), pay_min=3_000, districts=frozenset({"420106"})),
    }
    return Candidate(**(facts | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"profile": AbilityProfile.of({}, unlisted=4)},
        {"profile": AbilityProfile.of({}, unlisted=1)},
        {"aids": (Aid(name="screen_reader"),)},
        {"access_skills": frozenset({"csl", "braille", "screen_reader"})},
        {"person": Person(name="另一人", birth=date(1966, 5, 5), sex="male", guardian="某监护人")},
        {"credential": Credential(kind=CredentialKind.WORK_INJURY)},
        {"household": Household(zero_employment=True, rural=True)},
        {"refusals": Refusals(employers=frozenset({"e_9"}))},
        {"profiling": False},
        {
            "resume": Resume(
                skills=(Skill(name="数据录入"),),
                education=Education.SENIOR,
                experience="做过三年数据录入",
                certificates=("残疾人证",),
            )
        },
    ],
    ids=lambda changes: next(iter(changes)) if isinstance(changes, dict) else "",
)
def test_features_do_not_change_with_ability_health_sex_or_age(changes: dict[str, object]) -> None:
    generator = np.random.Generator(np.random.PCG64(11))
    one, other = a_candidate(), a_candidate(**changes)
    assert one != other
    table = prepare_seekers([Seeker.of(one), Seeker.of(other)])
    assert table.texts[0] == table.texts[1]
    for _ in range(20):
        offer = prepare_offer(a_posting(generator))
        features = compute_features(table, np.arange(2), offer, np.full(2, 0.3), np.zeros((2, 2)))
        np.testing.assert_array_equal(features[0], features[1])


def test_a_seeker_holds_resume_wishes_and_home_alone() -> None:
    assert list(Seeker.__slots__) == ["resume", "wishes", "home"]


def test_an_access_route_asked_as_a_skill_is_no_feature() -> None:
    table = prepare_seekers([Seeker.of(a_candidate())])
    arguments = (np.array([0.5]), np.zeros((1, 2)))
    asks = Posting(
        id="p", employer="e", title="数据录入员", source=SourceRef(name="t"), skills=("数据录入", "screen_reader", "手语")
    )
    silent = asks.model_copy(update={"skills": ("数据录入",)})
    one = compute_features(table, np.zeros(1, np.int64), prepare_offer(asks), *arguments)
    other = compute_features(table, np.zeros(1, np.int64), prepare_offer(silent), *arguments)
    np.testing.assert_array_equal(one, other)
    assert one[0, POSITION["skills_covered"]] == 1.0


def test_a_stranger_and_a_bare_posting_have_no_value_but_what_is_never_missing() -> None:
    table = prepare_seekers([Seeker(Resume(), Wishes(), Place())])
    (bare,) = prepare_postings([Posting(id="p", employer="e", title="?", source=SourceRef(name="t"))])
    features = compute_features(table, np.zeros(1, np.int64), bare, np.zeros(1), np.full((1, 2), np.nan))
    known = {name: float(features[0, POSITION[name]]) for name in FEATURE_NAMES if not isnan(features[0, POSITION[name]])}
    assert known == {"pay_known": 0.0, "posting_completeness": 0.0, "promises_checked": 0.0}


def test_an_empty_table_and_no_rows_give_an_empty_answer() -> None:
    offer = prepare_offer(Posting(id="p", employer="e", title="保洁员", source=SourceRef(name="t")))
    empty = compute_features(prepare_seekers([]), np.zeros(0, np.int64), offer, np.zeros(0), np.zeros((0, 2)))
    assert empty.shape == (0, len(FEATURES))


def test_shapes_that_do_not_belong_together_are_refused() -> None:
    table = prepare_seekers([Seeker(Resume(), Wishes(), Place())])
    offer = prepare_offer(Posting(id="p", employer="e", title="保洁员", source=SourceRef(name="t")))
    with pytest.raises(ValueError, match="do not belong together"):
        compute_features(table, np.zeros(1, np.int64), offer, np.zeros(2), np.zeros((1, 2)))
    with pytest.raises(ValueError, match="rows reach from 1 to 1; the table has rows 0 to 0"):
        compute_features(table, np.ones(1, np.int64), offer, np.zeros(1), np.zeros((1, 2)))


def test_every_feature_is_described_once_in_both_languages() -> None:
    assert len(FEATURE_NAMES) == len(set(FEATURE_NAMES)) >= 30
    for feature in FEATURES:
        own = () if feature.at is None else (feature.at[1],)
        for text in (feature.meaning, feature.unit, feature.missing, feature.high, feature.low, *own):
            assert text.zh.strip()
            assert text.en.strip()
            assert (
                any("一" <= character <= "鿿" for character in text.zh + "中" if not text.zh.isascii()) or text.zh == "0 / 0.5 / 1"
            )
            assert text.en.isascii(), text.en


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("java", "精通javascript", False),
        ("java", "精通java和python", True),
        ("excel", "使用excel表格", True),
        ("客服", "电话客服专员", True),
        ("工", "工人", False),
        ("客服", "", False),
        ("c++", "熟悉c++ 开发", True),
        ("java", "javascript与java", True),
    ],
)
def test_a_name_occurs_as_a_whole_word(name: str, text: str, expected: bool) -> None:
    assert occurs(name, text) is expected


def test_terms_are_pairs_of_characters_and_latin_words() -> None:
    assert terms("数据录入,excel 2016 a级 c++。") == {"数据", "据录", "录入", "excel", "c++"}
    assert terms("工 员") == frozenset()


def test_a_title_loses_its_benefits_and_an_occupation_its_ending() -> None:
    assert [title_head(title) for title in ("客服专员+双休+工龄奖", "[急聘]文员", "a(b)")] == ["客服专员", "[急聘]文员", "a(b)"]
    coded = ("00020-客服专员", "WXG01-质检员(夜班)", "3d-设计", "12-34")
    assert [title_head(title) for title in coded] == ["客服专员", "质检员", "3d", "12"]
    assert [stem(name) for name in ("保洁员", "客服专员", "技工", "电工", "按摩师")] == ["保洁", "客服", "技工", "电工", "按摩"]
    assert [stem(name) for name in ("美容师助理", "包装工人", "电工学徒")] == ["美容", "包装", "电工"]


def features_of(seeker: Seeker, posting: Posting, today: date | None = None) -> dict[str, float]:
    table = prepare_seekers([seeker], today, ENCODER)
    features = compute_features(table, np.zeros(1, np.int64), prepare_offer(posting), np.zeros(1), np.zeros((1, 2)))
    return dict(zip(FEATURE_NAMES, map(float, features[0]), strict=True))


def titled(title: str, **facts: object) -> Posting:
    return Posting(id="p", employer="e", title=title, source=SourceRef(name="t"), **facts)


@pytest.mark.parametrize(
    ("title", "told", "most"),
    [
        ("服务员", "做过业务员", False),
        ("包装工", "做过安装工", False),
        ("包装工人", "做过安装工人", False),
        ("软件工程师", "机械工程师", False),
        ("保洁员", "没有做过保洁,会打字", False),
        ("客服专员", "不想做客服,想做保洁", False),
        ("保洁员", "做过两年保洁", True),
        ("数据录入员", "会数据录入", True),
    ],
)
def test_a_title_is_found_by_its_stem_in_what_is_affirmed(title: str, told: str, most: bool) -> None:
    row = features_of(Seeker(Resume(experience=told), Wishes(text=told), Place()), titled(title))
    for name in ("title_in_experience", "title_in_wish"):
        assert (row[name] >= FEATURES[POSITION[name]].turn) is most


def test_a_licence_counts_to_its_last_day() -> None:
    seeker = Seeker(Resume(licences=(Licence(name="car", valid_until=date(2026, 3, 1)),)), Wishes(), Place())
    posting = titled("司机", licences=("car",))
    days = (None, date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2))
    assert [features_of(seeker, posting, day)["licences_covered"] for day in days] == [1.0, 1.0, 1.0, 0.0]
    lasting = Seeker(Resume(licences=(Licence(name="car"),)), Wishes(), Place())
    assert features_of(lasting, posting, days[3])["licences_covered"] == 1.0


def test_no_pay_wished_cannot_be_compared() -> None:
    posting = titled("保洁员", pay=Pay(minimum=3_000, maximum=3_000, unit=PayUnit.MONTH))
    ratios = [features_of(Seeker(Resume(), Wishes(pay_min=wish), Place()), posting)["pay_against_wish"] for wish in (0, 600, 3_000)]
    np.testing.assert_array_equal(ratios, [nan, 3.0, 1.0])


@pytest.mark.parametrize(
    ("wish", "title", "near"),
    [
        ("打扫卫生", "保洁员", True),
        ("看大门", "保安员", True),
        ("坐办公室的文员", "行政文员", True),
        ("做面包蛋糕", "数据录入员", False),
        ("推拿", "外卖骑手", False),
    ],
)
def test_a_wish_in_other_words_is_near_in_meaning(wish: str, title: str, near: bool) -> None:
    from models.encoder import load_encoder

    encoder = load_encoder()
    table = prepare_seekers([Seeker(Resume(), Wishes(occupations=("钢琴调律", wish)), Place())], None, encoder)
    (offer,) = prepare_postings([titled(f"{title}+双休")], encoder)
    row = compute_features(table, np.zeros(1, np.int64), offer, np.zeros(1), np.zeros((1, 2)))[0]
    assert bool(row[POSITION["wish_meaning"]] >= FEATURES[POSITION["wish_meaning"]].turn) is near
    assert row[POSITION["title_in_wish"]] <= 1 / 3 or wish == "坐办公室的文员"


def test_without_an_encoder_nothing_is_known_of_meaning() -> None:
    table = prepare_seekers([Seeker(Resume(skills=(Skill(name="打字"),)), Wishes(occupations=("客服",)), Place())])
    (offer,) = prepare_postings([titled("客服", skills=("打字",))])
    row = compute_features(table, np.zeros(1, np.int64), offer, np.zeros(1), np.zeros((1, 2)))[0]
    assert isnan(row[POSITION["wish_meaning"]])
    assert isnan(row[POSITION["skills_meaning"]])
    assert row[POSITION["skills_covered"]] == 1.0


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("不上夜班", DAYTIME),
        ("长白班,周末能休", DAYTIME | WEEKEND),
        ("早白班、夜班都可以", 0),
        ("可以上夜班", 0),
        ("找个半天的兼职,要接送孩子", PART_TIME | FLEXIBLE),
        ("单双休都行", 0),
        ("想做客服", 0),
    ],
)
def test_time_wished_is_read_from_the_words(text: str, wished: int) -> None:
    assert time_wished(text) == wished


def test_time_offered_is_what_the_posting_tells() -> None:
    silent = titled("文员")
    assert time_offered(silent, "", POLICY) == (0, 0)
    told = titled("文员", hours=Hours(per_day=4, days_per_week=6, shift="rotating"), contract="gig")
    assert time_offered(told, "", POLICY) == (DAYTIME | WEEKEND | PART_TIME | FLEXIBLE, PART_TIME | FLEXIBLE)
    assert time_offered(told, "周末双休", None) == (DAYTIME | WEEKEND | FLEXIBLE, WEEKEND | FLEXIBLE)


def test_hours_beyond_the_wish_and_room_below_it_are_two_things() -> None:
    posting = titled("文员", hours=Hours(per_day=8))
    rows = [features_of(Seeker(Resume(), Wishes(hours_max=wish), Place()), posting) for wish in (6, 8, 10, None)]
    np.testing.assert_array_equal([row["hours_over"] for row in rows], [2, 0, 0, nan])
    np.testing.assert_array_equal([row["hours_room"] for row in rows], [-2, 0, 2, nan])


def test_the_way_takes_the_minutes_of_the_day() -> None:
    home, work = Place(city="武汉", district="420102"), Place(city="武汉", district="420105")
    seeker = Seeker(Resume(), Wishes(minutes_max=40), home)
    row = features_of(seeker, titled("文员", place=work))
    assert (row["commute_minutes"], row["minutes_against_wish"]) == (50, 1.25)
    remote = features_of(seeker, titled("文员", place=work, workplace=Workplace(remote=True)))
    assert (remote["commute_minutes"], remote["minutes_against_wish"]) == (0, 0)
    elsewhere = features_of(seeker, titled("文员", place=Place(city="上海")))
    assert isnan(elsewhere["commute_minutes"])


@pytest.mark.parametrize(
    ("pay", "facts", "expected"),
    [
        (Pay(minimum=4_420, maximum=4_420, unit=PayUnit.MONTH), {}, 2.0),
        (Pay(minimum=2_210, maximum=4_420, unit=PayUnit.MONTH), {}, 1.5),
        (Pay(minimum=1_105, maximum=1_105, unit=PayUnit.MONTH), {"per_day": 6}, 1_105 / (2_210 * 0.75)),
        (Pay(minimum=44, unit=PayUnit.HOUR), {"per_day": 4, "days_per_week": 5}, 2.0),
        (Pay(minimum=5, unit=PayUnit.PIECE), {}, nan),
        (Pay(text="面议"), {}, nan),
    ],
)
def test_pay_is_held_against_the_minimum_wage_of_place_and_day(pay: Pay, facts: dict[str, float], expected: float) -> None:
    posting = titled("文员", pay=pay, hours=Hours(**facts), place=Place(city="武汉", district="420106"))
    floor = POLICY.minimum_wage("420106")
    assert floor is not None
    assert (floor.monthly, floor.hourly) == (2_210, 22)
    assert prepare_offer(posting).own["pay_against_floor"] == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("skills", "years", "text", "learnable", "fit"),
    [
        (("打字",), 5.0, "提供岗前培训", 1.0, 1.0),
        (("打字",), 5.0, "每天八小时", 0.0, 0.0),
        (("打字", "排版"), 5.0, "提供岗前培训", 0.0, nan),
        (("打字", "排版"), 0.0, "提供岗前培训", 0.0, 1.0),
        (("打字",), None, "", nan, nan),
    ],
)
def test_growth_is_what_training_could_add(
    skills: tuple[str, ...], years: float | None, text: str, learnable: float, fit: float
) -> None:
    resume = Resume(skills=tuple(Skill(name=name) for name in skills), experience_years=years)
    row = features_of(Seeker(resume, Wishes(), Place()), titled("文员", text=text, skills=("打字", "排版"), experience_years=1))
    np.testing.assert_array_equal([row["learnable_skills"], row["training_fit"]], [learnable, fit])


def test_the_record_of_an_employer_is_the_employers() -> None:
    postings = [titled("文员"), titled("文员").model_copy(update={"employer": "e_other"})]
    one, other = prepare_postings(postings, None, None, RECORDS)
    assert (one.own["promises_kept"], one.own["promises_checked"]) == (4 / 7, 5)
    np.testing.assert_array_equal([other.own["promises_kept"], other.own["promises_checked"]], [nan, 0])
    assert [EmployerRecord(checked=n, kept=n).share for n in (0, 1, 8)] == [1 / 2, 2 / 3, 9 / 10]
    with pytest.raises(ValueError, match="3 promises kept of 2 checked"):
        EmployerRecord(checked=2, kept=3)
