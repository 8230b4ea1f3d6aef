"""What an accommodation does, and on which conditions, in plain words of both languages."""

from collections.abc import Mapping
from typing import Final

from matching.knowledge import CATALOGUE, Accommodation, Effect
from matching.knowledge.catalogue import Cost, Provider, Text
from matching.verdicts.wording import FACT_TEXTS, SKILL_TEXTS

PROVIDERS: Final[Mapping[Provider, Text]] = {
    "candidate": Text(zh="本人", en="the person"),
    "employer": Text(zh="用人单位", en="the employer"),
    "service": Text(zh="公共服务", en="a public service"),
    "platform": Text(zh="平台", en="the platform"),
}
COSTS: Final[Mapping[Cost, Text]] = {
    "low": Text(zh="低", en="low"),
    "medium": Text(zh="中", en="medium"),
    "high": Text(zh="高", en="high"),
}
_PARTS: Final[Mapping[str, Text]] = {
    "entrance": Text(zh="入口台阶", en="the entrance steps"),
    "floor": Text(zh="楼层", en="the floor"),
}


def effect_text(effect: Effect) -> Text:
    """One effect as a sentence, with its own conditions: what it needs of other abilities, and what must have been learned."""
    conditions = [_at_least(name, level) for name, level in effect.needs.items()]
    if effect.skill is not None:
        learned = Text(zh="本人学过「{skill}」", en="the person has learned: {skill}")
        conditions.append(learned.format(skill=SKILL_TEXTS[effect.skill]))
    return with_conditions(_change(effect), conditions)


def condition_texts(accommodation: Accommodation) -> tuple[Text, ...]:
    """What must hold for any effect of the accommodation, each as a phrase."""
    made: list[Text] = []
    if accommodation.needs_fact is not None:
        fact = FACT_TEXTS[accommodation.needs_fact]
        can_change = Text(zh="{fact}（单位可以改变）", en="{fact} (the employer can change this)")
        made.append(can_change.format(fact=fact) if accommodation.fact_can_change else fact)
    if accommodation.needs_residual_ability:
        made.append(Text(zh="本人在这一项至少有 1 级能力", en="the person has at least level 1 of the ability itself"))
    made += [_at_least(name, level) for name, level in accommodation.ability_at_least.items()]
    for name, level in accommodation.demand_at_most.items():
        most = Text(zh="岗位对「{name}」的要求不超过 {level} 级", en="the job asks at most level {level} of “{name}”")
        made.append(most.format(name=_named(name), level=level))
    return tuple(made)


def with_conditions(text: Text, conditions: list[Text]) -> Text:
    """ "X, if A and B" in each language's own manner."""
    if not conditions:
        return text
    zh, en = "，并且".join(row.zh for row in conditions), ", and ".join(row.en for row in conditions)
    return Text(zh=f"{text.zh}，条件是{zh}", en=f"{text.en}, if {en}")


def _change(effect: Effect) -> Text:
    name = _named(effect.ability)
    if effect.raise_by is not None:
        return Text(
            zh="把「{name}」的能力提高 {by} 级，最高到 {cap} 级", en="raises the ability “{name}” by {by}, never above level {cap}"
        ).format(name=name, by=effect.raise_by, cap=effect.cap)
    if effect.lower_by is not None:
        return Text(
            zh="把「{name}」的要求降低 {by} 级，最低到 {floor} 级",
            en="lowers the demand “{name}” by {by}, never below level {floor}",
        ).format(name=name, by=effect.lower_by, floor=effect.floor)
    if effect.route_up_to is not None:
        return Text(
            zh="「{name}」的要求在 {level} 级以内时，换一种方式完成", en="another way to do “{name}”, up to level {level}"
        ).format(name=name, level=effect.route_up_to)
    if effect.set_demand is not None:
        if effect.set_demand == 0:
            return Text(zh="不再要求「{name}」", en="“{name}” is no longer asked").format(name=name)
        return Text(zh="「{name}」的要求最多 {level} 级", en="at most level {level} of “{name}” is asked").format(
            name=name, level=effect.set_demand
        )
    return Text(zh="去掉「{name}」中由{part}带来的要求", en="takes away the part of “{name}” that comes from {part}").format(
        name=name, part=_PARTS[effect.removes or ""]
    )


def _at_least(name: str, level: int) -> Text:
    return Text(zh="「{name}」至少 {level} 级", en="“{name}” is at least {level}").format(name=_named(name), level=level)


def _named(name: str) -> Text:
    return CATALOGUE.dimension(name).text
