"""The default encoder: TF-IDF over short runs of symbols, projected by a truncated SVD; served without scikit-learn.

A symbol is one Chinese character or one Latin word; a term is one to three neighbouring symbols. Fitting is in
`models.encoder_training`; here is the arithmetic alone, equal to scikit-learn's TfidfVectorizer (sublinear term frequency, smooth
idf, length 1) followed by TruncatedSVD, then scaled to length 1.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import orjson
from numpy.typing import NDArray

from matching.protocols import Float32, Float64
from matching.texts import normalise
from models.folders import ArtefactError, digest, read_manifest

KIND: Final = "tfidf-svd encoder"
WEIGHTS: Final = "weights.npz"
TERMS: Final = "terms.json"

LONGEST_TERM: Final = 3
_CHUNK: Final = 2_048

# A break (anything that is neither a symbol nor a blank) ends a run; so does a number, which says little about work.
_SYMBOL: Final = re.compile(r"[㐀-䶿一-鿿]|[a-z]+[a-z0-9+#]*|[^\s]")
_BREAK: Final = ""


def symbols(text: str) -> list[str]:
    """The symbols of a text in order; "" is a break between runs."""
    return [found if found > "㏿" or found[0].isalpha() else _BREAK for found in _SYMBOL.findall(normalise(text))]


def text_terms(text: str) -> list[str]:
    """All terms of a text, repeats kept: one to three neighbouring symbols, joined by a blank."""
    return list(_terms(symbols(text)))


def _terms(found: list[str]) -> Iterator[str]:
    for size in range(1, LONGEST_TERM + 1):
        for start in range(len(found) - size + 1):
            run = found[start : start + size]
            if _BREAK not in run:
                yield " ".join(run)


@dataclass(frozen=True, eq=False)
class TfidfEncoder:
    """`terms` (v) in column order, `idf` (v,) float32, `components` (d, v) float32 whose values fit float16."""

    terms: tuple[str, ...]
    idf: Float32
    components: Float32
    version: str

    @property
    def dimensions(self) -> int:
        return len(self.components)

    @classmethod
    def of(cls, terms: Sequence[str], idf: Float64, components: Float64) -> Self:
        """From fitted arrays: rounded as they will be stored, the version taken from the stored bytes."""
        files = encoder_files(terms, idf, components)
        return cls._from_files(files[TERMS], files[WEIGHTS])

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a folder that `models.encoder_training` wrote. Raises ArtefactError when it is incomplete or changed."""
        read_manifest(folder, KIND)
        return cls._from_files((folder / TERMS).read_bytes(), (folder / WEIGHTS).read_bytes())

    @classmethod
    def _from_files(cls, terms: bytes, weights: bytes) -> Self:
        names = tuple(orjson.loads(terms))
        with np.load(io.BytesIO(weights), allow_pickle=False) as arrays:
            idf = arrays["idf"].astype(np.float32)
            components = arrays["components"].astype(np.float32)
        if idf.shape != (len(names),) or components.ndim != 2 or components.shape[1] != len(names):
            raise ArtefactError(
                f"{WEIGHTS} is for {components.shape} values, {TERMS} has {len(names)} terms; make the folder again"
            )
        version = f"tfidf-svd-{len(components)}-{digest(terms + weights)[:12]}"
        return cls(names, idf, components, version)

    def encode(self, texts: Sequence[str]) -> Float32:
        """(n, dimensions) float32, rows of length 1; a text without any known term gives zeros.

        A text's vector does not depend on the texts beside it.
        """
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for start in range(0, len(texts), _CHUNK):
            vectors[start : start + _CHUNK] = self._encode(texts[start : start + _CHUNK])
        return vectors

    def _encode(self, texts: Sequence[str]) -> Float32:
        weights = self._weights(texts)
        vectors: Float32 = np.asarray(weights @ self._projection, np.float32)
        lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
        np.divide(vectors, lengths, out=vectors, where=lengths > 1e-9)
        vectors[lengths[:, 0] <= 1e-9] = 0
        return vectors

    def _weights(self, texts: Sequence[str]) -> Any:
        """(n, v) sparse TF-IDF rows of length 1."""
        from scipy.sparse import csr_matrix

        rows, columns = self._occurrences(texts)
        shape = (len(texts), len(self.terms))
        counts = csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
        counts.data = (np.log(counts.data) + 1) * self.idf[counts.indices]
        squares = np.zeros(len(counts.data) + 1, np.float64)
        np.cumsum(counts.data.astype(np.float64) ** 2, out=squares[1:])
        lengths = np.sqrt(squares[counts.indptr[1:]] - squares[counts.indptr[:-1]])
        sizes = np.diff(counts.indptr)
        counts.data /= np.repeat(lengths, sizes).astype(np.float32)
        return counts

    def _occurrences(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(row, column) of every known term of every text, repeats kept."""
        number = self._symbol_numbers.get
        found = [[number(symbol, 0) for symbol in _SYMBOL.findall(normalise(text))] for text in texts]
        sizes = np.fromiter(map(len, found), np.int64, len(found))
        # Zeros between texts keep a term from reaching over from one to the next.
        stream = np.zeros(int(sizes.sum()) + (LONGEST_TERM - 1) * len(found), np.int64)
        row_of = np.repeat(np.arange(len(found)), sizes + LONGEST_TERM - 1)
        starts = np.cumsum(sizes + LONGEST_TERM - 1) - (sizes + LONGEST_TERM - 1)
        flat = np.fromiter(chain.from_iterable(found), np.int64, int(sizes.sum()))
        stream[np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(len(flat))] = flat
        keys, key_columns, base = self._term_keys
        rows, columns = [], []
        run = stream
        alive = stream > 0
        for size in range(1, LONGEST_TERM + 1):
            if size > 1:
                run = run[:-1] * base + stream[size - 1 :]
                alive = alive[:-1] & (stream[size - 1 :] > 0)
            where = np.flatnonzero(alive)
            at = np.minimum(np.searchsorted(keys, run[where]), max(len(keys) - 1, 0))
            known = keys[at] == run[where]
            rows.append(row_of[where[known]])
            columns.append(key_columns[at[known]])
        return np.concatenate(rows), np.concatenate(columns)

    @cached_property
    def _projection(self) -> Float32:
        return np.ascontiguousarray(self.components.T)

    @cached_property
    def _symbol_numbers(self) -> dict[str, int]:
        """Symbol -> 1, 2, ...; 0 stands for a break and for any symbol in no term."""
        known = sorted({symbol for term in self.terms for symbol in term.split(" ")})
        return {symbol: number for number, symbol in enumerate(known, start=1)}

    @cached_property
    def _term_keys(self) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
        """Sorted keys of the terms, their columns, and the base. A key is the term's symbol numbers as digits: exact, no hash."""
        number = self._symbol_numbers
        base = len(number) + 1
        keys = np.zeros(len(self.terms), np.int64)
        for column, term in enumerate(self.terms):
            for symbol in term.split(" "):
                keys[column] = keys[column] * base + number[symbol]
        order = np.argsort(keys, kind="stable")
        return keys[order], order.astype(np.int64), base


def encoder_files(terms: Sequence[str], idf: Float64, components: Float64) -> dict[str, bytes]:
    """The two data files of an encoder folder; equal arrays give equal bytes. No pickle."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, idf=idf.astype(np.float32), components=components.astype(np.float16))
    return {TERMS: orjson.dumps(list(terms)), WEIGHTS: buffer.getvalue()}
