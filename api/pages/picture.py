"""A picture as an answer: where a page has one, it lies beside the page under the same policy."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.languages import Language
from api.pictures.canvas import Size

AskedSize = Annotated[Size, Query(alias="size")]


def svg(content: bytes, language: Language) -> Response:
    """An SVG in a language."""
    return Response(content, media_type="image/svg+xml", headers={"content-language": language, "vary": "Accept-Language, Cookie"})
