"""The tokenizer: the fast reading of many texts equals a slow one, run by run."""

import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.texts import simplified
from models.runs import RunTokenizer, fit_runs

WORDS = ("会计助理", "客服专员", "java开发", "3d建模", "c++工程师", "h5", "电话客服", "会计")
TOKENIZER = RunTokenizer(
    [
        "会",
        "计",
        "助",
        "理",
        "会计",
        "计助",
        "助理",
        "会计助",
        "计助理",
        "客服",
        "ja",
        "av",
        "va",
        "jav",
        "ava",
        "3d",
        "c+",
        "++",
        "c++",
    ]
)


def slow_runs(text: str, known: set[str]) -> Counter[str]:
    """Character by character, without tables."""
    read = []
    for character in text:
        plain = simplified(unicodedata.normalize("NFKC", character).lower())
        whole = len(plain) == 1 and (plain > "㏿" or (plain.isascii() and (plain.isalnum() or plain in "+#")))
        read.append(plain if whole else " ")
    joined = "".join(read)
    runs = (joined[start : start + size] for size in (1, 2, 3) for start in range(len(joined) - size + 1))
    return Counter(run for run in runs if run in known)


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(st.text(alphabet="会计助理客服 javaJAVＡ3dDc+#，。😀電話會計\n1", max_size=30), max_size=6))
def test_occurrences_equal_a_slow_reading(texts: list[str]) -> None:
    rows, tokens = TOKENIZER.occurrences(texts)
    found = [Counter(TOKENIZER.runs[token] for token in tokens[rows == row]) for row in range(len(texts))]
    assert found == [slow_runs(text, set(TOKENIZER.runs)) for text in texts]


def test_a_run_never_reaches_from_one_text_into_the_next() -> None:
    assert TOKENIZER.occurrences(["会", "计"])[1].tolist() == [0, 1]
    assert TOKENIZER.occurrences([])[1].tolist() == []
    assert TOKENIZER.occurrences(["", "，"])[1].tolist() == []


def test_an_unpaired_surrogate_is_read_as_nothing() -> None:
    assert TOKENIZER.occurrences(["会\ud800计"])[1].tolist() == [0, 1]


def test_fitted_runs_stand_in_enough_texts_and_hold_no_lone_letter_or_number() -> None:
    tokenizer = fit_runs([*WORDS * 3, "12 12", "12 12"], 1_000)
    assert set("会计助理客服专员") <= set(tokenizer.runs)
    assert {"会计", "会计助", "ja", "3d", "h5", "c++"} <= set(tokenizer.runs)
    assert [run for run in tokenizer.runs if run.isdigit() or (len(run) == 1 and run.isascii())] == []


def test_the_most_frequent_runs_are_kept_and_equal_texts_give_equal_runs() -> None:
    texts = ["会计"] * 5 + ["客服"] * 3 + ["保洁"] * 2
    assert fit_runs(texts, 3).runs == ("会", "会计", "计")
    assert fit_runs(texts, 100).runs == fit_runs(reversed(texts), 100).runs


@given(texts=st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), size=st.integers(1, 40))
def test_every_run_of_three_has_both_its_pairs(texts: list[str], size: int) -> None:
    runs = set(fit_runs(texts, size, (1, 1, 1)).runs)
    assert [run for run in runs if len(run) == 3 and not {run[:2], run[1:]} <= runs] == []


@pytest.mark.parametrize("runs", [["会计助理"], [""], ["会", "会"], ["会", "计", "助", "会计助"]])
def test_a_vocabulary_that_cannot_be_read_is_refused(runs: list[str]) -> None:
    with pytest.raises(ValueError, match=r"vocabulary"):
        RunTokenizer(runs)


def test_an_empty_vocabulary_finds_nothing() -> None:
    rows, tokens = RunTokenizer([]).occurrences(["会计", "客服"])
    np.testing.assert_array_equal(rows, np.zeros(0, np.int32))
    np.testing.assert_array_equal(tokens, np.zeros(0, np.int32))
