"""The corpus and the pairs: as many as asked, seeded, varied, and pairs that mean the same work."""

import numpy as np

from data.synthetic import corpus, paraphrases
from data.synthetic.rows import occupations


def overlap(one: str, other: str) -> float:
    """Share of two-character pieces in common (Jaccard)."""
    first, second = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return len(first & second) / max(len(first | second), 1)


def test_corpus_has_the_size_asked_for_and_is_seeded() -> None:
    texts = corpus(3, 501)
    assert len(texts) == 501
    assert corpus(3, 501) == texts
    assert corpus(4, 501) != texts
    assert corpus(3, 0) == []


def test_corpus_is_varied_and_speaks_of_every_occupation() -> None:
    texts = corpus(3, 6_000)
    assert len(set(texts)) > 5_900
    assert all(text.strip() for text in texts)
    whole = "\n".join(texts)
    silent = [row.key for row in occupations() if not any(title in whole for title in row.titles)]
    assert silent == []
    lengths = np.array([len(text) for text in texts])
    assert np.quantile(lengths, 0.05) < 45
    assert np.quantile(lengths, 0.95) > 120


def test_corpus_fills_every_slot() -> None:
    assert [
        text for text in corpus(5, 3_000) if "{" in text or "}" in text or "None" in text or "。。" in text or "，，" in text
    ] == []


def test_paraphrases_are_seeded_pairs_of_different_texts_on_the_same_work() -> None:
    pairs = paraphrases(3, 800)
    assert paraphrases(3, 800) == pairs
    assert len(pairs) == 800
    assert [pair for pair in pairs if pair[0] == pair[1]] == []
    same = np.array([overlap(*pair) for pair in pairs])
    apart = np.array([overlap(pairs[i][0], pairs[(i + 37) % len(pairs)][1]) for i in range(len(pairs))])
    assert same.mean() > 2.5 * apart.mean()
    assert same.mean() < 0.4
