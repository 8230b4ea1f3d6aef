"""What must be asked before a pair under review is settled, of whom, and which answers settle most.

`asking` turns a finding into questions, `pair` gathers those of one pair, `posting` those of one posting over all people as sets,
`calls` the call list of an event, `assessments` what to assess next for one person.
"""

from matching.questions.assessments import NextAssessment, NextAssessments, next_assessments
from matching.questions.calls import Call, CallList, Line, call_list
from matching.questions.pair import join_questions, pair_questions
from matching.questions.question import Question

__all__ = [
    "Call",
    "CallList",
    "Line",
    "NextAssessment",
    "NextAssessments",
    "Question",
    "call_list",
    "join_questions",
    "next_assessments",
    "pair_questions",
]
