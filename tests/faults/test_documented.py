"""docs/faults.md and its Chinese side name tests that exist, and every test of this folder."""

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", ["faults.md", "faults.zh.md"])
def test_the_table_of_faults_names_these_tests(root: Path, name: str) -> None:
    told = re.findall(r"`(test_\w+\.py)::(test_\w+)`", (root / "docs" / name).read_text("utf-8"))
    there = [
        (path.name, node.name)
        for path in sorted(HERE.glob("test_*.py"))
        if path.name != Path(__file__).name
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert sorted(told) == sorted(there)
