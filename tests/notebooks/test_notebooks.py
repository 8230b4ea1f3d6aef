"""Each tour runs from start to end, and only imports: what it would define belongs into a package."""

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
TOURS = [
    "audit_of_an_event",
    "data_and_world",
    "first_look",
    "retrieval_and_encoder",
    "training_and_calibration",
    "verdicts_by_example",
]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_from_start_to_end(path: Path, root: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(root)}}).execute()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_imports_and_never_defines(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            nodes = ast.walk(ast.parse(cell.source))
            assert not [node for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_kept_without_outputs(path: Path) -> None:
    code = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if cell.outputs or cell.execution_count is not None] == []


def test_these_tours_are_there_and_the_first_leads_to_the_others() -> None:
    assert [path.stem for path in NOTEBOOKS] == TOURS
    first = nbformat.read(NOTEBOOKS[TOURS.index("first_look")], as_version=4)
    links = [name for name in TOURS if f"({name}.ipynb)" in first.cells[-1].source]
    assert links == [name for name in TOURS if name != "first_look"]
