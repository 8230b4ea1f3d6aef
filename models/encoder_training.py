"""Training the default encoder with Sentence-Transformers; the folder it leaves needs neither torch nor Sentence-Transformers."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.knowledge.catalogue import Text
from matching.protocols import Float32
from matching.texts import redact
from models.folders import ArtefactError, write_folder
from models.runs import RunTokenizer, fit_runs
from models.static import KIND, StaticEncoder, encoder_files

Pair = tuple[str, str, str]
"""Two texts that speak of the same work, and a group: pairs of one group are never told apart from each other."""

REBUILD: Final = "tongtu train encoder --out models/artefacts/encoder --occupations csco2022.csv"
OWN_WORDS: Final = Text(
    zh="职业分类的名称、代码和别名，本项目自己写的职位叫法、招聘和求职语句，以及训练时读取、不随程序分发的职业定义和任务；"
    "没有真实的人、公司或招聘文字",
    en="names, codes and aliases of the classification of occupations, this project's own titles and sentences, and definitions "
    "and tasks of the classification that are read for training and not distributed; no real person, company or posting",
)

_SCALE: Final = 12.0
"""Of the cosines in the loss; of 8, 12 and 20 the one that found most related titles."""
_HARD_SHARE: Final = 0.5
_NEIGHBOURS: Final = 8
_DROPPED: Final = 0.3
"""Share of a text's tokens left out at each step, so that none is relied on alone; short texts stay whole."""
_SHORT: Final = 4
_WARM_UP: Final = 20
"""One step in so many is spent on rising to the full rate."""

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how hard to train: `steps` batches of `batch` pairs with Adam at `rate`, falling to 0."""

    steps: int = 2_000
    batch: int = 384
    rate: float = 0.02


def train_encoder(
    pairs: Sequence[Pair],
    seed: int,
    dimensions: int = 192,
    *,
    vocabulary: int = 30_000,
    course: Course | None = None,
    start: StaticEncoder | None = None,
    progress: Callable[[int, int], object] = lambda done, of: None,
) -> StaticEncoder:
    """A static embedding of the runs in the pairs, trained so that the two texts of a pair are nearer than others.

    1. All texts are redacted, as every text is that will be encoded: no health word can become a token. 2. The tokenizer is
    fitted, or taken from `start`, whose vectors are then where training begins. 3. Each batch holds one pair a group; the other
    pairs' texts are what it must be told from (MultipleNegativesRankingLoss of Sentence-Transformers, both directions). Half of the
    batches are made of groups that share wording: hard negatives. Equal arguments on one machine give equal bytes.
    Raises ValueError for too few groups, ArtefactError when the extra is not installed.
    """
    if dimensions < 2:
        raise ValueError(f"{dimensions} dimensions are too few; ask for at least 2")
    kept = _redacted(pairs)
    texts = list(dict.fromkeys(text for one, other, _ in kept for text in (one, other)))
    groups = _grouped(kept)
    if len(groups) < 2:
        raise ValueError(f"the pairs speak of {len(groups)} groups; bring pairs of at least 2, each with something to tell it from")
    tokenizer = start.tokenizer if start is not None else _safe_runs(texts, vocabulary)
    generator = np.random.Generator(np.random.PCG64(seed))
    bags = _Bags(tokenizer, texts, generator)
    table = start.table if start is not None else _first_vectors(bags, dimensions, generator)
    batches = _batches(groups, course or Course(), generator)
    return StaticEncoder.of(tokenizer, _train(table, bags, batches, course or Course(), progress))


def save_encoder(
    encoder: StaticEncoder,
    folder: Path,
    pairs: Sequence[Pair],
    facts: dict[str, Any],
    origin: Text = OWN_WORDS,
    rebuild: str = REBUILD,
) -> None:
    """Write the encoder as a folder with manifest and card; `facts` (seed, steps, sources, figures) go into both."""
    import sentence_transformers
    import torch

    manifest = {
        "kind": KIND,
        "format": 2,
        "version": encoder.version,
        "dimensions": encoder.dimensions,
        "tokens": len(encoder.tokenizer),
        "pairs": {"count": len(pairs), "sha256": _digest(pairs)},
        "made_with": {"sentence-transformers": sentence_transformers.__version__, "torch": torch.__version__.partition("+")[0]},
        "licence": "Apache-2.0",
        "rebuild": rebuild,
        **facts,
    }
    write_folder(folder, encoder_files(encoder.tokenizer, encoder.table), manifest, _card(manifest, origin))


def _redacted(pairs: Sequence[Pair]) -> list[Pair]:
    told: dict[str, str] = {}
    for one, other, _ in pairs:
        for text in (one, other):
            if text not in told:
                told[text] = redact(text)
    kept = ((told[one], told[other], group) for one, other, group in pairs)
    return [(one, other, group) for one, other, group in kept if one and other and one != other]


def _grouped(pairs: Sequence[Pair]) -> list[list[Pair]]:
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(pair[2], []).append(pair)
    return list(groups.values())


def _safe_runs(texts: Sequence[str], size: int) -> RunTokenizer:
    """The runs of the texts, less any that would be redacted if it stood alone, with what is built on it."""
    runs = fit_runs(texts, size).runs
    safe = {run for run in runs if redact(run) == run}
    return RunTokenizer([run for run in runs if run in safe and (len(run) < 3 or {run[:2], run[1:]} <= safe)])


class _Bags:
    """The tokens of each text, looked up once."""

    def __init__(self, tokenizer: RunTokenizer, texts: Sequence[str], generator: np.random.Generator) -> None:
        rows, tokens = tokenizer.occurrences(texts)
        order = np.argsort(rows, kind="stable")
        ends = np.cumsum(np.bincount(rows, minlength=len(texts)))
        self.size = len(tokenizer)
        self._generator = generator
        self.of = dict(zip(texts, np.split(tokens[order].astype(np.int64), ends[:-1]), strict=True))

    def commonness(self) -> Float32:
        """(tokens,) inverse document frequency of each token."""
        counts = np.ones(self.size)
        for tokens in self.of.values():
            counts[np.unique(tokens)] += 1
        return np.log((1 + len(self.of)) / counts).astype(np.float32)

    def batch(self, texts: Sequence[str]) -> dict[str, Any]:
        """What Sentence-Transformers' StaticEmbedding takes: all tokens in a row, and where each text begins."""
        import torch

        found = [self._thinned(self.of[text]) for text in texts]
        starts = np.cumsum([0, *map(len, found[:-1])])
        return {"input_ids": torch.from_numpy(np.concatenate(found)), "offsets": torch.from_numpy(starts)}

    def _thinned(self, tokens: Int64) -> Int64:
        return tokens if len(tokens) <= _SHORT else tokens[self._generator.random(len(tokens)) >= _DROPPED]


