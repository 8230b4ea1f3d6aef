"""Related but different titles: what is near in work without being the same words, from a table written for this test."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.occupation_titles import titles_by_code
from models.encoder import load_encoder

Encode = Callable[[list[str]], np.ndarray]


class Table:
    """The rows of the table: a title asked, and the titles that count as found for it among all others."""

    def __init__(self, parts: tuple[str, ...] = ("rows", "close")) -> None:
        content = yaml.safe_load((Path(__file__).parent / "related_titles.yaml").read_text("utf-8"))
        self.rows = [row for part in parts for row in content[part]]
        everything = [row for part in ("rows", "close") for row in content[part]]
        told = [title for row in everything for title in (row["query"], *row["related"])]
        self.titles = list(dict.fromkeys([*told, *content["beside"]]))

    def mean_average_precision(self, encode: Encode, unseen_by: frozenset[str] = frozenset()) -> float:
        """Over all rows; with `unseen_by`, over rows whose title is not in it, and only those related titles that are not."""
        place = {title: number for number, title in enumerate(self.titles)}
        vectors = encode(self.titles)
        found = []
        for row in self.rows:
            related = {place[title] for title in row["related"] if title not in unseen_by}
            if row["query"] in unseen_by or not related:
                continue
            likeness = vectors @ vectors[place[row["query"]]]
            passed = {place[title] for title in row["related"] if title in unseen_by} | {place[row["query"]]}
            order = [at for at in np.argsort(-likeness, kind="stable").tolist() if at not in passed]
            found.append(average_precision(order, related))
        return float(np.mean(found))


def average_precision(order: list[int], relevant: set[int]) -> float:
    hits = [rank for rank, at in enumerate(order, start=1) if at in relevant]
    return sum(count / rank for count, rank in enumerate(hits, start=1)) / len(relevant)


def by_characters(titles: list[str]) -> np.ndarray:
    return TfidfVectorizer(analyzer="char", ngram_range=(1, 1)).fit_transform(titles).toarray()


def test_average_precision_is_what_the_definition_says() -> None:
    assert average_precision([3, 1, 2], {3, 2}) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([1, 2, 3], {1, 2, 3}) == 1.0
    assert average_precision([1, 2, 3], {9}) == 0.0


def test_each_title_stands_once_in_a_row_and_never_beside() -> None:
    table = Table()
    content = yaml.safe_load((Path(__file__).parent / "related_titles.yaml").read_text("utf-8"))
    assert [row["query"] for row in table.rows if len({row["query"], *row["related"]}) != 1 + len(row["related"])] == []
    told = {title for row in table.rows for title in (row["query"], *row["related"])}
    assert told & set(content["beside"]) == set()


def test_the_packaged_encoder_finds_related_titles_far_better_than_characters_do() -> None:
    table = Table()
    own, plain = table.mean_average_precision(load_encoder().encode), table.mean_average_precision(by_characters)
    assert own >= 0.45
    assert own >= plain + 0.2


@pytest.mark.parametrize(("part", "least"), [("rows", 0.4), ("close", 0.5)])
def test_it_does_where_words_are_shared_and_where_they_are_not(part: str, least: float) -> None:
    assert Table((part,)).mean_average_precision(load_encoder().encode) >= least


def test_it_finds_related_titles_that_no_training_has_met() -> None:
    met = frozenset(title for told in titles_by_code().values() for title in told)
    table = Table()
    own = table.mean_average_precision(load_encoder().encode, met)
    assert own >= table.mean_average_precision(by_characters, met) + 0.15
