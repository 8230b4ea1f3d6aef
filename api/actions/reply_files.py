"""Replies that came back, many at once: from a program, or from the exported table with the answers written beside the messages."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, Literal

from api.actions.errors import ActionError, BadInput, NotFound
from api.actions.lists import find_event
from api.actions.outbox import MESSAGE, record_reply
from api.schemas.outbox import RepliesReport, ReplyFaultView, ReplyRow
from api.wiring import Application
from data.importers.dates import read_date
from data.importers.faults import ImportRefused
from data.importers.sheets import Cell, cell_text, open_table, plain_header
from matching.knowledge.catalogue import Text
from matching.records import Viewer

_HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "message": ("消息编号 message", "消息编号", "message"),
    "posting": ("岗位编号", "posting"),
    "answer": ("答复 answer", "答复", "answer"),
    "on": ("答复日期 day of the answer", "答复日期", "日期", "on"),
}
"""The columns by field: as the export writes them, in one language, or by the field's name."""
_FIELDS: Final = {plain_header(header): field for field, headers in _HEADERS.items() for header in headers}
_ANSWERS: Final[Mapping[str, Literal["yes", "no"]]] = {
    **dict.fromkeys(("去", "愿意", "参加", "是", "yes", "y"), "yes"),
    **dict.fromkeys(("不去", "不愿意", "不参加", "否", "no", "n"), "no"),
}
_NO_COLUMNS: Final = Text(
    zh="表里要有“消息编号”和“答复”两列；用导出的表最方便。",
    en="The table needs the columns 消息编号 (message) and 答复 (answer); the exported one has them.",
)
_NO_NUMBER: Final = Text(zh="消息编号“{said}”不是编号", en="{said} is no number of a message")
_NO_ANSWER: Final = Text(zh="答复“{said}”看不懂；请写“去”或“不去”", en="The answer {said} cannot be read; write yes or no")
_NO_DAY: Final = Text(zh="日期“{said}”看不懂；请写成 2027-03-12", en="The day {said} cannot be read; write it as 2027-03-12")


class _Unread(ValueError):
    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def import_replies(app: Application, viewer: Viewer, event_id: str, rows: Sequence[ReplyRow]) -> RepliesReport:
    """Record replies row by row; a wrong row never stops the right ones, and the same again changes nothing. Raises NotFound."""
    return _import(app, viewer, event_id, list(enumerate(rows, start=1)), [], 0)


def load_replies(app: Application, viewer: Viewer, event_id: str, path: Path) -> RepliesReport:
    """The same from a table; rows without an answer are left for later.

    Raises NotFound, BadInput (a file that is no table, missing columns).
    """
    try:
        table = open_table(path, frozenset(_FIELDS))
    except ImportRefused as refused:
        raise BadInput(refused.text) from None
    columns = [_FIELDS.get(plain_header(header)) for header in table.headers]
    if not {"message", "answer"} <= set(columns):
        raise BadInput(_NO_COLUMNS)
    rows: list[tuple[int, ReplyRow]] = []
    faults: list[ReplyFaultView] = []
    blank = 0
    for number, cells in table.rows:
        values = {field: cell for field, cell in zip(columns, cells, strict=True) if field is not None and cell is not None}
        if not cell_text(values.get("answer")):
            blank += 1
            continue
        try:
            rows.append((number, _read(values)))
        except _Unread as unread:
            faults.append(ReplyFaultView(row=number, problem=unread.text))
    return _import(app, viewer, event_id, rows, faults, blank)


def _import(
    app: Application,
    viewer: Viewer,
    event_id: str,
    rows: Sequence[tuple[int, ReplyRow]],
    faults: Sequence[ReplyFaultView],
    blank: int,
) -> RepliesReport:
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
    unread, recorded, known, outcomes = list(faults), 0, 0, 0
    for number, row in rows:
        try:
            if _is_known(app, viewer, event_id, row):
                known += 1
                continue
            outcomes += record_reply(app, viewer, row.message, row.answer, row.posting, row.on).outcomes
            recorded += 1
        except ActionError as refused:
            unread.append(ReplyFaultView(row=number, problem=refused.detail))
    return RepliesReport(
        rows=len(rows) + len(faults) + blank,
        recorded=recorded,
        known=known,
        blank=blank,
        outcomes=outcomes,
        faults=tuple(sorted(unread, key=lambda one: one.row)),
    )


def _is_known(app: Application, viewer: Viewer, event_id: str, row: ReplyRow) -> bool:
    """Whether this very answer is recorded already. Raises NotFound for a message that is none of the event."""
    with app.database.read(viewer) as stores:
        found = stores.outbox.get(viewer, row.message)
    if found is None or found.message.event != event_id:
        raise NotFound(MESSAGE, str(row.message))
    asked = found.message.postings or ("",) if row.posting is None else (row.posting,)
    told = {one.posting: one for one in found.replies}
    return all(one in told and told[one].answer == row.answer and row.on in (None, told[one].on) for one in asked)


def _read(values: Mapping[str, Cell]) -> ReplyRow:
    said = {name: cell_text(cell) for name, cell in values.items()}
    number = said.get("message", "")
    if not number.isdecimal() or not 1 <= int(number) <= 2**53:
        raise _Unread(_NO_NUMBER.format(said=said.get("message", "")))
    answer = _ANSWERS.get(said["answer"].lower())
    if answer is None:
        raise _Unread(_NO_ANSWER.format(said=said["answer"]))
    return ReplyRow(message=int(number), answer=answer, posting=said.get("posting") or None, on=_day(values.get("on")))


def _day(cell: Cell) -> date | None:
    if not cell_text(cell):
        return None
    try:
        return read_date(cell)
    except ValueError:
        raise _Unread(_NO_DAY.format(said=cell_text(cell))) from None
