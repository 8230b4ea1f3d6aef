"""The way of a database from any older schema to the present one, run from the installed package."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Engine

from data.stores.errors import SchemaError

if TYPE_CHECKING:
    from alembic.config import Config

_ONE_AT_A_TIME: Final = threading.Lock()
"""Alembic keeps the running migration in a global; between processes the database's own lock does this."""


def upgrade(engine: Engine, found: str | None, *, folders: tuple[Path, ...] = (), target: str = "head") -> None:
    """Runs the migrations after `found` (None: an empty database), in one transaction.

    `folders` adds folders of revisions to the packaged ones. Raises SchemaError if `found` is none of the known revisions.
    """
    from alembic import command

    check_known(found, folders)
    config = _config(folders)
    config.attributes["engine"] = engine
    with _ONE_AT_A_TIME:
        command.upgrade(config, target)


def check_known(found: str | None, folders: tuple[Path, ...] = ()) -> None:
    """Raises SchemaError for a schema that this version cannot bring to the present one: a later version made it."""
    if found is not None and found not in known_revisions(folders):
        raise SchemaError(
            f"the database is at schema {found}, which this version does not know; upgrade Tongtu, or restore a backup"
        )


def known_revisions(folders: tuple[Path, ...] = ()) -> frozenset[str]:
    """The schemas that this version can bring to the present one, the present one among them."""
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory.from_config(_config(folders)).walk_revisions())


def _config(folders: tuple[Path, ...]) -> "Config":
    from alembic.config import Config

    here = Path(__file__).parent
    config = Config()
    config.set_main_option("script_location", _escaped(here))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(_escaped(path) for path in (here / "versions", *folders)))
    return config


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
