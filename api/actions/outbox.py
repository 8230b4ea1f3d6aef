"""Invitations, changes and reminders of an event: written, exported to be sent by hand, and the answers that come back."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from api.actions.addressees import concerned_by
from api.actions.changed_times import changes_to, save_changes
from api.actions.errors import BadInput, NotFound
from api.actions.fair_state import check_act
from api.actions.lists import find_event
from api.actions.messages import messages_to
from api.actions.views import candidate_name, candidates_by_id
from api.letters.contacts import Contact
from api.schemas.outbox import ExportView, MessageView, OutboxView, RepliedView, ReplyView, WrittenView
from api.wiring import Application
from data.stores import StoredMessage, Stores
from matching.contradictions import find_contradictions
from matching.fair.states import Act
from matching.knowledge.catalogue import Text
from matching.records import Answer, Audience, Channel, Message, MessageKind, Outcome, Step, Story, Viewer

MESSAGE: Final = Text(zh="消息", en="message")
_NOT_ASKED: Final = Text(zh="消息 {number} 没有问到岗位 {posting}。", en="Message {number} does not ask about posting {posting}.")
_AHEAD: Final = Text(zh="答复的日期 {day} 在今天之后。", en="The day of the reply, {day}, lies ahead.")
_FOLDER: Final = Text(zh="{folder} 不是文件夹；请换一个位置。", en="{folder} is no folder; choose another place.")


def write_messages(
    app: Application, viewer: Viewer, event_id: str, kind: str, audience: str, channels: Sequence[str]
) -> WrittenView:
    """Write messages of a kind to everybody it concerns; one that says the same to the same again is not written twice.

    Invitations go to the people of the timetable, or of the lists before there is one, and to invited employers; reminders and
    changes to those with interviews, a change only where the times are others than in the timetable before, or were moved on the
    day; whoever never got times gets them whole. Raises NotFound, Conflict, BadInput.
    """
    which, whom = MessageKind(kind), Audience(audience)
    with app.database.begin(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        check_act(stores, viewer, event_id, Act.WRITE)
        concerned = concerned_by(stores, viewer, event, which, whom)
        ways = [Channel(one) for one in channels]
        if which is MessageKind.CHANGE:
            written = save_changes(stores, viewer, event, changes_to(stores, viewer, event, whom, ways, concerned), ways)
        else:
            written = stores.outbox.save_many(viewer, messages_to(stores, viewer, event, which, whom, ways, concerned))
    return WrittenView(event=event_id, kind=which.value, audience=whom.value, to=len(concerned), written=len(written))


def list_messages(app: Application, viewer: Viewer, event_id: str, after: int = 0, limit: int = 100) -> OutboxView:
    """A page of the messages of an event in the order in which they were written. Raises NotFound."""
    with app.database.read(viewer) as stores:
        find_event(stores, viewer, event_id)
        found = stores.outbox.list(viewer, event_id, after, limit)
    following = found[-1].id if len(found) == limit else None
    return OutboxView(event=event_id, items=tuple(_view(one) for one in found), next=following)


def export_messages(app: Application, viewer: Viewer, event_id: str, folder: Path, again: bool = False) -> ExportView:
    """Write what waits (`again`: everything) to a folder: a table a channel, and a text a letter. An invitation that goes out is
    recorded as a step of each of its pairs.

    The files hold names and numbers and are readable for this account alone. Raises NotFound, BadInput.
    """
    from api.letters.files import write_files

    if folder.exists() and not folder.is_dir():
        raise BadInput(_FOLDER.format(folder=folder))
    with app.database.begin(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        found = tuple(stored_messages(stores, viewer, event_id, None if again else True))
        contacts = contacts_of(stores, viewer, found)
        # Files first: if they cannot be written, nothing is recorded as gone out.
        files = write_files(folder, event, found, contacts)
        fresh = record_sent(app, stores, viewer, event_id, found)
    called = [one.message for one in found if one.message.channel is not Channel.LETTER]
    without = sum(one.to not in contacts or not contacts[one.to].by(one.channel) for one in called)
    return ExportView(event=event_id, files=files, fresh=fresh, without_contact=without)


def contacts_of(stores: Stores, viewer: Viewer, found: Sequence[StoredMessage]) -> dict[str, Contact]:
    """Id -> name and ways to reach everybody whom these messages are to, as far as they are known."""
    people = candidates_by_id(stores, viewer, (one.message.to for one in found if one.message.audience is Audience.CANDIDATE))
    contacts = {name: Contact.of_person(candidate_name(one), one.person) for name, one in people.items()}
    for name in sorted({one.message.to for one in found if one.message.audience is Audience.EMPLOYER}):
        employer = stores.employers.get(viewer, name)
        if employer is not None:
            contacts[name] = Contact.of_employer(employer)
    return contacts


def record_sent(app: Application, stores: Stores, viewer: Viewer, event_id: str, found: Sequence[StoredMessage]) -> int:
    """Records that messages went out, and an invitation as a step of each of its pairs. Returns how many had not gone out yet."""
    fresh = stores.outbox.mark_exported(viewer, [one.id for one in found])
    steps = [step for one in found if one.exported_at is None for step in _invited(event_id, one, app.today)]
    if steps:
        stores.outcomes.save_many(viewer, steps)
    return fresh


def record_reply(
    app: Application, viewer: Viewer, number: int, answer: str, posting: str | None = None, on: date | None = None
) -> RepliedView:
    """Record a yes or no. A person's answer becomes a step of the pair: interested, or declined; that is what the lists learn from.

    The same answer again changes nothing; another one replaces it. Raises NotFound, Conflict, BadInput.
    """
    said, day = Answer(answer), on or app.today
    if day > app.today:
        raise BadInput(_AHEAD.format(day=day))
    with app.database.begin(viewer) as stores:
        found = stores.outbox.get(viewer, number)
        if found is None:
            raise NotFound(MESSAGE, str(number))
        check_act(stores, viewer, found.message.event, Act.REPLY)
        asked = found.message.postings or ("",)
        if posting is not None and posting not in asked:
            raise BadInput(_NOT_ASKED.format(number=number, posting=posting))
        outcomes = 0
        for one in asked if posting is None else (posting,):
            stores.outbox.reply(viewer, number, one, said, day)
            if found.message.audience is Audience.CANDIDATE and one:
                outcomes += _learn(app, stores, viewer, found.message, one, said, day)
        again = stores.outbox.get(viewer, number)
        assert again is not None
        return RepliedView(message=_view(again), outcomes=outcomes)


def _learn(app: Application, stores: Stores, viewer: Viewer, message: Message, posting: str, said: Answer, day: date) -> int:
    """The step that an answer is. A no that became a yes is taken back; a yes that became a no stays, since it was one."""
    before = {one.step: one for one in stores.outcomes.list(viewer, event=message.event, candidate=message.to, posting=posting)}
    step = Step.INTERESTED if said is Answer.YES else Step.DECLINED
    gone = (Step.DECLINED,) if said is Answer.YES and Step.DECLINED in before else ()
    if step in before and not gone:
        return 0
    event = stores.events.get(viewer, message.event)
    whole = {name: one.on for name, one in before.items() if name not in gone} | {step: day}
    faults = find_contradictions(whole, None if event is None else event.on, app.today)
    if faults:
        raise BadInput(
            Text(zh=f"{faults[0].problem.zh}；{faults[0].advice.zh}", en=f"{faults[0].problem.en}; {faults[0].advice.en}")
        )
    told = Outcome(candidate=message.to, posting=posting, event=message.event, step=step, on=day)
    story = Story(candidate=message.to, posting=posting, event=message.event, steps=(told,), withdrawn=gone, corrects=bool(gone))
    stores.outcomes.save_stories(viewer, [story])
    return 1


def _invited(event: str, one: StoredMessage, today: date) -> list[Outcome]:
    message = one.message
    if message.kind is not MessageKind.INVITATION or message.audience is not Audience.CANDIDATE:
        return []
    return [
        Outcome(candidate=message.to, posting=posting, event=event, step=Step.INVITED, on=today) for posting in message.postings
    ]


def stored_messages(
    stores: Stores, viewer: Viewer, event: str, waiting: bool | None, with_texts: bool = True
) -> Iterator[StoredMessage]:
    """All messages of an event in the order in which they were written; `waiting`: only those that have not gone out, or have."""
    after = 0
    while page := stores.outbox.list(viewer, event, after, 1_000, waiting=waiting, with_texts=with_texts):
        yield from page
        after = page[-1].id


def _view(one: StoredMessage) -> MessageView:
    message = one.message
    return MessageView(
        id=one.id,
        kind=message.kind.value,
        audience=message.audience.value,
        to=message.to,
        channel=message.channel.value,
        wording=message.wording,
        postings=message.postings,
        made_at=one.at,
        made_by=one.by,
        exported_at=one.exported_at,
        exported_by=one.exported_by,
        replies=tuple(
            ReplyView(posting=reply.posting or None, answer=reply.answer.value, on=reply.on, by=reply.by) for reply in one.replies
        ),
    )
