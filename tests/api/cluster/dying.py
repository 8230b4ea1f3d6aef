"""An encoder and a ranker in whose hands a process dies: kill -9 in the middle of a task."""

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass

from matching.features.leaning import Leaning
from matching.protocols import Encoder, Float32, Float64, Ranker


def die_if(doomed: frozenset[int]) -> None:
    """Kill this process with SIGKILL if it is one of the doomed; what is started in its place is another."""
    if os.getpid() in doomed:
        os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class DyingEncoder:
    """As `inner`; the doomed die when they first encode."""

    inner: Encoder
    doomed: frozenset[int]

    @property
    def version(self) -> str:
        return self.inner.version

    @property
    def dimensions(self) -> int:
        return self.inner.dimensions

    def encode(self, texts: Sequence[str]) -> Float32:
        die_if(self.doomed)
        return self.inner.encode(texts)


@dataclass(frozen=True)
class DyingRanker:
    """As `inner`; the doomed die when they first explain a score."""

    inner: Ranker
    doomed: frozenset[int]

    @property
    def version(self) -> str:
        return self.inner.version

    @property
    def leaning(self) -> Leaning:
        return self.inner.leaning

    def score(self, features: Float64) -> Float64:
        return self.inner.score(features)

    def contributions(self, features: Float64) -> Float64:
        die_if(self.doomed)
        return self.inner.contributions(features)
