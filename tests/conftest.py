"""Fixtures shared by all tests. The shared material is read where present: absent it is a skip, and a failure under CI."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

LONG = ("journeys", "notebooks", "api/browser", "faults", "models", "api/jobs", "matching/verdicts")
"""Folders with the longest files. They begin first: two processes that share out whole files then end at about the same time."""

os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def turn(item: pytest.Item) -> int:
        folder = item.path.parent.relative_to(ROOT / "tests").as_posix()
        return LONG.index(folder) if folder in LONG else len(LONG)

    items.sort(key=turn)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared material beside the project: real postings, domain tables, shapes."""
    if (SHARED / "README.md").exists():
        return SHARED
    if os.environ.get("CI") == "true":
        pytest.fail("the shared material is missing beside the project; CI must have it")
    pytest.skip("the shared material is not on this machine")
