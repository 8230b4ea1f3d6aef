"""Which schema a database has and which key file it was made with, before anybody works on it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, insert, inspect, select, text

from data.keys import Keyring
from data.stores.candidates import fill_name_keys
from data.stores.engines import WRITES
from data.stores.errors import KeyMismatch, SchemaError
from data.stores.vault import Vault
from data.tables import HEAD, METADATA, installation

_NAMED: Final = "name-keys"


def bring_to_head(engine: Engine, migrate: bool) -> None:
    """Migrates an empty or older database. Raises SchemaError for a newer or foreign one, and for an older one unless `migrate`."""
    tables = set(inspect(engine).get_table_names())
    found = _revision(engine)  # looked up second: our tables never appear before their revision
    if found == HEAD:
        return
    if found is None and tables & set(METADATA.tables):
        raise SchemaError("the database holds tables of these names that Tongtu did not make; use another database")
    if not migrate:
        raise SchemaError(f"the database is at schema {found or 'none'}, this version needs {HEAD}; migrate it first")
    from data.migrations import upgrade

    upgrade(engine, found)


def _revision(engine: Engine) -> str | None:
    """The stored revision, or None for an empty database."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


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
