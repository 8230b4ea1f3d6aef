"""How many of each group an event reached: what the tables of its audit show, and nothing that they keep back."""

from typing import Final

from api.actions.audit_sheets import HIDDEN
from api.schemas.audit import AuditView, GroupRowView
from api.schemas.coverage import AttributeReachView, CoverageView, GroupReachView, ReachView
from matching.audit import Stage
from matching.audit.words import TOO_FEW
from matching.knowledge.catalogue import Text

_GROUP: Final = Text(zh="{name} {share}%", en="{name} {share} %")
_KEPT: Final = Text(zh="{name}不显示", en="{name} not shown")
_ATTRIBUTE: Final = Text(zh="{title}：{groups}", en="{title}: {groups}")
_LEAD: Final = Text(zh="每一组进入名单的比例。{attributes}。", en="The share of each group on a list. {attributes}.")


def coverage_of(view: AuditView) -> CoverageView:
    """The groups of an audit on lists and at interviews."""
    attributes = tuple(
        AttributeReachView(title=table.title, groups=tuple(_group(row) for row in table.rows))
        for table in view.tables
        if table.rows
    )
    return CoverageView(
        attributes=attributes,
        allotted=any(one.stage is Stage.ALLOTTED for one in view.totals),
        summary=_summary(attributes),
    )


def _group(row: GroupRowView) -> GroupReachView:
    stages = {one.stage: one for one in row.stages} if row.judged else {}
    listed, given = _reach(row, Stage.SHORTLISTED), _reach(row, Stage.ALLOTTED)
    why = None
    if not row.judged:
        why = TOO_FEW
    elif listed is None and Stage.SHORTLISTED in stages:
        hidden = stages[Stage.SHORTLISTED].hidden
        why = None if hidden is None else HIDDEN[hidden]
    return GroupReachView(name=row.name, people=row.people, listed=listed, given=given, why=why)


def _reach(row: GroupRowView, stage: Stage) -> ReachView | None:
    rate = next((one.start for one in row.stages if one.stage is stage), None) if row.judged else None
    if rate is None:
        return None
    return ReachView(count=rate.count, of=rate.of, share=rate.share, low=rate.low, high=rate.high)


def _summary(attributes: tuple[AttributeReachView, ...]) -> Text:
    told = []
    for one in attributes:
        groups = [
            _KEPT.format(name=group.name)
            if group.listed is None
            else _GROUP.format(name=group.name, share=f"{100 * group.listed.share:.1f}")
            for group in one.groups
        ]
        joined = Text(zh="、".join(text.zh for text in groups), en=", ".join(text.en for text in groups))
        told.append(_ATTRIBUTE.format(title=one.title, groups=joined))
    return _LEAD.format(attributes=Text(zh="；".join(text.zh for text in told), en="; ".join(text.en for text in told)))
