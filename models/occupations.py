"""Which occupation a title speaks of: nearest names and aliases of the classification, with a probability for each code.

A title is compared with all that an occupation is called in two ways: by meaning (the packaged encoder) and by its runs of
characters (TF-IDF). Each sees what the other does not: the encoder knows that a courier brings parcels and that "双休" says nothing
about the work, the characters know names that no training has met. An occupation scores as the best of its names.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.occupation_titles import titles_by_code
from matching.protocols import Encoder, Float32
from matching.texts import affirmed_title, normalise
from models.encoder import load_encoder
from models.runs import RunTokenizer, fit_runs

MEANING_SHARE: Final = 0.4
TEMPERATURE: Final = 0.065
"""Near the most likely one both on aliases hidden from names and training (0.07) and on real titles labelled apart (0.06)."""
NOTHING: Final = 0.45
"""The score of "none of these": half of the sentences that are no title score less with every occupation."""

_CHUNK: Final = 512
_ALL: Final = 1_000_000


class Recognised(NamedTuple):
    """An occupation code of the classification and how probable it is, 0-1."""

    code: str
    probability: float


def recognise(titles: Sequence[str], k: int = 5) -> list[tuple[Recognised, ...]]:
    """For each title at most k occupations, most probable first; none for a title without any character that a name has.

    Probabilities of all codes add up to less than 1; the rest is that it is none. What is like nothing gets small ones.
    What a title denies ("非销售岗") is not looked for. Raises ValueError for k < 1.
    """
    if k < 1:
        raise ValueError(f"k is {k}; ask for at least one occupation")
    return packaged_recogniser().recognise(titles, k)


@lru_cache(maxsize=1)
def packaged_recogniser() -> "Recogniser":
    """The recogniser of all names, aliases and everyday titles, with the packaged encoder; built on first use."""
    return Recogniser(titles_by_code(), load_encoder())


class Recogniser:
    """Occupations by their names. `share` of the score is meaning, the rest characters."""

    def __init__(
        self,
        names: Mapping[str, tuple[str, ...]],
        encoder: Encoder,
        share: float = MEANING_SHARE,
        temperature: float = TEMPERATURE,
    ) -> None:
        self.codes = tuple(names)
        self._names = [name for told in names.values() for name in told]
        self._starts = np.cumsum([0, *map(len, names.values())])[:-1]
        self._encoder = encoder
        self._share = np.float32(share)
        self._temperature = temperature

    def recognise(self, titles: Sequence[str], k: int) -> list[tuple[Recognised, ...]]:
        """As `recognise`."""
        found: list[tuple[Recognised, ...]] = []
        for start in range(0, len(titles), _CHUNK):
            scores = self.scores(titles[start : start + _CHUNK])
            weights = np.exp((scores - NOTHING) / self._temperature)
            weights /= 1 + weights.sum(axis=1, keepdims=True)
            best = np.argsort(-weights, axis=1, kind="stable")[:, :k]
            for row, at in enumerate(best):
                told = scores[row].any()
                found.append(tuple(Recognised(self.codes[one], float(weights[row, one])) for one in at) if told else ())
        return found

    def scores(self, titles: Sequence[str]) -> Float32:
        """(n, codes): the best score of any name of each code, at most 1."""
        read = [affirmed_title(normalise(title)) for title in titles]
        alike = self._encoder.encode(read) @ self._meanings.T * self._share
        alike += self._wording.weigh(read).dot(self._wordings.T).toarray() * (1 - self._share)
        best: Float32 = np.maximum.reduceat(alike, self._starts, axis=1)
        return best

    @cached_property
    def _meanings(self) -> Float32:
        return self._encoder.encode(self._names)

    @cached_property
    def _wording(self) -> "_Wording":
        return _Wording(self._names)

    @cached_property
    def _wordings(self) -> Any:
        return self._wording.weigh(self._names)


class _Wording:
    """TF-IDF of runs of one to three characters: every run of the names, however rare, is a term."""

    def __init__(self, names: Sequence[str]) -> None:
        self._runs: RunTokenizer = fit_runs(names, _ALL, (1, 1, 1))
        rows, tokens = self._runs.occurrences(names)
        once = np.unique(rows.astype(np.int64) * len(self._runs) + tokens) % len(self._runs)
        counts = np.bincount(once, minlength=len(self._runs))
        self._idf: NDArray[np.float32] = np.log(1 + len(names) / counts).astype(np.float32)

    def weigh(self, texts: Sequence[str]) -> Any:
        """(n, runs) sparse float32 rows of length 1, or of zeros."""
        from scipy.sparse import csr_matrix

        rows, tokens = self._runs.occurrences(texts)
        counts = csr_matrix((np.ones(len(tokens), np.float32), (rows, tokens)), shape=(len(texts), len(self._runs)))
        counts.data = (1 + np.log(counts.data)) * self._idf[counts.indices]
        lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1), np.float32)).ravel()
        counts.data /= np.repeat(lengths, np.diff(counts.indptr))
        return counts
