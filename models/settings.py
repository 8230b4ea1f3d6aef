"""How the ranker is grown: every number that may be tuned, in one place. They are tuned on validation lists only."""

from dataclasses import asdict, dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Growth:
    """How one forest is grown: at most `rounds` trees of `leaves` leaves, each counting `rate`.

    A leaf holds at least `least_rows` rows; `l2` pulls leaves towards 0; `columns` is the share of features a tree may use.
    """

    rounds: int
    leaves: int
    rate: float
    least_rows: int
    l2: float = 1.0
    columns: float = 1.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How the whole ranker is trained.

    attention: correct for how far down a list people read. half: with this many lists that taught something, learning and the hand
    weights count equally. few: a step with fewer rows of either outcome gets no forest of its own. chunk: trees of the order grown
    between two points at which training can be taken up again. mixes: shares of the order forest in the score to choose from, the
    rest is the product of chances. checkpoints: at how many lengths a forest is tried out, to find when to stop. folds: parts of
    the training events held out in turn where there are no validation lists. bins: values of a feature told apart at most. k: depth
    at which orders are compared.
    """

    order: Growth = Growth(rounds=200, leaves=7, rate=0.06, least_rows=40, columns=0.6)
    interest: Growth = Growth(rounds=200, leaves=7, rate=0.06, least_rows=40, columns=0.6)
    offer: Growth = Growth(rounds=120, leaves=5, rate=0.05, least_rows=30, l2=3.0, columns=0.6)
    stay: Growth = Growth(rounds=80, leaves=4, rate=0.05, least_rows=30, l2=5.0, columns=0.6)
    attention: bool = True
    half: float = 20.0
    few: int = 40
    chunk: int = 50
    mixes: tuple[float, ...] = (0.25, 0.5)
    checkpoints: int = 10
    folds: int = 3
    bins: int = 63
    k: int = 10

    def __post_init__(self) -> None:
        if not self.half >= 0:
            raise ValueError(f"half is {self.half}; give the number of lists at which learning counts half, 0 or more")
        if self.chunk < 1 or self.checkpoints < 1 or self.folds < 2 or self.few < 1:
            raise ValueError("chunk, checkpoints and few must be at least 1 and folds at least 2")
        if not self.mixes or not all(0 <= mix <= 1 for mix in self.mixes):
            raise ValueError(f"mixes are {self.mixes}; give shares between 0 and 1")

    def plain(self) -> dict[str, Any]:
        """As a manifest keeps it."""
        return {**asdict(self), "mixes": list(self.mixes)}


DEFAULTS: Final = Settings()
