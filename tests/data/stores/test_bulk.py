"""Many rows at once are the same rows as one by one, on both engines."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from data.stores import Database
from data.stores.bulk import FEW, insert_rows
from data.tables import accounts, candidates, corrections, employers, organisations

AWAY = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=8)))
WORDS = ("plain", "汉字 𠮷", "tab\there", "line\nend\r\n", "back\\slash \\N \\.", "quote \" and '", "", "🙂é", "{}")


def rows(count: int) -> list[dict[str, Any]]:
    """People with every kind of value that a text format could mistake."""
    return [
        {
            "id": f"c_{number:04}",
            "district": None if number % 3 else "420111",
            "body": WORDS[number % len(WORDS)],
            "profile": None,
            "content": bytes(range(number % 256)) + b"\\x00\n\t\\N",
            "name_key": None if number % 2 else b"",
            "updated_at": AWAY + timedelta(microseconds=number),
        }
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [0, 1, FEW - 1, FEW, 3 * FEW])
def test_many_rows_at_once_are_stored_as_one_by_one(database: Database, count: int) -> None:
    with database._engine.begin() as connection:
        insert_rows(connection, candidates, rows(count))
    names = list(rows(1)[0])
    with database._engine.connect() as connection:
        query = select(*(candidates.c[name] for name in names)).order_by(candidates.c.id)
        found = [dict(row) for row in connection.execute(query).mappings()]
    assert found == [row | {"updated_at": row["updated_at"].astimezone(UTC)} for row in rows(count)]


def test_flags_days_and_numbers_of_their_own_come_out_as_they_went_in(database: Database) -> None:
    firms = [{"id": f"e_{n:03}", "approved": n % 2 == 0, "body": "{}", "content": b"x", "updated_at": AWAY} for n in range(2 * FEW)]
    told_of = {"candidate": "c_0000", "posting": "p_1", "event": "", "step": "hired", "reason": "", "origin": "recorded"}
    stamp = {"became": "withdrawn", "corrected_at": AWAY, "corrected_by": "wang"}
    steps = [
        told_of | stamp | {"dated": date(2026, 1, 1) + timedelta(days=n), "rank": None if n % 2 else 2**31 - 1}
        for n in range(2 * FEW)
    ]
    with database._engine.begin() as connection:
        insert_rows(connection, employers, firms)
        insert_rows(connection, candidates, rows(1))
        columns = "id, employer, status, stated_status, body, content, updated_at"
        connection.exec_driver_sql(
            f"INSERT INTO postings ({columns}) SELECT 'p_1', id, 'open', 'open', '{{}}', content, updated_at FROM employers LIMIT 1"
        )
        insert_rows(connection, corrections, steps)
        told = connection.execute(select(employers.c.id, employers.c.approved).order_by(employers.c.id)).all()
        kept = connection.execute(
            select(corrections.c.id, corrections.c.dated, corrections.c.rank).order_by(corrections.c.id)
        ).all()
    assert [tuple(row) for row in told] == [(row["id"], row["approved"]) for row in firms]
    assert [tuple(row)[1:] for row in kept] == [(row["dated"], row["rank"]) for row in steps]
    assert [row.id for row in kept] == list(range(kept[0].id, kept[0].id + 2 * FEW))


def test_a_row_that_is_there_already_stops_all_and_says_so_as_ever(database: Database) -> None:
    with database._engine.begin() as connection:
        insert_rows(connection, candidates, rows(1))
    with pytest.raises(IntegrityError) as caught, database._engine.begin() as connection:
        insert_rows(connection, candidates, rows(2 * FEW))
    assert "汉字" not in str(caught.value)
    with database._engine.connect() as connection:
        assert connection.execute(select(candidates.c.id)).scalars().all() == ["c_0000"]


def test_a_row_without_its_parent_is_refused(database: Database) -> None:
    firm = {"id": "o_1", "kind": "district", "name": "洪山区残联", "caseloads": False, "created_at": AWAY, "created_by": "wang"}
    person = {"called": "王", "role": "organizer", "organisation": "o_2", "created_at": AWAY, "created_by": "wang"}
    with database._engine.begin() as connection:
        connection.execute(insert(organisations), firm)
    with pytest.raises(IntegrityError), database._engine.begin() as connection:
        insert_rows(connection, accounts, [person | {"id": f"a_{n}", "name": f"wang{n}"} for n in range(2 * FEW)])


@pytest.mark.parametrize("count", [2, 2 * FEW])
def test_rows_that_name_other_columns_or_leave_out_one_of_the_program_are_refused(database: Database, count: int) -> None:
    """However many there are: nothing of a row is dropped in silence."""
    some = rows(count)
    del some[-1]["profile"]
    with pytest.raises(ValueError, match=r"^rows for candidates do not all name the same columns: profile$") as caught:
        put(database, candidates, some)
    assert "汉字" not in str(caught.value)
    filled = Table("filled", MetaData(), Column("id", Integer, primary_key=True), Column("turn", Integer, default=1))
    with pytest.raises(ValueError, match=r"^rows for filled leave out turn; name each column with a default in the program$"):
        put(database, filled, [{"id": number} for number in range(count)])
    with database._engine.connect() as connection:
        assert connection.execute(select(candidates.c.id)).all() == []


def put(database: Database, table: Table, some: list[dict[str, Any]]) -> None:
    with database._engine.begin() as connection:
        insert_rows(connection, table, some)


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_connection_lost_in_the_middle_of_many_rows_stores_none(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server ends the connection between two rows of a COPY, after it has taken most of them in."""
    import psycopg

    written = psycopg.Copy.write_row
    sent: list[int] = []

    def write_row(copy: psycopg.Copy, row: Any) -> None:
        if len(sent) == 15 * FEW:
            with database._engine.connect() as other:
                other.exec_driver_sql(f"SELECT pg_terminate_backend({copy.connection.info.backend_pid}, 10000)")
        sent.append(1)
        written(copy, row)

    with database._engine.begin() as connection:
        insert_rows(connection, candidates, rows(1))
    monkeypatch.setattr(psycopg.Copy, "write_row", write_row)
    again = [row | {"id": f"d_{number}"} for number, row in enumerate(rows(20 * FEW))]
    with pytest.raises(OperationalError) as caught:
        put(database, candidates, again)
    assert (caught.value.connection_invalidated, len(sent) > 15 * FEW) == (True, True)
    monkeypatch.undo()
    with database._engine.connect() as connection:
        assert connection.execute(select(candidates.c.id)).scalars().all() == ["c_0000"]
    put(database, candidates, again)
