"""Messages of an event in words: one to each of those concerned by each way, from the template of its kind."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from api.actions.addressees import Addressee
from api.actions.counselors import contacts_for
from api.actions.letter_parts import booth_of, day_of, halves_of, hours_of, place_of, posts_of, times_of
from api.actions.losses import losses_so_far
from api.actions.lost_interviews import NOWHERE, cause_of, waiting_of
from api.actions.views import candidate_name, candidates_by_id, employer_names
from api.letters.templates import template_for
from data.stores import Stores
from matching.fair.places import Redirects
from matching.knowledge.catalogue import Text
from matching.privacy import is_exact
from matching.records import Audience, Channel, Event, Message, MessageKind, Posting, Viewer

_NONE: Final = Text(zh="（没有）", en="(none)")


def messages_to(
    stores: Stores,
    viewer: Viewer,
    event: Event,
    kind: MessageKind,
    audience: Audience,
    channels: Sequence[Channel],
    concerned: Mapping[str, Addressee],
) -> list[Message]:
    """The messages, not stored yet. Whoever the viewer does not see is left out."""
    if not concerned:
        return []
    postings = _postings(stores, viewer, concerned.values())
    employers = employer_names(stores, viewer, (one.employer for one in postings.values()))
    moved = losses_so_far(stores, viewer, event.id).moved
    about: dict[str, Text | str] = {
        "event": event.name,
        "day": day_of(event.on),
        "place": place_of(event),
        "hours": hours_of(event),
    }
    without = [name for name, one in concerned.items() if not one.interviews] if kind is MessageKind.CHANGE else []
    waiting = waiting_of(stores, viewer, event, without) if audience is Audience.CANDIDATE else {}
    inexact = audience is Audience.EMPLOYER and not _runs(stores, viewer, event)
    found = []
    for name, own in _of_each(stores, viewer, event, audience, concerned, moved):
        to = concerned[name]
        called = [(one, postings[one.posting].title if audience is Audience.CANDIDATE else "") for one in to.interviews]
        for channel in channels:
            template = template_for(kind, audience, channel, lost=not called)
            short = template.form.startswith("short")
            posts = posts_of([postings[one] for one in to.postings if one in postings], employers, short)
            if inexact:
                times = halves_of(event, to.interviews, moved, short)
            else:
                times = times_of(event, called, moved, short) if called else _NONE
            lost = {} if called else {"why": cause_of(to.cause, audience), "waiting": waiting.get(name, NOWHERE)}
            text = template.fill({**about, **own, **lost, "posts": posts, "times": times})
            asked = tuple(to.postings) if audience is Audience.CANDIDATE and kind is MessageKind.INVITATION else ()
            found.append(
                Message(
                    event=event.id,
                    kind=kind,
                    audience=audience,
                    to=name,
                    channel=channel,
                    wording=template.version,
                    postings=asked,
                    zh=text.zh,
                    en=text.en,
                )
            )
    return found


def _runs(stores: Stores, viewer: Viewer, event: Event) -> bool:
    standing = stores.fairs.standing(viewer, event.id)
    return standing is not None and is_exact(standing.state)


def _of_each(
    stores: Stores, viewer: Viewer, event: Event, audience: Audience, concerned: Iterable[str], moved: Redirects
) -> Iterator[tuple[str, dict[str, Text | str]]]:
    """What is another for each of those whom the viewer sees."""
    if audience is Audience.EMPLOYER:
        names = employer_names(stores, viewer, concerned)
        for name in (one for one in concerned if one in names):
            yield name, {"name": names[name], "booth": booth_of(event, name, moved), "code": "", "contact": ""}
        return
    people = candidates_by_id(stores, viewer, concerned)
    contacts, codes = contacts_for(stores, viewer, people), stores.visitors.codes(viewer, event.id)
    for name in (one for one in concerned if one in people):
        yield name, {"name": candidate_name(people[name]), "booth": "", "code": codes.get(name, ""), "contact": contacts[name]}


def _postings(stores: Stores, viewer: Viewer, concerned: Iterable[Addressee]) -> dict[str, Posting]:
    wanted = sorted({name for to in concerned for name in (*to.postings, *(one.posting for one in to.interviews))})
    return {one.id: one for one in stores.postings.iterate(viewer, wanted)} if wanted else {}
