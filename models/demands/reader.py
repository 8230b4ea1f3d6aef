"""Reads a posting as a placement officer would: the occupation gives what is typical, the words say what is different.

1. `recognise` gives the likely occupations; each dimension starts at the weighted lower median of their typical levels.
2. Cues of the text bound the level. Exact bounds win over the others, denials over assertions, surer cues over less sure ones.
   A cue that is sure enough sets its bound; a weaker one moves the level one step towards it.
3. Figures (a weight, hours a day) and stated fields (hours, shift) bound like sure cues.
4. What neither words nor a recognised occupation say stays unknown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level, Text
from matching.occupation_names import occupations_by_code
from matching.records import Hours, PostingKind, Provenance
from models.demands.characters import readable_all
from models.demands.evidence import Evidence, exactly, meanings, settle
from models.demands.figures import Figure, floor, hours_a_day, hours_level, lifted_weights, lifting_level, shift_times
from models.demands.likeness import Recognition
from models.demands.names import Names, names
from models.demands.reading import ReadDemand, ReadFact, Reading, ReadOccupation
from models.demands.recognition import recognise
from models.demands.tables import word_table
from models.demands.words import Found

LONGEST: Final = 20_000
"""Characters of a text that are read; what a posting demands stands long before."""

FROM_PLACE: Final = ("stairs", "toilet_self_care", "commute")
"""Of these the occupation knows only what the work itself brings: 0 there is no finding about the place."""

_LEAST_CONFIDENCE: Final = 0.3
"""Below it no typical demands are given: of held-out names that were found less surely, four of five belonged elsewhere."""
_SURE: Final = 0.5
"""Below it the reading says that the occupation is uncertain."""
_FIGURE_SURE: Final = 0.85
_FLOOR_SURE: Final = 0.7
_CLOCK_SURE: Final = 0.65
_STATED_SURE: Final = 0.95
_UNDIVIDED: Final = 2 / 3
_RULE: Final = 0.9
"""What is typical of a surely recognised occupation holds about so often; less where the likely occupations differ."""
_NAMES: Final = tuple(dimension.name for dimension in CATALOGUE.dimensions)
_BATCH: Final = 1_024
_SHIFTS: Final = {"day": 0, "evening": 2, "rotating": 3, "night": 4}


@dataclass(frozen=True, slots=True)
class Unread:
    """A posting to be read: its words, and the fields that are stated already."""

    title: str
    text: str = ""
    kind: PostingKind | None = None
    hours: Hours = field(default_factory=Hours)


def read_posting(title: str, text: str = "", *, kind: PostingKind | None = None, hours: Hours | None = None) -> Reading:
    """The reading of one posting. Never raises on any text; what is not known is not in it."""
    return read_postings([Unread(title, text, kind, hours or Hours())])[0]


def read_postings(postings: Sequence[Unread]) -> list[Reading]:
    """One reading a posting, in their order; faster than one by one."""
    return [reading for begin in range(0, len(postings), _BATCH) for reading in _read_batch(postings[begin : begin + _BATCH])]


def _read_batch(postings: Sequence[Unread]) -> list[Reading]:
    raw = [posting.title[:LONGEST] + "\n" + posting.text[:LONGEST] for posting in postings]
    texts = readable_all(raw)
    cuts = [min(len(posting.title), LONGEST) for posting in postings]
    recognised = recognise(
        [words[:cut] for words, cut in zip(texts, cuts, strict=True)],
        [words[cut + 1 :] for words, cut in zip(texts, cuts, strict=True)],
        [posting.kind for posting in postings],
    )
    occupations = _recognised(recognised, names())
    found = word_table().find_all(texts)
    readings = []
    for number, posting in enumerate(postings):
        evidence, facts = _words(found[number], raw[number])
        _figures(texts[number], raw[number], evidence, facts)
        _stated(posting.hours, evidence)
        likely = occupations[id(recognised[number])]
        readings.append(
            Reading(
                occupations=likely.occupations,
                demands=_demands(likely.typical, evidence),
                facts=facts,
                confidence=round(likely.confidence, 3),
                note=_note(likely.confidence, evidence),
                usual=None if likely.typical is None else likely.typical.demands,
            )
        )
    return readings


def _words(found: Sequence[Found], raw: str) -> tuple[dict[str, list[Evidence]], dict[str, ReadFact]]:
    evidence: dict[str, list[Evidence]] = {}
    facts: dict[str, ReadFact] = {}
    meaning = meanings()
    for row, start, end, sense in found:
        demands, given = meaning[sense][row]
        quote = raw[start:end]
        for name, weight in demands:
            evidence.setdefault(name, []).append(Evidence(weight, quote))
        for name, value, sure in given:
            if name not in facts or facts[name].confidence < sure:
                facts[name] = ReadFact(value, sure, quote)
    return evidence, facts


def _figures(text: str, raw: str, evidence: dict[str, list[Evidence]], facts: dict[str, ReadFact]) -> None:
    weights = list(lifted_weights(text))
    if weights:
        heaviest = max(weights, key=lambda figure: figure.value)
        said = Evidence(exactly(lifting_level(heaviest.value), _FIGURE_SURE), raw[heaviest.start : heaviest.end])
        evidence.setdefault("lifting", []).append(said)
    on_floor = floor(text)
    if on_floor is not None:
        facts["workplace.floor"] = ReadFact(int(on_floor.value), _FLOOR_SURE, raw[on_floor.start : on_floor.end])
    hours, shift = hours_a_day(text), shift_times(text)
    if shift is not None:
        said = Evidence(exactly(shift.night_level, _CLOCK_SURE), raw[shift.start : shift.end])
        evidence.setdefault("night_shift", []).append(said)
        if hours is None:
            hours = Figure(shift.hours, shift.start, shift.end)
    if hours is not None:
        quote = raw[hours.start : hours.end]
        said = Evidence(exactly(hours_level(hours.value), _FIGURE_SURE), quote)
        evidence.setdefault("hours_per_day", []).append(said)
        facts["hours.per_day"] = ReadFact(hours.value, _FIGURE_SURE, quote)


def _stated(hours: Hours, evidence: dict[str, list[Evidence]]) -> None:
    if hours.per_day is not None:
        evidence["hours_per_day"] = [Evidence(exactly(hours_level(hours.per_day), _STATED_SURE), hours.text)]
    if hours.shift is not None:
        evidence["night_shift"] = [Evidence(exactly(_SHIFTS[hours.shift], _STATED_SURE), hours.text)]


def _demands(typical: "_Typical | None", evidence: Mapping[str, list[Evidence]]) -> dict[str, ReadDemand]:
    demands = {} if typical is None else dict(typical.demands)
    ordered = typical is not None
    for name, said in evidence.items():
        position = CATALOGUE.position[name]
        start = None if typical is None else typical.levels[position]
        level, sure, deciding = settle(start, tuple([one.weight for one in said]))
        marginal = typical is not None and typical.marginal[position] and level > 0
        ordered = ordered and name in demands
        demands[name] = ReadDemand(level, Provenance.READ, sure, said[deciding].quote, marginal)
    return demands if ordered else {name: demands[name] for name in _NAMES if name in demands}


class _Likely(NamedTuple):
    """What a recognised title alone says."""

    confidence: float
    typical: "_Typical | None"
    occupations: tuple[ReadOccupation, ...]


def _recognised(recognised: Sequence[Recognition], table: Names) -> dict[int, _Likely]:
    """By the identity of each recognition: titles that come again share one."""
    distinct = list({id(one): one for one in recognised}.values())
    confidences = [_confidence(one) for one in distinct]
    typical = _typical(distinct, confidences, table)
    return {
        id(one): _Likely(confidence, usual, _occupations(one, table))
        for one, confidence, usual in zip(distinct, confidences, typical, strict=True)
    }


class _Typical(NamedTuple):
    """Per dimension the weighted lower median over the likely occupations, and whether it is marginal; and the demands of that."""

    levels: "tuple[Level, ...]"
    marginal: tuple[bool, ...]
    demands: Mapping[str, ReadDemand]


@lru_cache(maxsize=16_384)
def _usual(levels: "tuple[Level, ...]", sure: tuple[float, ...], marginal: tuple[bool, ...]) -> _Typical:
    """The one shared row of these values: the same titles come again and again."""
    fields = zip(_NAMES, levels, sure, marginal, strict=True)
    demands = {name: _usual_demand(level, certain, swappable) for name, level, certain, swappable in fields}
    for name in FROM_PLACE:
        if not demands[name].level:
            del demands[name]
    return _Typical(levels, marginal, demands)


@lru_cache(maxsize=16_384)
def _usual_demand(level: "Level", sure: float, marginal: bool) -> ReadDemand:
    return ReadDemand(level, Provenance.TYPICAL, sure, "", marginal)


def _typical(recognised: Sequence[Recognition], confidences: Sequence[float], table: Names) -> "list[_Typical | None]":
    """One a recognition; None where nothing was recognised surely enough."""
    most = max((len(one.targets) for one in recognised), default=0)
    if most == 0:
        return [None] * len(recognised)
    targets = np.zeros((len(recognised), most), dtype=np.intp)
    weights = np.zeros((len(recognised), most), dtype=np.float32)
    for row, one in enumerate(recognised):
        targets[row, : len(one.targets)] = one.targets
        weights[row, : len(one.targets)] = one.probabilities
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-6)
    levels = table.levels[targets]
    median = np.zeros((len(recognised), len(_NAMES)), dtype=np.int8)
    for level in range(4):
        median += np.einsum("nt,ntd->nd", weights, levels <= level) < 0.5 - 1e-5
    shares = np.einsum("nt,ntd->nd", weights, levels == median[:, None, :])
    sure = np.array(confidences)[:, None] * (_UNDIVIDED * shares + 1 - _UNDIVIDED) * _RULE
    marginal = (np.einsum("nt,ntd->nd", weights, table.marginal[targets]) > 0.5) & (median > 0)
    rows = zip(confidences, median.tolist(), sure.round(3).tolist(), marginal.tolist(), strict=True)
    return [_usual(*map(tuple, row)) if confidence >= _LEAST_CONFIDENCE else None for confidence, *row in rows]


def _confidence(recognition: Recognition) -> float:
    """How far to trust the occupation: the score of its best name, less what other occupations take."""
    if not recognition.targets:
        return 0.0
    return min(1.0, recognition.score) * (0.5 + 0.5 * recognition.probabilities[0])


def _occupations(recognition: Recognition, table: Names) -> tuple[ReadOccupation, ...]:
    return _shares(recognition.targets, recognition.probabilities, table)


@lru_cache(maxsize=16_384)
def _shares(targets: tuple[int, ...], probabilities: tuple[float, ...], table: Names) -> tuple[ReadOccupation, ...]:
    by_code: dict[str, float] = {}
    called: dict[str, str] = {}
    for target, probability in zip(targets, probabilities, strict=True):
        code = table.targets[target].code
        by_code[code] = by_code.get(code, 0.0) + probability
        # Targets come best first: the first of a code is the post that was recognised.
        called.setdefault(code, table.targets[target].name)
    best = sorted(by_code.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        ReadOccupation(code, occupations_by_code()[code].name, round(share, 4), called[code])
        for code, share in best
        if share >= 0.005
    )


def _note(confidence: float, evidence: Mapping[str, object]) -> Text | None:
    if confidence >= _SURE:
        return None
    if confidence >= _LEAST_CONFIDENCE:
        return Text(
            zh="职业认得不准，按最接近的职业列出一般要求，请逐项核实。",
            en="The occupation is uncertain: typical demands of the nearest one are listed; check each of them.",
        )
    if evidence:
        return Text(
            zh="没有认出职业，只列出文字明确写到的要求，其余未知，请向用人单位核实。",
            en="No occupation was recognised: only what the words say is listed, the rest is unknown; ask the employer.",
        )
    return Text(
        zh="没有认出职业，文字里也没有写明要求，全部未知，请向用人单位核实。",
        en="No occupation was recognised and the words state no demand: everything is unknown; ask the employer.",
    )
