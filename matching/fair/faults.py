"""What of the plan of an event cannot be, each with its names and what would resolve it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from matching.fair.clock import open_slots, windows_in
from matching.knowledge.catalogue import Text
from matching.records import SUPPORT_TEXTS, Booth, Event, Hall


@dataclass(frozen=True, slots=True)
class PlanFault:
    """`code` is stable, for programs; `problem` names what is wrong, `cure` what to do."""

    code: str
    problem: Text
    cure: Text


@dataclass(frozen=True, slots=True)
class TakingPart:
    """What is known of who takes part. `postings`: posting -> its employer, of the open ones; `names`: an id of an employer or a
    posting -> what people call it, of everything stored that a hall may name."""

    postings: Mapping[str, str]
    names: Mapping[str, str]

    def called(self, name: str) -> str:
        return self.names.get(name, name)


_UNTOLD: Final = TakingPart({}, {})


def find_faults(event: Event, today: date, there: TakingPart | None = None) -> tuple[PlanFault, ...]:
    """Everything that keeps an event from being held as planned, the day first.

    Without `there` nothing is said of the venue, of postings without a booth, or of booths for what is not stored.
    """
    return (
        *_of_the_day(event, today),
        *_twice("candidate_twice", Text(zh="求职者", en="candidate"), event.candidates),
        *_twice("posting_twice", Text(zh="岗位", en="posting"), event.postings),
        *_of_the_hours(event.hall),
        *_of_the_booths(event.hall, there or _UNTOLD),
        *_of_the_supports(event.hall),
        *(() if there is None else _of_who_is_there(event, there)),
    )


def _of_the_day(event: Event, today: date) -> Iterator[PlanFault]:
    if event.on is None:
        yield _fault("no_day", "还没有日期", "the event has no day", "定下日期", "set the day")
    elif event.on < today:
        yield _fault("past", "日期 {day} 已过", "its day {day} is over", "改成以后的日期", "choose a day to come", day=event.on)


def _twice(code: str, what: Text, names: tuple[str, ...]) -> Iterator[PlanFault]:
    for name, times in Counter(names).items():
        if times > 1:
            yield _fault(
                code,
                "{what} {name} 列了 {times} 次",
                "{what} {name} is named {times} times",
                "只留一次",
                "keep one",
                what=what,
                name=name,
                times=times,
            )


def _of_the_hours(hall: Hall) -> Iterator[PlanFault]:
    if hall.hours is None:
        yield _fault(
            "no_hours", "会场没有开放时间", "the hall has no opening hour", "定下开始和结束时间", "set when it opens and closes"
        )
    elif hall.slot_minutes == 0:
        yield _fault(
            "no_slot", "每场面试 0 分钟", "a slot lasts 0 minutes", "写出每场面试几分钟", "say how many minutes an interview lasts"
        )
    elif not windows_in(hall):
        yield _fault(
            "no_slot",
            "除去休息，开放时间里排不下一场 {minutes} 分钟的面试",
            "outside the breaks there is no room for one slot of {minutes} minutes",
            "延长开放时间，或缩短面试和休息",
            "open longer, or make slots and breaks shorter",
            minutes=hall.slot_minutes,
        )
    elif hall.pause_minutes >= hall.slot_minutes:
        yield _fault(
            "pause",
            "每场 {minutes} 分钟，结尾又空 {pause:g} 分钟，没有面试的时间",
            "of a slot of {minutes} minutes, the pause at its end takes {pause:g}: no time is left to talk",
            "缩短空当，或延长每场面试",
            "make the pause shorter, or the slots longer",
            minutes=hall.slot_minutes,
            pause=hall.pause_minutes,
        )
    elif hall.guaranteed > (slots := open_slots(hall)):
        yield _fault(
            "guarantee",
            "保证每人 {k} 场面试，除去休息全天只有 {slots} 场的时间",
            "{k} interviews are guaranteed to everybody, and outside the breaks the day has {slots} slots",
            "少保证几场，或延长开放时间、缩短面试",
            "guarantee fewer, open longer, or make slots shorter",
            k=hall.guaranteed,
            slots=slots,
        )


def _of_the_booths(hall: Hall, there: TakingPart) -> Iterator[PlanFault]:
    if not hall.booths:
        yield _fault(
            "no_booth", "会场没有展位", "the hall has no booth", "加上展位和各自的单位", "add the booths and their employers"
        )
    for number, times in Counter(booth.number for booth in hall.booths).items():
        if times > 1:
            yield _fault(
                "booth_twice",
                "有 {times} 个展位都是 {booth} 号",
                "{times} booths have the number {booth}",
                "给每个展位不同的编号",
                "give each booth a number of its own",
                booth=number,
                times=times,
            )
    for booth in hall.booths:
        yield from _of_one_booth(hall, booth)
    shared = Counter(booth.employer for booth in hall.booths if booth.employer and not booth.postings)
    for employer, times in shared.items():
        if times > 1:
            yield _fault(
                "booths_unclear",
                "单位 {employer} 有 {times} 个展位，没说各招哪些岗位",
                "employer {employer} has {times} booths and does not say which postings are at which",
                "在这些展位上列出岗位",
                "list the postings of each of these booths",
                employer=there.called(employer),
                times=times,
            )


def _of_one_booth(hall: Hall, booth: Booth) -> Iterator[PlanFault]:
    if booth.interviewers == 0:
        yield _fault(
            "capacity_0",
            "展位 {booth} 有 0 名面试官",
            "booth {booth} has 0 interviewers",
            "至少安排一名，或去掉这个展位",
            "give it at least one, or take the booth out",
            booth=booth.number,
        )
    if booth.employer is None:
        yield _fault(
            "no_employer",
            "展位 {booth} 没有单位",
            "booth {booth} has no employer",
            "写上单位，或去掉这个展位",
            "name the employer, or take the booth out",
            booth=booth.number,
        )
    if windows_in(hall) and not windows_in(hall, booth.windows):
        yield _fault(
            "booth_closed",
            "展位 {booth} 在开放时间里没有一场面试的时间",
            "booth {booth} has no opening hour: not one slot lies within its times and those of the hall",
            "改正展位的时间，或留空（即全天）",
            "correct its times, or leave them out (all day)",
            booth=booth.number,
        )


def _of_the_supports(hall: Hall) -> Iterator[PlanFault]:
    for support in hall.supports:
        name = SUPPORT_TEXTS[support.kind]
        if support.count == 0:
            yield _fault(
                "capacity_0",
                "{name}有 0 名（间）",
                "{name}: there are 0 of them",
                "写出数量，或去掉这一行",
                "say how many, or take the row out",
                name=name,
            )
        elif windows_in(hall) and not windows_in(hall, support.windows):
            yield _fault(
                "support_away",
                "{name}在开放时间里都不在",
                "{name}: not one slot lies within their times and those of the hall",
                "改正时间，或留空（即全天）",
                "correct the times, or leave them out (all day)",
                name=name,
            )


def _of_who_is_there(event: Event, there: TakingPart) -> Iterator[PlanFault]:
    if event.venue is None:
        yield _fault(
            "no_venue", "还没有写明地点", "the event has no venue", "写上场地的名称和地址", "give the name and address of the venue"
        )
    for booth in event.hall.booths:
        yield from _of_named(booth, there)
    yield from _without_a_booth(event.hall, there)


def _of_named(booth: Booth, there: TakingPart) -> Iterator[PlanFault]:
    """What a booth names that is not there, or is somebody else's."""
    if booth.employer is not None and booth.employer not in there.names:
        yield _fault(
            "unknown_employer",
            "展位 {booth} 写的单位“{employer}”不在库里",
            "booth {booth} is for the employer {employer}, which is not stored",
            "核对单位的名称或编号，或先导入它的岗位",
            "compare its name or id, or import its postings first",
            booth=booth.number,
            employer=booth.employer,
        )
    for posting in booth.postings:
        owner = there.postings.get(posting)
        if owner is None:
            yield _fault(
                "unknown_posting",
                "展位 {booth} 写的岗位“{posting}”不是参加活动的在招岗位",
                "booth {booth} is for the posting {posting}, which is none of the open postings that take part",
                "核对岗位的编号，或从展位上去掉它",
                "compare its id, or take it off the booth",
                booth=booth.number,
                posting=there.called(posting),
            )
        elif booth.employer is not None and owner != booth.employer:
            yield _fault(
                "foreign_posting",
                "展位 {booth} 是“{employer}”的，岗位“{posting}”却是“{owner}”的",
                "booth {booth} is that of {employer}, but the posting {posting} is of {owner}",
                "把岗位放到它自己单位的展位",
                "put the posting at a booth of its own employer",
                booth=booth.number,
                employer=there.called(booth.employer),
                posting=there.called(posting),
                owner=there.called(owner),
            )


