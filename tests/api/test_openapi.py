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
    assert [operation["operationId"] for operation in OPERATIONS] == list(EXAMPLES)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["operationId"])
def test_operation_is_described(operation: dict[str, Any]) -> None:
    tags = {tag["name"] for tag in DOCUMENT["tags"]}
    assert operation["summary"]
    assert operation["description"]
    assert set(operation["tags"]) <= tags
    assert [p["name"] for p in operation.get("parameters", ()) if not p.get("description")] == []
    statuses = {"200", "401", "403", "422", "500", "503"}
    in_path = any(p["in"] == "path" for p in operation.get("parameters", ()))
    conflicts = (
        {"409"}
        if {"models", "jobs", "fairs", "promises", "accounts", "people", "employers", "ledgers"} & set(operation["tags"])
        else set()
    )
    assert set(operation["responses"]) == statuses | ({"404"} if in_path else set()) | conflicts


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["operationId"])
def test_example_is_an_answer(operation: dict[str, Any]) -> None:
    example = operation["responses"]["200"]["content"]["application/json"]["example"]
    adapter: TypeAdapter[Any] = TypeAdapter(ROUTES[operation["operationId"]].response_model)
    assert adapter.dump_python(adapter.validate_json(json.dumps(example)), mode="json") == example


def test_errors_are_problem_details() -> None:
    responses = DOCUMENT["components"]["responses"]
    assert [list(response["content"]) for response in responses.values()] == [["application/problem+json"]] * 7
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
