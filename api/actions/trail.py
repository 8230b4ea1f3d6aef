"""The audit trail: read it, prove it, and read a line of a list out of it again."""

from typing import Final

from api.actions.accounts import ROLES
from api.actions.errors import NotAllowed, NotFound
from api.schemas.base import Page
from api.schemas.trail import ReplayView, TrailLineView, TrailProofView
from api.wiring import Application
from data.stores import Run, Stores
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer

MOST: Final = 200
_LINE: Final = Text(zh="这次匹配的名单里的这个人", en="person on this list of this run")
_RUN: Final = Text(zh="匹配", en="run")
_READERS_ONLY: Final = Text(zh="留痕由审计账户查看。", en="The trail is read by an auditor's account.")
_HOLDS: Final = Text(zh="{lines} 条记录完整，没有被改动。", en="All {lines} lines are what they were when they were written.")
_CUT: Final = Text(zh="末尾的记录被删掉了。请立即报告。", en="Lines were cut off at the end. Report this at once.")
_BROKEN: Final = Text(zh="第 {line} 条记录被改动过。请立即报告。", en="Line {line} is not what it was. Report this at once.")
_SAME: Final = Text(zh="与当时的名单逐字节相同。", en="Byte for byte what the list said then.")
_CHANGED: Final = Text(
    zh="存下来的名单与当时的不同，不能作证。请立即报告。",
    en="The stored list is not what it was; it proves nothing. Report this at once.",
)
_ERASED: Final = Text(zh="这个人的资料已删除，这一行随之删除。", en="This person was erased, and the line with them.")


def list_trail(
    app: Application, viewer: Viewer, after: int = 0, limit: int = 50, kind: str | None = None, object_id: str | None = None
) -> Page[TrailLineView]:
    """Lines after a sequence number, oldest first. Raises NotAllowed for anybody but an auditor."""
    if viewer.role is not Role.AUDITOR:
        raise NotAllowed(_READERS_ONLY)
    size = min(limit, MOST)
    with app.database.read(viewer) as stores:
        found = stores.log.list(viewer, after, size + 1, kind=kind, object_id=object_id)
    items = tuple(TrailLineView(**vars(one), role_text=_role(one.role)) for one in found[:size])
    return Page(items=items, next=str(items[-1].sequence) if len(found) > size else None)


def prove_trail(app: Application, viewer: Viewer) -> TrailProofView:
    """Walk the whole chain. Raises NotAllowed for anybody but an auditor or an administrator."""
    with app.database.read(viewer) as stores:
        found = stores.log.verify(viewer)
    if found is None:
        raise NotAllowed(_READERS_ONLY)
    text = _HOLDS.format(lines=found.lines) if found.holds else _BROKEN.format(line=found.broken_at) if found.broken_at else _CUT
    return TrailProofView(holds=found.holds, lines=found.lines, head=found.head, broken_at=found.broken_at, text=text)


def replay(app: Application, viewer: Viewer, event: str, posting: str, candidate: str, run: str | None = None) -> ReplayView:
    """What the list of a posting said of a person: in one run, or in the last one of the event.

    Raises NotFound where the person was on no such list, or is not the viewer's.
    """
    with app.database.read(viewer) as stores:
        made = _run(stores, viewer, event, run)
        found = stores.runs.line(viewer, made.id, posting, candidate)
        erased = stores.candidates.erased_at(viewer, candidate) if found is None else None
        blank = bool(stores.runs.blanks(viewer, made.id, posting)) if erased is not None else False
        if found is not None:
            stores.log.append(viewer, "replay", "candidate", candidate, {"event": event, "posting": posting}, access=True)
    if found is None and not (erased is not None and blank):
        raise NotFound(_LINE, candidate)
    return ReplayView(
        run=made.id,
        made_at=made.made_at,
        posting=posting,
        candidate=candidate,
        place=None if found is None else found.place,
        line=None if found is None else found.content.decode(),
        holds=found is None or found.holds,
        erased_at=erased,
        text=_ERASED if found is None else _SAME if found.holds else _CHANGED,
    )


def _run(stores: Stores, viewer: Viewer, event: str, run: str | None) -> Run:
    made = stores.runs.latest(viewer, event) if run is None else stores.runs.get(viewer, run)
    if made is None or made.event != event:
        raise NotFound(_RUN, run or event)
    return made


def _role(name: str) -> Text:
    return ROLES[Role(name)] if name in set(Role) else Text(zh=name, en=name)