def _first_vectors(bags: _Bags, dimensions: int, generator: np.random.Generator) -> Float32:
    """Random directions as long as the token is rare: the cosine of two texts begins near that of their TF-IDF."""
    directions = generator.standard_normal((bags.size, dimensions), np.float32) / np.float32(np.sqrt(dimensions))
    return (directions * bags.commonness()[:, None]).astype(np.float32)


def _batches(groups: Sequence[list[Pair]], course: Course, generator: np.random.Generator) -> Iterator[list[Pair]]:
    """One pair of each of `batch` groups, larger groups more often; half of the batches from groups that share wording."""
    weights = np.sqrt(np.array([min(len(group), 60) for group in groups], np.float64))
    weights /= weights.sum()
    size = min(course.batch, len(groups))
    near = _neighbours([" ".join(pair[0] for pair in group[:12]) for group in groups])
    for _ in range(course.steps):
        if generator.random() < _HARD_SHARE:
            seeds = generator.choice(len(groups), size, replace=False, p=weights)
            chosen = list(dict.fromkeys(int(at) for seed in seeds for at in near[seed]))[:size]
        else:
            chosen = generator.choice(len(groups), size, replace=False, p=weights).tolist()
        yield [groups[at][int(generator.integers(0, len(groups[at])))] for at in chosen]


