"""The fairs of a world as tables: apart, no blocked pair, the features that pre-matching stores, and nothing of later."""

from collections import Counter
from dataclasses import fields

import numpy as np
import pytest

from api.benchmark.fairs import FairTable, prepare_fair
from api.benchmark.tables import Tables
from data.synthetic.truth import Fair, Part, earlier_checks, promise_checks, simulate
from data.synthetic.truth.timeline import SMALL
from matching.features import POSITION, unpack_features
from matching.features.leaning import TEXT_ALONE
from matching.judgement import applicant, judge, opening
from matching.policy import policy_on
from matching.prematch import PrematchSettings, prematch
from matching.protocols import Float64
from matching.records import EmployerRecord
from matching.shortlist import Prematch, Versions
from models.encoder import load_encoder
from models.lists import Lists
from models.ranker_training import teaching_lists
from tests.api.benchmark.conftest import LEAST, SEED, TODAY, small_tables

PARTS = ("train", "validation", "test")
VERSIONS = Versions(software="t", knowledge="t", encoder="t", ranker="t", candidates="t", postings="t", settings="t")
RECORDED = ("promises_checked", "promises_kept")


class LevelRanker:
    """Everybody stands equal: what is listed is decided by nothing but the rules."""

    version = "level-1"
    leaning = TEXT_ALONE

    def score(self, features: Float64) -> Float64:
        return np.zeros(len(features))

    def contributions(self, features: Float64) -> Float64:
        return np.zeros_like(features)


def of_part(tables: Tables, part: str) -> Lists:
    found: Lists = getattr(tables, part)
    return found


def fair_of(tables: Tables, number: int) -> Fair:
    return tables.timeline.fairs[number]


def matched(tables: Tables, fair: Fair, records: dict[int, EmployerRecord]) -> Prematch:
    """The fair through the very function that matches an office's events, deep enough to keep everybody."""
    world = tables.timeline.world
    people = [world.candidates[row] for row in fair.people]
    posts = [world.postings[row] for row in fair.posts]
    known = {world.employers[row].id: one for row, one in records.items()}
    settings = PrematchSettings(today=TODAY, depth=len(people), keep=len(people))
    return prematch("fair", people, posts, load_encoder(), LevelRanker(), VERSIONS, settings, records=known)


def test_parts_share_no_day_no_person_no_employer_and_no_posting(tables: Tables) -> None:
    for name in ("event", "person", "employer", "posting"):
        seen = [set(getattr(of_part(tables, part), name).tolist()) for part in PARTS]
        assert [one & other for place, one in enumerate(seen) for other in seen[place + 1 :]] == [set()] * 3
    assert [len(np.unique(of_part(tables, part).event)) for part in PARTS] == [SMALL.train, SMALL.validation, SMALL.test]
    last = [of_part(tables, part).event.max() for part in PARTS]
    assert last == sorted(last)
    assert set(tables.past.event) == set(tables.test.event)


def test_lists_are_one_posting_at_one_fair_from_the_top(tables: Tables) -> None:
    for part in ("train", "validation", "past"):
        lists = of_part(tables, part)
        for start, size in zip(lists.starts, lists.sizes, strict=True):
            rows = slice(start, start + size)
            assert lists.position[rows].tolist() == list(range(1, size + 1))
            for name in ("event", "posting", "employer"):
                assert len(set(getattr(lists, name)[rows].tolist())) == 1
        assert max(lists.sizes) <= 20
    assert set(tables.test.position.tolist()) == {0}
    assert teaching_lists(tables.train) > 20


def test_no_pair_is_blocked_and_the_test_holds_every_other_one(tables: Tables) -> None:
    world, policy = tables.timeline.world, policy_on(TODAY)
    verdicts: Counter[str] = Counter()
    for part in (*PARTS, "past"):
        lists = of_part(tables, part)
        pairs = sorted(set(zip(lists.person.tolist(), lists.posting.tolist(), strict=True)))[::3]
        for person, posting in pairs:
            found = judge(applicant(world.candidates[person], policy), opening(world.postings[posting]), policy)
            verdicts[found.verdict] += 1
    assert verdicts["blocked"] == 0
    assert len(verdicts) == 3
    for fair in tables.timeline.of(Part.TEST):
        allowed = matched(tables, fair, {}).counts
        count = allowed.eligible + allowed.eligible_with + allowed.review
        assert int((tables.test.event == fair.number).sum()) == count


