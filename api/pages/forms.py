"""What a form of our own pages sends: a few short fields, or the many of a long form."""

from collections.abc import Mapping
from typing import Annotated, Final
from urllib.parse import parse_qsl

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request

_MOST_BYTES: Final = 8_192
_MOST_FIELDS: Final = 20
_LONG_BYTES: Final = 65_536
_LONG_FIELDS: Final = 400
_KEPT_BYTES: Final = 131_072
_KIND: Final = "application/x-www-form-urlencoded"


async def read_form(request: Request) -> Mapping[str, str]:
    """The fields of a form by name; the last of two of one name counts.

    Raises HTTPException: 415 for another content, 413 for a body that is too large, 400 for one that cannot be read.
    """
    return await _read(request, _MOST_BYTES, _MOST_FIELDS)


async def read_long_form(request: Request) -> Mapping[str, str]:
    """As `read_form`, with room for some hundred fields."""
    return await _read(request, _LONG_BYTES, _LONG_FIELDS)


async def read_keeping_form(request: Request) -> Mapping[str, str]:
    """As `read_form`, with room for one field that holds another form."""
    return await _read(request, _KEPT_BYTES, _MOST_FIELDS)


async def _read(request: Request, most_bytes: int, most_fields: int) -> Mapping[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        raise HTTPException(415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most_bytes:
            raise HTTPException(413)
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=most_fields))
    except ValueError:
        raise HTTPException(400) from None


Form = Annotated[Mapping[str, str], Depends(read_form)]
LongForm = Annotated[Mapping[str, str], Depends(read_long_form)]
KeepingForm = Annotated[Mapping[str, str], Depends(read_keeping_form)]
