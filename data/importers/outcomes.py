"""What came of past lists, from a sheet: one row a person and posting at an event, checked against what is recorded already."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from data.importers.columns_outcomes import ENDING_WORDS, OUTCOME_COLUMNS, REASON_WORDS, RETENTION, STEP_FIELDS
from data.importers.course_row import Identify
from data.importers.dates import DateFault, read_date
from data.importers.event_names import EventNames
from data.importers.faults import Fault, OutcomeBatch, repeated
from data.importers.mapping import Mapping as SheetMapping
from data.importers.named_people import PERSON_FIELDS, Asked, FindPeople, choose_person
from data.importers.people_row import PeopleRow, plain, say
from data.importers.people_sheet import IGNORED, open_people_sheet
from data.importers.sheets import LIMIT_BYTES
from data.importers.typed_rows import Source
from data.importers.words import NO_WORDS, NOT_TOLD, YES_WORDS
from matching.contradictions import STEP_TEXTS, find_contradictions
from matching.knowledge.catalogue import Text
from matching.records import Event, Outcome, Step, Story

FindPostings = Callable[[Iterable[str]], Mapping[str, tuple[str, ...]]]
"""From names (ids, numbers at the source) to the ids of the stored postings that they stand for."""
FindRecorded = Callable[[Iterable[str]], Sequence[Outcome]]
"""From ids of people to every step that is recorded of them."""

_Key = tuple[str, str, str | None]
_Days = Mapping[Step, date | None]
_OPEN: Final = frozenset({"posting", "event", *STEP_FIELDS, "ended", "ended_on", "reason", "corrects"})
_ASIDE: Final = frozenset({"岗位名称", "职位名称", "单位名称", "用人单位", "备注"})
_WITHOUT_EVENT: Final = (
    say("没有写活动；已记录，但不用于改进名单排序", "no event is named; recorded, but not learnt from"),
    say("若在活动上见的面，请补上活动编号", "if they met at an event, add its id"),
)
_FIELDS: Final = {step: field for field, step in STEP_FIELDS.items()} | dict.fromkeys(ENDING_WORDS.values(), "ended")


class OutcomeRow(PeopleRow):
    """The cells of one outcome: everything may be shown in a report but who it is about."""

    def _may_show(self, field: str, value: str) -> bool:
        return field in _OPEN and len(value) <= 40 and re.search(r"\d{7}", value) is None


def read_outcomes(
    path: Source,
    identify: Identify,
    people: FindPeople,
    postings: FindPostings,
    events: Sequence[Event],
    recorded: FindRecorded,
    mapping: SheetMapping | None,
    today: date,
    *,
    limit_bytes: int = LIMIT_BYTES,
) -> OutcomeBatch:
    """The outcomes of a sheet, checked row by row; a wrong row keeps no other one out.

    1. Person, posting and event must be stored; the event may be left out.
    2. A row is read together with what is recorded of the pair: the whole must be free of contradictions (`find_contradictions`),
       and a recorded step told otherwise keeps the row out, unless the row is marked as a correction. A correction tells the whole
       story: of the steps that the sheet has a column for, those left empty did not happen.
    3. 否 under a follow-up means that the person left, 否 under 有意向 alone that the person declined.
    4. The same pair and event a second time is a duplicate where it says the same, else it stays out.

    `people`, `postings` and `recorded` are asked once each. Raises ImportRefused when the file cannot be read or lacks a column.
    """
    sheet = open_people_sheet(
        path,
        "outcomes",
        OUTCOME_COLUMNS,
        ("posting",),
        OutcomeRow,
        identify,
        people,
        mapping,
        today,
        limit_bytes=limit_bytes,
        one_of=(PERSON_FIELDS, (*STEP_FIELDS, "ended")),
        ignored=IGNORED | _ASIDE,
    )
    faults = [*sheet.faults]
    if "event" not in sheet.fed:
        faults.append(Fault(None, None, None, *_WITHOUT_EVENT, "warning"))
    jobs = postings({name for one in sheet.asked if (name := one.row.external("posting"))})
    called = EventNames(events)
    keys = [_key(one, sheet.known, jobs, called, sheet.fed) for one in sheet.asked]
    before = _by_pair(recorded({key[0] for key in keys if key is not None}))
    first: dict[_Key, tuple[Story, int]] = {}
    duplicates = 0
    for one, key in zip(sheet.asked, keys, strict=True):
        row = one.row
        story = None if key is None else _story(row, key, before.get(key, {}), called.day_of(key[2]), sheet.fed, today)
        if story is not None and key is not None:
            earlier, line = first.setdefault(key, (story, row.number))
            if line != row.number and earlier == story:
                duplicates += 1
                row.warn("posting", *repeated(line))
            elif line != row.number:
                row.reject("posting", *_contradicted(line))
        faults += row.faults
    return OutcomeBatch(sheet.rows, tuple(first.values()), duplicates, tuple(faults))


# --- whom, which posting, which event --------------------------------------------------------------------------------------------


def _key(
    one: Asked[OutcomeRow],
    known: Mapping[str, tuple[str, ...]],
    jobs: Mapping[str, tuple[str, ...]],
    called: EventNames,
    fed: frozenset[str],
) -> _Key | None:
    row = one.row
    person = choose_person(one, known)
    posting = _posting(row, jobs)
    name = row.external("event")
    found = called.called(name)
    if name and len(found) != 1:
        row.reject(
            "event",
            say("有几场活动叫这个名称", "several events have this name")
            if found
            else say("没有这场活动", "there is no such event"),
            say("写活动的系统编号（tongtu event list 可查）", "write the event's id; tongtu event list shows it"),
        )
    if not name and "event" in fed:
        row.warn("event", *_WITHOUT_EVENT)
    return None if row.rejected or person is None or posting is None else (person, posting, found[0] if name else None)


def _posting(row: OutcomeRow, jobs: Mapping[str, tuple[str, ...]]) -> str | None:
    number = row.external("posting")
    found = jobs.get(number, ())
    if len(found) == 1:
        return found[0]
    if not number:
        row.reject(
            "posting", say("没有写是哪个岗位", "does not say which posting"), say("填岗位编号", "fill in the posting's number")
        )
    elif found:
        row.reject(
            "posting",
            say("有 {n} 个岗位用这个编号", "{n} postings have this number").format(n=len(found)),
            say("写系统里的编号（p_ 开头）", "write the id of this system (p_...)"),
        )
    else:
        row.reject(
            "posting",
            say("库里没有这个岗位", "there is no such posting"),
            say("先导入岗位，或核对编号", "import the postings first, or check the number"),
        )
    return None


# --- what happened ---------------------------------------------------------------------------------------------------------------


def _story(
    row: OutcomeRow, key: _Key, before: Mapping[Step, Outcome], event_day: date | None, fed: frozenset[str], today: date
) -> Story | None:
    told, denied = _told(row)
    reason = row.choice("reason", REASON_WORDS, row.warn) or ("other" if row.text("reason") else "")
    corrects = row.flag("corrects") is True
    withdrawn: tuple[Step, ...] = ()
    if corrects:
        withdrawn = tuple(step for step in before if _FIELDS.get(step) in fed and step not in told)
    else:
        _check_recorded(row, told, denied, before)
    if not (told or denied or corrects or row.rejected):
        row.reject(
            "interviewed" if "interviewed" in fed else "posting",
            say("没有写发生了什么", "says nothing that happened"),
            say("至少填一个步骤的日期、“是”，或结束方式", "fill in a day or 是 for a step, or how it ended"),
        )
    whole = {step: one.on for step, one in before.items() if step not in withdrawn}
    whole |= {step: day or whole.get(step) for step, day in told.items()}
    for fault in find_contradictions(whole, event_day, today):
        row.reject(_FIELDS.get(fault.step, "posting"), fault.problem, fault.advice)
    if row.rejected:
        return None
    person, posting, event = key
    steps = [
        Outcome(candidate=person, posting=posting, event=event, step=step, on=day, reason=reason if _is_ending(step) else "")
        for step, day in sorted(told.items())
    ]
    return Story(candidate=person, posting=posting, event=event, steps=tuple(steps), withdrawn=withdrawn, corrects=corrects)


def _told(row: OutcomeRow) -> tuple[dict[Step, date | None], set[Step]]:
    """(step -> its day where it was told, steps that did not happen)."""
    told: dict[Step, date | None] = {}
    denied: set[Step] = set()
    for field, step in STEP_FIELDS.items():
        reached, day = _cell(row, field)
        if reached:
            told[step] = day
        elif reached is False:
            denied.add(step)
    ended = row.choice("ended", ENDING_WORDS)
    if ended is None and any(STEP_FIELDS[field] in denied for field in RETENTION):
        ended = Step.LEFT
        if not {Step.RETAINED_1, Step.RETAINED_3} & denied and Step.RETAINED_3 not in told and row.day("ended_on") is None:
            row.reject(
                "retained_3",
                say("6个月时已不在岗，却没有写3个月时是否在岗", "gone after 6 months; not told whether still there after 3"),
                say("补上这一格，或写离职日期", "fill in this cell, or the day of leaving"),
            )
    if ended is None and not told and Step.INTERESTED in denied:
        ended = Step.DECLINED
    if ended is not None:
        told[ended] = _cell(row, "ended_on")[1]
    return told, denied


def _cell(row: OutcomeRow, field: str) -> tuple[bool | None, date | None]:
    """(whether it happened, on which day); None where nothing is said. A cell that is no day, 是 or 否 keeps the row out."""
    cell = row.cell(field)
    word = row.text(field).lower()
    if cell is None or not word or word in NOT_TOLD:
        return None, None
    if isinstance(cell, bool) or word in YES_WORDS or word in NO_WORDS:
        return (cell if isinstance(cell, bool) else word in YES_WORDS), None
    try:
        return True, read_date(cell if not isinstance(cell, str) else plain(cell))
    except DateFault:
        row.reject(
            field,
            say("不是完整的日期，也不是“是”或“否”", "neither a whole date nor 是 or 否"),
            say("写成 2027-03-20 的样子，或填“是”“否”", "write it like 2027-03-20, or fill in 是 or 否"),
        )
        return None, None


def _check_recorded(row: OutcomeRow, told: _Days, denied: set[Step], before: Mapping[Step, Outcome]) -> None:
    """A recorded step told otherwise is a mistake on one of the two sides: only a row that says so corrects it."""
    clashes = [
        step for step, day in told.items() if step in before and None not in (day, before[step].on) and day != before[step].on
    ]
    for step in (*clashes, *sorted(denied & before.keys())):
        row.reject(
            _FIELDS[step],
            Text(zh=f"“{STEP_TEXTS[step].zh}”与以前的记录不同", en=f"{STEP_TEXTS[step].en}: something else is recorded"),
            say(
                "若以前记错了，请在“更正”列写“是”，并把全部步骤写全",
                "if the record is wrong, write 是 under 更正 and tell all steps",
            ),
        )


def _is_ending(step: Step) -> bool:
    return step in (Step.DECLINED, Step.REJECTED, Step.LEFT)


def _by_pair(outcomes: Sequence[Outcome]) -> dict[_Key, dict[Step, Outcome]]:
    found: dict[_Key, dict[Step, Outcome]] = {}
    for one in outcomes:
        found.setdefault((one.candidate, one.posting, one.event), {})[one.step] = one
    return found


def _contradicted(line: int) -> tuple[Text, Text]:
    return (
        say("第 {row} 行写了同一人同一岗位的另一种经过", "row {row} tells another story of the same pair").format(row=line),
        say("把两行合成一行", "make one row of the two"),
    )
