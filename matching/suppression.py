"""How a figure about people may leave the house: small groups are kept back, the rest is rounded (design section 7)."""

from typing import Final

SMALLEST: Final = 5
"""A group of fewer people is not shown, and neither is a figure from which such a group follows; the rest is rounded to it."""


def shown(people: int, of: int) -> int | None:
    """The figure to show for `people` out of `of`: rounded to 5, or None where they, or those left over, are fewer than 5."""
    return None if min(people, of - people) < SMALLEST else rounded(people)


def rounded(people: int) -> int | None:
    """A whole group rounded to 5, or None below 5."""
    return None if people < SMALLEST else SMALLEST * round(people / SMALLEST)
