"""Documents that would lie fail here: settings, commands and files that they name must be real."""

import re
from pathlib import Path

import pytest

from api.settings import Settings, read_settings

READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (
    *READMES,
    "CONTRIBUTING.md",
    "docs/accounts.md",
    "docs/architecture.md",
    "docs/asvs.md",
    "docs/asvs.zh.md",
    "docs/audit.md",
    "docs/benchmark.md",
    "docs/fair.md",
    "docs/learning.md",
    "docs/privacy.md",
    "docs/privacy.zh.md",
    "docs/operations.md",
)


@pytest.mark.parametrize("name", READMES)
def test_every_setting_stands_in_the_readme_with_its_default(root: Path, name: str, tmp_path: Path) -> None:
    text = (root / name).read_text("utf-8")
    rows = dict(re.findall(r"^\| `TONGTU_(\w+)` \|.*\| (.+?) \|$", text, re.MULTILINE))
    assert {row.lower() for row in rows} == set(Settings.model_fields)
    defaults = read_settings({"TONGTU_HOME": str(tmp_path)})
    for field in ("upload_limit_mb", "depth", "keep", "exploration"):
        assert rows[field.upper()] == str(getattr(defaults, field))


@pytest.mark.parametrize("name", READMES)
def test_commands_of_the_readme_exist(root: Path, name: str) -> None:
    from typer.main import get_command

    from api.cli.program import app

    known = get_command(app).commands  # type: ignore[attr-defined]
    used = re.findall(r"^\.venv/bin/tongtu (\S+)", (root / name).read_text("utf-8"), re.MULTILINE)
    assert used
    assert [word for word in used if word not in known] == []


@pytest.mark.parametrize("name", READMES)
def test_make_targets_of_the_readme_exist(root: Path, name: str) -> None:
    makefile = (root / "Makefile").read_text("utf-8")
    used = set(re.findall(r"^make (\w+)$", (root / name).read_text("utf-8"), re.MULTILINE))
    assert used == {"demo", "serve", "test"}
    assert [target for target in sorted(used) if f"\n{target}:" not in makefile] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_and_paths_lead_somewhere(root: Path, name: str) -> None:
    text = (root / name).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    paths = re.findall(r"`((?:matching|models|data|api|tests|docs|notebooks)/[\w./-]*\w)`", text)
    folder = (root / name).parent
    missing = [link for link in links if not (folder / link).exists()] + [path for path in paths if not (root / path).exists()]
    assert missing == []


def test_the_makefile_runs_what_ci_runs(root: Path) -> None:
    assert "make test" in (root / ".ci" / "run").read_text("utf-8")
