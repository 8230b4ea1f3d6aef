"""Small real encoders: one trained on pairs written here, two Sentence-Transformers models built and saved here."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from matching.protocols import Encoder
from models.encoder import load_encoder
from models.encoder_training import Course, Pair, save_encoder, train_encoder

TRADES = {
    "客服": ("接听电话", "回复顾客消息", "处理订单", "在线客服", "登记投诉"),
    "录入": ("录入表格数据", "核对数据", "整理电子档案", "使用excel", "打字排版"),
    "保洁": ("打扫办公室", "清理垃圾", "擦玻璃", "消毒楼道", "拖地"),
    "按摩": ("推拿放松", "肩颈按摩", "足底保健", "接待顾客", "整理床单"),
    "烘焙": ("揉面发酵", "烤面包", "裱花蛋糕", "清洗模具", "称量原料"),
    "仓库": ("分拣包裹", "盘点库存", "贴标签", "打包发货", "扫码入库"),
}
PLACES = ("江岸", "武昌", "洪山", "汉阳", "青山")


def small_corpus(size: int = 400) -> list[str]:
    """Texts of six trades, seeded, with words of their own."""
    generator = np.random.Generator(np.random.PCG64(7))
    names = sorted(TRADES)
    texts = []
    for _ in range(size):
        trade = names[int(generator.integers(0, len(names)))]
        tasks = generator.permutation(np.array(TRADES[trade]))[: int(generator.integers(2, 5))]
        place = PLACES[int(generator.integers(0, len(PLACES)))]
        texts.append(f"{trade}岗位，在{place}，负责" + "，".join(tasks.tolist()) + "。")
    return texts


@pytest.fixture(scope="session")
def corpus() -> list[str]:
    return small_corpus()


def small_pairs() -> list[Pair]:
    """Each trade with its tasks, and its tasks with each other, said in two ways."""
    return [
        (one, f"负责{other}", trade)
        for trade, tasks in sorted(TRADES.items())
        for one in (trade, *tasks)
        for other in (trade, *tasks)
        if one != other
    ]


SMALL_COURSE = Course(steps=150, batch=6, rate=0.05)


@pytest.fixture(scope="session")
def pairs() -> list[Pair]:
    return small_pairs()


@pytest.fixture(scope="session")
def fitted(tmp_path_factory: pytest.TempPathFactory, pairs: list[Pair]) -> Path:
    """A folder with an encoder trained on the small pairs."""
    folder = tmp_path_factory.mktemp("encoders") / "fitted"
    save_encoder(train_encoder(pairs, seed=3, dimensions=24, course=SMALL_COURSE), folder, pairs, {"seed": 3})
    return folder


@pytest.fixture(scope="session")
def static_model(tmp_path_factory: pytest.TempPathFactory, corpus: list[str]) -> Path:
    """A Sentence-Transformers folder: a static embedding over characters."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    characters = sorted(set("".join(corpus)))
    vocabulary = {"[UNK]": 0} | {character: number for number, character in enumerate(characters, start=1)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    weights = np.random.Generator(np.random.PCG64(1)).normal(size=(len(vocabulary), 20)).astype(np.float32)
    folder = tmp_path_factory.mktemp("encoders") / "static"
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="session")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory, corpus: list[str]) -> Path:
    """A Sentence-Transformers folder: a one-layer BERT with mean pooling and a tokenizer of single characters."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    base = tmp_path_factory.mktemp("bert")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set("".join(corpus)))]
    (base / "vocab.txt").write_text("\n".join(words), "utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(base)
    BertTokenizerFast(str(base / "vocab.txt")).save_pretrained(base)
    modules = Transformer(str(base), max_seq_length=64)
    folder = tmp_path_factory.mktemp("encoders") / "bert"
    SentenceTransformer(modules=[modules, Pooling(16)], device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="session")
def open_encoder(request: pytest.FixtureRequest) -> Callable[[str], Encoder]:
    """The encoder of a name: "packaged", or one of the fixtures above; each is loaded once."""
    opened: dict[str, Encoder] = {}

    def by_name(name: str) -> Encoder:
        if name not in opened:
            opened[name] = load_encoder(None if name == "packaged" else str(request.getfixturevalue(name)))
        return opened[name]

    return by_name
