"""Settings, read once from the environment; nobody below reads it."""

import os
import re
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

DATABASE_FILE = "tongtu.db"
SHORT_LIST = 20
"""The longest lists whose membership alone was measured to tell no more than the bound of docs/privacy.md."""
LEAST_HASH_WORK = 2 * 19_456
"""KiB times rounds: the least that the OWASP Password Storage Cheat Sheet (2025) asks of argon2id."""

_HOST: Final = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*|\[[0-9a-f:.]+\]")
"""A name or an address as a Host header has it, without a port."""


class SettingsError(ValueError):
    """A setting cannot be used; the message names the variable and what to do. `zh`: the same in Chinese, where it is not one of
    those that `api.cli.chinese_refusals` knows."""

    def __init__(self, message: str, zh: str | None = None) -> None:
        super().__init__(message)
        self.zh = zh


class Settings(BaseModel):
    """Everything an installation can set. The home is one folder: database, keys, models, files; a fresh one starts fresh."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(description="TONGTU_HOME: the one folder of an installation")
    database_url: str = Field(description="TONGTU_DATABASE_URL: SQLAlchemy URL; default: SQLite in the home")
    database_password_file: Path | None = Field(
        default=None,
        description="TONGTU_DATABASE_PASSWORD_FILE: file with the password of the database, so that it stands in no environment",
    )
    database_connections: int = Field(
        default=15,
        ge=4,
        le=1_000,
        description="TONGTU_DATABASE_CONNECTIONS: connections that one process opens at most; "
        "a server is one process, and so is each worker",
    )
    encoder: str | None = Field(
        default=None, description="TONGTU_ENCODER: a Sentence-Transformers folder or hub name, or a YAML file of options"
    )
    cluster: str | None = Field(
        default=None,
        description="TONGTU_CLUSTER: address of a Dask scheduler, tcp://host:port or tls://host:port, that matches and trains",
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

    at_once: int = Field(
        default=12,
        ge=1,
        le=200,
        description="TONGTU_AT_ONCE: requests that one server process works on at once; never more than it has connections for",
    )
    rate: float = Field(
        default=100,
        gt=0,
        le=1_000_000,
        description="TONGTU_RATE: requests a second that one account may make of one server process, reads too; ten seconds' worth "
        "may come at once",
    )
    request_seconds: float = Field(
        default=60, gt=0, le=3_600, description="TONGTU_REQUEST_SECONDS: after this time the answer is that it took too long"
    )

    oidc_issuer: str | None = Field(
        default=None, description="TONGTU_OIDC_ISSUER: address of an OpenID Connect service whose identities may open accounts"
    )
    oidc_client: str | None = Field(default=None, description="TONGTU_OIDC_CLIENT: what that service calls this installation")
    oidc_secret_file: Path | None = Field(
        default=None, description="TONGTU_OIDC_SECRET_FILE: file with the secret agreed with that service"
    )

    log: Literal["auto", "json", "text", "off"] = Field(
        default="auto",
        description="TONGTU_LOG: log lines on standard error as json, text or off; auto: text on a terminal, json elsewhere",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="TONGTU_LOG_LEVEL: the least grave lines that are written: debug, info, warning or error"
    )
    metrics_token_file: Path | None = Field(
        default=None,
        description="TONGTU_METRICS_TOKEN_FILE: file with the token that a reader of /metrics sends; without it, this machine only",
    )
    traces: str | None = Field(
        default=None,
        pattern="^https?://",
        description="TONGTU_TRACES: address of an OpenTelemetry collector (OTLP over http) that spans go to; without it, none",
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

    @property
    def last_runs(self) -> Path:
        """What the last run of each event found, for the next one; may be removed at any time."""
        return self.home / "last_runs"


def own_environment(**given: str) -> dict[str, str]:
    """The environment of this process with some values of its own, for a process that it starts."""
    return {**os.environ, **given}


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
        "cluster": _cluster_address(given.get("TONGTU_CLUSTER")),
        "oidc_issuer": given.get("TONGTU_OIDC_ISSUER") or None,
        "oidc_client": given.get("TONGTU_OIDC_CLIENT") or None,
        "oidc_secret_file": given.get("TONGTU_OIDC_SECRET_FILE") or None,
        "database_password_file": given.get("TONGTU_DATABASE_PASSWORD_FILE") or None,
        "metrics_token_file": given.get("TONGTU_METRICS_TOKEN_FILE") or None,
        "traces": given.get("TONGTU_TRACES") or None,
    }
    numbers = ("upload_limit_mb", "depth", "keep", "exploration", "hash_memory_kib", "hash_rounds", "at_once", "rate")
    for name in (*numbers, "database_connections", "request_seconds", "log", "log_level"):
        if given.get(f"TONGTU_{name.upper()}"):
            values[name] = given[f"TONGTU_{name.upper()}"]
    for name in ("hosts", "proxies"):
        if given.get(f"TONGTU_{name.upper()}"):
            values[name] = tuple(part.strip().lower() for part in given[f"TONGTU_{name.upper()}"].split(",") if part.strip())
    try:
        settings = Settings.model_validate(values)
    except ValidationError as fault:
        from api.actions.wrong_values import said_of

        first = fault.errors()[0]
        name = str(first["loc"][0])
        raise SettingsError(f"TONGTU_{name.upper()}: {said_of(first).en}", f"TONGTU_{name.upper()}：{said_of(first).zh}") from fault
    _check_names(settings)
    if (settings.oidc_issuer is None) != (settings.oidc_client is None):
        raise SettingsError("TONGTU_OIDC_CLIENT: the address and the client of a sign-in service go together; set both or none")
    if settings.oidc_secret_file is not None and not settings.oidc_secret_file.is_file():
        raise SettingsError(f"TONGTU_OIDC_SECRET_FILE: {settings.oidc_secret_file} is no file; put the secret there")
    if settings.metrics_token_file is not None and not settings.metrics_token_file.is_file():
        raise SettingsError(f"TONGTU_METRICS_TOKEN_FILE: {settings.metrics_token_file} is no file; put the token there")
    if settings.database_password_file is not None:
        settings = settings.model_copy(update={"database_url": _with_password(settings)})
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


def _check_names(settings: Settings) -> None:
    """Raises SettingsError for a proxy that is no address, or everybody's, and for a host that no Host header could name."""
    for proxy in settings.proxies:
        try:
            believed = ip_network(proxy).prefixlen > 0
        except ValueError:
            believed = False
        if not believed:
            raise SettingsError(
                f"TONGTU_PROXIES: {proxy!r} is no address of a proxy, and not everybody may be believed; set for example 127.0.0.1",
                f"TONGTU_PROXIES：{proxy!r} 不是代理的地址，也不能谁都相信；请写 IP 地址，如 127.0.0.1",
            )
    for host in settings.hosts:
        if _HOST.fullmatch(host) is None:
            raise SettingsError(
                f"TONGTU_HOSTS: {host!r} is no name; set the name alone, without https://, port or path: tongtu.example.cn",
                f"TONGTU_HOSTS：{host!r} 不是域名；只写域名，不带 https://、端口和路径，如 tongtu.example.cn",
            )


