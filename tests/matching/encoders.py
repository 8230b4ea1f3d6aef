"""A small real encoder for tests of what lies around one."""

from collections.abc import Sequence

import numpy as np

from matching.protocols import Float32


class CharacterEncoder:
    """Counts of characters in 64 buckets, rows of length 1."""

    version = "characters-1"
    dimensions = 64

    def encode(self, texts: Sequence[str]) -> Float32:
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                row[ord(character) % self.dimensions] += 1
            norm = float(np.linalg.norm(row))
            if norm:
                row /= norm
        return rows
