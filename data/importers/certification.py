"""Quota certifications from a file of the platform: one row an employer and year. The file has no link to anything live."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.importers.columns_certification import CERTIFICATION_COLUMNS
from data.importers.faults import Fault, ImportRefused, repeated, unread_column
from data.importers.mapping import Mapping as SheetMapping
from data.importers.mapping import Plan, check_whole_columns, choose_mapping, known_headers
from data.importers.people_row import PeopleRow, say
from data.importers.sheets import LIMIT_BYTES, open_table, plain_header
from data.importers.typed_rows import Source
from data.importers.words import folded
from matching.knowledge.catalogue import Text
from matching.quota.certified import CertifiedCount
from matching.records import Employer
from matching.records.employer import check_credit_code

_REQUIRED: Final = ("year", "counted")
_NAMES: Final = ("code", "employer")
_IGNORED: Final = frozenset({"", "序号", "no", "no."})
_PERSONAL: Final = ("姓名", "残疾人证", "残疾证", "身份证", "证件号码", "联系电话", "手机")
"""Words of headers under which people stand: such a file is not read at all."""
_FIRST_YEAR: Final = 2000
_MOST: Final = 10_000_000


@dataclass(frozen=True)
class CertificationBatch:
    """The certified counts of one file; `records` holds (count, row of the sheet). `layout` names the mapping that read it, and
    `proposed` says that nobody has compared it with a real file yet."""

    rows: int
    records: tuple[tuple[CertifiedCount, int], ...]
    duplicates: int
    faults: tuple[Fault, ...]
    layout: str
    proposed: bool


class CertificationRow(PeopleRow):
    """The cells of one employer: counts, and who the employer is. Nothing of it is personal."""

    def _may_show(self, field: str, value: str) -> bool:
        return len(value) <= 60


def read_certification(
    path: Source,
    employers: Iterable[Employer],
    source: str,
    fetched_on: date,
    mapping: SheetMapping | None = None,
    *,
    limit_bytes: int = LIMIT_BYTES,
) -> CertificationBatch:
    """The certified counts of a file, checked row by row; a wrong row keeps no other one out.

    An employer is told by its credit code, else by its name if only one has it. The same employer and year a second time is a
    duplicate where it says the same, else it stays out. Raises ImportRefused when the file cannot be read, lacks a column, or names
    people: no such column is needed, and none is taken in.
    """
    table = open_table(path, known_headers("certification", CERTIFICATION_COLUMNS, mapping), limit_bytes)
    _check_nobody(path, table.headers)
    chosen = choose_mapping(path.name, "certification", table.headers, CERTIFICATION_COLUMNS, _REQUIRED, mapping)
    check_whole_columns(path.name, chosen)
    plan = Plan(chosen, table.headers, {}, CERTIFICATION_COLUMNS)
    if plan.fed.isdisjoint(_NAMES):
        raise ImportRefused(
            say(
                f"{path.name}：缺少“统一社会信用代码”或“单位名称”列；请加上一个",
                f"{path.name}: there is neither a column 统一社会信用代码 nor 单位名称; add one",
            )
        )
    headers = {column.field: plan.column(column.field) for column in CERTIFICATION_COLUMNS}
    faults = [unread_column(header) for header in table.headers if plain_header(header) not in chosen.headers | _IGNORED]
    known = _Known(employers)
    first: dict[tuple[str, int], tuple[CertifiedCount, int]] = {}
    rows = duplicates = 0
    for number, cells in table.rows:
        rows += 1
        row = CertificationRow(number, plan.fields(cells), headers)
        found = _count(row, known, source, fetched_on)
        if found is not None:
            earlier, line = first.setdefault((found.employer, found.year), (found, number))
            if line != number and earlier == found:
                duplicates += 1
                row.warn("year", *repeated(line))
            elif line != number:
                row.reject("year", *_contradicted(line))
        faults += row.faults
    rows += sum(fault.severity == "rejected" for fault in table.faults)
    return CertificationBatch(rows, tuple(first.values()), duplicates, (*table.faults, *faults), chosen.name, chosen.proposed)


def _check_nobody(path: Source, headers: Sequence[str]) -> None:
    named = [header for header in headers if any(word in header for word in _PERSONAL)]
    if named:
        raise ImportRefused(
            say(
                f"{path.name}：这份文件逐人列出（{'、'.join(named[:5])}），不读取；请导出按单位汇总的人数",
                f"{path.name}: this file lists people ({', '.join(named[:5])}) and is not read; export the counts by employer",
            )
        )


class _Known:
    """The stored employers by what a file may call them."""

    def __init__(self, employers: Iterable[Employer]) -> None:
        self._coded: dict[str, list[str]] = {}
        self._named: dict[str, list[str]] = {}
        for one in employers:
            if one.code is not None:
                self._coded.setdefault(one.code, []).append(one.id)
            self._named.setdefault(folded(one.name), []).append(one.id)

    def called(self, code: str, name: str) -> Sequence[str]:
        """The ids of the employers of this code; without a code, of those of that name."""
        return self._coded.get(code, ()) if code else self._named.get(folded(name), ())


def _count(row: CertificationRow, known: _Known, source: str, fetched_on: date) -> CertifiedCount | None:
    employer = _employer(row, known)
    year = row.number_in("year", _FIRST_YEAR, fetched_on.year, row.reject)
    counted = row.number_in("counted", 0, _MOST, row.reject)
    people = row.number_in("people", 0, _MOST, row.reject)
    staff = row.number_in("staff", 0, _MOST, row.reject)
    for field, value in (("year", year), ("counted", counted)):
        if value is None and not row.text(field):
            row.reject(field, say("没有填写", "is empty"), say("年度和认证人数都要有", "give both the year and the number"))
    for field, value in (("year", year), ("people", people)):
        if value is not None and not value.is_integer():
            row.reject(field, say("应为整数", "must be a whole number"), say("改成整数", "write a whole number"))
    on = row.day("certified_on")
    if on is not None and on > fetched_on:
        on = None
        row.warn(
            "certified_on",
            say("认证日期晚于文件下载的日期，未采用", "certified after the file was fetched; left out"),
            say("核对日期", "check the date"),
        )
    if row.rejected or employer is None or year is None or counted is None:
        return None
    return CertifiedCount(
        employer=employer,
        year=int(year),
        source=source,
        fetched_on=fetched_on,
        counted=counted,
        staff=staff,
        people=None if people is None else int(people),
        certified_on=on,
    )


def _employer(row: CertificationRow, known: _Known) -> str | None:
    code, name = row.document("code").upper(), row.text("employer")
    if code:
        try:
            code = check_credit_code(code)
        except ValueError:
            row.reject(
                "code",
                say("信用代码的校验位不符", "the credit code does not check"),
                say("与营业执照核对", "compare it with the licence"),
            )
            return None
    found = known.called(code, name)
    column = "code" if code else "employer"
    if len(found) == 1:
        return found[0]
    if found:
        row.reject(
            column,
            say("有 {n} 个单位叫这个名称或代码", "{n} employers have this name or code").format(n=len(found)),
            say("写统一社会信用代码", "give the social credit code"),
        )
    else:
        row.reject(
            column,
            say("库里没有这个单位", "there is no such employer"),
            say("先导入它的岗位，或核对名称和代码", "import its postings first, or check name and code"),
        )
    return None


def _contradicted(line: int) -> tuple[Text, Text]:
    return (
        say("第 {row} 行写了同一单位同一年的另一个数", "row {row} tells another number of the same employer and year").format(
            row=line
        ),
        say("只留对的一行", "keep the right one of the two"),
    )
