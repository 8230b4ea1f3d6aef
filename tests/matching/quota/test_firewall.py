"""As how many people somebody counts reaches no verdict, list, rank or allocation: nothing that makes one imports the quota."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

APART = ("matching.quota", "matching.ledger", "matching.plan", "matching.indicators", "matching.subsidies", "matching.dispatch")
MAKERS = (
    "matching/features",
    "matching/verdicts",
    "matching/bitmaps",
    "matching/constraints",
    "matching/unlock",
    "matching/allocation",
    "matching/timetable",
    "matching/retrieval.py",
    "matching/judgement.py",
    "matching/prematch",
    "matching/exploration.py",
    "matching/protocols.py",
    "models",
)
"""Folders and files that decide who stands where. One that is not built yet holds nothing."""


def _modules(root: Path, place: str) -> Iterator[Path]:
    path = root / place
    yield from sorted(path.rglob("*.py")) if path.is_dir() else [path] if path.is_file() else []


def _imports(path: Path) -> set[str]:
    """The dotted names that a file imports, wherever in the file; of `from a import b` both a and a.b."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _file(root: Path, name: str) -> Path | None:
    path = root.joinpath(*name.split("."))
    return next((one for one in (path.with_suffix(".py"), path / "__init__.py") if one.is_file()), None)


def reached(root: Path, start: list[Path]) -> set[str]:
    """The dotted names of all modules of ours that some files import, directly or through others."""
    names: set[str] = set()
    waiting = list(start)
    while waiting:
        for name in _imports(waiting.pop()):
            path = _file(root, name)
            if path is not None and name not in names:
                names.add(name)
                waiting.append(path)
    return names


def _within(names: set[str], folders: tuple[str, ...]) -> list[str]:
    return sorted(name for name in names if any(name == one or name.startswith(f"{one}.") for one in folders))


@pytest.mark.parametrize("place", MAKERS)
def test_nothing_that_ranks_or_allocates_reads_the_quota(root: Path, place: str) -> None:
    assert _within(reached(root, list(_modules(root, place))), APART) == []


def test_the_quota_reads_no_feature_no_rank_and_no_person(root: Path) -> None:
    names = reached(root, list(_modules(root, "matching/quota")))
    assert "matching.policy" in names
    forbidden = (
        "matching.features",
        "matching.prematch",
        "matching.allocation",
        "matching.bitmaps",
        "matching.judgement",
        "models",
    )
    assert _within(names, forbidden) == []


def test_the_quota_names_no_candidate(root: Path) -> None:
    people = {"Candidate", "Person", "CertificateDetails", "Resume", "Wishes", "AbilityProfile"}
    named = {name.rsplit(".", 1)[-1] for path in _modules(root, "matching/quota") for name in _imports(path)}
    assert named & people == set()


RUNNERS = (
    "api/actions/matching.py",
    "api/actions/pools.py",
    "api/actions/training.py",
    "api/actions/rankers.py",
    "api/actions/learning_lists.py",
    "api/actions/lists.py",
    "api/actions/unlock_board.py",
    "api/benchmark",
)
"""Doors that hand people and postings to what ranks them."""
STORES_APART = {"bodies", "ledgers", "graduates", "tallies", "workshops"}


@pytest.mark.parametrize("place", RUNNERS)
def test_who_hands_over_the_people_hands_over_no_count(root: Path, place: str) -> None:
    """What bodies reported, platforms certified and ledgers hold is at rest in stores of their own, which no such door opens."""
    paths = list(_modules(root, place))
    assert paths != []
    for path in paths:
        assert _within(_imports(path), APART) == []
        opened = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        assert opened & STORES_APART == set()


def test_the_walk_sees_what_it_looks_for(root: Path) -> None:
    """The ledger reads the quota, so the walk must find it there, and through a third file too."""
    assert "matching.quota" in reached(root, [root / "matching/ledger/report.py"])
    assert "matching.quota.bodies" in reached(root, [root / "matching/ledger/books.py"])
