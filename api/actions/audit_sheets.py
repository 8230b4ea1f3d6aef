"""The audit as a file: one row a group and stage, in the format that New York's Local Law 144 asks for."""

from collections.abc import Iterator
from typing import Final

from api.schemas.audit import AuditTableView, AuditView, GapView, GroupRowView, RateView, SightingView, StageRowView
from api.wiring import Application
from data.exporters import Cell, Sheet, csv_bytes
from matching.audit.passage import STAGES
from matching.audit.words import TOO_FEW, points
from matching.knowledge.catalogue import Text
from matching.records import Viewer
from matching.suppression import SMALLEST

_COLUMNS: Final[tuple[tuple[Text, int], ...]] = (
    (Text(zh="分组方式", en="grouping"), 20),
    (Text(zh="组", en="group"), 28),
    (Text(zh="步骤", en="stage"), 22),
    (Text(zh="组内人数", en="applicants"), 10),
    (Text(zh="到达人数", en="selected"), 10),
    (Text(zh="比例", en="selection rate"), 10),
    (Text(zh="95% 下限", en="95% low"), 10),
    (Text(zh="95% 上限", en="95% high"), 10),
    (Text(zh="影响比（比最高组）", en="impact ratio"), 10),
    (Text(zh="与其他人之比", en="ratio to the rest"), 10),
    (Text(zh="下限", en="low"), 10),
    (Text(zh="上限", en="high"), 10),
    (Text(zh="上一步人数", en="at the stage before"), 10),
    (Text(zh="由上一步来的比例", en="rate from the stage before"), 10),
    (Text(zh="由上一步的影响比", en="impact ratio from the stage before"), 10),
    (Text(zh="备注", en="note"), 40),
)
_FEW: Final = Text(zh=f"不到 {SMALLEST} 人", en=f"under {SMALLEST} people")
_MOST: Final = Text(zh=f"除不到 {SMALLEST} 人外都到达", en=f"all but under {SMALLEST} people")
_COVERED: Final = Text(zh="不显示，否则可推出小组人数", en="not shown: a small figure would follow from it")
HIDDEN: Final = {"few": _FEW, "most": _MOST, "covered": _COVERED}
_BEYOND: Final = Text(zh="偶然不足以解释", en="more than chance explains")
_MISSING: Final = Text(zh="没有记录", en="not recorded")
_GAP: Final = Text(zh="落后其他人 {whole} 个百分点，其中：{parts}", en="behind the rest by {whole} points, of which: {parts}")
_FIRST: Final = ("sex", "category")


def audit_file(app: Application, viewer: Viewer, view: AuditView) -> bytes:
    """The tables of an audit as .csv. Logged as an export."""
    with app.database.read(viewer) as stores:
        stores.log.append(viewer, "export", "event", view.event, {"what": "audit", "kind": "csv"}, access=True)
    return csv_bytes(audit_sheet(view))


def audit_sheet(view: AuditView) -> Sheet:
    """One row a group and stage: every attribute, then sex and category crossed, then the other crossings.

    Then one row a gap, with its parts in the note; the limits last.
    """
    crossings = sorted(view.crossings, key=lambda one: set(one.attributes) != set(_FIRST))
    rows = [row for table in (*view.tables, *crossings) for row in _rows(table)]
    rows += [_gap_row(one, gap) for one in view.sightings for gap in one.gaps]
    told = (*(_said(STAGES[stage], _MISSING) for stage in view.not_recorded), view.measured, view.inputs)
    rows += [("", "", "", *[""] * (len(_COLUMNS) - 4), _both(text)) for text in told]
    return Sheet(
        title=Text(zh="活动审计", en="audit of an event"),
        headers=[header for header, _ in _COLUMNS],
        widths=[width for _, width in _COLUMNS],
        rows=rows,
    )


def _rows(table: AuditTableView) -> Iterator[tuple[Cell, ...]]:
    for row in table.rows:
        if not row.judged:
            yield (*_head(table, row), "", row.people, *[""] * (len(_COLUMNS) - 5), _both(TOO_FEW))
        for stage in row.stages:
            yield (*_head(table, row), _both(STAGES[stage.stage]), row.people, *_figures(stage))


def _gap_row(one: SightingView, gap: GapView) -> tuple[Cell, ...]:
    parts = [(part.text, part.share) for part in gap.parts]
    told = [
        text if share is None else Text(zh=f"{text.zh} {points(share)}", en=f"{text.en} {points(share)}") for text, share in parts
    ]
    note = _GAP.format(
        whole=points(gap.whole), parts=Text(zh="；".join(text.zh for text in told), en="; ".join(text.en for text in told))
    )
    return (_both(one.title), _both(one.name), _both(STAGES[gap.stage]), *[""] * (len(_COLUMNS) - 4), _both(note))


def _head(table: AuditTableView, row: GroupRowView) -> tuple[str, str]:
    return _both(table.title), _both(row.name)


def _figures(stage: StageRowView) -> tuple[Cell, ...]:
    if stage.start is None:
        return (*[""] * (len(_COLUMNS) - 5), _both(HIDDEN[stage.hidden or "covered"]))
    start, step = stage.start, stage.step
    return (
        start.count,
        *(_number(value) for value in (start.share, start.low, start.high, start.to_best)),
        *(_number(value) for value in (start.to_rest, start.to_rest_low, start.to_rest_high)),
        *_step(step),
        _both(_BEYOND) if start.beyond else "",
    )


def _step(step: RateView | None) -> tuple[Cell, Cell, Cell]:
    return ("", "", "") if step is None else (step.of, _number(step.share), _number(step.to_best))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _said(stage: Text, text: Text) -> Text:
    return Text(zh=f"{stage.zh}：{text.zh}", en=f"{stage.en}: {text.en}")


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}"
