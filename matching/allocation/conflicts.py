"""Everything that makes a request impossible, found before anything is computed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from matching.allocation.conflict import Conflict
from matching.allocation.usage import overruns, usage_of
from matching.knowledge.catalogue import Text

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

T = TypeVar("T")

TWICE = Text(zh="{kind}“{name}”出现了两次", en="{kind} {name} is there twice")
KEEP_ONE = Text(zh="只保留一条", en="keep one of them")
PERSON = Text(zh="求职者", en="person")
POST = Text(zh="岗位", en="posting")
BOOTH = Text(zh="展位", en="booth")
RESOURCE = Text(zh="资源", en="resource")
PAIR = Text(zh="配对", en="pair")


def find_conflicts(problem: "Problem") -> tuple[Conflict, ...]:
    """Every conflict of the request. What the rows point at comes first: while that is wrong, nothing else can be read."""
    for stage in (_of_rows, _of_numbers, _of_pins):
        found = tuple(stage(problem))
        if found:
            return found
    return ()


def _of_rows(problem: "Problem") -> Iterator[Conflict]:
    """Names twice, names nobody bears, rows that point nowhere, pairs twice."""
    named: tuple[tuple[Text, Sequence[str]], ...] = (
        (PERSON, [p.name for p in problem.people]),
        (POST, [p.name for p in problem.posts]),
        (BOOTH, [b.name for b in problem.booths]),
        (RESOURCE, [r.name for r in problem.resources]),
    )
    for kind, names in named:
        for name in _doubled(names):
            yield Conflict((name,), TWICE.format(kind=kind, name=name), KEEP_ONE)
    known = {resource.name for resource in problem.resources}
    for owner, wanted in [(p.name, p.needs) for p in problem.people] + [(b.name, b.brings) for b in problem.booths]:
        for name in sorted(set(wanted) - known):
            what = Text(
                zh="“{owner}”写的资源“{name}”不在资源表里", en="{owner} names the resource {name}, which the fair does not list"
            )
            cure = Text(zh="把它加进资源表,或改正名称", en="list it among the resources, or correct the name")
            yield Conflict((owner, name), what.format(owner=owner, name=name), cure)
    for post in problem.posts:
        if not 0 <= post.booth < len(problem.booths):
            what = Text(
                zh="岗位“{name}”所在的展位(第 {row} 行)不存在", en="posting {name} stands at booth row {row}, which does not exist"
            )
            yield Conflict((post.name,), what.format(name=post.name, row=post.booth), Text(zh="指定一个展位", en="give it a booth"))
    yield from _of_pair_rows(problem)
    touched = [row for priority in problem.priorities for row in priority.people]
    meetings = [(p.person, p.posting) for p in problem.pins] + [(e.person, e.posting) for e in problem.exclusions]
    wrong = [r for r in touched + [m[0] for m in meetings] if not 0 <= r < len(problem.people)]
    wrong += [m[1] for m in meetings if not 0 <= m[1] < len(problem.posts)]
    for row in sorted(set(wrong)):
        what = Text(
            zh="组织者的规定指向第 {row} 行,该行不存在", en="a decision of the organizer points at row {row}, which does not exist"
        )
        cure = Text(zh="改正行号,或撤销该规定", en="correct the row or drop the decision")
        yield Conflict((str(row),), what.format(row=row), cure)


def _of_pair_rows(problem: "Problem") -> Iterator[Conflict]:
    pairs = problem.pairs
    if len({len(column) for column in (pairs.person, pairs.posting, pairs.value, pairs.interest, pairs.offer)}) != 1:
        what = Text(zh="配对表各列长度不同", en="the columns of the pairs differ in length")
        yield Conflict((), what, Text(zh="每个配对每列一个值", en="give each pair one value in each column"))
        return
    outside = (pairs.person < 0) | (pairs.person >= len(problem.people))
    outside |= (pairs.posting < 0) | (pairs.posting >= len(problem.posts))
    if outside.any():
        what = Text(zh="{n} 个配对指向不存在的人或岗位", en="{n} pairs point at a person or posting that does not exist")
        yield Conflict((), what.format(n=int(outside.sum())), Text(zh="改正行号", en="correct the rows"))
        return
    keys = pairs.person.astype(np.int64) * len(problem.posts) + pairs.posting
    values, counts = np.unique(keys, return_counts=True)
    for key in values[counts > 1].tolist():
        names = (problem.people[key // len(problem.posts)].name, problem.posts[key % len(problem.posts)].name)
        yield Conflict(names, TWICE.format(kind=PAIR, name=" - ".join(names)), KEEP_ONE)
    worthless = ~(np.isfinite(pairs.value) & (pairs.value > 0))
    if worthless.any():
        what = Text(zh="{n} 个配对的价值不是大于 0 的数", en="{n} pairs have a value that is no number above 0")
        cure = Text(zh="去掉不值得安排的配对", en="leave out pairs that are worth nothing")
        yield Conflict((), what.format(n=int(worthless.sum())), cure)
    if not (np.isfinite(pairs.interest).all() and np.isfinite(pairs.offer).all()):
        what = Text(zh="意愿或录用的评分有空值", en="an interest or an offer score is no number")
        yield Conflict((), what, Text(zh="补上评分,或去掉该配对", en="fill it or leave the pair out"))


def _of_numbers(problem: "Problem") -> Iterator[Conflict]:
    """Capacities of 0, and more guaranteed than fits."""
    if problem.slots < 1:
        what = Text(zh="招聘会只有 {n} 个时段", en="the fair has {n} slots").format(n=problem.slots)
        yield Conflict((), what, Text(zh="设定开放时间和时段长度", en="set its opening hours and the length of a slot"))
        return
    if problem.guaranteed < 0 or problem.guaranteed > problem.slots:
        what = Text(zh="每人保证 {k} 次面试,但只有 {n} 个时段", en="{k} interviews are guaranteed to each person in {n} slots")
        cure = Text(
            zh="把保证次数定在 0 到 {n} 之间,或增加时段",
            en="guarantee between 0 and {n}, or add slots",
        )
        yield Conflict((), what.format(k=problem.guaranteed, n=problem.slots), cure.format(n=problem.slots))
    zero = Text(zh="{kind}“{name}”的容量是 {n}", en="{kind} {name} has a capacity of {n}")
    for post in problem.posts:
        if post.interviews < 1:
            cure = Text(zh="至少给 1 次面试,或把岗位移出本次招聘会", en="give it at least 1 interview, or take it out of the fair")
            yield Conflict((post.name,), zero.format(kind=POST, name=post.name, n=post.interviews), cure)
    for booth in problem.booths:
        slots = problem.slots if booth.slots is None else booth.slots
        if booth.interviewers < 1 or slots < 1:
            cure = Text(
                zh="至少安排 1 名面试官和 1 个时段,或取消该展位",
                en="give it an interviewer and an open slot, or take it out of the fair",
            )
            yield Conflict((booth.name,), zero.format(kind=BOOTH, name=booth.name, n=booth.interviewers * slots), cure)
        if slots > problem.slots:
            what = Text(zh="展位“{name}”有 {n} 个时段,招聘会只有 {all} 个", en="booth {name} has {n} slots, the fair only {all}")
            cure = Text(zh="改正展位的时段数", en="correct the slots of the booth")
            yield Conflict((booth.name,), what.format(name=booth.name, n=slots, all=problem.slots), cure)
    for resource in problem.resources:
        brought = any(resource.name in booth.brings for booth in problem.booths)
        waiting = 0 if brought else sum(resource.name in person.needs for person in problem.people)
        there = resource.units if resource.slots is None else min(resource.units, resource.slots)
        if there < 0 or (there == 0 and waiting):
            cure = Text(zh="有 {n} 人需要:至少安排 1 个", en="{n} people need it: bring at least 1").format(n=waiting)
            yield Conflict((resource.name,), zero.format(kind=RESOURCE, name=resource.label, n=there), cure)
    for person in problem.people:
        yield from _of_person(problem, person.name, person.most, person.takes)
    for priority in problem.priorities:
        if not (np.isfinite(priority.amount) and priority.amount > 0):
            what = Text(zh="优先项“{reason}”的加值是 {n}", en="the priority “{reason}” adds {n}")
            cure = Text(zh="加值要大于 0;不安排请用“排除”", en="let it add more than 0; to keep a pair apart, exclude it")
            yield Conflict((), what.format(reason=priority.reason, n=priority.amount), cure)


def _of_person(problem: "Problem", name: str, most: int, takes: int) -> Iterator[Conflict]:
    if most < 1:
        what = Text(zh="求职者“{name}”最多 {n} 次面试", en="person {name} wants at most {n} interviews").format(name=name, n=most)
        yield Conflict(
            (name,), what, Text(zh="至少 1 次,或不列入本次招聘会", en="let it be at least 1, or leave the person out of the fair")
        )
    if takes < 1:
        what = Text(zh="求职者“{name}”每次面试占 {n} 个时段", en="an interview of person {name} takes {n} slots").format(
            name=name, n=takes
        )
        yield Conflict((name,), what, Text(zh="至少 1 个时段", en="let it be at least 1 slot"))
    elif takes * min(most, max(problem.guaranteed, 1)) > problem.slots:
        what = Text(
            zh="求职者“{name}”每次面试占 {takes} 个时段,{n} 个时段放不下保证的次数",
            en="an interview of person {name} takes {takes} slots; the guaranteed number does not fit into {n}",
        ).format(name=name, takes=takes, n=problem.slots)
        yield Conflict((name,), what, Text(zh="增加时段,或降低保证次数", en="add slots, or guarantee fewer"))


def _of_pins(problem: "Problem") -> Iterator[Conflict]:
    """Pins that are no pair, that are excluded, or that fill more than there is."""
    pins = [(pin.person, pin.posting) for pin in problem.pins]
    banned = {(e.person, e.posting) for e in problem.exclusions}
    if not pins:
        return
    person, posting = np.array(pins, dtype=np.int64).T
    known = problem.rows_of(person, posting) >= 0
    for meeting, is_pair in zip(pins, known.tolist(), strict=True):
        names = (problem.people[meeting[0]].name, problem.posts[meeting[1]].name)
        if meeting in banned:
            what = Text(zh="“{a}”与“{b}”既被指定又被排除", en="{a} and {b} are pinned and excluded").format(a=names[0], b=names[1])
            yield Conflict(names, what, Text(zh="撤销其中一项", en="drop one of the two"))
        elif not is_pair:
            what = Text(zh="指定的“{a}”与“{b}”不是规则允许的配对", en="the rules do not allow the pinned {a} and {b}")
            cure = Text(zh="先看为何不允许,或撤销指定", en="see why, or drop the pin")
            yield Conflict(names, what.format(a=names[0], b=names[1]), cure)
    for meeting in _doubled(pins):
        names = (problem.people[meeting[0]].name, problem.posts[meeting[1]].name)
        yield Conflict(names, TWICE.format(kind=Text(zh="指定", en="the pin"), name=" - ".join(names)), KEEP_ONE)
    for over in overruns(usage_of(person, posting, problem), problem):
        what = Text(zh="指定的面试要用{name}的 {used},只有 {limit}", en="the pins take {used} of {name}, which has {limit}")
        cure = Text(zh="撤销超出 {n} 的指定,或增加容量", en="drop pins worth {n}, or add capacity")
        limit = over.capacity.limit
        what = what.format(used=over.used, name=over.capacity.words, limit=limit)
        yield Conflict((over.capacity.name,), what, cure.format(n=over.used - limit))


def _doubled(values: Iterable[T]) -> list[T]:
    return [value for value, times in Counter(values).items() if times > 1]