def _neighbours(texts: Sequence[str]) -> Int64:
    """(n, k) each text's nearest by characters and pairs of characters, itself among them."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    weights = TfidfVectorizer(analyzer="char", ngram_range=(1, 2)).fit_transform(texts).tocsr()
    count = min(_NEIGHBOURS, len(texts))
    found = np.empty((len(texts), count), np.int64)
    for start in range(0, len(texts), 512):
        likeness = (weights[start : start + 512] @ weights.T).toarray()
        found[start : start + 512] = np.argsort(-likeness, axis=1, kind="stable")[:, :count]
    return found


def _train(
    table: Float32, bags: _Bags, batches: Iterator[list[Pair]], course: Course, progress: Callable[[int, int], object]
) -> Float32:
    try:
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
        from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    except ImportError as fault:
        raise ArtefactError("training an encoder needs the CPU build of PyTorch, then tongtu[encoder]; install both") from fault
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        module = StaticEmbedding(_word_tokenizer(bags.size), embedding_weights=table.copy())
        module.embedding.sparse = True
        loss = MultipleNegativesRankingLoss(
            SentenceTransformer(modules=[module], device="cpu"),
            scale=_SCALE,
            directions=("query_to_doc", "doc_to_query"),
            partition_mode="per_direction",
        )
        optimizer: Any = torch.optim.SparseAdam(list(module.embedding.parameters()), lr=course.rate)
        for step, batch in enumerate(batches):
            for group in optimizer.param_groups:
                group["lr"] = course.rate * min(1, (step + 1) * _WARM_UP / course.steps) * (1 - step / course.steps)
            optimizer.zero_grad()
            sides = [bags.batch([pair[side] for pair in batch]) for side in (0, 1)]
            loss(sides, torch.empty(0)).backward()
            optimizer.step()
            progress(step + 1, course.steps)
        trained: Float32 = module.embedding.weight.detach().numpy()
        return trained
    finally:
        torch.set_num_threads(threads)


def _word_tokenizer(size: int) -> Any:
    """StaticEmbedding asks for a tokenizer; ours gives the numbers itself, so this one only has to count as many."""
    from tokenizers import Tokenizer, models

    return Tokenizer(models.WordLevel({str(number): number for number in range(size)}, unk_token="0"))


def _digest(pairs: Sequence[Pair]) -> str:
    digest = hashlib.sha256()
    for pair in pairs:
        digest.update("\0".join(pair).encode("utf-8"))
        digest.update(b"\n")
    return digest.hexdigest()


def _card(manifest: dict[str, Any], origin: Text) -> str:
    count, made = manifest["pairs"]["count"], manifest["made_with"]
    return f"""# 文本编码器 / The text encoder

版本 / version: `{manifest["version"]}` · 许可 / licence: {manifest["licence"]}

## 用途
把求职者的文字（技能、经历、意愿）和岗位的文字变成 {manifest["dimensions"]} 维的方向，以便找出意思相近的。
它只在规则允许的人当中排序，从不决定谁可以做什么。健康、性别、年龄、证件号和联系方式，以及否定的话（“没做过保洁”），
在此之前已经去掉（`matching/texts.py`）。

## 做法
每个常见的字、二字和三字片段（共 {manifest["tokens"]} 个）有一个向量，一段文字的向量是它们的和，长度归一。向量由
Sentence-Transformers {made["sentence-transformers"]} 的静态嵌入训练：同一种工作的两段文字要比同批其他文字更近，
其中一半的批次由用字相近的职业组成。使用时不需要 PyTorch。
训练文字 {count} 对：{origin.zh}。

## 不能做什么
不看语序，不懂否定（否定的分句要先去掉），不懂一个词在上下文里的别的意思。训练文字里没有的行业和新词只能按字面比较。
相似度不是概率，也不能说明谁胜任。需要更好的效果时用 `TONGTU_ENCODER` 指定一个 Sentence-Transformers 模型。

## Purpose
Turns what people say (skills, experience, wishes) and what postings say into directions of {manifest["dimensions"]} dimensions,
to find what is near in meaning. It orders among those the rules allow and never decides who may do what. Health, sex, age,
numbers, contact data and denied clauses ("never did cleaning") are removed before a text reaches it (`matching/texts.py`).

## How it was made
Each frequent character and run of two or three characters ({manifest["tokens"]} of them) has a vector; a text's vector is their
sum, scaled to length 1. The vectors were trained as a static embedding with Sentence-Transformers {made["sentence-transformers"]}
and torch {made["torch"]}: two texts about one kind of work are to be nearer than the others of their batch, and half of the
batches are made of occupations that share wording. Serving needs no PyTorch.
Trained on {count} pairs of texts: {origin.en}.

## What it cannot do
It does not see the order of words, denials, or the other senses of a word. Trades and new words outside its training are
compared by their characters alone. A similarity is no probability and says nothing about who is able. Name any
Sentence-Transformers model in `TONGTU_ENCODER` to replace it.

## Rebuild
`{manifest["rebuild"]}`
"""
