"""Documents that would lie fail here: settings and targets of make that they name must be real. More of it: tests/docs."""

import re
from pathlib import Path

import pytest

from api.settings import Settings, read_settings

READMES = ("README.md", "README.zh-CN.md")
SETTINGS = {"README.md": "docs/configuration.md", "README.zh-CN.md": "docs/configuration.zh.md"}


@pytest.mark.parametrize("name", READMES)
def test_settings_of_the_readme_have_their_defaults(root: Path, name: str, tmp_path: Path) -> None:
    text = (root / name).read_text("utf-8")
    rows = dict(re.findall(r"^\| `TONGTU_(\w+)` \|.*\| (.+?) \|$", text, re.MULTILINE))
    assert {row.lower() for row in rows} < set(Settings.model_fields)
    assert SETTINGS[name] in text
    assert rows["KEEP"] == str(read_settings({"TONGTU_HOME": str(tmp_path)}).keep)


@pytest.mark.parametrize("name", READMES)
def test_every_setting_has_its_row(root: Path, name: str) -> None:
    text = (root / SETTINGS[name]).read_text("utf-8")
    rows = {row.lower() for row in re.findall(r"^\| `TONGTU_(\w+)` \|", text, re.MULTILINE)}
    assert sorted(set(Settings.model_fields) - rows) == []


@pytest.mark.parametrize("name", READMES)
def test_make_targets_of_the_readme_exist(root: Path, name: str) -> None:
    makefile = (root / "Makefile").read_text("utf-8")
    used = set(re.findall(r"^make (\w+)$", (root / name).read_text("utf-8"), re.MULTILINE))
    assert used == {"demo", "serve", "test"}
    assert [target for target in sorted(used) if f"\n{target}:" not in makefile] == []


def test_the_makefile_runs_what_ci_runs(root: Path) -> None:
    assert "make test" in (root / ".ci" / "run").read_text("utf-8")
