"""Lists as they were last sent, in the memory of this process: bytes, and what they rest on."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, TypeAdapter

from matching.records import Viewer

if TYPE_CHECKING:
    from data.stores import Receipt

MOST_BYTES: Final = 64_000_000
"""About 3,000 lists of twenty people."""
_MOMENT: Final = b'"read_at":'
"""Inside a text its quotes would be escaped: where these bytes stand, the field begins."""


@dataclass(frozen=True)
class Rendered:
    """The JSON of a list in two parts, around the moment at which it is read; `after` is empty where it tells none."""

    before: bytes
    after: bytes
    etag: str

    def body(self, now: datetime) -> bytes:
        return self.before + _moments().dump_json(now) + self.after if self.after else self.before


@dataclass(frozen=True)
class KeptList:
    """One list as one account may see it. `scope`: what a key needs for it; `route`: whose answer it is."""

    path: str
    viewer: Viewer
    scope: str
    route: Any
    rendered: Rendered
    receipt: "Receipt"


@dataclass
class KeptLists:
    """The lists asked for last, by account and path, within `most` bytes; and none of an epoch that is over."""

    most: int = MOST_BYTES
    _kept: OrderedDict[tuple[str, str], KeptList] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def get(self, account: str, path: str) -> KeptList | None:
        with self._lock:
            found = self._kept.get((account, path))
            if found is not None:
                self._kept.move_to_end((account, path))
            return found

    def keep(self, one: KeptList) -> None:
        """Keeps a list, in the place of the one before."""
        key = (one.viewer.account, one.path)
        with self._lock:
            self._drop(key)
            self._kept[key] = one
            self._bytes += _size(one)
            while self._bytes > self.most:
                self._drop(next(iter(self._kept)))

    def forget(self) -> None:
        """Keep no list."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def end_other_epochs(self, epoch: str) -> None:
        """Forgets what rests on records as they are no longer: whoever was taken off a list is not kept in memory either."""
        with self._lock:
            for one in self:
                if one.receipt.standing.epoch != epoch:
                    self._drop((one.viewer.account, one.path))

    def __iter__(self) -> Iterator[KeptList]:
        return iter(tuple(self._kept.values()))

    def _drop(self, key: tuple[str, str]) -> None:
        gone = self._kept.pop(key, None)
        self._bytes -= 0 if gone is None else _size(gone)


def render_list(view: BaseModel) -> Rendered:
    """The bytes of a list. Its tag is of the content, not of the moment: two readings of the same list have the same one."""
    body = view.model_dump_json().encode()
    start = body.find(_MOMENT)
    if start < 0:
        return Rendered(body, b"", _tag(body))
    start += len(_MOMENT)
    end = body.index(b'"', start + 1) + 1
    before, after = body[:start], body[end:]
    return Rendered(before, after, _tag(before + after))


def _tag(content: bytes) -> str:
    return f'W/"{blake2b(content, digest_size=16).hexdigest()}"'


@cache
def _moments() -> TypeAdapter[datetime]:
    return TypeAdapter(datetime)


def _size(one: KeptList) -> int:
    return len(one.rendered.before) + len(one.rendered.after)
