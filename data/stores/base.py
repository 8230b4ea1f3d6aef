"""What all stores share: the viewer at the door, the open transaction, and the notes for the log.

Who may see what, for now: organizers and counselors see everything of their district (no district: the whole city); an
employer sees its own organisation and postings, and no candidates; an auditor sees the log and the counts of runs; an
administrator sees no files of people. What one may not see does not exist.
"""

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Final, TypeVar

from sqlalchemy import Connection, Table

from data.keys import Keyring
from data.stores.canonical import canonical, check_key
from data.stores.errors import NotAllowed, NoViewer, ReadOnly
from data.stores.fences import Fence
from data.stores.former_rows import FormerRows, Key
from data.stores.vault import Vault
from matching.china_time import day_in_china
from matching.records import Role, Viewer

T = TypeVar("T")
CHUNK: Final = 1_000
STAFF: Final = frozenset({Role.ORGANIZER, Role.COUNSELOR})


@dataclass(frozen=True)
class Note:
    """One line for the log, not yet written. An `access` is kept even when the transaction is rolled back; a `daily` one is noted
    once a day, however often the same is done."""

    at: datetime
    account: str
    role: str
    action: str
    kind: str
    object: str
    detail: str
    access: bool
    daily: bool = False


@dataclass
class Session:
    """One open transaction. `fence`: the job it is written for; `result`: what it publishes of that job. `upload`: the file
    that an import comes from; `former`: notes what it changes, while it is published; `shared`: gives the moment by which workers
    of all machines go, where that is not `clock`."""

    connection: Connection
    keyring: Keyring
    vault: Vault
    clock: Callable[[], datetime]
    writable: bool
    closed: bool = False
    scrub: bool = False
    fence: Fence | None = None
    result: str | None = None
    upload: str | None = None
    former: FormerRows | None = None
    shared: Callable[[], datetime] | None = None
    notes: list[Note] = field(default_factory=list)
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.clock()

    @functools.cached_property
    def shared_now(self) -> datetime:
        """The moment of the transaction that leases are measured by: the same whichever machine asks."""
        return self.now if self.shared is None else self.shared()

    @property
    def today(self) -> date:
        """The day of the transaction, in China."""
        return day_in_china(self.now)

    def keep_former(self, table: Table, fresh: Iterable[Key], changed: Iterable[Key]) -> None:
        """Notes what is about to be written, where an import is being published; see `FormerRows.keep`."""
        if self.former is not None:
            self.former.keep(table, fresh, changed)


@dataclass(frozen=True)
class Refused:
    """A record that was not stored, and why: `erased`, or `certificate` held by another candidate (`holder`).

    Of a training: its `candidate` or its `course` is not there.
    """

    id: str
    cause: str
    holder: str | None = None


@dataclass(frozen=True)
class Saved:
    """What a bulk save did, in counts; refused records are named by id."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    refused: tuple[Refused, ...] = ()

    def __add__(self, other: "Saved") -> "Saved":
        return Saved(
            self.inserted + other.inserted,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.merged + other.merged,
            self.refused + other.refused,
        )


def check_viewer(viewer: object) -> Viewer:
    """The viewer, or NoViewer."""
    if not isinstance(viewer, Viewer):
        raise NoViewer(f"no viewer was given (but {type(viewer).__name__}): say on whose behalf, as the first argument")
    return viewer


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(self: "Store", viewer: Any = None, *arguments: Any, **named: Any) -> Any:
        check_viewer(viewer)
        if self.session.closed:
            raise ReadOnly("the transaction of this store has ended; open another")
        for value in (*arguments, *named.values()):
            _check_argument(value)
        return method(self, viewer, *arguments, **named)

    return call


def _check_argument(value: object) -> None:
    """One engine would raise and the other find nothing: no id holds these, so that both say it."""
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError("a value asked for holds half of a character (a lone surrogate)") from None
    if isinstance(value, str) and "\0" in value:
        raise ValueError("a value asked for holds a NUL character")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("a number asked for is over 64 bits")


class Store:
    """The base of every store: each public method of a subclass is guarded, it cannot be reached without a viewer."""

    kind: ClassVar[str]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name, member in list(vars(cls).items()):
            if inspect.isfunction(member) and not name.startswith("_"):
                setattr(cls, name, _guarded(member))

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def _connection(self) -> Connection:
        return self.session.connection

    def _require(self, viewer: Viewer, roles: frozenset[Role] = STAFF) -> None:
        """Guards a change: a role that may, and a transaction that writes."""
        if viewer.role not in roles:
            raise NotAllowed(f"{viewer.role} may not change {self.kind} records; ask an organizer")
        if not self.session.writable:
            raise ReadOnly(f"cannot change {self.kind} records while reading: open the database with begin()")

    def _note(
        self, viewer: Viewer, action: str, object_id: str = "", *, access: bool = False, daily: bool = False, **detail: Any
    ) -> None:
        """Leaves a line for the log; it is written when the transaction ends."""
        note = make_note(self.session.clock(), viewer, action, self.kind, object_id, detail, access)
        self.session.notes.append(replace(note, daily=True) if daily else note)


def make_note(at: datetime, viewer: Viewer, action: str, kind: str, object_id: str, detail: dict[str, Any], access: bool) -> Note:
    """A checked line for the log. Raises ValueError for a detail that cannot be written or may hold a personal number."""
    text = canonical(detail).decode()
    if len(text) > 4_000:
        raise ValueError(f"the detail of a log line has {len(text)} characters; keep it under 4,000")
    if any(_long_number(value) for value in detail.values()):
        raise ValueError("a log line holds a number of 11 digits or more: no phone or certificate number may be logged")
    names = {"account": viewer.account, "action": action, "kind": kind, "object": object_id or "-"}
    for what, value in names.items():
        check_key(value, f"the {what} of a log line")
    return Note(at.astimezone(UTC), viewer.account, viewer.role.value, action, kind, object_id, text, access)


def _long_number(value: object) -> bool:
    run = 0
    for character in value if isinstance(value, str) else "":
        run = run + 1 if character.isdigit() else 0
        if run >= 11:
            return True
    return False


def chunks(items: Iterable[T], key: Callable[[T], str], size: int = CHUNK) -> Iterator[list[T]]:
    """Lists of at most `size` items; a list ends early before a key would stand in it twice."""
    chunk: list[T] = []
    seen: set[str] = set()
    for item in items:
        name = key(item)
        if name in seen or len(chunk) == size:
            yield chunk
            chunk, seen = [], set()
        chunk.append(item)
        seen.add(name)
    if chunk:
        yield chunk


def slices(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Consecutive parts of at most `size` items."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
