"""Messages: written once, sealed, exported once, answered; and gone with the person."""

from datetime import date

import pytest
from sqlalchemy import text as sql

from data.stores import Database, NotAllowed
from data.stores.candidates import CandidateStore
from matching.records import Answer, Audience, Candidate, Channel, Employer, Event, Message, MessageKind, Role, Viewer

ASK = Message(
    event="ev_fair",
    kind=MessageKind.INVITATION,
    audience=Audience.CANDIDATE,
    to="c_lin",
    channel=Channel.SMS,
    wording="c-invitation-short-1",
    postings=("p_clerk", "p_hall"),
    zh="林小满您好",
    en="Hello Lin",
)
LETTER = ASK.model_copy(update={"channel": Channel.LETTER, "zh": "林小满：信", "en": "Dear Lin"})
COME = ASK.model_copy(update={"audience": Audience.EMPLOYER, "to": "e_mill", "postings": (), "zh": "面粉厂：", "en": "To the mill"})
TO_GAO = ASK.model_copy(update={"to": "c_gao", "zh": "高大山您好", "en": "Hello Gao"})


@pytest.fixture
def ready(database: Database, organizer: Viewer, lin: Candidate, gao: Candidate, mill: Employer, fair: Event) -> Database:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
        stores.employers.upsert_many(organizer, [mill])
        stores.events.upsert_many(organizer, [fair])
    return database


def save(database: Database, viewer: Viewer, *records: Message) -> tuple[int, ...]:
    with database.begin(viewer) as stores:
        return stores.outbox.save_many(viewer, records)


def test_what_was_said_is_not_said_twice(ready: Database, organizer: Viewer) -> None:
    first = save(ready, organizer, ASK, LETTER, COME)
    assert len(first) == 3
    assert save(ready, organizer, COME, ASK, TO_GAO, TO_GAO)[0] > first[-1]
    with ready.read(organizer) as stores:
        found = stores.outbox.list(organizer, "ev_fair", with_texts=True)
        assert [one.message for one in found] == [ASK, LETTER, COME, TO_GAO]
        assert [one.message.zh for one in stores.outbox.list(organizer, "ev_fair", first[0], limit=2)] == ["", ""]
        assert stores.outbox.list(organizer, "ev_fair", kind=MessageKind.CHANGE) == ()
        assert [one.by for one in found] == ["wang"] * 4


def words(database: Database, viewer: Viewer) -> list[str]:
    with database.read(viewer) as stores:
        return [one.message.zh for one in stores.outbox.list(viewer, "ev_fair", with_texts=True)]


def export(database: Database, viewer: Viewer, *numbers: int) -> None:
    with database.begin(viewer) as stores:
        stores.outbox.mark_exported(viewer, numbers)


def test_a_draft_gives_way_to_what_is_so_now(ready: Database, organizer: Viewer) -> None:
    later, latest = (LETTER.model_copy(update={"zh": word}) for word in ("九点半", "十点"))
    save(ready, organizer, LETTER, ASK)
    save(ready, organizer, later)
    assert words(ready, organizer) == [ASK.zh, "九点半"]
    assert len(save(ready, organizer, latest, later)) == 1
    assert words(ready, organizer) == [ASK.zh, "九点半"]


def test_what_went_out_stays_and_may_be_said_again_after_something_else(ready: Database, organizer: Viewer) -> None:
    later = LETTER.model_copy(update={"zh": "九点半"})
    for message in (LETTER, later, LETTER):
        (number,) = save(ready, organizer, message)
        assert save(ready, organizer, message) == ()
        export(ready, organizer, number)
    assert words(ready, organizer) == [LETTER.zh, "九点半", LETTER.zh]
    save(ready, organizer, later)
    assert save(ready, organizer, LETTER) == ()
    assert words(ready, organizer) == [LETTER.zh, "九点半", LETTER.zh]


def test_a_draft_that_was_answered_stays(ready: Database, organizer: Viewer) -> None:
    (number,) = save(ready, organizer, ASK)
    with ready.begin(organizer) as stores:
        stores.outbox.reply(organizer, number, "p_clerk", Answer.NO, date(2026, 3, 5))
        assert stores.outbox.declined(organizer, "ev_fair") == {("c_lin", "p_clerk")}
    save(ready, organizer, ASK.model_copy(update={"zh": "改了"}))
    assert words(ready, organizer) == [ASK.zh, "改了"]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"to": "c_none"}, "no candidate c_none"),
        ({"event": "ev_none"}, "no event ev_none"),
        ({"audience": "employer"}, "no employer c_lin"),
    ],
)
def test_a_message_to_nobody_is_refused(ready: Database, organizer: Viewer, changed: dict[str, str], problem: str) -> None:
    wrong = Message.model_validate({**ASK.model_dump(), **changed})
    with pytest.raises(ValueError, match=problem):
        save(ready, organizer, wrong)


