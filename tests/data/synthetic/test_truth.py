"""The truth knows nothing of features and rules, is seeded, and lets function, travel, pay, promises and prejudice count."""

import ast
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.synthetic import City
from data.synthetic.rows import occupations
from data.synthetic.truth import (
    FAMILIES,
    Chances,
    Family,
    Origins,
    Part,
    Sizes,
    Timeline,
    World,
    city_world,
    earlier_checks,
    make_timeline,
    make_world,
    officer_lists,
    promise_checks,
    recall_origins,
    simulate,
    world_hash,
)
from data.synthetic.truth.facts import likeness
from data.synthetic.truth.numbers import world_numbers
from data.synthetic.truth.timeline import SMALL
from matching.knowledge import CATALOGUE
from matching.records import (
    AbilityProfile,
    AccommodationStatus,
    Candidate,
    CertificateDetails,
    Credential,
    CredentialKind,
    Demand,
    Education,
    Employer,
    Hours,
    Pay,
    PayUnit,
    Person,
    Place,
    Posting,
    PostingKind,
    Provenance,
    Resume,
    Skill,
    SourceRef,
    Wishes,
    Workplace,
)
from matching.verdicts import candidate_side, evaluate, posting_side

ROW = np.array([0], dtype=np.int64)
STEPS = ("interest", "attend", "offer", "accept", "retained")
BOTH = pytest.mark.parametrize("family", FAMILIES)


@pytest.fixture(scope="session")
def worlds(city: City) -> dict[Family, World]:
    return {family: city_world(city, family) for family in FAMILIES}


@pytest.fixture(scope="session")
def timeline(today: date) -> Timeline:
    return make_timeline(5, "first", SMALL, today=today)


def some_pairs(world: World, number: int = 4_000, seed: int = 1) -> tuple[Any, Any]:
    draw = np.random.default_rng(seed)
    return draw.integers(0, len(world.candidates), number), draw.integers(0, len(world.postings), number)


