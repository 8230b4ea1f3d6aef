"""Courses from a sheet: every row becomes a course, or a fault."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from data.importers.columns_courses import COURSE_COLUMNS
from data.importers.course_row import CourseRow, Identify, read_course
from data.importers.faults import CourseBatch, Fault, unread_column
from data.importers.mapping import Mapping, Plan, check_whole_columns, choose_mapping, known_headers
from data.importers.people_row import say
from data.importers.sheets import LIMIT_BYTES, open_table, plain_header
from data.importers.typed_rows import Source
from matching.records import Course

SOURCE: Final = "local"
"""The source of external ids where a sheet names none; never the file's name, or a renamed file would make new courses."""

_REQUIRED: Final = ("name", "provider")
_COUNTERS: Final = frozenset({"", "序号", "no", "no."})


def read_courses(
    path: Source, identify: Identify, mapping: Mapping | None, today: date, *, limit_bytes: int = LIMIT_BYTES
) -> CourseBatch:
    """The courses of a sheet, checked row by row; a wrong row keeps no other one out.

    A row that says the same as an earlier one is a duplicate; one of the same id that says something else stays out. Courses that
    were over before `today` go in, with one warning for all of them. `mapping` describes a foreign layout; None reads the headers
    of our template and their usual other names. Raises ImportRefused when the file cannot be read or a column is missing.
    """
    table = open_table(path, known_headers("courses", COURSE_COLUMNS, mapping), limit_bytes)
    chosen = choose_mapping(path.name, "courses", table.headers, COURSE_COLUMNS, _REQUIRED, mapping)
    check_whole_columns(path.name, chosen)
    plan = Plan(chosen, table.headers, {}, COURSE_COLUMNS)
    headers = {column.field: plan.column(column.field) for column in COURSE_COLUMNS}
    faults = [unread_column(header) for header in table.headers if plain_header(header) not in chosen.headers | _COUNTERS]
    first: dict[str, tuple[Course, int]] = {}
    rows = duplicates = 0
    for number, cells in table.rows:
        rows += 1
        row = CourseRow(number, plan.fields(cells), headers)
        found = read_course(row, identify, SOURCE)
        if found is not None:
            earlier, line = first.setdefault(found.id, (found, number))
            if line != number and earlier == found:
                duplicates += 1
                row.warn(
                    "name",
                    say("与第 {row} 行相同，本行未采用", "the same as row {row}; this row was left out").format(row=line),
                    say("删去一行", "delete one of the two"),
                )
            elif line != number:
                row.reject(
                    "external_id" if found.external_id else "name",
                    say("与第 {row} 行是同一门课，内容却不同", "the same course as in row {row}, with other contents").format(
                        row=line
                    ),
                    say(
                        "合成一行；若是两期，请用不同的编号",
                        "make one row of the two; give two runs of a course numbers of their own",
                    ),
                )
        faults += row.faults
    faults += _over((course for course, _ in first.values()), today)
    rows += sum(fault.severity == "rejected" for fault in table.faults)
    return CourseBatch(rows, tuple(first.values()), duplicates, (*table.faults, *faults), (), _told(plan.fed))


def _told(fed: frozenset[str]) -> frozenset[str]:
    """The parts of a course that these fields feed."""
    return (fed & frozenset(Course.model_fields)) | ({"online"} if "place" in fed else frozenset())


def _over(courses: Iterable[Course], today: date) -> tuple[Fault, ...]:
    """One warning for all courses that have ended: lists of years hold many."""
    last_days = (course.ends_on or course.starts_on for course in courses)
    count = sum(day is not None and day < today for day in last_days)
    if not count:
        return ()
    problem = say(
        "{n} 门课程已经结束；保留，但不会再推荐", "{n} courses are over; they are kept, and nobody is sent to them any more"
    )
    advice = say("无需处理；若日期写错请改正", "nothing to do; correct the dates if they are wrong")
    return (Fault(None, None, None, problem.format(n=count), advice, "warning"),)
