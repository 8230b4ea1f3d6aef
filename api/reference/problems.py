"""Every kind of problem that the JSON API answers with, from the table that answers with them."""

from collections.abc import Iterator
from typing import Final

from api.languages import Language, say
from api.reference.markdown import head, page, table
from matching.knowledge.catalogue import Text

_TITLE: Final = Text(zh="接口的出错回答", en="Problems the JSON API answers with")
_LEAD: Final = Text(
    zh="出错时，接口回答 `application/problem+json`（RFC 9457）：`type` 是下面的固定名称，`title` 和 `detail` 按 `Accept-Language` "
    "用中文或英文；`faults` 逐项写明哪个字段、要求什么，从不重复所填的内容；`instance` 是系统出错时的编号，日志里能查到。"
    "全部接口见 [openapi.json](openapi.json)。",
    en="An error is answered as `application/problem+json` (RFC 9457): `type` is the stable name below, `title` and `detail` are "
    "in the language of `Accept-Language`; `faults` name each field and what is asked, never the value; `instance` is the number "
    "under which an unexpected error is logged. All routes: [openapi.json](openapi.json).",
)
_HEADERS: Final = (
    Text(zh="状态", en="status"),
    Text(zh="名称", en="type"),
    Text(zh="标题", en="title"),
    Text(zh="说明", en="what to do"),
)


def problems_page(language: Language) -> str:
    """The page of all problem types in one language, by status."""
    return page(_lines(language))


def _lines(language: Language) -> Iterator[str]:
    from api.problems import KINDS, TYPE

    yield from (*head(_TITLE, _LEAD, language), "")
    rows = (
        (str(status), f"`{TYPE}{kind.name}`", say(kind.title, language), say(kind.detail, language))
        for status, kind in sorted(KINDS.items())
    )
    yield from table((say(one, language) for one in _HEADERS), rows)
