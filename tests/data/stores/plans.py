"""What an engine does for each list page: `python -m tests.data.stores.plans 200000 [postgresql://...]` prints it.

Every statement that a page sends is asked for its plan with the very values it was sent with. A page must walk an index: no plan
may read one of the large tables from end to end, nor sort more than a page where an index holds the order.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

from data.stores import Database, Stores
from data.stores.appeals import AppealStore
from data.stores.cases import CaseFacts, CaseFilter
from matching.records import PostingStatus, Role, Viewer
from tests.data.stores.filled import DISTRICTS, key_of

PAGE: Final = 50
MOST_TOUCHED: Final = 100
"""Rows that a page may look at for each row that it shows: one message in twenty waits, one posting in ten is closed."""
_LARGE: Final = 1_000
_RARE: Final = 5
"""One person in two hundred has a request that waits: so many times more people are looked at to find a page of them."""
_DAY: Final = date(2026, 3, 1)
_CITY: Final = Viewer(account="wang", role=Role.ORGANIZER)
_DISTRICT: Final = Viewer(account="chen", role=Role.ORGANIZER, district=DISTRICTS[6])
_COUNSELOR: Final = Viewer(account=key_of("accounts", 1), role=Role.COUNSELOR, caseload=True)
_EMPLOYER: Final = Viewer(account="zhao", role=Role.EMPLOYER, organisation=key_of("employers", 1))
_AUDITOR: Final = Viewer(account="shen", role=Role.AUDITOR)


@dataclass(frozen=True)
class ListPage:
    """A page of a list: `read` asks for it with a share (0 first, 0.95 late) of the rows behind it. `rare`: how many
    times more rows it may look at, since it looks for what few have."""

    name: str
    read: Callable[[Stores, Callable[[str], str | None], Callable[[str], int]], object]
    rare: int = 1


def pages() -> Iterator[ListPage]:
    """Every list that is paged, as every kind of viewer that sees it."""
    for name, viewer in (("city", _CITY), ("district", _DISTRICT), ("caseload", _COUNSELOR)):
        yield from _people(name, viewer)
    yield ListPage("postings", lambda s, key, _: s.postings.list(_CITY, None, key("postings"), PAGE))
    yield ListPage(
        "open postings", lambda s, key, _: s.postings.list(_CITY, None, key("postings"), PAGE, status=PostingStatus.OPEN)
    )
    yield ListPage("postings of an employer", lambda s, key, _: s.postings.list(_EMPLOYER, None, key("postings"), PAGE))
    yield ListPage("employers", lambda s, key, _: s.employers.list(_CITY, None, key("employers"), PAGE))
    yield ListPage("trail", lambda s, _, after: s.log.list(_AUDITOR, after("log"), PAGE))
    yield ListPage("trail of a kind", lambda s, _, after: s.log.list(_AUDITOR, after("log"), PAGE, kind="account"))
    one = key_of("candidates", 7)
    yield ListPage("trail of a file", lambda s, _, after: s.log.list(_AUDITOR, 0, PAGE, kind="candidate", object_id=one))
    yield ListPage("trail of an object", lambda s, _, after: s.log.list(_AUDITOR, 0, PAGE, object_id=one))
    yield ListPage("who opened a file", lambda s, _, after: s.log.of_candidate(_CITY, one))
    yield ListPage("jobs", lambda s, key, _: s.jobs.list(_CITY, (), key("jobs"), PAGE))
    yield ListPage("uploads", lambda s, key, _: s.uploads.list(_CITY, key("uploads"), PAGE))
    fair = key_of("events", 1)
    yield ListPage("messages", lambda s, _, after: s.outbox.list(_CITY, fair, after("messages"), PAGE))
    yield ListPage("messages to send", lambda s, _, after: s.outbox.list(_CITY, fair, after("messages"), PAGE, waiting=True))
    yield ListPage("day", lambda s, _, after: s.days.list(_CITY, fair, after("day_entries"), PAGE))
    yield ListPage("last of the day", lambda s, _, after: s.days.latest(_CITY, fair, PAGE))
    yield ListPage("confirmations", lambda s, _, after: s.confirmations.list(_CITY, after("confirmations"), PAGE))
    yield ListPage("raised demands", lambda s, _, after: s.confirmations.waiting(_CITY, PAGE))
    yield ListPage("interviews of a person", lambda s, _, after: s.interviews.of_candidate(_CITY, one))
    yield ListPage("messages of a person", lambda s, _, after: s.outbox.of_candidate(_CITY, one))
    yield ListPage("consents of a person", lambda s, _, after: s.consents.list(_CITY, one))
    yield ListPage("services of a person", lambda s, _, after: s.services.list(_CITY, one))
    yield ListPage("outcomes of a person", lambda s, _, after: s.outcomes.list(_CITY, candidate=one))
    yield ListPage("decisions on a person", lambda s, _, after: s.decisions.list(_CITY, candidate=one))
    yield ListPage("files that left", lambda s, _, after: s.disclosures.of_candidate(_CITY, one, _DAY))
    yield ListPage("outcomes of a posting", lambda s, _, after: s.outcomes.list(_CITY, posting=key_of("postings", 3)))


def _people(name: str, viewer: Viewer) -> Iterator[ListPage]:
    facts = CaseFacts(_DAY, frozenset({key_of("candidates", 9)}), frozenset({key_of("courses", 1)}))
    yield ListPage(f"people, {name}", lambda s, key, _: s.candidates.list(viewer, None, key("candidates"), PAGE))
    for shown in (CaseFilter.ALL, CaseFilter.ASSESS, CaseFilter.CONSENT, CaseFilter.PLAN, CaseFilter.APPEAL, CaseFilter.COURSE):
        yield ListPage(
            f"caseload, {name}, {shown}",
            lambda s, key, _, shown=shown: s.cases.page(viewer, facts, shown, None, key("candidates"), PAGE),
            _RARE if shown is CaseFilter.APPEAL else 1,
        )
    yield ListPage(f"requests, {name}", lambda s, _, after: _waiting(s.appeals, viewer, after("appeals")), _RARE)
    yield ListPage(f"promises, {name}", lambda s, _, after: s.promises.list(viewer, after("promises"), PAGE))


def _waiting(appeals: AppealStore, viewer: Viewer, after: int) -> object:
    return appeals.list(viewer, waiting=True, after=after, limit=PAGE)


@contextmanager
def _sent(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are sent meanwhile, with their values."""
    found: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            found.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def faults_of(database: Database, counts: dict[str, int], page: ListPage, share: float) -> list[str]:
    """What is wrong with how the engine reads this page, one line each; nothing where every step follows an index."""
    engine = database._engine
    large = {name for name, count in counts.items() if count >= _LARGE}

    def key(table: str) -> str | None:
        return key_of(table, int(counts[table] * share)) if share else None

    def after(table: str) -> int:
        return int(counts[table] * share)

    with _sent(engine) as statements, database.read(_CITY) as stores:
        page.read(stores, key, after)
        connection = stores.candidates.session.connection
        check = _sqlite_faults if engine.dialect.name == "sqlite" else _postgresql_faults
        most = PAGE * MOST_TOUCHED * page.rare
        return [fault for statement, values in list(statements) for fault in check(connection, statement, values, large, most)]


