"""One behaviour suite on every encoder: the packaged default, a fitted folder, and two Sentence-Transformers models."""

import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from matching.protocols import Encoder
from matching.texts import text_hash
from models.encoder import EncoderError, encode_cached, load_encoder

Opener = Callable[[str], Encoder]
ENCODERS = ("packaged", "fitted", "static_model", "tiny_bert")
TEXTS = ["客服岗位，负责接听电话。", "", "按摩，肩颈按摩", "   ", "仓库分拣包裹，使用excel", "客服岗位，负责接听电话。"]
ODD = ["龘", "😀", "\ud800", "会计\x00", "𠮷野家", "ＪＡＶＡ開發", "a" * 3, "<b>客服</b>", "1" * 50]


@pytest.fixture(params=ENCODERS)
def encoder(request: pytest.FixtureRequest, open_encoder: Opener) -> Encoder:
    return open_encoder(request.param)


def test_rows_have_length_one_and_empty_texts_are_zero(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimensions)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 1, 0, 1, 1], atol=1e-5)


def test_equal_texts_have_equal_vectors_and_others_differ(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    np.testing.assert_allclose(vectors[0], vectors[5], atol=1e-6)
    assert float(vectors[0] @ vectors[2]) < 0.99


def test_a_vector_does_not_depend_on_the_texts_beside_it(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(alone, together, atol=2e-6)


def test_odd_texts_give_numbers(encoder: Encoder) -> None:
    told = [text.encode("utf-8", "replace").decode("utf-8") for text in ODD]
    lengths = np.linalg.norm(encoder.encode(told), axis=1)
    assert all(abs(length) < 1e-5 or abs(length - 1) < 1e-5 for length in lengths.tolist())


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_the_version_is_stable_and_names_the_dimensions(encoder: Encoder) -> None:
    assert str(encoder.dimensions) in encoder.version
    assert encoder.version == encoder.version.strip()


def test_a_long_text_is_encoded_whole(encoder: Encoder) -> None:
    assert np.isfinite(encoder.encode(["负责接听电话。" * 500])).all()


@pytest.mark.parametrize("name", ENCODERS[1:])
def test_loading_again_gives_the_same_version_and_vectors(name: str, open_encoder: Opener, request: pytest.FixtureRequest) -> None:
    again = load_encoder(str(request.getfixturevalue(name)))
    assert again.version == open_encoder(name).version
    np.testing.assert_array_equal(again.encode(TEXTS), open_encoder(name).encode(TEXTS))


def test_the_versions_of_all_encoders_differ(open_encoder: Opener) -> None:
    assert len({open_encoder(name).version for name in ENCODERS}) == len(ENCODERS)


def test_other_weights_give_another_version(static_model: Path, tmp_path: Path, open_encoder: Opener) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(static_model), device="cpu")
    model[0].embedding.weight.data[3] += 1
    model.save(str(tmp_path / "changed"))
    assert load_encoder(str(tmp_path / "changed")).version != open_encoder("static_model").version


def test_sentence_transformers_vectors_are_those_of_the_library(tiny_bert: Path, open_encoder: Opener) -> None:
    from sentence_transformers import SentenceTransformer

    texts = [text for text in TEXTS if text.strip()]
    expected = SentenceTransformer(str(tiny_bert), device="cpu").encode(texts, normalize_embeddings=True)
    np.testing.assert_allclose(open_encoder("tiny_bert").encode(texts), expected, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "name is empty"),
        ("./no/such/folder", "there is no folder ./no/such/folder"),
        ("/no/such/folder", "there is no folder /no/such/folder"),
        ("some/deep/name", "there is no folder some/deep/name"),
    ],
)
def test_a_wrong_name_is_one_clear_line(name: str, message: str) -> None:
    with pytest.raises(EncoderError, match=message) as caught:
        load_encoder(name)
    assert "\n" not in str(caught.value)


def test_an_unfetched_hub_name_offline_is_one_clear_line() -> None:
    with pytest.raises(EncoderError, match="'nobody/no-such-model-here' cannot be loaded") as caught:
        load_encoder("nobody/no-such-model-here", local_files_only=True)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"holds neither modules\.json nor config\.json"):
        load_encoder(str(tmp_path))


def test_without_the_extra_the_message_says_what_to_install(static_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderError, match=r"install the CPU build of PyTorch, then tongtu\[encoder\]"):
        load_encoder(str(static_model))


def test_a_changed_file_is_refused(fitted: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(fitted, folder)
    (folder / "runs.json").write_text('["客"]', "utf-8")
    with pytest.raises(EncoderError, match=r"runs\.json is not the file that manifest\.json describes"):
        load_encoder(str(folder))
    (folder / "runs.json").unlink()
    with pytest.raises(EncoderError, match=r"lacks its file runs\.json"):
        load_encoder(str(folder))


class Cupboard:
    """A store of vectors in memory that counts what it is asked."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.saved: list[int] = []

    def load(self, hashes: list[str]) -> Mapping[str, bytes]:
        return {key: self.kept[key] for key in hashes if key in self.kept}

    def save(self, vectors: dict[str, bytes]) -> None:
        self.saved.append(len(vectors))
        self.kept |= vectors


def test_cached_vectors_equal_fresh_ones_and_are_made_once(encoder: Encoder) -> None:
    cupboard = Cupboard()
    fresh = encoder.encode(TEXTS)
    np.testing.assert_allclose(encode_cached(encoder, TEXTS, cupboard.load, cupboard.save), fresh, atol=2e-6)
    first = encode_cached(encoder, TEXTS, cupboard.load, cupboard.save)
    more = encode_cached(encoder, ["烘焙岗位", *TEXTS], cupboard.load, cupboard.save)
    np.testing.assert_array_equal(more[1:], first)
    assert cupboard.saved == [len(set(TEXTS)), 1]
    assert set(cupboard.kept) == {text_hash(text) for text in ("烘焙岗位", *TEXTS)}


def test_a_cached_vector_of_the_wrong_size_is_made_anew(open_encoder: Opener) -> None:
    encoder, cupboard = open_encoder("fitted"), Cupboard()
    cupboard.kept[text_hash(TEXTS[0])] = b"1234"
    np.testing.assert_array_equal(encode_cached(encoder, TEXTS[:1], cupboard.load, cupboard.save), encoder.encode(TEXTS[:1]))
    assert cupboard.saved == [1]


def test_a_cached_vector_with_a_flipped_bit_is_made_anew(open_encoder: Opener) -> None:
    encoder, cupboard = open_encoder("fitted"), Cupboard()
    fresh = encode_cached(encoder, TEXTS[:1], cupboard.load, cupboard.save)
    key = text_hash(TEXTS[0])
    whole = cupboard.kept[key]
    for byte in (0, 50, len(whole) - 1):
        cupboard.kept[key] = whole[:byte] + bytes([whole[byte] ^ 64]) + whole[byte + 1 :]
        np.testing.assert_array_equal(encode_cached(encoder, TEXTS[:1], cupboard.load, cupboard.save), fresh)
        assert cupboard.kept[key] == whole


def test_no_texts_need_no_cache(open_encoder: Opener) -> None:
    cupboard = Cupboard()
    assert encode_cached(open_encoder("fitted"), [], cupboard.load, cupboard.save).shape == (0, 24)
    assert cupboard.saved == []
