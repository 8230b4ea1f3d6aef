"""The outbox as a page works with it: messages with names, their words, one file of what waits, and that it was sent."""

import io
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

from api.actions.errors import NotFound
from api.actions.lists import find_event
from api.actions.outbox import MESSAGE, contacts_of, record_sent, stored_messages
from api.letters.contacts import Contact
from api.schemas.letters import AnswerView, LettersView, LetterTextView, LetterView
from api.wiring import Application
from data.stores import StoredMessage, Stores
from matching.knowledge.catalogue import Text
from matching.records import Audience, Channel, MessageKind, Viewer

Which = Literal["all", "waiting", "sent", "unanswered"]

KINDS: Final[Mapping[MessageKind, Text]] = {
    MessageKind.INVITATION: Text(zh="邀请", en="invitation"),
    MessageKind.TIMES: Text(zh="面试时间", en="times of the interviews"),
    MessageKind.CHANGE: Text(zh="变更通知", en="change"),
    MessageKind.REMINDER: Text(zh="提醒", en="reminder"),
    MessageKind.NOTICE: Text(zh="岗位有变", en="a posting has changed"),
}
BY_HAND: Final = (MessageKind.INVITATION, MessageKind.TIMES, MessageKind.CHANGE, MessageKind.REMINDER)
"""What somebody can ask for; a notice is written when a promise is taken back."""
CHANNELS: Final[Mapping[Channel, Text]] = {
    Channel.LETTER: Text(zh="信函", en="letter"),
    Channel.SMS: Text(zh="短信", en="text message"),
    Channel.WECHAT: Text(zh="微信", en="WeChat message"),
}


def letters_page(app: Application, viewer: Viewer, event_id: str, which: Which, after: int, limit: int) -> LettersView:
    """A page of messages after the number `after`, and how many there are in all. Raises NotFound."""
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
        everything = tuple(stored_messages(stores, viewer, event_id, None, with_texts=False))
        chosen = [one for one in everything if one.id > after and _is(one, which)]
        page = chosen[:limit]
        waiting = [one.id for one in everything if one.exported_at is None]
        return LettersView(
            items=_views(stores, viewer, page),
            total=len(everything),
            waiting=len(waiting),
            answered=sum(bool(one.replies) for one in everything),
            last=max(waiting, default=0),
            next=page[-1].id if len(chosen) > limit else None,
        )


def letter_text(app: Application, viewer: Viewer, event_id: str, number: int) -> LetterTextView:
    """The words of one message; opening them is logged as an access. Raises NotFound."""
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
        found = stores.outbox.list(viewer, event_id, number - 1, 1, with_texts=True)
        if not found or found[0].id != number:
            raise NotFound(MESSAGE, str(number))
        (view,) = _views(stores, viewer, found)
        return LetterTextView(letter=view, zh=found[0].message.zh, en=found[0].message.en)


def packed_letters(app: Application, viewer: Viewer, event_id: str, last: int) -> bytes:
    """What waits, up to the number `last`, as one archive: a table a channel, and a text a letter. Nothing is marked as sent.

    The archive holds names and numbers. Raises NotFound, also where nothing waits.
    """
    from api.letters.files import write_files

    with app.database.begin(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        found = [one for one in stored_messages(stores, viewer, event_id, True) if one.id <= last]
        if not found:
            raise NotFound(MESSAGE, str(last))
        contacts = contacts_of(stores, viewer, found)
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        folder = Path(name)
        for file in sorted(write_files(folder, event, found, contacts)):
            archive.write(folder / file, file)
    return packed.getvalue()


def mark_sent(app: Application, viewer: Viewer, event_id: str, last: int) -> int:
    """Record that what waits, up to the number `last`, was sent. Returns how many messages. Raises NotFound."""
    with app.database.begin(viewer) as stores:
        find_event(stores, viewer, event_id)
        found = [one for one in stored_messages(stores, viewer, event_id, True, with_texts=False) if one.id <= last]
        return record_sent(app, stores, viewer, event_id, found)


def _is(one: StoredMessage, which: Which) -> bool:
    match which:
        case "waiting":
            return one.exported_at is None
        case "sent":
            return one.exported_at is not None
        case "unanswered":
            return one.message.kind is MessageKind.INVITATION and not one.replies
        case _:
            return True


def _views(stores: Stores, viewer: Viewer, found: Sequence[StoredMessage]) -> tuple[LetterView, ...]:
    contacts = contacts_of(stores, viewer, found)
    named = {name for one in found for name in one.message.postings}
    titles = {one.id: one.title for one in stores.postings.outlines(viewer, named)}
    return tuple(_view(one, contacts, titles) for one in found)


def _view(one: StoredMessage, contacts: Mapping[str, Contact], titles: Mapping[str, str]) -> LetterView:
    message = one.message
    told = {reply.posting: reply for reply in one.replies}
    asked = message.postings or (("",) if message.kind is MessageKind.INVITATION else ())
    return LetterView(
        id=one.id,
        kind=KINDS[message.kind],
        channel=CHANNELS[message.channel],
        to=message.to,
        name=contacts.get(message.to, Contact(message.to)).name,
        to_employer=message.audience is Audience.EMPLOYER,
        made_at=one.at,
        sent_at=one.exported_at,
        asks=tuple(
            AnswerView(
                posting=posting or None,
                title=titles.get(posting, posting),
                answer=told[posting].answer.value if posting in told else None,
                on=told[posting].on if posting in told else None,
            )
            for posting in asked
        ),
    )
