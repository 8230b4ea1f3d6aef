"""Recruitment events: add one, and see who and what takes part."""

import re
from datetime import date
from typing import Final
from uuid import uuid4

from api.actions.errors import BadInput, Conflict
from api.actions.fair_state import PLANNED, known_version
from api.schemas import EventView
from api.wiring import Application
from data.stores import Stores
from matching.fair.states import STATE_TEXTS, FairState
from matching.knowledge.catalogue import Text
from matching.records import Event, EventKind, PostingStatus, Viewer

_TAKEN: Final = Text(
    zh="已有编号为 {event} 的活动，还在筹备；换个编号，或加 --replace 改动它。",
    en="There is a draft {event} already; choose another id, or add --replace to change it.",
)
_PAST_DRAFT: Final = Text(
    zh="已有编号为 {event} 的活动，现在是“{state}”，不能覆盖；换个编号。要改动它，请用 tongtu event plan。",
    en="There is an event {event}, which is {state}: it cannot be replaced. Choose another id; tongtu event plan changes an event.",
)
_ID: Final = re.compile(r"[\w-]{1,64}")


def add_event(
    app: Application,
    viewer: Viewer,
    event: str,
    name: str,
    kind: str,
    on: str | None = None,
    postings_from: str | None = None,
    replace: bool = False,
) -> EventView:
    """Add an event. `postings_from` admits only open postings of that source.

    `replace` changes a draft of this id instead: its venue, its hall and who may take part stay, and its day where none is given;
    the change stands in its history. Raises BadInput on an unknown kind, a date that is none, or a source without postings;
    Conflict when the id is taken, or the event to be replaced is no draft any more.
    """
    from api.actions.lists import event_view

    if not _ID.fullmatch(event):
        raise BadInput(
            Text(
                zh="活动编号只能用字母、数字、连字符和下划线，最长 64 位：{event}",
                en="An event's id takes letters, digits, hyphens and underscores, 64 at most: {event}",
            ).format(event=event)
        )
    record = Event(id=event, name=name, kind=_kind(kind), on=_date(on), district=viewer.district)
    with app.database.begin(viewer) as stores:
        if postings_from is not None:
            chosen = tuple(
                posting.id
                for posting in stores.postings.iterate(viewer)
                if posting.source.name == postings_from and posting.status is PostingStatus.OPEN
            )
            if not chosen:
                raise BadInput(
                    Text(
                        zh="没有来自“{source}”的在招岗位；先导入，或去掉该条件。",
                        en="There is no open posting from “{source}”; import it first, or leave the condition out.",
                    ).format(source=postings_from)
                )
            record = record.model_copy(update={"postings": chosen})
        stored = stores.events.get(viewer, event)
        if stored is None:
            stores.events.upsert_many(viewer, [record])
        else:
            _replace(stores, viewer, stored, record, replace)
    return event_view(app, viewer, event)


def _replace(stores: Stores, viewer: Viewer, stored: Event, told: Event, replace: bool) -> None:
    standing = known_version(stores, viewer, stored.id)
    if standing.state is not FairState.DRAFT:
        raise Conflict(_PAST_DRAFT.format(event=stored.id, state=STATE_TEXTS[standing.state]))
    if not replace:
        raise Conflict(_TAKEN.format(event=stored.id))
    fresh = {"name": told.name, "kind": told.kind, "on": told.on or stored.on, "postings": told.postings}
    stores.events.upsert_many(viewer, [stored.model_copy(update=fresh)])
    stores.fairs.advance(viewer, stored.id, standing.version, standing.state, PLANNED, uuid4().hex)


def _kind(kind: str) -> EventKind:
    try:
        return EventKind(kind)
    except ValueError:
        known = "、".join(EventKind)
        raise BadInput(
            Text(zh="没有这种活动：{kind}；可用：{known}", en="Unknown kind of event: {kind}; known: {known}").format(
                kind=kind, known=known
            )
        ) from None


def _date(on: str | None) -> date | None:
    try:
        return None if on is None else date.fromisoformat(on)
    except ValueError:
        raise BadInput(
            Text(zh="日期写法不对：{on}；请写成 2027-03-20", en="Not a date: {on}; write it as 2027-03-20").format(on=on)
        ) from None
