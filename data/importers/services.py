"""Services (四个一) from a sheet: every row becomes one service to one person, or a fault that does not say who it is."""

import re
from datetime import date
from typing import Final

from data.importers.columns_services import SERVICE_COLUMNS, SERVICE_WORDS
from data.importers.course_row import Identify
from data.importers.faults import ServiceBatch, repeated
from data.importers.mapping import Mapping as SheetMapping
from data.importers.named_people import Asked, FindPeople, choose_person
from data.importers.people_row import PeopleRow, say
from data.importers.people_sheet import open_people_sheet
from data.importers.sheets import LIMIT_BYTES
from data.importers.typed_rows import Source
from matching.records import Service, ServiceKind

_OPEN: Final = frozenset({"kind", "on"})
_LONGEST_GIVER: Final = 120
_Key = tuple[str, ServiceKind, date, str]


class ServiceRow(PeopleRow):
    """The cells of one service: what and when may be shown in a report; for whom, by whom and the note may not."""

    def _may_show(self, field: str, value: str) -> bool:
        return field in _OPEN and len(value) <= 40 and re.search(r"\d{7}", value) is None


def read_services(
    path: Source,
    identify: Identify,
    people: FindPeople,
    mapping: SheetMapping | None,
    today: date,
    *,
    limit_bytes: int = LIMIT_BYTES,
) -> ServiceBatch:
    """The services of a sheet, checked row by row; a wrong row keeps no other one out.

    A row needs the person, which of the four services, a day that is not ahead, and who gave it. The same four a second time are a
    duplicate where the note says the same or nothing; with another note the row stays out. `people` is asked once. Raises
    ImportRefused when the file cannot be read or a column is missing.
    """
    sheet = open_people_sheet(
        path,
        "services",
        SERVICE_COLUMNS,
        ("kind", "on", "by"),
        ServiceRow,
        identify,
        people,
        mapping,
        today,
        limit_bytes=limit_bytes,
    )
    first: dict[_Key, tuple[Service, int]] = {}
    faults = [*sheet.faults]
    duplicates = 0
    for one in sheet.asked:
        row = one.row
        found = _service(one, choose_person(one, sheet.known), today)
        if found is not None:
            earlier, line = first.setdefault((found.candidate, found.kind, found.on, found.by), (found, row.number))
            if line != row.number and found.note in ("", earlier.note):
                duplicates += 1
                row.warn("kind", *repeated(line))
            elif line != row.number:
                row.reject(
                    "note",
                    say("第 {row} 行写了同一次服务的另一个备注", "row {row} has another note on the same service").format(row=line),
                    say("把两行合成一行", "make one row of the two"),
                )
        faults += row.faults
    return ServiceBatch(sheet.rows, tuple(first.values()), duplicates, tuple(faults))


def _service(one: Asked[ServiceRow], person: str | None, today: date) -> Service | None:
    row = one.row
    kind = row.choice("kind", SERVICE_WORDS)
    if not row.text("kind"):
        row.reject(
            "kind",
            say("没有写是哪项服务", "does not say which service"),
            say("填信息核对、能力评估、需求登记或就业服务", "write 信息核对, 能力评估, 需求登记 or 就业服务"),
        )
    on = row.day("on", note=row.reject)
    if not row.text("on"):
        row.reject("on", say("没有写服务日期", "the day of the service is empty"), say("补上日期", "fill in the day"))
    elif on is not None and on > today:
        row.reject("on", say("服务日期在今天之后", "the day of the service lies ahead"), say("核对日期", "check the date"))
    by = " ".join(row.name("by").split())
    if not by or len(by) > _LONGEST_GIVER:
        row.reject(
            "by",
            say("没有写是谁提供的，或写得太长", "does not say who gave it, or says too much"),
            say("填单位名称，不超过 120 个字", "write the name of the office, in at most 120 characters"),
        )
    if row.rejected or person is None or kind is None or on is None:
        return None
    return Service(candidate=person, kind=kind, on=on, by=by, note=row.told("note"))
