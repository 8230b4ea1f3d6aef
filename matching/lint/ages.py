"""Which ranges of age may stand as they are, by the policy of the day."""

from matching.lint.exclusion import Exclusion
from matching.policy import Policy

_MEN, _WOMEN = "retirement.men.base_age", "retirement.w50.base_age"


def may_stand(range_: Exclusion, part: str, policy: Policy) -> bool:
    """Whether a range of age keeps out nobody who may lawfully work: a least age up to the protection of minors, and a highest
    age that lets in everybody below the statutory retirement age, of women where the part of the sentence speaks of women alone.

    The base age is meant, before the stepwise delay: nobody is told that "up to 60" is wrong because of some months.
    """
    adult = policy.find("age.minor_until")
    retirement = policy.find(_WOMEN if "女" in part and "男" not in part else _MEN)
    if range_.minimum is not None and (adult is None or range_.minimum > adult.number):
        return False
    return range_.maximum is None or (retirement is not None and range_.maximum >= retirement.number - 1)
