"""Six people as the rules see them, for comparing verdicts. None of them is real."""

from matching.knowledge import CATALOGUE
from matching.verdicts import CandidateSide


def _person(levels: dict[str, int], aids: tuple[str, ...] = (), skills: tuple[str, ...] = ()) -> CandidateSide:
    return CandidateSide(
        levels=tuple(levels.get(row.name, 4) for row in CATALOGUE.dimensions), aids=frozenset(aids), skills=frozenset(skills)
    )


PERSONAS = {
    "blind, uses a screen reader": _person(
        {"text_access": 0, "close_vision": 0, "far_vision": 0, "colour_vision": 0, "driving": 0, "work_travel": 2},
        aids=("screen_reader",),
        skills=("screen_reader",),
    ),
    "deaf, reads and writes": _person(
        {"hearing_speech": 0, "hearing_phone": 0, "hearing_signals": 0, "speaking": 1}, aids=("captioning",)
    ),
    "wheelchair user": _person(
        {
            "level_mobility": 2,
            "stairs": 0,
            "standing": 0,
            "bending": 1,
            "climbing": 0,
            "lifting": 2,
            "reaching": 2,
            "toilet_self_care": 1,
        }
    ),
    "works with one hand": _person(
        {"two_handed": 1, "finger_dexterity": 3, "keyboard_input": 2, "lifting": 2, "gripping": 3, "climbing": 1},
        aids=("one_hand_keyboard",),
    ),
    "learns slowly": _person(
        {
            "learning": 2,
            "attention": 2,
            "reading": 2,
            "writing": 1,
            "numeracy": 1,
            "planning": 1,
            "change": 2,
            "safety_awareness": 2,
            "public_contact": 2,
            "stress": 2,
            "independence": 2,
        }
    ),
    "recovered from mental illness": _person(
        {"stress": 2, "attention": 3, "change": 2, "night_shift": 1, "pace": 2, "public_contact": 3, "teamwork": 3}
    ),
}
