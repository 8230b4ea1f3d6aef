"""What a key of a program may do: reading or writing, in the areas that the tags of the JSON API name."""

from collections.abc import Mapping
from typing import Final

from fastapi.routing import APIRoute
from starlette.requests import Request

from matching.knowledge.catalogue import Text

AREAS: Final[Mapping[str, Text]] = {
    "events": Text(zh="活动", en="Events"),
    "postings": Text(zh="岗位和名单", en="Postings and lists"),
    "candidates": Text(zh="求职者", en="Candidates"),
    "people": Text(zh="服务对象和本人的权利", en="The caseload and people's own rights"),
    "fairs": Text(zh="招聘会组织", en="Running a fair"),
    "promises": Text(zh="承诺和回访", en="Promises and follow-ups"),
    "employers": Text(zh="单位自己的岗位和名单", en="An employer's own postings and lists"),
    "unlock": Text(zh="可打开的岗位", en="What a change would open"),
    "courses": Text(zh="课程", en="Courses"),
    "ledgers": Text(zh="台账和统计", en="Ledgers and figures"),
    "models": Text(zh="排序模型", en="Rankers"),
    "imports": Text(zh="导入记录", en="Imports"),
    "jobs": Text(zh="后台任务", en="Background work"),
    "knowledge": Text(zh="判断依据", en="What verdicts rest on"),
    "trail": Text(zh="操作记录", en="The audit trail"),
    "accounts": Text(zh="账户和单位", en="Accounts and organisations"),
}
"""The tags of the JSON API, in the order in which they are offered."""
SCOPES: Final = frozenset(f"{verb}:{area}" for area in AREAS for verb in ("read", "write"))
READING: Final = frozenset({"GET", "HEAD"})
READS_BY_POST: Final = frozenset({"readPosting"})
"""Operations that are sent as POST because of what they are asked, and change nothing."""


def scope_of_request(request: Request) -> str:
    """The scope that the route of a request asks of a key, such as `read:events`."""
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    return scope_of_route(route, request.method)


def scope_of_route(route: APIRoute, method: str) -> str:
    """The scope that a route asks of a key: its verb, and the area that its first tag names."""
    reads = method in READING or route.operation_id in READS_BY_POST
    return f"{'read' if reads else 'write'}:{route.tags[0]}"
