"""The document of the JSON API is committed, complete and true."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from api.app import openapi_bytes
from api.routes.document import EXAMPLES, ROUTERS, openapi_document
from api.routes.request_examples import REQUESTS

DOCUMENT = openapi_document()
OPERATIONS = [operation for path in DOCUMENT["paths"].values() for operation in path.values()]
ROUTES = {route.operation_id: route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)}


def test_committed_document_is_current(root: Path) -> None:
    committed = (root / "docs" / "openapi.json").read_bytes()
    assert committed == openapi_bytes(), "the API changed: run `tongtu openapi > docs/openapi.json` and look at the difference"


def test_served_document_is_the_committed_one(client: TestClient, root: Path) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.json() == json.loads((root / "docs" / "openapi.json").read_text("utf-8"))


def test_version_and_operations() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    assert sorted(operation["operationId"] for operation in OPERATIONS) == sorted(EXAMPLES)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["operationId"])
def test_operation_is_described(operation: dict[str, Any]) -> None:
    tags = {tag["name"] for tag in DOCUMENT["tags"]}
    assert operation["summary"]
    assert operation["description"]
    assert set(operation["tags"]) <= tags
    assert [p["name"] for p in operation.get("parameters", ()) if not p.get("description")] == []
    statuses = {"200", "401", "403", "422", "429", "500", "503", "504"}
    kept = {"304"} if operation["operationId"] in ("getShortlist", "getOwnList") else set()
    in_path = any(p["in"] == "path" for p in operation.get("parameters", ()))
    sent = "requestBody" in operation
    conflicts = (
        {"409"}
        if {"models", "jobs", "fairs", "promises", "accounts", "people", "employers", "ledgers", "imports"} & set(operation["tags"])
        else set()
    )
    missing = {"404"} if in_path or sent else set()
    assert set(operation["responses"]) == statuses | kept | missing | conflicts | ({"400", "408", "413"} if sent else set())
    schemes = [name for one in operation["security"] for name in one]
    assert schemes == list(DOCUMENT["components"]["securitySchemes"])
    assert operation["x-roles"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["operationId"])
def test_example_is_an_answer(operation: dict[str, Any]) -> None:
    example = operation["responses"]["200"]["content"]["application/json"]["example"]
    adapter: TypeAdapter[Any] = TypeAdapter(ROUTES[operation["operationId"]].response_model)
    assert adapter.dump_python(adapter.validate_json(json.dumps(example)), mode="json") == example


SENDING = [operation for operation in OPERATIONS if "requestBody" in operation]


@pytest.mark.parametrize("operation", SENDING, ids=lambda operation: operation["operationId"])
def test_example_is_a_request(operation: dict[str, Any]) -> None:
    """It is what the operation takes, field for field: an example that is read and written again says the same."""
    example = operation["requestBody"]["content"]["application/json"]["example"]
    field = ROUTES[operation["operationId"]].body_field
    assert field is not None
    adapter: TypeAdapter[Any] = TypeAdapter(field.field_info.annotation)
    read = adapter.validate_json(json.dumps(example), extra="forbid")
    again = adapter.dump_python(read, mode="json", exclude_unset=True)
    assert adapter.validate_python(again) == read
    assert again.keys() == example.keys()


def test_every_request_example_is_of_an_operation() -> None:
    assert set(REQUESTS) == {operation["operationId"] for operation in SENDING}


def test_parameters_of_a_path_have_examples() -> None:
    in_path = [one for operation in OPERATIONS for one in operation.get("parameters", ()) if one["in"] == "path"]
    bare = {one["name"] for one in in_path if not {"enum", "examples", "const"} & (one["schema"].keys() | one.keys())}
    assert bare == set()


def test_errors_are_problem_details() -> None:
    responses = DOCUMENT["components"]["responses"]
    assert [list(response["content"]) for response in responses.values()] == [["application/problem+json"]] * 12
    assert "HTTPValidationError" not in openapi_bytes().decode()


def test_every_reference_leads_somewhere() -> None:
    def references(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if "$ref" in value else set()
            return own.union(*(references(inner) for inner in value.values()))
        return set().union(*map(references, value)) if isinstance(value, list) else set()

    def resolves(reference: str) -> bool:
        at: Any = DOCUMENT
        for part in reference.removeprefix("#/").split("/"):
            at = at.get(part, {})
        return bool(at)

    found = references(DOCUMENT)
    assert len(found) > 10
    assert [reference for reference in sorted(found) if not resolves(reference)] == []
