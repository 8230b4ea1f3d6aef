"""Texts of the grammar alone: a corpus to fit encoders on, and pairs that speak of the same work in different words."""

from collections.abc import Sequence

from data.synthetic.draws import Dice, stream
from data.synthetic.grammar import Advert, Wish, Work, advert_sentences, experience_sentences, wish_sentences
from data.synthetic.places import DISTRICT_CODES, area_name
from data.synthetic.rows import Occupation, occupations, productions
from matching.records import Resume, Skill, Wishes
from matching.texts import profile_text, redact


def corpus(seed: int, size: int) -> list[str]:
    """`size` redacted texts as encoders meet them: half profiles (wishes, skills, experience), half postings."""
    dice = Dice(stream(seed, "corpus"))
    rows = occupations()
    return [_profile(dice.pick(rows), rows, dice) if number % 2 else _posting(dice.pick(rows), dice) for number in range(size)]


def paraphrases(seed: int, size: int) -> list[tuple[str, str]]:
    """`size` pairs (posting text, profile text) about the same occupation, in different words."""
    return [(posting, profile) for posting, profile, _ in trade_paraphrases(seed, size)]


def trade_paraphrases(seed: int, size: int) -> list[tuple[str, str, str]]:
    """As `paraphrases`, with the code of the occupation that each pair is about."""
    dice = Dice(stream(seed, "paraphrases"))
    rows = occupations()
    pairs = []
    for _ in range(size):
        row = dice.pick(rows)
        pairs.append((_posting(row, dice), _profile(row, (row,), dice), row.code))
    return pairs


def _profile(row: Occupation, others: Sequence[Occupation], dice: Dice) -> str:
    """A person of one occupation who may wish for a second one."""
    second = dice.pick(others) if dice.chance(0.3) else row
    years = dice.between(0, 20) / 2
    wish = Wish((row, second), area_name(dice.pick(DISTRICT_CODES), None), dice.between(22, 70) * 100, dice.pick((30, 45, 60)))
    wishes = Wishes(
        occupations=(dice.pick(row.titles) if dice.chance(0.6) else dice.pick(row.said),),
        text=wish_sentences(wish, dice).rstrip("。") if dice.chance(0.85) else "",
    )
    known = dice.several(row.skills, dice.between(0, len(row.skills)))
    told = experience_sentences(Work(row, years) if years else None, dice) if dice.chance(0.9) else ""
    return profile_text(Resume(skills=tuple(Skill(name=name) for name in known), experience=told), wishes)


def _posting(row: Occupation, dice: Dice) -> str:
    title = dice.pick(row.titles)
    words = productions()["demand_words"]
    spoken = [dice.pick(words[name][level]) for name, level in row.demands.items() if level in words.get(name, {})]
    skills = dice.several(row.skills, dice.between(0, 3))
    low, high = row.pay
    advert = Advert(
        occupation=row,
        title=title,
        headcount=dice.pick((None, 1, 2, 5)),
        education=row.education,
        skills=skills,
        pay=f"{low}-{high}元/月",
        hours=dice.pick(productions()["shift"]["day"]),
        welfare=[dice.pick(options) for options in productions()["welfare"].values() if dice.chance(0.25)],
        place=area_name(dice.pick(DISTRICT_CODES), None),
        sentences=dice.several(spoken, dice.between(0, 3)),
    )
    return redact("。".join((title, *skills, advert_sentences(advert, dice))))
