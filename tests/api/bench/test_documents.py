"""What the document on performance tells is what was measured."""

from pathlib import Path

import pytest

from api.bench.country import country_lines
from api.bench.suite import MARKS, STEPS, report_lines, results_in


def between(text: str, what: str) -> str:
    first, last = MARKS[what]
    return text.partition(first)[2].partition(last)[0].strip()


def test_the_tables_are_those_of_the_results_beside_them(root: Path) -> None:
    text = (root / "docs/performance.md").read_text("utf-8")
    found = results_in(root / "docs/performance")
    assert between(text, "table") == "\n".join(report_lines(found))
    assert between(text, "country") == "\n".join(country_lines(found))


@pytest.mark.parametrize("name", ["performance.md", "performance.zh.md"])
def test_every_measurement_of_the_suite_is_explained(root: Path, name: str) -> None:
    text = (root / "docs" / name).read_text("utf-8")
    assert [step.name for step in STEPS if f"`tongtu bench {' '.join(step.arguments)}`" not in text] == []
