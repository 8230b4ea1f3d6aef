"""What a form of our own pages sends: a few short fields, or the many of a long form."""

import re
from collections.abc import Mapping
from typing import Annotated, Final
from urllib.parse import parse_qsl

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.accounts.kept_forms import may_keep, without_secrets

_MOST_BYTES: Final = 8_192
_MOST_FIELDS: Final = 20
_LONG_BYTES: Final = 65_536
_LONG_FIELDS: Final = 400
_KEPT_BYTES: Final = 131_072
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKS: Final = frozenset({"key", "version", "kept", "next"})
_CODE: Final = re.compile(r"[\w.:/-]*", re.ASCII)
_WORDS: Final = 4
"""Characters from which on a value is worth being written again; shorter ones and codes are chosen, not written."""
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
    """As `read_form`, with room for one field that holds another form, and whatever characters a password holds."""
    return await _read(request, _KEPT_BYTES, _MOST_FIELDS, any_character=True)


async def _read(request: Request, most_bytes: int, most_fields: int, *, any_character: bool = False) -> Mapping[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        raise HTTPException(415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most_bytes:
            raise HTTPException(413)
    try:
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=most_fields))
    except ValueError:
        raise HTTPException(400) from None
    # No browser sends these of what somebody typed, and no database keeps them.
    if not any_character and any(_CONTROL.search(text) for one in fields.items() for text in one):
        raise HTTPException(400)
    request.state.typed = fields
    return fields


def typed_words(request: Request) -> tuple[str, ...]:
    """What somebody wrote in the form of this request, in words: to be shown where its page cannot be. No secrets, no marks."""
    fields: Mapping[str, str] = getattr(request.state, "typed", {}) if may_keep(request.url.path) else {}
    words = [value.strip() for name, value in without_secrets(list(fields.items())) if name not in _MARKS]
    return tuple(dict.fromkeys(value for value in words if len(value) >= _WORDS and not _CODE.fullmatch(value)))


Form = Annotated[Mapping[str, str], Depends(read_form)]
LongForm = Annotated[Mapping[str, str], Depends(read_long_form)]
KeepingForm = Annotated[Mapping[str, str], Depends(read_keeping_form)]
