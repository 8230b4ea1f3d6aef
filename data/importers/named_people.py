"""Whom a row of a sheet about stored people means: by an id, an office's own number, or the number of a document."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Generic, TypeVar

from data.importers.certificate import (
    CertificateNumber,
    CitizenNumber,
    NumberFault,
    plain_number,
    read_certificate_number,
    read_citizen_number,
)
from data.importers.course_row import Identify
from data.importers.people_row import PeopleRow, say
from data.importers.terms import holds_document

FindPeople = Callable[[Iterable[str]], Mapping[str, tuple[str, ...]]]
"""From names (ids, an office's own numbers, numbers of certificates) to the ids of the stored people that they stand for."""

PERSON_FIELDS: Final = ("candidate", "certificate_number", "citizen_number")
_CITIZEN_LENGTH: Final = 18
_DOCUMENT: Final = re.compile(r"\d{17}[\dX][\dXB]{0,4}")
_RowT = TypeVar("_RowT", bound=PeopleRow)


@dataclass(frozen=True)
class Asked(Generic[_RowT]):
    """A row whose cells were read, and the names by which each of its columns calls the person."""

    row: _RowT
    names: Mapping[str, tuple[str, ...]]


def ask_names(row: _RowT, identify: Identify, today: date) -> Asked[_RowT]:
    """The names in the columns of the person. A number that cannot be one keeps the row out."""
    names = {
        "candidate": _own_number(row, identify, today),
        "certificate_number": _document(row, "certificate_number", row.document("certificate_number"), identify, today),
        "citizen_number": _document(row, "citizen_number", row.document("citizen_number"), identify, today),
    }
    return Asked(row, {field: found for field, found in names.items() if found})


def _own_number(row: PeopleRow, identify: Identify, today: date) -> tuple[str, ...]:
    text = row.external("candidate")
    if not text:
        return ()
    if _DOCUMENT.fullmatch(plain_number(text)) or holds_document(text):
        return _document(row, "candidate", text, identify, today)
    return (text,)


def _document(row: PeopleRow, field: str, text: str, identify: Identify, today: date) -> tuple[str, ...]:
    """What the person of a certificate or citizen number may be called: by the number, and by the id that follows from it."""
    if not text:
        return ()
    try:
        found = _read_number(field, plain_number(text), today)
    except NumberFault as fault:
        row.reject(field, fault.problem, fault.advice)
        return ()
    citizen = found.citizen if isinstance(found, CertificateNumber) else found
    return found.number, "c_" + identify(f"citizen:{citizen.number}")


def _read_number(field: str, number: str, today: date) -> CertificateNumber | CitizenNumber:
    if field == "citizen_number" or (field == "candidate" and len(number) == _CITIZEN_LENGTH):
        return read_citizen_number(number, today)
    return read_certificate_number(number, today)


def choose_person(one: Asked[_RowT], known: Mapping[str, tuple[str, ...]]) -> str | None:
    """The id of the one person that all columns mean, or None and a fault that does not say who it is."""
    row = one.row
    if not one.names:
        if not row.rejected:
            row.reject(
                "candidate",
                say("没有写是哪一位求职者", "does not say who it is about"),
                say("填求职者编号、残疾人证号或身份证号中的一个", "fill in your number, a certificate number or a citizen number"),
            )
        return None
    told = {field: {found for name in names for found in known.get(name, ())} for field, names in one.names.items()}
    meant = {field: ids for field, ids in told.items() if ids}
    column = next(iter(meant or told))
    if not meant:
        row.reject(
            column,
            say("库里没有这位求职者", "there is no such candidate"),
            say("先导入求职者名单，或核对编号、证件号码", "import the candidates first, or check the number"),
        )
        return None
    ids = set.intersection(*meant.values())
    if len(ids) == 1:
        return ids.pop()
    if ids:
        row.reject(
            column,
            say("几位求职者都用这个编号", "several candidates have this number"),
            say("改写残疾人证号或系统里的编号", "write the number of the certificate, or the id of this system"),
        )
    else:
        row.reject(
            list(meant)[-1],
            say("各列指的不是同一个人", "the columns name different people"),
            say("核对编号和证件号码", "compare the numbers with the documents"),
        )
    return None
