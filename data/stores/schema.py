"""Which schema a database has and which key file it was made with, before anybody works on it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, insert, inspect, select, text
from sqlalchemy.exc import ProgrammingError

from data.keys import Keyring
from data.stores.candidates import fill_name_keys
from data.stores.engines import WRITES, clear_errors, open_engine
from data.stores.erasure_marks import mark_of, renew_mark
from data.stores.errors import KeyMismatch, SchemaError
from data.stores.vault import Vault
from data.tables import HEAD, METADATA, installation

_NAMED: Final = "name-keys"


def bring_to_head(engine: Engine, migrate: bool) -> None:
    """Migrates an empty or older database. Raises SchemaError for a newer or foreign one, and for an older one unless `migrate`."""
    tables = set(inspect(engine).get_table_names())
    found = revision_of(engine)  # looked up second: our tables never appear before their revision
    if found == HEAD:
        return
    if found is None and tables & set(METADATA.tables):
        raise SchemaError("the database holds tables of these names that Tongtu did not make; use another database")
    behind = f"the database is at schema {found or 'none'}, this version needs {HEAD}"
    from data.migrations import check_known, upgrade

    check_known(found)
    if not migrate:
        raise SchemaError(f"{behind}; run: tongtu upgrade")
    try:
        upgrade(engine, found)
    except ProgrammingError as fault:
        # 42501, insufficient_privilege: the server may work with less than the owner of the tables.
        if getattr(fault.orig, "sqlstate", None) != "42501":
            raise
        raise SchemaError(
            f"{behind}, and the role {engine.url.username} may not change tables; "
            "run: tongtu upgrade, with the database URL of the role that owns them"
        ) from None


def revision_of(engine: Engine) -> str | None:
    """The stored revision, or None for an empty database."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def stored_schema(url: str) -> str | None:
    """The revision of the database at a URL, None where it is empty or not there yet. Raises DatabaseUnavailable."""
    engine = open_engine(url)
    try:
        if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).exists():
            return None
        with clear_errors(engine.url):
            return revision_of(engine)
    finally:
        engine.dispose()


def check_keys(engine: Engine, keys: Keyring) -> None:
    """Notes the key file of a new database. Raises KeyMismatch where it was another one."""
    query = select(installation.c.value).where(installation.c.name == "key")
    with engine.connect() as connection:
        found = connection.execute(query).scalar()
    if found is None:
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            found = connection.execute(query).scalar()
            if found is None:
                connection.execute(insert(installation).values(name="key", value=keys.fingerprint))
                return
    if found != keys.fingerprint:
        raise KeyMismatch(
            f"this database was made with another key file (key {found}, this one is {keys.fingerprint}); "
            "put the backup of its key file in place, or use another database"
        )


def fill_names(engine: Engine, keys: Keyring, clock: Callable[[], datetime]) -> None:
    """Once an installation: people stored before names could be looked up get the hash of their name, which needs the key file."""
    done = select(installation.c.value).where(installation.c.name == _NAMED)
    with engine.connect() as connection:
        if connection.execute(done).scalar() is not None:
            return
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if connection.execute(done).scalar() is None:
            fill_name_keys(connection, keys, Vault(connection, keys, clock()))
            connection.execute(insert(installation).values(name=_NAMED, value="1"))


def set_mark(engine: Engine) -> None:
    """Once an installation: the first mark of erasures, so that there is one to replace."""
    with engine.connect() as connection:
        if mark_of(connection) is not None:
            return
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if mark_of(connection) is None:
            renew_mark(connection)
