"""The table of the security standard is complete, and what it names is real."""

import re
from pathlib import Path

import pytest

ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| (.+?) \| (.*?) \| (.*?) \|$", re.MULTILINE)
SECTIONS = {
    1: (2, 9, 11, 3, 2),
    2: (3, 3, 4, 1),
    3: (0, 2, 4, 6, 5, 0, 2),
    4: (3, 1, 2, 4),
    5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4),
    7: (3, 4, 2, 5, 2, 2),
    8: (2, 3, 1, 1),
    9: (3, 4),
    10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1),
    12: (3, 2, 4),
    13: (1, 5, 2, 5),
    14: (2, 4, 3),
    15: (3, 3, 7),
    16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}
"""How many requirements up to level 2 each section of ASVS 5.0.0 has, by chapter: they are the first ones of their section."""


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "docs" / "asvs.md").read_text("utf-8")


@pytest.fixture(scope="module")
def rows(text: str) -> list[tuple[str, ...]]:
    return ROW.findall(text)


def test_every_requirement_up_to_level_two_has_its_row(rows: list[tuple[str, ...]]) -> None:
    asked = [
        f"{chapter}.{section}.{number}"
        for chapter, counts in SECTIONS.items()
        for section, count in enumerate(counts, 1)
        for number in range(1, count + 1)
    ]
    assert [row[0] for row in rows] == asked
    assert [sum(row[1] == level for row in rows) for level in "12"] == [70, 183]


def test_each_row_says_whether_and_where_or_why_not(rows: list[tuple[str, ...]]) -> None:
    wrong = []
    for name, _, _, state, where, _ in rows:
        kind, _, why = state.partition(":")
        if kind.partition(",")[0] not in ("met", "not met", "not applicable"):
            wrong.append(f"{name}: {state}")
        elif kind.startswith("met") != bool(where) and kind.startswith("met"):
            wrong.append(f"{name}: met nowhere")
        elif kind.startswith("not") and len(why.split()) < 2:
            wrong.append(f"{name}: without a reason")
    assert wrong == []


def test_the_sums_are_right(root: Path, text: str, rows: list[tuple[str, ...]]) -> None:
    met, missing, other = (sum(row[3].startswith(state) for row in rows) for state in ("met", "not met", "not applicable"))
    assert f"{met} are met, {missing} are not, {other} do not apply" in text
    chinese = (root / "docs" / "asvs.zh.md").read_text("utf-8")
    assert [f"做到：{met} 项" in chinese, f"没有做到：{missing} 项" in chinese, f"不适用：{other} 项" in chinese] == [True] * 3


def test_files_and_tests_are_there(root: Path, rows: list[tuple[str, ...]]) -> None:
    missing = []
    for name, _, _, _, where, test in rows:
        for file in re.findall(r"`([\w./-]+/[\w./-]+|[\w-]+\.(?:md|txt|toml))`", where):
            if not (root / file).exists():
                missing.append(f"{name}: {file}")
        for file, _, function in re.findall(r"`([\w./-]+?\.py)(::(\w+))?`", test):
            if not (root / file).exists() or (function and f"def {function}(" not in (root / file).read_text("utf-8")):
                missing.append(f"{name}: {file} {function}")
    assert missing == []


def test_what_is_met_is_mostly_tested(rows: list[tuple[str, ...]]) -> None:
    untested = [row[0] for row in rows if row[3].startswith("met") and "tests/" not in row[5]]
    assert untested == ["1.4.1", "13.1.1", "13.2.3", "15.1.2", "16.1.1"]
