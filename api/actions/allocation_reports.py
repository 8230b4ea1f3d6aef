"""What an allocation decided, as figures that name no person, and why somebody waits."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

import numpy as np

from api.actions.meetings import Meetings
from api.actions.other_ways import OtherWays, value_of, way_of
from api.schemas.allocation import (
    AdditionView,
    AllocationReport,
    BottleneckView,
    NotInvitedCause,
    NotInvitedView,
    OrderView,
    ShortageView,
    StandingView,
)
from matching import allocation, timetable
from matching.allocation.usage import limits_of, usage_of
from matching.fair.bridge import placed_interviews
from matching.knowledge.catalogue import Text
from matching.records import Waiting

NOT_INVITED: Final[dict[NotInvitedCause, Text]] = {
    "closed": Text(
        zh="名单上的岗位已关闭、没有展位，或规则现在不允许",
        en="their postings are closed, have no booth, or are not allowed any more",
    ),
    "review": Text(zh="只有待核实的岗位：请先核实", en="only pairs under review: settle their questions first"),
    "declined": Text(zh="本人回复不参加", en="they answered no"),
    "consent": Text(zh="还没同意向这些单位展示：请先征得同意", en="they have not agreed to be listed to these employers: ask them"),
    "support": Text(zh="需要的支持会场没有：请增加", en="the hall does not lend the support they need: bring it"),
    "hours": Text(
        zh="本人能到场的时间里放不下一场面试：请和本人另约时间，或改会场的时间",
        en="no interview fits into the hours in which they can come: agree on others, or change those of the hall",
    ),
}
_SHOWN: Final = 10
_CAUSES: Final[dict[str, Text]] = {
    "person": Text(zh="本人的面试已排满", en="has interviews enough"),
    "posting": Text(zh="岗位的面试已满", en="the posting is full"),
    "booth": Text(zh="展位的时段已满", en="the booth is full"),
    "resource": Text(zh="{what}已排满", en="{what} capacity"),
    "time": Text(zh="没有共同的空闲时段", en="no time free for everybody"),
    "others": Text(zh="先安排了别人", en="others come first"),
}


def report_of(
    meetings: Meetings,
    most: int,
    orders: Sequence[OrderView],
    problem: allocation.Problem,
    solution: allocation.Solution,
    schedule: timetable.Schedule,
    others: OtherWays,
) -> AllocationReport:
    """The allocation and its timetable, beside other ways to decide."""
    kept = placed_interviews(solution.allocation, schedule.timetable)
    covered = allocation.coverage_of(solution.allocation, problem)
    gains = allocation.bottlenecks(problem, solution.allocation, allocation.price(problem, solution.allocation), _SHOWN)
    return AllocationReport(
        ranker=meetings.ranker,
        seed=problem.seed,
        lottery=solution.digest,
        guaranteed=problem.guaranteed,
        most=most,
        people=len(problem.people),
        pairs=len(problem.pairs),
        without_profile=meetings.without_profile,
        servable=solution.most.first if problem.guaranteed else len(np.unique(problem.pairs.person)),
        met=schedule.covered,
        interviews=len(kept),
        value=value_of(kept, problem),
        chosen=len(solution.allocation),
        chosen_people=covered.first,
        objective=solution.objective,
        priority=solution.priority,
        bound=solution.bound,
        gap=solution.gap,
        stopped=solution.stopped,
        covered=solution.covered,
        form=solution.form.value,
        crossing=solution.crossing,
        timetable_method=schedule.method.value,
        timetable_bound=schedule.bound,
        timetable_gap=schedule.gap,
        timetable_people_at_most=schedule.covered_bound,
        orders=tuple(orders),
        not_invited=tuple(
            NotInvitedView(cause=cause, people=number, text=NOT_INVITED[cause]) for cause, number in meetings.left.items()
        ),
        shortages=tuple(
            ShortageView(kind=one.kind.value, people=len(one.people), proved=one.proved, text=one.text)
            for one in solution.shortages
        ),
        ways=(way_of(solution.allocation, kept, problem), *others.views),
        standings=tuple(StandingView(**asdict(one)) for one in allocation.compare(problem, solution, known=others.decided)),
        bottlenecks=tuple(
            BottleneckView(
                name=one.name,
                people=one.gain.people,
                interviews=one.gain.interviews,
                value=one.gain.value,
                exact=one.exact,
                text=one.text,
            )
            for one in gains[:_SHOWN]
        ),
        additions=tuple(
            AdditionView(interviews=len(one.interviews), value=one.value, text=one.text) for one in schedule.additions[:_SHOWN]
        ),
    )


def waiting_of(problem: allocation.Problem, chosen: allocation.Allocation, kept: allocation.Allocation) -> Iterator[Waiting]:
    """Everybody who may meet a posting and has no time with it, in the order of the lists, with what stands in the way.

    `kept`: the interviews of `chosen` that have a time; one that has none waits, too.
    """
    used, limits = usage_of(kept.person, kept.posting, problem), limits_of(problem)
    timeless = np.zeros(len(problem.pairs), dtype=np.bool_)
    timeless[problem.rows_of(chosen.person, chosen.posting)] = True
    timeless[problem.rows_of(kept.person, kept.posting)] = False
    lists = allocation.waiting_lists(problem, kept)
    person, posting = problem.pairs.person[lists.pair], problem.pairs.posting[lists.pair]
    booth, takes = problem.booth_of[posting], problem.takes[person]
    stands = [(timeless[lists.pair], _CAUSES["time"]), (used.person[person] >= limits.person[person], _CAUSES["person"])]
    for k, resource in enumerate(problem.resources):
        lent = problem.uses(k, person, posting) & (used.resource[k] + takes > limits.resource[k])
        stands.append((lent, _CAUSES["resource"].format(what=resource.label)))
    stands.append((used.posting[posting] >= limits.posting[posting], _CAUSES["posting"]))
    stands.append((used.booth[booth] + takes > limits.booth[booth], _CAUSES["booth"]))
    stands.append((np.ones(len(person), dtype=np.bool_), _CAUSES["others"]))
    words = [f"{cause.zh} / {cause.en}" for _, cause in stands]
    first = np.argmax([true_of for true_of, _ in stands], axis=0)
    place = np.arange(len(person)) - lists.start[posting] + 1
    for who, where, position, cause in zip(person.tolist(), posting.tolist(), place.tolist(), first.tolist(), strict=True):
        name, waits_for = problem.people[who].name, problem.posts[where].name
        yield Waiting(posting=waits_for, candidate=name, position=position, cause=words[cause])
