"""All features of pairs of a person and a posting, one column at a time."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.features.offers import Offer
from matching.features.pairs import Pairs, parts_of
from matching.features.phrases import cosines
from matching.features.seekers import UNKNOWN, Codes, SeekerTable, bits_of
from matching.features.sets import Sets
from matching.features.table import FEATURE_NAMES, FEATURES, PAY_RATIO_CAP
from matching.features.time_wishes import KINDS_OF_TIME
from matching.features.wording import terms
from matching.geography import AREAS, distance_km
from matching.occupation_nearness import nearness
from matching.records.place import WUHAN, Place

Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]
Columns = dict[str, Float64]

SURPLUS_CAP: Final = 5.0


def compute_features(seekers: SeekerTable, rows: Int64, offer: Offer, similarity: Float64, to_arrange: Float64) -> Float64:
    """(r, len(FEATURES)) as `compute_pairs`, of the chosen rows (r,) of the table against one posting."""
    return compute_pairs(seekers, rows, (offer,), np.array([0, len(rows)]), similarity, to_arrange)


def compute_pairs(
    seekers: SeekerTable,
    rows: Int64,
    offers: Sequence[Offer],
    bounds: Int64,
    similarity: Float64,
    to_arrange: Float64,
    out: Float64 | None = None,
) -> Float64:
    """(n, len(FEATURES)) float64, NaN where missing, for the chosen rows (n,) of the table against postings; into `out` if given.

    The rows `bounds[i]:bounds[i + 1]` are against offers[i]. similarity (n,) is the cosine of the two texts; to_arrange (n, 2)
    counts what the employer still has to arrange and its cost points, NaN where undecided. What is found of a pair does not depend
    on the others. Raises ValueError on shapes that do not belong together.
    """
    rows, bounds = np.ascontiguousarray(rows, np.int64), np.ascontiguousarray(bounds, np.int64)
    if rows.ndim != 1 or similarity.shape != rows.shape or to_arrange.shape != (len(rows), 2):
        raise ValueError(
            f"rows {rows.shape}, similarity {similarity.shape} and to_arrange {to_arrange.shape} do not belong together; "
            "give (r,), (r,) and (r, 2)"
        )
    if len(bounds) != len(offers) + 1 or bounds[0] != 0 or bounds[-1] != len(rows) or (np.diff(bounds) < 0).any():
        raise ValueError(f"bounds of {len(offers)} postings must go up from 0 to {len(rows)}, in {len(offers) + 1} steps")
    if len(rows) and (rows.min() < 0 or rows.max() >= len(seekers)):
        raise ValueError(f"rows reach from {rows.min()} to {rows.max()}; the table has rows 0 to {len(seekers) - 1}")
    features = np.empty((len(rows), len(FEATURES)), np.float64) if out is None else out
    for first, last in parts_of(bounds):
        part = slice(int(bounds[first]), int(bounds[last]))
        mine = bounds[first : last + 1] - part.start
        pairs = Pairs(rows[part], np.repeat(np.arange(last - first), np.diff(mine)), mine)
        columns = _columns(seekers, pairs, offers[first:last], similarity[part], to_arrange[part])
        features[part] = np.array([columns[name] for name in FEATURE_NAMES]).T
    return features


def compute_kinds(seekers: SeekerTable, rows: Int64, offers: Sequence[Offer]) -> Columns:
    """By name (offers * rows,) the features of place and terms of all the rows (r,) with the first posting, then the next."""
    bounds = np.arange(len(offers) + 1) * len(rows)
    pairs = Pairs(np.tile(rows, len(offers)), np.repeat(np.arange(len(offers)), len(rows)), bounds)
    return _place(seekers, pairs, offers) | _terms(seekers, pairs, offers)


def _columns(seekers: SeekerTable, pairs: Pairs, offers: Sequence[Offer], similarity: Float64, to_arrange: Float64) -> Columns:
    columns = {name: pairs.spread(np.array([offer.own[name] for offer in offers])) for name in offers[0].own}
    columns |= _meaning(seekers, pairs, offers, similarity)
    columns |= _skills(seekers, pairs, offers)
    columns |= _place(seekers, pairs, offers)
    columns |= _terms(seekers, pairs, offers)
    columns |= _growth(columns)
    columns["like_years"] = _like_years(seekers.experience_years[pairs.rows], columns)
    columns["arrange_count"] = to_arrange[:, 0]
    columns["arrange_cost"] = to_arrange[:, 1]
    return columns


def _meaning(seekers: SeekerTable, pairs: Pairs, offers: Sequence[Offer], similarity: Float64) -> Columns:
    rows, spread = pairs.rows, pairs.spread
    both = seekers.told[rows] & spread(np.array([bool(offer.text) for offer in offers]))
    profile, wished, known = seekers.profile_terms, seekers.wish_terms, seekers.experience_terms
    texts, titles = (profile.marks(terms) for terms in ([one.all_terms for one in offers], [one.title_terms for one in offers]))
    shared, in_wish, in_experience = pairs.overlap(profile, wished, known, texts, titles)
    sizes = profile.sizes_of(rows) * spread(np.array([len(offer.all_terms) for offer in offers]))
    title_sizes = spread(np.array([len(offer.title_terms) for offer in offers]))
    met = pairs.met(seekers.occupations)
    meanings = np.full(met.shape, np.nan)
    for mine, some, offer in zip(meanings, met, offers, strict=True):
        names = np.flatnonzero(some)
        mine[names] = cosines(seekers.meanings, names, offer.meaning)
    slices = (slice(*pairs.bounds[number : number + 2].tolist()) for number in range(len(offers)))
    experience = [cosines(seekers.experiences, rows[mine], offer.meaning) for mine, offer in zip(slices, offers, strict=True)]
    return {
        "meaning_similarity": np.where(both, similarity, np.nan),
        "wish_meaning": pairs.best(seekers.occupations, meanings),
        "title_in_wish": np.where(wished[rows] > 0, _share(in_wish, title_sizes), np.nan),
        "title_in_experience": np.where(known[rows] > 0, _share(in_experience, title_sizes), np.nan),
        "wording_overlap": _ratio(shared, np.sqrt(sizes)),
        "occupation_wished": _wished(seekers, pairs, offers),
        "occupation_near_wish": _near(seekers.wished_codes, pairs, offers),
        "occupation_near_experience": _near(seekers.known_codes, pairs, offers),
        "experience_meaning": np.concatenate(experience),
    }


def _near(codes: Codes, pairs: Pairs, offers: Sequence[Offer]) -> Float64:
    values = np.full((len(offers), len(codes.rows)), np.nan)
    sizes = np.array([len(offer.codes) for offer in offers])
    named = np.concatenate([offer.codes for offer in offers])
    if len(named):
        starts = (np.cumsum(sizes) - sizes)[sizes > 0]
        values[sizes > 0] = np.maximum.reduceat(nearness()[named[:, None], codes.rows], starts, axis=0)
    return pairs.best(codes.sets, values)


def _wished(seekers: SeekerTable, pairs: Pairs, offers: Sequence[Offer]) -> Float64:
    in_title, in_body = (np.zeros((len(offers), len(seekers.occupations.vocabulary)), np.bool_) for _ in range(2))
    for number, offer in enumerate(offers):
        in_title[number, seekers.stems.occurring(offer.title, terms(offer.title))] = True
        in_body[number, seekers.stems.occurring(offer.body, offer.all_terms)] = True
    sets = seekers.occupations
    wished = np.where(pairs.count(sets, in_title) > 0, 1.0, np.where(pairs.count(sets, in_body) > 0, 0.5, 0.0))
    return np.where(sets.sizes_of(pairs.rows) > 0, wished, np.nan)


def _skills(seekers: SeekerTable, pairs: Pairs, offers: Sequence[Offer]) -> Columns:
    sets, held = seekers.skills, seekers.held
    marks = np.zeros((len(offers), len(held.names)), np.bool_)
    for mine, offer in zip(marks, offers, strict=True):
        mine[held.listed.occurring(offer.body, offer.all_terms)] = True
        mine[[number for skill in offer.told for number in held.named.get(skill, ())]] = True
    some = (sets.sizes_of(pairs.rows) > 0) & pairs.spread(np.array([bool(offer.body) for offer in offers]))
    asked = [
        held.answer(skill, None if offer.skill_meanings is None else offer.skill_meanings[number])
        for offer in offers
        for number, skill in enumerate(offer.skills)
    ]
    sizes = np.array([len(offer.skills) for offer in offers])
    firsts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    same = np.array([one.same for one in asked], np.bool_).reshape(len(asked), len(held.names))
    near = np.array([one.near for one in asked], np.float64).reshape(same.shape)
    covered, nearest = pairs.answer(sets, firsts, same, near)
    count = pairs.spread(sizes)
    return {
        "skills_covered": _share(covered, count),
        "skills_missing": np.where(count > 0, count - covered, np.nan),
        "skills_meaning": _share(nearest, count),
        "skills_in_text": np.where(some, pairs.count(sets, marks), np.nan),
        "licences_covered": _licences(seekers.licences, pairs, offers),
    }


def _licences(licences: Sets, pairs: Pairs, offers: Sequence[Offer]) -> Float64:
    held = pairs.count(licences, licences.marks([offer.licences for offer in offers]))
    return _share(held, pairs.spread(np.array([len(offer.licences) for offer in offers])))


def _place(seekers: SeekerTable, pairs: Pairs, offers: Sequence[Offer]) -> Columns:
    rows, spread = pairs.rows, pairs.spread
    home, wished, city = seekers.area[rows], seekers.districts_wished[rows], seekers.city[rows]
    remote = spread(np.array([offer.remote is True for offer in offers]))
    work = spread(np.array([offer.area for offer in offers]))
    districts = spread(np.array([offer.districts for offer in offers]))
    # A city that nobody lives in is like no other.
    numbers = [UNKNOWN if o.city is None else seekers.cities.get(o.city, len(seekers.cities)) for o in offers]
    there = spread(np.array(numbers))
    minutes = np.where(remote, 0.0, np.stack([offer.minutes for offer in offers])[pairs.postings, home])
    return {
        "distance_km": np.where(remote, 0.0, _distances()[home, work]),
        "same_district": np.where(remote, np.nan, _shared_district()[home, work]),
        "district_wished": np.where(~remote & (wished != 0) & (work != UNKNOWN), (wished & districts) != 0, np.nan),
        "commute_minutes": minutes,
        "minutes_against_wish": _ratio(minutes, seekers.minutes_wished[rows]),
        "other_city": np.where(remote, 0.0, np.where((city != UNKNOWN) & (there != UNKNOWN), city != there, np.nan)),
    }


def _terms(seekers: SeekerTable, pairs: Pairs, offers: Sequence[Offer]) -> Columns:
    rows, spread = pairs.rows, pairs.spread
    against_wish = _ratio(spread(np.array([offer.pay for offer in offers])), seekers.pay_wished[rows])
    kinds = seekers.kinds_wished[rows]
    bits = spread(np.array([0 if offer.kind == UNKNOWN else 1 << offer.kind for offer in offers]))
    education = seekers.education[rows] - spread(np.array([offer.education for offer in offers]))
    years = seekers.experience_years[rows] - spread(np.array([offer.experience_years for offer in offers]))
    hours = seekers.hours_wished[rows] - spread(np.array([offer.hours for offer in offers]))
    time = seekers.time_wished[rows]
    met, known = (spread(np.array(bits)) for bits in zip(*((o.time_met, o.time_known) for o in offers), strict=True))
    remote = spread(np.array([UNKNOWN if offer.remote is None else int(offer.remote) for offer in offers]))
    return {
        "pay_against_wish": np.minimum(against_wish, PAY_RATIO_CAP),
        "pay_shortfall": np.maximum(1 - against_wish, 0),
        "hours_room": hours,
        "hours_over": np.maximum(-hours, 0),
        "hours_fit": _ratio(_BITS[time & met], _BITS[time & known]),
        "remote_fit": _REMOTE_FIT[remote, seekers.remote_wished[rows]],
        "kind_wished": np.where((kinds != 0) & (bits != 0), (kinds & bits) != 0, np.nan),
        "education_shortfall": np.maximum(-education, 0),
        "education_surplus": np.maximum(education, 0),
        "experience_shortfall": np.maximum(-years, 0),
        "experience_surplus": np.clip(years, 0, SURPLUS_CAP),
    }


def _growth(columns: Columns) -> Columns:
    """What the posting's training could add, from its own columns; NaN runs through."""
    missing, trains = columns["skills_missing"], columns["training_offered"]
    short = (missing > 0) | (columns["experience_shortfall"] > 0)
    return {
        "learnable_skills": missing * trains,
        "training_fit": np.where(short, trains, np.nan),
    }


