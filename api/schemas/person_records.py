"""Everything that is stored about one person, in words."""

from datetime import date, datetime

from api.schemas.base import Input, Name, View
from matching.knowledge.catalogue import Text


class RecordRowView(View):
    """One thing that is stored: what it is called, and what it says."""

    name: Text
    value: Text


class RecordSectionView(View):
    """Rows that belong together; without rows nothing of the kind is stored."""

    key: str
    title: Text
    rows: tuple[RecordRowView, ...]


class PersonRecordView(View):
    """The whole record of a person as of a moment, for the person."""

    candidate: str
    name: str
    made_at: datetime
    sections: tuple[RecordSectionView, ...]


class KeptView(View):
    """What an erasure leaves, why, until which day (null: it holds nobody's data any more), by which law; `to_confirm`: nobody
    has confirmed the basis yet."""

    what: Text
    why: Text
    until: date | None
    source: str
    to_confirm: bool


class ErasureView(View):
    """What an erasure would take and leave, before it is done."""

    candidate: str
    name: str
    on: date
    goes: tuple[Text, ...]
    stays: tuple[KeptView, ...]
    interviews_ahead: int


class ErasureInput(Input):
    """The erasure: the person's id again, so that nobody else is erased by a slip, and who answers for it."""

    candidate: Name
    named: Name


class ErasedView(View):
    """The moment of an erasure, and what stays until when."""

    candidate: str
    erased_at: datetime
    stays: tuple[KeptView, ...]
