"""一人一策: the plan of one person, from verdicts, wishes, changes, courses and services, with the counselor's words beside it.

There is no place in it for a diagnosis, a category or a grade, and no free text of a file is copied into it.
"""

from matching.person_plan.document import Edit, PersonPlan, PlanLine, PlanSection, SectionKey, with_edits
from matching.person_plan.facts import PlanChange, PlanFacts, PlanMatch
from matching.person_plan.writing import write_plan

__all__ = [
    "Edit",
    "PersonPlan",
    "PlanChange",
    "PlanFacts",
    "PlanLine",
    "PlanMatch",
    "PlanSection",
    "SectionKey",
    "with_edits",
    "write_plan",
]
