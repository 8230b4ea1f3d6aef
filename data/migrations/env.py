"""Alembic's entry: one locked transaction, with SQLite's foreign keys off while tables are rebuilt and checked before commit.

Rebuilding a table (batch mode) drops the old one, and with foreign keys on that deletes the rows of `ON DELETE CASCADE`
children. It also drops triggers: a migration that rebuilds `log` must create its triggers again.
"""

from alembic import context
from sqlalchemy import Connection, Engine

from data.tables import METADATA

_LOCK = 7_411_905_223_002


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, transaction_per_migration=False)
    context.run_migrations()


def _run(engine: Engine) -> None:
    with engine.connect().execution_options(tongtu_writes=True) as connection:
        if connection.dialect.name != "sqlite":
            with connection.begin():
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                _migrate(connection)
            return
        driver = connection.connection.cursor()
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                _migrate(connection)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    tables = ", ".join(sorted({row[0] for row in broken}))
                    raise RuntimeError(f"the migration would leave rows without their parents in {tables}; nothing was changed")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")
            driver.close()


_run(context.config.attributes["engine"])
