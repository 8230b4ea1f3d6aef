"""A world: records, hidden traits and the chances they give. Whoever ranks must not read it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from data.synthetic.city import City
from data.synthetic.draws import Float64, Int64
from data.synthetic.truth.chances import Chances
from data.synthetic.truth.facts import Facts, gather_facts
from data.synthetic.truth.first import first_chances, first_retained
from data.synthetic.truth.forces import Forces, Plain, measure, plain_forces
from data.synthetic.truth.hidden import Hidden, Record, draw_hidden, draw_record
from data.synthetic.truth.numbers import Family, Numbers, world_numbers
from data.synthetic.truth.origins import Origins, recall_origins
from data.synthetic.truth.second import second_chances, second_retained
from matching.records import Candidate, CertificateDetails, Employer, Posting

_STEPS: Final[Mapping[Family, Callable[[Forces, Numbers], Chances]]] = {"first": first_chances, "second": second_chances}
_STAYS: Final[Mapping[Family, Callable[[Forces, Numbers, bool], Float64]]] = {"first": first_retained, "second": second_retained}


@dataclass(frozen=True, eq=False, repr=False)
class World:
    """Records with their hidden traits. Rows are positions in `candidates`, `postings` and `employers`.

    `record` is what was checked of each employer's promises before the first fair. `facts` and `hidden` are for this package and
    its tests.
    """

    seed: int
    family: Family
    candidates: tuple[Candidate, ...]
    certificates: tuple[CertificateDetails, ...]
    employers: tuple[Employer, ...]
    postings: tuple[Posting, ...]
    facts: Facts
    hidden: Hidden
    record: Record

    @property
    def numbers(self) -> Numbers:
        return world_numbers(self.family)

    @property
    def employer_of(self) -> Int64:
        """(postings,) the row of each posting's employer."""
        return self.facts.employer

    def chances(self, people: Int64, posts: Int64) -> Chances:
        """The true chances of n pairs, given as rows: what only the all-knowing oracle sees."""
        return self.weigh(self.forces(people, posts))

    def expected(self, people: Int64, posts: Int64, draws: int = 64, seed: int = 0, record: Record | None = None) -> Chances:
        """The best that can be said of n pairs from everything on record: the oracle on the observables.

        The mean of the true chances over `draws` worlds in which every hidden trait is drawn again given what is told: tastes,
        skill, reliability, caution, openness, who refuses whom, detours, limits and wages that were not told or only about, true
        abilities behind the assessed ones, demands behind the told ones, promises kept. `record` is what is known of kept
        promises; by default what was known before the first fair. Steps are given the steps before, so that every product is the
        mean of the products. Two things make this oracle stricter than anything that reads records: it takes the occupations that
        a person wants and did and that a posting offers as known, because a perfect reader of texts would find them, and it knows
        every form and number of the world and the category of the certificate, which no ranker may read. Raises ValueError when
        `draws` is below 1.
        """
        plain = plain_forces(self.facts, self.numbers, people, posts)
        return Chances.mean(self._redraws(people, posts, plain, draws, seed, record or self.record))

    def forces(self, people: Int64, posts: Int64) -> Forces:
        """What moves n pairs, as it truly is."""
        plain = plain_forces(self.facts, self.numbers, people, posts)
        return measure(self.facts, self.hidden, self.numbers, plain, people, posts)

    def weigh(self, forces: Forces) -> Chances:
        """The chances that forces give in this family."""
        return _STEPS[self.family](forces, self.numbers)

    def stays(self, forces: Forces, kept: bool) -> Float64:
        """(n,) chance to be there after three months if every promise is kept, or if none is."""
        return _STAYS[self.family](forces, self.numbers, kept)

    @cached_property
    def wording(self) -> tuple[Any, Any]:
        """Sparse rows of people and postings whose products are the words in common, cosine 0..1: all that an officer reads."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        told = [
            " ".join((*p.wishes.occupations, p.wishes.text, p.resume.experience, *(s.name for s in p.resume.skills)))
            for p in self.candidates
        ]
        jobs = [" ".join((posting.title, posting.title, posting.text, *posting.skills)) for posting in self.postings]
        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True, dtype=np.float32)
        vectorizer.fit([*told, *jobs, "岗位"])
        return vectorizer.transform(told), vectorizer.transform(jobs)

    def _redraws(self, people: Int64, posts: Int64, plain: Plain, draws: int, seed: int, record: Record) -> Iterator[Chances]:
        for number in range(draws):
            # A guess must not repeat the truth: its seeds lie apart from any world's own.
            guess = draw_hidden((seed + 1) * 1_000_003 + number + (1 << 40), self.facts, self.numbers, None, record)
            yield self.weigh(measure(self.facts, guess, self.numbers, plain, people, posts))


def make_world(
    seed: int,
    family: Family,
    candidates: Sequence[Candidate],
    certificates: Sequence[CertificateDetails],
    employers: Sequence[Employer],
    postings: Sequence[Posting],
    origins: Origins,
) -> World:
    """Draw the hidden traits of these records. Equal arguments give the same world.

    Raises ValueError when the origins are of other numbers of people or postings.
    """
    if len(origins.wanted) != len(candidates) or len(origins.occupation) != len(postings):
        raise ValueError(
            f"origins of {len(origins.wanted)} people and {len(origins.occupation)} postings do not go with {len(candidates)} and "
            f"{len(postings)}; recall them with the numbers of this city"
        )
    numbers = world_numbers(family)
    facts = gather_facts(numbers, candidates, certificates, employers, postings, origins)
    hidden = draw_hidden(seed, facts, numbers, origins)
    return World(
        seed=seed,
        family=family,
        candidates=tuple(candidates),
        certificates=tuple(certificates),
        employers=tuple(employers),
        postings=tuple(postings),
        facts=facts,
        hidden=hidden,
        record=draw_record(seed, hidden.keeps, numbers),
    )


def city_world(city: City, family: Family = "first") -> World:
    """The world behind a generated city, whole: what its records were written from is drawn again from its seed."""
    origins = recall_origins(city.seed, len(city.candidates), len(city.employers), city.today)
    return make_world(city.seed, family, city.candidates, city.certificates, city.employers, city.postings, origins)
