"""Who offers work, and who only passes it on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pydantic import Field, field_validator

from matching.records.base import Personal, Record

_CODE_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def check_credit_code(code: str) -> str:
    """The 18-character unified social credit code (统一社会信用代码), upper case, or ValueError saying what is wrong.

    Source: GB 32100-2015; character 18 = (31 - sum(value x 3^(i-1) mod 31)) mod 31 over the first 17 characters.
    """
    code = code.strip().upper()
    if len(code) != 18:
        raise ValueError(f"a social credit code has 18 characters, this one has {len(code)}")
    for character in code:
        if character not in _CODE_CHARACTERS:
            raise ValueError(f"a social credit code never holds {character!r} (I, O, S, V and Z are not used)")
    total = sum(_CODE_CHARACTERS.index(c) * w for c, w in zip(code, _CODE_WEIGHTS, strict=False))
    expected = _CODE_CHARACTERS[(31 - total % 31) % 31]
    if code[17] != expected:
        raise ValueError(f"the check character of social credit code {code} does not fit; compare it with the licence")
    return code


class EmployerKind(StrEnum):
    GOVERNMENT = "government"
    PUBLIC_INSTITUTION = "public_institution"
    SOE = "soe"
    PRIVATE = "private"
    PLATFORM = "platform"
    DPO = "dpo"
    SHELTERED = "sheltered"
    RURAL = "rural"
    INDIVIDUAL = "individual"
    OTHER = "other"


class Employer(Record):
    """An organisation that hires. `staff` are people employed; `establishment` the 编制 of a public body."""

    id: str
    name: str
    code: str | None = None
    kind: EmployerKind = EmployerKind.OTHER
    staff: int | None = Field(default=None, ge=0)
    staff_text: str = ""
    establishment: int | None = Field(default=None, ge=0)
    industry: str = ""
    district: str | None = None
    contact: Personal[str | None] = None
    approved: bool = False

    @field_validator("code")
    @classmethod
    def _checked(cls, value: str | None) -> str | None:
        return None if value is None else check_credit_code(value)


@dataclass(frozen=True, slots=True)
class EmployerRecord:
    """How an employer kept its word: promised arrangements that somebody checked, and how many of these were there.

    The employer's record, never a person's: it says nothing of whom the arrangements were for. Raises ValueError when more were
    kept than checked, or fewer than none.
    """

    checked: int = 0
    kept: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.kept <= self.checked:
            raise ValueError(f"{self.kept} promises kept of {self.checked} checked: kept lies between 0 and checked")

    @property
    def share(self) -> float:
        """(kept + 1) / (checked + 2), between 0 and 1: one check alone makes nobody perfect or hopeless (Laplace's rule)."""
        return (self.kept + 1) / (self.checked + 2)


class Intermediary(Record):
    """An agency, association or platform that passes on a posting; the real employer is kept beside it."""

    id: str
    name: str
    code: str | None = None

    @field_validator("code")
    @classmethod
    def _checked(cls, value: str | None) -> str | None:
        return None if value is None else check_credit_code(value)
