"""Log lines: JSON for machines, text for a terminal. A line is made of what our own code put in it on purpose, and of nothing else.

1. A line of ours is a fixed word, and fields of the names in `FIELDS` whose values look like numbers or identifiers; others go.
2. A line of a library says which library and where in its code: its own words may hold values, and are left out, except for the
   few in `_KNOWN`.
3. An error is its type and its places (`api.observing.faults`), never its message.
"""

import json
import logging
import re
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson

from api.observing.faults import fault_lines

OURS: Final = "tongtu"
FIELDS: Final = frozenset(
    ["attempt", "job", "kind", "method", "ms", "number", "reason", "role", "route", "stage", "state", "status"]
)
"""What a line of ours may say besides its event."""
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The number of the request that is being answered, drawn here: what a sender calls a request is not repeated."""

_SAFE: Final = re.compile(r"[A-Za-z0-9_.:/{}<>+ -]{0,160}")
_KNOWN: Final = frozenset(
    {
        "Exception in ASGI application\n",
        "Invalid HTTP request received.",
        "Waiting for application startup.",
        "Application startup complete.",
        "Application startup failed. Exiting.",
        "Waiting for connections to close. (CTRL+C to force quit)",
        "Waiting for background tasks to complete. (CTRL+C to force quit)",
        "Cancel %s running task(s), timeout graceful shutdown exceeded",
        "Shutting down",
        "Application shutdown complete.",
    }
)


def tell(event: str, level: int = logging.INFO, error: BaseException | None = None, **fields: str | int | float | None) -> None:
    """One line in the log: a fixed word for what happened, and fields of the names in `FIELDS`.

    The error itself is not handed on: whatever else listens to the log finds no message in it.
    """
    logger = logging.getLogger(OURS)
    if logger.isEnabledFor(level):
        told = {"told": fields, "fault": () if error is None else fault_lines(error)}
        # As `log` does, but for the search for who called: a line of ours has no place.
        logger.handle(logger.makeRecord(OURS, level, __file__, 0, event, (), None, extra=told))


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What is told of a record, in order: moment, level, event, request, fields, error."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    facts: dict[str, Any] = {"at": at, "level": record.levelname.lower()}
    if record.name == OURS:
        facts["event"] = _event(record)
    else:
        facts |= {"event": "library", "library": record.name, "place": f"{Path(record.pathname).name}:{record.lineno}"}
        if record.msg in _KNOWN:
            facts["said"] = record.msg.strip()
    number = request_id.get()
    if number is not None:
        facts["request"] = number
    facts |= _fields(getattr(record, "told", {}))
    raised = record.exc_info[1] if record.exc_info else None
    fault = getattr(record, "fault", ()) or (() if raised is None else fault_lines(raised))
    return facts | ({"error": list(fault)} if fault else {})


class JsonLines(logging.Formatter):
    """One JSON object a line, in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        facts = facts_of(record)
        line = orjson.dumps(facts)
        return line.decode() if line.isascii() else json.dumps(facts, separators=(",", ":"))


class TextLines(logging.Formatter):
    """The same facts as words, for a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        facts = facts_of(record)
        head = [facts.pop("at")[11:23], facts.pop("level").ljust(7), facts.pop("event")]
        error = facts.pop("error", ())
        lines = [" ".join([*head, *(f"{name}={value}" for name, value in facts.items())])]
        return "\n".join([*lines, *(f"    {line}" for line in error)])


def _event(record: logging.LogRecord) -> str:
    return record.msg if isinstance(record.msg, str) and not record.args and _SAFE.fullmatch(record.msg) else "withheld"


def _fields(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name in FIELDS and value is not None and _is_safe(value)}


def _is_safe(value: object) -> bool:
    return isinstance(value, int | float) or (isinstance(value, str) and _is_plain(value))


@lru_cache(maxsize=1_024)
def _is_plain(value: str) -> bool:
    return _SAFE.fullmatch(value) is not None
