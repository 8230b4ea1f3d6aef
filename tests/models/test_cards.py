"""The card says everything that the manifest says, in both languages, and nothing that it does not."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from models.cards import ranker_card
from models.folders import CARD, MANIFEST
from tests.models.small import TOO_FAR, judged, small_ranker


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ranker = judged(small_ranker(1), "hand-weighted-1", passed=False)
    saved = tmp_path_factory.mktemp("cards") / "ranker"
    ranker.with_entries(metrics={"ndcg@10": {"challenger": 0.4321, "random": 0.1234}, "list|s": 7}).save(saved)
    return saved


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif value is not None and not isinstance(value, bool):
        yield value


def halves(folder: Path) -> tuple[str, str]:
    zh, en = (folder / CARD).read_text("utf-8").split("\n---\n")
    return zh, en


def test_both_halves_hold_every_figure_of_the_manifest(folder: Path) -> None:
    manifest = orjson.loads((folder / MANIFEST).read_bytes())
    del manifest["gate"]["checks"][0]["name"]
    figures = [str(leaf) for leaf in leaves(manifest) if leaf not in (TOO_FAR.zh, TOO_FAR.en)]
    assert len(figures) > 100
    for half in halves(folder):
        assert [figure for figure in figures if figure not in half] == []


def test_the_card_is_written_from_the_manifest_alone(folder: Path) -> None:
    assert ranker_card(orjson.loads((folder / MANIFEST).read_bytes())) == (folder / CARD).read_text("utf-8")


def test_the_chinese_half_is_in_chinese_and_says_why_not(folder: Path) -> None:
    zh, en = halves(folder)
    assert TOO_FAR.zh in zh
    assert TOO_FAR.en in en
    assert TOO_FAR.en not in zh
    assert "没有通过。比较对象是当时在用的 hand-weighted-1" in zh
    assert "Not passed, against hand-weighted-1" in en


def test_every_entry_has_words_of_its_own(folder: Path) -> None:
    """A key without words stands in backquotes; only names of files, software and measures do."""
    manifest = orjson.loads((folder / MANIFEST).read_bytes())
    names = {*manifest["files"], *manifest["made_with"], "ndcg@10", "random", "list\\|s", "worst"}
    shown = re.findall(r"^\| (?:.* / )?`([^`]+)` \|", "\n".join(halves(folder)), re.MULTILINE)
    assert sorted(set(shown) - names) == []


def test_a_cell_cannot_break_the_table(folder: Path) -> None:
    assert ranker_card({"version": "x", "source": "a | b\nc"}).count("a \\| b c") == 2
