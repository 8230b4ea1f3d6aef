"""For one person: which abilities to assess next, by the postings that each would settle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.constraints.finding import Addressee
from matching.judgement import Applicant, Opening, judge
from matching.knowledge.catalogue import Text
from matching.policy import Policy
from matching.questions.asking import ASSESS
from matching.questions.pair import pair_questions
from matching.questions.question import Question


@dataclass(frozen=True, slots=True)
class NextAssessment:
    """One ability to assess. `postings` wait for it; `settles` of them wait for nothing else.

    `together`: how many postings are settled once this ability and all before it in the order are assessed.
    """

    dimension: str
    text: Text
    postings: int
    settles: int
    together: int


@dataclass(frozen=True)
class NextAssessments:
    """The abilities to assess, in order. `review` of `postings` are under review; `waiting` of these wait for an assessment."""

    abilities: tuple[NextAssessment, ...]
    waiting: int
    review: int
    postings: int


def next_assessments(one: Applicant, openings: Iterable[Opening], policy: Policy) -> NextAssessments:
    """The abilities that the person's pairs under review wait for.

    Those that settle most postings alone come first, then those that more postings wait for: the order of the call list.
    """
    judgements = [(judge(one, opening, policy), opening) for opening in openings]
    asked = [pair_questions(judgement, one, opening) for judgement, opening in judgements]
    asked = [questions for questions in asked if questions]
    wanted = {question.key: question.text for questions in asked for question in _assessments(questions)}
    times = {key: sum(key in {q.key for q in _assessments(questions)} for questions in asked) for key in wanted}
    alone = {key: sum([q.key for q in questions] == [key] for questions in asked) for key in wanted}
    order = sorted(wanted, key=lambda key: (-alone[key], -times[key], key))
    rest = [frozenset(q.key for q in questions) for questions in asked if len(_assessments(questions)) == len(questions)]
    return NextAssessments(
        abilities=tuple(
            NextAssessment(
                dimension=key.removeprefix(ASSESS),
                text=wanted[key],
                postings=times[key],
                settles=alone[key],
                together=sum(keys.issubset(order[: place + 1]) for keys in rest),
            )
            for place, key in enumerate(order)
        ),
        waiting=sum(bool(_assessments(questions)) for questions in asked),
        review=len(asked),
        postings=len(judgements),
    )


def _assessments(questions: Sequence[Question]) -> list[Question]:
    return [question for question in questions if question.addressee is Addressee.ASSESSOR]
