"""What of an outcome cannot be: steps without the one that they need, or days in an impossible order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from matching.knowledge.catalogue import Text
from matching.records.outcome import Step

STEP_TEXTS: Final[Mapping[Step, Text]] = {
    Step.SHOWN: Text(zh="列入名单", en="on the list"),
    Step.INTERESTED: Text(zh="有意向", en="interested"),
    Step.INVITED: Text(zh="已邀请", en="invited"),
    Step.ATTENDED: Text(zh="到场", en="attended"),
    Step.INTERVIEWED: Text(zh="面试", en="interviewed"),
    Step.OFFERED: Text(zh="拟录用", en="offered the job"),
    Step.HIRED: Text(zh="入职", en="hired"),
    Step.RETAINED_1: Text(zh="在岗满1个月", en="in the job after 1 month"),
    Step.RETAINED_3: Text(zh="在岗满3个月", en="in the job after 3 months"),
    Step.RETAINED_6: Text(zh="在岗满6个月", en="in the job after 6 months"),
    Step.DECLINED: Text(zh="求职者放弃", en="declined by the person"),
    Step.REJECTED: Text(zh="单位未录用", en="not taken by the employer"),
    Step.LEFT: Text(zh="已离职", en="left the job"),
}
_NEEDS: Final[Mapping[Step, Step]] = {
    Step.OFFERED: Step.INTERVIEWED,
    Step.HIRED: Step.INTERVIEWED,
    Step.RETAINED_1: Step.HIRED,
    Step.RETAINED_3: Step.HIRED,
    Step.RETAINED_6: Step.HIRED,
    Step.LEFT: Step.HIRED,
}
"""A hire implies its offer, which offices rarely write down apart; nothing implies an interview."""
_EXCLUDES: Final = (
    (Step.HIRED, Step.DECLINED),
    (Step.HIRED, Step.REJECTED),
    (Step.OFFERED, Step.REJECTED),
    (Step.DECLINED, Step.REJECTED),
)
_IN_TIME: Final[Mapping[Step, int]] = {
    Step.INTERESTED: 0,
    Step.INVITED: 0,
    Step.ATTENDED: 1,
    Step.INTERVIEWED: 2,
    Step.OFFERED: 3,
    Step.HIRED: 4,
    Step.RETAINED_1: 5,
    Step.RETAINED_3: 6,
    Step.RETAINED_6: 7,
}
_SINCE_HIRED: Final[Mapping[Step, int]] = {Step.RETAINED_1: 28, Step.RETAINED_3: 84, Step.RETAINED_6: 168}
"""Days after the hire before which a follow-up comes too early: four weeks a month, so that no month's length matters."""
_AT_THE_EVENT: Final = frozenset(_IN_TIME) - {Step.INTERESTED, Step.INVITED} | {Step.LEFT}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A step that cannot be as told, why, and what to do."""

    step: Step
    problem: Text
    advice: Text


def find_contradictions(steps: Mapping[Step, date | None], event_day: date | None, today: date) -> tuple[Contradiction, ...]:
    """Everything that cannot be in the whole story of one pair: step -> its day (None: reached, the day was not told).

    1. An offer and a hire need an interview, a follow-up and a leaving need a hire. 2. A hire excludes that either side refused.
    3. No day lies ahead, and none from the fair on before the event. 4. Days follow the order of the steps; a follow-up is no
    earlier than its months after the hire, or, where its day was not told, after what it needs, and before the leaving.
    """
    return (
        *_missing(steps),
        *_excluded(steps),
        *_outside(steps, event_day, today),
        *_out_of_order(steps),
        *_too_early(steps, event_day, today),
    )


def _missing(steps: Mapping[Step, date | None]) -> Iterator[Contradiction]:
    for step, needed in _NEEDS.items():
        if step in steps and needed not in steps:
            yield _fault(
                step,
                "写了“{step}”，却没有“{needed}”",
                "{step} without {needed}",
                "补上“{needed}”的日期，或改正这一列",
                "add the day for: {needed}, or correct this column",
                needed=needed,
            )


def _excluded(steps: Mapping[Step, date | None]) -> Iterator[Contradiction]:
    for kept, other in _EXCLUDES:
        if kept in steps and other in steps:
            yield _fault(
                other,
                "“{step}”与“{needed}”不能同时成立",
                "{step} and {needed} cannot both be",
                "只保留属实的一项",
                "keep the one that is true",
                needed=kept,
            )


def _outside(steps: Mapping[Step, date | None], event_day: date | None, today: date) -> Iterator[Contradiction]:
    for step, day in steps.items():
        if day is None:
            continue
        if day > today:
            yield _fault(
                step,
                "“{step}”的日期在今天之后",
                "the day for: {step} lies ahead",
                "核对日期；还没发生的事请留空",
                "check the date; leave empty what has not happened",
            )
        elif event_day is not None and day < event_day and step in _AT_THE_EVENT:
            yield _fault(
                step,
                "“{step}”的日期早于活动（{day}）",
                "the day for: {step} is before the event ({day})",
                "核对日期和活动编号",
                "check the date and the event",
                day=event_day,
            )


def _out_of_order(steps: Mapping[Step, date | None]) -> Iterator[Contradiction]:
    days = {step: day for step, day in steps.items() if day is not None}
    pairs = [(early, late) for early, late in combinations(sorted(_IN_TIME.keys() & days, key=_IN_TIME.__getitem__), 2)]
    pairs = [(early, late) for early, late in pairs if _IN_TIME[early] < _IN_TIME[late]]
    pairs += [(step, Step.LEFT) for step in (Step.HIRED, *_SINCE_HIRED) if step in days and Step.LEFT in days]
    for early, late in pairs:
        if days[early] > days[late] or (days[early] == days[late] and late is Step.LEFT and early in _SINCE_HIRED):
            yield _fault(
                late,
                "“{step}”与“{needed}”是同一天" if days[early] == days[late] else "“{step}”的日期早于“{needed}”",
                "{step} and {needed} are told of the same day"
                if days[early] == days[late]
                else "the day for: {step} is before that for: {needed}",
                "核对这两个日期",
                "check the two dates",
                needed=early,
            )


def _too_early(steps: Mapping[Step, date | None], event_day: date | None, today: date) -> Iterator[Contradiction]:
    """A hire whose day was not told is at the earliest on the day of its offer, its interview or the event."""
    before = (steps.get(Step.OFFERED), steps.get(Step.INTERVIEWED), event_day)
    hired = steps.get(Step.HIRED) or max((day for day in before if day is not None), default=None)
    for step, least in _SINCE_HIRED.items():
        if hired is not None and step in steps and 0 <= ((steps[step] or today) - hired).days < least:
            yield _fault(
                step,
                "入职还不到这么久，不能写“{step}”",
                "too soon after the hire for: {step}",
                "核对入职日期；没到时间请留空",
                "check the day of the hire; leave it empty until then",
            )


def _fault(
    step: Step, zh: str, en: str, advice_zh: str, advice_en: str, *, needed: Step | None = None, day: date | None = None
) -> Contradiction:
    def say(zh: str, en: str) -> Text:
        other = STEP_TEXTS[needed or step]
        return Text(
            zh=zh.format(step=STEP_TEXTS[step].zh, needed=other.zh, day=day),
            en=en.format(step=STEP_TEXTS[step].en, needed=other.en, day=day),
        )

    return Contradiction(step, say(zh, en), say(advice_zh, advice_en))
