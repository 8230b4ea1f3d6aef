"""What must be there before an event moves on, beyond the table of states: each condition that is not met, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from matching.fair.faults import PlanFault
from matching.fair.states import FairState
from matching.knowledge.catalogue import Text

EVALUATION_DAYS: Final = 84
"""The follow-up at three months, four weeks a month: before it there is nothing to evaluate."""
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """What is known when an event is about to move. `named`: the person who answers for it; `unvetted`: employers at a booth that
    nobody approved yet; `outdated`: the plan changed after the timetable was made; `unasked`: hires whose
    follow-up at three months is due and has no answer."""

    today: date
    on: date | None = None
    faults: tuple[PlanFault, ...] = ()
    named: str = ""
    has_run: bool = False
    has_timetable: bool = False
    outdated: bool = False
    unvetted: tuple[str, ...] = ()
    unasked: int = 0


def missing_for(wanted: FairState, facts: MoveFacts) -> tuple[Text, ...]:
    """Everything that keeps an event from becoming this; empty when nothing does."""
    return tuple(_missing(wanted, facts))


def _missing(wanted: FairState, facts: MoveFacts) -> Iterator[Text]:
    match wanted:
        case FairState.COLLECTING:
            yield from _faults(facts, frozenset({"no_day", "past"}))
        case FairState.PRE_MATCHED:
            if not facts.has_run:
                yield Text(zh="还没有预匹配（先运行 tongtu match）", en="it has not been pre-matched (run tongtu match first)")
        case FairState.CONFIRMED:
            if not facts.named.strip():
                yield Text(zh="名单须由一个人确认：请写上确认人的姓名", en="a named person confirms the lists: say who confirms")
            yield from _faults(facts, None)
            if facts.unvetted:
                names = ", ".join(facts.unvetted[:_NAMED]) + (" …" if len(facts.unvetted) > _NAMED else "")
                yield Text(
                    zh="{n} 家有展位的单位还没审核通过：{names}", en="{n} employers with a booth are not approved yet: {names}"
                ).format(n=len(facts.unvetted), names=names)
        case FairState.PUBLISHED:
            yield from _faults(facts, frozenset({"past"}))
            if not facts.has_timetable:
                yield Text(zh="还没有面试时间表（先分配并排好时间）", en="there is no timetable yet (allocate and schedule first)")
            elif facts.outdated:
                yield Text(
                    zh="排好时间表以后又改了活动安排（请重新分配）",
                    en="the plan changed after the timetable was made (allocate again)",
                )
        case FairState.RUNNING:
            if facts.on is None or facts.today < facts.on:
                yield Text(zh="还没到活动那天（{day}）", en="its day ({day}) has not come").format(day=facts.on or "?")
        case FairState.EVALUATED:
            due = None if facts.on is None else facts.on + timedelta(days=EVALUATION_DAYS)
            if due is None or facts.today < due:
                yield Text(zh="三个月的回访还没到时间（{day}）", en="the follow-up at three months is not due before {day}").format(
                    day=due or "?"
                )
            elif facts.unasked:
                yield Text(
                    zh="还有 {n} 次满三个月的回访没有登记（tongtu follow-ups 可查）",
                    en="{n} follow-ups at three months have no answer (tongtu follow-ups lists them)",
                ).format(n=facts.unasked)
        case _:
            return


def _faults(facts: MoveFacts, codes: frozenset[str] | None) -> Iterator[Text]:
    for fault in facts.faults:
        if codes is None or fault.code in codes:
            yield Text(zh=f"{fault.problem.zh}（{fault.cure.zh}）", en=f"{fault.problem.en} ({fault.cure.en})")
