"""Texts a second by the default encoder, beside its tokenizer alone and one pass over the characters."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict

from api.bench.machine import Machine, Timing, check_room, peak_megabytes, this_machine, timed
from api.bench.processes import timed_statement
from api.bench.rows import Row, spread_of
from data.synthetic.city import generate_city
from matching.knowledge.catalogue import Text
from models.encoder import load_encoder
from models.static import CHUNK, StaticEncoder

_LEAST: Final = 340
"""Parts are added until a text has so many characters; about 400 on average."""
_TARGET: Final = 8_000
_IMPORT_TARGET: Final = 0.3
_BYTES_A_TEXT: Final = 20_000
_EMPLOYERS: Final = 40
_FEWER: Final = Text(zh="用 --texts 减少文本数", en="give fewer with --texts")


class EncodeBench(BaseModel):
    """`characters`: of a text on average. `ratio`: encoding beside tokenizing alone. `import_`: of `models.encoder`, and of loading
    the packaged encoder after it, each in fresh processes without the start of Python itself.
    """

    model_config = ConfigDict(frozen=True)

    machine: Machine
    version: str
    dimensions: int
    texts: int
    characters: float
    encode: Timing
    texts_a_second: float
    tokenize: Timing
    pass_: Timing
    ratio: float
    one: Timing
    import_: Timing
    load: Timing
    peak_megabytes: float
    rows: tuple[Row, ...]


def bench_encode(texts: int, seed: int, today: date, runs: int = 5) -> EncodeBench:
    """Encode so many distinct texts of about 400 characters, each a title and a text, nothing cut off.

    Raises BadInput when they would not fit into memory.
    """
    check_room(texts * _BYTES_A_TEXT, Text(zh=f"{texts:,} 段文字", en=f"{texts:,} texts"), _FEWER)
    given = synthetic_texts(texts, seed, today)
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    _, encoded = timed(lambda: encoder.encode(given), runs)
    _, tokenized = timed(lambda: _tokenize(encoder, given), runs)
    _, passed = timed(lambda: np.frombuffer("".join(given).encode("utf-32-le"), np.uint32).sum(), runs)
    _, one = timed(lambda: encoder.encode(given[:1]), runs)
    imported = timed_statement("import models.encoder", runs)
    loaded = timed_statement("from models.encoder import load_encoder; load_encoder()", runs)
    rate, ratio = texts / encoded.median, encoded.median / tokenized.median
    characters = sum(map(len, given)) / texts
    return EncodeBench(
        machine=this_machine(),
        version=encoder.version,
        dimensions=encoder.dimensions,
        texts=texts,
        characters=characters,
        encode=encoded,
        texts_a_second=rate,
        tokenize=tokenized,
        pass_=passed,
        ratio=ratio,
        one=one,
        import_=imported,
        load=loaded,
        peak_megabytes=peak_megabytes(),
        rows=(
            Row(
                work="encode titles and texts, nothing cut off",
                sizes=f"{texts:,} texts of {characters:.0f} characters, {encoder.dimensions} dimensions, 1 thread",
                figure=f"{rate:,.0f} texts/s",
                floor=f"tokenizing alone {texts / tokenized.median:,.0f} texts/s, one pass over the characters "
                f"{texts / passed.median:,.0f} texts/s",
                ratio=ratio,
                spread=spread_of(encoded),
                target=f">= {_TARGET:,} texts/s",
                met=rate >= _TARGET,
            ),
            Row(
                work="`import models.encoder`",
                sizes="a fresh process",
                figure=f"{imported.median:.2f} s",
                floor=f"with the packaged encoder loaded {loaded.median:.2f} s",
                spread=spread_of(imported),
                target=f"< {_IMPORT_TARGET} s",
                met=imported.median < _IMPORT_TARGET,
            ),
        ),
    )


def synthetic_texts(count: int, seed: int, today: date) -> list[str]:
    """Distinct texts of about 400 characters, each the title and text of a posting of a synthetic city, then of others."""
    posts = generate_city(seed, 4, _EMPLOYERS, today=today).postings
    parts = [posting.text for posting in posts if posting.text]
    draw = np.random.Generator(np.random.PCG64([seed, 6]))
    found: list[str] = []
    seen: set[str] = set()
    while len(found) < count:
        text = posts[int(draw.integers(len(posts)))].title
        while len(text) < _LEAST:
            text += "。" + parts[int(draw.integers(len(parts)))]
        if text not in seen:
            seen.add(text)
            found.append(text)
    return found


def _tokenize(encoder: StaticEncoder, texts: Sequence[str]) -> int:
    """As many texts at a time as the encoder takes; how many tokens there are."""
    return sum(len(encoder.tokenizer.occurrences(texts[start : start + CHUNK])[0]) for start in range(0, len(texts), CHUNK))


def encode_lines(found: EncodeBench) -> Iterator[str]:
    """What a bench found, in lines for a terminal."""
    yield found.machine.line
    yield (
        f"{found.version}: {found.texts:,} texts of {found.characters:.0f} characters: {found.texts_a_second:,.0f} texts/s "
        f"({spread_of(found.encode)}); one alone {1e3 * found.one.median:.2f} ms"
    )
    yield (
        f"  tokenizing alone {found.texts / found.tokenize.median:,.0f} texts/s ({found.ratio:.2f} times that), "
        f"one pass over the characters {found.texts / found.pass_.median:,.0f} texts/s"
    )
    spread = spread_of(found.import_)
    yield f"import models.encoder {found.import_.median:.3f} s ({spread}), with the encoder {found.load.median:.3f} s"
    yield f"peak memory {found.peak_megabytes:.0f} MB"
