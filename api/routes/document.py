"""The OpenAPI 3.1 document of the JSON API, with every error response spelled out."""

import json
from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.access import roles_of
from api.accounts.areas import scope_of_route
from api.accounts.cookies import SAFE
from api.languages import FIRST, say
from api.problems import KINDS, MEDIA_TYPE, TYPE
from api.routes import (
    accounts,
    allocation,
    assessing,
    audit,
    calls,
    consents,
    courses,
    decisions,
    employer,
    events,
    fairs,
    follow_ups,
    impacts,
    imports,
    interviews,
    jobs,
    knowledge,
    ledgers,
    lint,
    models,
    orders,
    outbox,
    own_hours,
    own_sheets,
    papers,
    people,
    plans,
    policy,
    promises,
    raised_demands,
    reading,
    reports,
    sent_rows,
    stale,
    trail,
    unlock,
    workshops,
)
from api.routes.examples import EXAMPLES as EVENT_EXAMPLES
from api.routes.request_examples import REQUESTS
from api.schemas import Problem

PREFIX: Final = "/api/v1"

_DESCRIPTION: Final = """Explained shortlists for recruitment events of persons with disabilities.

Texts for people come in both languages, `zh` and `en`. Lists are paged: give `next` of one page as `after` of the following.
Errors are problem details (RFC 9457) in the language of `Accept-Language`, Chinese when none is named; they never repeat
what was sent. 429 and 503 say in `Retry-After` after how many seconds to come again. A program signs in with a key in the
`Authorization: Bearer` header; a key has scopes, such as `read:events`, and the role of its account (`x-roles` names those that
may come in). Others' records answer 404. Without accounts the service answers on its own machine only, to the one organizer."""
_TAGS: Final = [
    {"name": "events", "description": "Recruitment events and their state"},
    {"name": "postings", "description": "Postings of an event and the list of each"},
    {"name": "candidates", "description": "People of an event: recommendations, people without an entry, and why"},
    {"name": "people", "description": "The caseload, one person's file and consents, and what the person may ask for"},
    {"name": "knowledge", "description": "The knowledge behind the verdicts, for the expert who signs it"},
    {"name": "courses", "description": "Training courses and their seats"},
    {"name": "unlock", "description": "What one change would open to whom, which course to fund, and requests to employers"},
    {"name": "models", "description": "The kept versions of the ranker: which serves, and going back"},
    {"name": "imports", "description": "What was imported, and undoing it"},
    {"name": "jobs", "description": "Work in the background: ask for it, look how far it is, stop it, have it tried again"},
    {"name": "fairs", "description": "An event from plan to day: state, employers, messages, timetable, arrivals, outcomes"},
    {"name": "ledgers", "description": "Figures of the plan, ledgers, duties of bodies, the quota, and sheltered work"},
    {"name": "accounts", "description": "Who may sign in, for which organisation, and who looks after whom"},
    {"name": "trail", "description": "The audit trail, its proof, and lines of lists as they were shown"},
    {"name": "employers", "description": "An employer's own room: postings, lists at the allowed stage, booth, files, quota"},
    {"name": "promises", "description": "What employers promised and kept, and what is asked after a fair"},
]
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    **EVENT_EXAMPLES,
    **knowledge.EXAMPLES,
    **courses.EXAMPLES,
    **lint.EXAMPLES,
    **calls.EXAMPLES,
    **policy.EXAMPLES,
    **unlock.EXAMPLES,
    **raised_demands.EXAMPLES,
    **reading.EXAMPLES,
    **audit.EXAMPLES,
    **models.EXAMPLES,
    **imports.EXAMPLES,
    **sent_rows.EXAMPLES,
    **jobs.EXAMPLES,
    **papers.EXAMPLES,
    **fairs.EXAMPLES,
    **allocation.EXAMPLES,
    **orders.EXAMPLES,
    **interviews.EXAMPLES,
    **outbox.EXAMPLES,
    **own_hours.EXAMPLES,
    **promises.EXAMPLES,
    **employer.EXAMPLES,
    **decisions.EXAMPLES,
    **follow_ups.EXAMPLES,
    **reports.EXAMPLES,
    **ledgers.EXAMPLES,
    **plans.EXAMPLES,
    **workshops.EXAMPLES,
    **people.EXAMPLES,
    **consents.EXAMPLES,
    **assessing.EXAMPLES,
    **own_sheets.EXAMPLES,
    **accounts.EXAMPLES,
    **stale.EXAMPLES,
    **trail.EXAMPLES,
    **impacts.EXAMPLES,
}
"""One answer of each operation, in the order of the routers."""
ROUTERS: Final = (
    events.router,
    knowledge.router,
    courses.router,
    lint.router,
    calls.router,
    policy.router,
    unlock.router,
    raised_demands.router,
    reading.router,
    audit.router,
    models.router,
    imports.router,
    sent_rows.router,
    jobs.router,
    papers.router,
    fairs.router,
    allocation.router,
    orders.router,
    interviews.router,
    outbox.router,
    own_hours.router,
    promises.router,
    employer.router,
    decisions.router,
    follow_ups.router,
    reports.router,
    ledgers.router,
    plans.router,
    workshops.router,
    people.router,
    consents.router,
    assessing.router,
    own_sheets.router,
    accounts.router,
    stale.router,
    trail.router,
    impacts.router,
)

