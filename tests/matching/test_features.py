"""The feature table: equal to a slow version pair by pair, silent about health, honest about what is missing."""

from datetime import date
from math import isnan, log1p, nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.features import FEATURE_NAMES, FEATURES, POSITION, Seeker, compute_features, prepare_posting, prepare_seekers
from matching.features.seekers import held_skills, plain_name
from matching.features.wording import occurs, same_skill, squeeze, stem, terms, title_head
from matching.geography import DISTRICTS, ZONES, area_of, distance_km, same_area
from matching.records import (
    AbilityProfile,
    Aid,
    Candidate,
    Credential,
    CredentialKind,
    Education,
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
        text="".join(some(generator, ("想做客服,", "不想做保洁,", "离家近的数据录入"), 1)),
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
    levels = [1.0 if occurs(name, title) else 0.5 if occurs(name, body) else 0.0 for name in wished]
    row["occupation_wished"] = max(levels) if levels else nan

    asked = {plain_name(name) for name in posting.skills} - {""}
    held = set(held_skills(resume))
    covered = sum(any(same_skill(one, other) for other in held) for one in asked)
    row["skills_covered"] = covered / len(asked) if asked else nan
    row["skills_missing"] = len(asked) - covered if asked else nan
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
    row["way_against_wish"] = row["distance_km"] / (wishes.minutes_max * 0.25) if wishes.minutes_max else nan
    cities = [place.city or ("武汉" if area_of(place) else None) for place in (home, posting.place)]
    row["other_city"] = 0.0 if remote else nan if None in cities else float(cities[0] != cities[1])

    pay = posting.pay.monthly()
    middle = nan if pay is None else sum(pay) / 2
    row["pay_level"], row["pay_known"] = middle / 1_000, float(pay is not None)
    row["pay_against_wish"] = nan
    if pay is not None and wishes.pay_min:
        row["pay_against_wish"] = min(middle / wishes.pay_min, 3.0)
    hours = posting.hours
    row["hours_room"] = nan if hours.per_day is None or wishes.hours_max is None else wishes.hours_max - hours.per_day
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
    row["labour_contract"] = nan if posting.contract is None else float(posting.contract == "labour")
    row["insurance"] = float("五险" in said) if said else nan
    row["meals_or_lodging"] = float("包吃" in said or "餐补" in said) if said else nan
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
    table = prepare_seekers(seekers)
    rows = generator.permutation(12)[: int(generator.integers(1, 13))].astype(np.int64)
    similarity = generator.random(len(rows))
    to_arrange = generator.integers(0, 4, (len(rows), 2)).astype(np.float64)
    posting = a_posting(generator)
    features = compute_features(table, rows, prepare_posting(posting), similarity, to_arrange)
    assert features.shape == (len(rows), len(FEATURES))
    for i, row in enumerate(rows):
        slow = slow_row(seekers[row], posting, similarity[i], tuple(to_arrange[i]))
        assert set(slow) == set(FEATURE_NAMES)
        for name, value in slow.items():
            assert features[i, POSITION[name]] == pytest.approx(value, abs=1e-12, nan_ok=True), name


def test_features_of_a_row_do_not_depend_on_the_other_rows() -> None:
    generator = np.random.Generator(np.random.PCG64(4))
    seekers = [a_seeker(generator) for _ in range(30)]
    offer = prepare_posting(a_posting(generator))
    together = compute_features(prepare_seekers(seekers), np.arange(30), offer, np.full(30, 0.5), np.zeros((30, 2)))
    for i, seeker in enumerate(seekers):
        alone = compute_features(prepare_seekers([seeker]), np.zeros(1, np.int64), offer, np.full(1, 0.5), np.zeros((1, 2)))
        np.testing.assert_array_equal(alone[0], together[i])


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
        offer = prepare_posting(a_posting(generator))
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
    one = compute_features(table, np.zeros(1, np.int64), prepare_posting(asks), *arguments)
    other = compute_features(table, np.zeros(1, np.int64), prepare_posting(silent), *arguments)
    np.testing.assert_array_equal(one, other)
    assert one[0, POSITION["skills_covered"]] == 1.0


def test_a_stranger_and_a_bare_posting_have_no_value_but_what_is_never_missing() -> None:
    table = prepare_seekers([Seeker(Resume(), Wishes(), Place())])
    bare = prepare_posting(Posting(id="p", employer="e", title="?", source=SourceRef(name="t")))
    features = compute_features(table, np.zeros(1, np.int64), bare, np.zeros(1), np.full((1, 2), np.nan))
    known = {name: float(features[0, POSITION[name]]) for name in FEATURE_NAMES if not isnan(features[0, POSITION[name]])}
    assert known == {"pay_known": 0.0, "posting_completeness": 0.0}


def test_an_empty_table_and_no_rows_give_an_empty_answer() -> None:
    offer = prepare_posting(Posting(id="p", employer="e", title="保洁员", source=SourceRef(name="t")))
    empty = compute_features(prepare_seekers([]), np.zeros(0, np.int64), offer, np.zeros(0), np.zeros((0, 2)))
    assert empty.shape == (0, len(FEATURES))


def test_shapes_that_do_not_belong_together_are_refused() -> None:
    table = prepare_seekers([Seeker(Resume(), Wishes(), Place())])
    offer = prepare_posting(Posting(id="p", employer="e", title="保洁员", source=SourceRef(name="t")))
    with pytest.raises(ValueError, match="do not belong together"):
        compute_features(table, np.zeros(1, np.int64), offer, np.zeros(2), np.zeros((1, 2)))
    with pytest.raises(ValueError, match="rows reach from 1 to 1; the table has rows 0 to 0"):
        compute_features(table, np.ones(1, np.int64), offer, np.zeros(1), np.zeros((1, 2)))


def test_every_feature_is_described_once_in_both_languages() -> None:
    assert len(FEATURE_NAMES) == len(set(FEATURE_NAMES)) >= 20
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
    assert [stem(name) for name in ("保洁员", "客服专员", "技工", "电工", "按摩师")] == ["保洁", "客服", "技工", "电工", "按摩"]
    assert [stem(name) for name in ("美容师助理", "包装工人", "电工学徒")] == ["美容", "包装", "电工"]


def features_of(seeker: Seeker, posting: Posting, today: date | None = None) -> dict[str, float]:
    table = prepare_seekers([seeker], today)
    features = compute_features(table, np.zeros(1, np.int64), prepare_posting(posting), np.zeros(1), np.zeros((1, 2)))
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
