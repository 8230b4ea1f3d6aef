"""The impact assessment over the wire: figures and words, no names of people."""

from datetime import date, datetime
from typing import Literal

from api.schemas.base import Input, View
from api.schemas.policy import FactView
from matching.knowledge.catalogue import Text

Conclusion = Literal["proceed", "improve", "stop"]


class PurposeView(View):
    """One purpose of processing: what it takes, and what it rests on."""

    text: Text
    takes: Text
    basis: Text


class CountView(View):
    """How many records there are of a kind."""

    name: str
    text: Text
    number: int


class SeesView(View):
    """What accounts of a role see, and how many such accounts may sign in."""

    role: str
    role_text: Text
    sees: Text
    accounts: int


class CheckedView(View):
    """One check that a ranker passed, or not, before it served."""

    passed: bool
    text: Text


class RankerView(View):
    """The ranker that serves. `checks` is empty for the hand-weighted table, which learnt nothing of anybody."""

    version: str
    note: Text
    checks: tuple[CheckedView, ...]


class LeakLineView(View):
    """What lists give away of one secret: AUC of the attack less that of the posting alone, and its upper 95 % bound."""

    secret: str
    people: int
    excess: float
    upper: float


class LeakFiguresView(View):
    """The attack on lists that was recorded last. `most` is the highest bound that is allowed."""

    at: datetime
    people: int
    lines: int
    most: float
    holds: bool
    secrets: tuple[LeakLineView, ...]


class RiskView(View):
    """What may go wrong, what is done against it, and what remains."""

    risk: Text
    measure: Text
    remains: Text


class ImpactRecordView(View):
    """An assessment as it was recorded. `leak` is its highest bound, null where no attack had been recorded."""

    number: int
    at: datetime
    account: str
    conclusion: Conclusion
    conclusion_text: Text
    people: int
    open_appeals: int
    ranker: str
    leak: float | None
    keep_until: date


class ImpactView(View):
    """The assessment as it would be recorded now, and those that were. `leak` null: no attack was recorded yet."""

    on: date
    software: str
    purposes: tuple[PurposeView, ...]
    counts: tuple[CountView, ...]
    sees: tuple[SeesView, ...]
    retention: tuple[FactView, ...]
    ranker: RankerView
    leak: LeakFiguresView | None
    risks: tuple[RiskView, ...]
    conclusions: dict[Conclusion, Text]
    may_record: bool
    record_years: int
    records: tuple[ImpactRecordView, ...]


class ImpactInput(Input):
    """What whoever looked at the assessment concludes."""

    conclusion: Conclusion
