"""The day's paper, entered later: a sheet of entries, row by row, each once however often the file is loaded."""

from collections.abc import Mapping
from datetime import date, datetime, time
from hashlib import sha256
from typing import Final

from pydantic import ValidationError

from api.actions.errors import ActionError, BadInput
from api.actions.fair_day import tell
from api.actions.lists import find_event
from api.schemas.interviews import ACT_WORDS, DayInput, LoadFaultView, LoadReport
from api.wiring import Application
from data.importers.columns import Column, column
from data.importers.faults import ImportRefused
from data.importers.sheets import Cell, cell_text, open_table, plain_header
from data.importers.typed_rows import Source
from matching.china_time import in_china
from matching.knowledge.catalogue import Text
from matching.records import SUPPORT_TEXTS, DayAct, SupportKind, Viewer

_ACTS: Final = {**{text.zh: act for act, text in ACT_WORDS.items()}, **{act.value: act for act in DayAct}}
_SUPPORTS: Final = {**{text.zh: kind for kind, text in SUPPORT_TEXTS.items()}, **{kind.value: kind for kind in SupportKind}}
DAY_COLUMNS: Final[tuple[Column, ...]] = (
    column("时间", "at", "必填；几点几分", "required: the time", "9:40"),
    column(
        "事项", "act", "必填；发生了什么", "required: what happened", ACT_WORDS[DayAct.CHECK_IN].zh,
        choices=tuple(text.zh for text in ACT_WORDS.values()),
    ),
    column("签到码", "code", "是谁：签到码或求职者编号写一个", "who: the code on the sheet, or the person's id", "ABCD-2345"),
    column("求职者编号", "candidate", "没有签到码时写", "where there is no code", ""),
    column("展位", "booth", "哪个展位", "which booth", ""),
    column("换到展位", "to", "展位不能用时，面试换到哪里", "where the interviews of a lost booth go", ""),
    column("支持", "support", "哪种支持不在了", "which support is away", "",
           choices=tuple(text.zh for text in SUPPORT_TEXTS.values())),
    column("第几名", "unit", "其中第几名（间），从 0 数起", "which of them, from 0", ""),
    column("时段数", "slots", "晚到、超时或不在几个时段", "how many slots late, longer or away", ""),
    column("岗位编号", "postings", "现场来人去谈的岗位，几个用顿号分开", "which postings a walk-in would meet", ""),
    column("面试编号", "interview", "面试已进行，或不谈了的那一场", "the interview that was held, or is not wanted any more", ""),
    column("备注", "note", "可留空", "may be empty", ""),
)  # fmt: skip
"""The columns of a sheet of entries; the names of the fields are read as headers as well."""
DAY_HEADERS: Final[Mapping[str, str]] = {one.header: one.field for one in DAY_COLUMNS}
DAY_SHEET: Final = Text(zh="当天记录", en="entries of the day")
_FIELDS: Final = {plain_header(name): one.field for one in DAY_COLUMNS for name in (one.header, *one.aliases)}
_NO_DAY: Final = Text(
    zh="活动没有日期，时间无从算起；先定下日期。", en="The event has no day, so no time can be read; set its day first."
)
_NO_COLUMNS: Final = Text(zh="表里要有“时间”和“事项”两列。", en="The sheet needs the columns 时间 (at) and 事项 (act).")
_NO_ACT: Final = Text(zh="事项“{said}”看不懂；可写：{known}", en="The act {said} is not known; write one of {known}")
_NO_TIME: Final = Text(zh="时间“{said}”看不懂；请写成 10:15", en="The time {said} cannot be read; write it as 10:15")
_NO_NUMBER: Final = Text(zh="“{field}”要写整数", en="{field} takes a whole number")
_NO_SUPPORT: Final = Text(zh="支持“{said}”看不懂；可写：{known}", en="The support {said} is not known; write one of {known}")


class _Unread(ValueError):
    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def load_day(app: Application, viewer: Viewer, event_id: str, path: Source) -> LoadReport:
    """Enter every row of a sheet, or of what a program sends, as it was written down; a wrong row never stops the right ones, and a
    row enters once.

    Raises NotFound, BadInput (a file that is no sheet, missing columns, an event without a day).
    """
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
    if event.on is None:
        raise BadInput(_NO_DAY)
    try:
        table = open_table(path, frozenset(_FIELDS))
    except ImportRefused as refused:
        raise BadInput(refused.text) from None
    columns = [_FIELDS.get(plain_header(header)) for header in table.headers]
    if not {"at", "act"} <= set(columns):
        raise BadInput(_NO_COLUMNS)
    faults: list[LoadFaultView] = []
    entered = known = rows = 0
    for number, cells in table.rows:
        rows += 1
        values = {field: cell for field, cell in zip(columns, cells, strict=True) if field is not None and cell is not None}
        key = (
            "paper-"
            + sha256(f"{event_id}\0{sorted((name, cell_text(cell)) for name, cell in values.items())}".encode()).hexdigest()[:40]
        )
        with app.database.read(viewer) as stores:
            there = stores.days.made(viewer, key) is not None
        if there:
            known += 1
            continue
        try:
            tell(app, viewer, event_id, _read(values, event.on), key)
        except _Unread as unread:
            faults.append(LoadFaultView(row=number, problem=unread.text))
        except ActionError as refused:
            faults.append(LoadFaultView(row=number, problem=refused.detail))
        else:
            entered += 1
    return LoadReport(rows=rows, entered=entered, known=known, faults=tuple(faults))


def _read(values: Mapping[str, Cell], day: date) -> DayInput:
    said = {name: cell_text(cell) for name, cell in values.items()}
    act = _ACTS.get(said.get("act", ""))
    if act is None:
        raise _Unread(_NO_ACT.format(said=said.get("act", ""), known="、".join(text.zh for text in ACT_WORDS.values())))
    fields: dict[str, object] = {name: said[name] for name in ("code", "candidate", "booth", "to", "note") if said.get(name)}
    for name in ("slots", "unit", "interview"):
        if said.get(name):
            if not said[name].isdecimal():
                raise _Unread(_NO_NUMBER.format(field=name))
            fields[name] = int(said[name])
    if said.get("support"):
        if said["support"] not in _SUPPORTS:
            known = "、".join(text.zh for text in SUPPORT_TEXTS.values())
            raise _Unread(_NO_SUPPORT.format(said=said["support"], known=known))
        fields["support"] = _SUPPORTS[said["support"]]
    if said.get("postings"):
        fields["postings"] = tuple(one for one in said["postings"].replace("，", ",").replace("、", ",").split(",") if one.strip())
    try:
        return DayInput.model_validate({**fields, "act": act, "at": _moment(values.get("at"), day), "origin": "paper"})
    except ValidationError:
        raise _Unread(Text(zh="有的内容太长或超出范围", en="Something in this row is too long or out of range")) from None


def _moment(cell: Cell, day: date) -> datetime:
    """The moment of a cell: a time of the event's day, or a day with a time."""
    if isinstance(cell, datetime):
        return in_china(cell)
    said = cell_text(cell).replace("：", ":")
    for read in (time.fromisoformat, datetime.fromisoformat):
        try:
            found = read(said if ":" not in said[:2] else f"0{said}")
        except ValueError:
            continue
        return in_china(datetime.combine(day, found) if isinstance(found, time) else found)
    raise _Unread(_NO_TIME.format(said=said))
