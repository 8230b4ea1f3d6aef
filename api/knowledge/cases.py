"""The section of the worked cases: the situation, the verdict as it is evaluated now, what an expert expects, and why."""

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from itertools import groupby
from pathlib import Path
from typing import Final

from api.actions.check import check_case
from api.knowledge.tables import lines, same, signable_table
from api.schemas.knowledge import KnowledgeSection
from data.cases import Case, CaseWorkplace, Expectation, read_cases
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level, Text
from matching.verdicts.wording import FACT_TEXTS, SKILL_TEXTS, VERDICTS, accommodation_names, join

FILE: Final = "data/samples/verdict_cases.yaml"
_TEXT: Final = (
    Text(
        zh="每一行是一个虚构的人和一个虚构的岗位。没有列出的能力是 4 级，没有列出的要求是 0；没有说明的工作场所在一层、"
        "入口没有台阶、卫生间是坐便、通勤 1 级、在现场工作，都已确认。",
        en="Each row is an invented person and an invented post. An ability that is not listed is 4, a demand that is not listed "
        "0; a workplace of which nothing is said is on the ground floor without entrance steps, with a seat toilet, commute 1, on "
        "site, all of it confirmed.",
    ),
    Text(
        zh="“现在的判定”由程序此刻算出，“期望”由写例子的人按规则写下；两者不一致时会标明。",
        en="“Verdict now” is what the program works out, “expected” is what the writer of the case wrote down from the rules; "
        "where the two differ, it says so.",
    ),
)
_GROUPS: Final[Mapping[str, Text]] = {
    "A": Text(
        zh="每种安排各两例：只有它能打开的，和它不起作用的", en="Each arrangement twice: opened by it alone, and not helped by it"
    ),
    "R1": Text(zh="规则一：要求从哪里来", en="Rule 1: where a demand comes from"),
    "R2": Text(zh="规则二：无人知道的", en="Rule 2: what nobody knows"),
    "R3": Text(zh="规则三：满足、可用的安排、乐观的读法", en="Rule 3: met, available, and the optimistic reading"),
    "R4": Text(zh="规则四：次要任务", en="Rule 4: minor tasks"),
    "R5": Text(zh="规则五：差距怎样算", en="Rule 5: what a gap does"),
    "R6": Text(zh="规则六：一对人岗的判定", en="Rule 6: the verdict of a pair"),
    "R7": Text(zh="规则七：列出哪些安排", en="Rule 7: which arrangements are listed"),
    "C": Text(zh="同一项上的合用", en="Combination on one dimension"),
    "N": Text(zh="条件", en="Conditions"),
    "R8": Text(zh="规则八：怎样才能打开", en="Rule 8: what would open it"),
    "R9": Text(zh="规则九：类别与等级不起作用", en="Rule 9: category and grade are no input"),
    "P": Text(zh="完整的人与完整的岗位", en="Whole people in whole posts"),
    "E": Text(zh="界线：每个条件、上限、下限恰好转变之处", en="Edges: where each condition and limit turns"),
    "L": Text(zh="列出的安排：更多例子", en="Listed arrangements: more cases"),
}
_OTHERS: Final = Text(zh="其他", en="Others")
_COLUMNS: Final = (
    Text(zh="编号", en="Case"),
    Text(zh="情形", en="Situation"),
    Text(zh="现在的判定", en="Verdict now"),
    Text(zh="期望", en="Expected"),
    Text(zh="理由", en="Why"),
)
_STATUSES: Final = {
    "in_place": Text(zh="已有", en="in place"),
    "committed": Text(zh="单位承诺", en="promised"),
    "possible": Text(zh="可以考虑", en="possible"),
    "refused": Text(zh="单位拒绝", en="refused by the employer"),
}
_TOILETS: Final = {
    "accessible": Text(zh="无障碍", en="accessible"),
    "rails": Text(zh="有扶手", en="rails"),
    "seat": Text(zh="坐便", en="seat"),
    "squat": Text(zh="蹲便", en="squat"),
    "none": Text(zh="没有", en="none"),
}


def worked_cases() -> KnowledgeSection:
    """All worked cases of the project, evaluated now, one table a rule."""
    with resources.as_file(resources.files("data").joinpath("samples", Path(FILE).name)) as path:
        cases = read_cases(path)
    tables = tuple(
        signable_table(
            f"cases-{name}",
            _GROUPS.get(name, _OTHERS),
            FILE,
            _COLUMNS,
            tuple(group),
            lambda case: case.id,
            _cells,
        )
        for name, group in groupby(sorted(cases, key=_place), key=_group)
    )
    return KnowledgeSection(name="cases", title=Text(zh="判定实例", en="Worked cases"), text=_TEXT, tables=tables)


def _group(case: Case) -> str:
    """ "R1" of R1_entrance_is_one_step, "P" of P07_cerebral_palsy_developer; "others" for an id of no known group."""
    found = re.match(r"P(?=\d)|[A-Z]+\d*", case.id)
    return found.group() if found is not None and found.group() in _GROUPS else "others"


def _place(case: Case) -> int:
    order = list(_GROUPS)
    group = _group(case)
    return order.index(group) if group in _GROUPS else len(order)


def _cells(case: Case) -> Iterator[Text]:
    checked = check_case(case)
    yield same(case.id)
    said = [Text(zh=case.situation_zh, en=case.situation)] if case.situation else []
    yield lines([*said, *_given(case)])
    verdict = Text.model_validate(checked.answer["text"])
    differs = Text(zh="与期望不一致", en="differs from what is expected")
    yield lines([verdict, differs]) if checked.mismatches else verdict
    yield lines(_expected(case.expect))
    yield Text(zh=case.why_zh, en=case.why) if case.why else same("–")


