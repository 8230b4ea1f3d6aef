"""The number of a disability certificate: what it says about the person, and what is wrong with it.

20 characters: citizen number (GB 11643-1999), category 1-7, grade 1-4; a reissue adds B and a digit (残疾人证管理办法 art. 5).
"""

import re
import unicodedata
from datetime import date
from typing import Final, Literal, cast

from matching.knowledge.catalogue import Text
from matching.records import Personal
from matching.records.base import Record

Category = Literal[1, 2, 3, 4, 5, 6, 7]
Sex = Literal["male", "female"]

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_CITIZEN: Final = re.compile(r"[0-9]{17}[0-9X]")
_CERTIFICATE: Final = re.compile(r"(?P<citizen>[0-9]{17}[0-9X])(?P<category>[0-9])(?P<grade>[0-9])(?P<reissue>B[0-9])?")


class NumberFault(ValueError):
    """A number that cannot be right. `problem` and `advice` never quote it."""

    def __init__(self, problem: Text, advice: Text) -> None:
        super().__init__(f"{problem.en}; {advice.en}")
        self.problem = problem
        self.advice = advice


class CitizenNumber(Record):
    """What the 18 characters of a citizen number say. Odd character 17 is male."""

    number: Personal[str]
    birth: Personal[date]
    sex: Personal[Sex]


class CertificateNumber(Record):
    """What a certificate number says; `number` is upper case without spaces and keeps the reissue suffix."""

    number: Personal[str]
    citizen: CitizenNumber
    category: Personal[Category]
    grade: Personal[Literal[1, 2, 3, 4]]


def check_character(first17: str) -> str:
    """The 18th character that belongs to 17 digits: weighted sum mod 11 (GB 11643-1999)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def plain_number(text: str) -> str:
    """The number as it should have been typed: half width, upper case, without spaces, apostrophes and hyphens."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in plain if not character.isspace() and character not in "'`’‘-\u200b\ufeff")


def read_citizen_number(text: str, today: date) -> CitizenNumber:
    """The citizen number and what follows from it.

    Raises NumberFault when the length, a character, the birth date or the check character is wrong.
    """
    number = plain_number(text)
    if not _CITIZEN.fullmatch(number):
        raise NumberFault(
            _t(
                "身份证号应为 18 位（17 位数字加校验位），此处为 {n} 位或含其他字符",
                "a citizen number has 17 digits and a check character; this one has {n} characters or others than digits",
            ).format(n=len(number)),
            _t("对照身份证重新填写，并把该列设为文本格式", "copy it from the document again and format the column as text"),
        )
    birth = _birth(number[6:14], today)
    if check_character(number[:17]) != number[17]:
        raise NumberFault(
            _t("第 18 位校验位不符", "the check character (18th) does not fit"),
            _t("对照证件逐位核对前 18 位", "compare the first 18 characters with the document one by one"),
        )
    return CitizenNumber(number=number, birth=birth, sex="male" if int(number[16]) % 2 else "female")


def read_certificate_number(text: str, today: date) -> CertificateNumber:
    """The certificate number and what follows from it: birth, sex, category, grade.

    Raises NumberFault when the shape, the birth date, the check character, the category (1-7) or the grade (1-4) is wrong.
    """
    number = plain_number(text)
    found = _CERTIFICATE.fullmatch(number)
    if found is None:
        raise NumberFault(
            _t(
                "残疾人证号应为 20 位（补发的另加 B 和 1 位数字），此处为 {n} 位或含其他字符",
                "a certificate number has 20 characters, plus B and a digit on a reissue; this one has {n} or other characters",
            ).format(n=len(number)),
            _t(
                "对照残疾人证重新填写；只有身份证号时请填入“身份证号”列",
                "copy it from the certificate again; a bare citizen number belongs into the column 身份证号",
            ),
        )
    citizen = read_citizen_number(found["citizen"], today)
    if found["category"] not in "1234567":
        raise NumberFault(
            _t("第 19 位（残疾类别）不在 1 至 7 之间", "the 19th character (category) is not 1 to 7"),
            _t("对照残疾人证核对第 19 位", "compare the 19th character with the certificate"),
        )
    if found["grade"] not in "1234":
        raise NumberFault(
            _t("第 20 位（残疾等级）不在 1 至 4 之间", "the 20th character (grade) is not 1 to 4"),
            _t("对照残疾人证核对第 20 位", "compare the 20th character with the certificate"),
        )
    return CertificateNumber(
        number=number,
        citizen=citizen,
        category=cast(Category, int(found["category"])),
        grade=cast(Literal[1, 2, 3, 4], int(found["grade"])),
    )


def _birth(digits: str, today: date) -> date:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        birth = None
    if birth is None or not date(1900, 1, 1) <= birth <= today:
        raise NumberFault(
            _t("第 7 至 14 位不是可能的出生日期", "characters 7 to 14 are no possible date of birth"),
            _t("对照证件核对第 7 至 14 位", "compare characters 7 to 14 with the document"),
        )
    return birth


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)
