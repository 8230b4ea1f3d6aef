"""An event's call list: whom to ask what, ordered by how many pairs the answers would settle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps import VerdictIndex, count, unpack
from matching.constraints.finding import Addressee
from matching.judgement import Applicant
from matching.questions.asking import Ask
from matching.questions.pair import text_of
from matching.questions.people import People
from matching.questions.posting import Asked, asked_at
from matching.questions.question import WORKPLACE, Question
from matching.records import Place, Posting

Counts = NDArray[np.int32]

OF_PEOPLE: Final = (Addressee.ASSESSOR, Addressee.CANDIDATE, Addressee.COUNSELOR)
"""Who is asked about one person at a time; the employer is asked about postings."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question of a call. `pairs` ask it; in `settles` of them nothing else is asked, so that its answer settles the pair.

    `postings`: whom the answer holds for, where the question is about the employer's postings.
    """

    question: Question
    postings: tuple[str, ...]
    pairs: int
    settles: int


@dataclass(frozen=True, slots=True)
class Call:
    """All questions to one employer about one posting or one building, or to one addressee about one person.

    `pairs` ask any of them; with all of them answered `settles` pairs ask nothing any more.
    """

    addressee: Addressee
    lines: tuple[Line, ...]
    pairs: int
    settles: int
    employer: str | None = None
    candidate: str | None = None
    postings: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A name of the call that no other one of the event has: no posting stands in two calls."""
        about = self.candidate if self.employer is None else self.postings[0]
        return f"{self.addressee.value}:{about}"


@dataclass(frozen=True)
class CallList:
    """The calls of an event, those first that settle most pairs; then those that more pairs wait for, then by key.

    `review` of `pairs` pairs are under review.
    """

    calls: tuple[Call, ...]
    review: int
    pairs: int


def call_list(index: VerdictIndex, people: Sequence[tuple[str, Applicant]], postings: Sequence[Posting]) -> CallList:
    """The questions of all pairs under review, gathered into calls.

    `people` are (id, applicant) in the order of the rows of the index, which holds the postings by their ids. A settled pair is
    one that asks nothing any more; an answer may still leave it blocked, or one step short for the counselor to judge.
    """
    gathered = _OfPeople(people)
    everyone = People([one for _, one in people], index.policy)
    found: dict[str, Asked] = {}
    review = 0
    for posting in postings:
        asked = found[posting.id] = asked_at(index, posting.id, everyone)
        review += count(asked.review)
        gathered.add(asked)
    calls = [*_employer_calls(postings, found), *gathered.calls()]
    calls.sort(key=lambda call: (-call.settles, -call.pairs, call.key))
    return CallList(tuple(calls), review, count(index.everybody) * len(postings))


class _OfPeople:
    """Counts by person over the postings added: how often each question is asked, and how often it alone."""

    def __init__(self, people: Sequence[tuple[str, Applicant]]) -> None:
        self.people = people
        self.asked: dict[Ask, Counts] = {}
        self.alone: dict[Ask, Counts] = {}
        self.pairs = {addressee: self._zeros() for addressee in OF_PEOPLE}
        self.settled = {addressee: self._zeros() for addressee in OF_PEOPLE}
        self.waits: dict[Ask, dict[str, None]] = {}

    def add(self, asked: Asked) -> None:
        alone = asked.alone()
        for ask, members in asked.sets.items():
            if ask.addressee is Addressee.EMPLOYER:
                continue
            if ask not in self.asked:
                self.asked[ask], self.alone[ask], self.waits[ask] = self._zeros(), self._zeros(), {}
            self.asked[ask] += self._bits(members)
            self.alone[ask] += self._bits(members & alone)
            self.waits[ask].update(dict.fromkeys(asked.waits[ask]))
        for addressee in OF_PEOPLE:
            self.pairs[addressee] += self._bits(asked.asking(addressee))
            self.settled[addressee] += self._bits(asked.settled_by(addressee))

    def calls(self) -> Iterable[Call]:
        lines: dict[tuple[Addressee, int], list[Line]] = {}
        for ask, times in self.asked.items():
            waits, rows = tuple(self.waits[ask]), np.flatnonzero(times)
            for row, pairs, settles in zip(rows.tolist(), times[rows].tolist(), self.alone[ask][rows].tolist(), strict=True):
                name, one = self.people[row]
                question = Question(ask.addressee, ask.key, text_of(ask, one), None, name, waits)
                line = Line(question, (), pairs, settles)
                lines.setdefault((ask.addressee, row), []).append(line)
        for (addressee, row), found in lines.items():
            yield Call(
                addressee=addressee,
                lines=in_order(found),
                pairs=int(self.pairs[addressee][row]),
                settles=int(self.settled[addressee][row]),
                candidate=self.people[row][0],
            )

    def _zeros(self) -> Counts:
        return np.zeros(len(self.people), np.int32)

    def _bits(self, members: NDArray[np.uint64]) -> NDArray[np.bool_]:
        return unpack(members, len(self.people))


def _employer_calls(postings: Sequence[Posting], found: Mapping[str, Asked]) -> Iterable[Call]:
    """One call a posting; postings in one building of an employer that ask about the building share one."""
    grouped: dict[tuple[str, Place | None, str], list[Posting]] = {}
    for posting in postings:
        asks = [ask for ask in found[posting.id].sets if ask.addressee is Addressee.EMPLOYER]
        if not asks:
            continue
        of_building = any(ask.key.startswith(WORKPLACE) for ask in asks)
        key = (posting.employer, posting.place, "") if of_building else (posting.employer, None, posting.id)
        grouped.setdefault(key, []).append(posting)
    for (employer, _, _), together in grouped.items():
        names = sorted(posting.id for posting in together)
        yield Call(
            addressee=Addressee.EMPLOYER,
            lines=_employer_lines(names, found),
            pairs=sum(count(found[name].asking(Addressee.EMPLOYER)) for name in names),
            settles=sum(count(found[name].settled_by(Addressee.EMPLOYER)) for name in names),
            employer=employer,
            postings=tuple(names),
        )


def _employer_lines(postings: Sequence[str], found: Mapping[str, Asked]) -> tuple[Line, ...]:
    lines: dict[tuple[Ask, str], list[tuple[str, int, int, tuple[str, ...]]]] = {}
    for name in postings:
        asked = found[name]
        alone = asked.alone()
        for ask, members in asked.sets.items():
            if ask.addressee is Addressee.EMPLOYER:
                about = "" if ask.key.startswith(WORKPLACE) else name
                row = (name, count(members), count(members & alone), asked.waits[ask])
                lines.setdefault((ask, about), []).append(row)
    return in_order(
        Line(
            Question(ask.addressee, ask.key, text_of(ask, None), rows[0][0] if len(rows) == 1 else None, None, rows[0][3]),
            tuple(row[0] for row in rows),
            sum(row[1] for row in rows),
            sum(row[2] for row in rows),
        )
        for (ask, _), rows in lines.items()
    )


def in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines that settle most first; then those that more pairs wait for, then by what they ask."""
    return tuple(
        sorted(lines, key=lambda line: (-line.settles, -line.pairs, line.question.key, line.question.text.zh, line.postings))
    )
