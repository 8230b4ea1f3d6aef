"""How many lines of a list must read the same, as it is in force on a day."""

from datetime import date

from matching.policy import policy_on


def least_crowd(day: date) -> int:
    """k of the list of an employer (`privacy.list_crowd` of policy.yaml). Raises KnowledgeError where none is in force."""
    return int(policy_on(day).number("privacy.list_crowd"))
