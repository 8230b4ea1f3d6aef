"""The section of the occupations: what the work of each typically demands, by field of work, and who inherits from which class."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Final

from api.knowledge.tables import lines, plain_table, same, signable_table
from api.schemas.knowledge import KnowledgeSection, KnowledgeTable
from matching.kinds import KINDS
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import GROUPS, Text
from matching.occupation_names import occupations_by_code
from matching.occupation_profiles import Profile, inherits_from, profiles_by_code, profiles_by_file
from matching.verdicts.wording import join

_TEXT: Final = (
    Text(
        zh="招聘启事从不写明能力要求。认出职业之后，先按这里的一般要求估计，再看文字里写了什么不同。这样得到的要求都标明未经确认，"
        "只会提问，从不判为不合适；用人单位逐项确认或更正之后才算数。",
        en="An advertisement never states what abilities it asks for. Once its occupation is recognised, what is typical stands "
        "here, and the words of the advertisement say what is different. Demands found this way are marked unconfirmed: they ask "
        "and never block, until the employer confirms or corrects them.",
    ),
    Text(
        zh="没有写出的能力项，这份工作不要求。“次要”的任务通常可以调换给同事。台阶、卫生间和通勤由工作场所决定，这里只写工作本身带来的。"
        "职业名称和代码依照《中华人民共和国职业分类大典（2022年版）》；同一代码下招聘时常分开的岗位各写一行。",
        en="A dimension that is not named is not demanded. A “minor” task can usually be taken over by a colleague. Steps, toilet "
        "and the way to work depend on the place: only what the work itself brings stands here. Names and codes are those of the "
        "Chinese classification of occupations of 2022, in Chinese; posts of one code that are advertised apart have a row each.",
    ),
)
_FIELDS: Final[Mapping[str, Text]] = {
    "care": Text(zh="照护、按摩、医疗与教育", en="Care, massage, health and teaching"),
    "community": Text(zh="保洁、绿化与社区服务", en="Cleaning, greenery and neighbourhood"),
    "construction": Text(zh="建筑、维修与抄表", en="Building, repair and meter reading"),
    "craft": Text(zh="手工艺、文艺与洗衣", en="Crafts, arts and laundry"),
    "digital": Text(zh="信息技术、数据、设计与媒体", en="Information technology, data, design and media"),
    "hospitality": Text(zh="酒店、厨房与餐饮", en="Hotels, kitchens and tables"),
    "office": Text(zh="行政、财务、人事与法务", en="Administration, finance, personnel and law"),
    "production": Text(zh="工厂、检验与动力", en="Factories, laboratories and plants"),
    "rural": Text(zh="种植、养殖与乡村居家就业", en="Fields, animals and work at home in the country"),
    "service": Text(zh="客服、销售、门店、物业与保安", en="Customer service, sales, shops, property and guards"),
    "transport": Text(zh="快递、驾驶、仓储与站务", en="Parcels, drivers, warehouses and stations"),
}
"""File of profiles -> the field of work that it holds."""
_COLUMNS: Final = (
    Text(zh="职业", en="Occupation"),
    Text(zh="代码", en="Code"),
    Text(zh="一般要求", en="Typical demands"),
    Text(zh="常见叫法", en="Everyday titles"),
    Text(zh="说明", en="Note"),
)
_OF: Final = Text(zh="属于：{name}", en="of: {name}")
_LEVEL: Final = Text(zh="{name} {level}（{anchor}）", en="{name} {level} ({anchor})")
_MINOR: Final = Text(zh="{name} {level}（{anchor}），次要", en="{name} {level} ({anchor}), minor")
_GROUP: Final = Text(zh="{group}：{demands}", en="{group}: {demands}")
_BETWEEN: Final = Text(zh="；", en="; ")
_ONLY: Final = Text(zh="只用于：{kinds}", en="only for: {kinds}")
_CLASSES: Final[Mapping[int, Text]] = {
    7: Text(zh="小类", en="the small class"),
    4: Text(zh="中类", en="the middle class"),
    1: Text(zh="大类", en="the main class"),
}
"""How long the shared beginning of the codes of a class is -> what the class is called."""


def occupations() -> KnowledgeSection:
    """Where demands come from that no row states, then one table a field of work."""
    return KnowledgeSection(
        name="occupations",
        title=Text(zh="职业的一般要求", en="What occupations typically demand"),
        text=_TEXT,
        tables=(_inheritance(), *(_field(file) for file in profiles_by_file())),
    )


def _inheritance() -> KnowledgeTable:
    own = profiles_by_code()
    levels = Counter(len(inherits_from(code) or "") for code in occupations_by_code() if code not in own)
    rows = [
        ("own", (Text(zh="本行写明", en="a row of its own"), same(len(own)))),
        *((f"class-{length}", (text, same(levels[length]))) for length, text in _CLASSES.items()),
    ]
    return plain_table(
        "inheritance",
        Text(zh="没有单独写明的职业沿用所属类别", en="Occupations without a row inherit from their class"),
        (
            Text(
                zh="一般要求来自（类别取各行逐项的中位数，驾驶除外）",
                en="Typical demands from (of a class: the median of its rows, driving aside)",
            ),
            Text(zh="职业数", en="Occupations"),
        ),
        rows,
    )


def _field(file: str) -> KnowledgeTable:
    name = file.removeprefix("occupations/").removesuffix(".yaml")
    return signable_table(
        name,
        _FIELDS[name],
        f"matching/knowledge/{file}",
        _COLUMNS,
        profiles_by_file()[file],
        lambda row: row.name,
        _cells,
    )


def _cells(row: Profile) -> Iterator[Text]:
    yield same(row.name)
    official = occupations_by_code()[row.code].name
    yield same(row.code) if row.name == official else lines([same(row.code), _OF.format(name=official)])
    yield lines(_demands(row))
    yield same("、".join(row.titles))
    yield lines(_notes(row))


def _demands(row: Profile) -> Iterator[Text]:
    """One line a group of dimensions, each demanded dimension with its level, in words too."""
    columns = zip(CATALOGUE.dimensions, row.demands, strict=True)
    for group, members in groupby(columns, key=lambda column: column[0].group):
        asked = [_level(one.name, level, one.name in row.marginal) for one, level in members if level]
        if asked:
            said = Text(zh=_BETWEEN.zh.join(one.zh for one in asked), en=_BETWEEN.en.join(one.en for one in asked))
            name = GROUPS[group]
            yield _GROUP.format(group=Text(zh=name.zh, en=name.en.capitalize()), demands=said)


@cache
def _level(dimension: str, level: int, minor: bool) -> Text:
    row = CATALOGUE.dimension(dimension)
    return (_MINOR if minor else _LEVEL).format(name=row.text, level=level, anchor=row.anchor(level))


def _notes(row: Profile) -> Iterator[Text]:
    if row.why:
        yield Text(zh=row.why, en=row.why_en)
    if row.kinds:
        yield _ONLY.format(kinds=join(KINDS[kind].text for kind in KINDS if kind in row.kinds))
