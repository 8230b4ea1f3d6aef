"""The generated pages are what the code says; each command, column and problem stands in them."""

import re
from pathlib import Path

import pytest

from api.problems import KINDS
from api.reference import documents
from data.importers.templates import sheet_columns, sheet_kinds
from tests.api.command import tongtu
from tests.api.test_cli import COMMANDS
from tests.docs.pages import DOCS, Page


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return documents()


def test_the_committed_pages_are_what_the_code_says(made: dict[str, str]) -> None:
    """If not: `tongtu reference --write docs/`."""
    assert {name: (DOCS / name).read_text("utf-8") == text for name, text in made.items()} == dict.fromkeys(made, True)


def test_the_command_writes_them(made: dict[str, str], tmp_path: Path) -> None:
    done = tongtu("reference", "--write", str(tmp_path))
    assert (done.returncode, done.stdout.split()) == (0, [str(tmp_path / name) for name in made])
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == made


def test_every_command_has_its_heading(made: dict[str, str]) -> None:
    headings = re.findall(r"^## tongtu (.+)$", made["cli.md"], re.MULTILINE)
    assert len(headings) == len(set(headings))
    assert [words for words in COMMANDS if not any(one.startswith(" ".join(words)) for one in headings)] == []
    flat = {words: " ".join(text.split()) for words, text in zip(headings, made["cli.md"].split("\n## tongtu ")[1:], strict=True)}
    assert [words for words, text in flat.items() if f"Example: tongtu {words}" not in text] == []


@pytest.mark.parametrize("side", ["", ".zh"], ids=["English", "Chinese"])
def test_every_column_and_problem_has_its_row(made: dict[str, str], side: str) -> None:
    fields = re.findall(r"^\| .+? \| `([\w:]+)` \|", made[f"formats{side}.md"], re.MULTILINE)
    assert fields == [column.field for kind in sheet_kinds() for column in sheet_columns(kind)]
    statuses = re.findall(r"^\| (\d{3}) \|", made[f"problems{side}.md"], re.MULTILINE)
    assert statuses == [str(status) for status in sorted(KINDS)]


def test_the_worked_example_is_what_the_rules_say(tmp_path: Path) -> None:
    """The cases on the page about verdicts, in both languages the same."""
    cases = [block.text for side in ("", ".zh") for block in Page(DOCS / f"verdicts{side}.md").blocks if block.kind == "yaml"]
    assert (len(cases), cases[0]) == (2, cases[1])
    file = tmp_path / "cases.yaml"
    file.write_text(cases[0], "utf-8")
    done = tongtu("check", str(file), "--expect")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 5)
