"""What the database engine says of itself: nothing about anybody."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, QueuePool, func, select, text

from data.tables import log


@dataclass(frozen=True)
class EngineFacts:
    """`bytes` on disk; `clock`, `connections` and `allowed` of a server, None for a file; `last_written` is the trail's end."""

    engine: str
    version: str
    bytes: int
    clock: datetime | None
    connections: int | None
    allowed: int | None
    last_written: datetime | None


@dataclass(frozen=True)
class PoolFacts:
    """Connections of one process: `used` by somebody now, `idle` ones kept open, and the `most` there can be."""

    used: int
    idle: int
    most: int


def pool_facts(engine: Engine) -> PoolFacts:
    """What a pool says of itself."""
    pool = engine.pool
    if not isinstance(pool, QueuePool):
        return PoolFacts(0, 0, 0)
    return PoolFacts(pool.checkedout(), pool.checkedin(), pool.size() + pool._max_overflow)


def server_time(connection: Connection) -> datetime | None:
    """The present moment by the clock of the database server; None for a file."""
    if connection.dialect.name == "sqlite":
        return None
    moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return moment.astimezone(UTC)


def look_at(connection: Connection) -> EngineFacts:
    """Asks the engine."""
    last = connection.execute(select(log.c.at).order_by(log.c.sequence.desc()).limit(1)).scalar()
    if connection.dialect.name == "sqlite":
        pages, size = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size"))
        version = connection.execute(select(func.sqlite_version())).scalar_one()
        return EngineFacts("SQLite", version, pages * size, None, None, None, last)
    asked = text(
        "SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes,"
        " clock_timestamp() AS clock, current_setting('max_connections')::int AS allowed,"
        " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections"
    )
    row = connection.execute(asked).one()
    return EngineFacts("PostgreSQL", row.version, row.bytes, row.clock, row.connections, row.allowed, last)
