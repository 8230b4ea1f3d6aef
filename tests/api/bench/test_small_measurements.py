"""Each measurement at a tiny size: what is done is right; how long it took is nobody's business here."""

from datetime import date
from pathlib import Path

import pytest

from api.actions.errors import BadInput
from api.bench.encoding import bench_encode, encode_lines, synthetic_texts
from api.bench.importing import bench_import, import_lines
from api.bench.selectivity import bench_selectivity
from api.bench.startup import bench_startup, startup_lines
from api.bench.verdicts import bench_verdicts

TODAY = date(2026, 11, 1)


def test_texts_are_distinct_and_equal_for_a_seed() -> None:
    texts = synthetic_texts(40, 3, TODAY)
    assert len(set(texts)) == 40
    assert texts == synthetic_texts(40, 3, TODAY)
    assert all(340 <= len(text) < 1_000 for text in texts)


def test_encoding_is_measured_beside_its_tokenizer() -> None:
    found = bench_encode(16, 3, TODAY, runs=1)
    assert (found.texts, found.dimensions, len(found.rows)) == (16, 192, 2)
    assert found.ratio == found.encode.median / found.tokenize.median
    assert list(encode_lines(found))[1].startswith(f"{found.version}: 16 texts of ")


@pytest.mark.parametrize("sheet", ["csv", "xlsx"])
def test_every_row_of_both_sheets_comes_in(sheet: str, tmp_path: Path) -> None:
    found = bench_import(6, 5, 3, TODAY, sheet, runs=1, folder=tmp_path)  # type: ignore[arg-type]
    assert [(one.kind, one.rows, one.columns, one.imported) for one in found.files] == [
        ("postings", 6, 20, 6),
        ("candidates", 5, 61, 5),
    ]
    assert list(tmp_path.iterdir()) == []
    assert list(import_lines(found))[1].startswith("postings: 6 rows x 20 columns")


def test_the_help_imports_nothing_but_the_commands() -> None:
    """Whatever else it imported, every `tongtu` would wait for."""
    found = bench_startup(1)
    assert {name for name in found.imported if not name.startswith("api.cli")} == {
        "api",
        "api.threads",
        "matching",
        "matching.china_time",
    }
    assert list(startup_lines(found))[1].startswith("tongtu --help: ")


def test_retrieval_is_measured_for_each_share_of_allowed_people() -> None:
    found = bench_selectivity(3_000, 3, 16, 3, runs=1)
    assert [one.share for one in found.shares] == [0.5, 0.05, 0.005]
    assert [row.work for row in found.rows][2] == "retrieval of the nearest 300 where 0.5 % are allowed"


def test_growth_of_verdicts_names_both_sizes() -> None:
    found = bench_verdicts(0, 200, 8, 3, TODAY, growth=True)
    assert [(one.of, one.smaller, one.larger, one.times) for one in found.growth] == [
        ("people", 100, 200, 2.0),
        ("postings", 2, 8, 4.0),
    ]
    assert [row.work for row in found.rows] == ["verdicts, all pairs"] * len(found.rates) + [
        "growth of the verdicts in people",
        "growth of the verdicts in postings",
    ]


def test_verdicts_larger_than_memory_are_refused() -> None:
    with pytest.raises(BadInput, match="give fewer with --people or --postings"):
        bench_verdicts(0, 10**12, 8, 3, TODAY)
