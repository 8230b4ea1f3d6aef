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
from typing import Final, NamedTuple, cast

import numpy as np

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level, Text
from matching.occupation_names import occupations_by_code
from matching.records import Hours, PostingKind, Provenance
from models.demands.figures import Figure, floor, hours_a_day, hours_level, lifted_weights, lifting_level, shift_times
from models.demands.names import Names, names
from models.demands.reading import ReadDemand, ReadFact, Reading, ReadOccupation
from models.demands.recognition import Recognition, recognise
from models.demands.tables import HALF_SURE, Bound, cues, stated_facts, word_table
from models.demands.words import readable

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


class _Evidence(NamedTuple):
    bound: Bound
    sure: float
    quote: str
    exact: bool


def read_posting(title: str, text: str = "", *, kind: PostingKind | None = None, hours: Hours | None = None) -> Reading:
    """The reading of one posting. Never raises on any text; what is not known is not in it."""
    return read_postings([Unread(title, text, kind, hours or Hours())])[0]


def read_postings(postings: Sequence[Unread]) -> list[Reading]:
    """One reading a posting, in their order; faster than one by one."""
    return [reading for begin in range(0, len(postings), _BATCH) for reading in _read_batch(postings[begin : begin + _BATCH])]


def _read_batch(postings: Sequence[Unread]) -> list[Reading]:
    raw = [posting.title[:LONGEST] + "\n" + posting.text[:LONGEST] for posting in postings]
    texts = [readable(words) for words in raw]
    cuts = [min(len(posting.title), LONGEST) for posting in postings]
    recognised = recognise(
        [words[:cut] for words, cut in zip(texts, cuts, strict=True)],
        [words[cut + 1 :] for words, cut in zip(texts, cuts, strict=True)],
        [posting.kind for posting in postings],
    )
    table = names()
    confidences = [_confidence(one) for one in recognised]
    typical = _typical(recognised, confidences, table)
    readings = []
    for number, posting in enumerate(postings):
        evidence, facts = _words(texts[number], raw[number])
        _figures(texts[number], raw[number], evidence, facts)
        _stated(posting.hours, evidence)
        readings.append(
            Reading(
                occupations=_occupations(recognised[number], table),
                demands=_demands(typical[number], evidence),
                facts=facts,
                confidence=round(confidences[number], 3),
                note=_note(confidences[number], evidence),
            )
        )
    return readings


def _words(text: str, raw: str) -> tuple[dict[str, list[_Evidence]], dict[str, ReadFact]]:
    evidence: dict[str, list[_Evidence]] = {}
    facts: dict[str, ReadFact] = {}
    cue_rows, fact_rows = cues(), stated_facts()
    for found in word_table().find(text):
        quote = raw[found.start : found.end]
        if found.row < len(cue_rows):
            cue = cue_rows[found.row]
            bounds = cue.asks if found.sense == "said" else cue.denied
            if bounds is None:
                continue
            for name, bound in bounds.items():
                exact = bound.least == bound.most or found.sense == "denied"
                evidence.setdefault(name, []).append(_Evidence(bound, cue.sure, quote, exact))
        else:
            row = fact_rows[found.row - len(cue_rows)]
            given = row.gives if found.sense == "said" else row.denied
            for name, value in (given or {}).items():
                if name not in facts or facts[name].confidence < row.sure:
                    facts[name] = ReadFact(value, row.sure, quote)
    return evidence, facts


def _figures(text: str, raw: str, evidence: dict[str, list[_Evidence]], facts: dict[str, ReadFact]) -> None:
    weights = list(lifted_weights(text))
    if weights:
        heaviest = max(weights, key=lambda figure: figure.value)
        level = lifting_level(heaviest.value)
        quote = raw[heaviest.start : heaviest.end]
        evidence.setdefault("lifting", []).append(_Evidence(Bound(level, level), _FIGURE_SURE, quote, exact=True))
    on_floor = floor(text)
    if on_floor is not None:
        facts["workplace.floor"] = ReadFact(int(on_floor.value), _FLOOR_SURE, raw[on_floor.start : on_floor.end])
    hours, shift = hours_a_day(text), shift_times(text)
    if shift is not None:
        quote = raw[shift.start : shift.end]
        night = shift.night_level
        evidence.setdefault("night_shift", []).append(_Evidence(Bound(night, night), _CLOCK_SURE, quote, exact=True))
        if hours is None:
            hours = Figure(shift.hours, shift.start, shift.end)
    if hours is not None:
        level = hours_level(hours.value)
        quote = raw[hours.start : hours.end]
        evidence.setdefault("hours_per_day", []).append(_Evidence(Bound(level, level), _FIGURE_SURE, quote, exact=True))
        facts["hours.per_day"] = ReadFact(hours.value, _FIGURE_SURE, quote)


def _stated(hours: Hours, evidence: dict[str, list[_Evidence]]) -> None:
    if hours.per_day is not None:
        level = hours_level(hours.per_day)
        evidence["hours_per_day"] = [_Evidence(Bound(level, level), _STATED_SURE, hours.text, exact=True)]
    if hours.shift is not None:
        level = _SHIFTS[hours.shift]
        evidence["night_shift"] = [_Evidence(Bound(level, level), _STATED_SURE, hours.text, exact=True)]


def _demands(typical: "_Typical | None", evidence: Mapping[str, list[_Evidence]]) -> dict[str, ReadDemand]:
    demands = {} if typical is None else dict(typical.demands)
    ordered = typical is not None
    for name, said in evidence.items():
        if not said:
            continue
        position = CATALOGUE.position[name]
        level, sure, quote = _settle(None if typical is None else typical.levels[position], said)
        marginal = typical is not None and typical.marginal[position] and level > 0
        ordered = ordered and name in demands
        demands[name] = ReadDemand(level, Provenance.READ, round(sure, 3), quote, marginal)
    return demands if ordered else {name: demands[name] for name in _NAMES if name in demands}


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


def _settle(start: int | None, said: Sequence[_Evidence]) -> tuple[Level, float, str]:
    """The level, how sure it is, and the words that decided."""
    exact = [one for one in said if one.exact and not _contradicted(one, said)]
    if exact:
        best = max(exact, key=lambda one: (one.sure, one.bound.least))
        level = best.bound.most if start is None else min(max(start, best.bound.least), best.bound.most)
        return cast("Level", level), best.sure, best.quote
    level = 0 if start is None else start
    deciding = max(said, key=lambda one: one.sure)
    for one in sorted((one for one in said if one.bound.most == 4 or not _contradicted(one, said)), key=lambda one: one.sure):
        wanted = min(max(level, one.bound.least), one.bound.most)
        if one.sure < HALF_SURE and start is not None:
            wanted = level + max(-1, min(1, wanted - level))
        if wanted != level:
            level, deciding = wanted, one
    return cast("Level", level), deciding.sure, deciding.quote


def _contradicted(denial: _Evidence, said: Sequence[_Evidence]) -> bool:
    """Whether other words surely ask for more than this denial leaves (只需接听，无需外呼): then it denied a part only."""
    return any(one.bound.least > denial.bound.most and one.sure >= HALF_SURE for one in said)


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
