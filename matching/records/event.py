"""A recruitment event: which candidates meet which postings, where, and in what hours."""

from datetime import date
from enum import StrEnum

from matching.records.base import Record
from matching.records.hall import Hall, Venue


class EventKind(StrEnum):
    """The event kinds of the plan, by their usual names."""

    TARGETED_FAIR = "专场招聘会"
    UNIVERSITY_VISIT = "走近残疾人大学生"
    AID_MONTH = "就业援助月"
    PRIVATE_MONTH = "民营企业招聘月"
    AUTUMN_MONTH = "金秋招聘月"
    YOUTH_START = "阳光就创"
    CITIES_JOINT = "大中城市联合招聘"
    GRADUATE_WEEK = "高校毕业生就业服务周"
    MASSAGE_FAIR = "盲人按摩专场"
    RURAL_FAIR = "农村专场"


class Admission(Record):
    """Who may take part; all conditions together. Empty: everybody.

    `districts` are homes, by their codes. `zero_employment`: members of households in which nobody works.
    """

    graduates: bool = False
    zero_employment: bool = False
    districts: frozenset[str] = frozenset()


class Event(Record):
    """A named event. An empty `candidates` or `postings` means everyone and every open posting in the store.

    `admits` says by which conditions `candidates` were chosen; `with_booth`: that `postings` are those with a booth in the hall.
    """

    id: str
    name: str
    kind: EventKind = EventKind.TARGETED_FAIR
    on: date | None = None
    district: str | None = None
    candidates: tuple[str, ...] = ()
    postings: tuple[str, ...] = ()
    venue: Venue | None = None
    hall: Hall = Hall()
    admits: Admission = Admission()
    with_booth: bool = False
