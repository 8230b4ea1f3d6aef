"""The figures of the report by name."""

import pytest

from matching.indicators import INDICATORS, indicator, load_indicators
from matching.knowledge.source import KnowledgeError
from matching.ledger.figures import COUNTED
from matching.records import PostingKind

ROW = "- {name: %s, zh: 数, en: figure, unit: times, about: people, kinds: [%s], status: proposed}\n"


def test_every_indicator_is_counted_and_nothing_else() -> None:
    assert set(INDICATORS) == COUNTED


def test_every_kind_of_posting_is_counted_under_one_employment_figure_except_graduate_posts() -> None:
    """Graduates are counted by who was placed, whatever the kind of the post."""
    counted = [kind for row in INDICATORS.values() for kind in row.kinds]
    assert len(counted) == len(set(counted))
    assert set(PostingKind) - set(counted) == {PostingKind.GRADUATE}


def test_a_kind_under_two_figures_is_refused() -> None:
    with pytest.raises(KnowledgeError, match=r"indicators\.yaml:2: employment\.b: courier is counted under employment\.a already"):
        load_indicators(ROW % ("employment.a", "courier") + ROW % ("employment.b", "courier"))


def test_kinds_limit_employment_only() -> None:
    with pytest.raises(KnowledgeError, match="kinds limit employment figures only; take them out"):
        load_indicators(ROW % ("training.a", "courier"))


def test_an_unknown_indicator_is_named() -> None:
    with pytest.raises(KnowledgeError, match=r"no row is named 'employment\.all'; add it"):
        indicator("employment.all")
