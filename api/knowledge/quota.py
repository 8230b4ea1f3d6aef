"""The section of the quota and its levy, which no verdict and no list reads."""

from collections.abc import Iterator
from typing import Final

from api.knowledge.basis import BASIS, IN_FORCE, basis, in_force
from api.knowledge.tables import same, signable_table
from api.schemas.knowledge import KnowledgeSection
from matching.knowledge.catalogue import Text
from matching.quota import QUOTA_ROWS, QuotaFact

_TEXT: Final = (
    Text(
        zh="用人单位测算自己的比例和残保金时用到的数字。判定、名单、排序和分配都不读这些数字：一个人计几人，不影响任何人排在哪里。",
        en="The figures with which an employer reckons its share and its levy. No verdict, list, rank or allocation reads them: "
        "as how many people somebody counts changes nobody's place.",
    ),
)


def quota() -> KnowledgeSection:
    """One table, in the order of its file."""
    title = Text(zh="按比例就业与残保金", en="Quota and levy")
    return KnowledgeSection(
        name="quota",
        title=title,
        text=_TEXT,
        tables=(
            signable_table(
                "quota-figures",
                title,
                "matching/knowledge/quota.yaml",
                (Text(zh="内容", en="Fact"), Text(zh="数值", en="Value"), Text(zh="地区", en="Region"), IN_FORCE, BASIS),
                QUOTA_ROWS,
                lambda row: f"{row.name}.{row.region}@{row.since}",
                _fact,
            ),
        ),
    )


def _fact(row: QuotaFact) -> Iterator[Text]:
    yield row.text
    yield _value(row)
    yield same(row.region)
    yield in_force(row.since, row.until)
    yield basis(row.source, row.mark)


def _value(row: QuotaFact) -> Text:
    if row.unit == "ratio":
        return same(f"{100 * row.number:g}%")
    if row.unit == "people":
        return Text(zh="{n} 人", en="{n} people").format(n=row.value)
    return Text(zh="{n} 倍", en="{n} times").format(n=row.value)
