"""The default encoder as it serves: one vector a token, added up and scaled to length 1; numpy and scipy, no torch.

Training is in `models.encoder_training`. The table is stored as bytes with one scale a row, and read as float32.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
import orjson
from numpy.typing import NDArray

from matching.protocols import Float32
from models.folders import ArtefactError, digest, read_manifest
from models.runs import RunTokenizer

KIND: Final = "static encoder"
WEIGHTS: Final = "weights.npz"
RUNS: Final = "runs.json"

CHUNK: Final = 1_024
_LEAST_LENGTH: Final = 1e-9


@dataclass(frozen=True, eq=False)
class StaticEncoder:
    """`table` (tokens, dimensions) float32 whose rows are whole multiples of their scale, -127 to 127."""

    tokenizer: RunTokenizer
    table: Float32
    version: str

    @property
    def dimensions(self) -> int:
        return int(self.table.shape[1])

    @classmethod
    def of(cls, tokenizer: RunTokenizer, table: Float32) -> Self:
        """From trained vectors: rounded as they will be stored, the version taken from the stored bytes."""
        files = encoder_files(tokenizer, table)
        return cls._from_files(files[RUNS], files[WEIGHTS])

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a folder that `models.encoder_training` wrote. Raises ArtefactError when it is incomplete or changed."""
        read_manifest(folder, KIND)
        return cls._from_files((folder / RUNS).read_bytes(), (folder / WEIGHTS).read_bytes())

    @classmethod
    def _from_files(cls, runs: bytes, weights: bytes) -> Self:
        tokenizer = RunTokenizer(orjson.loads(runs))
        with np.load(io.BytesIO(weights), allow_pickle=False) as arrays:
            steps, scales = arrays["steps"], arrays["scales"]
        if steps.ndim != 2 or len(steps) != len(tokenizer) or scales.shape != (len(tokenizer),):
            raise ArtefactError(f"{WEIGHTS} is for {len(steps)} tokens, {RUNS} has {len(tokenizer)}; make the folder again")
        table = steps.astype(np.float32) * scales[:, None]
        return cls(tokenizer, table, f"static-{steps.shape[1]}-{digest(runs + weights)[:12]}")

    def encode(self, texts: Sequence[str]) -> Float32:
        """(n, dimensions) float32, rows of length 1; a text without any known token gives zeros.

        A text's vector does not depend on the texts beside it.
        """
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for start in range(0, len(texts), CHUNK):
            self._encode(texts[start : start + CHUNK], vectors[start : start + CHUNK])
        return vectors

    def _encode(self, texts: Sequence[str], into: Float32) -> None:
        from scipy.sparse import csr_matrix

        rows, tokens = self.tokenizer.occurrences(texts)
        order = np.argsort(rows, kind="stable")
        starts = np.zeros(len(texts) + 1, np.int32)
        np.cumsum(np.bincount(rows, minlength=len(texts)), out=starts[1:])
        counts = csr_matrix((np.ones(len(tokens), np.float32), tokens[order], starts), shape=(len(texts), len(self.table)))
        into[:] = counts @ self.table
        lengths = np.sqrt((into * into).sum(axis=1, keepdims=True))
        np.divide(into, lengths, out=into, where=lengths > _LEAST_LENGTH)
        into[lengths[:, 0] <= _LEAST_LENGTH] = 0


def encoder_files(tokenizer: RunTokenizer, table: Float32) -> dict[str, bytes]:
    """The two data files of an encoder folder; equal vectors give equal bytes. No pickle."""
    scales: NDArray[np.float32] = np.maximum(np.abs(table).max(axis=1, initial=0) / 127, np.float32(1e-12)).astype(np.float32)
    steps = np.rint(table / scales[:, None]).astype(np.int8)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, steps=steps, scales=scales)
    return {RUNS: orjson.dumps(tokenizer.runs), WEIGHTS: buffer.getvalue()}
