"""All features of one posting for many people, one column at a time."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.features.offers import Offer
from matching.features.phrases import cosines
from matching.features.seekers import UNKNOWN, Codes, SeekerTable, bits_of
from matching.features.sets import Bool, Chosen, Sets
from matching.features.table import FEATURE_NAMES, FEATURES, PAY_RATIO_CAP, POSITION
from matching.features.time_wishes import KINDS_OF_TIME
from matching.features.wording import occurs
from matching.geography import AREAS, distance_km
from matching.occupation_nearness import nearness
from matching.records.place import WUHAN, Place
from matching.skills import skills_named

Float64 = NDArray[np.float64]
Int64 = NDArray[np.int64]

SURPLUS_CAP: Final = 5.0


def compute_features(seekers: SeekerTable, rows: Int64, offer: Offer, similarity: Float64, to_arrange: Float64) -> Float64:
    """(r, len(FEATURES)) float64, NaN where missing, for the chosen rows (r,) of the table against one posting.

    similarity (r,) is the cosine of the two texts; to_arrange (r, 2) counts what the employer still has to arrange and its cost
    points, NaN where undecided. Raises ValueError on shapes that do not belong together.
    """
    rows = np.asarray(rows, np.int64)
    if rows.ndim != 1 or similarity.shape != rows.shape or to_arrange.shape != (len(rows), 2):
        raise ValueError(
            f"rows {rows.shape}, similarity {similarity.shape} and to_arrange {to_arrange.shape} do not belong together; "
            "give (r,), (r,) and (r, 2)"
        )
    if len(rows) and (rows.min() < 0 or rows.max() >= len(seekers)):
        raise ValueError(f"rows reach from {rows.min()} to {rows.max()}; the table has rows 0 to {len(seekers) - 1}")
    columns: dict[str, Float64 | float] = dict(offer.own)
    columns |= _meaning(seekers, rows, offer, similarity)
    columns |= _skills(seekers, rows, offer)
    columns |= _place(seekers, rows, offer)
    columns |= _terms(seekers, rows, offer)
    columns |= _growth(columns)
    columns["like_years"] = _like_years(seekers.experience_years[rows], columns)
    columns["arrange_count"] = to_arrange[:, 0]
    columns["arrange_cost"] = to_arrange[:, 1]
    features = np.empty((len(rows), len(FEATURES)), np.float64)
    for name in FEATURE_NAMES:
        features[:, POSITION[name]] = columns[name]
    return features


def _meaning(seekers: SeekerTable, rows: Int64, offer: Offer, similarity: Float64) -> dict[str, Float64 | float]:
    both = seekers.told[rows] & bool(offer.text)
    profile = seekers.profile_terms.choose(rows)
    shared = profile.count(seekers.profile_terms.mark(offer.all_terms))
    sizes = profile.sizes * len(offer.all_terms)
    wished = seekers.occupations.choose(rows)
    return {
        "meaning_similarity": np.where(both, similarity, np.nan),
        "wish_meaning": wished.best(cosines(seekers.meanings, wished.members, offer.meaning)),
        "title_in_wish": _title_share(seekers.wish_terms, rows, offer),
        "title_in_experience": _title_share(seekers.experience_terms, rows, offer),
        "wording_overlap": _ratio(shared, np.sqrt(sizes)),
        "occupation_wished": _wished(wished, seekers.stems, offer),
        "occupation_near_wish": _near(seekers.wished_codes, rows, offer),
        "occupation_near_experience": _near(seekers.known_codes, rows, offer),
        "experience_meaning": cosines(seekers.experiences, rows, offer.meaning),
    }


def _near(codes: Codes, rows: Int64, offer: Offer) -> Float64 | float:
    if not len(offer.codes):
        return np.nan
    chosen = codes.sets.choose(rows)
    values: Float64 = nearness()[offer.codes][:, codes.rows].max(axis=0).astype(np.float64)
    return chosen.best(values[chosen.members])


def _title_share(sets: Sets, rows: Int64, offer: Offer) -> Float64 | float:
    if not offer.title_terms:
        return np.nan
    chosen = sets.choose(rows)
    shares = chosen.count(sets.mark(offer.title_terms)) / len(offer.title_terms)
    return np.where(chosen.sizes > 0, shares, np.nan)


def _wished(chosen: Chosen, stems: tuple[str, ...], offer: Offer) -> Float64:
    in_title = chosen.count(_marks(chosen, stems, lambda name: name in offer.title and occurs(name, offer.title))) > 0
    in_body = chosen.count(_marks(chosen, stems, lambda name: name in offer.body and occurs(name, offer.body))) > 0
    wished = np.where(in_title, 1.0, np.where(in_body, 0.5, 0.0))
    return np.where(chosen.sizes > 0, wished, np.nan)


def _skills(seekers: SeekerTable, rows: Int64, offer: Offer) -> dict[str, Float64 | float]:
    held = seekers.skills.choose(rows)
    names = seekers.held.names
    mentioned: Float64 | float = np.nan
    if offer.body:
        told = offer.told
        marks = _marks(
            held, names, lambda name: (name in offer.body and occurs(name, offer.body)) or bool(skills_named(name) & told)
        )
        mentioned = np.where(held.sizes > 0, held.count(marks), np.nan)
    covered, near = np.zeros(len(rows)), np.zeros(len(rows))
    for number, asked in enumerate(offer.skills):
        answer = seekers.held.answer(asked, None if offer.skill_meanings is None else offer.skill_meanings[number])
        covered += held.count(answer.same) > 0
        near += held.best(answer.near[held.members])
    count = len(offer.skills)
    return {
        "skills_covered": covered / count if count else np.nan,
        "skills_missing": count - covered if count else np.nan,
        "skills_meaning": near / count if count else np.nan,
        "skills_in_text": mentioned,
        "licences_covered": _licences(seekers.licences.choose(rows), seekers.licences, offer),
    }


def _licences(held: Chosen, licences: Sets, offer: Offer) -> Float64 | float:
    if not offer.licences:
        return np.nan
    return held.count(licences.mark(offer.licences)) / len(offer.licences)


def _place(seekers: SeekerTable, rows: Int64, offer: Offer) -> dict[str, Float64 | float]:
    area, wished = seekers.area[rows], seekers.districts_wished[rows]
    if offer.remote:
        on_site: Float64 | float = np.nan
        km, minutes = np.zeros(len(rows)), np.zeros(len(rows))
        same, in_wished, elsewhere = on_site, on_site, np.zeros(len(rows))
    else:
        km, minutes = _distances()[area, offer.area], offer.minutes[area]
        same = _shared_district()[area, offer.area]
        in_wished = np.where((wished != 0) & (offer.area != UNKNOWN), (wished & offer.districts) != 0, np.nan)
        city = UNKNOWN if offer.city is None else seekers.cities.get(offer.city, len(seekers.cities))
        home = seekers.city[rows]
        elsewhere = np.where((home != UNKNOWN) & (city != UNKNOWN), home != city, np.nan)
    return {
        "distance_km": km,
        "same_district": same,
        "district_wished": in_wished,
        "commute_minutes": minutes,
        "minutes_against_wish": _ratio(minutes, seekers.minutes_wished[rows]),
        "other_city": elsewhere,
    }


def _terms(seekers: SeekerTable, rows: Int64, offer: Offer) -> dict[str, Float64 | float]:
    against_wish = _ratio(np.full(len(rows), offer.pay), seekers.pay_wished[rows])
    kinds = seekers.kinds_wished[rows]
    bit = 0 if offer.kind == UNKNOWN else 1 << offer.kind
    education = seekers.education[rows] - offer.education
    years = seekers.experience_years[rows] - offer.experience_years
    hours = seekers.hours_wished[rows] - offer.hours
    time = seekers.time_wished[rows]
    return {
        "pay_against_wish": np.minimum(against_wish, PAY_RATIO_CAP),
        "pay_shortfall": np.maximum(1 - against_wish, 0),
        "hours_room": hours,
        "hours_over": np.maximum(-hours, 0),
        "hours_fit": _ratio(_BITS[time & offer.time_met], _BITS[time & offer.time_known]),
        "remote_fit": np.nan if offer.remote is None else _REMOTE_FIT[int(offer.remote), seekers.remote_wished[rows]],
        "kind_wished": np.where(kinds != 0, (kinds & bit) != 0, np.nan) if bit else np.nan,
        "education_shortfall": np.maximum(-education, 0),
        "education_surplus": np.maximum(education, 0),
        "experience_shortfall": np.maximum(-years, 0),
        "experience_surplus": np.clip(years, 0, SURPLUS_CAP),
    }


def _growth(columns: dict[str, Float64 | float]) -> dict[str, Float64 | float]:
    """What the posting's training could add, from its own columns; NaN runs through."""
    missing, trains = columns["skills_missing"], columns["training_offered"]
    short = (np.asarray(missing) > 0) | (np.asarray(columns["experience_shortfall"]) > 0)
    return {
        "learnable_skills": np.multiply(missing, trains),
        "training_fit": np.where(short, trains, np.nan),
    }


