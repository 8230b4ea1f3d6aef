"""What people are told about a pair, an entry, or about having none: plain sentences from the same judgement that decided.

`explain` chooses by viewer: `staff` says all of it, `person` says it to the person in easy words, `employer` two counts; `tables`
is the table, `entries` what stands on lists, `words` what things are called.
"""

from matching.explanation.entries import entry_questions, first_asked, how_hard, left_out_text
from matching.explanation.explain import NotAllowed, explain
from matching.explanation.shape import DimensionRow, Explanation, FactRow, PartRow, RuleRow
from matching.explanation.staff import line_text
from matching.explanation.words import arrangement_text, arrangements_text, name_text, sentences

__all__ = [
    "DimensionRow",
    "Explanation",
    "FactRow",
    "NotAllowed",
    "PartRow",
    "RuleRow",
    "arrangement_text",
    "arrangements_text",
    "entry_questions",
    "explain",
    "first_asked",
    "how_hard",
    "left_out_text",
    "line_text",
    "name_text",
    "sentences",
]