def _given(case: Case) -> Iterator[Text]:
    """What the case says of the person and of the post, as the evaluator reads it."""
    person, post = case.candidate, case.posting
    if person.abilities:
        yield _labelled("能力", "abilities", _listed(map(_level, person.abilities, person.abilities.values())))
    if person.skills:
        yield _labelled("学过", "has learned", join(SKILL_TEXTS[name] for name in person.skills))
    if person.aids:
        yield _labelled("自备", "own aids", accommodation_names(person.aids))
    if person.refuses:
        yield _labelled("本人不要", "does not want", accommodation_names(person.refuses))
    if case.category:
        yield _labelled("残疾证", "certificate", same(case.category))
    if post.demands:
        yield _labelled("要求", "demands", _listed(_demand(case, name, level) for name, level in post.demands.items()))
    if post.facts:
        yield _labelled("岗位事实", "facts", join(FACT_TEXTS[name] for name in post.facts))
    if post.unknown_facts:
        yield _labelled("不明", "not known whether", join(FACT_TEXTS[name] for name in post.unknown_facts))
    place = list(_workplace(case.workplace))
    if place:
        yield _labelled("工作场所", "workplace", join(place))
    for status, text in _STATUSES.items():
        names = getattr(case.workplace, status)
        if names:
            yield _labelled(text.zh, text.en, accommodation_names(names))


def _labelled(zh: str, en: str, text: Text) -> Text:
    return Text(zh=f"{zh}：{text.zh}", en=f"{en}: {text.en}")


def _listed(texts: Iterable[Text]) -> Text:
    """Names may hold commas of their own."""
    rows = list(texts)
    return Text(zh="；".join(row.zh for row in rows), en="; ".join(row.en for row in rows))


def _level(name: str, level: Level | None) -> Text:
    if level is None:
        return Text(zh="{name} 未评估", en="{name} not assessed").format(name=CATALOGUE.dimension(name).text)
    return Text(zh="{name} {level}", en="{name} {level}").format(name=CATALOGUE.dimension(name).text, level=level)


def _demand(case: Case, name: str, level: Level | None) -> Text:
    marks = []
    if name in case.posting.marginal:
        marks.append(Text(zh="次要", en="minor"))
    if name in case.posting.inferred:
        marks.append(Text(zh="推断", en="inferred"))
    known = Text(zh="不明", en="not known") if level is None else same(level)
    text = Text(zh="{name} {level}", en="{name} {level}").format(name=CATALOGUE.dimension(name).text, level=known)
    return Text(zh="{text}（{marks}）", en="{text} ({marks})").format(text=text, marks=join(marks)) if marks else text


def _workplace(place: CaseWorkplace) -> Iterator[Text]:
    """What differs from the workplace of which nothing is said."""
    usual = CaseWorkplace()
    if place.remote:
        yield _assumed(place, "remote", Text(zh="居家工作", en="remote"))
    if place.floor != usual.floor or "floor" in place.assumed:
        yield _assumed(place, "floor", _value("楼层", "floor", place.floor))
    if place.entrance_steps != usual.entrance_steps or "entrance_steps" in place.assumed:
        yield _assumed(place, "entrance_steps", _value("入口台阶", "entrance steps", place.entrance_steps))
    if place.toilet != usual.toilet or "toilet" in place.assumed:
        toilet = None if place.toilet is None else _TOILETS[place.toilet]
        yield _assumed(place, "toilet", _value("卫生间", "toilet", toilet))
    if place.commute != usual.commute or "commute" in place.assumed:
        yield _assumed(place, "commute", _value("通勤", "commute", place.commute))


def _value(zh: str, en: str, value: int | Text | None) -> Text:
    known = Text(zh="不明", en="not known") if value is None else value
    return Text(zh=f"{zh} {{known}}", en=f"{en} {{known}}").format(known=known)


def _assumed(place: CaseWorkplace, field: str, text: Text) -> Text:
    return Text(zh=f"{text.zh}（默认值）", en=f"{text.en} (a default)") if field in place.assumed else text


def _expected(expect: Expectation) -> Iterator[Text]:
    """Only what the expectation states."""
    if expect.verdict is not None:
        yield next(text for name, text in VERDICTS.items() if name == expect.verdict)
    if expect.accommodations:
        yield _labelled("安排", "arrangements", accommodation_names(expect.accommodations))
    if expect.abilities:
        yield _labelled("所在项", "on", _listed(CATALOGUE.dimension(name).text for name in expect.abilities))
    for name, ways in (expect.hint or {}).items():
        yield _labelled("怎样打开", "what would open it", _hint(name, ways))


def _hint(name: str, ways: list[list[str]]) -> Text:
    dimension = CATALOGUE.dimension(name).text
    if not ways:
        none = Text(zh="目前没有已知的办法", en="no known change")
        return Text(zh="{name}——{none}", en="{name} – {none}").format(name=dimension, none=none)
    texts = [_way(way) for way in ways]
    either = Text(zh="；或 ".join(text.zh for text in texts), en="; or ".join(text.en for text in texts))
    return Text(zh="{name}——{ways}", en="{name} – {ways}").format(name=dimension, ways=either)


def _way(names: list[str]) -> Text:
    first = {"assess": Text(zh="先评估", en="assess first"), "ask": Text(zh="先问单位", en="ask the employer first")}
    texts = [first[name] if name in first else CATALOGUE.accommodation(name).text for name in names]
    return Text(zh=" + ".join(text.zh for text in texts), en=" + ".join(text.en for text in texts))
