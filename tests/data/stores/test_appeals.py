"""What people ask for is kept sealed, answered once, and seen by nobody who may not see the person."""

from datetime import date

import pytest

from data.privacy import erase_person
from data.stores import Answer, Appeal, AppealKind, AppealResult, Database, NotAllowed
from matching.records import Candidate, Role, Viewer

DAY, DUE = date(2026, 3, 2), date(2026, 4, 1)
ELSEWHERE = Viewer(account="d", role=Role.COUNSELOR, district="420102")


def appeal(**fields: object) -> Appeal:
    plain = {"candidate": "c_lin", "kind": AppealKind.OBJECTION, "text": "请再看看录入员", "on": DAY, "due_on": DUE}
    return Appeal.model_validate(plain | fields)


@pytest.fixture
def ready(database: Database, organizer: Viewer, lin: Candidate, gao: Candidate) -> Database:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
    return database


def test_a_request_comes_back_and_is_recorded_once(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        made = stores.appeals.lodge(organizer, appeal(), "k1")
        assert stores.appeals.lodge(organizer, appeal(), "k1") == made
        assert (made.candidate, made.kind, made.on, made.due_on, made.result) == ("c_lin", AppealKind.OBJECTION, DAY, DUE, None)
        assert stores.appeals.words(organizer, made.id) == ("请再看看录入员", "")
        assert stores.appeals.list(organizer) == (made,)
        with pytest.raises(ValueError, match="used for another request"):
            stores.appeals.lodge(organizer, appeal(text="别的"), "k1")
        for wrong in ({"candidate": "c_no"}, {"posting": "p_no"}):
            with pytest.raises(ValueError, match="there is no"):
                stores.appeals.lodge(organizer, appeal(**wrong), "k2")


def test_an_answer_is_given_once_by_a_named_person(ready: Database, organizer: Viewer) -> None:
    given = Answer(result=AppealResult.PARTLY, text="已和单位再谈", named="王芳")
    with ready.begin(organizer) as stores:
        number = stores.appeals.lodge(organizer, appeal(), "k1").id
        assert stores.appeals.answer(organizer, number, given) is True
        assert stores.appeals.answer(organizer, number, given) is True
        assert stores.appeals.answer(organizer, 99, given) is False
        (told,) = stores.appeals.list(organizer, waiting=False)
        assert (told.result, told.named) == (AppealResult.PARTLY, "王芳")
        assert stores.appeals.list(organizer, waiting=True) == ()
        assert stores.appeals.words(organizer, number) == ("请再看看录入员", "已和单位再谈")
        with pytest.raises(ValueError, match="stays as it is"):
            stores.appeals.answer(organizer, number, given.model_copy(update={"named": "李雷"}))


def test_pages_are_in_the_order_in_which_requests_came(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        made = [stores.appeals.lodge(organizer, appeal(candidate=one), one).id for one in ("c_lin", "c_gao")]
        assert [one.id for one in stores.appeals.list(organizer, limit=1)] == made[:1]
        assert [one.id for one in stores.appeals.list(organizer, after=made[0])] == made[1:]
        assert [one.candidate for one in stores.appeals.list(organizer, candidate="c_gao")] == ["c_gao"]


def test_who_may_not_see_the_person_sees_no_request(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    with ready.begin(organizer) as stores:
        number = stores.appeals.lodge(organizer, appeal(), "k1").id
        for viewer in (ELSEWHERE, auditor, Viewer(account="m", role=Role.EMPLOYER, organisation="e_mill")):
            assert stores.appeals.get(viewer, number) is None
            assert stores.appeals.words(viewer, number) == ("", "")
            assert stores.appeals.list(viewer) == ()
        with pytest.raises(ValueError, match="there is no candidate"):
            stores.appeals.lodge(ELSEWHERE, appeal(), "k2")
        with pytest.raises(NotAllowed):
            stores.appeals.lodge(auditor, appeal(), "k3")


def test_opening_the_words_is_an_access_and_erasure_takes_them(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    with ready.begin(organizer) as stores:
        number = stores.appeals.lodge(organizer, appeal(), "k1").id
    with ready.read(organizer) as stores:
        stores.appeals.words(organizer, number)
    with ready.read(auditor) as stores:
        lines = [(line.kind, line.action) for line in stores.log.of_candidate(auditor, "c_lin")]
    assert lines == [("appeal", "lodge"), ("appeal", "read-appeal")]
    with ready.begin(organizer) as stores:
        assert erase_person(stores, organizer, "c_lin") is True
        assert stores.candidates.readmit(organizer, "c_lin") is True
    assert "请再看看" not in repr(appeal())
