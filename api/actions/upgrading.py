"""Bringing the database of an installation to the schema of this version."""

from pydantic import BaseModel, ConfigDict

from api.settings import Settings
from api.wiring import open_application


class Upgraded(BaseModel):
    """The schema that was found, None in an empty database, and the one that is there now."""

    model_config = ConfigDict(frozen=True)

    was: str | None
    schema_now: str


def upgrade_home(settings: Settings) -> Upgraded:
    """Upgrade in one transaction; again, it changes nothing. Raises a one-line error where database or schema do not fit."""
    from data.stores.schema import stored_schema
    from data.tables import HEAD

    was = stored_schema(settings.database_url)
    open_application(settings).database.close()
    return Upgraded(was=was, schema_now=HEAD)
