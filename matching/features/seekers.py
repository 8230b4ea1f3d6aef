"""The side of the people: a `Seeker` holds all that a feature may know of one, a `SeekerTable` the columns of many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from matching.features.mentions import occupations_in, occupations_of
from matching.features.names import Names
from matching.features.phrases import HeldSkills, encode_phrases
from matching.features.sets import Sets, collect, collect_ordered
from matching.features.time_wishes import time_wished
from matching.features.wording import squeeze, stem, terms
from matching.geography import AREAS, DISTRICTS, ZONES, Area, area_of
from matching.occupation_nearness import code_numbers
from matching.protocols import Encoder, Float32
from matching.records.candidate import Candidate, Resume, Wishes
from matching.records.place import WUHAN, Place
from matching.records.posting import PostingKind
from matching.texts import experience_text, join_profile, normalise, redact_name, wish_text

Float64 = NDArray[np.float64]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]

KINDS: Final = {kind.value: number for number, kind in enumerate(PostingKind)}
AREA_NUMBER: Final = {area.code or area.zone: number for number, area in enumerate(AREAS)}
DISTRICT_NUMBER: Final = {code: number for number, code in enumerate(DISTRICTS)}
UNKNOWN: Final = -1
REMOTE: Final = {None: 0, "no": 1, "welcome": 2, "only": 3}


@dataclass(frozen=True, slots=True)
class Seeker:
    """All that a score may know of a person. No ability, aid, access skill, credential, sex, birth, household or refusal."""

    resume: Resume
    wishes: Wishes
    home: Place

    @classmethod
    def of(cls, candidate: Candidate) -> Self:
        return cls(candidate.resume, candidate.wishes, candidate.home)


@dataclass(frozen=True, eq=False)
class Codes:
    """Occupations of the classification that people name. `rows` (vocabulary,): their rows in the table of nearness."""

    sets: Sets
    rows: Int64


@dataclass(frozen=True, eq=False)
class Kinds:
    """Kinds of people by groups of columns: `codes` (n, groups) numbers the kinds of all groups; `rows` has somebody of each."""

    codes: Int32
    rows: tuple[Int64, ...]


@dataclass(frozen=True, eq=False)
class SeekerTable:
    """Columns of n people, row i for the i-th seeker. Floats are NaN, numbers UNKNOWN and bit sets 0 where nothing was said.

    `texts` are the profile texts, in order, ready for the encoder, and may be dropped once it read them; `told` says which were not
    empty. Of the `profile_terms` the first `wish_terms` (n,) are those of the wishes, the last `experience_terms` (n,) those of
    skills and experience; in between stand those of both. Of `occupations`, what people
    wish for, `stems` and `meanings` have one entry a name of the vocabulary, `held` the same for `skills`. `wished_codes` and
    `known_codes` are the occupations of the classification that wishes, and skills and experience, name. `time_wished` are bits of
    `time_wishes`. `experiences` (n, d) are the directions of what people say of skills and experience.
    """

    texts: tuple[str, ...]
    told: Bool
    profile_terms: Sets
    wish_terms: Int64
    experience_terms: Int64
    occupations: Sets
    stems: Names
    meanings: Float32 | None
    experiences: Float32 | None
    skills: Sets
    held: HeldSkills
    licences: Sets
    wished_codes: Codes
    known_codes: Codes
    area: Int64
    city: Int64
    cities: dict[str, int]
    districts_wished: Int64
    kinds_wished: Int64
    pay_wished: Float64
    minutes_wished: Float64
    hours_wished: Float64
    time_wished: Int64
    remote_wished: Int64
    education: Float64
    experience_years: Float64

    def __len__(self) -> int:
        return len(self.told)

    def kinds_by(self, groups: Sequence[Sequence[str]]) -> Kinds:
        """Who is alike in all columns of a group, group by group."""
        codes, rows, before = np.empty((len(self), len(groups)), np.int32), [], 0
        for number, columns in enumerate(groups):
            alike = np.zeros(len(self), np.int64)
            for name in columns:
                values, which = np.unique(getattr(self, name), return_inverse=True)
                alike = np.unique(alike * len(values) + which, return_inverse=True)[1]
            some, first, which = np.unique(alike, return_index=True, return_inverse=True)
            codes[:, number] = before + which
            rows.append(first.astype(np.int64))
            before += len(some)
        return Kinds(codes, tuple(rows))


def prepare_seekers(seekers: Sequence[Seeker], today: date | None = None, encoder: Encoder | None = None) -> SeekerTable:
    """The columns of many people; work here is done once, not once a posting.

    A licence counts up to and including its last day, seen from `today`; with None every licence told counts. The encoder reads
    each distinct occupation and skill once, and each experience; without one nothing is known of their meaning.
    """
    wishes = [wish_text(seeker.wishes) for seeker in seekers]
    experience = [experience_text(seeker.resume) for seeker in seekers]
    texts = tuple(map(join_profile, wishes, experience))
    wish_terms = [terms(squeeze(text)) for text in wishes]
    experience_terms = [terms(squeeze(text)) for text in experience]
    occupations = collect(_names(map(plain_name, seeker.wishes.occupations)) for seeker in seekers)
    skills = collect(held_skills(seeker.resume) for seeker in seekers)
    held = tuple(skills.vocabulary)
    cities: dict[str, int] = {}
    places = [seeker.home for seeker in seekers]
    return SeekerTable(
        texts=texts,
        told=np.array([bool(text) for text in texts], np.bool_),
        profile_terms=collect_ordered(map(_told_in, wish_terms, experience_terms)),
        wish_terms=np.array([len(one) for one in wish_terms], np.int64),
        experience_terms=np.array([len(one) for one in experience_terms], np.int64),
        occupations=occupations,
        stems=Names.of(tuple(map(stem, occupations.vocabulary))),
        meanings=encode_phrases(tuple(occupations.vocabulary), encoder),
        experiences=encode_phrases(experience, encoder),
        skills=skills,
        held=HeldSkills(held, encode_phrases(held, encoder)),
        licences=collect(valid_licences(seeker.resume, today) for seeker in seekers),
        wished_codes=_codes(map(occupations_of, _names(map(plain_name, seeker.wishes.occupations))) for seeker in seekers),
        known_codes=_codes([occupations_in(squeeze(text))] for text in experience),
        area=np.array([area_number(place) for place in places], np.int64),
        city=np.array([_city_number(place, cities) for place in places], np.int64),
        cities=cities,
        districts_wished=np.array([_district_bits(seeker.wishes.districts) for seeker in seekers], np.int64),
        kinds_wished=np.array([sum(1 << KINDS[k] for k in s.wishes.kinds if k in KINDS) for s in seekers], np.int64),
        pay_wished=_floats([seeker.wishes.pay_min for seeker in seekers]),
        minutes_wished=_floats([seeker.wishes.minutes_max for seeker in seekers]),
        hours_wished=_floats([seeker.wishes.hours_max for seeker in seekers]),
        time_wished=np.array([time_wished(normalise(seeker.wishes.text)) for seeker in seekers], np.int64),
        remote_wished=np.array([REMOTE[seeker.wishes.remote] for seeker in seekers], np.int64),
        education=_floats([None if s.resume.education is None else s.resume.education.rank for s in seekers]),
        experience_years=_floats([seeker.resume.experience_years for seeker in seekers]),
    )


def plain_name(name: str) -> str:
    """A skill or occupation as it is compared: redacted, lower case; empty when nothing but an access route was named."""
    return squeeze(redact_name(name))


def held_skills(resume: Resume) -> tuple[str, ...]:
    """Skills and certificates by their plain names."""
    return _names(map(plain_name, (*(skill.name for skill in resume.skills), *resume.certificates)))


def valid_licences(resume: Resume, today: date | None) -> tuple[str, ...]:
    """The licences by name less those that ran out before `today`."""
    return tuple(
        licence.name for licence in resume.licences if today is None or licence.valid_until is None or licence.valid_until >= today
    )


def area_number(place: Place) -> int:
    """Row of the place's area in `matching.geography.AREAS`; UNKNOWN for another city or no known area."""
    area = area_of(place) if place.city in (None, WUHAN) else None
    return UNKNOWN if area is None else AREA_NUMBER[area.code or area.zone]