def test_the_first_export_stays(ready: Database, organizer: Viewer) -> None:
    one, two = save(ready, organizer, ASK, COME)
    with ready.begin(organizer) as stores:
        assert stores.outbox.mark_exported(organizer, [one]) == 1
        assert stores.outbox.mark_exported(organizer, [one, two]) == 1
        assert [m.id for m in stores.outbox.list(organizer, "ev_fair", waiting=True)] == []
        assert [(m.id, m.exported_by) for m in stores.outbox.list(organizer, "ev_fair", waiting=False)] == [
            (one, "wang"),
            (two, "wang"),
        ]


def test_a_later_word_replaces_the_earlier_one(ready: Database, organizer: Viewer) -> None:
    one, two = save(ready, organizer, ASK, COME)
    with ready.begin(organizer) as stores:
        stores.outbox.reply(organizer, one, "p_clerk", Answer.NO, date(2026, 3, 5))
        made = stores.outbox.reply(organizer, one, "p_clerk", Answer.YES, date(2026, 3, 6))
        assert (made.posting, made.answer, made.on, made.by) == ("p_clerk", Answer.YES, date(2026, 3, 6), "wang")
        found = stores.outbox.get(organizer, one)
        assert found is not None
        assert found.replies == (made,)
        assert stores.outbox.reply(organizer, two, "", Answer.NO, date(2026, 3, 6)).answer is Answer.NO
        for number, posting, problem in (
            (one, "p_none", "does not ask about p_none"),
            (two, "p_clerk", "does not ask about p_clerk"),
            (99, "", "no message 99"),
        ):
            with pytest.raises(ValueError, match=problem):
                stores.outbox.reply(organizer, number, posting, Answer.YES, date(2026, 3, 6))


def test_staff_of_a_district_see_messages_to_their_people(ready: Database, organizer: Viewer) -> None:
    save(ready, organizer, ASK, COME, TO_GAO)
    hongshan = Viewer(account="he", role=Role.COUNSELOR, district="420111")
    with ready.read(hongshan) as stores:
        assert [one.message.to for one in stores.outbox.list(hongshan, "ev_fair", with_texts=True)] == ["c_lin", "e_mill"]
    for role in (Role.EMPLOYER, Role.AUDITOR, Role.ADMINISTRATOR):
        viewer = Viewer(account="x", role=role, organisation="e_mill")
        with ready.read(viewer) as stores:
            assert stores.outbox.list(viewer, "ev_fair") == ()
        with pytest.raises(NotAllowed):
            save(ready, viewer, ASK)


def test_an_erasure_leaves_nothing_to_read(ready: Database, organizer: Viewer) -> None:
    save(ready, organizer, ASK, LETTER, TO_GAO)
    with ready.begin(organizer) as stores:
        rows = stores.outbox._connection.execute(sql("SELECT sealed_zh FROM messages")).scalars().all()
        assert len(rows) == 3
        assert not any("林小满".encode() in row for row in rows)
        assert isinstance(stores.candidates, CandidateStore)
        assert stores.candidates.erase(organizer, "c_lin")
        left = stores.outbox._connection.execute(sql("SELECT sealed_zh, sealed_en FROM messages WHERE candidate = 'c_lin'")).all()
        assert [tuple(row) for row in left] == [(None, None), (None, None)]
        assert [one.message.to for one in stores.outbox.list(organizer, "ev_fair", with_texts=True)] == ["c_gao"]


def test_invited_is_who_was_handed_an_invitation(ready: Database, organizer: Viewer) -> None:
    times = TO_GAO.model_copy(update={"kind": MessageKind.TIMES})
    asked, _, _, told = save(ready, organizer, ASK, LETTER, COME, times)
    with ready.begin(organizer) as stores:
        assert stores.outbox.invited(organizer, "ev_fair") == frozenset()
        stores.outbox.mark_exported(organizer, [asked, told])
        assert stores.outbox.invited(organizer, "ev_fair") == {"c_lin"}
        assert stores.outbox.invited(organizer, "ev_none") == frozenset()
        assert stores.outbox.invited(Viewer(account="shen", role=Role.AUDITOR), "ev_fair") == frozenset()
