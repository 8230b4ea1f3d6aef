"""Settings, read once from the environment; nobody below reads it."""

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

DATABASE_FILE = "tongtu.db"


class SettingsError(ValueError):
    """A setting cannot be used; the message names the variable and what to do."""


class Settings(BaseModel):
    """Everything an installation can set. The home is one folder: database, keys, models, files; a fresh one starts fresh."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(description="TONGTU_HOME: the one folder of an installation")
    database_url: str = Field(description="TONGTU_DATABASE_URL: SQLAlchemy URL; default: SQLite in the home")
    encoder: str | None = Field(
        default=None, description="TONGTU_ENCODER: a Sentence-Transformers folder or hub name, or a YAML file of options"
    )
    upload_limit_mb: int = Field(default=100, ge=1, description="TONGTU_UPLOAD_LIMIT_MB: largest file an import accepts")
    depth: int = Field(default=200, ge=1, description="TONGTU_DEPTH: pairs ranked for each posting and band")
    keep: int = Field(default=20, ge=1, description="TONGTU_KEEP: entries listed for each posting and band")
    exploration: float = Field(
        default=0.0,
        ge=0,
        le=0.2,
        description="TONGTU_EXPLORATION: share of each list given to people just below it, by a logged draw",
    )

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def models(self) -> Path:
        return self.home / "models"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises SettingsError naming the variable that cannot be used."""
    given = os.environ if environment is None else environment
    home = Path(given.get("TONGTU_HOME") or Path.home() / ".tongtu").expanduser().resolve()
    values: dict[str, object] = {
        "home": home,
        "database_url": given.get("TONGTU_DATABASE_URL") or f"sqlite:///{home / DATABASE_FILE}",
        "encoder": given.get("TONGTU_ENCODER") or None,
    }
    for name in ("upload_limit_mb", "depth", "keep", "exploration"):
        if given.get(f"TONGTU_{name.upper()}"):
            values[name] = given[f"TONGTU_{name.upper()}"]
    try:
        settings = Settings.model_validate(values)
    except ValidationError as fault:
        first = fault.errors()[0]
        name = str(first["loc"][0])
        raise SettingsError(f"TONGTU_{name.upper()}: {first['msg']}") from fault
    if settings.depth < settings.keep:
        raise SettingsError(
            f"TONGTU_DEPTH: {settings.depth} is below TONGTU_KEEP ({settings.keep}); rank at least as many as are listed"
        )
    return settings
