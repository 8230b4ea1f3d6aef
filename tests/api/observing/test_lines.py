"""Log lines hold what our own code meant to say, and nothing that came along."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.observing.lines import FIELDS, JsonLines, TextLines, request_id, tell

NAME = "欧阳明月"
PHONE = "13912345678"


class Listener:
    """Everything that is logged while it listens, as one formatter writes it."""

    def __init__(self, formatter: logging.Formatter) -> None:
        self._stream = io.StringIO()
        self._handler = logging.StreamHandler(self._stream)
        self._handler.setFormatter(formatter)

    def __enter__(self) -> "Listener":
        logging.getLogger().addHandler(self._handler)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self._handler)

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def facts(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def lines() -> Iterator[Listener]:
    with Listener(JsonLines()) as found:
        yield found


def raised() -> Exception:
    try:
        try:
            {PHONE: 1}[NAME]
        except KeyError as cause:
            raise ValueError(f"{NAME} has no row") from cause
    except ValueError as error:
        return error
    raise AssertionError


def test_a_line_of_ours_has_its_event_and_its_fields(lines: Listener) -> None:
    tell("request", logging.WARNING, method="GET", route="/events/{event}", status=200, ms=1.5, role=None)
    (found,) = lines.facts
    assert found.pop("at").endswith("Z")
    assert found == {
        "level": "warning",
        "event": "request",
        "method": "GET",
        "route": "/events/{event}",
        "status": 200,
        "ms": 1.5,
    }


def test_an_error_is_its_types_and_its_places(lines: Listener) -> None:
    tell("job broke", logging.ERROR, raised(), job="j_1")
    (found,) = lines.facts
    first, second = found["error"]
    line = raised.__code__.co_firstlineno
    assert first == f"ValueError at tests/api/observing/test_lines.py:{line + 5} raised"
    assert second == f"KeyError at tests/api/observing/test_lines.py:{line + 3} raised"
    assert NAME not in lines.text + json.dumps(found, ensure_ascii=False)


def test_values_and_fields_that_nobody_meant_are_left_out(lines: Listener) -> None:
    tell("request", logging.ERROR, route=f"/people/{NAME}", method="GET", name="plain")
    logging.getLogger("tongtu").error("%s went", NAME)
    logging.getLogger("tongtu").error(f"{NAME} went")
    assert [{key: one[key] for key in one if key not in ("at", "level")} for one in lines.facts] == [
        {"event": "request", "method": "GET"},
        {"event": "withheld"},
        {"event": "withheld"},
    ]


def test_a_library_is_named_but_not_quoted(lines: Listener) -> None:
    logging.getLogger("sqlalchemy.engine").error("INSERT %s", NAME)
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=raised())
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    places = [one.pop("place") for one in lines.facts]
    found = lines.facts
    assert [place.partition(":")[0] for place in places] == ["test_lines.py"] * 3
    assert [(one["library"], one.get("said"), len(one.get("error", ()))) for one in found] == [
        ("sqlalchemy.engine", None, 0),
        ("uvicorn.error", "Exception in ASGI application", 2),
        ("uvicorn.error", "Invalid HTTP request received.", 0),
    ]
    assert NAME not in json.dumps(found, ensure_ascii=False)


def test_lines_of_a_request_bear_its_number(lines: Listener) -> None:
    token = request_id.set("abc")
    tell("unexpected error", logging.ERROR)
    request_id.reset(token)
    tell("unexpected error", logging.ERROR)
    assert [one.get("request") for one in lines.facts] == ["abc", None]


def test_a_terminal_gets_the_same_facts_as_words() -> None:
    with Listener(TextLines()) as found:
        tell("job broke", logging.ERROR, raised(), job="j_1", kind="match")
    head, first, second = found.text.splitlines()
    assert head.split()[1:] == ["error", "job", "broke", "job=j_1", "kind=match"]
    assert (first.split()[0], second.split()[0]) == ("ValueError", "KeyError")


def test_every_field_that_may_be_told_is_told_somewhere(root: Path) -> None:
    code = "".join(path.read_text("utf-8") for path in (root / "api").rglob("*.py") if path.name != "lines.py")
    assert [name for name in sorted(FIELDS) if f"{name}=" not in code] == []
