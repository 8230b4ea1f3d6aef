"""Documents that would lie fail here: settings and targets of make that they name must be real. More of it: tests/docs."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from api.settings import Settings, read_settings

READMES = ("README.md", "README.zh-CN.md")
TEXTS = {".css", ".html", ".json", ".md", ".py", ".service", ".timer", ".toml", ".txt", ".yaml", ".yml"}
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


def test_nobody_is_told_to_install_the_name_from_the_registry(root: Path) -> None:
    """The project is on no registry: whoever registered its name there would be installed in its place."""
    folders = ("api", "data", "deploy", "docs", "matching", "models")
    files = [file for folder in folders for file in (root / folder).rglob("*") if file.suffix in TEXTS]
    files += [
        file for file in root.iterdir() if file.is_file() and (file.suffix in TEXTS or file.name in ("Dockerfile", "Makefile"))
    ]
    told = re.compile(r"pip[ \n]+install[ \n]+(?:-\S+[ \n]+(?:constraints\.txt[ \n]+)?)*['\"]?tongtu\b")
    assert len(files) > 500
    assert [str(file.relative_to(root)) for file in files if told.search(file.read_text("utf-8"))] == []


def test_the_version_is_the_newest_of_the_changelog(root: Path) -> None:
    newest = re.search(r"^## (\S+)", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert newest is not None
    assert newest[1] == project["version"] == version("tongtu")


def test_the_makefile_runs_what_ci_runs(root: Path) -> None:
    assert "make test" in (root / ".ci" / "run").read_text("utf-8")
