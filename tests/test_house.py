"""The walls of the house: who may import whom, and whose names these are."""

import ast
import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

FOLDERS = ("matching", "models", "data", "api")
MAY_IMPORT = {
    "matching": {"matching"},
    "models": {"models", "matching"},
    "data": {"data", "matching"},
    "api": {"api", "data", "models", "matching"},
}
NEVER_IN_MATCHING = {
    "os",
    "pathlib",
    "sqlite3",
    "sqlalchemy",
    "fastapi",
    "starlette",
    "requests",
    "httpx",
    "time",
    "pandas",
}
SQL = {"sqlalchemy", "alembic", "psycopg", "sqlite3"}


def modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def imported(path: Path) -> set[str]:
    """Dotted names of all modules that a file imports, wherever in the file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("folder", FOLDERS)
def test_arrows_point_downwards(root: Path, folder: str) -> None:
    forbidden = set(FOLDERS) - MAY_IMPORT[folder]
    wrong = {
        str(path.relative_to(root)): sorted(name for name in imported(path) if name.split(".")[0] in forbidden)
        for path in modules(root / folder)
    }
    assert {path: names for path, names in wrong.items() if names} == {}


def test_matching_touches_no_world(root: Path) -> None:
    wrong = {str(path.relative_to(root)): sorted(imported_tops(path) & NEVER_IN_MATCHING) for path in modules(root / "matching")}
    assert {path: names for path, names in wrong.items() if names} == {}


def imported_tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def test_sql_lives_in_stores_only(root: Path) -> None:
    # What is measured beside ours speaks its own SQL, to a database of its own.
    allowed = ("data/tables.py", "data/stores/", "data/migrations/", "api/bench/peers/")
    wrong = [
        str(path.relative_to(root))
        for folder in FOLDERS
        for path in modules(root / folder)
        if imported_tops(path) & SQL and not str(path.relative_to(root)).startswith(allowed)
    ]
    assert wrong == []


def test_truth_does_not_know_features(root: Path) -> None:
    wrong = [
        str(path.relative_to(root))
        for path in modules(root / "data" / "synthetic" / "truth")
        if any(name.startswith("matching.features") for name in imported(path))
    ]
    assert wrong == []


def test_environment_is_read_in_settings_only(root: Path) -> None:
    readers = [
        str(path.relative_to(root))
        for folder in FOLDERS
        for path in modules(root / folder)
        if {"os.environ", "os.getenv"} & set(ast_names(path))
    ]
    assert [name for name in readers if name not in ("api/settings.py", "api/threads.py")] == []


def test_the_day_of_a_moment_is_read_in_one_place(root: Path) -> None:
    naive = re.compile(r"(?:now|_at|\.at|moment|clock\(\)|now\(\))\.date\(\)|astimezone\(CHINA\)|timedelta\(hours=8\)")
    found = [
        str(path.relative_to(root))
        for folder in FOLDERS
        for path in modules(root / folder)
        if naive.search(path.read_text("utf-8")) is not None
    ]
    assert found == ["matching/china_time.py"]


def ast_names(path: Path) -> set[str]:
    return {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_four_names_are_ours(folder: str) -> None:
    assert set(packages_distributions()[folder]) == {"tongtu"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_folder_says_its_job(root: Path, folder: str) -> None:
    assert ast.get_docstring(ast.parse((root / folder / "__init__.py").read_text("utf-8")))
