"""The section of the dated policy: ages, periods, wages and travel minutes, of the past and of the future too."""

from collections.abc import Iterator, Mapping
from typing import Final

from api.knowledge.basis import BASIS, IN_FORCE, basis, in_force
from api.knowledge.tables import same, signable_table
from api.schemas.knowledge import KnowledgeSection
from matching.geography import DISTRICTS, ZONES
from matching.knowledge.catalogue import Text
from matching.policy import FACTS, MINUTES, WAGES, Minutes, PolicyFact, WageFloor

_TEXT: Final = (
    Text(
        zh="规则用到的数字都在这里，各有起止日期和出处；法规变了，就加一行，不改程序。凭知识写下的和本项目建议的，"
        "用到时都标明“依据待确认”，从不悄悄把人排除。命令 tongtu policy --on 2027-03-20 列出某一天有效的行。",
        en="Every figure that a rule uses stands here with its dates and its source; when the law changes, one more row is added "
        "and no program is changed. What was written from knowledge or proposed by this project is shown “to be confirmed” "
        "wherever it is used, and never silently keeps anybody out. The command tongtu policy --on 2027-03-20 prints the rows in "
        "force on a day.",
    ),
)
_UNITS: Final[Mapping[str, Text]] = {
    "days": Text(zh="{value} 天", en="{value} days"),
    "hours": Text(zh="{value} 小时", en="{value} hours"),
    "level": Text(zh="{value} 级", en="level {value}"),
    "minutes": Text(zh="{value} 分钟", en="{value} minutes"),
    "month": Text(zh="{value:%Y-%m}", en="{value:%Y-%m}"),
    "months": Text(zh="{value} 个月", en="{value} months"),
    "age": Text(zh="{value} 岁", en="age {value}"),
    "years": Text(zh="{value} 年", en="{value} years"),
}
_YES: Final[Mapping[object, Text]] = {1: Text(zh="是", en="yes"), 0: Text(zh="否", en="no")}


def policy() -> KnowledgeSection:
    """Facts, wage floors and travel minutes, one row each in the order of its file."""
    return KnowledgeSection(
        name="policy",
        title=Text(zh="政策数字", en="Policy figures"),
        text=_TEXT,
        tables=(
            signable_table(
                "facts-of-policy",
                Text(zh="年龄、工时与期限", en="Ages, hours and periods"),
                "matching/knowledge/policy.yaml",
                (Text(zh="内容", en="Fact"), Text(zh="数值", en="Value"), IN_FORCE, BASIS),
                FACTS,
                lambda row: f"{row.name}@{row.since}",
                _fact,
            ),
            signable_table(
                "minimum-wage",
                Text(zh="最低工资", en="Minimum wage"),
                "matching/knowledge/minimum_wage.yaml",
                (
                    Text(zh="区", en="District"),
                    Text(zh="全日制，每月", en="Full time, a month"),
                    Text(zh="非全日制，每小时", en="Part time, an hour"),
                    IN_FORCE,
                    BASIS,
                ),
                WAGES,
                lambda row: f"{row.district}@{row.since}",
                _wage,
            ),
            signable_table(
                "minutes",
                Text(zh="公交单程分钟", en="One-way minutes by public transport"),
                "matching/knowledge/minutes.yaml",
                (Text(zh="区域", en="Area"), Text(zh="到", en="To"), IN_FORCE, BASIS),
                MINUTES,
                lambda row: f"{row.area}@{row.since}",
                _minutes,
            ),
        ),
    )


def _fact(row: PolicyFact) -> Iterator[Text]:
    yield row.text
    yield fact_value(row)
    yield in_force(row.since, row.until)
    yield basis(row.source, row.mark)


def fact_value(row: PolicyFact) -> Text:
    """The value of a fact with its unit."""
    if row.unit == "yes=1":
        return _YES[row.value]
    unit = _UNITS.get(row.unit)
    return same(f"{row.value} {row.unit}") if unit is None else unit.format(value=row.value)


def _wage(row: WageFloor) -> Iterator[Text]:
    yield DISTRICTS[row.district].text
    yield Text(zh="{value:g} 元", en="{value:g} yuan").format(value=row.monthly)
    yield Text(zh="{value:g} 元", en="{value:g} yuan").format(value=row.hourly)
    yield in_force(row.since, row.until)
    yield basis(row.source, row.mark)


def _minutes(row: Minutes) -> Iterator[Text]:
    yield _area(row.area)
    ways = [
        Text(zh="{area} {minutes}", en="{area} {minutes}").format(area=_area(name), minutes=minutes)
        for name, minutes in row.minutes.items()
    ]
    yield Text(zh="；".join(way.zh for way in ways), en="; ".join(way.en for way in ways))
    yield in_force(row.since, row.until)
    yield basis(row.source, row.mark)


def _area(key: str) -> Text:
    return (ZONES[key] if key in ZONES else DISTRICTS[key]).text
