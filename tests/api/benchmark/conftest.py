"""The tables of one small world, made once for all tests of the benchmark."""

from dataclasses import replace
from datetime import date

import pytest

from api.benchmark.tables import Tables, make_tables
from data.synthetic.truth.timeline import SMALL, Sizes
from models.encoder import load_encoder

SEED = 5
TODAY = date(2026, 11, 1)


LEAST = replace(SMALL, people=120, employers=20, train=2, validation=1, test=1, fair_people=40, fair_employers=3)
"""Smaller still, for what is made more than once."""


def small_tables(seed: int = SEED, sizes: Sizes = SMALL) -> Tables:
    return make_tables(seed, "first", load_encoder(), TODAY, sizes, draws=4)


@pytest.fixture(scope="session")
def tables() -> Tables:
    return small_tables()
