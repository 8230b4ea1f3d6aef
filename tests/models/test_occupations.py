"""The recogniser of occupations: on names, on what people write around them, on real titles, and on what is no title."""

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.occupation_names import occupations_by_code, small_class
from matching.occupation_titles import near_occupations, titles_by_code
from matching.texts import normalise
from models.encoder import load_encoder
from models.occupations import Recogniser, recognise

LABELS = Path(__file__).parent / "real_titles.csv"

Found = list[tuple[str, ...]]


def codes(titles: list[str], k: int = 5) -> Found:
    return [tuple(one.code for one in row) for row in recognise(titles, k)]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("保洁员", "4-09-08-01"),
        ("急聘保洁阿姨+双休+五险", "4-09-08-01"),
        ("行政班客服专员(工龄奖)", "4-04-05-03"),
        ("電話客服", "4-04-05-03"),
        ("ＪＡＶＡ高级研发（武汉）", "2-02-10-03"),
        ("送外卖的", "4-10-08-01"),
        ("盲人按摩师", "4-10-04-02"),
        ("手语翻译", "4-13-01-08"),
        ("Accountant", "2-06-03-00"),
        ("电商运营（非销售，纯运营）", "4-01-06-01"),
    ],
)
def test_a_title_is_recognised_whatever_is_around_it(title: str, code: str) -> None:
    assert codes([title])[0][0] == code


def test_every_occupation_is_recognised_by_its_name() -> None:
    named: dict[str, set[str]] = {}
    for code, row in occupations_by_code().items():
        named.setdefault(row.name, set()).add(code)
    missed = [name for name, found in zip(named, codes(list(named), 1), strict=True) if found[0] not in named[name]]
    assert missed == []


def test_every_alias_and_everyday_title_finds_its_occupation() -> None:
    told = [(title, code) for code, titles in titles_by_code().items() for title in titles]
    meant: dict[str, set[str]] = {}
    for title, code in told:
        meant.setdefault(title, set()).add(code)
    found = codes(list(meant), 1)
    missed = [title for (title, wanted), one in zip(meant.items(), found, strict=True) if not one or one[0] not in wanted]
    assert len(missed) <= len(meant) * 0.01


def test_probabilities_fall_and_add_up() -> None:
    for row in recognise(["会计", "运营", "售前", "今天天气不错"], len(occupations_by_code())):
        chances = [one.probability for one in row]
        assert chances == sorted(chances, reverse=True)
        assert sum(chances) <= 1 + 1e-6


def test_what_is_like_nothing_is_improbable() -> None:
    for title in ("我们公司成立于一九九八年", "qwertyuiop", "本公司待遇优厚欢迎加入我们的大家庭"):
        assert all(one.probability < 0.5 for one in recognise([title], 1)[0])


def test_no_title_no_occupation() -> None:
    assert recognise(["", "   ", "😀😀", "123 456", "，。"], 3) == [(), (), (), (), ()]
    assert recognise([], 3) == []


def test_fewer_than_one_occupation_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="k is 0; ask for at least one"):
        recognise(["会计"], 0)


@settings(max_examples=30, deadline=None)
@given(titles=st.lists(st.text(alphabet="会计客服双休+()javaJ1 電話。", max_size=20), max_size=5))
def test_a_title_s_answer_does_not_depend_on_the_titles_beside_it(titles: list[str]) -> None:
    together = recognise(titles, 3)
    for title, found in zip(titles, together, strict=True):
        alone = recognise([title], 3)[0]
        assert [one.code for one in alone] == [one.code for one in found]
        np.testing.assert_allclose([one.probability for one in alone], [one.probability for one in found], atol=1e-4)


def test_a_long_text_is_no_crash() -> None:
    assert len(recognise(["招聘客服专员" * 8_000], 2)[0]) == 2


def test_an_alias_that_the_titles_give_to_another_occupation_is_not_that_alias_any_more() -> None:
    assert "成本会计" in occupations_by_code()["2-02-30-10"].aliases
    assert "成本会计" not in titles_by_code()["2-02-30-10"]
    assert "成本会计" in titles_by_code()["2-06-03-00"]


def test_near_occupations_are_occupations_and_several() -> None:
    assert [group for group in near_occupations() if len(set(group)) < 2 or not set(group) <= set(occupations_by_code())] == []


def share_found(found: Found, wanted: list[frozenset[str]], k: int, *, small: bool) -> float:
    """How often one of the first k codes, or its small class, is a right one."""
    cut = small_class if small else str
    right = [
        bool({cut(code) for code in row[:k]} & {cut(code) for code in codes}) for row, codes in zip(found, wanted, strict=True)
    ]
    return float(np.mean(right))


def by_characters(titles: list[str], names: Mapping[str, tuple[str, ...]]) -> Found:
    """TF-IDF of characters over these names: the plain way."""
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 2))
    table = vectorizer.fit_transform([name for told in names.values() for name in told])
    starts = np.cumsum([0, *map(len, names.values())])[:-1]
    alike = np.maximum.reduceat((vectorizer.transform(map(normalise, titles)) @ table.T).toarray(), starts, axis=1)
    order = np.argsort(-alike, axis=1, kind="stable")[:, :5]
    return [tuple(list(names)[at] for at in row) for row in order]


def test_real_titles_are_recognised_better_than_by_characters_alone(shared: Path) -> None:
    with LABELS.open(encoding="utf-8") as file:
        labels = {int(row["row"]): frozenset(row["codes"].split("|")) for row in csv.DictReader(file)}
    with (shared / "postings" / "wuhan_2024.csv").open(encoding="utf-8-sig", newline="") as file:
        titles = [row["职位"] for number, row in enumerate(csv.DictReader(file)) if number in labels]
    wanted = list(labels.values())
    assert len(titles) == len(wanted) == 300
    own = codes(titles)
    assert share_found(own, wanted, 1, small=True) >= 0.9
    assert share_found(own, wanted, 5, small=True) >= 0.97
    listed = by_characters(titles, {code: (row.name, *row.aliases) for code, row in occupations_by_code().items()})
    everyday = by_characters(titles, titles_by_code())
    for small in (True, False):
        assert share_found(own, wanted, 1, small=small) >= share_found(listed, wanted, 1, small=small) + 0.1
        assert share_found(own, wanted, 5, small=small) >= share_found(listed, wanted, 5, small=small) + 0.03
        assert share_found(own, wanted, 1, small=small) > share_found(everyday, wanted, 1, small=small)


def test_titles_hidden_from_the_names_are_still_found() -> None:
    hidden = {
        title: code
        for code, titles in titles_by_code().items()
        for number, title in enumerate(titles)
        if number and hash_of(title) % 10 == 0
    }
    rest = {code: tuple(title for title in titles if title not in hidden) for code, titles in titles_by_code().items()}
    found = Recogniser(rest, load_encoder()).recognise(list(hidden), 5)
    told = [tuple(one.code for one in row) for row in found]
    assert share_found(told, [frozenset({code}) for code in hidden.values()], 5, small=True) >= 0.85


def hash_of(title: str) -> int:
    return sum(map(ord, title))