def _like_years(years: Float64, columns: dict[str, Float64 | float]) -> Float64:
    """ln(1 + years of experience) times how near it is to this work, by the nearest of its measures."""
    near = np.full(len(years), np.nan)
    for name in ("occupation_near_experience", "title_in_experience", "experience_meaning"):
        near = np.fmax(near, np.clip(columns[name], 0, 1))
    return np.asarray(np.log1p(years) * near, np.float64)


_BITS: Final = np.array([number.bit_count() for number in range(1 << KINDS_OF_TIME)], np.float64)

# [posting on site / remote, wish: none / no / welcome / only]
_REMOTE_FIT: Final = np.array([[np.nan, 1.0, 0.5, 0.0], [np.nan, 0.0, 1.0, 1.0]])


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


def _marks(chosen: Chosen, names: tuple[str, ...], holds: Callable[[str], bool]) -> Bool:
    """bool (names,): whether it holds of each name that the chosen sets have; nobody is asked of the others."""
    distinct = chosen.distinct
    marks = np.zeros(len(names), np.bool_)
    marks[distinct] = [holds(names[number]) for number in distinct.tolist()]
    return marks


def _ratio(above: NDArray[np.generic], below: Float64) -> Float64:
    """above / below, NaN where below is 0 or NaN."""
    ratio = np.full(len(below), np.nan)
    np.divide(above, below, out=ratio, where=below > 0)
    return ratio
