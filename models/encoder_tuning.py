"""Training the default encoder further on an office's own postings and confirmed matches, and measuring whether it helped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.protocols import Encoder
from models.encoder_training import Course, Pair, train_encoder
from models.occupations import recognise
from models.static import StaticEncoder

HELD_OUT: Final = 0.25
"""Share of the employers whose postings are measured on and never trained on."""
LEAST_POSTINGS: Final = 40
LEAST_HELD_OUT: Final = 10
LEAST_MATCHES: Final = 20
"""Fewer confirmed matches among the held-out employers say too little; titles decide then."""
TOLERANCE: Final = 0.01
COURSE: Final = Course(steps=300, batch=256, rate=0.005)
_SURE: Final = 0.5


@dataclass(frozen=True, slots=True)
class OwnPosting:
    """A posting of the office as texts that may be compared (`matching.texts`), and the profile texts of who was hired for it."""

    id: str
    employer: str
    title: str
    text: str
    hired: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Mean reciprocal ranks, 0-1, over the held-out part; None where nothing could be measured.

    `matches`: where a hired person's posting stands among all held-out ones; `titles`: where a posting's own text stands, asked by
    its title; `general`: where the right title stands among those of the background, so that nothing is forgotten.
    """

    matches: float | None
    titles: float
    general: float


@dataclass(frozen=True)
class Tuning:
    """The tuned encoder beside the one it began with. `pairs` are what it was trained on, the background among them."""

    encoder: StaticEncoder
    pairs: tuple[Pair, ...]
    before: Figures
    after: Figures
    postings: int
    held_out: int
    held_out_matches: int

    @property
    def better(self) -> bool:
        """Whether what decides rose and nothing else fell by more than TOLERANCE. Matches decide where there are any to measure."""
        decided = (self.before.titles, self.after.titles)
        if self.before.matches is not None and self.after.matches is not None:
            decided = (self.before.matches, self.after.matches)
        kept = ((self.before.titles, self.after.titles), (self.before.general, self.after.general))
        return decided[1] > decided[0] and all(after >= before - TOLERANCE for before, after in kept)


def tune_encoder(
    base: StaticEncoder,
    postings: Sequence[OwnPosting],
    background: Sequence[Pair],
    seed: int,
    course: Course = COURSE,
    progress: Callable[[int, int], object] = lambda done, of: None,
) -> Tuning:
    """Train `base` further on the postings of three quarters of the employers and measure both on the rest.

    1. Employers are split, so that no employer's wording is on both sides. 2. Titles, texts and profiles of who was hired are
    pairs of one group; postings of one recognised occupation are one group too, so that two shops looking for the same work are
    not told apart. The background keeps what the encoder knew. 3. The vocabulary stays that of `base`: no word of a person or
    posting is stored. Raises ValueError when there is too little to train or to measure on.
    """
    told = [posting for posting in postings if posting.title and posting.text]
    held = _held_out_employers(told, seed)
    known = [posting for posting in told if posting.employer not in held]
    unseen = [posting for posting in told if posting.employer in held]
    if len(known) < LEAST_POSTINGS or len(unseen) < LEAST_HELD_OUT:
        raise ValueError(
            f"{len(known)} postings with a text to train on and {len(unseen)} of other employers to measure on; "
            f"at least {LEAST_POSTINGS} and {LEAST_HELD_OUT} are needed"
        )
    pairs = [*_own_pairs(known), *background]
    tuned = train_encoder(pairs, seed, base.dimensions, course=course, start=base, progress=progress)
    matches = sum(len(posting.hired) for posting in unseen)
    return Tuning(
        tuned,
        tuple(pairs),
        before=_measure(base, unseen, background),
        after=_measure(tuned, unseen, background),
        postings=len(known),
        held_out=len(unseen),
        held_out_matches=matches,
    )


def _held_out_employers(postings: Sequence[OwnPosting], seed: int) -> frozenset[str]:
    names = np.array(sorted({posting.employer for posting in postings}))
    count = round(len(names) * HELD_OUT)
    return frozenset(np.random.Generator(np.random.PCG64(seed)).permutation(names)[:count].tolist())


def _own_pairs(postings: Sequence[OwnPosting]) -> list[Pair]:
    pairs: list[Pair] = []
    for posting, found in zip(postings, recognise([posting.title for posting in postings], 1), strict=True):
        group = found[0].code if found and found[0].probability >= _SURE else f"own {posting.id}"
        pairs.append((posting.title, posting.text, group))
        pairs += [(profile, f"{posting.title}。{posting.text}", group) for profile in posting.hired if profile]
    return pairs


def _measure(encoder: Encoder, unseen: Sequence[OwnPosting], background: Sequence[Pair]) -> Figures:
    texts = [f"{posting.title}。{posting.text}" for posting in unseen]
    hired = [(profile, row) for row, posting in enumerate(unseen) for profile in posting.hired if profile]
    matches = None
    if len(hired) >= LEAST_MATCHES:
        matches = _reciprocal_rank(encoder, [profile for profile, _ in hired], texts, [row for _, row in hired])
    own = list(range(len(unseen)))
    titles = _reciprocal_rank(encoder, [posting.title for posting in unseen], [posting.text for posting in unseen], own)
    sample = list({group: (one, other) for one, other, group in background}.values())
    general = _reciprocal_rank(encoder, [one for one, _ in sample], [other for _, other in sample], list(range(len(sample))))
    return Figures(matches, titles, general)


def _reciprocal_rank(encoder: Encoder, queries: Sequence[str], texts: Sequence[str], right: Sequence[int]) -> float:
    """The mean of 1 / place of the right text; texts as near as the right one count as before it."""
    if not queries:
        return 0.0
    likeness = encoder.encode(queries) @ encoder.encode(texts).T
    own = likeness[np.arange(len(queries)), right]
    return float(np.mean(1 / np.maximum(1, (likeness >= own[:, None] - 1e-7).sum(axis=1))))
