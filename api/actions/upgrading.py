"""Bringing the database of an installation to the schema of this version."""

from pydantic import BaseModel, ConfigDict

from api.actions.errors import NotFound
from api.settings import DATABASE_FILE, Settings
from api.wiring import open_application
from matching.knowledge.catalogue import Text

_HOME = Text(zh="安装", en="installation")


class Upgraded(BaseModel):
    """The schema that was found, None in an empty database, and the one that is there now."""

    model_config = ConfigDict(frozen=True)

    was: str | None
    schema_now: str


def upgrade_home(settings: Settings) -> Upgraded:
    """Upgrade in one transaction; again, it changes nothing. Raises NotFound where the home of its own database is empty: a
    command that was given no TONGTU_HOME would make a second installation. Raises a one-line error where
    database or schema do not fit.
    """
    from data.stores.schema import stored_schema
    from data.tables import HEAD

    own = settings.home / DATABASE_FILE
    if settings.database_url == f"sqlite:///{own}" and not own.exists():
        raise NotFound(_HOME, f"{settings.home} (TONGTU_HOME)")
    was = stored_schema(settings.database_url)
    open_application(settings).database.close()
    return Upgraded(was=was, schema_now=HEAD)
