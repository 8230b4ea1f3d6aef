"""Candidates from a sheet: every row becomes a person and, apart from it, the details of their certificate, or a fault."""

from datetime import date
from typing import Final

from data.importers.cell_memory import cells_forgotten
from data.importers.columns_candidates import ABILITY, CANDIDATE_COLUMNS
from data.importers.faults import CANDIDATE_FIELDS, CandidateBatch, Fault, ImportRefused
from data.importers.mapping import Mapping, Plan, choose_mapping, known_headers
from data.importers.people import Identify, read_person
from data.importers.people_row import PeopleRow
from data.importers.sheets import LIMIT_BYTES, open_table, plain_header
from data.importers.typed_rows import Source
from matching.collection import paused_collection
from matching.knowledge.catalogue import Text
from matching.records import Candidate, CertificateDetails

SOURCE: Final = "local"
"""The source of external ids where a sheet names none; never the file's name, or a renamed file would make new people."""

_HEADERS: Final = {column.field: column.header for column in CANDIDATE_COLUMNS}
_IDENTIFYING: Final = ("certificate_number", "citizen_number", "external_id")
_SCOPE: Final = ("certificate_number", "credential_kind")
_PARTS: Final = {
    **dict.fromkeys(("credential_kind", "credential_valid_until"), "credential"),
    **dict.fromkeys(("household", "zero_employment", "poverty_watch", "rural"), "household"),
    **dict.fromkeys(("refused_accommodations", "refused_conditions", "refused_employers"), "refusals"),
    **dict.fromkeys(("skills", "certificates", "licences", "education", "experience_years", "experience"), "resume"),
    **dict.fromkeys(("school", "major", "graduated_on"), "resume"),
    **dict.fromkeys(("occupations", "wish_text", "kinds", "pay_min", "minutes_max", "hours_max", "districts", "remote"), "wishes"),
}
"""The part of a candidate that each column tells; other columns tell the part of their own name."""

_COUNTERS: Final = frozenset({"", "序号", "no", "no."})


def read_candidates(
    path: Source,
    identify: Identify,
    mapping: Mapping | None,
    today: date,
    *,
    source_name: str | None = None,
    limit_bytes: int = LIMIT_BYTES,
) -> CandidateBatch:
    """The candidates of a sheet, checked row by row; a wrong row keeps no other one out.

    `identify` makes an opaque id from a natural key: `citizen:` + citizen number (of the certificate or of its own column), so that
    a reissue or a new grade stays one person, else `ext:` + source + external id. A person who comes twice is taken from the first
    row; an external id that comes twice for different people keeps the later row out. `mapping` describes a foreign layout; None
    reads the headers of our template and their usual other names. `today` bounds dates of birth. Raises ImportRefused when the file
    cannot be read or no column tells people apart.
    """
    table = open_table(path, known_headers("candidates", CANDIDATE_COLUMNS, mapping), limit_bytes)
    chosen = choose_mapping(path.name, "candidates", table.headers, CANDIDATE_COLUMNS, (), mapping)
    _check_fields(chosen, path)
    plan = Plan(chosen, table.headers, {}, CANDIDATE_COLUMNS)
    headers = {field: plan.column(field) for field in _HEADERS}
    faults = [_unread(header) for header in table.headers if plain_header(header) not in chosen.headers | _COUNTERS]
    records: list[tuple[Candidate, CertificateDetails | None, int]] = []
    unparsed: list[Fault] = []
    first_rows: dict[str, int] = {}
    numbered: dict[tuple[str, str], tuple[str, int]] = {}
    rows = duplicates = 0
    with paused_collection(), cells_forgotten():
        for number, cells in table.rows:
            rows += 1
            row = PeopleRow(number, plan.fields(cells), headers)
            found = read_person(row, identify, today, source_name or SOURCE)
            if found is not None and found[0].external_id is not None:
                own = row.text("source") or source_name or SOURCE, found[0].external_id
                holder, first = numbered.setdefault(own, (found[0].id, number))
                if holder != found[0].id:
                    row.reject("external_id", *_taken(first))
                    found = None
            faults += row.faults
            unparsed += row.unparsed
            if found is None:
                continue
            earlier = first_rows.setdefault(found[0].id, number)
            if earlier == number:
                records.append((*found, number))
                continue
            duplicates += 1
            faults.append(_repeated(number, earlier))
    rows += sum(fault.severity == "rejected" for fault in table.faults)
    return CandidateBatch(rows, tuple(records), duplicates, (*table.faults, *faults), tuple(unparsed), _told(plan.fed))


def _told(fed: frozenset[str]) -> frozenset[str]:
    """The parts of a candidate that these fields feed."""
    return CANDIDATE_FIELDS & {"profile" if field.startswith(ABILITY) else _PARTS.get(field, field) for field in fed}


def _check_fields(mapping: Mapping, path: Source) -> None:
    present = {*mapping.columns.values(), *mapping.constants, *(field for rule in mapping.sorted.values() for field in rule.into)}
    unknown = sorted(present - _HEADERS.keys())
    if unknown or any(len(rule.into) > 1 for rule in mapping.sorted.values()):
        raise ImportRefused(
            Text(
                zh="对照文件 {name}：求职者没有这些字段，或一列分给了几个字段：{fields}；字段名见模板",
                en="mapping {name}: not fields of a candidate, or a column for several of them: {fields}; see the template",
            ).format(name=mapping.name, fields=", ".join(unknown) or ", ".join(mapping.sorted))
        )
    for needed in (_IDENTIFYING, _SCOPE):
        if present.isdisjoint(needed):
            names = " / ".join(_HEADERS[field] for field in needed)
            raise ImportRefused(
                Text(
                    zh="{file}：缺少列“{names}”中的任何一个；请加上，或用对照文件写明是哪一列",
                    en="{file}: none of the columns {names} is there; add one, or say in a mapping file which column it is",
                ).format(file=path.name, names=names)
            )


def _repeated(number: int, earlier: int) -> Fault:
    return Fault(
        row=number,
        column=None,
        value=None,
        problem=Text(zh="与第 {row} 行是同一个人，本行未采用", en="the same person as in row {row}; this row was left out").format(
            row=earlier
        ),
        advice=Text(
            zh="把两行合成一行，保留现行证件的号码", en="make one row of the two, with the number of the current certificate"
        ),
        severity="warning",
    )


def _taken(row: int) -> tuple[Text, Text]:
    return (
        Text(
            zh="第 {row} 行的另一个人（证件号码不同）已用这个编号",
            en="row {row} uses this number for another person, with other documents",
        ).format(row=row),
        Text(zh="核对两行的编号和证件号码", en="compare the ids and the document numbers of both rows"),
    )


def _unread(header: str) -> Fault:
    return Fault(
        row=None,
        column=header[:40],
        value=None,
        problem=Text(zh="这一列没有读取", en="this column is not read"),
        advice=Text(zh="若需要，请改用模板的列名或写映射文件", en="if it matters, use a header of the template or a mapping file"),
        severity="warning",
    )
