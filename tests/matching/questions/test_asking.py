"""Questions name what is open of the arrangements this pair can count on, and of no other."""

from matching.judgement import Applicant
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level
from matching.questions.asking import asked_of
from matching.questions.pair import text_of
from matching.records import AccommodationStatus, Demand, Posting, Provenance, SourceRef, Workplace
from matching.verdicts import CandidateSide, Cause, evaluate, posting_side
from matching.verdicts.wording import FACT_TEXTS

IN_PLACE = AccommodationStatus.IN_PLACE


def side(levels: dict[str, int | None], *skills: str, aids: frozenset[str] = frozenset()) -> CandidateSide:
    """Somebody who can do everything (4) but what `levels` says."""
    return CandidateSide(tuple(levels.get(row.name, 4) for row in CATALOGUE.dimensions), frozenset(skills), aids)


def asked(candidate: CandidateSide, dimension: str, level: Level, workplace: Workplace) -> tuple[Cause, list[str], list[str]]:
    """The cause and the questions of the one demand of a posting."""
    stated = [
        Demand(dimension=row.name, level=level if row.name == dimension else 0, provenance=Provenance.CONFIRMED)
        for row in CATALOGUE.dimensions
        if row.name != "stairs"
    ]
    whole = workplace.model_copy(update={"floor": 1, "entrance_steps": 0, "toilet": "accessible", "commute": 0})
    posting = posting_side(
        Posting(id="p", employer="e", title="t", source=SourceRef(name="test"), demands=tuple(stated), workplace=whole)
    )
    (finding,) = evaluate(candidate, posting).findings
    assert finding.cause is not None
    asks = asked_of(finding.requirement, finding.cause, candidate, posting)
    texts = [text_of(ask, Applicant(candidate)) for ask in asks]
    return finding.cause, [text.zh for text in texts], [text.en for text in texts]


def to_assess(*dimensions: str) -> list[str]:
    return [f"请评估：{CATALOGUE.dimension(name).zh}" for name in dimensions]


UNASSESSED = {"text_access": 1, "hearing_speech": None, "finger_dexterity": None}


def test_an_ability_is_asked_for_the_arrangement_in_place_alone() -> None:
    workplace = Workplace(statuses={"screen_reader": IN_PLACE}, facts={"tools_accessible": True})
    cause, zh, _ = asked(side(UNASSESSED, "screen_reader", "braille"), "text_access", 3, workplace)
    assert (cause, zh) == (Cause.UNKNOWN_ABILITY, to_assess("hearing_speech"))


def test_an_ability_is_asked_for_each_arrangement_at_hand() -> None:
    workplace = Workplace(statuses={"screen_reader": IN_PLACE}, facts={"tools_accessible": True})
    both = side(UNASSESSED, "screen_reader", "braille", aids=frozenset({"braille_display"}))
    wanted = [row.name for row in CATALOGUE.dimensions if row.name in ("hearing_speech", "finger_dexterity")]
    assert asked(both, "text_access", 3, workplace)[1] == to_assess(*wanted)


def test_no_ability_is_asked_for_an_arrangement_that_waits_for_a_fact() -> None:
    signs = side({"speaking": 1, "far_vision": None, "reading": None}, "csl")
    workplace = Workplace(statuses={"sign_interpreter": IN_PLACE, "text_comm": IN_PLACE})
    assert asked(signs, "speaking", 3, workplace)[:2] == (Cause.UNKNOWN_ABILITY, to_assess("far_vision"))


def test_an_ability_not_assessed_itself_is_the_question() -> None:
    cause, zh, _ = asked(side({"text_access": None, "hearing_speech": None}), "text_access", 3, Workplace())
    assert (cause, zh) == (Cause.UNKNOWN_ABILITY, to_assess("text_access"))


def test_a_fact_is_asked_for_the_arrangement_at_hand_alone() -> None:
    deaf = side({"speaking": 0})
    gates = {row.name: row.needs_fact for row in CATALOGUE.accommodations}
    for name in ("text_comm", "text_channel"):
        cause, zh, en = asked(deaf, "speaking", 3, Workplace(statuses={name: IN_PLACE}))
        fact = FACT_TEXTS[str(gates[name])]
        assert (cause, zh, en) == (Cause.UNKNOWN_FACT, [f"请问单位：{fact.zh}吗？"], [f"Ask the employer whether {fact.en}"])


def test_a_fact_known_to_be_false_is_not_asked_again() -> None:
    workplace = Workplace(statuses={"text_comm": IN_PLACE, "text_channel": IN_PLACE}, facts={"internal_communication": False})
    cause, zh, _ = asked(side({"speaking": 0}), "speaking", 3, workplace)
    assert (cause, zh) == (Cause.UNKNOWN_FACT, [f"请问单位：{FACT_TEXTS['text_service_possible'].zh}吗？"])
