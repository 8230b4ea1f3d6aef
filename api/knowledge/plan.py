"""The section of the plan: every item with what the service does about it, the figures of the report, and hints on support."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from api.knowledge.basis import BASIS, IN_FORCE, basis, in_force
from api.knowledge.tables import lines, same, signable_table
from api.schemas.knowledge import KnowledgeSection
from matching.indicators import INDICATOR_ROWS, INDICATORS, Indicator, Unit
from matching.kinds import KINDS
from matching.knowledge.catalogue import Text
from matching.ledger.figure import with_unit
from matching.plan import PLAN, Ask, PlanItem, Target
from matching.subsidies import SUBSIDIES, Subsidy
from matching.verdicts.wording import join

_TEXT: Final = (
    Text(
        zh="武残工〔2023〕4号的每一项都在这里，写明由哪条命令、报告里的哪个数字来办，或者为什么不办。内容用本项目的话概括，不是原文；"
        "计划的期限（2024 年底）已过，后续文件的数字确认以后再加一行。",
        en="Every item of 武残工〔2023〕4号 stands here, with the command or the figure of the report that serves it, or why none "
        "does. The words are this project's, not the text of the plan; its term (end of 2024) is past, and figures of what follows "
        "are added as rows once they are confirmed.",
    ),
)
_UNITS: Final[Mapping[Unit, Text]] = {
    "people": Text(zh="人", en="people"),
    "times": Text(zh="人次", en="person-times"),
    "share": Text(zh="占比", en="share"),
    "jobs": Text(zh="岗位", en="jobs"),
    "events": Text(zh="场次", en="events"),
    "projects": Text(zh="项目", en="projects"),
    "pools": Text(zh="人才库", en="pools"),
    "contacts": Text(zh="结对", en="pairings"),
    "bases": Text(zh="基地", en="bases"),
    "places": Text(zh="名额", en="places"),
    "days": Text(zh="人日", en="person-days"),
}
_ABOUT: Final[Mapping[Literal["people", "service"], Text]] = {
    "people": Text(zh="人：对外时不足 5 的不显示，其余取 5 的倍数", en="people: under 5 kept back outside, the rest rounded to 5"),
    "service": Text(zh="服务本身", en="the service itself"),
}


def plan() -> KnowledgeSection:
    """Three tables, each in the order of its file."""
    return KnowledgeSection(
        name="plan",
        title=Text(zh="行动方案", en="The plan"),
        text=_TEXT,
        tables=(
            signable_table(
                "plan-items",
                Text(zh="各项内容与服务", en="Items and how they are served"),
                "matching/knowledge/plan.yaml",
                (Text(zh="内容", en="Item"), Text(zh="要求与服务", en="What is asked, and how it is served"), _TARGETS, BASIS),
                PLAN,
                lambda row: row.number,
                _item,
            ),
            signable_table(
                "indicators",
                Text(zh="报告里的数字", en="Figures of the report"),
                "matching/knowledge/indicators.yaml",
                (
                    Text(zh="数字", en="Figure"),
                    Text(zh="单位", en="Unit"),
                    Text(zh="数的是什么", en="What it counts"),
                    Text(zh="岗位类型", en="Kinds of post"),
                ),
                INDICATOR_ROWS,
                lambda row: row.name,
                _indicator,
            ),
            signable_table(
                "subsidies",
                Text(zh="扶持的提示", en="Hints on support"),
                "matching/knowledge/subsidies.yaml",
                (Text(zh="名称", en="Name"), Text(zh="提示", en="Hint"), IN_FORCE, BASIS),
                SUBSIDIES,
                lambda row: f"{row.name}@{row.since}",
                _subsidy,
            ),
        ),
    )


_TARGETS: Final = Text(zh="目标", en="Targets")


def _item(row: PlanItem) -> Iterator[Text]:
    yield Text(zh="{number} {title}", en="{number} {title}").format(number=row.number, title=row.title)
    yield lines(map(_ask, row.asks))
    yield lines(map(_target, row.targets))
    yield basis(row.source, row.mark)


def _ask(ask: Ask) -> Text:
    return Text(zh="{text}：{way}", en="{text}: {way}").format(text=ask.text, way=_way(ask))


def _way(ask: Ask) -> Text:
    if ask.command is not None:
        return same(ask.command)
    if ask.planned is not None:
        return Text(zh="{command}（计划中）", en="{command} (planned)").format(command=ask.planned)
    if ask.report is not None:
        return Text(zh="报告「{name}」", en="report: {name}").format(name=INDICATORS[ask.report].text)
    return Text(zh="不办：{why}", en="not served: {why}").format(why=ask.not_served or same("–"))


def _target(target: Target) -> Text:
    indicator = INDICATORS[target.indicator]
    value = with_unit(target.value, indicator.unit)
    text = Text(zh="{name}：{value}", en="{name}: {value}").format(name=indicator.text, value=value)
    if target.since is None:
        return text
    return Text(zh="{text}（{term}）", en="{text} ({term})").format(text=text, term=in_force(target.since, target.by))


def _indicator(row: Indicator) -> Iterator[Text]:
    yield row.text
    yield _UNITS[row.unit]
    yield _ABOUT[row.about]
    yield join(KINDS[kind].text for kind in row.kinds) if row.kinds else same("–")


def _subsidy(row: Subsidy) -> Iterator[Text]:
    yield row.text
    yield row.hint
    yield in_force(row.since, row.until)
    yield basis(row.source, row.mark)