def _like_years(years: Float64, columns: Columns) -> Float64:
    """ln(1 + years of experience) times how near it is to this work, by the nearest of its measures."""
    near = np.full(len(years), np.nan)
    for name in ("occupation_near_experience", "title_in_experience", "experience_meaning"):
        near = np.fmax(near, np.clip(columns[name], 0, 1))
    return np.asarray(np.log1p(years) * near, np.float64)


_BITS: Final = np.array([number.bit_count() for number in range(1 << KINDS_OF_TIME)], np.float64)

# [posting on site / remote / UNKNOWN (-1), wish: none / no / welcome / only]
_REMOTE_FIT: Final = np.array([[np.nan, 1.0, 0.5, 0.0], [np.nan, 0.0, 1.0, 1.0], [np.nan] * 4])


@lru_cache(maxsize=1)
def _distances() -> Float64:
    """(areas + 1, areas + 1) kilometres; the last row and column stand for UNKNOWN (-1)."""
    table = np.full((len(AREAS) + 1, len(AREAS) + 1), np.nan)
    places = [Place(city=WUHAN, district=area.code, zone=area.zone) for area in AREAS]
    for i, home in enumerate(places):
        for j, work in enumerate(places):
            kilometres = distance_km(home, work)
            table[i, j] = np.nan if kilometres is None else kilometres
    return table


@lru_cache(maxsize=1)
def _shared_district() -> Float64:
    table = np.full((len(AREAS) + 1, len(AREAS) + 1), np.nan)
    for i, home in enumerate(AREAS):
        for j, work in enumerate(AREAS):
            table[i, j] = float(bits_of(home) & bits_of(work) != 0)
    return table


def _share(found: NDArray[np.generic], count: NDArray[np.generic]) -> Float64:
    """found / count, NaN where nothing is counted."""
    return _ratio(found, np.asarray(count, np.float64))


def _ratio(above: NDArray[np.generic], below: Float64) -> Float64:
    """above / below, NaN where below is 0 or NaN."""
    ratio = np.full(len(below), np.nan)
    np.divide(above, below, out=ratio, where=below > 0)
    return ratio
