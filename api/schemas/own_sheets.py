"""The sheet of one person for that person: posts and why, what is stored, who read it, consents, rights."""

from datetime import date
from typing import Literal

from api.schemas.appeals import AppealView
from api.schemas.base import View
from api.schemas.consents import ConsentView
from api.schemas.person_posts import EventRef
from api.schemas.person_records import RecordSectionView
from matching.knowledge.catalogue import Text
from matching.shortlist import VerdictName


class OwnPostView(View):
    """One post in easy words. `reasons` say why it stands where it stands, where a computer put it there."""

    posting: str
    title: str
    employer: str
    verdict: VerdictName
    line: Text
    paragraph: Text
    reasons: tuple[Text, ...]


class OwnAccessView(View):
    """What accounts of one role and organisation did with the file on one day, and how often."""

    on: date
    role: Text
    organisation: Text
    what: Text
    times: int


class OwnSheetView(View):
    """The whole sheet. `fits` and `asks` are the first of `fit` and `asked` posts; `blocked` of `postings` are not open now.

    `stored` leaves the certificate closed: number, category and grade are in the copy. A request is answered within `answer_days`;
    `answer_to_confirm`: nobody has confirmed that figure yet.
    """

    candidate: str
    name: str
    on: date
    event: EventRef | None
    postings: int
    fit: int
    asked: int
    blocked: int
    fits: tuple[OwnPostView, ...]
    asks: tuple[OwnPostView, ...]
    profiling: bool
    notice_version: str
    notice: tuple[Text, ...]
    notice_easy: tuple[Text, ...]
    stored: tuple[RecordSectionView, ...]
    accesses: tuple[OwnAccessView, ...]
    consents: tuple[ConsentView, ...]
    appeals: tuple[AppealView, ...]
    rights: tuple[Text, ...]
    answer_days: int
    answer_to_confirm: bool


Kind = Literal["sheet", "record"]
"""What can be printed for a person: the sheet, or everything that is stored."""
