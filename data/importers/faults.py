"""What an import found: the records that are right, the rows that are not, and one line for each fault."""

from dataclasses import dataclass
from typing import Final, Literal

from matching.knowledge.catalogue import Text
from matching.records import (
    Candidate,
    CertificateDetails,
    Course,
    Employer,
    GraduateTold,
    Intermediary,
    Posting,
    Service,
    Story,
    Training,
)

HIDDEN: Final = "‹hidden›"
Severity = Literal["rejected", "warning"]


class ImportRefused(ValueError):
    """The file as a whole cannot be imported; `text` says in one line what is wrong with it and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(f"{text.zh} / {text.en}")
        self.text = text


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with one row (or, with row None, with the file).

    `row` is the 1-based row of the sheet as people see it, `column` the sheet's own header, `value` the cell with personal values
    hidden. `rejected`: the row did not go in. `warning`: it did, less what the line names.
    """

    row: int | None
    column: str | None
    value: str | None
    problem: Text
    advice: Text
    severity: Severity


def unread_column(header: str) -> Fault:
    """A warning that a column of a sheet is not read."""
    return Fault(
        row=None,
        column=header[:40],
        value=None,
        problem=Text(zh="这一列没有读取", en="this column is not read"),
        advice=Text(zh="若需要，请改用模板的列名或写映射文件", en="if it matters, use a header of the template or a mapping file"),
        severity="warning",
    )


def repeated(line: int) -> tuple[Text, Text]:
    """What is wrong with a row that says what row `line` says already, and what to do."""
    return (
        Text(zh="与第 {row} 行相同，本行未采用", en="the same as row {row}; this row was left out").format(row=line),
        Text(zh="删去一行", en="delete one of the two"),
    )


CANDIDATE_FIELDS: Final = frozenset(
    {"name", "phone", "email", "contact_note", "birth", "sex", "guardian", "registered_residence", "retirement_track",
     "credential", "home", "household", "employment_aid_recognised", "registered_unemployed", "profile", "aids",
     "access_skills", "refusals", "resume", "wishes", "profiling", "external_id"}
)  # fmt: skip
"""The parts of a candidate that a sheet can tell, by the names of the records."""


@dataclass(frozen=True)
class CandidateBatch:
    """The candidates of one file. `rows` counts the data rows seen, `duplicates` those that repeat a person of an earlier row.

    `records` holds (candidate, certificate details apart, row of the sheet). `fields` are those of `CANDIDATE_FIELDS` that the file
    had a column for: of any other one it says nothing.
    """

    rows: int
    records: tuple[tuple[Candidate, CertificateDetails | None, int], ...]
    duplicates: int
    faults: tuple[Fault, ...]
    unparsed: tuple[Fault, ...] = ()
    fields: frozenset[str] = CANDIDATE_FIELDS


@dataclass(frozen=True)
class Merge:
    """A posting that repeats an earlier one of the file or, by its id, of the store; both are kept so that it can be undone."""

    kept_id: str
    merged: Posting
    row: int


@dataclass(frozen=True)
class PostingBatch:
    """The postings of one file; `records` holds (posting, employer, intermediary, row of the sheet)."""

    rows: int
    records: tuple[tuple[Posting, Employer, Intermediary | None, int], ...]
    duplicates: int
    merges: tuple[Merge, ...]
    faults: tuple[Fault, ...]
    unparsed: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class CourseBatch:
    """The courses of one file; `records` holds (course, row of the sheet).

    `fields` are the parts of a course that the file had a column for: of any other one it says nothing.
    """

    rows: int
    records: tuple[tuple[Course, int], ...]
    duplicates: int
    faults: tuple[Fault, ...]
    unparsed: tuple[Fault, ...] = ()
    fields: frozenset[str] = frozenset(Course.model_fields)


@dataclass(frozen=True)
class TrainingBatch:
    """The training records of one file; `records` holds (training, row of the sheet)."""

    rows: int
    records: tuple[tuple[Training, int], ...]
    duplicates: int
    faults: tuple[Fault, ...]
    unparsed: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class ServiceBatch:
    """The services of one file; `records` holds (service, row of the sheet)."""

    rows: int
    records: tuple[tuple[Service, int], ...]
    duplicates: int
    faults: tuple[Fault, ...]
    unparsed: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class GraduateBatch:
    """What one file says of the graduates' ledger; `records` holds (what is told of one graduate, row of the sheet)."""

    rows: int
    records: tuple[tuple[GraduateTold, int], ...]
    duplicates: int
    faults: tuple[Fault, ...]
    unparsed: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class OutcomeBatch:
    """What came of past lists, or jobs begun, in one file; `records` holds (the steps of a pair at one event, row of the sheet)."""

    rows: int
    records: tuple[tuple[Story, int], ...]
    duplicates: int
    faults: tuple[Fault, ...]
    unparsed: tuple[Fault, ...] = ()
