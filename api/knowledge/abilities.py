"""The section of the dimensions: what each level means, how a demand comes about, and what a gap does."""

from typing import Final

from api.knowledge.tables import plain_table, same, signable_table, yes_no
from api.schemas.knowledge import KnowledgeSection, KnowledgeTable
from matching.knowledge import CATALOGUE, Dimension
from matching.knowledge.catalogue import GROUPS, Text
from matching.verdicts.requirements import AWAY_FROM_PREMISES, ENTRANCE_LEVEL, FLOOR_LEVEL, TOILET_LEVELS
from matching.verdicts.wording import join

_TEXT: Final = (
    Text(
        zh="能力和要求用同一把尺子，从 0 到 4。要求 0 表示不要求；能力 n 表示：带上本人日常使用的辅具、在工作场所作任何改变之前，"
        "能做到要求 n。没有评估不等于 0，也不等于 4。",
        en="One scale from 0 to 4 serves abilities and demands. Demand 0: not required. Ability n: the person can meet demand n "
        "with their own everyday aids, before any change of the workplace. Not assessed is neither 0 nor 4.",
    ),
    Text(
        zh="“差距”一栏：刚性的差距，没有办法弥补时就不合适；弹性的差距，只差一级由人判断，差两级以上才不合适。"
        "要求没有得到单位确认时，有差距只提问，从不判为不合适。",
        en="“Gap”: a hard gap that nothing closes blocks; a firm gap of one level goes to a person, and blocks from two levels on. "
        "A gap on a demand that the employer did not confirm asks a question and never blocks.",
    ),
    Text(
        zh="标为“必问”的项目，每个岗位都要说明要求；单位没有说明的，算作不明，先问单位。",
        en="A dimension marked “asked” is asked of every posting; what the employer did not say is unknown, and asked first.",
    ),
)
_COLUMNS: Final = (
    Text(zh="能力项", en="Dimension"),
    Text(zh="代码", en="Code"),
    *(Text(zh=f"{level} 级", en=f"Level {level}") for level in (1, 2, 3, 4)),
    Text(zh="差距", en="Gap"),
    Text(zh="必问", en="Asked"),
    same("ICF"),
    Text(zh="参照", en="Reference"),
)
_GAPS: Final = {"hard": Text(zh="刚性", en="hard"), "firm": Text(zh="弹性", en="firm")}
_TOILETS: Final = {
    "accessible": Text(zh="无障碍卫生间", en="an accessible toilet"),
    "rails": Text(zh="坐便，有扶手", en="a seat with rails"),
    "seat": Text(zh="坐便", en="a seat"),
    "squat": Text(zh="蹲便", en="a squat toilet"),
    "none": Text(zh="没有卫生间", en="no toilet"),
}


def abilities() -> KnowledgeSection:
    """One table a group of dimensions, and the demands that the workplace adds."""
    return KnowledgeSection(
        name="dimensions",
        title=Text(zh="能力项与等级", en="Dimensions and their levels"),
        text=_TEXT,
        tables=(*(_group(name, title) for name, title in GROUPS.items()), _derived()),
    )


def _group(name: str, title: Text) -> KnowledgeTable:
    rows = [row for row in CATALOGUE.dimensions if row.group == name]
    return signable_table(
        f"group-{name}",
        Text(zh=title.zh, en=title.en[0].upper() + title.en[1:]),
        "matching/knowledge/abilities.yaml",
        _COLUMNS,
        rows,
        lambda row: row.name,
        _cells,
    )


def _cells(row: Dimension) -> tuple[Text, ...]:
    return (row.text, same(row.code), *row.levels, _GAPS[row.gap], yes_no(row.core), same(row.icf), same(row.reference))


def _derived() -> KnowledgeTable:
    stairs, toilet = CATALOGUE.dimension("stairs").text, CATALOGUE.dimension("toilet_self_care").text
    rows = [
        ("entrance", Text(zh="入口有台阶", en="steps at the entrance"), stairs, ENTRANCE_LEVEL),
        ("floor", Text(zh="不在一层", en="not on the ground floor"), stairs, FLOOR_LEVEL),
        *((f"toilet-{kind}", _TOILETS[kind], toilet, level) for kind, level in TOILET_LEVELS.items()),
    ]
    away = join(CATALOGUE.dimension(name).text for name in AWAY_FROM_PREMISES)
    return plain_table(
        "derived",
        Text(zh="由工作场所推出的要求", en="Demands that the workplace adds"),
        (Text(zh="工作场所", en="Workplace"), Text(zh="能力项", en="Dimension"), Text(zh="要求", en="Demand")),
        [
            *((key, (what, name, same(level))) for key, what, name, level in rows),
            ("commute", (Text(zh="到岗的路", en="the way to work"), CATALOGUE.dimension("commute").text, _AS_STATED)),
            ("remote", (Text(zh="岗位本身就是居家工作", en="the post itself is remote"), away, same(0))),
        ],
    )


_AS_STATED: Final = Text(zh="按填写的等级", en="the level that was stated")
