"""The impact assessment on paper: for the file of the office, and for whoever supervises it."""

from typing import Final

from api.paper.blocks import Block, Column, Heading, Paper, Prose, Stamp, Table, table_of
from api.paper.words import OFFICE_ONLY
from api.schemas.impacts import ImpactView
from matching.knowledge.catalogue import Text

TITLE: Final = Text(zh="个人信息保护影响评估", en="Impact assessment of personal data")
_LEAD: Final = Text(
    zh="由系统的实际情况填写，供负责人判断；不含任何人的姓名。",
    en="Filled from the system's own facts for whoever decides; it names nobody.",
)
_PURPOSES: Final = Text(zh="为什么处理、处理什么、依据什么", en="Purposes, data, and what they rest on")
_COUNTS: Final = Text(zh="有哪些资料，多少", en="What there is, and how much")
_SEES: Final = Text(zh="谁能看到什么", en="Who sees what")
_KEPT: Final = Text(zh="保存多久", en="How long it is kept")
_RANKER: Final = Text(zh="排序模型", en="The ranker")
_LEAK: Final = Text(zh="名单会不会泄露类别和等级", en="Whether lists give category or grade away")
_NO_LEAK: Final = Text(
    zh="还没有登记过模拟攻击；请运行 tongtu audit --leak。", en="No attack was recorded yet; run tongtu audit --leak."
)
_RISKS: Final = Text(zh="风险、措施、还剩下什么", en="Risks, measures, and what remains")
_RECORDS: Final = Text(zh="登记过的评估", en="Recorded assessments")
_YES: Final = Text(zh="通过", en="passed")
_NO: Final = Text(zh="没有通过", en="not passed")


def impact_paper(view: ImpactView, stamp: Stamp) -> Paper:
    """The assessment as a document."""
    tables = tuple(_tables(view))
    blocks: list[Block] = [Prose(_LEAD, "lead")]
    for table in tables:
        blocks += [Heading(table.title), *([Prose(view.ranker.note)] if table.title == _RANKER else []), table]
    if view.leak is None:
        blocks += [Heading(_LEAK), Prose(_NO_LEAK)]
    return Paper(
        kind="impact",
        title=TITLE,
        over="",
        on=view.on,
        facts=(),
        blocks=tuple(blocks),
        tables=tables,
        stamp=stamp,
        names=(TITLE,),
        handling=OFFICE_ONLY,
        whole_text=True,
    )


def _tables(view: ImpactView) -> list[Table]:
    found = [
        table_of(
            _PURPOSES,
            (
                Column(Text(zh="目的", en="purpose"), 3, 30),
                Column(Text(zh="资料", en="data"), 4, 44),
                Column(Text(zh="依据", en="basis"), 4, 44),
            ),
            [(one.text, one.takes, one.basis) for one in view.purposes],
        ),
        table_of(
            _COUNTS,
            (Column(Text(zh="资料", en="data"), 6, 44), Column(Text(zh="数量", en="number"), 1, 10, number=True)),
            [(one.text, one.number) for one in view.counts],
        ),
        table_of(
            _SEES,
            (
                Column(Text(zh="角色", en="role"), 2, 16),
                Column(Text(zh="看到什么", en="sees"), 6, 60),
                Column(Text(zh="账户", en="accounts"), 1, 8, number=True),
            ),
            [(one.role_text, one.sees, one.accounts) for one in view.sees],
        ),
        table_of(
            _KEPT,
            (
                Column(Text(zh="什么", en="what"), 5, 50),
                Column(Text(zh="多久", en="how long"), 2, 14),
                Column(Text(zh="依据", en="source"), 5, 50),
            ),
            [(one.text, one.value_text, one.source) for one in view.retention],
        ),
        table_of(
            _RANKER,
            (Column(Text(zh="检查", en="check"), 6, 60), Column(Text(zh="结果", en="result"), 2, 14)),
            [
                (view.ranker.version, Text(zh="在用", en="in use")),
                *((one.text, _YES if one.passed else _NO) for one in view.ranker.checks),
            ],
        ),
    ]
    if view.leak is not None:
        found.append(
            table_of(
                _LEAK,
                (
                    Column(Text(zh="秘密", en="secret"), 3, 20),
                    Column(Text(zh="人数", en="people"), 1, 10, number=True),
                    Column(Text(zh="多知道的", en="excess"), 2, 12),
                    Column(Text(zh="上限", en="upper bound"), 2, 12),
                ),
                [(one.secret, one.people, f"{one.excess:+.3f}", f"{one.upper:+.3f}") for one in view.leak.secrets],
            )
        )
    found.append(
        table_of(
            _RISKS,
            (
                Column(Text(zh="风险", en="risk"), 3, 30),
                Column(Text(zh="措施", en="measure"), 4, 44),
                Column(Text(zh="还剩下什么", en="what remains"), 4, 44),
            ),
            [(one.risk, one.measure, one.remains) for one in view.risks],
        )
    )
    if view.records:
        found.append(
            table_of(
                _RECORDS,
                (
                    Column(Text(zh="编号", en="number"), 1, 10),
                    Column(Text(zh="结论", en="conclusion"), 3, 24),
                    Column(Text(zh="保存到", en="kept until"), 2, 14),
                ),
                [(str(one.number), one.conclusion_text, one.keep_until.isoformat()) for one in view.records],
            )
        )
    return found
