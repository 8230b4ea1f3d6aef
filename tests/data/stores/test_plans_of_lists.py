"""Every list page follows an index on both engines, at its first page and at a late one."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from data.keys import Keyring
from data.stores import open_database
from tests.data.stores.filled import fill_database
from tests.data.stores.plans import faults_of, pages

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
PEOPLE = 6_000
"""So many that PostgreSQL takes an index by its own choice."""


@pytest.mark.parametrize("engine", ENGINES)
def test_no_page_of_a_list_reads_a_large_table_from_end_to_end(
    migrated_url: Callable[[str], str], keyring: Keyring, engine: str
) -> None:
    database = open_database(migrated_url(engine), keyring, lambda: datetime(2026, 3, 1, tzinfo=UTC))
    with database._engine.begin() as connection:
        counts = fill_database(connection, PEOPLE)
    if engine == "postgresql":
        with database._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    found = {
        (page.name, share): faults
        for page in pages()
        for share in (0.0, 0.95)
        if (faults := faults_of(database, counts, page, share))
    }
    database.close()
    assert found == {}
