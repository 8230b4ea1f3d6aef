"""The leak of employers' lists: what an attacker sees as numbers, and what it finds out about category and grade."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Final

import numpy as np

from api.benchmark.sightings import LeakSizes, Sighting, see_fairs
from matching.knowledge import CATALOGUE
from matching.privacy import Listed
from matching.protocols import Encoder, Matcher
from matching.records import AccommodationStatus, CertificateDetails
from models.attack import Leak, Sights, measure_leak

MOST: Final = 0.05
"""The highest upper bound that the lists may have for any secret (design section 7 and the issue's target)."""
LEAK_DAY: Final = date(2027, 3, 20)
"""The day of the invented fairs: a fixed one, so that a seed gives the same figures on any day."""
_SEVERE: Final = 2
_AMOUNTS: Final = frozenset({"band", "arranged", "knows", "skills", "certificates"})
_WORDS: Final = tuple(sorted(set(Listed.model_fields) - _AMOUNTS - {"alias", "stage"}))
"""Every other field of a line, so that nothing is added to one without being attacked. An alias is drawn anew for each event."""
_NAMES: Final = 60
_CATEGORIES: Final = {
    1: "sight",
    2: "hearing",
    3: "speech",
    4: "physical",
    5: "intellectual",
    6: "psychiatric",
    7: "multiple",
}


@dataclass(frozen=True)
class Few:
    """What an attacker finds out that knows `known` people."""

    known: int
    leaks: tuple[Leak, ...]


@dataclass(frozen=True)
class LeakReport:
    """Each secret as the lists stand now, and as they would stand without counter-measures. `skipped`: too few people to tell.

    Without them a line tells its exact rank, how many demands an arrangement meets, and each value as the person gave it.
    `few`: the lists as they stand, to an attacker that knows the truth of so many people alone.
    """

    seed: int
    sizes: LeakSizes
    lines: int
    people: int
    now: tuple[Leak, ...]
    bare: tuple[Leak, ...]
    skipped: tuple[str, ...]
    few: tuple[Few, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every bound is at most 0.05; where nothing could be attacked, nothing holds."""
        return bool(self.now) and all(one.upper <= MOST for one in self.now)


def leak_report(
    seed: int, sizes: LeakSizes, encoder: Encoder, ranker: Matcher, today: date, knowns: Sequence[int] = (), *, bare: bool = True
) -> LeakReport:
    """Attack the lists of a row of fairs, by somebody who knows the truth of three people in four, and of each of `knowns` people.

    `bare` also attacks the lists without counter-measures.
    """
    city, seen = see_fairs(seed, sizes, encoder, ranker, today)
    secrets = secrets_of(city.certificates, seen)
    now, without = sights_of(seen), sights_of(seen, bare=True) if bare else None
    skipped: list[str] = []
    found: list[Leak] = []
    stripped: list[Leak] = []
    for name, truth in secrets.items():
        try:
            found.append(measure_leak(name, truth, now, seed))
        except ValueError:
            skipped.append(name)
            continue
        if without is not None:
            stripped.append(measure_leak(name, truth, without, seed))
    few = [Few(known, tuple(measure_leak(one.secret, secrets[one.secret], now, seed, known) for one in found)) for known in knowns]
    return LeakReport(seed, sizes, len(seen), int(now.person.max()) + 1, tuple(found), tuple(stripped), tuple(skipped), tuple(few))


def secrets_of(certificates: Iterable[CertificateDetails], seen: Sequence[Sighting]) -> Mapping[str, np.ndarray]:
    """Secret -> (n,) whether it is true of whom each line is of: each category, and the two severe grades."""
    papers = {one.candidate: one for one in certificates}
    rows = [papers.get(one.told.alias) for one in seen]
    secrets = {name: np.array([row is not None and row.category == number for row in rows]) for number, name in _CATEGORIES.items()}
    secrets["grade 1 or 2"] = np.array([row is not None and row.grade is not None and row.grade <= _SEVERE for row in rows])
    return secrets


def sights_of(seen: Sequence[Sighting], *, bare: bool = False) -> Sights:
    """What all employers see, as numbers: of each line what it tells, what the same employer sees of the same person on its other
    lists, what the promise changes (who comes, who goes, who moves, whose words become others), and how often the same line came
    back at other fairs.
    """
    codes: dict[str, dict[Hashable, int]] = defaultdict(dict)

    def code(space: str, value: Hashable) -> int:
        return codes[space].setdefault(value, len(codes[space]))

    shown = [one.bare if bare else one.told for one in seen]
    tells = [_told(one, line, bare) for one, line in zip(seen, shown, strict=True)]
    own: dict[tuple[int, bool, str, str], list[int]] = defaultdict(list)
    at: dict[tuple[int, bool, str, str], int] = {}
    fairs: dict[Hashable, set[int]] = defaultdict(set)
    for row, one in enumerate(seen):
        own[one.fair, one.after, one.posting.employer, one.told.alias].append(row)
        at[one.fair, one.after, one.posting.id, one.told.alias] = row
        fairs[_same(one, shown[row], tells[row])].add(one.fair)
    held = (held for line in shown for held in line.skills + line.certificates)
    names = [name for name, _ in Counter(held).most_common(_NAMES)]
    accommodations = {one.name: place for place, one in enumerate(CATALOGUE.accommodations)}
    postings, lines = [], []
    for one, line, tell in zip(seen, shown, tells, strict=True):
        mine = own[one.fair, one.after, one.posting.employer, one.told.alias]
        twin = at.get((one.fair, not one.after, one.posting.id, one.told.alias))
        others = own.get((one.fair, not one.after, one.posting.employer, one.told.alias), [])
        statuses = one.posting.workplace.statuses.values()
        postings.append(
            [
                code("posting", one.posting.id),
                code("kind", one.posting.kind),
                accommodations[one.promise],
                one.after,
                one.told.demanded,
                one.told.asked,
                sum(status is AccommodationStatus.IN_PLACE for status in statuses),
            ]
        )
        arranged = [tells[other]["arranged"] for other in mine]
        lines.append(
            [
                *tell.values(),
                len(mine),
                fmean(arranged),
                max(arranged),
                fmean(tells[other]["band"] for other in mine),
                twin is None,
                not others,
                len(others) - len(mine),
                np.nan if twin is None else tell["arranged"] - tells[twin]["arranged"],
                np.nan if twin is None else tell["band"] - tells[twin]["band"],
                np.nan if twin is None else _same(one, line, tell) != _same(one, shown[twin], tells[twin]),
                len(fairs[_same(one, line, tell)]),
                *(code(field, getattr(line, field)) for field in _WORDS),
                *(name in line.skills or name in line.certificates for name in names),
            ]
        )
    person = np.array([code("person", one.told.alias) for one in seen], dtype=np.int64)
    return Sights(np.array(postings, dtype=np.float64), np.array(lines, dtype=np.float64), person, codes=(0, 1, 2))


def _told(one: Sighting, told: Listed, bare: bool) -> dict[str, float]:
    """What a line tells as amounts; `bare`: as it would without counter-measures."""
    return {
        "band": float(one.entry.rank if bare else told.band),
        "arranged": float(one.entry.arranged if bare else told.arranged or 0),
        "knows": float(told.knows),
        "held": float(len(told.skills)),
        "papers": float(len(told.certificates)),
    }


def _same(one: Sighting, told: Listed, tell: Mapping[str, float]) -> Hashable:
    return (one.posting.id, told.education, told.district, told.hours, told.wage, told.skills, told.certificates, *tell.values())
