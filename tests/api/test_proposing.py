"""`tongtu import ... --propose-map` as a user meets it."""

import json
from pathlib import Path

import pytest

from data.importers import read_mapping
from tests.api.test_cli import tongtu

SHEET = "工种名称,用工单位,月工资,报名电话\n面点师,武汉示范食品厂,4000元/月,13900000000\n文员,示范酒店,3500元/月,13900000001\n"
COLUMNS = {"工种名称": "title", "用工单位": "employer", "月工资": "pay", "报名电话": "contact"}


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "岗位.csv"
    path.write_text(SHEET, "utf-8")
    return path


def test_a_proposal_is_printed_and_nothing_is_opened(sheet: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    ran = tongtu("import", "postings", str(sheet), "--propose-map", home=home)
    assert (ran.returncode, home.exists(), "13900000000" in ran.stdout) == (0, False, False)
    written = tmp_path / "map.yaml"
    written.write_text(ran.stdout, "utf-8")
    assert read_mapping(written).columns == COLUMNS
    assert ran.stderr == "岗位.csv: 4 of 4 columns proposed, 2 of 2 rows tried would go in\n"


def test_a_written_proposal_imports_its_file_and_is_never_overwritten(sheet: Path, tmp_path: Path) -> None:
    out, home = tmp_path / "map.yaml", tmp_path / "home"
    assert tongtu("import", "postings", str(sheet), "--propose-map", "--out", str(out), home=home).stdout == ""
    report = tongtu("import", "postings", str(sheet), "--map", str(out), "--json", home=home)
    assert json.loads(report.stdout)["imported"] == 2
    again = tongtu("import", "postings", str(sheet), "--propose-map", "--out", str(out), home=home)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == "map.yaml exists and was not overwritten; choose another name.\n"


def test_a_proposal_is_json_where_asked(sheet: Path) -> None:
    told = json.loads(tongtu("import", "postings", str(sheet), "--propose-map", "--json").stdout)
    assert told["mapping"] == {"name": "岗位", "kind": "postings", "columns": COLUMNS}
    assert [column["fields"] for column in told["columns"]] == [["title"], ["employer"], ["pay"], ["contact"]]
    assert [column["samples"] for column in told["columns"]][2:] == [["4000元/月", "3500元/月"], ["‹11 位数字/digits›"]]
    assert (told["rows"], told["readable"], told["missing"], told["notes"]) == (2, 2, [], [])


@pytest.mark.parametrize("words", [["--propose-map", "--map", "x.yaml"], ["--out", "x.yaml"]], ids=" ".join)
def test_options_that_do_not_go_together_are_refused(sheet: Path, words: list[str]) -> None:
    ran = tongtu("import", "candidates", str(sheet), *words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "--propose-map proposes a mapping and takes no --map; --out belongs to --propose-map" in ran.stderr


def test_a_file_that_is_no_table_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "空.csv"
    path.write_text("", "utf-8")
    ran = tongtu("import", "postings", str(path), "--propose-map")
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)
    assert "there is nothing in it" in ran.stderr