def _with_password(settings: Settings) -> str:
    """The address of the database with the password of its file. Raises SettingsError where there is no place for one."""
    assert settings.database_password_file is not None
    try:
        password = settings.database_password_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        where = settings.database_password_file
        raise SettingsError(f"TONGTU_DATABASE_PASSWORD_FILE: {where} cannot be read; put the password there") from None
    parts = urlsplit(settings.database_url)
    user, at, host = parts.netloc.rpartition("@")
    if not at or ":" in user or not password:
        raise SettingsError(
            "TONGTU_DATABASE_PASSWORD_FILE: write TONGTU_DATABASE_URL with a user and without a password, "
            "postgresql://USER@HOST/DATABASE, and the password into the file"
        )
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}").geturl()


def _cluster_address(given: str | None) -> str | None:
    """Raises SettingsError for anything but tcp://host:port and tls://host:port."""
    if not given:
        return None
    try:
        parts = urlsplit(given.strip())
        port = parts.port
    except ValueError:
        parts, port = None, None
    if (
        parts is None
        or parts.scheme not in ("tcp", "tls")
        or not parts.hostname
        or not port
        or parts.path.strip("/")
        or parts.username is not None
        or parts.query
        or parts.fragment
    ):
        raise SettingsError(f"TONGTU_CLUSTER: {given!r} is no address of a scheduler; set tcp://host:port or tls://host:port")
    return f"{parts.scheme}://{parts.netloc}"
