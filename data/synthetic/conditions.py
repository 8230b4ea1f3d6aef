"""Whom some postings of the synthetic city admit, by their own conditions."""

from data.synthetic.draws import Dice
from matching.records import Eligibility, PostingKind

_NO_CONDITION = Eligibility()


def make_conditions(kind: PostingKind, district: str | None, dice: Dice) -> Eligibility:
    """None for most; a programme's post may ask for more than its kind does.

    A public-welfare post may be for the register of its own district or for households without work, a graduate post for a
    shorter or longer time than usual, and now and then another one for the registered unemployed or the recognised.
    """
    drawn = dice.between(0, 99)
    if kind is PostingKind.PUBLIC_WELFARE:
        if drawn < 35 and district is not None:
            return Eligibility(residence=(district,))
        if drawn < 50:
            return Eligibility(zero_employment_household_only=True)
        return Eligibility(unemployed_only=True) if drawn < 60 else _NO_CONDITION
    if kind in (PostingKind.GRADUATE, PostingKind.GOVERNMENT, PostingKind.PUBLIC_INSTITUTION) and drawn < 25:
        return Eligibility(graduated_within_years=dice.pick((1, 2, 3, 5)))
    if kind in (PostingKind.SOE_TARGETED, PostingKind.DPO_PROJECT) and drawn < 10:
        return Eligibility(recognised_only=True)
    return Eligibility(unemployed_only=True) if drawn < 2 else _NO_CONDITION