_LOCAL_TIME: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9](:00)?$"
_SCHEMES: Final = {
    "session": {"type": "apiKey", "in": "cookie", "name": SAFE, "description": "The cookie of somebody signed in (over https)"},
    "key": {"type": "http", "scheme": "bearer", "description": "A key made under one's own account, with scopes and an end"},
}
_STATUSES: Final = (400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 503, 504)
_CONFLICTS: Final = frozenset({"models", "imports", "jobs", "fairs", "promises", "accounts", "people", "employers", "ledgers"})
"""The tags of operations that can be in conflict with the present state."""


def api_router() -> APIRouter:
    """All operations under their prefix."""
    router = APIRouter(prefix=PREFIX)
    for one in ROUTERS:
        router.include_router(one)
    return router


def openapi_document() -> dict[str, Any]:
    """The document, the same for every installation."""
    document = get_openapi(
        title="通途 Tongtu",
        version="1",
        summary="Matching persons with disabilities with work",
        description=_DESCRIPTION,
        openapi_version="3.1.0",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        routes=api_router().routes,
        tags=_TAGS,
    )
    schemas = document["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    _say_as_read(schemas)
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    document["components"]["responses"] = {KINDS[status].name: _response(status) for status in _STATUSES}
    document["components"]["securitySchemes"] = _SCHEMES
    routes = {route.operation_id: route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)}
    for operations in document["paths"].values():
        for operation in operations.values():
            _spell_errors(operation)
            _show_example(operation)
            _name_policy(operation, routes[operation["operationId"]])
    return document


def openapi_bytes() -> bytes:
    """The document as committed in docs/openapi.json: UTF-8, two spaces, a final newline."""
    return (json.dumps(openapi_document(), ensure_ascii=False, indent=2) + "\n").encode()


def _spell_errors(operation: dict[str, Any]) -> None:
    """Name the errors an operation can answer with: one that is sent no id finds nothing missing, one without a body cannot be
    sent what is no text, or too much of it."""
    unlikely = set() if _CONFLICTS & set(operation["tags"]) else {409}
    operation["responses"].pop("422", None)
    sent = "requestBody" in operation
    in_path = any(parameter["in"] == "path" for parameter in operation.get("parameters", ()))
    unlikely |= set() if sent else {400, 408, 413}
    if not in_path and not sent:
        unlikely.add(404)
    for status in _STATUSES:
        if status not in unlikely:
            operation["responses"][str(status)] = {"$ref": f"#/components/responses/{KINDS[status].name}"}


def _name_policy(operation: dict[str, Any], route: APIRoute) -> None:
    """Who may come in: by a session, or by a key with the scope; and the roles, which OpenAPI has no word for."""
    scope = scope_of_route(route, min(route.methods or {"GET"}))
    operation["security"] = [{"session": []}, {"key": [scope]}]
    operation["x-roles"] = sorted(roles_of(route) or ())


def _show_example(operation: dict[str, Any]) -> None:
    """Here and not on the route, because FastAPI drops the nulls of an example, and with them required fields."""
    example = EXAMPLES[operation["operationId"]].model_dump(mode="json")
    operation["responses"]["200"]["content"]["application/json"]["example"] = example
    if "requestBody" in operation:
        operation["requestBody"]["content"]["application/json"]["example"] = REQUESTS[operation["operationId"]]


def _say_as_read(schema: Any) -> None:
    """A time of the day is a local one, without an offset, which the format `time` of JSON Schema asks for (RFC 3339); what is said
    twice in a set is said once."""
    if isinstance(schema, dict):
        schema.pop("uniqueItems", None)
        if schema.get("format") == "time":
            del schema["format"]
            schema |= {"pattern": _LOCAL_TIME, "examples": ["09:30"]}
        for inner in schema.values():
            _say_as_read(inner)
    elif isinstance(schema, list):
        for inner in schema:
            _say_as_read(inner)


def _response(status: int) -> Mapping[str, Any]:
    kind = KINDS[status]
    example: dict[str, Any] = {
        "type": f"{TYPE}{kind.name}",
        "title": say(kind.title, FIRST),
        "status": status,
        "detail": say(kind.detail, FIRST),
    }
    if status == 422:
        example["faults"] = [{"where": "query", "field": "limit", "message": "不能大于 200"}]
    if status == 500:
        example["instance"] = "urn:uuid:00000000-0000-4000-8000-000000000000"
    return {
        "description": kind.title.en,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }
