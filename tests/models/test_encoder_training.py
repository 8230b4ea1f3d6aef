"""Training the default encoder: what it learns, what it refuses, and that equal inputs leave equal bytes."""

from pathlib import Path

import numpy as np
import orjson
import pytest

from matching.protocols import Encoder
from matching.texts import redact
from models.encoder import PACKAGED, load_encoder
from models.encoder_training import Course, Pair, save_encoder, train_encoder
from models.static import StaticEncoder, encoder_files
from tests.models.conftest import SMALL_COURSE, TRADES

FILES = ["card.md", "manifest.json", "runs.json", "weights.npz"]


def trained(pairs: list[Pair], **arguments: object) -> StaticEncoder:
    return train_encoder(pairs, seed=3, dimensions=24, **{"course": SMALL_COURSE} | arguments)


@pytest.fixture(scope="module")
def again(pairs: list[Pair]) -> StaticEncoder:
    """Trained a second time on what `fitted` was trained on."""
    return trained(pairs)


def test_equal_pairs_and_seed_leave_equal_bytes(pairs: list[Pair], again: StaticEncoder, fitted: Path, tmp_path: Path) -> None:
    save_encoder(again, tmp_path / "again", pairs, {"seed": 3})
    assert sorted(path.name for path in fitted.iterdir()) == FILES
    assert [(tmp_path / "again" / name).read_bytes() for name in FILES] == [(fitted / name).read_bytes() for name in FILES]


def test_another_seed_is_another_version(pairs: list[Pair], fitted: Path) -> None:
    assert train_encoder(pairs, seed=4, dimensions=24, course=SMALL_COURSE).version != load_encoder(str(fitted)).version


def test_the_trained_encoder_in_memory_equals_the_one_on_disk(pairs: list[Pair], again: StaticEncoder, fitted: Path) -> None:
    loaded = load_encoder(str(fitted))
    texts = [pair[0] for pair in pairs]
    assert again.version == loaded.version
    np.testing.assert_array_equal(again.encode(texts), loaded.encode(texts))


def test_storing_again_what_was_stored_changes_nothing(fitted: Path) -> None:
    encoder = StaticEncoder.load(fitted)
    files = encoder_files(encoder.tokenizer, encoder.table)
    assert files == {name: (fitted / name).read_bytes() for name in ("runs.json", "weights.npz")}


def share_of_trades_found(encoder: Encoder) -> float:
    """How often the nearest trade of a task is its own, on its meaning alone."""
    names = sorted(TRADES)
    tasks = [(task, trade) for trade in names for task in TRADES[trade]]
    best = np.argmax(encoder.encode([task for task, _ in tasks]) @ encoder.encode(names).T, axis=1)
    return float(np.mean([names[at] == trade for at, (_, trade) in zip(best, tasks, strict=True)]))


def test_training_brings_together_what_shares_no_character(pairs: list[Pair], again: StaticEncoder) -> None:
    before = share_of_trades_found(trained(pairs, course=Course(steps=0, batch=6, rate=0.05)))
    after = share_of_trades_found(again)
    assert before < 0.6
    assert after >= 0.9


def test_training_goes_on_where_another_encoder_ended(pairs: list[Pair], fitted: Path) -> None:
    start = StaticEncoder.load(fitted)
    same = trained(pairs, start=start, course=Course(steps=0, batch=6, rate=0.05))
    assert same.version == start.version
    further = trained(pairs, start=start)
    assert further.tokenizer.runs == start.tokenizer.runs
    assert further.version != start.version


def test_progress_is_told_step_by_step(pairs: list[Pair]) -> None:
    told: list[tuple[int, int]] = []
    trained(pairs, course=Course(steps=3, batch=4, rate=0.05), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("pairs", "dimensions", "message"),
    [
        ([("客服", "接电话", "a")], 8, "the pairs speak of 1 groups"),
        ([], 8, "the pairs speak of 0 groups"),
        ([("聋哑人", "接电话", "a"), ("客服", "客服", "b")], 8, "the pairs speak of 0 groups"),
        ([("客服", "接电话", "a"), ("保洁", "扫地", "b")], 1, "1 dimensions are too few"),
    ],
)
def test_pairs_that_are_too_poor_are_refused(pairs: list[Pair], dimensions: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        train_encoder(pairs, seed=1, dimensions=dimensions)


def test_no_health_word_becomes_a_token(pairs: list[Pair], again: StaticEncoder) -> None:
    planted = [(f"{one},轮椅,听力残疾一级", f"{other},手语,wheelchair,男", group) for one, other, group in pairs]
    assert set(trained(planted).tokenizer.runs) == set(again.tokenizer.runs)


def test_the_packaged_tokens_hold_no_health_word() -> None:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    assert [run for run in encoder.tokenizer.runs if redact(run) != run] == []


def test_the_packaged_artefact_is_small_complete_and_described() -> None:
    files = {path.name: path.stat().st_size for path in PACKAGED.iterdir()}
    assert sorted(files) == FILES
    assert sum(files.values()) <= 12 * 1024 * 1024
    manifest = orjson.loads((PACKAGED / "manifest.json").read_bytes())
    assert manifest["version"] == load_encoder().version
    card = (PACKAGED / "card.md").read_text("utf-8")
    assert manifest["version"] in card
    assert manifest["rebuild"] in card
    assert manifest["licence"] in card
