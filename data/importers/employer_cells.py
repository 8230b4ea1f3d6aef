"""Who offers a posting: the employer, and whoever stands between, from one row."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from data.importers.columns_postings import EMPLOYER_ALIASES, EMPLOYER_KINDS
from data.importers.posting_row import PostingRow, word
from matching.knowledge.catalogue import Text
from matching.records import Employer, EmployerKind, Intermediary, check_credit_code

EMPLOYER_WORDS: Final = {**EMPLOYER_KINDS, **EMPLOYER_ALIASES, **{kind.value: kind for kind in EmployerKind}}
"""Word of a sheet -> kind of employer."""


def read_employer(row: PostingRow, name: str, identify: Callable[[str], str]) -> Employer | None:
    """The employer of that name with what else the row tells of it, or None where its code is no code."""
    code = _code(row, "employer_code")
    kind_text, staff_text = row.line("employer_kind"), row.line("staff")
    kind = EMPLOYER_WORDS.get(kind_text)
    if kind is None and kind_text:
        row.keep(
            "employer_kind",
            Text(zh="不认识的单位性质", en="unknown kind of employer"),
            Text(zh="可填：{known}", en="choose one of: {known}").format(known="、".join(EMPLOYER_KINDS)),
        )
    establishment = row.whole("establishment", 0, 1_000_000)
    if row.rejected:
        return None
    key = f"name:{word(name)}" if code is None else f"code:{code}"
    return _make_employer(
        "e_" + identify(key), name, code, kind or EmployerKind.OTHER, staff_text, establishment, row.line("industry")
    )


@lru_cache(maxsize=65_536)
def _make_employer(
    name_id: str, name: str, code: str | None, kind: EmployerKind, staff_text: str, establishment: int | None, industry: str
) -> Employer:
    count = re.fullmatch(r"(\d{1,7})\s*人?", staff_text)
    return Employer(
        id=name_id,
        name=name,
        code=code,
        kind=kind,
        staff=None if count is None else int(count[1]),
        staff_text="" if count is not None else staff_text,
        establishment=establishment,
        industry=industry,
    )


def read_intermediary(row: PostingRow, identify: Callable[[str], str]) -> Intermediary | None:
    """Who stands between the employer and the person, where the row names somebody."""
    name = row.line("intermediary")
    if not name:
        return None
    code = _code(row, "intermediary_code")
    return Intermediary(id="e_" + identify(f"name:{name}" if code is None else f"code:{code}"), name=name, code=code)


_check_code = lru_cache(maxsize=16_384)(check_credit_code)
"""One employer has many postings."""


def _code(row: PostingRow, field: str) -> str | None:
    text = row.identifier(field)
    if not text:
        return None
    try:
        return _check_code(text)
    except ValueError as error:
        said = str(error).split(";")[0].replace(f" {text.strip().upper()}", "")
        row.reject(
            field,
            Text(zh="统一社会信用代码应为 18 位（不含 I、O、S、V、Z），且末位要与前 17 位相符", en=said),
            Text(zh="对照营业执照改正", en="correct it by the business licence"),
        )
        return None
