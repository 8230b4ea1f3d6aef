"""Fitting the default encoder: served arithmetic equals scikit-learn's, and equal inputs leave equal bytes."""

from pathlib import Path

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.texts import redact
from models.encoder import PACKAGED, load_encoder
from models.encoder_training import fit_default_encoder
from models.tfidf import TfidfEncoder, symbols, text_terms


def sklearn_encode(encoder: TfidfEncoder, texts: list[str]) -> np.ndarray:
    """The same vocabulary, idf and components through scikit-learn's own transform."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=text_terms, sublinear_tf=True, vocabulary={t: i for i, t in enumerate(encoder.terms)})
    vectorizer.idf_ = encoder.idf.astype(np.float64)
    svd = TruncatedSVD(encoder.dimensions)
    svd.components_ = encoder.components.astype(np.float64)
    vectors = svd.transform(vectorizer.transform(texts))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-9)


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(alphabet="客服电话分拣包裹按摩 excel,。Ａ１2龘+#\n", max_size=60), min_size=1, max_size=8))
def test_served_vectors_equal_scikit_learn(open_encoder, texts: list[str]) -> None:
    encoder = open_encoder("fitted")
    np.testing.assert_allclose(encoder.encode(texts), sklearn_encode(encoder, texts), atol=1e-6)


def test_packaged_vectors_equal_scikit_learn(corpus: list[str]) -> None:
    encoder = load_encoder()
    assert isinstance(encoder, TfidfEncoder)
    np.testing.assert_allclose(encoder.encode(corpus[:50]), sklearn_encode(encoder, corpus[:50]), atol=1e-6)


def test_equal_corpus_and_seed_leave_equal_bytes(corpus: list[str], fitted: Path, tmp_path: Path) -> None:
    fit_default_encoder(corpus, seed=3, dimensions=24, folder=tmp_path / "again")
    files = sorted(path.name for path in fitted.iterdir())
    assert files == ["card.md", "manifest.json", "terms.json", "weights.npz"]
    assert [(tmp_path / "again" / name).read_bytes() for name in files] == [(fitted / name).read_bytes() for name in files]


def test_another_seed_is_another_version(corpus: list[str]) -> None:
    versions = {fit_default_encoder(corpus, seed=seed, dimensions=24).version for seed in (3, 4)}
    assert len(versions) == 2


def test_the_fitted_encoder_in_memory_equals_the_one_on_disk(corpus: list[str], fitted: Path) -> None:
    encoder = fit_default_encoder(corpus, seed=3, dimensions=24)
    loaded = load_encoder(str(fitted))
    assert encoder.version == loaded.version
    np.testing.assert_array_equal(encoder.encode(corpus), loaded.encode(corpus))


def test_texts_of_one_trade_are_nearer_than_texts_of_two(open_encoder) -> None:
    encoder = open_encoder("fitted")
    one, same, other = encoder.encode(["我会打扫办公室和擦玻璃", "保洁，拖地，擦玻璃，消毒楼道", "烤面包，裱花蛋糕，揉面发酵"])
    assert float(one @ same) > float(one @ other) + 0.3


@pytest.mark.parametrize(
    ("corpus", "arguments", "message"),
    [
        (["客服"] * 5, {"dimensions": 8}, "5 texts cannot fill 8 dimensions"),
        (["", "  "] * 50, {"dimensions": 8}, "0 texts cannot fill 8 dimensions"),
        ([chr(0x4E00 + i) for i in range(40)], {"dimensions": 8}, "no term occurs in 2 texts"),
        (["客服"] * 40, {"dimensions": 8}, "3 terms cannot fill 8 dimensions"),
        (["客服"] * 40, {"dimensions": 1}, "1 dimensions are too few"),
    ],
)
def test_a_corpus_that_is_too_poor_is_refused(corpus: list[str], arguments: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fit_default_encoder(corpus, seed=1, **arguments)


def test_symbols_are_characters_and_latin_words() -> None:
    assert symbols("会Excel，C++ 3年") == ["会", "excel", "", "c++", "", "年"]
    assert text_terms("会Excel，好") == ["会", "excel", "好", "会 excel"]


def test_no_health_word_becomes_a_term(corpus: list[str]) -> None:
    planted = [f"{text}轮椅，听力残疾一级，wheelchair，手语，男" for text in corpus]
    assert fit_default_encoder(planted, seed=3, dimensions=24).terms == fit_default_encoder(corpus, seed=3, dimensions=24).terms


def test_the_packaged_terms_hold_no_health_word() -> None:
    encoder = load_encoder()
    assert isinstance(encoder, TfidfEncoder)
    words = [term.replace(" ", "") for term in encoder.terms]
    assert [word for word in words if redact(word) != word] == []


def test_the_packaged_artefact_is_small_complete_and_described() -> None:
    files = {path.name: path.stat().st_size for path in PACKAGED.iterdir()}
    assert sorted(files) == ["card.md", "manifest.json", "terms.json", "weights.npz"]
    assert sum(files.values()) <= 6 * 1024 * 1024
    manifest = orjson.loads((PACKAGED / "manifest.json").read_bytes())
    assert manifest["version"] == load_encoder().version
    card = (PACKAGED / "card.md").read_text("utf-8")
    assert manifest["version"] in card
    assert manifest["rebuild"] in card
