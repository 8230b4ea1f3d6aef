"""One small city for all tests of this folder, and the day it was made."""

from datetime import date

import pytest

from data.synthetic import City, generate_city


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 11, 2)


@pytest.fixture(scope="session")
def city(today: date) -> City:
    return generate_city(seed=11, candidates=700, employers=120, today=today)