def _sqlite_faults(connection: Connection, statement: str, values: Any, large: set[str], most: int) -> Iterator[str]:
    """SQLite says how it walks, not how far: a walk along an index is bounded where the statement has a limit."""
    steps = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    walked = [found[1] for step in steps if (found := re.match(r"(?:SCAN|SEARCH) (\w+)", step))]
    for step in steps:
        found = re.match(r"SCAN (\w+)(.*)", step)
        if found is not None and found[1] in large:
            # The integer key is the table's own order.
            in_order = "INDEX" in found[2] or re.search(rf"ORDER BY {found[1]}\.(?:id|sequence)\s", statement) is not None
            if "LIMIT" not in statement or not in_order:
                yield f"reads {found[1]} from end to end"
        if step.startswith("USE TEMP B-TREE FOR ORDER BY") and "LIMIT" in statement and walked[0] in large:
            yield f"sorts {walked[0]}"


def _postgresql_faults(connection: Connection, statement: str, values: Any, large: set[str], most: int) -> Iterator[str]:
    """PostgreSQL runs the statement and says how many rows each step looked at."""
    told = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values).scalar_one()
    for node in _nodes(told[0]["Plan"]):
        loops = node["Actual Loops"]
        touched = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * loops
        name = node.get("Relation Name")
        if node["Node Type"] == "Seq Scan" and name in large and touched > most:
            yield f"reads {name} from end to end ({touched:,.0f} rows)"
        elif name in large and touched > most:
            yield f"looks at {touched:,.0f} rows of {name}"
        if node["Node Type"] == "Sort" and touched > most:
            yield f"sorts {touched:,.0f} rows"


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)


def main(people: int, url: str) -> None:
    """Fills the empty database at `url` and prints every page with what is wrong with it."""
    import time
    from datetime import UTC, datetime

    from data.keys import Keyring
    from data.stores import open_database
    from tests.data.stores.filled import fill_database

    database = open_database(url, Keyring(bytes(range(32))), lambda: datetime(2026, 3, 1, tzinfo=UTC))
    begun = time.perf_counter()
    with database._engine.begin() as connection:
        counts = fill_database(connection, people)
    if database._engine.dialect.name == "postgresql":
        with database._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    print(f"{people:,} people, {sum(counts.values()):,} rows in {time.perf_counter() - begun:.0f} s", flush=True)
    for page in pages():
        for share in (0.0, 0.95):
            faults = faults_of(database, counts, page, share)
            begun = time.perf_counter()
            with database.read(_CITY) as stores:
                page.read(
                    stores,
                    lambda table, share=share: key_of(table, int(counts[table] * share)) if share else None,  # type: ignore[misc]
                    lambda table, share=share: int(counts[table] * share),  # type: ignore[misc]
                )
            took = 1_000 * (time.perf_counter() - begun)
            print(f"{page.name:32} {'late ' if share else 'first'} {took:7.1f} ms  {'; '.join(faults) or 'by index'}", flush=True)
    database.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
