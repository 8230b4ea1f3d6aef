"""The timetable of an event and its day, over the wire."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from api.schemas.base import Input, View
from matching.knowledge.catalogue import Text
from matching.records import DayAct, InterviewState, SupportKind

StateWord = Literal["planned", "checked_in", "late", "no_show", "walk_in", "done", "cancelled"]


class InterviewView(View):
    """One interview as staff see it. `at`: when it begins, as 09:40; null when it has no time (any more). `place`: how to find the
    booth; empty where nobody wrote it down."""

    id: int
    candidate: str
    name: str
    posting: str
    title: str
    employer: str
    booth: str
    place: Text
    start: int | None
    at: str | None
    minutes: int
    supports: tuple[Text, ...]
    state: StateWord
    state_text: Text


class TimetableView(View):
    """The timetable in force: `version` counts those that were saved. `unseen`: interviews that the employer does not see, because
    the person has not agreed to be listed to it."""

    event: str
    version: int
    run: str
    made_at: datetime
    made_by: str
    people: int
    interviews: int
    unseen: int
    waiting: int
    report: dict[str, Any]


class WaitingView(View):
    posting: str
    title: str
    candidate: str
    name: str
    position: int
    cause: str


class SheetView(View):
    """The interviews of a timetable in the order of time, of the event, one booth, one posting or one person."""

    event: str
    version: int
    items: tuple[InterviewView, ...]
    waiting: tuple[WaitingView, ...]


class CodeView(View):
    candidate: str
    name: str
    code: str


class CodesView(View):
    """The check-in code of everybody on the timetable."""

    event: str
    items: tuple[CodeView, ...]


class BoothInterviewView(View):
    """An interview as the employer sees it: `person` is another pseudonym for each employer and event; `name` only where the
    person agreed to be named to this employer. `key` is the same for every timetable and tells nothing: the numbers that staff
    use would say which interviews were added together. `at` is told once the fair runs; before, `half` of the day and `turn` at the
    booth (from 1), and both in words (`when_text`)."""

    key: str
    person: str
    name: str | None
    posting: str
    booth: str
    place: Text
    at: str | None
    half: Literal["morning", "afternoon"] | None
    turn: int | None
    when_text: Text | None
    state: StateWord
    state_text: Text


class BoothSheetView(View):
    """`times_text`: why the times are not exact yet, else null."""

    event: str
    employer: str
    items: tuple[BoothInterviewView, ...]
    times_text: Text | None


class DayInput(Input):
    """What happened. `code` or `candidate` says who; `at`: now unless told; `origin` is `paper` for what is entered later.

    `confirmed`: that somebody who checked in is a no-show all the same, because they went home without a word.
    """

    act: DayAct
    code: str | None = Field(default=None, max_length=20)
    candidate: str | None = Field(default=None, max_length=120)
    interview: int | None = Field(default=None, ge=1)
    booth: str | None = Field(default=None, max_length=20)
    to: str | None = Field(default=None, max_length=20)
    support: SupportKind | None = None
    unit: int | None = Field(default=None, ge=0, le=1_000)
    slots: int | None = Field(default=None, ge=1, le=2_000)
    postings: tuple[str, ...] = Field(default=(), max_length=100)
    at: datetime | None = None
    origin: Literal["screen", "paper"] = "screen"
    note: str = Field(default="", max_length=400)
    confirmed: bool = False


class DayChangeView(View):
    """What an entry changed of one interview; `was_at` and `was` are null for a new one."""

    interview: int
    candidate: str
    posting: str
    booth: str
    was: StateWord | None
    became: StateWord
    was_at: str | None
    at: str | None
    why: Text


class RedirectView(View):
    """Where a lost booth goes on: `interviews` that were still to come go there. `instead_of`: the booth that was told before, if
    another. `people` and `employers`: whom to tell, by id."""

    booth: str
    to: str
    instead_of: str | None
    interviews: int
    people: tuple[str, ...]
    employers: tuple[str, ...]


class FreeTimeView(View):
    """A time that somebody could be offered: the posting, its booth, and from when there is room."""

    posting: str
    title: str
    booth: str
    at: str


class WithoutView(View):
    """Somebody who has no interview to come any more; the titles of the postings they wait for, and free times to offer them."""

    candidate: str
    name: str
    waiting: tuple[str, ...]
    free: tuple[FreeTimeView, ...]


class DayEntryView(View):
    """One entry of the day, who made it, and everything it changed. `unplaced`: a walk-in for whom there was no free time.
    `redirect`: of a lost booth that goes on at another.
    `without`: in the answer to the entry, the people whom it left no interview, as the day stands then."""

    id: int
    act: DayAct
    text: Text
    candidate: str | None
    booth: str | None
    happened_at: datetime
    entered_at: datetime
    by: str
    origin: Literal["screen", "paper"]
    unplaced: bool
    changes: tuple[DayChangeView, ...]
    without: tuple[WithoutView, ...] = ()
    redirect: RedirectView | None = None


class ForeseenView(View):
    """What an entry would change at the moment `at`, before it is kept; a new interview has the number 0. `seen` is the digest of
    it: sent with the entry, it makes sure that what is kept is what was shown."""

    at: datetime
    candidate: str | None
    unplaced: bool
    changes: tuple[DayChangeView, ...]
    redirect: RedirectView | None
    seen: str


class DayLogView(View):
    event: str
    items: tuple[DayEntryView, ...]
    next: int | None


class LoadFaultView(View):
    """A row of a file that was not entered, and what to do."""

    row: int
    problem: Text


class LoadReport(View):
    """What became of a file of entries: `entered` now, `known` from before, `faults` not entered."""

    rows: int
    entered: int
    known: int
    faults: tuple[LoadFaultView, ...]


STATE_WORDS: dict[InterviewState, Text] = {
    InterviewState.PLANNED: Text(zh="已安排", en="planned"),
    InterviewState.CHECKED_IN: Text(zh="已签到", en="checked in"),
    InterviewState.LATE: Text(zh="晚到", en="late"),
    InterviewState.NO_SHOW: Text(zh="没有来", en="did not come"),
    InterviewState.WALK_IN: Text(zh="现场增加", en="walk-in"),
    InterviewState.DONE: Text(zh="已面试", en="held"),
    InterviewState.CANCELLED: Text(zh="已取消", en="cancelled"),
}
ACT_WORDS: dict[DayAct, Text] = {
    DayAct.CHECK_IN: Text(zh="签到", en="checked in"),
    DayAct.LATE: Text(zh="晚到", en="late"),
    DayAct.NO_SHOW: Text(zh="没有来", en="did not come"),
    DayAct.WITHDRAWN: Text(zh="本人不谈了", en="withdrew"),
    DayAct.WALK_IN: Text(zh="现场来人", en="walk-in"),
    DayAct.HELD: Text(zh="面试已进行", en="interview held"),
    DayAct.EMPLOYER_LEFT: Text(zh="单位提前离场", en="employer left"),
    DayAct.BOOTH_LOST: Text(zh="展位不能用", en="booth lost"),
    DayAct.OVERRUN: Text(zh="面试延长", en="interviews take longer"),
    DayAct.SUPPORT_GONE: Text(zh="支持人员离开", en="support away"),
}
