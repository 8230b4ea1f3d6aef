"""Public checks of any allocation, from this program or another: every fault with its names, never an exception."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.allocation.allocation import Allocation
from matching.allocation.capacity import CapacityKind
from matching.allocation.fault import Fault, FaultKind
from matching.allocation.usage import overruns, usage_of
from matching.knowledge.catalogue import Text

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]


def check_validity(allocation: Allocation, problem: "Problem") -> tuple[Fault, ...]:
    """Meetings of somebody unknown, those the rules do not allow, excluded ones, the same one twice, and missing pins."""
    if len(allocation.person) != len(allocation.posting):
        text = Text(zh="人数列 {a} 行,岗位列 {b} 行", en="{a} rows of people, {b} rows of postings")
        return (Fault(FaultKind.TABLE, (), text.format(a=len(allocation.person), b=len(allocation.posting))),)
    return (*_of_meetings(allocation, problem), *_of_pins(allocation, problem))


def check_capacity(allocation: Allocation, problem: "Problem") -> tuple[Fault, ...]:
    """Every capacity of which more is promised than there is: a person, a posting, a booth, a resource.

    One job coach promised to fifty people in a fair of 24 slots is a fault. Meetings of somebody unknown, or listed twice, are
    counted as far as they can be; `check_validity` names them.
    """
    rows = min(len(allocation.person), len(allocation.posting))
    person, posting = np.asarray(allocation.person)[:rows], np.asarray(allocation.posting)[:rows]
    known = _known(person, posting, problem)
    return tuple(
        Fault(
            FaultKind.CAPACITY,
            (over.capacity.name,),
            _over_words(over.capacity.kind).format(name=over.capacity.words, used=over.used, limit=over.capacity.limit),
        )
        for over in overruns(usage_of(person[known], posting[known], problem), problem)
    )


def _over_words(kind: CapacityKind) -> Text:
    if kind in (CapacityKind.PERSON, CapacityKind.POSTING):
        return Text(zh="{name}安排了 {used} 次面试,最多 {limit} 次", en="{name} is given {used} interviews, at most {limit} fit")
    return Text(zh="{name}安排了 {used} 个时段,只有 {limit} 个", en="{name} is promised for {used} slots and has {limit}")


def _known(person: Int64, posting: Int64, problem: "Problem") -> NDArray[np.bool_]:
    known = (person >= 0) & (person < len(problem.people)) & (posting >= 0) & (posting < len(problem.posts))
    return np.asarray(known, dtype=np.bool_)


def _of_meetings(allocation: Allocation, problem: "Problem") -> Iterator[Fault]:
    known = _known(allocation.person, allocation.posting, problem)
    rows = problem.rows_of(allocation.person, allocation.posting)
    seen: set[tuple[int, int]] = set()
    meetings = zip(allocation.person.tolist(), allocation.posting.tolist(), known.tolist(), rows.tolist(), strict=True)
    for person, posting, is_known, row in meetings:
        if not is_known:
            text = Text(zh="第 {a} 行的人或第 {b} 行的岗位不存在", en="person row {a} or posting row {b} does not exist")
            yield Fault(FaultKind.UNKNOWN, (str(person), str(posting)), text.format(a=person, b=posting))
            continue
        names = (problem.people[person].name, problem.posts[posting].name)
        if (person, posting) in seen:
            yield _fault(FaultKind.TWICE, names, Text(zh="{a}与{b}安排了两次", en="{a} and {b} meet twice"))
        seen.add((person, posting))
        if row < 0:
            yield _fault(FaultKind.NOT_ALLOWED, names, Text(zh="规则不允许{a}与{b}", en="the rules do not allow {a} and {b}"))
        elif problem.excluded[row]:
            yield _fault(FaultKind.EXCLUDED, names, Text(zh="{a}与{b}已被排除", en="{a} and {b} are excluded"))


def _of_pins(allocation: Allocation, problem: "Problem") -> Iterator[Fault]:
    met = set(zip(allocation.person.tolist(), allocation.posting.tolist(), strict=True))
    for pin in problem.pins:
        if (pin.person, pin.posting) not in met:
            names = (problem.people[pin.person].name, problem.posts[pin.posting].name)
            yield _fault(FaultKind.PIN, names, Text(zh="指定的{a}与{b}没有安排", en="{a} and {b} are pinned and do not meet"))


def _fault(kind: FaultKind, names: tuple[str, str], text: Text) -> Fault:
    return Fault(kind, names, text.format(a=names[0], b=names[1]))
