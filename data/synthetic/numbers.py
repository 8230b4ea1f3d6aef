"""Numbers that pass their checks and can belong to nobody: the area code is not assigned to any place."""

from datetime import date
from typing import Final

import numpy as np

from data.synthetic.draws import Int64

AREA: Final = "420199"
"""Shaped like a Wuhan district; GB/T 2260 assigns 420102-420117 (and 420101 for the city itself), never this one."""

_CITIZEN_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_CHECKS: Final = "10X98765432"
_CODE_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_PER_DAY: Final = 500


def sequences(births: Int64, males: Int64) -> Int64:
    """(n,) the three-digit order codes 0..999 of people by day of birth and sex (odd: male), no two alike within a day and sex.

    Raises ValueError when more than 500 people of one sex share a day.
    """
    group = births * 2 + males
    order = np.argsort(group, kind="stable")
    sorted_group = group[order]
    starts = np.flatnonzero(np.r_[True, sorted_group[1:] != sorted_group[:-1]])
    within = np.arange(len(group)) - np.repeat(starts, np.diff(np.r_[starts, len(group)]))
    if len(within) and within.max() >= _PER_DAY:
        raise ValueError(f"more than {_PER_DAY} people of one sex born on one day; ask for fewer people")
    numbers = np.empty(len(group), dtype=np.int64)
    numbers[order] = within * 2 + males[order]
    return numbers


def citizen_number(birth: date, sequence: int) -> str:
    """18 characters with the check character of GB 11643-1999."""
    first = f"{AREA}{birth:%Y%m%d}{sequence:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(first, _CITIZEN_WEIGHTS, strict=True))
    return first + _CITIZEN_CHECKS[total % 11]


def certificate_number(citizen: str, category: int, grade: int, reissued: int = 0) -> str:
    """Citizen number, category 1-7, grade 1-4; a reissue adds B and its count."""
    return f"{citizen}{category}{grade}" + (f"B{reissued}" if reissued else "")


def credit_code(kind: str, serial: int) -> str:
    """18 characters with both check characters (GB 11714 for the organisation code, GB 32100-2015 for the whole).

    `kind`: the first two characters (registering department, type of body); `serial` 0..99,999,999.
    """
    organisation = f"{serial:08d}"
    check = 11 - sum(int(digit) * weight for digit, weight in zip(organisation, _ORGANISATION_WEIGHTS, strict=True)) % 11
    first = f"{kind}{AREA}{organisation}" + ("X" if check == 10 else "0" if check == 11 else str(check))
    total = sum(_CODE_CHARACTERS.index(character) * weight for character, weight in zip(first, _CODE_WEIGHTS, strict=True))
    return first + _CODE_CHARACTERS[(31 - total % 31) % 31]
