"""A world's fairs as tables: what an office remembers of the past, and every allowed pair of the fairs to report on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from api.benchmark.fairs import FairTable, prepare_fair
from data.synthetic.truth import (
    Chances,
    Family,
    Part,
    PromiseCheck,
    Sizes,
    Steps,
    Timeline,
    World,
    earlier_checks,
    make_timeline,
    officer_lists,
    promise_checks,
    simulate,
)
from data.synthetic.truth.hidden import Record
from matching.features.table import FEATURES
from matching.protocols import Encoder, Float64
from matching.records import EmployerRecord
from models.evaluation import TrueChances
from models.lists import Lists, join_lists

Int64 = NDArray[np.int64]
Progress = Callable[[int, int], None]

SHOWN: Final = 20
FOLLOWED_AFTER: Final = timedelta(days=91)


@dataclass(frozen=True, eq=False)
class Tables:
    """train and validation are lists as an office showed them; test holds every pair that the rules allow at the last fairs.

    past are the lists shown at those last fairs, for what is learnt on the way. truth and expected are (test rows,): what the
    all-knowing oracle and the oracle on the observables say of each pair.
    """

    timeline: Timeline
    train: Lists
    validation: Lists
    test: Lists
    past: Lists
    truth: TrueChances
    expected: TrueChances


def make_tables(
    seed: int,
    family: Family,
    encoder: Encoder,
    today: date,
    sizes: Sizes | None = None,
    draws: int = 64,
    progress: Progress | None = None,
) -> Tables:
    """Play the fairs of a world one after another, with an officer who sorts what the rules allow by words, area and pay.

    1. At each fair, decide all pairs and compute features with what is known on that day of each employer's promises.
    2. The officer's lists are read from the top; what comes of them is the history, and promises are checked months later.
    3. At the fairs to report on, every allowed pair is met once in thought: the outcomes that orders are measured by.
    """
    timeline = make_timeline(seed, family, sizes, today=today)
    world = timeline.world
    checks = list(earlier_checks(world, timeline.fairs[0].on))
    shown: dict[Part, list[Lists]] = {part: [] for part in Part}
    test: list[Lists] = []
    truth: list[TrueChances] = []
    expected: list[TrueChances] = []
    for fair in timeline.fairs:
        records = records_on(checks, fair.on)
        table = prepare_fair(world, fair, encoder, records, today)
        people, posts, positions = _shown_pairs(world, table, seed)
        steps = simulate(world, people, posts, positions, seed, fair.number)
        checks += promise_checks(world, fair, posts, steps)
        shown[fair.part].append(_lists(world, table, people, posts, positions, steps_of=steps))
        if fair.part is Part.TEST:
            people, posts = _allowed_pairs(table)
            steps = simulate(world, people, posts, None, seed, fair.number)
            test.append(_lists(world, table, people, posts, np.zeros(len(people), np.int64), steps_of=steps))
            truth.append(_true(world.chances(people, posts)))
            known = _known_record(world, records)
            expected.append(_true(world.expected(people, posts, draws, seed, known)))
        if progress is not None:
            progress(fair.number + 1, len(timeline.fairs))
    source = f"synthetic world {family}, seed {seed}"
    return Tables(
        timeline=timeline,
        train=join_lists(shown[Part.TRAIN], source),
        validation=join_lists(shown[Part.VALIDATION], source),
        test=join_lists(test, source),
        past=join_lists(shown[Part.TEST], source),
        truth=_join_chances(truth),
        expected=_join_chances(expected),
    )


def records_on(checks: Iterable[PromiseCheck], day: date) -> dict[int, EmployerRecord]:
    """Employer row -> what was found of its promises before that day."""
    found: dict[int, tuple[int, int]] = {}
    for check in checks:
        if check.on < day:
            checked, kept = found.get(check.employer, (0, 0))
            found[check.employer] = checked + check.checked, kept + check.kept
    return {employer: EmployerRecord(checked, kept) for employer, (checked, kept) in found.items()}


def _known_record(world: World, records: dict[int, EmployerRecord]) -> Record:
    checked, kept = np.zeros((2, len(world.employers)), np.int64)
    for employer, record in records.items():
        checked[employer], kept[employer] = record.checked, record.kept
    return Record(checked, kept)


def _shown_pairs(world: World, table: FairTable, seed: int) -> tuple[Int64, Int64, Int64]:
    """(people, posts, positions), each (n,): the officer's lists, posting by posting from the top."""
    lists = officer_lists(world, table.fair, seed, SHOWN, list(table.allowed))
    sizes = [len(rows) for rows in lists]
    positions = [np.arange(1, size + 1) for size in sizes]
    return np.concatenate(lists), np.repeat(table.fair.posts, sizes), np.concatenate(positions).astype(np.int64)


def _allowed_pairs(table: FairTable) -> tuple[Int64, Int64]:
    columns, rows = np.nonzero(table.allowed)
    return table.fair.people[rows], table.fair.posts[columns]


def _lists(world: World, table: FairTable, people: Int64, posts: Int64, positions: Int64, steps_of: Steps) -> Lists:
    """Pairs of one fair, together by posting, as a table to learn from or to measure on."""
    fair = table.fair
    columns = np.searchsorted(fair.posts, posts)
    rows = np.searchsorted(fair.people, people)
    first = np.flatnonzero(np.r_[True, columns[1:] != columns[:-1]]) if len(columns) else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[first, len(columns)]).astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    features = [table.features(int(columns[start]), rows[start : start + size]) for start, size in zip(starts, sizes, strict=True)]
    return Lists(
        features=np.vstack(features) if features else np.zeros((0, len(FEATURES))),
        sizes=sizes,
        position=positions,
        event=np.full(len(people), fair.number, np.int64),
        posting=posts,
        employer=world.employer_of[posts],
        person=people,
        interested=steps_of.interested,
        interviewed=steps_of.interviewed,
        offered=steps_of.offered,
        hired=steps_of.hired,
        retained=steps_of.retained,
        followed=np.ones(len(people), np.bool_),
        propensity=np.ones(len(people)),
        source=f"fair {fair.number}",
        first_day=fair.on,
        last_day=fair.on + FOLLOWED_AFTER,
    )


def _true(chances: Chances) -> TrueChances:
    return TrueChances(
        interest=chances.interest,
        offer=chances.offer,
        stay=chances.retained,
        interviewed=chances.interview,
        hired=chances.hired,
        kept=chances.kept,
    )


def _join_chances(parts: Iterable[TrueChances]) -> TrueChances:
    parts = list(parts)
    names: tuple[str, ...] = tuple(vars(parts[0]))
    joined: dict[str, Float64] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return TrueChances(**joined)