def _without_a_booth(hall: Hall, there: TakingPart) -> Iterator[PlanFault]:
    if not hall.booths:
        return
    homeless = [posting for posting, employer in sorted(there.postings.items()) if booth_of(hall, posting, employer) is None]
    if homeless:
        yield _fault(
            "no_place",
            "{n} 个岗位没有展位：{names}",
            "{n} postings have no booth: {names}",
            "给它们的单位安排展位，或只让有展位的岗位参加（活动安排里写 postings: with_booth）",
            "give their employers a booth, or let only postings with a booth take part (postings: with_booth in the plan)",
            n=len(homeless),
            names=", ".join(map(there.called, homeless[:_NAMED])) + (" …" if len(homeless) > _NAMED else ""),
        )


_NAMED: Final = 5


def booth_of(hall: Hall, posting: str, employer: str) -> Booth | None:
    """Where a posting is: the booth that names it, else the first of its employer that names none."""
    named = next((booth for booth in hall.booths if posting in booth.postings), None)
    return named or next((booth for booth in hall.booths if booth.employer == employer and not booth.postings), None)


def _fault(code: str, zh: str, en: str, cure_zh: str, cure_en: str, **values: object) -> PlanFault:
    return PlanFault(code, Text(zh=zh, en=en).format(**values), Text(zh=cure_zh, en=cure_en))
