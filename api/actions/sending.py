"""What is to be sent by hand, a page at a time and with its words, for a program that sends or prints it."""

from api.actions.lists import find_event
from api.actions.outbox import contacts_of
from api.letters.contacts import Contact
from api.schemas.outbox import ToSendListView, ToSendView
from api.wiring import Application
from matching.records import Viewer


def messages_to_send(app: Application, viewer: Viewer, event_id: str, after: int = 0, limit: int = 100) -> ToSendListView:
    """Messages that have not gone out, in the order in which they were written. Nothing is marked as sent; opening the texts is
    logged as an access. Raises NotFound."""
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
        found = stores.outbox.list(viewer, event_id, after, limit, waiting=True, with_texts=True)
        contacts = contacts_of(stores, viewer, found)
    items = []
    for one in found:
        message = one.message
        contact = contacts.get(message.to, Contact(message.to))
        items.append(
            ToSendView(
                id=one.id,
                channel=message.channel.value,
                audience=message.audience.value,
                to=message.to,
                name=contact.name,
                contact=contact.by(message.channel),
                zh=message.zh,
                en=message.en,
            )
        )
    last = items[-1].id if items else after
    return ToSendListView(event=event_id, items=tuple(items), last=last, next=last if len(items) == limit else None)