def city_of(place: Place) -> str | None:
    """The city by name; a known area without a city is in Wuhan."""
    return place.city or (WUHAN if area_of(place) is not None else None)


def bits_of(area: Area) -> int:
    """The districts of an area as bits; a zone has those it spans."""
    codes = area.districts if area.code is None else (area.code,)
    return sum(1 << DISTRICT_NUMBER[code] for code in codes)


def _district_bits(wished: frozenset[str]) -> int:
    bits = 0
    for name in sorted(wished):
        area = DISTRICTS.get(name) or ZONES.get(name)
        bits |= 0 if area is None else bits_of(area)
    return bits


def _city_number(place: Place, cities: dict[str, int]) -> int:
    city = city_of(place)
    return UNKNOWN if city is None else cities.setdefault(city, len(cities))


def _told_in(wishes: frozenset[str], experience: frozenset[str]) -> list[str]:
    """The terms of both texts: those of the wishes first, those of the experience last."""
    return [*sorted(wishes - experience), *sorted(wishes & experience), *sorted(experience - wishes)]


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name)


def _codes(named: Iterable[Iterable[frozenset[str]]]) -> Codes:
    sets = collect(frozenset().union(*codes) for codes in named)
    return Codes(sets, np.array([code_numbers()[code] for code in sets.vocabulary], np.int64))


def _floats(values: Sequence[float | None]) -> Float64:
    return np.array([np.nan if value is None else value for value in values], np.float64)
