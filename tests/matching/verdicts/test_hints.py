"""Hints: their order, and what of them must still change, be learned or is ready (rule 8)."""

import pytest

from matching.knowledge import CATALOGUE
from matching.records import AccommodationStatus, Demand, Posting, Provenance, SourceRef, Workplace
from matching.verdicts import CandidateSide, Hint, PostingSide, evaluate, hints, posting_side


def person(skills: tuple[str, ...] = (), **levels: int | None) -> CandidateSide:
    """Everybody can do everything (4) but what is named."""
    return CandidateSide(tuple(levels.get(row.name, 4) for row in CATALOGUE.dimensions), frozenset(skills))


def post(
    dimension: str,
    level: int,
    provenance: Provenance = Provenance.STATED,
    statuses: dict[str, AccommodationStatus] | None = None,
    facts: dict[str, bool] | None = None,
) -> PostingSide:
    """A posting that asks for one thing only, in an open building."""
    asked = {row.name: 0 for row in CATALOGUE.dimensions if row.name != "stairs"} | {dimension: level}
    demands = tuple(
        Demand.model_validate({"dimension": n, "level": v, "provenance": provenance if n == dimension else Provenance.STATED})
        for n, v in asked.items()
    )
    workplace = Workplace(
        remote=False, floor=1, entrance_steps=0, toilet="accessible", commute=0, statuses=statuses or {}, facts=facts or {}
    )
    return posting_side(Posting(id="p", employer="e", title="t", source=SourceRef(name="s"), demands=demands, workplace=workplace))


def of(candidate: CandidateSide, posting: PostingSide, dimension: str) -> list[Hint]:
    (finding,) = (f for f in evaluate(candidate, posting).findings if f.requirement.dimension == dimension)
    return list(hints(finding, candidate, posting))


def test_tie_order_is_that_of_the_catalogue() -> None:
    found = of(person(keyboard_input=2), post("keyboard_input", 3), "keyboard_input")
    assert [hint.names for hint in found] == [("one_hand_keyboard",), ("keyguard",), ("speech_to_text",)]


def test_possible_ones_come_first() -> None:
    statuses = {"speech_to_text": AccommodationStatus.POSSIBLE}
    found = of(person(keyboard_input=2), post("keyboard_input", 3, statuses=statuses), "keyboard_input")
    assert [hint.names for hint in found] == [("speech_to_text",), ("one_hand_keyboard",), ("keyguard",)]


def test_what_needs_no_further_change_comes_before_what_does() -> None:
    """A skill to learn puts the interpreter behind the captions, a fact to change remote work behind a dearer ramp."""
    assert [hint.names for hint in of(person(hearing_speech=0), post("hearing_speech", 2), "hearing_speech")] == [
        ("captioning",),
        ("sign_interpreter",),
    ]


def test_a_hint_names_the_fact_to_change_and_the_skill_to_learn() -> None:
    blind = person(text_access=0)
    found = {hint.names: hint for hint in of(blind, post("text_access", 3, facts={"tools_accessible": False}), "text_access")}
    assert found[("screen_reader",)].facts_to_change == ("tools_accessible",)
    assert found[("screen_reader",)].skills_to_learn == ("screen_reader",)
    assert found[("braille_display",)].skills_to_learn == ("braille",)
    trained = person(("screen_reader",), text_access=0)
    found = {hint.names: hint for hint in of(trained, post("text_access", 3, facts={"tools_accessible": True}), "text_access")}
    assert (found[("screen_reader",)].facts_to_change, found[("screen_reader",)].skills_to_learn) == ((), ())


def test_a_hint_says_what_is_ready() -> None:
    statuses = {"job_coach": AccommodationStatus.IN_PLACE, "job_carving": AccommodationStatus.POSSIBLE}
    found = of(person(planning=0), post("planning", 4, statuses=statuses), "planning")
    by_names = {hint.names: hint for hint in found}
    assert by_names == {}, "planning 4 cannot be reached: a coach raises to 1, carving lowers to 2"
    found = of(person(planning=0), post("planning", 3, statuses={"job_carving": AccommodationStatus.POSSIBLE}), "planning")
    assert [(hint.names, hint.ready) for hint in found] == [(("job_carving", "job_coach"), ("job_carving",))]


@pytest.mark.parametrize("provenance", [Provenance.READ, Provenance.TYPICAL, Provenance.ASSUMED])
def test_no_inferred_demand_ever_blocks(provenance: Provenance) -> None:
    trace = evaluate(person(stress=0), post("stress", 4, provenance))
    assert (trace.verdict, trace.abilities) == ("review", ("stress",))


@pytest.mark.parametrize("provenance", [Provenance.STATED, Provenance.CONFIRMED])
def test_a_firm_demand_does(provenance: Provenance) -> None:
    assert evaluate(person(stress=0), post("stress", 4, provenance)).verdict == "blocked"
