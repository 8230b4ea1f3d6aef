"""The section of the posting kinds and the places."""

from collections.abc import Iterator

from api.knowledge.tables import lines, same, signable_table
from api.schemas.knowledge import KnowledgeSection
from matching.geography import AREAS, DISTRICTS, Area
from matching.kinds import KINDS
from matching.knowledge.catalogue import Text
from matching.verdicts.wording import join


def postings() -> KnowledgeSection:
    """What kinds of posting there are, and the districts and zones with the names by which sheets call them."""
    return KnowledgeSection(
        name="postings",
        title=Text(zh="岗位种类与区域", en="Kinds of posting, and places"),
        text=(
            Text(
                zh="岗位种类按武残工〔2023〕4号方案的项目列出。区域中心只用于粗略的直线距离：江河与桥梁不在其中。",
                en="The kinds of posting follow the items of the Wuhan plan (武残工〔2023〕4号). The centres of the areas serve a "
                "rough straight distance only: rivers and bridges are no part of it.",
            ),
        ),
        tables=(
            signable_table(
                "kinds",
                Text(zh="岗位种类", en="Kinds of posting"),
                "matching/knowledge/kinds.yaml",
                (Text(zh="种类", en="Kind"), Text(zh="方案项目", en="Item of the plan")),
                KINDS.values(),
                lambda row: row.name.value,
                lambda row: (row.text, same(row.item)),
            ),
            signable_table(
                "areas",
                Text(zh="区与功能区", en="Districts and zones"),
                "matching/knowledge/districts.yaml",
                (
                    Text(zh="名称", en="Name"),
                    Text(zh="代码", en="Code"),
                    Text(zh="所在的区", en="Sits on"),
                    Text(zh="表格里的写法", en="As sheets write it"),
                    Text(zh="中心（北纬，东经）", en="Centre (north, east)"),
                ),
                AREAS,
                lambda row: row.code or row.zone or "",
                _area,
            ),
        ),
    )


def _area(row: Area) -> Iterator[Text]:
    yield row.text
    yield same(row.code or "–")
    yield join(DISTRICTS[code].text for code in row.districts) if row.districts else same("–")
    yield lines([same("、".join(row.names))])
    yield same(f"{row.lat:.4f}, {row.lng:.4f}")
