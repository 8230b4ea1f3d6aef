"""A form with a file, read part by part: the file goes straight into a private file of the home, never into memory or /tmp."""

import re
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final
from uuid import uuid4

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.upload_files import create_private

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_KIND: Final = "multipart/form-data"
_MOST_PARTS: Final = 12
_MOST_FIELD: Final = 8_192
_MOST_HEADER: Final = 8_192
_BOUNDARY: Final = re.compile(r"[\x20-\x7e]{1,70}")


@dataclass
class Sent:
    """What came: the fields, and the file at `path` under the id `upload`. `name` is empty where no file was chosen."""

    upload: str
    path: Path
    name: str = ""
    size: int = 0
    too_large: bool = False
    fields: dict[str, str] = field(default_factory=dict)

    def remove(self) -> None:
        """Removes the file; quiet where it is gone."""
        self.path.unlink(missing_ok=True)


async def receive(request: Request, home: Path, most_bytes: int) -> Sent:
    """Reads the whole form. A file over `most_bytes` is read to its end and not kept: the answer can say so then.

    Raises HTTPException: 415 for another content, 400 for one that is cut off or malformed, 413 for fields that are too long. No
    file stays behind then.
    """
    boundary = _boundary(request.headers.get("content-type", ""))
    upload = f"u_{uuid4().hex}"
    path, stream = create_private(home, upload)
    sent = Sent(upload, path)
    try:
        with stream:
            await _read(request, boundary, _Parts(sent, stream, most_bytes))
    except BaseException:
        sent.remove()
        raise
    return sent


async def _read(request: Request, boundary: bytes, parts: "_Parts") -> None:
    parser = MultipartParser(boundary, parts.callbacks())
    try:
        async for chunk in request.stream():
            parser.write(chunk)
        parser.finalize()
    except MultipartParseError:
        raise HTTPException(400) from None
    if not parts.ended:
        raise HTTPException(400)


class _Parts:
    """Takes the parts of a form as the parser finds them."""

    def __init__(self, sent: Sent, stream: BinaryIO, most_bytes: int) -> None:
        self._sent = sent
        self._stream = stream
        self._most = most_bytes
        self._count = 0
        self._header = [b"", b""]
        self._headers: dict[bytes, bytes] = {}
        self._field: str | None = None
        self._is_file = False
        self._value = b""
        self.ended = False

    def callbacks(self) -> "MultipartCallbacks":
        """The functions that the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._add(0, data[start:end]),
            "on_header_value": lambda data, start, end: self._add(1, data[start:end]),
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": lambda data, start, end: self._take(data[start:end]),
            "on_part_end": self._end_part,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._count += 1
        if self._count > _MOST_PARTS:
            raise HTTPException(413)
        self._headers, self._field, self._is_file, self._value = {}, None, False, b""

    def _add(self, part: int, data: bytes) -> None:
        self._header[part] += data
        if len(self._header[0]) + len(self._header[1]) > _MOST_HEADER:
            raise HTTPException(413)

    def _end_header(self) -> None:
        self._headers[self._header[0].lower()] = self._header[1]
        self._header = [b"", b""]

    def _open(self) -> None:
        told = Message()
        told["content-disposition"] = _line(self._headers.get(b"content-disposition", b""))
        name = told.get_param("name", header="content-disposition")
        if not isinstance(name, str):
            raise HTTPException(400)
        given = told.get_param("filename", header="content-disposition")
        self._field, self._is_file = name, isinstance(given, str)
        if isinstance(given, str) and given:
            self._sent.name = given

    def _take(self, data: bytes) -> None:
        if not self._is_file:
            self._value += data
            if len(self._value) > _MOST_FIELD:
                raise HTTPException(413)
            return
        self._sent.size += len(data)
        if self._sent.size > self._most:
            if not self._sent.too_large:
                self._sent.too_large = True
                self._stream.truncate(0)
            return
        self._stream.write(data)

    def _end_part(self) -> None:
        if self._field is not None and not self._is_file:
            try:
                self._sent.fields[self._field] = self._value.decode()
            except UnicodeDecodeError:
                raise HTTPException(400) from None

    def _end(self) -> None:
        self.ended = True


def _boundary(content_type: str) -> bytes:
    told = Message()
    told["content-type"] = content_type
    boundary = told.get_param("boundary", header="content-type")
    if told.get_content_type() != _KIND or not isinstance(boundary, str) or not _BOUNDARY.fullmatch(boundary):
        raise HTTPException(415)
    return boundary.encode("ascii")


def _line(raw: bytes) -> str:
    """A header as browsers send it: UTF-8 as it stands, with no line end that could make another header of it."""
    text = raw.decode("utf-8", "replace")
    return "".join(character for character in text if character.isprintable())