def test_truth_reads_records_places_and_the_generator_and_no_rule_or_feature(root: Path) -> None:
    allowed = ("data.synthetic", "matching.records", "matching.knowledge", "matching.geography")
    wrong = []
    for path in sorted((root / "data" / "synthetic" / "truth").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            ours = [name for name in names if name.split(".")[0] in ("matching", "models", "data", "api")]
            wrong += [(path.name, name) for name in ours if not name.startswith(allowed)]
    assert wrong == []


def test_the_generator_does_not_read_the_truth(root: Path) -> None:
    """Records are written before any truth is drawn: nothing of it can leak into a text."""
    readers = [path.name for path in (root / "data" / "synthetic").glob("*.py") if "synthetic.truth" in path.read_text("utf-8")]
    assert readers == []


@BOTH
def test_the_hash_of_a_world_is_that_of_its_file_of_numbers(root: Path, family: Family) -> None:
    file = root / "data" / "synthetic" / "tables" / f"world_{family}.yaml"
    assert world_hash(family) == sha256(file.read_bytes()).hexdigest()


def test_an_unknown_world_is_refused() -> None:
    unknown: Any = "third"
    with pytest.raises(ValueError, match="unknown world 'third'; known: first, second"):
        world_hash(unknown)


def test_origins_are_what_the_records_were_written_from(city: City) -> None:
    origins = recall_origins(city.seed, len(city.candidates), len(city.employers), city.today)
    rows = occupations()
    assert [p.title in rows[i].titles for p, i in zip(city.postings, origins.occupation.tolist(), strict=True)] == [True] * len(
        city.postings
    )
    told = [(p.resume.experience_years, y) for p, y in zip(city.candidates, origins.years, strict=True)]
    assert [year for year, _ in told if year is not None] == [true for year, true in told if year is not None]
    levels = np.array([[np.nan if v is None else v for v in p.profile.levels] for p in city.candidates], dtype=np.float64)
    off = np.abs(levels - origins.levels)[~np.isnan(levels)]
    assert off.max() == 1
    assert 0.005 < (off > 0).mean() < 0.05


def test_origins_of_another_city_are_refused(city: City) -> None:
    origins = recall_origins(city.seed, len(city.candidates) - 1, len(city.employers), city.today)
    with pytest.raises(ValueError, match="do not go with"):
        make_world(1, "first", city.candidates, city.certificates, city.employers, city.postings, origins)


@BOTH
def test_a_world_is_the_same_for_the_same_city(city: City, worlds: dict[Family, World], family: Family) -> None:
    again, pairs = city_world(city, family), some_pairs(worlds[family])
    for name in STEPS:
        assert (getattr(again.chances(*pairs), name) == getattr(worlds[family].chances(*pairs), name)).all()


@BOTH
def test_chances_are_chances_and_differ(worlds: dict[Family, World], family: Family) -> None:
    found = worlds[family].chances(*some_pairs(worlds[family]))
    for name in STEPS:
        column = getattr(found, name)
        assert ((column >= 0) & (column <= 1)).all()
        assert column.std() > 0.05
    assert (found.kept <= found.hired).all()
    assert (found.hired <= found.interview).all()


def test_the_second_world_is_another_one(worlds: dict[Family, World]) -> None:
    pairs = some_pairs(worlds["first"])
    one, two = (worlds[family].chances(*pairs).hired for family in FAMILIES)
    assert np.abs(one - two).max() > 0.2
    # Not a rescaling of the first: the order of pairs differs too, though both know good from bad.
    assert 0.3 < np.corrcoef(np.argsort(np.argsort(one)), np.argsort(np.argsort(two)))[0, 1] < 0.97


@BOTH
def test_blocked_pairs_are_hired_less_than_allowed_ones(city: City, worlds: dict[Family, World], family: Family) -> None:
    people, posts = some_pairs(worlds[family], 1_500)
    sides = [candidate_side(person) for person in city.candidates], [posting_side(posting) for posting in city.postings]
    blocked = np.array([evaluate(sides[0][p], sides[1][q]).verdict == "blocked" for p, q in zip(people, posts, strict=True)])
    offer = worlds[family].chances(people, posts).offer
    assert min(blocked.sum(), (~blocked).sum()) > 200
    assert offer[blocked].mean() < 0.9 * offer[~blocked].mean()


# One person and one posting, made by hand: each force has its sense.


def person(**changes: Any) -> Candidate:
    plain = Candidate(
        id="c_1",
        person=Person(),
        credential=Credential(kind=CredentialKind.CERTIFICATE),
        profile=AbilityProfile.of({}, unlisted=4),
        home=Place(city="武汉", district="420106"),
        resume=Resume(experience="文件归档 打字", experience_years=3, education=Education.SENIOR),
        wishes=Wishes(occupations=("文员",), text="想做文员", pay_min=3_000, minutes_max=45),
    )
    return plain.model_copy(update=changes)


def posting(**changes: Any) -> Posting:
    plain = Posting(
        id="p_1",
        employer="e_1",
        kind=PostingKind.PRIVATE_TARGETED,
        title="文员",
        text="文件归档 打字",
        source=SourceRef(name="test"),
        pay=Pay(minimum=3_200, unit=PayUnit.MONTH),
        place=Place(city="武汉", district="420106"),
        demands=(Demand(dimension="hearing_phone", level=4, provenance=Provenance.STATED),),
    )
    return plain.model_copy(update=changes)


def hears(level: int) -> Candidate:
    """Somebody who can do everything, but for hearing on the phone."""
    return person(profile=AbilityProfile.of({"hearing_phone": level}, unlisted=4))


CLERK = next(row for row, one in enumerate(occupations()) if one.key == "clerk")
GROWER = next(row for row, one in enumerate(occupations()) if one.key == "mushroom_grower")


def origins_of(who: Candidate, job: Posting, wanted: int = CLERK, work: int = CLERK, asked: float | None = None) -> Origins:
    levels = np.array([[float(level or 0) for level in who.profile.levels]])
    demands = np.zeros((1, len(CATALOGUE.dimensions)))
    for demand in job.demands:
        demands[0, CATALOGUE.position[demand.dimension]] = asked if asked is not None else float(demand.level or 0)
    return Origins(
        wanted=np.full((1, 3), wanted),
        worked=np.array([wanted]),
        years=np.array([who.resume.experience_years or 0.0]),
        education=np.array([2 if who.resume.education is None else who.resume.education.rank]),
        levels=levels,
        occupation=np.array([work]),
        asked=demands,
    )


def one_world(family: Family, who: Candidate, job: Posting, category: int = 2, seed: int = 3, **origins: Any) -> World:
    papers = CertificateDetails.model_validate({"candidate": "c_1", "category": category, "grade": 1})
    employers = [Employer(id="e_1", name="示范")]
    return make_world(seed, family, [who], [papers], employers, [job], origins_of(who, job, **origins))


def chances(family: Family, who: Candidate, job: Posting, **origins: Any) -> dict[str, float]:
    found = one_world(family, who, job, **origins).chances(ROW, ROW)
    return {name: float(getattr(found, name)[0]) for name in STEPS}


@BOTH
def test_offers_fall_with_the_gap_and_staying_too(family: Family) -> None:
    found = [chances(family, hears(level), posting()) for level in range(5)]
    for step in ("offer", "retained", "interest"):
        values = [one[step] for one in found]
        assert values == sorted(values)
    assert found[4]["offer"] > 2 * found[0]["offer"]


@BOTH
def test_what_the_job_truly_asks_counts_and_not_what_was_written(family: Family) -> None:
    who = hears(1)
    written = chances(family, who, posting(), asked=4.0)
    truly_less = chances(family, who, posting(), asked=1.0)
    assert truly_less["offer"] > written["offer"]


@BOTH
def test_an_arrangement_in_place_helps_more_than_a_promise_and_a_refusal_not_at_all(family: Family) -> None:
    who = hears(1)

    def load(status: AccommodationStatus) -> float:
        job = posting(workplace=Workplace(statuses={"text_channel": status}))
        return float(one_world(family, who, job).forces(ROW, ROW).load[0])

    order = [AccommodationStatus(name) for name in ("in_place", "committed", "possible", "refused")]
    loads = [load(status) for status in order]
    assert loads == sorted(loads)
    assert loads[0] < loads[1] < loads[2] < loads[3]
    assert loads[3] == float(one_world(family, who, posting()).forces(ROW, ROW).load[0])


@BOTH
def test_whoever_needs_a_promised_arrangement_leaves_more_often_when_it_is_not_kept(family: Family) -> None:
    job = posting(workplace=Workplace(statuses={"text_channel": AccommodationStatus.COMMITTED}))
    needs = one_world(family, hears(1), job)
    forces = needs.forces(ROW, ROW)
    assert forces.promised[0] == 1
    assert needs.stays(forces, True)[0] > needs.stays(forces, False)[0]
    idle = one_world(family, person(), job)
    forces = idle.forces(ROW, ROW)
    assert forces.promised[0] == 0
    assert idle.stays(forces, True)[0] == idle.stays(forces, False)[0]


@BOTH
def test_a_yuan_below_the_wish_hurts_more_than_one_above_helps(family: Family) -> None:
    low, even, high = (
        chances(family, person(), posting(pay=Pay(minimum=pay, unit=PayUnit.MONTH)))["interest"] for pay in (2_400, 3_000, 3_600)
    )
    assert low < even <= high
    assert even - low > high - even


@BOTH
def test_more_pay_draws_and_keeps_people(family: Family) -> None:
    low, high = (chances(family, person(), posting(pay=Pay(minimum=pay, unit=PayUnit.MONTH))) for pay in (2_300, 3_600))
    for step in ("interest", "accept", "retained"):
        assert high[step] > low[step]


@BOTH
def test_a_longer_way_repels_and_more_so_beyond_the_limit_and_not_at_all_at_home(family: Family) -> None:
    near, far, farther = (
        chances(family, person(), posting(place=Place(city="武汉", district=code))) for code in ("420106", "420104", "420117")
    )
    for step in ("interest", "attend", "accept", "retained"):
        assert near[step] >= far[step] > farther[step]
    home = chances(family, person(), posting(place=Place(city="武汉", district="420117"), workplace=Workplace(remote=True)))
    assert home["interest"] > farther["interest"]


@BOTH
def test_a_river_lies_between(family: Family) -> None:
    """Jiang'an and Wuchang are neighbours by the map; the Changjiang parts them."""
    world = one_world(
        family, person(home=Place(city="武汉", district="420102")), posting(place=Place(city="武汉", district="420106"))
    )
    city = world.numbers.city
    minutes = world.facts.minutes[world.facts.home[0], world.facts.area[0]]
    distance = (minutes - city.start - city.changjiang) / city.per_km
    assert 4 < distance < 7
    assert city.changjiang > city.han > 0


@BOTH
def test_what_a_person_wants_counts_by_meaning_whatever_the_words(family: Family) -> None:
    """The same records; only the occupations behind them differ, as two people may mean different things by one word."""
    same, other = (chances(family, person(), posting(), work=work) for work in (CLERK, GROWER))
    assert same["interest"] > 1.5 * other["interest"]
    assert same["offer"] > other["offer"]


@BOTH
def test_occupations_are_nearest_to_themselves_and_nearer_within_a_family(family: Family) -> None:
    rows = occupations()
    like = likeness(world_numbers(family), rows)
    assert (np.diag(like) == 1).all()
    assert (like == like.T).all()
    off = like[~np.eye(len(rows), dtype=bool)]
    assert off.max() < 1
    kin = np.array([[one.family == other.family for other in rows] for one in rows])
    assert like[kin & (like < 1)].mean() > 2 * like[~kin].mean()


@BOTH
def test_experience_helps_less_and_less_and_too_much_of_all_repels(family: Family) -> None:
    def told(years: float, schooling: Education) -> Candidate:
        return person(resume=Resume(experience_years=years, education=schooling))

    none, some, much = (chances(family, told(years, Education.COLLEGE), posting())["offer"] for years in (0.0, 4.0, 8.0))
    assert none < some < much
    assert some - none > much - some
    usual, doctor = (chances(family, told(3, schooling), posting()) for schooling in (Education.COLLEGE, Education.DOCTOR))
    for step in ("interest", "retained", "offer"):
        assert doctor[step] < usual[step]


@BOTH
def test_schooling_is_asked_strictly_by_some_and_loosely_by_others(family: Family) -> None:
    def loss(kind: PostingKind) -> float:
        job = posting(kind=kind)
        bare = chances(family, person(), job)["offer"]
        return 1 - chances(family, person(), job.model_copy(update={"education": Education.BACHELOR}))["offer"] / bare

    losses = [loss(kind) for kind in (PostingKind.PLATFORM_GIG, PostingKind.PRIVATE_TARGETED, PostingKind.SOE_TARGETED)]
    assert losses == sorted(losses)
    assert losses[0] < 0.15 < 0.5 < losses[2]


@BOTH
def test_hours_nights_kinds_and_training_count(family: Family) -> None:
    short = person(wishes=Wishes(pay_min=3_000, minutes_max=45, hours_max=4))
    full, half = (chances(family, short, posting(hours=Hours(per_day=hours)))["interest"] for hours in (8, 4))
    assert half > full
    day, night = (chances(family, person(), posting(hours=Hours(per_day=8, shift=shift)))["interest"] for shift in ("day", "night"))
    assert day > night
    silent = person(wishes=Wishes(pay_min=3_000, minutes_max=45))
    named = person(wishes=Wishes(pay_min=3_000, minutes_max=45, kinds=frozenset({"private_targeted"})))
    assert chances(family, named, posting())["interest"] > chances(family, silent, posting())["interest"]

    def gain(years: float) -> float:
        who = person(resume=Resume(experience_years=years, education=Education.SENIOR))
        return chances(family, who, posting(welfare=("免费培训",)))["interest"] - chances(family, who, posting())["interest"]

    assert gain(0) > gain(5) > 0


@BOTH
def test_the_skills_asked_count(family: Family) -> None:
    job = posting(skills=("打字", "文件归档"))
    known = [
        chances(family, person(resume=Resume(experience_years=3, skills=tuple(Skill(name=name) for name in names))), job)["offer"]
        for names in ((), ("打字",), ("打字", "文件归档"))
    ]
    assert known == sorted(known)
    assert known[2] > 1.1 * known[0]


@BOTH
def test_some_employers_refuse_one_category_behind_closed_doors(worlds: dict[Family, World], family: Family) -> None:
    world = worlds[family]
    refuses = world.hidden.refuses
    assert set(refuses.tolist()) <= {-1, *range(1, 8)}
    assert 0.1 < (refuses > 0).mean() < 0.32
    open_to_all = replace(world, hidden=replace(world.hidden, refuses=np.full_like(refuses, -1)))
    pairs = some_pairs(world, 20_000)
    unlike = world.forces(*pairs).unlike > 0
    assert unlike.sum() > 100
    before, after = world.chances(*pairs).offer, open_to_all.chances(*pairs).offer
    assert (before[unlike] < after[unlike]).all()
    assert before[unlike].sum() < 0.7 * after[unlike].sum()
    assert (before[~unlike] == after[~unlike]).all()


def test_nobody_without_a_category_is_a_target() -> None:
    who, job = person(), posting()
    for seed in range(12):
        world = make_world(seed, "first", [who], [], [Employer(id="e_1", name="示范")], [job], origins_of(who, job))
        assert world.forces(ROW, ROW).unlike[0] == 0


# The two oracles.


@BOTH
def test_the_observable_oracle_is_right_on_average_and_wrong_of_each(worlds: dict[Family, World], family: Family) -> None:
    world = worlds[family]
    pairs = some_pairs(world, 6_000)
    true, guess = world.chances(*pairs), world.expected(*pairs, draws=24, seed=2)
    for name in ("interest", "interview", "hired", "kept"):
        one, other = getattr(true, name), getattr(guess, name)
        assert abs(one.mean() - other.mean()) < 0.12 * one.mean()
        assert other.std() < one.std()
        assert np.abs(one - other).mean() > 0.02 * one.mean()
        assert np.corrcoef(one, other)[0, 1] > 0.6


def test_the_observable_oracle_reads_nothing_hidden(worlds: dict[Family, World]) -> None:
    world = worlds["first"]
    pairs = some_pairs(world, 500)
    nothing: Any = None
    blind = replace(world, hidden=nothing)
    for name in STEPS:
        assert (getattr(blind.expected(*pairs, draws=3), name) == getattr(world.expected(*pairs, draws=3), name)).all()


def test_the_observable_oracle_trusts_employers_with_a_record_more(worlds: dict[Family, World]) -> None:
    world = worlds["first"]
    people, posts = some_pairs(world, 30_000)
    needy = world.forces(people, posts).promised > 0
    people, posts = people[needy], posts[needy]
    checked = np.full(len(world.employers), 20)
    kept, broken = (replace(world.record, checked=checked, kept=checked * share) for share in (1, 0))
    good, bad = (world.expected(people, posts, draws=4, record=record).retained for record in (kept, broken))
    assert (good >= bad - 1e-9).all()
    assert good.mean() > 1.05 * bad.mean()


def test_the_mean_of_chances_keeps_the_mean_of_products() -> None:
    def made(*values: float) -> Chances:
        return Chances(*(np.array([value]) for value in values))

    mean = Chances.mean([made(0.2, 1.0, 0.5, 1.0, 0.5), made(0.6, 0.5, 1.0, 0.5, 1.0)])
    assert mean.interest[0] == pytest.approx(0.4)
    assert mean.interview[0] == pytest.approx((0.2 + 0.3) / 2)
    assert mean.hired[0] == pytest.approx((0.1 + 0.15) / 2)
    assert mean.kept[0] == pytest.approx((0.05 + 0.15) / 2)
    with pytest.raises(ValueError, match="no draws"):
        Chances.mean([])


# Fairs over time.


def test_a_timeline_is_the_same_for_the_same_seed(timeline: Timeline, today: date) -> None:
    again, other = make_timeline(5, "first", SMALL, today=today), make_timeline(6, "first", SMALL, today=today)

    def said(one: Timeline) -> list[tuple[Any, ...]]:
        return [(f.number, f.on, f.part, f.people.tolist(), f.posts.tolist()) for f in one.fairs]

    assert said(again) == said(timeline)
    assert said(other) != said(timeline)


def test_parts_share_no_day_no_person_and_no_employer(timeline: Timeline, today: date) -> None:
    seen: dict[str, dict[Part, set[Any]]] = {"people": {}, "employers": {}, "days": {}}
    for part in Part:
        fairs = timeline.of(part)
        seen["people"][part] = {int(row) for fair in fairs for row in fair.people}
        seen["employers"][part] = {int(row) for fair in fairs for row in timeline.world.employer_of[fair.posts]}
        seen["days"][part] = {fair.on for fair in fairs}
    for sets in seen.values():
        assert all(len(found) > 1 for found in sets.values())
        assert sum(len(found) for found in sets.values()) == len(set.union(*sets.values()))
    assert max(seen["days"][Part.TRAIN]) < min(seen["days"][Part.VALIDATION]) < min(seen["days"][Part.TEST])
    assert max(seen["days"][Part.TEST]) <= today - timedelta(days=90)
    assert [fair.number for fair in timeline.fairs] == list(range(SMALL.train + SMALL.validation + SMALL.test))
    assert Counter(fair.part for fair in timeline.fairs) == {part: SMALL.fairs(part) for part in Part}


def test_a_part_without_people_or_employers_is_refused(today: date) -> None:
    with pytest.raises(ValueError, match="2 employers leave none for validation; give more, or no fair of that part"):
        make_timeline(1, "first", Sizes(people=50, employers=2, train=1, validation=1, test=1), today=today)


def test_an_officer_lists_people_of_the_fair_once_each_and_best_first(timeline: Timeline) -> None:
    fair = timeline.fairs[1]
    lists = officer_lists(timeline.world, fair, 3, shown=12)
    assert len(lists) == len(fair.posts)
    for people in lists:
        assert len(people) == 12 == len(set(people.tolist()))
        assert set(people.tolist()) <= set(fair.people.tolist())
    assert [one.tolist() for one in officer_lists(timeline.world, fair, 3, shown=12)] == [one.tolist() for one in lists]
    assert [one.tolist() for one in officer_lists(timeline.world, fair, 4, shown=12)] != [one.tolist() for one in lists]
    longer = officer_lists(timeline.world, fair, 3, shown=20)
    assert [one[:12].tolist() for one in longer] == [one.tolist() for one in lists]


def test_an_officer_who_asked_the_rules_shows_nobody_else(timeline: Timeline) -> None:
    fair = timeline.fairs[0]
    allowed = [fair.people % 3 == row % 3 for row in range(len(fair.posts))]
    for mask, people in zip(allowed, officer_lists(timeline.world, fair, 3, allowed=allowed), strict=True):
        assert len(people) == min(20, mask.sum())
        assert set(people.tolist()) <= set(fair.people[mask].tolist())


def test_an_officer_never_reads_the_truth(timeline: Timeline) -> None:
    nothing: Any = None
    blind = replace(timeline.world, hidden=nothing, record=nothing)
    for fair in timeline.fairs:
        expected = [one.tolist() for one in officer_lists(timeline.world, fair, 3)]
        assert [one.tolist() for one in officer_lists(blind, fair, 3)] == expected


def test_each_step_implies_the_one_before_and_all_occur(worlds: dict[Family, World]) -> None:
    world = worlds["first"]
    people, posts = some_pairs(world, 6_000)
    steps = simulate(world, people, posts, np.arange(6_000) % 20 + 1, 4)
    columns = [steps.read, steps.interested, steps.interviewed, steps.offered, steps.hired, steps.retained]
    for before, after in pairwise(columns):
        assert not (after & ~before).any()
        assert after.sum() < before.sum()
    assert columns[-1].any()
    assert (steps.kept <= steps.promised).all()
    assert steps.promised[~steps.hired].sum() == 0


@BOTH
def test_outcomes_come_as_often_as_their_chances_say(worlds: dict[Family, World], family: Family) -> None:
    world = worlds[family]
    pairs = some_pairs(world, 40_000)
    steps, true = simulate(world, *pairs, None, 8), world.chances(*pairs)
    assert steps.read.all()
    for found, chance in (
        (steps.interested, true.interest),
        (steps.interviewed, true.interview),
        (steps.hired, true.hired),
        (steps.retained, true.kept),
    ):
        spread = np.sqrt((chance * (1 - chance)).sum())
        assert abs(found.sum() - chance.sum()) < 4 * spread


def test_a_pair_has_its_own_luck_wherever_it_stands(worlds: dict[Family, World]) -> None:
    world = worlds["first"]
    people, posts = some_pairs(world, 3_000)
    steps, turned = simulate(world, people, posts, None, 8, 2), simulate(world, people[::-1], posts[::-1], None, 8, 2)
    assert (steps.retained == turned.retained[::-1]).all()
    assert (simulate(world, people, posts, None, 8, 3).interested != steps.interested).any()
    assert (simulate(world, people, posts, None, 9, 2).interested != steps.interested).any()


def test_attention_falls_with_the_place(worlds: dict[Family, World]) -> None:
    world = worlds["first"]
    people, posts = some_pairs(world, 20_000)
    read = [simulate(world, people, posts, np.full(len(people), place), 5).read.mean() for place in (1, 4, 16)]
    eta = world.numbers.office.attention
    assert read == pytest.approx([1.0, 4**-eta, 16**-eta], abs=0.02)


def test_promises_are_checked_and_kept_at_the_employers_rate(timeline: Timeline, worlds: dict[Family, World]) -> None:
    fair, world = timeline.fairs[0], worlds["first"]
    people, posts = some_pairs(world, 60_000)
    steps = simulate(world, people, posts, None, 8)
    checks = promise_checks(world, fair, posts, steps)
    assert {(check.on - fair.on).days for check in checks} == {30, 90}
    assert sum(check.checked for check in checks) == steps.promised.sum() > 300
    assert sum(check.kept for check in checks) == steps.kept.sum()
    assert list(checks) == sorted(checks, key=lambda check: (check.on, check.employer))
    expected = (steps.promised * world.hidden.keeps[world.employer_of[posts]]).sum()
    assert abs(steps.kept.sum() - expected) < 4 * np.sqrt(steps.promised.sum() / 4)
    # Whoever was let down left more often.
    needy = steps.promised > 0
    whole = steps.kept == steps.promised
    assert steps.retained[needy & whole].mean() > steps.retained[needy & ~whole].mean()


def test_earlier_checks_lie_before_the_first_fair_and_tell_of_keeping(timeline: Timeline) -> None:
    world, first = timeline.world, timeline.fairs[0].on
    checks = earlier_checks(world, first)
    assert all(check.on < first and 0 <= check.kept <= check.checked for check in checks)
    assert {check.employer for check in checks} == set(np.flatnonzero(world.record.checked).tolist())
    assert 0.3 < len(checks) / len(world.employers) < 0.95
    known = world.record.checked > 0
    share = world.record.kept[known] / world.record.checked[known]
    assert np.corrcoef(share, world.hidden.keeps[known])[0, 1] > 0.3
