"""All measurements in one folder: kept as they end, taken up again, and put into a document."""

from datetime import date
from pathlib import Path

import pytest

from api.actions.errors import BadInput
from api.bench.machine import this_machine
from api.bench.rows import Measured, Row, table_lines
from api.bench.suite import MARKS, STEPS, Step, put_into, read_result, report_lines, results_in, run_steps

TODAY = date(2026, 11, 1)
HELP = Step("startup", ("startup",), ("startup", "--runs", "1"))
BROKEN = Step("import", ("import",), ("import", "--postings", "none"))
LONG = Step("millions", ("prematch",), ())


def row(**told: object) -> Row:
    return Row.model_validate({"work": "walk", "sizes": "1 km", "figure": "10 min"} | told)


def test_a_row_is_a_line_of_the_table() -> None:
    full = row(floor="run 5 min", ratio=2.0, spread="9-11 min, 3 runs", target="< 12 min", met=True)
    assert table_lines([full, row(met=False)])[2:] == [
        "| walk | 1 km | 10 min | run 5 min | 2.00 | 9-11 min, 3 runs | < 12 min | yes |",
        "| walk | 1 km | 10 min |  |  |  |  | **no** |",
    ]


def test_what_was_measured_is_kept_and_not_measured_again(tmp_path: Path) -> None:
    ended = list(run_steps([LONG, BROKEN, HELP], tmp_path, True, TODAY))
    assert [one.measured is None for one in ended] == [True, False]
    assert ended[0].fault.startswith("Error: Invalid value for '--postings'")
    assert [file.name for file in tmp_path.iterdir()] == ["startup.json"]
    assert results_in(tmp_path) == [ended[1].measured]
    # The full size is what a promise is about.
    assert [(row.target, row.met) for row in results_in(tmp_path)[0].rows] == [(None, None)]
    again = list(run_steps([HELP], tmp_path, True, TODAY))
    assert [(one.kept, one.measured) for one in again] == [(True, ended[1].measured)]


def test_the_table_stands_between_the_marks_of_a_document(tmp_path: Path) -> None:
    measured = Measured(name="encode", command="tongtu bench encode", day=TODAY, machine=this_machine(), seconds=3.0, rows=(row(),))
    document, (start, end) = tmp_path / "performance.md", MARKS["table"]
    document.write_text(f"# Before\n{start}\nold\n{end}\nafter\n", "utf-8")
    put_into(document, "table", report_lines([measured]))
    put_into(document, "table", report_lines([measured]))
    assert document.read_text("utf-8") == "\n".join([f"# Before\n{start}", "", *report_lines([measured]), "", f"{end}\nafter\n"])
    document.write_text("no marks", "utf-8")
    with pytest.raises(BadInput, match="lacks the two lines"):
        put_into(document, "table", [])


def test_no_result_and_no_results_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="run tongtu bench all"):
        results_in(tmp_path)
    (tmp_path / "encode.json").write_text("{}", "utf-8")
    with pytest.raises(BadInput, match="delete it and measure again"):
        read_result(tmp_path / "encode.json")


def test_every_step_is_a_command() -> None:
    from typer.main import get_command

    from api.cli.bench import bench

    commands = get_command(bench).commands  # type: ignore[attr-defined]
    assert [step.name for step in STEPS if step.arguments[0] not in commands] == []
