"""Who a row is about, and what the documents say: kind of credential, category, grade, date of birth, sex."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, TypeVar, cast

from data.importers.certificate import (
    CertificateNumber,
    CitizenNumber,
    NumberFault,
    plain_number,
    read_certificate_number,
    read_citizen_number,
)
from data.importers.columns_candidates import CREDENTIALS, SEXES
from data.importers.people_row import PeopleRow, say
from data.importers.terms import holds_document
from matching.knowledge.catalogue import Text
from matching.records import CredentialKind

Category = Literal[1, 2, 3, 4, 5, 6, 7]
Sex = Literal["male", "female"]
_Number = TypeVar("_Number")

_KINDS: Final = {**CREDENTIALS, **{one.value: one for one in CredentialKind}}
_SEXES: Final = {**SEXES, "男性": "male", "女性": "female", "male": "male", "female": "female"}
_CATEGORIES: Final = {
    word: number
    for number, name in enumerate(("视力", "听力", "言语", "肢体", "智力", "精神", "多重"), start=1)
    for word in (name, f"{name}残疾", str(number))
}
_GRADE_LIMITS: Final = {CredentialKind.CERTIFICATE: 4, CredentialKind.VETERAN: 8, CredentialKind.WORK_INJURY: 10}
_NUMERALS: Final = dict(zip("一二三四五六七八九十壹贰叁肆", (*range(1, 11), 1, 2, 3, 4), strict=True))
_GRADE: Final = re.compile(r"(?:残疾)?(\d{1,2}|[一二三四五六七八九十壹贰叁肆])\s*级?")
_DOCUMENT_LIKE: Final = re.compile(r"\d{17}[\dX](?:\d\d(?:B\d)?)?")
_NUMBER_LIKE: Final = re.compile(r"\d{17}[\dX][\dXB]{0,4}")
_NUMBERS: Final = frozenset({"certificate_number", "citizen_number", "external_id"})
_CONTRADICTION: Final = Text(zh="与证件号码不一致，以号码为准", en="contradicts the document number; the number was taken")
_COMPARE: Final = Text(zh="对照证件改正其中一处", en="compare both with the document and correct one")


@dataclass(frozen=True)
class Identity:
    """Who a row is about: the natural key and what the numbers say.

    `other` is the number of a document that is no certificate, `external` the office's own number, never that of a document.
    """

    key: str = field(repr=False)
    certificate: CertificateNumber | None
    citizen: CitizenNumber | None
    other: str | None = field(default=None, repr=False)
    external: str | None = None

    @property
    def number(self) -> str | None:
        """The number of the certificate or of the other document, as it is to be stored."""
        return self.other if self.certificate is None else self.certificate.number


def read_identity(row: PeopleRow, today: date, source: str) -> Identity | None:
    """Who the row is about, or None with the reason among the row's faults.

    A veteran's or work-injury document has a number of another shape: it identifies where nothing better does. The number of a
    certificate or of a citizen in the column of external ids is taken as what it is and stored as no id.
    """
    other = _other_number(row)
    certificate = None if other else _number(row, "certificate_number", lambda text: read_certificate_number(text, today))
    citizen = _number(row, "citizen_number", lambda text: read_citizen_number(text, today))
    external = row.external("external_id")
    if _NUMBER_LIKE.fullmatch(plain_number(external)) or holds_document(external):
        misplaced = _misplaced(row, plain_number(external), today)
        external = ""
        if isinstance(misplaced, CertificateNumber) and certificate is None and not other:
            certificate = misplaced
        elif misplaced is not None and not _same_person(row, "external_id", certificate, citizen, misplaced):
            return None
        elif isinstance(misplaced, CitizenNumber) and citizen is None:
            citizen = misplaced
    if row.rejected:
        return None
    if certificate is not None:
        if citizen is not None and not _same_person(row, "citizen_number", certificate, None, citizen):
            return None
        return Identity(f"citizen:{certificate.citizen.number}", certificate, certificate.citizen, None, external or None)
    if citizen is not None:
        return Identity(f"citizen:{citizen.number}", None, citizen, other, external or None)
    if external:
        return Identity(f"ext:{row.text('source') or source}:{external}", None, None, other, external)
    if other:
        return Identity(f"document:{other}", None, None, other)
    if row.broken.isdisjoint(_NUMBERS):
        row.reject(
            "certificate_number",
            say("没有任何能认人的号码", "nothing identifies the person"),
            say("填残疾人证号、身份证号或编号中的一个", "fill in a certificate number, a citizen number or your own number"),
        )
    return None


def _misplaced(row: PeopleRow, number: str, today: date) -> CertificateNumber | CitizenNumber | None:
    """The document whose number stands in the column of external ids; None, and a fault, where it only looks like one."""
    for read in (read_certificate_number, read_citizen_number):
        try:
            found = read(number, today)
        except NumberFault:
            continue
        row.warn(
            "external_id",
            say("是证件号码，按证件处理，没有当作编号保存", "the number of a document: taken as such, not stored as an id"),
            say("证件号码请填入“身份证号”或“残疾人证号”列", "put it into the column 身份证号 or 残疾人证号"),
        )
        return found
    row.reject(
        "external_id",
        say("像是证件号码", "looks like the number of a document"),
        say("证件号码请填入“身份证号”或“残疾人证号”列", "put it into the column 身份证号 or 残疾人证号"),
    )
    return None


def _same_person(
    row: PeopleRow,
    field: str,
    certificate: CertificateNumber | None,
    citizen: CitizenNumber | None,
    stated: CertificateNumber | CitizenNumber,
) -> bool:
    """Whether a number is of the person of the others; else the row is rejected at `field`."""
    known = {one.number for one in (certificate and certificate.citizen, citizen) if one is not None}
    if known <= {stated.citizen.number if isinstance(stated, CertificateNumber) else stated.number}:
        return True
    row.reject(
        field,
        say("与残疾人证号前 18 位不同", "differs from the first 18 characters of the certificate number")
        if certificate is not None
        else say("与身份证号不同", "differs from the citizen number"),
        say("对照两个证件，确认是同一个人", "compare both documents and make sure that they are of one person"),
    )
    return False


def _other_number(row: PeopleRow) -> str | None:
    if _KINDS.get(row.text("credential_kind")) not in (CredentialKind.VETERAN, CredentialKind.WORK_INJURY):
        return None
    number = plain_number(row.document("certificate_number"))
    return None if not number or _DOCUMENT_LIKE.fullmatch(number) else number


def _number(row: PeopleRow, field: str, read: Callable[[str], _Number]) -> _Number | None:
    text = row.document(field)
    if not text:
        return None
    try:
        return read(text)
    except NumberFault as fault:
        row.reject(field, fault.problem, fault.advice)
        return None


def read_kind(row: PeopleRow, identity: Identity | None) -> CredentialKind | None:
    stated = row.choice("credential_kind", _KINDS)
    if stated is not None:
        return stated
    if identity is not None and identity.certificate is not None:
        return CredentialKind.CERTIFICATE
    if identity is not None and not row.text("credential_kind") and "credential_kind" not in row.broken:
        row.reject(
            "credential_kind",
            say("没有残疾人证号，也没有写明证件类别", "neither a certificate number nor the kind of credential"),
            say("填残疾人证号，或在“证件类别”中选一项", "fill in the certificate number or choose a kind of credential"),
        )
    return None


def read_category(row: PeopleRow, identity: Identity | None, kind: CredentialKind | None) -> Category | None:
    known = identity.certificate.category if identity and identity.certificate else None
    stated = row.choice("category", _CATEGORIES, row.warn)
    if known is not None:
        if stated is not None and stated != known:
            row.warn("category", _CONTRADICTION, _COMPARE)
        return known
    return cast(Category | None, stated) if kind is CredentialKind.CERTIFICATE else None


def read_grade(row: PeopleRow, identity: Identity | None, kind: CredentialKind | None) -> int | None:
    known = identity.certificate.grade if identity and identity.certificate else None
    text = row.text("grade")
    found = _GRADE.fullmatch(text) if text else None
    stated = None if found is None else int(_NUMERALS.get(found[1]) or found[1])
    limit = 4 if known is not None or kind is None else _GRADE_LIMITS.get(kind, 0)
    if text and (stated is None or not 1 <= stated <= limit):
        row.warn(
            "grade",
            say("不是该类证件的等级，未采用", "no grade of this kind of credential; left out"),
            say("残疾人证 1-4 级，残疾军人证 1-8 级，工伤 1-10 级", "certificate 1-4, veteran 1-8, work injury 1-10"),
        )
        stated = None
    if known is not None and stated is not None and stated != known:
        row.warn("grade", _CONTRADICTION, _COMPARE)
    return stated if known is None else known


def read_birth(row: PeopleRow, identity: Identity | None, today: date) -> date | None:
    stated = row.day("birth")
    known = identity.citizen.birth if identity and identity.citizen else None
    if stated is not None and known is not None and stated != known:
        row.warn("birth", _CONTRADICTION, _COMPARE)
    if stated is not None and known is None and not date(1900, 1, 1) <= stated <= today:
        row.warn("birth", say("不是可能的出生日期，未采用", "no possible date of birth; left out"), _COMPARE)
        return None
    return stated if known is None else known


def read_sex(row: PeopleRow, identity: Identity | None) -> Sex | None:
    stated = cast(Sex | None, row.choice("sex", _SEXES, row.warn))
    known = identity.citizen.sex if identity and identity.citizen else None
    if stated is not None and known is not None and stated != known:
        row.warn("sex", _CONTRADICTION, _COMPARE)
    return stated if known is None else known
