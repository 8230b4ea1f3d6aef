"""How a Sentence-Transformers model is used: prompts, dimensions, length, and files that cannot be meant."""

from pathlib import Path

import numpy as np
import pytest

from models.encoder import EncoderError, load_encoder
from models.encoder_options import read_options

TEXTS = ["客服岗位，负责接听电话。", "按摩，肩颈按摩", "仓库分拣包裹"]


def written(folder: Path, **options: object) -> str:
    path = folder / "encoder.yaml"
    path.write_text("\n".join(f"{name}: {value}" for name, value in options.items()), "utf-8")
    return str(path)


def by_the_library(model: Path, **arguments: object) -> np.ndarray:
    from sentence_transformers import SentenceTransformer

    loaded = SentenceTransformer(str(model), device="cpu", truncate_dim=arguments.pop("truncate_dim", None))
    if "max_seq_length" in arguments:
        loaded.max_seq_length = arguments.pop("max_seq_length")
    return loaded.encode(TEXTS, normalize_embeddings=True, **arguments)


@pytest.mark.parametrize(
    ("options", "arguments"),
    [
        ({}, {}),
        ({"prompt": "岗位："}, {"prompt": "岗位："}),
        ({"dimensions": 8}, {"truncate_dim": 8}),
        ({"max_length": 8}, {"max_seq_length": 8}),
        (
            {"prompt": "岗位：", "dimensions": 8, "max_length": 12, "batch": 1},
            {"prompt": "岗位：", "truncate_dim": 8, "max_seq_length": 12},
        ),
    ],
)
def test_settings_do_what_the_library_does(
    tiny_bert: Path, tmp_path: Path, options: dict[str, object], arguments: dict[str, object]
) -> None:
    encoder = load_encoder(written(tmp_path, model=tiny_bert, **options))
    expected = by_the_library(tiny_bert, **arguments)
    assert encoder.dimensions == expected.shape[1]
    np.testing.assert_allclose(encoder.encode(TEXTS), expected, atol=1e-5)


def test_a_prompt_of_the_model_is_used_by_its_name(tiny_bert: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(tiny_bert), device="cpu")
    model.prompts = {"posting": "岗位："}
    model.save(str(tmp_path / "model"))
    named = load_encoder(written(tmp_path, model="model", prompt_name="posting"))
    np.testing.assert_allclose(named.encode(TEXTS), by_the_library(tiny_bert, prompt="岗位："), atol=1e-5)
    with pytest.raises(EncoderError, match=r"brings no prompt 'resume'; it has: .*posting"):
        load_encoder(written(tmp_path, model="model", prompt_name="resume"))


def test_other_settings_are_another_version(tiny_bert: Path, tmp_path: Path) -> None:
    settings: list[dict[str, object]] = [{}, {"prompt": "岗位："}, {"dimensions": 8}, {"max_length": 8}]
    versions = {load_encoder(written(tmp_path, model=tiny_bert, **options)).version for options in settings}
    assert len(versions) == len(settings)
    assert load_encoder(written(tmp_path, model=tiny_bert)).version == load_encoder(str(tiny_bert)).version


def test_a_folder_is_found_beside_the_file(static_model: Path, tmp_path: Path) -> None:
    (tmp_path / "near").symlink_to(static_model)
    options = read_options(Path(written(tmp_path, model="near")))
    assert Path(options.model) == tmp_path / "near"
    assert read_options(Path(written(tmp_path, model="BAAI/bge-small-zh-v1.5"))).model == "BAAI/bge-small-zh-v1.5"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"holds no settings; write at least `model: NAME`"),
        ("- a\n- b", r"holds no settings"),
        ("model: [", r"is not readable as YAML"),
        ("prompt: x", r"model: Field required; known settings: model, prompt, prompt_name, dimensions, max_length, batch"),
        ("model: x\nlength: 5", r"length: Extra inputs are not permitted"),
        ("model: x\nmax_length: 2", r"max_length: Input should be greater than or equal to 8"),
        ("model: x\nprompt: a\nprompt_name: b", r"prompt and prompt_name are both given; keep one"),
    ],
)
def test_a_wrong_file_is_one_clear_line(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "encoder.yaml").write_text(content, "utf-8")
    with pytest.raises(EncoderError, match=message) as caught:
        load_encoder(str(tmp_path / "encoder.yaml"))
    assert "\n" not in str(caught.value)


def test_no_such_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"gone\.yaml cannot be read: No such file or directory"):
        load_encoder(str(tmp_path / "gone.yaml"))


def test_more_dimensions_than_the_model_has_are_refused(tiny_bert: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"has 16 dimensions; ask for as many or fewer, not 64"):
        load_encoder(written(tmp_path, model=tiny_bert, dimensions=64))