@pytest.mark.parametrize("number", [0, SMALL.train + SMALL.validation])
def test_features_are_those_that_pre_matching_stores_for_the_same_pair_and_day(tables: Tables, number: int) -> None:
    """As stored (single precision), every bit of it; people who opted out of profiling have none stored."""
    world, fair = tables.timeline.world, fair_of(tables, number)
    lists = (tables.train if fair.part is Part.TRAIN else tables.test).of_events([number])
    records = records_before(tables, fair)
    shown = {(one.candidate, one.posting): one for one in matched(tables, fair, records).shown}
    pairs = [
        (world.candidates[person].id, world.postings[posting].id)
        for person, posting in zip(lists.person.tolist(), lists.posting.tolist(), strict=True)
    ]
    stored = [shown[pair].features for pair in pairs]
    kept = np.array([one is not None for one in stored])
    opted_out = [not world.candidates[person].profiling for person in lists.person.tolist()]
    assert (~kept).tolist() == opted_out
    expected = unpack_features([one for one in stored if one is not None])
    np.testing.assert_array_equal(lists.features[kept].astype(np.float32).astype(np.float64), expected)
    assert len(expected) > 200


def records_before(tables: Tables, fair: Fair) -> dict[int, EmployerRecord]:
    """What was found of promises before that fair, counted here anew from the outcomes of all fairs."""
    timeline = tables.timeline
    checks = list(earlier_checks(timeline.world, timeline.fairs[0].on))
    for part in (tables.train, tables.validation, tables.past):
        for number in np.unique(part.event).tolist():
            lists = part.of_events([number])
            steps = simulate(timeline.world, lists.person, lists.posting, lists.position, SEED, number)
            assert steps.retained.tolist() == lists.retained.tolist()
            checks += promise_checks(timeline.world, timeline.fairs[number], lists.posting, steps)
    found: dict[int, EmployerRecord] = {}
    for check in checks:
        if check.on < fair.on:
            before = found.get(check.employer, EmployerRecord(0, 0))
            found[check.employer] = EmployerRecord(before.checked + check.checked, before.kept + check.kept)
    return found


def test_an_employer_s_record_holds_only_what_was_known_before_the_fair(tables: Tables) -> None:
    columns = [POSITION[name] for name in RECORDED]
    for fair in tables.timeline.fairs:
        lists = tables.test if fair.part is Part.TEST else tables.validation if fair.part is Part.VALIDATION else tables.train
        lists = lists.of_events([fair.number])
        records = records_before(tables, fair)
        for start in lists.starts.tolist():
            record = records.get(int(lists.employer[start]), EmployerRecord(0, 0))
            checked = lists.features[start, columns[0]]
            assert (0 if np.isnan(checked) else checked) == record.checked


def test_a_fair_sees_nothing_of_the_other_fairs(tables: Tables) -> None:
    """Prepared alone, a fair has the same verdicts and the same rows."""
    fair = fair_of(tables, 1)
    records = records_before(tables, fair)
    table: FairTable = prepare_fair(tables.timeline.world, fair, load_encoder(), records, TODAY)
    lists = tables.train.of_events([1])
    start, size = int(lists.starts[2]), int(lists.sizes[2])
    column = int(np.searchsorted(fair.posts, lists.posting[start]))
    rows = np.searchsorted(fair.people, lists.person[start : start + size])
    np.testing.assert_array_equal(table.features(column, rows), lists.features[start : start + size])
    assert table.allowed[column, rows].all()


def test_equal_seeds_give_equal_tables_and_other_seeds_others() -> None:
    one, again, other = small_tables(sizes=LEAST), small_tables(sizes=LEAST), small_tables(SEED + 1, LEAST)
    for part in (*PARTS, "past"):
        assert of_part(again, part).sha256 == of_part(one, part).sha256 != of_part(other, part).sha256
    for name in ("truth", "expected"):
        for column in fields(getattr(one, name)):
            np.testing.assert_array_equal(*(getattr(getattr(given, name), column.name) for given in (one, again)))


def test_truth_and_guess_are_chances_of_the_test_pairs(tables: Tables) -> None:
    for known in (tables.truth, tables.expected):
        for column in fields(known):
            values = getattr(known, column.name)
            assert values.shape == (len(tables.test),)
            assert (values >= 0).all()
            assert (values <= 1).all()
        assert (known.kept <= known.hired).all()
        assert (known.hired <= known.interviewed).all()
    assert np.abs(tables.truth.interest.mean() - tables.test.interested.mean()) < 0.06
