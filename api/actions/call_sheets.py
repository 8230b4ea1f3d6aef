"""The call list as a file to print, to share out and to fill in."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from api.actions.calls import whole_call_list
from api.schemas.calls import AddresseeName, CallListView, PostingRef
from api.wiring import Application
from data.exporters import Cell, Sheet, csv_bytes, xlsx_bytes
from matching.knowledge.catalogue import Text
from matching.records import Viewer

FileKind = Literal["xlsx", "csv"]

ADDRESSEES: Final[Mapping[AddresseeName, Text]] = {
    "employer": Text(zh="单位", en="employer"),
    "assessor": Text(zh="评估员", en="assessor"),
    "candidate": Text(zh="求职者", en="candidate"),
    "counselor": Text(zh="辅导员", en="counselor"),
}
_COLUMNS: Final[tuple[tuple[Text, int], ...]] = (
    (Text(zh="序号", en="no."), 6),
    (Text(zh="问谁", en="whom"), 10),
    (Text(zh="单位或求职者", en="employer or person"), 24),
    (Text(zh="编号", en="id"), 16),
    (Text(zh="岗位", en="postings"), 28),
    (Text(zh="问题", en="question"), 44),
    (Text(zh="英文", en="in English"), 44),
    (Text(zh="只等这一问的配对", en="pairs that wait for this alone"), 12),
    (Text(zh="等这一问的配对", en="pairs that wait for this"), 12),
    (Text(zh="整次问完可定的配对", en="pairs settled by the whole call"), 12),
    (Text(zh="整次涉及的配对", en="pairs of the whole call"), 12),
    (Text(zh="完成", en="done"), 6),
    (Text(zh="回答", en="answer"), 40),
)
_BOX: Final = "☐"


def call_file(app: Application, viewer: Viewer, event_id: str, addressee: AddresseeName | None, kind: FileKind) -> bytes:
    """The whole call list as .xlsx or .csv, one row a question. Logged as an export. Raises NotFound, NotAllowed."""
    found = whole_call_list(app, viewer, event_id, addressee)
    with app.database.read(viewer) as stores:
        detail = {"what": "calls", "addressee": addressee or "all", "calls": len(found.items), "kind": kind}
        stores.log.append(viewer, "export", "event", event_id, detail, access=True)
    sheet = call_sheet(found)
    return xlsx_bytes(sheet) if kind == "xlsx" else csv_bytes(sheet)


def call_sheet(found: CallListView) -> Sheet:
    """One row a question; a printed page ends where another employer or person begins."""
    rows = list(_rows(found))
    return Sheet(
        title=Text(zh="问询清单", en="call list"),
        headers=[header for header, _ in _COLUMNS],
        widths=[width for _, width in _COLUMNS],
        rows=[row for _, row in rows],
        groups=[group for group, _ in rows],
    )


def _rows(found: CallListView) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    for number, call in enumerate(found.items, start=found.before + 1):
        whom = ADDRESSEES[call.addressee]
        about = call.employer or call.candidate or ""
        for asked in call.questions:
            yield (
                f"{call.addressee} {about}",
                (
                    number,
                    f"{whom.zh} {whom.en}",
                    call.name,
                    about,
                    _titles(asked.postings),
                    asked.text.zh,
                    asked.text.en,
                    asked.settles,
                    asked.pairs,
                    call.settles,
                    call.pairs,
                    _BOX,
                    "",
                ),
            )


def _titles(postings: tuple[PostingRef, ...]) -> str:
    return "\n".join(f"{one.title}（{one.id}）" for one in postings)
