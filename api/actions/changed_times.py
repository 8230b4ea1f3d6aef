"""Changed times in words: a change to whoever was told the old ones, the times as they are now to whoever was not told any."""

from collections.abc import Collection, Mapping, Sequence

from api.actions.addressees import Addressee
from api.actions.messages import messages_to
from data.stores import Stores
from matching.records import Audience, Channel, Event, Message, MessageKind, Viewer


def changes_to(
    stores: Stores,
    viewer: Viewer,
    event: Event,
    audience: Audience,
    channels: Sequence[Channel],
    concerned: Mapping[str, Addressee],
) -> list[Message]:
    """The messages, not stored yet. A correction of what nobody was told would only confuse: who never got times, and has some,
    gets them whole."""
    told = stores.outbox.told_times(viewer, event.id, audience) if concerned else frozenset()
    whole = {name: one for name, one in concerned.items() if name not in told and one.interviews}
    changed = {name: one for name, one in concerned.items() if name not in whole}
    return [
        *messages_to(stores, viewer, event, MessageKind.TIMES, audience, channels, whole),
        *messages_to(stores, viewer, event, MessageKind.CHANGE, audience, channels, changed),
    ]


def save_changes(
    stores: Stores,
    viewer: Viewer,
    event: Event,
    made: Collection[Message],
    channels: Collection[Channel] = tuple(Channel),
    over: Collection[str] = (),
) -> tuple[int, ...]:
    """Stores what `changes_to` made, and takes away what waits in these channels and tells the same people older times.

    `over`: people who need no word, and whose times are past all the same. Returns the numbers of the new messages.
    """
    saved = stores.outbox.save_many(viewer, made)
    said: dict[tuple[Audience, MessageKind], set[str]] = {}
    for one in made:
        said.setdefault((one.audience, one.kind), set()).add(one.to)
    for (audience, kind), names in sorted(said.items()):
        kept = {(one.kind, one.channel) for one in made if (one.audience, one.kind) == (audience, kind)}
        stores.outbox.discard_times(viewer, event.id, audience, names, kept, channels)
    if over:
        stores.outbox.discard_times(viewer, event.id, Audience.CANDIDATE, over, (), channels)
    return saved
