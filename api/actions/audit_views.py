"""From an audit to its view: words for groups, stages, parts and reasons."""

from dataclasses import asdict
from datetime import datetime

from api.schemas.audit import (
    AuditChangeView,
    AuditTableView,
    AuditView,
    EarlierView,
    GapPartView,
    GapView,
    GroupRowView,
    RateView,
    ReasonCountView,
    SightingView,
    SpreadView,
    StageRowView,
    StageTotalView,
)
from data.stores.audits import AuditedRun
from matching.audit import PARTS, STAGES, TITLES, Audit, Gap, GroupRow, Groups, Part, Rate, Sighting, Stage, Table
from matching.audit.words import ALLOCATION, CUT, INPUTS, MEASURED, gap_parts, headline, is_allotted, unrecorded
from matching.explanation import name_text
from matching.knowledge.catalogue import Text
from matching.records import Event

_NO_REASON = Text(zh="没有在招岗位", en="no open posting")


def audit_view(
    audit: Audit, groups: Groups, event: Event, run: AuditedRun, earlier: Event | None, lists_changed: int, made_at: datetime
) -> AuditView:
    """The whole report."""
    recorded = {one.stage for one in audit.totals}
    return AuditView(
        event=event.id,
        name=event.name,
        kind=event.kind.value,
        on=event.on,
        run=run.run.id,
        matched_at=run.run.made_at,
        made_at=made_at,
        headline=headline(audit, groups),
        measured=MEASURED,
        inputs=INPUTS.format(version=run.run.versions.ranker),
        people=audit.people,
        postings=len(run.lists),
        lists_changed=lists_changed,
        totals=tuple(
            StageTotalView(stage=one.stage, text=STAGES[one.stage], count=one.count, share=one.share, another_way=one.another_way)
            for one in audit.totals
        ),
        not_recorded=unrecorded(recorded),
        review_only=audit.review_only,
        opted_out=audit.opted_out,
        by_lot=audit.by_lot,
        spread=SpreadView(**asdict(audit.spread)),
        tables=tuple(_table(one) for one in audit.tables),
        crossings=tuple(_table(one) for one in audit.crossings),
        sightings=tuple(_sighting(one, audit, groups) for one in audit.sightings),
        earlier=None if earlier is None else EarlierView(event=earlier.id, name=earlier.name, on=earlier.on),
        changes=tuple(
            AuditChangeView(
                attribute=one.attribute,
                title=TITLES[one.attribute],
                name=groups.names[one.attribute][one.code],
                stage=one.stage,
                now=one.now,
                then=one.then,
                low=one.low,
                high=one.high,
            )
            for one in audit.changes
        ),
    )


def _table(table: Table) -> AuditTableView:
    return AuditTableView(
        attributes=table.attributes,
        title=_crossed(tuple(TITLES[one] for one in table.attributes)),
        rows=tuple(_row(one) for one in table.rows),
        not_recorded=table.not_recorded,
        unshown=table.unshown,
    )


def _row(row: GroupRow) -> GroupRowView:
    return GroupRowView(
        name=_crossed(row.names),
        people=row.people,
        judged=row.judged,
        review=row.review,
        stages=tuple(
            StageRowView(stage=one.stage, start=_rate(one.start), step=_rate(one.step), hidden=one.hidden, bound=one.bound)
            for one in row.stages
        ),
    )


def _rate(rate: Rate | None) -> RateView | None:
    return None if rate is None else RateView(**asdict(rate))


def _crossed(texts: tuple[Text, ...]) -> Text:
    return Text(zh=" × ".join(one.zh for one in texts), en=" × ".join(one.en for one in texts))


def _sighting(one: Sighting, audit: Audit, groups: Groups) -> SightingView:
    row = next(row for row in audit.table(one.attribute).rows if row.codes == (one.code,))
    listed = next(found.start for found in row.stages if found.stage is Stage.SHORTLISTED)
    assert listed is not None, "a group is seen only where its place on lists is shown"
    return SightingView(
        attribute=one.attribute,
        title=TITLES[one.attribute],
        name=groups.names[one.attribute][one.code],
        listed=listed.share,
        people_share=one.people_share,
        exposure_share=one.exposure_share,
        mean_places=one.mean_places,
        by_lot=one.by_lot,
        usual_low=one.usual_low,
        usual_high=one.usual_high,
        gaps=tuple(_gap(gap, is_allotted(audit)) for gap in one.gaps),
        reasons=tuple(ReasonCountView(key=key, text=_reason(key), about=about) for key, about in one.reasons),
    )


def _gap(gap: Gap, allotted: bool) -> GapView:
    """Without a timetable the allocation has its place among the parts and no figure."""
    parts: list[GapPartView] = []
    for part, value in gap_parts(gap):
        parts.append(GapPartView(part=part, text=PARTS[part], share=value))
        if part is Part.RANKER and not allotted:
            parts.append(GapPartView(part=Part.ALLOCATION, text=ALLOCATION, share=None))
    return GapView(stage=gap.stage, whole=gap.whole, parts=tuple(parts))


def _reason(key: str) -> Text:
    if key == "cut":
        return CUT
    return _NO_REASON if key in ("none", "blocked", "review") else name_text(key)
