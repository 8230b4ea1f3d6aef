"""Effects and their conditions in plain words: everything the rules read of an accommodation is said, in both languages."""

import re

import pytest

from matching.knowledge import CATALOGUE, Effect
from matching.verdicts.effect_text import condition_texts, effect_text


@pytest.mark.parametrize(
    ("effect", "zh", "en"),
    [
        (
            Effect(ability="noise", raise_by=2, cap=3),
            "把「噪声与感官负荷」的能力提高 2 级，最高到 3 级",
            "raises the ability “Noise and sensory load” by 2, never above level 3",
        ),
        (
            Effect(ability="noise", lower_by=1, floor=0),
            "把「噪声与感官负荷」的要求降低 1 级，最低到 0 级",
            "lowers the demand “Noise and sensory load” by 1, never below level 0",
        ),
        (Effect(ability="noise", set_demand=0), "不再要求「噪声与感官负荷」", "“Noise and sensory load” is no longer asked"),
        (
            Effect(ability="noise", set_demand=2),
            "「噪声与感官负荷」的要求最多 2 级",
            "at most level 2 of “Noise and sensory load” is asked",
        ),
        (
            Effect(ability="stairs", removes="entrance"),
            "去掉「台阶与楼梯」中由入口台阶带来的要求",
            "takes away the part of “Steps and stairs” that comes from the entrance steps",
        ),
        (
            Effect(ability="reading", route_up_to=3, needs={"speaking": 2}, skill="braille"),
            "「阅读理解」的要求在 3 级以内时，换一种方式完成，条件是「口语表达」至少 2 级，并且本人学过「盲文」",
            "another way to do “Understanding written language”, up to level 3, "
            "if “Spoken expression” is at least 2, and the person has learned: braille",
        ),
    ],
)
def test_an_effect_is_one_sentence(effect: Effect, zh: str, en: str) -> None:
    text = effect_text(effect)
    assert (text.zh, text.en) == (zh, en)


def test_the_conditions_of_the_whole_accommodation() -> None:
    screen_reader, call, pager, magnifier = (
        [text.en for text in condition_texts(CATALOGUE.accommodation(name))]
        for name in ("screen_reader", "captioned_call", "vibrating_pager", "magnifier")
    )
    assert screen_reader == ["the job's software works with a screen reader (the employer can change this)"]
    assert call == ["“Spoken expression” is at least 2"]
    assert pager == ["the job asks at most level 3 of “Sound signals and alarms”"]
    assert magnifier == ["the person has at least level 1 of the ability itself"]


def test_every_number_of_an_effect_is_said_in_both_languages() -> None:
    silent = []
    for row in CATALOGUE.accommodations:
        for effect in row.effects:
            numbers = [effect.raise_by, effect.cap, effect.lower_by, effect.floor, effect.route_up_to, *effect.needs.values()]
            said = sorted(number for number in numbers if number is not None)
            text = effect_text(effect)
            for words in (text.zh, text.en):
                if effect.set_demand is None and sorted(map(int, re.findall(r"(?<!\w)\d+(?!\w)", words))) != said:
                    silent.append((row.name, words))
    assert silent == []
