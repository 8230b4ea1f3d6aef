"""Settings, read once from the environment; nobody below reads it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

DATABASE_FILE = "tongtu.db"
SHORT_LIST = 20
"""The longest lists whose membership alone was measured to tell no more than the bound of docs/privacy.md."""
LEAST_HASH_WORK = 2 * 19_456
"""KiB times rounds: the least that the OWASP Password Storage Cheat Sheet (2025) asks of argon2id."""


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
    keep: int = Field(
        default=SHORT_LIST,
        ge=1,
        description="TONGTU_KEEP: entries listed for each posting and band. Above 20, being on a list can by "
        "itself tell somebody's grade: measured with lists of 200, an attacker gained +0.047, upper bound +0.079 (docs/privacy.md)",
    )
    exploration: float = Field(
        default=0.0,
        ge=0,
        le=0.2,
        description="TONGTU_EXPLORATION: share of each list given to people just below it, by a logged draw",
    )

    hosts: tuple[str, ...] = Field(
        default=(),
        description="TONGTU_HOSTS: names, separated by commas, under which the service is reached besides this machine's own",
    )
    proxies: tuple[str, ...] = Field(
        default=(),
        description="TONGTU_PROXIES: addresses, separated by commas, of the proxies whose X-Forwarded headers are believed",
    )
    hash_memory_kib: int = Field(
        default=65_536, ge=8, le=1_048_576, description="TONGTU_HASH_MEMORY_KIB: memory of one password hash (argon2id)"
    )
    hash_rounds: int = Field(default=3, ge=1, le=20, description="TONGTU_HASH_ROUNDS: rounds of one password hash (argon2id)")

    oidc_issuer: str | None = Field(
        default=None, description="TONGTU_OIDC_ISSUER: address of an OpenID Connect service whose identities may open accounts"
    )
    oidc_client: str | None = Field(default=None, description="TONGTU_OIDC_CLIENT: what that service calls this installation")
    oidc_secret_file: Path | None = Field(
        default=None, description="TONGTU_OIDC_SECRET_FILE: file with the secret agreed with that service"
    )

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def models(self) -> Path:
        return self.home / "models"

    @property
    def files(self) -> Path:
        """Files that were made for somebody, sealed; several workers and servers share this folder."""
        return self.home / "files"


def read_language(environment: Mapping[str, str] | None = None) -> Literal["zh", "en"]:
    """The language of the command line, TONGTU_LANG: Chinese unless `en` is set. Raises SettingsError for any other value."""
    given = (os.environ if environment is None else environment).get("TONGTU_LANG") or "zh"
    if given == "zh":
        return "zh"
    if given == "en":
        return "en"
    raise SettingsError(f"TONGTU_LANG: {given!r} is no language of this program; set zh or en")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises SettingsError naming the variable that cannot be used."""
    given = os.environ if environment is None else environment
    home = Path(given.get("TONGTU_HOME") or Path.home() / ".tongtu").expanduser().resolve()
    values: dict[str, object] = {
        "home": home,
        "database_url": given.get("TONGTU_DATABASE_URL") or f"sqlite:///{home / DATABASE_FILE}",
        "encoder": given.get("TONGTU_ENCODER") or None,
        "oidc_issuer": given.get("TONGTU_OIDC_ISSUER") or None,
        "oidc_client": given.get("TONGTU_OIDC_CLIENT") or None,
        "oidc_secret_file": given.get("TONGTU_OIDC_SECRET_FILE") or None,
    }
    for name in ("upload_limit_mb", "depth", "keep", "exploration", "hash_memory_kib", "hash_rounds"):
        if given.get(f"TONGTU_{name.upper()}"):
            values[name] = given[f"TONGTU_{name.upper()}"]
    for name in ("hosts", "proxies"):
        if given.get(f"TONGTU_{name.upper()}"):
            values[name] = tuple(part.strip().lower() for part in given[f"TONGTU_{name.upper()}"].split(",") if part.strip())
    try:
        settings = Settings.model_validate(values)
    except ValidationError as fault:
        first = fault.errors()[0]
        name = str(first["loc"][0])
        raise SettingsError(f"TONGTU_{name.upper()}: {first['msg']}") from fault
    if (settings.oidc_issuer is None) != (settings.oidc_client is None):
        raise SettingsError("TONGTU_OIDC_CLIENT: the address and the client of a sign-in service go together; set both or none")
    if settings.oidc_secret_file is not None and not settings.oidc_secret_file.is_file():
        raise SettingsError(f"TONGTU_OIDC_SECRET_FILE: {settings.oidc_secret_file} is no file; put the secret there")
    if settings.hash_memory_kib * settings.hash_rounds < LEAST_HASH_WORK:
        raise SettingsError(
            f"TONGTU_HASH_MEMORY_KIB: {settings.hash_memory_kib} KiB in {settings.hash_rounds} rounds is too little to guard "
            f"passwords; together they make at least {LEAST_HASH_WORK:,}"
        )
    if settings.depth < settings.keep:
        raise SettingsError(
            f"TONGTU_DEPTH: {settings.depth} is below TONGTU_KEEP ({settings.keep}); rank at least as many as are listed"
        )
    return settings
