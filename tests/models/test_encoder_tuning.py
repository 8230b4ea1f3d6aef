"""Training further on own data: what is held out, what decides, and that nothing of a person is stored."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.encoder_training import Course, Pair
from models.encoder_tuning import Figures, OwnPosting, Tuning, tune_encoder
from models.static import StaticEncoder
from tests.models.conftest import TRADES

COURSE = Course(steps=120, batch=16, rate=0.05)
NAMES = {"客服": "甲", "录入": "乙", "保洁": "丙", "按摩": "丁", "烘焙": "戊", "仓库": "己"}
"""An office that calls its trades by single letters, which no encoder can know."""


def own_postings(employers: int = 12, hired: bool = True) -> list[OwnPosting]:
    """Each employer advertises every trade under the office's own name for it."""
    return [
        OwnPosting(
            id=f"p{employer}-{trade}",
            employer=f"e{employer}",
            title=f"{NAMES[trade]}岗",
            text="，".join(tasks[employer % 3 :]) + f"，第{employer}门店",
            hired=(f"想做{tasks[employer % 5]}",) if hired else (),
        )
        for employer in range(employers)
        for trade, tasks in sorted(TRADES.items())
    ]


@pytest.fixture(scope="module")
def base(fitted: Path) -> StaticEncoder:
    return StaticEncoder.load(fitted)


def test_no_employer_is_on_both_sides(base: StaticEncoder, pairs: list[Pair]) -> None:
    found = tune_encoder(base, own_postings(), pairs, 1, Course(steps=1, batch=8, rate=0.01))
    assert (found.postings, found.held_out, found.held_out_matches) == (54, 18, 18)
    trained = {text for one, other, _ in found.pairs for text in (one, other)}
    assert len([posting for posting in own_postings() if f"{posting.title}。{posting.text}" in trained]) == 54


def test_titles_decide_while_there_are_few_matches(base: StaticEncoder, pairs: list[Pair]) -> None:
    found = tune_encoder(base, own_postings(hired=False), pairs, 1, Course(steps=1, batch=8, rate=0.01))
    assert found.before.matches is None
    assert found.after.matches is None


def test_matches_are_measured_when_there_are_enough(base: StaticEncoder, pairs: list[Pair]) -> None:
    found = tune_encoder(base, own_postings(24), pairs, 1, COURSE)
    assert found.held_out_matches == 36
    assert found.before.matches is not None
    assert found.after.matches is not None


def test_the_vocabulary_stays_so_that_no_word_of_a_person_is_stored(base: StaticEncoder, pairs: list[Pair]) -> None:
    planted = [replace(posting, hired=("我爱弹古琴龘",)) for posting in own_postings()]
    found = tune_encoder(base, planted, pairs, 1, COURSE)
    assert found.encoder.tokenizer.runs == base.tokenizer.runs


def test_equal_data_and_seed_give_the_same_encoder(base: StaticEncoder, pairs: list[Pair]) -> None:
    versions = {tune_encoder(base, own_postings(), pairs, 1, COURSE).encoder.version for _ in range(2)}
    assert len(versions) == 1


@pytest.mark.parametrize(
    ("after", "better"),
    [
        (Figures(0.5, 0.5, 0.5), False),
        (Figures(0.6, 0.5, 0.5), True),
        (Figures(0.6, 0.495, 0.495), True),
        (Figures(0.6, 0.48, 0.5), False),
        (Figures(0.6, 0.5, 0.48), False),
        (Figures(0.4, 0.9, 0.9), False),
    ],
)
def test_matches_decide_and_nothing_else_may_fall(base: StaticEncoder, after: Figures, better: bool) -> None:
    tuning = Tuning(base, (), Figures(0.5, 0.5, 0.5), after, postings=40, held_out=10, held_out_matches=20)
    assert tuning.better is better


@pytest.mark.parametrize(("titles", "better"), [(0.51, True), (0.5, False), (0.49, False)])
def test_without_matches_titles_decide(base: StaticEncoder, titles: float, better: bool) -> None:
    tuning = Tuning(base, (), Figures(None, 0.5, 0.5), Figures(None, titles, 0.5), postings=40, held_out=10, held_out_matches=0)
    assert tuning.better is better


@pytest.mark.parametrize("employers", [0, 1, 3, 6])
def test_too_little_is_refused(base: StaticEncoder, pairs: list[Pair], employers: int) -> None:
    with pytest.raises(ValueError, match="at least 40 and 10 are needed"):
        tune_encoder(base, own_postings(employers), pairs, 1, COURSE)
