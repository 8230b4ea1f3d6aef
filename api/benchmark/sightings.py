"""Everything that employers see of pseudonymous people at a row of fairs, each list twice: before a promise and after it.

The fairs are the worst case for privacy: everybody consents to every list, and every employer makes one promise between two runs
of the same fair, so that it can lay both lists side by side.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.synthetic.city import City, generate_city
from data.synthetic.draws import stream
from matching.knowledge import CATALOGUE
from matching.prematch import PrematchSettings, prematch
from matching.privacy import Coarse, Listed, Sight, crowd_words, employer_list, exact, least_crowd, outline_of
from matching.protocols import Encoder, Matcher
from matching.records import AccommodationStatus, Posting, Stage
from matching.shortlist import Entry, Versions

_VERSIONS: Final = Versions(
    software="leak", knowledge="leak", encoder="leak", ranker="leak", candidates="leak", postings="leak", settings="leak"
)


@dataclass(frozen=True)
class LeakSizes:
    """A city, how many of its people come to each fair, and how long a list is at most; None: as long as lists are by default."""

    people: int = 6_000
    employers: int = 60
    fairs: int = 4
    fair_people: int = 3_000
    keep: int | None = None


@dataclass(frozen=True)
class Sighting:
    """One line of one list. `after`: of the run after the promise. `told` is what the employer sees, `bare` what
    it would see if each value were told as the person gave it, `entry` what is behind it."""

    fair: int
    after: bool
    posting: Posting
    promise: str
    told: Listed
    bare: Listed
    entry: Entry


def see_fairs(seed: int, sizes: LeakSizes, encoder: Encoder, ranker: Matcher, today: date) -> tuple[City, tuple[Sighting, ...]]:
    """The city of a seed, and every line that an employer of it is shown.

    Raises ValueError for more people at a fair than there are.
    """
    if sizes.fair_people > sizes.people:
        raise ValueError(f"{sizes.fair_people} people at a fair of a city of {sizes.people}: take fewer")
    city = generate_city(seed, sizes.people, sizes.employers, today=today)
    draw = stream(seed, "leak")
    names = [one.name for one in CATALOGUE.accommodations]
    seen: list[Sighting] = []
    for fair in range(sizes.fairs):
        rows = draw.choice(sizes.people, sizes.fair_people, replace=False).tolist()
        promises = {one.id: names[int(draw.integers(len(names)))] for one in city.employers}
        for after in (False, True):
            postings = [_promised(one, promises[one.employer]) if after else one for one in city.postings]
            seen += _see(city, rows, postings, promises, fair, after, encoder, ranker, sizes.keep)
    return city, tuple(seen)


def _see(
    city: City,
    rows: Sequence[int],
    postings: Sequence[Posting],
    promises: dict[str, str],
    fair: int,
    after: bool,
    encoder: Encoder,
    ranker: Matcher,
    keep: int | None,
) -> Iterator[Sighting]:
    people = {city.candidates[row].id: city.candidates[row] for row in rows}
    plain = PrematchSettings(today=city.today)
    settings = plain if keep is None else plain.model_copy(update={"keep": keep, "depth": max(keep, plain.depth)})
    matched = prematch(f"fair-{fair}", list(people.values()), postings, encoder, ranker, _VERSIONS, settings)
    by_id = {one.id: one for one in postings}
    outlines = {name: outline_of(one) for name, one in people.items()}
    open_lines = {name: exact(one) for name, one in outlines.items()}
    words: dict[str, Mapping[str, Coarse]] = {}
    on_lists: dict[str, set[str]] = {}
    for one in matched.shortlists:
        on_lists.setdefault(by_id[one.posting].employer, set()).update(entry.candidate for entry in one.band("fit"))
    for employer, names in on_lists.items():
        words[employer] = crowd_words([{name: outlines[name] for name in names}], {}, least_crowd(city.today))
    for one in matched.shortlists:
        posting = by_id[one.posting]
        entries = {entry.candidate: entry for entry in one.band("fit")}
        sights = [Sight(entry, people[name], Stage.LISTING, name) for name, entry in entries.items()]
        bare = {line.alias: line for line in employer_list(sights, posting.skills, open_lines)}
        for told in employer_list(sights, posting.skills, words[posting.employer]):
            # The alias is the id here: the attacker needs it to compare, and to be marked; it is no feature.
            yield Sighting(fair, after, posting, promises[posting.employer], told, bare[told.alias], entries[told.alias])


def _promised(posting: Posting, name: str) -> Posting:
    known = posting.workplace.statuses.get(name)
    if known not in (None, AccommodationStatus.POSSIBLE):
        return posting
    statuses = {**posting.workplace.statuses, name: AccommodationStatus.COMMITTED}
    return posting.model_copy(update={"workplace": posting.workplace.model_copy(update={"statuses": statuses})})
