"""What an employer hands in to know its quota: counts by counting class, and wages on average. Nobody's record is among it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import floor
from typing import Final, Literal

from matching.knowledge.catalogue import Text

OrganisationKind = Literal["enterprise", "government", "public_institution", "other"]


class CountingClass(StrEnum):
    """How a person counts. The employer sorts its own staff from the certificates that they chose to hand in."""

    CERTIFICATE_SEVERE = "certificate_severe"
    CERTIFICATE = "certificate"
    VETERAN_SEVERE = "veteran_severe"
    VETERAN = "veteran"
    CERTIFICATE_EXPIRED = "certificate_expired"
    TERMS_NOT_MET = "terms_not_met"
    WORK_INJURY = "work_injury"
    HOUSEHOLD_MEMBER = "household_member"


CLASS_TEXTS: Final[Mapping[CountingClass, Text]] = {
    CountingClass.CERTIFICATE_SEVERE: Text(zh="残疾人证一、二级", en="certificate, grades 1-2"),
    CountingClass.CERTIFICATE: Text(zh="残疾人证三、四级", en="certificate, grades 3-4"),
    CountingClass.VETERAN_SEVERE: Text(zh="残疾军人证一至三级", en="veteran's certificate, grades 1-3"),
    CountingClass.VETERAN: Text(zh="残疾军人证四至八级", en="veteran's certificate, grades 4-8"),
    CountingClass.CERTIFICATE_EXPIRED: Text(zh="证件已过期", en="certificate expired"),
    CountingClass.TERMS_NOT_MET: Text(
        zh="合同不满一年、工资低于最低工资或社会保险未足额",
        en="contract under a year, wage below the minimum, or insurance not in full",
    ),
    CountingClass.WORK_INJURY: Text(zh="只有工伤等级", en="work-injury grade alone"),
    CountingClass.HOUSEHOLD_MEMBER: Text(zh="残疾人家庭成员", en="member of the household"),
}


def counting_class(credential: Literal["certificate", "veteran"], grade: int, *, valid: bool, terms_met: bool) -> CountingClass:
    """The class of one person, for an employer's own sheet: certificate grades 1-4, veterans' grades 1-8.

    `terms_met`: contract of a year or more, wage at least the local minimum, social insurance in full.
    Raises ValueError for a grade that the credential does not have; the grade itself is not named.
    """
    most, severe = (4, 2) if credential == "certificate" else (8, 3)
    if not 1 <= grade <= most:
        raise ValueError(f"a {credential} has grades 1 to {most}; correct the grade")
    if not valid:
        return CountingClass.CERTIFICATE_EXPIRED
    if not terms_met:
        return CountingClass.TERMS_NOT_MET
    return CountingClass(f"{credential}_severe") if grade <= severe else CountingClass(credential)


_NO_STAFF: Final = Text(
    zh="在职职工 {staff} 人：没有职工的单位不用缴纳；请填全年平均人数，应大于 0",
    en="{staff} staff: an employer with nobody owes nothing; give the average of the year, more than 0",
)
_BELOW: Final = Text(
    zh="{called}：{months} 个人月；人月数不能小于 0，一人全年是 12",
    en="{called}: {months} months of work; it must be at least 0, and one person all the year is 12",
)
_TOO_MANY: Final = Text(
    zh="合计 {months} 个人月，即平均 {people} 人，比在职职工 {staff} 人还多；只算一年，合计不能超过 {most} 个人月",
    en="{months} months of work are {people} people on average among {staff} staff; the months count for one year only: "
    "at most {most} in all",
)
_WAGE: Final = Text(zh="本单位年平均工资", en="a wage")
_LOCAL_WAGE: Final = Text(zh="当地年平均工资", en="a local wage")
_NO_WAGE: Final = Text(
    zh="{called}每年 {value} 元；应大于 0，或不填", en="{called} of {value} yuan a year; give it above 0, or leave it out"
)


class WorkforceError(ValueError):
    """Counts that no year can hold, in words: what is wrong, and what is allowed."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True)
class Workforce:
    """One employer in one year.

    `staff`: people employed on average over the year (seasonal work converted; dispatched workers with one side, by agreement).
    `months`: for each counting class, months of work in the year, all its people together: one person all the year is 12.
    Wages are yuan a year and person; None: not told. Raises WorkforceError on what no year can hold.
    """

    staff: float
    months: Mapping[CountingClass, int]
    wage: float | None = None
    local_wage: float | None = None
    kind: OrganisationKind = "enterprise"

    def __post_init__(self) -> None:
        if self.staff <= 0:
            raise WorkforceError(_NO_STAFF.format(staff=f"{self.staff:g}"))
        for kind, number in self.months.items():
            if number < 0:
                raise WorkforceError(_BELOW.format(called=CLASS_TEXTS[kind], months=number))
        months = sum(self.months.values())
        if months > 12 * self.staff:
            told = {"months": months, "people": f"{months / 12:g}", "staff": f"{self.staff:g}", "most": floor(12 * self.staff)}
            raise WorkforceError(_TOO_MANY.format(**told))
        for called, value in ((_WAGE, self.wage), (_LOCAL_WAGE, self.local_wage)):
            if value is not None and value <= 0:
                raise WorkforceError(_NO_WAGE.format(called=called, value=f"{value:g}"))
