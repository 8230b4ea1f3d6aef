"""An encoder and a ranker in whose hands the process dies, once: kill -9 in the middle of a task."""

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matching.protocols import Encoder, Float32, Float64, Ranker


def die_once(mark: Path) -> None:
    """Kill this process with SIGKILL, unless `mark` says that it was done already."""
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class DyingEncoder:
    """As `inner`; a worker dies when it first encodes. The test's own process lives."""

    inner: Encoder
    mark: Path
    spared: int

    @property
    def version(self) -> str:
        return self.inner.version

    @property
    def dimensions(self) -> int:
        return self.inner.dimensions

    def encode(self, texts: Sequence[str]) -> Float32:
        if os.getpid() != self.spared:
            die_once(self.mark)
        return self.inner.encode(texts)


@dataclass(frozen=True)
class DyingRanker:
    """As `inner`; a worker dies when it first explains a score."""

    inner: Ranker
    mark: Path
    spared: int

    @property
    def version(self) -> str:
        return self.inner.version

    def score(self, features: Float64) -> Float64:
        return self.inner.score(features)

    def contributions(self, features: Float64) -> Float64:
        if os.getpid() != self.spared:
            die_once(self.mark)
        return self.inner.contributions(features)
