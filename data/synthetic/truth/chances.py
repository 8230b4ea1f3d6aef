"""The five chances of a pair, one after another."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

from data.synthetic.draws import Float64


@dataclass(frozen=True, eq=False)
class Chances:
    """(n,) float64 in 0..1, each given the step before.

    interest: would like the job on reading of it; attend: comes to the interview; offer: is offered the job there; accept: takes
    it; retained: is still there after three months.
    """

    interest: Float64
    attend: Float64
    offer: Float64
    accept: Float64
    retained: Float64

    @property
    def interview(self) -> Float64:
        """(n,) chance that a pair which is read comes to an interview."""
        return self.interest * self.attend

    @property
    def hired(self) -> Float64:
        return self.interview * self.offer * self.accept

    @property
    def kept(self) -> Float64:
        """(n,) chance that a pair which is read ends in a job held after three months."""
        return self.hired * self.retained

    @classmethod
    def mean(cls, draws: Iterable[Self]) -> Self:
        """Each step given the steps before, over equally likely worlds, so that every product is the mean of the products."""
        total: Float64 | None = None
        number = 0
        for one in draws:
            steps = np.cumprod([one.interest, one.attend, one.offer, one.accept, one.retained], axis=0)
            total = np.asarray(steps if total is None else total + steps, dtype=np.float64)
            number += 1
        if total is None:
            raise ValueError("there are no draws to average; ask for 1 or more")
        before = np.vstack([np.full((1, total.shape[1]), float(number)), total[:-1]])
        interest, attend, offer, accept, retained = np.divide(total, before, out=np.zeros_like(total), where=before > 0)
        return cls(interest, attend, offer, accept, retained)
