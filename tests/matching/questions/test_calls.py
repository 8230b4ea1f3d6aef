"""The call list against a slow count pair by pair."""

from collections import Counter
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.bitmaps import VerdictIndex
from matching.constraints.finding import Addressee
from matching.judgement import Applicant, applicant, judge, opening
from matching.policy import policy_on
from matching.questions import CallList, NextAssessment, Question, call_list, next_assessments, pair_questions
from matching.records import Person, Posting, Workplace
from tests.matching.personas import WANG_WHEELCHAIR, person, post
from tests.matching.questions.draws import draw_open_applicant, draw_open_posting

POLICY = policy_on(date(2026, 11, 26))
People = list[tuple[str, Applicant]]
Pairs = dict[tuple[str, str], frozenset[Question]]


def drawn(seed: int, people: int, posts: int) -> tuple[People, list[Posting]]:
    draw = Random(seed)
    return [(f"c{n}", draw_open_applicant(draw)) for n in range(people)], [draw_open_posting(draw, n) for n in range(posts)]


def listed(people: People, posts: list[Posting]) -> CallList:
    index = VerdictIndex.build([one for _, one in people], POLICY)
    for posting in posts:
        index.put_posting(posting.id, opening(posting))
    return call_list(index, people, posts)


def asked_pairs(people: People, posts: list[Posting]) -> Pairs:
    """The questions of every pair under review, one judgement at a time."""
    pairs = {}
    for posting in posts:
        other = opening(posting)
        for name, one in people:
            found = judge(one, other, POLICY)
            if found.verdict == "review":
                pairs[name, posting.id] = frozenset(pair_questions(found, one, other, candidate=name, posting=posting.id))
    return pairs


def call_of(question: Question, pairs: Pairs, posts: dict[str, Posting]) -> tuple[str, str]:
    """The call that a question belongs to: one of a person, of a posting, or of a building that several postings ask about."""
    if question.posting is None:
        return question.addressee.value, str(question.candidate)
    about = {q.posting for questions in pairs.values() for q in questions if q.key.startswith("workplace:")}
    own = posts[question.posting]
    if question.posting not in about:
        return question.addressee.value, question.posting
    shared = [n for n in about if n is not None and (posts[n].employer, posts[n].place) == (own.employer, own.place)]
    return question.addressee.value, min(shared)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_call_list_equals_the_slow_count(seed: int) -> None:
    people, posts = drawn(seed, 7, 5)
    pairs, by_id = asked_pairs(people, posts), {posting.id: posting for posting in posts}
    found = listed(people, posts)
    assert (found.review, found.pairs) == (len(pairs), 35)

    asked = Counter(question for questions in pairs.values() for question in questions)
    alone = Counter(question for questions in pairs.values() for question in questions if len(questions) == 1)
    calls: dict[tuple[str, str], list[bool]] = {}
    for questions in pairs.values():
        keys = {call_of(question, pairs, by_id) for question in questions}
        for key in keys:
            calls.setdefault(key, []).append(len(keys) == 1)
    assert {call.key: (call.pairs, call.settles) for call in found.calls} == {
        ":".join(key): (len(rows), sum(rows)) for key, rows in calls.items()
    }
    for call in found.calls:
        for line in call.lines:
            one = line.question
            behind = [q for q in asked if (q.addressee, q.key, q.text) == (one.addressee, one.key, one.text)]
            if call.addressee is Addressee.EMPLOYER:
                behind = [q for q in behind if q.posting in line.postings]
                assert one.posting == (line.postings[0] if len(line.postings) == 1 else None)
            else:
                behind = [q for q in behind if q.candidate == call.candidate]
            assert (line.pairs, line.settles) == (sum(asked[q] for q in behind), sum(alone[q] for q in behind))
            assert {name for q in behind for name in q.waits} <= set(one.waits)
    lines = sum(line.pairs for call in found.calls for line in call.lines)
    assert lines == sum(asked.values()), "every question stands in exactly one line"


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32))
def test_most_settling_first(seed: int) -> None:
    found = listed(*drawn(seed, 6, 5))
    assert [(-c.settles, -c.pairs, c.key) for c in found.calls] == sorted((-c.settles, -c.pairs, c.key) for c in found.calls)
    for call in found.calls:
        order = [(-line.settles, -line.pairs) for line in call.lines]
        assert order == sorted(order)
        assert call.settles >= max(line.settles for line in call.lines)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_next_assessments_are_the_assessors_call(seed: int) -> None:
    people, posts = drawn(seed, 1, 12)
    found = next_assessments(people[0][1], [opening(posting) for posting in posts], POLICY)
    call = next((c for c in listed(people, posts).calls if c.addressee is Addressee.ASSESSOR), None)
    rows = [] if call is None else [(f"assess:{a.dimension}", a.text, a.postings, a.settles) for a in found.abilities]
    expected = [] if call is None else [(line.question.key, line.question.text, line.pairs, line.settles) for line in call.lines]
    assert rows == expected
    assert (found.waiting, found.postings) == (0 if call is None else call.pairs, 12)
    last: list[NextAssessment] = list(found.abilities[-1:])
    assert [one.together for one in last] == ([] if call is None else [call.settles])


def test_one_building_is_one_call_with_its_postings_named() -> None:
    wheeling = WANG_WHEELCHAIR.model_copy(update={"person": Person(birth=date(1990, 5, 1), sex="male")})
    unread = person("未", {"text_access": None}, person=wheeling.person)
    people = [("c_wang", applicant(wheeling, POLICY)), ("c_wei", applicant(unread, POLICY))]
    inside = Workplace(remote=False, floor=None, entrance_steps=0, toilet="accessible", commute=1)
    silent = post("甲", "文员", {"text_access": 3}, inside, id="pa")
    elsewhere = silent.place.model_copy(update={"address": "另一条街"})
    posts = [
        silent,
        silent.model_copy(update={"id": "pb"}),
        silent.model_copy(update={"id": "pc", "place": elsewhere}),
        silent.model_copy(update={"id": "pd", "employer": "e_other"}),
        post("乙", "文员", {"text_access": 3}, id="pe"),
    ]
    found = listed(people, posts)
    shown = [
        (call.key, call.postings, call.pairs, call.settles, [(line.question.key, line.question.posting) for line in call.lines])
        for call in found.calls
        if call.addressee is Addressee.EMPLOYER
    ]
    assert shown == [
        ("employer:pa", ("pa", "pb"), 2, 2, [("workplace:floor", None)]),
        ("employer:pc", ("pc",), 1, 1, [("workplace:floor", "pc")]),
        ("employer:pd", ("pd",), 1, 1, [("workplace:floor", "pd")]),
    ]
    asked = [(call.key, call.pairs, call.settles) for call in found.calls if call.addressee is not Addressee.EMPLOYER]
    assert asked == [("assessor:c_wei", 5, 5)]
    assert (found.review, found.pairs) == (9, 10)


def test_nobody_and_nothing_give_an_empty_list() -> None:
    people, posts = drawn(1, 3, 2)
    assert listed(people, []) == CallList((), 0, 0)
    assert listed([], posts) == CallList((), 0, 0)
    assert next_assessments(people[0][1], [], POLICY).abilities == ()
