"""Placements from a sheet: every row becomes a job begun by one person, kept as a step of the outcomes that the ledgers count."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from data.importers.columns_placements import PLACEMENT_COLUMNS
from data.importers.course_row import Identify
from data.importers.event_names import EventNames
from data.importers.faults import OutcomeBatch, repeated
from data.importers.mapping import Mapping as SheetMapping
from data.importers.named_people import PERSON_FIELDS, Asked, FindPeople, choose_person
from data.importers.outcomes import FindPostings, FindRecorded
from data.importers.people_row import PeopleRow, say
from data.importers.people_sheet import open_people_sheet
from data.importers.sheets import LIMIT_BYTES
from data.importers.typed_rows import Source
from data.importers.words import folded
from matching.contradictions import find_contradictions
from matching.records import Event, Outcome, Step, Story

FindJobs = Callable[[Iterable[tuple[str, str]]], Mapping[tuple[str, str], tuple[str, ...]]]
"""From (employer, title), both folded, to the ids of the stored postings that they stand for."""

_OPEN: Final = frozenset({"posting", "title", "event", "hired", "left"})
_COLUMN: Final = {Step.HIRED: "hired", Step.LEFT: "left"}
_Key = tuple[str, str, str | None]


class PlacementRow(PeopleRow):
    """The cells of one placement: the job and the days may be shown in a report; who began it, and where, may not."""

    def _may_show(self, field: str, value: str) -> bool:
        return field in _OPEN and len(value) <= 40 and re.search(r"\d{7}", value) is None


def read_placements(
    path: Source,
    identify: Identify,
    people: FindPeople,
    postings: FindPostings,
    jobs: FindJobs,
    events: Sequence[Event],
    recorded: FindRecorded,
    mapping: SheetMapping | None,
    today: date,
    *,
    limit_bytes: int = LIMIT_BYTES,
) -> OutcomeBatch:
    """The placements of a sheet, checked row by row; a wrong row keeps no other one out.

    1. Person and posting must be stored; a posting is named by its number, else by employer and title if only one is called so.
    2. A hire that is recorded already, on that day or without one, is told once more at the same event, not beside it.
    3. What is recorded of the pair and the row together must be free of contradictions (`find_contradictions`). A job that came
       about at no event needs no interview that was recorded.

    `people`, `postings`, `jobs` and `recorded` are asked once each. Raises ImportRefused when the file cannot be read or lacks a
    column.
    """
    sheet = open_people_sheet(
        path,
        "placements",
        PLACEMENT_COLUMNS,
        ("hired",),
        PlacementRow,
        identify,
        people,
        mapping,
        today,
        limit_bytes=limit_bytes,
        one_of=(PERSON_FIELDS, ("posting", "title")),
    )
    numbered = postings({name for one in sheet.asked if (name := one.row.external("posting"))})
    called = jobs({_job(one.row) for one in sheet.asked if not one.row.external("posting")})
    named = EventNames(events)
    chosen = [(one, choose_person(one, sheet.known), _posting(one.row, numbered, called)) for one in sheet.asked]
    before = _by_pair(recorded({person for _, person, _ in chosen if person is not None}))
    first: dict[_Key, tuple[Story, int]] = {}
    faults = [*sheet.faults]
    duplicates = 0
    for one, person, posting in chosen:
        row = one.row
        story = _story(one, person, posting, before, named, today)
        if story is not None:
            earlier, line = first.setdefault((story.candidate, story.posting, story.event), (story, row.number))
            if line != row.number and earlier == story:
                duplicates += 1
                row.warn("hired", *repeated(line))
            elif line != row.number:
                row.reject(
                    "hired",
                    say("第 {row} 行写了同一人同一岗位的另一次就业", "row {row} tells another job of the same pair").format(
                        row=line
                    ),
                    say("只留对的一行", "keep the right one of the two"),
                )
        faults += row.faults
    return OutcomeBatch(sheet.rows, tuple(first.values()), duplicates, tuple(faults))


def _job(row: PlacementRow) -> tuple[str, str]:
    return folded(row.text("employer")), folded(row.text("title"))


def _posting(
    row: PlacementRow, numbered: Mapping[str, tuple[str, ...]], called: Mapping[tuple[str, str], tuple[str, ...]]
) -> str | None:
    number, (employer, title) = row.external("posting"), _job(row)
    if not number and not (employer and title):
        row.reject(
            "posting",
            say("没有写是哪个岗位", "does not say which posting"),
            say("填岗位编号，或单位名称和岗位名称", "fill in the posting's number, or employer and title"),
        )
        return None
    column = "posting" if number else "title"
    found = numbered.get(number, ()) if number else called.get((employer, title), ())
    if len(found) == 1:
        return found[0]
    if found:
        row.reject(
            column,
            say("有 {n} 个岗位叫这个名称或编号", "{n} postings have this name or number").format(n=len(found)),
            say("写系统里的岗位编号（p_ 开头）", "write the id of this system (p_...)"),
        )
    else:
        row.reject(
            column,
            say("库里没有这个岗位", "there is no such posting"),
            say("先导入岗位（自己找到的工作也要有一条岗位），或核对名称", "import the posting first, or check what it is called"),
        )
    return None


def _story(
    one: Asked[PlacementRow],
    person: str | None,
    posting: str | None,
    before: Mapping[tuple[str, str], Mapping[str | None, Mapping[Step, Outcome]]],
    named: EventNames,
    today: date,
) -> Story | None:
    row = one.row
    hired = row.day("hired", note=row.reject)
    if not row.text("hired"):
        row.reject("hired", say("没有写入职日期", "the first day of work is empty"), say("补上日期", "fill in the day"))
    left = row.day("left", note=row.reject)
    told: dict[Step, date | None] = {step: day for step, day in ((Step.HIRED, hired), (Step.LEFT, left)) if day is not None}
    event = _event(row, named)
    if row.rejected or person is None or posting is None or hired is None:
        return None
    at = before.get((person, posting), {})
    if event is None:
        event = _known_event(at, hired)
    steps = at.get(event, {})
    for step, day in told.items():
        if step in steps and steps[step].on not in (None, day):
            row.reject(
                _COLUMN[step],
                say("以前的记录是另一天", "another day is recorded"),
                say(
                    "核对日期；若以前记错了，请用面试结果表更正",
                    "check the day; where the record is wrong, correct it by a sheet of outcomes",
                ),
            )
    whole: dict[Step, date | None] = {step: found.on for step, found in steps.items()}
    whole |= told
    if event is None:
        whole.setdefault(Step.INTERVIEWED, None)
    for fault in find_contradictions(whole, named.day_of(event), today):
        row.reject(_COLUMN.get(fault.step, "hired"), fault.problem, fault.advice)
    if row.rejected:
        return None
    made = tuple(Outcome(candidate=person, posting=posting, event=event, step=step, on=day) for step, day in sorted(told.items()))
    return Story(candidate=person, posting=posting, event=event, steps=made)


def _event(row: PlacementRow, named: EventNames) -> str | None:
    name = row.external("event")
    if not name:
        return None
    found = named.called(name)
    if len(found) == 1:
        return found[0]
    row.reject(
        "event",
        say("有几场活动叫这个名称", "several events have this name") if found else say("没有这场活动", "there is no such event"),
        say(
            "写活动的系统编号（tongtu event list 可查），不是在活动上谈成的请留空", "write the event's id, or leave the cell empty"
        ),
    )
    return None


def _known_event(at: Mapping[str | None, Mapping[Step, Outcome]], hired: date) -> str | None:
    """The event at which this very hire is recorded already, on that day or without one; none else."""
    same = [event for event, steps in at.items() if Step.HIRED in steps and steps[Step.HIRED].on in (None, hired)]
    return same[0] if len(same) == 1 else None


def _by_pair(outcomes: Sequence[Outcome]) -> dict[tuple[str, str], dict[str | None, dict[Step, Outcome]]]:
    found: dict[tuple[str, str], dict[str | None, dict[Step, Outcome]]] = {}
    for one in outcomes:
        found.setdefault((one.candidate, one.posting), {}).setdefault(one.event, {})[one.step] = one
    return found
