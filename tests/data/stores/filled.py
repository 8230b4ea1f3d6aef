"""A database of any size, filled at the level of tables: every table holds rows that could be, and none says anything."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Boolean, Column, Connection, Date, Float, Integer, LargeBinary, Table, UniqueConstraint, delete, update

from data.stores.bulk import insert_rows
from data.stores.canonical import canonical
from data.stores.profiles import DIMENSIONS, layout_id, pack_profile
from data.tables import METADATA, Utc, log_head
from matching.records import (
    AbilityProfile,
    Candidate,
    Credential,
    CredentialKind,
    Employer,
    EmployerKind,
    Event,
    Person,
    Place,
    Posting,
    SourceRef,
)

DISTRICTS: Final = ("420102", "420103", "420104", "420105", "420106", "420107", "420111", "420112")
MOMENT: Final = datetime(2026, 1, 1, tzinfo=UTC)
_PART: Final = 10_000
_UNTOUCHED: Final = frozenset({"installation", "log_head", "keys", "embeddings", "staged", "former_rows"})
_SHARES: Final[Mapping[str, float]] = {
    "candidates": 1, "certificates": 1, "consents": 0.9, "services": 0.9, "log": 2, "listed": 1, "visitors": 0.25,
    "interviews": 0.25,
    "messages": 0.25, "day_entries": 0.25, "interview_changes": 0.25, "waiting_lists": 0.1, "trainings": 0.1, "outcomes": 0.2,
    "corrections": 0.05, "graduate_entries": 0.1, "settled_plans": 0.5, "plan_edits": 0.2, "appeals": 0.1, "decisions": 0.1,
    "disclosed_people": 0.2, "disclosures": 0.05, "tally_people": 0.1, "left_out": 0.2, "passed_over": 0.1,
    "postings": 0.1, "promises": 0.1, "promise_checks": 0.1, "confirmations": 0.2, "shortlists": 0.1, "unlock_counts": 0.1,
    "requests": 0.05, "replies": 0.1, "employers": 0.025, "jobs": 0.1, "uploads": 0.1, "imports": 0.1, "sessions": 0.05,
}  # fmt: skip
"""Rows a person; every other table holds a handful."""
_HANDFUL: Final = 4
_AT_MOST: Final[Mapping[str, int]] = {"layouts": 1, "caseloads": 2_000}
"""Nobody looks after more than a few hundred people."""


def fill_database(connection: Connection, people: int) -> dict[str, int]:
    """Puts rows into every table of an empty migrated database, parents first. Returns how many, by table."""
    counts: dict[str, int] = {}
    for table in METADATA.sorted_tables:
        if table.name in _UNTOUCHED:
            continue
        count = max(_HANDFUL, round(people * _SHARES.get(table.name, 0)))
        count = _AT_MOST.get(table.name, count)
        counts[table.name] = count
        if table.name != "log":
            connection.execute(delete(table))
        makers = [(column.name, _maker(table, column, counts)) for column in table.columns]
        for start in range(0, count, _PART):
            numbers = range(start, min(start + _PART, count))
            insert_rows(connection, table, [{name: make(i) for name, make in makers} for i in numbers])
    connection.execute(update(log_head).values(sequence=counts["log"], hash=b"\x00" * 32))
    return counts


def key_of(table: str, number: int) -> str:
    """The id of a row."""
    return f"{table}_{number:08}"


def _maker(table: Table, column: Column[Any], counts: Mapping[str, int]) -> Callable[[int], Any]:
    told = _TOLD.get(f"{table.name}.{column.name}")
    if told is not None:
        return told
    for foreign in column.foreign_keys:
        parent = foreign.column.table
        if parent is table:
            return lambda i: None
        share = counts[parent.name]
        if isinstance(column.type, Integer):
            return lambda i: i % share + 1
        return lambda i: key_of(parent.name, i % share)
    if column.primary_key or _is_unique(table, column):
        return _distinct(table, column)
    if column.nullable:
        return lambda i: None
    return _plain(column)


def _is_unique(table: Table, column: Column[Any]) -> bool:
    """Alone, or as the part of a unique pair that points to no row."""
    pairs = [one.columns for one in table.constraints if isinstance(one, UniqueConstraint)]
    return bool(column.unique) or any(column.name in pair for pair in pairs)


def _distinct(table: Table, column: Column[Any]) -> Callable[[int], Any]:
    kind = column.type
    if isinstance(kind, Integer):
        return lambda i: i + 1
    if isinstance(kind, LargeBinary):
        return lambda i: i.to_bytes(32, "big")
    if isinstance(kind, Date):
        return lambda i: date(2026, 1, 1) + timedelta(days=i % 28)
    return lambda i: key_of(table.name, i)


def _plain(column: Column[Any]) -> Callable[[int], Any]:
    kind = column.type
    if isinstance(kind, Boolean):
        return lambda i: False
    if isinstance(kind, Utc):
        return lambda i: MOMENT + timedelta(seconds=i)
    if isinstance(kind, Date):
        return lambda i: date(2026, 1, 1)
    if isinstance(kind, Integer):
        return lambda i: 1
    if isinstance(kind, Float):
        return lambda i: 0.5
    if isinstance(kind, LargeBinary):
        return lambda i: b"\x00" * 32
    return lambda i: "{}" if column.name in ("body", "versions", "counts", "report", "detail", "viewer") else "x"


def _body(record: Any, *leave: str) -> str:
    return canonical(record, leave=frozenset(leave)).decode()


def _cycle(*values: Any) -> Callable[[int], Any]:
    return lambda i: values[i % len(values)]


def _people() -> Iterator[tuple[str, Callable[[int], Any]]]:
    person = Candidate(
        id="c",
        person=Person(),
        credential=Credential(kind=CredentialKind.CERTIFICATE),
        home=Place(city="武汉", district="420111"),
    )
    body = _body(person, "id", "person", "profile")
    packed = pack_profile(AbilityProfile.of({}, unlisted=3))
    yield "layouts.id", _cycle(layout_id())
    yield "layouts.dimensions", _cycle("\n".join(DIMENSIONS))
    yield "candidates.layout", _cycle(layout_id())
    yield "candidates.district", lambda i: DISTRICTS[i // 3 % len(DISTRICTS)]
    yield "candidates.body", _cycle(body)
    yield "candidates.profile", _cycle(packed)
    # One in ten lacks each of these, here and there.
    for name in ("consents", "services"):
        yield f"{name}.candidate", lambda i: key_of("candidates", i + i // 9)
    yield "settled_plans.candidate", lambda i: key_of("candidates", 2 * i)
    for name in ("trainings", "appeals"):
        yield f"{name}.candidate", lambda i: key_of("candidates", 10 * i + i // 20 % 10)
    yield "candidates.name_key", lambda i: (i // 2).to_bytes(32, "big")
    yield "certificates.category", lambda i: i % 7 + 1


def _work() -> Iterator[tuple[str, Callable[[int], Any]]]:
    employer = Employer(id="e", name="江城面粉厂", kind=EmployerKind.PRIVATE)
    posting = Posting(id="p", employer="e", title="录入员", source=SourceRef(name="fair"))
    event = Event(id="v", name="春季专场", on=date(2026, 4, 1))
    yield "employers.body", _cycle(_body(employer, "id", "contact", "approved"))
    yield "postings.body", _cycle(_body(posting, "id", "status", "contact"))
    yield "postings.status", lambda i: "closed" if i % 10 == 0 else "open"
    yield "postings.kind", _cycle("private_targeted", "courier")
    yield "postings.district", _cycle(*DISTRICTS)
    yield "events.body", _cycle(_body(event, "id"))
    yield "event_versions.state", _cycle("closed")
    yield "event_versions.act", _cycle("plan")
    yield "invited_employers.state", _cycle("approved")
    yield "outcomes.step", _cycle("hired")
    yield "outcomes.reason", _cycle("")
    yield "decisions.decision", _cycle("invite")
    yield "disclosed_people.stage", _cycle("listing")
    yield "outcomes.origin", _cycle("recorded")
    yield "outcomes.event", lambda i: key_of("events", i % _HANDFUL)
    yield "corrections.step", _cycle("hired")
    yield "corrections.origin", _cycle("recorded")
    yield "trainings.state", lambda i: "completed" if i // 4 % 2 else "registered"
    yield "services.kind", _cycle("能力评估")
    yield "consents.scope", _cycle("listing")
    yield "consents.explained", _cycle("read")
    yield "promise_checks.state", _cycle("recorded")
    yield "promises.accommodation", _cycle("ramp")
    for name, value in (("name", "demands.lifting"), ("was", "3"), ("was_from", "read"), ("confirmed", "1"), ("role", "organizer")):
        yield f"confirmations.{name}", _cycle(value)
    yield "confirmations.key", lambda i: key_of("confirmations", i)
    # One in twenty still waits.
    yield "confirmations.state", lambda i: "waiting" if i % 20 == 0 else None
    yield "appeals.kind", _cycle("objection")
    yield "appeals.result", lambda i: None if i % 20 == 0 else "done"


def _rest() -> Iterator[tuple[str, Callable[[int], Any]]]:
    yield "messages.kind", _cycle("invitation")
    yield "messages.audience", _cycle("candidate")
    yield "messages.channel", _cycle("letter")
    yield "messages.postings", _cycle("[]")
    yield "messages.exported_at", lambda i: None if i // 4 % 20 == 0 else MOMENT
    yield "replies.answer", _cycle("yes")
    yield "day_entries.act", _cycle("check_in")
    yield "day_entries.key", lambda i: key_of("day_entries", i)
    meeting = {"candidate": key_of("candidates", 0), "posting": key_of("postings", 0), "booth": "A1", "body": "{}"}
    yield "interview_changes.became", _cycle(canonical(meeting).decode())
    yield "interviews.state", _cycle("planned")
    yield "interviews.start", lambda i: i % 20
    yield "interviews.version", _cycle(1)
    yield "log.kind", _cycle("candidate", "candidate", "candidate", "posting", "account")
    yield "log.object", lambda i: key_of("candidates", i // 3)
    yield "log.role", _cycle("organizer")
    yield "jobs.kind", _cycle("match")
    yield "jobs.state", lambda i: "waiting" if i % 100 == 0 else "done"
    yield "jobs.key", lambda i: key_of("jobs", i)
    yield "imports.kind", _cycle("candidates", "postings")
    yield "imports.state", _cycle("published")
    yield "uploads.kind", _cycle("candidates")
    yield "uploads.state", _cycle("published")
    yield "accounts.role", _cycle("counselor")
    yield "tallies.kind", _cycle("talent_pool")
    yield "runs.event", lambda i: key_of("events", i % _HANDFUL)


_TOLD: Final[Mapping[str, Callable[[int], Any]]] = {**dict(_people()), **dict(_work()), **dict(_rest())}
