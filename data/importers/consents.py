"""Consents from a list that was kept on paper: who agreed to what is found among the stored people, events and employers."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from data.importers.columns_consents import (
    CONSENT_COLUMNS,
    EVERYBODY_WORDS,
    EXPLAINED_WORDS,
    SCOPE_WORDS,
    ExplainedWord,
    ScopeWord,
)
from data.importers.course_row import Identify
from data.importers.event_names import EventNames
from data.importers.faults import Fault, repeated
from data.importers.mapping import Mapping as SheetMapping
from data.importers.named_people import Asked, FindPeople, choose_person
from data.importers.people_row import PeopleRow, say
from data.importers.people_sheet import open_people_sheet
from data.importers.sheets import LIMIT_BYTES
from data.importers.typed_rows import Source
from data.importers.words import folded
from matching.records import Event

FindEmployers = Callable[[Iterable[str]], Mapping[str, tuple[str, ...]]]
"""From ids and names of employers, folded, to the ids of the stored employers that they stand for."""
_OPEN: Final = frozenset({"event", "scope", "employers", "but", "explained", "given_on", "ends_on", "wording"})
_LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class ConsentTold:
    """One consent as a row tells it. `employers` None: all of the event, less `but`. `guardian` is personal."""

    candidate: str
    scope: ScopeWord
    event: str | None
    employers: frozenset[str] | None
    but: frozenset[str]
    explained: ExplainedWord
    given_on: date
    ends_on: date | None
    guardian: str | None = field(repr=False)
    wording: str | None


@dataclass(frozen=True)
class ConsentBatch:
    """The consents of one file; `records` holds (what is told, row of the sheet)."""

    rows: int
    records: tuple[tuple[ConsentTold, int], ...]
    duplicates: int
    faults: tuple[Fault, ...]
    unparsed: tuple[Fault, ...] = ()


class ConsentRow(PeopleRow):
    """The cells of one consent: who agreed, and their guardian, are never shown in a report."""

    def _may_show(self, field: str, value: str) -> bool:
        return field in _OPEN and len(value) <= 40 and re.search(r"\d{7}", value) is None


def read_consents(
    path: Source,
    identify: Identify,
    people: FindPeople,
    events: Sequence[Event],
    employers: FindEmployers,
    mapping: SheetMapping | None,
    today: date,
    *,
    limit_bytes: int = LIMIT_BYTES,
) -> ConsentBatch:
    """The consents of a list, checked row by row; a wrong row keeps no other one out.

    A row needs the person, the employers, how it was explained and the day; a consent to be listed its event too. Whether the
    employers are at the event, a guardian is missing or the wording is known is for the action that records it. The same row
    again is a duplicate. `people` and `employers` are asked once each. Raises ImportRefused when the file cannot be read or a
    column is missing.
    """
    sheet = open_people_sheet(
        path,
        "consents",
        CONSENT_COLUMNS,
        ("employers", "explained", "given_on"),
        ConsentRow,
        identify,
        people,
        mapping,
        today,
        limit_bytes=limit_bytes,
    )
    hiring = employers({folded(name) for one in sheet.asked for cell in ("employers", "but") for name in one.row.items(cell)})
    called = EventNames(events)
    first: dict[ConsentTold, int] = {}
    faults = [*sheet.faults]
    duplicates = 0
    for one in sheet.asked:
        row = one.row
        told = _told(one, choose_person(one, sheet.known), called, hiring, today)
        if told is not None:
            line = first.setdefault(told, row.number)
            if line != row.number:
                duplicates += 1
                row.warn("employers", *repeated(line))
        faults += row.faults
    return ConsentBatch(sheet.rows, tuple(first.items()), duplicates, tuple(faults))


def _told(
    one: Asked[ConsentRow], person: str | None, called: EventNames, hiring: Mapping[str, tuple[str, ...]], today: date
) -> ConsentTold | None:
    row = one.row
    scope = row.choice("scope", SCOPE_WORDS) or "listing"
    event = _event(row, called, scope)
    everybody = row.text("employers").lower() in EVERYBODY_WORDS
    named = frozenset() if everybody else _employers(row, "employers", hiring)
    if not row.text("employers"):
        row.reject(
            "employers",
            say("没有写同意哪些单位", "does not say which employers are agreed to"),
            say("写单位名称；参加活动的都同意就写“全部”", "write their names, or 全部 for all at the event"),
        )
    but = _employers(row, "but", hiring)
    explained = row.choice("explained", EXPLAINED_WORDS)
    if not row.text("explained"):
        row.reject(
            "explained",
            say("没有写是怎样讲解的", "does not say how it was explained"),
            say("填自己看过、易读版、手语或读给本人听", "write 自己看过, 易读版, 手语 or 读给本人听"),
        )
    given_on = _day(row, today)
    guardian = " ".join(row.name("guardian").split())
    if len(guardian) > _LONGEST_NAME:
        row.reject("guardian", say("写得太长", "too long"), say("只写监护人的姓名", "write the guardian's name alone"))
    ends_on = row.day("ends_on", note=row.reject)
    if row.rejected or person is None or explained is None or given_on is None:
        return None
    return ConsentTold(
        candidate=person,
        scope=scope,
        event=event,
        employers=None if everybody else named,
        but=but,
        explained=explained,
        given_on=given_on,
        ends_on=ends_on,
        guardian=guardian or None,
        wording=row.text("wording") or None,
    )


def _event(row: ConsentRow, called: EventNames, scope: ScopeWord) -> str | None:
    name = row.external("event")
    if not name:
        if scope == "listing":
            row.reject(
                "event", say("没有写是哪个活动", "does not say which event"), say("填活动名称或编号", "write its name or id")
            )
        return None
    found = called.called(name)
    if len(found) == 1:
        return found[0]
    row.reject(
        "event",
        say("有几场活动叫这个名称", "several events have this name") if found else say("没有这场活动", "there is no such event"),
        say("写活动的系统编号（tongtu event list 可查）", "write the event's id; tongtu event list shows it"),
    )
    return None


def _employers(row: ConsentRow, cell: str, hiring: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    chosen: set[str] = set()
    for place, name in enumerate(row.items(cell), start=1):
        found = hiring.get(folded(name), ())
        if len(found) == 1:
            chosen.add(found[0])
            continue
        row.reject(
            cell,
            say("第 {n} 个单位：有几个单位叫这个名称", "employer {n}: several employers have this name").format(n=place)
            if found
            else say("第 {n} 个单位：库里没有这个单位", "employer {n}: there is no such employer").format(n=place),
            say("写全称，或系统里的单位编号（e_ 开头）", "write its whole name, or its id in this system (e_...)"),
        )
    return frozenset(chosen)


def _day(row: ConsentRow, today: date) -> date | None:
    given_on = row.day("given_on", note=row.reject)
    if not row.text("given_on"):
        row.reject("given_on", say("没有写同意日期", "the day of the consent is empty"), say("补上日期", "fill in the day"))
    elif given_on is not None and given_on > today:
        row.reject("given_on", say("同意日期在今天之后", "the day of the consent lies ahead"), say("核对日期", "check the date"))
    return given_on
